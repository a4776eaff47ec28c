/* Private to verify/claims/: Condition 1 at random initialisation. */
#ifndef DEQCERT_CLAIMS_MONDEQ_RANDOM_START_H
#define DEQCERT_CLAIMS_MONDEQ_RANDOM_START_H

#include "verify/claims/mondeq_conditions.h"

#define RANDOM_START_FIRST 4 /* widths 2^4 ... 2^21 */
#define RANDOM_START_LAST  21
#define RANDOM_START_SEED  381
/* N = d = 2, X = I, m = 1, y = (1, -1), radii 1/4; A = B = 0, so Z = relu(U); u_i = g_i/sqrt(n) with g and, for wide = 1, U
   standard normal, for wide = 0 U standard normal over sqrt(n).  ratio[k] encloses the smaller of left/right over the lines of the
   condition at width 2^k, of the first 2^k units of one sequence of exact doubles drawn from the key `trial`, k from
   RANDOM_START_FIRST to last; ratio has last + 1 initialised balls. */
void random_start_ratios(arb_struct *ratio, int wide, slong last, uint32_t trial);

#endif
