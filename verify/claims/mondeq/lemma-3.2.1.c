/* mondeq.lemma-3.2.1: the partial derivatives of g = Z - relu(WZ + UX).

   Where no entry of WZ + UX is 0, relu is affine near each and vec(dg) = vec(dZ) - D vec(dW Z + W dZ + dU X).  With
   vec(MNR) = (R^T x M) vec(N):  vec(W dZ) = (I_N x W) vec(dZ), vec(dW Z) = (Z^T x I_n) vec(dW), vec(dU X) = (X^T x I_n)
   vec(dU).  dW = -A^T dA - (dA)^T A + dB - (dB)^T and vec(M^T) = K vec(M) give vec(dW) = -(I + K)(I_n x A^T) vec(dA)
   + (I - K) vec(dB), for (A^T dA)^T = (dA)^T A. */
#include "verify/claims/mondeq_formula.h"

static int by_Z(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 1, c->Q);
}

static int by_A(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 3, c->D, c->ZI, c->P_A);
}

static int by_B(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 3, c->D, c->ZI, c->P_B);
}

static int by_U(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 2, c->D, c->XI);
}

static int by_W(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 2, c->D, c->ZI);
}

#define BY(block) "\\partial g_\\theta/\\partial\\mathrm{vec}[" block "]"
#define OF(block) "$`" BY(block) "`$"
static const formula_t printed[] = {{OF("Z"), OF_G, MONDEQ_Z, by_Z}, {OF("A"), OF_G, MONDEQ_A, by_A},
                                    {OF("B"), OF_G, MONDEQ_B, by_B}, {OF("U"), OF_G, MONDEQ_U, by_U},
                                    {OF("W"), OF_G, MONDEQ_W, by_W}, {0}};

static const char proof[] =
    "Where no entry of $`WZ+UX`$ is 0, ReLU is affine near each of them and $`\\mathrm{vec}[dg]=\\mathrm{vec}[dZ]-"
    "D\\,\\mathrm{vec}[dW\\,Z+W\\,dZ+dU\\,X]`$. "
    "$`\\mathrm{vec}[MNR]=(R^\\top\\otimes M)\\mathrm{vec}[N]`$ gives the factors $`I_N\\otimes W`$, $`Z^\\top\\otimes "
    "I_n`$ and "
    "$`X^\\top\\otimes I_n`$; "
    "$`dW=-A^\\top dA-(dA)^\\top A+dB-(dB)^\\top`$, $`(A^\\top dA)^\\top=(dA)^\\top A`$ and "
    "$`K\\,\\mathrm{vec}[M]=\\mathrm{vec}[M^\\top]`$ "
    "give $`P_A`$ and $`P_B`$.";

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    formulas_verdict(v, printed, ALL_INSTANCES, proof);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static int positive_P_A(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 3, c->D, c->ZI, c->P_A);
}

static void planted_sign(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("A"), OF_G, MONDEQ_A, positive_P_A}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static int without_derivative(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, -1, 1, c->XI);
}

static void planted_without(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("U"), OF_G, MONDEQ_U, without_derivative}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, printed, ALL_INSTANCES, NULL);
}

static const planted_t planted[] = {
    {"sign-of-P-A", "$`" BY("A") "=D[Z^\\top\\otimes I_n]P_A`$.", 0, planted_sign},
    {"without-the-derivative", "$`" BY("U") "=-[X^\\top\\otimes I_n]`$.", 0, planted_without},
    {"true-offered-as-false", "The five formulas of the lemma.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_2_1[] = {
    {.id = "mondeq.lemma-3.2.1",
     .title = "The partial derivatives of the equilibrium equation",
     .source = "Nguyen, Lemma 3.2.1",
     .statement =
         "The partial derivatives of $`g_\\theta`$ with respect to $`Z, A, B`$, and $`U`$ "
         "are\n\n```math\n\\begin{aligned} "
         "\\frac{\\partial g_\\theta}{\\partial \\text{vec}[Z]} &= [I_{Nn} - D(I_N \\otimes W)], \\\\ "
         "\\frac{\\partial g_\\theta}{\\partial \\text{vec}[A]} &= \\frac{\\partial g_\\theta}{\\partial "
         "\\text{vec}[W]} "
         "\\frac{\\partial \\text{vec}[W]}{\\partial \\text{vec}[A]} = -D[Z^\\top \\otimes I_n] P_A \\\\ "
         "\\frac{\\partial g_\\theta}{\\partial \\text{vec}[B]} &= \\frac{\\partial g_\\theta}{\\partial "
         "\\text{vec}[W]} "
         "\\frac{\\partial \\text{vec}[W]}{\\partial \\text{vec}[B]} = -D[Z^\\top \\otimes I_n] P_B \\\\ "
         "\\frac{\\partial g_\\theta}{\\partial \\text{vec}[U]} &= -D[X^\\top \\otimes I_n] \\end{aligned}\n```\n\n"
         "where $`D \\triangleq \\text{diag}[\\text{vec}(\\sigma'(WZ + UX))]`$, $`P_A = -(I_n + K^{(n)})(I_n \\otimes "
         "A^\\top)`$, "
         "$`P_B = (I_n - K^{(n)})`$ and $`K`$ is a commutation matrix.",
     .reading = "vec stacks columns, a derivative has a row for every entry of $`\\mathrm{vec}[g]`$. $`K^{(n)}`$ is "
                "$`n^2\\times n^2`$, so "
                "the $`I_n`$ added to it "
                "can only be $`I_{n^2}`$ (Lemma C.0.1 prints $`I_{nn}`$); every other factor as printed.",
     .hypotheses = "No entry of $`WZ+UX`$ is 0 (there ReLU has no derivative); $`Z`$ is any point.",
     .method = "Proved by the product rule and $`\\mathrm{vec}[MNR]=(R^\\top\\otimes M)\\mathrm{vec}[N]`$ (the claim's "
               "file). Checked: the "
               "formulas against the "
               "derivatives by the definition, one entry of one parameter at a time, in exact rationals, at equilibria "
               "and away from "
               "them; $`\\partial g/\\partial\\mathrm{vec}[W]=-D[Z^\\top\\otimes I_n]`$, which the middle terms use, "
               "as well.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.2.1.c"},
    {.id = NULL}};
