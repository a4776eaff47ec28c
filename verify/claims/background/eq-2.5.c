/* background.eq-2.5: near a fixed point, the quotient of a contraction equals that of its linearisation only in the limit. */
#include "verify/claims/rational_contraction.h"

/* At z = z* + 2^-k, k = 0..20: the two quotients of (2.5), and how far apart they may be: tolerance |z - z*| (0: equal). */
static void compare(examples_t e, const char *a, const char *b, const char *fixed, const char *tolerance)
{
    contraction_t f;
    fmpq_t h, z, left, right, allowed;
    contraction_init(f, a, b, fixed);
    fmpq_init(h);
    fmpq_init(z);
    fmpq_init(left);
    fmpq_init(right);
    fmpq_init(allowed);
    for (slong k = 0; k <= 20 && fmpq_cmp_si(f->mu, 1) < 0; k++) {
        fmpq_one(h);
        fmpq_div_2exp(h, h, (flint_bitcnt_t)k);
        fmpq_add(z, f->fixed, h);
        contraction_value(left, f, z);
        fmpq_sub(left, left, f->fixed);
        fmpq_div(left, left, h);
        fmpq_abs(left, left);
        contraction_derivative(right, f, f->fixed);
        fmpq_abs(right, right);
        rational_set(allowed, tolerance);
        fmpq_mul(allowed, allowed, h);
        fmpq_sub(z, left, right);
        fmpq_abs(z, z);
        examples_add(
            e, fmpq_cmp(z, allowed) <= 0,
            "$`f(z)=%s+%s\\,z+%s\\,\\frac{z^2}{1+z^2}`$, a contraction with $`\\mu=%s`$ and fixed point $`z^*=%s`$: at "
            "$`z=z^*+2^{-%ld}`$ the left side is $`%s`$ and the right side $`%s`$.",
            rational_as_text(f->c).text, a, b, rational_as_text(f->mu).text, fixed, (long)k,
            rational_as_text(left).text, rational_as_text(right).text);
    }
    contraction_clear(f);
    fmpq_clear(h);
    fmpq_clear(z);
    fmpq_clear(left);
    fmpq_clear(right);
    fmpq_clear(allowed);
}

/* f(z) = z^2/(2(1+z^2)): J = 0 at z* = 0, while the left side is |z|/(2(1+z^2)) > 0 for every z other than 0. */
static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    compare(e, "0", "1/2", "0", "0");
    examples_verdict(v, e, NULL);
    verdict_add(
        v,
        "However close $`z\\ne0`$ is to $`z^*=0`$, the left side is $`\\frac{|z|}{2(1+z^2)}>0`$ and the right side 0. "
        "Equality holds when $`f`$ is affine near $`z^*`$.");
}

/* |second derivative of z^2/(1+z^2)| = |2 - 6 z^2|/(1+z^2)^3 <= 2, so the quotients differ by at most |b| |z - z*|. */
static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    compare(e, "0", "1/2", "0", "1/2");
    compare(e, "1/4", "-1/2", "1/3", "1/2");
    compare(e, "-1/2", "1/3", "-2", "1/3");
    examples_verdict(v, e, "For every map differentiable at $`z^*`$ (proof under Method).");
}

static void planted_small(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    compare(e, "1/2", "1/4", "0", "1/8");
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    compare(e, "-3/4", "0", "5/7", "0");
    examples_verdict(v, e, "An affine map equals its linearisation.");
}

static const planted_t planted[] = {
    {"half-the-curvature", "For $`f(z)=\\frac z2+\\frac{z^2}{4(1+z^2)}`$ the sides differ by at most $`|z|/8`$.", 0,
     planted_small},
    {"true-offered-as-false", "Equality holds for an affine contraction.", 1, planted_true},
    {0}};

const claim_t claims_background_eq_2_5[] = {
    {.id = "background.eq-2.5",
     .title = "The quotient of a contraction near its fixed point",
     .source = "Nguyen, (2.5)",
     .statement =
         "Based on the first order Taylor approximation, for $`\\mathbf z`$ sufficiently close to $`\\mathbf z^*`$, "
         "$`f(\\mathbf z,\\mathbf u)=f(\\mathbf z^*,\\mathbf u)+J_f(\\mathbf z^*)(\\mathbf z-\\mathbf z^*)`$, we "
         "have\n\n"
         "```math\n\\frac{\\|f(\\mathbf z,\\mathbf u)-f(\\mathbf z^*,\\mathbf u)\\|}{\\|\\mathbf z-\\mathbf z^*\\|}="
         "\\frac{\\|J_f(\\mathbf z^*)(\\mathbf z-\\mathbf z^*)\\|}{\\|\\mathbf z-\\mathbf z^*\\|}.\\quad(2.5)\n```",
     .reading = "The only condition is that $`\\mathbf z\\ne\\mathbf z^*`$ is close to $`\\mathbf z^*`$; the "
                "linearisation is asserted, "
                "not assumed (assumed, (2.5) says nothing).",
     .hypotheses = "$`f`$ is a continuously differentiable contraction with fixed point $`\\mathbf z^*`$.",
     .method = "Refuted in exact rationals by a contraction of the line.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/eq-2.5.c"},
    {.id = "background.eq-2.5.repaired",
     .title = "The quotient of a differentiable map, in the limit",
     .source = "Nguyen, (2.5), repaired",
     .statement =
         "If $`f`$ is differentiable at $`\\mathbf z^*`$, the difference of the two sides of (2.5) tends to 0 as "
         "$`\\mathbf z\\to\\mathbf z^*`$.",
     .reading = "",
     .hypotheses = "$`f`$ differentiable at $`\\mathbf z^*`$.",
     .method = "By the reverse triangle inequality the difference is at most $`\\Vert f(\\mathbf z)-f(\\mathbf "
               "z^*)-J_f(\\mathbf z^*)"
               "(\\mathbf z-\\mathbf z^*)\\Vert/\\Vert\\mathbf z-\\mathbf z^*\\Vert\\to0`$. Checked in exact rationals "
               "with the rate "
               "$`\\frac12\\sup|f''|\\,|z-z^*|`$.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.5.c"},
    {.id = NULL}};
