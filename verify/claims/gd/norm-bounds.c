/* gd.norm-bounds: Ling, Lemma 8.

   With q = L rho_w < 1 and all norms of W, U, a along the run at most rho_w, rho_u, rho_a (deq_condition derives the
   constants):
     (15) |Z|_F <= C_a, from the equilibrium equation;
     (16) the gradients at step s are bounded by C_w |e(s)|, C_u |e(s)|, C_a |e(s)|: the factor is the error at step
     s, since each gradient is a
          sum over samples of e_i(s) times vectors bounded by the constants.  With e(tau), tau > s, the bound fails as
          soon as the loss has fallen far enough;
     (17) |Z(k) - Z(s)|_F <= L/(1-q) (|dW| |Z|_F + |dU| |X|_F), which is rho_a^-1 (C_w |dW| + C_u |dU|) with C_r = L
     rho_a/(1-q);
     (18) |yhat(k) - yhat(s)| <= rho_a |Z(k) - Z(s)|_F + |da| |Z|_F. */
#include "verify/claims/norm_bounds.h"
#include <math.h>

#define PREC 128

/* Where gd.linear-rate.repaired applies, |e(tau)| <= (1 - eta lambda_0/2)^(tau/2) |e(0)| tends to 0 while the
   gradient in a at step 0 does not:
   the least tau from which the print of (16) fails at s = 0, 0 when it does not follow.  rho are those of Condition
   1. */
static double fails_from(const descent_run_struct *run)
{
    const deq_condition_struct *c = run->done->condition;
    double from = 0;
    if (condition_certified(run, 2) != 1) return 0;
    arb_t gradient, bound, rate;
    arb_init(gradient);
    arb_init(bound);
    arb_init(rate);
    arb_set_deq_interval(gradient, run->step[0].gradient_a);
    arb_mul(bound, c->C_a, c->e0, PREC);
    arb_div(bound, bound, gradient, PREC);
    arb_log(bound, bound, PREC);
    arb_mul_2exp_si(bound, bound, 1);
    arb_set_d(rate, run->done->step_size);
    arb_mul(rate, rate, c->lambda0, PREC);
    arb_mul_2exp_si(rate, rate, -1);
    arb_neg(rate, rate);
    arb_log1p(rate, rate, PREC);
    arb_neg(rate, rate);
    arb_div(bound, bound, rate, PREC);
    if (arb_is_positive(gradient) && arb_is_positive(rate) && arb_is_finite(bound))
        from = ceil(arf_get_d(arb_midref(bound), ARF_RND_UP) + mag_get_d(arb_radref(bound))) + 1;
    arb_clear(gradient);
    arb_clear(bound);
    arb_clear(rate);
    return from > 1 ? from : 0;
}

/* The left sides of (15) and (16) at the start, those of (16) over the error's norm: the constants shown beside them
   bound them. */
static void report_start(verdict_t v, const deq_step_struct *start)
{
    static const char *const name[] = {"$`\\Vert\\nabla_W\\Phi(0)\\Vert_F/\\Vert\\hat y(0)-y\\Vert`$",
                                       "$`\\Vert\\nabla_U\\Phi(0)\\Vert_F/\\Vert\\hat y(0)-y\\Vert`$",
                                       "$`\\Vert\\nabla_a\\Phi(0)\\Vert/\\Vert\\hat y(0)-y\\Vert`$"};
    const deq_interval gradient[] = {start->gradient_W, start->gradient_U, start->gradient_a};
    arb_t value, error;
    arb_init(value);
    arb_init(error);
    arb_set_deq_interval(value, start->Z_norm);
    verdict_number(v, "$`\\Vert Z(0)\\Vert_F`$", value, 8);
    arb_set_deq_interval(error, start->loss);
    arb_mul_2exp_si(error, error, 1);
    arb_sqrt(error, error, PREC);
    for (int k = 0; k < 3; k++) {
        arb_set_deq_interval(value, gradient[k]);
        arb_div(value, value, error, PREC);
        if (arb_is_finite(value)) verdict_number(v, name[k], value, 8);
    }
    arb_clear(value);
    arb_clear(error);
}

