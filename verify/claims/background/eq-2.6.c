/* background.eq-2.6: the operator norm is the largest singular value; the spectral radius is another number. */
#include "verify/claims/rational_matrix.h"

/* max |lambda| <= t for a 2 x 2 matrix, t > 0 (Jury): |det| <= t^2 and |trace| t <= t^2 + det. */
static int radius_at_most(const fmpq_mat_t J, const fmpq_t t)
{
    fmpq_t det, trace, square;
    fmpq_init(det);
    fmpq_init(trace);
    fmpq_init(square);
    fmpq_mul(det, fmpq_mat_entry(J, 0, 0), fmpq_mat_entry(J, 1, 1));
    fmpq_submul(det, fmpq_mat_entry(J, 0, 1), fmpq_mat_entry(J, 1, 0));
    fmpq_add(trace, fmpq_mat_entry(J, 0, 0), fmpq_mat_entry(J, 1, 1));
    fmpq_abs(trace, trace);
    fmpq_mul(trace, trace, t);
    fmpq_mul(square, t, t);
    fmpq_sub(trace, trace, square);
    int holds = fmpq_cmp(trace, det) <= 0;
    fmpq_abs(det, det);
    holds = holds && fmpq_cmp(det, square) <= 0;
    fmpq_clear(det);
    fmpq_clear(trace);
    fmpq_clear(square);
    return holds;
}

static int is_normal(const fmpq_mat_t J)
{
    fmpq_mat_t T, left, right;
    fmpq_mat_init(T, 2, 2);
    fmpq_mat_init(left, 2, 2);
    fmpq_mat_init(right, 2, 2);
    fmpq_mat_transpose(T, J);
    rational_matrix_gram(left, J);
    rational_matrix_gram(right, T);
    int normal = fmpq_mat_equal(left, right);
    fmpq_mat_clear(T);
    fmpq_mat_clear(left);
    fmpq_mat_clear(right);
    return normal;
}

/* J = (0 1/2; 0 0), a linear contraction: |J| = 1/2 exactly, J^2 = 0. */
static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    fmpq_t half, less;
    fmpq_mat_t J, square;
    examples_init(e);
    fmpq_init(half);
    fmpq_init(less);
    fmpq_mat_init(J, 2, 2);
    fmpq_mat_init(square, 2, 2);
    rational_matrix_set(J, "0 1/2 0 0");
    rational_set(half, "1/2");
    rational_set(less, "499/1000");
    fmpq_mat_mul(square, J, J);
    examples_add(e, !(rational_norm_at_most(J, half) && !rational_norm_at_most(J, less) && fmpq_mat_is_zero(square)),
                 "$`J=`$ (%s), the Jacobian of the contraction $`z\\mapsto Jz`$: its largest singular value, which is "
                 "$`\\Vert J\\Vert`$, is in $`(0.499,0.5]`$, and $`J^2=0`$, so $`\\max(|\\lambda_1|,|\\lambda_2|)=0`$. "
                 "Whichever of the two "
                 "$`\\rho`$ denotes, one of the displays fails.",
                 rational_matrix_as_text(J).text);
    examples_verdict(v, e, NULL);
    fmpq_clear(half);
    fmpq_clear(less);
    fmpq_mat_clear(J);
    fmpq_mat_clear(square);
}

/* Over 2 x 2 matrices and thresholds t: |J| <= t implies rho <= t; for normal J the converse too.  all = 1: the converse
   for every J (false). */
static void check(examples_t e, int all)
{
    fmpq_t t;
    fmpq_mat_t J;
    fmpq_init(t);
    fmpq_mat_init(J, 2, 2);
    for (ulong index = 0; index < 625; index++) {
        rational_matrix_digits(J, index, 5, 1, 0);
        for (slong k = 1; k <= 9; k++) {
            fmpq_set_si(t, k, 2);
            int norm = rational_norm_at_most(J, t), radius = radius_at_most(J, t);
            int holds = norm == radius || (radius && !all && !is_normal(J));
            examples_add(e, holds, "$`J=`$ (%s), threshold %s: norm %s it, spectral radius %s it.",
                         rational_matrix_as_text(J).text, rational_as_text(t).text, norm ? "at most" : "above",
                         radius ? "at most" : "above");
        }
    }
    fmpq_clear(t);
    fmpq_mat_clear(J);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, 0);
    examples_verdict(v, e, "For every real square matrix (proof under Method).");
}

