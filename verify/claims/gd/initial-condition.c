/* gd.initial-condition: can Condition 1 hold at initialisation?

   Under Assumption 1 it cannot, with probability close to 1.  With q = L rho_w < 1 and C_a, C_r = L rho_a/(1-q) of
   deq_condition:
     lambda_0 <= trace(G)/n = |Z(0)|_F^2/n <= C_a^2/n,  and (9) says lambda_0 >= k(C_w^2 + C_u^2) >= k C_w^2 = k C_r^2
     C_a^2, k = 4;
   C_a > 0 (rho_u >= delta > 0, X != 0), so C_r^2 <= 1/(k n), that is rho_a <= (1-q)/(L sqrt(k n)), and |a(0)| < rho_a
   gives
     |a(0)|^2 < x,  x = 1/(k n L^2).
   But m |a(0)|^2/eps^2 is chi-square with m degrees of freedom when a_i ~ N(0, eps^2/m) (Assumption 1: eps = 1), and
   for x < eps^2
     Pr(chi^2_m <= m y) <= inf_t e^(t m y) (1 + 2t)^(-m/2) = (y e^(1-y))^(m/2) = e^(-c m),  c = (y - 1 - ln y)/2,  y =
     x/eps^2. */
#include "verify/claims/descent_run.h"
#include "verify/claims/random_model.h"
#include <math.h>

#define PREC 128

/* y = 1/(k n L^2 eps^2) and c; 1 when y < 1 is certified. */
static int exponent(arb_t y, arb_t c, slong n, const arb_t L, const fmpq_t k, const fmpq_t eps)
{
    arb_t term;
    arb_init(term);
    arb_set_fmpq(y, k, PREC);
    arb_mul_si(y, y, n, PREC);
    arb_mul(y, y, L, PREC);
    arb_mul(y, y, L, PREC);
    arb_set_fmpq(term, eps, PREC);
    arb_sqr(term, term, PREC);
    arb_mul(y, y, term, PREC);
    arb_inv(y, y, PREC);
    arb_log(term, y, PREC);
    arb_sub_ui(c, y, 1, PREC);
    arb_sub(c, c, term, PREC);
    arb_mul_2exp_si(c, c, -1);
    arb_one(term);
    int small = arb_is_finite(c) && arb_lt(y, term) && arb_is_positive(c);
    arb_clear(term);
    return small;
}

/* e^(-c m) */
static void probability(arb_t p, const arb_t c, slong m)
{
    arb_mul_si(p, c, -m, PREC);
    arb_exp(p, p, PREC);
}

static void decide_bound(verdict_t v, slong n, const arb_t L, const fmpq_t k, const fmpq_t eps, slong width)
{
    arb_t y, c, p;
    arb_init(y);
    arb_init(c);
    arb_init(p);
    if (exponent(y, c, n, L, k, eps)) {
        probability(p, c, width);
        verdict_refute(v, "impossible",
                       "(9) forces $`\\Vert a(0)\\Vert^2<x`$, $`x\\in`$ %s, while $`m\\Vert "
                       "a(0)\\Vert^2\\sim\\chi^2_m`$: the probability of (9), for "
                       "every $`\\delta`$, is at most $`e^{-c_nm}`$ with $`c_n=\\frac12(x-1-\\ln x)\\in`$ %s. It tends "
                       "to 0, not to 1, as $`m`$ "
                       "grows; at $`m=%ld`$ the bound is %s.",
                       ball_as_text(y, 10).text, ball_as_text(c, 10).text, (long)width, ball_as_text(p, 4).text);
        verdict_number(v, "$`c_n`$", c, 12);
        verdict_number(v, "bound of Pr((9)) at the training width", p, 6);
    } else {
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "(9) forces $`\\Vert a(0)\\Vert^2<x`$ with $`x\\in`$ %s, which the law of $`a`$ does not make "
                    "improbable: this argument says nothing "
                    "here.",
                    ball_as_text(y, 10).text);
    }
    verdict_number(v, "$`x`$", y, 12);
    arb_clear(y);
    arb_clear(c);
    arb_clear(p);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const case_struct *c = audit_case(a);
    const arb_struct *L;
    fmpq_t four;
    if (c->law != LAW_GAUSSIAN) {
        verdict_set(v, VERDICT_INAPPLICABLE, "Assumption 1 asks for Gaussian weights; the case has %s ones.",
                    law_as_text(c->law));
        return;
    }
    if (!fmpq_is_one(c->output_scale)) {
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "Assumption 1 asks for $`a_i\\sim N(0,1/m)`$; the case has another `output_scale`.");
        return;
    }
    if (!assumption_1_holds(&L, v, a)) return;
    fmpq_init(four);
    fmpq_set_si(four, 4, 1);
    decide_bound(v, c->points->n, L, four, c->output_scale, c->training_width);
    fmpq_clear(four);
}

