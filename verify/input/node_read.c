/* node_read: a file's bytes into its document. */
#include "verify/input/node.h"
#include "verify/input/read_file.h"

node_t *node_read(problems_t p, const char *path, const char *what)
{
    reason_t why;
    size_t length;
    node_t *root;
    char *bytes;

    reason_init(why);
    bytes = read_whole_file(&length, path, NODE_MAX_BYTES, why);
    if (bytes == NULL) {
        problem_add(p, FILE_CASE, path, 1, 1, "the %s file cannot be read: %s", what, why->text);
        return NULL;
    }
    root = node_parse(p, path, bytes, length);
    flint_free(bytes);
    return root;
}
