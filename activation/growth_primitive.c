/* Primitives and their first three derivatives on balls, for arguments that stay bounded. */
#include "activation/growth_element.h"

/* (2/sqrt(pi)) exp(-x^2) */
static void gauss(arb_t g, const arb_t x, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_sqr(t, x, prec);
    arb_neg(t, t);
    arb_exp(g, t, prec);
    arb_const_pi(t, prec);
    arb_rsqrt(t, t, prec);
    arb_mul_2exp_si(t, t, 1);
    arb_mul(g, g, t, prec);
    arb_clear(t);
}

/* y[1..3] of T with T' = 1 + s T^2: T'' = 2sT T', T''' = 2s T' (1 + 3 s T^2); s = +1 tan, s = -1 tanh. */
static void riccati(arb_struct *y, int s, slong prec)
{
    arb_t q;
    arb_init(q);
    arb_sqr(q, y, prec);
    arb_mul_si(q, q, s, prec);
    arb_add_ui(y + 1, q, 1, prec);
    arb_mul(y + 2, y, y + 1, prec);
    arb_mul_si(y + 2, y + 2, 2 * s, prec);
    arb_mul_ui(q, q, 3, prec);
    arb_add_ui(q, q, 1, prec);
    arb_mul(y + 3, q, y + 1, prec);
    arb_mul_si(y + 3, y + 3, 2 * s, prec);
    arb_clear(q);
}

/* 1/x, -1/x^2, 2/x^3 */
static void reciprocals(arb_struct *y, const arb_t x, slong prec)
{
    arb_inv(y, x, prec);
    arb_sqr(y + 1, y, prec);
    arb_mul(y + 2, y + 1, y, prec);
    arb_neg(y + 1, y + 1);
    arb_mul_2exp_si(y + 2, y + 2, 1);
}

void primitive_derivatives(arb_struct *y, expr_kind kind, const arb_t x, slong prec)
{
    arb_t r, s;
    arb_init(r);
    arb_init(s);
    switch (kind) {
    case EXPR_EXP:
    case EXPR_EXPM1:
        for (int k = 0; k < 4; k++) arb_exp(y + k, x, prec);
        if (kind == EXPR_EXPM1) arb_expm1(y, x, prec);
        break;
    case EXPR_LOG:
        if (arb_is_positive(x))
            arb_log(y, x, prec);
        else
            arb_indeterminate(y);
        reciprocals(y + 1, x, prec);
        break;
    case EXPR_LOG1P:
        arb_add_ui(r, x, 1, prec);
        if (arb_is_positive(r))
            arb_log1p(y, x, prec);
        else
            arb_indeterminate(y);
        reciprocals(y + 1, r, prec);
        break;
    case EXPR_SQRT:
        if (arb_is_positive(x))
            arb_sqrt(y, x, prec);
        else
            arb_indeterminate(y);
        arb_inv(y + 1, y, prec); /* 1/(2 sqrt x), then times -1/(2x), then times -3/(2x) */
        arb_mul_2exp_si(y + 1, y + 1, -1);
        arb_div(y + 2, y + 1, x, prec);
        arb_mul_2exp_si(y + 2, y + 2, -1);
        arb_div(y + 3, y + 2, x, prec);
        arb_mul_ui(y + 3, y + 3, 3, prec);
        arb_mul_2exp_si(y + 3, y + 3, -1);
        arb_neg(y + 2, y + 2);
        break;
    case EXPR_SIN:
        arb_sin_cos(y, y + 1, x, prec);
        arb_neg(y + 2, y);
        arb_neg(y + 3, y + 1);
        break;
    case EXPR_COS:
        arb_sin_cos(y + 3, y, x, prec);
        arb_neg(y + 1, y + 3);
        arb_neg(y + 2, y);
        break;
    case EXPR_TAN:
        arb_tan(y, x, prec);
        riccati(y, 1, prec);
        break;
    case EXPR_SINH:
    case EXPR_COSH:
        arb_sinh_cosh(r, s, x, prec);
        for (int k = 0; k < 4; k++) arb_set(y + k, (k % 2 == 0) == (kind == EXPR_SINH) ? r : s);
        break;
    case EXPR_TANH:
        arb_tanh(y, x, prec);
        riccati(y, -1, prec);
        break;
    case EXPR_ASINH: /* r = 1/sqrt(1+x^2): r, -x r^3, (2x^2-1) r^5 */
        arb_asinh(y, x, prec);
        arb_sqr(s, x, prec);
        arb_add_ui(r, s, 1, prec);
        arb_rsqrt(r, r, prec);
        arb_set(y + 1, r);
        arb_pow_ui(y + 2, r, 3, prec);
        arb_mul(y + 2, y + 2, x, prec);
        arb_neg(y + 2, y + 2);
        arb_mul_2exp_si(s, s, 1);
        arb_sub_ui(s, s, 1, prec);
        arb_pow_ui(y + 3, r, 5, prec);
        arb_mul(y + 3, y + 3, s, prec);
        break;
    case EXPR_ATAN: /* r = 1/(1+x^2): r, -2x r^2, (6x^2-2) r^3 */
        arb_atan(y, x, prec);
        arb_sqr(s, x, prec);
        arb_add_ui(r, s, 1, prec);
        arb_inv(r, r, prec);
        arb_set(y + 1, r);
        arb_sqr(y + 2, r, prec);
        arb_mul(y + 2, y + 2, x, prec);
        arb_mul_si(y + 2, y + 2, -2, prec);
        arb_mul_ui(s, s, 6, prec);
        arb_sub_ui(s, s, 2, prec);
        arb_pow_ui(y + 3, r, 3, prec);
        arb_mul(y + 3, y + 3, s, prec);
        break;
    case EXPR_ERF: /* g, -2x g, (4x^2-2) g */
    case EXPR_ERFC:
        if (kind == EXPR_ERF)
            arb_hypgeom_erf(y, x, prec);
        else
            arb_hypgeom_erfc(y, x, prec);
        gauss(y + 1, x, prec);
        if (kind == EXPR_ERFC) arb_neg(y + 1, y + 1);
        arb_mul(y + 2, y + 1, x, prec);
        arb_mul_si(y + 2, y + 2, -2, prec);
        arb_sqr(s, x, prec);
        arb_mul_2exp_si(s, s, 2);
        arb_sub_ui(s, s, 2, prec);
        arb_mul(y + 3, y + 1, s, prec);
        break;
    default:
        for (int k = 0; k < 4; k++) arb_indeterminate(y + k);
    }
    arb_clear(r);
    arb_clear(s);
}

