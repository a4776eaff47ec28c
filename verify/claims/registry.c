/* registry: the claims of the generated table, found by id and visited in id order. */
#include "verify/claims/claims.h"

#include <stdlib.h>
#include <string.h>

const claim_t *claim_find(const char *id)
{
    for (const claim_t *const *file = claim_registry; id != NULL && *file != NULL; file++)
        for (const claim_t *claim = *file; claim->id != NULL; claim++)
            if (strcmp(claim->id, id) == 0) return claim;
    return NULL;
}

static int by_id(const void *left, const void *right)
{
    const claim_t *const *a = left, *const *b = right;
    return strcmp((*a)->id, (*b)->id);
}

void claim_visit(void (*visit)(const claim_t *claim, void *context), void *context)
{
    size_t count = 0, k = 0;
    for (const claim_t *const *file = claim_registry; *file != NULL; file++)
        for (const claim_t *claim = *file; claim->id != NULL; claim++) count++;
    const claim_t **sorted = flint_malloc((count + 1) * sizeof(claim_t *));
    for (const claim_t *const *file = claim_registry; *file != NULL; file++)
        for (const claim_t *claim = *file; claim->id != NULL; claim++) sorted[k++] = claim;
    qsort(sorted, count, sizeof(claim_t *), by_id);
    for (k = 0; k < count; k++) visit(sorted[k], context);
    flint_free(sorted);
}
