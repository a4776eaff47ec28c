"""Reference Hermite coefficients, by PARI/GP."""
from fractions import Fraction

from exact_numbers import exact
from language import NotAffine, gp, kinks


def moments(room, tree, q, terms, bits, shift="0", most=16000, limit=20):
    """[(value, error)...] of a_0..a_(terms-1) and kappa, exact rationals; None when the quadrature does not converge (no answer).  q: a
    decimal.  The two last resolutions agree to 2^-(bits + 40) of the scale; their difference is the error."""
    try:
        points = sorted(kinks(tree))
    except NotAffine:
        room.no_answer("reference: kinks not found")
        return None
    most = max(300, most // (1 + terms // 40))
    q = Fraction(q)
    lines = room.gp(f"answer(moments(x->{gp(tree)},{q.numerator}/{q.denominator},{terms},{bits + 40},"
                    f"[{','.join(f'{p.numerator}/{p.denominator}' for p in points)}],{shift},{most}))", limit)
    if lines is None:
        return None
    if len(lines) != terms + 1:
        room.no_answer("reference: quadrature too long")
        return None
    return [tuple(exact(part) for part in line.split()) for line in lines]
