/* agreement: overlap of two enclosures with a count of accurate bits. */
#include "verify/claims/agreement.h"

#include <string.h>

#define BITS_MAX 400

const int grid_numerator[GRID_POINTS] = {-64, -58, -32, -6, 0, 19, 32, 48, 58, 64};

void grid_rho(arb_t rho, int point)
{
    arb_set_si(rho, grid_numerator[point]);
    arb_mul_2exp_si(rho, rho, -6);
}

void agreement_init(agreement *g)
{
    memset(g, 0, sizeof *g);
    g->least_bits = BITS_MAX;
}

slong accurate_bits(const arb_t x, const arb_t scale)
{
    slong bits = -1;
    /* arb_width_within(x, b + 4, scale): width <= 2^-b scale */
    while (bits < BITS_MAX && arb_width_within(x, bits + 5, scale)) bits++;
    return bits;
}

slong agreement_compare(agreement *g, const arb_t x, const arb_t y, const arb_t scale, int numerator, int counts)
{
    slong left = accurate_bits(x, scale), right = accurate_bits(y, scale), bits = left < right ? left : right;
    g->compared++;
    /* A NaN ball overlaps everything and has no accurate bits: it can never be a disagreement, nor count as accurate.
     */
    if (arb_is_finite(x) && arb_is_finite(y) && !arb_overlaps(x, y) && !g->disjoint++) {
        g->disjoint_at = numerator;
        g->left = ball_as_text(x, 20);
        g->right = ball_as_text(y, 20);
    }
    if (counts && bits < g->least_bits) g->least_bits = bits;
    return bits;
}
