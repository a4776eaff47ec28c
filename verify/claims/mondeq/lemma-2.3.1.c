/* mondeq.lemma-2.3.1: "a subdifferentiable operator is maximal monotone iff f is CCP" fails from left to right.

   f(x) = -sqrt(x) for x > 0, f(0) = 1, f = +inf for x < 0.  With x = t^2, t > 0, the number g = -1/(2t) is a subgradient: for y =
   s^2, f(y) - f(x) - g(y - x) = (s - t)^2/(2t), and at y = 0 it is 1 + t/2.  Every v is x + g for one of them: p(t) = 2t^3
   - 2vt - 1 has p(0) < 0 < p(1 + |v|).  A monotone operator T (every subdifferential is one) with I + T onto is maximal:
   if (x, g) is monotonically related to its graph, take y + h = x + g, h in T(y); 0 <= (x - y)(g - h) = -(x - y)^2.  But f
   is not closed: f(1/k^2) = -1/k -> 0 < 1 = f(0).

   Repaired.  g in df(x) makes f(x) + <g, . - x> an affine minorant of f, hence of the closed convex hull f**, so f**(x) =
   f(x) and g in df**(x): df is contained in the monotone df**.  If df is maximal, its graph is not empty, so f** is
   proper, df = df**, and f = f** on dom df**.  Conversely, if f** is CCP and f = f** there, g in df**(x) gives f(y) >=
   f**(y) >= f(x) + <g, y - x>, so df = df**, and that is maximal: for every v the closed, proper, strongly convex f** +
   |. - v|^2/2 has a minimiser x, and comparing it with x + t(y - x), t -> 0, shows v - x in df**(x): I + df** is onto. */
#include "verify/claims/exact_verdict.h"

/* f(s^2) - f(t^2) - g(s^2 - t^2) for f(s^2) = -s, s, t > 0, and g = -1/(divisor t). */
static void excess(fmpq_t out, const fmpq_t s, const fmpq_t t, slong divisor)
{
    fmpq_t a, b;
    fmpq_init(a);
    fmpq_init(b);
    fmpq_mul(a, s, s);
    fmpq_mul(b, t, t);
    fmpq_sub(a, a, b);
    fmpq_div(a, a, t);
    fmpq_set_si(b, 1, (ulong)divisor);
    fmpq_mul(a, a, b);
    fmpq_sub(out, t, s);
    fmpq_add(out, out, a);
    fmpq_clear(a);
    fmpq_clear(b);
}

#define GRID 24

/* The subgradient inequalities at x = t^2 on a grid, y = 0 included. */
static void check_subgradients(examples_t e, slong divisor)
{
    fmpq_t s, t, gap, square;
    fmpq_init(s);
    fmpq_init(t);
    fmpq_init(gap);
    fmpq_init(square);
    for (slong i = 1; i <= GRID; i++)
        for (slong j = 0; j <= GRID; j++) {
            fmpq_set_si(t, i, 5);
            fmpq_set_si(s, j, 5);
            excess(gap, s, t, divisor);
            if (j == 0) fmpq_add_si(gap, gap, 1); /* f(0) = 1 */
            examples_add(e, fmpq_sgn(gap) >= 0,
                         "At $`x=(%s)^2`$, $`y=(%s)^2`$: $`f(y)-f(x)-g(y-x)=%s<0`$, so $`g=-1/(%ld\\sqrt x)`$ is not a "
                         "subgradient.",
                         rational_as_text(t).text, rational_as_text(s).text, rational_as_text(gap).text, (long)divisor);
            if (divisor == 2 && j > 0) { /* the identity behind it */
                fmpq_sub(square, s, t);
                fmpq_mul(square, square, square);
                fmpq_div(square, square, t);
                fmpq_div_2exp(square, square, 1);
                examples_add(e, fmpq_equal(square, gap), "The identity $`(s-t)^2/(2t)`$ fails.");
            }
        }
    fmpq_clear(s);
    fmpq_clear(t);
    fmpq_clear(gap);
    fmpq_clear(square);
}

