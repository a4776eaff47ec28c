/* Private to verify/claims/: linear rates of gradient descent, checked in exact rationals. */
#ifndef DEQCERT_CLAIMS_SPLINE_RATE_H
#define DEQCERT_CLAIMS_SPLINE_RATE_H

#include "verify/claims/quadratic_spline.h"

/* Adds f(theta_t) - f* <= rho^t (f(theta_0) - f*), t = 0..8, for descent with step 1/L from every start; `example` is an
   index into spline_examples and L >= its least smoothness constant.  Adds nothing when the spline has no minimum. */
void spline_rate(examples_t e, slong example, const fmpq_t L, const fmpq_t rho);

#endif
