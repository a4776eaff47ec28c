/* Whether one-sided derivatives agree at a breakpoint.  Balls certify a difference; agreement needs exact rational
   arithmetic: jets (u, u', u'') over Q at the breakpoint, defined where every function met has a rational value (exp at
   0, log at 1, ...). */
#include "activation/supremum_search.h"

typedef struct {
    int known;
    fmpq d[3];
} exact_jet;

/* F, F', F'' at 0 for functions with rational values there. */
static int values_at_zero(slong F[3], expr_kind kind)
{
    static const struct {
        expr_kind kind;
        slong F[3];
    } table[] = {{EXPR_EXP, {1, 1, 1}},  {EXPR_EXPM1, {0, 1, 1}}, {EXPR_LOG1P, {0, 1, -1}}, {EXPR_SIN, {0, 1, 0}},
                 {EXPR_COS, {1, 0, -1}}, {EXPR_TAN, {0, 1, 0}},   {EXPR_SINH, {0, 1, 0}},   {EXPR_COSH, {1, 0, 1}},
                 {EXPR_TANH, {0, 1, 0}}, {EXPR_ASINH, {0, 1, 0}}, {EXPR_ATAN, {0, 1, 0}}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].kind != kind) continue;
        for (int k = 0; k < 3; k++) F[k] = table[i].F[k];
        return 1;
    }
    return 0;
}

/* z = F(u): F, F' u', F'' u'^2 + F' u'' */
static void compose(exact_jet *z, const fmpq *F, const exact_jet *u)
{
    fmpq_t t;
    fmpq_init(t);
    fmpq_set(z->d, F);
    fmpq_mul(z->d + 1, F + 1, u->d + 1);
    fmpq_mul(z->d + 2, u->d + 1, u->d + 1);
    fmpq_mul(z->d + 2, z->d + 2, F + 2);
    fmpq_mul(t, F + 1, u->d + 2);
    fmpq_add(z->d + 2, z->d + 2, t);
    fmpq_clear(t);
}

static void multiply(exact_jet *z, const exact_jet *x, const exact_jet *y)
{
    fmpq_mul(z->d, x->d, y->d);
    fmpq_mul(z->d + 1, x->d + 1, y->d);
    fmpq_addmul(z->d + 1, x->d, y->d + 1);
    fmpq_mul(z->d + 2, x->d + 1, y->d + 1);
    fmpq_add(z->d + 2, z->d + 2, z->d + 2);
    fmpq_addmul(z->d + 2, x->d + 2, y->d);
    fmpq_addmul(z->d + 2, x->d, y->d + 2);
}

/* u^n: u^n, n u^(n-1), n(n-1) u^(n-2); no value when a power of 0 would be negative. */
static int power(exact_jet *z, const exact_jet *u, slong n)
{
    fmpq F[3];
    fmpq_t factor;
    int known = n >= 0 || !fmpq_is_zero(u->d);
    if (!known || n > 64 || n < -64) return 0;
    fmpq_init(factor);
    fmpq_set_si(factor, 1, 1);
    for (slong k = 0; k < 3; k++) {
        fmpq_init(F + k);
        if (!fmpq_is_zero(factor)) {
            fmpq_pow_si(F + k, u->d, n - k);
            fmpq_mul(F + k, F + k, factor);
        }
        fmpq_mul_si(factor, factor, n - k);
    }
    compose(z, F, u);
    for (slong k = 0; k < 3; k++) fmpq_clear(F + k);
    fmpq_clear(factor);
    return 1;
}

static int function(exact_jet *z, expr_kind kind, const exact_jet *u)
{
    slong values[3];
    fmpq F[3];
    fmpq_t at;
    fmpq_init(at);
    fmpq_set(at, u->d);
    if (kind == EXPR_LOG) { /* log(1 + (u - 1)) */
        fmpq_sub_si(at, at, 1);
        kind = EXPR_LOG1P;
    }
    int known = fmpq_is_zero(at) && values_at_zero(values, kind);
    if (known) {
        for (int k = 0; k < 3; k++) {
            fmpq_init(F + k);
            fmpq_set_si(F + k, values[k], 1);
        }
        compose(z, F, u);
        for (int k = 0; k < 3; k++) fmpq_clear(F + k);
    }
    fmpq_clear(at);
    return known;
}

