/* mondeq.lemma-3.3.4: how far the equilibrium and the outputs move with the parameters. */
#include "verify/claims/mondeq_inequalities.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    verdict_t second;
    verdict_init(second);
    inequality_decide(v, measure_features, FEATURES_CHANGE,
                      "ReLU is firmly nonexpansive: $`\\langle z-z',P-P'\\rangle\\ge\\Vert z-z'\\Vert^2`$ for "
                      "$`z=\\sigma(P)`$, $`z'=\\sigma(P')`$. With $`P-P'=W_k(z-z')+(W_k-W_s)z'+(U_k-U_s)x`$ and "
                      "$`\\langle v,W_kv\\rangle\\le(1-m)\\Vert v\\Vert^2`$: $`m\\Vert z-z'\\Vert\\le\\Vert "
                      "W_k-W_s\\Vert\\Vert z'\\Vert+\\Vert(U_k-U_s)x\\Vert`$. By Minkowski over the samples and Lemma "
                      "3.3.3 for $`Z_s`$ this is the first inequality; $`\\hat{\\mathbf y}_k-\\hat{\\mathbf "
                      "y}_s=(Z_k-Z_s)^\\top\\mathbf u_k+Z_s^\\top(\\mathbf u_k-\\mathbf u_s)`$ and Lemma 3.3.3 give "
                      "the second. Nothing is used of the two parameter sets but the common $`m`$ and $`X`$.");
    inequality_decide(second, measure_features, OUTPUTS_CHANGE, "The second inequality.");
    if (second->kind != VERDICT_PROVED)
        verdict_set(v, second->kind, "%s", second->evidence);
    else
        verdict_add(v, "%s", second->evidence);
    verdict_clear(second);
    verdict_add(v, "Read literally with the label vector, $`\\Vert\\hat{\\mathbf y}(k)-\\mathbf y\\Vert\\le\\dots`$ "
                   "fails wherever $`k=s`$ and the loss is not 0: the right side is 0 (planted).");
}

static void planted_labels(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, OUTPUTS_LABELS, NULL);
}

static void planted_power(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, FEATURES_CHANGE_M, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, FEATURES_CHANGE_SWAPPED,
                      "The lemma with the roles of $`k`$ and $`s`$ exchanged.");
}

static const planted_t planted[] = {
    {"labels-for-outputs", "The second inequality with the label vector $`\\mathbf y`$ for $`\\hat{\\mathbf y}(s)`$.",
     0, planted_labels},
    {"power-of-m", "The first inequality with $`m`$ for $`m^2`$.", 0, planted_power},
    {"true-offered-as-false", "The first inequality with $`\\Vert U(k)\\Vert_2`$ for $`\\Vert U(s)\\Vert_2`$.", 1,
     planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_3_4[] = {
    {.id = "mondeq.lemma-3.3.4",
     .title = "Change of the equilibrium and of the outputs with the parameters",
     .source = "Nguyen, Lemma 3.3.4",
     .statement = "For each $`k,s\\in[0,T]`$, it holds "
                  "that\n\n```math\n\\|Z(k)-Z(s)\\|_F\\leq\\|X\\|_F\\left(\\frac{\\|U(k)-U(s)\\|_2}{m}+\\frac{\\|W(k)-"
                  "W(s)\\|_2\\|U(s)\\|_2}{m^2}\\right)\\quad(3.15)\n```\n\nand\n\n```math\n\\begin{aligned}\\|\\hat{"
                  "\\mathbf{y}}(k)-\\mathbf{y}(s)\\|&\\leq\\|X\\|_F\\frac{\\|\\mathbf{u}(k)\\|\\|U(k)-U(s)\\|_2}{m}"
                  "\\\\&\\quad+\\|X\\|_F\\frac{\\|\\mathbf{u}(k)\\|\\|W(k)-W(s)\\|_2\\|U(s)\\|_2}{m^2}\\\\&\\quad+\\|"
                  "X\\|_F\\frac{\\|U(s)\\|\\|\\mathbf{u}(k)-\\mathbf{u}(s)\\|_2}{m}\\end{aligned}\n```",
     .reading = "$`\\mathbf y(s)`$ in the second inequality is $`\\hat{\\mathbf y}(s)`$, the hat lost in print: the "
                "labels do not depend on a step, so no other object carries the argument $`s`$, and the appendix "
                "prints $`\\hat{\\mathbf y}_s`$ (Lemma C.0.6).",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique. $`k,s`$: any two parameter sets with the same $`m`$ and $`X`$.",
     .method = "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; "
               "the statement itself is proved by the argument shown.",
     .depends = "mondeq.lemma-3.3.3",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.4.c"},
    {.id = NULL}};
