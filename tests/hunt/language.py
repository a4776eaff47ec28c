"""The expression language, read and evaluated from its definition alone: text -> tree -> function of mpmath, text for PARI/GP, kinks."""
import re
from fractions import Fraction

from exact_numbers import LARGEST_EXPONENT, OutOfRange
from mpmath import mp, mpc, mpf

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|([A-Za-z_][A-Za-z_0-9]*)|(.))")
KINKED = ("relu", "leaky_relu", "elu", "abs", "sign", "step", "min", "max", "clip", "softsign")


def parse(text):
    """Trees are tuples: ("number", Fraction), ("x",), ("pi",), ("e",), ("neg", a), ("add" | "sub" | "mul" | "div" | "pow", a, b),
    ("call", name, a...)."""
    tokens = [m.groups() for m in TOKEN.finditer(text) if m.group().strip()] + [(None, None, "")]
    at = [0]

    def sign():
        return tokens[at[0]][2]

    def take():
        at[0] += 1
        return tokens[at[0] - 1]

    def expect(s):
        if take()[2] != s:
            raise ValueError(f"{s} expected: {text}")

    def chain(part, operators):
        left = part()
        while sign() in operators:
            left = (operators[take()[2]], left, part())
        return left

    def sums():
        return chain(products, {"+": "add", "-": "sub"})

    def products():
        return chain(factor, {"*": "mul", "/": "div"})

    def factor():
        if sign() == "-":
            take()
            return ("neg", factor())
        base = primary()
        if sign() == "^":
            take()
            return ("pow", base, factor())
        return base

    def primary():
        number, name, other = take()
        if number:
            return ("number", Fraction(number))
        if name in ("x", "pi", "e"):
            return (name,)
        if other == "(":
            inside = sums()
            expect(")")
            return inside
        if not name:
            raise ValueError(f"unexpected {other!r}: {text}")
        expect("(")
        arguments = [sums()]
        while sign() == ",":
            take()
            arguments.append(sums())
        expect(")")
        return ("call", name) + tuple(arguments)

    tree = sums()
    if at[0] != len(tokens) - 1:
        raise ValueError(f"rest of the text: {text}")
    return tree


def whole(tree):
    """The integer that an exponent stands for, else None."""
    if tree[0] == "neg":
        inner = whole(tree[1])
        return None if inner is None else -inner
    return int(tree[1]) if tree[0] == "number" and tree[1].denominator == 1 else None


