"""Certificates that claim more than the truth."""
from fractions import Fraction

from mpmath import mp, mpf

from exact_linear import least_at_least

F = Fraction


def forge(r, lines, field, P, bound, M, slack):
    """(what, lines): a bound beyond lambda_*, the rest of the proof adapted to it or damaged; None when it would not be beyond.  Only what
    the checker proves is touched, not what it assumes."""
    n, unit = len(M), 1 << P
    factor = 1 + F(1, 10 ** r.randint(0, 5)) * r.randint(2, 20)
    value = int(bound * factor * unit) + r.randint(1, 9)
    if least_at_least(M, F(value, unit) - slack):
        return None
    text = lines[:]
    text[field["bound"]] = f"bound {value:x}"
    what = ["bound"]
    if r.random() < 0.8:
        text[field["shift"]] = f"shift {value + r.randint(0, 1 << (P // 2)):x}"
        what.append("shift")
    first = field["L"] - n + 1  # `field` holds the last line of a keyword
    if r.random() < 0.6:
        shift = value + 2 * (int(lines[field["shift"]].split(" ")[1], 16) - int(bound * unit))
        for i, row in enumerate(cholesky_rows(M, F(shift, unit), P)):
            text[first + i] = f"L {i} " + " ".join(f"{int(mp.nint(x * unit)):x}" for x in row)
        text[field["shift"]] = f"shift {shift:x}"
        return "a factor that fails in its last pivots alone", text
    for k in range(first, first + n):
        words = text[k].split(" ")
        if r.random() < 0.5 and words[1] == str(n - 1):  # a last pivot that hides the defect
            words[-1] = f"{r.randint(0, unit >> r.randint(0, 40)):x}"
            what.append("L")
        text[k] = " ".join(words)
    for key in ("rho", "kappa", "q"):
        if key not in field or r.random() < 0.7:
            continue
        for k in [i for i, line in enumerate(text) if line.startswith(key + " ")]:
            words = text[k].split(" ")
            change = r.randint(-(1 << r.randint(1, P)), 1 << r.randint(1, P))
            at = -1 if key == "q" or r.random() < 0.5 else -2  # the midpoint of q belongs to the assumption on the coefficients
            words[at] = f"{max(0, int(words[at], 16) + change) if at == -1 else int(words[at], 16) + change:x}"
            text[k] = " ".join(words)
        what.append(key)
    return ", ".join(what), text


def cholesky_rows(M, c, P):
    """Cholesky rows of M - cI, a pivot that is not positive replaced by 2^-20."""
    with mp.workprec(2 * P + 100):
        L = []
        for i, row in enumerate(M):
            L.append([])
            for j in range(i + 1):
                x = mpf(row[j].numerator) / row[j].denominator - sum(a * b for a, b in zip(L[i], L[j]))
                if i == j:
                    x -= mpf(c.numerator) / c.denominator
                    x = mp.sqrt(x) if x > 0 else mpf(2) ** -20
                else:
                    x /= L[j][j]
                L[i].append(x)
        return L
