/* ling_Q, ling_limit_cosine: the scalar equations of Ling, Lemma 3. */
#include "verify/claims/ling_closed_form.h"

/* Q(x) = (sqrt(1 - x^2) + (pi - acos x) x)/pi on a ball: at the exact midpoint within [-1, 1], |Q'| <= 1. */
void ling_Q(arb_t value, const arb_t x, slong prec)
{
    arb_t at, t, pi, distance;
    arb_init(at);
    arb_init(t);
    arb_init(pi);
    arb_init(distance);
    arb_get_mid_arb(at, x);
    if (arf_cmpabs_2exp_si(arb_midref(at), 0) > 0) arb_set_si(at, arf_sgn(arb_midref(at)));
    arb_sub(distance, x, at, 64); /* before value, which may be x, is written */
    arb_abs(distance, distance);
    arb_sqr(t, at, prec);
    arb_sub_ui(t, t, 1, prec);
    arb_neg(t, t);
    arb_sqrtpos(t, t, prec);
    arb_acos(value, at, prec);
    arb_const_pi(pi, prec);
    arb_sub(value, pi, value, prec);
    arb_mul(value, value, at, prec);
    arb_add(value, value, t, prec);
    arb_div(value, value, pi, prec);
    arb_add_error(value, distance);
    arb_clear(distance);
    arb_clear(at);
    arb_clear(t);
    arb_clear(pi);
}

/* Encloses the solution of c = s Q(c) + (1 - s) rho0: |c - x| <= |T(x) - x|/(1 - s) at an exact x found by Newton's
 * method. */
void ling_limit_cosine(arb_t c, const arb_t s, const arb_t rho0, slong prec)
{
    arb_t x, r, slope, gap;
    arb_init(x);
    arb_init(r);
    arb_init(slope);
    arb_init(gap);
    arb_sub_ui(gap, s, 1, prec);
    arb_neg(gap, gap);
    arb_get_mid_arb(x, rho0);
    for (int step = 0; step < 12; step++) {
        ling_Q(r, x, prec);
        arb_sub(r, r, rho0, prec);
        arb_mul(r, r, s, prec);
        arb_add(r, r, rho0, prec);
        arb_sub(r, r, x, prec); /* T(x) - x */
        if (step == 11) break;
        arb_acos(slope, x, 64); /* T' = s (pi - acos x)/pi */
        arb_const_pi(c, 64);
        arb_div(slope, slope, c, 64);
        arb_sub_ui(slope, slope, 1, 64);
        arb_mul(slope, slope, s, 64);
        arb_add_ui(slope, slope, 1, 64);
        arb_get_mid_arb(slope, slope);
        arb_div(slope, r, slope, prec);
        arb_add(x, x, slope, prec);
        arb_get_mid_arb(x, x);
        if (!arb_is_finite(x)) arb_get_mid_arb(x, rho0);
        if (arf_cmpabs_2exp_si(arb_midref(x), 0) > 0) arb_set_si(x, arf_sgn(arb_midref(x)));
    }
    arb_abs(r, r);
    arb_div(r, r, gap, 64);
    arb_set(c, x);
    arb_add_error(c, r);
    arb_clear(x);
    arb_clear(r);
    arb_clear(slope);
    arb_clear(gap);
}
