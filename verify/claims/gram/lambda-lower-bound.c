/* gram.lambda-lower-bound: with beta = max_{i != j} |rho_ij|,
       lambda_* >= sum over { r : (n-1) beta^r < 1 } of min_i a_r(q_i)^2 (1 - (n-1) beta^r).

   K = sum_r A_r C^{o r} A_r, every term PSD (gram.hermite-decomposition), so lambda_* >= the sum of the terms' least
   eigenvalues; lambda_min(A_r C^{o r} A_r) >= min_i a_r(q_i)^2 lambda_min(C^{o r}), and Gershgorin's circles give
   lambda_min(C^{o r}) >= 1 - (n-1) beta^r. n = 1: beta = 0 (0^0 = 1), the sum is kappa. */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#define PREC      160
#define MAX_TERMS 400
#define MAX_NORMS 64

/* beta as a ball; 0 for one point. */
static void largest_correlation(arb_t beta, const gram_model_struct *model, const gram_struct *limit)
{
    arb_t two_s, rho, root, one;
    arb_init(two_s);
    arb_init(rho);
    arb_init(root);
    arb_init(one);
    arb_one(one);
    arb_set_fmpq(two_s, model->s, PREC);
    arb_mul_2exp_si(two_s, two_s, 1);
    arb_zero(beta);
    for (slong i = 0; i < limit->n; i++)
        for (slong j = 0; j < i; j++) {
            points_sigma0(rho, model->points, i, j, PREC);
            arb_addmul(rho, two_s, arb_mat_entry(limit->K, i, j), PREC);
            arb_mul(root, limit->q + (limit->equal_norms ? 0 : i), limit->q + (limit->equal_norms ? 0 : j), PREC);
            arb_sqrt(root, root, PREC);
            arb_div(rho, rho, root, PREC);
            arb_abs(rho, rho);
            arb_max(beta, beta, rho, PREC);
        }
    if (arb_gt(beta, one)) arb_one(beta);
    arb_clear(two_s);
    arb_clear(rho);
    arb_clear(root);
    arb_clear(one);
}

/* w[r] = min_i a_r(q_i)^2 for r <= N and tail = min_i T_N(q_i); 0 with v telling why. */
static int least_squares(arb_ptr w, arb_t tail, slong *N, const gram_model_struct *model, const gram_struct *limit,
                         slong bits, verdict_t v)
{
    hermite_t h;
    arb_t square, half;
    reason_t why;
    reason_init(why);
    if (limit->norms > MAX_NORMS) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "More than %d different norms: the expansions were not computed.",
                    MAX_NORMS);
        return 0;
    }
    hermite_init(h);
    arb_init(square);
    arb_init(half);
    arb_set_d(half, 0.9375);
    dq_status status = DQ_OK;
    for (slong i = 0; i < limit->norms && status == DQ_OK; i++) {
        if (i == 0) {
            status = hermite_coefficients_for(h, model->phi, limit->q, half, bits, why);
            *N = FLINT_MIN(h->N, MAX_TERMS);
        } else {
            status = hermite_coefficients(h, model->phi, limit->q + i, *N, bits, why);
        }
        if (status != DQ_OK) break;
        arb_t rest;
        arb_init(rest);
        arb_set(rest, h->kappa);
        for (slong r = 0; r <= *N; r++) {
            arb_sqr(square, h->a + r, PREC);
            arb_sub(rest, rest, square, PREC);
            if (i == 0)
                arb_set(w + r, square);
            else
                arb_min(w + r, w + r, square, PREC);
        }
        arb_nonnegative_part(rest, rest);
        if (i == 0)
            arb_set(tail, rest);
        else
            arb_min(tail, tail, rest, PREC);
        arb_clear(rest);
    }
    if (status != DQ_OK) verdict_from_status(v, status, why);
    hermite_clear(h);
    arb_clear(square);
    arb_clear(half);
    return status == DQ_OK;
}

/* Encloses the right side with (n - 1) replaced by `neighbours`: terms whose condition is open count as [0, value]. */
static void right_side(arb_t sum, const arb_t beta, slong neighbours, arb_srcptr w, slong N, const arb_t tail)
{
    arb_t power, term, zero;
    arb_init(power);
    arb_init(term);
    arb_init(zero);
    arb_zero(sum);
    arb_one(power);
    for (slong r = 0; r <= N; r++) {
        arb_mul_si(term, power, -neighbours, PREC);
        arb_add_ui(term, term, 1, PREC);
        arb_nonnegative_part(term, term);
        arb_addmul(sum, term, w + r, PREC);
        arb_mul(power, power, beta, PREC);
    }
    arb_union(term, zero, tail, PREC); /* the terms left out lie between 0 and min_i T_N */
    arb_add(sum, sum, term, PREC);
    arb_nonnegative_part(sum, sum);
    arb_clear(power);
    arb_clear(term);
    arb_clear(zero);
}

