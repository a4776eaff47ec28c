/* Private to deq: one trial in a given space, by a given team. */
#ifndef DEQCERT_DEQ_TRIAL_H
#define DEQCERT_DEQ_TRIAL_H

#include "deq/plan.h"

/* Nothing known yet. */
void trial_reset(deq_trial_t out);
/* DQ_INPUT for a width or trial that is no part of a sampling key. */
dq_status width_usable(slong width, slong trial, reason_t why);
/* Samples, solves, certifies.  block: plan->total doubles. */
dq_status trial_in_space(deq_trial_t out, const deq_model_t model, slong width, slong trial, const deq_options *options,
                         double *block, const space_plan *plan, team_t team, reason_t why);

#endif
