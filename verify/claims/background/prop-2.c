/* background.prop-2: the descent property of gradient descent. */
#include "verify/claims/quadratic_spline.h"

/* f(x) - f(x - eta f'(x)) >= factor eta f'(x)^2 over the examples from..to-1, eta = portion/L. */
static void check(examples_t e, slong from, slong to, const char *portion, const char *factor)
{
    fmpq_t L, eta, c, x, y, before, after, g;
    fmpq_init(L);
    fmpq_init(eta);
    fmpq_init(c);
    fmpq_init(x);
    fmpq_init(y);
    fmpq_init(before);
    fmpq_init(after);
    fmpq_init(g);
    for (slong k = from; k < to; k++) {
        spline_t s;
        spline_init_example(s, k);
        for (slong start = -24; start <= 24; start++) {
            spline_smoothness(L, s);
            rational_set(eta, portion);
            fmpq_div(eta, eta, L);
            rational_set(c, factor);
            fmpq_mul(c, c, eta);
            fmpq_set_si(x, start, 4);
            spline_value(before, s, x);
            spline_gradient(g, s, x);
            fmpq_set(y, x);
            spline_step(y, s, eta);
            spline_value(after, s, y);
            fmpq_sub(before, before, after);
            fmpq_mul(g, g, g);
            fmpq_mul(g, g, c);
            examples_add(e, fmpq_cmp(before, g) >= 0,
                         "%s, $`L=%s`$, $`\\eta=%s`$, $`\\theta_t=%s`$: the progress is $`%s`$, less than $`%s`$.",
                         spline_examples[k].name, rational_as_text(L).text, rational_as_text(eta).text,
                         rational_as_text(x).text, rational_as_text(before).text, rational_as_text(g).text);
        }
        spline_clear(s);
    }
    fmpq_clear(L);
    fmpq_clear(eta);
    fmpq_clear(c);
    fmpq_clear(x);
    fmpq_clear(y);
    fmpq_clear(before);
    fmpq_clear(after);
    fmpq_clear(g);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    static const char *const portions[] = {"1", "9/10", "1/2", "1/100"};
    examples_t e;
    examples_init(e);
    for (size_t k = 0; k < sizeof portions / sizeof portions[0]; k++) check(e, 0, SPLINE_EXAMPLES, portions[k], "1/2");
    examples_verdict(v, e, "For every $`L`$-smooth function (proof under Method).");
}

static void decide_variant(verdict_t v, const char *portion, const char *factor, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, 0, SPLINE_EXAMPLES, portion, factor);
    examples_verdict(v, e, proof);
}

static void planted_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "11/10", "1/2", NULL);
}

static void planted_factor(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "1", "11/20", NULL);
}

/* (eta - eta^2 L/2) |g|^2 with eta = 3/(2L) is eta |g|^2/4. */
static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "3/2", "1/4", "The smoothness inequality gives $`(\\eta-\\eta^2L/2)\\Vert\\nabla\\Vert^2`$.");
}

static const planted_t planted[] = {
    {"step-10-percent-long", "The descent property holds for $`\\eta=1.1/L`$.", 0, planted_step},
    {"factor-10-percent-large",
     "With $`\\eta=1/L`$ the progress is at least $`0.55\\,\\eta\\Vert\\nabla\\mathcal L\\Vert^2`$.", 0,
     planted_factor},
    {"true-offered-as-false",
     "With $`\\eta=1.5/L`$ the progress is at least $`\\frac\\eta4\\Vert\\nabla\\mathcal L\\Vert^2`$.", 1,
     planted_true},
    {0}};

const claim_t claims_background_prop_2[] = {
    {.id = "background.prop-2",
     .title = "The descent property of gradient descent",
     .source = "Nguyen, Proposition 2",
     .statement = "Gradient Descent method satisfies \"descent\" property for a step-size $`\\eta\\leq\\frac1L`$ when "
                  "$`g`$ is a "
                  "$`L`$-smooth function\n\n```math\n\\forall "
                  "t\\geq0,\\forall\\eta\\leq\\frac1L:\\underbrace{\\mathcal L(\\theta_t)"
                  "-\\mathcal L(\\theta_{t+1})}_{\\text{primal progress}}\\geq\\frac\\eta2\\|\\nabla\\mathcal "
                  "L(\\theta_t)\\|_2^2\n```",
     .reading = "$`g`$ is $`\\mathcal L`$, the only function in the statement. A step size is positive; for "
                "$`\\eta<0`$, which the "
                "letters $`\\forall\\eta\\le1/L`$ admit, the inequality fails for $`x^2/2`$.",
     .hypotheses = "$`\\nabla\\mathcal L`$ is $`L`$-Lipschitz; $`0<\\eta\\le1/L`$.",
     .method =
         "The upper quadratic bound (background.definition-2.5.2.e.repaired) at $`\\theta_{t+1}=\\theta_t-\\eta\\nabla"
         "\\mathcal L(\\theta_t)`$ gives the progress $`\\ge(\\eta-\\eta^2L/2)\\Vert\\nabla\\mathcal "
         "L(\\theta_t)\\Vert^2`$, and "
         "$`\\eta L\\le1`$ makes the factor at least $`\\eta/2`$. Checked in exact rationals on quadratic splines, "
         "convex "
         "and not.",
     .depends = "background.definition-2.5.2.e.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/prop-2.c"},
    {.id = NULL}};
