/* background.eq-2.7: the Jacobian of a contraction has norm at most its constant. */
#include "verify/claims/rational_contraction.h"

/* |f'(z)| <= factor mu at z = k/4 and, before it, that mu is a Lipschitz constant of f on pairs of these points. */
static void check(examples_t e, const char *a, const char *b, const char *fixed, const char *factor)
{
    contraction_t f;
    fmpq_t z, w, y, bound;
    contraction_init(f, a, b, fixed);
    fmpq_init(z);
    fmpq_init(w);
    fmpq_init(y);
    fmpq_init(bound);
    int contracts = fmpq_cmp_si(f->mu, 1) < 0;
    for (slong k = -12; k <= 12; k++) {
        fmpq_set_si(z, k, 4);
        for (slong j = -12; j < k; j++) {
            fmpq_set_si(w, j, 4);
            contraction_value(y, f, z);
            contraction_value(bound, f, w);
            fmpq_sub(y, y, bound);
            fmpq_abs(y, y);
            fmpq_sub(bound, z, w);
            fmpq_mul(bound, bound, f->mu);
            if (fmpq_cmp(y, bound) > 0) contracts = 0;
        }
    }
    for (slong k = -12; contracts && k <= 12; k++) {
        if (k < 12)
            fmpq_set_si(z, k, 4);
        else
            fmpq_set(z, f->fixed);
        contraction_derivative(y, f, z);
        fmpq_abs(y, y);
        rational_set(bound, factor);
        fmpq_mul(bound, bound, f->mu);
        examples_add(e, fmpq_cmp(y, bound) <= 0,
                     "$`f(z)=c+%s\\,z+%s\\,\\frac{z^2}{1+z^2}`$, $`\\mu=%s`$: $`|f'(%s)|=%s`$.", a, b,
                     rational_as_text(f->mu).text, rational_as_text(z).text, rational_as_text(y).text);
    }
    contraction_clear(f);
    fmpq_clear(z);
    fmpq_clear(w);
    fmpq_clear(y);
    fmpq_clear(bound);
}

static void decide_factor(verdict_t v, const char *factor, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, "0", "1/2", "0", factor);
    check(e, "1/4", "-1/2", "1/3", factor);
    check(e, "-3/4", "0", "2", factor);
    check(e, "1/2", "2/5", "-1", factor);
    examples_verdict(v, e, proof);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_factor(v, "1", "For every contraction differentiable at $`\\mathbf z^*`$ (proof under Method).");
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
    {"constant-10-percent-small", "$`\\Vert J_f(\\mathbf z)\\Vert\\le0.9\\,\\mu`$ for every contraction.", 0,
     planted_small},
    {"true-offered-as-false", "$`\\Vert J_f(\\mathbf z)\\Vert\\le1.1\\,\\mu`$ for every contraction.", 1, planted_true},
    {0}};

const claim_t claims_background_eq_2_7[] = {
    {.id = "background.eq-2.7",
     .title = "The Jacobian of a contraction",
     .source = "Nguyen, (2.7)",
     .statement = "Therefore, relying on the contraction map definition, we have\n\n"
                  "```math\n\\|J_f(\\mathbf z^*)\\|\\leq\\mu<1,\\quad(2.7)\n```",
     .reading =
         "$`\\mu`$ is the constant of the contraction (Definition 2.3.1), $`\\Vert\\cdot\\Vert`$ the operator norm.",
     .hypotheses =
         "$`f(\\cdot,\\mathbf u)`$ is a contraction with constant $`\\mu<1`$, differentiable at $`\\mathbf z^*`$.",
     .method = "$`\\Vert J_f(\\mathbf z^*)v\\Vert=\\lim_{t\\to0}\\Vert f(\\mathbf z^*+tv)-f(\\mathbf "
               "z^*)\\Vert/|t|\\le\\mu\\Vert v\\Vert`$. It does not "
               "need (2.5) or (2.6) as printed. Checked in exact rationals on contractions of the line.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/eq-2.7.c"},
    {.id = NULL}};
