/* Private to verify/claims/: residuals of fixed-point solvers at random initialisation (thesis 4.1). */
#ifndef DEQCERT_CLAIMS_MONDEQ_SOLVER_TRACES_H
#define DEQCERT_CLAIMS_MONDEQ_SOLVER_TRACES_H

#include "verify/claims/mondeq_fixed_point.h"

#define TRACE_STEPS 50 /* the thesis's largest number of iterations */

typedef enum {
    SOLVER_PLAIN,            /* z <- relu(Wz + c): forward-backward with alpha = 1 */
    SOLVER_ANDERSON,         /* the same map, accelerated */
    SOLVER_SMALL_STEP,       /* forward-backward with alpha = m/|I - W|^2, which converges */
    SOLVER_PEACEMAN_RACHFORD /* alpha = 1 */
} trace_solver;
#define TRACE_SOLVERS 4
/* trace[k], k < TRACE_STEPS: |relu(Wz_k + c) - z_k|/|z*| of a monotone DEQ with n = 16, d = 8, m = 1, entries of A, B, U of standard
   deviation `deviation` and a standard normal input, from the key (trial).  Infinite or NaN where it diverges. */
void approx_solver_trace(double *trace, double deviation, uint32_t trial, trace_solver solver);

#endif
