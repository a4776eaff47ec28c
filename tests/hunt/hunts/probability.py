"""Every bound of a probability: binomial tails and Clopper-Pearson limits against exact rational sums, decisions and their
budgets, the tail of a Gaussian matrix's norm, Student intervals."""
from fractions import Fraction
from math import comb

from mpmath import betainc, mp, mpf, workprec

from exact_linear import dyadic_text, largest_at_least, largest_at_most, product, transpose
from exact_numbers import exact

WEIGHT = 1.0
F = Fraction
ALPHA = F(1, 10**6)


def hunt(room):
    for part in room.random.choices([tail, limits, limits_of_many, decision, needed, fit, norm_tail, norm_draw, width_search],
                                    [6, 5, 2, 4, 3, 2, 3, 3, 2], k=10):
        part(room)


def cdf(k, n, p):
    """P(Bin(n, p) <= k) exactly, p rational: the shorter of the two sums, in integers over denominator^n."""
    if k >= n:
        return F(1)
    a, b = p.numerator, p.denominator - p.numerator
    upper = k > n // 2
    chosen = range(k + 1, n + 1) if upper else range(k + 1)
    value = F(sum(comb(n, i) * a**i * b ** (n - i) for i in chosen), p.denominator**n)
    return 1 - value if upper else value


def tail(room):
    """binomial_cdf for small counts: contained, and as sharp as asked."""
    r = room.random
    n = r.choice([0, 1, 2, 3, 10, 50, 300])
    k = r.choice([0, n, max(0, n - 1), r.randint(0, n), r.randint(0, n)])
    p = r.choice([F(r.getrandbits(20), 1 << 20), F(1, 1 << r.randint(1, 300)), 1 - F(1, 1 << r.randint(1, 60)), F(0), F(1), F(r.randint(0, 4), 4),
                  F(min(k, 255), 256)])
    prec = r.choice([30, 64, 128, 256])
    if n == 300 and p.denominator > 1 << 64:
        return
    answer = room.engine("binomial", k, n, dyadic_text(p), prec)
    if answer is None:
        return
    value = cdf(k, n, p)
    low, high = exact(answer[0][1]), exact(answer[0][2])
    name = f"P(Bin({n}, {p}) <= {k}) at {prec} bits"
    room.compare(name, low, high, value, 0)
    room.check(name + ": width", high - low <= max(value, 1 - value) * F(2) ** (6 - prec), {"width": str(float(high - low))})


def limits(room):
    """clopper_pearson: the tails at the limits are within alpha, and just beyond them are not."""
    r = room.random
    n = r.choice([0, 1, 2, 5, 20, 100, 300, 300])
    s = r.choice([0, n, r.randint(0, n), max(0, n - r.randint(0, 3)), min(n, r.randint(0, 3))])
    alpha = r.choice([ALPHA, ALPHA, F(1, 20), F(1, 2), F(1, 10**40), F(999, 1000)])
    answer = room.engine("limits", s, n, alpha)
    if answer is None:
        return
    low, high = exact(answer[0][1]), exact(answer[0][2])
    name, detail = f"Clopper-Pearson, {s} of {n}, alpha {float(alpha)}", {"lower": str(low), "upper": str(high)}
    ulp = F(1, 1 << 40)
    room.check(name + ": in [0, 1]", 0 <= low <= high <= 1 or (low > high and alpha > F(1, 2)), detail)
    if s:
        room.check(name + ": lower limit", 1 - cdf(s - 1, n, low) <= alpha, detail)
        room.check(name + ": lower limit is sharp", 1 - cdf(s - 1, n, low * (1 + ulp)) > alpha, detail)
    else:
        room.check(name + ": lower limit", low == 0, detail)
    if s < n:
        rest = (1 - high) * (1 + ulp)
        room.check(name + ": upper limit", cdf(s, n, high) <= alpha, detail)
        room.check(name + ": upper limit is sharp", cdf(s, n, 1 - rest) > alpha, detail)
    else:
        room.check(name + ": upper limit", high == 1, detail)


