/* Private to verify/claims/: monotone affine operators. */
#ifndef DEQCERT_CLAIMS_MONDEQ_MONOTONE_H
#define DEQCERT_CLAIMS_MONDEQ_MONOTONE_H

#include "verify/claims/rational_matrix.h"

/* Adds as examples: for 401 rational W (the smallest first) and several m > 0, W + W^T >= mI implies <F(x) - F(y), x - y> >= c|x - y|^2
   for F(x) = Wx + h, c = m numerator/denominator.  all = 1: also the converse, the same for m = c = 0, and that F is then maximal. */
void strongly_monotone_check(examples_t e, slong numerator, ulong denominator, int all);

#endif
