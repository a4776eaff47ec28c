/* mondeq.lemma-3.3.2: the norm of (u^T x I_N) Q^-1, false where an inactive unit meets a skew part. */
#include "verify/claims/mondeq_inequalities.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    mondeq_t p;
    instance_set(p, 2, 1, 1, "1/2", "0 0 0 0", "0 1 0 0", "1 0", "1 0", "1", "0");
    inequality_refute_at(
        v, measure_jacobian, JACOBIAN_PRINTED, p, NULL,
        "$`W=\\begin{pmatrix}1/2&1\\\\-1&1/2\\end{pmatrix}`$, so $`I-W\\succeq\\frac12I`$ with equality in the "
        "symmetric part; the equilibrium is $`z=(2,0)`$ with pre-activations $`(2,-2)`$, so $`D=\\mathrm{diag}(1,0)`$, "
        "$`Q=I-DW=\\begin{pmatrix}1/2&-1\\\\0&1\\end{pmatrix}`$, $`Q^{-1}=\\begin{pmatrix}2&2\\\\0&1\\end{pmatrix}`$ "
        "and $`\\mathbf u^\\top Q^{-1}=(2,2)`$ of norm $`2\\sqrt2>2=\\Vert\\mathbf u\\Vert/m`$. With $`b`$ for the "
        "entry of $`B`$ the ratio is $`\\sqrt{1+b^2}`$: no constant helps. $`N=1`$, so the order of the Kronecker "
        "factors, and whether $`Z`$ is $`n\\times N`$ or $`N\\times n`$, plays no part.");
    mondeq_clear(p);
    verdict_add(v, "The proof uses $`\\Vert\\Pi\\Vert\\le1`$ for $`\\Pi=[J+\\mu(I-J)]^{-1}`$ in the limit "
                   "$`\\mu\\to0^+`$, but $`\\Vert\\Pi\\Vert\\to\\infty`$ as soon as one $`J_{ii}=0`$.");
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    inequality_decide(
        v, measure_jacobian, JACOBIAN_SAMPLES_MASKED,
        "Let $`v=(I-D_jW)^{-1}D_jr`$, that is $`v=D_j(Wv+r)`$ with $`0\\le D_j\\le I`$ diagonal. Then "
        "$`v_i(Wv+r)_i\\ge v_i^2`$, so $`\\Vert v\\Vert^2\\le\\langle v,Wv\\rangle+\\langle v,r\\rangle\\le(1-m)\\Vert "
        "v\\Vert^2+\\Vert v\\Vert\\Vert r\\Vert`$ and $`\\Vert v\\Vert\\le\\Vert r\\Vert/m`$ ($`r=0`$: the inverse "
        "exists). Hence $`\\Vert Q^{-1}D\\Vert\\le1/m`$, block by block, and $`\\Vert(\\mathbf u^\\top\\otimes "
        "I_N)Q^{-1}D\\Vert\\le\\Vert\\mathbf u^\\top\\otimes I_N\\Vert\\,\\Vert Q^{-1}D\\Vert\\le\\Vert\\mathbf "
        "u\\Vert/m`$; the same for $`I_N\\otimes\\mathbf u^\\top`$, the order that belongs to $`\\mathrm{vec}`$ of an "
        "$`n\\times N`$ matrix. Without $`D`$: $`Q^{-1}=I+Q^{-1}D(I_N\\otimes W)`$.");
    verdict_t other;
    verdict_init(other);
    inequality_decide(other, measure_jacobian, JACOBIAN_PRINTED_MASKED, "With the factors in the printed order.");
    if (other->kind == VERDICT_PROVED)
        inequality_decide(other, measure_jacobian, JACOBIAN_UNMASKED_LARGER, "Without D.");
    if (other->kind != VERDICT_PROVED) verdict_set(v, other->kind, "%s", other->evidence);
    verdict_clear(other);
}

static void planted_half(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_jacobian, JACOBIAN_SAMPLES_HALF, NULL);
}

static void planted_order(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_jacobian, JACOBIAN_SAMPLES, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_jacobian, JACOBIAN_VECTOR_SYMMETRIC,
                      "The blocks are diagonal with entries $`1`$ (inactive) or $`1/(1-W_{ii})\\le1/m`$.");
}

static const planted_t planted[] = {
    {"half-the-bound", "$`\\Vert(I_N\\otimes\\mathbf u^\\top)Q^{-1}D\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{2m}`$.", 0,
     planted_half},
    {"samples-stacked",
     "$`\\Vert(I_N\\otimes\\mathbf u^\\top)Q^{-1}\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$: the print with the "
     "factors in the order of $`\\mathrm{vec}(Z)`$.",
     0, planted_order},
    {"true-offered-as-false",
     "$`\\Vert(I_N\\otimes\\mathbf u^\\top)Q^{-1}\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$ for diagonal $`W`$ and "
     "$`m\\le1`$.",
     1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_3_2[] = {
    {.id = "mondeq.lemma-3.3.2",
     .title = "The norm of the inverse Jacobian",
     .source = "Nguyen, Lemma 3.3.2",
     .statement = "$`\\Vert(\\mathbf u^\\top\\otimes I_N)Q^{-1}\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$",
     .reading = "$`Q=I_{Nn}-D(I_N\\otimes W)`$ as Lemma 3.2.2 defines it; spectral norms.",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique.",
     .method = "A counterexample with an exact rational equilibrium away from the kinks of ReLU, certified here; the "
               "search measures the factors in the printed order with $`Z\\in\\mathbb R^{n\\times N}`$.",
     .depends = "mondeq.lemma-C.0.5",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.2.c"},
    {.id = "mondeq.lemma-3.3.2.repaired",
     .title = "The norm of the inverse Jacobian, with the derivative of ReLU kept",
     .source = "Nguyen, Lemma 3.3.2, repaired",
     .statement = "$`\\Vert(I_N\\otimes\\mathbf u^\\top)Q^{-1}D\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$ and "
                  "$`\\Vert(\\mathbf u^\\top\\otimes I_N)Q^{-1}D\\Vert\\le\\frac{\\Vert\\mathbf u\\Vert}{m}`$ (the "
                  "gradients only ever contain $`Q^{-1}D`$); without $`D`$, $`\\Vert(I_N\\otimes\\mathbf "
                  "u^\\top)Q^{-1}\\Vert\\le\\Vert\\mathbf u\\Vert\\left(1+\\frac{\\Vert W\\Vert}{m}\\right)`$.",
     .reading = "",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique. $`D`$ diagonal with entries in $`[0,1]`$.",
     .method =
         "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; the "
         "statement itself is proved by the argument shown. Sharp: equality for $`W=(1-m)I`$ with every unit active.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-3.3.2.c"},
    {.id = NULL}};
