/* node_copy, node_merge: trees made of other trees.  Every node keeps its line and column, so a complaint about a merged tree
   points at the line that was written. */
#include <string.h>
#include "verify/input/node.h"

/* All of a node but its entries, with room for `entries`. */
static node_t *shell_of(const node_t *node, slong entries)
{
    node_t *copy = flint_malloc(sizeof(node_t));

    *copy = *node;
    copy->count = 0;
    copy->text = node->text == NULL ? NULL : copy_text(node->text, (size_t)node->length);
    copy->key = NULL;
    copy->value = NULL;
    if (entries > 0) {
        copy->value = flint_malloc((size_t)entries * sizeof(node_t *));
        if (node->kind == NODE_MAPPING) copy->key = flint_malloc((size_t)entries * sizeof(node_t *));
    }
    return copy;
}

/* Takes over both; key NULL in a sequence. */
static void append(node_t *to, node_t *key, node_t *value)
{
    if (key != NULL) to->key[to->count] = key;
    to->value[to->count++] = value;
}

node_t *node_copy(const node_t *node)
{
    node_t *copy = shell_of(node, node->count);

    for (slong i = 0; i < node->count; i++)
        append(copy, node->key == NULL ? NULL : node_copy(node->key[i]), node_copy(node->value[i]));
    return copy;
}

node_t *node_merge(const node_t *base, const node_t *change)
{
    node_t *merged;

    if (base->kind != NODE_MAPPING || change->kind != NODE_MAPPING) return node_copy(change);
    merged = shell_of(base, base->count + change->count);
    for (slong i = 0; i < base->count; i++) {
        const node_t *over = node_get(change, base->key[i]->text);
        append(merged, node_copy(base->key[i]),
               over == NULL ? node_copy(base->value[i]) : node_merge(base->value[i], over));
    }
    for (slong i = 0; i < change->count; i++)
        if (node_get(base, change->key[i]->text) == NULL)
            append(merged, node_copy(change->key[i]), node_copy(change->value[i]));
    return merged;
}
