/* Interval arithmetic by end points, which may be infinite: it certifies 1/(1+exp(-u)), 1/(2+sin(u)), sqrt(1+u^2), ...
   for every x at once, however large u becomes; a ball cannot hold [1e-100, 1] without containing 0.  Ends are rounded
   outward to 64 bits; an end that is not known is infinite. */
#include "activation/evaluate.h"
#include "activation/global_range.h"

#define BITS RANGE_BITS

typedef void (*real_function)(arb_t, const arb_t, slong);

static void between(range_struct *r, slong lower, slong upper)
{
    arf_set_si(&r->lower, lower);
    arf_set_si(&r->upper, upper);
}

static void from_ball(range_struct *r, const arb_t c)
{
    if (!arb_is_finite(c)) {
        global_range_unknown(r);
        return;
    }
    arb_get_lbound_arf(&r->lower, c, BITS);
    arb_get_ubound_arf(&r->upper, c, BITS);
}

/* An increasing f at the finite ends; where the end is infinite, or Arb overflows, the limits at -inf and +inf hold
 * instead. */
static void increasing(range_struct *r, const range_struct *u, real_function f, const arf_t at_minus,
                       const arf_t at_plus)
{
    arb_t end;
    arb_init(end);
    arf_set(&r->lower, at_minus);
    arf_set(&r->upper, at_plus);
    if (arf_is_finite(&u->lower)) {
        arb_set_arf(end, &u->lower);
        f(end, end, BITS);
        if (arb_is_finite(end)) arb_get_lbound_arf(&r->lower, end, BITS);
    }
    if (arf_is_finite(&u->upper)) {
        arb_set_arf(end, &u->upper);
        f(end, end, BITS);
        if (arb_is_finite(end)) arb_get_ubound_arf(&r->upper, end, BITS);
    }
    if (arf_cmp(&r->lower, at_minus) < 0) arf_set(&r->lower, at_minus);
    if (arf_cmp(&r->upper, at_plus) > 0) arf_set(&r->upper, at_plus);
    arb_clear(end);
}

static void increasing_between(range_struct *r, const range_struct *u, real_function f, slong minus, slong plus)
{
    arf_t a, b; /* |limit| > 1 stands for infinity */
    arf_init(a);
    arf_init(b);
    arf_set_si(a, minus);
    arf_set_si(b, plus);
    if (minus < -2) arf_neg_inf(a);
    if (plus > 2) arf_pos_inf(b);
    increasing(r, u, f, a, b);
    arf_clear(a);
    arf_clear(b);
}

/* [-1, 1], or better on a finite interval. */
static void oscillating(range_struct *r, const range_struct *u, real_function f)
{
    between(r, -1, 1);
    if (arf_is_finite(&u->lower) && arf_is_finite(&u->upper)) {
        arb_t c;
        arf_t end;
        arb_init(c);
        arf_init(end);
        arb_set_interval_arf(c, &u->lower, &u->upper, BITS);
        f(c, c, BITS);
        if (arb_is_finite(c)) {
            arb_get_lbound_arf(end, c, BITS);
            arf_max(&r->lower, &r->lower, end);
            arb_get_ubound_arf(end, c, BITS);
            arf_min(&r->upper, &r->upper, end);
        }
        arb_clear(c);
        arf_clear(end);
    }
}

/* Increasing functions with the sign of their argument. */
static void odd_sign(range_struct *r, const range_struct *u, real_function f, slong minus, slong plus)
{
    increasing_between(r, u, f, minus, plus);
    r->sign = u->sign;
}

static void erfc_of_minus(arb_t y, const arb_t u, slong prec)
{
    arb_neg(y, u);
    arb_hypgeom_erfc(y, y, prec);
}

void node_range(range_struct *r, const expr_node *n, const range_struct *u, const range_struct *v, const arf_t from,
                const arf_t to)
{
    range_struct t;
    arb_t c;
    global_range_init(&t);
    arb_init(c);
    r->sign = 0;
    switch (n->kind) {
    case EXPR_X:
        arf_set(&r->lower, from);
        arf_set(&r->upper, to);
        break;
    case EXPR_RATIONAL:
    case EXPR_PI:
    case EXPR_E:
        expr_node_arb(c, n, NULL, NULL, NULL, BITS);
        from_ball(r, c);
        break;
    case EXPR_NEG:
        global_range_negate(r, u);
        break;
    case EXPR_ADD:
        global_range_add(r, u, v);
        break;
    case EXPR_SUB:
        global_range_negate(&t, v);
        global_range_add(r, u, &t);
        break;
    case EXPR_MUL:
        if (n->left == n->right)
            global_range_power(r, u, 2);
        else
            global_range_multiply(r, u, v);
        break;
    case EXPR_DIV:
        global_range_invert(&t, v);
        global_range_multiply(r, u, &t);
        break;
    case EXPR_POWER:
        if (n->exponent > 0) {
            global_range_power(r, u, n->exponent);
        } else {
            global_range_power(&t, u, -n->exponent);
            global_range_invert(r, &t);
        }
        break;
    case EXPR_EXP:
        increasing_between(r, u, arb_exp, 0, 9);
        r->sign = 1;
        break;
    case EXPR_EXPM1:
        odd_sign(r, u, arb_expm1, -1, 9);
        break;
    case EXPR_LOG1P:
        if (arf_cmp_si(&u->lower, -1) > 0)
            odd_sign(r, u, arb_log1p, -9, 9);
        else
            global_range_unknown(r);
        break;
    case EXPR_SQRT:
        if (arf_sgn(&u->lower) >= 0)
            odd_sign(r, u, arb_sqrt, 0, 9);
        else
            global_range_unknown(r);
        break;
    case EXPR_SIN:
        oscillating(r, u, arb_sin);
        break;
    case EXPR_COS:
        oscillating(r, u, arb_cos);
        break;
    case EXPR_SINH:
        odd_sign(r, u, arb_sinh, -9, 9);
        break;
    case EXPR_COSH:
        global_range_abs(&t, u);
        increasing_between(r, &t, arb_cosh, 1, 9);
        break;
    case EXPR_TANH:
        odd_sign(r, u, arb_tanh, -1, 1);
        break;
    case EXPR_ASINH:
        odd_sign(r, u, arb_asinh, -9, 9);
        break;
    case EXPR_ATAN:
        odd_sign(r, u, arb_atan, -2, 2);
        break;
    case EXPR_ERF:
        odd_sign(r, u, arb_hypgeom_erf, -1, 1);
        break;
    case EXPR_ERFC:
        global_range_negate(&t, u);
        increasing_between(r, &t, erfc_of_minus, 0, 2);
        r->sign = 1;
        break;
    case EXPR_LOG:
        if (arf_sgn(&u->lower) > 0)
            increasing_between(r, u, arb_log, -9, 9);
        else
            global_range_unknown(r);
        break;
    case EXPR_TAN:
        global_range_unknown(r);
        break;
    case EXPR_POW:
        global_range_unknown(r);
        arf_zero(&r->lower);
        r->sign = 1;
        break;
    }
    if (arf_is_nan(&r->lower) || arf_is_nan(&r->upper)) global_range_unknown(r);
    if (arf_sgn(&r->lower) > 0)
        r->sign = 1;
    else if (arf_sgn(&r->upper) < 0)
        r->sign = -1;
    if (r->sign > 0 && arf_sgn(&r->lower) < 0) /* global_range_invert() relies on ends that agree with the sign */
        arf_zero(&r->lower);
    if (r->sign < 0 && arf_sgn(&r->upper) > 0) arf_zero(&r->upper);
    global_range_clear(&t);
    arb_clear(c);
}
