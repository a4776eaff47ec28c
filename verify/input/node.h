/* Private to verify/input: a YAML document as a tree that remembers where everything stood. */
#ifndef DEQCERT_INPUT_NODE_H
#define DEQCERT_INPUT_NODE_H

#include "verify/input/problems.h"

typedef enum { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING } node_kind;

typedef struct node_struct node_t;
struct node_struct {
    node_kind kind;
    slong line, column; /* 1-based; columns count characters */
    char *text;         /* scalar: NUL-terminated, no NUL inside */
    slong length;
    slong indent; /* scalar on one line without escapes: columns from `column` to its first character, else -1 */
    slong count;  /* entries of a sequence or mapping */
    node_t **key; /* mapping: scalars, no two alike */
    node_t **value;
};

/* Hostile input: nothing larger is built.  A mapping has at most NODE_MAX_ENTRIES entries because duplicates are found
 * pairwise. */
#define NODE_MAX_BYTES   (1L << 20)
#define NODE_MAX_DEPTH   16
#define NODE_MAX_NODES   100000
#define NODE_MAX_SCALAR  (64L << 10)
#define NODE_MAX_ENTRIES 1000

/* The one document in the bytes; NULL with a problem added.  Aliases, anchors, tags, directives and further documents
   are refused. */
node_t *node_parse(problems_t p, const char *path, const char *bytes, size_t length);
/* The one document of a file; NULL with a problem added, which calls the file a "what" file. */
node_t *node_read(problems_t p, const char *path, const char *what);
void node_clear(node_t *node);
/* A copy that is cleared by itself. */
node_t *node_copy(const node_t *node);
/* `base` with `change` on top, a tree of its own: two mappings are merged key by key, anything else of `change` replaces what it meets. */
node_t *node_merge(const node_t *base, const node_t *change);

/* The value of a key, or NULL. */
const node_t *node_get(const node_t *mapping, const char *key);
/* "a mapping", "a list", "nothing", "\"text\"": for messages. */
const char *node_describe(quoted_t q, const node_t *node);
/* Where byte `offset` of a scalar stands in the file: the scalar's own place when that cannot be known. */
void node_place(slong *line, slong *column, const node_t *node, slong offset);

#endif
