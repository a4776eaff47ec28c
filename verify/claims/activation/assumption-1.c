/* activation.assumption-1: sigma_w^2 < 1/(8 L^2), L = sup|phi'|, with the limits other steps put on sigma_w^2 beside
 * it. */
#include "verify/claims/planted.h"

#define PREC 128

/* s < 1/(constant L^2) <=> constant s L^2 < 1, which needs no division and holds when L = 0. */
static void decide_inequality(verdict_t v, const fmpq_t s, sup_status status, const arb_t L, const char *why,
                              slong constant)
{
    if (status == SUP_UNBOUNDED) {
        verdict_refute(v, "counterexample",
                       "$`L=\\sup|\\phi'|=\\infty`$, certified%s%s: no $`\\sigma_w^2>0`$ lies below $`1/(%ldL^2)=0`$.",
                       why[0] ? ": " : "", why, constant);
        return;
    }
    if (status != SUP_FINITE) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`L=\\sup|\\phi'|`$ could not be enclosed: %s.",
                    why[0] ? why : "branch and bound reached its limits");
        return;
    }
    arb_t x, one;
    arb_init(x);
    arb_init(one);
    arb_one(one);
    arb_sqr(x, L, PREC);
    arb_mul_si(x, x, constant, PREC);
    arb_mul_fmpz(x, x, fmpq_numref(s), PREC);
    arb_div_fmpz(x, x, fmpq_denref(s), PREC);
    const char *relation = arb_lt(x, one) ? "<" : arb_ge(x, one) ? ">=" : NULL;
    if (relation == NULL)
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`%ld\\,\\sigma_w^2L^2=`$ %s is not separated from 1.", constant,
                    ball_as_text(x, 20).text);
    else if (relation[0] == '<')
        verdict_set(v, VERDICT_PROVED, "$`%ld\\,\\sigma_w^2L^2=`$ %s, below 1, with $`L=`$ %s.", constant,
                    ball_as_text(x, 15).text, ball_as_text(L, 15).text);
    else
        verdict_refute(v, "counterexample", "$`%ld\\,\\sigma_w^2L^2=`$ %s, not below 1, with $`L=`$ %s.", constant,
                       ball_as_text(x, 15).text, ball_as_text(L, 15).text);
    arb_clear(x);
    arb_clear(one);
}

/* The admissible limits of sigma_w^2 side by side; L > 0 finite. */
static void report_limits(verdict_t v, audit_t a, const arb_t L)
{
    const gram_struct *limit;
    reason_t ignored;
    reason_init(ignored);
    arb_t square, x, y;
    arb_init(square);
    arb_init(x);
    arb_init(y);
    arb_sqr(square, L, PREC);
    arb_mul_si(x, square, 8, PREC);
    arb_inv(x, x, PREC);
    verdict_number(v, "limit of $`\\sigma_w^2`$: Assumption 1, $`1/(8L^2)`$", x, 15);
    /* |W| -> 2 sqrt(2 s) almost surely, so L|W| < 1 asks for the same. */
    verdict_number(v, "limit of $`\\sigma_w^2`$: $`L\\Vert W\\Vert<1`$ as $`m\\to\\infty`$, $`1/(8L^2)`$", x, 15);
    arb_mul_2exp_si(x, x, 2);
    verdict_number(v, "limit of $`\\sigma_w^2`$: repaired contraction $`2\\sigma_w^2L^2<1`$", x, 15);
    if (audit_limit(&limit, a, ignored) == DQ_OK) {
        /* 2 q^2 Ltilde_q s = 32 L^2 s (s kappa + 3/2) < 1 below the positive root of 32 L^2 kappa s^2 + 48 L^2 s - 1,
           2/(48 L^2 + sqrt(2304 L^4 + 128 L^2 kappa)); kappa is held at this case's value (the first point's). */
        arb_sqr(x, square, PREC);
        arb_mul_si(x, x, 2304, PREC);
        arb_mul(y, square, limit->kappa, PREC);
        arb_mul_2exp_si(y, y, 7);
        arb_add(x, x, y, PREC);
        arb_sqrt(x, x, PREC);
        arb_mul_si(y, square, 48, PREC);
        arb_add(x, x, y, PREC);
        arb_ui_div(x, 2, x, PREC);
        verdict_number(
            v, "limit of $`\\sigma_w^2`$: published contraction $`2q^2\\tilde L_q\\sigma_w^2<1`$ at this $`\\kappa`$",
            x, 15);
        verdict_number(v, "$`\\kappa`$", limit->kappa, 15);
    }
    arb_clear(square);
    arb_clear(x);
    arb_clear(y);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const arb_struct *L;
    reason_t why;
    reason_init(why);
    sup_status status = audit_supremum(&L, a, 1, why);
    decide_inequality(v, audit_case(a)->s, status, L, why->text, 8);
    verdict_add(v, "$`\\sigma_w^2=`$ %s, taken exactly.", audit_case(a)->s_text);
    if (status == SUP_FINITE) {
        verdict_number(v, "$`L=\\sup|\\phi'|`$", L, 15);
        if (arb_is_positive(L)) report_limits(v, a, L);
    }
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *text, slong numerator, ulong denominator, slong constant)
{
    activation_t phi;
    if (!planted_activation(&phi, text, v)) return;
    reason_t why;
    reason_init(why);
    arb_t L;
    fmpq_t s;
    arb_init(L);
    fmpq_init(s);
    fmpq_set_si(s, numerator, denominator);
    sup_status status = activation_supremum(L, phi, 1, 24, why);
    decide_inequality(v, s, status, L, why->text, constant);
    arb_clear(L);
    fmpq_clear(s);
    activation_clear(phi);
}

