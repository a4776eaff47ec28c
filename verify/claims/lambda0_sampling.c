/* lambda0_sampling: lambda_0 against half of m lambda_star on sampled networks, shared by the claims that ask for it. */
#include "verify/claims/lambda0_sampling.h"
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
    if (!(trial->norm_budget <= counts->budget)) counts->budget = trial->norm_budget;
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
    trial_counts counts = {0};
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
