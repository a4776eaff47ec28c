"""The arithmetic of the tables: medians, ratios, fitted exponents, and peers' values against enclosures in exact rationals."""
import math
from fractions import Fraction
from typing import NamedTuple


class Quantity(NamedTuple):
    """Several measurements of one thing; `samples` in the unit `unit` (s, B or 1)."""
    samples: tuple
    unit: str = "s"

    @property
    def least(self):
        return min(self.samples)

    @property
    def most(self):
        return max(self.samples)

    @property
    def median(self):
        return median(self.samples)

    def scaled(self, factor):
        return Quantity(tuple(factor * x for x in self.samples), self.unit)


def median(samples):
    """The middle value, or the mean of the two in the middle.  A NaN or an empty list is an error, never an order."""
    ordered = sorted(samples)
    if not ordered or any(math.isnan(x) for x in ordered):
        raise ValueError("a median needs at least one number and no NaN")
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def ratio(theirs, ours):
    """How many times longer the peer takes, on medians."""
    return theirs.median / ours.median


def exponent(sizes, values):
    """The slope of log value against log size by least squares: value ~ size^slope."""
    if len(sizes) != len(values) or len(set(sizes)) < 2:
        raise ValueError("an exponent needs two different sizes")
    x, y = [math.log(s) for s in sizes], [math.log(v) for v in values]
    mx, my = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)


def exact(text):
    """The rational a decimal string stands for (PARI prints a blank before its exponent).  nan, inf and p/q are refused."""
    if not isinstance(text, str) or "/" in text:
        raise ValueError(f"not a decimal: {text}")
    return Fraction(text.replace(" ", ""))


class Enclosure(NamedTuple):
    """[lower, upper], exact."""
    lower: Fraction
    upper: Fraction

    @classmethod
    def of(cls, printed):
        """From the JSON of a certified number."""
        lower, upper = exact(printed["lower"]), exact(printed["upper"])
        if not lower <= upper:
            raise ValueError(f"empty enclosure {printed}")
        return cls(lower, upper)

    @property
    def width(self):
        return self.upper - self.lower

    def distance(self, value):
        """0 inside, else how far outside."""
        return max(self.lower - value, value - self.upper, Fraction(0))

    def agrees(self, value, error):
        """Could a peer's `value`, off by at most `error`, be the enclosed number?"""
        return self.distance(value) <= error
