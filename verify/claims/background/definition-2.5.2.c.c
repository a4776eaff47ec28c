/* background.definition-2.5.2.c: the printed monotonicity form has its inequality the wrong way round; co-coercivity
   is equivalent to a Lipschitz gradient for convex functions only. */
#include "verify/claims/quadratic_spline.h"
#include "verify/claims/smoothness_forms.h"

/* A function that meets the section's standing assumptions (Lipschitz, smooth, with a minimiser) and has a 1/2-, hence
   1-Lipschitz gradient: x^2/4 on [-1,1], |x|/2 - 1/4 beyond.  The form with L = 1 fails at x = 1, y = 0. */
static int standing_example(void)
{
    spline_t s;
    fmpq_t L, x, y, g, h, right;
    spline_init(s, "-1 1", "0 1/2 0", "1/4", "-1/2");
    fmpq_init(L);
    fmpq_init(x);
    fmpq_init(y);
    fmpq_init(g);
    fmpq_init(h);
    fmpq_init(right);
    spline_smoothness(L, s);
    fmpq_one(x);
    int smooth = fmpq_cmp(L, x) <= 0;
    spline_gradient(g, s, x);
    spline_gradient(h, s, y);
    fmpq_sub(g, g, h);
    fmpq_sub(x, x, y);
    fmpq_mul(right, g, g);
    fmpq_mul(x, x, g);
    int fails = fmpq_cmp(x, right) > 0;
    spline_clear(s);
    fmpq_clear(L);
    fmpq_clear(x);
    fmpq_clear(y);
    fmpq_clear(g);
    fmpq_clear(h);
    fmpq_clear(right);
    return smooth && fails;
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_PRINTED_MONOTONE, 0, 3, NULL);
    if (standing_example())
        verdict_add(v,
                    "Nor do the section's standing assumptions help: $`x^2/4`$ on $`[-1,1]`$, $`|x|/2-1/4`$ beyond, is "
                    "Lipschitz, has a minimiser and a $`1/2`$-Lipschitz gradient; with $`L=1`$, $`x=1`$, $`y=0`$ "
                    "the form asks for $`1/2\\le1/4`$.");
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_COCOERCIVE, 1, 3, "Equivalent for convex $`f`$ (proof under Method).");
}

static void planted_not_convex(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_COCOERCIVE, 0, 2, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_COCOERCIVE, 0, 1, "By Cauchy-Schwarz, convex or not.");
}

static const planted_t planted[] = {
    {"co-coercive-without-convexity",
     "Every $`f`$ with an $`L`$-Lipschitz gradient has $`\\langle x-y,\\nabla f(x)-\\nabla f(y)\\rangle\\ge\\frac1L"
     "\\Vert\\nabla f(x)-\\nabla f(y)\\Vert^2`$.",
     0, planted_not_convex},
    {"true-offered-as-false",
     "$`\\langle x-y,\\nabla f(x)-\\nabla f(y)\\rangle\\ge\\frac1L\\Vert\\nabla f(x)-\\nabla f(y)\\Vert^2`$ implies an "
     "$`L`$-Lipschitz gradient, convexity not assumed.",
     1, planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_c[] = {
    {.id = "background.definition-2.5.2.c",
     .title = "Smoothness: the monotonicity form",
     .source = "Nguyen, Definition 2.5.2, third form",
     .statement = DEFINITION_2_5_2 "- $`\\nabla f`$ is monotonic with additional term with $`L>0`$\n\n"
                                   "```math\n\\langle x-y,\\nabla f(x)-\\nabla f(y)\\rangle\\leq\\frac1L"
                                   "\\|\\nabla f(x)-\\nabla f(y)\\|^2\n```",
     .reading = DEFINITION_2_5_2_READING,
     .hypotheses = "$`f`$ differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method = "Refuted in both directions by quadratic functions, decided exactly.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.c.c"},
    {.id = "background.definition-2.5.2.c.repaired",
     .title = "Smoothness of convex functions: co-coercivity",
     .source = "Nguyen, Definition 2.5.2, third form, repaired",
     .statement =
         "A convex differentiable $`f`$ has an $`L`$-Lipschitz gradient if and only if\n\n"
         "```math\n\\langle x-y,\\nabla f(x)-\\nabla f(y)\\rangle\\geq\\frac1L\\|\\nabla f(x)-\\nabla f(y)\\|^2."
         "\n```",
     .reading = "",
     .hypotheses = "$`f`$ convex and differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method = "$`z\\mapsto f(z)-\\langle\\nabla f(x),z\\rangle`$ is convex with minimiser $`x`$; its upper quadratic "
               "bound at $`y`$, taken at $`y-\\frac1L(\\nabla f(y)-\\nabla f(x))`$, gives $`f(y)\\ge f(x)+\\langle"
               "\\nabla f(x),y-x\\rangle+\\frac1{2L}\\Vert\\nabla f(x)-\\nabla f(y)\\Vert^2`$. Add the same with $`x`$ "
               "and $`y`$ exchanged. Conversely by Cauchy-Schwarz. Decided exactly for the enumerated convex quadratic "
               "functions.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/definition-2.5.2.c.c"},
    {.id = NULL}};
