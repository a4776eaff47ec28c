/* mondeq.lemma-C.0.4: the norm of (I - W^T J)^-1 u, false where an inactive unit meets a skew part. */
#include "verify/claims/mondeq_inequalities.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    mondeq_t p;
    instance_set(p, 2, 1, 1, "1/2", "0 0 0 0", "0 1 0 0", "1 0", "1 0", "1", "0");
    inequality_refute_at(
        v, measure_jacobian, JACOBIAN_VECTOR, p, NULL,
        "$`J=\\mathrm{diag}(1,0)`$, the derivative at the equilibrium $`z=(2,0)`$ (pre-activations $`(2,-2)`$), "
        "$`I-W^\\top J=\\begin{pmatrix}1/2&0\\\\-1&1\\end{pmatrix}`$ and $`[I-W^\\top J]^{-1}\\mathbf u=(2,2)`$ of "
        "norm $`2\\sqrt2>2=\\Vert\\mathbf u\\Vert/m`$. The proof's \"$`J_{ii}<1`$\" does not save it: with "
        "$`J=\\mathrm{diag}(\\frac12,0)`$, $`m=1`$, $`W=\\begin{pmatrix}0&1\\\\-1&0\\end{pmatrix}`$, $`\\mathbf "
        "u=(1,0)`$ the vector is $`(1,\\frac12)`$, of norm $`\\frac{\\sqrt5}2>1`$. Nor is a skew part needed once "
        "$`m>1`$: $`J=0`$ gives $`\\Vert\\mathbf u\\Vert>\\Vert\\mathbf u\\Vert/m`$.");
    mondeq_clear(p);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    inequality_decide(
        v, measure_jacobian, JACOBIAN_VECTOR_MASKED,
        "$`J(I-W^\\top J)^{-1}=\\left((I-JW)^{-1}J\\right)^\\top`$. Let $`v=(I-JW)^{-1}Jr`$, that is $`v=J(Wv+r)`$ "
        "with $`0\\le J\\le I`$ diagonal. Then $`v_i(Wv+r)_i\\ge v_i^2`$, so $`\\Vert v\\Vert^2\\le\\langle "
        "v,Wv\\rangle+\\langle v,r\\rangle\\le(1-m)\\Vert v\\Vert^2+\\Vert v\\Vert\\Vert r\\Vert`$ and $`\\Vert "
        "v\\Vert\\le\\Vert r\\Vert/m`$ ($`r=0`$: the inverse exists).");
}

static void planted_half(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_jacobian, JACOBIAN_SAMPLES_HALF, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_jacobian, JACOBIAN_VECTOR_SYMMETRIC,
                      "$`I-W^\\top J`$ is diagonal with entries $`1`$ or $`1-W_{ii}\\ge m`$.");
}

static const planted_t planted[] = {
    {"half-the-bound", "$`\\Vert J[I-W^\\top J]^{-1}\\mathbf u\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{2m}`$.", 0,
     planted_half},
    {"true-offered-as-false",
     "$`\\Vert[I-W^\\top J]^{-1}\\mathbf u\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}m`$ for diagonal $`W`$ and "
     "$`m\\le1`$.",
     1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_C_0_4[] = {
    {.id = "mondeq.lemma-C.0.4",
     .title = "The norm of the transposed inverse applied to the output weights",
     .source = "Nguyen, Lemma C.0.4",
     .statement = "$`\\Vert[I-W^\\top J]^{-1}\\mathbf u\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$",
     .reading = "$`J=\\mathrm{diag}(\\sigma'(W\\mathbf z+U\\mathbf x))`$ at the equilibrium of one sample.",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique.",
     .method = "A counterexample with an exact rational equilibrium away from the kinks of ReLU, certified here.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-C.0.4.c"},
    {.id = "mondeq.lemma-C.0.4.repaired",
     .title = "The same with the derivative of ReLU kept",
     .source = "Nguyen, Lemma C.0.4, repaired",
     .statement = "$`\\Vert J[I-W^\\top J]^{-1}\\mathbf u\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$",
     .reading = "",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique. $`J`$ diagonal with entries in $`[0,1]`$.",
     .method = "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; "
               "the statement itself is proved by the argument shown. Sharp: equality for $`J=I`$, $`W=(1-m)I`$.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-C.0.4.c"},
    {.id = NULL}};