/* (7)-(9) as printed for the network of the case; the verdict says with which constant. */
static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const case_struct *subject = audit_case(a);
    if (subject->training && fmpq_is_one(subject->output_scale)) {
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "The case has the ordinary initialisation $`a_i\\sim N(0,1/m)`$ (`output_scale: 1`).");
        return;
    }
    const descent_run_struct *run = training_run(v, a);
    if (run == NULL) return;
    const deq_condition_struct *c = run->done->condition;
    arb_t one, two, step;
    arb_init(one);
    arb_init(two);
    arb_init(step);
    arb_one(one);
    arb_set_si(two, 2);
    arb_set_d(step, run->done->step_size);
    int holds =
        arb_ge(c->ratio7, one) && arb_ge(c->ratio8, one) && arb_ge(c->ratio9, one) && arb_lt(step, c->step_bound);
    if (holds)
        verdict_set(v, VERDICT_PROVED,
                    "With $`\\delta=%.6g`$ all of (7), (8), (9) hold for this network and its $`\\eta`$ satisfies "
                    "(10), certified: Condition 1 is "
                    "satisfiable.%s",
                    c->delta,
                    arb_ge(c->ratio9, two) ? " (9) holds with 8 in place of 4 too."
                                           : " (9) with 8 in place of 4 does not follow.");
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "No $`\\delta`$ tried satisfies (7)-(10) certifiably; the best is $`\\delta=%.3g`$ (smaller "
                    "labels, smaller $`\\sigma_w^2`$ or a larger "
                    "width help).",
                    c->delta);
    describe_run(v, run, subject->training_width);
    verdict_number(v, "(7): left over right", c->ratio7, 8);
    verdict_number(v, "(8): left over right", c->ratio8, 8);
    verdict_number(v, "(9): left over right", c->ratio9, 8);
    verdict_number(v, "right side of (10)", c->step_bound, 8);
    verdict_number(v, "$`\\eta`$", step, 17);
    verdict_number(v, "$`\\lambda_0`$", c->lambda0, 8);
    verdict_number(v, "$`\\Vert W(0)\\Vert`$", c->W_norm, 8);
    verdict_number(v, "$`\\Vert U(0)\\Vert`$", c->U_norm, 8);
    verdict_number(v, "$`\\Vert a(0)\\Vert`$", c->a_norm, 8);
    verdict_number(v, "$`\\Vert\\hat y(0)-y\\Vert`$", c->e0, 8);
    arb_clear(one);
    arb_clear(two);
    arb_clear(step);
}

/* ---- planted: relu, four points ----------------------------------------------------------------- */

static void decide_planted(verdict_t v, slong k_numerator, ulong k_denominator, ulong eps_denominator)
{
    fmpq_t k, eps;
    arb_t L;
    fmpq_init(k);
    fmpq_init(eps);
    arb_init(L);
    fmpq_set_si(k, k_numerator, k_denominator);
    fmpq_set_si(eps, 1, eps_denominator);
    arb_one(L);
    decide_bound(v, 4, L, k, eps, 1000);
    fmpq_clear(k);
    fmpq_clear(eps);
    arb_clear(L);
}

static void planted_printed(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 4, 1, 1);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 36, 100, 1);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 4, 1, 100);
}

static const planted_t planted[] = {
    {"relu-on-four-points", "(9) holds with high probability under Assumption 1 (ReLU, four points).", 0,
     planted_printed},
    {"a-tenth-of-the-constant",
     "$`\\lambda_0\\ge0.36(c_w^2+c_u^2)\\Vert X\\Vert_F^2`$ with high probability under Assumption 1 (ReLU, four "
     "points).",
     0, planted_constant},
    {"small-output-weights",
     "With $`a_i\\sim N(0,10^{-4}/m)`$ the law of $`\\Vert a(0)\\Vert`$ does not exclude (9) (ReLU, four points).", 1,
     planted_true},
    {0}};

const claim_t claims_gd_initial_condition[] = {
    {.id = "gd.initial-condition",
     .title = "Condition 1 at initialisation",
     .source = "Ling, Section 3.2",
     .statement = "Under Assumption 1, Condition 1, (7)-(9), holds with probability at least $`1-t`$ for "
                  "$`m=\\Omega(\\frac{n^3}{\\lambda_*^2}\\log\\frac n{\\lambda_*t})`$.",
     .reading = "For large $`m`$, whatever the constant in $`\\Omega`$, and for any $`\\delta>0`$. For $`L\\ne1`$ or "
                "$`\\phi(0)\\ne0`$ the constants carry "
                "$`L`$ and $`|\\phi(0)|\\sqrt{mn}`$; for ReLU they are the printed ones.",
     .hypotheses = "Assumption 1: Gaussian weights, $`a_i\\sim N(0,1/m)`$, $`\\sigma_w^2<1/(8L^2)`$.",
     .method = "Proved impossible: (9) and $`\\lambda_0\\le\\Vert Z(0)\\Vert_F^2/n`$ bound $`\\Vert a(0)\\Vert`$, "
               "whose square is chi-square; Chernoff's bound "
               "in balls (the claim's file).",
     .depends = "deq.lambda0 deq.operator-norm",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/gd/initial-condition.c"},
    {.id = "gd.initial-condition.repaired",
     .title = "Condition 1 at an initialisation with small output weights",
     .source = "Ling, Condition 1, with $`a_i\\sim N(0,\\varepsilon^2/m)`$",
     .statement = "The network of the case, initialised with $`a_i\\sim N(0,\\varepsilon^2/m)`$, satisfies (7), (8), "
                  "(9) for some $`\\delta>0`$, and its step "
                  "size satisfies (10).",
     .reading = "Activation, data, labels, width, $`\\sigma_w^2`$, $`\\varepsilon`$ (`output_scale`) and seed are the "
                "case's: an instance, not a probability.",
     .hypotheses = "A `training` section and $`\\varepsilon\\ne1`$; $`L<\\infty`$.",
     .method = "Balls for $`\\lambda_0`$, $`\\Vert W\\Vert`$, $`\\Vert U\\Vert`$, $`\\Vert a\\Vert`$, $`\\Vert "
               "X\\Vert_F`$, $`\\hat y(0)-y`$; doubles choose "
               "$`\\delta`$.",
     .depends = "",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/gd/initial-condition.c"},
    {.id = NULL}};