def limits_of_many(room):
    """The same for large counts, against sums in 400 bits."""
    r = room.random
    n = r.choice([1000, 10**4, 10**5, 10**6, 10**9])
    s = r.choice([0, 1, 2, 17, 400]) if n == 10**9 or r.random() < 0.5 else r.randint(0, n)
    if r.random() < 0.5:
        s = n - s
    alpha = r.choice([ALPHA, F(1, 100)])
    answer = room.engine("limits", s, n, alpha, limit=30)
    if answer is None:
        return
    low, high = exact(answer[0][1]), exact(answer[0][2])
    name, detail = f"Clopper-Pearson, {s} of {n}, alpha {float(alpha)}", {"lower": str(low), "upper": str(high)}
    ulp = F(1, 1 << 40)
    with workprec(400):
        bound = mpf(alpha.numerator) / alpha.denominator
        for which, successes, p in (("lower", s, low), ("upper", n - s, 1 - high)):
            if not successes:
                room.check(f"{name}: {which} limit", p == 0, detail)
                continue
            room.check(f"{name}: {which} limit", at_least_successes(successes, n, p) <= bound * (1 + mpf(2) ** -200), detail)
            room.check(f"{name}: {which} limit is sharp", at_least_successes(successes, n, p * (1 + ulp)) > bound * (1 - mpf(2) ** -200), detail)


def at_least_successes(s, n, p):
    """P(Bin(n, p) >= s), s >= 1, to the precision at hand: terms from s away from the mean, until a geometric series bounds the rest."""
    x, term = mpf(p.numerator) / p.denominator, None
    up = s > n * p
    k = s if up else s - 1
    term = mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * mp.log(x) + (n - k) * mp.log1p(-x))
    odds, total, least = x / (1 - x), mpf(0), mpf(2) ** -mp.prec
    while True:
        total += term
        ratio = odds * (n - k) / (k + 1) if up else k / odds / (n - k + 1)
        term *= ratio
        k += 1 if up else -1
        if not term or (ratio < 1 and term <= total * least * (1 - ratio)):
            return total if up else 1 - total


def decision(room):
    """decide_probability: the limits move outwards by the budget, and the decision follows from them."""
    r = room.random
    n = r.choice([0, 1, 10, 100, 270, 300])
    good = r.choice([n, r.randint(0, n), max(0, n - r.randint(0, 3)), min(n, 2)])
    bad = r.choice([n - good, r.randint(0, n - good), 0])
    t = r.choice([F(1, 20), F(1, 2), F(1, 4), F(1, 10**6), F(r.randint(1, 99), 100)])
    budget = r.choice([0.0, 1e-9, 0.5**40, 0.01, 0.3, 1.0])
    answer = room.engine("decide", good, bad, n, t, budget.hex())
    if answer is None:
        return
    what, low, high = answer[0][0], exact(answer[0][1]), exact(answer[0][2])
    name, detail = f"decision, {good} good and {bad} bad of {n}, t {t}, budget {budget}", {"decision": what, "lower": str(low), "upper": str(high)}
    if n == 0:
        room.check(name + ": no trial decides nothing", what == "open" and (low, high) == (0, 1), detail)
        return
    # P(counted good) <= P(good) + budget: the true probability p is excluded only if the counts are too unlikely at p + budget
    p = low + F(budget)
    room.check(name + ": lower limit", low == 0 or (p <= 1 and 1 - cdf(good - 1, n, p) <= ALPHA), detail)
    q = high - F(budget)
    room.check(name + ": upper limit", high == 1 or (q >= 0 and cdf(n - bad, n, q) <= ALPHA), detail)
    expected = "rejected" if high < 1 - t else "supported" if low >= 1 - t else "open"
    room.check(name + ": decision", what == expected, detail)
    wide = F(1, 1 << 38)
    room.check(name + ": lower limit is sharp", good == 0 or low + F(budget) + wide >= 1 or 1 - cdf(good - 1, n, low + F(budget) + wide) > ALPHA, detail)
    room.check(name + ": upper limit is sharp", bad == 0 or high - F(budget) - wide <= 0 or cdf(n - bad, n, high - F(budget) - wide) > ALPHA, detail)


