/* Private to gram/: the correlation of one pair of points in the limit. */
#ifndef DEQCERT_GRAM_PAIR_H
#define DEQCERT_GRAM_PAIR_H

#include "gram/dual.h"

typedef struct {
    arb_t two_s;
    arb_t contraction; /* < 1: bounds |d/drho| of rho -> (2 s D(rho) + sigma0)/sqrt(q_i q_j) on the pair's interval */
    arb_t slope;       /* bounds |D'| there */
} pair_map_struct;
typedef pair_map_struct pair_map_t[1];
void pair_map_init(pair_map_t map);
void pair_map_clear(pair_map_t map);

/* Encloses K = D(rho) at the unique fixed point rho of the map in |rho| <= reach (exact, <= 1), which the caller has
   shown to be mapped into itself and contracted.  K and rho have absolute accuracy about 2^-bits (relative to
   sqrt(kappa_i kappa_j) and 1) times 1/(1 - contraction). */
dq_status pair_solve(arb_t K, arb_t rho, const pair_map_t map, const dual_t D, const arb_t sigma0, const arb_t reach,
                     int price, slong bits, reason_t why);

#endif
