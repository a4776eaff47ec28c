/* background.definition-2.5.2.f: smoothness bounds the suboptimality by the distance to a minimiser. */
#include "verify/claims/quadratic_spline.h"

/* f(x) - f(x*) <= factor L/2 (x - x*)^2 on a grid, for every example with a minimum. */
static void check(examples_t e, const char *factor)
{
    fmpq_t L, c, x, at, least, f;
    fmpq_init(L);
    fmpq_init(c);
    fmpq_init(x);
    fmpq_init(at);
    fmpq_init(least);
    fmpq_init(f);
    for (slong k = 0; k < SPLINE_EXAMPLES; k++) {
        spline_t s;
        spline_init_example(s, k);
        for (slong i = -24; i <= 24 && spline_minimum(at, least, s); i++) {
            fmpq_set_si(x, i, 3);
            spline_value(f, s, x);
            fmpq_sub(f, f, least);
            spline_smoothness(L, s);
            rational_set(c, factor);
            fmpq_mul(L, L, c);
            fmpq_sub(c, x, at);
            fmpq_mul(c, c, c);
            fmpq_mul(c, c, L);
            fmpq_div_2exp(c, c, 1);
            examples_add(e, fmpq_cmp(f, c) <= 0, "%s, $`x=%s`$: $`f(x)-f(x^*)=%s`$, above $`%s`$.",
                         spline_examples[k].name, rational_as_text(x).text, rational_as_text(f).text,
                         rational_as_text(c).text);
        }
        spline_clear(s);
    }
    fmpq_clear(L);
    fmpq_clear(c);
    fmpq_clear(x);
    fmpq_clear(at);
    fmpq_clear(least);
    fmpq_clear(f);
}

static void decide_factor(verdict_t v, const char *factor, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, factor);
    examples_verdict(v, e, proof);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_factor(v, "1", "The upper quadratic bound at a minimiser (Method).");
}

static void planted_small(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "9/10", NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "11/10", "Weaker than the claim.");
}

static const planted_t planted[] = {
    {"constant-10-percent-small", "$`f(x)-f(x^*)\\le0.45L\\Vert x-x^*\\Vert^2`$.", 0, planted_small},
    {"true-offered-as-false", "$`f(x)-f(x^*)\\le0.55L\\Vert x-x^*\\Vert^2`$.", 1, planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_f[] = {
    {.id = "background.definition-2.5.2.f",
     .title = "Smoothness bounds the suboptimality",
     .source = "Nguyen, after Definition 2.5.2, item 2",
     .statement = "If $`x^*`$ is an optimal solution, then $`\\nabla f=0`$, so that smoothness provides an upper bound "
                  "on the suboptimality of the "
                  "function value and the distance to optimality: $`f(x)-f(x^*)\\leq\\frac L2\\|x-x^*\\|^2`$.",
     .reading = "$`\\nabla f=0`$ at $`x^*`$.",
     .hypotheses = "$`\\nabla f`$ is $`L`$-Lipschitz on $`\\mathbb R^p`$; $`x^*`$ a global minimiser.",
     .method = "background.definition-2.5.2.e.repaired between $`x^*`$ and $`x`$, with $`\\nabla f(x^*)=0`$. Checked "
               "in exact rationals on quadratic "
               "splines.",
     .depends = "background.definition-2.5.2.e.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.f.c"},
    {.id = NULL}};
