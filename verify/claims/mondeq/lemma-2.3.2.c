/* mondeq.lemma-2.3.2: when F(x) = Wx + h is (strongly) monotone.

   <F(x) - F(y), x - y> = v^T W v = v^T (W + W^T) v / 2, v = x - y.  So F is monotone iff W + W^T is positive semidefinite, and
   then maximal because I + F is onto: (I + W)v = 0 gives |v|^2 = -v^T W v <= 0.  W + W^T >= mI, m > 0, gives v^T W v >=
   (m/2)|v|^2: strongly monotone, as printed, with the parameter m/2 and in general no larger one (W = m/2 I).  The
   thesis's next sentences speak of "strongly monotone with parameter m": read so the lemma is false, and (W + W^T)/2 >= mI,
   which the thesis uses for I - W, is the condition. */
#include "verify/claims/mondeq_monotone.h"

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    examples_init(e);
    strongly_monotone_check(e, 1, 2, 1);
    examples_verdict(
        v, e,
        "With $`v=x-y`$: $`\\langle F(x)-F(y),x-y\\rangle=v^\\top Wv=\\frac12v^\\top(W+W^\\top)v`$. Hence "
        "monotone iff $`W+W^\\top\\succeq0`$; then maximal, because $`I+F`$ is onto ($`(I+W)v=0`$ gives $`\\Vert "
        "v\\Vert^2=-v^\\top Wv\\le0`$). $`W+W^\\top\\succeq mI`$ with $`m>0`$ gives strong monotonicity, with the "
        "parameter $`m/2`$.");
}

static void decide_parameter(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    examples_init(e);
    strongly_monotone_check(e, 1, 1, 0);
    examples_verdict(v, e, NULL);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    examples_init(e);
    strongly_monotone_check(e, 1, 2, 1);
    examples_verdict(
        v, e,
        "$`\\langle F(x)-F(y),x-y\\rangle-c\\Vert x-y\\Vert^2=v^\\top(\\frac12(W+W^\\top)-cI)v`$ with $`v=x-y`$, "
        "which is nonnegative for all $`v`$ iff $`\\frac12(W+W^\\top)\\succeq cI`$; take $`c=m`$. (The instances "
        "write it for $`c=m/2`$, $`W+W^\\top\\succeq mI`$, in both directions.)");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void planted_constant(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    examples_init(e);
    strongly_monotone_check(e, 11, 20, 0);
    examples_verdict(v, e, NULL);
}

static void planted_true(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    examples_init(e);
    strongly_monotone_check(e, 1, 2, 1);
    examples_verdict(v, e, NULL);
}

static const planted_t planted[] = {
    {"constant-10-percent-off", "$`W+W^\\top\\succeq mI`$ makes $`F`$ strongly monotone with parameter $`0.55m`$.", 0,
     planted_constant},
    {"true-offered-as-false",
     "$`F`$ is monotone iff $`W+W^\\top\\succeq0`$, and strongly monotone with parameter $`m/2`$ iff "
     "$`W+W^\\top\\succeq mI`$.",
     1, planted_true},
    {0}};

static const char statement[] =
    "A linear operator $`F(\\mathbf{x}) = W\\mathbf{x} + h`$ for $`W \\in \\mathbb{R}^{n \\times n}`$ and $`h "
    "\\in \\mathbb{R}^n`$ is (maximal) monotone if and only if $`W + W^T \\succeq 0`$ and strongly monotone "
    "if $`W + W^T \\succeq mI`$.";

const claim_t claims_mondeq_lemma_2_3_2[] = {
    {.id = "mondeq.lemma-2.3.2",
     .title = "Monotone linear operators",
     .source = "Nguyen, Lemma 2.3.2 (from Winston & Kolter 2020)",
     .statement = statement,
     .reading =
         "$`m>0`$. Strongly monotone: $`\\langle F(x)-F(y),x-y\\rangle\\ge c\\Vert x-y\\Vert^2`$ for some $`c>0`$; "
         "the sentence names no parameter (see `mondeq.lemma-2.3.2.parameter`).",
     .hypotheses = "$`m>0`$.",
     .method = "Proved in writing (the claim's file). Checked: 401 rational matrices (skew, positive semidefinite of "
               "every rank plus skew, indefinite), definiteness decided exactly by a congruence, and where it fails a "
               "direction at which the definition fails.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-2.3.2.c"},
    {.id = "mondeq.lemma-2.3.2.parameter",
     .title = "Monotone linear operators, m read as the parameter",
     .source = "Nguyen, Lemma 2.3.2 (from Winston & Kolter 2020)",
     .statement = statement,
     .reading = "Strongly monotone with parameter $`m`$, as the sentences after the lemma say: $`\\langle "
                "F(x)-F(y),x-y\\rangle\\ge m\\Vert x-y\\Vert^2`$. Only the last part is decided here.",
     .hypotheses = "$`m>0`$.",
     .method = "Rational matrices, smallest first; definiteness and the violating direction exactly.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_parameter,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-2.3.2.c"},
    {.id = "mondeq.lemma-2.3.2.parameter.repaired",
     .title = "Monotone linear operators, with the parameter",
     .source = "repair of Nguyen, Lemma 2.3.2, m read as the parameter",
     .statement = "$`F(x)=Wx+h`$ is maximal monotone iff $`W+W^\\top\\succeq0`$, and strongly monotone with parameter "
                  "$`m>0`$ iff $`\\frac12(W+W^\\top)\\succeq mI`$.",
     .reading = "",
     .hypotheses = "$`m>0`$.",
     .method = "Proved in writing (the claim's file); checked on 401 rational matrices.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-2.3.2.c"},
    {.id = NULL}};
