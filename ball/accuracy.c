/* arb_has_relative_bits, arb_width_within: is an enclosure as narrow as asked?  Conservative: rounding can only turn a
   yes into a no. */
#include "ball/ball.h"

int arb_has_relative_bits(const arb_t x, slong bits)
{
    arf_t bound, radius;
    int yes;

    if (!arb_is_finite(x)) return 0;
    if (arb_is_exact(x)) return 1;
    arf_init(bound);
    arf_init(radius);
    arb_get_abs_lbound_arf(bound, x, 64); /* rounded down */
    arf_set_mag(radius, arb_radref(x));
    arf_mul_2exp_si(radius, radius, bits);
    yes = arf_cmp(radius, bound) <= 0;
    arf_clear(bound);
    arf_clear(radius);
    return yes;
}

int arb_width_within(const arb_t x, slong bits, const arb_t scale)
{
    arf_t bound, width;
    int yes;

    if (!arb_is_finite(x) || !arb_is_finite(scale)) return 0;
    arf_init(bound);
    arf_init(width);
    arb_get_lbound_arf(bound, scale, 64); /* rounded down */
    arf_set_mag(width, arb_radref(x));
    arf_mul_2exp_si(width, width, 1 - (4 - bits));
    yes = arf_cmp(width, bound) <= 0;
    arf_clear(bound);
    arf_clear(width);
    return yes;
}
