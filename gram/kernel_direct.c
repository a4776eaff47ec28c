/* kernel_direct: k at one point by the fixed point of pair.c, from an expansion that grows with the correlations asked
   for.  On the local route sup |D'| on |rho| <= beta is D'(beta): the coefficients r a_r^2 are >= 0. */
#include <math.h>
#include "gram/kernel.h"

/* The expansion up to `target`; on failure the one that was there is made again. */
static dq_status expand(kernel_t k, const arb_t target, reason_t why)
{
    dq_status status = profile_expand(k->p, k->model->phi, target, 0, k->work, why);

    if (status != DQ_OK) {
        reason_t ignored;
        if (arb_lt(target, k->unserved)) {
            arb_set(k->unserved, target);
            k->unserved_status = status;
            *k->unserved_why = *why;
        }
        reason_init(ignored);
        if (arb_is_zero(k->served) || profile_expand(k->p, k->model->phi, k->served, 0, k->work, ignored) != DQ_OK)
            return status;
    } else {
        arb_set(k->served, target);
    }
    dual_set(k->D, k->model->phi, k->p, k->p, k->served, k->work);
    arb_pos_inf(k->slope);
    if (!k->coupling && arf_cmp_si(arb_midref(k->served), 1) < 0) {
        hermite_dual_derivative(k->slope, k->p->h, k->p->h, k->served, 64);
        arb_get_ubound_arf(arb_midref(k->slope), k->slope, 64);
        mag_zero(arb_radref(k->slope));
    }
    return status;
}

dq_status kernel_serve(kernel_t k, const arb_t beta, reason_t why)
{
    arb_t target, more;
    dq_status status = DQ_OK;

    if (k->p->expanded > 0 && arb_le(beta, k->served)) return DQ_OK;
    arb_init(target);
    arb_init(more);
    arb_set(target, beta);
    if (!arb_le(target, k->reach)) /* the near route serves it; the series only starts it */
        arb_set(target, k->p->expanded > 0 ? k->served : k->reach);
    if (arb_ge(target, k->unserved)) {
        *why = *k->unserved_why;
        status = k->unserved_status;
    } else if (k->p->expanded == 0 || !arb_le(target, k->served)) {
        if (k->p->expanded > 0) { /* asked again: at most twice the terms, so that the work adds up geometrically */
            arb_add_ui(more, target, 1, 128);
            arb_mul_2exp_si(more, more, -1);
            if (arb_le(more, k->reach) && arb_lt(more, k->unserved)) arb_set(target, more);
        }
        status = expand(k, target, why);
        if (status != DQ_OK && arb_lt(beta, target) && arb_lt(beta, k->unserved)) status = expand(k, beta, why);
    }
    arb_clear(target);
    arb_clear(more);
    return status;
}

dq_status kernel_plan(kernel_t k, const arf_t w, slong count, reason_t why)
{
    arb_t size, beta;
    dq_status status;

    arb_init(size);
    arb_init(beta);
    arb_set_arf(size, w);
    if (count > k->rule->degree) { /* the panel of w ends above 3 w/4, its margin included */
        arb_mul_ui(size, size, 3, 64);
        arb_mul_2exp_si(size, size, -2);
    }
    arb_sub_ui(size, size, 1, 128);
    arb_neg(size, size);
    kernel_correlation(beta, k, size, 0);
    status = kernel_serve(k, beta, why);
    arb_clear(size);
    arb_clear(beta);
    return status;
}

/* D'(beta), beta < 1: the series' derivative, or by convexity the chord (D(b) - D(beta))/(b - beta), b = (1 + beta)/2. */
static dq_status slope_bound(arb_t slope, const kernel_t k, const arb_t beta, reason_t why)
{
    dq_status status = DQ_OK;

    if (arb_le(beta, k->served)) {
        hermite_dual_derivative(slope, k->p->h, k->p->h, beta, 64);
    } else {
        arb_t right, value;
        arb_init(right);
        arb_init(value);
        arb_add_ui(right, beta, 1, 128);
        arb_mul_2exp_si(right, right, -1);
        status = dual_eval(slope, k->D, right, 1, 64, why);
        if (status == DQ_OK) status = dual_eval(value, k->D, beta, 1, 64, why);
        arb_sub(slope, slope, value, 64);
        arb_sub(right, right, beta, 64);
        arb_div(slope, slope, right, 64);
        arb_clear(right);
        arb_clear(value);
    }
    arb_get_ubound_arf(arb_midref(slope), slope, 64);
    mag_zero(arb_radref(slope));
    return status;
}

/* 2 s slope/q < 1 for map->slope. */
static int contracts(kernel_t k)
{
    arb_t gap;
    int below;

    arb_init(gap);
    arb_mul(k->map->contraction, k->map->slope, k->two_s, 64);
    arb_div(k->map->contraction, k->map->contraction, k->p->q, 64);
    arb_sub_ui(gap, k->map->contraction, 1, 64);
    below = arb_is_finite(gap) && arb_is_negative(gap);
    arb_clear(gap);
    return below;
}

dq_status kernel_contraction(kernel_t k, const arb_t beta, reason_t why)
{
    dq_status status;

    if (k->coupling) {
        arb_sqr(k->map->contraction, k->theta, 64);
        arb_sqr(k->map->slope, k->model->L, 64);
        arb_mul(k->map->slope, k->map->slope, k->p->q, 64);
        return DQ_OK;
    }
    arb_set(k->map->slope, k->slope);
    if (arb_le(beta, k->served) && contracts(k)) return DQ_OK;
    if (arf_cmp_si(arb_midref(beta), 1) < 0) {
        status = slope_bound(k->map->slope, k, beta, why);
        if (status != DQ_OK || contracts(k)) return status;
    }
    reason_set(why, "theta = sqrt(2 s) L is not below 1 and no local contraction could be certified for |rho| <= %.6g",
               arf_get_d(arb_midref(beta), ARF_RND_UP));
    return DQ_INAPPLICABLE;
}

dq_status kernel_direct(arb_t value, kernel_t k, const arb_t z, reason_t why)
{
    arb_t beta, sigma, reach, rho;
    dq_status status;
    int near, side = arb_is_nonpositive(z) ? -1 : arb_is_nonnegative(z) ? 1 : 0;

    if (arb_is_one(z) || (k->parity < 0 && arb_equal_si(z, -1))) {
        arb_mul_si(value, k->p->kappa, arf_sgn(arb_midref(z)), k->work + 20);
        return DQ_OK;
    }
    arb_init(beta);
    arb_init(sigma);
    arb_init(reach);
    arb_init(rho);
    arb_abs(sigma, z);
    kernel_correlation(beta, k, sigma, side);
    near = !arb_le(beta, k->reach);
    status = kernel_serve(k, beta, why);
    if (status == DQ_OK) status = kernel_contraction(k, beta, why);
    if (status == DQ_OK) {
        if (k->coupling)
            arb_one(reach);
        else
            arb_set(reach, beta);
        arb_mul(sigma, z, k->variance, k->work + 20);
        status = pair_solve(value, rho, k->map, k->D, sigma, reach, near, k->work, why);
        k->near_used |= near;
        k->series_used |= !near;
    }
    arb_clear(beta);
    arb_clear(sigma);
    arb_clear(reach);
    arb_clear(rho);
    return status;
}
