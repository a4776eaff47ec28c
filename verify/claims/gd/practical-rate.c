/* gd.practical-rate: linear decay at ordinary initialisation and step sizes, width by width.  Evidence from one run a
   width: certified numbers along it, a fitted rate, no proof. */
#include "verify/claims/descent_run.h"
#include "verify/claims/random_model.h"
#include <math.h>

/* Losses below this are rounding. */
#define LOSS_FLOOR 1e-24
#define FIT_LEAST  10
/* The interval of the fit: this many standard errors, those of a line through every fourth step (neighbours are not
   independent). */
#define STANDARD_ERRORS 4
#define THINNING        4

typedef struct {
    slong first, last;                      /* steps fitted */
    double rate, error;                     /* -d ln Phi/d step and its half-width */
    double predicted_least, predicted_most; /* eta lambda_min(H) over the steps fitted */
    slong contracting;                      /* steps whose certified Phi(k+1) <= (1 - eta lambda_min(H(k))) Phi(k) */
    slong steps;
} rate_fit;

/* Least squares of ln Phi on the later half of the steps above the floor; 0 when there are too few. */
static int fit_rate(rate_fit *f, const descent_run_struct *run)
{
    slong end = 0;
    double eta = run->done->step_size, sum_y = 0, sum_xx = 0, sum_xy = 0, residual = 0;
    *f = (rate_fit){.predicted_least = INFINITY};
    while (end < run->count && run->step[end].loss.lower > LOSS_FLOOR) end++;
    f->steps = run->count - 1;
    f->first = end / 2;
    f->last = end - 1;
    slong count = end - f->first;
    if (count < FIT_LEAST) return 0;
    double middle = 0.5 * (double)(f->first + f->last), size = (double)count;
    for (slong k = f->first; k < end; k++) {
        const deq_step_struct *s = &run->step[k];
        double x = (double)k - middle, y = 0.5 * (log(s->loss.lower) + log(s->loss.upper));
        sum_y += y;
        sum_xx += x * x;
        sum_xy += x * y;
        f->predicted_least = fmin(f->predicted_least, eta * s->lambda_H.lower);
        f->predicted_most = fmax(f->predicted_most, eta * s->lambda_H.upper);
        if (isnan(s->lambda_H.lower)) return 0;
    }
    double slope = sum_xy / sum_xx, mean = sum_y / size;
    for (slong k = f->first; k < end; k++) {
        double y = 0.5 * (log(run->step[k].loss.lower) + log(run->step[k].loss.upper));
        residual += pow(y - mean - slope * ((double)k - middle), 2);
    }
    f->rate = -slope;
    f->error = STANDARD_ERRORS * sqrt(THINNING * residual / ((size / THINNING > 3 ? size - 2 * THINNING : 1) * sum_xx));
    for (slong k = 0; k < end - 1; k++)
        f->contracting +=
            run->step[k + 1].loss.upper <= (1 - eta * run->step[k].lambda_H.upper) * run->step[k].loss.lower;
    return f->rate == f->rate && f->error < INFINITY;
}

/* share: the rate claimed is share * eta lambda_min(H). */
static void decide_fit(verdict_t v, const descent_run_struct *run, slong width, double share)
{
    rate_fit f;
    if (run->status != DQ_OK) {
        verdict_from_status(v, run->status, run->why);
        return;
    }
    if (!fit_rate(&f, run)) {
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The run of width %ld gives too few certified steps to fit a rate: %ld recorded, %s.", (long)width,
                    (long)run->count, descent_outcome_name(run->done->outcome));
        return;
    }
    double least = share * f.predicted_least, most = share * f.predicted_most;
    verdict_kind kind = f.rate - f.error >= most   ? VERDICT_SUPPORTED
                        : f.rate + f.error < least ? VERDICT_REJECTED
                                                   : VERDICT_INCONCLUSIVE;
    verdict_set(v, kind,
                "Along one run of width %ld (step size %.6g, %ld steps, %s) the loss falls by a factor $`e^{-r}`$ a "
                "step, $`r`$ fitted over steps %ld "
                "to %ld: $`r=%.6g\\pm%.2g`$ (%d standard errors of a line through every %dth step), against "
                "$`\\eta\\lambda_{\\min}(H)`$ between %.6g "
                "and %.6g there.",
                (long)width, run->done->step_size, (long)f.steps, descent_outcome_name(run->done->outcome),
                (long)f.first, (long)f.last, f.rate, f.error, STANDARD_ERRORS, THINNING, f.predicted_least,
                f.predicted_most);
    verdict_add(v,
                "$`\\Phi(\\tau+1)\\le(1-\\eta\\lambda_{\\min}(H(\\tau)))\\Phi(\\tau)`$ is certified by intervals at "
                "%ld of %ld steps of the computed "
                "iterates with $`\\Phi>10^{-24}`$.",
                (long)f.contracting, (long)f.last);
    verdict_approximate(v, "fitted rate", f.rate);
    verdict_approximate(v, "fitted rate over $`\\eta\\lambda_{\\min}(H)`$ at its least", f.rate / f.predicted_least);
    arb_t value;
    arb_init(value);
    arb_set_deq_interval(value, run->step[0].loss);
    verdict_number(v, "$`\\Phi(0)`$", value, 8);
    arb_set_deq_interval(value, run->step[run->count - 1].loss);
    verdict_number(v, "$`\\Phi`$ at the last step", value, 8);
    arb_clear(value);
}

