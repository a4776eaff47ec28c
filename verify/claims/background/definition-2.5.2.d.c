/* background.definition-2.5.2.d: eigenvalues of the Hessian bounded from above only do not make the gradient Lipschitz;
   they must be bounded from both sides. */
#include "verify/claims/smoothness_forms.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_ABOVE, 0, 3, NULL);
    arb_t difference;
    arb_init(difference);
    if (one_sided_example(difference, 128))
        verdict_add(v,
                    "Nor do the section's standing assumptions help: $`f(x)=\\cos x+\\frac14\\cos2x`$ is Lipschitz, "
                    "smooth and has a minimiser, and $`f''=\\frac98-2(\\cos x+\\frac14)^2\\le\\frac98`$, but "
                    "$`|f'(0)-f'(\\frac12)|=`$ %s $`>\\frac98\\cdot\\frac12`$.",
                    ball_as_text(difference, 15).text);
    arb_clear(difference);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_TWO_SIDED, 0, 3, "Equivalent to an $`L`$-Lipschitz gradient (proof under Method).");
}

static void planted_below(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    fmpq_t L;
    fmpq_mat_t A, negated;
    examples_init(e);
    fmpq_init(L);
    fmpq_mat_init(A, 1, 1);
    fmpq_mat_init(negated, 1, 1);
    fmpq_one(L);
    for (ulong index = 0; index < 5; index++) {
        rational_matrix_digits(A, index, 5, 1, 1);
        fmpq_mat_neg(negated, A);
        examples_add(e, !quadratic_has_form(FORM_ABOVE, negated, L) || quadratic_has_form(FORM_LIPSCHITZ, A, L),
                     "$`f(x)=%s\\,x^2/2`$, $`L=1`$: $`f''\\ge-1`$, but the gradient is not 1-Lipschitz.",
                     rational_matrix_as_text(A).text);
    }
    examples_verdict(v, e, NULL);
    fmpq_clear(L);
    fmpq_mat_clear(A);
    fmpq_mat_clear(negated);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_ABOVE, 1, 3,
                  "A convex function has $`\\nabla^2f\\succeq0\\succeq-LI`$: a case of the repaired claim.");
}

static const planted_t planted[] = {
    {"bounded-below-only", "$`\\nabla^2f\\succeq-L\\mathbf I`$ implies an $`L`$-Lipschitz gradient.", 0, planted_below},
    {"true-offered-as-false",
     "For convex $`f`$, $`\\nabla^2f\\preceq L\\mathbf I`$ is equivalent to an $`L`$-Lipschitz gradient.", 1,
     planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_d[] = {
    {.id = "background.definition-2.5.2.d",
     .title = "Smoothness: eigenvalues of the Hessian bounded above",
     .source = "Nguyen, Definition 2.5.2, fourth form",
     .statement = DEFINITION_2_5_2 "- If $`f`$ is twice differentiable, $`\\nabla^2f(x)\\preceq L\\mathbf I`$, or all "
                                   "eigenvalue of $`\\nabla^2f(x)`$ "
                                   "is upper bounded of $`L`$.",
     .reading =
         DEFINITION_2_5_2_READING " \"Upper bounded of $`L`$\" says the same as $`\\nabla^2f(x)\\preceq L\\mathbf I`$.",
     .hypotheses = "$`f`$ twice differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method =
         "Refuted by a concave quadratic function, decided exactly, and by one that meets the standing assumptions, "
         "in balls. (For convex $`f`$ it is equivalent.)",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.d.c"},
    {.id = "background.definition-2.5.2.d.repaired",
     .title = "Smoothness: eigenvalues of the Hessian bounded on both sides",
     .source = "Nguyen, Definition 2.5.2, fourth form, repaired",
     .statement = "A twice differentiable $`f`$ has an $`L`$-Lipschitz gradient if and only if "
                  "$`-L\\mathbf I\\preceq\\nabla^2f(x)\\preceq L\\mathbf I`$ for all $`x`$.",
     .reading = "",
     .hypotheses = "$`f`$ twice differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method =
         "The Hessian is symmetric, so the bounds say $`\\Vert\\nabla^2f(x)\\Vert_2\\le L`$. The mean value inequality "
         "for $`\\nabla f`$ gives $`\\Vert\\nabla f(x)-\\nabla f(y)\\Vert\\le L\\Vert x-y\\Vert`$; conversely "
         "$`\\nabla^2f(x)v=\\lim_t(\\nabla f(x+tv)-\\nabla f(x))/t`$ has norm at most $`L\\Vert v\\Vert`$. Decided "
         "exactly for the enumerated quadratic functions.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/definition-2.5.2.d.c"},
    {.id = NULL}};
