/* deq.lambda0: lambda_0 = lambda_min(Z^T Z) is at least half of m lambda_star with probability at least 1 - t. */
#include "verify/claims/random_model.h"
#include "verify/claims/planted.h"
#include <math.h>
#include <stdlib.h>

#define PREC 128

/* threshold = fraction * m * lambda. */
static void threshold_of(arb_t threshold, const arb_t lambda, const fmpq_t fraction, slong width)
{
    arb_mul_si(threshold, lambda, width, PREC);
    arb_mul_fmpz(threshold, threshold, fmpq_numref(fraction), PREC);
    arb_div_fmpz(threshold, threshold, fmpq_denref(fraction), PREC);
}

/* A trial is a success when [lambda0] lies above every value of the threshold, a failure when it lies below; else
 * undecided. */
static void count_trial(trial_counts *counts, const deq_trial_struct *trial, const arb_t threshold)
{
    int decides = deq_trial_decides(trial, threshold);
    counts->trials++;
    counts->not_certified += trial->outcome != TRIAL_CERTIFIED;
    counts->good += decides > 0;
    counts->bad += decides < 0;
    if (!(trial->norm_budget <= counts->budget)) counts->budget = trial->norm_budget;
}

/* The body both forms share once their hypotheses hold. */
static void decide_by_sampling(verdict_t v, audit_t a, slong width, const arb_t lambda)
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
    threshold_of(threshold, lambda, half, width);
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
        count_trial(&counts, trial + k, threshold);
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

/* relu exactly: 0 below and x above the breakpoint 0.  A polynomial of degree <= 1 is fixed by two exact values. */
static int is_relu(const activation_t phi)
{
    static const slong at[2][2] = {{-1, 0}, {0, 1}}, value[2][2] = {{0, 0}, {0, 1}};
    if (activation_pieces(phi) != 2 || !fmpq_is_zero(activation_breakpoint(phi, 0))) return 0;
    arb_t x, y;
    arb_init(x);
    arb_init(y);
    int relu = 1;
    for (slong k = 0; k < 2; k++) {
        slong degree = activation_piece_degree(phi, k);
        relu = relu && degree >= 0 && degree <= 1;
        for (int j = 0; j < 2; j++) {
            arb_set_si(x, at[k][j]);
            activation_piece_eval_arb(y, phi, k, x, 64);
            relu = relu && arb_is_exact(y) && arb_equal_si(y, value[k][j]);
        }
    }
    arb_clear(x);
    arb_clear(y);
    return relu;
}

/* Truong: phi' and phi'' bounded; Ling: phi = relu. */
static int smoothness_holds(verdict_t v, audit_t a)
{
    const arb_struct *second;
    reason_t why;
    reason_init(why);
    sup_status status = audit_supremum(&second, a, 2, why);
    if (status == SUP_FINITE || is_relu(audit_case(a)->phi)) return 1;
    if (status == SUP_INCONCLUSIVE)
        verdict_set(v, VERDICT_INCONCLUSIVE, "Whether $`\\phi''`$ is bounded could not be decided: %s.", why->text);
    else
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "$`\\phi''`$ is %s, certified (%s), and $`\\phi`$ is not ReLU: neither theorem's hypothesis on "
                    "$`\\phi`$ holds.",
                    status == SUP_NONEXISTENT ? "not defined everywhere" : "unbounded", why->text);
    return 0;
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const arb_struct *L, *lambda;
    if (audit_case(a)->law != LAW_GAUSSIAN) {
        verdict_set(v, VERDICT_INAPPLICABLE, "Assumption 1 asks for Gaussian weights; the case has %s ones.",
                    law_as_text(audit_case(a)->law));
        return;
    }
    if (assumption_1_holds(&L, v, a) && smoothness_holds(v, a) && lambda_star_positive(&lambda, v, a))
        decide_by_sampling(v, a, width, lambda);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    const arb_struct *L, *lambda;
    if (lipschitz_holds(&L, v, a) && lambda_star_positive(&lambda, v, a)) decide_by_sampling(v, a, width, lambda);
}

/* ---- planted: relu on three points, sigma_w^2 = 1/50, width 60
 * --------------------------------------------------------- */

