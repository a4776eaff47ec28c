/* mondeq.lemma-3.3.9: the term I_2 of the progress, printed without the powers of m. */
#include "verify/claims/mondeq_inequalities_descent.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_t d;
    descent_init_example(d, DESCENT_OVERSHOOT);
    descent_step(d);
    if (descent_refute(v, d, SECOND_TERM,
                       "$`\\mathbf g=Z(0)^\\top\\mathbf u(1)`$. $`z=100`$, $`e=\\frac12`$, $`\\mathbf "
                       "u(1)=\\frac1{400}-\\frac1{200}=-\\frac1{400}`$ changes its sign, $`U(1)=1-\\frac1{80000}`$, "
                       "$`Z(1)-Z(0)=-\\frac1{800}`$ and $`I_2=\\mathbf "
                       "u(1)(Z(1)-Z(0))e=\\frac1{640000}\\approx1.56\\cdot10^{-6}`$; the bound is "
                       "$`\\frac14\\cdot10^{-4}\\left(\\bar\\lambda_u^2+4\\bar\\lambda_{Uu}^2(1+\\bar\\lambda_A^2)+"
                       "\\dots\\right)\\approx4.06\\cdot10^{-7}`$. The first-order part of $`I_2`$ is $`-\\eta "
                       "e^\\top(J_AJ_A^\\top+J_BJ_B^\\top+J_UJ_U^\\top)e\\le0`$, so a violation has to come from the "
                       "second order; the dropped powers of $`m`$ leave room for it.") &&
        descent_report_hypotheses(v, d)) {
        inequality_t q;
        inequality_init(q);
        descent_search(q, SECOND_TERM, DESCENTS_CONDITIONED);
        inequality_report(v, q);
    }
    descent_clear(d);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_decide(v, SECOND_TERM_REPAIRED, DESCENTS_CONDITIONED,
                   "$`\\theta(k+1)`$ is in the balls (Proposition 5 repaired). Lemma 3.3.4 and Lemma 3.3.7 repaired, "
                   "the printed last line included: $`\\Vert Z(k+1)-Z(k)\\Vert_F\\le\\eta\\Vert X\\Vert_F^2\\Vert "
                   "e\\Vert\\left(\\frac{\\bar\\lambda_u}{m^2}+\\frac{4\\bar\\lambda_U^2\\bar\\lambda_u}{m^4}("
                   "\\bar\\lambda_A^2+\\eta\\lambda_0^2\\bar\\lambda_A^2/16+1)\\right)`$. $`I_2=\\mathbf "
                   "u(k+1)^\\top(Z(k+1)-Z(k))e\\le\\bar\\lambda_u\\Vert Z(k+1)-Z(k)\\Vert_F\\Vert e\\Vert`$ and "
                   "$`\\Vert e\\Vert^2=2\\mathcal L`$.");
}

static void planted_false(verdict_t v, void *unused)
{
    (void)unused;
    descent_t d;
    descent_init_example(d, DESCENT_OVERSHOOT);
    descent_step(d);
    descent_refute(v, d, SECOND_TERM_ZERO, "$`I_2=1/640000`$ as in the claim.");
    descent_clear(d);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, SECOND_TERM_REPAIRED, DESCENTS_CONDITIONED, "The repaired lemma.");
}

static const planted_t planted[] = {{"never-positive", "$`I_2\\le0`$.", 0, planted_false},
                                    {"true-offered-as-false", "The repaired lemma.", 1, planted_true},
                                    {0}};

