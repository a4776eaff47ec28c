/* background.definition-2.5.2.e: the upper quadratic bound alone follows from smoothness but does not imply it. */
#include "verify/claims/smoothness_forms.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_ABOVE, 0, 1, NULL);
    arb_t difference;
    arb_init(difference);
    if (one_sided_example(difference, 128))
        verdict_add(v,
                    "Nor do the section's standing assumptions help: $`f(x)=\\cos x+\\frac14\\cos2x`$ is Lipschitz, "
                    "smooth and has a minimiser, and $`f''\\le\\frac98`$ gives the bound with $`L=\\frac98`$ (Taylor), "
                    "but $`|f'(0)-f'(\\frac12)|=`$ %s $`>\\frac98\\cdot\\frac12`$.",
                    ball_as_text(difference, 15).text);
    arb_clear(difference);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t sufficient, necessary;
    forms_compare(sufficient, necessary, FORM_ABOVE, 1);
    if (sufficient->violation[0] != '\0')
        examples_verdict(v, sufficient, NULL);
    else
        forms_verdict(v, FORM_ABOVE, 0, 2, "Both statements hold (proof under Method).");
}

static void planted_concave(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_ABOVE, 0, 3, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_ABOVE, 0, 2, "Half of background.definition-2.5.2.b.");
}

static const planted_t planted[] = {
    {"equivalent-without-convexity", "The upper bound alone is equivalent to an $`L`$-Lipschitz gradient.", 0,
     planted_concave},
    {"true-offered-as-false", "An $`L`$-Lipschitz gradient implies the upper bound.", 1, planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_e[] = {
    {.id = "background.definition-2.5.2.e",
     .title = "Smoothness: the upper quadratic bound alone",
     .source = "Nguyen, after Definition 2.5.2, item 1",
     .statement = "A function $`f`$ is $`L`$-smooth if for any two points $`x,y\\in\\mathrm{dom}f`$, "
                  "$`f(y)\\leq f(x)+\\langle\\nabla f(x),y-x\\rangle+\\frac L2\\|y-x\\|^2`$.",
     .reading = "\"If\" as printed: the bound is sufficient. $`L`$-smooth as in background.definition-2.5.2.a, "
                "$`\\mathrm{dom}f=\\mathbb R^p`$.",
     .hypotheses = "$`f`$ differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method =
         "Refuted by a concave quadratic function, decided exactly, and by one that meets the standing assumptions, "
         "in balls.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.e.c"},
    {.id = "background.definition-2.5.2.e.repaired",
     .title = "Smoothness and the upper quadratic bound",
     .source = "Nguyen, after Definition 2.5.2, item 1, repaired",
     .statement =
         "If $`f`$ is $`L`$-smooth then $`f(y)\\leq f(x)+\\langle\\nabla f(x),y-x\\rangle+\\frac L2\\|y-x\\|^2`$ "
         "for all $`x,y`$; for convex $`f`$ the converse holds too.",
     .reading = "",
     .hypotheses = "$`f`$ differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method =
         "The bound is one side of background.definition-2.5.2.b; for convex $`f`$ the other side is "
         "$`f(y)\\ge f(x)+\\langle\\nabla f(x),y-x\\rangle`$. Decided exactly for the enumerated quadratic functions.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/definition-2.5.2.e.c"},
    {.id = NULL}};
