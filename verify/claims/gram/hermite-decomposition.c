/* gram.hermite-decomposition: K = sum_r a_r^2 C^{o r} is a sum of positive semidefinite matrices.

   C_ij = Sigma_ij/q is a Gram matrix (Sigma = 2 sigma_w^2 K + Sigma^(1), both Gram matrices of L2 vectors), so C^{o r}
   >= 0 by Schur's product theorem and a_r^2 >= 0.  General norms: K = sum_r A_r C^{o r} A_r, A_r = diag(a_r(q_i)),
   again a congruence of C^{o r}. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#define PREC          160
#define TERMS_CHECKED 6
#define LARGE_N       64
/* Terms of the sum that are compared: fewer for many points, where the tail then takes over. */
#define MAX_TERMS    400
#define MAX_PRODUCTS 4000000

/* C from the limit: Sigma_ij/sqrt(q_i q_j), unit diagonal. */
static void correlations(arb_mat_t C, const gram_model_struct *model, const gram_struct *limit)
{
    arb_t two_s, root;
    arb_init(two_s);
    arb_init(root);
    arb_set_fmpq(two_s, model->s, PREC);
    arb_mul_2exp_si(two_s, two_s, 1);
    for (slong i = 0; i < limit->n; i++) {
        arb_one(arb_mat_entry(C, i, i));
        for (slong j = 0; j < i; j++) {
            arb_ptr c = arb_mat_entry(C, i, j);
            points_sigma0(c, model->points, i, j, PREC);
            arb_addmul(c, two_s, arb_mat_entry(limit->K, i, j), PREC);
            arb_mul(root, limit->q + (limit->equal_norms ? 0 : i), limit->q + (limit->equal_norms ? 0 : j), PREC);
            arb_sqrt(root, root, PREC);
            arb_div(c, c, root, PREC);
            arb_set(arb_mat_entry(C, j, i), c);
        }
    }
    arb_clear(two_s);
    arb_clear(root);
}

typedef enum { HADAMARD, MATRIX_POWER } power_kind;

/* M <- M o C resp. M C */
static void next_power(arb_mat_t M, const arb_mat_t C, power_kind kind)
{
    if (kind == MATRIX_POWER)
        arb_mat_mul(M, M, C, PREC);
    else
        arb_mat_mul_entrywise(M, M, C, PREC);
}

/* The statement K = sum_r w_r P_r(C) with every term positive semidefinite; w has N + 1 entries, tail encloses the rest
   of sum |w_r|. The printed statement has w_r = a_r^2 and Hadamard powers. */
