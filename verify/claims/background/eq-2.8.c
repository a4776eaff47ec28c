/* background.eq-2.8: the determinant bound holds with either meaning of rho; the premise about the least singular value
   does not. */
#include "verify/claims/rational_matrix.h"

/* I - J. */
static void complement(fmpq_mat_t C, const fmpq_mat_t J)
{
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    fmpq_mat_neg(C, J);
    rational_matrix_shift(C, C, one);
    fmpq_clear(one);
}

/* Over 2 x 2 matrices with a bound t < 1 of |J| (t >= |J| >= max |lambda|; t <= |J| + 1/64): |det(I-J)| >= (1-t)^power and
   (det(I-J))^2 = det((I-J)^T(I-J)), the product of the squared singular values; least = 1: the premise
   (I-J)^T(I-J) >= (1-t)^2 I instead. */
static void check(examples_t e, slong power, int least)
{
    fmpq_t t, det, square, bound;
    fmpq_mat_t J, C, G;
    fmpq_init(t);
    fmpq_init(det);
    fmpq_init(square);
    fmpq_init(bound);
    fmpq_mat_init(J, 2, 2);
    fmpq_mat_init(C, 2, 2);
    fmpq_mat_init(G, 2, 2);
    for (ulong index = 0; index < 625; index++) {
        rational_matrix_digits(J, index, 5, 4, 0);
        rational_norm_bound(t, J);
        if (fmpq_cmp_si(t, 1) >= 0) continue;
        complement(C, J);
        rational_matrix_gram(G, C);
        fmpq_mat_det(det, C);
        fmpq_mat_det(square, G);
        fmpq_sub_si(t, t, 1);
        fmpq_neg(t, t);
        fmpq_pow_si(bound, t, power);
        fmpq_submul(square, det, det);
        fmpq_abs(det, det);
        int holds = fmpq_is_zero(square) && fmpq_cmp(det, bound) >= 0 && fmpq_sgn(bound) > 0;
        if (least) {
            fmpq_mul(bound, t, t);
            fmpq_neg(bound, bound);
            rational_matrix_shift(G, G, bound);
            holds = rational_matrix_is_psd(G);
        }
        examples_add(e, holds,
                     "$`J=`$ (%s): $`|\\det(I-J)|=%s`$, although $`1-\\rho\\ge%s`$ with either meaning of $`\\rho`$.",
                     rational_matrix_as_text(J).text, rational_as_text(det).text, rational_as_text(t).text);
    }
    fmpq_clear(t);
    fmpq_clear(det);
    fmpq_clear(square);
    fmpq_clear(bound);
    fmpq_mat_clear(J);
    fmpq_mat_clear(C);
    fmpq_mat_clear(G);
}

static void decide_power(verdict_t v, slong power, const char *proof)
{
    examples_t e;
    examples_init(e);
    check(e, power, 0);
    examples_verdict(v, e, proof);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    decide_power(v, 2,
                 "For every $`J`$ with $`\\Vert J\\Vert<1`$ and either meaning of $`\\rho`$ (proof under Method).");
}

/* J = -I/2, d = 2: both singular values of J and both |eigenvalues| are 1/2, (I-J)^T(I-J) = 9/4 I. */
static void decide_premise(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    fmpq_t s;
    fmpq_mat_t J, C, G;
    examples_init(e);
    fmpq_init(s);
    fmpq_mat_init(J, 2, 2);
    fmpq_mat_init(C, 2, 2);
    fmpq_mat_init(G, 2, 2);
    rational_matrix_set(J, "-1/2 0 0 -1/2");
    complement(C, J);
    rational_matrix_gram(G, C);
    rational_set(s, "-9/4");
    rational_matrix_shift(G, G, s);
    examples_add(e, !fmpq_mat_is_zero(G),
                 "$`J=-\\frac12I`$: the spectral radius and the largest singular value are $`\\frac12`$, but "
                 "$`(I-J)^\\top(I-J)=\\frac94I`$, "
                 "so the minimum singular value of $`I-J`$ is $`\\frac32\\ne1-\\frac12`$.");
    examples_verdict(v, e, NULL);
    rational_matrix_set(J, "0 1/2 0 0");
    complement(C, J);
    rational_matrix_gram(G, C);
    rational_set(s, "-1");
    rational_matrix_shift(G, G, s);
    if (!rational_matrix_is_psd(G))
        verdict_add(v,
                    "With the spectral radius not even $`\\ge`$ holds: $`J=`$ (%s) has $`1-\\rho=1`$, and "
                    "$`(I-J)^\\top(I-J)-I`$ is not "
                    "positive semidefinite.",
                    rational_matrix_as_text(J).text);
    fmpq_clear(s);
    fmpq_mat_clear(J);
    fmpq_mat_clear(C);
    fmpq_mat_clear(G);
}

