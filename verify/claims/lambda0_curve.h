/* Private to verify/claims/: curves of sampled networks, one point or one network a width. */
#ifndef DEQCERT_CLAIMS_LAMBDA0_CURVE_H
#define DEQCERT_CLAIMS_LAMBDA0_CURVE_H

#include "verify/claims/claims.h"

/* The curves "least", "median" and "largest", of one point at x = width: enclosures of these order statistics of lambda_0/(m lambda)
   over the certified ones of the trials.  A statistic lies between that of the lower and that of the upper ends. */
void lambda0_curve(verdict_t v, const deq_trial_struct *trial, slong trials, slong width, const arb_t lambda);
/* The curve "network": eigenvalues of G/m of trial 0, enclosed like its equilibrium; only at the case's first and last width and up to
   width 1000, and for at most 64 points. */
void network_spectrum_curve(verdict_t v, audit_t a, slong width);
/* The curves "plain" and "anderson": relative residual of each iteration of the two solvers in doubles on trial 0 (approximate); at the
   case's first width, up to 1000. */
void residual_curves(verdict_t v, audit_t a, slong width);

#endif
