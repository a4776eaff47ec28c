/* Private to verify/schedule: the process that decides the unsettled units of one case. */
#ifndef DEQCERT_SCHEDULE_WORKER_H
#define DEQCERT_SCHEDULE_WORKER_H

#include <sys/types.h>
#include "verify/schedule/trials.h"
#include "verify/schedule/units.h"

typedef struct { profile_kind profile; slong bits; int threads; double memory_bytes; } worker_settings;

/* Forks the worker of `item`: its pid, and *fd to read its records from (non-blocking).  -1 on failure (errno). */
pid_t worker_start(int *fd, const item_struct *item, trials_t trials, const worker_settings *settings);

#endif
