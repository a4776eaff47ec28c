/* Private to ball/: bounds on matrices of doubles, and the approximations that choose what to bound. */
#ifndef DEQCERT_BALL_DOUBLE_BOUNDS_H
#define DEQCERT_BALL_DOUBLE_BOUNDS_H

#include <stddef.h>
#include "ball/arb_headers.h"

/* Upper bound of a sum of nonnegative terms from its computed value: each term was formed with at most 4 roundings and
   every addition rounds once, in any order, so exact <= computed (1 + (terms + 8) 2^-51).  NaN stays NaN. */
static inline double inflated(double sum, size_t terms)
{
    return sum * (1 + (double)(terms + 8) * 0x1p-51);
}

/* y = B x for a symmetric operator B. */
typedef void symmetric_apply(double *y, const double *x, slong n, const void *context);
/* Largest Ritz value of at most `steps` Lanczos steps (full reorthogonalisation), v its unit Ritz vector; stops early
   at relative residual `tolerance`.  NaN when an image is not finite. */
double approx_largest_ritz(double *v, slong n, slong steps, double tolerance, symmetric_apply *apply,
                           const void *context);

/* A = L L^T + E, |E|_2 <= error: Cholesky in place in the lower triangle of the column-major n x n matrix A of exact doubles
   (|entries| <= 2^100); the upper one is not touched.  The bound holds for this code's own operations, no BLAS among them.
   0 when a pivot is not positive (NaN included): the factor is then unusable, and nothing is known. */
int double_cholesky(double *error, double *A, slong n);
/* The same for A = high + low (double-doubles), some 1e12 times more accurate at some 20 times the cost: error is about
   n 2^-95 times the largest diagonal entry.  Uses 20000 n bytes of work space. */
int dd_cholesky(double *error, double *high, double *low, slong n);

#endif
