/* Private to verify/claims/: the rates of Theorems 3.3.1 and 3.3.5 along certified iterates of gradient descent. */
#ifndef DEQCERT_CLAIMS_MONDEQ_DESCENT_RATE_H
#define DEQCERT_CLAIMS_MONDEQ_DESCENT_RATE_H

#include "verify/claims/exact_verdict.h"
#include "verify/claims/mondeq_conditions.h"
#include "verify/claims/mondeq_descent.h"

typedef enum {
    RATE_STEP,     /* L(k+1) <= (1 - factor eta lambda_0^2) L(k) */
    RATE_FLOW,     /* L(k) <= exp(-factor lambda_0^2 k eta) L(0) */
    RATE_GRADIENT, /* |grad L(k)|^2 >= 2 factor lambda_0^2 L(k) (the rate of the flow through the iterate) */
    RATE_REGION    /* the iterate lies in the four balls, and sigma_min(Z(k)) >= lambda_0/2 */
} rate_kind;
/* Adds one example for each iterate k = 0 .. steps (from 1 where losses are compared; RATE_REGION five for each); factor as
   text of a rational.  Nothing is added for an iterate that the balls do not decide; one whose ReLU pattern is not
   certified ends the run. */
void iterate_rate(examples_t e, const condition_t c, const fmpq_t eta, slong steps, rate_kind kind, const char *factor);
/* Appends the curves "loss" and "bound" (L(0)(1 - factor eta lambda_0^2)^k) to v, names prefixed. */
void iterate_rate_curves(verdict_t v, const condition_t c, const fmpq_t eta, slong steps, const char *factor,
                         const char *prefix);

#endif
