#include "activation/growth_envelope.h"

void envelope_init(envelope_struct *x)
{
    arf_init(x->coefficient);
    arf_init(x->p);
    arf_init(x->c);
    arf_init(x->e);
}

void envelope_clear(envelope_struct *x)
{
    arf_clear(x->coefficient);
    arf_clear(x->p);
    arf_clear(x->c);
    arf_clear(x->e);
}

void envelope_set(envelope_struct *z, const envelope_struct *x)
{
    arf_set(z->coefficient, x->coefficient);
    arf_set(z->p, x->p);
    arf_set(z->c, x->c);
    arf_set(z->e, x->e);
}

void envelope_set_constant(envelope_struct *z, const arf_t coefficient)
{
    arf_set(z->coefficient, coefficient);
    arf_zero(z->p);
    arf_zero(z->c);
    arf_zero(z->e);
}

int envelope_order(const envelope_struct *x)
{
    if (arf_sgn(x->e) != 0) return arf_sgn(x->e);
    if (arf_sgn(x->c) != 0) return arf_sgn(x->c);
    return arf_sgn(x->p);
}

int envelope_compare(const envelope_struct *x, const envelope_struct *y)
{
    int order = arf_cmp(x->e, y->e);
    if (order == 0) order = arf_cmp(x->c, y->c);
    if (order == 0) order = arf_cmp(x->p, y->p);
    return order;
}

int envelope_is_zero(const envelope_struct *x)
{
    return arf_is_zero(x->coefficient);
}

int envelope_is_infinite(const envelope_struct *x)
{
    return !arf_is_finite(x->coefficient);
}

static void set_infinite(envelope_struct *z)
{
    arf_pos_inf(z->coefficient);
    arf_zero(z->p);
    arf_zero(z->c);
    arf_zero(z->e);
}

static void set_zero(envelope_struct *z)
{
    arf_zero(z->coefficient);
    arf_zero(z->p);
    arf_zero(z->c);
    arf_zero(z->e);
}

void envelope_mul(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec, arf_rnd_t rnd)
{
    if (envelope_is_zero(x) || envelope_is_zero(y)) {
        set_zero(z); /* one factor vanishes identically (upper) or has no lower bound (lower) */
        return;
    }
    if (envelope_is_infinite(x) || envelope_is_infinite(y)) {
        set_infinite(z);
        return;
    }
    arf_mul(z->coefficient, x->coefficient, y->coefficient, prec, rnd);
    arf_add(z->p, x->p, y->p, prec, rnd);
    arf_add(z->c, x->c, y->c, prec, rnd);
    arf_add(z->e, x->e, y->e, prec, rnd);
}

void envelope_div(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec, arf_rnd_t rnd)
{
    if (envelope_is_zero(x)) {
        set_zero(z);
        return;
    }
    if (envelope_is_infinite(x)) {
        set_infinite(z);
        return;
    }
    /* Differences of exponents: exact zero stays zero and rounding never changes a sign, so dominance is exact. */
    arf_div(z->coefficient, x->coefficient, y->coefficient, prec, rnd);
    arf_sub(z->p, x->p, y->p, prec, rnd);
    arf_sub(z->c, x->c, y->c, prec, rnd);
    arf_sub(z->e, x->e, y->e, prec, rnd);
}

void envelope_scale(envelope_struct *z, const envelope_struct *x, const arf_t factor, slong prec, arf_rnd_t rnd)
{
    envelope_t y;
    envelope_init(y);
    envelope_set_constant(y, factor);
    envelope_mul(z, x, y, prec, rnd);
    envelope_clear(y);
}

static void bound(arf_t z, const arb_t x, slong prec, arf_rnd_t rnd)
{
    if (rnd == ARF_RND_CEIL)
        arb_get_ubound_arf(z, x, prec);
    else
        arb_get_lbound_arf(z, x, prec);
}

