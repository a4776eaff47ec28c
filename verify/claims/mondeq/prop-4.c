/* mondeq.prop-4: the dynamics of the predictions under gradient flow, (3.7).

   dtheta/dt = -grad L = -J_theta^T (yhat - y), J_theta = d yhat/d vec(theta), so d yhat/dt = J_theta dtheta/dt =
   -(sum J J^T)(yhat - y), J_u J_u^T = Z^T Z.  As printed the summands are J^T J: n^2 x n^2, n^2 x n^2, nd x nd, and N x N for
   Z^T Z.  They have one shape only if N = n^2 and nd = n^2. */
#include "verify/claims/mondeq_formula.h"

/* out = -(sum of the four terms) e with J_A = R [Z^T x I_n] P_A, ... ; transposed_first: J^T J, else J J^T.  0 when the terms do
   not have the shape N x N. */
static int dynamics(fmpq_mat_t out, const formula_case_t c, const fmpq_mat_t output, int transposed_first)
{
    slong n = c->p->n, N = c->p->N, d = c->p->d, columns[] = {n * n, n * n, n * d};
    int conform = 1;
    fmpq_mat_t K, T, e;
    fmpq_mat_init(K, N, N);
    fmpq_mat_init(T, N, n);
    fmpq_mat_transpose(T, c->s->Z);
    fmpq_mat_mul(K, T, c->s->Z);
    fmpq_mat_clear(T);
    for (int k = 0; k < 3; k++) {
        fmpq_mat_t J, JT, term;
        fmpq_mat_init(J, N, columns[k]);
        fmpq_mat_init(JT, columns[k], N);
        fmpq_mat_init(term, N, N);
        if (k == 2)
            formula_product(J, 1, 3, output, c->QD, c->XI);
        else
            formula_product(J, 1, 4, output, c->QD, c->ZI, k == 0 ? c->P_A : c->P_B);
        fmpq_mat_transpose(JT, J);
        if (transposed_first ? formula_product(term, 1, 2, JT, J) : formula_product(term, 1, 2, J, JT))
            fmpq_mat_add(K, K, term);
        else
            conform = 0;
        fmpq_mat_clear(J);
        fmpq_mat_clear(JT);
        fmpq_mat_clear(term);
    }
    fmpq_mat_init(e, N, 1);
    fmpq_mat_transpose(e, c->e);
    conform = conform && formula_product(out, -1, 2, K, e);
    fmpq_mat_clear(K);
    fmpq_mat_clear(e);
    return conform;
}

static int as_printed(fmpq_mat_t out, const formula_case_t c)
{
    return dynamics(out, c, c->uI, 1);
}

static int other_order(fmpq_mat_t out, const formula_case_t c)
{
    return dynamics(out, c, c->uI, 0);
}

static int correct(fmpq_mat_t out, const formula_case_t c)
{
    return dynamics(out, c, c->Iu, 0);
}

#define NAME "$`d\\hat{\\mathbf y}/dt`$ by (3.7)"
static const formula_t printed[] = {{NAME, FLOW, MONDEQ_OUTPUT, as_printed}, {0}};
static const formula_t reordered[] = {{NAME, FLOW, MONDEQ_OUTPUT, other_order}, {0}};
static const formula_t repaired[] = {{NAME, FLOW, MONDEQ_OUTPUT, correct}, {0}};

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    comparison_t c, order;
    (void)a;
    (void)width;
    formulas_compare(c, printed, ALL_INSTANCES);
    formulas_compare(order, reordered, ALL_INSTANCES);
    if (c->conformable == c->instances) {
        formulas_verdict(v, printed, ALL_INSTANCES, NULL);
        return;
    }
    verdict_refute(
        v, "ill-typed",
        "$`J_A`$ and $`J_B`$ are $`N\\times n^2`$ and $`J_U`$ is $`N\\times nd`$, so $`J_A^\\top J_A`$ and "
        "$`J_B^\\top J_B`$ are $`n^2\\times n^2`$, $`J_U^\\top J_U`$ is $`nd\\times nd`$, and $`Z^\\top Z`$ is "
        "$`N\\times N`$: the sum is not defined unless $`N=n^2`$ and $`d=n`$. Assembled on %ld rational "
        "instances, it is defined on %ld.",
        (long)c->instances, (long)c->conformable);
    if (c->difference[0] != '\0')
        verdict_add(v, "Where it is defined it is wrong too, on %ld of them.\n\n%s", (long)c->differing, c->difference);
    if (order->differing > 0)
        verdict_add(
            v,
            "Turning the order to $`J_\\bullet J_\\bullet^\\top`$ alone does not repair it: $`\\mathbf "
            "u^\\top\\otimes I_N`$ for $`I_N\\otimes\\mathbf u^\\top`$ (Lemma 3.2.3) leaves it wrong on %ld of %ld "
            "instances.",
            (long)order->differing, (long)order->instances);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    formulas_verdict(
        v, repaired, ALL_INSTANCES,
        "$`\\frac{d\\theta}{dt}=-\\nabla\\mathcal L=-J_\\theta^\\top(\\hat{\\mathbf y}-\\mathbf y)`$ with "
        "$`J_\\theta=\\frac{\\partial\\hat{\\mathbf y}}{\\partial\\mathrm{vec}[\\theta]}`$, so "
        "$`\\frac{d\\hat{\\mathbf y}}{dt}=J_\\theta\\frac{d\\theta}{dt}=-\\sum_\\bullet J_\\bullet "
        "J_\\bullet^\\top(\\hat{\\mathbf y}-\\mathbf y)`$ over the blocks $`A,B,U,\\mathbf u`$; $`J_{\\mathbf "
        "u}=Z^\\top`$, and the others come from $`\\hat{\\mathbf y}=(I_N\\otimes\\mathbf "
        "u^\\top)\\mathrm{vec}[Z]`$ and Lemma 3.2.2. (At times when a pre-activation is 0 the flow itself is not "
        "defined.)");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void planted_order(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, reordered, FIRST_DIFFERENCE, NULL);
}

