/* Private to verify/claims/: the event |W|_2 <= factor 2 sqrt 2 sigma_w on sampled weights. */
#ifndef DEQCERT_CLAIMS_NORM_EVENT_H
#define DEQCERT_CLAIMS_NORM_EVENT_H

#include "verify/claims/random_model.h"

/* bound = factor * 2 sqrt(2 s); bound and factor must be different variables. */
void norm_event_bound(arb_t bound, const fmpq_t s, const arb_t factor);
/* bound = factor * 2 sqrt(width), for a matrix of independent N(0,1). */
void norm_event_root(arb_t bound, const arb_t factor, slong width);
/* Encloses |W|_2 of one trial, as norm_event_matrices does. */
dq_status norm_event_measure(arb_t norm, const deq_model_t model, slong width, slong trial, reason_t why);
/* Adds trials 0 .. trials-1 of this width to the counts. */
typedef dq_status norm_event_counter(trial_counts *counts, const deq_model_t model, slong width, slong trials,
                                     const arb_t factor, reason_t why);
/* From the certified norm of every sampled W; violations of the event "operator-norm". */
dq_status norm_event_matrices(trial_counts *counts, const deq_model_t model, slong width, slong trials,
                              const arb_t factor, reason_t why);
/* The event |G|_2 <= factor 2 sqrt m ("gaussian-norm") by deq_gaussian_norm (Gaussian weights): every trial is decided unless a pivot is within rounding
   of 0. */
dq_status norm_event_bidiagonal(trial_counts *counts, const deq_model_t model, slong width, slong trials,
                                const arb_t factor, reason_t why);

#endif
