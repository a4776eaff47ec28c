/* mondeq.lemma-3.2.3: the gradient of the loss.

   yhat_j = u^T z_j, and vec(Z) has z_j in rows (j - 1)n + 1 .. jn, so yhat = (I_N x u^T) vec(Z).  As printed, u^T x I_N is
   conformable (N x nN) but sums entries of different samples unless n = 1 or N = 1: it belongs to vec(Z^T).  Read with vec
   stacking rows, under which u^T x I_N would be right, I_N x W of Lemma 3.2.1 would have to be W x I_N; so no stacking
   makes the lemma true together with the Q it uses. */
#include "verify/claims/mondeq_formula.h"

static int by_u(fmpq_mat_t out, const formula_case_t c)
{
    int conform;
    fmpq_mat_t T;
    fmpq_mat_init(T, c->p->N, c->p->n);
    fmpq_mat_transpose(T, c->s->Z);
    conform = formula_product(out, 1, 2, c->e, T);
    fmpq_mat_clear(T);
    return conform;
}

static int printed_A(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 5, c->e, c->uI, c->QD, c->ZI, c->P_A);
}

static int printed_B(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 5, c->e, c->uI, c->QD, c->ZI, c->P_B);
}

static int printed_U(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 4, c->e, c->uI, c->QD, c->XI);
}

static int repaired_A(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 5, c->e, c->Iu, c->QD, c->ZI, c->P_A);
}

static int repaired_B(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 5, c->e, c->Iu, c->QD, c->ZI, c->P_B);
}

static int repaired_U(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 4, c->e, c->Iu, c->QD, c->XI);
}

/* I - D'(I_N x W), samples stacked within units: what Q would be with vec stacking rows, as printed. */
static int stacked_by_rows(fmpq_mat_t out, const formula_case_t c)
{
    fmpq_mat_t I, IW;
    slong size = c->p->n * c->p->N;
    fmpq_mat_init(I, c->p->N, c->p->N);
    fmpq_mat_one(I);
    fmpq_mat_init(IW, size, size);
    fmpq_mat_kronecker_product(IW, I, c->p->W);
    int conform = formula_product(out, -1, 2, c->rows_D, IW);
    for (slong i = 0; i < size; i++) fmpq_add_si(fmpq_mat_entry(out, i, i), fmpq_mat_entry(out, i, i), 1);
    fmpq_mat_clear(I);
    fmpq_mat_clear(IW);
    return conform;
}

#define BY(block) "\\partial\\mathcal L/\\partial " block
#define OF(block) "$`" BY(block) "`$"
static const formula_t printed[] = {{OF("\\mathbf u"), OF_LOSS, MONDEQ_OUTPUT, by_u},
                                    {OF("A"), OF_LOSS, MONDEQ_A, printed_A},
                                    {OF("B"), OF_LOSS, MONDEQ_B, printed_B},
                                    {OF("U"), OF_LOSS, MONDEQ_U, printed_U},
                                    {0}};
static const formula_t repaired[] = {{OF("\\mathbf u"), OF_LOSS, MONDEQ_OUTPUT, by_u},
                                     {OF("A"), OF_LOSS, MONDEQ_A, repaired_A},
                                     {OF("B"), OF_LOSS, MONDEQ_B, repaired_B},
                                     {OF("U"), OF_LOSS, MONDEQ_U, repaired_U},
                                     {0}};

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    static const formula_t rows[] = {{"Q with vec stacking rows", OF_G_STACKING_ROWS, MONDEQ_Z, stacked_by_rows}, {0}};
    comparison_t other;
    (void)a;
    (void)width;
    formulas_verdict(v, printed, ALL_INSTANCES, NULL);
    formulas_compare(other, rows, ALL_INSTANCES);
    verdict_add(v,
                "$`\\hat{\\mathbf y}=Z^\\top\\mathbf u=(I_N\\otimes\\mathbf u^\\top)\\mathrm{vec}[Z]`$: the printed "
                "$`\\mathbf u^\\top\\otimes I_N`$ has the right shape, but adds up entries of different samples; it is "
                "right for $`n=1`$ or $`N=1`$. With vec stacking rows it would be right, but then $`Q=I-D(I_N\\otimes "
                "W)`$ of Lemma 3.2.2 is not $`\\partial g_\\theta/\\partial\\mathrm{vec}[Z]`$ (different on %ld of the "
                "%ld instances): no stacking makes both true.",
                (long)other->differing, (long)other->instances);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    formulas_verdict(
        v, repaired, ALL_INSTANCES,
        "$`\\mathcal L=\\frac12\\Vert\\hat{\\mathbf y}-\\mathbf y\\Vert^2`$, $`\\hat{\\mathbf y}=Z^\\top\\mathbf "
        "u=(I_N\\otimes\\mathbf u^\\top)\\mathrm{vec}[Z]`$ (vec stacks the samples $`z_j`$, $`\\hat y_j=\\mathbf "
        "u^\\top z_j`$), so $`d\\mathcal L=(\\hat{\\mathbf y}-\\mathbf y)^\\top(Z^\\top d\\mathbf "
        "u+(I_N\\otimes\\mathbf u^\\top)d\\mathrm{vec}[Z])`$, and Lemma 3.2.2 gives $`d\\mathrm{vec}[Z]`$.");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static int transposed_resolvent(fmpq_mat_t out, const formula_case_t c)
{
    slong size = c->p->n * c->p->N;
    fmpq_mat_t T;
    fmpq_mat_init(T, size, size);
    fmpq_mat_transpose(T, c->QD);
    int conform = formula_product(out, 1, 4, c->e, c->Iu, T, c->XI);
    fmpq_mat_clear(T);
    return conform;
}

