/* Private to verify/schedule: one case dealt to another rank. */
#ifndef DEQCERT_SCHEDULE_REMOTE_H
#define DEQCERT_SCHEDULE_REMOTE_H

#include "verify/schedule/ranks.h"
#include "verify/schedule/trials.h"
#include "verify/schedule/units.h"
#include "verify/schedule/worker.h"

/* What must be the same on every rank: program, profile, claims, cases.  The caller frees it. */
char *remote_identity(const units_t units, const schedule_plan *plan);
/* Rank 0: asks `rank` to compute the unsettled units of units->item[item] for slot `slot` of rank 0's. */
void remote_start(int rank, slong slot, slong item, const units_t units, const trials_struct *trials);
/* The slot a RANK_RECORDS or RANK_ENDED message is about; *rest and *size get what follows. */
slong remote_slot(const char **rest, size_t *size, const char *bytes);
/* Other ranks: computes what rank 0 asks for until it says stop, at most `jobs` cases at a time. */
void remote_serve(units_t units, const schedule_plan *plan, const worker_settings *settings);
/* Other ranks that have read no cases: says so and waits for the end. */
void remote_refuse(void);

#endif
