/* The nearest word: edit distance with transpositions of neighbours. */
#include <string.h>
#include "verify/cli/cli.h"

#define LONGEST 63

static int distance(const char *a, const char *b)
{
    int row[3][LONGEST + 2], la = (int)strlen(a), lb = (int)strlen(b);
    for (int j = 0; j <= lb; j++) row[0][j] = j;
    for (int i = 1; i <= la; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= lb; j++) {
            int best = before[j - 1] + (a[i - 1] != b[j - 1]);
            if (before[j] + 1 < best) best = before[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && earlier[j - 2] + 1 < best)
                best = earlier[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[la % 3][lb];
}

const char *suggestion(const char *word, const char *const *list)
{
    const char *nearest = NULL;
    int least = 0;
    if (strlen(word) > LONGEST) return NULL;
    for (; *list != NULL; list++) {
        if (strlen(*list) > LONGEST) continue;
        int found = distance(word, *list);
        if (found <= (int)strlen(*list) / 3 + 1 && (nearest == NULL || found < least)) {
            nearest = *list;
            least = found;
        }
    }
    return nearest;
}

typedef struct {
    const char *word, *nearest;
} nearest_claim;

static void compare(const claim_t *claim, void *context)
{
    nearest_claim *n = context;
    const char *list[3] = {claim->id, n->nearest, NULL};
    const char *near = suggestion(n->word, list);
    if (near != NULL) n->nearest = near;
}

const char *suggested_claim(const char *id)
{
    nearest_claim n = {id, NULL};
    claim_visit(compare, &n);
    return n.nearest;
}
