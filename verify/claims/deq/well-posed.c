/* deq.well-posed: L |W|_2 < 1, so Z -> phi(WZ + UX) contracts and the equilibrium exists and is unique (Banach). */
#include "verify/claims/lambda0_curve.h"
#include "verify/claims/descent_run.h"
#include "verify/claims/norm_event.h"
#include "verify/claims/witness.h"
#include <stdlib.h>

#define PREC 128

/* budget = e^(-t^2/2), t = sqrt m (1/(L sqrt(2s)) - 2): Pr(L|W|_2 >= 1) <= budget for Gaussian weights (Davidson &
   Szarek 2001, Theorem II.13; |W|_2 has a density, so >= and > have the same probability).  0 when t > 0 is not
   certified. */
static int gaussian_tail(arb_t budget, const arb_t L, const fmpq_t s, slong width)
{
    arb_t t;
    arb_init(t);
    arb_set_fmpq(t, s, PREC);
    arb_mul_2exp_si(t, t, 1);
    arb_sqrt(t, t, PREC);
    arb_mul(t, t, L, PREC);
    arb_inv(t, t, PREC);
    arb_sub_ui(t, t, 2, PREC);
    arb_sqrt_ui(budget, (ulong)width, PREC);
    arb_mul(t, t, budget, PREC);
    int positive = arb_is_positive(t);
    arb_sqr(t, t, PREC);
    arb_mul_2exp_si(t, t, -1);
    arb_neg(t, t);
    arb_exp(budget, t, PREC);
    arb_clear(t);
    return positive;
}

/* Proved with the tail bound when it is at most t; returns 0, v untouched, when it is not. */
static int decide_by_tail(verdict_t v, const arb_t L, const fmpq_t s, slong width, const fmpq_t t)
{
    arb_t budget, allowed;
    arb_init(budget);
    arb_init(allowed);
    arb_set_fmpq(allowed, t, PREC);
    int proved = arb_is_positive(L) && gaussian_tail(budget, L, s, width) && arb_le(budget, allowed);
    if (proved) {
        verdict_set(v, VERDICT_PROVED,
                    "$`\\Pr(L\\Vert W\\Vert_2\\ge1)\\le e^{-t^2/2}`$ with $`t=\\sqrt "
                    "m\\,(1/(L\\sqrt{2\\sigma_w^2})-2)>0`$; at width %ld this is "
                    "at most %s (Davidson and Szarek, Theorem II.13, for independent Gaussian entries).",
                    (long)width, ball_as_text(budget, 8).text);
        verdict_add(v, "Where $`L\\Vert W\\Vert_2<1`$ the map $`Z\\mapsto\\phi(WZ+UX)`$ contracts in the Frobenius "
                       "norm: exactly one "
                       "equilibrium.");
        verdict_number(v, "probability of $`L\\Vert W\\Vert_2\\ge1`$ at most", budget, 8);
    }
    arb_clear(budget);
    arb_clear(allowed);
    return proved;
}

/* L = 0: phi is constant and the equilibrium is that constant. */
static int decide_constant(verdict_t v, const arb_t L)
{
    if (!arb_is_zero(L)) return 0;
    verdict_set(v, VERDICT_PROVED, "$`L=0`$: $`L\\Vert W\\Vert_2=0`$ for every network.");
    return 1;
}

static void count_trial(trial_counts *counts, const deq_trial_struct *trial, const arb_t L)
{
    arb_t norm, one;
    arb_init(norm);
    arb_init(one);
    arb_one(one);
    counts->trials++;
    /* NaN bounds (no norm) make neither comparison true. */
    arb_set_d(norm, trial->norm_upper);
    arb_mul(norm, norm, L, PREC);
    int good = arb_lt(norm, one);
    arb_set_d(norm, trial->norm_lower);
    arb_mul(norm, norm, L, PREC);
    int bad = arb_ge(norm, one);
    counts->good += good && !bad;
    counts->bad += bad && !good;
    counts->not_certified += !good && !bad;
    if (bad && !good) {
        arb_set_deq_interval(norm, (deq_interval){trial->norm_lower, trial->norm_upper});
        arb_mul(norm, norm, L, PREC);
        counts_violation(counts, "contraction", norm, one);
    }
    arb_clear(norm);
    arb_clear(one);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const case_struct *c = audit_case(a);
    const arb_struct *L;
    if (!assumption_1_holds(&L, v, a)) return;
    verdict_number(v, "$`L`$", L, 15);
    if (decide_constant(v, L)) return;
    residual_curves(v, a, width);
    if (c->law == LAW_GAUSSIAN && decide_by_tail(v, L, c->s, width, c->failure_probability)) return;
    slong count = audit_profile(a) == PROFILE_FULL ? 4 * c->trials : c->trials;
    deq_trial_struct *trial = calloc(count > 0 ? (size_t)count : 1, sizeof *trial);
    slong supplied = trial != NULL ? audit_trials(trial, a, width, count, 1) : 0;
    trial_counts counts = {.witness = v};
    for (slong k = 0; k < supplied; k++) count_trial(&counts, trial + k, L);
    if (supplied > 0) {
        decide_counts(v, &counts, c->failure_probability, "$`L\\Vert W\\Vert_2<1`$");
        verdict_add(v, "Weights %s, width %ld; $`\\Vert W\\Vert_2`$ enclosed in every trial.", law_as_text(c->law),
                    (long)width);
    } else {
        verdict_set(v, VERDICT_INCONCLUSIVE, "No trial of width %ld was supplied (memory, time or an interruption).",
                    (long)width);
    }
    free(trial);
}

