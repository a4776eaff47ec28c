/* Private to verify/claims/: the matrices that deq.operator-norm samples, and its events. */
#ifndef DEQCERT_CLAIMS_NORM_SAMPLING_H
#define DEQCERT_CLAIMS_NORM_SAMPLING_H

#include "verify/claims/norm_event.h"

#define NORM_WIDTHS 5
/* The widths of a profile and the matrices of each. */
typedef struct {
    slong widths, trials, width[NORM_WIDTHS];
} norm_plan;
const norm_plan *norm_plan_of(profile_kind profile);
/* Width and networks of the cross-check of the bound with slack. */
#define NORM_SLACK_WIDTH  50
#define NORM_SLACK_TRIALS 300
/* factor = 1 + epsilon with e^(-2 epsilon^2 m) = t: epsilon = sqrt(ln(1/t)/(2m)). */
void norm_slack(arb_t factor, const fmpq_t t, slong width);
/* 1 for Gaussian weights; else 0 with v inapplicable. */
int norm_gaussian_weights(verdict_t v, audit_t a);
/* The events of the printed and of the repaired form. */
extern const witness_event norm_events[], norm_slack_events[];

#endif
