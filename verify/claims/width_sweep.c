/* width_sweep: smallest widths over the first n' points of a case and two failure probabilities, with fitted exponents. */
#include "verify/claims/width_sweep.h"
#include "verify/claims/width_search.h"
#include <math.h>

#define SWEEP_SIZES 4

typedef struct {
    slong count;
    double n[2 * SWEEP_SIZES], lambda[2 * SWEEP_SIZES], bound[2 * SWEEP_SIZES], width[2 * SWEEP_SIZES];
    double t[2 * SWEEP_SIZES];
} sweep_results;

/* One (n', t): a search of its own; its result, when it has two finite ends, is appended. */
static void sweep_one(sweep_results *r, verdict_t v, audit_t a, const deq_model_t model, slong most, const fmpq_t t,
                      slong trials)
{
    gram_model_t population;
    lambda_t least;
    arb_t truong, ling;
    reason_t why;
    slong grid[WIDTH_GRID_MAX], n = model->points->n;
    width_bracket found;
    reason_init(why);
    gram_model_init(population, model->phi, model->points, model->s, audit_bits(a));
    lambda_init(least);
    arb_init(truong);
    arb_init(ling);
    dq_status status = gram_lambda(least, population, 40, 1e-3, why);
    if (status == DQ_OK && arb_is_positive(least->lambda)) {
        width_search s = {.model = model, .lambda = least->lambda, .t = t, .trials = trials, .status = DQ_OK};
        slong count = width_search_grid(grid, n, most, 4, NULL, 0);
        int consistent = smallest_width(&found, grid, count, width_search_ask, &s);
        width_search_bounds(truong, ling, n, least->lambda, t);
        verdict_add(v, "$`n=%ld`$, $`t=%.4g`$, $`\\lambda_*\\approx%.4g`$: smallest width in (%ld, %ld]%s.", (long)n,
                    fmpq_get_d(t), arf_get_d(arb_midref(least->lambda), ARF_RND_NEAR), (long)found.above,
                    (long)found.at_most,
                    !consistent         ? ", contradictory answers"
                    : found.at_most < 0 ? ", none supported"
                                        : "");
        if (consistent && found.above > 0 && found.at_most > 0) {
            slong k = r->count++;
            r->n[k] = (double)n;
            r->lambda[k] = arf_get_d(arb_midref(least->lambda), ARF_RND_NEAR);
            r->bound[k] = arf_get_d(arb_midref(truong), ARF_RND_NEAR);
            r->t[k] = fmpq_get_d(t);
            r->width[k] = sqrt((double)found.above * (double)found.at_most);
        }
    }
    arb_clear(truong);
    arb_clear(ling);
    lambda_clear(least);
    gram_model_clear(population);
}

/* Geometric mean of the widths found at one failure probability. */
static double approx_mean_width(const sweep_results *r, double t)
{
    double sum = 0, count = 0;
    for (slong k = 0; k < r->count; k++)
        if (r->t[k] == t) {
            sum += log(r->width[k]);
            count++;
        }
    return exp(sum / count);
}

/* within: the widths over their mean at the same t, so that what differs is x alone. */
static void report_fit(verdict_t v, const char *against, const double *x, const sweep_results *r, int within)
{
    double y[2 * SWEEP_SIZES];
    approx_fit fit;
    for (slong k = 0; k < r->count; k++) y[k] = r->width[k] / (within ? approx_mean_width(r, r->t[k]) : 1);
    if (approx_loglog_fit(&fit, x, y, r->count))
        verdict_add(
            v,
            "Approximate: fitted exponent of the smallest width against %s: %.3f, Student interval at confidence "
            "0.99 [%.3f, %.3f], %ld searches.",
            against, fit.slope, fit.low, fit.high, (long)r->count);
}

static void report_sweep(verdict_t v, const sweep_results *r, double t)
{
    report_fit(v, "$`n`$ ($`t`$ fixed)", r->n, r, 1);
    report_fit(v, "$`\\lambda_*`$ ($`t`$ fixed)", r->lambda, r, 1);
    report_fit(v, "$`\\frac{n^2}{\\lambda_*^2}\\log\\frac{n^2}{t}`$ (1 where the bound is tight)", r->bound, r, 0);
    double ratio = approx_mean_width(r, t) / approx_mean_width(r, 4 * t), least = INFINITY, largest = 0;
    if (isfinite(ratio))
        verdict_add(v,
                    "Approximate: the smallest width at $`t=%.4g`$ is %.3g times that at $`t=%.4g`$ (geometric means).",
                    t, ratio, 4 * t);
    for (slong k = 0; k < r->count; k++) {
        least = fmin(least, r->width[k] / r->bound[k]);
        largest = fmax(largest, r->width[k] / r->bound[k]);
    }
    if (r->count > 0)
        verdict_add(v,
                    "Approximate: the implied constant (Truong) ranges over [%.3g, %.3g] in the sweep; a tight bound "
                    "would keep "
                    "it constant.",
                    least, largest);
}

void width_sweep(verdict_t v, audit_t a, slong most, slong trials)
{
    const case_struct *c = audit_case(a);
    slong n = c->points->n, before = 1;
    sweep_results r = {.count = 0};
    deq_model_t model;
    points_struct subset = c->points[0];
    fmpq_t t;
    fmpq_init(t);
    random_model_init(model, a);
    model->points = &subset;
    verdict_add(v,
                "Sweep over the case's first points and two failure probabilities (grid ratio $`2^{1/4}`$, %ld "
                "networks a width):",
                (long)trials);
    for (slong k = 0; k < SWEEP_SIZES; k++) {
        /* n/8, n/4, n/2, n of many points, else n - 3, .., n */
        subset.n = n >= 16 ? n >> (SWEEP_SIZES - 1 - k) : n - (SWEEP_SIZES - 1 - k);
        if (subset.n <= before) continue;
        before = subset.n;
        for (int e = 0; e < 2; e++) {
            fmpq_set(t, c->failure_probability);
            if (e == 1) fmpq_mul_2exp(t, t, 2);
            if (fmpq_cmp_si(t, 1) < 0) sweep_one(&r, v, a, model, most, t, trials);
        }
    }
    fmpq_set(t, c->failure_probability);
    report_sweep(v, &r, fmpq_get_d(t));
    random_model_clear(model);
    fmpq_clear(t);
}
