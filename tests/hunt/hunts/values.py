"""Values of random expressions: balls, wide balls, complex balls, series and blocks of doubles against mpmath."""
from fractions import Fraction

from exact_numbers import LARGEST_EXPONENT, dyadic, exact
from expressions import Chance
from language import FAR, KINKED, NotAffine, evaluate, kinks, parse, value
from mpmath import mp, mpc, mpf

WEIGHT = 2.0


def text_of(x):
    """A dyadic rational as the engine reads it."""
    return f"{x.numerator}:{1 - x.denominator.bit_length()}"


def real(x):
    return mpf(x.numerator) / x.denominator


def near(x):
    """The double nearest to a rational, as a rational."""
    return Fraction(float(x))


def points(random, corners):
    """Doubles: ordinary, large, tiny, and close to the kinks on both sides but never on them."""
    found = [Fraction(random.uniform(-4, 4)) for _ in range(10)] + [Fraction(random.uniform(-40, 40)) for _ in range(4)]
    found += [Fraction(random.choice((-1, 1)) * random.uniform(1, 2) * 2.0 ** -random.randint(3, 80)) for _ in range(3)]
    for corner in corners[:6]:
        for side in (-1, 1):
            x = near(corner + side * max(abs(corner), 1) * Fraction(1, 2 ** random.randint(1, 44)))
            found.append(x)
    return [x for x in found if x not in corners]


def hunt(room):
    random, chance = room.random, Chance(room.random)
    text = chance.anything()
    described = room.engine("phi", text)
    if described is None:
        return
    tree = parse(text)
    try:
        corners = sorted(kinks(tree))
    except NotAffine:
        room.no_answer("reference: kinks not found")
        return
    breaks = [b for b in (Fraction(line[0]) for line in described[1:]) if abs(b) < FAR]
    room.check(f"the breakpoints of {text} are kinks", set(breaks) <= set(corners), {"breaks": breaks, "kinks": corners})
    bits = chance.bits()
    xs = points(random, corners)
    truth = []
    for x in xs:
        try:
            truth.append(value(tree, real(x), bits))
        except (OverflowError, ValueError, ZeroDivisionError):
            truth.append(None)
    balls(room, text, bits, xs, truth)
    block(room, text, tree, xs, truth)
    parity(room, text, int(described[0][0]), tree, xs)
    piece = sum(b <= xs[0] for b in breaks)
    series(room, text, tree, piece, xs[0], corners)
    if not any(name in text for name in KINKED):
        plane(room, text, tree, bits)


def enter(room, what, low, up, truth):
    """An unbounded enclosure says nothing: no answer."""
    if "nan" in (low, up) or "inf" in low or "inf" in up:
        room.no_answer("values: unbounded enclosure")
    elif truth is not None:
        room.compare(what, low, up, *truth)


def balls(room, text, bits, xs, truth):
    exponent = -room.random.randint(2, 30)
    for radius, command in ((0, ("values", text, bits)), (exponent, ("balls", text, bits, exponent))):
        lines = room.engine(*command, *map(text_of, xs))
        for x, t, line in zip(xs, truth, lines or []):
            enter(room, f"{text} at {float(x)!r}, {bits} bits, radius 2^{radius}", line[1], line[2], t)


def block(room, text, tree, xs, truth):
    lines = room.engine("block", text, *map(text_of, xs))
    for x, t, line in zip(xs, truth, lines or []):
        y, error, slope, slope_error = line[1:5]
        room.check(f"{text} at {float(x)!r}: errors are no NaN", "nan" not in (error, slope_error), {"line": line})
        for name, v, e, reference in (("", y, error, t), ("derivative of ", slope, slope_error, lambda: derivative(tree, x))):
            if e == "nan" or e == "inf" or "inf" in v or v == "nan":
                room.no_answer("values: block without a bound")
                continue
            reference = reference() if callable(reference) else reference
            if reference is not None:
                centre, radius = exact(v), exact(e)
                room.compare(f"{name}{text} at {float(x)!r} as doubles", centre - radius, centre + radius, *reference)


def derivative(tree, x):
    """By a central difference; the error is that of doubling the step, without the benefit of its order."""
    try:
        with mp.workprec(1600):
            x = real(x)
            slopes = [(evaluate(tree, x + h) - evaluate(tree, x - h)) / (2 * h) for h in (mpf(2) ** -200, mpf(2) ** -201)]
            return slopes[1] if mp.mag(slopes[1]) > -10000 else mpf(0), abs(slopes[0] - slopes[1]) + mpf(2) ** -300
    except (OverflowError, ValueError, ZeroDivisionError):
        return None


def parity(room, text, sign, tree, xs):
    if not sign:
        return
    for x in xs[:6]:
        with mp.workprec(2000):
            a, b = evaluate(tree, real(x)), evaluate(tree, -real(x))
            room.check(f"{text} is {'even' if sign > 0 else 'odd'}", abs(a - sign * b) <= mpf(2) ** -1000 * (1 + abs(a)), {"x": float(x)})


def series(room, text, tree, piece, x, corners):
    """sum_k y_k t^k for a t so small that the first coefficient left out does not show, and the last one does."""
    if any(abs(x - c) < Fraction(1, 2**50) for c in corners):
        return
    length, step = room.random.randint(2, 9), 150
    lines = room.engine("series", text, piece, 100, length, text_of(x))
    if lines is None:
        return
    ends = [(line[1], line[2]) for line in lines]
    if any("nan" in e or "inf" in e[1] for e in ends):
        room.no_answer("values: unbounded series")
        return
    if any(abs(int(v.split(":")[1])) > LARGEST_EXPONENT for e in ends for v in e):
        room.no_answer("values: exponent too large for the comparison")
        return
    try:
        with mp.workprec(3000):
            reference = evaluate(tree, real(x) + mpf(2) ** -step)
    except (OverflowError, ValueError, ZeroDivisionError):
        return
    low, up = (sum(exact(e[k]) * dyadic(1, -step * i) for i, e in enumerate(ends)) for k in (0, 1))
    size = 1 + max(abs(exact(v)) for e in ends for v in e)
    room.compare(f"{length} Taylor coefficients of {text} at {float(x)!r}", low, up, reference, size**3 * dyadic(1, -step * length + 100))


def plane(room, text, tree, bits):
    random = room.random
    zs = [(Fraction(random.uniform(-3, 3)), Fraction(random.uniform(-1, 1) * random.choice((0.1, 0.5, 2)))) for _ in range(5)]
    lines = room.engine("complex", text, 0, bits, *(text_of(part) for z in zs for part in z))
    for (re, im), line in zip(zs, lines or []):
        if any("nan" in v or "inf" in v for v in line[1:]):
            room.no_answer("values: complex ball without a bound")
            continue
        try:
            with mp.workprec(2 * bits + 800):
                rough = evaluate(tree, mpc(real(re), real(im)))
                w = evaluate(tree, mpc(real(re), real(im)) + 0)
            error = abs(rough) * mpf(2) ** (-2 * bits - 100) + mpf(2) ** (-2 * bits - 100)
        except (OverflowError, ValueError, ZeroDivisionError):
            continue
        if not isinstance(w, mpc):
            w = mpc(w)
        room.compare(f"real part of {text} at {float(re)!r}+{float(im)!r}i", line[1], line[2], w.real, error)
        room.compare(f"imaginary part of {text} at {float(re)!r}+{float(im)!r}i", line[3], line[4], w.imag, error)
