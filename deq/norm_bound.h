/* Private to deq: upper bounds of |W|_2 for the contraction L|W|_2 < 1. */
#ifndef DEQCERT_DEQ_NORM_BOUND_H
#define DEQCERT_DEQ_NORM_BOUND_H

#include "deq/network.h"

/* Largest probability the Gaussian tail may charge to a trial. */
#define NORM_BUDGET_MAX 1e-9

/* Gaussian weights: a bound b with L b <= 0.99 and Pr(|W|_2 > b) <= *budget <= NORM_BUDGET_MAX; returns 0 when there is
 * none. */
int gaussian_norm_bound(arb_t bound, double *budget, const deq_model_t model, slong width);
/* Encloses |W|_2 of the ideal weights from the doubles W. */
void certified_norm(arb_t norm, const double *W, const arb_t W_frobenius, slong width);

#endif
