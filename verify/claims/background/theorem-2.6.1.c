/* background.theorem-2.6.1: the spectral theorem of real symmetric matrices. */
#include "verify/claims/rational_matrix.h"

/* S has a full set of eigenvectors over C iff the squarefree part of its characteristic polynomial annihilates it; its
   eigenvalues are real iff that part has as many real roots as its degree (Sturm, exact). */
static void spectrum(int *diagonal, int *real, const fmpq_mat_t S)
{
    slong n = fmpq_mat_nrows(S);
    fmpq_poly_t p, derivative, divisor;
    fmpz_poly_t integral;
    fmpq_mat_t value;
    fmpq_t c;
    fmpq_poly_init(p);
    fmpq_poly_init(derivative);
    fmpq_poly_init(divisor);
    fmpz_poly_init(integral);
    fmpq_mat_init(value, n, n);
    fmpq_init(c);
    fmpq_mat_charpoly(p, S);
    fmpq_poly_derivative(derivative, p);
    fmpq_poly_gcd(divisor, p, derivative);
    fmpq_poly_div(p, p, divisor);
    for (slong k = fmpq_poly_degree(p); k >= 0; k--) { /* Horner */
        fmpq_mat_mul(value, value, S);
        fmpq_poly_get_coeff_fmpq(c, p, k);
        rational_matrix_shift(value, value, c);
    }
    fmpq_poly_get_numerator(integral, p);
    *diagonal = fmpq_mat_is_zero(value);
    *real = fmpz_poly_num_real_roots(integral) == fmpq_poly_degree(p);
    fmpq_poly_clear(p);
    fmpq_poly_clear(derivative);
    fmpq_poly_clear(divisor);
    fmpz_poly_clear(integral);
    fmpq_mat_clear(value);
    fmpq_clear(c);
}

/* Enumerated n x n matrices with entries -base/2 .. base/2. */
static void check(examples_t e, slong n, ulong base, ulong count, int symmetric)
{
    fmpq_mat_t S;
    fmpq_mat_init(S, n, n);
    for (ulong index = 0; index < count; index++) {
        int diagonal, real;
        rational_matrix_digits(S, index, base, 1, symmetric);
        spectrum(&diagonal, &real, S);
        examples_add(e, diagonal && real, "$`S=`$ (%s): %s.", rational_matrix_as_text(S).text,
                     diagonal ? "an eigenvalue is not real" : "no full set of eigenvectors");
    }
    fmpq_mat_clear(S);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, 2, 5, 125, 1);
    check(e, 3, 3, 729, 1);
    examples_verdict(v, e, "The spectral theorem (proof under Method).");
}

static void planted_any(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, 2, 3, 81, 0);
    examples_verdict(v, e, NULL);
}

/* S = A + iB with A = (1 0; 0 -1), B = (0 1; 1 0): S^2 = A^2 - B^2 + i(AB + BA) = 0 although S is not 0. */
static void planted_complex(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    fmpq_mat_t A, B, P, Q, R;
    examples_init(e);
    fmpq_mat_init(A, 2, 2);
    fmpq_mat_init(B, 2, 2);
    fmpq_mat_init(P, 2, 2);
    fmpq_mat_init(Q, 2, 2);
    fmpq_mat_init(R, 2, 2);
    rational_matrix_set(A, "1 0 0 -1");
    rational_matrix_set(B, "0 1 1 0");
    fmpq_mat_mul(P, A, A);
    fmpq_mat_mul(Q, B, B);
    fmpq_mat_sub(P, P, Q);
    fmpq_mat_mul(Q, A, B);
    fmpq_mat_mul(R, B, A);
    fmpq_mat_add(Q, Q, R);
    examples_add(e, !(fmpq_mat_is_zero(P) && fmpq_mat_is_zero(Q)),
                 "$`S=\\begin{pmatrix}1&i\\\\i&-1\\end{pmatrix}\\ne0`$ is symmetric and $`S^2=0`$: no full set of "
                 "eigenvectors.");
    examples_verdict(v, e, NULL);
    fmpq_mat_clear(A);
    fmpq_mat_clear(B);
    fmpq_mat_clear(P);
    fmpq_mat_clear(Q);
    fmpq_mat_clear(R);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    examples_t e;
    examples_init(e);
    check(e, 2, 9, 729, 1);
    examples_verdict(v, e, "A case of the claim.");
}

static const planted_t planted[] = {
    {"without-symmetry", "Any real 2 x 2 matrix has a full set of eigenvectors and real eigenvalues.", 0, planted_any},
    {"complex-symmetric", "Any complex symmetric matrix has a full set of eigenvectors.", 0, planted_complex},
    {"true-offered-as-false", "Any symmetric integer 2 x 2 matrix has a full set of eigenvectors and real eigenvalues.",
     1, planted_true},
    {0}};

const claim_t claims_background_theorem_2_6_1[] = {
    {.id = "background.theorem-2.6.1",
     .title = "The spectral theorem",
     .source = "Nguyen, Theorem 2.6.1",
     .statement = "Any symmetric matrix $`S`$ has a full set of eigenvectors, the corresponding eigenvalues are all "
                  "real, and the eigenvectors "
                  "can be taken to be orthogonal",
     .reading =
         "$`S`$ is real, as every matrix of the thesis; for complex symmetric matrices it is false (planted below).",
     .hypotheses = "$`S\\in\\mathbb R^{n\\times n}`$, $`S=S^\\top`$.",
     .method = "A maximiser $`v`$ of $`v^\\top Sv`$ on the unit sphere satisfies $`Sv=\\lambda v`$ with "
               "$`\\lambda=v^\\top Sv`$ real "
               "(Lagrange); $`S`$ maps $`v^\\perp`$ into itself and is symmetric there; induct on the dimension. A "
               "complex eigenvalue is "
               "one of these, since they exhaust the characteristic polynomial. Checked exactly on enumerated "
               "matrices: the squarefree part of the "
               "characteristic polynomial annihilates $`S`$ and has real roots only.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/theorem-2.6.1.c"},
    {.id = NULL}};