def needed(room):
    """trials_needed: the least N with (1 - t)^N <= alpha, one more where equality leaves the limit, a dyadic number, below 1 - t."""
    r = room.random
    t = r.choice([F(1, 20), F(1, r.randint(2, 5000)), F(r.randint(1, 999), 1000), 1 - F(1, 10), 1 - F(1, 10**6), 1 - F(1, 10**3), F(1), F(3, 2), F(9, 10)])
    answer = room.engine("trials_needed", t)
    if answer is None:
        return
    n, rest, name = int(answer[0][1]), max(1 - t, F(0)), f"trials needed for t = {t}"
    room.check(name + ": enough", n >= 1 and rest**n <= ALPHA, {"trials": n})
    room.check(name + ": least", n == 1 or rest ** (n - 1) >= ALPHA, {"trials": n})
    for trials in (n, n - 1):
        answer = room.engine("decide", trials, 0, trials, t, "0")
        if answer is not None and t < 1:
            room.check(f"{name}: {trials} trials", (answer[0][0] == "supported") == (trials == n), {"decision": answer[0][0]})


def fit(room):
    """approx_loglog_fit: slope and Student interval, to nine digits (it is a fit in doubles)."""
    r = room.random
    count = r.choice([1, 2, 3, 3, 4, 8, 30])
    x = [r.uniform(1, 1000) for _ in range(count)]
    y = [r.uniform(0.1, 10) * a ** r.choice([-1, 0.5, -0.5]) for a in x]
    answer = room.engine("fit", count, " ".join(a.hex() for a in x), " ".join(a.hex() for a in y))
    if answer is None:
        return
    if count < 3:
        room.check("no fit of fewer than three points", answer[0][0] == "none")
        return
    slope, low, high = (float.fromhex(a) for a in answer[0][1:])
    with workprec(120):
        a, b, m = [mp.log(v) for v in x], [mp.log(v) for v in y], mpf(count)
        ma, mb = mp.fsum(a) / m, mp.fsum(b) / m
        xx = mp.fsum((u - ma) ** 2 for u in a)
        value = mp.fsum((u - ma) * (v - mb) for u, v in zip(a, b)) / xx
        residual = mp.fsum((v - mb - value * (u - ma)) ** 2 for u, v in zip(a, b))
        freedom = m - 2
        quantile, step = mpf(0), mpf(64)
        for _ in range(46):
            step /= 2
            u = quantile + step
            if betainc(freedom / 2, mpf(1) / 2, 0, freedom / (freedom + u * u), regularized=True) > mpf(1) / 100:
                quantile = u
        half = quantile * mp.sqrt(residual / freedom / xx)
        error = (abs(value) + half) * mpf(10) ** -8 + mpf(10) ** -10
    for what, given, right in (("slope", slope, value), ("lower end", low, value - half), ("upper end", high, value + half)):
        room.compare(f"log-log fit of {count} points: {what}", given, given, right, error)


def norm_tail(room):
    """gaussian_norm_bound: Pr(|W|_2 > sqrt(2s)(2 + t/sqrt m)) <= e^(-t^2/2), both sides outward."""
    r = room.random
    s = F(r.choice(["0.08", "0.01", "0.124", "0.05", f"{r.uniform(0.001, 0.125):.6f}"]))
    L, m = r.choice([1.0, 0.25, 1.13, r.uniform(0.1, 2)]), r.choice([1, 10, 100, 1000, 30000, 10**6, r.randint(1, 5000)])
    answer = room.engine("norm_tail", s, L.hex(), m)
    if answer is None or answer[0][0] == "none":
        return
    low, high = exact(answer[0][1]), exact(answer[0][2])
    budget = float.fromhex(answer[1][1])
    name, detail = f"Gaussian norm tail, s = {float(s)}, L = {L}, m = {m}", {"bound": float(high), "budget": budget}
    with workprec(200):
        t = (mpf(high.numerator) / high.denominator / mp.sqrt(2 * mpf(s.numerator) / s.denominator) - 2) * mp.sqrt(m)
        room.check(name + ": the budget covers the tail", t > 0 and budget >= mp.exp(-t * t / 2), detail)
        room.check(name + ": the bound is sharp", high - low <= high / 2**55, detail)
        room.check(name + ": the budget is sharp", mpf(budget) <= mp.exp(-t * t / 2) * (1 + mpf(10) ** -9), detail)
        room.check(name + ": the budget is small", budget <= 1e-9, detail)
        room.check(name + ": contraction", mpf(high.numerator) / high.denominator * L < 1, detail)
        if m == 1:  # |g| alone: the true tail
            room.check(name + ": the true tail", mp.erfc((2 + t) / mp.sqrt(2)) <= budget, detail)


