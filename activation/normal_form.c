/* Normal form coefficient * node, bottom up: sums and products by normal_algebra.c;
     odd functions lose the sign of their argument to the coefficient, even functions drop it;
     exact polynomials (node_polynomial) are expanded first.
   Nodes are shared in one arena, so the order is the same for all expressions of a workspace and equality is equality
   of indices. */
#include "activation/normal_form.h"
#include "activation/source.h"

#define ARENA_LIMIT 20000

void normalizer_init(normalizer_t w)
{
    intern_init(w->table, ARENA_LIMIT);
    w->failed = 0;
    intern_node(w->table, EXPR_X, -1, -1, 0, NULL); /* node 0, returned after a failure */
}

void normalizer_clear(normalizer_t w)
{
    intern_clear(w->table);
}

void normal_init(normal_t f)
{
    fmpq_init(f->coefficient);
    f->node = -1;
}

void normal_clear(normal_t f)
{
    fmpq_clear(f->coefficient);
}

static int is_odd(expr_kind k)
{
    return k == EXPR_SIN || k == EXPR_TAN || k == EXPR_SINH || k == EXPR_TANH || k == EXPR_ASINH || k == EXPR_ATAN ||
           k == EXPR_ERF;
}

static void function(normal_t f, normalizer_t w, const expr_node *n, const normal_struct *u)
{
    normal_t argument;
    normal_init(argument);
    fmpq_set(argument->coefficient, u->coefficient);
    argument->node = u->node;
    fmpq_one(f->coefficient);
    if (is_odd(n->kind) || n->kind == EXPR_COS || n->kind == EXPR_COSH) {
        if (is_odd(n->kind) && fmpq_sgn(argument->coefficient) < 0) fmpq_neg(f->coefficient, f->coefficient);
        fmpq_abs(argument->coefficient, argument->coefficient);
    }
    if (argument->node < 0 && fmpq_is_zero(argument->coefficient) &&
        n->kind != EXPR_LOG) { /* the values f(0) are exact */
        fmpq_set_si(f->coefficient,
                    n->kind == EXPR_EXP || n->kind == EXPR_COS || n->kind == EXPR_COSH || n->kind == EXPR_ERFC, 1);
        f->node = -1;
    } else if (n->kind == EXPR_LOG && argument->node < 0 && fmpq_is_one(argument->coefficient)) {
        fmpq_zero(f->coefficient);
        f->node = -1;
    } else {
        f->node = normal_node(w, n->kind, normal_as_node(w, argument), -1, 0, NULL);
    }
    normal_clear(argument);
}

static void polynomial_form(normal_t f, normalizer_t w, const fmpq_poly_struct *p, substitution what, const fmpq *at)
{
    term_list s = {NULL, 0, 0, {{0, 0}}};
    fmpq_t c;
    slong x = normal_node(w, EXPR_X, -1, -1, 0, NULL);
    fmpq_init(s.constant);
    fmpq_init(c);
    if (what == SUBSTITUTE_VALUE) {
        fmpq_poly_evaluate_fmpq(s.constant, p, at);
        normal_check_size(w, s.constant);
    } else {
        for (slong i = fmpq_poly_degree(p); i >= 0; i--) {
            fmpq_poly_get_coeff_fmpq(c, p, i);
            if (what == SUBSTITUTE_MINUS_X && i % 2 == 1) fmpq_neg(c, c);
            normal_add_term(&s, c, i == 0 ? -1 : i == 1 ? x : normal_node(w, EXPR_POWER, x, -1, i, NULL));
        }
    }
    normal_sum(f, w, &s);
    fmpq_clear(c);
    normal_terms_clear(&s);
}

void normal_form(normal_t f, normalizer_t w, const expr_t e, substitution what, const fmpq *at)
{
    normal_struct *form = flint_malloc((size_t)e->count * sizeof(normal_struct));
    fmpq_poly_struct *p = flint_malloc((size_t)e->count * sizeof(fmpq_poly_struct));
    char *known = flint_malloc((size_t)e->count);
    for (slong i = 0; i < e->count; i++) {
        normal_init(&form[i]);
        fmpq_poly_init(&p[i]);
    }
    expr_polynomials(p, known, e);
    for (slong i = 0; i < e->count && !w->failed; i++) {
        const expr_node *n = &e->node[i];
        const normal_struct *u = n->left >= 0 ? &form[n->left] : NULL, *v = n->right >= 0 ? &form[n->right] : NULL;
        if (known[i]) {
            polynomial_form(&form[i], w, &p[i], what, at);
            continue;
        }
        switch (n->kind) {
        case EXPR_NEG:
            fmpq_neg(form[i].coefficient, u->coefficient);
            form[i].node = u->node;
            break;
        case EXPR_ADD:
            normal_add(&form[i], w, u, v, 1);
            break;
        case EXPR_SUB:
            normal_add(&form[i], w, u, v, -1);
            break;
        case EXPR_MUL:
            normal_multiply(&form[i], w, u, v, 1);
            break;
        case EXPR_DIV:
            normal_multiply(&form[i], w, u, v, -1);
            break;
        case EXPR_POWER:
            normal_power(&form[i], w, u, n->exponent);
            break;
        case EXPR_RATIONAL: /* larger than node_polynomial keeps */
            fmpq_set(form[i].coefficient, &n->value);
            normal_check_size(w, &n->value);
            break;
        case EXPR_X:
        case EXPR_PI:
        case EXPR_E:
            fmpq_one(form[i].coefficient);
            form[i].node = normal_node(w, n->kind, -1, -1, 0, NULL);
            break;
        case EXPR_POW:
            fmpq_one(form[i].coefficient);
            form[i].node = normal_node(w, EXPR_POW, normal_as_node(w, u), normal_as_node(w, v), 0, NULL);
            break;
        default:
            function(&form[i], w, n, u);
        }
    }
    fmpq_set(f->coefficient, form[e->count - 1].coefficient);
    f->node = form[e->count - 1].node;
    for (slong i = 0; i < e->count; i++) {
        normal_clear(&form[i]);
        fmpq_poly_clear(&p[i]);
    }
    flint_free(form);
    flint_free(p);
    flint_free(known);
}

int expr_identical(const expr_t e, substitution what, const fmpq *at, const expr_t f, int sign)
{
    normalizer_t w;
    normal_t u, v;
    int same;
    normalizer_init(w);
    normal_init(u);
    normal_init(v);
    normal_form(u, w, e, what, at);
    normal_form(v, w, f, SUBSTITUTE_X, NULL);
    if (sign < 0) fmpq_neg(u->coefficient, u->coefficient);
    same = !w->failed && fmpq_equal(u->coefficient, v->coefficient) &&
           (u->node == v->node || fmpq_is_zero(u->coefficient));
    normal_clear(u);
    normal_clear(v);
    normalizer_clear(w);
    return same;
}
