/* One trial: sample, solve, certify; with a threshold, only as accurately as the decision needs (MATH.md 4). */
#include "deq/trial.h"
#include "deq/certify.h"
#include "deq/memory.h"
#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

/* Part of lambda_min that the bounds of a trial with a threshold may give away at its first attempts. */
#define ATTEMPT_SLACK 1e-3
#define ATTEMPTS      4

void trial_reset(deq_trial_t out)
{
    out->outcome = TRIAL_NOT_CONTRACTIVE;
    out->iterations = 0;
    out->lambda0_lower = out->lambda0_upper = out->norm_lower = out->norm_upper = NAN;
    out->residual = out->radius = INFINITY;
    out->norm_budget = 0;
    out->decided_early = 0;
}

dq_status width_usable(slong width, slong trial, reason_t why)
{
    if (width >= 1 && width <= INT32_MAX && trial >= 0 && trial <= INT32_MAX) return DQ_OK;
    reason_set(why, "width %ld, trial %ld; allowed are widths 1 to 2^31 - 1 and trials 0 to 2^31 - 1", (long)width,
               (long)trial);
    return DQ_INPUT;
}

int deq_trial_decides(const deq_trial_struct *trial, const arb_t threshold)
{
    if (trial->outcome != TRIAL_CERTIFIED) return 0;
    arb_t bound;
    arb_init(bound);
    /* NaN bounds make neither comparison true. */
    arb_set_d(bound, trial->lambda0_lower);
    int above = arb_ge(bound, threshold);
    arb_set_d(bound, trial->lambda0_upper);
    int below = arb_lt(bound, threshold);
    arb_clear(bound);
    return above ? 1 : below ? -1 : 0;
}

/* Doubles choose the residual to ask for next: 0 for as small as possible.  The first attempt supposes lambda_0 at twice
   the threshold, the following ones know about where it is; the error radius may take part of the distance of the
   square roots. */
static double first_target(double threshold, double contraction)
{
    double target = 0.2 * sqrt(threshold) * (1 - contraction);
    return target > 0 && target < INFINITY ? target : 0;
}

static double next_target(const deq_trial_struct *out, double threshold, double contraction, double target, double size)
{
    double middle = 0.5 * (sqrt(out->lambda0_lower) + sqrt(out->lambda0_upper));
    double next = 0.3 * fabs(middle - sqrt(threshold)) * (1 - contraction);
    return next > 1e-10 * size && next < 0.5 * target ? next : 0;
}

static double clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void add_time(double *part, double since)
{
    *part += clock_now() - since;
}

static void solve_and_certify(deq_trial_t out, solver_t s, const arb_t contraction, const deq_options *options,
                              double *work)
{
    double q = arb_upper_double(contraction), threshold = 0, target = 0;
    if (options->threshold != NULL && arb_is_finite(options->threshold)) {
        threshold = arf_get_d(arb_midref(options->threshold), ARF_RND_NEAR);
        target = first_target(threshold, q);
    }
    for (int attempt = 0;; attempt++) {
        double began = clock_now();
        int solved = solver_run(s, options->method, target);
        if (options->seconds != NULL) add_time(&options->seconds->solving, began);
        if (!solved) {
            out->outcome = TRIAL_NOT_CONVERGED;
            out->lambda0_lower = out->lambda0_upper = NAN;
            return;
        }
        began = clock_now();
        certify_trial(out, s, contraction, target > 0 ? ATTEMPT_SLACK : 0, work);
        if (options->seconds != NULL) add_time(&options->seconds->spectrum, began);
        if (target == 0) return;
        if (deq_trial_decides(out, options->threshold) != 0) {
            out->decided_early = 1;
            return;
        }
        target = attempt + 1 < ATTEMPTS && out->outcome == TRIAL_CERTIFIED
                     ? next_target(out, threshold, q, target, s->size)
                     : 0;
    }
}

dq_status trial_in_space(deq_trial_t out, const deq_model_t model, slong width, slong trial, const deq_options *options,
                         double *block, const space_plan *plan, team_t team, reason_t why)
{
    network_t net;
    solver_t s = {
        {.model = model, .net = net, .team = team, .trial = trial, .trace = options->trace, .stop = options->stop}};
    arb_t contraction, one;
    network_init(net);
    net->m = width;
    net->n = model->points->n;
    arb_init(contraction);
    arb_init(one);
    arb_one(one);
    place_solver(s, block, plan, options);
    dq_status status = weight_scale(&s->scale, model, width, why);
    double began = clock_now();
    if (status == DQ_OK)
        status = network_sample_rows(net, s->W32, s->B32, block + (size_t)plan->X, s->scratch, s->scratch_each, model,
                                     width, trial, team, why);
    if (status == DQ_OK) {
        if (options->seconds != NULL) add_time(&options->seconds->sampling, began);
        solver_init(s);
        contraction_of_trial(contraction, out, model, net, options->norms);
        int contractive = arb_lt(contraction, one);
        /* Without a contraction the iteration proves nothing; it is run only for a caller who wants its last iterate. */
        if (contractive)
            solve_and_certify(out, s, contraction, options, block + (size_t)plan->spectrum);
        else if (options->Z != NULL)
            solver_run(s, options->method, 0);
        out->iterations = s->iterations;
        if (solver_stopped(s)) {
            reason_set(why, "interrupted");
            status = DQ_INCONCLUSIVE;
        }
        solver_clear(s);
    }
    network_clear(net);
    arb_clear(contraction);
    arb_clear(one);
    return status;
}

dq_status deq_norm_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, reason_t why)
{
    double m = (double)width;
    trial_reset(out);
    dq_status status = width_usable(width, trial, why);
    if (status != DQ_OK) return status;
    double *W = doubles_within_memory(m * m, 8 * m * m + norm_bytes(m), why);
    if (W == NULL) return DQ_MEMORY;
    slong threads = blas_on_one_thread(); /* the same bits as within a trial */
    status = network_weights(W, model, width, trial, why);
    if (status == DQ_OK) {
        slong blocks = row_blocks(width);
        arb_ptr part = _arb_vec_init(blocks);
        arb_t norm, W_frobenius;
        arb_init(norm);
        arb_init(W_frobenius);
        for (slong k = 0; k < blocks; k++) {
            row_range rows = rows_of_block(width, k);
            frobenius(part + k, W + (size_t)rows.first * (size_t)width, (size_t)rows.count * (size_t)width);
        }
        root_of_squares(W_frobenius, part, blocks, 1);
        certified_norm(norm, W, W_frobenius, width);
        if (arb_is_finite(norm)) {
            out->norm_lower = arb_lower_double(norm);
            out->norm_upper = arb_upper_double(norm);
        }
        _arb_vec_clear(part, blocks);
        arb_clear(norm);
        arb_clear(W_frobenius);
    }
    blas_threads_back(threads);
    free(W);
    return status;
}

void deq_trace_init(deq_trace_t trace)
{
    *trace = (deq_trace_struct){NULL, 0, 0};
}

void deq_trace_clear(deq_trace_t trace)
{
    flint_free(trace->entry);
}
