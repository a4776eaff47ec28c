"""The exact arithmetic of the rooms against Python's fractions: decimals in and out, points, rational matrices."""
import re
from fractions import Fraction
from math import floor, log10

from exact_linear import dyadic_text, inertia, integral, largest_at_most, least_at_least, least_at_most, product, rank, transpose
from exact_numbers import exact
from rationals import fraction_of, rationals, read, text_of

WEIGHT = 1.0
F = Fraction


def hunt(room):
    for part in room.random.choices([parse, print_decimals, points, signs, norms, commutation], [12, 12, 3, 4, 4, 2], k=10):
        part(room)


# ---- decimals ------------------------------------------------------------------------------------------

GRAMMAR = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)


def digits(r, most):
    return "".join(r.choice("0123456789") for _ in range(r.randint(1, most)))


def parse(room):
    """fmpq_set_decimal, on decimals and what only looks like one."""
    r = room.random
    text = r.choice(["", "", "-", "+"]) + (digits(r, 40) if r.random() < 0.9 else "0" * r.randint(1, 60) + digits(r, 900))
    if r.random() < 0.6:
        text += "." + digits(r, 40)
    if r.random() < 0.6:
        text += r.choice("eE") + r.choice(["", "+", "-"]) + r.choice([digits(r, 2), digits(r, 4), "5000", "5001", "0005000", "4999"])
    for _ in range(r.choice([0, 0, 0, 1, 2])):  # damage
        at = r.randint(0, len(text))
        text = text[:at] + r.choice([".", "e", "-", "+", " ", "0", "x", "_", ",", "\u0660", "\xa0", "nan", "inf", "p", "1e"]) + text[at + r.randint(0, 1):]
    answer = room.engine("decimal", text)
    match = GRAMMAR.fullmatch(text)
    allowed = match is not None and len(text.encode()) <= 4096 and (match[2] is None or abs(int(match[2][1:])) <= 5000)
    if answer is None:
        room.check("a decimal was refused", not allowed, {"text": text})
    elif room.check("what is no decimal was read", allowed, {"text": text}):
        mantissa, _, exponent = text.lower().partition("e")
        whole, _, fraction = mantissa.partition(".")
        value = F(int(whole + fraction)) * F(10) ** (int(exponent or 0) - len(fraction))  # not float's rules, not Fraction's grammar
        room.check("a decimal's value", fraction_of(answer[0][1]) == value, {"text": text, "read": answer[0][1]})


def print_decimals(room):
    """arb_lower_decimal and arb_upper_decimal: bounds, rounded once, in the layout promised."""
    r = room.random
    kind = r.choice(["any", "any", "decimal", "power", "edge", "zero"])
    middle = {"any": lambda: F(r.getrandbits(r.randint(1, 300))) * F(2) ** r.randint(-400, 200),
              "decimal": lambda: F(r.getrandbits(r.randint(1, 20))) * F(2) ** -r.randint(0, 12),
              "power": lambda: F(2) ** r.randint(-3000, 3000),
              "edge": lambda: F(10) ** r.randint(0, 20) + r.choice([-1, 0, 1]) * F(2) ** -r.randint(0, 80),
              "zero": lambda: F(0)}[kind]() * r.choice([1, 1, -1])
    radius = r.choice([F(0), F(0), abs(middle) * F(2) ** -r.randint(1, 100), F(2) ** -r.randint(0, 300), abs(middle) * 3])
    radius = F(0) if not radius else F(2) ** (radius.numerator.bit_length() - radius.denominator.bit_length()) * r.randint(1, 500) / 256
    count = r.choice([1, 2, 3, 6, 10, 17, 24, 60, 200])
    answer = room.engine("print", dyadic_text(middle), dyadic_text(radius), count)
    if answer is None:
        return
    _, taken, low, high = answer[0]
    taken = exact(taken)
    room.check("the radius taken", taken >= radius and (taken - radius) * 2**20 <= radius)
    for text, end, sign in ((low, middle - taken, -1), (high, middle + taken, 1)):
        detail = {"printed": text, "exact": str(end), "digits": count}
        if not room.check("layout of a decimal", GRAMMAR.fullmatch(text) is not None and not text.startswith("+"), detail):
            continue
        value = F(text)
        room.check("a printed bound", (value - end) * sign >= 0, detail)
        if not end:
            room.check("zero is printed as 0", text == "0", detail)
            continue
        e = magnitude(end)
        unit = F(10) ** (e - count + 1)  # at most one unit of the last digit beyond the end
        room.check("a printed bound is the nearest", (value - end) * sign < unit and (value / unit).denominator == 1, detail)
        mantissa = text.lstrip("-").split("e")[0]
        room.check("no trailing zeros", "." not in mantissa or not mantissa.endswith("0"), detail)
        room.check("plain notation exactly where promised", ("e" not in text) == (F(1, 10**5) <= abs(value) < 10**15), detail)


