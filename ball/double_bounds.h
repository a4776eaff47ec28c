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

/* bound >= |D - c I - L L^T|_2 for exact doubles: D symmetric (lower triangle read), L lower triangular, both
   column-major n x n with |entries| <= 2^100.  Infinite when an entry is not finite. */
void cholesky_residual_bound(mag_t bound, const double *D, double c, const double *L, slong n);

#endif
