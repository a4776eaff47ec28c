/* gram.published-contraction: Assumption 1 => 2 q^2 Ltilde_q sigma_w^2 < 1, Ltilde_q = (16 L^2/q^2)(sigma_w^2 kappa +
   3/2).

   q cancels: the left side is f(s) = 32 L^2 s (s kappa + 3/2) with s = sigma_w^2.  f >= 48 L^2 s, so the inequality
   needs s < 1/(48 L^2) at least, six times less than Assumption 1 admits. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#include <math.h>

#define PREC 128

static void published_side(arb_t f, const arb_t L, const fmpq_t s, const arb_t kappa)
{
    arb_t t;
    arb_init(t);
    arb_set_fmpq(t, s, PREC);
    arb_mul(f, t, kappa, PREC);
    arb_mul_2exp_si(f, f, 1);
    arb_add_ui(f, f, 3, PREC); /* 2 (s kappa + 3/2) */
    arb_mul(f, f, t, PREC);
    arb_mul(f, f, L, PREC);
    arb_mul(f, f, L, PREC);
    arb_mul_2exp_si(f, f, 4);
    arb_clear(t);
}

/* f at the limit; with general norms the largest kappa. */
static void decide_inequality(verdict_t v, const gram_model_struct *model, const gram_struct *limit)
{
    arb_t f, kappa, one;
    arb_init(f);
    arb_init(kappa);
    arb_init(one);
    arb_one(one);
    arb_set(kappa, limit->kappa);
    for (slong i = 1; i < limit->norms; i++) arb_max(kappa, kappa, limit->kappa + i, PREC);
    published_side(f, model->L, model->s, kappa);
    if (arb_lt(f, one))
        verdict_set(v, VERDICT_PROVED,
                    "$`2q^2\\tilde L_q\\sigma_w^2=32L^2\\sigma_w^2(\\sigma_w^2\\kappa+\\frac32)=`$ %s, below 1.",
                    ball_as_text(f, 12).text);
    else if (arb_ge(f, one))
        verdict_refute(v, "counterexample",
                       "Assumption 1 holds, yet $`2q^2\\tilde "
                       "L_q\\sigma_w^2=32L^2\\sigma_w^2(\\sigma_w^2\\kappa+\\frac32)=`$ %s is not below 1. (The "
                       "limit exists all the same: the repaired step needs $`2\\sigma_w^2L^2<1`$ only.)",
                       ball_as_text(f, 12).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`2q^2\\tilde L_q\\sigma_w^2=`$ %s is not separated from 1.",
                    ball_as_text(f, 12).text);
    verdict_number(v, "$`2q^2\\tilde L_q\\sigma_w^2`$", f, 15);
    verdict_number(v, "$`\\kappa`$", kappa, 15);
    arb_clear(f);
    arb_clear(kappa);
    arb_clear(one);
}

/* f(s) with kappa at the limit of s itself, one normalised point; 0 when the limit is not available. */
static int side_at(arb_t f, arb_t kappa, const gram_model_struct *model, const fmpq_t s)
{
    gram_model_struct own = *model;
    points_t point;
    gram_t limit;
    reason_t why;
    reason_init(why);
    points_init(point, 1, 1);
    point->x[0] = 1.0;
    own.points = point;
    fmpq_init(own.s);
    fmpq_set(own.s, s);
    gram_init(limit);
    int good = gram_limit(limit, &own, 50, why) == DQ_OK;
    if (good) {
        arb_set(kappa, limit->kappa);
        published_side(f, model->L, s, kappa);
    }
    fmpq_clear(own.s);
    points_clear(point);
    gram_clear(limit);
    return good;
}

/* Certifies lower < s_0 < upper for the s_0 at which f(s) = 1, kappa at the limit of each s: the doubles' root of
   32 L^2 s (s kappa + 3/2) = 1 moved 2^-20 to both sides, f < 1 proved at one and f > 1 at the other. */