static void planted_transposed(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("U"), OF_LOSS, MONDEQ_U, transposed_resolvent}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static void planted_swapped(verdict_t v, void *unused)
{
    static const formula_t f[] = {{OF("U"), OF_LOSS, MONDEQ_U, printed_U}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static void planted_one_sample(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, printed, ONE_SAMPLE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, repaired, ALL_INSTANCES, NULL);
}

static const planted_t planted[] = {
    {"transposed-resolvent",
     "$`" BY("U") "=(\\hat{\\mathbf y}-\\mathbf y)^\\top(I_N\\otimes\\mathbf u^\\top)(Q^{-1}D)^\\top[X^\\top\\otimes "
                  "I_n]`$.",
     0, planted_transposed},
    {"kronecker-factors-swapped",
     "$`" BY("U") "=(\\hat{\\mathbf y}-\\mathbf y)^\\top(\\mathbf u^\\top\\otimes I_N)Q^{-1}D[X^\\top\\otimes I_n]`$ "
                  "alone.",
     0, planted_swapped},
    {"one-sample-offered-as-false", "The printed formulas for $`N=1`$.", 1, planted_one_sample},
    {"true-offered-as-false", "The repaired formulas.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_2_3[] = {
    {.id = "mondeq.lemma-3.2.3",
     .title = "The gradient of the loss",
     .source = "Nguyen, Lemma 3.2.3",
     .statement =
         "The partial derivatives of $`\\mathcal{L}`$ with respect to $`Z, A, B, U`$, and $`\\mathbf{u}`$ "
         "are\n\n```math\n\\begin{aligned}\\frac{\\partial \\mathcal{L}}{\\partial \\mathbf{u}} &= "
         "(\\hat{\\mathbf{y}} - \\mathbf{y})^\\top Z^\\top \\\\ \\frac{\\partial \\mathcal{L}}{\\partial A} &= "
         "(\\hat{\\mathbf{y}} - \\mathbf{y})^\\top (\\mathbf{u}^\\top \\otimes I_N) Q^{-1} D [Z^\\top \\otimes "
         "I_n] P_A \\\\ \\frac{\\partial \\mathcal{L}}{\\partial B} &= (\\hat{\\mathbf{y}} - \\mathbf{y})^\\top "
         "(\\mathbf{u}^\\top \\otimes I_N) Q^{-1} D [Z^\\top \\otimes I_n] P_B \\\\ \\frac{\\partial "
         "\\mathcal{L}}{\\partial U} &= (\\hat{\\mathbf{y}} - \\mathbf{y})^\\top (\\mathbf{u}^\\top \\otimes I_N) "
         "Q^{-1} D [X^\\top \\otimes I_n]\\end{aligned}\n```",
     .reading =
         "$`\\partial\\mathcal L/\\partial A`$ is the row of derivatives by the entries of $`\\mathrm{vec}[A]`$ "
         "(the printed product is a row of $`n^2`$ numbers); vec stacks columns, as Lemmas 3.2.1 and 3.2.2 need "
         "it; $`P_A`$, $`P_B`$, $`Q`$, $`D`$ as there. The order of the Kronecker factors is as printed. The lemma "
         "announces a derivative by $`Z`$ and prints none.",
     .hypotheses = "$`m>0`$; no entry of $`WZ+UX`$ is 0 at the equilibrium.",
     .method = "Compared entry by entry, in exact rationals, with the derivatives by the definition.",
     .depends = "mondeq.lemma-3.2.2",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.2.3.c"},
    {.id = "mondeq.lemma-3.2.3.repaired",
     .title = "The gradient of the loss, with the samples in the order of vec",
     .source = "Nguyen, Lemma 3.2.3, repaired",
     .statement =
         "With $`J=(I_N\\otimes\\mathbf u^\\top)Q^{-1}D`$: $`\\frac{\\partial\\mathcal L}{\\partial\\mathbf "
         "u}=(\\hat{\\mathbf y}-\\mathbf y)^\\top Z^\\top`$, $`\\frac{\\partial\\mathcal "
         "L}{\\partial\\mathrm{vec}[A]}=(\\hat{\\mathbf y}-\\mathbf y)^\\top J[Z^\\top\\otimes I_n]P_A`$, "
         "$`\\frac{\\partial\\mathcal L}{\\partial\\mathrm{vec}[B]}=(\\hat{\\mathbf y}-\\mathbf y)^\\top "
         "J[Z^\\top\\otimes I_n]P_B`$, $`\\frac{\\partial\\mathcal L}{\\partial\\mathrm{vec}[U]}=(\\hat{\\mathbf "
         "y}-\\mathbf y)^\\top J[X^\\top\\otimes I_n]`$.",
     .reading = "vec stacks columns; $`P_A`$, $`P_B`$ with $`I_{n^2}`$.",
     .hypotheses = "$`m>0`$; no entry of $`WZ+UX`$ is 0 at the equilibrium.",
     .method = "Proved by the chain rule (the claim's file) from Lemma 3.2.2; compared with the derivatives by the "
               "definition in exact rationals.",
     .depends = "mondeq.lemma-3.2.2",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-3.2.3.c"},
    {.id = NULL}};
