/* Private to deq: the sensitivity S = D o (W^T S + a 1^T), column i the derivative of yhat_i by its pre-activations. */
#ifndef DEQCERT_DEQ_ADJOINT_H
#define DEQCERT_DEQ_ADJOINT_H

#include "deq/deq.h"

/* Iterates from the S that g holds, with the D that g holds; 1 when it converged.  D_radius bounds |D - D*|
   entrywise, L its entries.
   Sets g->S_radius and g->adjoint_iterations.  work: 2 m n doubles. */
int solve_adjoint(deq_gradient_t g, const deq_parameters_t p, double L, double W_frobenius, double D_radius,
                  double *work);
/* The same for the equilibrium: Z from the Z that g holds; sets P, Z_radius, P_radius, iterations.  B = U X.  work: 2
   m n doubles. */
int solve_forward(deq_gradient_t g, const deq_parameters_t p, const double *B, double B_error, const deq_model_t model,
                  double norm, double W_frobenius, double *work);

/* 1 when no breakpoint of phi is within radius of an entry of P. */
int off_breakpoints(const deq_gradient_t g, activation_t phi, double radius);

#endif