static int applies(verdict_t v, audit_t a)
{
    const arb_struct *L;
    return assumption_1_holds(&L, v, a);
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why)
{
    const arb_struct *L;
    deq_model_t model;
    if (!witness_trial(a, place[0], why)) return DQ_INPUT;
    if (audit_supremum(&L, a, 1, why) != SUP_FINITE) return DQ_INAPPLICABLE;
    random_model_init(model, a);
    dq_status status = norm_event_measure(quantity, model, width, place[0], why);
    arb_mul(quantity, quantity, L, PREC);
    arb_one(bound);
    random_model_clear(model);
    return status;
}

static const witness_event events[] = {{.name = "contraction",
                                        .generator = "network",
                                        .place = "trial",
                                        .inequality = "L |W|_2 < 1",
                                        .relation = EVENT_BELOW,
                                        .applies = applies,
                                        .measure = measure},
                                       {0}};

/* ---- planted --------------------------------------------------------------------------------------------------------
 */

static void decide_planted(verdict_t v, slong numerator, ulong denominator, weight_law law, slong width)
{
    deq_model_t model = {{.law = law, .seed = 20230213}};
    points_t none = {{0}};
    reason_t why;
    arb_t L;
    fmpq_t t;
    model->points = none;
    fmpq_init(model->s);
    fmpq_set_si(model->s, numerator, denominator);
    fmpq_init(t);
    fmpq_set_si(t, 1, 20);
    arb_init(L);
    arb_one(L);
    reason_init(why);
    if (!(law == WEIGHTS_GAUSSIAN && decide_by_tail(v, L, model->s, width, t))) {
        trial_counts counts = {0};
        dq_status status = DQ_OK;
        for (slong k = 0; k < 300 && status == DQ_OK; k++) {
            deq_trial_t trial;
            status = deq_norm_trial(trial, model, width, k, why);
            if (status == DQ_OK) count_trial(&counts, trial, L);
        }
        if (status == DQ_OK)
            decide_counts(v, &counts, t, "$`\\Vert W\\Vert_2<1`$");
        else
            verdict_from_status(v, status, why);
    }
    arb_clear(L);
    fmpq_clear(t);
    fmpq_clear(model->s);
}

static void planted_out_of_range(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 3, 20, WEIGHTS_GAUSSIAN, 60);
}

static void planted_out_of_range_rademacher(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 3, 20, WEIGHTS_RADEMACHER, 60);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 2, 25, WEIGHTS_GAUSSIAN, 60);
}

static void planted_true_rademacher(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 1, 20, WEIGHTS_RADEMACHER, 60);
}

static const planted_t planted[] = {
    {"sigma-out-of-range",
     "$`L=1`$, $`\\sigma_w^2=0.15`$, $`m=60`$, Gaussian: $`L\\Vert W\\Vert_2<1`$ with probability 0.95.", 0,
     planted_out_of_range},
    {"sigma-out-of-range-rademacher", "The same with Rademacher weights.", 0, planted_out_of_range_rademacher},
    {"true-offered-as-false",
     "$`L=1`$, $`\\sigma_w^2=0.08`$, $`m=60`$, Gaussian: $`L\\Vert W\\Vert_2<1`$ with probability 0.95.", 1,
     planted_true},
    {"true-offered-as-false-rademacher", "$`L=1`$, $`\\sigma_w^2=0.05`$, $`m=60`$, Rademacher.", 1,
     planted_true_rademacher},
    {0}};

const claim_t claims_deq_well_posed[] = {
    {.id = "deq.well-posed",
     .title = "The equilibrium exists and is unique at initialisation",
     .source = "Ling, section 2 and Lemma 1; Truong",
     .statement = "$`L\\Vert W\\Vert_2<1`$, so the equilibrium exists and is unique.",
     .reading = "At initialisation, with probability at least $`1-t`$ ($`t`$ of the case), width by width.",
     .hypotheses = "$`\\sigma_w^2<1/(8L^2)`$, $`L=\\sup|\\phi'|<\\infty`$; independent weights of variance "
                   "$`2\\sigma_w^2/m`$, of the case's law.",
     .method = "Gaussian weights: proved with the Davidson-Szarek tail bound (a cited theorem) and Banach's "
               "fixed-point theorem, the numbers "
               "by balls. Other laws, and widths where the tail bound exceeds $`t`$: statistical, with $`\\Vert "
               "W\\Vert_2`$ enclosed in "
               "every sampled network and exact Clopper-Pearson limits at level $`10^{-6}`$.",
     .depends = "activation.assumption-1 deq.operator-norm",
     .per_width = 1,
     .decide = decide,
     .events = events,
     .planted = planted,
     .file = "verify/claims/deq/well-posed.c"},
    {.id = NULL}};