static void planted_equal(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, 1);
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    fmpq_t t;
    fmpq_mat_t J;
    examples_init(e);
    fmpq_init(t);
    fmpq_mat_init(J, 2, 2);
    for (ulong index = 0; index < 125; index++)
        for (slong k = 1; k <= 9; k++) {
            rational_matrix_digits(J, index, 5, 1, 1);
            fmpq_set_si(t, k, 2);
            examples_add(e, rational_norm_at_most(J, t) == radius_at_most(J, t), "$`J=`$ (%s).",
                         rational_matrix_as_text(J).text);
        }
    examples_verdict(v, e, "Symmetric matrices are normal.");
    fmpq_clear(t);
    fmpq_mat_clear(J);
}

static const planted_t planted[] = {
    {"norm-is-spectral-radius", "$`\\Vert J\\Vert_2=\\max_i|\\lambda_i|`$ for every 2 x 2 matrix.", 0, planted_equal},
    {"true-offered-as-false", "$`\\Vert J\\Vert_2=\\max_i|\\lambda_i|`$ for every symmetric 2 x 2 matrix.", 1,
     planted_true},
    {0}};

const claim_t claims_background_eq_2_6[] = {
    {.id = "background.eq-2.6",
     .title = "The operator norm as spectral radius",
     .source = "Nguyen, (2.6)",
     .statement = "If we use $`L_2`$ vector norm, then the induced matrix norm, a.k.a., operator norm, is,\n\n"
                  "```math\n\\|J_f(\\mathbf z^*)\\|=\\sup\\left\\{\\frac{\\|J_f(\\mathbf z^*)\\mathbf "
                  "z\\|}{\\|\\mathbf z\\|}:\\forall\\mathbf z\\neq0"
                  "\\right\\}=\\rho(J_f(\\mathbf z^*))\\quad(2.6)\n```\n\nwhere $`\\rho`$ is the spectral radius (i.e "
                  "the largest singular value).\n\n"
                  "```math\n\\rho(J_f(\\mathbf z^*))=\\rho(J_f(\\mathbf "
                  "z^*)^\\top)=\\max(|\\lambda_1|,\\dots,|\\lambda_d|)\n```",
     .reading = "With the display that says what $`\\rho`$ is; $`\\lambda_i`$ are the eigenvalues. If $`\\rho`$ meant "
                "the largest singular "
                "value only, (2.6) would hold and that display would not.",
     .hypotheses = "$`J_f(\\mathbf z^*)`$ a real square matrix of norm below 1 (a contraction).",
     .method = "Refuted by a nilpotent matrix, decided exactly.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/eq-2.6.c"},
    {.id = "background.eq-2.6.repaired",
     .title = "The operator norm is the largest singular value",
     .source = "Nguyen, (2.6), repaired",
     .statement =
         "$`\\Vert J\\Vert_2=\\sigma_{\\max}(J)\\ge\\max_i|\\lambda_i(J)|`$, with equality if $`J`$ is normal.",
     .reading = "",
     .hypotheses = "$`J`$ a real square matrix.",
     .method = "$`\\Vert Jz\\Vert^2=z^\\top J^\\top Jz`$, whose supremum on the unit sphere is "
               "$`\\lambda_{\\max}(J^\\top J)`$. A complex "
               "eigenvector $`v`$ has $`\\Vert Jv\\Vert=|\\lambda|\\Vert v\\Vert`$, and the real and complex norms "
               "agree. A normal matrix is "
               "unitarily diagonal. Checked exactly on 2 x 2 matrices: $`\\Vert J\\Vert\\le t`$ by inertia, "
               "$`\\max|\\lambda_i|\\le t`$ by "
               "Jury's conditions.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.6.c"},
    {.id = NULL}};
