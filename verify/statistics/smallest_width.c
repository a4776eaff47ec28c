/* smallest_width: the least width of a grid at which a probability that does not decrease with the width reaches 1 - t. */
#include "verify/statistics/statistics.h"
#include <stdlib.h>

typedef struct {
    width_question *ask;
    void *context;
    const slong *width;
    decision *known; /* of each grid width asked about */
    char *asked;
    width_bracket *out;
} search;

static decision answer(search *s, slong k)
{
    if (!s->asked[k]) {
        s->known[k] = s->ask(s->context, s->width[k]);
        s->asked[k] = 1;
        s->out->decisions++;
    }
    return s->known[k];
}

/* The boundary between the widths whose answer is `wanted` and the others, by bisection.  supported: the least index with that
   answer (count when there is none found); rejected: the largest (-1). */
static slong boundary(search *s, slong count, decision wanted)
{
    slong low = -1, high = count; /* answers below `low` and at it are of the small widths' kind */
    while (high - low > 1) {
        slong middle = low + (high - low) / 2;
        int small = wanted == DECIDED_REJECTED ? answer(s, middle) == wanted : answer(s, middle) != wanted;
        if (small)
            low = middle;
        else
            high = middle;
    }
    return wanted == DECIDED_REJECTED ? low : high;
}

int smallest_width(width_bracket *out, const slong *width, slong count, width_question *ask, void *context)
{
    *out = (width_bracket){.above = 0, .at_most = -1};
    if (count < 1) return 0;
    search s = {ask, context, width, calloc((size_t)count, sizeof(decision)), calloc((size_t)count, 1), out};
    if (s.known == NULL || s.asked == NULL) out_of_memory();
    boundary(&s, count, DECIDED_SUPPORTED);
    boundary(&s, count, DECIDED_REJECTED);
    /* Every decision counts, also one that contradicts the bisection's idea of where it is. */
    slong first = count, last = -1;
    for (slong k = 0; k < count; k++) {
        if (!s.asked[k]) continue;
        if (k < first && s.known[k] == DECIDED_SUPPORTED) first = k;
        if (s.known[k] == DECIDED_REJECTED) last = k;
    }
    int consistent = last < first;
    if (last >= 0) out->above = width[last];
    if (first < count) out->at_most = width[first];
    free(s.known);
    free(s.asked);
    return consistent;
}
