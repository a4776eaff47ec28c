/* Private to ball/: approximate shifted Cholesky and least eigenpair at any precision.  Matrices and vectors are
   arb_mat_t and arb_ptr whose radii are zero or ignored; nothing here carries a bound. */
#ifndef DEQCERT_BALL_APPROX_EIGENPAIR_H
#define DEQCERT_BALL_APPROX_EIGENPAIR_H

#include "ball/arb_headers.h"

/* L L^T ~ M - shift I with L lower triangular (upper part zero).  -1 on success, else the index of the first pivot
   that is not positive; the rows before it are then valid and row k holds L_k1..L_k,k-1. */
slong approx_shifted_cholesky(arb_mat_t L, const arb_mat_t M, const arf_t shift, slong prec);
/* v <- (L L^T)^-1 v. */
void approx_cholesky_solve(arb_ptr v, const arb_mat_t L, slong prec);
/* After failure at pivot k: v with v^T (M - shift I) v <= 0 about. */
void approx_negative_direction(arb_ptr v, const arb_mat_t L, slong k, slong prec);
/* v <- v/|v|; then value = v^T M v and residual = |M v - value v|. */
void approx_rayleigh(arf_t value, arf_t residual, arb_ptr v, const arb_mat_t M, slong prec);

/* Least eigenpair of the symmetric M: value from LAPACK (scaled), vector; 0 when LAPACK failed. */
int approx_eigenpair_lapack(arf_t value, arb_ptr v, const arb_mat_t M);
/* A shift just below the least eigenvalue of M with its factor L, and v with a Rayleigh quotient just above it: their
   distance is about max(2^-bits |eigenvalue|, floor).  `norm` bounds the norm of M, > 0. */
void approx_least_eigenpair(arf_t shift, arb_mat_t L, arb_ptr v, const arb_mat_t M, const arf_t norm, slong bits,
                            const arf_t floor, slong prec);
/* Is the exact matrix of midpoints singular?  Wrong with probability about 2^-61. */
int approx_is_singular(const arb_mat_t M);

#endif
