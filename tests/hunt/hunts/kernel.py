"""The limit kernel at any correlation, by the engine and by deqcert kernel, against the fixed point of a closed form in mpmath."""
from fractions import Fraction

from exact_numbers import exact
from hunts.dual import CLOSED, correlations
from hunts.gram import LIPSCHITZ, case
from hunts.values import real, text_of
from mpmath import mp, mpf

WEIGHT = 2.0


def fixed_point(step, start, theta, target):
    """The fixed point of a contraction and its error; None when it takes too long."""
    x = start
    for _ in range(3000):
        new = step(x)
        if abs(new - x) < target:
            return new, abs(new - x) / (1 - theta) + target
        x = new
    return None


def hunt(room):
    random = room.random
    text = random.choice(sorted(LIPSCHITZ))
    s = Fraction(max(1, int(1024 * random.uniform(0.005, 0.45) / LIPSCHITZ[text] ** 2)), 1024)
    bits = random.choice((32, 64, 64, 64, 100, 128, 200))
    zs = correlations(random) + correlations(random)
    theta = 2 * real(s) * mpf(LIPSCHITZ[text]) ** 2
    with mp.workprec(6 * bits + 400):
        target = mpf(2) ** (-4 * bits - 100)
        dual = CLOSED[text]
        found = fixed_point(lambda q: 2 * real(s) * dual(q, q, mpf(1)) + 2, mpf(2), theta, target)
        if found is None:
            room.no_answer("kernel: the reference does not converge")
            return
        q, error = found
        error = mp.sqrt(error) * 1000  # the closed forms have square-root singularities at the ends

        def k(z):
            rho = fixed_point(lambda r: max(min((2 * real(s) * dual(q, q, r) + 2 * real(z)) / q, mpf(1)), mpf(-1)), real(z), theta, target)
            return None if rho is None else dual(q, q, rho[0])

        by_engine(room, text, s, bits, zs, q, dual(q, q, mpf(1)), k, error)
        if random.random() < 0.5:
            by_command(room, text, s, bits, q, k, error)


def by_engine(room, text, s, bits, zs, q, kappa, k, error):
    lines = room.engine("kernel", text, text_of(s), bits, *map(text_of, zs))
    if lines is None:
        return
    room.compare(f"q of {text}, s = {s}", lines[0][1], lines[0][2], q, error)
    room.compare(f"kappa of {text}, s = {s}", lines[0][3], lines[0][4], kappa, error)
    for z, line in zip(zs, lines[1:]):
        reference = k(z)
        if "nan" in line or reference is None:
            room.no_answer("kernel: no value")
        else:
            room.compare(f"k({z}) of {text}, s = {s}, {bits} bits", line[1], line[2], reference, error)


def by_command(room, text, s, bits, q, k, error):
    path = case(room, text, float(s), [[1.0, 0.0], [0.0, 1.0]], True)
    count = room.random.choice((2, 5, 12, 40, 101))
    answer = room.deqcert("kernel", path, "--points", count, "--bits", bits, *room.random.choice(([], ["--uniform"])))
    if answer is None:
        return
    room.compare_json(f"q of {text}, s = {s}, by deqcert kernel", answer["q"], q, error)
    for point in room.random.sample(answer["points"], min(12, count)):
        z = Fraction(point["rho0"])
        reference = k(z)
        if reference is None or point["k"] is None:
            room.no_answer("kernel: no value")
            continue
        room.compare_json(f"k({z}) of {text}, s = {s}, {bits} bits, {count} points", point["k"], reference, error)
        middle = (exact(point["k"]["lower"]) + exact(point["k"]["upper"])) / 2
        bound = exact(answer["error"])
        room.compare(f"error of k({z}) of {text}, s = {s}", middle - bound, middle + bound, reference, error)
