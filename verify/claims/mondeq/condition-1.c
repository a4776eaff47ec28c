/* mondeq.condition-1: whether Condition 1 can hold, which the thesis leaves open.

   Every right side is the residual |yhat(0) - y| times numbers made from the parameters, the radii and X; every left side is a
   power of lambda_0 = sigma_min(Z(0)), in which the labels do not occur.  So where lambda_0 > 0 the condition holds exactly for the
   labels within an explicit distance of the outputs, and scaling U reaches any labels. */
#include "verify/claims/exact_verdict.h"
#include "verify/claims/mondeq_conditions.h"
#include "verify/claims/mondeq_random_start.h"

static const condition_instance *const satisfying[] = {&instance_labels, &instance_wide_labels, &instance_near,
                                                       &instance_scalar, &instance_small_m};
#define SATISFYING (sizeof satisfying / sizeof *satisfying)

static void decide_satisfiable(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    for (size_t k = 0; k < SATISFYING; k++) {
        condition_t c;
        condition_init(c, satisfying[k]);
        examples_add(e, condition_holds(c, CONDITION_1) == 1, "Not certified at the instance \"%s\".",
                     satisfying[k]->name);
        condition_move_labels(c, CONDITION_1, 99);
        examples_add(e, condition_holds(c, CONDITION_1) == 1,
                     "Not certified at 99%% of the largest residual of \"%s\".", satisfying[k]->name);
        condition_move_labels(c, CONDITION_1, 101);
        examples_add(e, condition_holds(c, CONDITION_1) == -1,
                     "Not excluded at 101%% of the largest residual of \"%s\".", satisfying[k]->name);
        condition_clear(c);
    }
    if (e->violation[0] != '\0') {
        verdict_set(v, VERDICT_INCONCLUSIVE, "%s", e->violation);
        return;
    }
    condition_t c;
    arb_t largest;
    condition_init(c, &instance_labels);
    arb_init(largest);
    condition_largest_residual(largest, c, CONDITION_1);
    verdict_set(
        v, VERDICT_PROVED,
        "Satisfiable, with labels of ordinary size: $`n=N=d=2`$, $`m=1`$, $`A=(\\frac12\\ 0;\\frac14\\ \\frac12)`$, "
        "$`B=(0\\ \\frac12;0\\ 0)`$, $`U=1024(1\\ 0;\\frac14\\ 1)`$, $`\\mathbf u=0`$, $`X=(1\\ \\frac14;0\\ 1)`$, "
        "$`\\mathbf y=(1,-1)`$, $`R_A=R_B=1`$, $`R_U=128`$, $`R_u=\\frac18`$, both lines certified; there every "
        "$`\\mathbf y`$ with $`\\Vert\\mathbf y\\Vert\\le`$ %s will do.",
        ball_as_text(largest, 6).text);
    verdict_add(v,
                "Exact criterion and scaling: see Method. Checked on %ld sets of labels: at each of %ld instances the "
                "condition "
                "holds with the labels given and at 99%% of the largest residual, and fails at 101%% of it.",
                (long)e->checked, (long)SATISFYING);
    verdict_number(v, "lambda_0", c->lambda0, 12);
    verdict_number(v, "largest residual", largest, 12);
    condition_report(v, c, CONDITION_1, "labels 1 and -1");
    condition_clear(c);
    arb_clear(largest);
}

static void planted_beyond(verdict_t v, void *unused)
{
    (void)unused;
    condition_t c;
    condition_init(c, &instance_near);
    condition_move_labels(c, CONDITION_1, 101);
    condition_verdict(v, c, CONDITION_1);
    condition_clear(c);
}

static void planted_parallel(verdict_t v, void *unused)
{
    (void)unused;
    static const condition_instance parallel = {"parallel samples",
                                                2,
                                                2,
                                                2,
                                                "1",
                                                "1/2 0 1/4 1/2",
                                                "0 1/2 0 0",
                                                "1024 0 256 1024",
                                                "0 0",
                                                "1 2 1 2",
                                                "1 -1",
                                                {"1", "1", "128", "1/8"}};
    condition_t c;
    condition_init(c, &parallel);
    condition_verdict(v, c, CONDITION_1);
    condition_clear(c);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    condition_t c;
    condition_init(c, &instance_near);
    condition_move_labels(c, CONDITION_1, 99);
    condition_verdict(v, c, CONDITION_1);
    condition_clear(c);
}