/* lambda_* >= percent/100 * right side with `neighbours` in place of n - 1. */
static void decide_bound(verdict_t v, const gram_model_struct *model, const lambda_struct *lambda, slong percent,
                         slong neighbours)
{
    const gram_struct *limit = lambda->gram;
    arb_t beta, sum, tail, ratio;
    slong N = 0;
    arb_ptr w = _arb_vec_init(MAX_TERMS + 1);
    arb_init(beta);
    arb_init(sum);
    arb_init(tail);
    arb_init(ratio);
    if (least_squares(w, tail, &N, model, limit, 50, v)) {
        largest_correlation(beta, model, limit);
        right_side(sum, beta, neighbours, w, N, tail);
        arb_mul_si(sum, sum, percent, PREC);
        arb_div_si(sum, sum, 100, PREC);
        int theorem = percent <= 100 && neighbours >= limit->n - 1;
        if (arb_lt(lambda->lambda, sum))
            verdict_refute(v, "counterexample", "$`\\lambda_*=`$ %s is below the claimed bound %s.",
                           ball_as_text(lambda->lambda, 12).text, ball_as_text(sum, 12).text);
        else if (theorem)
            verdict_set(v, VERDICT_PROVED,
                        "Schur's product theorem and Gershgorin's circles applied to $`K=\\sum_rA_rC^{\\circ r}A_r`$; "
                        "here $`\\lambda_*=`$ %s and "
                        "the bound is %s.",
                        ball_as_text(lambda->lambda, 12).text, ball_as_text(sum, 12).text);
        else if (arb_ge(lambda->lambda, sum))
            verdict_set(v, VERDICT_PROVED, "$`\\lambda_*=`$ %s, at least %s.", ball_as_text(lambda->lambda, 12).text,
                        ball_as_text(sum, 12).text);
        else
            verdict_set(v, VERDICT_INCONCLUSIVE, "$`\\lambda_*=`$ %s and the bound %s were not separated.",
                        ball_as_text(lambda->lambda, 12).text, ball_as_text(sum, 12).text);
        verdict_number(v, "$`\\lambda_*`$", lambda->lambda, 12);
        verdict_number(v, "lower bound", sum, 12);
        verdict_number(v, "$`\\beta=\\max_{i\\ne j}|\\rho_{ij}|`$", beta, 12);
        if (arb_is_positive(sum)) {
            arb_div(ratio, lambda->lambda, sum, PREC);
            verdict_number(v, "$`\\lambda_*`$ over its bound", ratio, 6);
        }
    }
    _arb_vec_clear(w, MAX_TERMS + 1);
    arb_clear(beta);
    arb_clear(sum);
    arb_clear(tail);
    arb_clear(ratio);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const lambda_struct *lambda;
    reason_t why;
    reason_init(why);
    dq_status status = audit_lambda(&lambda, a, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else if (arb_mat_nrows(lambda->gram->K) != audit_case(a)->points->n)
        verdict_set(v, VERDICT_INCONCLUSIVE, "The entries of $`K`$ are not kept for so many points.");
    else
        decide_bound(v, audit_model(a), lambda, 100, lambda->gram->n - 1);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, slong n, slong d, const double *points, slong percent,
                        slong neighbours)
{
    planted_model_t p;
    lambda_t lambda;
    reason_t why;
    reason_init(why);
    if (!planted_model_init(p, phi, 8, 100, n, d, points, v)) return;
    lambda_init(lambda);
    dq_status status = gram_lambda(lambda, p->model, 64, 0.0, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        decide_bound(v, p->model, lambda, percent, neighbours);
    lambda_clear(lambda);
    planted_model_clear(p);
}

/* Orthogonal points and an odd phi: rho_ij = 0, the bound is an equality. */
static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 4, 4, planted_orthogonal, 110, 3);
}

static void planted_neighbours(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 2, 2, planted_plane, 100, 0);
}

/* The certificate rule of MATH.md 3 with the wrong factor: A = diag(-1, 1), Q = diag(1, 2), B = Q^T A Q = diag(-1, 4),
   S = Q^T Q = diag(1, 4): lambda_min(B)/lambda_max(S) = -1/4 > -1 = lambda_min(A) = lambda_min(B)/lambda_min(S). */