static void decide_sum(verdict_t v, const gram_model_struct *model, const gram_struct *limit, arb_srcptr w, slong N,
                       const arb_t tail, power_kind kind, int theorem)
{
    slong n = limit->n, bad_term = -1, bad_sum = -1;
    arb_mat_t C, P, S;
    arb_t lambda, rest, difference;
    reason_t why;
    reason_init(why);
    arb_mat_init(C, n, n);
    arb_mat_init(P, n, n);
    arb_mat_init(S, n, n);
    arb_init(lambda);
    arb_init(rest);
    arb_init(difference);
    correlations(C, model, limit);
    for (slong i = 0; i < n; i++) /* P_0 = 11^T (Hadamard) or I */
        for (slong j = 0; j < n; j++) arb_set_si(arb_mat_entry(P, i, j), kind == HADAMARD || i == j);
    for (slong r = 0; r <= N && bad_term < 0; r++) {
        if (r > 0) next_power(P, C, kind);
        if (arb_is_negative(w + r)) bad_term = r; /* (P_r)_ii >= 1 > 0: the term has a negative diagonal */
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j <= i; j++) arb_addmul(arb_mat_entry(S, i, j), w + r, arb_mat_entry(P, i, j), PREC);
        /* diagonal: the terms left out are >= 0, so a partial sum above kappa refutes the sum */
        for (slong i = 0; i < n && bad_sum < 0 && bad_term < 0; i++)
            if (arb_gt(arb_mat_entry(S, i, i), arb_mat_entry(limit->K, i, i))) bad_sum = r;
        if (r >= 1 && r <= TERMS_CHECKED && n <= LARGE_N && bad_term < 0 && bad_sum < 0) {
            char name[64];
            arb_mat_lambda_min(lambda, P, 16, why);
            snprintf(name, sizeof name, "$`\\lambda_{\\min}(C^{\\circ%ld})`$", r);
            if (arb_is_finite(lambda)) verdict_number(v, name, lambda, 6);
            if (arb_is_negative(lambda)) bad_term = r;
        }
    }
    if (bad_term < 0 && bad_sum < 0) { /* off the diagonal: |rest| <= sum_{r>N} |w_r| */
        for (slong i = 0; i < n && bad_sum < 0; i++)
            for (slong j = 0; j <= i && bad_sum < 0; j++) {
                arb_sub(difference, arb_mat_entry(limit->K, i, j), arb_mat_entry(S, i, j), PREC);
                arb_abs(difference, difference);
                arb_abs(rest, tail);
                if (arb_gt(difference, rest)) bad_sum = N;
            }
        if (n <= LARGE_N) {
            for (slong i = 0; i < n; i++)
                for (slong j = 0; j < i; j++) arb_set(arb_mat_entry(S, j, i), arb_mat_entry(S, i, j));
            arb_mat_lambda_min(lambda, S, 16, why);
            if (arb_is_finite(lambda)) verdict_number(v, "$`\\lambda_{\\min}`$ of the partial sum", lambda, 6);
        }
    }
    if (bad_term >= 0)
        verdict_refute(v, "counterexample",
                       "The term $`r=%ld`$ is not positive semidefinite, certified (coefficient %s).", bad_term,
                       ball_as_text(w + bad_term, 10).text);
    else if (bad_sum >= 0)
        verdict_refute(v, "counterexample",
                       "The partial sum to $`r=%ld`$ and what the other terms can add do not meet $`K`$, certified.",
                       bad_sum);
    else if (theorem)
        verdict_set(v, VERDICT_PROVED,
                    "$`C`$ is a Gram matrix, so every $`C^{\\circ r}\\succeq0`$ (Schur) and the coefficients are "
                    "squares. Checked: no certified "
                    "negative eigenvalue in the first terms, and $`K`$ meets the sum of %ld terms within its tail "
                    "entry by entry.",
                    N + 1);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "No certified violation in %ld terms of a statement that is not the theorem.", N + 1);
    arb_mat_clear(C);
    arb_mat_clear(P);
    arb_mat_clear(S);
    arb_clear(lambda);
    arb_clear(rest);
    arb_clear(difference);
}

/* How the weights are made from the coefficients. */
typedef enum { WEIGHT_SQUARE, WEIGHT_PLAIN, WEIGHT_ALTERNATING } weight_kind;

