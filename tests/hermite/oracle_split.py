#!/usr/bin/python3
"""Reference values for test_split.c, by mpmath alone: E phi(u) phi(v) for piecewise
exponential-polynomial phi.  E[phi(v) | u] is a sum of truncated exponential moments in closed form; the outer integral is
one-dimensional, cut at the breakpoints and at multiples of the conditional deviation around them.

A piece is (low, high, [(coefficient, power, rate), ...]) meaning sum c x^p e^(rate x), p in {0, 1}."""
from mpmath import mp, mpf, sqrt, exp, erfc, pi, quad, inf, sign

mp.dps = 50


def ncdf(x):
    return erfc(-x / sqrt(2)) / 2 if x != inf and x != -inf else mpf(x > 0)


def npdf(x):
    return exp(-x * x / 2) / sqrt(2 * pi) if abs(x) != inf else mpf(0)


def value(phi, x):
    for low, high, terms in phi:
        if low <= x < high:
            return sum(c * x**p * exp(r * x) for c, p, r in terms)


def conditional(phi, mean, deviation):
    total = mpf(0)
    for low, high, terms in phi:
        for c, p, r in terms:
            m = mean + r * deviation**2
            a, b = (low - m) / deviation, (high - m) / deviation
            mass = ncdf(b) - ncdf(a)
            if a > 0:
                mass = ncdf(-a) - ncdf(-b)
            moment = mass if p == 0 else m * mass + deviation * (npdf(a) - npdf(b))
            total += c * moment * exp(r * mean + r * r * deviation**2 / 2)
    return total


def dual(phi, qi, qj, rho):
    s = sqrt((1 - rho) * (1 + rho))
    kinks = [piece[0] for piece in phi[1:]]
    cuts = {-60 * sqrt(qi), 60 * sqrt(qi)}
    for x in range(-24, 25, 2):
        cuts.add(x * sqrt(qi) / 2)
    for b in kinks:
        cuts.add(b)
        centre, width = b * sqrt(qi / qj) / rho, s * sqrt(qi) / abs(rho)
        for k in range(-16, 17, 2):
            cuts.add(centre + k * width)
    points = sorted(cuts)
    f = lambda u: value(phi, u) * conditional(phi, rho * sqrt(qj / qi) * u, s * sqrt(qj)) * npdf(u / sqrt(qi)) / sqrt(qi)
    return quad(f, points, maxdegree=7)


def elu(a, shift=mpf(0), c=mpf(1)):
    """c elu(x + shift, a)"""
    return [(-inf, -shift, [(-c * a, 0, 0), (c * a * exp(shift), 0, 1)]), (-shift, inf, [(c * shift, 0, 0), (c, 1, 0)])]


def add(*functions):
    cuts = sorted({piece[0] for f in functions for piece in f})
    result = []
    for k, low in enumerate(cuts):
        high = cuts[k + 1] if k + 1 < len(cuts) else inf
        terms = [t for f in functions for a, b, ts in f if a <= low and high <= b for t in ts]
        result.append((low, high, terms))
    return result


step = [(-inf, mpf(1) / 2, []), (mpf(1) / 2, inf, [(mpf(1), 0, 0)])]
laplace = [(-inf, mpf(0), [(mpf(1), 0, 1)]), (mpf(0), inf, [(mpf(1), 0, -1)])]
FUNCTIONS = {
    "elu(x,1)": elu(mpf(1)),
    "elu(x,0.5)": elu(mpf("0.5")),
    "elu(x+1,1)-elu(x-0.5,1)": add(elu(mpf(1), mpf(1)), elu(mpf(1), -mpf("0.5"), mpf(-1))),
    "elu(x,1)+step(x-0.5)": add(elu(mpf(1)), step),
    "exp(-abs(x))": laplace,
}


def nearly_parallel(phi, s, tangent):
    """kappa - K_12 of the limit for two points of equal norm at the angle atan(tangent): K = D(rho), rho = (2 s D(rho) + 2 rho0)/q,
    q = 2 s kappa(q) + 2, by plain iteration."""
    rho0 = 1 / sqrt(1 + tangent**2)
    line = lambda q: [k * sqrt(q) / 2 for k in range(-50, 51)]
    kappa = lambda q: quad(lambda u: value(phi, u) ** 2 * npdf(u / sqrt(q)) / sqrt(q), sorted(set(line(q)) | {p[0] for p in phi[1:]}))
    q, rho = mpf(2), rho0
    for _ in range(60):
        q = 2 * s * kappa(q) + 2
    for _ in range(60):
        K = dual(phi, q, q, rho)
        new = (2 * s * K + 2 * rho0) / q
        if abs(new - rho) < mpf(10) ** -44:
            break
        rho = new
    return kappa(q) - dual(phi, q, q, rho)


if __name__ == "__main__":
    print("elu, s = 0.08, tangent 1e-6 as a double:", mp.nstr(nearly_parallel(elu(mpf(1)), mpf("0.08"), mpf(1e-6)), 30))
    for name, phi in FUNCTIONS.items():
        for rho in (mpf("0.5"), mpf("0.999"), -mpf("0.999"), 1 - mpf("1e-6"), 1 - mpf("1e-12"), -1 + mpf("1e-12")):
            for qi, qj in ((mpf(2), mpf(2)), (mpf("1.5"), mpf("2.25"))):
                print('    {"%s", "%s", "%s", "%s", "%s"},' % (name, mp.nstr(qi, 5), mp.nstr(qj, 5), mp.nstr(rho, 15), mp.nstr(dual(phi, qi, qj, rho), 40)), flush=True)
