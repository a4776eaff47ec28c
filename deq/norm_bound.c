#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include <float.h>
#include <math.h>

/* Davidson & Szarek 2001, Theorem II.13, for an m x m matrix of independent N(0,1): Pr(|G|_2 > 2 sqrt m + t) <=
   e^(-t^2/2), hence Pr(|W|_2 > sqrt(2s)(2 + t/sqrt m)) <= e^(-t^2/2).  Doubles choose t: as large as L|W| <= level
   allows, but no larger than 12 (e^-72): a smaller bound gives a smaller error radius. */
static double tail_parameter(double s, double L, double m, double level)
{
    double t = sqrt(m) * (level / (sqrt(2 * s) * L) - 2);
    return t < 12 ? t : 12;
}

int gaussian_norm_bound(arb_t bound, double *budget, const deq_model_t model, slong width)
{
    static const double levels[] = {0.95, 0.99};
    arb_t s, t, root, contraction;
    int found = 0;
    if (model->law != WEIGHTS_GAUSSIAN || !model->lipschitz_known || !(model->L >= 0) || !isfinite(model->L)) return 0;
    arb_init(s);
    arb_init(t);
    arb_init(root);
    arb_init(contraction);
    arb_set_fmpq(s, model->s, SCALAR_PREC);
    for (size_t k = 0; k < sizeof levels / sizeof *levels && !found; k++) {
        double chosen = tail_parameter(arf_get_d(arb_midref(s), ARF_RND_NEAR), model->L, (double)width, levels[k]);
        if (!(chosen > 0)) continue;
        arb_set_d(t, chosen);
        arb_sqrt_ui(root, (ulong)width, SCALAR_PREC);
        arb_div(bound, t, root, SCALAR_PREC);
        arb_add_ui(bound, bound, 2, SCALAR_PREC);
        arb_mul_2exp_si(root, s, 1);
        arb_sqrt(root, root, SCALAR_PREC);
        arb_mul(bound, bound, root, SCALAR_PREC);
        arb_set_d(contraction, model->L);
        arb_mul(contraction, contraction, bound, SCALAR_PREC);
        arb_sqr(t, t, SCALAR_PREC);
        arb_mul_2exp_si(t, t, -1);
        arb_neg(t, t);
        arb_exp(t, t, SCALAR_PREC);
        *budget = arb_upper_double(t);
        found = *budget <= NORM_BUDGET_MAX && arb_upper_double(contraction) <= 0.9901;
    }
    arb_clear(s);
    arb_clear(t);
    arb_clear(root);
    arb_clear(contraction);
    return found;
}

/* |ideal - W|_2 <= |ideal - W|_F <= gamma_4 |W|_F. */
void certified_norm(arb_t norm, const double *W, const arb_t W_frobenius, slong width)
{
    arb_t gamma;
    arb_init(gamma);
    operator_norm(norm, W, width, width);
    gamma_factor(gamma, 4);
    arb_mul(gamma, gamma, W_frobenius, SCALAR_PREC);
    arb_add_error(norm, gamma);
    if (!arb_is_finite(norm)) arb_indeterminate(norm);
    arb_clear(gamma);
}
