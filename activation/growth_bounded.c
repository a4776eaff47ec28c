/* Growth rules that need no asymptotics: arguments that stay bounded, and functions bounded on the whole line. */
#include "activation/growth_element.h"

/* |F^(k)| <= bound on the whole line, as bound/10000; 0 where there is none. */
static int global_bound(expr_kind kind, int k)
{
    static const int sine[3] = {10000, 10000, 10000}, tanh_[3] = {10000, 10000, 7699}, erf_[3] = {10000, 11284, 9680},
                     erfc_[3] = {20000, 11284, 9680}, atan_[3] = {15708, 10000, 6496}, asinh_[3] = {0, 10000, 3850};
    switch (kind) {
    case EXPR_SIN:
    case EXPR_COS:
        return sine[k];
    case EXPR_TANH:
        return tanh_[k];
    case EXPR_ERF:
        return erf_[k];
    case EXPR_ERFC:
        return erfc_[k];
    case EXPR_ATAN:
        return atan_[k];
    case EXPR_ASINH:
        return asinh_[k];
    default:
        return 0;
    }
}

void growth_any_argument(element_struct *F, expr_kind kind, int order, const growth_context *at)
{
    arb_t ball, bound;
    arb_init(ball);
    arb_init(bound);
    for (int k = 0; k <= order; k++) {
        int numerator = global_bound(kind, k);
        if (numerator == 0) {
            element_unknown(F + k);
            continue;
        }
        arb_set_si(bound, numerator);
        arb_div_ui(bound, bound, 10000, at->prec);
        element_constant(F + k, bound, at); /* its upper envelope, exact for sin and cos */
        arb_zero(ball);
        arb_add_error(ball, bound);
        arb_set(F[k].a, ball);
        arf_zero(F[k].bound.lower.coefficient);
        F[k].bound.sign = 0;
    }
    arb_clear(ball);
    arb_clear(bound);
}

/* u bounded: F^(k) on the range of u; where u decays and F^(k)(0) = 0, F^(k)(u) = u F^(k+1)(between 0 and u) is
 * sharper. */
int growth_bounded_argument(element_struct *F, expr_kind kind, const element_struct *u, int order,
                            const growth_context *at)
{
    arb_t range;
    arb_struct y[4];
    arb_init(range);
    for (int k = 0; k < 4; k++) arb_init(y + k);
    int done = element_range(range, u, at);
    if (done) {
        primitive_derivatives_wide(y, kind, range, at->prec);
        for (int k = 0; k <= order; k++) done = done && arb_is_finite(y + k);
    }
    if (done) {
        for (int k = 0; k <= order; k++) element_constant(F + k, y + k, at);
        int zeros = primitive_zeros(kind);
        if (zeros != 0 && envelope_order(&u->bound.upper) < 0) {
            arb_t zero;
            arb_init(zero);
            arb_union(range, range, zero, at->prec);
            primitive_derivatives_wide(y, kind, range, at->prec);
            for (int k = 0; k <= order; k++)
                if ((zeros >> k & 1) != 0 && arb_is_finite(y + k + 1)) element_scale(F + k, u, y + k + 1, at);
            arb_clear(zero);
        }
    }
    arb_clear(range);
    for (int k = 0; k < 4; k++) arb_clear(y + k);
    return done;
}
