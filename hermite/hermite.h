/* hermite: certified Hermite coefficients a_r(q) = E phi(sqrt(q) g) h_r(g), kappa(q) = E phi(sqrt(q) g)^2, the series tail
   T_N = kappa - sum_{r<=N} a_r^2, and the dual activation sum_r a_r(q_i) a_r(q_j) rho^r (MATH.md 2 and 3). */
#ifndef DEQCERT_HERMITE_H
#define DEQCERT_HERMITE_H

#include "activation/activation.h"

#define HERMITE_MAX_TERMS 65536   /* stated limit on N */

typedef struct {
    arb_t q;           /* the variance the expansion is at (the whole ball) */
    slong N;           /* a[0..N] are known; -1 when empty */
    arb_ptr a;         /* N + 1 enclosures */
    slong allocated;   /* slots of a */
    arb_t kappa;       /* encloses E phi(sqrt(q) g)^2 */
    arb_t tail;        /* encloses T_N >= 0 */
    int parity;        /* as activation_parity: exact zeros in a when nonzero */
    slong prec;        /* working precision that reached the accuracy asked for */
} hermite_struct;
typedef hermite_struct hermite_t[1];
void hermite_init(hermite_t h);
void hermite_clear(hermite_t h);

/* Coefficients 0..N for every q of the ball q (q > 0), each of width <= 2^(4-bits) max(|a_r|, sqrt(kappa)) when q is exact
   (an inexact q adds its own sensitivity).  Precision is raised automatically; DQ_INCONCLUSIVE with the limit reached,
   DQ_INPUT when E phi^2 is not certifiably finite. */
dq_status hermite_coefficients(hermite_t h, const activation_t phi, const arb_t q, slong N, slong bits, reason_t why);

/* The same with N chosen so that |rho|^(N+1) T_N <= 2^-bits kappa for every |rho| <= rho_max < 1 (or T_N itself <= 2^-bits kappa);
   N at most HERMITE_MAX_TERMS, DQ_INCONCLUSIVE beyond. */
dq_status hermite_coefficients_for(hermite_t h, const activation_t phi, const arb_t q, const arb_t rho_max, slong bits,
                                   reason_t why);

/* kappa(q) = E phi(sqrt(q) g)^2 alone, for every q of the ball; relative accuracy about `bits` when q is exact. */
dq_status hermite_kappa(arb_t kappa, const activation_t phi, const arb_t q, slong bits, reason_t why);
/* d kappa / d q = E phi(y)^2 (y^2/q - 1)/(2 q), y ~ N(0, q), for every q of the ball. */
dq_status hermite_kappa_derivative(arb_t derivative, const activation_t phi, const arb_t q, slong bits, reason_t why);

/* sum_r a_r(q_i) a_r(q_j) rho^r including the tail bound |rho|^(N+1) sqrt(T_N(q_i) T_N(q_j)); |rho| <= 1.  With i = j and rho
   exactly 1 it is kappa. */
void hermite_dual(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec);
/* Its derivative in rho, |rho| < 1; tail sqrt(T_i T_j) max_{r>N} r |rho|^(r-1). */
void hermite_dual_derivative(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec);

/* The dual activation by the second route, quadrature of the bivariate integral E phi(u) phi(v), (u, v) ~ N(0, [[q_i, .], [., q_j]])
   with correlation rho (exact q_i, q_j, rho advised; |rho| = 1 allowed).  Shares no algorithm with the series beyond the
   evaluators of activation/.  Absolute accuracy about 2^-bits sqrt(kappa_i kappa_j). */
dq_status hermite_dual_integral(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho, slong bits,
                                reason_t why);

/* The dual activation of a continuous piecewise-linear or a piecewise-constant phi through Price's theorem: one-dimensional integrals,
   valid for all |rho| <= 1 and the only route for kinks at |rho| near 1.  DQ_INAPPLICABLE for other activations.  Absolute accuracy
   about 2^-bits sqrt(kappa_i kappa_j). */
dq_status hermite_dual_price(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho, slong bits,
                             reason_t why);

#endif
