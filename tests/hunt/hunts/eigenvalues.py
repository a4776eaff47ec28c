"""Every bound of a least eigenvalue, a largest singular value and a factorisation's residual, against exact arithmetic: a lower bound c is
one iff A - cI has no negative eigenvalue, which elimination in integers decides."""
from fractions import Fraction
from math import ldexp

import matrices
from exact_linear import (dyadic_text, inertia, integral, largest_at_least, largest_at_most, least_at_least, least_at_most, product, shifted,
                          transpose, width)
from exact_numbers import exact, short

WEIGHT = 2.0
F = Fraction


def hunt(room):
    for part in room.random.choices([balls, doubles, known, factors, large_factors, norms, rows], [36, 36, 4, 20, 1, 32, 12], k=8):
        part(room)


def order(room):
    return room.random.choice([1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 17, 26])


def enclosed(room, what, pair, m, detail=None):
    """Whether an enclosure contains lambda_min(m)."""
    detail = {"lower": pair[0], "upper": pair[1], **(detail or {})}
    if pair[0] not in ("-inf", "nan"):
        room.check(what + ": lower bound", least_at_least(m, exact(pair[0])), detail)
    if pair[1] not in ("inf", "nan"):
        room.check(what + ": upper bound", least_at_most(m, exact(pair[1])), detail)


def some_matrix(room):
    kind = room.random.choice(matrices.KINDS)
    n = order(room) if kind != "denormal" else min(6, order(room))
    if kind == "graded":
        n = min(n, 10)
    m = matrices.matrix(room.random, kind, n)
    while n > 4 and n * n * max(abs(x).bit_length() for row in integral(m)[0] for x in row) > 12000:
        n -= 1  # elimination in integers of so many bits takes long
        m = [row[:n] for row in m[:n]]
    return kind, m


def balls(room):
    """arb_mat_lambda_min and arb_mat_lambda_min_double on balls."""
    r = room.random
    kind, m = some_matrix(room)
    n, e = len(m), r.choice([0, 0, 0, 1000, -1000, -5000, 300])
    m = [[x * matrices.power(e) for x in row] for row in m]
    bits, relative = r.choice([8, 16, 53, 64, 128, 300]), r.choice([0, 0, 1e-2, 1e-6])
    radius = None
    if r.random() < 0.5:
        most = max(abs(x) for row in m for x in row) or F(1)
        size = matrices.power(most.numerator.bit_length() - most.denominator.bit_length() - r.randint(1, 90))
        radius = [[size * r.randint(0, 3) for _ in range(i + 1)] for i in range(n)]
    lower = [m[i][j] for i in range(n) for j in range(i + 1)]
    answer = room.engine("eigen_ball", bits, relative, n, " ".join(map(dyadic_text, lower)),
                         "0" if radius is None else " ".join(dyadic_text(x) for row in radius for x in row))
    if answer is None:
        return
    _, status, *pair = answer[0]
    name = f"lambda_min of balls, {kind}, n = {n}, {'bits ' + str(bits) if not relative else 'relative ' + str(relative)}"
    members = [m] if radius is None else []
    for _ in range(0 if radius is None else 3):
        sign = r.choice([lambda: r.choice([-1, 1]), lambda: -1, lambda: 1, lambda: 0])
        members.append(matrices.symmetric(n, lambda i, j: m[i][j] + sign() * radius[i][j]))
        if r.random() < 0.3:  # the corner that moves the form x^T A x most for signs x
            x = [r.choice([-1, 1]) for _ in range(n)]
            members[-1] = matrices.symmetric(n, lambda i, j: m[i][j] - x[i] * x[j] * radius[i][j])
    for member in members:
        enclosed(room, name, pair, member, {"status": status})
    if status == "0":
        wide = width(pair)
        allowed = F(relative) * F(101, 100) if relative else matrices.power(4 - bits)
        room.check(name + ": width", wide is not None and wide <= allowed, {"width": short(wide or 0)})
    else:
        room.no_answer("least eigenvalue of balls: not resolved")
        if radius is None and not relative and kind != "denormal":
            room.check(name + ": unresolved only where singular", inertia(integral(m)[0])[1] > 0)


