/* Ring operations of the growth domain. */
#include "activation/growth_element.h"

void element_neg(element_struct *z, const element_struct *x)
{
    element_set(z, x);
    z->bound.sign = -z->bound.sign;
    for (int k = 0; k < 3; k++) arb_neg(z->a + k, z->a + k);
}

/* Tries |x + y| >= x.lower - y.upper = x.lower (1 - s), s = sup y.upper/x.lower; 1 when s < 1, and then x gives the
 * sign. */
static int lower_by_dominance(envelope_struct *lower, const element_struct *x, const element_struct *y,
                              const growth_context *at)
{
    envelope_t ratio;
    arf_t s;
    int dominated = 0;
    if (x->bound.sign == 0 || envelope_is_zero(&x->bound.lower) || envelope_is_infinite(&y->bound.upper)) return 0;
    envelope_init(ratio);
    arf_init(s);
    envelope_div(ratio, &y->bound.upper, &x->bound.lower, at->prec, ARF_RND_CEIL);
    envelope_supremum(s, ratio, at->R, at->prec, ARF_RND_CEIL);
    if (arf_cmp_si(s, 1) < 0) {
        envelope_remove_share(lower, &x->bound.lower, s, at->prec, ARF_RND_FLOOR);
        dominated = 1;
    }
    envelope_clear(ratio);
    arf_clear(s);
    return dominated;
}

/* Opposite signs: |x| - |y| <= x.upper - y.lower = x.upper (1 - s), s = inf y.lower/x.upper. */
static void excess(envelope_struct *z, const element_struct *x, const element_struct *y, const growth_context *at)
{
    envelope_t ratio;
    arf_t s;
    envelope_init(ratio);
    arf_init(s);
    if (!envelope_is_zero(&y->bound.lower) && !envelope_is_zero(&x->bound.upper) &&
        !envelope_is_infinite(&x->bound.upper)) {
        envelope_div(ratio, &y->bound.lower, &x->bound.upper, at->prec, ARF_RND_FLOOR);
        envelope_infimum(s, ratio, at->R, at->prec, ARF_RND_FLOOR);
    }
    envelope_remove_share(z, &x->bound.upper, s, at->prec, ARF_RND_CEIL);
    envelope_clear(ratio);
    arf_clear(s);
}

void element_add(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at)
{
    if (element_is_zero(x)) {
        element_set(z, y);
        return;
    }
    if (element_is_zero(y)) {
        element_set(z, x);
        return;
    }
    element_t s;
    element_init(s);
    int signs = x->bound.sign * y->bound.sign;
    if (signs < 0) {
        excess(&s->bound.upper, x, y, at);
        excess(&s->bound.lower, y, x, at);
        envelope_max_upper(&s->bound.upper, &s->bound.upper, &s->bound.lower, at->R, at->prec);
    } else {
        envelope_add_upper(&s->bound.upper, &x->bound.upper, &y->bound.upper, at->R, at->prec);
    }
    if (signs > 0) {
        s->bound.sign = x->bound.sign;
        envelope_add_lower(&s->bound.lower, &x->bound.lower, &y->bound.lower, at->prec);
    } else if (lower_by_dominance(&s->bound.lower, x, y, at)) {
        s->bound.sign = x->bound.sign;
    } else if (lower_by_dominance(&s->bound.lower, y, x, at)) {
        s->bound.sign = y->bound.sign;
    } else {
        arf_t zero;
        arf_init(zero);
        envelope_set_constant(&s->bound.lower, zero);
        s->bound.sign = 0;
        arf_clear(zero);
    }
    s->has_quadratic = x->has_quadratic && y->has_quadratic;
    for (int k = 0; k < 3; k++) arb_add(s->a + k, x->a + k, y->a + k, at->prec);
    element_refine(s, at);
    element_swap(z, s);
    element_clear(s);
}

void element_sub(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at)
{
    element_t t;
    element_init(t);
    element_neg(t, y);
    element_add(z, x, t, at);
    element_clear(t);
}

/* The product of two quadratic bounds is one when its coefficients of t^3 and t^4 vanish. */
static int multiply_quadratics(arb_struct *a, const element_struct *x, const element_struct *y, slong prec)
{
    int dx = !arb_is_zero(x->a + 2) ? 2 : !arb_is_zero(x->a + 1);
    int dy = !arb_is_zero(y->a + 2) ? 2 : !arb_is_zero(y->a + 1);
    if (!x->has_quadratic || !y->has_quadratic || dx + dy > 2) return 0;
    for (int k = 0; k < 3; k++) {
        arb_zero(a + k);
        for (int j = 0; j <= k; j++) arb_addmul(a + k, x->a + j, y->a + (k - j), prec);
    }
    return 1;
}