void primitive_derivatives_wide(arb_struct *y, expr_kind kind, const arb_t x, slong prec)
{
    enum { PARTS = 32 };
    if (mag_cmp_2exp_si(arb_radref(x), -8) <= 0) {
        primitive_derivatives(y, kind, x, prec);
        return;
    }
    arb_struct part[4];
    arb_t piece, step;
    for (int k = 0; k < 4; k++) arb_init(part + k);
    arb_init(piece);
    arb_init(step);
    arf_set_mag(arb_midref(step), arb_radref(x)); /* the parts tile [mid - rad, mid + rad] */
    arb_div_ui(step, step, PARTS, prec);
    for (int j = 0; j < PARTS; j++) {
        /* centre mid + (2j + 1 - PARTS) rad/PARTS, radius rad/PARTS */
        arb_mul_si(piece, step, 2 * j + 1 - PARTS, prec);
        arb_add_arf(piece, piece, arb_midref(x), prec);
        arb_add_error(piece, step);
        primitive_derivatives(part, kind, piece, prec);
        for (int k = 0; k < 4; k++) {
            if (j == 0)
                arb_set(y + k, part + k);
            else
                arb_union(y + k, y + k, part + k, prec);
        }
    }
    for (int k = 0; k < 4; k++) arb_clear(part + k);
    arb_clear(piece);
    arb_clear(step);
}

int primitive_zeros(expr_kind kind)
{
    switch (kind) {
    case EXPR_SIN:
    case EXPR_TAN:
    case EXPR_SINH:
    case EXPR_TANH:
    case EXPR_ASINH:
    case EXPR_ATAN:
    case EXPR_ERF:
        return 5; /* odd functions: F(0) = F''(0) = 0 */
    case EXPR_COS:
    case EXPR_COSH:
        return 2;
    case EXPR_LOG1P:
    case EXPR_EXPM1:
        return 1;
    case EXPR_ERFC:
        return 4;
    default:
        return 0;
    }
}
