"""Random cases with a dual activation in closed form, and q, K and an error bound of them at many digits."""
from fractions import Fraction

from mpmath import mp, mpf

import closed_duals
from exact_linear import product, transpose
from exact_numbers import exact

F = Fraction


def some_points(room, most):
    """Exact doubles: n points of dimension d, no two parallel."""
    r = room.random
    while True:
        n, d, kind = r.randint(1, most), r.randint(2, 6), r.choice(["normal", "close", "opposite", "integer", "orthogonal", "scales"])
        if kind == "orthogonal":
            d = max(n, d)
        x = [[r.gauss(0, 1) for _ in range(d)] for _ in range(n)]
        if kind == "integer":
            x = [[float(r.randint(-3, 3)) for _ in range(d)] for _ in range(n)]
        if kind == "orthogonal":
            x = [[1.0 if i == j else 0.0 for j in range(d)] for i in range(n)]
        if kind == "scales":
            x = [[c * 2.0 ** (30 * (i % 3 - 1)) for c in row] for i, row in enumerate(x)]
        if kind in ("close", "opposite"):
            for i in range(1, n):
                if r.random() < 0.5:
                    f, sign = 10.0 ** -r.randint(1, 9), -1 if kind == "opposite" else 1
                    x[i] = [sign * a + f * b for a, b in zip(x[i - 1], x[i])]
        exactly = [[F(c) for c in row] for row in x]
        inner = product(exactly, transpose(exactly))
        if all(inner[i][i] for i in range(n)) and all(inner[i][j] ** 2 < inner[i][i] * inner[j][j] for i in range(n) for j in range(i)):
            return kind, x, inner


def rational(x):
    return mpf(x.numerator) / x.denominator


def first_covariance(inner, d, normalise):
    n = len(inner)
    length = [mp.sqrt(rational(inner[i][i])) for i in range(n)]
    return [[2 * (mpf(1) if i == j else rational(inner[i][j]) / length[i] / length[j]) if normalise else 2 * rational(inner[i][j]) / d for j in range(n)]
            for i in range(n)]


def some_model(room, most=10, lipschitz=False):
    """(case text, expression, s, points, normalise, dual, contraction)"""
    r = room.random
    while True:
        expression, dual, L = closed_duals.choose(r)
        if L is not None or not lipschitz:
            break
    s = F(r.choice(["0.08", "0.01", "0.2", "0.001", "0.05", "0.12"]))
    if L is not None and 2 * float(s) * L * L > 0.85:
        s = F(f"{0.3 / L / L:.2g}")
    if L is None:
        s = F("0.001")
    kind, x, inner = some_points(room, most)
    normalise = lipschitz or r.random() < 0.7
    if not normalise and kind == "scales":
        normalise = True
    room.file("points.csv", "".join(",".join(repr(c) for c in row) + "\n" for row in x))
    case = room.file("case.yaml", f'activation: {{phi: "{expression}"}}\nmodel: {{sigma_w2: {float(s)!r}}}\n'
                     f"data: {{csv: points.csv, normalise: {'true' if normalise else 'false'}}}\n")
    return case, expression, s, x, inner, normalise, dual, 2 * float(s) * L * L if L is not None else 0.5


def reference(bits, s, inner, d, normalise, dual, contraction):
    """(q, K, error of an entry) at many digits."""
    mp.prec = 2 * bits + 240
    q, K, error = closed_duals.limit(dual, rational(s), first_covariance(inner, d, normalise), mpf(contraction))
    largest = max(abs(x) for row in K for x in row) + max(q)
    return q, K, 4 * error + largest * mpf(2) ** (-bits - 140)


def as_fractions(K):
    return [[exact(x) for x in row] for row in K]
