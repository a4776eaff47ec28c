/* Growth of F(u), F'(u), F''(u) for the unary primitives.  v = |u| >= v0 on t >= R. */
#include "activation/growth_element.h"

/* What every rule needs about u. */
typedef struct {
    const element_struct *u;
    element_t absolute; /* |u| */
    element_t decay;    /* exp(-|u|) */
    element_t bell;     /* exp(-u^2) */
    element_t scratch;
    arb_t v0, one, lo, hi;
    int sign;
    const growth_context *at;
} rule_struct;

static void rule_init(rule_struct *r, const element_struct *u, const growth_context *at)
{
    arf_t least;
    arf_init(least);
    r->u = u;
    r->at = at;
    r->sign = u->bound.sign;
    element_init(r->absolute);
    element_init(r->decay);
    element_init(r->bell);
    element_init(r->scratch);
    arb_init(r->v0);
    arb_init(r->one);
    arb_init(r->lo);
    arb_init(r->hi);
    arb_one(r->one);
    element_least(least, u, at);
    if (r->sign != 0 && arf_is_finite(least)) arb_set_arf(r->v0, least);
    element_set(r->absolute, u);
    if (r->sign < 0) element_neg(r->absolute, u);
    if (r->sign != 0) {
        element_neg(r->scratch, r->absolute);
        element_exp(r->decay, r->scratch, at);
    }
    element_power(r->scratch, u, 2, at);
    element_neg(r->scratch, r->scratch);
    element_exp(r->bell, r->scratch, at);
    arf_clear(least);
}

static void rule_clear(rule_struct *r)
{
    element_clear(r->absolute);
    element_clear(r->decay);
    element_clear(r->bell);
    element_clear(r->scratch);
    arb_clear(r->v0);
    arb_clear(r->one);
    arb_clear(r->lo);
    arb_clear(r->hi);
}

/* z = sign * [factor * share, factor] * x, share in [0, 1]; `factor` in r->hi, `share` in r->lo. */
static void shrink(element_struct *z, int sign, rule_struct *r, const element_struct *x)
{
    arb_mul(r->lo, r->lo, r->hi, r->at->prec);
    element_between(z, sign, r->lo, r->hi, x, r->at);
}

/* r->lo = (1 + v0^-2)^(-halves/2): the share of |u|^-halves left in (1 + u^2)^(-halves/2). */
static void algebraic_share(rule_struct *r, ulong halves)
{
    arb_inv(r->lo, r->v0, r->at->prec);
    if (!arb_is_finite(r->lo)) {
        arb_zero(r->lo);
        return;
    }
    arb_sqr(r->lo, r->lo, r->at->prec);
    arb_add_ui(r->lo, r->lo, 1, r->at->prec);
    arb_rsqrt(r->lo, r->lo, r->at->prec);
    arb_pow_ui(r->lo, r->lo, halves, r->at->prec);
}

/* r->lo = 1/(1 + exp(-k v0))^power */
static void logistic_share(rule_struct *r, slong k, ulong power)
{
    arb_mul_si(r->lo, r->v0, -k, r->at->prec);
    arb_exp(r->lo, r->lo, r->at->prec);
    arb_add_ui(r->lo, r->lo, 1, r->at->prec);
    arb_inv(r->lo, r->lo, r->at->prec);
    arb_pow_ui(r->lo, r->lo, power, r->at->prec);
}

/* tanh: sign [tanh v0, 1]; tanh' = 4 e^{-2v}/(1+e^{-2v})^2; tanh'' = -2 tanh tanh'. */
static void tanh_rule(element_struct *F, rule_struct *r, int order)
{
    element_monomial(r->scratch, 0, r->at);
    arb_one(r->hi);
    arb_tanh(r->lo, r->v0, r->at->prec);
    shrink(F, r->sign, r, r->scratch);
    if (order < 1) return;
    element_power(r->scratch, r->decay, 2, r->at);
    arb_set_ui(r->hi, 4);
    logistic_share(r, 2, 2);
    shrink(F + 1, 1, r, r->scratch);
    if (order < 2) return;
    arb_set_si(r->lo, -2);
    element_mul(F + 2, F, F + 1, r->at);
    element_scale(F + 2, F + 2, r->lo, r->at);
}

/* exp(v)/2 [1 - e^{-2 v0}, 1] resp. [1, 1 + e^{-2 v0}] */
static void hyperbolic_rule(element_struct *F, expr_kind kind, rule_struct *r, int order)
{
    element_t growing;
    arb_t rest;
    element_init(growing);
    arb_init(rest);
    element_exp(growing, r->absolute, r->at);
    arb_mul_si(rest, r->v0, -2, r->at->prec);
    arb_exp(rest, rest, r->at->prec);
    for (int k = 0; k <= order; k++) {
        if ((k % 2 == 0) == (kind == EXPR_SINH)) {
            arb_sub_ui(r->lo, rest, 1, r->at->prec);
            arb_neg(r->lo, r->lo);
            arb_one(r->hi);
        } else {
            arb_one(r->lo);
            arb_add_ui(r->hi, rest, 1, r->at->prec);
        }
        arb_mul_2exp_si(r->lo, r->lo, -1);
        arb_mul_2exp_si(r->hi, r->hi, -1);
        element_between(F + k, (k % 2 == 0) == (kind == EXPR_SINH) ? r->sign : 1, r->lo, r->hi, growing, r->at);
    }
    element_clear(growing);
    arb_clear(rest);
}

