#include "activation/arena.h"

void expr_init(expr_t e)
{
    e->node = NULL;
    e->count = e->allocated = 0;
}

void expr_clear(expr_t e)
{
    for (slong i = 0; i < e->count; i++) fmpq_clear(&e->node[i].value);
    flint_free(e->node);
    expr_init(e);
}

slong expr_append(expr_t e, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    if (e->count == e->allocated) {
        e->allocated = e->allocated ? 2 * e->allocated : 16;
        e->node = flint_realloc(e->node, (size_t)e->allocated * sizeof(expr_node));
    }
    expr_node *n = &e->node[e->count];
    n->kind = kind;
    n->left = left;
    n->right = right;
    n->exponent = exponent;
    fmpq_init(&n->value);
    if (value) fmpq_set(&n->value, value);
    return e->count++;
}

void expr_extract(expr_t out, const expr_t e, slong root)
{
    /* map[i]: -1 not needed, else index in out; operands precede operators, so one sweep down marks and one up copies.
     */
    slong *map = flint_malloc((size_t)(root + 1) * sizeof(slong));
    for (slong i = 0; i <= root; i++) map[i] = i == root ? 0 : -1;
    for (slong i = root; i >= 0; i--)
        if (map[i] >= 0) {
            if (e->node[i].left >= 0) map[e->node[i].left] = 0;
            if (e->node[i].right >= 0) map[e->node[i].right] = 0;
        }
    for (slong i = 0; i <= root; i++)
        if (map[i] >= 0) {
            const expr_node *n = &e->node[i];
            map[i] = expr_append(out, n->kind, n->left >= 0 ? map[n->left] : -1, n->right >= 0 ? map[n->right] : -1,
                                 n->exponent, &n->value);
        }
    flint_free(map);
}
