/* exp and log on the growth domain: where polynomial and exponential scales meet. */
#include "activation/growth_element.h"

/* Extreme value K of envelope / t^m over t >= R. */
static void share_of_power(arf_t K, const envelope_struct *x, int m, int upper, const growth_context *at)
{
    envelope_t y;
    arf_rnd_t rnd = upper ? ARF_RND_CEIL : ARF_RND_FLOOR;
    envelope_init(y);
    envelope_set(y, x);
    arf_sub_ui(y->p, y->p, (ulong)m, at->prec, rnd);
    if (upper)
        envelope_supremum(K, y, at->R, at->prec, rnd);
    else
        envelope_infimum(K, y, at->R, at->prec, rnd);
    envelope_clear(y);
}

/* z = exp(K t^m) for a number K, m <= 2. */
static void set_exponential(envelope_struct *z, const arf_t K, int m, slong prec, arf_rnd_t rnd)
{
    arb_t t;
    arf_t coefficient;
    arb_init(t);
    arf_init(coefficient);
    arf_one(coefficient);
    if (m == 0) {
        arb_set_arf(t, K);
        arb_exp(t, t, prec);
        if (rnd == ARF_RND_CEIL)
            arb_get_ubound_arf(coefficient, t, prec);
        else
            arb_get_lbound_arf(coefficient, t, prec);
    }
    envelope_set_constant(z, coefficient);
    if (m == 1) arf_set(z->c, K);
    if (m == 2) arf_set(z->e, K);
    arb_clear(t);
    arf_clear(coefficient);
}

/* exp(+-|x|) from above (upper) or below by exp(K t^m): |x| <= K t^m with the least m <= 2 that works bounds exp(|x|)
   from above and exp(-|x|) from below; |x| >= K t^m with the greatest m <= 2 that works gives the other two. */
static void exponential_envelope(envelope_struct *z, const growth_struct *x, int sign, int upper,
                                 const growth_context *at)
{
    arf_t K;
    int m, from_upper = (sign > 0) == (upper != 0);
    arf_rnd_t rnd = upper ? ARF_RND_CEIL : ARF_RND_FLOOR;
    arf_init(K);
    if (from_upper) {
        arf_pos_inf(K);
        for (m = 0; m <= 2 && !envelope_is_infinite(&x->upper); m++) {
            share_of_power(K, &x->upper, m, 1, at);
            if (arf_is_finite(K)) break;
        }
    } else {
        for (m = 2; m > 0; m--) {
            share_of_power(K, &x->lower, m, 0, at);
            if (arf_sgn(K) > 0) break;
        }
        if (m == 0) share_of_power(K, &x->lower, 0, 0, at);
    }
    if (!arf_is_finite(K)) {
        if (upper)
            arf_pos_inf(K);
        else
            arf_zero(K);
        envelope_set_constant(z, K);
    } else {
        if (sign < 0) arf_neg(K, K);
        set_exponential(z, K, m, at->prec, rnd);
    }
    arf_clear(K);
}

void element_exp(element_struct *z, const element_struct *x, const growth_context *at)
{
    element_t s;
    element_init(s);
    s->bound.sign = 1;
    if (x->has_quadratic) {
        /* t >= 1: a0 + a1 t + a2 t^2 increases with each of the numbers a0, a1, a2. */
        arb_t scale;
        arb_init(scale);
        arb_exp(scale, x->a, at->prec);
        arb_get_lbound_arf(s->bound.lower.coefficient, scale, at->prec);
        arb_get_ubound_arf(s->bound.upper.coefficient, scale, at->prec);
        if (arf_sgn(s->bound.lower.coefficient) < 0) arf_zero(s->bound.lower.coefficient);
        arb_get_lbound_arf(s->bound.lower.c, x->a + 1, at->prec);
        arb_get_ubound_arf(s->bound.upper.c, x->a + 1, at->prec);
        arb_get_lbound_arf(s->bound.lower.e, x->a + 2, at->prec);
        arb_get_ubound_arf(s->bound.upper.e, x->a + 2, at->prec);
        arb_clear(scale);
    } else {
        int sign = x->bound.sign;
        exponential_envelope(&s->bound.upper, &x->bound, sign < 0 ? -1 : 1, 1, at);
        exponential_envelope(&s->bound.lower, &x->bound, sign > 0 ? 1 : -1, 0, at);
    }
    element_refine(s, at);
    element_swap(z, s);
    element_clear(s);
}

