/* hermite.dual-activation: E phi(u) phi(v) = sum_r a_r(q)^2 rho^r for (u, v) ~ N(0, q [[1, rho], [rho, 1]]).

   A theorem for phi in L^2(N(0,q)): v = rho u + sqrt(1-rho^2) w gives E h_r(g) h_s(g') = delta_rs rho^r (Mehler), and
   both sides are continuous bilinear forms on L^2.  Checked: the series with its tail bound against the quadrature of
   the bivariate integral, two routes that share only the evaluators of phi; disjoint balls refute. */
#include "verify/claims/agreement.h"
#include "verify/claims/audit.h"
#include "verify/claims/planted.h"

/* Accurate bits (relative to kappa) that both routes must reach for |rho| <= 58/64. */
static slong minimum_bits(profile_kind profile, slong audit)
{
    slong bits = profile == PROFILE_QUICK ? 30 : 48;
    return bits < audit ? bits : audit;
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const hermite_struct *h;
    const activation_t phi = audit_case(a)->phi;
    reason_t why;
    reason_init(why);
    dq_status status = audit_exact_expansion(&h, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    slong minimum = minimum_bits(audit_profile(a), audit_bits(a)), prec = h->prec + 64, at_minus_one = -1;
    agreement g, price;
    agreement_init(&g);
    agreement_init(&price);
    arb_t rho, series, integral;
    arb_init(rho);
    arb_init(series);
    arb_init(integral);
    for (int k = 0; k < GRID_POINTS && status == DQ_OK; k++) {
        int numerator = grid_numerator[k];
        grid_rho(rho, k);
        hermite_dual(series, h, h, rho, prec);
        status = hermite_dual_integral(integral, phi, h->q, h->q, rho, minimum + 2, why);
        if (status != DQ_OK) break;
        /* At rho = -1 nothing damps the tail of the series, so its bits are reported but not asked for. */
        slong bits = agreement_compare(&g, series, integral, h->kappa, numerator, numerator != -GRID_DENOMINATOR);
        if (numerator == -GRID_DENOMINATOR) at_minus_one = bits;
        reason_t ignored;
        reason_init(ignored);
        if (hermite_dual_price(integral, phi, h->q, h->q, rho, minimum + 2, ignored) == DQ_OK)
            agreement_compare(&price, series, integral, h->kappa, numerator, 0);
    }
    if (g.disjoint || price.disjoint) {
        const agreement *bad = g.disjoint ? &g : &price;
        verdict_refute(v, "counterexample", "At $`\\rho=%d/%d`$ the series and %s give disjoint enclosures: %s and %s.",
                       bad->disjoint_at, GRID_DENOMINATOR, g.disjoint ? "the integral" : "Price's theorem",
                       bad->left.text, bad->right.text);
    } else if (status != DQ_OK)
        verdict_set(v, VERDICT_INCONCLUSIVE, "The bivariate integral was not enclosed at $`\\rho=`$ %s: %s.",
                    ball_as_text(rho, 8).text, why->text);
    else if (g.least_bits < minimum)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The routes overlap, but only to %ld accurate bits where %ld are asked for.", g.least_bits,
                    minimum);
    else
        verdict_set(v, VERDICT_PROVED,
                    "Mehler's formula gives the identity for every $`\\phi\\in L^2(N(0,q))`$, which is certified here "
                    "at $`q=`$ %s.",
                    ball_as_text(h->q, 30).text);
    verdict_add(
        v,
        "Checked, not needed by the proof: the series ($`N=%ld`$ with its tail bound) and the quadrature of the "
        "bivariate integral "
        "overlap at %d of the %d values of $`\\rho`$ compared, with at least %ld accurate bits relative to $`\\kappa`$ "
        "for "
        "$`-0.91\\le\\rho\\le1`$ (minimum asked for: %ld) and %ld at $`\\rho=-1`$, where nothing damps the tail.%s",
        h->N, g.compared - g.disjoint, GRID_POINTS, g.least_bits, minimum, at_minus_one,
        price.compared && !price.disjoint
            ? " Price's theorem, a third route for piecewise linear functions, overlaps as well."
            : "");
    verdict_number(v, "$`q`$", h->q, 30);
    verdict_number(v, "$`\\kappa`$", h->kappa, 15);
    arb_clear(rho);
    arb_clear(series);
    arb_clear(integral);
}