static int twice(fmpq_mat_t out, const formula_case_t c)
{
    int conform = correct(out, c);
    fmpq_mat_add(out, out, out);
    return conform;
}

static void planted_factor(verdict_t v, void *unused)
{
    static const formula_t f[] = {{NAME, FLOW, MONDEQ_OUTPUT, twice}, {0}};
    (void)unused;
    formulas_verdict(v, f, FIRST_DIFFERENCE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    formulas_verdict(v, repaired, ALL_INSTANCES, NULL);
}

static const planted_t planted[] = {
    {"kronecker-factors-swapped",
     "$`\\frac{d\\hat{\\mathbf y}}{dt}=-\\big(\\sum_\\bullet J_\\bullet J_\\bullet^\\top+Z^\\top "
     "Z\\big)(\\hat{\\mathbf y}-\\mathbf y)`$ with $`\\mathbf u^\\top\\otimes I_N`$ in $`J_\\bullet`$.",
     0, planted_order},
    {"factor-2", "The repaired $`K(t)`$ doubled.", 0, planted_factor},
    {"true-offered-as-false", "The repaired dynamics.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_prop_4[] = {
    {.id = "mondeq.prop-4",
     .title = "The dynamics of the predictions",
     .source = "Nguyen, Proposition 4 and (3.7)",
     .statement = "The dynamics of prediction $`\\hat{\\mathbf{y}}`$ is given "
                  "by\n\n```math\n\\frac{d\\hat{\\mathbf{y}}}{dt} = -K(t)(\\hat{\\mathbf{y}} - \\mathbf{y}) "
                  "\\tag{3.7}\n```\n\nwhere\n\n```math\n\\begin{aligned} K(t) &\\triangleq J_A(t)^\\top J_A(t) + "
                  "J_B(t)^\\top J_B(t) + J_U(t)^\\top J_U(t) + Z(t)^\\top Z(t) \\\\ J_A(t) &\\triangleq "
                  "(\\mathbf{u}(t)^\\top \\otimes I_N) Q(t)^{-1} D(t) [Z(t)^\\top \\otimes I_n] P_A(t), \\\\ J_B(t) "
                  "&\\triangleq (\\mathbf{u}(t)^\\top \\otimes I_N) Q(t)^{-1} D(t) [Z(t)^\\top \\otimes I_n] P_B, \\\\ "
                  "J_U(t) &\\triangleq (\\mathbf{u}(t)^\\top \\otimes I_N) Q(t)^{-1} D(t) [X^\\top \\otimes I_n]. "
                  "\\end{aligned}\n```",
     .reading =
         "The flow of 3.3.1, $`\\frac{d\\theta}{dt}=-\\frac{\\partial\\mathcal L}{\\partial\\theta}`$ for "
         "$`A,B,U,\\mathbf u`$, with the true derivatives; vec stacks columns; $`P_A`$, $`P_B`$ with $`I_{n^2}`$. "
         "The factors of $`K(t)`$ and their order as printed.",
     .hypotheses = "$`m>0`$; no entry of $`WZ+UX`$ is 0 at the equilibrium.",
     .method =
         "Shapes of the factors; where they conform, $`-K(\\hat{\\mathbf y}-\\mathbf y)`$ against the dynamics by "
         "the definition (chain rule with the exact derivatives).",
     .depends = "mondeq.lemma-3.2.3",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/prop-4.c"},
    {.id = "mondeq.prop-4.repaired",
     .title = "The dynamics of the predictions, with conformable factors",
     .source = "Nguyen, Proposition 4, repaired",
     .statement =
         "$`\\frac{d\\hat{\\mathbf y}}{dt}=-K(t)(\\hat{\\mathbf y}-\\mathbf y)`$, "
         "$`K=J_AJ_A^\\top+J_BJ_B^\\top+J_UJ_U^\\top+Z^\\top Z`$, $`J_A=(I_N\\otimes\\mathbf "
         "u^\\top)Q^{-1}D[Z^\\top\\otimes I_n]P_A`$, $`J_B=(I_N\\otimes\\mathbf u^\\top)Q^{-1}D[Z^\\top\\otimes "
         "I_n]P_B`$, $`J_U=(I_N\\otimes\\mathbf u^\\top)Q^{-1}D[X^\\top\\otimes I_n]`$.",
     .reading = "vec stacks columns; $`P_A`$, $`P_B`$ with $`I_{n^2}`$.",
     .hypotheses = "$`m>0`$; no entry of $`WZ+UX`$ is 0 at the equilibrium.",
     .method = "Proved by the chain rule (the claim's file); compared with the dynamics by the definition in exact "
               "rationals.",
     .depends = "mondeq.lemma-3.2.3.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/prop-4.c"},
    {.id = NULL}};
