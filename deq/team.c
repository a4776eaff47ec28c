#include "deq/team.h"
#include <pthread.h>
#include <stdatomic.h>

#define THREADS_MOST 256

typedef struct {
    team_private *shared;
    slong number;
} member_struct;

struct team_private {
    pthread_mutex_t lock;
    pthread_cond_t begin, end;
    pthread_t thread[THREADS_MOST];
    member_struct member[THREADS_MOST];
    ulong round; /* of the present task */
    slong busy;  /* members at work, the caller not counted */
    int closing;
    team_task *task;
    void *context;
    slong items;
    atomic_long next;
};

static void take_items(team_private *shared, slong member)
{
    for (;;) {
        slong item = (slong)atomic_fetch_add(&shared->next, 1);
        if (item >= shared->items) return;
        shared->task(item, member, shared->context);
    }
}

static void *serve(void *argument)
{
    member_struct *me = argument;
    team_private *shared = me->shared;
    ulong served = 0;
    pthread_mutex_lock(&shared->lock);
    for (;;) {
        while (!shared->closing && shared->round == served) pthread_cond_wait(&shared->begin, &shared->lock);
        if (shared->closing) break;
        served = shared->round;
        pthread_mutex_unlock(&shared->lock);
        take_items(shared, me->number);
        pthread_mutex_lock(&shared->lock);
        if (--shared->busy == 0) pthread_cond_signal(&shared->end);
    }
    pthread_mutex_unlock(&shared->lock);
    flint_cleanup(); /* the caches FLINT keeps per thread */
    return NULL;
}

void team_init(team_t team, slong threads)
{
    team->threads = 1;
    team->shared = NULL;
    if (threads > THREADS_MOST) threads = THREADS_MOST;
    if (threads <= 1) return;
    team_private *shared = flint_calloc(1, sizeof *shared);
    team->shared = shared;
    pthread_mutex_init(&shared->lock, NULL);
    pthread_cond_init(&shared->begin, NULL);
    pthread_cond_init(&shared->end, NULL);
    for (; team->threads < threads; team->threads++) {
        member_struct *member = &shared->member[team->threads];
        *member = (member_struct){shared, team->threads};
        if (pthread_create(&shared->thread[team->threads], NULL, serve, member) != 0) break;
    }
}

void team_clear(team_t team)
{
    team_private *shared = team->shared;
    if (shared == NULL) return;
    pthread_mutex_lock(&shared->lock);
    shared->closing = 1;
    pthread_cond_broadcast(&shared->begin);
    pthread_mutex_unlock(&shared->lock);
    for (slong k = 1; k < team->threads; k++) pthread_join(shared->thread[k], NULL);
    pthread_cond_destroy(&shared->begin);
    pthread_cond_destroy(&shared->end);
    pthread_mutex_destroy(&shared->lock);
    flint_free(shared);
    team->shared = NULL;
}

void team_run(team_t team, team_task *task, void *context, slong items)
{
    team_private *shared = team->shared;
    if (shared == NULL || items <= 1) {
        for (slong i = 0; i < items; i++) task(i, 0, context);
        return;
    }
    pthread_mutex_lock(&shared->lock);
    shared->task = task;
    shared->context = context;
    shared->items = items;
    atomic_store(&shared->next, 0);
    shared->busy = team->threads - 1;
    shared->round++;
    pthread_cond_broadcast(&shared->begin);
    pthread_mutex_unlock(&shared->lock);
    take_items(shared, 0);
    pthread_mutex_lock(&shared->lock);
    while (shared->busy > 0) pthread_cond_wait(&shared->end, &shared->lock);
    pthread_mutex_unlock(&shared->lock);
}

slong blas_on_one_thread(void)
{
    slong threads = parallel_threads();
    if (threads != 1) parallel_set_threads(1);
    return threads;
}

void blas_threads_back(slong threads)
{
    if (threads != 1) parallel_set_threads(threads);
}