static void decide_premise_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    examples_t e;
    examples_init(e);
    check(e, 2, 1);
    examples_verdict(v, e, "For every $`J`$ with $`\\Vert J\\Vert<1`$ (proof under Method).");
}

static void planted_exponent(verdict_t v, void *unused)
{
    (void)unused;
    decide_power(v, 1, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_power(v, 3, "Weaker than the claim, since $`1-\\rho\\le1`$.");
}

static const planted_t planted[] = {
    {"exponent-off-by-one", "$`|\\det(I-J)|\\ge(1-\\rho)^{d-1}`$.", 0, planted_exponent},
    {"true-offered-as-false", "$`|\\det(I-J)|\\ge(1-\\rho)^{d+1}`$.", 1, planted_true},
    {0}};

const claim_t claims_background_eq_2_8[] = {
    {.id = "background.eq-2.8",
     .title = "The determinant that the implicit function theorem needs",
     .source = "Nguyen, (2.8)",
     .statement = "```math\n\\begin{aligned}|\\det(I-J_f(\\mathbf z^*))|&=\\prod_i|\\sigma_i(I-J_f(\\mathbf "
                  "z^*))|\\\\&\\geq[1-\\rho(J_f(\\mathbf "
                  "z^*))]^d>0.\\end{aligned}\\quad(2.8)\n```",
     .reading = "The display alone; its premise is background.eq-2.8.premise. $`\\rho`$ as the spectral radius or as "
                "the largest singular "
                "value.",
     .hypotheses = "(2.7): $`\\Vert J_f(\\mathbf z^*)\\Vert\\le\\mu<1`$.",
     .method = "$`|\\det C|^2=\\det C^\\top C=\\prod\\sigma_i(C)^2`$. Largest singular value: "
               "$`\\sigma_i(I-J)\\ge1-\\Vert J\\Vert>0`$. Spectral "
               "radius: $`|\\det(I-J)|=\\prod|1-\\lambda_i|\\ge(1-\\rho)^d`$, and $`\\rho\\le\\Vert J\\Vert<1`$. "
               "Checked exactly on 2 x 2 matrices "
               "with a rational $`t\\in[\\Vert J\\Vert,\\Vert J\\Vert+\\frac1{64}]`$ for $`\\rho`$.",
     .depends = "background.eq-2.7",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/background/eq-2.8.c"},
    {.id = "background.eq-2.8.premise",
     .title = "The minimum singular value of $`I-J`$",
     .source = "Nguyen, before (2.8)",
     .statement = "the minimum singular value of $`I-J_f(\\mathbf z^*)`$ is $`1-\\rho(J_f(\\mathbf z^*))`$",
     .reading = "$`\\rho`$ as the spectral radius or as the largest singular value.",
     .hypotheses = "(2.7): $`\\Vert J_f(\\mathbf z^*)\\Vert\\le\\mu<1`$.",
     .method = "Refuted exactly, with either meaning of $`\\rho`$.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_premise,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.8.c"},
    {.id = "background.eq-2.8.premise.repaired",
     .title = "A lower bound of the singular values of $`I-J`$",
     .source = "Nguyen, before (2.8), repaired",
     .statement = "$`\\sigma_{\\min}(I-J)\\ge1-\\Vert J\\Vert_2`$.",
     .reading = "",
     .hypotheses = "$`J`$ a real square matrix.",
     .method = "$`\\Vert(I-J)z\\Vert\\ge\\Vert z\\Vert-\\Vert Jz\\Vert`$. Checked exactly on 2 x 2 matrices.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_premise_repaired,
     .planted = NULL,
     .file = "verify/claims/background/eq-2.8.c"},
    {.id = NULL}};
