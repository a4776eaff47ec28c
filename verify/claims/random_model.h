/* Private to verify/claims/: from a case to its random networks, and the hypotheses the deq claims share. */
#ifndef DEQCERT_CLAIMS_RANDOM_MODEL_H
#define DEQCERT_CLAIMS_RANDOM_MODEL_H

#include "verify/claims/claims.h"

/* The case's network: activation, points, sigma_w^2, law, seed and an upper bound of L where L is finite.  Borrows from
   the audit; clear with random_model_clear. */
void random_model_init(deq_model_t model, audit_t a);
void random_model_clear(deq_model_t model);
/* "gaussian", ... */
const char *law_as_text(case_law law);

/* 1 when L = sup|phi'| is certified finite (*L borrowed); else 0 with v inapplicable (L = inf) or inconclusive. */
int lipschitz_holds(const arb_struct **L, verdict_t v, audit_t a);
/* 1 when sigma_w^2 < 1/(8 L^2) is certified (*L borrowed); else 0 with v inapplicable or inconclusive. */
int assumption_1_holds(const arb_struct **L, verdict_t v, audit_t a);
/* 1 when lambda_* > 0 is certified (*lambda borrowed); else 0 with v inapplicable or inconclusive. */
int lambda_star_positive(const arb_struct **lambda, verdict_t v, audit_t a);

/* Certain successes and failures among sampled networks. */
typedef struct {
    ulong good, bad, trials;
    ulong not_certified; /* trials without a certified equilibrium, among the undecided */
    double budget;       /* largest tail budget of a trial */
    verdict_struct *witness; /* receives the failures as violations of an event; NULL: nobody does */
    slong width;         /* stands before the trial's number in a violation's place; 0: the unit's width says it */
} trial_counts;
/* Records the trial counted last as a violation of the event. */
void counts_violation(const trial_counts *counts, const char *event, const arb_t quantity, const arb_t bound);
/* Decides Pr(success) >= 1 - t from the counts: sets v supported, rejected or inconclusive with the counts, the limits
   and the level in the evidence and the limits among the numbers.  event: the success, as text. */
void decide_counts(verdict_t v, const trial_counts *counts, const fmpq_t t, const char *event);

#endif