/* log t on t >= R: between log R and (4/e') t^(1/4), e' = exp(1), since log(t)/t^(1/4) is largest at t = exp(4);
   as a quadratic bound log t = log R + a1 t with 0 <= a1 <= 1/(R e'). */
static void element_log_monomial(element_struct *z, const growth_context *at)
{
    arb_t a, b;
    arb_init(a);
    arb_init(b);
    arb_set_arf(a, at->R);
    arb_log(a, a, at->prec);
    element_constant(z, a, at);
    z->bound.sign = 1;
    if (envelope_is_zero(&z->bound.upper)) arf_zero(z->bound.lower.coefficient); /* R = 1 */
    arb_const_e(b, at->prec);
    arb_ui_div(b, 4, b, at->prec);
    arb_get_ubound_arf(z->bound.upper.coefficient, b, at->prec);
    arf_one(z->bound.upper.p);
    arf_mul_2exp_si(z->bound.upper.p, z->bound.upper.p, -2);
    arb_mul_2exp_si(b, b, -2);
    arb_div_arf(b, b, at->R, at->prec);
    arb_zero(a);
    arb_union(z->a + 1, a, b, at->prec);
    arb_clear(a);
    arb_clear(b);
}

static void interval(arb_t z, const arf_t lower, const arf_t upper, slong prec)
{
    if (arf_cmp(lower, upper) <= 0)
        arb_set_interval_arf(z, lower, upper, prec);
    else
        arb_set_interval_arf(z, upper, lower, prec);
}

/* log of the envelopes, term by term: log coefficient + p log t + c t + e t^2.  Lower and upper exponents may be
   ordered either way (the upper envelope need not have the larger p when its c is larger), so each difference is taken
   as an interval. */
void element_log(element_struct *z, const element_struct *x, const growth_context *at)
{
    const envelope_struct *low = &x->bound.lower, *high = &x->bound.upper;
    if (x->bound.sign != 1 || envelope_is_zero(low) || envelope_is_infinite(high)) {
        element_unknown(z);
        return;
    }
    element_t sum, term;
    arb_t p;
    arb_struct a[3];
    element_init(sum);
    element_init(term);
    arb_init(p);
    for (int k = 0; k < 3; k++) arb_init(a + k);
    interval(a, low->coefficient, high->coefficient, at->prec);
    if (arb_is_positive(a))
        arb_log(a, a, at->prec);
    else
        arb_indeterminate(a);
    interval(a + 1, low->c, high->c, at->prec);
    interval(a + 2, low->e, high->e, at->prec);
    interval(p, low->p, high->p, at->prec);
    element_from_quadratic(sum, a, at);
    if (!arb_is_zero(p)) {
        element_log_monomial(term, at);
        element_scale(term, term, p, at);
        element_add(sum, sum, term, at);
    }
    if (arb_is_finite(a))
        element_swap(z, sum);
    else
        element_unknown(z);
    element_clear(sum);
    element_clear(term);
    arb_clear(p);
    for (int k = 0; k < 3; k++) arb_clear(a + k);
}

void element_between(element_struct *z, int sign, const arb_t lo, const arb_t hi, const element_struct *x,
                     const growth_context *at)
{
    arf_t factor;
    arf_init(factor);
    element_t s;
    element_init(s);
    s->bound.sign = sign;
    arb_get_lbound_arf(factor, lo, at->prec);
    if (arf_is_finite(factor) && arf_sgn(factor) > 0)
        envelope_scale(&s->bound.lower, &x->bound.lower, factor, at->prec, ARF_RND_FLOOR);
    arb_get_ubound_arf(factor, hi, at->prec);
    if (!arf_is_finite(factor)) arf_pos_inf(factor);
    envelope_scale(&s->bound.upper, &x->bound.upper, factor, at->prec, ARF_RND_CEIL);
    element_refine(s, at);
    element_swap(z, s);
    element_clear(s);
    arf_clear(factor);
}
