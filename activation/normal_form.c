/* Normal form coefficient * node, bottom up:
     sums      c0 + c1*u1 + c2*u2 + ...  ordered by node, equal nodes collected, divided by c1 (so u and -2u differ by a factor);
     products  u1^k1 * u2^k2 * ...       ordered by node, equal nodes collected, quotients as negative powers;
     odd functions lose the sign of their argument to the coefficient, even functions drop it;
     exact polynomials (node_polynomial) are expanded first.
   Nodes are shared in one arena, so the order is the same for all expressions of a workspace and equality is equality of indices. */
#include <stdlib.h>

#include "activation/normal_form.h"
#include "activation/source.h"

#define ARENA_LIMIT 20000

typedef struct { fmpq_t coefficient; slong node; } term; /* of a sum */
typedef struct { slong node, exponent; } factor;         /* of a product */
typedef struct { term *t; slong count, allocated; fmpq_t constant; } term_list;
typedef struct { factor *f; slong count, allocated; } factor_list;

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

static slong node(normalizer_t w, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    slong i = w->failed ? -1 : intern_node(w->table, kind, left, right, exponent, value);
    if (i < 0)
        w->failed = 1;
    return i < 0 ? 0 : i;
}

static int too_large(const fmpq_t c)
{
    return fmpz_bits(fmpq_numref(c)) > 2 * RATIONAL_MAX_BITS || fmpz_bits(fmpq_denref(c)) > 2 * RATIONAL_MAX_BITS;
}

static void check_size(normalizer_t w, const fmpq_t c)
{
    if (too_large(c))
        w->failed = 1;
}

/* c*u as one node */
static slong as_node(normalizer_t w, const normal_t f)
{
    if (f->node < 0)
        return node(w, EXPR_RATIONAL, -1, -1, 0, f->coefficient);
    if (fmpq_is_one(f->coefficient))
        return f->node;
    return node(w, EXPR_MUL, node(w, EXPR_RATIONAL, -1, -1, 0, f->coefficient), f->node, 0, NULL);
}

/* ---- sums: in the arena, ADD(left = shorter sum, right = term node), the last right being RATIONAL if there is a constant ---- */

static void add_term(term_list *s, const fmpq_t c, slong n)
{
    if (n < 0) {
        fmpq_add(s->constant, s->constant, c);
        return;
    }
    for (slong i = 0; i < s->count; i++)
        if (s->t[i].node == n) {
            fmpq_add(s->t[i].coefficient, s->t[i].coefficient, c);
            return;
        }
    if (s->count == s->allocated) {
        s->allocated = s->allocated ? 2 * s->allocated : 8;
        s->t = flint_realloc(s->t, (size_t) s->allocated * sizeof(term));
    }
    fmpq_init(s->t[s->count].coefficient);
    fmpq_set(s->t[s->count].coefficient, c);
    s->t[s->count++].node = n;
}

/* Adds c*(node n), taking sums apart. */
static void add_flat(term_list *s, normalizer_t w, const fmpq_t c, slong n)
{
    fmpq_t part;
    fmpq_init(part);
    while (n >= 0 && w->table->nodes->node[n].kind == EXPR_ADD) {
        expr_node right = w->table->nodes->node[w->table->nodes->node[n].right];
        slong rest = w->table->nodes->node[n].left;
        if (right.kind == EXPR_RATIONAL) {
            fmpq_mul(part, c, &right.value);
            add_term(s, part, -1);
        } else if (right.kind == EXPR_MUL && w->table->nodes->node[right.left].kind == EXPR_RATIONAL) {
            fmpq_mul(part, c, &w->table->nodes->node[right.left].value);
            add_term(s, part, right.right);
        } else {
            add_term(s, c, w->table->nodes->node[n].right);
        }
        n = rest;
    }
    add_term(s, c, n);
    fmpq_clear(part);
}

static int compare_terms(const void *a, const void *b)
{
    slong i = ((const term *) a)->node, j = ((const term *) b)->node;
    return (i > j) - (i < j);
}

static void sum_form(normal_t f, normalizer_t w, term_list *s)
{
    slong kept = 0;
    normal_t part;
    for (slong i = 0; i < s->count; i++) /* drop cancelled terms */
        if (fmpq_is_zero(s->t[i].coefficient))
            fmpq_clear(s->t[i].coefficient);
        else
            s->t[kept++] = s->t[i];
    s->count = kept;
    if (kept == 0) {
        fmpq_set(f->coefficient, s->constant);
        f->node = -1;
        return;
    }
    qsort(s->t, (size_t) kept, sizeof(term), compare_terms);
    fmpq_set(f->coefficient, s->t[0].coefficient);
    f->node = s->t[0].node;
    normal_init(part);
    for (slong i = 1; i < kept; i++) {
        fmpq_div(part->coefficient, s->t[i].coefficient, f->coefficient);
        check_size(w, part->coefficient);
        part->node = s->t[i].node;
        f->node = node(w, EXPR_ADD, f->node, as_node(w, part), 0, NULL);
    }
    if (!fmpq_is_zero(s->constant)) {
        fmpq_div(part->coefficient, s->constant, f->coefficient);
        check_size(w, part->coefficient);
        part->node = -1;
        f->node = node(w, EXPR_ADD, f->node, as_node(w, part), 0, NULL);
    }
    normal_clear(part);
}

