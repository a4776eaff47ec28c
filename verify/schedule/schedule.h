/* schedule: which units of work a verify run needs, which are in the store, and their computation in worker processes. */
#ifndef DEQCERT_SCHEDULE_H
#define DEQCERT_SCHEDULE_H

#include "verify/claims/claims.h"
#include "verify/store/store.h"

typedef struct {
    case_t *cases; slong count;   /* names all different, none of them one of those below */
    profile_kind profile;
    const char *claims;        /* globs on claim ids, separated by blanks, NULL: all */
    char **claims_of;          /* of each case; NULL: `claims` for all */
    slong jobs;                /* worker processes, >= 1 */
    slong bits;
    int fresh;                 /* recompute everything */
    int standalone;            /* the claims about no case too */
    int unplanted;             /* without the planted falsehoods of the claim files */
    const char *topic;         /* of the topic report the run is for, NULL: none */
} schedule_plan;

/* The case of the run that holds the planted falsehoods of the claim files, as claims "<id>#<name>", and the one that holds the claims
   about no case (claim_t.standalone). */
#define SCHEDULE_PLANTED "planted"
#define SCHEDULE_STANDALONE "statements"
/* Whether no case may have this name. */
int schedule_reserved(const char *name);

/* unmet: expectations not met; failed: units that lost their worker (each reported on stderr), which have no verdict. */
typedef struct { slong computed, reused, unmet, failed, interrupted; } schedule_outcome;

/* Runs the plan: workers compute (one case each at a time, crash-isolated), the parent alone writes the store, row by row, so kill -9
   loses at most the units in progress.  Progress on stderr when it is a terminal.  SIGINT/SIGTERM: finishes writing, interrupted = 1.
   0, or -1 with the reason. */
int schedule_run(schedule_outcome *out, const schedule_plan *plan, store_t store, store_error_t error);

/* Several machines: the processes of one mpirun are ranks.  Rank 0 runs the plan and owns the store, the others serve it; a program built
   without MPI, or started without mpirun, is rank 0 of 1. */
void ranks_begin(void);
/* Ends MPI before the program returns `code`; ends the process itself when a rank was lost. */
void ranks_end(int code);
int ranks_count(void);
int ranks_self(void);
/* Name and version of the MPI library, NULL without one. */
const char *ranks_library(void);
/* Ranks other than 0: computes what rank 0 asks for until it says stop.  The same plan as rank 0's, without a store; NULL: there is none, the
   cases could not be read. */
void schedule_serve(const schedule_plan *plan);
/* Rank 0: tells the others to end.  Always, also when no run took place. */
void schedule_dismiss(void);

const char *profile_name(profile_kind profile);
/* 1 and the profile, 0 when there is none of this name. */
int profile_from_name(profile_kind *profile, const char *name);

#endif
