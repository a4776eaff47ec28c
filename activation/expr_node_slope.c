/* The first Taylor coefficient of one operation, by the chain rule with tight real operations, so that f' stays narrow
   on wide balls (a quotient of series would lose that) and keeps its relative accuracy in the tails. */
#include "activation/evaluate.h"

/* y = kind(a, b) by the tight evaluator */
static void apply(arb_t y, expr_kind kind, slong exponent, const arb_t a, const arb_t b, slong prec)
{
    expr_node n = {.kind = kind, .left = 0, .right = b ? 1 : -1, .exponent = exponent};
    expr_node_arb(y, &n, a, b, NULL, prec);
}

static void inverse(arb_t y, const arb_t a, slong prec)
{
    apply(y, EXPR_POWER, -1, a, NULL, prec);
}

/* 1 + a^2 */
static void one_plus_square(arb_t y, const arb_t a, slong prec)
{
    apply(y, EXPR_POWER, 2, a, NULL, prec);
    arb_add_ui(y, y, 1, prec);
}

/* d = f'(u) for the function f of node n, value = f(u). */
static void derivative(arb_t d, const expr_node *n, const arb_t u, const arb_t value, slong prec)
{
    switch (n->kind) {
    case EXPR_EXP:
        arb_set(d, value);
        return;
    case EXPR_EXPM1:
        apply(d, EXPR_EXP, 0, u, NULL, prec);
        return;
    case EXPR_LOG:
        inverse(d, u, prec);
        return;
    case EXPR_LOG1P:
        arb_add_ui(d, u, 1, prec);
        inverse(d, d, prec);
        return;
    case EXPR_SQRT:
        inverse(d, value, prec);
        arb_mul_2exp_si(d, d, -1);
        return;
    case EXPR_SIN:
        arb_cos(d, u, prec);
        return;
    case EXPR_COS:
        arb_sin(d, u, prec);
        arb_neg(d, d);
        return;
    case EXPR_TAN:
        one_plus_square(d, value, prec);
        return;
    case EXPR_SINH:
        apply(d, EXPR_COSH, 0, u, NULL, prec);
        return;
    case EXPR_COSH:
        apply(d, EXPR_SINH, 0, u, NULL, prec);
        return;
    case EXPR_TANH: /* 1/cosh^2: no cancellation where tanh is near 1 */
        apply(d, EXPR_COSH, 0, u, NULL, prec);
        apply(d, EXPR_POWER, -2, d, NULL, prec);
        return;
    case EXPR_ASINH:
        one_plus_square(d, u, prec);
        apply(d, EXPR_SQRT, 0, d, NULL, prec);
        inverse(d, d, prec);
        return;
    case EXPR_ATAN:
        one_plus_square(d, u, prec);
        inverse(d, d, prec);
        return;
    case EXPR_ERF:
    case EXPR_ERFC: { /* +- 2/sqrt(pi) exp(-u^2) */
        arb_t c;
        arb_init(c);
        apply(d, EXPR_POWER, 2, u, NULL, prec);
        arb_neg(d, d);
        apply(d, EXPR_EXP, 0, d, NULL, prec);
        arb_const_sqrt_pi(c, prec);
        arb_div(d, d, c, prec);
        arb_mul_2exp_si(d, d, 1);
        if (n->kind == EXPR_ERFC) arb_neg(d, d);
        arb_clear(c);
        return;
    }
    default:
        arb_indeterminate(d);
    }
}

/* (a/b)' = (a' - (a/b) b')/b */
static void quotient_slope(arb_t d, const arb_t value, const arb_t b, const arb_t a1, const arb_t b1, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_mul(t, value, b1, prec);
    arb_sub(t, a1, t, prec);
    apply(d, EXPR_DIV, 0, t, b, prec);
    arb_clear(t);
}

/* (a^b)' = a^b (b' log a + b a'/a) */
static void pow_slope(arb_t d, const arb_t value, const arb_t a, const arb_t b, const arb_t a1, const arb_t b1,
                      slong prec)
{
    arb_t s, t;
    arb_init(s);
    arb_init(t);
    inverse(s, a, prec);
    arb_mul(s, s, a1, prec);
    arb_mul(s, s, b, prec);
    if (!arb_is_zero(b1)) {
        apply(t, EXPR_LOG, 0, a, NULL, prec);
        arb_addmul(s, t, b1, prec);
    }
    arb_mul(d, s, value, prec);
    arb_clear(s);
    arb_clear(t);
}

/* log1p(exp(v))' = v'/(1 + exp(-v)): exp(v)/(1 + exp(v)) would be a quotient of two wide balls. */
static void softplus_slope(arb_t d, const arb_t v, const arb_t v1, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_neg(t, v);
    apply(t, EXPR_EXP, 0, t, NULL, prec);
    arb_add_ui(t, t, 1, prec);
    inverse(t, t, prec);
    arb_mul(d, t, v1, prec);
    arb_clear(t);
}

void expr_node_slope(arb_t d, const expr_t e, slong index, arb_srcptr value, arb_srcptr slope, slong prec)
{
    const expr_node *n = &e->node[index];
    slong a = n->left, b = n->right;
    switch (n->kind) {
    case EXPR_X:
        arb_one(d);
        return;
    case EXPR_RATIONAL:
    case EXPR_PI:
    case EXPR_E:
        arb_zero(d);
        return;
    case EXPR_NEG:
        arb_neg(d, slope + a);
        return;
    case EXPR_ADD:
        arb_add(d, slope + a, slope + b, prec);
        return;
    case EXPR_SUB:
        arb_sub(d, slope + a, slope + b, prec);
        return;
    case EXPR_MUL:
        arb_mul(d, value + a, slope + b, prec);
        arb_addmul(d, value + b, slope + a, prec);
        return;
    case EXPR_DIV:
        quotient_slope(d, value + index, value + b, slope + a, slope + b, prec);
        return;
    case EXPR_POWER:
        apply(d, EXPR_POWER, n->exponent - 1, value + a, NULL, prec);
        arb_mul(d, d, slope + a, prec);
        arb_mul_si(d, d, n->exponent, prec);
        return;
    case EXPR_POW:
        pow_slope(d, value + index, value + a, value + b, slope + a, slope + b, prec);
        return;
    default:
        if (arb_is_zero(slope + a)) {
            arb_zero(d);
        } else if (n->kind == EXPR_LOG1P && e->node[a].kind == EXPR_EXP) {
            softplus_slope(d, value + e->node[a].left, slope + e->node[a].left, prec);
        } else {
            derivative(d, n, value + a, value + index, prec);
            arb_mul(d, d, slope + a, prec);
        }
    }
}
