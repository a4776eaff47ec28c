/* Private to verify/claims/: the bound of deq.width-gap and its events. */
#ifndef DEQCERT_CLAIMS_LAYER_GAP_H
#define DEQCERT_CLAIMS_LAYER_GAP_H

#include "verify/claims/layer_sample.h"

#define LAYER_GAP_DEPTH 8

/* bound[l-1] = factor n (2 sqrt 2 sigma_w L)^(exponent l), l = 1 .. LAYER_GAP_DEPTH. */
void layer_gap_bounds(arb_ptr bound, const arb_t factor, slong n, const fmpq_t s, const arb_t L, slong exponent);
/* max_i K^(1)_ii */
void layer_gap_kappa(arb_t kappa, const gram_struct *layer);
/* The printed form's hypotheses: 1, or 0 with v set. */
int layer_gap_applies(verdict_t v, audit_t a);
/* The event "layer" of the printed and of the repaired form. */
extern const witness_event layer_gap_events[], layer_gap_events_repaired[];

#endif
