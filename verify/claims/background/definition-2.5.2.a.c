/* background.definition-2.5.2.a: the form the others are compared with. */
#include "verify/claims/quadratic_spline.h"
#include "verify/claims/smoothness_forms.h"

/* Is the gradient of the spline L-Lipschitz?  On pairs of points of a grid; the largest |slope| proves it. */
static void decide_spline(verdict_t v, slong example, const char *constant)
{
    examples_t e;
    spline_t s;
    fmpq_t L, least, x, y, g, h;
    examples_init(e);
    spline_init_example(s, example);
    fmpq_init(L);
    fmpq_init(least);
    fmpq_init(x);
    fmpq_init(y);
    fmpq_init(g);
    fmpq_init(h);
    rational_set(L, constant);
    spline_smoothness(least, s);
    for (slong i = -16; i <= 16; i++)
        for (slong j = -16; j < i; j++) {
            fmpq_set_si(x, i, 4);
            fmpq_set_si(y, j, 4);
            spline_gradient(g, s, x);
            spline_gradient(h, s, y);
            fmpq_sub(g, g, h);
            fmpq_abs(g, g);
            fmpq_sub(h, x, y);
            fmpq_mul(h, h, L);
            examples_add(e, fmpq_cmp(g, h) <= 0, "%s: $`|f'(x)-f'(y)|=%s`$ at $`x=%s`$, $`y=%s`$, above $`%s|x-y|`$.",
                         spline_examples[example].name, rational_as_text(g).text, rational_as_text(x).text,
                         rational_as_text(y).text, constant);
        }
    examples_verdict(v, e,
                     fmpq_cmp(least, L) <= 0 ? "$`f'`$ is piecewise linear with slopes of size at most $`L`$." : NULL);
    spline_clear(s);
    fmpq_clear(L);
    fmpq_clear(least);
    fmpq_clear(x);
    fmpq_clear(y);
    fmpq_clear(g);
    fmpq_clear(h);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(
        v, FORM_LIPSCHITZ, 0, 3,
        "This form is what the name \"$`L`$-Lipschitz gradient\" says; the other forms are decided against it.");
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_spline(v, 6, "19/10");
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_spline(v, 2, "1");
}

static const planted_t planted[] = {
    {"constant-5-percent-small", "The spline with $`f''=0,1,-2,0`$ has a 1.9-Lipschitz gradient.", 0, planted_constant},
    {"true-offered-as-false", "Huber's function has a 1-Lipschitz gradient.", 1, planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_a[] = {
    {.id = "background.definition-2.5.2.a",
     .title = "Smoothness: the gradient is Lipschitz",
     .source = "Nguyen, Definition 2.5.2, first form",
     .statement = DEFINITION_2_5_2 "- $`\\nabla f`$ is $`L`$-Lipschitz",
     .reading = DEFINITION_2_5_2_READING,
     .hypotheses = "$`f`$ differentiable.",
     .method =
         "Nothing to prove: it is the definition. Its decision for quadratic functions ($`A^\\top A\\preceq L^2I`$, "
         "exact) is the reference for the other forms.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.a.c"},
    {.id = NULL}};
