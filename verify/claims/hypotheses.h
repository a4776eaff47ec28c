/* Private to verify/claims/: hypotheses that the statements about the population Gram matrix print. */
#ifndef DEQCERT_CLAIMS_HYPOTHESES_H
#define DEQCERT_CLAIMS_HYPOTHESES_H

#include "verify/claims/claims.h"

enum {
    HYPOTHESIS_SMOOTH = 1,       /* Truong's standing assumption: phi', phi'' exist everywhere and are bounded */
    HYPOTHESIS_ASSUMPTION_1 = 2, /* sigma_w^2 < 1/(8 L^2) */
    HYPOTHESIS_NORMS = 4,        /* Assumption 2: |x_i| = sqrt(d) */
    HYPOTHESIS_RELU = 8,         /* phi = relu (Ling) */
    HYPOTHESIS_SMOOTH_OR_RELU = 16
};
/* 1 when every hypothesis of the mask `which` is certified; else 0 with v inapplicable (naming the first one that
   certifiably fails) or inconclusive (naming one that could not be decided). */
int hypotheses_hold(verdict_t v, audit_t a, int which);

/* 1: phi = relu, certified (one kink at 0 between the straight lines 0 and x); 0: certified different at a point; -1:
 * undecided. */
int activation_is_relu(const activation_t phi);
/* 1 iff |x_i|^2 = d exactly for the points the model sees. */
int points_have_norm_sqrt_d(const points_struct *points);
/* 1 iff some two points are parallel or antiparallel, exactly; they are returned in *i, *j. */
int points_parallel_pair(slong *i, slong *j, const points_struct *points);

#endif
