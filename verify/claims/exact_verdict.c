/* exact_verdict: a universal statement is refuted by one exact example, and proved by a written proof whose examples
   all agree; examples alone prove nothing. */
#include "verify/claims/exact_verdict.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void examples_init(examples_t e)
{
    memset(e, 0, sizeof(examples_struct));
}

void examples_add(examples_t e, int holds, const char *format, ...)
{
    e->checked++;
    if (holds || e->violation[0] != '\0') return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(e->violation, sizeof e->violation, format, arguments);
    va_end(arguments);
}

void examples_verdict(verdict_t v, const examples_t e, const char *proof)
{
    if (e->violation[0] != '\0')
        verdict_refute(v, "counterexample", "%s", e->violation);
    else if (e->checked == 0)
        verdict_set(v, VERDICT_INCONCLUSIVE, "No example was checked.");
    else if (proof == NULL)
        verdict_set(v, VERDICT_INCONCLUSIVE, "No violation among %ld examples, which prove nothing by themselves.",
                    (long)e->checked);
    else
        verdict_set(v, VERDICT_PROVED, "%s\n\nNo violation among %ld examples decided in exact arithmetic or balls.",
                    proof, (long)e->checked);
}

rational_text rational_as_text(const fmpq_t x)
{
    rational_text out;
    char *text = fmpq_get_str(NULL, 10, x);
    if (strlen(text) < sizeof out.text)
        strcpy(out.text, text);
    else
        snprintf(out.text, sizeof out.text, "(a fraction of %ld digits, near %.9g)", (long)strlen(text), fmpq_get_d(x));
    flint_free(text);
    return out;
}

void rational_set(fmpq_t x, const char *text)
{
    if (fmpq_set_str(x, text, 10) != 0) {
        fprintf(stderr, "deqcert: not a rational: %s\n", text);
        abort();
    }
    fmpq_canonicalise(x);
}
