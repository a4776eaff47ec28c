/* Private to gram/: the covariance Sigma^(1) of the first layer and the classes of points of equal norm. */
#ifndef DEQCERT_GRAM_COVARIANCE_H
#define DEQCERT_GRAM_COVARIANCE_H

#include "gram/gram.h"

typedef struct {
    slong n, classes;
    slong *class_of;       /* class of each point: points of one class have exactly the same norm in the model */
    arb_ptr variance;      /* per class, Sigma^(1)_ii > 0; exactly 2 for normalised points */
    arb_mat_t sigma;       /* n x n, off-diagonal Sigma^(1)_ij (the diagonal holds the variances) */
    signed char *relation; /* n x n: +1 when the model sees x_i = x_j exactly, -1 when x_i = -x_j exactly, else 0 */
} covariance_struct;
typedef covariance_struct covariance_t[1];

/* DQ_INPUT when a point is zero or not finite, DQ_MEMORY when the matrices do not fit. */
dq_status covariance_init(covariance_t c, const points_struct *points, slong prec, reason_t why);
void covariance_clear(covariance_t c);
/* +1 when the model sees x_i = x_j exactly, -1 when x_i = -x_j exactly, else 0. */
int points_relation(const points_struct *points, slong i, slong j);
/* Bytes of `matrices` symmetric n x n ball matrices of the given precision against the machine's memory. */
dq_status gram_memory_plan(slong n, slong matrices, slong prec, reason_t why);

#endif
