"""Dual activations E phi(u) phi(v): every route against the closed forms, against each other, and against the series of PARI's
coefficients; kappa by its three routes."""
from fractions import Fraction

from exact_numbers import exact
from expressions import Chance
from hunts.values import real, text_of
from language import parse
from moments import moments
from mpmath import mp, mpf

WEIGHT = 3.0


def arcs(q, r, rho):
    """sqrt(q r)/(2 pi) (sin t + (pi - t) cos t), cos t = rho."""
    return mp.sqrt(q * r) / (2 * mp.pi) * (mp.sqrt(1 - rho**2) + (mp.pi - mp.acos(rho)) * rho)


CLOSED = {
    "relu(x)": arcs,
    "abs(x)": lambda q, r, c: arcs(q, r, c) * 2 + arcs(q, r, -c) * 2,
    "leaky_relu(x,0.1)": lambda q, r, c: arcs(q, r, c) * (1 + mpf(1) / 100) - arcs(q, r, -c) * (mpf(2) / 10),
    "step(x)": lambda q, r, c: (mp.pi - mp.acos(c)) / (2 * mp.pi),
    "sign(x)": lambda q, r, c: 2 * mp.asin(c) / mp.pi,
    "erf(x)": lambda q, r, c: 2 / mp.pi * mp.asin(2 * c * mp.sqrt(q * r) / mp.sqrt((1 + 2 * q) * (1 + 2 * r))),
    "sin(x)": lambda q, r, c: mp.exp(-(q + r) / 2) * mp.sinh(c * mp.sqrt(q * r)),
    "cos(x)": lambda q, r, c: mp.exp(-(q + r) / 2) * mp.cosh(c * mp.sqrt(q * r)),
    "exp(x)": lambda q, r, c: mp.exp((q + r) / 2 + c * mp.sqrt(q * r)),
    "exp(-x^2/2)": lambda q, r, c: 1 / mp.sqrt((1 + q) * (1 + r) - c**2 * q * r),
    "x": lambda q, r, c: c * mp.sqrt(q * r),
    "x^2": lambda q, r, c: q * r * (1 + 2 * c**2),
    "x^3-x": lambda q, r, c: mp.sqrt(q * r) * (c * (9 * q * r - 3 * q - 3 * r + 1) + 6 * q * r * c**3),
}


def correlations(random):
    """Dyadic numbers; half of them close to the ends."""
    rhos = [Fraction(random.uniform(-0.95, 0.95)), Fraction(random.choice((-1, 1))), Fraction(random.choice((0, 1, -1)), 2)]
    for _ in range(2):
        rhos.append(random.choice((-1, 1)) * (1 - Fraction(random.randint(1, 9), 2 ** random.randint(4, 60))))
    return rhos


def hunt(room):
    random, chance = room.random, Chance(room.random)
    closed = random.random() < 0.6
    text = random.choice(sorted(CLOSED)) if closed else chance.anything()
    bits = random.choice((32, 53, 64, 64, 96, 128, 200)) if closed else random.choice((32, 48, 64))
    q, r = (Fraction(float(chance.variance())) for _ in range(2))
    if random.random() < 0.4:
        r = q
    rhos = correlations(random)
    lines = room.engine("dual", text, text_of(q), text_of(r), bits, *map(text_of, rhos))
    if lines is None:
        return
    answers = [(route, rhos[int(index)], low, up) for route, index, low, up, _ in lines if "nan" not in (low, up) and "inf" not in low + up]
    for rho in rhos:
        routes = [a for a in answers if a[1] == rho]
        if not routes:
            room.no_answer("dual: no route")
        for k, one in enumerate(routes):
            for other in routes[:k]:
                room.overlap(f"dual of {text}, q = {q}, {r}, rho = {rho}: {one[0]} and {other[0]}", one[2:], other[2:])
    if closed:
        with mp.workprec(8 * bits + 600):
            for route, rho, low, up in answers:
                value = CLOSED[text](real(q), real(r), real(rho))
                room.compare(f"dual of {text}, q = {q}, {r}, rho = {rho}, {bits} bits by {route}", low, up, value, (1 + abs(value)) * mpf(2) ** (-3 * bits - 100))
        kappas(room, text, q, bits)
    else:
        series(room, text, q, r, bits, answers)


def kappas(room, text, q, bits):
    lines = room.engine("kappa", text, text_of(q), bits)
    if lines is None:
        return
    with mp.workprec(8 * bits + 600):
        value, h = CLOSED[text](real(q), real(q), mpf(1)), real(q) * mpf(2) ** (-2 * bits - 40)
        slope = (CLOSED[text](real(q) + h, real(q) + h, mpf(1)) - CLOSED[text](real(q) - h, real(q) - h, mpf(1))) / (2 * h)
        error = mpf(2) ** (-2 * bits - 20)
        for name, reference, line in (("kappa", value, lines[0]), ("kappa from shared nodes", value, lines[1]), ("kappa'", slope, lines[2])):
            if "nan" in line or "inf" in line:
                room.no_answer("dual: no kappa")
            else:
                room.compare(f"{name} of {text} at {q}, {bits} bits", line[1], line[2], reference, (1 + abs(reference)) * error)


def series(room, text, q, r, bits, answers):
    """sum a_r(q) a_r(r) rho^r; what is left out is at most |rho|^N sqrt(T(q) T(r))."""
    if bits > 128:
        return
    terms = 60
    one = moments(room, parse(text), q, terms, bits)
    other = one if r == q or one is None else moments(room, parse(text), r, terms, bits)
    if other is None:
        return
    tails = [max(m[-1][0] + m[-1][1] - sum(max(abs(v) - e, 0) ** 2 for v, e in m[:-1]), Fraction(0)) for m in (one, other)]
    for route, rho, low, up in answers:
        value = sum(a * b * rho**k for k, ((a, _), (b, _)) in enumerate(zip(one[:-1], other[:-1])))
        error = sum((abs(a) * f + abs(b) * e + e * f) * abs(rho) ** k for k, ((a, e), (b, f)) in enumerate(zip(one[:-1], other[:-1])))
        with mp.workprec(200):
            left = mp.sqrt(real(tails[0]) * real(tails[1])) * (1 + mpf(2) ** -100) * abs(real(rho)) ** terms
        room.compare(f"dual of {text}, q = {q}, {r}, rho = {rho}, {bits} bits by {route} against the series", low, up, value, error + exact(left))
