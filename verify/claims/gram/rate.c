/* gram.rate: |K^(l)_ij - K^(l-1)_ij| <= (2l - 1) sigma_w^(2(l-1)) for ReLU (Ling, Theorem 3(i)); in general the
   coupling's bound.

   ReLU, |x_i| = sqrt(d), s = sigma_w^2: E relu relu = D(q, sigma) = (q/(2 pi))(sin t + (pi - t) cos t), sigma = q cos
   t, has dD/dsigma = (pi - t)/(2 pi) >= 0,   dD/dq = sin t/(2 pi) >= 0   (both variances together), and K^(l)_ii = (1 -
   s^l)/(1 - s), so K^(l)_ii - K^(l-1)_ii = s^(l-1) exactly.  By induction 0 <= K^(l)_ij - K^(l-1)_ij <= s^(l-1): for l
   = 1 it is 0 <= K^(1)_ij <= 1; and along the segment from (q, sigma)^(l) to (q, sigma)^(l+1), whose steps are 2 s
   s^(l-1) and 2 s (K^(l)_ij - K^(l-1)_ij) in [0, 2 s s^(l-1)], the increment of D lies between 0 and 2 s^l sup ((pi -
   t) + sin t)/(2 pi) <= s^l,   since sin t <= t. So the factor 2l - 1 can go, and a statement with (A + B l) s^(l-1+e)
   is true for all l >= 1 iff (A + B l) s^e >= 1 for all l (the diagonal attains s^(l-1)). */
#include "verify/claims/hypotheses.h"
#include "verify/claims/planted_model.h"

#include <math.h>

#define PREC 128

static void increment(arb_t gap, const gram_struct *layer, slong l, slong i, slong j)
{
    arb_set(gap, arb_mat_entry(layer[l - 1].K, i, j));
    if (l > 1) arb_sub(gap, gap, arb_mat_entry(layer[l - 2].K, i, j), PREC);
    arb_abs(gap, gap);
}

static void largest_increment(arb_t gap, const gram_struct *layer, slong l)
{
    arb_t entry;
    arb_init(entry);
    arb_zero(gap);
    for (slong i = 0; i < layer[0].n; i++)
        for (slong j = 0; j <= i; j++) {
            increment(entry, layer, l, i, j);
            arb_max(gap, gap, entry, PREC);
        }
    arb_clear(entry);
}

/* Largest increment per layer over that of the layer before, at the last layer the balls still resolve. */
static void report_observed(verdict_t v, const gram_struct *layer, slong layers)
{
    arb_t gap, before;
    arb_init(gap);
    arb_init(before);
    slong l = 1;
    largest_increment(before, layer, 1);
    verdict_number(v, "largest $`|K^{(1)}_{ij}|`$", before, 8);
    for (l = 2; l <= layers; l++) {
        largest_increment(gap, layer, l);
        if (arb_rel_accuracy_bits(gap) < 20) break;
        if (l == layers || l == 2) {
            char name[96];
            snprintf(name, sizeof name, "largest $`|K^{(%ld)}_{ij}-K^{(%ld)}_{ij}|`$", l, l - 1);
            verdict_number(v, name, gap, 8);
        }
        arb_div(before, gap, before, PREC);
        if (l == layers)
            verdict_approximate(v, "observed rate (quotient of the last two)",
                                arf_get_d(arb_midref(before), ARF_RND_NEAR));
        arb_set(before, gap);
    }
    arb_clear(gap);
    arb_clear(before);
}

