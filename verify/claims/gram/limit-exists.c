/* gram.limit-exists: K^(l) converges to a unique K.

   Couple all layers through the same weights: theta = sqrt(2 sigma_w^2) L bounds the L2 contraction of one layer, z^(0)
   = 0, so |z^(l+1) - z^(l)| <= theta^l sqrt(K^(1)_ii) and |K_ij - K^(l)_ij| <= 2 sqrt(kbar kappa_1) theta^l/(1 -
   theta),  kappa_1 = max K^(1)_ii,  kbar <= kappa_1/(1 - theta)^2. Assumption 1, 8 sigma_w^2 L^2 < 1, is theta < 1/2.
 */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#define PREC 128

/* The bound with theta^(l + shift), l = 0..layers (K^(0) = 0), against the enclosed gaps.  Returns 1 with *at, gap,
   bound at the first certified violation; worst: the gap and the bound at the last layer. */
static int bound_violated(slong *at, arb_t gap, arb_t bound, const gram_model_struct *model, const gram_struct *limit,
                          const gram_struct *layer, slong layers, slong shift)
{
    int violated = 0;
    arb_t theta, kappa1, difference;
    arb_init(theta);
    arb_init(kappa1);
    arb_init(difference);
    gram_theta(theta, model, PREC);
    for (slong i = 0; i < layer[0].norms; i++) arb_max(kappa1, kappa1, layer[0].kappa + i, PREC);
    for (slong l = 0; l <= layers && !violated; l++) {
        gram_limit_bound(bound, theta, kappa1, l + shift, PREC);
        arb_zero(gap);
        for (slong i = 0; i < limit->n; i++)
            for (slong j = 0; j <= i; j++) {
                arb_set(difference, arb_mat_entry(limit->K, i, j));
                if (l > 0) arb_sub(difference, difference, arb_mat_entry(layer[l - 1].K, i, j), PREC);
                arb_abs(difference, difference);
                arb_max(gap, gap, difference, PREC);
            }
        violated = arb_gt(gap, bound);
        *at = l;
    }
    arb_clear(theta);
    arb_clear(kappa1);
    arb_clear(difference);
    return violated;
}

/* "The limit exists and the bound with theta^(l + shift) holds", given theta < 1; the theorem has shift 0. */
static void decide_coupling(verdict_t v, const gram_model_struct *model, const gram_struct *limit,
                            const gram_struct *layer, slong layers, slong shift)
{
    slong at = 0;
    arb_t theta, gap, bound;
    arb_init(theta);
    arb_init(gap);
    arb_init(bound);
    gram_theta(theta, model, PREC);
    int checked = limit != NULL && layer != NULL;
    int violated = checked && bound_violated(&at, gap, bound, model, limit, layer, layers, shift);
    if (violated)
        verdict_refute(v, "counterexample",
                       "At layer $`l=%ld`$ the largest $`|K_{ij}-K^{(l)}_{ij}|`$ is %s, above the bound %s.", at,
                       ball_as_text(gap, 12).text, ball_as_text(bound, 12).text);
    else if (shift == 0)
        verdict_set(
            v, VERDICT_PROVED,
            "$`\\theta=\\sqrt{2\\sigma_w^2}\\,L=`$ %s, below 1: with all layers coupled through the same weights "
            "$`\\Vert z_i^{(l+1)}-z_i^{(l)}\\Vert_{L^2}\\le\\theta^l\\sqrt{K^{(1)}_{ii}}`$, so $`z_i^{(l)}`$ is a "
            "Cauchy sequence, "
            "$`K^{(l)}`$ converges and "
            "$`|K_{ij}-K^{(l)}_{ij}|\\le2\\sqrt{\\bar\\kappa\\kappa_1}\\,\\theta^l/(1-\\theta)`$. The "
            "equations of $`q_*`$ and of every pair are contractions (by $`\\theta`$ in $`\\sqrt q`$, by $`\\theta^2`$ "
            "in "
            "$`\\Sigma_{ij}`$): $`K`$ is their only solution.",
            ball_as_text(theta, 12).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "No layer up to %ld violates the bound, which is not the proved one.",
                    layers);
    verdict_number(v, "$`\\theta=\\sqrt{2\\sigma_w^2}L`$", theta, 15);
    if (checked && !violated) {
        char name[96];
        snprintf(name, sizeof name, "largest $`|K_{ij}-K^{(l)}_{ij}|`$ at $`l=%ld`$", at);
        verdict_number(v, name, gap, 6);
        verdict_number(v, "its proved bound", bound, 6);
    }
    arb_clear(theta);
    arb_clear(gap);
    arb_clear(bound);
}

static void report_limit(verdict_t v, const gram_struct *limit)
{
    verdict_number(v, limit->equal_norms ? "$`q_*`$" : "$`q_*`$ of the first point", limit->q, 20);
    verdict_number(v, limit->equal_norms ? "$`\\kappa`$" : "$`\\kappa`$ of the first point", limit->kappa, 20);
}

