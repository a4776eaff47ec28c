"""Coefficients of x^n, known exactly: E (sqrt(q) g)^n h_r(g) = q^(n/2) n!/(2^m m! sqrt(r!)) with n - r = 2m >= 0, else 0."""
from math import factorial

from mpmath import mp, mpf

WEIGHT = 0.1


def hunt(room):
    n, bits = room.random.randint(0, 24), room.random.randint(32, 512)
    q = f"{room.random.uniform(1, 10):.3f}e{room.random.randint(-6, 2)}"
    answer = room.deqcert("hermite", f"x^{n}", "--q", q, "--terms", n + 3, "--bits", bits)
    if answer is None:
        return
    mp.prec = 2 * bits + 100
    for r, number in enumerate(answer["coefficients"]):
        m, odd = divmod(n - r, 2)
        value = mpf(0) if odd or m < 0 else mp.sqrt(mpf(q) ** n / factorial(r)) * factorial(n) / (2**m * factorial(m))
        room.compare_json(f"a_{r} of x^{n} at q = {q}", number, value, abs(value) * mpf(2) ** (-2 * bits - 80))
    room.compare_json(f"tail of x^{n}", answer["tail"], 0, 0)
