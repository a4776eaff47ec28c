/* node_t: memory and access. */
#include <string.h>
#include "verify/input/node.h"

void node_clear(node_t *node)
{
    if (node == NULL) return;
    for (slong i = 0; i < node->count; i++) { /* the depth is at most NODE_MAX_DEPTH */
        if (node->key != NULL) node_clear(node->key[i]);
        node_clear(node->value[i]);
    }
    flint_free(node->key);
    flint_free(node->value);
    flint_free(node->text);
    flint_free(node);
}

const node_t *node_get(const node_t *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != NODE_MAPPING) return NULL;
    for (slong i = 0; i < mapping->count; i++)
        if (strcmp(mapping->key[i]->text, key) == 0) return mapping->value[i];
    return NULL;
}

const char *node_describe(quoted_t q, const node_t *node)
{
    switch (node->kind) {
    case NODE_MAPPING:
        return "a mapping";
    case NODE_SEQUENCE:
        return "a list";
    default:
        return node->length == 0 ? "nothing" : quote(q, node->text, node->length);
    }
}

void node_place(slong *line, slong *column, const node_t *node, slong offset)
{
    *line = node->line;
    *column = node->column;
    if (node->indent < 0 || offset < 0) return;
    *column += node->indent;
    for (slong i = 0; i < offset && i < node->length; i++)
        *column += ((unsigned char)node->text[i] & 0xc0) != 0x80; /* UTF-8 continuation bytes are no columns */
}