void element_mul(element_struct *z, const element_struct *x, const element_struct *y, const growth_context *at)
{
    if (element_is_zero(x) || element_is_zero(y)) {
        element_zero(z);
        return;
    }
    element_t s;
    element_init(s);
    s->bound.sign = x->bound.sign * y->bound.sign;
    envelope_mul(&s->bound.lower, &x->bound.lower, &y->bound.lower, at->prec, ARF_RND_FLOOR);
    envelope_mul(&s->bound.upper, &x->bound.upper, &y->bound.upper, at->prec, ARF_RND_CEIL);
    s->has_quadratic = multiply_quadratics(s->a, x, y, at->prec);
    element_refine(s, at);
    element_swap(z, s);
    element_clear(s);
}

void element_scale(element_struct *z, const element_struct *x, const arb_t factor, const growth_context *at)
{
    element_t constant;
    element_init(constant);
    element_constant(constant, factor, at);
    element_mul(z, x, constant, at);
    element_clear(constant);
}

void element_pow(element_struct *z, const element_struct *x, const arb_t a, const growth_context *at)
{
    arb_t range;
    element_t s;
    if (x->bound.sign != 1 || envelope_is_zero(&x->bound.lower) || envelope_is_infinite(&x->bound.upper)) {
        element_unknown(z);
        return;
    }
    arb_init(range);
    element_init(s);
    s->bound.sign = 1;
    if (arb_is_nonnegative(a)) {
        envelope_pow(&s->bound.lower, &x->bound.lower, a, at->prec, ARF_RND_FLOOR);
        envelope_pow(&s->bound.upper, &x->bound.upper, a, at->prec, ARF_RND_CEIL);
    } else if (arb_is_negative(a)) {
        envelope_pow(&s->bound.lower, &x->bound.upper, a, at->prec, ARF_RND_FLOOR);
        envelope_pow(&s->bound.upper, &x->bound.lower, a, at->prec, ARF_RND_CEIL);
    } else {
        element_unknown(s);
    }
    s->has_quadratic = 0;
    if (element_range(range, x, at) && arb_is_positive(range)) {
        arb_pow(s->a, range, a, at->prec);
        s->has_quadratic = arb_is_finite(s->a);
    }
    element_refine(s, at);
    element_swap(z, s);
    element_clear(s);
    arb_clear(range);
}

void element_power(element_struct *z, const element_struct *x, slong n, const growth_context *at)
{
    if (n == 0) {
        element_monomial(z, 0, at);
        return;
    }
    if (n == 1) {
        element_set(z, x);
        return;
    }
    if (element_is_zero(x)) {
        if (n > 0)
            element_zero(z);
        else
            element_unknown(z);
        return;
    }
    arb_t range, a;
    element_t s;
    arb_init(range);
    arb_init(a);
    element_init(s);
    arb_set_si(a, n);
    if (n < 0 && (x->bound.sign == 0 || envelope_is_zero(&x->bound.lower))) {
        element_unknown(s);
    } else {
        const growth_struct *g = &x->bound;
        s->bound.sign = n % 2 == 0 ? 1 : g->sign;
        const envelope_struct *low = n > 0 ? &g->lower : &g->upper, *high = n > 0 ? &g->upper : &g->lower;
        if (!envelope_is_zero(low) && !envelope_is_infinite(low))
            envelope_pow(&s->bound.lower, low, a, at->prec, ARF_RND_FLOOR);
        if (envelope_is_infinite(high))
            envelope_set(&s->bound.upper, high);
        else
            envelope_pow(&s->bound.upper, high, a, at->prec, ARF_RND_CEIL);
        s->has_quadratic = n == 2 && multiply_quadratics(s->a, x, x, at->prec);
        if (element_range(range, x, at)) {
            arb_pow(s->a, range, a, at->prec);
            arb_zero(s->a + 1);
            arb_zero(s->a + 2);
            s->has_quadratic = arb_is_finite(s->a);
        }
        element_refine(s, at);
    }
    element_swap(z, s);
    element_clear(s);
    arb_clear(range);
    arb_clear(a);
}
