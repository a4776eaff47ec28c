/* mondeq.lemma-3.3.6: the change of W with A and B. */
#include "verify/claims/mondeq_inequalities.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    verdict_t signs;
    verdict_init(signs);
    inequality_decide(
        v, measure_features, WEIGHTS_CHANGE,
        "$`W=(1-m)I-A^\\top A+B-B^\\top`$ gives $`\\Delta_W=-S+K`$ with $`S=A^\\top\\Delta_A+\\Delta_A^\\top "
        "A+\\Delta_A^\\top\\Delta_A`$ symmetric and $`K=\\Delta_B-\\Delta_B^\\top`$ skew, while the print has $`S+K`$. "
        "The norms agree all the same: $`S+K=-(-S+K)^\\top`$. The inequality is the triangle inequality with $`\\Vert "
        "M^\\top\\Vert_2=\\Vert M\\Vert_2`$. Equality for $`n=1`$, $`\\Delta_B=0`$ with $`A\\Delta_A\\ge0`$, and for "
        "skew $`\\Delta_B`$ with $`\\Delta_A=0`$.");
    inequality_decide(signs, measure_features, WEIGHTS_CHANGE_SIGNS, "The true change of the weights.");
    if (signs->kind != VERDICT_PROVED)
        verdict_set(v, signs->kind, "%s", signs->evidence);
    else
        verdict_add(v, "%s", signs->evidence);
    verdict_clear(signs);
}

static void planted_half(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, WEIGHTS_CHANGE_HALF, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, WEIGHTS_CHANGE_SIGNS,
                      "A matrix and the negative of its transpose have the same norm.");
}

static const planted_t planted[] = {
    {"without-the-two",
     "$`\\Vert\\Delta_W\\Vert_2\\le\\Vert "
     "A\\Vert_2\\Vert\\Delta_A\\Vert_2+\\Vert\\Delta_A\\Vert_2^2+2\\Vert\\Delta_B\\Vert_2`$.",
     0, planted_half},
    {"true-offered-as-false",
     "The lemma with $`\\Vert-A^\\top\\Delta_A-\\Delta_A^\\top "
     "A-\\Delta_A^\\top\\Delta_A+\\Delta_B-\\Delta_B^\\top\\Vert_2`$, the signs of (3.3).",
     1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_3_6[] = {
    {.id = "mondeq.lemma-3.3.6",
     .title = "The change of W with A and B",
     .source = "Nguyen, Lemma 3.3.6",
     .statement = "Lemma 3.3.6 (Perturbation on $`\\|W\\|_2`$ induce by perturbation on A and B). we "
                  "have\n\n```math\n\\begin{aligned}\\|\\Delta_W\\|_2&=\\|A^T\\Delta_A+\\Delta_A^TA+\\Delta_A^T\\Delta_"
                  "A+\\Delta_B-\\Delta_B^T\\|_2\\\\&\\leq2\\|A\\|_2\\|\\Delta_A\\|_2+\\|\\Delta_A\\|_2^2+2\\|\\Delta_"
                  "B\\|_2\\end{aligned}\n```",
     .reading = "$`\\Delta_W`$ is the change of (3.3) when $`A,B`$ become $`A+\\Delta_A,B+\\Delta_B`$. The sign inside "
                "the norm looks wrong; the equality of the norms is true (method).",
     .hypotheses = "None: any square matrices.",
     .method = "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; "
               "the statement itself is proved by the argument shown.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.6.c"},
    {.id = NULL}};