# ---- mpmath -----------------------------------------------------------------------------------------
def phi_of(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softplus(x):
    # Off the real line the principal branch of log(1 + exp(x)); the form for large x has another one.
    return mp.log1p(mp.exp(x)) if mp.re(x) < 0 or mp.im(x) != 0 else x + mp.log1p(mp.exp(-x))


FUNCTIONS = {
    "exp": mp.exp, "log": mp.log, "log1p": mp.log1p, "expm1": mp.expm1, "sqrt": mp.sqrt, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan,
    "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "asinh": mp.asinh, "atan": mp.atan, "erf": mp.erf, "erfc": mp.erfc,
    "sigmoid": sigmoid, "softplus": softplus, "gelu": lambda x: x * phi_of(x), "silu": lambda x: x * sigmoid(x),
    "mish": lambda x: x * mp.tanh(softplus(x)), "softsign": lambda x: x / (1 + abs(x)), "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x, a=Fraction(1, 100): x if x >= 0 else x * (a if not isinstance(a, Fraction) else mpf(a.numerator) / a.denominator),
    "elu": lambda x, a=1: x if x >= 0 else a * mp.expm1(x), "abs": abs, "sign": lambda x: mpf((x > 0) - (x < 0)),
    "step": lambda x: mpf(int(x >= 0)), "min": min, "max": max, "clip": lambda x, low, high: min(max(x, low), high),
}


def reducible(name, argument):
    """The argument; OutOfRange when the function would need as many bits of pi as the argument has."""
    if (name in ("sin", "cos", "tan") or isinstance(argument, mpc)) and mp.mag(argument) > LARGEST_EXPONENT:
        raise OutOfRange(f"{name} of a number of 2^{LARGEST_EXPONENT} or more")
    return argument


def evaluate(tree, x):
    """The value at x (mpf or mpc) at mpmath's precision; OutOfRange for what would take for ever."""
    kind = tree[0]
    if kind == "x":
        return x
    if kind == "number":
        return mpf(tree[1].numerator) / tree[1].denominator
    if kind in ("pi", "e"):
        return +mp.pi if kind == "pi" else mp.e + 0
    if kind == "call":
        return FUNCTIONS[tree[1]](*(reducible(tree[1], evaluate(t, x)) for t in tree[2:]))
    a = evaluate(tree[1], x)
    if kind == "neg":
        return -a
    if kind == "pow":
        n = whole(tree[2])
        return a**n if n is not None else mp.exp(reducible("exp", evaluate(tree[2], x) * mp.log(a)))
    b = evaluate(tree[2], x)
    return a + b if kind == "add" else a - b if kind == "sub" else a * b if kind == "mul" else a / b


SMALLEST = 100000  # bits: what is smaller is only known to be


def value(tree, x, bits):
    """(value, error) at the exact point x: two precisions; the error covers their difference and what both may share."""
    prec = 2 * bits + 600
    with mp.workprec(prec):
        rough = evaluate(tree, x)
    with mp.workprec(prec + prec // 2 + 64):
        fine = evaluate(tree, x)
        if fine and mp.mag(fine) < -SMALLEST:
            return mpf(0), mpf(2) ** -SMALLEST
        return fine, abs(fine - rough) + abs(fine) * mpf(2) ** (-2 * bits - 100) + mpf(2) ** (-prec)


# ---- PARI/GP ------------------------------------------------------------------------------------------
def gp(tree):
    """The same for GP, a function of x; the names beginning with f_ are defined in reference.gp."""
    kind = tree[0]
    if kind == "number":
        return f"({tree[1].numerator}/{tree[1].denominator})"
    if kind in ("x", "pi", "e"):
        return {"x": "x", "pi": "Pi", "e": "exp(1)"}[kind]
    if kind == "call":
        return f"f_{tree[1]}({','.join(gp(t) for t in tree[2:])})"
    if kind == "neg":
        return f"(-{gp(tree[1])})"
    if kind == "pow":
        n = whole(tree[2])
        return f"({gp(tree[1])}^({n if n is not None else gp(tree[2])}))"
    return f"({gp(tree[1])}{dict(add='+', sub='-', mul='*', div='/')[kind]}{gp(tree[2])})"


# ---- kinks --------------------------------------------------------------------------------------------
class NotAffine(Exception):
    """The argument of a kinked function is not affine with rational coefficients."""


def rational(tree, x):
    """The exact value of a piecewise rational expression."""
    kind = tree[0]
    if kind == "x":
        return x
    if kind == "number":
        return tree[1]
    if kind == "call":
        a = [rational(t, x) for t in tree[2:]]
        rules = {"relu": lambda: max(a[0], Fraction(0)), "abs": lambda: abs(a[0]), "min": lambda: min(a), "max": lambda: max(a),
                 "sign": lambda: Fraction((a[0] > 0) - (a[0] < 0)), "step": lambda: Fraction(int(a[0] >= 0)),
                 "clip": lambda: min(max(a[0], a[1]), a[2]), "leaky_relu": lambda: a[0] if a[0] >= 0 else a[0] * (a + [Fraction(1, 100)])[1]}
        if tree[1] not in rules:
            raise NotAffine(tree[1])
        return rules[tree[1]]()
    if kind == "neg":
        return -rational(tree[1], x)
    if kind not in ("add", "sub", "mul", "div", "pow"):
        raise NotAffine(kind)
    a, b = rational(tree[1], x), rational(tree[2], x)
    if kind == "pow":
        if b.denominator != 1 or abs(b) > 50:
            raise NotAffine(kind)
        return a ** int(b)
    if kind == "div" and not b:
        raise NotAffine("division by zero")
    return a + b if kind == "add" else a - b if kind == "sub" else a * b if kind == "mul" else a / b


def kinks(tree):
    """Every point where a kinked function of the expression changes its branch; NotAffine when that is not so simple."""
    if tree[0] in ("x", "number", "pi", "e"):
        return set()
    parts = tree[2:] if tree[0] == "call" else tree[1:]
    found = set().union(*(kinks(t) for t in parts))
    if tree[0] != "call" or tree[1] not in KINKED:
        return found
    zero = ("number", Fraction(0))
    pairs = {"min": [(0, 1)], "max": [(0, 1)], "clip": [(0, 1), (0, 2), (1, 2)]}.get(tree[1], [(0, None)])
    for i, j in pairs:
        difference = ("sub", parts[i], zero if j is None else parts[j])
        for low, high in gaps(sorted(found)):
            u, v, w = low + (high - low) / 4, low + (high - low) / 2, low + 3 * (high - low) / 4
            a, b, c = (rational(difference, t) for t in (u, v, w))
            if a + c != 2 * b:
                raise NotAffine(tree[1])
            if a != c:
                root = u - a * (w - u) / (c - a)
                if low < root < high:
                    found = found | {root}
    return found


FAR = Fraction(10) ** 12


def gaps(points):
    bounds = [-FAR] + list(points) + [FAR]
    return list(zip(bounds, bounds[1:]))