/* The statement |K^(l) - K^(l-1)| <= (A + B l) s^(l-1+e), B >= 0 >= A, e >= 0, for ReLU on points of norm sqrt(d). */
static void decide_relu(verdict_t v, const fmpq_t s, const gram_struct *layer, slong layers, slong A_numerator,
                        ulong A_denominator, slong B, slong e)
{
    fmpq_t factor, power, A;
    arb_t bound, gap;
    slong bad = 0, ball_bad = 0, checked = 0;
    fmpq_init(factor);
    fmpq_init(power);
    fmpq_init(A);
    arb_init(bound);
    arb_init(gap);
    fmpq_set_si(A, A_numerator, A_denominator);
    fmpq_pow_si(power, s, e);
    for (slong l = 1; l <= layers && bad == 0; l++) { /* exact: (A + B l) s^e < 1 at l violates the diagonal */
        fmpq_set_si(factor, B * l, 1);
        fmpq_add(factor, factor, A);
        fmpq_mul(factor, factor, power);
        if (fmpq_cmp_si(factor, 1) < 0) bad = l;
    }
    for (slong l = 1; l <= layers && ball_bad == 0; l++) { /* the same by balls, entry by entry */
        fmpq_pow_si(power, s, l - 1 + e);
        fmpq_set_si(factor, B * l, 1);
        fmpq_add(factor, factor, A);
        fmpq_mul(factor, factor, power);
        arb_set_fmpq(bound, factor, PREC);
        for (slong i = 0; i < layer[0].n && ball_bad == 0; i++)
            for (slong j = 0; j <= i && ball_bad == 0; j++) {
                increment(gap, layer, l, i, j);
                if (arb_gt(gap, bound)) ball_bad = l;
                checked++;
            }
    }
    if (bad != 0 && ball_bad != 0)
        verdict_refute(v, "counterexample",
                       "At $`l=%ld`$ an entry of $`|K^{(l)}-K^{(l-1)}|`$ is above the claimed bound: the diagonal is "
                       "$`\\sigma_w^{2(l-1)}`$ exactly, "
                       "the bound %s (balls: certified at $`l=%ld`$).",
                       bad, ball_as_text(bound, 12).text, ball_bad);
    else if (bad == 0 && ball_bad == 0)
        verdict_set(v, VERDICT_PROVED,
                    "$`0\\le K^{(l)}_{ij}-K^{(l-1)}_{ij}\\le\\sigma_w^{2(l-1)}`$ for every $`l\\ge1`$ by induction "
                    "(both partial derivatives of the "
                    "arc-cosine kernel are nonnegative and $`(\\pi-t)+\\sin t\\le\\pi`$), with equality on the "
                    "diagonal: **the factor "
                    "$`2l-1`$ can go**. No entry of %ld layers violates the claimed bound (%ld comparisons of balls).",
                    layers, checked);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The exact argument and the enclosures were not brought together (layers %ld and %ld).", bad,
                    ball_bad);
    fmpq_clear(factor);
    fmpq_clear(power);
    fmpq_clear(A);
    arb_clear(bound);
    arb_clear(gap);
}

/* The sides that the last observed increment is compared with. */
static void report_powers(verdict_t v, const fmpq_t s, slong layers)
{
    char name[96];
    fmpq_t power;
    arb_t value;
    fmpq_init(power);
    arb_init(value);
    arb_set_fmpq(value, s, PREC);
    verdict_number(v, "$`\\sigma_w^2`$", value, 12);
    fmpq_pow_si(power, s, layers - 1);
    arb_set_fmpq(value, power, PREC);
    snprintf(name, sizeof name, "$`\\sigma_w^{2(l-1)}`$ at $`l=%ld`$", (long)layers);
    verdict_number(v, name, value, 8);
    arb_mul_si(value, value, 2 * layers - 1, PREC);
    snprintf(name, sizeof name, "printed bound of $`|K^{(%ld)}_{ij}-K^{(%ld)}_{ij}|`$", (long)layers, (long)layers - 1);
    verdict_number(v, name, value, 8);
    fmpq_clear(power);
    arb_clear(value);
}

