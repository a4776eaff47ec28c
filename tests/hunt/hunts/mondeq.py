"""The monotone DEQ against Python's fractions: equilibria by their definition, derivatives along random directions by implicit differentiation,
error radii against the equilibrium found by trying every pattern."""
from fractions import Fraction

from exact_linear import dyadic_text, product, solve, transpose
from exact_numbers import exact, short
from rationals import fraction_of, rationals, read, text_of

WEIGHT = 0.5
F = Fraction


def hunt(room):
    for part in room.random.choices([monotone, point_of, radius], [3, 2, 4], k=10):
        part(room)


def add(a, b, f=1):
    return [[x + f * y for x, y in zip(p, q)] for p, q in zip(a, b)]


def weights(n, mu, A, B):
    """W = (1 - mu)I - A^T A + B - B^T"""
    return add(add(add([[(1 - mu) * (i == j) for j in range(n)] for i in range(n)], product(transpose(A), A), -1), B), transpose(B), -1)


def some_network(r):
    n, d, samples = r.randint(1, 4), r.randint(1, 3), r.randint(1, 4)
    most, below = r.choice([(1, 1), (4, 3), (9, 5), (40, 1), (1, 1000)])
    mu = r.choice([F(1), F(1, 4), F(1, 64), F(2), F(1, 10**6), F(r.randint(1, 9), r.randint(1, 9))])
    p = dict(A=rationals(r, n, n, most, below), B=rationals(r, n, n, most * r.choice([0, 1, 8]), below), U=rationals(r, n, d, most, below),
             u=rationals(r, n, 1, most, below), X=rationals(r, d, samples, most, below), y=rationals(r, samples, 1, most, below))
    return n, d, samples, mu, p


def ask(room, n, d, samples, mu, p, *more):
    return room.engine("monotone", n, d, samples, mu, *(text_of(p[k]) for k in "ABUuXy"), *more)


def check_state(room, answer, n, samples, p, Z):
    """The state's fields from their definitions; (W, P, D, e) or None."""
    lines = {line[0]: line for line in answer[1:8]}
    W, P, D = read(lines["W"], n), read(lines["P"], samples), read(lines["D"], samples)
    yhat, e = [fraction_of(x) for x in lines["yhat"][1:]], [fraction_of(x) for x in lines["e"][1:]]
    room.check("mondeq: P = WZ + UX", P == add(product(W, Z), product(p["U"], p["X"])))
    room.check("mondeq: D = relu'(P)", D == [[int(x > 0) for x in row] for row in P])
    room.check("mondeq: yhat = Z^T u", yhat == [row[0] for row in product(transpose(Z), p["u"])])
    room.check("mondeq: e = yhat - y", e == [a - b[0] for a, b in zip(yhat, p["y"])])
    room.check("mondeq: loss", fraction_of(lines["loss"][1]) == sum(x * x for x in e) / 2)
    return W, P, D, e


def point_of(room):
    """mondeq_evaluate at any point."""
    n, d, samples, mu, p = some_network(room.random)
    Z = rationals(room.random, n, samples)
    answer = ask(room, n, d, samples, mu, p, text_of(Z))
    if answer is None:
        return
    W, P, _, _ = check_state(room, answer, n, samples, p, Z)
    room.check("mondeq: W", W == weights(n, mu, p["A"], p["B"]))
    room.check("mondeq: kink", answer[0][1] == str(int(all(x for row in P for x in row))))


