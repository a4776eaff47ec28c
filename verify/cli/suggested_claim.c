/* The claim whose id is nearest to a word. */
#include "verify/cli/cli.h"

typedef struct {
    const char *word, *nearest;
} nearest_claim;

static void compare(const claim_t *claim, void *context)
{
    nearest_claim *n = context;
    const char *list[3] = {claim->id, n->nearest, NULL};
    const char *near = nearest_word(n->word, list);
    if (near != NULL) n->nearest = near;
}

const char *suggested_claim(const char *id)
{
    nearest_claim n = {id, NULL};
    claim_visit(compare, &n);
    return n.nearest;
}
