/* mondeq.lemma-C.0.1: Lemma 3.2.1 for one sample, as the appendix prints it.

   J = diag(relu'(Wz + Ux)), dg = (I - JW)dz - J(dW z + dU x), vec(dW z) = (z^T x I_n) vec(dW), and J(z^T x I_n) = z^T x J
   because J = 1 x J.  P_A, P_B as in Lemma 3.2.1; I_nn is the identity of order n^2. */
#include "verify/claims/mondeq_formula.h"

static int by_z(fmpq_mat_t out, const formula_case_t c)
{
    fmpq_mat_t I;
    fmpq_mat_init(I, c->p->n, c->p->n);
    int conform = formula_product(out, -1, 2, c->D, c->p->W);
    fmpq_mat_one(I);
    if (conform) fmpq_mat_add(out, out, I);
    fmpq_mat_clear(I);
    return conform;
}

static int by_W(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 2, c->D, c->ZI);
}

/* -sign [z^T x J] P_A */
static int z_kron_J(fmpq_mat_t out, const formula_case_t c, int sign)
{
    fmpq_mat_t T, zJ;
    fmpq_mat_init(T, c->p->N, c->p->n);
    fmpq_mat_transpose(T, c->s->Z);
    fmpq_mat_init(zJ, c->p->N * c->p->n * c->p->N, c->p->n * c->p->n * c->p->N);
    fmpq_mat_kronecker_product(zJ, T, c->D);
    int conform = formula_product(out, -sign, 2, zJ, c->P_A);
    fmpq_mat_clear(T);
    fmpq_mat_clear(zJ);
    return conform;
}

static int by_A(fmpq_mat_t out, const formula_case_t c)
{
    return z_kron_J(out, c, 1);
}

static int by_B(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 3, c->D, c->ZI, c->P_B);
}

static int by_U(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 2, c->D, c->XI);
}

#define BY(block) "\\partial g_\\theta/\\partial " block
#define OF(block) "$`" BY(block) "`$"
static const formula_t printed[] = {{OF("\\mathbf z"), OF_G, MONDEQ_Z, by_z}, {OF("W"), OF_G, MONDEQ_W, by_W},
                                    {OF("A"), OF_G, MONDEQ_A, by_A},          {OF("B"), OF_G, MONDEQ_B, by_B},
                                    {OF("U"), OF_G, MONDEQ_U, by_U},          {0}};

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    formulas_verdict(
        v, printed, ONE_SAMPLE,
        "With $`J=\\mathrm{diag}(\\sigma'(W\\mathbf z+U\\mathbf x))`$, where no pre-activation is 0: "
        "$`dg_\\theta=(I-JW)d\\mathbf z-J(dW\\,\\mathbf z+dU\\,\\mathbf x)`$, $`dW\\,\\mathbf z=(\\mathbf "
        "z^\\top\\otimes I_n)\\mathrm{vec}[dW]`$, $`J(\\mathbf z^\\top\\otimes I_n)=\\mathbf z^\\top\\otimes J`$, "
        "and $`\\mathrm{vec}[dW]=P_A\\mathrm{vec}[dA]+P_B\\mathrm{vec}[dB]`$ as in Lemma 3.2.1.");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static int other_sign(fmpq_mat_t out, const formula_case_t c)
{
    return z_kron_J(out, c, -1);
}

static void planted_sign(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("A"), OF_G, MONDEQ_A, other_sign}, {0}};
    (void)unused;
    formulas_verdict(v, f, ONE_SAMPLE | FIRST_DIFFERENCE, NULL);
}

static int without_commutation(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 2, c->D, c->ZI);
}

static void planted_commutation(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("B"), OF_G, MONDEQ_B, without_commutation}, {0}};
    (void)unused;
    formulas_verdict(v, f, ONE_SAMPLE | FIRST_DIFFERENCE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, printed, ONE_SAMPLE, NULL);
}

static const planted_t planted[] = {
    {"sign-of-A", "$`" BY("A") "=[\\mathbf z^\\top\\otimes J]P_A`$.", 0, planted_sign},
    {"without-the-commutation", "$`" BY("B") "=-J[\\mathbf z^\\top\\otimes I_n]`$.", 0, planted_commutation},
    {"true-offered-as-false", "The five formulas of the lemma.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_C_0_1[] = {
    {.id = "mondeq.lemma-C.0.1",
     .title = "The partial derivatives of the equilibrium equation, one sample",
     .source = "Nguyen, Lemma C.0.1",
     .statement =
         "The partial derivatives of $`g_\\theta`$ with respect to $`\\mathbf{z}`$, $`A`$, $`B`$, and $`U`$ "
         "are\n\n```math\n\\begin{aligned}\\frac{\\partial g_\\theta}{\\partial \\mathbf{z}} &= [I_n - JW], \\\\ "
         "\\frac{\\partial g_\\theta}{\\partial W} &= -J [\\mathbf{z}^T \\otimes I_n], \\\\ \\frac{\\partial "
         "g_\\theta}{\\partial A} &= -[\\mathbf{z}^T \\otimes J] P_A \\\\ \\frac{\\partial g_\\theta}{\\partial B} "
         "&= -J [\\mathbf{z}^T \\otimes I_n] P_B \\\\ \\frac{\\partial g_\\theta}{\\partial U} &= -J "
         "[\\mathbf{x}^T \\otimes I_n]\\end{aligned}\n```\n\nwhere $`P_A = -[(I_{nn} + K^{(n)})(I \\otimes A^T)]`$ "
         "and $`P_B = [(I_{nn} - K^{(n)})]`$",
     .reading =
         "One sample ($`N=1`$), $`g_\\theta(\\mathbf z,\\mathbf x)=\\mathbf z-\\sigma(W\\mathbf z+U\\mathbf x)`$, "
         "$`J=\\mathrm{diag}(\\sigma'(W\\mathbf z+U\\mathbf x))`$ (its proof says so); derivatives by the entries "
         "of $`\\mathrm{vec}[W]`$, ..., columns stacked; $`I_{nn}=I_{n^2}`$, the only size that can be added to "
         "$`K^{(n)}`$.",
     .hypotheses = "No entry of $`W\\mathbf z+U\\mathbf x`$ is 0; $`\\mathbf z`$ is any point.",
     .method =
         "Proved by the product rule and $`\\mathrm{vec}[MNR]=(R^\\top\\otimes M)\\mathrm{vec}[N]`$ (the claim's "
         "file). Checked against the derivatives by the definition in exact rationals, at equilibria and away from "
         "them, on the instances with one sample.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-C.0.1.c"},
    {.id = NULL}};
