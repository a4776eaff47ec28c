/* Private to verify/claims/: gradient descent on a monotone DEQ in balls (MATH.md 6), parameters A, B, U, u. */
#ifndef DEQCERT_CLAIMS_MONDEQ_DESCENT_H
#define DEQCERT_CLAIMS_MONDEQ_DESCENT_H

#include "mondeq/mondeq.h"
#include "verify/claims/claims.h"

typedef struct {
    slong n, d, N, prec;
    arb_mat_t A, B, U, u, X, y; /* the iterate and the data */
    arb_mat_t Z, e;             /* the equilibrium (n x N) and yhat - y (N x 1) */
    arb_mat_t gA, gB, gU, gu;   /* the gradient of the loss */
    arb_t mu, loss;
} iterate_struct;
typedef iterate_struct iterate_t[1];
/* The iterate at p's parameters, nothing evaluated.  Clear in every case. */
void iterate_init(iterate_t g, const mondeq_t p, slong prec);
void iterate_clear(iterate_t g);
/* Equilibrium, residual, loss and gradient of the iterate.  1; 0 when the sign of some pre-activation is not certified. */
int iterate_evaluate(iterate_t g);
/* theta <- theta - eta grad L(theta), of the gradient evaluated last. */
void iterate_step(iterate_t g, const fmpq_t eta);
/* Encloses the Frobenius distances of A, B, U, u from p's: distance[4] initialised. */
void iterate_travelled(arb_struct *distance, const iterate_t g, const mondeq_t p);
/* Encloses |grad L|^2. */
void iterate_gradient_norm2(arb_t value, const iterate_t g);
/* Encloses sigma_min(Z)^2, the least eigenvalue of Z^T Z (N <= n). */
void iterate_features2(arb_t value, const iterate_t g);

#endif