/* Whether the smaller of left/right of the two lines is at least 1 at the width 2^last, and its curve up to there: 1, -1, or 0
   when the ball does not decide. */
static int random_start(verdict_t v, int wide, slong last)
{
    arb_ptr ratio = _arb_vec_init(last + 1);
    arb_t one;
    arb_init(one);
    arb_one(one);
    random_start_ratios(ratio, wide, last, 0);
    int holds = arb_ge(ratio + last, one) ? 1 : arb_lt(ratio + last, one) ? -1 : 0;
    verdict_curve(v, "random-start", "width $`n`$", "the smaller of left/right of (3.8), (3.9)", "enclosure");
    for (slong k = RANDOM_START_FIRST; k <= last; k++) verdict_point(v, (double)((slong)1 << k), ratio + k, 8);
    verdict_number(v, "smaller of left/right at the last width", ratio + last, 8);
    arb_clear(one);
    _arb_vec_clear(ratio, last + 1);
    return holds;
}

/* A limit claim: a draw that fails at a finite width says nothing against it. */
static void decide_random(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    if (random_start(v, 1, RANDOM_START_LAST) == 1)
        verdict_set(
            v, VERDICT_PROVED,
            "With probability tending to 1 as $`n\\to\\infty`$ (proof under Method). One network drawn from a key "
            "satisfies it, "
            "certified: $`n=2^{21}`$, $`N=d=2`$, $`X=I`$, $`m=1`$, $`\\mathbf y=(1,-1)`$, radii $`\\frac14`$. The "
            "curve, of its first "
            "$`2^k`$ units, shows the growth like $`\\sqrt n`$ and how wide the condition needs such a network to be.");
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The network drawn does not satisfy the condition at the largest width tried.");
}

static void planted_narrow(verdict_t v, void *unused)
{
    (void)unused;
    int holds = random_start(v, 0, 14);
    if (holds < 0)
        verdict_refute(v, "counterexample", "A line of the condition certainly fails for the network drawn.");
    else
        verdict_set(v, holds > 0 ? VERDICT_PROVED : VERDICT_INCONCLUSIVE,
                    "The network drawn satisfies it or is undecided.");
}

static const planted_t planted_random[] = {
    {"small-input-weights",
     "The network drawn with $`U_{ij}\\sim N(0,\\frac1n)`$, $`n=2^{14}`$, satisfies Condition 1.", 0, planted_narrow},
    {0}};

static const planted_t planted[] = {
    {"labels-too-far", "Condition 1 with the labels at 101% of the largest admissible residual.", 0, planted_beyond},
    {"parallel-samples", "Condition 1 with $`x_2=2x_1`$ (then $`Z`$ has rank 1 and $`\\lambda_0=0`$).", 0,
     planted_parallel},
    {"true-offered-as-false", "Condition 1 with the labels at 99% of the largest admissible residual.", 1,
     planted_true},
    {0}};

