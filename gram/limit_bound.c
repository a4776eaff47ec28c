/* gram_limit_bound: how far the layer K^(l) is from the limit.

   Couple all layers through the same weights.  With z^(0) = 0 and theta = sqrt(2 s) L,
     |z^(l+1) - z^(l)|_{L2} <= theta^l |z^(1)|_{L2} = theta^l sqrt(K^(1)_ii) <= theta^l sqrt(kappa_1),
   so |z - z^(l)| <= theta^l sqrt(kappa_1)/(1 - theta) and |z|, |z^(l)| <= sqrt(kbar), kbar <= kappa_1/(1 - theta)^2.
   E z_i z_j - E z_i^(l) z_j^(l) = E (z_i - z_i^(l)) z_j + E z_i^(l) (z_j - z_j^(l)), hence
     |K_ij - K^(l)_ij| <= 2 sqrt(kbar kappa_1) theta^l/(1 - theta) <= 2 kappa_1 theta^l/(1 - theta)^2. */
#include "gram/gram.h"

void gram_limit_bound(arb_t bound, const arb_t theta, const arb_t kappa1, slong l, slong prec)
{
    arb_t gap, power;

    arb_init(gap);
    arb_init(power);
    arb_sub_ui(gap, theta, 1, prec + 10);
    arb_neg(gap, gap);
    if (l < 0 || !arb_is_positive(gap)) {
        arb_pos_inf(bound);
    } else {
        arb_pow_ui(power, theta, (ulong)l, prec + 10);
        arb_mul(power, power, kappa1, prec + 10);
        arb_mul_2exp_si(power, power, 1);
        arb_sqr(gap, gap, prec + 10);
        arb_div(bound, power, gap, prec);
    }
    arb_clear(gap);
    arb_clear(power);
}
