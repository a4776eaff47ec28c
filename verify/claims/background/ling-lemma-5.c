/* background.ling-lemma-5: Weyl's inequality for singular values; the print subtracts sigma_i(A) from itself. */
#include "verify/claims/rational_matrix.h"

/* How many singular values of A are > u >= 0. */
static slong singular_above(const fmpq_mat_t A, const fmpq_t u)
{
    fmpq_t square;
    fmpq_mat_t G;
    fmpq_init(square);
    fmpq_mat_init(G, fmpq_mat_ncols(A), fmpq_mat_ncols(A));
    fmpq_mul(square, u, u);
    rational_matrix_gram(G, A);
    slong count = eigenvalues_above(G, square);
    fmpq_clear(square);
    fmpq_mat_clear(G);
    return count;
}

/* If |sigma_i(A) - sigma_i(B)| <= factor |A-B| for all i, then with t >= |A-B| at least as many singular values of B are
   > s as of A are > s + factor t, for every s >= 0; likewise with A and B exchanged. */
static void check(examples_t e, const char *factor)
{
    fmpq_t t, c, s, shifted;
    fmpq_mat_t A, B, D;
    fmpq_init(t);
    fmpq_init(c);
    fmpq_init(s);
    fmpq_init(shifted);
    fmpq_mat_init(A, 2, 2);
    fmpq_mat_init(B, 2, 2);
    fmpq_mat_init(D, 2, 2);
    rational_set(c, factor);
    for (ulong first = 0; first < 81; first += 4)
        for (ulong second = 0; second < 81; second += 5) {
            rational_matrix_digits(A, first, 3, 1, 0);
            rational_matrix_digits(B, second, 3, 2, 0);
            fmpq_mat_sub(D, A, B);
            rational_norm_bound(t, D);
            for (slong k = 0; k <= 6; k++) {
                fmpq_set_si(s, k, 4);
                fmpq_set(shifted, s);
                fmpq_addmul(shifted, c, t);
                int holds = singular_above(A, shifted) <= singular_above(B, s) &&
                            singular_above(B, shifted) <= singular_above(A, s);
                examples_add(e, holds,
                             "$`A=`$ (%s), $`B=`$ (%s), $`\\Vert A-B\\Vert_2\\le%s`$: the numbers of singular values "
                             "above $`%s`$ and above "
                             "$`%s`$ contradict it.",
                             rational_matrix_as_text(A).text, rational_matrix_as_text(B).text, rational_as_text(t).text,
                             rational_as_text(shifted).text, rational_as_text(s).text);
            }
        }
    fmpq_clear(t);
    fmpq_clear(c);
    fmpq_clear(s);
    fmpq_clear(shifted);
    fmpq_mat_clear(A);
    fmpq_mat_clear(B);
    fmpq_mat_clear(D);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    verdict_set(v, VERDICT_PROVED,
                "Empty as printed: $`\\sigma_i(A)-\\sigma_i(A)=0\\le\\Vert A-B\\Vert_2`$ for all $`A,B`$. It says "
                "nothing about "
                "$`\\sigma_i(B)`$; what the source uses is the repaired claim.");
}

static void decide_factor(verdict_t v, const char *factor, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, factor);
    examples_verdict(v, e, proof);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_factor(v, "1", "Weyl's inequality (proof under Method).");
}

static void planted_small(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "9/10", NULL);
}

/* A = (0 1; 0 0), B = (0 1; 1/4 0): eigenvalues 0, 0 and +-1/2, |A-B| = 1/4. */
static void planted_eigenvalues(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    fmpq_t t;
    fmpq_mat_t A, B, D, square;
    examples_init(e);
    fmpq_init(t);
    fmpq_mat_init(A, 2, 2);
    fmpq_mat_init(B, 2, 2);
    fmpq_mat_init(D, 2, 2);
    fmpq_mat_init(square, 2, 2);
    rational_matrix_set(A, "0 1 0 0");
    rational_matrix_set(B, "0 1 1/4 0");
    fmpq_mat_sub(D, A, B);
    rational_set(t, "1/4");
    int close = rational_norm_at_most(D, t);
    fmpq_mat_mul(square, A, A);
    int nilpotent = fmpq_mat_is_zero(square);
    fmpq_mat_mul(square, B, B);
    rational_set(t, "-1/4");
    rational_matrix_shift(square, square, t);
    examples_add(e, !(close && nilpotent && fmpq_mat_is_zero(square)),
                 "$`A=`$ (%s) has $`A^2=0`$, $`B=`$ (%s) has $`B^2=\\frac14I`$: an eigenvalue moves by $`\\frac12`$, "
                 "and $`\\Vert A-B\\Vert_2\\le\\frac14`$.",
                 rational_matrix_as_text(A).text, rational_matrix_as_text(B).text);
    examples_verdict(v, e, NULL);
    fmpq_clear(t);
    fmpq_mat_clear(A);
    fmpq_mat_clear(B);
    fmpq_mat_clear(D);
    fmpq_mat_clear(square);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, "11/10", "Weaker than Weyl's inequality.");
}

static const planted_t planted[] = {
    {"constant-10-percent-small", "$`\\max_i|\\sigma_i(A)-\\sigma_i(B)|\\le0.9\\Vert A-B\\Vert_2`$.", 0, planted_small},
    {"eigenvalues-of-any-matrix",
     "$`\\max_i|\\lambda_i(A)-\\lambda_i(B)|\\le\\Vert A-B\\Vert_2`$ for all square $`A,B`$.", 0, planted_eigenvalues},
    {"true-offered-as-false", "$`\\max_i|\\sigma_i(A)-\\sigma_i(B)|\\le1.1\\Vert A-B\\Vert_2`$.", 1, planted_true},
    {0}};

const claim_t claims_background_ling_lemma_5[] = {
    {.id = "background.ling-lemma-5",
     .title = "Weyl's inequality as printed",
     .source = "Ling, Lemma 5",
     .statement = "$`\\max_i|\\sigma_i(A)-\\sigma_i(A)|\\le\\Vert A-B\\Vert_2`$",
     .reading = "Literally: both singular values are those of $`A`$.",
     .hypotheses = "$`A,B`$ real matrices of the same shape.",
     .method = "The left side is 0.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/background/ling-lemma-5.c"},
    {.id = "background.ling-lemma-5.repaired",
     .title = "Weyl's inequality",
     .source = "Ling, Lemma 5, repaired",
     .statement = "$`\\max_i|\\sigma_i(A)-\\sigma_i(B)|\\le\\Vert A-B\\Vert_2`$.",
     .reading = "",
     .hypotheses = "$`A,B`$ real matrices of the same shape; singular values in decreasing order.",
     .method = "Courant-Fischer: $`\\sigma_i(A)=\\max_{\\dim V=i}\\min_{v\\in V,\\Vert v\\Vert=1}\\Vert Av\\Vert`$ and "
               "$`\\Vert Av\\Vert\\le\\Vert Bv\\Vert+"
               "\\Vert A-B\\Vert_2`$; exchange $`A`$ and $`B`$. Checked exactly on 2 x 2 matrices by counting singular "
               "values above "
               "rational thresholds (inertia).",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/background/ling-lemma-5.c"},
    {.id = NULL}};
