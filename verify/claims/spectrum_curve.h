/* Private to verify/claims/: the spectrum of a symmetric matrix as a curve. */
#ifndef DEQCERT_CLAIMS_SPECTRUM_CURVE_H
#define DEQCERT_CLAIMS_SPECTRUM_CURVE_H

#include "verify/claims/claims.h"

/* Adds the curve `name`: index 1, .., n against enclosures of the eigenvalues of the symmetric matrices in the ball matrix K, largest
   first.  least: an enclosure of the least eigenvalue known from elsewhere, or NULL.  Nothing for a matrix that is empty, not finite or
   beyond 64 x 64. */
void spectrum_curve(verdict_t v, const char *name, const char *y, const arb_mat_t K, const arb_struct *least);

#endif
