/* mondeq.theorem-3.3.5: linear convergence of gradient descent under Condition 2.

   False as printed with n = N = 1, for two independent reasons: eta <= 4/lambda_0^2 is too long a step for any least-squares
   problem of curvature lambda_0^2 (at eta = 4/lambda_0^2 the bound says L(1) = 0), and the powers of m lost between Lemma 3.3.7
   and Lemma 3.3.8 let the true curvature exceed lambda_0^2 by any factor. */
#include "verify/claims/exact_verdict.h"
#include "verify/claims/mondeq_descent_rate.h"

/* The hypotheses of the print at the instance, and the first step's violation; 1 when all are certified. */
static int first_step(examples_t e, const condition_instance *instance, const char *step)
{
    condition_t c;
    fmpq_t eta;
    condition_init(c, instance);
    fmpq_init(eta);
    rational_set(eta, step);
    int hypotheses = condition_holds(c, CONDITION_2) == 1 && condition_printed_step(c, eta) && c->p->n >= c->p->N;
    if (hypotheses) iterate_rate(e, c, eta, 1, RATE_STEP, "1/4");
    condition_clear(c);
    fmpq_clear(eta);
    return hypotheses && e->violation[0] != '\0';
}

/* The first iterate from which the only unit is inactive: output and gradient are 0 for ever. */
static slong dies(const condition_instance *instance, const char *step, slong steps, verdict_struct *curve)
{
    slong dead = -1;
    condition_t c;
    fmpq_t eta;
    iterate_t g;
    condition_init(c, instance);
    fmpq_init(eta);
    rational_set(eta, step);
    iterate_init(g, c->p, 320);
    for (slong k = 0; k <= steps && iterate_evaluate(g); k++) {
        verdict_point(curve, (double)k, g->loss, 8);
        if (dead < 0 && arb_is_zero(arb_mat_entry(g->Z, 0, 0))) dead = k;
        iterate_step(g, eta);
    }
    iterate_clear(g);
    condition_clear(c);
    fmpq_clear(eta);
    return dead;
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t step, powers;
    examples_init(step);
    examples_init(powers);
    int long_step = first_step(step, &instance_long_step, "1/16");
    int lost_powers = first_step(powers, &instance_lost_powers, "1/40000");
    if (!long_step || !lost_powers) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "The counterexamples were not certified.");
        return;
    }
    verdict_curve(v, "long-step-loss", "step $`k`$", "$`\\mathcal L(k)`$, the first counterexample", "enclosure");
    slong dead = dies(&instance_long_step, "1/16", 30, v);
    verdict_refute(
        v, "counterexample",
        "$`n=N=d=1`$, $`m=\\frac18`$, $`A=B=0`$, $`U=1`$, $`u=0`$, $`X=1`$, $`y=\\frac1{16}`$, $`R_A=R_B=1`$, "
        "$`R_U=\\frac14`$, "
        "$`R_u=\\frac18`$: $`z=8U`$, $`\\lambda_0=8`$, Condition 2 and all four bounds on "
        "$`\\eta=\\frac1{16}=4/\\lambda_0^2`$ "
        "certified. The gradient is $`\\partial_u\\mathcal L=-\\frac12`$ and 0 for $`A,B,U`$; $`u(1)=\\frac1{32}`$, "
        "$`\\hat y(1)=\\frac14`$, $`\\mathcal L(1)=9\\mathcal L(0)`$. The bound says $`\\mathcal "
        "L(1)\\le(1-1)\\mathcal L(0)=0`$.");
    verdict_add(v, "Step 1 in balls: %s", step->violation);
    if (dead >= 0)
        verdict_add(v,
                    "Descent never converges there: from iterate %ld on the unit is inactive on the sample "
                    "(certified), the output and "
                    "the gradient are 0, and $`\\mathcal L=\\mathcal L(0)`$ for ever.",
                    (long)dead);
    verdict_add(v,
                "A shorter step does not save it, because of the lost powers of $`m`$: $`m=\\frac1{100}`$, $`A=B=0`$, "
                "$`U=1`$, $`u=8`$, "
                "$`X=1`$, $`y=800+\\frac1{1000}`$, radii $`\\frac1{64},1,\\frac1{16},\\frac14`$, "
                "$`\\eta=\\frac1{4\\lambda_0^2}`$: the curvature "
                "is $`(u^2+U^2)/m^2=65\\lambda_0^2`$. %s",
                powers->violation);
    verdict_add(v, "Both have $`n=N`$, so the reading of \"the width is $`O(N)`$\" does not matter. Where Condition 2 "
                   "keeps the powers of $`m`$, "
                   "it is never satisfied (mondeq.condition-2.powers).");
}