def magnitude(x):
    """floor(log10 |x|)"""
    x = abs(x)
    e = floor((x.numerator.bit_length() - x.denominator.bit_length()) * log10(2))
    while F(10) ** e > x:
        e -= 1
    while F(10) ** (e + 1) <= x:
        e += 1
    return e


# ---- points and rational matrices ------------------------------------------------------------------------

def points(room):
    """Cosines, covariances, inner products and the rank of points in doubles."""
    r = room.random
    n, d, kind = r.randint(1, 6), r.randint(1, 6), r.choice(["normal", "integer", "parallel", "scales", "deficient"])
    x = [[r.gauss(0, 1) for _ in range(d)] for _ in range(n)]
    if kind in ("integer", "deficient"):
        x = [[float(r.randint(-3, 3)) for _ in range(d)] for _ in range(n)]
    if kind == "deficient" and n > 2:
        x[-1] = [2 * a - 3 * b for a, b in zip(x[0], x[1])]
    if kind == "parallel" and n > 1:
        x[1] = [c * r.choice([-1, 1]) * 2.0 ** r.randint(-9, 9) for c in x[0]] if r.random() < 0.5 else [c * (1 + 2.0 ** -r.randint(20, 52)) for c in x[0]]
    if kind == "scales":
        x = [[c * 2.0 ** r.randint(-1070, 900) for c in row] for row in x]
    normalise = r.randint(0, 1)
    answer = room.engine("points", n, d, normalise, " ".join(c.hex() for row in x for c in row))
    if answer is None:
        return
    X, k = [[F(c) for c in row] for row in x], 0
    for i in range(n):
        for j in range(i + 1):
            _, low, high, sigma_low, sigma_high, inner = answer[k]
            k += 1
            ij, ii, jj = (sum(a * b for a, b in zip(X[p], X[q])) for p, q in ((i, j), (i, i), (j, j)))
            name = f"points, {kind}"
            room.check(name + ": inner product", exact(inner) == ij)
            if not ii or not jj:
                room.check(name + ": cosine of a zero point", low in ("nan", "-inf"), {"lower": low})
                continue
            detail = {"lower": low, "upper": high}
            room.check(name + ": lower end of a cosine", at_most_root(exact(low), ij, ii * jj), detail)
            room.check(name + ": upper end of a cosine", at_most_root(-exact(high), -ij, ii * jj), detail)
            room.check(name + ": width of a cosine", exact(high) - exact(low) <= F(1, 2**74), detail)
            if ij * ij == ii * jj:
                room.check(name + ": parallel points", exact(low) == exact(high) == (1 if ij > 0 else -1), detail)
            if normalise:
                room.check(name + ": sigma0", exact(sigma_low) == 2 * exact(low) and exact(sigma_high) == 2 * exact(high))
            else:
                room.compare(name + ": sigma0", sigma_low, sigma_high, 2 * ij / d, 0)
    room.check(f"points, {kind}: rank", int(answer[k][1]) == rank(X), {"rank": answer[k][1]})


def at_most_root(c, p, q):
    """Whether c <= p/sqrt(q), q > 0."""
    if c <= 0:
        return p >= 0 or c * c * q >= p * p
    return p >= 0 and c * c * q <= p * p


def some_symmetric(r):
    n, kind = r.randint(1, 7), r.choice(["any", "gram", "singular", "hollow", "zero", "negative", "near"])
    m = rationals(r, n, n)
    if kind in ("gram", "singular", "near"):
        b = rationals(r, n, n if kind == "gram" else r.randint(1, n))
        m = product(b, transpose(b))
        if kind == "near":
            for i in range(n):
                m[i][i] += F(r.choice([-1, 1]), 10 ** r.randint(1, 30))
    m = [[m[max(i, j)][min(i, j)] for j in range(n)] for i in range(n)]
    if kind == "hollow":
        m = [[F(0) if i == j else x for j, x in enumerate(row)] for i, row in enumerate(m)]
    if kind == "zero":
        m = [[F(0)] * n for _ in range(n)]
    if kind == "negative":
        m = [[-x - (20 * n if i == j else 0) for j, x in enumerate(row)] for i, row in enumerate(product(m, m))]
    return kind, m


