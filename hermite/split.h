/* Private to hermite/: the split phi = P + S of a kinked activation, P = sum_{s,j} c_{s,j} e_j(x; b_s),
     e_j(x; b) = sgn(x - b) (x - b)^j / (2 j!),   e_j' = e_{j-1},  e_0' = delta_b,  (x - b) e_j = (j + 1) e_{j+1}.
   e_j has the jumps of (x - b)_+^j / j! and keeps the parity of an even or odd phi. */
#ifndef DEQCERT_HERMITE_SPLIT_H
#define DEQCERT_HERMITE_SPLIT_H

#include "hermite/hermite.h"

/* Doubles choose the order J (split->J) and the number of terms N for an accuracy of 2^-bits kappa at |rho| = 1;
   *power_log2 gets about log2 E P^2.  scale_log2 approximates log2 kappa.  0 when no choice looks good enough within
   HERMITE_MAX_TERMS. */
int split_plan(hermite_split_t split, slong *N, double *power_log2, const activation_t phi, double scale_log2,
               slong bits);
/* split->jump: exact dyadic approximations of the jumps of the derivatives 0..J-1 at every breakpoint, symmetric when
 * phi is. */
void split_jumps(hermite_split_t split, const activation_t phi, slong prec);

/* a_r(P), r = 0..N. */
void split_power_coefficients(arb_ptr a, slong N, const hermite_split_t split, slong prec);
/* E phi(y) P(y), y ~ N(0, q), absolute accuracy about 2^(power_log2/2 + scale_log2/2 - bits). */
dq_status split_cross(arb_t cross, const hermite_split_t split, const activation_t phi, slong bits, double scale_log2,
                      reason_t why);
/* E P_i(u) P_j(v) in closed form for an exact rho, |rho| <= 1. */
void split_products(arb_t sum, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong prec);

/* Two breakpoints b of u and c of v, with what the closed forms need; same = 1: q_i and q_j are one number. */
typedef struct {
    const fmpq *b, *c;
    arb_srcptr qi, qj, rho, gap; /* rho exact; gap = 1 - rho^2 */
    int same;
} split_corner;
/* E e_0(u; b) e_0(v; c) = E sgn(u - b) sgn(v - c) / 4. */
void split_sign_mean(arb_t mean, const split_corner *corner, slong prec);

#endif
