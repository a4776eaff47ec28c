/* Private to verify/claims/: a small nonlinear model whose outputs, Jacobian and loss gradient are exact rationals. */
#ifndef DEQCERT_CLAIMS_POLYNOMIAL_NETWORK_H
#define DEQCERT_CLAIMS_POLYNOMIAL_NETWORK_H

#include "verify/claims/rational_matrix.h"

/* f(theta, x) = theta_0 + theta_1 x + theta_0 theta_2 x^2 (theta in R^3) on N inputs. */
#define NETWORK_PARAMETERS 3
/* The outputs f(theta, x_i), N x 1; theta 3 x 1, x N x 1. */
void network_outputs(fmpq_mat_t out, const fmpq_mat_t theta, const fmpq_mat_t x);
/* The Jacobian of the outputs, N x 3. */
void network_jacobian(fmpq_mat_t J, const fmpq_mat_t theta, const fmpq_mat_t x);
/* sum_i (f(theta, x_i) - y_i)^2 times scale. */
void network_loss(fmpq_t loss, const fmpq_mat_t theta, const fmpq_mat_t x, const fmpq_mat_t y, const fmpq_t scale);
/* The gradient of that loss, 3 x 1, from the loss alone (not from the Jacobian): along a coordinate the loss is a
   polynomial in t of degree at most 2, so (loss(t = 1) - loss(t = -1))/2 is its derivative at t = 0. */
void network_gradient(fmpq_mat_t gradient, const fmpq_mat_t theta, const fmpq_mat_t x, const fmpq_mat_t y,
                      const fmpq_t scale);

#endif
