/* deq.operator-norm: |W|_2 <= 2 sqrt 2 sigma_w with probability 1 - e^(-Omega(m)).  |W|_2 concentrates AT 2 sqrt 2
   sigma_w: with W = sqrt(2s/m) G the event is |G|_2 <= 2 sqrt m, free of sigma_w, and (|G|_2^2 - 4m)/(2^(4/3) m^(1/3))
   tends to the Tracy-Widom law of index 1 (Johnstone 2001), so its probability tends to F_1(0) = 0.83.. < 1.  The
   printed form is decided by sampling at growing m, where the bidiagonal form of G makes a trial cost m^2 variates instead
   of the m^3 of a certified norm. */
#include "verify/claims/norm_sampling.h"
#include <math.h>

#define PREC 128

/* Failures among `trials` that put the upper confidence limit below 0.99, and how likely so many are (a lower bound) when each network
   fails with probability 3/20: less than 1 - F_1(0) = 0.17, the limit that theory predicts. */
static void report_plan(verdict_t v, slong trials)
{
    fmpq_t t;
    arf_t lower, upper;
    arb_t tail;
    slong needed = 0;
    fmpq_init(t);
    fmpq_set_si(t, 1, 100);
    arf_init(lower);
    arf_init(upper);
    arb_init(tail);
    while (needed < trials && decide_probability(lower, upper, (ulong)(trials - needed), (ulong)needed, (ulong)trials,
                                                 t, 0) != DECIDED_REJECTED)
        needed++;
    arf_set_d(lower, 0.15);
    binomial_cdf(tail, (ulong)(needed - 1), (ulong)trials, lower, PREC);
    arb_neg(tail, tail);
    arb_add_ui(tail, tail, 1, PREC);
    verdict_add(v,
                "Planned: %ld networks a width; %ld failures decide, and if a network fails with probability 0.15 they "
                "occur with "
                "probability %s.",
                (long)trials, (long)needed, ball_as_text(tail, 8).text);
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(tail);
}

/* Rejected when the upper confidence limits of Pr(|W|_2 <= factor 2 sqrt 2 sigma_w) stay below 0.99 at every width: 1 -
   e^(-Omega(m)) exceeds every level < 1 from some m on, and the limits do not grow. */
static void decide_growing(verdict_t v, const deq_model_t model, const slong *width, slong widths, slong trials,
                           const arb_t factor, norm_event_counter *count)
{
    fmpq_t t;
    arf_t lower, upper;
    reason_t why;
    slong rejected = 0, supported = 0;
    fmpq_init(t);
    fmpq_set_si(t, 1, 100);
    arf_init(lower);
    arf_init(upper);
    reason_init(why);
    dq_status status = DQ_OK;
    trial_counts counts[NORM_WIDTHS] = {{0}};
    for (slong k = 0; k < widths && status == DQ_OK; k++) {
        counts[k] = (trial_counts){.witness = v, .width = width[k]};
        status = count(counts + k, model, width[k], trials, factor, why);
    }
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
    } else {
        for (slong k = 0; k < widths; k++) {
            decision decided = verdict_decide(v, lower, upper, counts[k].good, counts[k].bad, counts[k].trials, t, 0);
            char name[64];
            rejected += decided == DECIDED_REJECTED;
            supported += decided == DECIDED_SUPPORTED;
            snprintf(name, sizeof name, "probability at $`m=%ld`$", (long)width[k]);
            verdict_confidence(v, name, lower, upper, 6);
        }
        verdict_kind kind = rejected == widths    ? VERDICT_REJECTED
                            : supported == widths ? VERDICT_SUPPORTED
                                                  : VERDICT_INCONCLUSIVE;
        verdict_set(v, kind,
                    "The exact upper confidence limit (one-sided Clopper-Pearson, level $`10^{-6}`$ each) of the "
                    "probability lies below "
                    "0.99 at %ld of %ld growing widths, the lower limit above it at %ld.",
                    (long)rejected, (long)widths, (long)supported);
        for (slong k = 0; k < widths; k++)
            verdict_add(v, "$`m=%ld`$: %lu of %lu sampled $`W`$ certainly within the bound, %lu certainly beyond it.",
                        (long)width[k], counts[k].good, counts[k].trials, counts[k].bad);
        if (kind == VERDICT_INCONCLUSIVE)
            verdict_add(v, "A limit statement cannot be supported by finitely many widths alone.");
    }
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
}

static void decide(verdict_t v, audit_t a, slong unused_width)
{
    (void)unused_width;
    if (!norm_gaussian_weights(v, a)) return;
    const norm_plan *plan = norm_plan_of(audit_profile(a));
    deq_model_t model;
    arb_t one;
    arb_init(one);
    arb_one(one);
    random_model_init(model, a);
    decide_growing(v, model, plan->width, plan->widths, plan->trials, one, norm_event_bidiagonal);
    report_plan(v, plan->trials);
    if (v->kind == VERDICT_REJECTED)
        verdict_add(v, "The event is $`\\Vert G\\Vert_2\\le2\\sqrt m`$ for a standard Gaussian $`G`$, free of "
                       "$`\\sigma_w`$: the norm "
                       "concentrates at the bound itself, and the probability tends to the Tracy-Widom value "
                       "$`F_1(0)\\approx0.83`$.");
    random_model_clear(model);
    arb_clear(one);
}

