#!/usr/bin/python3
"""Oracle of tests/gram/test_closed_form.c: the limit kernels of erf and sin solved in mpmath from Daniely's closed forms
   E erf(u) erf(v) = (2/pi) asin(2 S12 / sqrt((1 + 2 S11)(1 + 2 S22))),   E sin(u) sin(v) = exp(-(S11 + S22)/2) sinh(S12),
by plain fixed-point iteration of the covariance matrix, on points of its own; prints the C initialisers."""
import mpmath as mp

mp.mp.dps = 60
POINTS = [[1, 2, -1], [0.5, -0.25, 2], [3, 1, 1], [-1, 0.75, 0.5], [0.125, 1, 0]]


def erf_dual(a, b, c):
    return 2 / mp.pi * mp.asin(2 * c / mp.sqrt((1 + 2 * a) * (1 + 2 * b)))


def sin_dual(a, b, c):
    return mp.exp(-(a + b) / 2) * mp.sinh(c)


def solve(dual, s, normalise):
    n, d = len(POINTS), len(POINTS[0])
    x = [[mp.mpf(v) for v in p] for p in POINTS]
    if normalise:
        x = [[v * mp.sqrt(d) / mp.sqrt(sum(w * w for w in p)) for v in p] for p in x]
    sigma0 = [[2 * sum(a * b for a, b in zip(x[i], x[j])) / d for j in range(n)] for i in range(n)]
    K = mp.matrix(n, n)
    for _ in range(400):
        S = [[2 * s * K[i, j] + sigma0[i][j] for j in range(n)] for i in range(n)]
        K = mp.matrix(n, n)
        for i in range(n):
            for j in range(n):
                K[i, j] = dual(S[i][i], S[j][j], S[i][j])
    eigenvalues = mp.eigsy(K, eigvals_only=True)
    return K, sigma0, min(eigenvalues)


for name, dual in (("erf(x)", erf_dual), ("sin(x)", sin_dual)):
    for normalise in (1, 0):
        s = mp.mpf("0.08")
        K, sigma0, least = solve(dual, s, normalise)
        q = 2 * s * K[2, 2] + sigma0[2][2]
        digits = [mp.nstr(v, 45) for v in (q, K[2, 2], K[1, 0], K[4, 2], K[3, 1], least)]
        print('    {"%s", %d, {%s}},' % (name, normalise, ",\n     ".join('"%s"' % v for v in digits)))
