/* Private to deq: an approximate least eigenpair of a Gram matrix. */
#ifndef DEQCERT_DEQ_APPROX_LEAST_PAIR_H
#define DEQCERT_DEQ_APPROX_LEAST_PAIR_H

#include "ball/ball.h"

/* Steps of the Lanczos process. */
#define LANCZOS_STEPS 32

/* By LAPACK: accurate to rounding.  A (n x n) is overwritten; vector has room for 2n doubles.  0 on failure. */
int approx_least_pair_full(double *value, double *vector, double *A, const double *G, slong n);
/* Lanczos on G^-1 through a Cholesky factor L (n x n, overwritten): a Rayleigh quotient, so above the least eigenvalue
   up to rounding.  basis: LANCZOS_STEPS n doubles.  0 on failure. */
int approx_least_pair_lanczos(double *value, double *vector, double *L, double *basis, const double *G, slong n);

#endif
