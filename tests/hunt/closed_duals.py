"""Activations with E phi(u) phi(v) in closed form, (u, v) normal with variances p, q and covariance c, and K of any points from it."""
from fractions import Fraction

from mpmath import mp, mpf


def clipped(x):
    return max(mpf(-1), min(mpf(1), x))


def relu(p, q, c):
    r = mp.sqrt(p * q)
    rho = clipped(c / r)
    return (mp.sqrt(max(mpf(0), p * q - c * c)) + (mp.pi - mp.acos(rho)) * c) / (2 * mp.pi)


def absolute(p, q, c):
    return 2 / mp.pi * (mp.sqrt(max(mpf(0), p * q - c * c)) + c * mp.asin(clipped(c / mp.sqrt(p * q))))


def leaky(a):
    return lambda p, q, c: ((1 + a) / 2) ** 2 * c + ((1 - a) / 2) ** 2 * absolute(p, q, c)


def polynomial(coefficient):
    """E sum a_i u^i sum a_j v^j by Isserlis: E u^i v^j = sum over k pairs (u, v), the rest among themselves."""
    def value(p, q, c):
        total = mpf(0)
        for i, a in enumerate(coefficient):
            for j, b in enumerate(coefficient):
                if a and b and (i + j) % 2 == 0:
                    for k in range(i % 2, min(i, j) + 1, 2):
                        ways = mp.factorial(i) * mp.factorial(j) / (mp.factorial(k) * mp.factorial((i - k) // 2) * mp.factorial((j - k) // 2))
                        total += a * b * ways / mpf(2) ** ((i + j) // 2 - k) * p ** ((i - k) // 2) * q ** ((j - k) // 2) * c**k
        return total
    return value


def choose(random):
    """(expression, dual, Lipschitz constant as an upper bound or None)."""
    a = Fraction(random.randint(1, 30), random.choice([8, 10, 16]))
    b = Fraction(random.randint(1, 20), random.choice([8, 10, 16]))
    t, w = f"({float(a)})", f"({float(b)})"  # exact decimals
    am, bm = lambda: mpf(a.numerator) / a.denominator, lambda: mpf(b.numerator) / b.denominator
    return random.choice([
        (f"relu({w}*x)", lambda p, q, c: bm() ** 2 * relu(p, q, c), float(b)),
        (f"{w}*abs(x)", lambda p, q, c: bm() ** 2 * absolute(p, q, c), float(b)),
        (f"leaky_relu(x, {w})", lambda p, q, c: leaky(bm())(p, q, c), max(1.0, float(b))),
        (f"{w}*erf({t}*x)", lambda p, q, c: bm() ** 2 * 2 / mp.pi * mp.asin(clipped(2 * am() ** 2 * c / mp.sqrt((1 + 2 * am() ** 2 * p) * (1 + 2 * am() ** 2 * q)))), 1.1284 * float(a * b)),
        (f"{w}*sin({t}*x)", lambda p, q, c: bm() ** 2 * mp.exp(-am() ** 2 * (p + q) / 2) * mp.sinh(am() ** 2 * c), float(a * b)),
        (f"{w}*cos({t}*x)", lambda p, q, c: bm() ** 2 * mp.exp(-am() ** 2 * (p + q) / 2) * mp.cosh(am() ** 2 * c), float(a * b)),
        (f"sin({t}*x)+cos({t}*x)", lambda p, q, c: mp.exp(am() ** 2 * (c - (p + q) / 2)), 1.4143 * float(a)),
        (f"{w}*x+sin({t}*x)", lambda p, q, c: bm() ** 2 * c + mp.exp(-am() ** 2 * (p + q) / 2) * mp.sinh(am() ** 2 * c)
         + bm() * am() * c * (mp.exp(-am() ** 2 * p / 2) + mp.exp(-am() ** 2 * q / 2)), float(a + b)),
        (f"{w}*exp(-x^2/2)", lambda p, q, c: bm() ** 2 / mp.sqrt((1 + p) * (1 + q) - c * c), 0.60654 * float(b)),
        (f"{w}*x*exp(-x^2/2)", lambda p, q, c: bm() ** 2 * c / mp.sqrt((1 + p) * (1 + q) - c * c) ** 3, float(b)),
        (f"{w}*exp(0.125*x)", lambda p, q, c: bm() ** 2 * mp.exp(((p + q) / 2 + c) / 64), None),
        (f"0.125*x+0.0625*x^2", polynomial([0, mpf(1) / 8, mpf(1) / 16]), None),
        (f"0.125*(x^3-{w}*x)", lambda p, q, c: polynomial([0, -bm() / 8, 0, mpf(1) / 8])(p, q, c), None),
        (f"{w}*x", lambda p, q, c: bm() ** 2 * c, float(b)),
        (f"step(x)", lambda p, q, c: mpf(1) / 4 + mp.asin(clipped(c / mp.sqrt(p * q))) / (2 * mp.pi), None)])


def fixed_point(step, start, contraction, target):
    """(x, error): x = step(x) for a map that contracts by `contraction` < 1, Steffensen's acceleration, the error from the residual."""
    x = start
    for _ in range(400):
        first = step(x)
        residual = abs(first - x)
        if residual <= target:
            break
        second = step(first)
        change = second - 2 * first + x
        x = second if not change else x - (first - x) ** 2 / change
        if not abs(x - second) <= 4 * abs(second - first):
            x = second
    first = step(x)
    return first, abs(first - x) / (1 - contraction)


def limit(dual, s, sigma, contraction):
    """(q, K, error): variances and K = lim K^(l) of the first covariance sigma, entries within the error; contraction >= 2 s L^2."""
    n, target = len(sigma), mpf(2) ** (8 - mp.prec)
    worst, q = mpf(0), []
    for i in range(n):
        if i and sigma[i][i] == sigma[0][0]:
            q.append(q[0])
            continue
        value, error = fixed_point(lambda v: 2 * s * dual(v, v, v) + sigma[i][i], sigma[i][i], contraction, target)
        q.append(value)
        worst = max(worst, error)
    K = [[mpf(0)] * n for _ in range(n)]
    for i in range(n):
        K[i][i] = dual(q[i], q[i], q[i])
        for j in range(i):
            top = mp.sqrt(q[i] * q[j])
            c, error = fixed_point(lambda v: 2 * s * dual(q[i], q[j], max(-top, min(top, v))) + sigma[i][j], sigma[i][j], contraction, target)
            K[i][j] = K[j][i] = dual(q[i], q[j], max(-top, min(top, c)))
            worst = max(worst, error)
    return q, K, worst
