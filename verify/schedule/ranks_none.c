/* One process and no messages: the program built without MPI. */
#include "verify/schedule/ranks.h"
#include "verify/schedule/schedule.h"

void ranks_begin(void)
{
}

void ranks_end(int code)
{
    (void)code;
}

void ranks_lose(int rank)
{
    (void)rank;
}

int ranks_count(void)
{
    return 1;
}

int ranks_self(void)
{
    return 0;
}

const char *ranks_library(void)
{
    return NULL;
}

void ranks_send(int rank, rank_message kind, const void *bytes, size_t size)
{
    (void)rank;
    (void)kind;
    (void)bytes;
    (void)size;
}

int ranks_receive(int *rank, rank_message *kind, char **bytes, size_t *size)
{
    (void)rank;
    (void)kind;
    (void)bytes;
    (void)size;
    return 0;
}

const char *ranks_name(int rank)
{
    (void)rank;
    return "rank 0";
}