void envelope_pow(envelope_struct *z, const envelope_struct *x, const arb_t a, slong prec, arf_rnd_t rnd)
{
    arb_t t;
    arb_init(t);
    arb_set_arf(t, x->coefficient);
    arb_pow(t, t, a, prec);
    bound(z->coefficient, t, prec, rnd);
    arb_mul_arf(t, a, x->p, prec);
    bound(z->p, t, prec, rnd);
    arb_mul_arf(t, a, x->c, prec);
    bound(z->c, t, prec, rnd);
    arb_mul_arf(t, a, x->e, prec);
    bound(z->e, t, prec, rnd);
    if (arf_is_nan(z->coefficient)) arf_pos_inf(z->coefficient);
    if (rnd == ARF_RND_FLOOR && (arf_sgn(z->coefficient) <= 0 || envelope_is_infinite(z))) set_zero(z);
    arb_clear(t);
}

/* coefficient * t^p exp(c t + e t^2) on the ball t > 0. */
static void evaluate(arb_t y, const envelope_struct *x, const arb_t t, slong prec)
{
    arb_t s;
    arb_init(s);
    arb_mul_arf(y, t, x->e, prec);
    arb_add_arf(y, y, x->c, prec);
    arb_mul(y, y, t, prec);
    if (!arf_is_zero(x->p)) {
        arb_log(s, t, prec);
        arb_mul_arf(s, s, x->p, prec);
        arb_add(y, y, s, prec);
    }
    arb_exp(y, y, prec);
    arb_mul_arf(y, y, x->coefficient, prec);
    arb_clear(s);
}

/* The critical points of the monomial are the positive roots of 2 e t^2 + c t + p; returns how many balls were written.
 */
static int critical_points(arb_struct *t, const envelope_struct *x, slong prec)
{
    int count = 0;
    if (arf_is_zero(x->e)) {
        if (arf_is_zero(x->c) || arf_is_zero(x->p)) return 0;
        arb_set_arf(t, x->p);
        arb_div_arf(t, t, x->c, prec);
        arb_neg(t, t);
        return 1;
    }
    /* The discriminant as a ball: its two terms may have exponents so far apart that their exact difference fills the memory.  Where
       its sign is not certain the balls need not hold a root: any point is as good to the caller. */
    arb_t root, term;
    arb_init(root);
    arb_init(term);
    arb_set_arf(root, x->c);
    arb_sqr(root, root, 2 * prec);
    arb_set_arf(term, x->e);
    arb_mul_arf(term, term, x->p, 2 * prec);
    arb_mul_2exp_si(term, term, 3);
    arb_sub(root, root, term, 2 * prec);
    if (!arb_is_negative(root)) {
        arb_sqrtpos(root, root, prec);
        for (count = 0; count < 2; count++) {
            if (count == 1) arb_neg(root, root);
            arb_sub_arf(t + count, root, x->c, prec);
            arb_div_arf(t + count, t + count, x->e, prec);
            arb_mul_2exp_si(t + count, t + count, -2);
        }
    }
    arb_clear(root);
    arb_clear(term);
    return count;
}

/* Largest (resp. smallest) bound of the values at R and at the critical points beyond R; the behaviour at infinity is
   the caller's.  A critical ball reaching below R is cut there, so every value used belongs to t >= R. */
static void extremum(arf_t value, const envelope_struct *x, const arf_t R, int largest, slong prec, arf_rnd_t rnd)
{
    arb_struct t[2];
    arb_t point, y;
    arf_t end, candidate;
    arb_init(t);
    arb_init(t + 1);
    arb_init(point);
    arb_init(y);
    arf_init(end);
    arf_init(candidate);
    int count = critical_points(t, x, prec + 32);
    for (int k = -1; k < count; k++) {
        if (k < 0)
            arb_set_arf(point, R);
        else {
            arb_get_ubound_arf(end, t + k, prec + 32);
            if (!(arf_cmp(end, R) > 0)) continue;
            arb_get_lbound_arf(candidate, t + k, prec + 32);
            if (arf_cmp(candidate, R) < 0)
                arb_set_interval_arf(point, R, end, prec + 32);
            else
                arb_set(point, t + k);
        }
        evaluate(y, x, point, prec + 32);
        bound(candidate, y, prec, rnd);
        if (k < 0 || (largest ? arf_cmp(candidate, value) > 0 : arf_cmp(candidate, value) < 0))
            arf_set(value, candidate);
    }
    if (arf_is_nan(value)) {
        if (rnd == ARF_RND_CEIL)
            arf_pos_inf(value);
        else
            arf_zero(value);
    }
    if (arf_sgn(value) < 0) arf_zero(value);
    arb_clear(t);
    arb_clear(t + 1);
    arb_clear(point);
    arb_clear(y);
    arf_clear(end);
    arf_clear(candidate);
}

