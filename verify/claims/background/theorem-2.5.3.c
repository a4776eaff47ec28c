/* background.theorem-2.5.3: linear convergence of gradient descent under strong convexity. */
#include "verify/claims/spline_rate.h"

#define PREC 128

/* rho = 1 - factor mu/L for every strongly convex example, at its least L and at 3L/2. */
static void check_rate(examples_t e, const char *factor)
{
    fmpq_t L, mu, c;
    fmpq_init(L);
    fmpq_init(mu);
    fmpq_init(c);
    for (slong k = 0; k < SPLINE_EXAMPLES; k++)
        for (int wide = 0; wide < 2; wide++) {
            spline_t s;
            spline_init_example(s, k);
            spline_smoothness(L, s);
            spline_convexity(mu, s);
            spline_clear(s);
            if (fmpq_sgn(mu) <= 0) continue;
            rational_set(c, wide ? "3/2" : "1");
            fmpq_mul(L, L, c);
            rational_set(c, factor);
            fmpq_mul(c, c, mu);
            fmpq_div(c, c, L);
            fmpq_sub_si(c, c, 1);
            fmpq_neg(c, c);
            spline_rate(e, k, L, c);
        }
    fmpq_clear(L);
    fmpq_clear(mu);
    fmpq_clear(c);
}

/* f(theta_t) - f* <= epsilon at t = ceil(L/mu log((f(theta_0) - f*)/epsilon)), for example k. */
static void check_iterations(examples_t e, slong k, const char *start, const char *epsilon)
{
    spline_t s;
    fmpq_t L, mu, x, at, least, small, gap;
    arb_t count;
    fmpz_t T;
    spline_init_example(s, k);
    fmpq_init(L);
    fmpq_init(mu);
    fmpq_init(x);
    fmpq_init(at);
    fmpq_init(least);
    fmpq_init(small);
    fmpq_init(gap);
    arb_init(count);
    fmpz_init(T);
    spline_smoothness(L, s);
    spline_convexity(mu, s);
    rational_set(x, start);
    rational_set(small, epsilon);
    if (spline_minimum(at, least, s)) {
        spline_value(gap, s, x);
        fmpq_sub(gap, gap, least);
        fmpq_div(gap, gap, small);
        arb_set_fmpq(count, gap, PREC);
        arb_log(count, count, PREC);
        fmpq_div(mu, L, mu);
        fmpq_inv(L, L);
        arb_mul_fmpz(count, count, fmpq_numref(mu), PREC);
        arb_div_fmpz(count, count, fmpq_denref(mu), PREC);
        arb_ceil(count, count, PREC);
        if (arb_get_unique_fmpz(T, count) && fmpz_cmp_si(T, 64) <= 0) {
            for (slong t = 0; fmpz_cmp_si(T, t) > 0; t++) spline_step(x, s, L);
            spline_value(gap, s, x);
            fmpq_sub(gap, gap, least);
            examples_add(e, fmpq_cmp(gap, small) <= 0, "%s from %s: still above $`\\epsilon=%s`$.",
                         spline_examples[k].name, start, epsilon);
        }
    }
    spline_clear(s);
    fmpq_clear(L);
    fmpq_clear(mu);
    fmpq_clear(x);
    fmpq_clear(at);
    fmpq_clear(least);
    fmpq_clear(small);
    fmpq_clear(gap);
    arb_clear(count);
    fmpz_clear(T);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check_rate(e, "1");
    check_iterations(e, 3, "10", "1/100");
    check_iterations(e, 3, "-9/2", "1/1000");
    check_iterations(e, 4, "5", "1/100");
    examples_verdict(v, e, "For every $`L`$-smooth, $`\\mu`$-strongly convex function (proof under Method).");
}

static void planted_twice(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_rate(e, "2");
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check_rate(e, "1/2");
    examples_verdict(v, e, "Weaker than the claim.");
}

static const planted_t planted[] = {
    {"rate-doubled",
     "$`\\mathcal L(\\theta_t)-\\mathcal L^*\\le(1-\\frac{2\\mu}L)^t(\\mathcal L(\\theta_0)-\\mathcal L^*)`$.", 0,
     planted_twice},
    {"true-offered-as-false",
     "$`\\mathcal L(\\theta_t)-\\mathcal L^*\\le(1-\\frac\\mu{2L})^t(\\mathcal L(\\theta_0)-\\mathcal L^*)`$.", 1,
     planted_true},
    {0}};

const claim_t claims_background_theorem_2_5_3[] = {
    {.id = "background.theorem-2.5.3",
     .title = "Linear convergence under strong convexity",
     .source = "Nguyen, Theorem 2.5.3",
     .statement =
         "For a $`L`$-smooth and $`\\mu`$-strongly convex function $`\\mathcal L`$, a non empty solution set "
         "$`\\boldsymbol\\theta^*`$, then gradient descent minimization process with a step-size of $`1/L`$,\n\n"
         "```math\n\\theta_{k+1}=x_k-\\frac1L\\nabla f(\\theta_k),\n```\n\ncan be upper bound\n\n"
         "```math\n\\mathcal L(\\theta_t)-\\mathcal L^*\\leq(1-\\frac\\mu L)^t(\\mathcal L(\\theta_0)-\\mathcal "
         "L^*)\n```\n\n"
         "With some modification, we have the convergence rate\n\n"
         "```math\nt\\geq\\frac L\\mu\\log\\left(\\frac{\\mathcal L(\\theta_0)-\\mathcal L^*}\\epsilon\\right)\n```",
     .reading = "$`x_k`$ and $`f`$ are $`\\theta_k`$ and $`\\mathcal L`$, the only iterate and function there are. The "
                "last display: that "
                "many iterations suffice for $`\\mathcal L(\\theta_t)-\\mathcal L^*\\le\\epsilon`$.",
     .hypotheses = "$`\\nabla\\mathcal L`$ is $`L`$-Lipschitz, $`\\mathcal L`$ is $`\\mu`$-strongly convex on "
                   "$`\\mathbb R^p`$, $`p\\ge1`$ "
                   "(so $`\\mu\\le L`$).",
     .method = "Descent with $`\\eta=1/L`$ (background.prop-2) and background.lemma-2.5.2: $`\\mathcal "
               "L(\\theta_{t+1})-\\mathcal L^*\\le"
               "\\mathcal L(\\theta_t)-\\mathcal L^*-\\frac1{2L}\\Vert\\nabla\\mathcal "
               "L(\\theta_t)\\Vert^2\\le(1-\\frac\\mu L)(\\mathcal "
               "L(\\theta_t)-\\mathcal L^*)`$; then $`(1-\\mu/L)^t\\le e^{-t\\mu/L}`$. Checked in exact rationals on "
               "strongly convex "
               "splines.",
     .depends = "background.prop-2 background.lemma-2.5.2",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/theorem-2.5.3.c"},
    {.id = NULL}};
