/* mondeq.lemma-3.2.2: the derivatives of the equilibrium.

   g(Z(theta), theta) = 0 and Lemma 3.2.1: Q d vec(Z) + (dg/d theta) d theta = 0 with Q = I - D(I_N x W), so d vec(Z) =
   -Q^-1 (dg/d theta) d theta.  Q is block diagonal with blocks I - D_j W, and those are invertible for mu > 0: (I - D_j W)x
   = 0 gives x = D_j W x, hence x^T(Wx - x) >= 0 entry by entry (x_i (Wx)_i = x_i^2 where D_i = 1, x_i = 0 elsewhere), so
   x^T (I - W) x <= 0 and x = 0. */
#include "verify/claims/mondeq_formula.h"

static int by_W(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 2, c->QD, c->ZI);
}

static int by_A(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 3, c->QD, c->ZI, c->P_A);
}

static int by_B(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 3, c->QD, c->ZI, c->P_B);
}

static int by_U(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 2, c->QD, c->XI);
}

#define BY(block) "\\partial\\mathrm{vec}[Z]/\\partial\\mathrm{vec}[" block "]"
#define OF(block) "$`" BY(block) "`$"
static const formula_t printed[] = {{OF("W"), OF_Z, MONDEQ_W, by_W},
                                    {OF("A"), OF_Z, MONDEQ_A, by_A},
                                    {OF("B"), OF_Z, MONDEQ_B, by_B},
                                    {OF("U"), OF_Z, MONDEQ_U, by_U},
                                    {0}};

static const char proof[] =
    "$`g_\\theta(Z)=0`$ along the equilibria, so $`Q\\,d\\mathrm{vec}[Z]=-\\frac{\\partial "
    "g_\\theta}{\\partial\\theta}d\\theta`$, and Lemma 3.2.1 gives the right sides. $`Q`$ is invertible: it "
    "is block diagonal with blocks $`I-D_jW`$; $`(I-D_jW)x=0`$ means $`x_i=(Wx)_i`$ where the unit is active "
    "and $`x_i=0`$ elsewhere, so $`x^\\top(I-W)x=0`$, while $`x^\\top(I-W)x\\ge m\\Vert x\\Vert^2`$.";

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    formulas_verdict(v, printed, ALL_INSTANCES, proof);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static int swapped(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 2, c->QD, c->rows_IZ);
}

static void planted_swapped(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("W"), OF_Z, MONDEQ_W, swapped}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static int without_resolvent(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 3, c->D, c->ZI, c->P_B);
}

static void planted_without(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("B"), OF_Z, MONDEQ_B, without_resolvent}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, printed, ALL_INSTANCES, NULL);
}

static const planted_t planted[] = {
    {"kronecker-factors-swapped", "$`" BY("W") "=Q^{-1}D[I_n\\otimes Z^\\top]`$.", 0, planted_swapped},
    {"without-the-resolvent", "$`" BY("B") "=D[Z^\\top\\otimes I_n]P_B`$.", 0, planted_without},
    {"true-offered-as-false", "The four formulas of the lemma.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_2_2[] = {
    {.id = "mondeq.lemma-3.2.2",
     .title = "The derivatives of the equilibrium",
     .source = "Nguyen, Lemma 3.2.2",
     .statement =
         "The partial derivatives of $`Z`$ with respect to $`A, B`$, and $`U`$ are\n\n```math\n\\begin{aligned} "
         "\\frac{\\partial \\text{vec}[Z]}{\\partial \\text{vec}[W]} &= Q^{-1} D[Z^\\top \\otimes I_n], \\\\ "
         "\\frac{\\partial \\text{vec}[Z]}{\\partial \\text{vec}[A]} &= Q^{-1} D[Z^\\top \\otimes I_n] P_A \\\\ "
         "\\frac{\\partial \\text{vec}[Z]}{\\partial \\text{vec}[B]} &= Q^{-1} D[Z^\\top \\otimes I_n] P_B \\\\ "
         "\\frac{\\partial \\text{vec}[Z]}{\\partial \\text{vec}[U]} &= Q^{-1} D[X^\\top \\otimes I_n] "
         "\\end{aligned}\n```\n\nwhere $`Q \\triangleq \\frac{\\partial g_\\theta}{\\partial \\text{vec}[Z]} = "
         "[I_{Nn} - D(I_N \\otimes W)] \\in \\mathbb{R}^{Nn \\times Nn}`$.",
     .reading = "vec stacks columns; $`P_A`$, $`P_B`$ of Lemma 3.2.1 with $`I_{n^2}`$ added to $`K^{(n)}`$.",
     .hypotheses = "$`m>0`$; no entry of $`WZ+UX`$ is 0 at the equilibrium.",
     .method =
         "Proved by implicit differentiation (the claim's file). Checked: the formulas against the derivatives by "
         "the definition (one system per sample and entry of a parameter, no Kronecker product) in exact "
         "rationals, and those against exact difference quotients in the tests.",
     .depends = "mondeq.lemma-3.2.1",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.2.2.c"},
    {.id = NULL}};
