/* Arithmetic of end-point intervals, rounded outward. */
#include "activation/global_range.h"

#define BITS RANGE_BITS

void global_range_init(range_struct *r)
{
    arf_init(&r->lower);
    arf_init(&r->upper);
    r->sign = 0;
}

void global_range_clear(range_struct *r)
{
    arf_clear(&r->lower);
    arf_clear(&r->upper);
}

void global_range_unknown(range_struct *r)
{
    arf_neg_inf(&r->lower);
    arf_pos_inf(&r->upper);
    r->sign = 0;
}

/* 0 * inf = 0: an unbounded end is a bound, not a value. */
static void product_end(arf_t p, const arf_t a, const arf_t b, arf_rnd_t direction)
{
    if (arf_is_zero(a) || arf_is_zero(b))
        arf_zero(p);
    else
        arf_mul(p, a, b, BITS, direction);
}

void global_range_multiply(range_struct *r, const range_struct *u, const range_struct *v)
{
    const arf_struct *end[2][2] = {{&u->lower, &u->upper}, {&v->lower, &v->upper}};
    arf_t p;
    arf_init(p);
    arf_pos_inf(&r->lower);
    arf_neg_inf(&r->upper);
    for (int i = 0; i < 4; i++) {
        product_end(p, end[0][i / 2], end[1][i % 2], ARF_RND_FLOOR);
        arf_min(&r->lower, &r->lower, p);
        product_end(p, end[0][i / 2], end[1][i % 2], ARF_RND_CEIL);
        arf_max(&r->upper, &r->upper, p);
    }
    r->sign = u->sign * v->sign;
    arf_clear(p);
}

/* 1/u for u of one sign; the ends are 1/upper and 1/lower. */
void global_range_invert(range_struct *r, const range_struct *u)
{
    arf_t one;
    if (u->sign == 0) {
        global_range_unknown(r);
        return;
    }
    arf_init(one);
    arf_one(one);
    r->sign = u->sign;
    if (arf_is_zero(&u->upper))
        arf_neg_inf(&r->lower);
    else if (arf_is_inf(&u->upper))
        arf_zero(&r->lower);
    else
        arf_div(&r->lower, one, &u->upper, BITS, ARF_RND_FLOOR);
    if (arf_is_zero(&u->lower))
        arf_pos_inf(&r->upper);
    else if (arf_is_inf(&u->lower))
        arf_zero(&r->upper);
    else
        arf_div(&r->upper, one, &u->lower, BITS, ARF_RND_CEIL);
    arf_clear(one);
}

void global_range_negate(range_struct *r, const range_struct *u)
{
    arf_neg(&r->lower, &u->upper);
    arf_neg(&r->upper, &u->lower);
    r->sign = -u->sign;
}

/* Lower ends are never +inf and upper ends never -inf, so no inf - inf arises. */
void global_range_add(range_struct *r, const range_struct *u, const range_struct *v)
{
    arf_add(&r->lower, &u->lower, &v->lower, BITS, ARF_RND_FLOOR);
    arf_add(&r->upper, &u->upper, &v->upper, BITS, ARF_RND_CEIL);
    if ((u->sign > 0 && arf_sgn(&v->lower) >= 0) || (v->sign > 0 && arf_sgn(&u->lower) >= 0))
        r->sign = 1;
    else if ((u->sign < 0 && arf_sgn(&v->upper) <= 0) || (v->sign < 0 && arf_sgn(&u->upper) <= 0))
        r->sign = -1;
}

/* [min |u|, max |u|] */
void global_range_abs(range_struct *r, const range_struct *u)
{
    if (arf_sgn(&u->lower) >= 0) {
        arf_set(&r->lower, &u->lower);
        arf_set(&r->upper, &u->upper);
    } else if (arf_sgn(&u->upper) <= 0) {
        arf_neg(&r->lower, &u->upper);
        arf_neg(&r->upper, &u->lower);
    } else {
        arf_neg(&r->upper, &u->lower);
        arf_max(&r->upper, &r->upper, &u->upper);
        arf_zero(&r->lower);
    }
    r->sign = u->sign != 0;
}

/* u^k, k >= 1: increasing in u for odd k, in |u| for even k. */
void global_range_power(range_struct *r, const range_struct *u, slong k)
{
    range_struct base;
    global_range_init(&base);
    if (k % 2 == 0) {
        global_range_abs(&base, u);
    } else {
        arf_set(&base.lower, &u->lower);
        arf_set(&base.upper, &u->upper);
        base.sign = u->sign;
    }
    for (int end = 0; end < 2; end++) {
        const arf_struct *from = end ? &base.upper : &base.lower;
        arf_struct *to = end ? &r->upper : &r->lower;
        if (arf_is_inf(from)) {
            arf_set(to, from); /* an odd power keeps the sign; an even one starts from |u| */
        } else {
            arb_t p;
            arb_init(p);
            arb_set_arf(p, from);
            arb_pow_ui(p, p, (ulong)k, BITS);
            if (end)
                arb_get_ubound_arf(to, p, BITS);
            else
                arb_get_lbound_arf(to, p, BITS);
            arb_clear(p);
        }
    }
    r->sign = base.sign;
    global_range_clear(&base);
}
