/* Private to deq: bounds of rounding errors that hold for every order of summation, with or without fused multiply-add,
   so they are proofs whatever BLAS does (no Strassen-like products). */
#ifndef DEQCERT_DEQ_ROUNDING_H
#define DEQCERT_DEQ_ROUNDING_H

#include <stddef.h>
#include "ball/ball.h"

/* Working precision of the handful of scalars a certificate is made of. */
#define SCALAR_PREC 64

/* gamma_k = k u/(1 - k u), u = 2^-53: a sum of k products (k rounding errors per term) is within gamma_k of exact,
   relative to the sum of the absolute values.  +inf when k u >= 1/2. */
void gamma_factor(arb_t gamma, double k);
/* count * 2^-1070: covers the underflows of `count` operations. */
void underflow_bound(arb_t bound, double count);
/* Encloses sqrt(sum x_i^2); +inf when an entry is not finite or the sum overflows. */
void frobenius(arb_t norm, const double *x, size_t count);
/* Encloses sqrt(sum (x_i - y_i)^2) of the exact differences. */
void frobenius_distance(arb_t norm, const double *x, const double *y, size_t count);
/* Encloses sqrt(norm_0^2 + norm_1^2 + ..) of `count` balls, `stride` apart: the Frobenius norm of a matrix from its
   blocks'. */
void root_of_squares(arb_t norm, arb_srcptr block_norm, slong count, slong stride);
/* x := the exact number that is the upper end of its ball (+inf for an indeterminate one). */
void arb_to_upper(arb_t x);
/* Doubles that bound every number of the ball. */
double arb_upper_double(const arb_t x);
double arb_lower_double(const arb_t x);

#endif
