/* Private to gram/: the fixed point q_* = F(q_*) of the variances, F(q) = 2 s kappa(q) + Sigma^(1)_ii, per class of
 * equal norm. */
#ifndef DEQCERT_GRAM_VARIANCE_H
#define DEQCERT_GRAM_VARIANCE_H

#include "gram/dual.h"

/* F at q (any ball).  kappa may be NULL.  nodes: values of phi to share between exact q, or NULL. */
dq_status variance_map(arb_t image, arb_t kappa, const gram_model_t model, const arb_t sigma0, const arb_t q,
                       hermite_kappa_nodes_t nodes, slong bits, reason_t why);

/* theta < 1: the unique fixed point, relative accuracy about 2^-bits.  guess: 0 or an approximate q_*; slope:
 * approximate F'(q_*). */
dq_status variance_coupling(profile_t p, const gram_model_t model, const arb_t theta, const arb_t sigma0, double guess,
                            double slope, slong bits, reason_t why);

/* theta >= 1 or no Lipschitz constant: the limit of the orbit q^(1) = sigma0, q^(l+1) = F(q^(l)) by a certified local
   contraction; DQ_NONEXISTENT or DQ_INAPPLICABLE with the reason. */
dq_status variance_local(profile_t p, const gram_model_t model, const arb_t sigma0, slong bits, reason_t why);

/* 1 and the reason iff F(q) > q is certified for every q >= sigma0 (then the orbit diverges). */
int variance_nonexistent(const gram_model_t model, const arb_t sigma0, reason_t why);
/* Coefficients of the polynomial kappa(q) = sum_m k_m q^m for a polynomial phi; degree, or -1. */
slong polynomial_kappa(arb_poly_t kappa, const activation_t phi, slong prec);

#endif
