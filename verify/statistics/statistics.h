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

/* ---- the smallest width that suffices ---------------------------------------------------------------- */

/* Decides Pr(success at this width) >= 1 - t. */
typedef decision width_question(void *context, slong width);
/* Rejected at the width `above` (0: at none asked), supported at `at_most` (-1: at none asked).  If the probability does not decrease
   with the width (an assumption, not tested here), the smallest width that suffices lies in (above, at_most], unless one of the two
   decisions, each at its own level, is wrong. */
typedef struct { slong above, at_most, decisions; } width_bracket;
/* Bisects the increasing grid for the least supported and the largest rejected width; each width is asked about at most once, about
   2 log2(count) of them.  1, or 0 when the answers contradict monotonicity (a supported width below a rejected one) or the grid is
   empty. */
int smallest_width(width_bracket *out, const slong *width, slong count, width_question *ask, void *context);

#endif
