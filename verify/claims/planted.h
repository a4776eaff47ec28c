/* Private to verify/claims/: the inputs of planted statements. */
#ifndef DEQCERT_CLAIMS_PLANTED_H
#define DEQCERT_CLAIMS_PLANTED_H

#include "verify/claims/claims.h"

/* Parses an expression for a planted statement; 1, or 0 with v inconclusive and the parser's reason. */
int planted_activation(activation_t *phi, const char *text, verdict_t v);
/* Coefficients 0..N of the expression at variance q to `bits`; 1, or 0 with v inconclusive.  h is initialised in both cases. */
int planted_expansion(hermite_t h, const char *text, slong q, slong N, slong bits, verdict_t v);

#endif