/* expm1 = exp(u) - 1: exp(u) [1 - e^{-v0}, 1] for u > 0, -[1 - e^{-v0}, 1] for u < 0. */
static void expm1_rule(element_struct *F, rule_struct *r, int order)
{
    for (int k = 1; k <= order; k++) element_exp(F + k, r->u, r->at);
    if (r->sign > 0)
        element_exp(r->scratch, r->u, r->at);
    else
        element_monomial(r->scratch, 0, r->at);
    arb_neg(r->lo, r->v0);
    arb_expm1(r->lo, r->lo, r->at->prec);
    arb_neg(r->lo, r->lo);
    element_between(F, r->sign, r->lo, r->one, r->scratch, r->at);
}

/* asinh = sign log(2v [1, (1 + sqrt(1 + v0^-2))/2]); asinh' = v^-1 (1+v^-2)^(-1/2); asinh'' = -sign v^-2
   (1+v^-2)^(-3/2). atan in [atan v0, pi/2]; atan' = v^-2 (1+v^-2)^-1; atan'' = -2 sign v^-3 (1+v^-2)^-2. */
static void asinh_rule(element_struct *F, rule_struct *r, int order)
{
    const slong prec = r->at->prec;
    algebraic_share(r, 1);
    if (arb_is_positive(r->lo)) {
        arb_inv(r->hi, r->lo, prec);
        arb_add_ui(r->hi, r->hi, 1, prec);
        arb_set_ui(r->lo, 2);
        element_between(r->scratch, 1, r->lo, r->hi, r->absolute, r->at);
        element_log(F, r->scratch, r->at);
        F->bound.sign = F->bound.sign < 0 ? 0 : 1; /* asinh v > 0 */
        if (r->sign < 0) element_neg(F, F);
    } else {
        element_unknown(F);
    }
    for (int k = 1; k <= order; k++) {
        element_power(r->scratch, r->absolute, -k, r->at);
        arb_one(r->hi);
        algebraic_share(r, k == 1 ? 1 : 3);
        shrink(F + k, k == 1 ? 1 : -r->sign, r, r->scratch);
    }
}

static void atan_rule(element_struct *F, rule_struct *r, int order)
{
    const slong prec = r->at->prec;
    element_monomial(r->scratch, 0, r->at);
    arb_const_pi(r->hi, prec);
    arb_mul_2exp_si(r->hi, r->hi, -1);
    arb_atan(r->lo, r->v0, prec);
    element_between(F, r->sign, r->lo, r->hi, r->scratch, r->at);
    for (int k = 1; k <= order; k++) {
        element_power(r->scratch, r->absolute, -(k + 1), r->at);
        arb_set_ui(r->hi, (ulong)k);
        algebraic_share(r, k == 1 ? 2 : 4);
        shrink(F + k, k == 1 ? 1 : -r->sign, r, r->scratch);
    }
}

/* erf' = (2/sqrt pi) exp(-u^2), erf'' = -2u erf'.  For v > 0 (Mills): exp(-v^2)/(v sqrt pi) * [2/(1+sqrt(1+2/v^2)), 1]
   contains erfc(v) (Abramowitz & Stegun 7.1.13), and erfc(v) <= exp(-v^2). */
static void erf_rule(element_struct *F, expr_kind kind, rule_struct *r, int order)
{
    const slong prec = r->at->prec;
    arb_t tail;
    arb_init(tail);
    arb_sqr(tail, r->v0, prec);
    arb_neg(tail, tail);
    arb_exp(tail, tail, prec);
    element_monomial(r->scratch, 0, r->at);
    if (kind == EXPR_ERF) {
        arb_sub_ui(r->lo, tail, 1, prec);
        arb_neg(r->lo, r->lo);
        element_between(F, r->sign, r->lo, r->one, r->scratch, r->at);
    } else if (r->sign < 0) {
        arb_sub_ui(r->lo, tail, 2, prec);
        arb_neg(r->lo, r->lo);
        arb_set_ui(r->hi, 2);
        element_between(F, 1, r->lo, r->hi, r->scratch, r->at);
    } else {
        element_power(r->scratch, r->u, -1, r->at);
        element_mul(r->scratch, r->scratch, r->bell, r->at);
        arb_const_pi(r->hi, prec);
        arb_rsqrt(r->hi, r->hi, prec);
        arb_sqr(r->lo, r->v0, prec);
        arb_ui_div(r->lo, 2, r->lo, prec);
        if (arb_is_finite(r->lo)) {
            arb_add_ui(r->lo, r->lo, 1, prec);
            arb_sqrt(r->lo, r->lo, prec);
            arb_add_ui(r->lo, r->lo, 1, prec);
            arb_ui_div(r->lo, 2, r->lo, prec);
        } else {
            arb_zero(r->lo);
        }
        shrink(F, 1, r, r->scratch);
    }
    if (order >= 1) {
        arb_const_pi(r->hi, prec);
        arb_rsqrt(r->hi, r->hi, prec);
        arb_mul_2exp_si(r->hi, r->hi, 1);
        if (kind == EXPR_ERFC) arb_neg(r->hi, r->hi);
        element_scale(F + 1, r->bell, r->hi, r->at);
    }
    if (order >= 2) {
        arb_set_si(r->lo, -2);
        element_mul(F + 2, F + 1, r->u, r->at);
        element_scale(F + 2, F + 2, r->lo, r->at);
    }
    arb_clear(tail);
}

