"""Random rational matrices, and how the engine reads and prints them."""
from fractions import Fraction

F = Fraction


def rationals(r, rows, columns, most=9, denominators=5):
    return [[F(r.randint(-most, most), r.randint(1, denominators)) if r.random() < 0.8 else F(0) for _ in range(columns)] for _ in range(rows)]


def text_of(matrix):
    return " ".join(f"{F(x).numerator}/{F(x).denominator}" for row in matrix for x in row)


def fraction_of(text):
    numerator, _, denominator = text.partition("/")
    return F(int(numerator), int(denominator or 1))


def read(line, columns):
    values = [fraction_of(x) for x in line[1:]]
    return [values[k:k + columns] for k in range(0, len(values), columns)]
