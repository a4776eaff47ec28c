/* background.definition-2.5.2.b: the two-sided quadratic bound is equivalent to a Lipschitz gradient, convex or not. */
#include "verify/claims/smoothness_forms.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    forms_verdict(v, FORM_TWO_SIDED, 0, 3, "Equivalent to an $`L`$-Lipschitz gradient (proof under Method).");
}

/* |f(y) - f(x) - <grad f(x), y-x>| <= L |y-x|^2, without the 1/2, is the form with constant 2L: the enumeration finds a
   gradient that is 2L-Lipschitz only. */
static void planted_half(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    fmpq_t L, twice;
    fmpq_mat_t A;
    examples_init(e);
    fmpq_init(L);
    fmpq_init(twice);
    fmpq_mat_init(A, 1, 1);
    fmpq_one(L);
    fmpq_set_si(twice, 2, 1);
    for (ulong index = 0; index < 5; index++) {
        rational_matrix_digits(A, index, 5, 1, 1);
        examples_add(e, !quadratic_has_form(FORM_TWO_SIDED, A, twice) || quadratic_has_form(FORM_LIPSCHITZ, A, L),
                     "$`f(x)=%s\\,x^2/2`$, $`L=1`$: the bound holds, the gradient is not 1-Lipschitz.",
                     rational_matrix_as_text(A).text);
    }
    examples_verdict(v, e, NULL);
    fmpq_clear(L);
    fmpq_clear(twice);
    fmpq_mat_clear(A);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    forms_verdict(v, FORM_TWO_SIDED, 1, 3, "A case of the claim.");
}

static const planted_t planted[] = {
    {"without-the-half",
     "$`|f(y)-f(x)-\\langle\\nabla f(x),y-x\\rangle|\\le L\\Vert y-x\\Vert^2`$ implies an $`L`$-Lipschitz gradient.", 0,
     planted_half},
    {"true-offered-as-false", "For convex $`f`$ the form is equivalent to an $`L`$-Lipschitz gradient.", 1,
     planted_true},
    {0}};

const claim_t claims_background_definition_2_5_2_b[] = {
    {.id = "background.definition-2.5.2.b",
     .title = "Smoothness: the two-sided quadratic bound",
     .source = "Nguyen, Definition 2.5.2, second form",
     .statement = DEFINITION_2_5_2
     "- $`f`$ is bounded by quadratic function with $`L>0`$.\n\n"
     "```math\n|f(\\mathbf y)-f(\\mathbf x)-\\langle\\nabla f(\\mathbf x),\\mathbf y-\\mathbf x\\rangle|\\leq"
     "\\frac L2\\|\\mathbf y-\\mathbf x\\|_2^2.\n```",
     .reading = DEFINITION_2_5_2_READING,
     .hypotheses = "$`f`$ differentiable on $`\\mathbb R^p`$, $`L>0`$.",
     .method =
         "If $`\\nabla f`$ is $`L`$-Lipschitz, integrate $`\\langle\\nabla f(x+td)-\\nabla f(x),d\\rangle\\le Lt\\Vert "
         "d\\Vert^2`$ over $`[0,1]`$, and the same for $`-f`$. Conversely the bound makes "
         "$`h=f+\\frac L2\\Vert\\cdot\\Vert^2`$ convex (it lies above its tangents) and bounds it by "
         "$`h(y)\\le h(x)+\\langle\\nabla h(x),y-x\\rangle+L\\Vert y-x\\Vert^2`$, so $`\\nabla h`$ is co-coercive with "
         "constant $`1/(2L)`$ (background.definition-2.5.2.c.repaired, whose proof uses only this upper bound). With "
         "$`g=\\nabla f(x)-\\nabla f(y)`$, $`d=x-y`$: "
         "$`\\Vert g+Ld\\Vert^2\\le2L\\langle g+Ld,d\\rangle`$, which is $`\\Vert g\\Vert^2\\le L^2\\Vert d\\Vert^2`$. "
         "Both forms are decided exactly for the enumerated quadratic functions.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/definition-2.5.2.b.c"},
    {.id = NULL}};