/* Each instance with its own labels and with the labels at 99% of the largest admissible residual. */
static void check_repaired(examples_t e, rate_kind kind, const char *factor, ulong step_factor)
{
    static const condition_instance *const list[] = {&instance_wide_labels, &instance_near, &instance_scalar};
    for (size_t k = 0; k < 2 * sizeof list / sizeof *list; k++) {
        condition_t c;
        fmpq_t eta, times;
        condition_init(c, list[k / 2]);
        fmpq_init(eta);
        fmpq_init(times);
        if (k % 2 == 1) condition_move_labels(c, CONDITION_2_REPAIRED, 99);
        condition_step_size(eta, c);
        fmpq_set_ui(times, step_factor, 1);
        fmpq_mul(eta, eta, times);
        if (condition_holds(c, CONDITION_2_REPAIRED) == 1) iterate_rate(e, c, eta, 100, kind, factor);
        fmpq_clear(eta);
        fmpq_clear(times);
        condition_clear(c);
    }
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    condition_t c;
    fmpq_t eta;
    examples_init(e);
    check_repaired(e, RATE_STEP, "1/4", 1);
    check_repaired(e, RATE_REGION, "1", 1);
    examples_verdict(v, e,
                     "For every network with $`n\\ge N`$ (proof under Method). The examples: 100 steps of descent in "
                     "balls from each of 6 "
                     "instances with the largest admitted step, three of them at 99% of the largest admitted residual: "
                     "the rate at every step, "
                     "the four balls and $`\\sigma_{\\min}(Z(k))\\ge\\lambda_0/2`$ at every iterate.");
    condition_init(c, &instance_near);
    fmpq_init(eta);
    condition_step_size(eta, c);
    iterate_rate_curves(v, c, eta, 100, "1/4", "descent");
    fmpq_clear(eta);
    condition_clear(c);
}

static void planted_step(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_repaired(e, RATE_STEP, "1/4", 16);
    examples_verdict(v, e, NULL);
}

static void planted_rate(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_repaired(e, RATE_STEP, "4", 1);
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_repaired(e, RATE_STEP, "1/8", 1);
    examples_verdict(v, e, "Weaker than the repaired claim.");
}

