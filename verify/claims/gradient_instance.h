/* Private to verify/claims/: small networks in balls whose equilibrium is known without solving for it, and their
   gradients by several routes. */
#ifndef DEQCERT_CLAIMS_GRADIENT_INSTANCE_H
#define DEQCERT_CLAIMS_GRADIENT_INSTANCE_H

#include "verify/claims/claims.h"

/* W, a, X and the pre-activations P are rationals, Z = phi(P), D = phi'(P), U = (P - WZ) X^-1 (X square): Z is an
   equilibrium exactly. */
typedef struct {
    slong m, n;
    arb_mat_t W, U, a, X, Z, D, e; /* a: m x 1, e = Z^T a - y: n x 1 */
} gradient_instance_struct;
typedef gradient_instance_struct gradient_instance_t[1];
/* 1; or 0 when phi' is not enclosed at the points chosen. */
int gradient_instance_init(gradient_instance_t g, const activation_t phi, slong m, slong n, slong prec);
void gradient_instance_clear(gradient_instance_t g);

/* What is asked of R = (I_n x a^T) J^-1 diag(D), J = I - diag(D)(I_n x W), samples stacked: the formula, or a
   falsehood. */
typedef enum { R_REPAIRED, R_WITHOUT_D, R_TRANSPOSED_W, R_SWAPPED_KRONECKER } r_formula;
/* R, n x mn; 0 when J is not certified invertible. */
int gradient_r(arb_mat_t R, const gradient_instance_t g, r_formula formula, slong prec);

/* The derivative of yhat_j by every parameter: rows j, columns W row by row, U row by row, a.  By implicit
   differentiation in every coordinate direction (one m x m system per sample and direction), resp. from R.  0 when a
   system is singular. */
int jacobian_implicit(arb_mat_t J, const gradient_instance_t g, slong prec);
void jacobian_from_r(arb_mat_t J, const gradient_instance_t g, const arb_mat_t R, slong prec);
/* J^T e from the adjoint equation V = D o (W^T V + a e^T). */
int gradient_adjoint(arb_mat_t gradient, const gradient_instance_t g, slong prec);

#endif
