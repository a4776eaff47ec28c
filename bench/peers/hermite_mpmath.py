"""mpmath: E tanh(g) h_r(g) by quad.  hermite_mpmath.py DIGITS REPETITIONS R...  prints r;setting;seconds;value;error.
The integrand is even (r odd), and 1.09 exp(-27^2/4) < 1e-78 bounds what lies beyond 27."""
import sys
import time
import mpmath
from mpmath import exp, factorial, mp, mpf, pi, quad, sqrt, tanh

digits, repetitions = int(sys.argv[1]), int(sys.argv[2])
mp.dps = digits


def integrand(r):
    scale = 2 / sqrt(2 * pi * factorial(r))

    def f(x):
        a, b = mpf(1), x
        for k in range(2, r + 1):
            a, b = b, x * b - (k - 1) * a
        return scale * tanh(x) * b * exp(-x * x / 2)

    return f


for r in map(int, sys.argv[3:]):
    f = integrand(r)
    for method in ("tanh-sinh", "gauss-legendre"):
        value, error = quad(f, [0, 27], method=method, error=True)  # nodes are cached by this call
        start = time.perf_counter()
        for _ in range(repetitions):
            quad(f, [0, 27], method=method)
        seconds = (time.perf_counter() - start) / repetitions
        print(r, method, seconds, mpmath.nstr(value, digits), mpmath.nstr(error, 5), sep=";", flush=True)
