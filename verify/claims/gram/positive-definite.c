/* gram.positive-definite: lambda_* > 0, by the certified enclosure of lambda_*, or refuted by an exact null vector. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"
#include "verify/claims/spectrum_curve.h"

#define PREC 128

/* The statement "lambda_* > numerator/denominator"; the claim has 0. */
static void decide_lambda(verdict_t v, dq_status status, const lambda_struct *l, slong numerator, ulong denominator,
                          const reason_t why)
{
    if (status != DQ_OK && status != DQ_INCONCLUSIVE) {
        verdict_from_status(v, status, why);
        return;
    }
    arb_t gap;
    fmpq_t threshold;
    arb_init(gap);
    fmpq_init(threshold);
    fmpq_set_si(threshold, numerator, denominator);
    arb_set_fmpq(gap, threshold, PREC);
    arb_sub(gap, l->lambda, gap, PREC);
    if (l->singular && status == DQ_OK)
        verdict_refute(v, "counterexample", "$`\\lambda_*=0`$ exactly: %s.", l->reason->text);
    else if (arb_is_positive(gap))
        verdict_set(v, VERDICT_PROVED, "$`\\lambda_*=`$ %s (engine `%s`).", ball_as_text(l->lambda, 12).text,
                    l->engine);
    else if (arb_is_negative(gap))
        verdict_refute(v, "counterexample", "$`\\lambda_*=`$ %s, certified.", ball_as_text(l->lambda, 12).text);
    else if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`\\lambda_*=`$ %s was not separated.", ball_as_text(l->lambda, 12).text);
    if (arb_is_finite(l->lambda)) verdict_number(v, "$`\\lambda_*`$", l->lambda, 15);
    arb_clear(gap);
    fmpq_clear(threshold);
}

static void decide_for_audit(verdict_t v, audit_t a)
{
    const lambda_struct *l;
    reason_t why;
    reason_init(why);
    dq_status status = audit_lambda(&l, a, why);
    decide_lambda(v, status, l, 0, 1, why);
    if (status == DQ_OK || status == DQ_INCONCLUSIVE)
        spectrum_curve(v, "spectrum", "eigenvalue $`\\lambda_i(K)`$", l->gram->K, l->lambda);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    if (hypotheses_hold(v, a, HYPOTHESIS_SMOOTH_OR_RELU | HYPOTHESIS_ASSUMPTION_1 | HYPOTHESIS_NORMS))
        decide_for_audit(v, a);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const activation_t phi = audit_case(a)->phi;
    slong i = 0, j = 0, degree = -2;
    if (points_parallel_pair(&i, &j, &audit_case(a)->points[0]))
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "A hypothesis fails: points %ld and %ld are parallel or antiparallel, exactly.", i, j);
    else if (activation_is_polynomial(&degree, phi) && degree <= 1)
        verdict_set(v, VERDICT_INAPPLICABLE, "A hypothesis fails: $`\\phi`$ is affine, certified.");
    else
        decide_for_audit(v, a);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, slong n, slong d, const double *points, slong numerator,
                        ulong denominator)
{
    planted_model_t p;
    lambda_t l;
    reason_t why;
    reason_init(why);
    if (!planted_model_init(p, phi, 8, 100, n, d, points, v)) return;
    lambda_init(l);
    dq_status status = gram_lambda(l, p->model, 64, 0.0, why);
    decide_lambda(v, status, l, numerator, denominator, why);
    lambda_clear(l);
    planted_model_clear(p);
}

static void planted_linear(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "x", 4, 2, planted_plane, 0, 1);
}

static void planted_duplicate(verdict_t v, void *unused)
{
    static const double points[] = {1, 2, 3, 1, 2, 4};
    (void)unused;
    decide_text(v, "sigmoid(x)", 3, 2, points, 0, 1);
}

static void planted_antiparallel(verdict_t v, void *unused)
{
    static const double points[] = {1, 2, 3, 1, -2, -4};
    (void)unused;
    decide_text(v, "tanh(x)", 3, 2, points, 0, 1);
}

/* Orthogonal points, erf: lambda_* = kappa = 0.598225, ten per cent below 0.6581. */
static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "erf(x)", 4, 4, planted_orthogonal, 6581, 10000);
}

/* sigmoid is not odd: antiparallel points leave lambda_* > 0. */
static void planted_true(verdict_t v, void *unused)
{
    static const double points[] = {1, 2, 3, 1, -2, -4};
    (void)unused;
    decide_text(v, "sigmoid(x)", 3, 2, points, 0, 1);
}

static const planted_t planted[] = {
    {"linear-too-many-points", "$`\\phi(x)=x`$, four points in the plane: $`\\lambda_*>0`$.", 0, planted_linear},
    {"duplicated-sample", "sigmoid, two of three samples parallel: $`\\lambda_*>0`$.", 0, planted_duplicate},
    {"antiparallel-samples", "tanh, two of three samples antiparallel: $`\\lambda_*>0`$.", 0, planted_antiparallel},
    {"constant-10-percent-off", "erf, four orthogonal points: $`\\lambda_*\\ge0.6581`$ (10% above its value).", 0,
     planted_constant},
    {"true-offered-as-false", "sigmoid, two of three samples antiparallel: $`\\lambda_*>0`$ (sigmoid is not odd).", 1,
     planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/positive-definite.c"

const claim_t claims_gram_positive_definite[] = {
    {.id = "gram.positive-definite",
     .title = "The population Gram matrix is positive definite",
     .source = "Truong; Ling, Theorem 3(ii)",
     .statement = "$`\\lambda_*=\\lambda_{\\min}(K)>0`$.",
     .reading = "",
     .hypotheses = "Assumption 1; $`\\Vert x_i\\Vert=\\sqrt d`$; $`\\phi'`$, $`\\phi''`$ bounded (Truong) or $`\\phi`$ "
                   "= ReLU (Ling). Parallel samples, "
                   "which Assumption 2 excludes and only planted cases have, are part of what is tested.",
     .method = "Certified enclosure of $`\\lambda_*`$ (precision raised until it is resolved); an exact null vector or "
               "rank argument refutes it.",
     .depends = "gram.limit-exists gram.hermite-decomposition hermite.infinite-support background.ling-lemma-6",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.positive-definite.repaired",
     .title = "The population Gram matrix is positive definite (without smoothness)",
     .source = "repair of Truong and Ling",
     .statement = "If $`K`$ exists, no two points are parallel or antiparallel and $`\\phi`$ is not affine, then "
                  "$`\\lambda_*>0`$.",
     .reading = "",
     .hypotheses = "$`K`$ exists; pairwise non-parallel points of any norms; $`\\phi`$ not affine.",
     .method = "Certified enclosure of $`\\lambda_*`$.",
     .depends = "gram.limit-exists.repaired",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
