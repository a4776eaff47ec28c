/* Private to verify/schedule: the parent of all workers (run.c) and its ear for those of other ranks (other_ranks.c). */
#ifndef DEQCERT_SCHEDULE_PARENT_H
#define DEQCERT_SCHEDULE_PARENT_H

#include "verify/schedule/progress.h"
#include "verify/schedule/record.h"
#include "verify/schedule/remote.h"
#include "verify/schedule/worker.h"

typedef struct {
    int rank, busy;
    pid_t pid; /* of the worker, on rank 0 */
    int fd;
    item_struct *item;
    slong current; /* unit begun and not decided, -1 when none */
    trials_t trials;
    record_buffer buffer;
} slot_struct;

typedef struct {
    double heard; /* when it last gave a sign of life */
    int lost;
} rank_life;

typedef struct {
    const schedule_plan *plan;
    store_t store;
    units_struct *units;
    item_struct **queue;   /* items by decreasing cost */
    slong queued, waiting; /* queue[waiting..queued-1] have no worker yet */
    slot_struct *slot;
    slong slots;
    rank_life *life; /* of each rank */
    worker_settings settings;
    progress_t progress;
    schedule_outcome *out;
} parent_struct;

/* SIGINT or SIGTERM has come. */
int parent_stopped(void);
/* Writes what the slot has received in one transaction.  0, or -1 with the reason. */
int parent_write_records(parent_struct *p, slot_struct *slot, store_error_t error);
/* The slot's worker has ended with this status: names what it lost, starts another on the rest.  0, or -1 with the reason. */
int parent_finish(parent_struct *p, slot_struct *slot, int status, store_error_t error);

/* Waits until every other rank has said that it runs this program on these cases.  0, or -1 with the reason. */
int parent_greet(parent_struct *p, store_error_t error);
/* Takes what the other ranks have sent, and gives the cases of one that is silent too long to others.  0, or -1 with the reason. */
int parent_hear(parent_struct *p, store_error_t error);

#endif
