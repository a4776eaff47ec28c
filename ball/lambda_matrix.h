/* Private to ball/: the matrix whose least eigenvalue is enclosed, its factorisations and the approximate eigenpair. */
#ifndef DEQCERT_BALL_LAMBDA_MATRIX_H
#define DEQCERT_BALL_LAMBDA_MATRIX_H

#include "ball/arb_headers.h"

typedef struct {
    slong n;
    const double *high, *low; /* D = high + low, low may be NULL */
    int dd;                   /* factorise in double-double */
    double *L, *L_low;        /* the last factor */
    double error;             /* of the last factorisation, with the shift's rounding */
    double largest;           /* |D_ij| */
} lambda_matrix_t;

/* L L^T = D - c I up to M->error in the norm; 0 when that is not definite. */
int lambda_matrix_factor(lambda_matrix_t *M, double c);
/* Approximate least eigenvalue and unit vector of D; NaN on failure.  Overwrites the factor. */
double approx_lambda_pair(double *v, lambda_matrix_t *M, double relative);

#endif
