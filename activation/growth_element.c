#include "activation/growth_element.h"

void element_init(element_struct *z)
{
    growth_init(&z->bound);
    z->has_quadratic = 0;
    for (int k = 0; k < 3; k++) arb_init(z->a + k);
}

void element_clear(element_struct *z)
{
    growth_clear(&z->bound);
    for (int k = 0; k < 3; k++) arb_clear(z->a + k);
}

void element_set(element_struct *z, const element_struct *x)
{
    if (z == x) return;
    z->bound.sign = x->bound.sign;
    envelope_set(&z->bound.lower, &x->bound.lower);
    envelope_set(&z->bound.upper, &x->bound.upper);
    z->has_quadratic = x->has_quadratic;
    for (int k = 0; k < 3; k++) arb_set(z->a + k, x->a + k);
}

void element_swap(element_struct *z, element_struct *x)
{
    element_struct t = *z;
    *z = *x;
    *x = t;
}

void element_zero(element_struct *z)
{
    arf_t zero;
    arf_init(zero);
    z->bound.sign = 0;
    envelope_set_constant(&z->bound.lower, zero);
    envelope_set_constant(&z->bound.upper, zero);
    z->has_quadratic = 1;
    for (int k = 0; k < 3; k++) arb_zero(z->a + k);
    arf_clear(zero);
}

void element_unknown(element_struct *z)
{
    element_zero(z);
    arf_pos_inf(z->bound.upper.coefficient);
    z->has_quadratic = 0;
}

int element_is_zero(const element_struct *x)
{
    return envelope_is_zero(&x->bound.upper);
}

static int ball_sign(const arb_t x)
{
    return arb_is_nonnegative(x) ? 1 : arb_is_nonpositive(x) ? -1 : 0;
}

void element_constant(element_struct *z, const arb_t ball, const growth_context *at)
{
    arf_t bound;
    if (!arb_is_finite(ball)) {
        element_unknown(z);
        return;
    }
    arf_init(bound);
    z->bound.sign = ball_sign(ball);
    arb_get_abs_lbound_arf(bound, ball, at->prec);
    envelope_set_constant(&z->bound.lower, bound);
    arb_get_abs_ubound_arf(bound, ball, at->prec);
    envelope_set_constant(&z->bound.upper, bound);
    arb_set(z->a, ball);
    arb_zero(z->a + 1);
    arb_zero(z->a + 2);
    z->has_quadratic = 1;
    arf_clear(bound);
}

void element_monomial(element_struct *z, int degree, const growth_context *at)
{
    arb_t one;
    arb_init(one);
    arb_one(one);
    element_constant(z, one, at);
    arf_set_si(z->bound.lower.p, degree);
    arf_set_si(z->bound.upper.p, degree);
    arb_zero(z->a);
    arb_one(z->a + degree);
    arb_clear(one);
}

void element_from_quadratic(element_struct *z, const arb_struct *a, const growth_context *at)
{
    element_t sum, term;
    element_init(sum);
    element_init(term);
    element_zero(sum);
    for (int k = 0; k < 3; k++) {
        if (arb_is_zero(a + k)) continue;
        element_monomial(term, k, at);
        element_scale(term, term, a + k, at);
        element_add(sum, sum, term, at);
    }
    for (int k = 0; k < 3; k++) arb_set(sum->a + k, a + k);
    sum->has_quadratic = 1;
    element_swap(z, sum);
    element_clear(sum);
    element_clear(term);
}

/* |x| <= sup of the upper envelope; with a known sign also |x| >= inf of the lower one. */
static int envelope_range(arb_t range, const element_struct *x, const growth_context *at)
{
    arf_t least, most;
    arf_init(least);
    arf_init(most);
    envelope_supremum(most, &x->bound.upper, at->R, at->prec, ARF_RND_CEIL);
    if (x->bound.sign != 0)
        envelope_infimum(least, &x->bound.lower, at->R, at->prec, ARF_RND_FLOOR);
    else
        arf_neg(least, most);
    int finite = arf_is_finite(most);
    /* least <= most for the true bounds; roundings of an exact constant could cross only if both round it alike */
    if (finite && arf_cmp(least, most) <= 0)
        arb_set_interval_arf(range, least, most, at->prec);
    else if (finite)
        arb_set_arf(range, most);
    if (finite && x->bound.sign < 0) arb_neg(range, range);
    arf_clear(least);
    arf_clear(most);
    return finite;
}

int element_range(arb_t range, const element_struct *x, const growth_context *at)
{
    int finite = envelope_range(range, x, at);
    if (x->has_quadratic && arb_is_zero(x->a + 1) && arb_is_zero(x->a + 2)) {
        if (!finite || mag_cmp(arb_radref(x->a), arb_radref(range)) <= 0) arb_set(range, x->a);
        finite = arb_is_finite(range);
    }
    return finite;
}

void element_least(arf_t least, const element_struct *x, const growth_context *at)
{
    envelope_infimum(least, &x->bound.lower, at->R, at->prec, ARF_RND_FLOOR);
}

void element_refine(element_struct *z, const growth_context *at)
{
    arb_t range;
    arf_t bound;
    if (element_is_zero(z)) {
        element_zero(z);
        return;
    }
    arb_init(range);
    arf_init(bound);
    if (element_range(range, z, at)) {
        if (!z->has_quadratic || (arb_is_zero(z->a + 1) && arb_is_zero(z->a + 2))) {
            arb_set(z->a, range);
            arb_zero(z->a + 1);
            arb_zero(z->a + 2);
            z->has_quadratic = 1;
        }
        arb_get_abs_ubound_arf(bound, range, at->prec);
        if (envelope_is_infinite(&z->bound.upper) || envelope_order(&z->bound.upper) > 0 ||
            (envelope_order(&z->bound.upper) == 0 && arf_cmp(bound, z->bound.upper.coefficient) < 0))
            envelope_set_constant(&z->bound.upper, bound);
        if (z->bound.sign == 0) z->bound.sign = ball_sign(range);
        arb_get_abs_lbound_arf(bound, range, at->prec);
        if (arf_sgn(bound) > 0 &&
            (envelope_is_zero(&z->bound.lower) || envelope_order(&z->bound.lower) < 0 ||
             (envelope_order(&z->bound.lower) == 0 && arf_cmp(bound, z->bound.lower.coefficient) > 0)))
            envelope_set_constant(&z->bound.lower, bound);
    }
    arb_clear(range);
    arf_clear(bound);
}
