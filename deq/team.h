/* Private to deq: a team of threads that shares out numbered items.  Every item does the same arithmetic whichever
   member takes it, and BLAS runs on one thread inside each, so that results do not depend on the number of threads. */
#ifndef DEQCERT_DEQ_TEAM_H
#define DEQCERT_DEQ_TEAM_H

#include "ball/ball.h"

/* One item, taken by member 0 .. threads-1 (its scratch). */
typedef void team_task(slong item, slong member, void *context);
typedef struct team_private team_private;
typedef struct {
    slong threads; /* members, the caller included */
    team_private *shared;
} team_struct;
typedef team_struct team_t[1];

/* The members wait for work until team_clear; fewer than asked for when the system refuses threads. */
void team_init(team_t team, slong threads);
void team_clear(team_t team);
/* task(i, member, context) for i = 0 .. items-1, each once; returns when all are done. */
void team_run(team_t team, team_task *task, void *context, slong items);

/* One thread from here on, of BLAS too, for code that shares out work itself; returns parallel_threads() before, for the second. */
slong blas_on_one_thread(void);
void blas_threads_back(slong threads);

#endif