def doubles(room):
    """double_mat_lambda_min and dd_mat_lambda_min of matrices known up to a deviation."""
    r = room.random
    kind, m = some_matrix(room)
    n, dd = len(m), r.random() < 0.5
    top = max(abs(x) for row in m for x in row) or F(1)
    e = top.denominator.bit_length() - top.numerator.bit_length() - r.choice([0, 0, 0, 5, 200, 900])
    m = [[x * matrices.power(e) for x in row] for row in m]  # |entries| <= 1 or so
    high = matrices.as_doubles(m)
    low = [[F(float(x - h)) for x, h in zip(a, b)] for a, b in zip(m, high)] if dd else None
    m = [[h + x for h, x in zip(a, b)] for a, b in zip(high, low)] if dd else high
    deviation = float(matrices.power(-r.randint(20, 110))) if r.random() < 0.5 else 0.0
    relative = r.choice([1e-1, 1e-2, 1e-4, 1e-8, 1e-12])
    answer = room.engine("eigen_double", relative.hex(), deviation.hex(), n, matrices.hexadecimal(high), *([matrices.hexadecimal(low)] if dd else []))
    if answer is None:
        return
    _, status, *pair = answer[0]
    name = f"lambda_min of {'double-doubles' if dd else 'doubles'}, {kind}, n = {n}, relative {relative}, deviation {deviation}"
    for sign in (-1, 1) if deviation else (0,):
        enclosed(room, name, pair, matrices.shift(m, sign * F(deviation)), {"status": status})
    if status == "0":
        wide = width(pair)
        room.check(name + ": width", wide is not None and wide <= F(relative) * F(101, 100), {"width": short(wide or 0)})
    else:
        room.no_answer("least eigenvalue of doubles: not resolved")


def known(room):
    """The same for large orders, several panels, with a spectrum known exactly."""
    r = room.random
    n, dd = r.choice([33, 47, 48, 49, 64, 96, 100, 128, 239, 240, 241, 256, 300]), r.random() < 0.5
    m, least = matrices.known_spectrum(r, n, 60 if dd and r.random() < 0.7 else 30)
    e = 73 if dd else 45
    high = [[float(x) for x in row] for row in m]
    low = [[float(x - int(h)) for x, h in zip(a, b)] for a, b in zip(m, high)]
    text = [" ".join(ldexp(x, -e).hex() for row in part for x in row) for part in ([high, low] if dd else [high])]
    relative = r.choice([1e-2, 1e-4, 1e-8])
    answer = room.engine("eigen_double", relative.hex(), "0", n, *text, limit=60)
    if answer is not None:
        room.compare(f"lambda_min of a known spectrum, n = {n}, {'dd' if dd else 'double'}", *answer[0][2:], F(least, 1 << e), 0)
        if answer[0][1] == "0":
            room.check("lambda_min of a known spectrum: width", width(answer[0][2:]) is not None and width(answer[0][2:]) <= F(relative) * F(101, 100))
    if n <= 64:
        bits = r.choice([16, 64])
        answer = room.engine("eigen_ball", bits, r.choice([0, 1e-2]), n, " ".join(f"{m[i][j]}:0" for i in range(n) for j in range(i + 1)), "0", limit=60)
        if answer is not None:
            room.compare(f"lambda_min of a known spectrum, n = {n}, balls", *answer[0][2:], least, 0)