void envelope_supremum(arf_t value, const envelope_struct *x, const arf_t R, slong prec, arf_rnd_t rnd)
{
    int order = envelope_order(x);
    if (envelope_is_zero(x) || envelope_is_infinite(x) || order == 0)
        arf_set(value, x->coefficient);
    else if (order > 0)
        arf_pos_inf(value);
    else
        extremum(value, x, R, 1, prec, rnd);
}

void envelope_infimum(arf_t value, const envelope_struct *x, const arf_t R, slong prec, arf_rnd_t rnd)
{
    int order = envelope_order(x);
    if (envelope_is_zero(x) || envelope_is_infinite(x) || order == 0)
        arf_set(value, x->coefficient);
    else if (order < 0)
        arf_zero(value);
    else
        extremum(value, x, R, 0, prec, rnd);
}

/* max(x, y) <= D max(1, r) and x + y <= D (1 + r), D the dominant envelope, r = sup of the ratio other/D. */
static void combine_upper(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, int add,
                          const arf_t R, slong prec)
{
    if (envelope_is_zero(x)) {
        envelope_set(z, y);
        return;
    }
    if (envelope_is_zero(y)) {
        envelope_set(z, x);
        return;
    }
    if (envelope_is_infinite(x) || envelope_is_infinite(y)) {
        set_infinite(z);
        return;
    }
    const envelope_struct *dominant = envelope_compare(x, y) >= 0 ? x : y, *other = dominant == x ? y : x;
    envelope_t ratio;
    arf_t r;
    envelope_init(ratio);
    arf_init(r);
    envelope_div(ratio, other, dominant, prec, ARF_RND_CEIL);
    envelope_supremum(r, ratio, R, prec, ARF_RND_CEIL);
    if (add)
        arf_add_ui(r, r, 1, prec, ARF_RND_CEIL);
    else if (arf_cmp_si(r, 1) < 0)
        arf_one(r);
    envelope_scale(z, dominant, r, prec, ARF_RND_CEIL);
    envelope_clear(ratio);
    arf_clear(r);
}

void envelope_add_upper(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, const arf_t R,
                        slong prec)
{
    combine_upper(z, x, y, 1, R, prec);
}

void envelope_max_upper(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, const arf_t R,
                        slong prec)
{
    combine_upper(z, x, y, 0, R, prec);
}

void envelope_add_lower(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec)
{
    int order = envelope_compare(x, y);
    if (envelope_is_zero(x))
        envelope_set(z, y);
    else if (envelope_is_zero(y))
        envelope_set(z, x);
    else if (order != 0)
        envelope_set(z, order > 0 ? x : y);
    else {
        arf_add(z->coefficient, x->coefficient, y->coefficient, prec, ARF_RND_FLOOR);
        arf_set(z->p, x->p);
        arf_set(z->c, x->c);
        arf_set(z->e, x->e);
    }
}

void envelope_remove_share(envelope_struct *z, const envelope_struct *x, const arf_t s, slong prec, arf_rnd_t rnd)
{
    arf_t rest;
    arf_init(rest);
    arf_sub_ui(rest, s, 1, prec, rnd == ARF_RND_CEIL ? ARF_RND_FLOOR : ARF_RND_CEIL);
    arf_neg(rest, rest);
    if (arf_sgn(rest) > 0)
        envelope_scale(z, x, rest, prec, rnd);
    else
        set_zero(z);
    arf_clear(rest);
}
