/* Taylor coefficients by FLINT's power-series arithmetic.  Coefficients 0 and 1 of every node come from the real
   evaluators (strict about poles and cuts, tight on wide balls); the rest from the series, integrating f(u) = c + int
   u' f'(u) where f' is simpler: log1p, erf, erfc, atan, asinh; tanh' = 4E/(1+E)^2 with E = exp(-2 s u), s the sign of
   u_0: no cancellation and no overflow in the tails; log1p(exp v)' = v'/(1 + exp(-v)), instead of a quotient of two
   huge numbers. */
#include "activation/evaluate.h"

typedef struct {
    slong length, prec;
} truncation;

static void scaled(arb_poly_t f, const arb_poly_t u, slong factor, const truncation *s)
{
    arb_t c;
    arb_init(c);
    arb_set_si(c, factor);
    arb_poly_scalar_mul(f, u, c, s->prec);
    arb_clear(c);
}

/* 1 + u^2, whose constant coefficient stays >= 1 on wide balls. */
static void one_plus_square(arb_poly_t f, const arb_poly_t u, const truncation *s)
{
    static const expr_node squared = {.kind = EXPR_POWER, .left = 0, .right = -1, .exponent = 2};
    arb_t c;
    arb_init(c);
    arb_poly_get_coeff_arb(c, u, 0);
    expr_node_arb(c, &squared, c, NULL, NULL, s->prec);
    arb_add_ui(c, c, 1, s->prec);
    arb_poly_mullow(f, u, u, s->length, s->prec);
    arb_poly_set_coeff_arb(f, 0, c);
    arb_clear(c);
}

/* E = exp(factor*u), f = 1/(1 + E) */
static void logistic(arb_poly_t f, arb_poly_t E, const arb_poly_t u, slong factor, const truncation *s)
{
    scaled(E, u, factor, s);
    arb_poly_exp_series(E, E, s->length, s->prec);
    arb_poly_add_si(f, E, 1, s->prec);
    arb_poly_inv_series(f, f, s->length, s->prec);
}

static void tanh_derivative(arb_poly_t g, const arb_poly_t u, const truncation *s)
{
    arb_poly_t E;
    arb_t c;
    arb_init(c);
    arb_poly_get_coeff_arb(c, u, 0);
    arb_poly_init(E);
    logistic(g, E, u, arf_sgn(arb_midref(c)) < 0 ? 2 : -2, s);
    arb_poly_mullow(g, g, g, s->length, s->prec);
    arb_poly_mullow(g, g, E, s->length, s->prec);
    arb_poly_scalar_mul_2exp_si(g, g, 2);
    arb_poly_clear(E);
    arb_clear(c);
}

/* 2/sqrt(pi) exp(-u^2) */
static void erf_derivative(arb_poly_t g, const arb_poly_t u, const truncation *s)
{
    arb_t c;
    arb_init(c);
    arb_poly_mullow(g, u, u, s->length, s->prec);
    arb_poly_neg(g, g);
    arb_poly_exp_series(g, g, s->length, s->prec);
    arb_const_sqrt_pi(c, s->prec);
    arb_poly_scalar_div(g, g, c, s->prec);
    arb_poly_scalar_mul_2exp_si(g, g, 1);
    arb_clear(c);
}

/* f = int inner' g; the constant is set by the caller. */
static void integrate(arb_poly_t f, const arb_poly_t inner, const arb_poly_t g, const truncation *s)
{
    arb_poly_t d;
    arb_poly_init(d);
    arb_poly_derivative(d, inner, s->prec);
    arb_poly_mullow(d, d, g, s->length, s->prec);
    arb_poly_integral(f, d, s->prec);
    arb_poly_truncate(f, s->length);
    arb_poly_clear(d);
}

/* u^k; for the linear u = u_0 + u_1 h by the binomial theorem, tight on wide balls. */
static void integer_power(arb_poly_t f, const arb_poly_t u, slong k, const truncation *s)
{
    if (k >= 0 && arb_poly_length(u) <= 2) {
        expr_node power = {.kind = EXPR_POWER, .left = 0, .right = -1};
        arb_t u0, u1, term;
        arb_init(u0);
        arb_init(u1);
        arb_init(term);
        arb_poly_get_coeff_arb(u0, u, 0);
        arb_poly_get_coeff_arb(u1, u, 1);
        arb_poly_zero(f);
        for (slong j = FLINT_MIN(k, s->length - 1); j >= 0; j--) {
            fmpz_t binomial;
            arb_t rest;
            fmpz_init(binomial);
            arb_init(rest);
            fmpz_bin_uiui(binomial, (ulong)k, (ulong)j);
            power.exponent = k - j;
            expr_node_arb(rest, &power, u0, NULL, NULL, s->prec);
            arb_pow_ui(term, u1, (ulong)j, s->prec);
            arb_mul(term, term, rest, s->prec);
            arb_mul_fmpz(term, term, binomial, s->prec);
            arb_poly_set_coeff_arb(f, j, term);
            fmpz_clear(binomial);
            arb_clear(rest);
        }
        arb_clear(u0);
        arb_clear(u1);
        arb_clear(term);
    } else {
        arb_poly_pow_ui_trunc_binexp(f, u, (ulong)FLINT_ABS(k), s->length, s->prec);
        if (k < 0) arb_poly_inv_series(f, f, s->length, s->prec);
    }
}