static void planted_out_of_range(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 13, 100, 8);
}

static void planted_boundary(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", 1, 8, 8);
}

static void planted_unbounded(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "x^2", 1, 1000000, 8);
}

/* The wrong constant 7 would admit sigma_w^2 = 13/100: the planted implication "7 s L^2 < 1, so Assumption 1 holds" has
   the premise certified and the conclusion decided by the claim. */
static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    verdict_t premise;
    verdict_init(premise);
    decide_text(premise, "tanh(x)", 13, 100, 7);
    if (premise->kind == VERDICT_PROVED)
        decide_text(v, "tanh(x)", 13, 100, 8);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "The premise was not certified: %s", premise->evidence);
    verdict_clear(premise);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 124, 1000, 8);
}

static const planted_t planted[] = {
    {"sigma-out-of-range", "tanh with $`\\sigma_w^2=0.13`$ satisfies Assumption 1.", 0, planted_out_of_range},
    {"boundary-not-strict", "relu with $`\\sigma_w^2=1/8`$ exactly satisfies Assumption 1.", 0, planted_boundary},
    {"unbounded-derivative", "$`\\phi(x)=x^2`$ with $`\\sigma_w^2=10^{-6}`$ satisfies Assumption 1.", 0,
     planted_unbounded},
    {"constant-7", "$`\\sigma_w^2<1/(7L^2)`$ implies Assumption 1 (tanh, $`\\sigma_w^2=0.13`$).", 0, planted_constant},
    {"true-offered-as-false", "tanh with $`\\sigma_w^2=0.124`$ satisfies Assumption 1.", 1, planted_true},
    {0}};

const claim_t claims_activation_assumption_1[] = {
    {.id = "activation.assumption-1",
     .title = "Assumption 1: the variance of the weights",
     .source = "Truong, Assumption 1 (Ling, Assumption 1 with $`L=1`$)",
     .statement = "$`\\sigma_w^2<1/(8L^2)`$ with $`L=\\sup|\\phi'|`$.",
     .reading = "A hypothesis on the case: `proved` when it holds, `refuted` when it certifiably fails ($`L=\\infty`$ "
                "included).",
     .hypotheses = "None.",
     .method =
         "Proved with balls: $`8\\sigma_w^2L^2`$ against 1, $`\\sigma_w^2`$ exact. The numbers put beside it the "
         "largest "
         "$`\\sigma_w^2`$ that the published contraction step, the repaired step and $`L\\Vert W\\Vert<1`$ admit.",
     .depends = "",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/activation/assumption-1.c"},
    {.id = NULL}};
