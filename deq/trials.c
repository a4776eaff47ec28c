/* deq_trials: the trials of a width, shared out over the threads below DEQ_WIDE and one after another from there on: a
   trial a thread is free of waiting, but each needs its own W, which falls out of the cache where one W still fits. */
#include "deq/memory.h"
#include "deq/trial.h"
#include <pthread.h>
#include <stdlib.h>

typedef struct {
    deq_trial_struct *out;
    const deq_model_struct *model;
    slong width;
    const slong *trial;
    const deq_options *options;
    deq_trial_done *done;
    void *context;
    space_plan plan;
    double **space;     /* per member */
    team_struct *inner; /* the team of one trial */
    pthread_mutex_t lock;
    int stopped; /* under the lock, with the next two */
    dq_status status;
    reason_struct *why;
} batch_struct;

static int batch_stopped(batch_struct *b)
{
    pthread_mutex_lock(&b->lock);
    int stopped = b->stopped;
    pthread_mutex_unlock(&b->lock);
    return stopped;
}

static void one_trial(slong index, slong member, void *context)
{
    batch_struct *b = context;
    reason_t why;
    if (batch_stopped(b)) return;
    reason_init(why);
    trial_reset(b->out + index);
    dq_status status = width_usable(b->width, b->trial[index], why);
    if (status == DQ_OK)
        status = trial_in_space(b->out + index, b->model, b->width, b->trial[index], b->options, b->space[member],
                                &b->plan, b->inner, why);
    pthread_mutex_lock(&b->lock);
    if (status != DQ_OK && b->status == DQ_OK) {
        b->status = status;
        *b->why = *why;
    }
    if (status != DQ_OK || (b->done != NULL && b->done(b->context, index, b->out + index))) b->stopped = 1;
    pthread_mutex_unlock(&b->lock);
}

/* How many trials at once: as many as threads, as there are trials, and as the memory holds. */
static slong trials_at_once(const batch_struct *b, slong threads, slong count, double available)
{
    double fit = available / b->plan.bytes;
    slong at_once = threads < count ? threads : count;
    if (fit < (double)at_once) at_once = (slong)fit;
    return at_once > 1 ? at_once : 1;
}

static dq_status run_batch(batch_struct *b, slong count, slong threads)
{
    double available = bytes_available();
    int one_by_one = b->width >= DEQ_WIDE || (count == 1 && b->width >= DEQ_WIDE / 4);
    slong inner_threads = one_by_one ? threads : 1, at_once = 1;
    team_t inner, outer;
    b->plan = plan_space(b->model, b->width, b->options, inner_threads, available);
    if (inner_threads == 1) at_once = trials_at_once(b, threads, count, available);
    b->space = flint_calloc((size_t)at_once, sizeof *b->space);
    for (slong k = 0; k < at_once; k++) {
        b->space[k] = doubles_within_memory(b->plan.total, b->plan.bytes, b->why);
        if (b->space[k] == NULL) {
            if (k == 0) b->status = DQ_MEMORY;
            at_once = k;
        }
    }
    if (at_once > 0) {
        team_init(inner, inner_threads);
        team_init(outer, at_once);
        b->inner = inner;
        pthread_mutex_init(&b->lock, NULL);
        team_run(outer, one_trial, b, count);
        pthread_mutex_destroy(&b->lock);
        team_clear(outer);
        team_clear(inner);
    }
    for (slong k = 0; k < at_once; k++) free(b->space[k]);
    flint_free(b->space);
    return b->status;
}

dq_status deq_trials(deq_trial_struct *out, const deq_model_t model, slong width, const slong *trial, slong count,
                     const deq_options *options, deq_trial_done *done, void *context, reason_t why)
{
    static const deq_options none = {0};
    batch_struct b = {.out = out,
                      .model = model,
                      .width = width,
                      .trial = trial,
                      .options = options != NULL ? options : &none,
                      .done = done,
                      .context = context,
                      .status = DQ_OK,
                      .why = why};
    for (slong k = 0; k < count; k++) trial_reset(out + k);
    if (count < 1) return DQ_OK;
    dq_status status = width_usable(width, trial[0], why);
    if (status != DQ_OK) return status;
    slong threads = blas_on_one_thread();
    status = run_batch(&b, count, threads);
    blas_threads_back(threads);
    return status;
}

dq_status deq_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, int norms, double *Z_out,
                    reason_t why)
{
    deq_options options = {.norms = norms, .Z = Z_out};
    return deq_trials(out, model, width, &trial, 1, &options, NULL, NULL, why);
}
