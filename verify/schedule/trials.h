/* Private to verify/schedule: the trials of one case, stored or computed. */
#ifndef DEQCERT_SCHEDULE_TRIALS_H
#define DEQCERT_SCHEDULE_TRIALS_H

#include "verify/schedule/units.h"

/* Read by the parent before the fork, so that the worker never touches the store. */
typedef struct { slong width, trial; deq_trial_struct value; } stored_trial;
typedef struct { stored_trial *trial; slong count, allocated; } stored_trials;   /* sorted by (width, trial) */

typedef struct {
    const case_struct *subject;
    stored_trials stored[2];     /* without and with certified norms */
    int fd;                      /* to the parent; worker only */
    int model_known;
    deq_model_t model;
} trials_struct;
typedef trials_struct trials_t[1];

void trials_init(trials_t t, const case_struct *subject);
void trials_clear(trials_t t);
int trials_load(trials_t t, store_t store, const char *case_hash, const char *code_version, store_error_t error);
/* The trial_source of a worker; context is the trials_struct. */
slong trials_supply(void *context, deq_trial_struct *out, slong width, slong count, int norms, const arb_struct *threshold);

#endif
