/* The ranks of an mpirun.  Started without it the program is one rank and MPI is never touched. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <mpi.h>
#include "ball/ball.h"
#include "verify/schedule/ranks.h"
#include "verify/schedule/schedule.h"

static int count = 1, self, started, lost;
static char (*host)[MPI_MAX_PROCESSOR_NAME];

void ranks_begin(void)
{
    char own[MPI_MAX_PROCESSOR_NAME] = "";
    int length, provided;

    if (getenv("OMPI_COMM_WORLD_SIZE") == NULL && getenv("PMIX_RANK") == NULL && getenv("PMI_RANK") == NULL) return;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) {
        fprintf(stderr, "deqcert: MPI does not start\n");
        exit(2);
    }
    started = 1;
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    MPI_Comm_rank(MPI_COMM_WORLD, &self);
    MPI_Get_processor_name(own, &length);
    host = calloc((size_t)count, sizeof *host);
    if (host != NULL) MPI_Allgather(own, sizeof own, MPI_CHAR, host, sizeof own, MPI_CHAR, MPI_COMM_WORLD);
}

void ranks_lose(int rank)
{
    (void)rank;
    lost = 1;
}

void ranks_end(int code)
{
    if (!started) return;
    fflush(NULL);
    if (lost) _exit(code); /* MPI_Finalize would wait for the dead */
    MPI_Finalize();
    free(host);
}

int ranks_count(void)
{
    return count;
}

int ranks_self(void)
{
    return self;
}

const char *ranks_library(void)
{
    static char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length;
    char *comma;

    MPI_Get_library_version(text, &length);
    comma = strchr(text, ',');
    if (comma != NULL) *comma = '\0';
    return text;
}

const char *ranks_name(int rank)
{
    static char name[MPI_MAX_PROCESSOR_NAME + 32];

    snprintf(name, sizeof name, "rank %d on %s", rank, host != NULL && rank < count ? host[rank] : "an unknown host");
    return name;
}

void ranks_send(int rank, rank_message kind, const void *bytes, size_t size)
{
    if (size <= INT_MAX && MPI_Send(bytes, (int)size, MPI_BYTE, rank, (int)kind, MPI_COMM_WORLD) == MPI_SUCCESS) return;
    if (self != 0) _exit(1); /* rank 0 learns of a lost rank from its silence */
}

int ranks_receive(int *rank, rank_message *kind, char **bytes, size_t *size)
{
    MPI_Status status;
    int there = 0, length = 0;

    if (MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status) != MPI_SUCCESS || !there) return 0;
    MPI_Get_count(&status, MPI_BYTE, &length);
    *bytes = flint_malloc((size_t)length + 1);
    if (MPI_Recv(*bytes, length, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG, MPI_COMM_WORLD, &status) != MPI_SUCCESS) {
        flint_free(*bytes);
        return 0;
    }
    (*bytes)[length] = '\0';
    *rank = status.MPI_SOURCE;
    *kind = (rank_message)status.MPI_TAG;
    *size = (size_t)length;
    return 1;
}
