/* Private to verify/claims/: the arc-cosine kernel of ReLU and the scalar fixed point of Ling, Lemma 3. */
#ifndef DEQCERT_CLAIMS_LING_CLOSED_FORM_H
#define DEQCERT_CLAIMS_LING_CLOSED_FORM_H

#include "verify/claims/claims.h"

/* Q(x) = (sqrt(1 - x^2) + (pi - acos x) x)/pi for every x of the ball in [-1, 1]; value may be x. */
void ling_Q(arb_t value, const arb_t x, slong prec);
/* The solution c of c = s Q(c) + (1 - s) rho0, 0 < s < 1, |rho0| <= 1. */
void ling_limit_cosine(arb_t c, const arb_t s, const arb_t rho0, slong prec);

#endif
