/* Private to ball/: exact inner product of doubles. */
#ifndef DEQCERT_BALL_EXACT_DOT_H
#define DEQCERT_BALL_EXACT_DOT_H

#include "ball/arb_headers.h"

/* x = mantissa * 2^exponent with |mantissa| < 2^53; x finite. */
int64_t double_mantissa(int *exponent, double x);
/* value = sum_k x[k] y[k], exactly; NaN when an entry is not finite. */
void exact_dot(arf_t value, const double *x, const double *y, slong length);

#endif
