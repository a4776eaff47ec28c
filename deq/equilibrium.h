/* Private to deq: the iteration Z <- phi(W Z + U X) and the residual it stops at. */
#ifndef DEQCERT_DEQ_EQUILIBRIUM_H
#define DEQCERT_DEQ_EQUILIBRIUM_H

#include "deq/network.h"

/* Iterates from Z = 0.  Returns 1 when the residual came down to about 1e-13 |Z| (or to where rounding stops it), 0
   otherwise. residual: with lipschitz_bound >= sup|phi'|, an upper bound of |Z - phi(WZ + UX)|_F for the ideal network
   at the doubles Z
   (+inf when lipschitz_bound is not finite).  Z: m x n row-major; work holds 2 m n doubles. */
int solve_equilibrium(double *Z, arb_t residual, slong *iterations, const network_t net, activation_t phi,
                      double lipschitz_bound, double *work);

#endif
