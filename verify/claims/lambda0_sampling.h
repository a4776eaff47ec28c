/* Private to verify/claims/: lambda_0 of sampled networks against a fraction of m lambda_*. */
#ifndef DEQCERT_CLAIMS_LAMBDA0_SAMPLING_H
#define DEQCERT_CLAIMS_LAMBDA0_SAMPLING_H

#include "verify/claims/random_model.h"

/* threshold = fraction * m * lambda. */
void lambda0_threshold(arb_t threshold, const arb_t lambda, const fmpq_t fraction, slong width);
/* A trial is a success when [lambda0] lies above every value of the threshold, a failure when it lies below; else undecided. */
void lambda0_count(trial_counts *counts, const deq_trial_struct *trial, const arb_t threshold);
/* The event of lambda0_count, for a claim whose hypotheses are told by `hypotheses`. */
#define LAMBDA0_EVENT(hypotheses)                                                                                      \
    {.name = "least-eigenvalue",                                                                                       \
     .generator = "network",                                                                                           \
     .place = "trial",                                                                                                 \
     .inequality = "lambda_0 >= m lambda_*/2",                                                                         \
     .relation = EVENT_AT_LEAST,                                                                                       \
     .applies = (hypotheses),                                                                                          \
     .measure = lambda0_measure}
dq_status lambda0_measure(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why);
/* Decides Pr(lambda_0 >= m lambda/2) >= 1 - t of the case from the case's trials of this width: sets v. */
void lambda0_decide(verdict_t v, audit_t a, slong width, const arb_t lambda);

#endif
