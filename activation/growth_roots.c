/* Growth of log u and sqrt u and their derivatives, which are powers of u. */
#include "activation/growth_element.h"

void growth_log(element_struct *F, const element_struct *u, int order, const growth_context *at)
{
    element_log(F, u, at);
    if (order >= 1) element_power(F + 1, u, -1, at);
    if (order >= 2) {
        element_power(F + 2, u, -2, at);
        element_neg(F + 2, F + 2);
    }
    if (u->bound.sign != 1)
        for (int k = 0; k <= order; k++) element_unknown(F + k);
}

/* sqrt u, (1/2) u^(-1/2), -(1/4) u^(-3/2) */
void growth_sqrt(element_struct *F, const element_struct *u, int order, const growth_context *at)
{
    arb_t a, factor;
    arb_init(a);
    arb_init(factor);
    arb_one(factor);
    for (int k = 0; k <= order; k++) {
        arb_set_si(a, 1 - 2 * k);
        arb_mul_2exp_si(a, a, -1);
        element_pow(F + k, u, a, at);
        element_scale(F + k, F + k, factor, at);
        arb_mul(factor, factor, a, at->prec);
    }
    arb_clear(a);
    arb_clear(factor);
}