static void decide_fraction(verdict_t v, slong numerator, ulong denominator, ulong trials)
{
    static const double x[] = {1, 0, 0, 1, 1, -2};
    enum { WIDTH = 60, TRIALS_MAX = 300 };
    activation_t phi;
    if (!planted_activation(&phi, "relu(x)", v)) return;
    points_t points;
    deq_model_t model;
    gram_model_t population;
    lambda_t least;
    reason_t why;
    fmpq_t fraction, t;
    points_init(points, 3, 2);
    for (int k = 0; k < 6; k++) points->x[k] = x[k];
    points->normalise = 1;
    model->phi = phi;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, 1, 50);
    model->law = WEIGHTS_GAUSSIAN;
    model->lipschitz_known = 1;
    model->L = 1;
    model->seed = 20230213;
    gram_model_init(population, phi, points, model->s, 32);
    lambda_init(least);
    reason_init(why);
    fmpq_init(fraction);
    fmpq_init(t);
    fmpq_set_si(fraction, numerator, denominator);
    fmpq_set_si(t, 1, 20);

    dq_status status = gram_lambda(least, population, 32, 0, why);
    trial_counts counts = {0};
    arb_t threshold;
    arb_init(threshold);
    threshold_of(threshold, least->lambda, fraction, WIDTH);
    for (ulong k = 0; k < trials && k < TRIALS_MAX && status == DQ_OK; k++) {
        deq_trial_t trial;
        status = deq_trial(trial, model, WIDTH, (slong)k, 0, NULL, why);
        if (status == DQ_OK) count_trial(&counts, trial, threshold);
    }
    if (status == DQ_OK && arb_is_positive(least->lambda))
        decide_counts(v, &counts, t, "the planted bound");
    else
        verdict_from_status(v, status == DQ_OK ? DQ_INCONCLUSIVE : status, why);
    arb_clear(threshold);
    fmpq_clear(fraction);
    fmpq_clear(t);
    lambda_clear(least);
    gram_model_clear(population);
    fmpq_clear(model->s);
    points_clear(points);
    activation_clear(phi);
}

static void planted_double(verdict_t v, void *unused)
{
    (void)unused;
    decide_fraction(v, 2, 1, 60);
}

static void planted_full(verdict_t v, void *unused)
{
    (void)unused;
    decide_fraction(v, 11, 10, 150);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_fraction(v, 1, 20, 300);
}

static const planted_t planted[] = {
    {"twice-the-limit", "$`\\lambda_0\\ge2m\\lambda_*`$ with probability 0.95 (ReLU, three points, $`m=60`$).", 0,
     planted_double},
    {"ten-per-cent-above-the-limit",
     "$`\\lambda_0\\ge1.1\\,m\\lambda_*`$ with probability 0.95 (ReLU, three points, $`m=60`$).", 0, planted_full},
    {"true-offered-as-false", "$`\\lambda_0\\ge m\\lambda_*/20`$ with probability 0.95 (ReLU, three points, $`m=60`$).",
     1, planted_true},
    {0}};

const claim_t claims_deq_lambda0[] = {
    {.id = "deq.lambda0",
     .title = "Least eigenvalue of the Gram matrix at initialisation",
     .source = "Truong, Theorem 8; Ling, Theorem 2",
     .statement = "$`\\lambda_0\\ge m\\lambda_*/2`$ with probability at least $`1-t`$, for sufficiently large $`m`$.",
     .reading = "Decided width by width with the case's $`t`$. The theorems ask for $`m=\\Omega(\\cdot)`$ with an "
                "unspecified constant, so "
                "`rejected` at a small width says that this width is not yet sufficient.",
     .hypotheses = "Assumption 1 (Gaussian weights, $`\\sigma_w^2<1/(8L^2)`$); $`\\lambda_*>0`$; $`\\phi'`$ and "
                   "$`\\phi''`$ bounded (Truong) "
                   "or $`\\phi`$ ReLU (Ling).",
     .method = "Statistical: sampled networks, $`\\lambda_0`$ of each certified to lie in an interval, exact "
               "Clopper-Pearson limits at level "
               "$`10^{-6}`$. Certified: $`\\lambda_*`$, the hypotheses, each interval. Assumed: the counter-based "
               "generator's variates "
               "behave as independent ones; for Gaussian weights a tail bound of $`\\Vert W\\Vert_2`$ is charged to "
               "the budget.",
     .depends = "gram.positive-definite deq.well-posed",
     .per_width = 1,
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/deq/lambda0.c"},
    {.id = "deq.lambda0.repaired",
     .title = "Least eigenvalue of the Gram matrix at initialisation, Lipschitz activations and any of the weight laws",
     .source = "Truong, Theorem 8; Ling, Theorem 2, with weaker hypotheses",
     .statement = "$`\\lambda_0\\ge m\\lambda_*/2`$ with probability at least $`1-t`$, for sufficiently large $`m`$.",
     .reading = "Decided width by width with the case's $`t`$.",
     .hypotheses = "$`L=\\sup|\\phi'|<\\infty`$ (kinks count by one-sided derivatives); $`\\lambda_*>0`$; weights "
                   "independent with the "
                   "variances of Assumption 1, of the case's law. The equilibrium is certified network by network, "
                   "so $`\\sigma_w^2<1/(8L^2)`$ is not asked for.",
     .method = "As the printed form; weights that are not Gaussian have $`\\Vert W\\Vert_2`$ certified in every trial.",
     .depends = "gram.positive-definite",
     .per_width = 1,
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/deq/lambda0.c"},
    {.id = NULL}};