def factors(room):
    """|A - L L^T|_2 <= error of the factorisations, exactly."""
    r = room.random
    kind, m = some_matrix(room)
    n, dd = min(len(m), 12), r.random() < 0.5
    m = [row[:n] for row in m[:n]]
    top = max(abs(x) for row in m for x in row) or F(1)
    m = [[x * matrices.power(top.denominator.bit_length() - top.numerator.bit_length()) for x in row] for row in m]
    m = matrices.shift(m, r.choice([F(0), F(0), F(1, 1 << 30), F(n)]))
    high = matrices.as_doubles(m)
    low = [[F(float(x - h)) for x, h in zip(a, b)] for a, b in zip(m, high)] if dd else None
    m = [[h + x for h, x in zip(a, b)] for a, b in zip(high, low)] if dd else high
    answer = room.engine("cholesky", n, matrices.hexadecimal(high), *([matrices.hexadecimal(low)] if dd else []))
    if answer is None:
        return
    name = f"Cholesky in {'double-doubles' if dd else 'doubles'}, {kind}, n = {n}"
    if answer[0][0] == "0":
        room.check(name + ": refused a matrix with condition below 1e8", not (n == 1 and m[0][0] > 0) and
                   not (inertia(shifted(m, n * max(x for row in m for x in row) / 10**8))[2] == 0 and m[0][0] > 0))
        return
    error = exact(float.fromhex(answer[0][1]))
    L = [[F(0)] * n for _ in range(n)]
    for part in answer[1:]:
        for j in range(n):
            for i in range(j, n):
                L[i][j] += F(float.fromhex(part[i + j * n]))
    P = product(L, transpose(L))
    residual = matrices.symmetric(n, lambda i, j: m[i][j] - P[i][j])
    simple = max(sum(abs(x) for x in row) for row in residual) <= error
    room.check(name + ": residual", simple or (least_at_least(residual, -error) and largest_at_most(residual, error)), {"error": float(error)})


def large_factors(room):
    """The same where products of panels are used.  Row sums and the Frobenius norm of the residual bound its norm; where both exceed the
    error, a power iteration must."""
    r = room.random
    n, dd, places = r.choice([49, 73, 97, 145, 241]), r.random() < 0.7, 1200
    m, least = matrices.known_spectrum(r, n, 60 if dd else 30)
    m = [[x + ((9 << 38) - least if i == j else 0) for j, x in enumerate(row)] for i, row in enumerate(m)]
    high = [[float(x) for x in row] for row in m]
    low = [[float(x - int(h)) if dd else 0.0 for x, h in zip(a, b)] for a, b in zip(m, high)]
    e = max(max(row) for row in m).bit_length()
    text = [" ".join(ldexp(x, -e).hex() for row in part for x in row) for part in ([high, low] if dd else [high])]
    answer = room.engine("cholesky", n, *text, limit=60)
    name = f"Cholesky in {'double-doubles' if dd else 'doubles'}, n = {n}"
    if answer is None or not room.check(name + ": positive definite", answer[0][0] == "1"):
        return
    error, L = float.fromhex(answer[0][1]), [[0] * n for _ in range(n)]
    for part in answer[1:]:
        for j in range(n):
            for i in range(j, n):
                a, b = float.fromhex(part[i + j * n]).as_integer_ratio()
                L[i][j] += (a << places) // b  # exact: b divides 2^1200 for the entries of these matrices
    E = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            exactly = (int(high[i][j]) + int(low[i][j])) << (2 * places - e)
            E[i][j] = E[j][i] = float(F(exactly - sum(a * b for a, b in zip(L[i][:j + 1], L[j])), 1 << 2 * places))
    size = min(max(sum(map(abs, row)) for row in E), sum(x * x for row in E for x in row) ** 0.5)
    if size > error:
        v = [r.gauss(0, 1) for _ in range(n)]
        for _ in range(200):
            v = [sum(a * b for a, b in zip(row, v)) for row in E]
            size = sum(x * x for x in v) ** 0.5
            v = [x / size for x in v]
    room.check(name + ": residual", size <= error * (1 + 1e-9), {"error": error, "residual": size})


