/* Sums and products in normal form:
     sums      c0 + c1*u1 + c2*u2 + ...  ordered by node, equal nodes collected, divided by c1 (so u and -2u differ by a
   factor); products  u1^k1 * u2^k2 * ...       ordered by node, equal nodes collected, quotients as negative powers. */
#include <stdlib.h>

#include "activation/normal_form.h"
#include "activation/source.h"

typedef struct {
    slong node, exponent;
} factor; /* of a product */
typedef struct {
    factor *f;
    slong count, allocated;
} factor_list;

slong normal_node(normalizer_t w, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    slong i = w->failed ? -1 : intern_node(w->table, kind, left, right, exponent, value);
    if (i < 0) w->failed = 1;
    return i < 0 ? 0 : i;
}

static int too_large(const fmpq_t c)
{
    return fmpz_bits(fmpq_numref(c)) > 2 * RATIONAL_MAX_BITS || fmpz_bits(fmpq_denref(c)) > 2 * RATIONAL_MAX_BITS;
}

void normal_check_size(normalizer_t w, const fmpq_t c)
{
    if (too_large(c)) w->failed = 1;
}

/* c*u as one node */
slong normal_as_node(normalizer_t w, const normal_t f)
{
    if (f->node < 0) return normal_node(w, EXPR_RATIONAL, -1, -1, 0, f->coefficient);
    if (fmpq_is_one(f->coefficient)) return f->node;
    return normal_node(w, EXPR_MUL, normal_node(w, EXPR_RATIONAL, -1, -1, 0, f->coefficient), f->node, 0, NULL);
}

/* ---- sums: in the arena, ADD(left = shorter sum, right = term node), the last right being RATIONAL if there is a
 * constant ---- */

void normal_add_term(term_list *s, const fmpq_t c, slong n)
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
        s->t = flint_realloc(s->t, (size_t)s->allocated * sizeof(term));
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
            normal_add_term(s, part, -1);
        } else if (right.kind == EXPR_MUL && w->table->nodes->node[right.left].kind == EXPR_RATIONAL) {
            fmpq_mul(part, c, &w->table->nodes->node[right.left].value);
            normal_add_term(s, part, right.right);
        } else {
            normal_add_term(s, c, w->table->nodes->node[n].right);
        }
        n = rest;
    }
    normal_add_term(s, c, n);
    fmpq_clear(part);
}

static int compare_terms(const void *a, const void *b)
{
    slong i = ((const term *)a)->node, j = ((const term *)b)->node;
    return (i > j) - (i < j);
}

void normal_sum(normal_t f, normalizer_t w, term_list *s)
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
    qsort(s->t, (size_t)kept, sizeof(term), compare_terms);
    fmpq_set(f->coefficient, s->t[0].coefficient);
    f->node = s->t[0].node;
    normal_init(part);
    for (slong i = 1; i < kept; i++) {
        fmpq_div(part->coefficient, s->t[i].coefficient, f->coefficient);
        normal_check_size(w, part->coefficient);
        part->node = s->t[i].node;
        f->node = normal_node(w, EXPR_ADD, f->node, normal_as_node(w, part), 0, NULL);
    }
    if (!fmpq_is_zero(s->constant)) {
        fmpq_div(part->coefficient, s->constant, f->coefficient);
        normal_check_size(w, part->coefficient);
        part->node = -1;
        f->node = normal_node(w, EXPR_ADD, f->node, normal_as_node(w, part), 0, NULL);
    }
    normal_clear(part);
}

void normal_terms_clear(term_list *s)
{
    for (slong i = 0; i < s->count; i++) fmpq_clear(s->t[i].coefficient);
    flint_free(s->t);
    fmpq_clear(s->constant);
}

void normal_add(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v, int sign)
{
    term_list s = {NULL, 0, 0, {{0, 0}}};
    fmpq_t c;
    fmpq_init(s.constant);
    fmpq_init(c);
    add_flat(&s, w, u->coefficient, u->node);
    fmpq_set(c, v->coefficient);
    if (sign < 0) fmpq_neg(c, c);
    add_flat(&s, w, c, v->node);
    normal_sum(f, w, &s);
    fmpq_clear(c);
    normal_terms_clear(&s);
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
        p->f = flint_realloc(p->f, (size_t)p->allocated * sizeof(factor));
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
    slong i = ((const factor *)a)->node, j = ((const factor *)b)->node;
    return (i > j) - (i < j);
}

static slong product_node(normalizer_t w, factor_list *p)
{
    slong result = -1;
    if (p->count > 0) qsort(p->f, (size_t)p->count, sizeof(factor), compare_factors);
    for (slong i = 0; i < p->count; i++) {
        slong k = p->f[i].exponent, n = p->f[i].node;
        if (k == 0) continue;
        if (FLINT_ABS(k) > 1000 * EXPONENT_MAX) w->failed = 1;
        if (k != 1) n = normal_node(w, EXPR_POWER, n, -1, k, NULL);
        result = result < 0 ? n : normal_node(w, EXPR_MUL, result, n, 0, NULL);
    }
    return result;
}

/* f = u * v^sign, sign +-1 */
void normal_multiply(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v, int sign)
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
    normal_check_size(w, c);
    multiply_flat(&p, w, u->node, 1);
    multiply_flat(&p, w, v->node, sign);
    fmpq_set(f->coefficient, c);
    f->node = fmpq_is_zero(c) ? -1 : product_node(w, &p);
    fmpq_clear(c);
    flint_free(p.f);
}

void normal_power(normal_t f, normalizer_t w, const normal_struct *u, slong k)
{
    factor_list p = {NULL, 0, 0};
    slong bits = (slong)(fmpz_bits(fmpq_numref(u->coefficient)) + fmpz_bits(fmpq_denref(u->coefficient)));
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
