/* Private to verify/claims/: networks with a piecewise constant activation. */
#ifndef DEQCERT_CLAIMS_STEP_EQUILIBRIUM_H
#define DEQCERT_CLAIMS_STEP_EQUILIBRIUM_H

#include "verify/claims/claims.h"

/* Whether the network of a trial, of the width Z has rows, has a certified equilibrium off the breakpoints: *found, and then Z. */
dq_status step_equilibrium(int *found, arb_mat_t Z, const deq_model_t model, const fmpq_t output_scale, slong trial,
                           reason_t why);
/* Where phi' = 0 gradient descent is least squares in a: the factor (largest |1 - eta lambda|)^2 of the loss a step, and the least and
   the largest eigenvalue of G = Z^T Z. */
void step_loss_factor(arb_t factor, arb_t least, arb_t largest, const arb_mat_t Z, const fmpq_t step);

#endif
