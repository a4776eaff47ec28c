/* mondeq.prop-3: the Lipschitz constant of the forward-backward step. */
#include "verify/claims/mondeq_inequalities.h"

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)a;
    (void)width;
    inequality_decide(
        v, measure_splitting, SPLITTING_BOUND,
        "With $`F=I-W`$ and $`\\alpha\\ge0`$: $`\\Vert(I-\\alpha F)x\\Vert^2=\\Vert x\\Vert^2-2\\alpha\\langle "
        "x,Fx\\rangle+\\alpha^2\\Vert Fx\\Vert^2\\le(1-2\\alpha m+\\alpha^2\\Vert F\\Vert^2)\\Vert x\\Vert^2`$, "
        "because $`\\langle x,Fx\\rangle\\ge m\\Vert x\\Vert^2`$. The radicand is at least $`(1-\\alpha m)^2`$, since "
        "$`\\Vert F\\Vert\\ge m`$, and below 1 exactly for $`0<\\alpha<2m/\\Vert F\\Vert^2`$.");
    verdict_add(v, "The sentence before the proposition calls $`T_\\alpha`$ contractive for "
                   "$`\\alpha\\in(0,\\frac{2m}{L^2}]`$, the right end included. There it is false: $`n=1`$, $`W=1-m`$, "
                   "$`L=m`$, $`\\alpha=2/m`$ gives $`T_\\alpha=-1`$ (planted).");
}

static void planted_first_order(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_splitting, SPLITTING_FIRST_ORDER, NULL);
}

static void planted_closed_end(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_splitting, SPLITTING_CLOSED_END, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    inequality_decide(v, measure_splitting, SPLITTING_BOUND, "Nothing in the proof bounds $`\\alpha`$ from above.");
}

static const planted_t planted[] = {
    {"first-order-bound", "$`L[T_\\alpha]\\le\\vert1-\\alpha m\\vert`$ (false with a skew part).", 0,
     planted_first_order},
    {"closed-end", "$`T_\\alpha`$ is contractive for every $`\\alpha\\in(0,\\frac{2m}{L^2}]`$.", 0, planted_closed_end},
    {"true-offered-as-false", "Proposition 3 for steps beyond $`2m/L[I-W]^2`$.", 1, planted_true},
    {0}};

const claim_t claims_mondeq_prop_3[] = {
    {.id = "mondeq.prop-3",
     .title = "The Lipschitz constant of the forward-backward step",
     .source = "Nguyen, Proposition 3",
     .statement = "Denote $`L[T_\\alpha]`$ the lipschitz constant of $`T_\\alpha`$, we have\n\nProposition 3. "
                  "$`L[T_\\alpha]\\le\\sqrt{1-2\\alpha m+\\alpha^2L[I-W]^2}`$\n\nThis implies that for "
                  "$`\\alpha\\in\\left(0,\\frac{2m}{L[I-W]^2}\\right)`$ then $`L[T_\\alpha]<1`$.",
     .reading = "$`T_\\alpha=I-\\alpha(I-W)`$; the Lipschitz constant of a linear map is its spectral norm.",
     .hypotheses = "$`I-W\\succeq mI`$, $`m>0`$, $`\\alpha\\ge0`$.",
     .method = "Instances are exact rationals and both sides are enclosed in balls, so a violation found is a proof; "
               "the statement itself is proved by the argument shown.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/mondeq/prop-3.c"},
    {.id = NULL}};
