/* lambda0_curve: what sampled networks look like, for figures beside the decisions. */
#include "verify/claims/lambda0_curve.h"
#include "verify/claims/random_model.h"
#include "verify/claims/spectrum_curve.h"
#include <math.h>
#include <stdlib.h>

#define PREC       128
#define WIDTH_MOST 1000
#define N_MOST     64
#define DIGITS     8

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

void lambda0_curve(verdict_t v, const deq_trial_struct *trial, slong trials, slong width, const arb_t lambda)
{
    static const char *const name[] = {"least", "median", "largest"};
    double *lower = flint_malloc((size_t)(trials + 1) * sizeof *lower),
           *upper = flint_malloc((size_t)(trials + 1) * sizeof *upper);
    slong count = 0;
    arf_t a, b;
    arb_t x;
    for (slong k = 0; k < trials; k++)
        if (trial[k].outcome == TRIAL_CERTIFIED && trial[k].lambda0_lower <= trial[k].lambda0_upper) {
            lower[count] = trial[k].lambda0_lower;
            upper[count++] = trial[k].lambda0_upper;
        }
    qsort(lower, (size_t)count, sizeof *lower, ascending);
    qsort(upper, (size_t)count, sizeof *upper, ascending);
    arf_init(a);
    arf_init(b);
    arb_init(x);
    for (slong k = 0; k < 3 && count > 0; k++) {
        slong at = k * (count - 1) / 2;
        arf_set_d(a, lower[at]);
        arf_set_d(b, upper[at]);
        arb_set_interval_arf(x, a, b, PREC);
        arb_div(x, x, lambda, PREC);
        arb_div_si(x, x, width, PREC);
        verdict_curve(v, name[k], "width $`m`$", "$`\\lambda_0/(m\\lambda_*)`$", "enclosure");
        verdict_point(v, (double)width, x, DIGITS);
    }
    arf_clear(a);
    arf_clear(b);
    arb_clear(x);
    flint_free(lower);
    flint_free(upper);
}

void network_spectrum_curve(verdict_t v, audit_t a, slong width)
{
    const case_struct *c = audit_case(a);
    slong n = c->points->n;
    if (c->widths == 0 || (width != c->width[0] && width != c->width[c->widths - 1]) || width > WIDTH_MOST ||
        n > N_MOST)
        return;
    deq_model_t model;
    deq_trial_t trial;
    reason_t why;
    reason_init(why);
    double *Z = flint_malloc((size_t)(width * n) * sizeof *Z), G[N_MOST * N_MOST];
    random_model_init(model, a);
    if (deq_trial(trial, model, width, 0, 0, Z, why) == DQ_OK && trial->outcome == TRIAL_CERTIFIED) {
        double radius = deq_gram(G, Z, width, n, trial->radius);
        arb_mat_t matrix;
        mag_t error;
        arb_mat_init(matrix, n, n);
        mag_init(error);
        mag_set_d(error, radius);
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j < n; j++) {
                arb_ptr entry = arb_mat_entry(matrix, i, j);
                arb_set_d(entry, G[i * n + j]);
                arb_add_error_mag(entry, error);
                arb_div_si(entry, entry, width, PREC);
            }
        spectrum_curve(v, "network", "eigenvalue $`\\lambda_i(G/m)`$", matrix, NULL);
        arb_mat_clear(matrix);
        mag_clear(error);
    }
    random_model_clear(model);
    flint_free(Z);
}

void residual_curves(verdict_t v, audit_t a, slong width)
{
    static const struct {
        deq_method method;
        const char *name;
    } solver[] = {{METHOD_PLAIN, "plain"}, {METHOD_ANDERSON, "anderson"}};
    const case_struct *c = audit_case(a);
    if (c->widths == 0 || width != c->width[0] || width > WIDTH_MOST) return;
    deq_model_t model;
    random_model_init(model, a);
    for (size_t k = 0; k < sizeof solver / sizeof *solver; k++) {
        const slong first = 0;
        deq_trial_t trial;
        deq_trace_t trace;
        reason_t why;
        reason_init(why);
        deq_trace_init(trace);
        deq_options options = {.method = solver[k].method, .trace = trace};
        if (deq_trials(trial, model, width, &first, 1, &options, NULL, NULL, why) == DQ_OK) {
            verdict_curve(v, solver[k].name, "iteration", "relative residual", "approximate");
            for (slong i = 0; i < trace->count; i++)
                verdict_approximate_point(v, (double)(i + 1), trace->entry[i].residual);
        }
        deq_trace_clear(trace);
    }
    random_model_clear(model);
}