static void real_power(arb_poly_t f, const arb_poly_t u, const arb_poly_t v, const truncation *s)
{
    if (arb_poly_length(v) <= 1) {
        arb_t c;
        arb_init(c);
        arb_poly_get_coeff_arb(c, v, 0);
        arb_poly_pow_arb_series(f, u, c, s->length, s->prec);
        arb_clear(c);
    } else {
        arb_poly_log_series(f, u, s->length, s->prec);
        arb_poly_mullow(f, f, v, s->length, s->prec);
        arb_poly_exp_series(f, f, s->length, s->prec);
    }
}

static void node_series(arb_poly_t f, const expr_t e, slong index, const arb_poly_struct *series, const truncation *s)
{
    const expr_node *n = &e->node[index];
    const arb_poly_struct *u = n->left >= 0 ? series + n->left : NULL, *v = n->right >= 0 ? series + n->right : NULL;
    arb_poly_t g;
    switch (n->kind) {
    case EXPR_X:
    case EXPR_RATIONAL:
    case EXPR_PI:
    case EXPR_E:
        return; /* coefficients 0 and 1 are all */
    case EXPR_NEG:
        arb_poly_neg(f, u);
        return;
    case EXPR_ADD:
        arb_poly_add(f, u, v, s->prec);
        return;
    case EXPR_SUB:
        arb_poly_sub(f, u, v, s->prec);
        return;
    case EXPR_MUL:
        arb_poly_mullow(f, u, v, s->length, s->prec);
        return;
    case EXPR_DIV:
        arb_poly_div_series(f, u, v, s->length, s->prec);
        return;
    case EXPR_POWER:
        integer_power(f, u, n->exponent, s);
        return;
    case EXPR_POW:
        real_power(f, u, v, s);
        return;
    case EXPR_EXP:
    case EXPR_EXPM1:
        arb_poly_exp_series(f, u, s->length, s->prec);
        return;
    case EXPR_LOG:
        arb_poly_log_series(f, u, s->length, s->prec);
        return;
    case EXPR_SQRT:
        arb_poly_sqrt_series(f, u, s->length, s->prec);
        return;
    case EXPR_SIN:
        arb_poly_sin_series(f, u, s->length, s->prec);
        return;
    case EXPR_COS:
        arb_poly_cos_series(f, u, s->length, s->prec);
        return;
    case EXPR_TAN:
        arb_poly_tan_series(f, u, s->length, s->prec);
        return;
    case EXPR_SINH:
        arb_poly_sinh_series(f, u, s->length, s->prec);
        return;
    case EXPR_COSH:
        arb_poly_cosh_series(f, u, s->length, s->prec);
        return;
    default:
        break;
    }
    arb_poly_init(g);
    switch (n->kind) {
    case EXPR_LOG1P:
        if (e->node[n->left].kind == EXPR_EXP) {
            arb_poly_t E;
            arb_poly_init(E);
            u = series + e->node[n->left].left;
            logistic(g, E, u, -1, s);
            arb_poly_clear(E);
        } else {
            arb_poly_add_si(g, u, 1, s->prec);
            arb_poly_inv_series(g, g, s->length, s->prec);
        }
        break;
    case EXPR_TANH:
        tanh_derivative(g, u, s);
        break;
    case EXPR_ASINH:
        one_plus_square(g, u, s);
        arb_poly_rsqrt_series(g, g, s->length, s->prec);
        break;
    case EXPR_ATAN:
        one_plus_square(g, u, s);
        arb_poly_inv_series(g, g, s->length, s->prec);
        break;
    default: /* EXPR_ERF, EXPR_ERFC */
        erf_derivative(g, u, s);
        if (n->kind == EXPR_ERFC) arb_poly_neg(g, g);
    }
    integrate(f, u, g, s);
    arb_poly_clear(g);
}

static int is_constant_series(const expr_node *n, const arb_poly_struct *series)
{
    return n->kind != EXPR_X && (n->left < 0 || arb_poly_length(series + n->left) <= 1) &&
           (n->right < 0 || arb_poly_length(series + n->right) <= 1);
}

void expr_eval_series(arb_ptr y, const expr_t e, const arb_t x, slong length, slong prec)
{
    truncation s = {length, prec + 10};
    arb_ptr value = _arb_vec_init(e->count), slope = _arb_vec_init(e->count);
    arb_poly_struct *series = NULL;
    int finite = expr_values_arb(value, e, x, s.prec) < 0;
    for (slong i = 0; finite && length >= 2 && i < e->count; i++)
        expr_node_slope(slope + i, e, i, value, slope, s.prec);
    if (finite && length > 2) {
        series = flint_malloc((size_t)e->count * sizeof *series);
        for (slong i = 0; i < e->count; i++) {
            arb_poly_init(series + i);
            if (!is_constant_series(&e->node[i], series)) {
                node_series(series + i, e, i, series, &s);
                arb_poly_set_coeff_arb(series + i, 1, slope + i);
            }
            arb_poly_set_coeff_arb(series + i, 0, value + i);
        }
    }
    for (slong j = 0; j < length; j++) {
        if (!finite)
            arb_indeterminate(y + j);
        else if (j < 2)
            arb_set_round(y + j, (j == 0 ? value : slope) + e->count - 1, prec);
        else
            arb_poly_get_coeff_arb(y + j, series + e->count - 1, j);
        if (j >= 2) arb_set_round(y + j, y + j, prec);
    }
    for (slong i = 0; series && i < e->count; i++) arb_poly_clear(series + i);
    flint_free(series);
    _arb_vec_clear(value, e->count);
    _arb_vec_clear(slope, e->count);
}