static const char *missing_rule(expr_kind kind)
{
    switch (kind) {
    case EXPR_TAN:
        return "tan of an unbounded argument";
    case EXPR_LOG:
    case EXPR_LOG1P:
        return "logarithm of an argument without a positive lower envelope";
    case EXPR_SQRT:
        return "square root of an argument without a positive lower envelope";
    case EXPR_EXP:
    case EXPR_EXPM1:
    case EXPR_SINH:
    case EXPR_COSH:
        return "exponential of an argument growing faster than t^2";
    default:
        return "function of an argument of unknown sign and growth";
    }
}

void growth_primitive(element_struct *F, expr_kind kind, const element_struct *u, int order, growth_context *at)
{
    rule_struct r;
    if (kind == EXPR_EXP) {
        for (int k = 0; k <= order; k++) element_exp(F + k, u, at);
    } else if (growth_bounded_argument(F, kind, u, order, at)) {
        return;
    } else if (kind == EXPR_LOG) {
        growth_log(F, u, order, at);
    } else if (kind == EXPR_SQRT) {
        growth_sqrt(F, u, order, at);
    } else if (kind == EXPR_LOG1P) {
        element_t shifted;
        element_init(shifted);
        element_monomial(shifted, 0, at);
        element_add(shifted, shifted, u, at);
        growth_log(F, shifted, order, at);
        element_clear(shifted);
    } else if (kind == EXPR_SIN || kind == EXPR_COS || kind == EXPR_TAN || u->bound.sign == 0) {
        growth_any_argument(F, kind, order, at);
    } else {
        rule_init(&r, u, at);
        if (kind == EXPR_TANH)
            tanh_rule(F, &r, order);
        else if (kind == EXPR_EXPM1)
            expm1_rule(F, &r, order);
        else if (kind == EXPR_ASINH)
            asinh_rule(F, &r, order);
        else if (kind == EXPR_ATAN)
            atan_rule(F, &r, order);
        else if (kind == EXPR_ERF || kind == EXPR_ERFC)
            erf_rule(F, kind, &r, order);
        else
            hyperbolic_rule(F, kind, &r, order);
        rule_clear(&r);
    }
    for (int k = 0; k <= order; k++)
        if (envelope_is_infinite(&F[k].bound.upper) && at->missing == NULL) at->missing = missing_rule(kind);
}

/* softplus(u), its derivative sigmoid(u) and sigmoid(u) sigmoid(-u); E = exp(-v), E0 = exp(-v0):
   u > 0: u + [0, log(1+E0)], [1/(1+E0), 1], E [1/(1+E0)^2, 1];   u < 0: E [1 - E0/2, 1], E [1/(1+E0), 1], E
   [1/(1+E0)^2, 1]. */
void growth_softplus(element_struct *F, const element_struct *u, int order, growth_context *at)
{
    rule_struct r;
    rule_init(&r, u, at);
    arb_neg(r.lo, r.v0);
    arb_exp(r.lo, r.lo, at->prec);
    if (r.sign > 0) {
        arb_log1p(r.hi, r.lo, at->prec);
        arb_zero(r.lo);
        arb_union(r.hi, r.hi, r.lo, at->prec);
        element_constant(r.scratch, r.hi, at);
        r.scratch->bound.sign = 1;
        element_add(F, u, r.scratch, at);
    } else {
        arb_mul_2exp_si(r.lo, r.lo, -1);
        arb_sub_ui(r.lo, r.lo, 1, at->prec);
        arb_neg(r.lo, r.lo);
        element_between(F, 1, r.lo, r.one, r.decay, at);
    }
    arb_one(r.hi);
    if (order >= 1) {
        element_monomial(r.scratch, 0, at);
        logistic_share(&r, 1, 1);
        shrink(F + 1, 1, &r, r.sign > 0 ? r.scratch : r.decay);
    }
    if (order >= 2) {
        logistic_share(&r, 1, 2);
        arb_one(r.hi);
        shrink(F + 2, 1, &r, r.decay);
    }
    rule_clear(&r);
}
