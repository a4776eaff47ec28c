/* parallel_for: items shared out one by one among parallel_threads() threads, and whose number that is. */
#include <pthread.h>
#include <stdatomic.h>
#include <cblas.h>
#include "ball/ball.h"

enum { MOST_THREADS = 64 };
/* A thread starts in some 50 us, on a loaded machine in milliseconds: 2 ms of one core's work. */
#define WORTH_A_THREAD 1e8

typedef struct {
    atomic_long next;
    slong count;
    parallel_work *work;
    void *context;
} shared_t;

static void take_items(shared_t *shared)
{
    for (;;) {
        slong i = (slong)atomic_fetch_add(&shared->next, 1);
        if (i >= shared->count) return;
        shared->work(i, shared->context);
    }
}

static void *helper(void *shared)
{
    take_items(shared);
    flint_cleanup(); /* the caches FLINT keeps per thread */
    return NULL;
}

static slong own; /* 0: OpenBLAS's */

slong parallel_threads(void)
{
    return own > 0 ? own : openblas_get_num_threads();
}

void parallel_set_threads(slong threads)
{
    if (own > 0)
        own = threads;
    else
        openblas_set_num_threads((int)threads);
}

void parallel_keep_blas_to_one(slong threads)
{
    openblas_set_num_threads(1);
    own = threads;
}

void parallel_for(slong count, parallel_work *work, void *context, double flops)
{
    shared_t shared = {.count = count, .work = work, .context = context};
    pthread_t thread[MOST_THREADS];
    slong threads = FLINT_MIN(FLINT_MIN(parallel_threads(), count), MOST_THREADS) - 1, started = 0;

    if (!(flops >= WORTH_A_THREAD)) threads = 0;
    atomic_init(&shared.next, 0);
    /* a thread that cannot be had is work for the others */
    while (started < threads && pthread_create(&thread[started], NULL, helper, &shared) == 0) started++;
    take_items(&shared);
    for (slong t = 0; t < started; t++) pthread_join(thread[t], NULL);
}
