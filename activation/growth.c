/* Growth of a piece: jets (u, u', u'') of growth elements, chain and product rule, over the tree of the outermost
   piece. Derivatives are with respect to x; the domain is t = side*x >= R. */
#include "activation/growth_element.h"

typedef struct {
    element_struct d[3];
} jet_struct;

void growth_init(growth_t g)
{
    g->sign = 0;
    envelope_init(&g->lower);
    envelope_init(&g->upper);
}

void growth_clear(growth_t g)
{
    envelope_clear(&g->lower);
    envelope_clear(&g->upper);
}

static void jet_init(jet_struct *j)
{
    for (int k = 0; k < 3; k++) element_init(j->d + k);
}

static void jet_clear(jet_struct *j)
{
    for (int k = 0; k < 3; k++) element_clear(j->d + k);
}

/* Whole jet of a constant: zero derivatives. */
static void jet_constant(jet_struct *z, const arb_t value, const growth_context *at)
{
    element_constant(z->d, value, at);
    element_zero(z->d + 1);
    element_zero(z->d + 2);
}

/* (xy)' = x'y + xy', (xy)'' = x''y + 2x'y' + xy'' */
static void jet_mul(jet_struct *z, const jet_struct *x, const jet_struct *y, int order, const growth_context *at)
{
    element_t term;
    element_init(term);
    element_mul(z->d, x->d, y->d, at);
    if (order >= 1) {
        element_mul(z->d + 1, x->d + 1, y->d, at);
        element_mul(term, x->d, y->d + 1, at);
        element_add(z->d + 1, z->d + 1, term, at);
    }
    if (order >= 2) {
        arb_t two;
        arb_init(two);
        arb_set_ui(two, 2);
        element_mul(z->d + 2, x->d + 2, y->d, at);
        element_mul(term, x->d, y->d + 2, at);
        element_add(z->d + 2, z->d + 2, term, at);
        element_mul(term, x->d + 1, y->d + 1, at);
        element_scale(term, term, two, at);
        element_add(z->d + 2, z->d + 2, term, at);
        arb_clear(two);
    }
    element_clear(term);
}

/* z = F(u) given F[0..2] = F(u), F'(u), F''(u) (destroyed): F'(u) u', F''(u) u'^2 + F'(u) u''. */
static void jet_compose(jet_struct *z, element_struct *F, const jet_struct *u, int order, const growth_context *at)
{
    element_t term;
    element_init(term);
    if (order >= 2) {
        element_power(term, u->d + 1, 2, at);
        element_mul(z->d + 2, F + 2, term, at);
        element_mul(term, F + 1, u->d + 2, at);
        element_add(z->d + 2, z->d + 2, term, at);
    }
    if (order >= 1) element_mul(z->d + 1, F + 1, u->d + 1, at);
    element_swap(z->d, F);
    element_clear(term);
}

static void jet_function(jet_struct *z, expr_kind kind, const jet_struct *u, int order, growth_context *at)
{
    jet_struct F;
    jet_init(&F);
    growth_primitive(F.d, kind, u->d, order, at);
    jet_compose(z, F.d, u, order, at);
    jet_clear(&F);
}

/* u^n: u^n, n u^(n-1), n(n-1) u^(n-2) */
static void jet_power(jet_struct *z, const jet_struct *u, slong n, int order, growth_context *at)
{
    jet_struct F;
    arb_t factor;
    jet_init(&F);
    arb_init(factor);
    arb_one(factor);
    for (int k = 0; k <= order; k++) {
        if (arb_is_zero(factor))
            element_zero(F.d + k);
        else {
            element_power(F.d + k, u->d, n - k, at);
            element_scale(F.d + k, F.d + k, factor, at);
        }
        arb_mul_si(factor, factor, n - k, at->prec);
        if (envelope_is_infinite(&F.d[k].bound.upper) && at->missing == NULL)
            at->missing = "power of an argument that is unbounded or not bounded away from zero";
    }
    jet_compose(z, F.d, u, order, at);
    jet_clear(&F);
    arb_clear(factor);
}

/* u^a for a constant a: u^a, a u^(a-1), a(a-1) u^(a-2) */
static void jet_constant_pow(jet_struct *z, const jet_struct *u, const arb_t a, int order, growth_context *at)
{
    jet_struct F;
    arb_t factor, exponent;
    jet_init(&F);
    arb_init(factor);
    arb_init(exponent);
    arb_one(factor);
    arb_set(exponent, a);
    for (int k = 0; k <= order; k++) {
        element_pow(F.d + k, u->d, exponent, at);
        element_scale(F.d + k, F.d + k, factor, at);
        arb_mul(factor, factor, exponent, at->prec);
        arb_sub_ui(exponent, exponent, 1, at->prec);
        if (envelope_is_infinite(&F.d[k].bound.upper) && at->missing == NULL)
            at->missing = "power of an argument without a positive lower envelope";
    }
    jet_compose(z, F.d, u, order, at);
    jet_clear(&F);
    arb_clear(factor);
    arb_clear(exponent);
}