/* ---- repaired: slack (1 + epsilon)
 * ------------------------------------------------------------------------------------- */

/* The theorem's consequence at one width, checked on samples: v is set to rejected when they contradict it; 1
 * otherwise. */
static int samples_agree(verdict_t v, const deq_model_t model, slong width, slong trials, const fmpq_t t,
                         const arb_t factor)
{
    trial_counts counts = {.witness = v, .width = width};
    reason_t why;
    reason_init(why);
    dq_status status = norm_event_matrices(&counts, model, width, trials, factor, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return 0;
    }
    decide_counts(v, &counts, t, "$`\\Vert W\\Vert_2`$ within the bound with slack");
    return v->kind != VERDICT_REJECTED;
}

/* What one network of each width of the case has, beside the bound. */
static void report_draws(verdict_t v, const deq_model_t model, const case_struct *c)
{
    reason_t why;
    reason_init(why);
    for (slong k = 0; k < c->widths; k++) {
        deq_interval norm;
        double budget;
        char name[96];
        if (deq_norm_draw(&norm, &budget, model, c->width[k], 0, why) != DQ_OK) {
            verdict_add(v, "No first network of width %ld: %s.", (long)c->width[k], why->text);
            continue;
        }
        arf_t lower, upper;
        arb_t enclosed;
        arf_init(lower);
        arf_init(upper);
        arb_init(enclosed);
        arf_set_d(lower, norm.lower);
        arf_set_d(upper, norm.upper);
        snprintf(name, sizeof name, "$`\\Vert W\\Vert_2`$ of the first network at $`m=%ld`$", (long)c->width[k]);
        if (budget > 0) {
            verdict_confidence(v, name, lower, upper, 8);
            verdict_add(v,
                        "At width %ld the lower end for the first network is certified, the upper end is the tail "
                        "bound, with probability at least $`1-10^{%ld}`$.",
                        (long)c->width[k], (long)ceil(log10(budget)));
        } else {
            arb_set_interval_arf(enclosed, lower, upper, PREC);
            verdict_number(v, name, enclosed, 8);
        }
        arf_clear(lower);
        arf_clear(upper);
        arb_clear(enclosed);
    }
}

static void decide_repaired(verdict_t v, audit_t a, slong unused_width)
{
    (void)unused_width;
    if (!norm_gaussian_weights(v, a)) return;
    const case_struct *c = audit_case(a);
    deq_model_t model;
    fmpq_t t;
    arb_t factor, bound;
    fmpq_init(t);
    arb_init(factor);
    arb_init(bound);
    random_model_init(model, a);
    fmpq_set_si(t, 1, 20);
    norm_slack(factor, t, NORM_SLACK_WIDTH);
    if (samples_agree(v, model, NORM_SLACK_WIDTH, NORM_SLACK_TRIALS, t, factor)) {
        verdict_set(v, VERDICT_PROVED,
                    "Davidson and Szarek (2001, Theorem II.13): $`\\Pr(\\Vert G\\Vert_2>2\\sqrt m+t)\\le e^{-t^2/2}`$ "
                    "for an $`m\\times m`$ matrix "
                    "of independent $`N(0,1)`$; $`W=\\sqrt{2\\sigma_w^2/m}\\,G`$ and $`t=2\\epsilon\\sqrt m`$ give the "
                    "statement.");
        verdict_add(v,
                    "Assumed: that theorem, cited. Cross-check on %d sampled networks of width %d at the slack whose "
                    "bound is 0.05: no "
                    "contradiction.",
                    NORM_SLACK_TRIALS, NORM_SLACK_WIDTH);
        for (slong k = 0; k < c->widths; k++) {
            char name[96];
            norm_slack(factor, t, c->width[k]);
            norm_event_bound(bound, c->s, factor);
            snprintf(name, sizeof name, "$`\\Vert W\\Vert_2`$ at $`m=%ld`$ at most, with probability 0.95",
                     (long)c->width[k]);
            verdict_number(v, name, bound, 8);
        }
        report_draws(v, model, c);
    }
    random_model_clear(model);
    fmpq_clear(t);
    arb_clear(factor);
    arb_clear(bound);
}

/* ---- planted
 * ---------------------------------------------------------------------------------------------------------- */

static void planted_model(deq_model_t model, points_t none)
{
    *none = (points_struct){0};
    *model = (deq_model_struct){.law = WEIGHTS_GAUSSIAN, .seed = 20230213, .points = none};
    fmpq_init(model->s);
    fmpq_set_si(model->s, 2, 25);
}

