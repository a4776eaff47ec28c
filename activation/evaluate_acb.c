/* Complex balls.  Multivalued functions take the principal branch and are refused on boxes that meet the cut; poles
   show as a divisor containing 0 or as a non-finite result of Arb. */
#include "activation/evaluate.h"

/* 1 iff the box avoids (-inf, 0], the cut of log, sqrt and powers. */
static int avoids_cut(const acb_t z)
{
    return acb_is_finite(z) && (arb_is_positive(acb_realref(z)) || !arb_contains_zero(acb_imagref(z)));
}

/* 1 iff the box avoids i[1,inf) and -i[1,inf), the cuts of atan and asinh. */
static int avoids_imaginary_cuts(const acb_t z)
{
    mag_t height;
    int avoids;
    if (!acb_is_finite(z)) return 0;
    if (!arb_contains_zero(acb_realref(z))) return 1;
    mag_init(height);
    arb_get_mag(height, acb_imagref(z)); /* upper bound of |Im z| */
    avoids = mag_cmp_2exp_si(height, 0) < 0;
    mag_clear(height);
    return avoids;
}

/* asinh is odd; log(z + sqrt(1+z^2)) cancels in the left half plane. */
static void inverse_hyperbolic_sine(acb_t y, const acb_t z, slong prec)
{
    if (arb_is_negative(acb_realref(z))) {
        acb_neg(y, z);
        acb_asinh(y, y, prec);
        acb_neg(y, y);
    } else {
        acb_asinh(y, z, prec);
    }
}

static void logarithm_1p(acb_t y, const acb_t z, slong prec)
{
    acb_t shifted;
    acb_init(shifted);
    acb_add_ui(shifted, z, 1, prec);
    if (avoids_cut(shifted))
        acb_log1p(y, z, prec);
    else
        acb_indeterminate(y);
    acb_clear(shifted);
}

static void power(acb_t y, const acb_t left, const acb_t right, slong prec)
{
    if (avoids_cut(left))
        acb_pow(y, left, right, prec);
    else
        acb_indeterminate(y);
}

static void integer_power(acb_t y, const acb_t u, slong k, slong prec)
{
    if (k < 0 && acb_contains_zero(u))
        acb_indeterminate(y);
    else
        acb_pow_si(y, u, k, prec);
}

void expr_node_acb(acb_t y, const expr_node *n, const acb_t a, const acb_t b, const acb_t z, slong prec)
{
    switch (n->kind) {
    case EXPR_X:
        acb_set(y, z);
        return;
    case EXPR_RATIONAL:
        acb_set_fmpq(y, &n->value, prec);
        return;
    case EXPR_PI:
        acb_const_pi(y, prec);
        return;
    case EXPR_E:
        arb_const_e(acb_realref(y), prec);
        arb_zero(acb_imagref(y));
        return;
    case EXPR_NEG:
        acb_neg(y, a);
        return;
    case EXPR_ADD:
        acb_add(y, a, b, prec);
        return;
    case EXPR_SUB:
        acb_sub(y, a, b, prec);
        return;
    case EXPR_MUL:
        acb_mul(y, a, b, prec);
        return;
    case EXPR_DIV:
        if (acb_contains_zero(b))
            acb_indeterminate(y);
        else
            acb_div(y, a, b, prec);
        return;
    case EXPR_POWER:
        integer_power(y, a, n->exponent, prec);
        return;
    case EXPR_POW:
        power(y, a, b, prec);
        return;
    case EXPR_EXP:
        acb_exp(y, a, prec);
        return;
    case EXPR_LOG:
        if (avoids_cut(a))
            acb_log(y, a, prec);
        else
            acb_indeterminate(y);
        return;
    case EXPR_LOG1P:
        logarithm_1p(y, a, prec);
        return;
    case EXPR_EXPM1:
        acb_expm1(y, a, prec);
        return;
    case EXPR_SQRT:
        if (avoids_cut(a))
            acb_sqrt(y, a, prec);
        else
            acb_indeterminate(y);
        return;
    case EXPR_SIN:
        acb_sin(y, a, prec);
        return;
    case EXPR_COS:
        acb_cos(y, a, prec);
        return;
    case EXPR_TAN:
        acb_tan(y, a, prec);
        return;
    case EXPR_SINH:
        acb_sinh(y, a, prec);
        return;
    case EXPR_COSH:
        acb_cosh(y, a, prec);
        return;
    case EXPR_TANH:
        acb_tanh(y, a, prec);
        return;
    case EXPR_ASINH:
        if (avoids_imaginary_cuts(a))
            inverse_hyperbolic_sine(y, a, prec);
        else
            acb_indeterminate(y);
        return;
    case EXPR_ATAN:
        if (avoids_imaginary_cuts(a))
            acb_atan(y, a, prec);
        else
            acb_indeterminate(y);
        return;
    case EXPR_ERF:
        acb_hypgeom_erf(y, a, prec);
        return;
    case EXPR_ERFC:
        acb_hypgeom_erfc(y, a, prec);
        return;
    }
    acb_indeterminate(y);
}

void expr_eval_acb(acb_t y, const expr_t e, const acb_t z, slong prec)
{
    acb_ptr value = _acb_vec_init(e->count);
    slong i = 0;
    for (; i < e->count; i++) {
        const expr_node *n = &e->node[i];
        expr_node_acb(value + i, n, n->left >= 0 ? value + n->left : NULL, n->right >= 0 ? value + n->right : NULL, z,
                      prec + 10);
        if (!acb_is_finite(value + i)) break;
    }
    if (i < e->count)
        acb_indeterminate(y);
    else
        acb_set_round(y, value + e->count - 1, prec);
    _acb_vec_clear(value, e->count);
}