static void decide_expansion(verdict_t v, const gram_model_struct *model, const gram_struct *limit,
                             const hermite_struct *h, weight_kind weight, power_kind kind)
{
    slong N = FLINT_MIN(FLINT_MIN(h->N, MAX_TERMS), FLINT_MAX(TERMS_CHECKED, MAX_PRODUCTS / (limit->n * limit->n)));
    arb_ptr w = _arb_vec_init(N + 1);
    arb_t tail;
    arb_init(tail);
    arb_set(tail, h->kappa);
    for (slong r = 0; r <= N; r++) {
        arb_sqr(w + r, h->a + r, PREC);
        arb_sub(tail, tail, w + r, PREC);
        if (weight == WEIGHT_PLAIN) arb_set(w + r, h->a + r);
        if (weight == WEIGHT_ALTERNATING && r % 2 == 1) arb_neg(w + r, w + r);
    }
    decide_sum(v, model, limit, w, N, tail, kind, weight == WEIGHT_SQUARE && kind == HADAMARD);
    _arb_vec_clear(w, N + 1);
    arb_clear(tail);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *limit;
    const hermite_struct *h;
    reason_t why;
    reason_init(why);
    dq_status status = audit_limit(&limit, a, why);
    if (status == DQ_OK && !limit->equal_norms) {
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "A hypothesis fails, exactly: the points have different norms, so there is no common $`a_r`$.");
        return;
    }
    if (status == DQ_OK) status = audit_expansion(&h, a, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        decide_expansion(v, audit_model(a), limit, h, WEIGHT_SQUARE, HADAMARD);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *limit;
    reason_t why;
    reason_init(why);
    dq_status status = audit_limit(&limit, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    if (limit->equal_norms) {
        decide_printed(v, a, width);
        return;
    }
    verdict_set(
        v, VERDICT_PROVED,
        "$`C=(\\Sigma_{ij}/\\sqrt{q_iq_j})`$ is a Gram matrix with unit diagonal, $`C^{\\circ r}\\succeq0`$ (Schur) "
        "and each term is the "
        "congruence $`A_rC^{\\circ r}A_r`$; the series converges to $`K`$ entry by entry (Hermite expansion of each "
        "$`\\phi(\\sqrt{q_i}g)`$).");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, weight_kind weight, power_kind kind)
{
    planted_model_t p;
    gram_t limit;
    hermite_t h;
    reason_t why;
    reason_init(why);
    if (!planted_model_init(p, phi, 8, 100, 4, 2, planted_plane, v)) return;
    hermite_init(h);
    if (planted_limit(limit, p, 64, v)) {
        dq_status status = hermite_coefficients(h, p->phi, limit->q, 24, 40, why);
        if (status == DQ_OK)
            decide_expansion(v, p->model, limit, h, weight, kind);
        else
            verdict_from_status(v, status, why);
    }
    hermite_clear(h);
    gram_clear(limit);
    planted_model_clear(p);
}

static void planted_plain(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", WEIGHT_PLAIN, HADAMARD);
}

static void planted_alternating(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", WEIGHT_ALTERNATING, HADAMARD);
}

static void planted_matrix_power(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", WEIGHT_SQUARE, MATRIX_POWER);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "erf(x)", WEIGHT_SQUARE, HADAMARD);
}

static const planted_t planted[] = {
    {"coefficients-not-squared", "relu: $`K=\\sum_ra_rC^{\\circ r}`$, a sum of PSD matrices.", 0, planted_plain},
    {"alternating-signs", "tanh: $`K=\\sum_r(-1)^ra_r^2C^{\\circ r}`$, a sum of PSD matrices.", 0, planted_alternating},
    {"matrix-powers", "relu: $`K=\\sum_ra_r^2C^r`$ with matrix powers.", 0, planted_matrix_power},
    {"true-offered-as-false", "erf: $`K=\\sum_ra_r^2C^{\\circ r}`$, a sum of PSD matrices.", 1, planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/hermite-decomposition.c"

const claim_t claims_gram_hermite_decomposition[] = {
    {.id = "gram.hermite-decomposition",
     .title = "Hermite decomposition of the population Gram matrix",
     .source = "Truong (seed 000); Ling, proof of Theorem 3",
     .statement = "$`K=\\sum_ra_r^2C^{\\circ r}`$ is a sum of PSD matrices.",
     .reading = "$`a_r=a_r(q_*)`$, $`C=(\\rho_{ij})`$ at the limit, $`\\circ r`$ the entrywise power.",
     .hypotheses = "$`K`$ exists; equal norms of the points.",
     .method = "Proved by Schur's product theorem; the least eigenvalues of the first terms and of the partial sum are "
               "enclosed and the sum is "
               "compared with $`K`$ within its tail.",
     .depends = "hermite.parseval hermite.dual-activation gram.limit-exists",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.hermite-decomposition.repaired",
     .title = "Hermite decomposition with general norms",
     .source = "repair for points of different norms",
     .statement = "$`K=\\sum_rA_rC^{\\circ r}A_r`$, $`A_r=\\mathrm{diag}(a_r(q_i))`$, is a sum of PSD matrices.",
     .reading = "",
     .hypotheses = "$`K`$ exists.",
     .method = "Proved by Schur's product theorem and congruence; with equal norms checked as the printed form.",
     .depends = "hermite.dual-activation gram.limit-exists.repaired",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
