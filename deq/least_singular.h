/* Private to deq: the least singular value of a tall matrix of doubles. */
#ifndef DEQCERT_DEQ_LEAST_SINGULAR_H
#define DEQCERT_DEQ_LEAST_SINGULAR_H

#include "deq/team.h"

/* Doubles the function below needs as work. */
double least_singular_work(double m, double n);
/* lower <= sqrt(lambda_min(Z^T Z)) <= upper for the exact doubles Z (m x n row-major), lower >= 0; (0, 0) when m < n.
   Without a usable approximation the bounds are 0 and |Z|_F/sqrt(n).  slack: the bounds may be apart by about this part
   of lambda_min, which is much cheaper for n in the hundreds; 0: as close as doubles allow. */
void least_singular_bounds(arb_t lower, arb_t upper, const double *Z, slong m, slong n, double slack, double *work,
                           team_t team);

#endif
