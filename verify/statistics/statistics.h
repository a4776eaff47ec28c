/* statistics: decisions about probabilities from counts (MATH.md 4). */
#ifndef DEQCERT_STATISTICS_H
#define DEQCERT_STATISTICS_H

#include "ball/ball.h"

/* Fixed level per decision and how many decisions a report may hold. */
#define DECISION_ALPHA "1e-6"
#define DECISIONS_MAX 1000

typedef enum { DECIDED_SUPPORTED, DECIDED_REJECTED, DECIDED_OPEN } decision;
/* Claim Pr(success) >= 1 - t from `good` certain successes, `bad` certain failures and trials - good - bad undecided ones (counted
   against either direction): supported when the lower Clopper-Pearson limit of good/trials is >= 1 - t, rejected when the upper
   limit of (trials - bad)/trials is < 1 - t.  budget: extra failure probability per trial to be added (tail budget).
   lower, upper receive the limits. */
decision decide_probability(arf_t lower, arf_t upper, ulong good, ulong bad, ulong trials, const fmpq_t t, double budget);
/* Trials needed for `supported` when no trial fails. */
ulong trials_needed(const fmpq_t t);

/* Least squares slope of log y against log x with a Student-t interval at confidence 0.99 (approximate: a fit, never a proof). */
typedef struct { double slope, low, high; } approx_fit;
int approx_loglog_fit(approx_fit *fit, const double *x, const double *y, slong count);

#endif
