/* lambda0_sampling: lambda_0 against half of m lambda_star on sampled networks, shared by the claims that ask for it. */
#include "verify/claims/lambda0_sampling.h"
#include "verify/claims/lambda0_curve.h"
#include "verify/claims/descent_run.h"
#include "verify/claims/witness.h"
#include <math.h>
#include <stdlib.h>

#define PREC 128

void lambda0_threshold(arb_t threshold, const arb_t lambda, const fmpq_t fraction, slong width)
{
    arb_mul_si(threshold, lambda, width, PREC);
    arb_mul_fmpz(threshold, threshold, fmpq_numref(fraction), PREC);
    arb_div_fmpz(threshold, threshold, fmpq_denref(fraction), PREC);
}

void lambda0_count(trial_counts *counts, const deq_trial_struct *trial, const arb_t threshold)
{
    int decides = deq_trial_decides(trial, threshold);
    counts->trials++;
    counts->not_certified += trial->outcome != TRIAL_CERTIFIED;
    counts->good += decides > 0;
    counts->bad += decides < 0;
    if (decides < 0 && counts->witness != NULL) {
        arb_t x;
        arb_init(x);
        arb_set_deq_interval(x, (deq_interval){trial->lambda0_lower, trial->lambda0_upper});
        counts_violation(counts, "least-eigenvalue", x, threshold);
        arb_clear(x);
    }
    if (!(trial->norm_budget <= counts->budget)) counts->budget = trial->norm_budget;
}

dq_status lambda0_measure(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why)
{
    const lambda_struct *least;
    deq_trial_t trial;
    deq_model_t model;
    fmpq_t half;
    if (!witness_trial(a, place[0], why)) return DQ_INPUT;
    dq_status status = audit_lambda(&least, a, why);
    if (status != DQ_OK && status != DQ_INCONCLUSIVE) return status;
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    lambda0_threshold(bound, least->lambda, half, width);
    random_model_init(model, a);
    deq_options options = {.norms = audit_case(a)->law != LAW_GAUSSIAN, .threshold = bound};
    status = deq_trials(trial, model, width, place, 1, &options, NULL, NULL, why);
    if (status == DQ_OK) arb_set_deq_interval(quantity, (deq_interval){trial->lambda0_lower, trial->lambda0_upper});
    random_model_clear(model);
    fmpq_clear(half);
    return status;
}

/* The first network at full accuracy, before the others are asked for with a threshold: its lambda_0/m beside lambda_*. */
static void report_first(verdict_t v, audit_t a, slong width)
{
    deq_trial_t first;
    if (audit_trials(first, a, width, 1, 0) != 1 || first->outcome != TRIAL_CERTIFIED) return;
    arf_t lower, upper;
    arb_t x;
    arf_init(lower);
    arf_init(upper);
    arb_init(x);
    arf_set_d(lower, first->lambda0_lower);
    arf_set_d(upper, first->lambda0_upper);
    arb_set_interval_arf(x, lower, upper, PREC);
    arb_div_si(x, x, width, PREC);
    verdict_number(v, "$`\\lambda_0/m`$ of the first network", x, 8);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(x);
}

void lambda0_decide(verdict_t v, audit_t a, slong width, const arb_t lambda)
{
    const case_struct *c = audit_case(a);
    slong count = audit_profile(a) == PROFILE_FULL ? 4 * c->trials : c->trials;
    deq_trial_struct *trial = calloc(count > 0 ? (size_t)count : 1, sizeof *trial);
    arb_t threshold;
    fmpq_t half;
    trial_counts counts = {.witness = v};
    double least = INFINITY, sum = 0;
    arb_init(threshold);
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    lambda0_threshold(threshold, lambda, half, width);
    report_first(v, a, width);
    slong supplied = trial != NULL ? audit_trials_deciding(trial, a, width, count, 0, threshold) : 0;
    if (supplied <= 0) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "No trial of width %ld was supplied (memory, time or an interruption).",
                    (long)width);
        arb_clear(threshold);
        fmpq_clear(half);
        free(trial);
        return;
    }
    for (slong k = 0; k < supplied; k++) {
        lambda0_count(&counts, trial + k, threshold);
        if (trial[k].outcome == TRIAL_CERTIFIED) {
            double middle = 0.5 * (trial[k].lambda0_lower + trial[k].lambda0_upper);
            least = fmin(least, middle);
            sum += middle;
        }
    }
    decide_counts(v, &counts, c->failure_probability, "$`\\lambda_0\\ge m\\lambda_*/2`$");
    verdict_add(
        v,
        "Weights %s, width %ld, %ld points; each $`\\lambda_0`$ is certified to lie in an interval (residual "
        "and rounding "
        "bounds over $`1-L\\Vert W\\Vert`$); a network's iteration stops as soon as its interval decides, and the "
        "sampled values below are the intervals' middles.",
        law_as_text(c->law), (long)width, (long)c->points->n);
    verdict_number(v, "$`\\lambda_*`$", lambda, 15);
    verdict_number(v, "$`m\\lambda_*/2`$", threshold, 15);
    lambda0_curve(v, trial, supplied, width, lambda);
    if (counts.not_certified < counts.trials) {
        verdict_approximate(v, "least sampled $`\\lambda_0/(m\\lambda_*)`$",
                            least / (2 * arf_get_d(arb_midref(threshold), ARF_RND_NEAR)));
        verdict_approximate(v, "mean sampled $`\\lambda_0/(m\\lambda_*)`$",
                            sum / (double)(counts.trials - counts.not_certified) /
                                (2 * arf_get_d(arb_midref(threshold), ARF_RND_NEAR)));
    }
    arb_clear(threshold);
    fmpq_clear(half);
    free(trial);
}