def monotone(room):
    """The equilibrium, and the derivatives along a random direction by implicit differentiation of one equation per sample."""
    r = room.random
    n, d, samples, mu, p = some_network(r)
    answer = ask(room, n, d, samples, mu, p)
    if answer is None:
        return
    outcome = int(answer[0][1])
    room.check("mondeq: an equilibrium is found", outcome in (1, 2))
    Z = read(answer[2], samples)
    W, P, D, e = check_state(room, answer, n, samples, p, Z)
    room.check("mondeq: W", W == weights(n, mu, p["A"], p["B"]))
    room.check("mondeq: Z = relu(WZ + UX)", Z == [[max(x, F(0)) for x in row] for row in P])
    room.check("mondeq: kink", (outcome == 2) == all(x for row in P for x in row))
    if outcome != 2:
        return
    blocks, partials = {}, {}
    for k, line in enumerate(answer):
        if line[0] == "block":
            blocks[line[1]] = answer[k + 1:k + 4]
        if line[0] == "partial":
            partials[line[1]] = answer[k + 1]
    if not room.check("mondeq: derivatives are given", sorted(blocks) == sorted("ABUuW") and sorted(partials) == sorted("ABUuWZ")):
        return
    shapes = dict(A=(n, n), B=(n, n), U=(n, d), u=(n, 1), W=(n, n), Z=(n, samples))
    for name in "ABUuWZ":
        rows, columns = shapes[name]
        t = rationals(r, rows, columns)
        vec = [t[i][j] for j in range(columns) for i in range(rows)]
        zero = [[F(0)] * n for _ in range(n)]
        dW = {"A": lambda: [[-x - y for x, y in zip(a, b)] for a, b in zip(product(transpose(t), p["A"]), product(transpose(p["A"]), t))],
              "B": lambda: add(t, transpose(t), -1), "W": lambda: t}.get(name, lambda: zero)()
        force = product(dW, Z)  # d(WZ + UX) at fixed Z
        if name == "U":
            force = add(force, product(t, p["X"]))
        fixed = product(W, t) if name == "Z" else force
        partial = [(t[i][j] if name == "Z" else 0) - D[i][j] * fixed[i][j] for j in range(samples) for i in range(n)]
        room.check(f"mondeq: partial derivative of g by {name}", apply(read(partials[name], len(vec)), vec) == partial)
        if name == "Z":
            continue
        columns_of_dZ = []
        for j in range(samples):  # (I - D_j W) dz = D_j force
            system = [[F(int(i == k)) - D[i][j] * W[i][k] for k in range(n)] for i in range(n)]
            columns_of_dZ.append(solve(system, [D[i][j] * force[i][j] for i in range(n)]))
        dyhat = [sum(a * b[0] for a, b in zip(dz, p["u"])) + (sum(Z[i][j] * t[i][0] for i in range(n)) if name == "u" else 0)
                 for j, dz in enumerate(columns_of_dZ)]
        given = [apply(read(line, len(vec)), vec) for line in blocks[name]]
        room.check(f"mondeq: dZ by {name}", given[0] == [x for dz in columns_of_dZ for x in dz])
        room.check(f"mondeq: dyhat by {name}", given[1] == dyhat)
        room.check(f"mondeq: dloss by {name}", given[2] == [sum(a * b for a, b in zip(e, dyhat))])


def apply(matrix, v):
    return [sum(a * b for a, b in zip(row, v)) for row in matrix]


def equilibrium(W, c):
    """z = relu(Wz + c) by trying every pattern; None when there is none."""
    n = len(c)
    for pattern in range(1 << n):
        active = [i for i in range(n) if pattern >> i & 1]
        part = solve([[F(int(i == j)) - W[i][j] for j in active] for i in active], [c[i] for i in active]) if active else []
        if part is None or any(x < 0 for x in part):
            continue
        z = [F(0)] * n
        for i, x in zip(active, part):
            z[i] = x
        if all(sum(a * b for a, b in zip(W[i], z)) + c[i] <= 0 for i in range(n) if i not in active):
            return z
    return None


def radius(room):
    """mondeq_radius: |z - z*| <= radius for iterates in doubles and for any other z."""
    r = room.random
    n, mu = r.randint(1, 4), r.choice([1.0, 0.25, 0.015625, 2.0**-30])
    A = [[float(r.randint(-8, 8)) / 8 for _ in range(n)] for _ in range(n)]
    B = [[r.randint(-8, 8) / 8 * r.choice([1, 8]) for _ in range(n)] for _ in range(n)]
    exactly = weights(n, F(mu), [[F(x) for x in row] for row in A], [[F(x) for x in row] for row in B])
    W = [[float(x) for x in row] for row in exactly]
    if [[F(x) for x in row] for row in W] != exactly:
        return  # not doubles: the hypothesis would fail by a rounding
    c, start = [r.gauss(0, 1) for _ in range(n)], [r.gauss(0, 1) * r.choice([0, 1, 1e6]) for _ in range(n)]
    alpha, steps = r.choice([0.01, 0.1, 0.5, 1.0]), r.choice([0, 1, 5, 50, 2000])
    text = lambda v: " ".join(x.hex() for x in v)
    answer = room.engine("radius", n, text([x for row in W for x in row]), text(c), text(start), dyadic_text(F(mu)), alpha.hex(), steps)
    if answer is None:
        return
    z_star = equilibrium(exactly, [F(x) for x in c])
    if not room.check("mondeq: there is an equilibrium", z_star is not None):
        return
    for k, method in ((0, "forward-backward"), (2, "Peaceman-Rachford")):
        z, bound = [float.fromhex(x) for x in answer[k]], answer[k + 1][2]
        if bound == "inf":
            continue
        distance = sum((F(a) - b) ** 2 for a, b in zip(z, z_star))
        room.check(f"mondeq_radius, {method}", exact(bound) >= 0 and distance <= exact(bound) ** 2, {"bound": bound, "square": short(distance)})