const claim_t claims_mondeq_lemma_3_3_9[] = {
    {.id = "mondeq.lemma-3.3.9",
     .title = "The part of the progress that the features make",
     .source = "Nguyen, Lemma 3.3.9",
     .statement =
         "If hypothesis 1 and 3 hold for $`k'=1,\\dots,k`$, we have\n\n```math\n\\begin{aligned}I_2&=(\\hat{\\mathbf "
         "y}_{k+1}-\\mathbf g)^\\top(\\hat{\\mathbf y}_k-\\mathbf y)\\\\&\\leq2\\mathcal "
         "L(\\theta(k))[\\eta(C_{11}-\\bar{\\lambda}_U^2\\|X\\|_F^2)+\\eta^2\\lambda_0^2C_{12}]\\end{aligned}\n```",
     .reading =
         "Hypotheses 1 to 3 are those of the proof of Theorem 3.3.5: $`\\theta(k')`$ in the Frobenius balls around "
         "$`\\theta(0)`$; $`\\sigma_{\\min}(Z(k'))\\ge\\lambda_0/2`$; (3.20). They are trivial at step 0, so $`k=0`$ "
         "leaves nothing to assume. $`\\bar\\lambda=\\Vert\\cdot\\Vert_2+R`$, "
         "$`\\bar\\lambda_{ab}=\\bar\\lambda_a\\bar\\lambda_b`$, $`\\lambda_0=\\sigma_{\\min}(Z(0))`$, "
         "$`e(k)=\\hat{\\mathbf y}(k)-\\mathbf y`$. $`C_{11},C_{12}`$ as in Lemma 3.3.8: where "
         "$`C_{11}=\\|X\\|_F^2(\\bar{\\lambda}_u^2+4\\bar{\\lambda}_{Uu}^2+4\\bar{\\lambda}_{UuA}^2+\\bar{\\lambda}_U^"
         "2)`$ and $`C_{12}=\\|X\\|_F^2\\bar{\\lambda}_{UuA}^2/4`$. $`\\mathbf g=Z(k)^\\top\\mathbf u(k+1)`$.",
     .hypotheses = "As printed. The counterexample also satisfies what the section assumes elsewhere: Condition 2 and "
                   "the step size of Theorem 3.3.5.",
     .method =
         "Gradient descent in exact rationals (equilibria solved exactly, derivatives by implicit differentiation "
         "without the thesis's formulas); hypotheses, Condition 2 and both sides are decided exactly or in balls.",
     .depends = "mondeq.lemma-3.3.4 mondeq.lemma-3.3.7 mondeq.prop-5",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.9.c"},
    {.id = "mondeq.lemma-3.3.9.repaired",
     .title = "The part of the progress that the features make, with the powers of m",
     .source = "Nguyen, Lemma 3.3.9, repaired",
     .statement =
         "$`I_2\\le2\\mathcal L(\\theta(k))\\left[\\eta\\left(C_{11}'-\\frac{\\bar\\lambda_U^2\\Vert "
         "X\\Vert_F^2}{m^2}\\right)+\\eta^2\\lambda_0^2C_{12}'\\right]`$, $`C_{11}'=\\Vert "
         "X\\Vert_F^2\\left(\\frac{\\bar\\lambda_u^2+\\bar\\lambda_U^2}{m^2}+\\frac{4\\bar\\lambda_{Uu}^2(1+"
         "\\bar\\lambda_A^2)}{m^4}\\right)`$, $`C_{12}'=\\Vert X\\Vert_F^2\\frac{\\bar\\lambda_{UuA}^2}{4m^4}`$.",
     .reading = "Hypotheses 1 to 3 are those of the proof of Theorem 3.3.5: $`\\theta(k')`$ in the Frobenius balls "
                "around $`\\theta(0)`$; $`\\sigma_{\\min}(Z(k'))\\ge\\lambda_0/2`$; (3.20). They are trivial at step "
                "0, so $`k=0`$ leaves nothing to assume. $`\\bar\\lambda=\\Vert\\cdot\\Vert_2+R`$, "
                "$`\\bar\\lambda_{ab}=\\bar\\lambda_a\\bar\\lambda_b`$, $`\\lambda_0=\\sigma_{\\min}(Z(0))`$, "
                "$`e(k)=\\hat{\\mathbf y}(k)-\\mathbf y`$.",
     .hypotheses = "(3.16), $`0<\\eta\\le4/\\lambda_0^2`$, $`\\lambda_0>0`$; hypotheses 1 and 3 for $`k'=1..k`$. "
                   "$`W=(1-m)I-A^\\top A+B-B^\\top`$, $`m>0`$, $`\\sigma`$ = ReLU; gradients with any "
                   "$`D_{ii}\\in[0,1]`$ at a kink.",
     .method = "Gradient descent in exact rationals (equilibria solved exactly, derivatives by implicit "
               "differentiation without the thesis's formulas); hypotheses, Condition 2 and both sides are decided "
               "exactly or in balls. The repaired statement is proved by the argument shown; the search (Condition 2 "
               "certified, up to two steps, $`n,N\\le2`$, $`m`$ down to 1/1000) only tests it.",
     .depends = "mondeq.lemma-3.3.4 mondeq.lemma-3.3.7.repaired mondeq.prop-5.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-3.3.9.c"},
    {.id = NULL}};
