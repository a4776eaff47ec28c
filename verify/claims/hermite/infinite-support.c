/* hermite.infinite-support: infinitely many a_r != 0.

   For phi in L^2(N(0,q)): finitely many a_r != 0 <=> phi equals a polynomial p almost everywhere (the h_r are a basis),
   hence on every open piece, since the pieces are analytic.  Refuted iff phi is a polynomial.  Proved when p cannot
   exist: (a) two neighbouring pieces have different Taylor coefficients at their breakpoint: both would have to equal p
   there; (b) phi is Lipschitz, so p has a bounded derivative and is affine, against one certified a_r != 0, r >= 2; (c)
   phi is bounded on a half-line, so p is constant, against one certified a_r != 0, r >= 1; (d) phi grows faster than
   every polynomial on a half-line; (e) phi is continuous and certified to be no polynomial by its expression. */
#include "verify/claims/audit.h"
#include "verify/claims/planted.h"
#include "verify/claims/smoothness.h"

#define TAYLOR_ORDERS 8
#define GROWTH_PREC   64

static int proved_by_pieces(verdict_t v, const activation_t phi)
{
    int proved = 0;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    for (slong k = 0; k < activation_pieces(phi) - 1 && !proved; k++)
        for (int order = 0; order < TAYLOR_ORDERS && !proved; order++)
            if (breakpoint_limits(left, right, phi, k, order) == LIMITS_DIFFER) {
                verdict_set(v, VERDICT_PROVED,
                            "$`\\phi`$ is not a polynomial: at the breakpoint $`x=%s`$ the derivatives of order %d of "
                            "the two pieces are %s "
                            "and %s (disjoint), so no polynomial equals both pieces.",
                            breakpoint_as_text(phi, k).text, order, ball_as_text(left, 12).text,
                            ball_as_text(right, 12).text);
                proved = 1;
            }
    arb_clear(left);
    arb_clear(right);
    return proved;
}

/* The first r >= least with a certified a_r != 0, or -1. */
static slong certified_nonzero(const hermite_struct *h, slong least)
{
    for (slong r = least; h != NULL && r <= h->N; r++)
        if (arb_is_nonzero(h->a + r)) return r;
    return -1;
}

static int proved_by_lipschitz(verdict_t v, sup_status lipschitz, const arb_t L, const hermite_struct *h)
{
    /* SUP_FINITE certifies continuity as well: a jump makes L infinite. */
    slong r = certified_nonzero(h, 2);
    if (lipschitz != SUP_FINITE || h == NULL || r < 0) return 0;
    verdict_set(v, VERDICT_PROVED,
                "$`\\phi`$ is not a polynomial: $`|\\phi'|\\le L=`$ %s is bounded, and a polynomial with a bounded "
                "derivative is affine and "
                "has $`a_r=0`$ for all $`r\\ge2`$; but $`a_{%ld}=`$ %s is not zero.",
                ball_as_text(L, 12).text, r, ball_as_text(h->a + r, 12).text);
    return 1;
}

/* Sign of the exponents (e, c, p), lexicographic: what the envelope does at infinity. */
static int envelope_trend(const envelope_struct *x)
{
    return arf_sgn(x->e) ? arf_sgn(x->e) : arf_sgn(x->c) ? arf_sgn(x->c) : arf_sgn(x->p);
}

static int proved_by_growth(verdict_t v, const activation_t phi, const hermite_struct *h)
{
    int proved = 0;
    slong r = certified_nonzero(h, 1);
    growth_t g;
    growth_init(g);
    reason_t ignored;
    reason_init(ignored);
    arf_t R;
    arf_init(R);
    /* R >= 1 beyond every breakpoint */
    fmpz_t ceiling, largest;
    fmpz_init(ceiling);
    fmpz_init_set_ui(largest, 2);
    for (slong k = 0; k < activation_pieces(phi) - 1; k++) {
        fmpz_cdiv_q(ceiling, fmpq_numref(activation_breakpoint(phi, k)), fmpq_denref(activation_breakpoint(phi, k)));
        fmpz_abs(ceiling, ceiling);
        fmpz_add_ui(ceiling, ceiling, 2);
        if (fmpz_cmp(largest, ceiling) < 0) fmpz_set(largest, ceiling);
    }
    arf_set_fmpz(R, largest);
    fmpz_clear(ceiling);
    fmpz_clear(largest);
    for (int side = 1; side >= -1 && !proved; side -= 2) {
        if (activation_growth(g, phi, 0, side, R, GROWTH_PREC, ignored) != DQ_OK) continue;
        const char *where = side > 0 ? "x\\to+\\infty" : "x\\to-\\infty";
        if (arf_is_finite(g->upper.coefficient) && envelope_trend(&g->upper) <= 0 && r >= 0) {
            verdict_set(v, VERDICT_PROVED,
                        "$`\\phi`$ is not a polynomial: it is bounded as $`%s`$ (certified envelope), so the "
                        "polynomial would be constant and "
                        "$`a_r=0`$ for all $`r\\ge1`$; but $`a_{%ld}=`$ %s is not zero.",
                        where, r, ball_as_text(h->a + r, 12).text);
            proved = 1;
        } else if (arf_sgn(g->lower.coefficient) > 0 &&
                   (arf_sgn(g->lower.e) > 0 || (arf_is_zero(g->lower.e) && arf_sgn(g->lower.c) > 0))) {
            verdict_set(v, VERDICT_PROVED,
                        "$`\\phi`$ is not a polynomial: as $`%s`$ it grows faster than every power of $`x`$ (certified "
                        "lower envelope).",
                        where);
            proved = 1;
        }
    }
    arf_clear(R);
    growth_clear(g);
    return proved;
}

