/* mondeq.lemma-3.3.10: the term I_3 of the progress. */
#include "verify/claims/mondeq_inequalities_descent.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_decide(v, THIRD_TERM, DESCENTS_CONDITIONED,
                   "$`\\mathbf g-\\hat{\\mathbf y}_k=Z_k^\\top(\\mathbf u_{k+1}-\\mathbf u_k)=-\\eta Z_k^\\top Z_ke`$, "
                   "so $`I_3=-\\eta\\Vert Z_ke\\Vert^2`$. For $`n\\ge N`$ the least eigenvalue of the $`N\\times N`$ "
                   "matrix $`Z_k^\\top Z_k`$ is $`\\sigma_{\\min}(Z_k)^2`$, at least $`\\lambda_0^2/4`$ by hypothesis "
                   "2 (trivial for $`k=0`$), and $`\\Vert e\\Vert^2=2\\mathcal L(\\theta_k)`$: "
                   "$`I_3\\le-\\eta\\frac{\\lambda_0^2}4\\cdot2\\mathcal L(\\theta_k)`$. The proof's $`Z_kZ_k^\\top`$ "
                   "for $`Z_k^\\top Z_k`$ is a slip that the statement does not share. Equality iff "
                   "$`\\sigma_{\\min}(Z_k)=\\lambda_0/2`$ and $`e`$ is a singular vector of it. Left and right below: "
                   "$`\\eta\\frac{\\lambda_0^2}2\\mathcal L(\\theta_k)`$ and $`-I_3`$.");
    descent_t d;
    descent_init_example(d, DESCENT_ROTATION);
    descent_step(d);
    descent_step(d);
    verdict_t without;
    verdict_init(without);
    if (v->kind == VERDICT_PROVED && descent_hypothesis_1(d) == 1 && descent_hypothesis_3(d) == 1 &&
        descent_refute(without, d, THIRD_TERM, ""))
        verdict_add(v, "Hypothesis 2 is needed and does not follow from the others: in the counterexample to "
                       "Proposition 6, $`k=1`$, hypotheses 1 and 3 hold and the inequality fails, certified.");
    verdict_clear(without);
    descent_clear(d);
}

static void planted_shape(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, THIRD_TERM_ANY_SHAPE, DESCENTS_FREE, NULL);
}

static void planted_fourfold(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, THIRD_TERM_FOURFOLD, DESCENTS_CONDITIONED, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, THIRD_TERM_OWN_RATE, DESCENTS_FREE, "$`I_3=-\\eta\\Vert Z_ke\\Vert^2`$.");
}

static const planted_t planted[] = {
    {"fewer-units-than-samples", "The lemma without $`n\\ge N`$.", 0, planted_shape},
    {"without-loss-of-a-half", "$`I_3\\le-2\\eta\\lambda_0^2\\mathcal L(\\theta_k)`$.", 0, planted_fourfold},
    {"true-offered-as-false", "$`I_3\\le-2\\eta\\,\\sigma_{\\min}(Z_k)^2\\mathcal L(\\theta_k)`$ for $`n\\ge N`$.", 1,
     planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_3_10[] = {
    {.id = "mondeq.lemma-3.3.10",
     .title = "The part of the progress that the output weights make",
     .source = "Nguyen, Lemma 3.3.10",
     .statement = "If $`n\\geq N`$ and hypothesis 1, 2 and 3 hold for $`k'=1,\\dots,k`$, we "
                  "have\n\n```math\n\\begin{aligned}I_3&=(\\mathbf g-\\hat{\\mathbf y}_k)^\\top(\\hat{\\mathbf "
                  "y}_k-\\mathbf y)\\\\&\\leq-\\eta\\frac{\\lambda_0^2}{2}\\mathcal L(\\theta_k)\\end{aligned}\n```",
     .reading = "Hypotheses 1 to 3 are those of the proof of Theorem 3.3.5: $`\\theta(k')`$ in the Frobenius balls "
                "around $`\\theta(0)`$; $`\\sigma_{\\min}(Z(k'))\\ge\\lambda_0/2`$; (3.20). They are trivial at step "
                "0, so $`k=0`$ leaves nothing to assume. $`\\bar\\lambda=\\Vert\\cdot\\Vert_2+R`$, "
                "$`\\bar\\lambda_{ab}=\\bar\\lambda_a\\bar\\lambda_b`$, $`\\lambda_0=\\sigma_{\\min}(Z(0))`$, "
                "$`e(k)=\\hat{\\mathbf y}(k)-\\mathbf y`$. $`\\mathbf g=Z(k)^\\top\\mathbf u(k+1)`$.",
     .hypotheses = "As printed.",
     .method = "Gradient descent in exact rationals (equilibria solved exactly, derivatives by implicit "
               "differentiation without the thesis's formulas); hypotheses, Condition 2 and both sides are decided "
               "exactly or in balls. The statement is proved by the argument shown; the search (Condition 2 certified, "
               "up to two steps, $`n,N\\le2`$, $`m`$ down to 1/1000) only tests it.",
     .depends = "mondeq.lemma-3.2.3 mondeq.prop-6",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.10.c"},
    {.id = NULL}};
