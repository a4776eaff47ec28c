/* gram.orthogonal-inputs: orthogonal data of equal norm, n >= 2: K = (kappa - k) I + k 11^T and lambda_* = kappa - k, k
   = k(0).

   All pairs have rho0 = 0 exactly, so they share one scalar fixed point rho = 2 sigma_w^2 phihat(rho)/q_*.  The orbit
   from rho = 0 stays
   >= 0 (the coefficients a_r^2 are), hence k = phihat(rho) >= 0; the eigenvalues are kappa - k (n - 1 times) and kappa
   + (n - 1) k. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#define PREC 128

static int orthogonal(const points_struct *points)
{
    arf_t product;
    int yes = 1;
    arf_init(product);
    for (slong i = 0; i < points->n && yes; i++)
        for (slong j = 0; j < i && yes; j++) {
            points_inner_product(product, points, i, j);
            yes = arf_is_zero(product);
        }
    arf_clear(product);
    return yes;
}

typedef enum { STATEMENT_PRINTED, STATEMENT_LARGEST, STATEMENT_DIAGONAL } statement_kind;

/* STATEMENT_LARGEST: lambda_* = kappa + (n - 1) k; STATEMENT_DIAGONAL: K = kappa I. */
static void decide_statement(verdict_t v, const lambda_struct *lambda, statement_kind statement)
{
    const gram_struct *limit = lambda->gram;
    slong n = limit->n, i_bad = -1, j_bad = -1;
    arb_t k, value;
    arb_init(k);
    arb_init(value);
    if (statement != STATEMENT_DIAGONAL) arb_set(k, arb_mat_entry(limit->K, 1, 0));
    for (slong i = 0; i < n && i_bad < 0; i++)
        for (slong j = 0; j < i && i_bad < 0; j++)
            if (!arb_overlaps(arb_mat_entry(limit->K, i, j), k)) {
                i_bad = i;
                j_bad = j;
            }
    if (statement == STATEMENT_LARGEST)
        arb_mul_si(value, k, n - 1, PREC);
    else
        arb_neg(value, k);
    arb_add(value, value, limit->kappa, PREC);
    if (i_bad >= 0)
        verdict_refute(v, "counterexample", "$`K_{%ld,%ld}=`$ %s, not %s.", i_bad, j_bad,
                       ball_as_text(arb_mat_entry(limit->K, i_bad, j_bad), 12).text, ball_as_text(k, 12).text);
    else if (!arb_overlaps(value, lambda->lambda))
        verdict_refute(v, "counterexample", "$`\\lambda_*=`$ %s, the claimed value is %s.",
                       ball_as_text(lambda->lambda, 12).text, ball_as_text(value, 12).text);
    else if (statement == STATEMENT_PRINTED)
        verdict_set(v, VERDICT_PROVED,
                    "All inner products are exactly 0, so all pairs solve the same scalar equation with $`\\rho^0=0`$ "
                    "and share $`K_{ij}=k\\ge0`$ "
                    "(the orbit from 0 stays nonnegative): the eigenvalues are $`\\kappa-k`$ ($`n-1`$ times) and "
                    "$`\\kappa+(n-1)k`$. Checked: the "
                    "enclosure of $`\\lambda_*`$ overlaps $`\\kappa-k=`$ %s.",
                    ball_as_text(value, 12).text);
    else if (statement == STATEMENT_DIAGONAL && arb_is_zero(k))
        verdict_set(v, VERDICT_PROVED,
                    "For odd $`\\phi`$ only odd powers of $`\\rho`$ occur and $`\\rho^0=0`$ gives $`\\rho=0`$: $`k=0`$ "
                    "exactly.");
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "The claimed value %s was not separated.", ball_as_text(value, 12).text);
    verdict_number(v, "$`\\kappa`$", limit->kappa, 15);
    verdict_number(v, "$`k(0)`$", arb_mat_entry(limit->K, n > 1 ? 1 : 0, 0), 15);
    verdict_number(v, "$`\\lambda_*`$", lambda->lambda, 15);
    arb_clear(k);
    arb_clear(value);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const points_struct *points = &audit_case(a)->points[0];
    const lambda_struct *lambda;
    reason_t why;
    reason_init(why);
    if (points->n < 2) {
        verdict_set(v, VERDICT_INAPPLICABLE, "A hypothesis fails: $`n=%ld`$, at least 2 points are needed.", points->n);
        return;
    }
    if (!orthogonal(points)) {
        verdict_set(v, VERDICT_INAPPLICABLE, "A hypothesis fails, exactly: the points are not orthogonal.");
        return;
    }
    dq_status status = audit_lambda(&lambda, a, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else if (arb_mat_nrows(lambda->gram->K) != audit_case(a)->points->n)
        verdict_set(v, VERDICT_INCONCLUSIVE, "The entries of $`K`$ are not kept for so many points.");
    else if (!lambda->gram->equal_norms)
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "A hypothesis fails, exactly: the points have different norms (Assumption 2).");
    else
        decide_statement(v, lambda, STATEMENT_PRINTED);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, statement_kind statement)
{
    planted_model_t p;
    lambda_t lambda;
    reason_t why;
    reason_init(why);
    if (!planted_model_init(p, phi, 8, 100, 4, 4, planted_orthogonal, v)) return;
    lambda_init(lambda);
    dq_status status = gram_lambda(lambda, p->model, 64, 0.0, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        decide_statement(v, lambda, statement);
    lambda_clear(lambda);
    planted_model_clear(p);
}

static void planted_largest(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", STATEMENT_LARGEST);
}

static void planted_diagonal(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "sigmoid(x)", STATEMENT_DIAGONAL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "gelu(x)", STATEMENT_PRINTED);
}

static const planted_t planted[] = {
    {"largest-eigenvalue", "relu, four orthogonal points: $`\\lambda_*=\\kappa+(n-1)k(0)`$.", 0, planted_largest},
    {"diagonal", "sigmoid, four orthogonal points: $`K=\\kappa I`$.", 0, planted_diagonal},
    {"true-offered-as-false", "gelu, four orthogonal points: $`\\lambda_*=\\kappa-k(0)`$.", 1, planted_true},
    {0}};

const claim_t claims_gram_orthogonal_inputs[] = {
    {.id = "gram.orthogonal-inputs",
     .title = "Orthogonal inputs",
     .source = "seed 000's reading of Assumption 2 ($`x_i\\perp x_j`$)",
     .statement = "Orthogonal data, $`n\\ge2`$: $`K=(\\kappa-k)I+k\\,11^\\top`$, $`\\lambda_*=\\kappa-k(0)`$.",
     .reading = "$`k=k(0)`$, the limit kernel at 0.",
     .hypotheses = "$`K`$ exists; $`\\langle x_i,x_j\\rangle=0`$ exactly; equal norms; $`n\\ge2`$.",
     .method = "Proved by the common scalar equation and $`k\\ge0`$; the enclosures of $`K_{ij}`$ and $`\\lambda_*`$ "
               "must overlap.",
     .depends = "hermite.dual-activation gram.limit-exists",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/gram/orthogonal-inputs.c"},
    {.id = NULL}};
