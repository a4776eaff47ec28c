/* One operation on real balls.  Narrow balls go to Arb's function; on wide balls (radius above 2^-8, or fewer than 8
   relative bits) a monotone function is evaluated at both end points, which is the exact range up to rounding. */
#include "activation/evaluate.h"

typedef void (*real_function)(arb_t, const arb_t, slong);

static int is_wide(const arb_t u)
{
    return mag_cmp_2exp_si(arb_radref(u), -8) > 0 || (!arb_is_exact(u) && arb_rel_accuracy_bits(u) < 8);
}

static void end_points(arb_t lower, arb_t upper, const arb_t u, slong prec)
{
    arb_zero(lower);
    arb_zero(upper);
    arb_get_interval_arf(arb_midref(lower), arb_midref(upper), u, prec);
}

static void monotone(arb_t y, const arb_t u, real_function f, slong prec)
{
    if (!is_wide(u)) {
        f(y, u, prec);
        return;
    }
    arb_t lower, upper;
    arb_init(lower);
    arb_init(upper);
    end_points(lower, upper, u, prec);
    f(lower, lower, prec);
    f(upper, upper, prec);
    arb_union(y, lower, upper, prec);
    arb_clear(lower);
    arb_clear(upper);
}

/* f even and increasing on [0, inf): the range lies between the smallest and the largest |u|. */
static void even_increasing(arb_t y, const arb_t u, real_function f, slong prec)
{
    arb_t least, most;
    if (!is_wide(u)) {
        f(y, u, prec);
        return;
    }
    arb_init(least);
    arb_init(most);
    arb_get_abs_lbound_arf(arb_midref(least), u, prec); /* exactly 0 when u contains 0 */
    arb_get_abs_ubound_arf(arb_midref(most), u, prec);
    f(least, least, prec);
    f(most, most, prec);
    arb_union(y, least, most, prec);
    arb_clear(least);
    arb_clear(most);
}

static int positive(const arb_t u)
{
    return arb_is_finite(u) && arb_is_positive(u);
}

static void tangent(arb_t y, const arb_t u, slong prec)
{
    arb_t c;
    if (!is_wide(u)) {
        arb_tan(y, u, prec);
        return;
    }
    arb_init(c);
    arb_cos(c, u, prec);
    if (arb_contains_zero(c))
        arb_indeterminate(y);
    else
        monotone(y, u, arb_tan, prec); /* no pole in between */
    arb_clear(c);
}

static void positive_power(arb_t y, const arb_t u, ulong k, slong prec)
{
    arb_t lower, upper;
    if (!is_wide(u)) {
        arb_pow_ui(y, u, k, prec);
        return;
    }
    arb_init(lower);
    arb_init(upper);
    end_points(lower, upper, u, prec);
    if (k % 2 == 0 && arb_contains_zero(u)) {
        if (arf_cmpabs(arb_midref(lower), arb_midref(upper)) > 0) arb_swap(lower, upper);
        arb_zero(lower);
    }
    arb_pow_ui(lower, lower, k, prec);
    arb_pow_ui(upper, upper, k, prec);
    arb_union(y, lower, upper, prec);
    arb_clear(lower);
    arb_clear(upper);
}

static void integer_power(arb_t y, const arb_t u, slong k, slong prec)
{
    if (k >= 0) {
        positive_power(y, u, (ulong)k, prec);
    } else if (arb_contains_zero(u)) {
        arb_indeterminate(y);
    } else {
        positive_power(y, u, (ulong)-k, prec);
        if (arb_contains_zero(y))
            arb_indeterminate(y);
        else
            monotone(y, y, arb_inv, prec);
    }
}

/* left^right = exp(right log left), left > 0. */
static void real_power(arb_t y, const arb_t left, const arb_t right, slong prec)
{
    if (!positive(left)) {
        arb_indeterminate(y);
    } else if (!is_wide(left) && !is_wide(right)) {
        arb_pow(y, left, right, prec);
    } else {
        arb_t t;
        arb_init(t);
        monotone(t, left, arb_log, prec);
        arb_mul(t, t, right, prec);
        monotone(y, t, arb_exp, prec);
        arb_clear(t);
    }
}

static void quotient(arb_t y, const arb_t a, const arb_t b, slong prec)
{
    if (arb_contains_zero(b)) {
        arb_indeterminate(y);
    } else if (!is_wide(b)) {
        arb_div(y, a, b, prec);
    } else {
        arb_t t;
        arb_init(t);
        monotone(t, b, arb_inv, prec);
        arb_mul(y, a, t, prec);
        arb_clear(t);
    }
}

void expr_node_arb(arb_t y, const expr_node *n, const arb_t a, const arb_t b, const arb_t x, slong prec)
{
    switch (n->kind) {
    case EXPR_X:
        arb_set(y, x);
        return;
    case EXPR_RATIONAL:
        arb_set_fmpq(y, &n->value, prec);
        return;
    case EXPR_PI:
        arb_const_pi(y, prec);
        return;
    case EXPR_E:
        arb_const_e(y, prec);
        return;
    case EXPR_NEG:
        arb_neg(y, a);
        return;
    case EXPR_ADD:
        arb_add(y, a, b, prec);
        return;
    case EXPR_SUB:
        arb_sub(y, a, b, prec);
        return;
    case EXPR_MUL:
        if (n->left == n->right)
            positive_power(y, a, 2, prec);
        else
            arb_mul(y, a, b, prec);
        return;
    case EXPR_DIV:
        quotient(y, a, b, prec);
        return;
    case EXPR_POWER:
        integer_power(y, a, n->exponent, prec);
        return;
    case EXPR_POW:
        real_power(y, a, b, prec);
        return;
    case EXPR_EXP:
        monotone(y, a, arb_exp, prec);
        return;
    case EXPR_LOG:
        if (positive(a))
            monotone(y, a, arb_log, prec);
        else
            arb_indeterminate(y);
        return;
    case EXPR_LOG1P: {
        arf_t lower;
        arf_init(lower);
        arb_get_lbound_arf(lower, a, prec);
        if (arb_is_finite(a) && arf_cmp_si(lower, -1) > 0)
            monotone(y, a, arb_log1p, prec);
        else
            arb_indeterminate(y);
        arf_clear(lower);
        return;
    }
    case EXPR_EXPM1:
        monotone(y, a, arb_expm1, prec);
        return;
    case EXPR_SQRT:
        if (positive(a))
            monotone(y, a, arb_sqrt, prec);
        else
            arb_indeterminate(y);
        return;
    case EXPR_SIN:
        arb_sin(y, a, prec);
        return;
    case EXPR_COS:
        arb_cos(y, a, prec);
        return;
    case EXPR_TAN:
        tangent(y, a, prec);
        return;
    case EXPR_SINH:
        monotone(y, a, arb_sinh, prec);
        return;
    case EXPR_COSH:
        even_increasing(y, a, arb_cosh, prec);
        return;
    case EXPR_TANH:
        monotone(y, a, arb_tanh, prec);
        return;
    case EXPR_ASINH:
        monotone(y, a, arb_asinh, prec);
        return;
    case EXPR_ATAN:
        monotone(y, a, arb_atan, prec);
        return;
    case EXPR_ERF:
        monotone(y, a, arb_hypgeom_erf, prec);
        return;
    case EXPR_ERFC:
        monotone(y, a, arb_hypgeom_erfc, prec);
        return;
    }
    arb_indeterminate(y);
}