static void terms_clear(term_list *s)
{
    for (slong i = 0; i < s->count; i++)
        fmpq_clear(s->t[i].coefficient);
    flint_free(s->t);
    fmpq_clear(s->constant);
}

static void sum(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v, int sign)
{
    term_list s = {NULL, 0, 0, {{0, 0}}};
    fmpq_t c;
    fmpq_init(s.constant);
    fmpq_init(c);
    add_flat(&s, w, u->coefficient, u->node);
    fmpq_set(c, v->coefficient);
    if (sign < 0)
        fmpq_neg(c, c);
    add_flat(&s, w, c, v->node);
    sum_form(f, w, &s);
    fmpq_clear(c);
    terms_clear(&s);
}

/* ---- products: MUL(left = shorter product, right = POWER or other node) ---- */

static void add_factor(factor_list *p, slong n, slong k)
{
    for (slong i = 0; i < p->count; i++)
        if (p->f[i].node == n) {
            p->f[i].exponent += k;
            return;
        }
    if (p->count == p->allocated) {
        p->allocated = p->allocated ? 2 * p->allocated : 8;
        p->f = flint_realloc(p->f, (size_t) p->allocated * sizeof(factor));
    }
    p->f[p->count].node = n;
    p->f[p->count++].exponent = k;
}

/* Multiplies by (node n)^k, taking products and powers apart. */
static void multiply_flat(factor_list *p, normalizer_t w, slong n, slong k)
{
    const expr_node *all = w->table->nodes->node;
    while (n >= 0) {
        slong factor_node = n, rest = -1, exponent = k;
        if (all[n].kind == EXPR_MUL) {
            factor_node = all[n].right;
            rest = all[n].left;
        }
        if (all[factor_node].kind == EXPR_POWER) {
            exponent = k * all[factor_node].exponent; /* both at most EXPONENT_MAX^2, see below */
            factor_node = all[factor_node].left;
        }
        add_factor(p, factor_node, exponent);
        n = rest;
    }
}

static int compare_factors(const void *a, const void *b)
{
    slong i = ((const factor *) a)->node, j = ((const factor *) b)->node;
    return (i > j) - (i < j);
}

static slong product_node(normalizer_t w, factor_list *p)
{
    slong result = -1;
    if (p->count > 0)
        qsort(p->f, (size_t) p->count, sizeof(factor), compare_factors);
    for (slong i = 0; i < p->count; i++) {
        slong k = p->f[i].exponent, n = p->f[i].node;
        if (k == 0)
            continue;
        if (FLINT_ABS(k) > 1000 * EXPONENT_MAX)
            w->failed = 1;
        if (k != 1)
            n = node(w, EXPR_POWER, n, -1, k, NULL);
        result = result < 0 ? n : node(w, EXPR_MUL, result, n, 0, NULL);
    }
    return result;
}

/* f = u * v^sign, sign +-1 */
static void product(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v, int sign)
{
    factor_list p = {NULL, 0, 0};
    fmpq_t c;
    fmpq_init(c);
    if (sign > 0) {
        fmpq_mul(c, u->coefficient, v->coefficient);
    } else if (fmpq_is_zero(v->coefficient)) {
        w->failed = 1;
    } else {
        fmpq_div(c, u->coefficient, v->coefficient);
    }
    check_size(w, c);
    multiply_flat(&p, w, u->node, 1);
    multiply_flat(&p, w, v->node, sign);
    fmpq_set(f->coefficient, c);
    f->node = fmpq_is_zero(c) ? -1 : product_node(w, &p);
    fmpq_clear(c);
    flint_free(p.f);
}

static void power(normal_t f, normalizer_t w, const normal_struct *u, slong k)
{
    factor_list p = {NULL, 0, 0};
    slong bits = (slong) (fmpz_bits(fmpq_numref(u->coefficient)) + fmpz_bits(fmpq_denref(u->coefficient)));
    if (bits * FLINT_ABS(k) > 8 * RATIONAL_MAX_BITS || (k < 0 && fmpq_is_zero(u->coefficient))) {
        w->failed = 1;
        return;
    }
    fmpq_set(f->coefficient, u->coefficient);
    fmpq_pow_si(f->coefficient, f->coefficient, k);
    multiply_flat(&p, w, u->node, k);
    f->node = fmpq_is_zero(f->coefficient) ? -1 : product_node(w, &p);
    flint_free(p.f);
}

