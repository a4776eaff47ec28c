/* deq.lambda0: lambda_0 = lambda_min(Z^T Z) is at least half of m lambda_star with probability at least 1 - t. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/lambda0_curve.h"
#include "verify/claims/lambda0_sampling.h"
#include "verify/claims/planted.h"

/* Truong: phi' and phi'' bounded; Ling: phi = relu. */
static int smoothness_holds(verdict_t v, audit_t a)
{
    const arb_struct *second;
    reason_t why;
    reason_init(why);
    sup_status status = audit_supremum(&second, a, 2, why);
    if (status == SUP_FINITE || activation_is_relu(audit_case(a)->phi) == 1) return 1;
    if (status == SUP_INCONCLUSIVE)
        verdict_set(v, VERDICT_INCONCLUSIVE, "Whether $`\\phi''`$ is bounded could not be decided: %s.", why->text);
    else
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "$`\\phi''`$ is %s, certified (%s), and $`\\phi`$ is not ReLU: neither theorem's hypothesis on "
                    "$`\\phi`$ holds.",
                    status == SUP_NONEXISTENT ? "not defined everywhere" : "unbounded", why->text);
    return 0;
}

static int applies(verdict_t v, audit_t a)
{
    const arb_struct *L, *lambda;
    if (audit_case(a)->law != LAW_GAUSSIAN) {
        verdict_set(v, VERDICT_INAPPLICABLE, "Assumption 1 asks for Gaussian weights; the case has %s ones.",
                    law_as_text(audit_case(a)->law));
        return 0;
    }
    return assumption_1_holds(&L, v, a) && smoothness_holds(v, a) && lambda_star_positive(&lambda, v, a);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const arb_struct *lambda;
    if (applies(v, a) && lambda_star_positive(&lambda, v, a)) lambda0_decide(v, a, width, lambda);
}

static int applies_repaired(verdict_t v, audit_t a)
{
    const arb_struct *L, *lambda;
    return lipschitz_holds(&L, v, a) && lambda_star_positive(&lambda, v, a);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    const arb_struct *lambda;
    if (!applies_repaired(v, a) || !lambda_star_positive(&lambda, v, a)) return;
    lambda0_decide(v, a, width, lambda);
    network_spectrum_curve(v, a, width);
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
    lambda0_threshold(threshold, least->lambda, fraction, WIDTH);
    for (ulong k = 0; k < trials && k < TRIALS_MAX && status == DQ_OK; k++) {
        deq_trial_t trial;
        status = deq_trial(trial, model, WIDTH, (slong)k, 0, NULL, why);
        if (status == DQ_OK) lambda0_count(&counts, trial, threshold);
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

static const witness_event events[] = {LAMBDA0_EVENT(applies), {0}},
                           events_repaired[] = {LAMBDA0_EVENT(applies_repaired), {0}};

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
     .depends = "gram.positive-definite gram.rate deq.well-posed deq.depth-gap deq.width-gap",
     .per_width = 1,
     .decide = decide,
     .events = events,
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
     .depends = "gram.positive-definite.repaired gram.rate.repaired deq.depth-gap deq.width-gap.repaired",
     .per_width = 1,
     .decide = decide_repaired,
     .events = events_repaired,
     .planted = NULL,
     .file = "verify/claims/deq/lambda0.c"},
    {.id = NULL}};
