/* With q >= L|W|_2, q < 1 and |Z - phi(WZ+UX)|_F <= R (MATH.md 4):
     |Z - Z*|_F <= e = R/(1-q),   |sqrt lambda_min(Z^T Z) - sqrt lambda_min(G*)| <= e for m >= n (Weyl for singular
   values). */
#include "deq/certify.h"
#include "deq/least_singular.h"
#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include <math.h>

static void store_norm(deq_trial_t out, const arb_t norm)
{
    if (!arb_is_finite(norm)) return;
    out->norm_lower = arb_lower_double(norm);
    out->norm_upper = arb_upper_double(norm);
}

void contraction_of_trial(arb_t contraction, deq_trial_t out, const deq_model_t model, const network_struct *net,
                          int norms)
{
    arb_t norm;
    arb_init(norm);
    if (norms || !gaussian_norm_bound(norm, &out->norm_budget, model, net->m)) {
        out->norm_budget = 0;
        if (norms || model->lipschitz_known) certified_norm(norm, net->W, net->W_frobenius, net->m);
        if (norms) store_norm(out, norm);
    }
    if (model->lipschitz_known && model->L >= 0 && isfinite(model->L)) {
        arb_set_d(contraction, model->L);
        arb_mul(contraction, contraction, norm, SCALAR_PREC);
    } else {
        arb_pos_inf(contraction);
    }
    arb_clear(norm);
}

void certify_trial(deq_trial_t out, const solver_t s, const arb_t contraction, double slack, double *work)
{
    slong m = s->net->m, n = s->net->n;
    arb_t radius, lower, upper;
    arb_init(radius);
    arb_init(lower);
    arb_init(upper);
    arb_sub_ui(radius, contraction, 1, SCALAR_PREC);
    arb_neg(radius, radius);
    arb_div(radius, s->residual, radius, SCALAR_PREC);
    out->residual = arb_upper_double(s->residual);
    out->radius = arb_upper_double(radius);
    least_singular_bounds(lower, upper, s->Z, m, n, slack, work, s->team);
    if (m >= n) {
        arb_sub(lower, lower, radius, SCALAR_PREC);
        arb_nonnegative_part(lower, lower);
        arb_add(upper, upper, radius, SCALAR_PREC);
    }
    arb_sqr(lower, lower, SCALAR_PREC);
    arb_sqr(upper, upper, SCALAR_PREC);
    if (arb_is_finite(lower) && arb_is_finite(upper)) {
        out->outcome = TRIAL_CERTIFIED;
        out->lambda0_lower = arb_lower_double(lower);
        if (!(out->lambda0_lower >= 0)) out->lambda0_lower = 0;
        out->lambda0_upper = arb_upper_double(upper);
    } else {
        out->outcome = TRIAL_NOT_CONVERGED;
        out->lambda0_lower = out->lambda0_upper = NAN;
    }
    arb_clear(radius);
    arb_clear(lower);
    arb_clear(upper);
}
