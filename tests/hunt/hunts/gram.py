"""deqcert gram and lambda on random small cases: layers and limit against an iteration of closed forms in mpmath, against other bits and
the kernel evaluator, and lambda_* against the eigenvalues of the reference."""
from fractions import Fraction

from exact_numbers import exact
from expressions import NICE
from hunts.dual import CLOSED
from hunts.values import real
from mpmath import mp, mpf

WEIGHT = 2.0
LIPSCHITZ = {"relu(x)": 1, "abs(x)": 1, "leaky_relu(x,0.1)": 1, "erf(x)": 1.1284, "sin(x)": 1, "cos(x)": 1, "exp(-x^2/2)": 0.6066, "x": 1}


def case(room, text, s, points, normalise):
    room.file("points.csv", "\n".join(",".join(repr(x) for x in p) for p in points) + "\n")
    return room.file("case.yaml", f'title: hunt\nactivation: {{phi: "{text}"}}\nmodel: {{sigma_w2: {s}}}\n'
                     f"data: {{csv: points.csv, normalise: {'true' if normalise else 'false'}}}\n")


def random_points(random):
    n, d = random.randint(1, 4), random.randint(2, 4)
    points = [[round(random.gauss(0, 1), random.choice((1, 3, 6))) + 0.05 for _ in range(d)] for _ in range(n)]
    if random.random() < 0.3 and n > 1:  # nearly parallel
        points[1] = [x * random.choice((1, -1, 2)) + 2.0 ** -random.randint(4, 25) * random.uniform(-1, 1) for x in points[0]]
    return points


def covariance(points, normalise):
    """Sigma^(1) = 2/d x_i^T x_j of the points the model sees, at mpmath's precision."""
    d = len(points[0])
    dots = [[real(sum(Fraction(a) * Fraction(b) for a, b in zip(p, q))) for q in points] for p in points]
    if normalise:
        return [[2 * dots[i][j] / mp.sqrt(dots[i][i] * dots[j][j]) for j in range(len(points))] for i in range(len(points))]
    return [[2 * v / d for v in row] for row in dots]


def layer(dual, sigma):
    n = range(len(sigma))
    clip = lambda r: max(min(r, mpf(1)), mpf(-1))
    return [[dual(sigma[i][i], sigma[j][j], mpf(1) if i == j else clip(sigma[i][j] / mp.sqrt(sigma[i][i] * sigma[j][j]))) for j in n] for i in n]


def next_sigma(s, K, first):
    n = range(len(K))
    return [[2 * s * K[i][j] + first[i][j] for j in n] for i in n]


def hunt(room):
    random = room.random
    closed = random.random() < 0.7
    text = random.choice(sorted(LIPSCHITZ)) if closed else random.choice(NICE)
    limit = 0.45 / LIPSCHITZ.get(text, 1.2) ** 2
    s = f"{random.uniform(0.01, 1) * limit:.{random.randint(2, 6)}f}"
    if float(s) == 0:
        s = "0.01"
    bits, normalise = random.choice((32, 64, 64, 96, 128, 200)), random.random() < 0.6
    points = random_points(random)
    path = case(room, text, s, points, normalise)
    answer = room.deqcert("gram", path, "--layers", 3, "--bits", bits)
    if answer is None:
        return
    name = f"{text}, s = {s}, {'normalised ' if normalise else ''}points {points}"
    again(room, name, path, bits, answer)
    if closed:
        with mp.workprec(2 * bits + 200):
            compare(room, name, CLOSED[text], mpf(s), covariance(points, normalise), answer, path, bits)


def matrices(one, other):
    return ((f"({i},{j})", a, b) for i, (r, q) in enumerate(zip(one, other)) for j, (a, b) in enumerate(zip(r, q)))


def again(room, name, path, bits, answer):
    second = room.deqcert("gram", path, "--layers", 3, "--bits", room.random.choice((24, 40, 80, 150)))
    if second is None:
        return
    for one, other in zip(answer["layers"] + [answer["limit"]], second["layers"] + [second["limit"]]):
        for where, a, b in matrices(one["K"], other["K"]):
            room.overlap(f"K{where}, layer {one.get('l', 'limit')}, at two precisions, of {name}", a, b)


def norms(number):
    return number if isinstance(number, list) else [number]


def compare(room, name, dual, s, first, answer, path, bits):
    """The iteration is run until its step is below the target; contraction by at most theta per step bounds what is left."""
    sigma, errors = first, mpf(2) ** (-2 * bits - 60) * 1000
    for printed in answer["layers"]:
        K = layer(dual, sigma)
        for where, a, v in matrices(printed["K"], K):
            room.compare_json(f"K{where}, layer {printed['l']}, of {name}", a, v, root_error(errors, sigma))
        for i, q in enumerate(norms(printed["q"])):
            room.compare_json(f"q_{i}, layer {printed['l']}, of {name}", q, sigma[i][i], errors)
        sigma = next_sigma(s, K, first)
    step = mpf(1)
    for _ in range(4000):
        K = layer(dual, sigma)
        new = next_sigma(s, K, first)
        step = max(abs(new[i][j] - sigma[i][j]) for i in range(len(K)) for j in range(len(K)))
        sigma = new
        if step < mpf(2) ** (-bits - 60):
            break
    else:
        room.no_answer("gram: the reference does not converge")
        return
    K, error = layer(dual, sigma), 100 * step / mpf(s) + root_error(errors, sigma)
    for where, a, v in matrices(answer["limit"]["K"], K):
        room.compare_json(f"K{where} of {name}", a, v, error)
    for i, (q, kappa) in enumerate(zip(norms(answer["limit"]["q"]), norms(answer["limit"]["kappa"]))):
        room.compare_json(f"q_{i} of {name}", q, sigma[i][i], error)
        room.compare_json(f"kappa_{i} of {name}", kappa, K[i][i], error)
    eigenvalue = room.deqcert("lambda", path, "--bits", min(bits, 64))
    if eigenvalue is not None:
        least = min(mp.eigsy(mp.matrix(K), eigvals_only=True))
        room.compare_json(f"lambda_* of {name}", eigenvalue["lambda_star"], least, len(K) * error + mpf(2) ** (-bits - 60))


def root_error(error, sigma):
    """The closed forms have square-root singularities at rho = +-1."""
    return mp.sqrt(error) ** 1.5 * mpf(2) ** 10 * (1 + max(abs(v) for row in sigma for v in row))
