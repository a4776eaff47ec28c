"""Growth envelopes and suprema of derivatives against sampled values: a sample beyond a proved bound is a violation."""
from fractions import Fraction

from exact_numbers import exact
from expressions import Chance
from hunts.values import real
from language import NotAffine, evaluate, kinks, parse
from mpmath import mp, mpf

ERRORS = (OverflowError, ValueError, ZeroDivisionError)


def difference(tree, x, order):
    """phi, phi' or phi'' at x to some hundred bits, by central differences."""
    h = mpf(2) ** -150
    if order == 0:
        return evaluate(tree, x)
    if order == 1:
        return (evaluate(tree, x + h) - evaluate(tree, x - h)) / (2 * h)
    return (evaluate(tree, x + h) - 2 * evaluate(tree, x) + evaluate(tree, x - h)) / h**2


def hunt(room):
    chance = Chance(room.random)
    text = chance.anything()
    described = room.engine("phi", text)
    if described is None:
        return
    tree = parse(text)
    try:
        corners = kinks(tree)
    except NotAffine:
        room.no_answer("reference: kinks not found")
        return
    with mp.workprec(1500):
        for order in (1, 2):
            supremum(room, text, tree, corners, order)
        for order in (0, 1, 2):
            for side in (1, -1):
                growth(room, text, tree, corners, order, side)


def sample(tree, xs, order):
    for x in xs:
        try:
            yield x, difference(tree, x, order)
        except ERRORS:
            continue


def supremum(room, text, tree, corners, order):
    lines = room.engine("supremum", text, order, room.random.choice((20, 40, 64)))
    if lines is None:
        return
    status, low, up, reason = lines[0]
    if status != "finite" and (status != "nonexistent" or "inf" in up or up == "nan"):
        if status == "inconclusive":
            room.no_answer(reason)
        return
    r = room.random
    xs = [real(Fraction(r.uniform(-5, 5))) for _ in range(30)] + [real(Fraction(r.uniform(-1, 1) * 2.0 ** r.randint(-12, 7))) for _ in range(15)]
    xs += [real(c) + s * mpf(2) ** -r.randint(4, 60) for c in corners for s in (-1, 1)]
    bound = real(exact(up)) + mpf(2) ** -60 * (1 + real(exact(up)))
    best = mpf(0)
    for x, slope in sample(tree, xs, order):
        if all(abs(x - real(c)) > mpf(2) ** -100 for c in corners):
            best = max(best, abs(slope))
            room.check(f"|derivative {order}| of {text} at {mp.nstr(x, 20)} is within its supremum", bool(abs(slope) <= bound), {"supremum": up, "derivative": slope})
    room.check(f"the supremum of derivative {order} of {text} has an order", exact(low) <= exact(up))


def growth(room, text, tree, corners, order, side):
    R = max([Fraction(2)] + [2 * abs(c) + 1 for c in corners]) * room.random.choice((1, 2, 8))
    lines = room.engine("growth", text, order, side, f"{R.numerator // R.denominator + 1}:0")
    if lines is None:
        return
    sign = int(lines[0][0])
    (lo, *lo_exponents), (hi, *hi_exponents) = (line[1:] for line in lines[1:3])
    R = R.numerator // R.denominator + 1
    ts = [mpf(R)] + [mpf(R) + room.random.uniform(0, 1) * 2.0 ** room.random.randint(-3, 6) for _ in range(6)]
    for x, y in sample(tree, [side * t for t in ts], order):
        t = abs(x)
        if "inf" not in hi:
            most = real(exact(hi)) * power(t, hi_exponents) if exact(hi) else mpf(0)
            room.check(f"upper growth of derivative {order} of {text} at {mp.nstr(x, 20)}", bool(abs(y) <= most * (1 + mpf(2) ** -40) + mpf(2) ** -400), {"value": y, "bound": most, "R": R})
        if sign and exact(lo):
            least = real(exact(lo)) * power(t, lo_exponents)
            room.check(f"lower growth of derivative {order} of {text} at {mp.nstr(x, 20)}", bool(sign * y >= least * (1 - mpf(2) ** -40) - mpf(2) ** -400), {"value": y, "bound": least, "R": R})
        elif sign:
            room.check(f"sign of derivative {order} of {text} at {mp.nstr(x, 20)}", bool(sign * y >= -mpf(2) ** -400), {"value": y, "sign": sign})


def power(t, exponents):
    p, c, e = (real(exact(v)) for v in exponents)
    return t**p * mp.exp(c * t + e * t * t)
