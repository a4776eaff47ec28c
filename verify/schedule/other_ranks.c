/* The parent's dealings with other ranks: the greeting, their records, their silence. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "verify/schedule/parent.h"

#define GREETING_SECONDS 60.0
#define SILENCE_SECONDS  30.0

/* Every rank must run this program on these cases. */
int parent_greet(parent_struct *p, store_error_t error)
{
    char *identity = remote_identity(p->units, p->plan);
    int rank, missing = ranks_count() - 1, state = 0;
    double since = seconds_now();
    rank_message kind;
    char *bytes;
    size_t size;
    while (missing > 0 && state == 0 && !parent_stopped()) {
        if (!ranks_receive(&rank, &kind, &bytes, &size)) {
            usleep(1000);
            if (seconds_now() - since > GREETING_SECONDS) {
                snprintf(error->text, sizeof error->text, "%d of %d ranks did not answer within %g s", missing,
                         ranks_count(), GREETING_SECONDS);
                state = -1;
            }
            continue;
        }
        if (kind == RANK_HELLO) missing--;
        if (kind == RANK_HELLO && strcmp(bytes, identity) != 0) {
            snprintf(error->text, sizeof error->text,
                     "%s has another version of the program or of the cases: every rank needs the same files",
                     ranks_name(rank));
            state = -1;
        }
        p->life[rank].heard = seconds_now();
        flint_free(bytes);
    }
    free(identity);
    return state;
}

/* A rank that has been silent too long: its cases go to others. */
static void bury(parent_struct *p)
{
    for (int rank = 1; rank < ranks_count(); rank++) {
        rank_life *life = &p->life[rank];
        if (life->lost || seconds_now() - life->heard <= SILENCE_SECONDS) continue;
        life->lost = 1;
        ranks_lose(rank);
        progress_hide(&p->progress);
        fprintf(stderr, "deqcert: %s is silent for %g s: its cases are computed elsewhere\n", ranks_name(rank),
                SILENCE_SECONDS);
        for (slong k = 0; k < p->slots; k++) {
            slot_struct *slot = &p->slot[k];
            if (slot->rank != rank || !slot->busy) continue;
            slot->busy = 0;
            record_buffer_clear(&slot->buffer);
            trials_clear(slot->trials);
            p->queue[--p->waiting] = slot->item; /* it was taken from there */
        }
    }
}

/* Takes what the other ranks have sent. */
int parent_hear(parent_struct *p, store_error_t error)
{
    int rank, state = 0, status;
    rank_message kind;
    char *bytes;
    size_t size;
    while (state == 0 && ranks_receive(&rank, &kind, &bytes, &size)) {
        const char *rest;
        slong k = kind == RANK_RECORDS || kind == RANK_ENDED ? remote_slot(&rest, &size, bytes) : -1;
        p->life[rank].heard = seconds_now();
        if (k >= 0 && k < p->slots && p->slot[k].rank == rank && p->slot[k].busy) { /* else it was given up */
            if (kind == RANK_RECORDS) {
                record_append(&p->slot[k].buffer, rest, size);
                state = parent_write_records(p, &p->slot[k], error);
            } else if (size == sizeof status) {
                memcpy(&status, rest, sizeof status);
                state = parent_finish(p, &p->slot[k], status, error);
            }
        }
        flint_free(bytes);
    }
    bury(p);
    return state;
}
