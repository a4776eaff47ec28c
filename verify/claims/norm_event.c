/* norm_event: |W|_2 <= factor 2 sqrt 2 sigma_w on sampled matrices, by certified norms or by bidiagonal forms. */
#include "verify/claims/norm_event.h"
#include "verify/claims/descent_run.h"
#include <math.h>

#define PREC 128

static void trial_norm(arb_t norm, const deq_trial_struct *trial)
{
    arb_set_deq_interval(norm, (deq_interval){trial->norm_lower, trial->norm_upper});
}

/* The event |W|_2 <= factor * 2 sqrt(2s), from the certified norm of every sampled network. */
static void count_trial(trial_counts *counts, const deq_trial_struct *trial, const arb_t bound)
{
    arb_t norm;
    arb_init(norm);
    counts->trials++;
    /* NaN bounds (no norm) make neither comparison true. */
    arb_set_d(norm, trial->norm_upper);
    int good = arb_le(norm, bound);
    arb_set_d(norm, trial->norm_lower);
    int bad = arb_gt(norm, bound);
    counts->good += good && !bad;
    counts->bad += bad && !good;
    counts->not_certified += isnan(trial->norm_upper) != 0;
    if (bad && !good) {
        trial_norm(norm, trial);
        counts_violation(counts, "operator-norm", norm, bound);
    }
    arb_clear(norm);
}

void norm_event_bound(arb_t bound, const fmpq_t s, const arb_t factor)
{
    arb_set_fmpq(bound, s, PREC);
    arb_mul_2exp_si(bound, bound, 3);
    arb_sqrt(bound, bound, PREC);
    arb_mul(bound, bound, factor, PREC);
}

void norm_event_root(arb_t bound, const arb_t factor, slong width)
{
    arb_sqrt_ui(bound, (ulong)width, PREC);
    arb_mul_2exp_si(bound, bound, 1);
    arb_mul(bound, bound, factor, PREC);
}

dq_status norm_event_measure(arb_t norm, const deq_model_t model, slong width, slong trial, reason_t why)
{
    deq_trial_t one;
    dq_status status = deq_norm_trial(one, model, width, trial, why);
    if (status == DQ_OK) trial_norm(norm, one);
    return status;
}

dq_status norm_event_matrices(trial_counts *counts, const deq_model_t model, slong width, slong trials,
                              const arb_t factor, reason_t why)
{
    arb_t bound;
    arb_init(bound);
    norm_event_bound(bound, model->s, factor);
    dq_status status = DQ_OK;
    for (slong k = 0; k < trials && status == DQ_OK; k++) {
        deq_trial_t trial;
        status = deq_norm_trial(trial, model, width, k, why);
        if (status == DQ_OK) count_trial(counts, trial, bound);
    }
    arb_clear(bound);
    return status;
}

dq_status norm_event_bidiagonal(trial_counts *counts, const deq_model_t model, slong width, slong trials,
                                const arb_t factor, reason_t why)
{
    arb_t square, norm, bound;
    arb_init(square);
    arb_init(norm);
    arb_init(bound);
    arb_sqr(square, factor, PREC);
    arb_mul_si(square, square, 4 * width, PREC);
    dq_status status = DQ_OK;
    for (slong k = 0; k < trials && status == DQ_OK; k++) {
        int side;
        status = deq_gaussian_norm(&side, square, model->seed, width, k, why);
        counts->trials++;
        counts->good += side > 0;
        counts->bad += side < 0;
        if (side >= 0 || counts->witness == NULL || status != DQ_OK) continue;
        if (counts->witness->violations < WITNESS_LISTED) /* beyond that they are counted alone */
            status = deq_gaussian_norm_enclose(norm, model->seed, width, k, why);
        norm_event_root(bound, factor, width);
        counts_violation(counts, "gaussian-norm", norm, bound);
    }
    arb_clear(norm);
    arb_clear(bound);
    arb_clear(square);
    return status;
}
