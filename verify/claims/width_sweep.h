/* Private to verify/claims/: how the smallest width depends on the points and on t. */
#ifndef DEQCERT_CLAIMS_WIDTH_SWEEP_H
#define DEQCERT_CLAIMS_WIDTH_SWEEP_H

#include "verify/claims/claims.h"

/* Searches widths up to `most`, `trials` networks each, for four sizes of the case's first points and the failure probabilities t, 4t;
   appends the brackets, fitted exponents in n, lambda_star and the published bound, and the range of its implied constant. */
void width_sweep(verdict_t v, audit_t a, slong most, slong trials);

#endif