def signs(room):
    """exact_inertia, exact_is_psd, exact_is_pd, exact_negative_direction, exact_lambda_min."""
    kind, m = some_symmetric(room.random)
    answer = room.engine("inertia", len(m), text_of(m))
    if answer is None:
        return
    count = inertia(integral(m)[0])
    given = [int(x) for x in answer[0]]
    room.check(f"inertia, {kind}", tuple(given[:3]) == count, {"given": given, "expected": count})
    room.check(f"semidefinite, {kind}", given[3:] == [int(count[2] == 0), int(count[0] == len(m))])
    room.check(f"a negative direction exists, {kind}", (answer[1][0] == "direction") == (count[2] > 0))
    if answer[1][0] == "direction":
        v = [fraction_of(x) for x in answer[1][1:]]
        room.check(f"negative direction, {kind}", sum(a * m[i][j] * b for i, a in enumerate(v) for j, b in enumerate(v)) < 0)
    low, high = exact(answer[2][1]), exact(answer[2][2])
    room.check(f"exact_lambda_min, {kind}: lower", least_at_least(m, low))
    room.check(f"exact_lambda_min, {kind}: upper", least_at_most(m, high))
    square = sum(x * x for row in m for x in row)
    room.check(f"exact_lambda_min, {kind}: width", small(high - low, square))


def small(width, square):
    """width <= 2^-40 max(1, 2 sqrt(square)), a thousandth more for the rounding of the ends."""
    w = width * 2**40 / F(1001, 1000)
    return w <= 1 or w * w <= 4 * square


def norms(room):
    """exact_frobenius2, exact_norm2_at_most, exact_sigma_min2_at_least, exact_norm, exact_sigma_min."""
    r = room.random
    rows, columns = r.randint(1, 6), r.randint(1, 6)
    m = rationals(r, rows, columns, r.choice([1, 9, 10**6]), r.choice([1, 5, 10**6]))
    if r.random() < 0.3 and rows > 1:
        m[-1] = [2 * x for x in m[0]]
    g = product(m, transpose(m)) if rows <= columns else product(transpose(m), m)
    square = sum(x * x for row in m for x in row)
    c = r.choice([square, square * F(r.randint(1, 99), 100), F(r.randint(0, 100), 7), sum(x * x for x in m[0]), F(0)])
    answer = room.engine("norms", rows, columns, text_of(m), text_of([[c]]))
    if answer is None:
        return
    room.check("Frobenius norm", fraction_of(answer[0][1]) == square)
    room.check("exact_norm2_at_most", answer[1][0] == str(int(largest_at_most(g, c))))
    room.check("exact_sigma_min2_at_least", answer[1][1] == str(int(least_at_least(g, c))))
    low, high = exact(answer[2][1]), exact(answer[2][2])
    room.check("exact_norm: upper", high >= 0 and largest_at_most(g, high**2))
    room.check("exact_norm: lower", low <= 0 or least_at_most([[-x for x in row] for row in g], -low**2))
    room.check("exact_norm: width", small(high - low, square))
    low, high = exact(answer[3][1]), exact(answer[3][2])
    room.check("exact_sigma_min: lower", low <= 0 or least_at_least(g, low**2))
    room.check("exact_sigma_min: upper", high >= 0 and least_at_most(g, high**2))
    room.check("exact_sigma_min: width", small(high - low, square))


def commutation(room):
    r = room.random
    m, n = r.randint(1, 5), r.randint(1, 5)
    A = rationals(r, m, n)
    answer = room.engine("commutation", m, n, text_of(A))
    if answer is None:
        return
    K = read(answer[0], m * n)
    vec, vec_t = ([fraction_of(x) for x in line[1:]] for line in answer[1:3])
    room.check("vec", vec == [A[i][j] for j in range(n) for i in range(m)])
    room.check("vec of the transpose", vec_t == [x for row in A for x in row])
    room.check("commutation matrix", [sum(a * b for a, b in zip(row, vec)) for row in K] == vec_t)
    room.check("commutation matrix is a permutation", all(sorted(row) == [0] * (m * n - 1) + [1] for row in K + transpose(K)))
    room.check("diagonal matrix", read(answer[3], m * n) == [[x if i == j else 0 for j in range(m * n)] for i, x in enumerate(vec)])
