/* background.lemma-2.5.2: the two consequences of strong convexity. */
#include "verify/claims/quadratic_spline.h"
#include "verify/claims/rational_matrix.h"

/* factor/(2 mu) f'^2 >= f - f* >= mu/2 (w - w*)^2 on a grid, for every strongly convex example, mu = portion * the best
   one. */
static void check_splines(examples_t e, const char *factor, const char *portion)
{
    fmpq_t mu, c, w, at, least, f, g, left;
    fmpq_init(mu);
    fmpq_init(c);
    fmpq_init(w);
    fmpq_init(at);
    fmpq_init(least);
    fmpq_init(f);
    fmpq_init(g);
    fmpq_init(left);
    for (slong k = 0; k < SPLINE_EXAMPLES; k++) {
        spline_t s;
        spline_init_example(s, k);
        spline_convexity(mu, s);
        rational_set(c, portion);
        fmpq_mul(mu, mu, c);
        for (slong i = -24; i <= 24 && fmpq_sgn(mu) > 0 && spline_minimum(at, least, s); i++) {
            fmpq_set_si(w, i, 3);
            spline_value(f, s, w);
            fmpq_sub(f, f, least);
            spline_gradient(g, s, w);
            rational_set(c, factor);
            fmpq_div(left, c, mu);
            fmpq_div_2exp(left, left, 1);
            fmpq_mul(left, left, g);
            fmpq_mul(left, left, g);
            fmpq_sub(g, w, at);
            fmpq_mul(g, g, g);
            fmpq_mul(g, g, mu);
            fmpq_div_2exp(g, g, 1);
            examples_add(e, fmpq_cmp(left, f) >= 0 && fmpq_cmp(f, g) >= 0,
                         "%s, $`\\mu=%s`$, $`w=%s`$: the three terms are $`%s`$, $`%s`$, $`%s`$.",
                         spline_examples[k].name, rational_as_text(mu).text, rational_as_text(w).text,
                         rational_as_text(left).text, rational_as_text(f).text, rational_as_text(g).text);
        }
        spline_clear(s);
    }
    fmpq_clear(mu);
    fmpq_clear(c);
    fmpq_clear(w);
    fmpq_clear(at);
    fmpq_clear(least);
    fmpq_clear(f);
    fmpq_clear(g);
    fmpq_clear(left);
}

/* f = x^T A x/2 with A >= mu I: A^2/mu - A and A - mu I must be positive semidefinite. */
static void check_quadratics(examples_t e)
{
    fmpq_t mu, minus;
    fmpq_mat_t A, S;
    fmpq_init(mu);
    fmpq_init(minus);
    fmpq_mat_init(A, 2, 2);
    fmpq_mat_init(S, 2, 2);
    for (ulong index = 0; index < 343; index++)
        for (slong k = 1; k <= 3; k++) {
            rational_matrix_digits(A, index, 7, 2, 1);
            fmpq_set_si(mu, k, 3);
            fmpq_neg(minus, mu);
            rational_matrix_shift(S, A, minus);
            if (!rational_matrix_is_psd(S)) continue;
            rational_matrix_gram(S, A);
            fmpq_mat_scalar_div_fmpz(S, S, fmpq_numref(mu));
            fmpq_mat_scalar_mul_fmpz(S, S, fmpq_denref(mu));
            fmpq_mat_sub(S, S, A);
            examples_add(e, rational_matrix_is_psd(S), "$`A=`$ (%s), $`\\mu=%s`$.", rational_matrix_as_text(A).text,
                         rational_as_text(mu).text);
        }
    fmpq_clear(mu);
    fmpq_clear(minus);
    fmpq_mat_clear(A);
    fmpq_mat_clear(S);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check_splines(e, "1", "1");
    check_quadratics(e);
    examples_verdict(v, e, "For every differentiable strongly convex function (proof under Method).");
}

static void decide_variant(verdict_t v, const char *factor, const char *portion, const char *proof)
{
    examples_t e;
    examples_init(e);
    check_splines(e, factor, portion);
    examples_verdict(v, e, proof);
}

static void planted_half(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "9/10", "1", NULL);
}

static void planted_modulus(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "2", "11/10", NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_variant(v, "1", "1/2", "Strongly convex with $`\\mu`$ implies strongly convex with $`\\mu/2`$.");
}

static const planted_t planted[] = {
    {"gradient-bound-10-percent-small", "$`\\frac{0.9}{2\\mu}\\Vert\\nabla f(w)\\Vert^2\\ge f(w)-f^*`$.", 0,
     planted_half},
    {"modulus-10-percent-large", "$`f(w)-f^*\\ge\\frac{1.1\\mu}2\\Vert w-w^*\\Vert^2`$.", 0, planted_modulus},
    {"true-offered-as-false", "The lemma with $`\\mu/2`$ for $`\\mu`$.", 1, planted_true},
    {0}};

const claim_t claims_background_lemma_2_5_2[] = {
    {.id = "background.lemma-2.5.2",
     .title = "Strong convexity bounds the gradient and the distance",
     .source = "Nguyen, Lemma 2.5.2",
     .statement = "For a $`\\mu`$-strongly convex function $`f`$:\n\n```math\n\\forall w\\quad\\frac1{2\\mu}\\|\\nabla "
                  "f(w)\\|_2^2\\geq"
                  "(f(w)-f^*)\\geq\\frac\\mu2\\|w-w^*\\|^2\n```\n\nwhere $`f^*=\\min_wf(w)`$.",
     .reading = "Strongly convex is not defined in the thesis; as usual, $`f(v)\\ge f(w)+\\langle\\nabla "
                "f(w),v-w\\rangle+\\frac\\mu2"
                "\\Vert v-w\\Vert^2`$ for all $`v,w`$. $`w^*`$ is the minimiser.",
     .hypotheses = "$`f`$ differentiable and $`\\mu`$-strongly convex on $`\\mathbb R^p`$, $`\\mu>0`$.",
     .method = "Minimise both sides of the definition over $`v`$: the right side has the minimum "
               "$`f(w)-\\frac1{2\\mu}\\Vert\\nabla f(w)"
               "\\Vert^2`$, so $`f^*`$ is at least that. For the second inequality put $`w=w^*`$, where the gradient "
               "is 0. Checked in "
               "exact rationals on strongly convex splines and quadratic functions. (No strongly convex function on "
               "$`\\mathbb R^p`$ is globally Lipschitz, so the section's standing assumption is not used.)",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/lemma-2.5.2.c"},
    {.id = NULL}};
