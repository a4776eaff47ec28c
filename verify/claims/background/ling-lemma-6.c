/* background.ling-lemma-6: the least eigenvalue of a Hadamard product. */
#include "verify/claims/rational_matrix.h"

/* A = G + shift I with G = g g^T singular and PSD, so lambda_min(A) = shift exactly; B = H^T H; A o B - shift b I must be
   PSD, b the least (largest = 0) or largest diagonal entry of B. */
static void check(examples_t e, const char *shift, int largest)
{
    fmpq_t lambda, b, minus;
    fmpq_mat_t g, H, A, B, S;
    fmpq_init(lambda);
    fmpq_init(b);
    fmpq_init(minus);
    fmpq_mat_init(g, 1, 3);
    fmpq_mat_init(H, 2, 3);
    fmpq_mat_init(A, 3, 3);
    fmpq_mat_init(B, 3, 3);
    fmpq_mat_init(S, 3, 3);
    rational_set(lambda, shift);
    for (ulong first = 0; first < 27; first++)
        for (ulong second = 1; second < 729; second += 13) {
            rational_matrix_digits(g, first, 3, 1, 0);
            rational_matrix_digits(H, second, 3, 2, 0);
            rational_matrix_gram(A, g);
            rational_matrix_shift(A, A, lambda);
            rational_matrix_gram(B, H);
            fmpq_set(b, fmpq_mat_entry(B, 0, 0));
            for (slong i = 1; i < 3; i++) {
                int order = fmpq_cmp(fmpq_mat_entry(B, i, i), b);
                if (largest ? order > 0 : order < 0) fmpq_set(b, fmpq_mat_entry(B, i, i));
            }
            for (slong i = 0; i < 3; i++)
                for (slong j = 0; j < 3; j++)
                    fmpq_mul(fmpq_mat_entry(S, i, j), fmpq_mat_entry(A, i, j), fmpq_mat_entry(B, i, j));
            fmpq_mul(minus, lambda, b);
            fmpq_neg(minus, minus);
            rational_matrix_shift(S, S, minus);
            examples_add(e, rational_matrix_is_psd(S),
                         "$`A=`$ (%s), $`\\lambda_{\\min}(A)=%s`$, $`B=`$ (%s): a smaller eigenvalue exists.",
                         rational_matrix_as_text(A).text, shift, rational_matrix_as_text(B).text);
        }
    fmpq_clear(lambda);
    fmpq_clear(b);
    fmpq_clear(minus);
    fmpq_mat_clear(g);
    fmpq_mat_clear(H);
    fmpq_mat_clear(A);
    fmpq_mat_clear(B);
    fmpq_mat_clear(S);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, "1/3", 0);
    check(e, "0", 0);
    examples_verdict(v, e, "By Schur's product theorem (proof under Method).");
}

static void planted_largest(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, "1/3", 1);
    examples_verdict(v, e, NULL);
}

static void planted_indefinite(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, "-2", 0);
    examples_verdict(v, e, NULL);
}

/* For lambda_min(A) < 0 the least of lambda B_ii is at the largest B_ii. */
static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, "-2", 1);
    examples_verdict(v, e,
                     "$`(A-\\lambda I)\\circ B\\succeq0`$ and $`\\lambda I\\circ B\\succeq\\lambda\\max_iB_{ii}I`$.");
}

static const planted_t planted[] = {
    {"largest-diagonal-entry", "$`\\lambda_{\\min}(A\\circ B)\\ge\\max_iB_{ii}\\lambda_{\\min}(A)`$ for PSD $`A,B`$.",
     0, planted_largest},
    {"indefinite-matrix",
     "$`\\lambda_{\\min}(A\\circ B)\\ge\\min_iB_{ii}\\lambda_{\\min}(A)`$ for symmetric $`A`$ and PSD $`B`$.", 0,
     planted_indefinite},
    {"true-offered-as-false",
     "$`\\lambda_{\\min}(A\\circ B)\\ge\\max_iB_{ii}\\lambda_{\\min}(A)`$ if $`\\lambda_{\\min}(A)<0`$, $`B`$ PSD.", 1,
     planted_true},
    {0}};

const claim_t claims_background_ling_lemma_6[] = {
    {.id = "background.ling-lemma-6",
     .title = "The least eigenvalue of a Hadamard product",
     .source = "Ling, Lemma 6",
     .statement = "$`\\lambda_{\\min}(A\\circ B)\\ge\\min_iB_{ii}\\,\\lambda_{\\min}(A)`$ for PSD $`A,B`$.",
     .reading = "",
     .hypotheses = "$`A,B`$ real symmetric positive semidefinite of the same order.",
     .method = "With $`\\lambda=\\lambda_{\\min}(A)\\ge0`$, $`(A-\\lambda I)\\circ B\\succeq0`$ by Schur's product "
               "theorem, so $`A\\circ B\\succeq\\lambda\\,"
               "\\mathrm{diag}(B)\\succeq\\lambda\\min_iB_{ii}I`$. Checked exactly on $`A=gg^\\top+\\lambda I`$, whose "
               "least eigenvalue is "
               "$`\\lambda`$ (order 3).",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/ling-lemma-6.c"},
    {.id = NULL}};