def norm_draw(room):
    """deq_norm_draw and deq_gaussian_norm of small networks against exact arithmetic on the variates."""
    r = room.random
    m, s = r.randint(1, 7), F(r.choice(["0.08", "0.5", "0.001"]))
    seed, trial = r.randint(0, 10**9), r.randint(0, 10**6)
    square = F(r.choice([r.randint(1, 5 * m), r.randint(1, 400 * m)]), 100)
    square = F(float(square))
    answer = room.engine("norm_draw", s, seed, m, trial, dyadic_text(square))
    if answer is None:
        return
    W = [F(float.fromhex(x)) for x in answer[0]]
    W = [W[k * m:k * m + m] for k in range(m)]
    G, low, high = product(transpose(W), W), F(float.fromhex(answer[2][1])), F(float.fromhex(answer[2][2]))
    name, detail = f"norm of a drawn network, m = {m}, s = {float(s)}", {"lower": float(low), "upper": float(high)}
    unit = 2 * s / m  # |W|^2 = unit |variates|^2
    room.check(name + ": nothing charged", float.fromhex(answer[2][3]) == 0.0, detail)
    room.check(name + ": upper", largest_at_most(G, high**2 / unit), detail)
    room.check(name + ": lower", low <= 0 or largest_at_least(G, low**2 / unit), detail)
    room.check(name + ": width", high - low <= high / 50, detail)
    stream, at = [F(float.fromhex(x)) for x in answer[1]], 0
    diagonal, below = [], [F(0)]
    for i in range(m):
        for part, count in ((below, m - i), (diagonal, m - i)) if i else ((diagonal, m),):
            part.append(sum(x * x for x in stream[at:at + count]))
            at += count
    low, high = exact(answer[3][1]), exact(answer[3][2])
    name = f"bidiagonal form, m = {m}"
    room.check(name + ": upper", pivots(diagonal, below, high**2) >= 0, {"upper": float(high)})
    room.check(name + ": lower", pivots(diagonal, below, low**2) <= 0, {"lower": float(low)})
    room.check(name + ": width", high - low <= high / 2**24, {"lower": float(low), "upper": float(high)})
    side = int(answer[4][1])
    room.check(name + ": side", side == (1 if pivots(diagonal, below, square) > 0 else -1) or (side == 0 and pivots(diagonal, below, square) == 0),
               {"side": side, "square": float(square)})


def pivots(d, e, c):
    """Sign of c - |B|_2^2 for the bidiagonal B with squares d, e: 1 iff every leading minor of cI - B B^T is positive; the minors by the
    recurrence of tridiagonal matrices, B B^T having d_i + e_i on and sqrt(d_i e_(i+1)) beside the diagonal."""
    before, minor = F(1), c - d[0]
    worst = minor
    for i in range(1, len(d)):
        before, minor = minor, (c - d[i] - e[i]) * minor - d[i - 1] * e[i] * before
        worst = min(worst, minor)
    return 1 if worst > 0 else -1 if worst < 0 else 0


def width_search(room):
    """smallest_width: what it reports follows from the answers, monotone or not."""
    r = room.random
    count = r.randint(1, 40)
    if r.random() < 0.7:  # monotone
        a = r.randint(0, count)
        b = r.randint(a, count)
        answers = "r" * a + "o" * (b - a) + "s" * (count - b)
    else:
        answers = "".join(r.choice("rso") for _ in range(count))
    answer = room.engine("smallest_width", answers)
    if answer is None:
        return
    consistent, above, at_most, asked = (int(x) for x in answer[0])
    name = f"smallest width of {answers}"
    room.check(name + ": few questions", asked <= min(count, 2 * (count.bit_length() + 1)), {"asked": asked})
    room.check(name + ": above is rejected", above == 0 or answers[above // 10 - 1] == "r", {"above": above})
    room.check(name + ": at most is supported", at_most == -1 or answers[at_most // 10 - 1] == "s", {"at_most": at_most})
    room.check(name + ": consistent", consistent == int(at_most == -1 or above < at_most))
    if "sr" not in answers.replace("o", "") and answers == "".join(sorted(answers, key="ros".index)):
        room.check(name + ": found", above == 10 * answers.count("r") and at_most == (10 * (answers.index("s") + 1) if "s" in answers else -1),
                   {"above": above, "at_most": at_most})
