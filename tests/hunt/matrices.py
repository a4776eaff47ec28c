"""Symmetric matrices that are hard on an eigenvalue bound, exact and dyadic; spectra known exactly for large orders."""
from fractions import Fraction

F = Fraction


def power(e):
    return F(2) ** e


def symmetric(n, entry):
    m = [[F(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            m[i][j] = m[j][i] = F(entry(i, j))
    return m


def gram(random, n, d, most):
    x = [[random.randint(-most, most) for _ in range(d)] for _ in range(n)]
    return symmetric(n, lambda i, j: sum(a * b for a, b in zip(x[i], x[j])))


def shift(m, c):
    return symmetric(len(m), lambda i, j: m[i][j] + (c if i == j else 0))


def scaled(m, f):
    return symmetric(len(m), lambda i, j: m[i][j] * f(i) * f(j))


KINDS = "integer gram singular near graded clustered hilbert denormal toeplitz constant diagonal correlation negative rotated block".split()


def matrix(random, kind, n):
    """A matrix of the kind and the order n."""
    if kind == "integer":
        most = 10 ** random.randint(0, 15)
        return symmetric(n, lambda i, j: random.randint(-most, most))
    if kind == "gram":
        return gram(random, n, n + random.randint(0, 3), 10 ** random.randint(0, 4))
    if kind == "singular":
        return gram(random, n, random.randint(1, max(1, n - 1)), 10 ** random.randint(0, 4))
    if kind == "near":
        return shift(gram(random, n, random.randint(1, n), 9), random.choice([-1, 1]) * power(-random.randint(1, 70)))
    if kind == "graded":
        step = random.randint(1, 40)
        return scaled(shift(gram(random, n, n, 5), random.choice([0, 1])), lambda i: power(-step * i))
    if kind == "clustered":
        small = power(-random.randint(10, 60))
        return shift(symmetric(n, lambda i, j: random.randint(-9, 9) * small), random.randint(-3, 3))
    if kind == "hilbert":
        return symmetric(n, lambda i, j: F(float(F(1, i + j + 1))))
    if kind == "denormal":
        return symmetric(n, lambda i, j: random.randint(-9, 9) * power(-1074) + (power(-random.choice([0, 1000, 1060])) if i == j else 0))
    if kind == "toeplitz":
        a, b = random.choice([(2, -1), (1, F(1, 2)), (6, 4), (0, 1)])
        return symmetric(n, lambda i, j: a if i == j else b if i - j == 1 else 1 if (a == 6 and i - j == 2) else 0)
    if kind == "constant":
        c, e = random.randint(-3, 3), random.choice([0, 0, power(-40), -power(-52)])
        return symmetric(n, lambda i, j: c + (e if i == j else 0))
    if kind == "diagonal":
        return symmetric(n, lambda i, j: random.randint(-99, 99) * power(random.randint(-60, 20)) if i == j else 0)
    if kind == "correlation":
        x = [[random.gauss(0, 1) for _ in range(max(1, n - random.randint(0, 2)))] for _ in range(n)]
        length = [sum(a * a for a in row) ** 0.5 for row in x]
        return symmetric(n, lambda i, j: 1 if i == j else F(sum(a * b for a, b in zip(x[i], x[j])) / length[i] / length[j]))
    if kind == "negative":
        return symmetric(n, lambda i, j: -random.random() - (n if i == j else 0))
    if kind == "rotated":
        return [[F(x) for x in row] for row in known_spectrum(random, n)[0]]
    m, half = matrix(random, random.choice(KINDS[:-1]), max(1, n // 2)), max(1, n // 2)  # block: two of the same
    return symmetric(n, lambda i, j: m[i % half][j % half] if i // half == j // half else 0)


def known_spectrum(random, n, bits=20):
    """(integer matrix, least eigenvalue), n <= 512: a direct sum of 512 H diag(d) H/size, H a Hadamard matrix, under a random permutation
    with signs.  The entry of such a block depends on i xor j only: a Walsh transform of d."""
    blocks, least, left = [], None, n
    while left:
        size = 1 << random.randint(0, left.bit_length() - 1)
        kind = random.randint(0, 3)
        base = random.randint(-(1 << bits), 1 << bits)
        d = [random.randint(-(1 << bits), 1 << bits) if kind == 0 else random.randint(0, 1 << random.randint(0, bits)) if kind == 1 else
             base + random.randint(0, 3) if kind == 2 else (1 << bits) if random.random() < 0.9 else random.randint(0, 4) for _ in range(size)]
        least = min(d) if least is None else min(least, *d)
        f, h = d[:], 1
        while h < size:
            for i in range(0, size, 2 * h):
                for j in range(i, i + h):
                    f[j], f[j + h] = f[j] + f[j + h], f[j] - f[j + h]
            h *= 2
        transform = [x * (512 // size) for x in f]
        blocks += [(left, transform, place) for place in range(size)]  # `left` names the block
        left -= size
    random.shuffle(blocks)
    sign = [random.choice([-1, 1]) for _ in range(n)]
    return [[s * t * f[k ^ p] if b == c else 0 for t, (c, _, p) in zip(sign, blocks)] for s, (b, f, k) in zip(sign, blocks)], 512 * least


def as_doubles(m):
    """Every entry rounded to the nearest double."""
    return [[F(float(x)) for x in row] for row in m]


def hexadecimal(rows):
    return " ".join(float(x).hex() for row in rows for x in row)