static void decide_form(verdict_t v, audit_t a, int printed)
{
    const descent_run_struct *run = training_run(v, a);
    if (run == NULL) return;
    deq_condition_t c;
    bound_counts counts = {.witness = v}, literal = {0};
    deq_condition_init(c);
    int usable = check_norm_bounds(&counts, c, run, printed, 1, 100);
    if (printed && usable) check_norm_bounds(&literal, c, run, 0, 0, 100);
    if (!usable)
        verdict_set(
            v, VERDICT_INAPPLICABLE,
            "The iterates are not all bounded by a $`\\bar\\rho_w`$ with $`L\\bar\\rho_w<1`$: $`\\bar\\rho_w\\in`$ %s.",
            ball_as_text(c->rho_w, 10).text);
    else if (counts.violations > 0)
        verdict_refute(v, "counterexample",
                       "%ld certified violations%s. The first found: %s. The bounded gradient is at step $`s`$, the "
                       "error at the later step "
                       "$`\\tau`$.",
                       (long)counts.violations,
                       printed && literal.violations == 0 ? ", none of them with $`\\hat y(s)`$ in (16)" : "",
                       counts.first->text);
    else if (printed && fails_from(run) > 0)
        verdict_refute(v, "counterexample",
                       "By gd.linear-rate.repaired, whose hypotheses are certified here, $`\\Vert\\hat "
                       "y(\\tau)-y\\Vert\\to0`$, while "
                       "$`\\nabla_a\\Phi(0)\\ne0`$: (16) as printed fails at $`s=0`$ for every $`\\tau\\ge%.0f`$ (the "
                       "run itself is shorter and shows "
                       "no violation).",
                       fails_from(run));
    else if (printed)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "No violation of %ld comparisons along the run: the loss did not fall far enough to tell $`\\hat "
                    "y(\\tau)`$ from $`\\hat y(s)`$.",
                    (long)counts.checks);
    else
        verdict_set(v, VERDICT_PROVED,
                    "Each bound follows from $`L\\bar\\rho_w<1`$ by the equations in the claim's file; along the run "
                    "%ld of %ld comparisons are "
                    "certified by intervals and none is violated.",
                    (long)counts.certified, (long)counts.checks);
    describe_run(v, run, audit_case(a)->training_width);
    verdict_number(v, "$`\\bar\\rho_w`$", c->rho_w, 8);
    verdict_number(v, "$`c_w\\Vert X\\Vert_F`$", c->C_w, 8);
    verdict_number(v, "$`c_u\\Vert X\\Vert_F`$", c->C_u, 8);
    verdict_number(v, "$`c_a\\Vert X\\Vert_F`$", c->C_a, 8);
    if (usable) report_start(v, &run->step[0]);
    deq_condition_clear(c);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    decide_form(v, a, 1);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    decide_form(v, a, 0);
}

/* ---- violations computed again ---- */

static int applies(verdict_t v, audit_t a)
{
    return training_run(v, a) != NULL;
}

static dq_status measure_form(arb_t quantity, arb_t bound, audit_t a, const slong *place, int printed, reason_t why)
{
    deq_condition_t c;
    bound_counts counts = {.sought = place, .left = quantity, .right = bound};
    deq_condition_init(c);
    int usable = check_norm_bounds(&counts, c, audit_descent(a), printed, place[0] >= PART_Z_MOVED, 100);
    deq_condition_clear(c);
    if (!usable) reason_set(why, "the iterates are not all bounded by a rho_w with L rho_w < 1");
    if (usable && counts.checks == 0) reason_set(why, "the run does not compare these steps");
    return !usable ? DQ_INAPPLICABLE : counts.checks == 0 ? DQ_INPUT : DQ_OK;
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    (void)unused_width;
    return measure_form(quantity, bound, a, place, 1, why);
}

static dq_status measure_repaired(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place,
                                  reason_t why)
{
    (void)unused_width;
    return measure_form(quantity, bound, a, place, 0, why);
}

#define BOUND_EVENT(y, function)                                                                                       \
    {                                                                                                                  \
        .name = "bound", .generator = "descent", .place = "part s tau",                                                \
        .inequality = "part 1: (15); parts 2 to 4: (16) for W, U, a with the error of step " y                         \
                      " (parts 5, 6: (17), (18) between the steps s and tau)",                                         \
        .relation = EVENT_AT_MOST, .applies = applies, .measure = function                                             \
    }
static const witness_event events[] = {BOUND_EVENT("tau >= s", measure), {0}},
                           events_repaired[] = {BOUND_EVENT("s", measure_repaired), {0}};

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_planted(verdict_t v, int printed, slong per_cent, double step_size)
{
    planted_run_t p;
    deq_condition_t c;
    bound_counts counts = {0};
    if (!planted_run_init(p, 2, 40, step_size, v)) return;
    deq_condition_init(c);
    if (check_norm_bounds(&counts, c, p->run, printed, 1, per_cent) && counts.violations > 0)
        verdict_refute(v, "counterexample", "%ld violations; the first found: %s.", (long)counts.violations,
                       counts.first->text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "No violation in %ld comparisons.", (long)counts.checks);
    deq_condition_clear(c);
    planted_run_clear(p);
}

