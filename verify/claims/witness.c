/* witness: the violations that sampling found against a claim, as the text of a witness file (docs/witness.md). */
#include <stdlib.h>
#include <string.h>
#include "verify/claims/random_model.h"
#include "verify/claims/witness.h"

int event_decided(event_relation relation, const arb_t quantity, const arb_t bound)
{
    if (!arb_is_finite(quantity) || !arb_is_finite(bound)) return 0;
    switch (relation) {
    case EVENT_AT_MOST:
        return arb_le(quantity, bound) ? 1 : arb_gt(quantity, bound) ? -1 : 0;
    case EVENT_BELOW:
        return arb_lt(quantity, bound) ? 1 : arb_ge(quantity, bound) ? -1 : 0;
    case EVENT_AT_LEAST:
        return arb_ge(quantity, bound) ? 1 : arb_lt(quantity, bound) ? -1 : 0;
    case EVENT_ABOVE:
        return arb_gt(quantity, bound) ? 1 : arb_le(quantity, bound) ? -1 : 0;
    }
    return 0;
}

static void write_enclosure(FILE *out, const char *name, const arb_t x)
{
    char *lower = arb_lower_decimal(x, WITNESS_DIGITS), *upper = arb_upper_decimal(x, WITNESS_DIGITS);
    if (lower == NULL || upper == NULL) flint_abort();
    fprintf(out, " %s %s %s", name, lower, upper);
    free(lower);
    free(upper);
}

void verdict_violation(verdict_t v, const char *event, int places, const slong *place, const arb_t quantity,
                       const arb_t bound)
{
    char *text = NULL;
    size_t size = 0;
    if (v->violations++ >= WITNESS_LISTED) return;
    FILE *out = text_open(&text, &size);
    fputs(v->witness != NULL ? v->witness : "", out);
    fputs(event, out);
    for (int k = 0; k < places; k++) fprintf(out, " %ld", (long)place[k]);
    write_enclosure(out, "quantity", quantity);
    write_enclosure(out, "bound", bound);
    fputc('\n', out);
    text_close(out, &text);
    free(v->witness);
    v->witness = text;
}

void witness_event_line(FILE *out, const witness_event *e)
{
    fprintf(out, "event %s: %s; generator %s; place %s\n", e->name, e->inequality, e->generator, e->place);
}

void witness_complete(verdict_t v, const claim_t *claim, const case_struct *c)
{
    char *text = NULL;
    size_t size = 0;
    if (v->violations > 0 && claim != NULL && claim->events != NULL && c != NULL) {
        FILE *out = text_open(&text, &size);
        fprintf(out, "law %s\nseed %llu\n", law_as_text(c->law), (unsigned long long)c->seed);
        for (const witness_event *e = claim->events; e->name != NULL; e++) witness_event_line(out, e);
        fprintf(out, "violations %ld\n%send\n", (long)v->violations, v->witness);
        text_close(out, &text);
    }
    free(v->witness);
    v->witness = text;
}
