#include "deq/plan.h"
#include "deq/least_singular.h"
#include "deq/memory.h"
#include "deq/norm_bound.h"
#include <math.h>

double norm_bytes(double m)
{
    return 32 * m * m;
}

static int needs_norm(const deq_model_t model, slong width, const deq_options *options)
{
    double budget;
    arb_t bound;
    arb_init(bound);
    int needed = options->norms || !gaussian_norm_bound(bound, &budget, model, width);
    arb_clear(bound);
    return needed;
}

static space_plan lay_out(double m, double n, double d, const deq_options *options, slong threads, int weights_kept)
{
    space_plan p = {.weights_kept = weights_kept};
    int mixed = options->method == METHOD_MIXED;
    double next = 0, members = (double)threads;
    p.W = next;
    next += weights_kept ? m * m : 0;
    p.B = next;
    next += m * n;
    p.Z = next;
    next += options->Z != NULL ? 0 : m * n;
    p.Y = next;
    next += m * n;
    p.history = next;
    next += options->method == METHOD_ANDERSON ? (2 * ANDERSON_DEPTH + 2) * m * n : 0;
    p.X = next;
    next += n * d;
    p.spectrum = next;
    next += least_singular_work(m, n);
    /* W32, and B32, Z32, Y32, D32. */
    p.singles = next;
    next += mixed ? ceil((m * m + 4 * m * n) / 2) : 0;
    p.scratch = next;
    p.scratch_each = solver_scratch(m, n, d, weights_kept);
    next += members * p.scratch_each;
    p.total = next;
    p.bytes = next * sizeof(double);
    return p;
}

space_plan plan_space(const deq_model_t model, slong width, const deq_options *options, slong threads,
                      double bytes_left)
{
    double m = (double)width, n = (double)model->points->n, d = (double)model->points->d;
    int norm = needs_norm(model, width, options);
    space_plan kept = lay_out(m, n, d, options, threads, 1);
    if (norm) kept.bytes += norm_bytes(m);
    if (norm || options->method != METHOD_MIXED || kept.bytes <= bytes_left) return kept;
    return lay_out(m, n, d, options, threads, 0);
}

void place_solver(solver_t s, double *block, const space_plan *plan, const deq_options *options)
{
    size_t length = (size_t)s->net->m * (size_t)s->net->n, weights = (size_t)s->net->m * (size_t)s->net->m;
    s->net->W = plan->weights_kept ? block + (size_t)plan->W : NULL;
    s->net->B = block + (size_t)plan->B;
    s->Z = options->Z != NULL ? options->Z : block + (size_t)plan->Z;
    s->Y = block + (size_t)plan->Y;
    s->history = block + (size_t)plan->history;
    s->scratch = block + (size_t)plan->scratch;
    s->scratch_each = (size_t)plan->scratch_each;
    s->W32 = s->B32 = s->Z32 = s->Y32 = s->D32 = NULL;
    if (options->method != METHOD_MIXED) return;
    s->W32 = (float *)(block + (size_t)plan->singles);
    s->B32 = s->W32 + weights;
    s->Z32 = s->B32 + length;
    s->Y32 = s->Z32 + length;
    s->D32 = s->Y32 + length;
}

void deq_plan(deq_plan_t plan, const deq_model_t model, slong width, const deq_options *options)
{
    static const deq_options none = {0};
    plan->available = bytes_available();
    space_plan space = plan_space(model, width, options != NULL ? options : &none, parallel_threads(), plan->available);
    plan->bytes = space.bytes;
    plan->weights_kept = space.weights_kept;
}

double deq_trial_bytes(const deq_model_t model, slong width)
{
    deq_plan_t plan;
    deq_plan(plan, model, width, NULL);
    return plan->bytes;
}
