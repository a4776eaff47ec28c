/* Private to verify/claims/: what the thesis's experiments share, the decision from paired trials. */
#ifndef DEQCERT_CLAIMS_MONDEQ_EXPERIMENTS_H
#define DEQCERT_CLAIMS_MONDEQ_EXPERIMENTS_H

#include "verify/claims/claims.h"

/* Median of count >= 1 numbers, which are reordered; NaN counts as larger than every number. */
double approx_median(double *value, slong count);
/* Supported when the event that happened in `good` of `trials` independent trials, and did not in `bad`, has probability >= 1/2 at level DECISION_ALPHA,
   rejected when it is below, else inconclusive; `event` (Markdown) says what happened, the limits become a number. */
void experiment_verdict(verdict_t v, slong good, slong bad, slong trials, const char *event);

#endif