/* p(0) < 0 < p(1 + |v|) for p(t) = 2t^3 - 2vt - 1, on a grid of v. */
static void check_onto(examples_t e)
{
    fmpq_t v, t, p;
    fmpq_init(v);
    fmpq_init(t);
    fmpq_init(p);
    for (slong i = -GRID; i <= GRID; i++) {
        fmpq_set_si(v, i * i * i, 11);
        fmpq_abs(t, v);
        fmpq_add_si(t, t, 1);
        fmpq_mul(p, t, t);
        fmpq_sub(p, p, v);
        fmpq_mul(p, p, t);
        fmpq_mul_2exp(p, p, 1);
        fmpq_sub_si(p, p, 1);
        examples_add(e, fmpq_sgn(p) > 0, "$`p(1+|v|)\\le0`$ at $`v=%s`$.", rational_as_text(v).text);
    }
    fmpq_clear(v);
    fmpq_clear(t);
    fmpq_clear(p);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    examples_init(e);
    check_subgradients(e, 2);
    check_onto(e);
    if (e->violation[0] != '\0') {
        verdict_set(v, VERDICT_INCONCLUSIVE, "The counterexample did not check: %s", e->violation);
        return;
    }
    verdict_refute(
        v, "counterexample",
        "$`n=1`$: $`f(x)=-\\sqrt x`$ for $`x>0`$, $`f(0)=1`$, $`f(x)=+\\infty`$ for $`x<0`$. $`\\partial f`$ is "
        "maximal monotone, but $`f`$ is not closed: $`f(1/k^2)=-\\frac1k\\to0<1=f(0)`$.\n\nAt $`x=t^2`$, $`t>0`$, "
        "$`g=-\\frac1{2t}`$ is a subgradient: $`f(s^2)-f(t^2)-g(s^2-t^2)=\\frac{(s-t)^2}{2t}\\ge0`$, and at "
        "$`y=0`$ the difference is $`1+\\frac t2`$. For every $`v`$ some $`x+g`$ is $`v`$, because $`2t^3-2vt-1`$ "
        "is negative at $`t=0`$ and positive at $`t=1+|v|`$; so $`I+\\partial f`$ is onto, and a monotone "
        "operator (every subdifferential is one) with that property is maximal: if $`(x,g)`$ is monotonically "
        "related to the whole graph, take $`y+h=x+g`$ with $`h\\in\\partial f(y)`$; then "
        "$`0\\le(x-y)(g-h)=-(x-y)^2`$. The inequalities were checked in exact rationals at %ld places.\n\nIn "
        "$`\\mathbb R^2`$ the same with $`f(0,x_2)\\ge0`$ arbitrary shows that $`f`$ need not even be convex. The "
        "direction that monotone DEQs use ($`f`$ CCP, so $`\\partial f`$ maximal) is true.",
        (long)e->checked);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    examples_t e;
    (void)a;
    (void)width;
    examples_init(e);
    check_subgradients(e, 2);
    check_onto(e);
    examples_verdict(
        v, e,
        "If $`g\\in\\partial f(x)`$, then $`f(x)+\\langle g,\\cdot-x\\rangle`$ is an affine minorant of $`f`$, "
        "hence of $`f^{**}`$; so $`f^{**}(x)=f(x)`$, $`g\\in\\partial f^{**}(x)`$: $`\\partial "
        "f\\subseteq\\partial f^{**}`$, which is monotone. If $`\\partial f`$ is maximal, its graph is not empty, "
        "so $`f^{**}`$ is proper, $`\\partial f=\\partial f^{**}`$, and $`f=f^{**}`$ on "
        "$`\\mathrm{dom}\\,\\partial f^{**}`$. Conversely $`g\\in\\partial f^{**}(x)`$ and $`f(x)=f^{**}(x)`$ "
        "give $`f(y)\\ge f^{**}(y)\\ge f(x)+\\langle g,y-x\\rangle`$, so $`\\partial f=\\partial f^{**}`$. That "
        "operator is maximal: for every $`v`$ the closed proper strongly convex "
        "$`f^{**}+\\frac12\\Vert\\cdot-v\\Vert^2`$ has a minimiser $`x`$; comparing it with $`x+t(y-x)`$, "
        "$`t\\to0^+`$, gives $`v-x\\in\\partial f^{**}(x)`$, so $`I+\\partial f^{**}`$ is onto, which makes a "
        "monotone operator maximal. (Assumed: a closed convex proper function has an affine minorant.) Checked: "
        "the example of the refutation, where $`f=f^{**}`$ exactly on $`x\\ne0`$.");
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void planted_subgradient(verdict_t v, void *unused)
{
    examples_t e;
    (void)unused;
    examples_init(e);
    check_subgradients(e, 1);
    examples_verdict(v, e, NULL);
}

/* f = 0 on (0, 1], +inf elsewhere: df = 0 on (0, 1), [0, inf) at 1.  (0, -1) is related to all of it and not in it. */
static void planted_open(verdict_t v, void *unused)
{
    slong related = 0, tried = 0;
    (void)unused;
    for (slong i = 1; i <= GRID; i++, tried++) related += i > 0;      /* (0 - x)(-1 - 0) = x, x = i/GRID */
    for (slong g = 0; g <= GRID; g++, tried++) related += 1 + g >= 0; /* (0 - 1)(-1 - g) */
    if (related == tried)
        verdict_refute(v, "counterexample",
                       "The pair $`(0,-1)`$ is monotonically related to the graph, $`(0-x)(-1-0)=x>0`$ and "
                       "$`(0-1)(-1-g)=1+g>0`$, and not in it.");
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "The pair is not related to the graph.");
}

