/* verdict: one decision with its evidence and its numbers. */
#include "verify/claims/claims.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const verdict_names[] = {"none",     "proved",       "refuted",     "supported",
                                            "rejected", "inconclusive", "inapplicable"};
#define VERDICT_KINDS ((int)(sizeof verdict_names / sizeof verdict_names[0]))

const char *verdict_name(verdict_kind v)
{
    int k = (int)v;
    return k >= 0 && k < VERDICT_KINDS ? verdict_names[k] : "none";
}

verdict_kind verdict_from_name(const char *name)
{
    for (int k = 1; name != NULL && k < VERDICT_KINDS; k++)
        if (strcmp(name, verdict_names[k]) == 0) return (verdict_kind)k;
    return VERDICT_NONE;
}

void verdict_init(verdict_t v)
{
    memset(v, 0, sizeof(verdict_struct));
    v->width = -1;
}

void verdict_clear(verdict_t v)
{
    free(v->evidence);
    for (slong i = 0; i < v->numbers; i++) {
        free(v->number[i].name);
        free(v->number[i].lower);
        free(v->number[i].upper);
        free(v->number[i].kind);
    }
    free(v->number);
    for (slong i = 0; i < v->curves; i++) {
        free(v->curve[i].name);
        free(v->curve[i].x);
        free(v->curve[i].y);
        free(v->curve[i].kind);
        free(v->curve[i].points);
    }
    free(v->curve);
    free(v->witness);
    verdict_init(v);
}

__attribute__((format(printf, 1, 0))) static char *format_text(const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0) text = NULL;
    return memory_or_end(text);
}

__attribute__((format(printf, 4, 0))) static void decide(verdict_t v, verdict_kind kind, const char *subkind,
                                                         const char *format, va_list arguments)
{
    char *evidence = format_text(format, arguments); /* before freeing: an argument may point into the old evidence */
    free(v->evidence);
    v->evidence = evidence;
    v->kind = kind;
    snprintf(v->subkind, sizeof v->subkind, "%s", subkind);
}

void verdict_set(verdict_t v, verdict_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    decide(v, kind, "", format, arguments);
    va_end(arguments);
}

void verdict_refute(verdict_t v, const char *subkind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    decide(v, VERDICT_REFUTED, subkind, format, arguments);
    va_end(arguments);
}

void verdict_add(verdict_t v, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *paragraph = format_text(format, arguments);
    va_end(arguments);
    if (v->evidence == NULL || v->evidence[0] == '\0') {
        free(v->evidence);
        v->evidence = paragraph;
        return;
    }
    size_t before = strlen(v->evidence), after = strlen(paragraph);
    v->evidence = memory_or_end(realloc(v->evidence, before + after + 3));
    memcpy(v->evidence + before, "\n\n", 2);
    memcpy(v->evidence + before + 2, paragraph, after + 1);
    free(paragraph);
}

/* Takes over lower and upper. */
static void append_number(verdict_t v, const char *name, char *lower, char *upper, const char *kind)
{
    v->number = memory_or_end(realloc(v->number, (size_t)(v->numbers + 1) * sizeof(number_t)));
    number_t *number = v->number + v->numbers++;
    number->name = memory_or_end(strdup(name));
    number->lower = memory_or_end(lower);
    number->upper = memory_or_end(upper);
    number->kind = memory_or_end(strdup(kind));
}

void verdict_number(verdict_t v, const char *name, const arb_t value, slong digits)
{
    append_number(v, name, arb_lower_decimal(value, digits), arb_upper_decimal(value, digits), "enclosure");
}

void verdict_confidence(verdict_t v, const char *name, const arf_t lower, const arf_t upper, slong digits)
{
    arb_t end;
    arb_init(end);
    arb_set_arf(end, lower);
    char *low = arb_lower_decimal(end, digits);
    arb_set_arf(end, upper);
    char *high = arb_upper_decimal(end, digits);
    arb_clear(end);
    append_number(v, name, low, high, "confidence");
}

void verdict_approximate(verdict_t v, const char *name, double value)
{
    char text[64];
    snprintf(text, sizeof text, "%.6g", value);
    append_number(v, name, memory_or_end(strdup(text)), memory_or_end(strdup("")), "approximate");
}

static void count_decision(verdict_t v)
{
    char text[32];
    slong k = 0;
    while (k < v->numbers && strcmp(v->number[k].name, VERDICT_DECISIONS) != 0) k++;
    if (k == v->numbers) append_number(v, VERDICT_DECISIONS, memory_or_end(strdup("0")), memory_or_end(strdup("0")), "count");
    snprintf(text, sizeof text, "%ld", strtol(v->number[k].lower, NULL, 10) + 1);
    free(v->number[k].lower);
    free(v->number[k].upper);
    v->number[k].lower = memory_or_end(strdup(text));
    v->number[k].upper = memory_or_end(strdup(text));
}

decision verdict_decide(verdict_t v, arf_t lower, arf_t upper, ulong good, ulong bad, ulong trials, const fmpq_t t,
                        double budget)
{
    if (v != NULL) count_decision(v);
    return decide_probability(lower, upper, good, bad, trials, t, budget);
}

ball_text ball_as_text(const arb_t x, slong digits)
{
    ball_text out;
    if (digits > 100) digits = 100; /* both ends fit: a cut decimal would not bound anything */
    char *lower = memory_or_end(arb_lower_decimal(x, digits)), *upper = memory_or_end(arb_upper_decimal(x, digits));
    if (strcmp(lower, upper) == 0)
        snprintf(out.text, sizeof out.text, "%s", lower);
    else
        snprintf(out.text, sizeof out.text, "[%s, %s]", lower, upper);
    free(lower);
    free(upper);
    return out;
}

void verdict_from_status(verdict_t v, dq_status status, const reason_t why)
{
    const char *reason = why->text[0] ? why->text : "no reason was given";
    switch (status) {
    case DQ_INAPPLICABLE:
        verdict_set(v, VERDICT_INAPPLICABLE, "A hypothesis fails: %s.", reason);
        return;
    case DQ_NONEXISTENT:
        verdict_set(v, VERDICT_INAPPLICABLE, "The object of the claim certifiably does not exist: %s.", reason);
        return;
    case DQ_INCONCLUSIVE:
        verdict_set(v, VERDICT_INCONCLUSIVE, "A stated limit was reached: %s.", reason);
        return;
    case DQ_MEMORY:
        verdict_set(v, VERDICT_INCONCLUSIVE, "The computation does not fit in memory: %s.", reason);
        return;
    case DQ_INPUT:
        verdict_set(v, VERDICT_INCONCLUSIVE, "The input does not allow a decision: %s.", reason);
        return;
    case DQ_OK:
        break;
    }
    /* DQ_OK is no reason for a verdict: whoever lands here has nothing to report, which is never a pass. */
    verdict_set(v, VERDICT_INCONCLUSIVE, "No decision was reached although the computation succeeded.");
}