static int proved_by_expression(verdict_t v, const activation_t phi)
{
    slong degree = 0;
    if (activation_is_polynomial(&degree, phi) || degree != -1) return 0;
    for (slong k = 0; k < activation_pieces(phi) - 1; k++)
        if (activation_continuous_at(phi, k) != 1)
            return 0; /* a single value may be off a polynomial: nothing proved */
    verdict_set(v, VERDICT_PROVED, "$`\\phi`$ is continuous and its expression is certified not to be a polynomial.");
    return 1;
}

/* h may be NULL when no expansion is available. */
static void decide_support(verdict_t v, const activation_t phi, sup_status lipschitz, const arb_t L,
                           const hermite_struct *h)
{
    slong degree = -2;
    if (activation_is_polynomial(&degree, phi)) {
        verdict_refute(v, "counterexample",
                       "$`\\phi`$ is a polynomial of degree %ld (exactly, from its expression): $`a_r=0`$ for every "
                       "$`r>%ld`$, since "
                       "$`h_r`$ is orthogonal to all polynomials of lower degree.",
                       degree, degree);
        return;
    }
    if (proved_by_pieces(v, phi) || proved_by_lipschitz(v, lipschitz, L, h) || proved_by_growth(v, phi, h) ||
        proved_by_expression(v, phi)) {
        verdict_add(
            v, "A function of $`L^2(N(0,q))`$ has finitely many $`a_r\\ne0`$ only if it is a polynomial almost "
               "everywhere, for the "
               "$`h_r`$ are an orthonormal basis; this holds for every $`q>0`$ with $`\\mathbb E\\phi^2<\\infty`$.");
        return;
    }
    verdict_set(v, VERDICT_INCONCLUSIVE,
                "$`\\phi`$ was neither recognised as a polynomial nor certified not to be one.");
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const arb_struct *L;
    const hermite_struct *h;
    reason_t why;
    reason_init(why);
    arb_t q;
    arb_init(q);
    audit_exact_variance(q, a);
    int finite = activation_square_integrable(audit_case(a)->phi, q, why);
    arb_clear(q);
    if (finite == 0) {
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "$`\\mathbb E\\phi^2=\\infty`$, certified, so the $`a_r`$ do not exist: %s.", why->text);
        return;
    }
    if (finite < 0) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`\\mathbb E\\phi^2<\\infty`$ could not be certified: %s.", why->text);
        return;
    }
    sup_status lipschitz = audit_supremum(&L, a, 1, why);
    dq_status status = audit_exact_expansion(&h, a, why);
    decide_support(v, audit_case(a)->phi, lipschitz, L, status == DQ_OK ? h : NULL);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *text)
{
    activation_t phi;
    hermite_t h;
    if (!planted_activation(&phi, text, v)) return;
    if (planted_expansion(h, text, 2, 4, 30, v)) {
        reason_t why;
        reason_init(why);
        arb_t L;
        arb_init(L);
        sup_status lipschitz = activation_supremum(L, phi, 1, 16, why);
        decide_support(v, phi, lipschitz, L, h);
        arb_clear(L);
    }
    hermite_clear(h);
    activation_clear(phi);
}

static void planted_linear(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "x");
}

static void planted_hidden_cubic(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "x*(x^2 + 1) - x");
}

static void planted_relu(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)");
}

static void planted_tanh(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)");
}

static const planted_t planted[] = {
    {"linear", "$`\\phi(x)=x`$ has infinitely many $`a_r\\ne0`$.", 0, planted_linear},
    {"hidden-cubic", "$`\\phi(x)=x(x^2+1)-x`$ has infinitely many $`a_r\\ne0`$.", 0, planted_hidden_cubic},
    {"relu-offered-as-false", "relu has infinitely many $`a_r\\ne0`$.", 1, planted_relu},
    {"tanh-offered-as-false", "tanh has infinitely many $`a_r\\ne0`$.", 1, planted_tanh},
    {0}};

const claim_t claims_hermite_infinite_support[] = {
    {.id = "hermite.infinite-support",
     .title = "Infinitely many Hermite coefficients",
     .source = "Truong (core assumption of the positive definiteness of $`K`$)",
     .statement = "Infinitely many Hermite coefficients $`a_r`$ of $`\\phi`$ are nonzero.",
     .reading = "",
     .hypotheses = "$`\\mathbb E\\phi(\\sqrt q\\,g)^2<\\infty`$ (certified).",
     .method = "Refuted exactly when $`\\phi`$ is a polynomial by its expression. Proved: $`\\phi`$ is no polynomial, "
               "since two pieces differ; "
               "or it is Lipschitz with one certified $`a_r\\ne0`$, $`r\\ge2`$; or bounded on a half-line with one "
               "certified $`a_r\\ne0`$, "
               "$`r\\ge1`$; or it grows faster than every polynomial; or by its expression.",
     .depends = "",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/hermite/infinite-support.c"},
    {.id = NULL}};
