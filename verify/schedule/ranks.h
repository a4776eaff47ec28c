/* Private to verify/schedule: messages between the processes of one `mpirun`.  Rank 0 owns the store and deals the work, the others compute.
   Without MPI (ranks_none.c) there is one rank and no message. */
#ifndef DEQCERT_SCHEDULE_RANKS_H
#define DEQCERT_SCHEDULE_RANKS_H

#include <stddef.h>

typedef enum {
    RANK_HELLO = 1, /* to 0: identity of the program and the cases, text */
    RANK_WORK,      /* from 0: one case to compute (remote.c) */
    RANK_STOP,      /* from 0: end now */
    RANK_RECORDS,   /* to 0: slot and bytes of a worker's records */
    RANK_ENDED,     /* to 0: slot and exit status of a worker */
    RANK_ALIVE      /* to 0: nothing but the sign of life */
} rank_message;

/* Sends a copy of the bytes; ends the process when it is not rank 0 and rank 0 is gone. */
void ranks_send(int rank, rank_message kind, const void *bytes, size_t size);
/* 1 and the next message that is there (free *bytes with flint_free), else 0. */
int ranks_receive(int *rank, rank_message *kind, char **bytes, size_t *size);
/* Rank 0: nothing more is expected from `rank`. */
void ranks_lose(int rank);
/* This rank's name for messages to people: host and number. */
const char *ranks_name(int rank);

#endif
