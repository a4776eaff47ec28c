/* mondeq.lemma-3.3.8: the term I_1 of the progress, printed without the powers of m. */
#include "verify/claims/mondeq_inequalities_descent.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_t d;
    descent_init_example(d, DESCENT_OVERSHOOT);
    descent_step(d);
    if (descent_refute(
            v, d, FIRST_TERM,
            "$`z=Ux/m=100`$, $`\\hat y=\\frac14`$, $`e=\\frac12`$; the step gives $`\\mathbf u(1)=-\\frac1{400}`$, "
            "$`U(1)=1-\\frac1{80000}`$, $`\\hat y(1)\\approx-\\frac14`$, so $`I_1\\approx\\frac18`$, while "
            "$`C_{11}\\approx1.23`$, $`C_{12}<10^{-5}`$ and the bound is about "
            "$`\\frac18\\eta^2C_{11}^2\\approx1.9\\cdot10^{-9}`$. The proof drops every $`m`$ of Lemmas 3.3.4 and "
            "3.3.7. For $`n\\ge N`$, $`e(0)\\ne0`$ and small $`\\eta`$ it fails wherever Condition 2 holds: to first "
            "order $`\\Vert\\hat{\\mathbf y}(1)-\\hat{\\mathbf y}(0)\\Vert\\ge\\eta\\lambda_0^2\\Vert e\\Vert`$, and "
            "(3.18) is $`\\lambda_0^2\\ge20C_{11}`$.") &&
        descent_report_hypotheses(v, d)) {
        inequality_t q;
        inequality_init(q);
        descent_search(q, FIRST_TERM, DESCENTS_CONDITIONED);
        inequality_report(v, q);
    }
    descent_clear(d);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_decide(
        v, FIRST_TERM_REPAIRED, DESCENTS_CONDITIONED,
        "$`\\theta(k+1)`$ is in the balls (Proposition 5 repaired). Lemma 3.3.4 and Lemma 3.3.7 repaired, the printed "
        "last line included: $`\\Vert Z(k+1)-Z(k)\\Vert_F\\le\\eta\\Vert X\\Vert_F^2\\Vert "
        "e\\Vert\\left(\\frac{\\bar\\lambda_u}{m^2}+\\frac{4\\bar\\lambda_U^2\\bar\\lambda_u}{m^4}(\\bar\\lambda_A^2+"
        "\\eta\\lambda_0^2\\bar\\lambda_A^2/16+1)\\right)`$. $`\\Vert\\hat{\\mathbf y}(k+1)-\\hat{\\mathbf "
        "y}(k)\\Vert\\le\\Vert Z(k+1)-Z(k)\\Vert_F\\bar\\lambda_u+\\Vert Z(k)\\Vert_F\\Vert\\mathbf u(k+1)-\\mathbf "
        "u(k)\\Vert\\le\\Vert e\\Vert(\\eta C_{11}'+\\eta^2\\lambda_0^2C_{12}')`$; square and halve.");
}

static void planted_false(verdict_t v, void *unused)
{
    (void)unused;
    descent_t d;
    descent_init_example(d, DESCENT_ROTATION);
    descent_step(d);
    descent_refute(v, d, FIRST_TERM_SQUARES, "the step turns the weights, and Z with them, by 60 degrees.");
    descent_clear(d);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, FIRST_TERM_REPAIRED, DESCENTS_CONDITIONED, "The repaired lemma.");
}

static const planted_t planted[] = {{"square-for-fourth-power",
                                     "The repaired bound with $`m^2`$ for $`m^4`$ in $`C_{11}'`$ and $`C_{12}'`$.", 0,
                                     planted_false},
                                    {"true-offered-as-false", "The repaired lemma.", 1, planted_true},
                                    {0}};

const claim_t claims_mondeq_lemma_3_3_8[] = {
    {.id = "mondeq.lemma-3.3.8",
     .title = "The change of the outputs in one step",
     .source = "Nguyen, Lemma 3.3.8",
     .statement = "If hypothesis 1 and 3 hold for $`k'=1,\\dots,k`$, we "
                  "have\n\n```math\n\\begin{aligned}I_1&=\\frac12\\|\\hat{\\mathbf y}_{k+1}-\\hat{\\mathbf "
                  "y}_k\\|_2^2\\\\&\\leq\\mathcal "
                  "L(\\theta_k)[\\eta^2C_{11}^2+2\\eta^3\\lambda_0^2C_{11}C_{12}+\\eta^4\\lambda_0C_{12}^2]\\end{"
                  "aligned}\n```\n\nwhere "
                  "$`C_{11}=\\|X\\|_F^2(\\bar{\\lambda}_u^2+4\\bar{\\lambda}_{Uu}^2+4\\bar{\\lambda}_{UuA}^2+\\bar{"
                  "\\lambda}_U^2)`$ and $`C_{12}=\\|X\\|_F^2\\bar{\\lambda}_{UuA}^2/4`$.",
     .reading = "Hypotheses 1 to 3 are those of the proof of Theorem 3.3.5: $`\\theta(k')`$ in the Frobenius balls "
                "around $`\\theta(0)`$; $`\\sigma_{\\min}(Z(k'))\\ge\\lambda_0/2`$; (3.20). They are trivial at step "
                "0, so $`k=0`$ leaves nothing to assume. $`\\bar\\lambda=\\Vert\\cdot\\Vert_2+R`$, "
                "$`\\bar\\lambda_{ab}=\\bar\\lambda_a\\bar\\lambda_b`$, $`\\lambda_0=\\sigma_{\\min}(Z(0))`$, "
                "$`e(k)=\\hat{\\mathbf y}(k)-\\mathbf y`$.",
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
     .file = "verify/claims/mondeq/lemma-3.3.8.c"},
    {.id = "mondeq.lemma-3.3.8.repaired",
     .title = "The change of the outputs in one step, with the powers of m",
     .source = "Nguyen, Lemma 3.3.8, repaired",
     .statement =
         "$`I_1\\le\\mathcal L(\\theta_k)\\left(\\eta C_{11}'+\\eta^2\\lambda_0^2C_{12}'\\right)^2`$, $`C_{11}'=\\Vert "
         "X\\Vert_F^2\\left(\\frac{\\bar\\lambda_u^2+\\bar\\lambda_U^2}{m^2}+\\frac{4\\bar\\lambda_{Uu}^2(1+"
         "\\bar\\lambda_A^2)}{m^4}\\right)`$, $`C_{12}'=\\Vert X\\Vert_F^2\\frac{\\bar\\lambda_{UuA}^2}{4m^4}`$ (the "
         "printed last term $`\\eta^4\\lambda_0C_{12}^2`$ is $`\\eta^4\\lambda_0^4C_{12}'^2`$).",
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
     .file = "verify/claims/mondeq/lemma-3.3.8.c"},
    {.id = NULL}};