/* relu: v = x + g with x = max(v, 0), g <= 0, gx = 0. */
static void planted_relu(verdict_t v, void *unused)
{
    examples_t e;
    fmpq_t value, x, g;
    (void)unused;
    examples_init(e);
    fmpq_init(value);
    fmpq_init(x);
    fmpq_init(g);
    for (slong i = -GRID; i <= GRID; i++) {
        fmpq_set_si(value, i, 7);
        if (i > 0)
            fmpq_set(x, value);
        else
            fmpq_zero(x);
        fmpq_sub(g, value, x);
        examples_add(e, fmpq_sgn(g) <= 0 && (fmpq_is_zero(x) || fmpq_is_zero(g)), "$`I+\\partial f`$ misses %s.",
                     rational_as_text(value).text);
    }
    examples_verdict(v, e,
                     "$`v=\\max(v,0)+\\min(v,0)`$ and $`\\min(v,0)`$ is normal to $`[0,\\infty)`$ at $`\\max(v,0)`$.");
    fmpq_clear(value);
    fmpq_clear(x);
    fmpq_clear(g);
}

static const planted_t planted[] = {
    {"subgradient-doubled", "$`-\\frac1{\\sqrt x}`$ is a subgradient of $`-\\sqrt x`$ at every $`x>0`$.", 0,
     planted_subgradient},
    {"open-at-one-end", "The subdifferential of the indicator function of $`(0,1]`$ is maximal monotone.", 0,
     planted_open},
    {"true-offered-as-false",
     "The subdifferential of the indicator function of $`[0,\\infty)`$, of which ReLU is the proximal "
     "operator, is maximal monotone.",
     1, planted_relu},
    {0}};

const claim_t claims_mondeq_lemma_2_3_1[] = {
    {.id = "mondeq.lemma-2.3.1",
     .title = "Maximal monotone subdifferentials",
     .source = "Nguyen, Lemma 2.3.1 (from Winston & Kolter 2020)",
     .statement =
         "A subdifferentiable operator $`\\partial f`$ is maximal monotone iff $`f`$ is a convex closed proper "
         "(CCP) function.",
     .reading = "$`f:\\mathbb R^n\\to(-\\infty,+\\infty]`$ and $`\\partial f(x)=\\{g:f(y)\\ge f(x)+\\langle "
                "g,y-x\\rangle\\ \\forall y\\}`$, the subdifferential that the proximal operators of the same section "
                "need (the thesis does not define it; the $`f`$ of ReLU is $`+\\infty`$ on the negative axis, so "
                "subdifferentiable cannot mean nonempty everywhere). Closed: the epigraph is closed.",
     .hypotheses = "None.",
     .method = "A counterexample with a written proof (the claim's file), its inequalities checked in exact rationals.",
     .depends = "",
     .standalone = 1,
     .expected = "refuted",
     .decide = decide_printed,
     .planted = planted,
     .file = "verify/claims/mondeq/lemma-2.3.1.c"},
    {.id = "mondeq.lemma-2.3.1.repaired",
     .title = "Maximal monotone subdifferentials, repaired",
     .source = "repair of Nguyen, Lemma 2.3.1",
     .statement =
         "Let $`f:\\mathbb R^n\\to(-\\infty,+\\infty]`$ and $`f^{**}`$ its closed convex hull. $`\\partial f`$ is "
         "maximal monotone iff $`f^{**}`$ is CCP and $`f=f^{**}`$ on the points where $`\\partial f^{**}`$ is not "
         "empty. In particular $`\\partial f`$ is maximal monotone when $`f`$ is CCP.",
     .reading = "",
     .hypotheses = "None.",
     .method = "Proved in writing (the claim's file); an example is checked in exact rationals.",
     .depends = "",
     .standalone = 1,
     .expected = "proved",
     .decide = decide_repaired,
     .planted = NULL,
     .file = "verify/claims/mondeq/lemma-2.3.1.c"},
    {.id = NULL}};
