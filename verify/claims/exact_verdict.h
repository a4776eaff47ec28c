/* Private to verify/claims/: the verdict on a universal statement from exact examples and a written proof. */
#ifndef DEQCERT_CLAIMS_EXACT_VERDICT_H
#define DEQCERT_CLAIMS_EXACT_VERDICT_H

#include "verify/claims/claims.h"

/* Examples decided so far in exact arithmetic (or balls), and the first that violates the statement. */
typedef struct {
    slong checked;
    char violation[768]; /* Markdown; empty while there is none */
} examples_struct;
typedef examples_struct examples_t[1];
void examples_init(examples_t e);
/* Counts one example; the first with holds = 0 is kept as the violation, described by the format. */
void examples_add(examples_t e, int holds, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Refuted (counterexample) when an example violates the statement; inconclusive when none was checked, or when none
   violates it and `proof` is NULL; else proved, the evidence being `proof` (Markdown) and the number of examples. */
void examples_verdict(verdict_t v, const examples_t e, const char *proof);

/* Exact rationals as text for evidence: "3", "-1/2". */
typedef struct {
    char text[128];
} rational_text;
rational_text rational_as_text(const fmpq_t x);
/* x = text ("-3/4"); aborts on anything else. */
void rational_set(fmpq_t x, const char *text);

#endif