static void report_largest(verdict_t v, const gram_model_struct *model)
{
    double square, root, bound[2] = {0.0, 0.0};
    arb_t f, kappa, one, limit;
    fmpq_t s;
    arb_init(limit); /* 1/(8 L^2) */
    arb_sqr(limit, model->L, PREC);
    arb_mul_2exp_si(limit, limit, 3);
    arb_inv(limit, limit, PREC);
    square = 1.0 / (8.0 * arf_get_d(arb_midref(limit), ARF_RND_NEAR));
    if (!(square > 1e-12 && square < 1e12)) {
        arb_clear(limit);
        return;
    }
    arb_init(f);
    arb_init(kappa);
    arb_init(one);
    fmpq_init(s);
    arb_one(one);
    root = 1.0 / (48.0 * square);
    int good = 1;
    for (int step = 0; step < 4 && good; step++) {
        fmpq_set_si(s, (slong)ldexp(root, 60), 1UL << 60);
        good = side_at(f, kappa, model, s);
        double k = arf_get_d(arb_midref(kappa), ARF_RND_NEAR);
        root = 2.0 / (48.0 * square + sqrt(2304.0 * square * square + 128.0 * square * k));
    }
    for (int side = 0; side < 2 && good; side++) {
        bound[side] = root * (side == 0 ? 1.0 - 0x1p-20 : 1.0 + 0x1p-20);
        fmpq_set_si(s, (slong)ldexp(bound[side], 60), 1UL << 60);
        good = side_at(f, kappa, model, s) && (side == 0 ? arb_lt(f, one) : arb_gt(f, one));
    }
    if (good) {
        arb_set_d(f, bound[0]);
        arb_set_d(kappa, bound[1]);
        arb_union(f, f, kappa, PREC);
        verdict_number(v, "$`\\sigma_w^2`$ at which the published inequality turns ($`\\kappa`$ at each limit)", f, 8);
    }
    verdict_number(v, "limit of $`\\sigma_w^2`$ in Assumption 1, $`1/(8L^2)`$", limit, 12);
    arb_mul_2exp_si(limit, limit, 2);
    verdict_number(v, "limit of $`\\sigma_w^2`$ in the repaired step, $`1/(2L^2)`$", limit, 12);
    arb_clear(limit);
    arb_clear(f);
    arb_clear(kappa);
    arb_clear(one);
    fmpq_clear(s);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *limit;
    reason_t why;
    reason_init(why);
    if (!hypotheses_hold(v, a, HYPOTHESIS_SMOOTH | HYPOTHESIS_ASSUMPTION_1 | HYPOTHESIS_NORMS)) return;
    dq_status status = audit_limit(&limit, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    decide_inequality(v, audit_model(a), limit);
    report_largest(v, audit_model(a));
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    if (!hypotheses_hold(v, a, HYPOTHESIS_ASSUMPTION_1)) return;
    arb_t theta;
    arb_init(theta);
    gram_theta(theta, audit_model(a), PREC);
    arb_sqr(theta, theta, PREC);
    verdict_set(v, VERDICT_PROVED,
                "$`\\partial_\\sigma\\,2\\sigma_w^2\\mathbb E\\phi(u)\\phi(v)=2\\sigma_w^2\\mathbb "
                "E\\phi'(u)\\phi'(v)`$ is at most "
                "$`2\\sigma_w^2L^2=`$ %s, below 1/4 by Assumption 1.",
                ball_as_text(theta, 12).text);
    verdict_number(v, "$`2\\sigma_w^2L^2`$", theta, 15);
    arb_clear(theta);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, slong numerator, ulong denominator)
{
    planted_model_t p;
    gram_t limit;
    if (!planted_model_init(p, "tanh(x)", numerator, denominator, 1, 2, planted_plane, v)) return;
    if (planted_limit(limit, p, 64, v)) decide_inequality(v, p->model, limit);
    gram_clear(limit);
    planted_model_clear(p);
}

static void planted_large(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 12, 100);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 249, 10000);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 2, 100);
}

static const planted_t planted[] = {
    {"inside-assumption-1", "tanh, $`\\sigma_w^2=0.12`$: the published inequality holds.", 0, planted_large},
    {"constant-40", "$`\\sigma_w^2<1/(40L^2)`$ suffices for the published inequality (tanh, $`\\sigma_w^2=0.0249`$).",
     0, planted_constant},
    {"true-offered-as-false", "tanh, $`\\sigma_w^2=0.02`$: the published inequality holds.", 1, planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/published-contraction.c"

const claim_t claims_gram_published_contraction[] = {
    {.id = "gram.published-contraction",
     .title = "The contraction step of the published existence proof",
     .source = "Truong, proof of Proposition 12; doubted in a public review",
     .statement = "Assumption 1 implies $`2q^2\\tilde L_q\\sigma_w^2<1`$ with $`\\tilde "
                  "L_q=\\frac{16L^2}{q^2}(\\sigma_w^2\\kappa+\\frac32)`$.",
     .reading = "An implication, with $`\\kappa`$ at the limit.",
     .hypotheses = "Assumption 1; $`\\phi'`$, $`\\phi''`$ bounded; $`\\Vert x_i\\Vert=\\sqrt d`$.",
     .method = "Balls: $`2q^2\\tilde L_q\\sigma_w^2=32L^2\\sigma_w^2(\\sigma_w^2\\kappa+\\frac32)`$ against 1. The "
               "$`\\sigma_w^2`$ at which the "
               "inequality turns is certified from both sides, $`\\kappa`$ recomputed for each.",
     .depends = "activation.assumption-1 hermite.dual-activation",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.published-contraction.repaired",
     .title = "The contraction step, repaired",
     .source = "repair of Truong, proof of Proposition 12",
     .statement = "Assumption 1 implies $`2\\sigma_w^2L^2<\\frac14`$, and $`\\sigma\\mapsto2\\sigma_w^2\\mathbb "
                  "E\\phi(u)\\phi(v)+\\Sigma^{(1)}_{ij}`$ is a "
                  "contraction with that factor.",
     .reading = "",
     .hypotheses = "Assumption 1; $`\\phi`$ Lipschitz.",
     .method = "Proved: Price's theorem, $`\\partial_\\sigma\\mathbb E\\phi(u)\\phi(v)=\\mathbb "
               "E\\phi'(u)\\phi'(v)\\le L^2`$.",
     .depends = "activation.assumption-1",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
