/* Private to deq: from a residual to an interval of lambda_0. */
#ifndef DEQCERT_DEQ_CERTIFY_H
#define DEQCERT_DEQ_CERTIFY_H

#include "deq/solver.h"

/* contraction >= L|W|_2 of the trial's network, with the norm certified where options ask for it or the Gaussian tail is
   too heavy to charge; fills out->norm_* and out->norm_budget.  +inf when nothing is known.  net->W must be kept when the
   norm is certified. */
void contraction_of_trial(arb_t contraction, deq_trial_t out, const deq_model_t model, const network_struct *net,
                          int norms);
/* residual, radius, [lambda0] and the outcome from s->residual, with contraction < 1.  slack and work: of
   least_singular_bounds. */
void certify_trial(deq_trial_t out, const solver_t s, const arb_t contraction, double slack, double *work);

#endif