static void jet_pow(jet_struct *z, const jet_struct *x, const jet_struct *y, int order, growth_context *at)
{
    arb_t a;
    arb_init(a);
    /* for the value alone the exponent may vary inside its ball */
    if (element_range(a, y->d, at) &&
        (order < 1 ? arb_is_exact(a) || !arb_contains_zero(a) : element_is_zero(y->d + 1))) {
        jet_constant_pow(z, x, a, order, at);
    } else {
        jet_struct logarithm, product;
        jet_init(&logarithm);
        jet_init(&product);
        jet_function(&logarithm, EXPR_LOG, x, order, at);
        jet_mul(&product, &logarithm, y, order, at);
        jet_function(z, EXPR_EXP, &product, order, at);
        jet_clear(&logarithm);
        jet_clear(&product);
    }
    arb_clear(a);
}

static void evaluate_node(jet_struct *jet, const expr_struct *expr, slong i, int order, growth_context *at)
{
    const expr_node *node = expr->node + i;
    jet_struct *z = jet + i;
    const jet_struct *x = node->left >= 0 ? jet + node->left : NULL, *y = node->right >= 0 ? jet + node->right : NULL;
    arb_t value;
    arb_init(value);
    switch (node->kind) {
    case EXPR_X:
        element_monomial(z->d, 1, at);
        if (at->side < 0) element_neg(z->d, z->d);
        element_monomial(z->d + 1, 0, at);
        element_zero(z->d + 2);
        break;
    case EXPR_RATIONAL:
        arb_set_fmpq(value, &node->value, at->prec);
        jet_constant(z, value, at);
        break;
    case EXPR_PI:
        arb_const_pi(value, at->prec);
        jet_constant(z, value, at);
        break;
    case EXPR_E:
        arb_const_e(value, at->prec);
        jet_constant(z, value, at);
        break;
    case EXPR_NEG:
        for (int k = 0; k <= order; k++) element_neg(z->d + k, x->d + k);
        break;
    case EXPR_ADD:
        for (int k = 0; k <= order; k++) element_add(z->d + k, x->d + k, y->d + k, at);
        break;
    case EXPR_SUB:
        for (int k = 0; k <= order; k++) element_sub(z->d + k, x->d + k, y->d + k, at);
        break;
    case EXPR_MUL:
        if (x == y)
            jet_power(z, x, 2, order, at);
        else
            jet_mul(z, x, y, order, at);
        break;
    case EXPR_DIV: {
        jet_struct inverse;
        jet_init(&inverse);
        jet_power(&inverse, y, -1, order, at);
        jet_mul(z, x, &inverse, order, at);
        jet_clear(&inverse);
        break;
    }
    case EXPR_POWER:
        jet_power(z, x, node->exponent, order, at);
        break;
    case EXPR_POW:
        jet_pow(z, x, y, order, at);
        break;
    case EXPR_LOG1P:
        if (expr->node[node->left].kind == EXPR_EXP) {
            const jet_struct *u = jet + expr->node[node->left].left;
            if (u->d[0].bound.sign != 0) {
                jet_struct F;
                jet_init(&F);
                growth_softplus(F.d, u->d, order, at);
                jet_compose(z, F.d, u, order, at);
                jet_clear(&F);
                break;
            }
        }
        jet_function(z, EXPR_LOG1P, x, order, at);
        break;
    default:
        jet_function(z, node->kind, x, order, at);
    }
    arb_clear(value);
}

dq_status activation_growth(growth_t g, const activation_t phi, int order, int side, const arf_t R, slong prec,
                            reason_t why)
{
    const slong edge = side > 0 ? phi->pieces - 1 : 0;
    growth_context at = {R, prec, side, NULL};
    if (phi->pieces > 1) {
        fmpq_t r;
        fmpq_init(r);
        arf_get_fmpq(r, R);
        if (side < 0) fmpq_neg(r, r);
        int beyond = side > 0 ? fmpq_cmp(r, phi->breakpoint + (edge - 1)) >= 0 : fmpq_cmp(r, phi->breakpoint) <= 0;
        fmpq_clear(r);
        if (!beyond) {
            reason_set(why, "growth asked for on a half-line that holds a breakpoint");
            return DQ_INPUT;
        }
    }
    if (!(arf_cmp_si(R, 1) >= 0) || !arf_is_finite(R) || order < 0 || order > 2) {
        reason_set(why, "growth needs 1 <= R < inf and a derivative order of 0, 1 or 2");
        return DQ_INPUT;
    }
    const expr_struct *expr = phi->piece + edge;
    jet_struct *jet = flint_malloc((size_t)expr->count * sizeof(jet_struct));
    for (slong i = 0; i < expr->count; i++) {
        jet_init(jet + i);
        evaluate_node(jet, expr, i, order, &at);
    }
    const growth_struct *result = &jet[expr->count - 1].d[order].bound;
    g->sign = result->sign;
    envelope_set(&g->lower, &result->lower);
    envelope_set(&g->upper, &result->upper);
    dq_status status = DQ_OK;
    if (envelope_is_infinite(&g->upper)) {
        reason_set(why, "no growth envelope beyond |x| = %.6g: %s", arf_get_d(R, ARF_RND_NEAR),
                   at.missing != NULL ? at.missing : "cancellation not resolved");
        status = DQ_INCONCLUSIVE;
    }
    for (slong i = 0; i < expr->count; i++) jet_clear(jet + i);
    flint_free(jet);
    return status;
}