const claim_t claims_mondeq_condition_1[] = {
    {.id = "mondeq.condition-1",
     .title = "Condition 1 can be satisfied",
     .source = "Nguyen, Condition 1, (3.8) and (3.9); left open in chapter 5",
     .statement =
         "\"Let $`\\lambda_0=\\sigma_{\\min}(Z(0))`$. [...] We define following condition on $`\\lambda_0`$\"\n\n"
         "```math\n\\lambda_0^2\\geq4\\|X\\|_F\\sqrt{2\\mathcal L(\\theta_0)}\\max\\left\\{"
         "\\frac{2\\bar\\lambda_{U\\mathbf uA}}{m^2R_A},\\frac{2\\bar\\lambda_{U\\mathbf u}}{m^2R_B},"
         "\\frac{\\bar\\lambda_{\\mathbf u}}{mR_U},\\frac{\\bar\\lambda_U}{mR_u}\\right\\}\\quad(3.8)\n```\n\n"
         "```math\n\\lambda_0^3\\geq8\\|X\\|_F^2\\sqrt{2\\mathcal L(\\theta_0)}\\frac{\\bar\\lambda_{\\mathbf "
         "u}}{m^2}\\left("
         "\\frac{4(\\bar\\lambda_{UA}^2+\\bar\\lambda_U^2)}{m^2}+1\\right)\\quad(3.9)\n```\n\n"
         "The question: does some network, with some samples, labels and radii, satisfy it with $`\\lambda_0>0`$?",
     .reading =
         "$`\\sigma_{\\min}(Z)`$ is the least of the $`\\min(n,N)`$ singular values; $`\\bar\\lambda_\\bullet=\\Vert"
         "\\bullet(0)\\Vert_2+R_\\bullet`$, a product for several letters; $`R_\\bullet>0`$ are free.",
     .hypotheses = "$`m>0`$, $`R_A,R_B,R_U,R_u>0`$; $`\\lambda_0>0`$ (else the condition says $`\\mathbf "
                   "y=\\hat{\\mathbf y}(0)`$ "
                   "or $`X=0`$).",
     .method = "Instances in exact rationals, $`\\lambda_0`$ and every norm as a ball. **Criterion.** With "
               "$`\\sqrt{2\\mathcal "
               "L(\\theta_0)}=\\Vert\\hat{\\mathbf y}(0)-\\mathbf y\\Vert`$ on the right sides alone, and there "
               "linearly, the condition "
               "at given parameters, samples and radii is $`\\Vert\\hat{\\mathbf y}(0)-\\mathbf y\\Vert\\le\\rho`$ "
               "with $`\\rho=\\min"
               "\\big(\\lambda_0^2/(4\\Vert X\\Vert_F\\max\\{\\ldots\\}),\\lambda_0^3/(8\\Vert "
               "X\\Vert_F^2\\frac{\\bar\\lambda_u}{m^2}"
               "(\\ldots))\\big)>0`$. **Any labels.** Let $`\\mathbf u(0)=0`$, $`U(0)=sU_0`$, $`R_U=sr`$: then "
               "$`\\hat{\\mathbf y}(0)=0`$, "
               "$`Z(0)=sZ_0`$, the left sides are $`s^2`$ and $`s^3`$ times those at $`s=1`$, the right sides grow at "
               "most like $`s`$ and "
               "$`s^2`$; so wherever $`\\sigma_{\\min}(Z_0)>0`$ every $`\\mathbf y`$ is admitted from some $`s`$ on. "
               "(ReLU without bias "
               "is homogeneous, so samples that are positive multiples of each other, or zero, give $`\\lambda_0=0`$ "
               "for $`n\\ge N`$.)",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_satisfiable,
     .planted = planted,
     .file = "verify/claims/mondeq/condition-1.c"},
    {.id = "mondeq.condition-1.random",
     .title = "Condition 1 holds at random initialisation of wide networks",
     .source = "Nguyen, chapter 5 (the satisfiability of the conditions under initialisation schemes), answered for "
               "one scheme",
     .statement = "Let $`A=B=0`$, $`U_{ij}\\sim N(0,1)`$ and $`u_i\\sim N(0,\\frac1n)`$ be independent, and $`m`$, "
                  "$`X`$, $`\\mathbf y`$ and the "
                  "radii fixed. If no sample is zero and no two are parallel or antiparallel, Condition 1 holds with "
                  "probability tending to 1 "
                  "as $`n\\to\\infty`$.",
     .reading = "",
     .hypotheses = "$`m>0`$, $`R_A,R_B,R_U,R_u>0`$.",
     .method = "$`W=(1-m)I`$, so $`Z=\\mathrm{relu}(UX)/m`$ and $`\\frac1nZ^\\top Z\\to\\frac1{m^2}\\mathbb "
               "E\\,\\mathrm{relu}(X^\\top g)"
               "\\mathrm{relu}(X^\\top g)^\\top`$ (law of large numbers), positive definite under the hypothesis on "
               "the samples: $`\\lambda_0^2"
               "\\ge cn`$. $`\\Vert U\\Vert_2/\\sqrt n`$ converges to 1, $`\\Vert\\mathbf u\\Vert`$ to 1, and given "
               "$`U`$, $`\\hat{\\mathbf "
               "y}\\sim N(0,\\frac1nZ^\\top Z)`$, so the residual stays bounded in probability. The left sides grow "
               "like $`n`$ and $`n^{3/2}`$, the "
               "right sides like $`\\sqrt n`$ and $`n`$. One draw is certified: sums over $`2^{21}`$ units in balls.",
     .depends = "mondeq.condition-1",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_random,
     .planted = planted_random,
     .file = "verify/claims/mondeq/condition-1.c"},
    {.id = NULL}};