/* The loss of the computed iterates, enclosed, and Phi(0) exp(-sum eta lambda_min(H)), approximate; at most CURVE_MOST steps of them. */
#define CURVE_MOST 100

static void loss_curves(verdict_t v, const descent_run_struct *run)
{
    slong end = 0, step;
    double exponent = 0;
    arb_t value;
    while (end < run->count && run->step[end].loss.lower > LOSS_FLOOR) end++;
    step = 1 + end / CURVE_MOST;
    arb_init(value);
    verdict_curve(v, "loss", "step $`\\tau`$", "$`\\Phi(\\tau)`$", "enclosure");
    for (slong k = 0; k < end; k += step) {
        arb_set_deq_interval(value, run->step[k].loss);
        verdict_point(v, (double)k, value, 8);
    }
    verdict_curve(v, "rate", "step $`\\tau`$", "$`\\Phi(0)e^{-\\sum\\eta\\lambda_{\\min}(H)}`$", "approximate");
    for (slong k = 0; k < end; k++) {
        if (k % step == 0) verdict_approximate_point(v, (double)k, run->step[0].loss.upper * exp(-exponent));
        exponent += run->done->step_size * run->step[k].lambda_H.lower;
    }
    arb_clear(value);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const case_struct *c = audit_case(a);
    const arb_struct *L;
    if (!c->training) {
        verdict_set(v, VERDICT_INAPPLICABLE, "The case trains no network: it has no `training` section.");
        return;
    }
    if (c->step_theorem || !fmpq_is_one(c->output_scale)) {
        verdict_set(
            v, VERDICT_INAPPLICABLE,
            "The claim is about ordinary initialisation and step sizes: `output_scale: 1` and a decimal `step_size`.");
        return;
    }
    if (!lipschitz_holds(&L, v, a)) return;
    deq_model_t model;
    random_model_init(model, a);
    descent_run_struct *run =
        descent_run_new(model, c->labels, c->output_scale, width, c->training_steps, case_step_size(c), 0);
    decide_fit(v, run, width, 1);
    if (run->status == DQ_OK) loss_curves(v, run);
    descent_run_free(run);
    random_model_clear(model);
}

/* ---- planted: tanh, one point, the rate is near 2 eta lambda_min(H) for small steps -------------------- */

static void decide_share(verdict_t v, double share)
{
    planted_run_t p;
    if (!planted_run_init(p, 1, 60, 0.001, v)) return;
    decide_fit(v, p->run, 64, share);
    planted_run_clear(p);
}

static void planted_rate(verdict_t v, void *unused)
{
    (void)unused;
    decide_share(v, 2.3);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_share(v, 1);
}

static const planted_t planted[] = {
    {"rate-too-large",
     "The loss decays at the rate $`2.3\\,\\eta\\lambda_{\\min}(H)`$ or faster (tanh, one point, $`m=64`$, "
     "$`\\eta=0.001`$).",
     0, planted_rate},
    {"true-offered-as-false",
     "The loss decays at the rate $`\\eta\\lambda_{\\min}(H)`$ or faster (tanh, one point, $`m=64`$, $`\\eta=0.001`$).",
     1, planted_true},
    {0}};

const claim_t claims_gd_practical_rate[] = {
    {.id = "gd.practical-rate",
     .title = "Linear decay at ordinary initialisation and step sizes",
     .source = "seed document, experiments 1 and 2",
     .statement = "Gradient descent converges to a global minimum at a linear rate for over-parameterized DEQs with "
                  "general activations.",
     .reading =
         "One run a width, $`a_i\\sim N(0,1/m)`$, the case's step size: the loss decays geometrically, at the rate "
         "$`\\eta\\lambda_{\\min}(H)`$ a step or faster.",
     .hypotheses = "$`L\\Vert W\\Vert<1`$ along the run.",
     .method = "Statistical: a line fitted to $`\\ln\\Phi`$ over the later half of the steps above $`10^{-24}`$. "
               "Certified along the run: $`\\Phi`$, "
               "$`\\lambda_{\\min}(H)`$ of the computed iterates. A run is evidence about that run.",
     .depends = "gd.linear-rate gd.initial-condition",
     .per_width = 1,
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/gd/practical-rate.c"},
    {.id = NULL}};
