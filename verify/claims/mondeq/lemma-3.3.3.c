/* mondeq.lemma-3.3.3: the size of the equilibrium. */
#include "verify/claims/mondeq_inequalities.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    inequality_decide(v, measure_features, FEATURES_BOUND,
                      "For one sample $`z=\\sigma(P)`$, $`P=Wz+Ux`$: $`\\langle z,P\\rangle=\\Vert z\\Vert^2`$ for "
                      "ReLU, and $`\\langle z,Wz\\rangle\\le(1-m)\\Vert z\\Vert^2`$, so $`m\\Vert "
                      "z\\Vert^2\\le\\langle z,Ux\\rangle\\le\\Vert z\\Vert\\Vert Ux\\Vert`$. Squared and summed over "
                      "the samples: $`m\\Vert Z\\Vert_F\\le\\Vert UX\\Vert_F\\le\\Vert U\\Vert_2\\Vert X\\Vert_F`$. "
                      "Equality for $`W=(1-m)I`$, $`Ux\\ge0`$ along the top singular vector.");
}

static void planted_spectral(verdict_t v, void *unused)
{
    (void)unused;
    mondeq_t p;
    instance_set(p, 2, 2, 2, "1", "0 0 0 0", "0 0 0 0", "1 0 0 1", "0 0", "2 1 1 2", "0 0");
    inequality_refute_at(v, measure_features, FEATURES_SPECTRAL_X, p, NULL,
                         "$`Z=X`$, $`\\Vert X\\Vert_F=\\sqrt{10}`$, $`\\Vert X\\Vert_2=3`$.");
    mondeq_clear(p);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_features, FEATURES_PRODUCT, "The second last step of the proof.");
}

static const planted_t planted[] = {
    {"spectral-norm-of-the-data", "$`\\Vert Z^*\\Vert_F\\le\\frac1m\\Vert X\\Vert_2\\Vert U\\Vert_2`$.", 0,
     planted_spectral},
    {"true-offered-as-false", "$`\\Vert Z^*\\Vert_F\\le\\frac1m\\Vert UX\\Vert_F`$.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_lemma_3_3_3[] = {
    {.id = "mondeq.lemma-3.3.3",
     .title = "The size of the equilibrium",
     .source = "Nguyen, Lemma 3.3.3",
     .statement = "$`\\Vert Z^*\\Vert_F\\le\\frac1m\\Vert X\\Vert_F\\Vert U\\Vert_2`$.",
     .reading = "",
     .hypotheses = "$`m>0`$ and $`I-W\\succeq mI`$ (by (3.3)); $`Z=\\sigma(WZ+UX)`$, $`\\sigma`$ = ReLU, whose "
                   "solution exists and is unique.",
     .method = "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; "
               "the statement itself is proved by the argument shown.",
     .depends = "mondeq.prop-3",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-3.3.3.c"},
    {.id = NULL}};
