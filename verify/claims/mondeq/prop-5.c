/* mondeq.prop-5: the iterates stay in their balls. */
#include "verify/claims/mondeq_inequalities_descent.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    descent_t d;
    descent_init_example(d, DESCENT_FROBENIUS);
    descent_step(d);
    if (descent_refute(
            v, d, NORM_A,
            "the line $`\\Vert A(k+1)\\Vert_F\\le\\bar\\lambda_A`$ with $`k=0`$. $`\\mathbf u(0)=0`$, so "
            "$`\\nabla_A=0`$, $`A(1)=A(0)=\\frac18I_2`$ and $`\\Vert A(1)\\Vert_F=\\frac{\\sqrt2}8\\approx0.177`$, "
            "while $`\\bar\\lambda_A=\\Vert A(0)\\Vert_2+R_A=\\frac18+\\frac1{50}=0.145`$. Read with $`\\Vert "
            "A(0)\\Vert_F`$ in the middle, the inequality is true and the equality with $`\\bar\\lambda_A`$ false.") &&
        descent_report_hypotheses(v, d) &&
        descent_also_violated(
            v, "The conclusion about hypothesis 1 needs (3.16), which the proposition does not name: without it, at",
            (const char *const[]){"1", "0", "0", "1", "1", "1", "0"}, "1/10", "2", AWAY_OUTPUT))
        verdict_add(v, "By hand: $`z=1`$, $`e=1`$, $`\\mathbf u(1)=1-2=-1`$ is outside the ball of radius "
                       "$`\\frac1{10}`$. With (3.16) and $`\\eta\\le4/\\lambda_0^2`$ hypothesis 1 for $`k+1`$, the "
                       "spectral bounds and the bound on $`W`$ are true (repaired).");
    descent_clear(d);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    static const descent_line lines[] = {AWAY_A, AWAY_B, AWAY_U, AWAY_OUTPUT, AWAY_W};
    descent_decide_all(
        v, lines, 5, DESCENTS_CONDITIONED,
        "Lemma 3.3.7 repaired and hypothesis 3: with $`q=1-\\eta\\lambda_0^2/4\\in[0,1)`$, $`\\sum_{s\\le "
        "k}\\eta\\Vert e(s)\\Vert\\le\\eta\\Vert e(0)\\Vert\\sum q^{s/2}\\le\\eta\\Vert e(0)\\Vert\\frac{1+\\sqrt "
        "q}{1-q}\\le\\frac8{\\lambda_0^2}\\Vert e(0)\\Vert`$. So $`\\Vert "
        "A(k+1)-A(0)\\Vert_F\\le\\frac{16}{\\lambda_0^2m^2}\\bar\\lambda_{UuA}\\Vert X\\Vert_F\\Vert e(0)\\Vert\\le "
        "R_A`$ by (3.16), and likewise $`\\frac{16}{\\lambda_0^2m^2}\\bar\\lambda_{Uu}`$, "
        "$`\\frac8{\\lambda_0^2m}\\bar\\lambda_u`$, $`\\frac8{\\lambda_0^2m}\\bar\\lambda_U`$ for $`B`$, $`U`$, "
        "$`\\mathbf u`$. With $`t=\\bar\\lambda_{Uu}\\Vert X\\Vert_F\\Vert e(0)\\Vert/(\\lambda_0^2m^2)`$: $`\\Vert "
        "W(k+1)-W(0)\\Vert_F\\le\\Vert\\Delta_A\\Vert_F^2+2\\Vert\\Delta_A\\Vert_F\\Vert "
        "A(0)\\Vert_2+2\\Vert\\Delta_B\\Vert_F\\le16t\\bar\\lambda_A\\cdot "
        "R_A+32t\\bar\\lambda_A^2+32t\\le16t(3\\bar\\lambda_A^2+2)`$, since $`R_A\\le\\bar\\lambda_A`$.");
}

static void planted_free(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, AWAY_OUTPUT, DESCENTS_FREE, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    descent_decide(v, AWAY_U, DESCENTS_CONDITIONED, "The repaired proposition.");
}

static const planted_t planted[] = {
    {"without-condition-2", "$`\\Vert\\mathbf u(k+1)-\\mathbf u(0)\\Vert\\le R_u`$ whatever $`\\lambda_0`$.", 0,
     planted_free},
    {"true-offered-as-false", "$`\\Vert U(k+1)-U(0)\\Vert_F\\le R_U`$ under (3.16) and $`\\eta\\le4/\\lambda_0^2`$.", 1,
     planted_true},
    {0}};

const claim_t claims_mondeq_prop_5[] = {
    {.id = "mondeq.prop-5",
     .title = "The iterates stay in their balls",
     .source = "Nguyen, Proposition 5",
     .statement =
         "If hypothesis 1 and 3 hold for $`k'=1,\\dots,k`$, we have hypothesis 1 hold for $`k+1`$ "
         "and\n\n```math\n\\begin{aligned}\n\\|A(k+1)\\|_F&\\leq\\|A(0)\\|+R_A=\\bar{\\lambda}_A\\\\\n\\|B(k+1)\\|_F&"
         "\\leq\\|B(0)\\|+R_B=\\bar{\\lambda}_B\\\\\n\\|U(k+1)\\|_F&\\leq\\|U(0)\\|+R_U=\\bar{\\lambda}_U\\\\\n\\|"
         "\\mathbf{u}(k+1)\\|_2&\\leq\\|\\mathbf{u}(0)\\|+R_u=\\bar{\\lambda}_u.\n\\end{aligned}\n```\n\nFurther\n\n```"
         "math\n\\|W(k+1)-W(0)\\|_F\\leq\\|X\\|_F\\|\\hat{\\mathbf{y}}_0-\\mathbf{y}\\|_F\\frac{16(3\\bar{\\lambda}_A^"
         "2+2)\\bar{\\lambda}_{U\\mathbf{u}}}{\\lambda_0^2m^2}\n```",
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
     .depends = "mondeq.lemma-3.3.6 mondeq.lemma-3.3.7 mondeq.condition-2",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/prop-5.c"},
    {.id = "mondeq.prop-5.repaired",
     .title = "The iterates stay in their balls, under the condition the proof uses",
     .source = "Nguyen, Proposition 5, repaired",
     .statement = "Hypothesis 1 holds for $`k+1`$, so $`\\Vert A(k+1)\\Vert_2\\le\\bar\\lambda_A`$, $`\\Vert "
                  "B(k+1)\\Vert_2\\le\\bar\\lambda_B`$, $`\\Vert U(k+1)\\Vert_2\\le\\bar\\lambda_U`$, $`\\Vert\\mathbf "
                  "u(k+1)\\Vert_2\\le\\bar\\lambda_u`$, and $`\\Vert W(k+1)-W(0)\\Vert_F\\le\\Vert "
                  "X\\Vert_F\\Vert\\hat{\\mathbf y}_0-\\mathbf "
                  "y\\Vert\\frac{16(3\\bar\\lambda_A^2+2)\\bar\\lambda_{Uu}}{\\lambda_0^2m^2}`$.",
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
     .depends = "mondeq.lemma-3.3.6 mondeq.lemma-3.3.7.repaired",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/prop-5.c"},
    {.id = NULL}};