static void planted_subscript(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 1, 100, 0.02);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 0, 20, 0.02);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 0, 100, 0.02);
}

static const planted_t planted[] = {
    {"error-at-a-later-step",
     "(16) with $`\\hat y(\\tau)`$, $`\\tau\\ge s`$ (tanh, two points, $`m=64`$, $`\\eta=0.02`$).", 0,
     planted_subscript},
    {"constants-a-fifth", "(15)-(18) with $`\\frac15c_w,\\frac15c_u,\\frac15c_a`$ (tanh, two points, $`m=64`$).", 0,
     planted_constant},
    {"true-offered-as-false", "(15)-(18) with $`\\hat y(s)`$ (tanh, two points, $`m=64`$, $`\\eta=0.02`$).", 1,
     planted_true},
    {0}};

#define BOUNDS_15 "(15) $`\\Vert Z(s)\\Vert_F\\le c_a\\Vert X\\Vert_F`$; "
#define BOUNDS_16(y)                                                                                                   \
    "(16) $`\\Vert\\nabla_W\\Phi(s)\\Vert_F\\le c_w\\Vert X\\Vert_F\\Vert" y                                           \
    "\\Vert`$, $`\\Vert\\nabla_U\\Phi(s)\\Vert_F\\le c_u\\Vert X\\Vert_F\\Vert" y                                      \
    "\\Vert`$, $`\\Vert\\nabla_a\\Phi(s)\\Vert\\le c_a\\Vert X\\Vert_F\\Vert" y "\\Vert`$; "
#define BOUNDS_17_18                                                                                                   \
    "(17) $`\\Vert Z(k)-Z(s)\\Vert_F\\le\\bar\\rho_a^{-1}(c_w\\Vert W(k)-W(s)\\Vert_2+c_u\\Vert "                      \
    "U(k)-U(s)\\Vert_2)\\Vert X\\Vert_F`$; (18) "                                                                      \
    "$`\\Vert\\hat y(k)-\\hat y(s)\\Vert\\le(c_w\\Vert W(k)-W(s)\\Vert_2+c_u\\Vert U(k)-U(s)\\Vert_2+c_a\\Vert "       \
    "a(k)-a(s)\\Vert)\\Vert X\\Vert_F`$."

const claim_t claims_gd_norm_bounds[] = {
    {.id = "gd.norm-bounds",
     .title = "Bounds along gradient descent",
     .source = "Ling, Lemma 8, (15)-(18)",
     .statement = "For $`s,k\\le\\tau`$, the iterates bounded by $`\\bar\\rho`$: " BOUNDS_15 BOUNDS_16(
         "\\hat y(\\tau)-y") BOUNDS_17_18,
     .reading =
         "(16) literally, with $`\\hat y(\\tau)`$ for every $`\\tau\\ge s`$. For $`L\\ne1`$ or "
         "$`\\phi(0)\\ne0`$ the constants carry $`L`$ and "
         "$`|\\phi(0)|\\sqrt{mn}`$; for ReLU they are the printed ones. $`\\bar\\rho`$ are the largest norms along "
         "the run.",
     .hypotheses = "$`L\\bar\\rho_w<1`$.",
     .method =
         "Refuted by one certified violation along the case's run, or, where gd.linear-rate.repaired is proved, by "
         "the limit $`\\hat y(\\tau)\\to y`$.",
     .depends = "gd.gradient",
     .decide = decide_printed,
     .events = events,
     .planted = planted,
     .file = "verify/claims/gd/norm-bounds.c"},
    {.id = "gd.norm-bounds.repaired",
     .title = "Bounds along gradient descent, with the error at the gradient's own step",
     .source = "Ling, Lemma 8, (16) repaired",
     .statement = "For $`s,k\\le\\tau`$, the iterates bounded by $`\\bar\\rho`$: " BOUNDS_15 BOUNDS_16("\\hat y(s)-y")
         BOUNDS_17_18,
     .reading = "Constants as in the printed form.",
     .hypotheses = "$`L\\bar\\rho_w<1`$.",
     .method = "Proved from the equilibrium equation and its adjoint (the claim's file); compared with enclosures: "
               "(15), (16) at every step, (17), (18) "
               "between three pairs of steps.",
     .depends = "gd.gradient.repaired",
     .decide = decide_repaired,
     .events = events_repaired,
     .planted = NULL,
     .file = "verify/claims/gd/norm-bounds.c"},
    {.id = NULL}};
