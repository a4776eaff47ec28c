/* Private to gram/: filling a gram_t and checking the promised widths. */
#ifndef DEQCERT_GRAM_RESULT_H
#define DEQCERT_GRAM_RESULT_H

#include "gram/covariance.h"
#include "gram/dual.h"

/* Clears g and allocates it for the points of c; q and kappa are taken from the classes' profiles, the diagonal of K
 * too. */
void gram_allocate(gram_t g, const covariance_t c, const profile_struct *profile, slong bits);
/* K_ij = K_ji, rounded to what the promised width needs. */
void gram_set_entry(gram_t g, slong i, slong j, const arb_t value);
/* 1 iff q, kappa and K have the widths gram.h promises at `bits`. */
int gram_widths_within(const gram_t g, slong bits);
/* 1 and the entry without any expansion when the model sees x_i = x_j, or x_i = -x_j and phi is certified odd (even:
   layer 1 only): the symmetry (u, v) -> (u, +-u) holds in every layer by induction. */
int gram_symmetric_entry(arb_t value, const covariance_t c, slong i, slong j, int parity, slong layer,
                         const arb_t kappa);

#endif