def norms(room):
    """operator_norm of exact doubles."""
    r = room.random
    rows, columns = order(room), order(room)
    rows, columns = min(rows, 12), min(columns, 12)
    kind = r.choice(["normal", "integer", "rank one", "graded", "tiny", "huge", "sparse", "equal", "orthogonal"])
    u, v = [r.gauss(0, 1) for _ in range(rows)], [r.gauss(0, 1) for _ in range(columns)]
    entry = {"normal": lambda i, j: r.gauss(0, 1), "integer": lambda i, j: float(r.randint(-9, 9)), "rank one": lambda i, j: u[i] * v[j],
             "graded": lambda i, j: r.gauss(0, 1) * 2.0 ** (-20 * (i + j)), "tiny": lambda i, j: r.randint(-9, 9) * 5e-324,
             "huge": lambda i, j: r.uniform(-1, 1) * 1e308, "sparse": lambda i, j: r.gauss(0, 1) if r.random() < 0.1 else 0.0,
             "equal": lambda i, j: u[0], "orthogonal": lambda i, j: (1.0 if bin(i & j).count("1") % 2 == 0 else -1.0)}[kind]
    A = [[F(entry(i, j)) for j in range(columns)] for i in range(rows)]
    answer = room.engine("norm", rows, columns, matrices.hexadecimal(A))
    if answer is None:
        return
    low, high = exact(answer[0][1]), exact(answer[0][2])
    G = product(A, transpose(A)) if rows <= columns else product(transpose(A), A)
    name = f"operator norm, {kind}, {rows} x {columns}"
    room.check(name + ": upper bound", high >= 0 and largest_at_most(G, high * high), {"upper": str(high)})
    room.check(name + ": lower bound", low <= 0 or largest_at_least(G, low * low), {"lower": str(low)})
    room.check(name + ": width", high - low <= F(1, 100) * high, {"width": short((high - low) / high) if high else "0"})


def rows(room):
    """Products of rows, in doubles and double-doubles, within their errors."""
    r = room.random
    n, d = r.randint(1, 9), r.choice([1, 2, 3, 7, 30, 241, 500])
    kind = r.choice(["normal", "graded", "cancelling", "integer"])
    X = [[r.gauss(0, 1) * (2.0 ** (-r.randint(0, 60)) if kind == "graded" else 1) for _ in range(d)] for _ in range(n)]
    if kind == "integer":
        X = [[float(r.randint(-9, 9)) or 1.0 for _ in range(d)] for _ in range(n)]
    if kind == "cancelling" and d > 1:
        for i in range(1, n):  # orthogonal to row 0 but for rounding
            f = sum(a * b for a, b in zip(X[i], X[0])) / sum(a * a for a in X[0])
            X[i] = [a - f * b for a, b in zip(X[i], X[0])]
    X = [row if any(row) else [1.0] * d for row in X]
    scale = []
    for row in X:
        top = F(max(abs(x) for x in row))
        e = top.denominator.bit_length() - top.numerator.bit_length()
        while not F(1, 2) <= top * matrices.power(e) <= 1:
            e += -1 if top * matrices.power(e) > 1 else 1
        scale.append(float(matrices.power(e)))
    answer = room.engine("row_products", n, d, " ".join(x.hex() for row in X for x in row), " ".join(x.hex() for x in scale))
    if answer is None:
        return
    Y = [[F(x) * F(f) for x in row] for row, f in zip(X, scale)]
    for which, unit in ((0, 2.0**-52), (1, 2.0**-95)):
        g, entries, k = F(float.fromhex(answer[2 * which][0])), answer[2 * which + 1], 0
        room.check("row products: the error's size", float(g) <= (d + 50) * unit, {"g": float(g), "d": d})
        for i in range(n):
            for j in range(i + 1):
                high, low = (F(float.fromhex(x)) for x in entries[k].split())
                k += 1
                value = high + (low if which else 0)
                wrong = max(F(0), abs(value - sum(a * b for a, b in zip(Y[i], Y[j]))) - d * matrices.power(-1074))
                room.check(f"row products, {'dd' if which else 'double'}, {kind}, d = {d}",
                           wrong**2 <= g * g * sum(a * a for a in Y[i]) * sum(a * a for a in Y[j]), {"i": i, "j": j})