/* ---- functions ---- */

static int is_odd(expr_kind k)
{
    return k == EXPR_SIN || k == EXPR_TAN || k == EXPR_SINH || k == EXPR_TANH || k == EXPR_ASINH || k == EXPR_ATAN || k == EXPR_ERF;
}

static void function(normal_t f, normalizer_t w, const expr_node *n, const normal_struct *u)
{
    normal_t argument;
    normal_init(argument);
    fmpq_set(argument->coefficient, u->coefficient);
    argument->node = u->node;
    fmpq_one(f->coefficient);
    if (is_odd(n->kind) || n->kind == EXPR_COS || n->kind == EXPR_COSH) {
        if (is_odd(n->kind) && fmpq_sgn(argument->coefficient) < 0)
            fmpq_neg(f->coefficient, f->coefficient);
        fmpq_abs(argument->coefficient, argument->coefficient);
    }
    if (argument->node < 0 && fmpq_is_zero(argument->coefficient) && n->kind != EXPR_LOG) { /* the values f(0) are exact */
        fmpq_set_si(f->coefficient, n->kind == EXPR_EXP || n->kind == EXPR_COS || n->kind == EXPR_COSH || n->kind == EXPR_ERFC, 1);
        f->node = -1;
    } else if (n->kind == EXPR_LOG && argument->node < 0 && fmpq_is_one(argument->coefficient)) {
        fmpq_zero(f->coefficient);
        f->node = -1;
    } else {
        f->node = node(w, n->kind, as_node(w, argument), -1, 0, NULL);
    }
    normal_clear(argument);
}

static void polynomial_form(normal_t f, normalizer_t w, const fmpq_poly_struct *p, substitution what, const fmpq *at)
{
    term_list s = {NULL, 0, 0, {{0, 0}}};
    fmpq_t c;
    slong x = node(w, EXPR_X, -1, -1, 0, NULL);
    fmpq_init(s.constant);
    fmpq_init(c);
    if (what == SUBSTITUTE_VALUE) {
        fmpq_poly_evaluate_fmpq(s.constant, p, at);
        check_size(w, s.constant);
    } else {
        for (slong i = fmpq_poly_degree(p); i >= 0; i--) {
            fmpq_poly_get_coeff_fmpq(c, p, i);
            if (what == SUBSTITUTE_MINUS_X && i % 2 == 1)
                fmpq_neg(c, c);
            add_term(&s, c, i == 0 ? -1 : i == 1 ? x : node(w, EXPR_POWER, x, -1, i, NULL));
        }
    }
    sum_form(f, w, &s);
    fmpq_clear(c);
    terms_clear(&s);
}

void normal_form(normal_t f, normalizer_t w, const expr_t e, substitution what, const fmpq *at)
{
    normal_struct *form = flint_malloc((size_t) e->count * sizeof(normal_struct));
    fmpq_poly_struct *p = flint_malloc((size_t) e->count * sizeof(fmpq_poly_struct));
    char *known = flint_malloc((size_t) e->count);
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
        case EXPR_ADD: sum(&form[i], w, u, v, 1); break;
        case EXPR_SUB: sum(&form[i], w, u, v, -1); break;
        case EXPR_MUL: product(&form[i], w, u, v, 1); break;
        case EXPR_DIV: product(&form[i], w, u, v, -1); break;
        case EXPR_POWER: power(&form[i], w, u, n->exponent); break;
        case EXPR_RATIONAL: /* larger than node_polynomial keeps */
            fmpq_set(form[i].coefficient, &n->value);
            check_size(w, &n->value);
            break;
        case EXPR_X: case EXPR_PI: case EXPR_E:
            fmpq_one(form[i].coefficient);
            form[i].node = node(w, n->kind, -1, -1, 0, NULL);
            break;
        case EXPR_POW:
            fmpq_one(form[i].coefficient);
            form[i].node = node(w, EXPR_POW, as_node(w, u), as_node(w, v), 0, NULL);
            break;
        default: function(&form[i], w, n, u);
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
    if (sign < 0)
        fmpq_neg(u->coefficient, u->coefficient);
    same = !w->failed && fmpq_equal(u->coefficient, v->coefficient) && (u->node == v->node || fmpq_is_zero(u->coefficient));
    normal_clear(u);
    normal_clear(v);
    normalizer_clear(w);
    return same;
}
