"""Numbers as exact rationals, whatever they come as; what is not a finite number is an error, so that a NaN never passes."""
import sys
from fractions import Fraction

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)  # the engine's exact numbers have as many digits as they need

LARGEST_EXPONENT = 1 << 18  # bits: beyond it a rational costs more than the comparison is worth


class OutOfRange(ValueError):
    """A number whose exponent is beyond LARGEST_EXPONENT."""


def exact(number):
    """The rational of an int, float, Fraction, mpf, decimal text ("1.25e-7") or dyadic text of the engine ("mantissa:exponent")."""
    if isinstance(number, (int, Fraction)) and not isinstance(number, bool):
        return Fraction(number)
    if isinstance(number, float):
        return Fraction(number)  # ValueError or OverflowError when not finite
    if isinstance(number, str):
        if ":" in number:
            mantissa, exponent = (int(part) for part in number.split(":"))
            return dyadic(mantissa, exponent)
        if "/" in number:
            raise ValueError(f"not a decimal: {number}")
        return Fraction(number.replace(" ", "").replace("E", "e"))  # PARI prints a blank before its exponent
    if hasattr(number, "_mpf_"):
        sign, mantissa, exponent, bits = number._mpf_
        if not mantissa and exponent:
            raise ValueError(f"not finite: {number}")
        return dyadic(-int(mantissa) if sign else int(mantissa), exponent)
    raise TypeError(f"not a real number: {number!r}")


def dyadic(mantissa, exponent):
    if abs(exponent) > LARGEST_EXPONENT:
        raise OutOfRange(f"exponent 2^{exponent} out of range")
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def end(number, side):
    """exact, for the lower (side -1) or upper (side 1) end of an enclosure in dyadic text.  A tiny one is moved outward, to 0 or
    2^-LARGEST_EXPONENT; a huge one becomes 4^LARGEST_EXPONENT with its sign, which is farther out than any reference is."""
    try:
        return exact(number)
    except OutOfRange:
        if not isinstance(number, str):
            raise
        mantissa, exponent = (int(part) for part in number.split(":"))
        sign, size = (mantissa > 0) - (mantissa < 0), mantissa.bit_length() + exponent
        if abs(size) <= LARGEST_EXPONENT:
            return Fraction(mantissa) * Fraction(2) ** exponent
        if size > 0:
            return sign * Fraction(4) ** LARGEST_EXPONENT
        return sign * Fraction(1, 2**LARGEST_EXPONENT) if sign == side else Fraction(0)


def short(number):
    """A rational for people: 30 digits."""
    number = Fraction(number)
    if not number:
        return "0"
    from mpmath import mp, mpf, workprec
    with workprec(120):
        return mp.nstr(mpf(number.numerator) / number.denominator, 30)