static const planted_t planted[] = {
    {"step-16-times-too-long", "The repaired theorem with $`\\eta=4m^2/(\\Vert X\\Vert_F^2\\bar\\lambda_U^2)`$.", 0,
     planted_step},
    {"rate-16-times-too-fast", "The repaired theorem with the factor $`1-4\\eta\\lambda_0^2`$.", 0, planted_rate},
    {"true-offered-as-false", "The repaired theorem with the factor $`1-\\eta\\lambda_0^2/8`$.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_theorem_3_3_5[] = {
    {.id = "mondeq.theorem-3.3.5",
     .title = "Gradient descent converges linearly under Condition 2",
     .source = "Nguyen, Theorem 3.3.5",
     .statement =
         "If $`\\lambda_0`$ satisfies condition 2 and the width of hidden layer is $`O(N)`$ and small enough step size "
         "$`\\eta`$ s.t\n\n"
         "```math\n\\eta\\leq\\min\\left\\{\\frac4{\\lambda_0^2},\\|X\\|_F^{-2}(\\bar\\lambda_u^2+4\\bar\\lambda_{Uu}^"
         "2+4\\bar\\lambda_{UuA}^2+"
         "\\bar\\lambda_U^2)^{-1},\\frac12\\|X\\|_F^{-1}\\lambda_0^{-1}\\bar\\lambda_{UuA}^{-1},\\frac16\\lambda_0^{-2}"
         "\\bar\\lambda_{uA}^{-2}\\right\\}"
         "\n```\n\nthen we have linear convergence\n\n"
         "```math\n\\mathcal L(k+1)\\leq\\mathcal L(\\theta_k)\\left[1-\\eta\\frac{\\lambda_0^2}4\\right]\n```",
     .reading = "Condition 2 as printed (mondeq.condition-2).",
     .hypotheses =
         "Condition 2, $`m>0`$, ReLU, gradient descent on $`(A,B,U,\\mathbf u)`$ with the step size above; $`n=O(N)`$.",
     .method = "Refuted by two networks with $`n=N=1`$: hypotheses certified in balls, the first step enclosed.",
     .depends = "mondeq.condition-2 mondeq.lemma-3.3.4 mondeq.lemma-3.3.6 mondeq.lemma-3.3.7 mondeq.prop-5 "
                "mondeq.prop-6 mondeq.lemma-3.3.8 mondeq.lemma-3.3.9 mondeq.lemma-3.3.10",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = NULL,
     .file = "verify/claims/mondeq/theorem-3.3.5.c"},
    {.id = "mondeq.theorem-3.3.5.repaired",
     .title = "Gradient descent converges linearly under the repaired Condition 2",
     .source = "Nguyen, Theorem 3.3.5, repaired",
     .statement = "If the three inequalities of mondeq.condition-2.repaired hold, $`n\\ge N`$ and "
                  "$`\\eta\\le\\dfrac{m^2}{4\\|X\\|_F^2\\bar\\lambda_U^2}`$, "
                  "then $`\\mathcal L(\\theta(k+1))\\le\\left(1-\\eta\\frac{\\lambda_0^2}4\\right)\\mathcal "
                  "L(\\theta(k))`$ for all $`k\\ge0`$.",
     .reading = "The gradient of mondeq.lemma-3.2.3.repaired, with any slope in $`[0,1]`$ where a pre-activation is 0.",
     .hypotheses = "$`m>0`$, $`\\eta>0`$, $`\\lambda_0>0`$, ReLU, $`n\\ge N`$, the condition.",
     .method =
         "Notation and (a), (b), (c) as in mondeq.theorem-3.3.1.repaired; primes mark the next iterate. In the balls "
         "$`\\Vert W'-W\\Vert\\le2A\\Vert A'-A"
         "\\Vert+2\\Vert B'-B\\Vert`$, since $`A'^\\top A'-A^\\top "
         "A=\\frac12((A'+A)^\\top(A'-A)+(A'-A)^\\top(A'+A))`$. Let $`P=\\frac{x^2u^2}{m^2}(1+"
         "\\frac{4U^2(A^2+1)}{m^2})`$; the third line says $`20P\\le\\lambda_0^2`$; $`\\lambda_0\\le xU/m`$ and the "
         "bound on $`\\eta`$ give "
         "$`\\eta\\lambda_0^2\\le\\frac14`$, $`\\eta\\Vert Z\\Vert^2\\le\\frac14`$, $`\\eta P\\le\\frac1{80}`$. "
         "**Region.** If the rate holds up to "
         "$`k`$ in the balls, $`\\sum_{j\\le k}\\eta\\Vert e(j)\\Vert\\le8\\Vert e(0)\\Vert/\\lambda_0^2`$, so by (c) "
         "and the first line iterate $`k+1`$ "
         "is in the balls, and by (b) and the second line $`\\Vert Z(k+1)-Z(0)\\Vert_F\\le\\frac{8x^2u\\Vert "
         "e(0)\\Vert}{\\lambda_0^2m^2}(1+"
         "\\frac{4U^2(A^2+1)}{m^2})\\le\\lambda_0/2`$. **Step.** $`\\hat{\\mathbf y}'-\\hat{\\mathbf "
         "y}=(Z'-Z)^\\top\\mathbf u'-\\eta Z^\\top Ze`$ and "
         "$`\\Vert Z'-Z\\Vert_Fu\\le\\eta P\\Vert e\\Vert`$, so $`\\mathcal L'-\\mathcal L\\le\\eta P\\Vert "
         "e\\Vert^2-\\eta\\Vert Ze\\Vert^2+(\\eta P\\Vert e"
         "\\Vert)^2+\\eta^2\\Vert Z\\Vert^2\\Vert "
         "Ze\\Vert^2\\le\\eta(\\frac{81}{80}P-\\frac34\\cdot\\frac{\\lambda_0^2}4)\\Vert e\\Vert^2\\le-\\eta\\frac{"
         "\\lambda_0^2}8\\Vert e\\Vert^2`$ ($`n\\ge N`$ for $`\\Vert Ze\\Vert\\ge\\frac{\\lambda_0}2\\Vert e\\Vert`$).",
     .depends = "mondeq.condition-2.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = planted,
     .file = "verify/claims/mondeq/theorem-3.3.5.c"},
    {.id = NULL}};