static void exact_node(exact_jet *jet, const expr_struct *e, slong i, const fmpq_t x)
{
    const expr_node *n = e->node + i;
    exact_jet *z = jet + i;
    const exact_jet *u = n->left >= 0 ? jet + n->left : NULL, *v = n->right >= 0 ? jet + n->right : NULL;
    z->known = 0;
    if ((u != NULL && !u->known) || (v != NULL && !v->known)) return;
    z->known = 1;
    switch (n->kind) {
    case EXPR_X:
        fmpq_set(z->d, x);
        fmpq_set_si(z->d + 1, 1, 1);
        break;
    case EXPR_RATIONAL:
        fmpq_set(z->d, &n->value);
        break;
    case EXPR_NEG:
        for (int k = 0; k < 3; k++) fmpq_neg(z->d + k, u->d + k);
        break;
    case EXPR_ADD:
        for (int k = 0; k < 3; k++) fmpq_add(z->d + k, u->d + k, v->d + k);
        break;
    case EXPR_SUB:
        for (int k = 0; k < 3; k++) fmpq_sub(z->d + k, u->d + k, v->d + k);
        break;
    case EXPR_MUL:
        multiply(z, u, v);
        break;
    case EXPR_DIV: {
        exact_jet inverse;
        for (int k = 0; k < 3; k++) fmpq_init(inverse.d + k);
        z->known = power(&inverse, v, -1);
        if (z->known) multiply(z, u, &inverse);
        for (int k = 0; k < 3; k++) fmpq_clear(inverse.d + k);
        break;
    }
    case EXPR_POWER:
        z->known = power(z, u, n->exponent);
        break;
    case EXPR_PI:
    case EXPR_E:
    case EXPR_POW:
        z->known = 0;
        break;
    default:
        z->known = function(z, n->kind, u);
    }
}

static int exact_derivative(fmpq_t value, const expr_struct *e, const fmpq_t x, int order)
{
    exact_jet *jet = flint_malloc((size_t)e->count * sizeof(exact_jet));
    for (slong i = 0; i < e->count; i++) {
        for (int k = 0; k < 3; k++) fmpq_init(jet[i].d + k);
        exact_node(jet, e, i, x);
    }
    int known = jet[e->count - 1].known;
    if (known) fmpq_set(value, jet[e->count - 1].d + order);
    for (slong i = 0; i < e->count; i++)
        for (int k = 0; k < 3; k++) fmpq_clear(jet[i].d + k);
    flint_free(jet);
    return known;
}

int derivatives_agree(const activation_struct *phi, slong k, int order)
{
    enum { FIRST_PRECISION = 128, LAST_PRECISION = 4096 };
    const fmpq *x = phi->breakpoint + k;
    int verdict = -1;
    fmpq_t left, right;
    fmpq_init(left);
    fmpq_init(right);
    if (exact_derivative(left, phi->piece + k, x, order) && exact_derivative(right, phi->piece + (k + 1), x, order))
        verdict = fmpq_equal(left, right);
    fmpq_clear(left);
    fmpq_clear(right);
    arb_t ball;
    arb_ptr c = _arb_vec_init(order + 1), d = _arb_vec_init(order + 1);
    arb_init(ball);
    for (slong prec = FIRST_PRECISION; verdict < 0 && prec <= LAST_PRECISION; prec *= 2) {
        arb_set_fmpq(ball, x, prec);
        activation_piece_eval_series(c, (activation_struct *)phi, k, ball, order + 1, prec);
        activation_piece_eval_series(d, (activation_struct *)phi, k + 1, ball, order + 1, prec);
        if (arb_is_finite(c + order) && arb_is_finite(d + order) && !arb_overlaps(c + order, d + order)) verdict = 0;
    }
    _arb_vec_clear(c, order + 1);
    _arb_vec_clear(d, order + 1);
    arb_clear(ball);
    return verdict;
}
