/* Private to deq: the least singular value of a tall matrix of doubles. */
#ifndef DEQCERT_DEQ_LEAST_SINGULAR_H
#define DEQCERT_DEQ_LEAST_SINGULAR_H

#include "ball/ball.h"

/* lower <= sqrt(lambda_min(Z^T Z)) <= upper for the exact doubles Z (m x n row-major), lower >= 0; (0, 0) when m < n.
   work holds 3 n^2 + 2 n + m doubles.  Without a usable approximation the bounds are 0 and |Z|_F/sqrt(n). */
void least_singular_value(arb_t lower, arb_t upper, const double *Z, slong m, slong n, double *work);

#endif