static void decide_for_audit(verdict_t v, audit_t a)
{
    const gram_struct *limit, *layer;
    slong layers = 0;
    reason_t why;
    reason_init(why);
    dq_status status = audit_limit(&limit, a, why);
    if (status != DQ_OK) {
        decide_coupling(v, audit_model(a), NULL, NULL, 0, 0);
        verdict_add(v, "The entries themselves were not enclosed: %s.", why->text);
        return;
    }
    if (audit_layers(&layer, &layers, a, why) != DQ_OK) layer = NULL;
    decide_coupling(v, audit_model(a), limit, layer, layers, 0);
    report_limit(v, limit);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    if (hypotheses_hold(v, a, HYPOTHESIS_SMOOTH | HYPOTHESIS_ASSUMPTION_1)) decide_for_audit(v, a);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *limit;
    reason_t why;
    reason_init(why);
    arb_t theta;
    arb_init(theta);
    gram_theta(theta, audit_model(a), PREC);
    arb_sub_ui(theta, theta, 1, PREC);
    int coupling = arb_is_negative(theta);
    arb_clear(theta);
    if (coupling) {
        decide_for_audit(v, a);
        return;
    }
    dq_status status = audit_limit(&limit, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    verdict_set(v, VERDICT_PROVED,
                "$`\\theta<1`$ is not available, but the orbit from $`K^{(0)}=0`$ is certified to enter a ball around "
                "$`q_*`$ that the variance "
                "map sends into itself and contracts, and at $`q_*`$ every pair's map contracts the interval its "
                "correlations end up in "
                "(engine `%s`): the orbit converges to the unique fixed point there.",
                limit->engine);
    report_limit(v, limit);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, slong numerator, ulong denominator, slong shift)
{
    enum { LAYERS = 6 };
    planted_model_t p;
    gram_t limit;
    gram_struct *layer;
    if (!planted_model_init(p, phi, numerator, denominator, 4, 2, planted_plane, v)) return;
    if (planted_limit(limit, p, 64, v) && (layer = planted_layers(p, LAYERS, 64, v)) != NULL) {
        decide_coupling(v, p->model, limit, layer, LAYERS, shift);
        planted_layers_free(layer, LAYERS);
    }
    gram_clear(limit);
    planted_model_clear(p);
}

static void planted_first_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "relu(x)", 1, 100, 1);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 12, 100, 0);
}

/* x^2 at sigma_w^2 = 8/100: the claim's object is certified not to exist. */
static void planted_no_limit(verdict_t v, void *unused)
{
    (void)unused;
    planted_model_t p;
    gram_t limit;
    reason_t why;
    reason_init(why);
    if (!planted_model_init(p, "x^2", 8, 100, 4, 2, planted_plane, v)) return;
    gram_init(limit);
    dq_status status = gram_limit(limit, p->model, 64, why);
    if (status == DQ_NONEXISTENT)
        verdict_refute(v, "impossible", "The limit certifiably does not exist: %s.", why->text);
    else if (status == DQ_OK)
        verdict_set(v, VERDICT_PROVED, "The limit was enclosed.");
    else
        verdict_from_status(v, status, why);
    gram_clear(limit);
    planted_model_clear(p);
}

static const planted_t planted[] = {
    {"wrong-first-step",
     "relu, $`\\sigma_w^2=0.01`$: "
     "$`|K_{ij}-K^{(l)}_{ij}|\\le2\\sqrt{\\bar\\kappa\\kappa_1}\\,\\theta^{l+1}/(1-\\theta)`$ for "
     "all $`l\\ge0`$ (the first step taken for a contracted one).",
     0, planted_first_step},
    {"no-limit", "$`\\phi(x)=x^2`$, $`\\sigma_w^2=0.08`$: $`K^{(l)}`$ converges.", 0, planted_no_limit},
    {"true-offered-as-false", "tanh, $`\\sigma_w^2=0.12`$: $`K^{(l)}`$ converges with the bound of the repaired claim.",
     1, planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/limit-exists.c"

const claim_t claims_gram_limit_exists[] = {
    {.id = "gram.limit-exists",
     .title = "The population Gram matrix exists",
     .source = "Truong, Proposition 12",
     .statement = "$`K^{(l)}`$ converges to a unique $`K`$ under Assumption 1.",
     .reading = "$`K^{(0)}=0`$; convergence of every entry.",
     .hypotheses = "Assumption 1, $`\\sigma_w^2<1/(8L^2)`$; Truong's standing assumption: $`\\phi'`$ and $`\\phi''`$ "
                   "exist everywhere and are "
                   "bounded.",
     .method = "Proved by coupling all layers through the same weights ($`\\theta<\\frac12`$); the explicit bound is "
               "compared with "
               "enclosures of $`K`$ and of 12 layers, where a certified violation would refute it.",
     .depends = "activation.assumption-1 activation.bounded-derivatives hermite.dual-activation "
                "gram.published-contraction",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.limit-exists.repaired",
     .title = "The population Gram matrix exists (Lipschitz activations)",
     .source = "repair of Truong, Proposition 12",
     .statement = "If $`\\theta=\\sqrt{2\\sigma_w^2}\\,L<1`$, then $`K^{(l)}`$ converges to a unique $`K`$ and, for "
                  "all $`l\\ge0`$, "
                  "$`|K_{ij}-K^{(l)}_{ij}|\\le2\\sqrt{\\bar\\kappa\\kappa_1}\\,\\theta^l/(1-\\theta)`$ with "
                  "$`\\kappa_1=\\max_iK^{(1)}_{ii}`$, "
                  "$`\\bar\\kappa\\le\\kappa_1/(1-\\theta)^2`$. Otherwise $`K^{(l)}`$ converges wherever a local "
                  "contraction is certified.",
     .reading = "",
     .hypotheses = "$`2\\sigma_w^2L^2<1`$ (no second derivative, any norms of the points), or a certified local "
                   "contraction along the orbit.",
     .method = "Proved by the coupling, or by the certified invariant ball of $`q_*`$ and the contraction of every "
               "pair; `inapplicable` when "
               "neither is available or the limit certifiably does not exist.",
     .depends = "",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
