#include <string.h>
#include "activation/arena.h"

static ulong mix(ulong h, ulong v)
{
    h ^= v + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    return h * 0xff51afd7ed558ccdu;
}

static ulong hash(expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    ulong h = mix(mix(mix((ulong)kind, (ulong)left), (ulong)right), (ulong)exponent);
    if (value)
        h = mix(mix(h, fmpz_fdiv_ui(fmpq_numref(value), 4294967291u)), fmpz_fdiv_ui(fmpq_denref(value), 4294967291u));
    return h ^ (h >> 29);
}

void intern_init(intern_t t, slong limit)
{
    expr_init(t->nodes);
    t->limit = limit;
    for (t->slots = 64; t->slots < 2 * limit;) /* at most half full */
        t->slots *= 2;
    t->slot = flint_malloc((size_t)t->slots * sizeof(slong));
    memset(t->slot, 0xff, (size_t)t->slots * sizeof(slong)); /* -1, bytes of ones: empty */
}

void intern_clear(intern_t t)
{
    expr_clear(t->nodes);
    flint_free(t->slot);
}

slong intern_node(intern_t t, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    ulong mask = (ulong)t->slots - 1, at = hash(kind, left, right, exponent, value) & mask;
    for (; t->slot[at] >= 0; at = (at + 1) & mask) {
        const expr_node *n = &t->nodes->node[t->slot[at]];
        if (n->kind == kind && n->left == left && n->right == right && n->exponent == exponent &&
            (!value || fmpq_equal(&n->value, value)))
            return t->slot[at];
    }
    if (t->nodes->count >= t->limit) return -1;
    return t->slot[at] = expr_append(t->nodes, kind, left, right, exponent, value);
}
