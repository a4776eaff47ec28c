"""Rational linear algebra on lists of lists: the exact decisions that eigenvalue bounds are compared with."""
from fractions import Fraction
from math import lcm

from exact_numbers import exact


def integral(matrix):
    """(integers, denominator) with matrix = integers/denominator."""
    denominator = lcm(*(Fraction(x).denominator for row in matrix for x in row))
    return [[int(x * denominator) for x in row] for row in matrix], denominator


def inertia(matrix):
    """(positive, zero, negative) eigenvalues of a symmetric integer matrix, by symmetric elimination without fractions (Bareiss):
    the k-th pivot of the congruent diagonal matrix has the sign of p_k p_(k-1)."""
    m, left, before, count = [row[:] for row in matrix], list(range(len(matrix))), 1, [0, 0, 0]
    while left:
        k = next((i for i in left if m[i][i]), None)
        if k is None:
            pair = next(((i, j) for i in left for j in left if m[i][j]), None)
            if pair is None:
                count[1] += len(left)
                break
            k, j = pair
            for c in left:
                m[k][c] += m[j][c]
            for r in left:
                m[r][k] += m[r][j]
        p = m[k][k]
        count[0 if (p > 0) == (before > 0) else 2] += 1
        left.remove(k)
        for i in left:
            f, row, top = m[i][k], m[i], m[k]
            for j in left:
                row[j] = (p * row[j] - f * top[j]) // before
        before = p
    return tuple(count)


def shifted(matrix, c):
    """matrix - c I, as integers up to a positive factor."""
    integers, denominator = integral(matrix)
    c = Fraction(c)
    common = lcm(denominator, c.denominator)
    factor, shift = common // denominator, int(c * common)
    return [[x * factor - (shift if i == j else 0) for j, x in enumerate(row)] for i, row in enumerate(integers)]


def least_at_least(matrix, c):
    """Whether lambda_min(matrix) >= c."""
    return inertia(shifted(matrix, c))[2] == 0


def least_at_most(matrix, c):
    """Whether lambda_min(matrix) <= c."""
    return inertia(shifted(matrix, c))[0] < len(matrix)


def largest_at_most(matrix, c):
    return inertia(shifted(matrix, c))[0] == 0


def largest_at_least(matrix, c):
    return inertia(shifted(matrix, c))[2] < len(matrix)


def transpose(a):
    return [list(column) for column in zip(*a)]


def product(a, b):
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def solve(matrix, right):
    """x with matrix x = right (a column), None when singular."""
    n = len(matrix)
    m = [[Fraction(x) for x in row] + [Fraction(r)] for row, r in zip(matrix, right)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if m[i][k]), None)
        if pivot is None:
            return None
        m[k], m[pivot] = m[pivot], m[k]
        for i in range(n):
            if i != k and m[i][k]:
                f = m[i][k] / m[k][k]
                m[i] = [x - f * y for x, y in zip(m[i], m[k])]
    return [m[k][n] / m[k][k] for k in range(n)]


def rank(matrix):
    m, found = [[Fraction(x) for x in row] for row in matrix], 0
    for c in range(len(m[0]) if m else 0):
        pivot = next((i for i in range(found, len(m)) if m[i][c]), None)
        if pivot is None:
            continue
        m[found], m[pivot] = m[pivot], m[found]
        for i in range(found + 1, len(m)):
            if m[i][c]:
                f = m[i][c] / m[found][c]
                m[i] = [x - f * y for x, y in zip(m[i], m[found])]
        found += 1
    return found


def dyadic_text(x):
    """A dyadic rational as the engine reads it, mantissa:exponent."""
    x = Fraction(x)
    return f"{x.numerator}:{1 - x.denominator.bit_length()}"


def width(pair):
    """Relative width of an enclosure; None when it contains 0 and more."""
    low, high = exact(pair[0]), exact(pair[1])
    least = min(abs(low), abs(high)) if low * high > 0 else Fraction(0)
    return (Fraction(0) if low == high else None) if not least else (high - low) / least