/* |K^(l) - K^(l-1)| <= 2 kappa_1 theta^(l-1)/(1 - theta), given theta < 1. */
static void decide_coupling(verdict_t v, const gram_model_struct *model, const gram_struct *layer, slong layers)
{
    arb_t theta, bound, gap, kappa1, quotient;
    slong bad = 0;
    arb_init(theta);
    arb_init(bound);
    arb_init(gap);
    arb_init(kappa1);
    arb_init(quotient);
    gram_theta(theta, model, PREC);
    for (slong i = 0; i < layer[0].norms; i++) arb_max(kappa1, kappa1, layer[0].kappa + i, PREC);
    for (slong l = 1; l <= layers && bad == 0; l++) {
        arb_sub_ui(bound, theta, 1, PREC);
        arb_neg(bound, bound);
        arb_pow_ui(quotient, theta, (ulong)(l - 1), PREC);
        arb_div(bound, quotient, bound, PREC);
        arb_mul(bound, bound, kappa1, PREC);
        arb_mul_2exp_si(bound, bound, 1);
        largest_increment(gap, layer, l);
        if (arb_gt(gap, bound)) bad = l;
    }
    if (bad != 0)
        verdict_refute(v, "counterexample", "At $`l=%ld`$ the largest increment %s is above the bound %s.", bad,
                       ball_as_text(gap, 12).text, ball_as_text(bound, 12).text);
    else
        verdict_set(v, VERDICT_PROVED,
                    "$`\\Vert z^{(l)}_i-z^{(l-1)}_i\\Vert\\le\\theta^{l-1}\\sqrt{\\kappa_1}`$ and "
                    "$`\\Vert z^{(l)}_i\\Vert\\le\\sqrt{\\kappa_1}/(1-\\theta)`$ with all layers coupled through the "
                    "same weights give the bound; no "
                    "entry of %ld layers violates it.",
                    layers);
    verdict_number(v, "$`\\theta`$", theta, 12);
    if (bad == 0) {
        char name[96];
        snprintf(name, sizeof name, "proved bound of $`|K^{(%ld)}_{ij}-K^{(%ld)}_{ij}|`$", (long)layers,
                 (long)layers - 1);
        verdict_number(v, name, bound, 8);
    }
    arb_clear(theta);
    arb_clear(bound);
    arb_clear(gap);
    arb_clear(kappa1);
    arb_clear(quotient);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *layer;
    slong layers;
    reason_t why;
    reason_init(why);
    if (!hypotheses_hold(v, a, HYPOTHESIS_RELU | HYPOTHESIS_ASSUMPTION_1 | HYPOTHESIS_NORMS)) return;
    dq_status status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    decide_relu(v, audit_case(a)->s, layer, layers, -1, 1, 2, 0);
    report_observed(v, layer, layers);
    report_powers(v, audit_case(a)->s, layers);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *layer;
    slong layers;
    reason_t why;
    reason_init(why);
    arb_t theta;
    arb_init(theta);
    gram_theta(theta, audit_model(a), PREC);
    arb_sub_ui(theta, theta, 1, PREC);
    int below = arb_is_negative(theta), above = arb_is_nonnegative(theta) || !arb_is_finite(theta);
    arb_clear(theta);
    if (!below) {
        verdict_set(v, above ? VERDICT_INAPPLICABLE : VERDICT_INCONCLUSIVE,
                    "A hypothesis %s: $`\\theta=\\sqrt{2\\sigma_w^2}\\,L<1`$.", above ? "is not available" : "is open");
        return;
    }
    dq_status status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    decide_coupling(v, audit_model(a), layer, layers);
    report_observed(v, layer, layers);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, slong A_numerator, ulong A_denominator, slong B, slong e)
{
    enum { LAYERS = 12 };
    planted_model_t p;
    gram_struct *layer;
    if (!planted_model_init(p, "relu(x)", 8, 100, 4, 2, planted_plane, v)) return;
    if ((layer = planted_layers(p, LAYERS, 64, v)) != NULL) {
        decide_relu(v, p->s, layer, LAYERS, A_numerator, A_denominator, B, e);
        planted_layers_free(layer, LAYERS);
    }
    planted_model_clear(p);
}

static void planted_exponent(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, -1, 1, 2, 1);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 9, 10, 0, 0);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 1, 1, 0, 0);
}

static const planted_t planted[] = {
    {"exponent-off-by-one", "relu: $`|K^{(l)}_{ij}-K^{(l-1)}_{ij}|\\le(2l-1)\\sigma_w^{2l}`$.", 0, planted_exponent},
    {"constant-10-percent-off", "relu: $`|K^{(l)}_{ij}-K^{(l-1)}_{ij}|\\le0.9\\,\\sigma_w^{2(l-1)}`$.", 0,
     planted_constant},
    {"true-offered-as-false",
     "relu: $`|K^{(l)}_{ij}-K^{(l-1)}_{ij}|\\le\\sigma_w^{2(l-1)}`$, without the factor $`2l-1`$.", 1, planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/rate.c"

const claim_t claims_gram_rate[] = {
    {.id = "gram.rate",
     .title = "Rate of convergence of the population Gram matrix (ReLU)",
     .source = "Ling, Theorem 3(i)",
     .statement = "$`|K^{(l)}_{ij}-K^{(l-1)}_{ij}|\\le(2l-1)\\sigma_w^{2(l-1)}`$ (ReLU).",
     .reading = "For all $`i,j`$ and $`l\\ge1`$, $`K^{(0)}=0`$.",
     .hypotheses = "$`\\phi`$ = ReLU; $`\\sigma_w^2<1/8`$; $`\\Vert x_i\\Vert=\\sqrt d`$.",
     .method = "Proved for all $`l`$ by the induction in the claim's file (the diagonal exactly), and compared entry "
               "by entry with enclosures of "
               "12 layers.",
     .depends = "gram.relu-closed-form",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.rate.repaired",
     .title = "Rate of convergence of the population Gram matrix (Lipschitz activations)",
     .source = "repair of Ling, Theorem 3(i) for general activations",
     .statement = "If $`\\theta=\\sqrt{2\\sigma_w^2}\\,L<1`$, then "
                  "$`|K^{(l)}_{ij}-K^{(l-1)}_{ij}|\\le2\\kappa_1\\theta^{l-1}/(1-\\theta)`$ for all "
                  "$`l\\ge1`$, $`\\kappa_1=\\max_iK^{(1)}_{ii}`$.",
     .reading = "",
     .hypotheses = "$`2\\sigma_w^2L^2<1`$; points of any norms.",
     .method = "Proved by the coupling of MATH.md 3; compared with enclosures of 12 layers.",
     .depends = "",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