static void decide_congruence(verdict_t v, int divide_by_largest)
{
    arb_mat_t A, B, S;
    arb_t least, bound, factor;
    reason_t why;
    reason_init(why);
    arb_mat_init(A, 2, 2);
    arb_mat_init(B, 2, 2);
    arb_mat_init(S, 2, 2);
    arb_init(least);
    arb_init(bound);
    arb_init(factor);
    arb_set_si(arb_mat_entry(A, 0, 0), -1);
    arb_set_si(arb_mat_entry(A, 1, 1), 1);
    arb_set_si(arb_mat_entry(B, 0, 0), -1);
    arb_set_si(arb_mat_entry(B, 1, 1), 4);
    arb_set_si(arb_mat_entry(S, 0, 0), 1);
    arb_set_si(arb_mat_entry(S, 1, 1), 4);
    arb_mat_lambda_min(least, A, 30, why);
    arb_mat_lambda_min(bound, B, 30, why);
    if (divide_by_largest) arb_mat_neg(S, S);
    arb_mat_lambda_min(factor, S, 30, why);
    if (divide_by_largest) arb_neg(factor, factor);
    arb_div(bound, bound, factor, PREC);
    if (arb_lt(least, bound))
        verdict_refute(v, "counterexample", "$`\\lambda_{\\min}(A)=`$ %s, the claimed lower bound is %s.",
                       ball_as_text(least, 8).text, ball_as_text(bound, 8).text);
    else if (!divide_by_largest)
        verdict_set(v, VERDICT_PROVED,
                    "For $`B=Q^\\top AQ`$, $`S=Q^\\top Q`$ and $`\\lambda_{\\min}(B)<0`$, $`x=Qy`$ gives $`x^\\top "
                    "Ax\\ge\\lambda_{\\min}(B)|y|^2\\ge"
                    "\\lambda_{\\min}(B)|x|^2/\\lambda_{\\min}(S)`$; here %s against %s.",
                    ball_as_text(least, 8).text, ball_as_text(bound, 8).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "Not separated.");
    arb_mat_clear(A);
    arb_mat_clear(B);
    arb_mat_clear(S);
    arb_clear(least);
    arb_clear(bound);
    arb_clear(factor);
}

static void planted_wrong_factor(verdict_t v, void *unused)
{
    (void)unused;
    decide_congruence(v, 1);
}

static void planted_right_factor(verdict_t v, void *unused)
{
    (void)unused;
    decide_congruence(v, 0);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 4, 4, planted_orthogonal, 100, 3);
}

static const planted_t planted[] = {
    {"constant-10-percent-off", "tanh, four orthogonal points: $`\\lambda_*\\ge1.1`$ times the bound.", 0,
     planted_constant},
    {"one-neighbour-forgotten", "tanh, two points: the bound with $`n-2`$ in place of $`n-1`$.", 0, planted_neighbours},
    {"wrong-factor-indefinite",
     "$`\\lambda_{\\min}(A)\\ge\\lambda_{\\min}(Q^\\top AQ)/\\lambda_{\\max}(Q^\\top Q)`$ for the indefinite "
     "$`A=\\mathrm{diag}(-1,1)`$, $`Q=\\mathrm{diag}(1,2)`$.",
     0, planted_wrong_factor},
    {"right-factor-indefinite",
     "$`\\lambda_{\\min}(A)\\ge\\lambda_{\\min}(Q^\\top AQ)/\\lambda_{\\min}(Q^\\top Q)`$ for the same matrices.", 1,
     planted_right_factor},
    {"true-offered-as-false", "tanh, four orthogonal points: the bound itself (an equality there).", 1, planted_true},
    {0}};

const claim_t claims_gram_lambda_lower_bound[] = {
    {.id = "gram.lambda-lower-bound",
     .title = "Explicit lower bound of the least eigenvalue",
     .source = "from the proof of Ling, Theorem 3",
     .statement = "$`\\lambda_*\\ge\\sum_{r:(n-1)\\beta^r<1}\\min_ia_r(q_i)^2\\,(1-(n-1)\\beta^r)`$ with "
                  "$`\\beta=\\max_{i\\ne j}|\\rho_{ij}|`$.",
     .reading = "At the limit; $`\\beta=0`$ for one point.",
     .hypotheses = "$`K`$ exists.",
     .method = "Proved (Schur, Gershgorin); both sides enclosed, the infinite sum with its tail, and their quotient "
               "printed as tightness.",
     .depends = "gram.hermite-decomposition",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/gram/lambda-lower-bound.c"},
    {.id = NULL}};