static void decide_factor(verdict_t v, slong percent)
{
    static const slong width[] = {30, 60, 120};
    deq_model_t model;
    points_t none;
    arb_t factor;
    arb_init(factor);
    planted_model(model, none);
    arb_set_si(factor, percent);
    arb_div_si(factor, factor, 100, PREC);
    decide_growing(v, model, width, 3, 150, factor, norm_event_matrices);
    arb_clear(factor);
    fmpq_clear(model->s);
}

static void planted_ten_per_cent(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, 90);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, 130);
}

/* The repaired bound with its constant 10% off, at the slack epsilon of a width: sampled as the repaired form is. */
static void decide_slack(verdict_t v, slong percent)
{
    enum { WIDTH = 200, TRIALS = 100 };
    deq_model_t model;
    points_t none;
    fmpq_t t;
    arb_t factor;
    fmpq_init(t);
    fmpq_set_si(t, 1, 20);
    arb_init(factor);
    planted_model(model, none);
    norm_slack(factor, t, WIDTH);
    arb_mul_si(factor, factor, percent, PREC);
    arb_div_si(factor, factor, 100, PREC);
    samples_agree(v, model, WIDTH, TRIALS, t, factor);
    arb_clear(factor);
    fmpq_clear(t);
    fmpq_clear(model->s);
}

static void planted_slack_ten_per_cent(verdict_t v, void *unused)
{
    (void)unused;
    decide_slack(v, 90);
}

static void planted_slack_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_slack(v, 100);
}

static const planted_t planted[] = {
    {"constant-ten-per-cent-off",
     "$`\\Vert W\\Vert_2\\le0.9\\cdot2\\sqrt2\\,\\sigma_w`$ with probability $`1-e^{-\\Omega(m)}`$.", 0,
     planted_ten_per_cent},
    {"true-offered-as-false",
     "$`\\Vert W\\Vert_2\\le1.3\\cdot2\\sqrt2\\,\\sigma_w`$ with probability $`1-e^{-\\Omega(m)}`$.", 1, planted_true},
    {0}};

static const planted_t planted_repaired[] = {{"slack-constant-ten-per-cent-off",
                                              "$`\\Vert W\\Vert_2\\le0.9\\cdot2\\sqrt2\\,\\sigma_w(1+\\epsilon)`$ with "
                                              "probability at least $`1-e^{-2\\epsilon^2m}`$ ($`m=200`$).",
                                              0, planted_slack_ten_per_cent},
                                             {"slack-true-offered-as-false",
                                              "$`\\Vert W\\Vert_2\\le2\\sqrt2\\,\\sigma_w(1+\\epsilon)`$ with "
                                              "probability at least $`1-e^{-2\\epsilon^2m}`$ ($`m=200`$).",
                                              1, planted_slack_true},
                                             {0}};

const claim_t claims_deq_operator_norm[] = {
    {.id = "deq.operator-norm",
     .title = "Operator norm of the weights at initialisation",
     .source = "Ling, Lemma 1",
     .statement = "$`\\Vert W\\Vert_2\\le2\\sqrt2\\,\\sigma_w`$ with probability at least $`1-e^{-\\Omega(m)}`$.",
     .reading = "",
     .hypotheses = "$`W_{ij}\\sim N(0,2\\sigma_w^2/m)`$, independent.",
     .method =
         "Statistical, at growing widths (200 to 4000 in the standard profile). The event is $`\\Vert "
         "G\\Vert_2\\le2\\sqrt m`$ "
         "for a matrix of independent $`N(0,1)`$; each $`G`$ is sampled by its bidiagonal form, whose singular values "
         "have "
         "the same law (Silverstein 1985; Dumitriu and Edelman 2002, cited), and the event is decided in balls. Exact "
         "Clopper-Pearson limits at level $`10^{-6}`$ each; rejected when the upper limits stay below 0.99 at every "
         "width. "
         "The limit value itself (Tracy-Widom) is cited, not used.",
     .depends = "",
     .per_width = 0,
     .decide = decide,
     .events = norm_events,
     .planted = planted,
     .file = "verify/claims/deq/operator-norm.c"},
    {.id = "deq.operator-norm.repaired",
     .title = "Operator norm of the weights at initialisation, with slack",
     .source = "Ling, Lemma 1, repaired with Davidson and Szarek (2001), Theorem II.13",
     .statement = "For every $`\\epsilon>0`$ and $`m`$: $`\\Vert W\\Vert_2\\le2\\sqrt2\\,\\sigma_w(1+\\epsilon)`$ with "
                  "probability at least "
                  "$`1-e^{-2\\epsilon^2m}`$.",
     .reading = "",
     .hypotheses = "$`W_{ij}\\sim N(0,2\\sigma_w^2/m)`$, independent.",
     .method = "Proved from the cited theorem; cross-checked on sampled networks with enclosed norms.",
     .depends = "",
     .per_width = 0,
     .decide = decide_repaired,
     .events = norm_slack_events,
     .planted = planted_repaired,
     .file = "verify/claims/deq/operator-norm.c"},
    {.id = NULL}};
