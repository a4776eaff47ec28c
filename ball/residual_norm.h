/* Private to ball/: the rigorous half of the least eigenvalue, of arb_mat_lambda_min. */
#ifndef DEQCERT_BALL_RESIDUAL_NORM_H
#define DEQCERT_BALL_RESIDUAL_NORM_H

#include "ball/arb_headers.h"

/* |E|_2 <= min(|E|_inf, |E|_F) for every symmetric matrix in E. */
void symmetric_norm_bound(mag_t bound, const arb_mat_t E);
/* lower <= lambda_min of every symmetric matrix in A, from A - cI = L L^T + E. */
void cholesky_lower_bound(arf_t lower, const arb_mat_t A, const arf_t c, const arb_mat_t L, slong prec);
/* upper >= lambda_min of every symmetric matrix in A, from a Rayleigh quotient. */
void rayleigh_upper_bound(arf_t upper, const arb_mat_t A, arb_srcptr v, slong prec);

#endif