/* ---- planted ------------------------------------------------------------------------------------ */

/* q = 2: sum a_r^2 rho^(r + shift) at rho = 1/2 (-1/2 when negate is set) against the integral at rho = 1/2. */
static void decide_text(verdict_t v, const char *text, int shift, int negate)
{
    activation_t phi;
    hermite_t h;
    if (!planted_activation(&phi, text, v)) return;
    if (planted_expansion(h, text, 2, 40, 40, v)) {
        reason_t why;
        reason_init(why);
        arb_t rho, series, integral;
        arb_init(rho);
        arb_init(series);
        arb_init(integral);
        arb_set_d(rho, negate ? -0.5 : 0.5);
        hermite_dual(series, h, h, rho, 128);
        if (shift) arb_mul(series, series, rho, 128);
        arb_set_d(rho, 0.5);
        dq_status status = hermite_dual_integral(integral, phi, h->q, h->q, rho, 20, why);
        if (status != DQ_OK)
            verdict_from_status(v, status, why);
        else if (arb_is_finite(series) && arb_is_finite(integral) && !arb_overlaps(series, integral))
            verdict_refute(v, "counterexample", "At $`\\rho=1/2`$ the series is %s, the integral %s: disjoint.",
                           ball_as_text(series, 10).text, ball_as_text(integral, 10).text);
        else if (accurate_bits(series, h->kappa) >= 16 && accurate_bits(integral, h->kappa) >= 16)
            verdict_set(v, VERDICT_PROVED, "At $`\\rho=1/2`$ the series %s and the integral %s overlap.",
                        ball_as_text(series, 10).text, ball_as_text(integral, 10).text);
        else
            verdict_set(v, VERDICT_INCONCLUSIVE, "The enclosures are too wide to tell.");
        arb_clear(rho);
        arb_clear(series);
        arb_clear(integral);
    }
    hermite_clear(h);
    activation_clear(phi);
}

static void planted_exponent(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 1, 0);
}

static void planted_sign(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 0, 1);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", 0, 0);
}

static const planted_t planted[] = {
    {"exponent-off-by-one", "tanh: $`\\mathbb E\\phi(u)\\phi(v)=\\sum a_r^2\\rho^{r+1}`$.", 0, planted_exponent},
    {"sign-of-correlation", "tanh: $`\\mathbb E\\phi(u)\\phi(v)=\\sum a_r^2(-\\rho)^r`$.", 0, planted_sign},
    {"true-offered-as-false", "relu: $`\\mathbb E\\phi(u)\\phi(v)=\\sum a_r^2\\rho^r`$.", 1, planted_true},
    {0}};

const claim_t claims_hermite_dual_activation[] = {
    {.id = "hermite.dual-activation",
     .title = "The dual activation as a Hermite series",
     .source = "Daniely, Frostig & Singer 2016; Truong's dual activation",
     .statement = "$`\\mathbb E\\phi(u)\\phi(v)=\\sum_{r\\ge0}a_r(q)^2\\rho^r`$ for jointly Gaussian $`u,v\\sim "
                  "N(0,q)`$ with correlation $`\\rho`$, "
                  "$`|\\rho|\\le1`$.",
     .reading = "At one exact $`q`$ next to $`q_*`$.",
     .hypotheses = "$`\\mathbb E\\phi(\\sqrt q\\,g)^2<\\infty`$ (certified).",
     .method = "Proved: Mehler's formula, its hypothesis certified; the verdict also asks two independent routes (the "
               "series with its tail "
               "bound, the quadrature of the bivariate integral) to overlap on a grid of $`\\rho`$ including "
               "$`0,\\pm1`$ with a minimum of "
               "accurate bits relative to $`\\kappa`$ (30 in the quick profile, 48 otherwise); disjoint enclosures "
               "would refute it.",
     .depends = "hermite.parseval",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/hermite/dual-activation.c"},
    {.id = NULL}};
