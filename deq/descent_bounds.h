/* Private to deq: upper bounds in doubles.  A bound is a sum of products of at most 100 nonnegative doubles in all,
   computed in round-to-nearest: its computed value is at least exact (1 - 100 u), underflow apart, so `closed` bounds
   the exact value.  NaN stays NaN,
   and every use compares so that NaN fails. */
#ifndef DEQCERT_DEQ_DESCENT_BOUNDS_H
#define DEQCERT_DEQ_DESCENT_BOUNDS_H

#include <math.h>
#include "deq/deq.h"
#include "deq/rounding.h"

static inline double closed(double bound)
{
    return bound * (1 + 0x1p-45) + 0x1p-1000;
}

/* gamma_k = k u/(1 - k u) for k <= 2^45: an inner product of k terms in any order. */
static inline double gamma_bound(double k)
{
    return k * 0x1.02p-53;
}

/* Upper bound of |x|_F. */
static inline double norm_bound_of(const double *x, size_t count)
{
    arb_t norm;
    arb_init(norm);
    frobenius(norm, x, count);
    double bound = arb_upper_double(norm);
    arb_clear(norm);
    return bound;
}

/* Upper bound of |x - y|_F. */
static inline double distance_bound(const double *x, const double *y, size_t count)
{
    arb_t norm;
    arb_init(norm);
    frobenius_distance(norm, x, y, count);
    double bound = arb_upper_double(norm);
    arb_clear(norm);
    return bound;
}

/* Lower bound of 1 - q, 0 unless q < 1. */
static inline double gap_below(double q)
{
    double gap = (1 - q) * (1 - 0x1p-50);
    return gap > 0 ? gap : 0;
}

/* bound, or INFINITY when it is not a number. */
static inline double bound_or_infinity(double bound)
{
    return bound >= 0 ? bound : (double)INFINITY;
}

#endif
