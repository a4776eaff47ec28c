/* gram.relu-closed-form: Ling, Lemma 3 with (12), (13), (14).

   s = sigma_w^2, |x_i| = sqrt(d), rho0 = x_i.x_j/d, Lambda^(l) = s K^(l-1) + X^T X/d, cos t^(l) = Lambda_ij/Lambda_ii.
   By the arc-cosine formula K^(l)_ij = Lambda_ii Q(cos t^(l)), and Lambda^(l)_ii = s K^(l-1)_ii + 1 = (1 - s^l)/(1 - s)
   = rho^(l) = K^(l)_ii.  Hence (12) cos t^(l) = (s K^(l-1)_ij + rho0)/(s K^(l-1)_ii + 1)                    printed
   with K_ij in the denominator, (13) cos t^(l) = (1 - 1/rho^(l)) Q(cos t^(l-1)) + rho0/rho^(l)                printed
   with rho^(l-1), (14) in the limit cos t = s Q(cos t) + (1 - s) rho0, K_ij = Q(cos t)/(1 - s):  true as printed. The
   index of (13) is fixed by (12), which ties t^(l) to K^(l-1), and by rho^(0) = K^(0)_ii = 0. */
#include "verify/claims/agreement.h"
#include "verify/claims/hypotheses.h"
#include "verify/claims/ling_closed_form.h"
#include "verify/claims/planted_model.h"

#define PREC      192
#define MAX_PAIRS 2000

/* One place where two enclosures are disjoint. */
typedef struct {
    int found;
    slong i, j, l;
    ball_text left, right;
} mismatch;

static void compare(mismatch *m, const arb_t left, const arb_t right, slong i, slong j, slong l)
{
    if (m->found || arb_overlaps(left, right)) return;
    m->found = 1;
    m->i = i;
    m->j = j;
    m->l = l;
    m->left = ball_as_text(left, 12);
    m->right = ball_as_text(right, 12);
}

/* Lemma 3 and (14): K_ij = factor Q(c)/(1 - s) at the limit; the true statement has factor 1. */
static void check_limit(mismatch *m, slong *bits, slong *pairs, const gram_model_struct *model,
                        const gram_struct *limit, slong numerator, slong denominator)
{
    arb_t s, rho0, c, gap, one;
    arb_init(s);
    arb_init(rho0);
    arb_init(c);
    arb_init(gap);
    arb_init(one);
    arb_one(one);
    arb_set_fmpq(s, model->s, PREC);
    arb_sub_ui(gap, s, 1, PREC);
    arb_neg(gap, gap);
    *bits = 200;
    *pairs = 0;
    for (slong i = 0; i < limit->n && *pairs < MAX_PAIRS; i++)
        for (slong j = 0; j <= i && *pairs < MAX_PAIRS; j++, ++*pairs) {
            points_sigma0(rho0, model->points, i, j, PREC);
            arb_mul_2exp_si(rho0, rho0, -1);
            ling_limit_cosine(c, s, rho0, PREC);
            ling_Q(c, c, PREC);
            arb_div(c, c, gap, PREC);
            arb_mul_si(c, c, numerator, PREC);
            arb_div_si(c, c, denominator, PREC);
            compare(m, c, arb_mat_entry(limit->K, i, j), i, j, -1);
            *bits =
                FLINT_MIN(*bits, FLINT_MIN(accurate_bits(c, one), accurate_bits(arb_mat_entry(limit->K, i, j), one)));
        }
    arb_clear(s);
    arb_clear(rho0);
    arb_clear(c);
    arb_clear(gap);
    arb_clear(one);
}

/* (12) and (13) against cos t^(l) = Lambda_ij/Lambda_ii, l = 2..layers; printed = 1: with K_ij and rho^(l-1). */
static void check_layers(mismatch *twelve, mismatch *thirteen, const gram_model_struct *model, const gram_struct *layer,
                         slong layers, int printed)
{
    arb_t s, rho0, cosine, previous, right, norm, t;
    arb_init(s);
    arb_init(rho0);
    arb_init(cosine);
    arb_init(previous);
    arb_init(right);
    arb_init(norm);
    arb_init(t);
    arb_set_fmpq(s, model->s, PREC);
    slong pairs = 0;
    for (slong i = 0; i < layer->n && pairs < MAX_PAIRS; i++)
        for (slong j = 0; j <= i && pairs < MAX_PAIRS; j++, pairs++) {
            points_sigma0(rho0, model->points, i, j, PREC);
            arb_mul_2exp_si(rho0, rho0, -1);
            arb_set(previous, rho0); /* cos t^(1) */
            for (slong l = 2; l <= layers; l++) {
                const gram_struct *below = layer + l - 2;
                arb_mul(cosine, s, arb_mat_entry(below->K, i, j), PREC);
                arb_add_ui(t, cosine, 1, PREC); /* s K_ij + 1 */
                arb_add(cosine, cosine, rho0, PREC);
                arb_set(right, cosine);
                arb_mul(norm, s, below->kappa, PREC);
                arb_add_ui(norm, norm, 1, PREC);
                arb_div(cosine, cosine, norm, PREC); /* the definition */
                arb_div(right, right, printed ? t : norm, PREC);
                compare(twelve, cosine, right, i, j, l);
                /* t = 1/rho^(m) = (1 - s)/(1 - s^m), m = l - 1 as printed, l as repaired */
                arb_pow_ui(t, s, (ulong)(printed ? l - 1 : l), PREC);
                arb_sub_ui(t, t, 1, PREC);
                arb_sub_ui(norm, s, 1, PREC);
                arb_div(t, norm, t, PREC);
                ling_Q(right, previous, PREC);
                arb_mul(norm, t, right, PREC);
                arb_sub(right, right, norm, PREC);
                arb_mul(t, t, rho0, PREC);
                arb_add(right, right, t, PREC);
                compare(thirteen, cosine, right, i, j, l);
                arb_set(previous, cosine);
            }
        }
    arb_clear(s);
    arb_clear(rho0);
    arb_clear(cosine);
    arb_clear(previous);
    arb_clear(right);
    arb_clear(norm);
    arb_clear(t);
}

static void report(verdict_t v, const mismatch *m, const char *what)
{
    if (m->found)
        verdict_add(v,
                    "%s fails at $`l=%ld`$, points %ld and %ld: $`\\cos\\theta^{(l)}_{ij}=`$ %s by definition, the "
                    "printed right side is %s.",
                    what, m->l, m->i, m->j, m->left.text, m->right.text);
    else
        verdict_add(v, "%s: no entry of the layers contradicts it.", what);
}

static void decide_forms(verdict_t v, const gram_model_struct *model, const gram_struct *limit,
                         const gram_struct *layer, slong layers, int printed)
{
    mismatch lemma = {0}, twelve = {0}, thirteen = {0};
    slong bits, pairs;
    check_limit(&lemma, &bits, &pairs, model, limit, 1, 1);
    check_layers(&twelve, &thirteen, model, layer, layers, printed);
    if (lemma.found)
        verdict_refute(v, "counterexample", "$`K_{%ld,%ld}`$: the closed form gives %s, the certified limit is %s.",
                       lemma.i, lemma.j, lemma.left.text, lemma.right.text);
    else if (printed && (twelve.found || thirteen.found))
        verdict_refute(v, "counterexample",
                       "The limit formulas of Lemma 3 and (14) hold as printed (arc-cosine formula; overlap with the "
                       "certified limit on %ld pairs, at "
                       "least %ld bits), but%s%s%s as printed do%s not.",
                       pairs, bits, twelve.found ? " (12)" : "", twelve.found && thirteen.found ? " and" : "",
                       thirteen.found ? " (13)" : "", twelve.found && thirteen.found ? "" : "es");
    else if (twelve.found || thirteen.found)
        verdict_refute(v, "counterexample", "A layer contradicts the recursion.");
    else if (!printed || limit->n == 1)
        verdict_set(v, VERDICT_PROVED,
                    "The arc-cosine formula $`\\mathbb E\\,\\mathrm{relu}(u)\\mathrm{relu}(v)=\\frac "
                    "q2Q(\\cos\\theta)`$, $`\\Lambda_{ii}^{(l)}=\\rho^{(l)}`$ and "
                    "the fixed point give every formula%s. Checked: overlap with the certified limit on %ld pairs (at "
                    "least %ld bits) and with %ld "
                    "layers.",
                    printed ? " (one point: $`K_{ij}=K_{ii}`$ and every cosine is 1; (13) for $`l\\ge2`$, where "
                              "$`\\rho^{(l-1)}\\ne0`$)"
                            : "",
                    pairs, bits, layers);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "No certified violation of (12) or (13) was found in %ld layers.", layers);
    if (printed && limit->n > 1) {
        report(v, &twelve, "(12)");
        report(v, &thirteen, "(13)");
        verdict_add(v, "At $`l=1`$ (13) divides by $`\\rho^{(0)}=0`$. The repaired forms have $`K^{(l-1)}_{ii}`$ in "
                       "the denominator of (12) and "
                       "$`\\rho^{(l)}`$ in (13).");
    }
}

static void decide_for_audit(verdict_t v, audit_t a, int printed)
{
    const gram_struct *limit, *layer;
    slong layers;
    reason_t why;
    reason_init(why);
    dq_status status = audit_limit(&limit, a, why);
    if (status == DQ_OK) status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        decide_forms(v, audit_model(a), limit, layer, layers, printed);
}

static void decide_printed(verdict_t v, audit_t a, slong width)
{
    (void)width;
    if (hypotheses_hold(v, a, HYPOTHESIS_RELU | HYPOTHESIS_NORMS | HYPOTHESIS_ASSUMPTION_1)) decide_for_audit(v, a, 1);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    (void)width;
    if (!hypotheses_hold(v, a, HYPOTHESIS_RELU | HYPOTHESIS_NORMS)) return;
    if (fmpq_cmp_si(audit_case(a)->s, 1) >= 0)
        verdict_set(v, VERDICT_INAPPLICABLE, "A hypothesis fails, exactly: $`\\sigma_w^2\\ge1`$.");
    else
        decide_for_audit(v, a, 0);
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, slong numerator, slong denominator)
{
    planted_model_t p;
    gram_t limit;
    mismatch m = {0};
    slong bits, pairs;
    if (!planted_model_init(p, "relu(x)", 8, 100, 4, 2, planted_plane, v)) return;
    if (planted_limit(limit, p, 64, v)) {
        check_limit(&m, &bits, &pairs, p->model, limit, numerator, denominator);
        if (m.found)
            verdict_refute(v, "counterexample",
                           "$`K_{%ld,%ld}`$: the claimed form gives %s, the certified limit is %s.", m.i, m.j,
                           m.left.text, m.right.text);
        else if (numerator == denominator && bits >= 50)
            verdict_set(v, VERDICT_PROVED,
                        "Overlap on %ld pairs with at least %ld bits; the closed form is the arc-cosine formula.",
                        pairs, bits);
        else
            verdict_set(v, VERDICT_INCONCLUSIVE, "Not separated on %ld pairs.", pairs);
    }
    gram_clear(limit);
    planted_model_clear(p);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 11, 10);
}

/* K = Q/(1 + s): factor (1 - s)/(1 + s) = 92/108. */
static void planted_sign(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 92, 108);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, 1, 1);
}

static const planted_t planted[] = {
    {"constant-10-percent-off", "relu: $`K_{ij}=1.1\\,Q(\\cos\\theta_{ij})/(1-\\sigma_w^2)`$.", 0, planted_constant},
    {"sign-of-sigma", "relu: $`K_{ij}=Q(\\cos\\theta_{ij})/(1+\\sigma_w^2)`$.", 0, planted_sign},
    {"true-offered-as-false", "relu: $`K_{ij}=Q(\\cos\\theta_{ij})/(1-\\sigma_w^2)`$.", 1, planted_true},
    {0}};

#define FILE_NAME "verify/claims/gram/relu-closed-form.c"
#define Q_TEXT    "$`Q(x)=\\frac{\\sqrt{1-x^2}+(\\pi-\\arccos x)x}{\\pi}`$"

const claim_t claims_gram_relu_closed_form[] = {
    {.id = "gram.relu-closed-form",
     .title = "The population Gram matrix of ReLU in closed form",
     .source = "Ling, Lemma 3, (12), (13), (14)",
     .statement = "$`K_{ij}=\\frac{Q(\\cos\\theta_{ij})}{1-\\sigma_w^2}`$, "
                  "$`\\cos\\theta=\\sigma_w^2Q(\\cos\\theta)+(1-\\sigma_w^2)\\rho^0`$, " Q_TEXT
                  "; (12) $`\\cos\\theta^{(l)}_{ij}=\\frac{\\sigma_w^2K^{(l-1)}_{ij}+d^{-1}x_i^\\top "
                  "x_j}{\\sigma_w^2K^{(l-1)}_{ij}+1}`$; (13) "
                  "$`\\cos\\theta^{(l)}=(1-\\frac1{\\rho^{(l-1)}})Q(\\cos\\theta^{(l-1)})+\\frac1{\\rho^{(l-1)}}\\frac{"
                  "x_i^\\top x_j}d`$, "
                  "$`\\rho^{(l)}=\\frac{1-\\sigma_w^{2l}}{1-\\sigma_w^2}`$.",
     .reading = "$`\\cos\\theta^{(l)}_{ij}=\\Lambda^{(l)}_{ij}/\\sqrt{\\Lambda^{(l)}_{ii}\\Lambda^{(l)}_{jj}}`$, "
                "$`\\Lambda^{(l)}=\\sigma_w^2K^{(l-1)}+\\frac1dX^\\top X`$, $`K^{(0)}=0`$; subscripts and superscripts "
                "as printed.",
     .hypotheses = "$`\\phi`$ = ReLU; $`\\sigma_w^2<1/8`$; $`\\Vert x_i\\Vert=\\sqrt d`$.",
     .method = "The limit formulas: proved by the arc-cosine formula, overlap with the certified limit. (12), (13): "
               "compared entry by entry with "
               "enclosures of 12 layers; one pair of disjoint enclosures refutes them.",
     .depends = "hermite.closed-form",
     .decide = decide_printed,
     .planted = planted,
     .file = FILE_NAME},
    {.id = "gram.relu-closed-form.repaired",
     .title = "The population Gram matrix of ReLU in closed form, repaired",
     .source = "repair of Ling, (12) and (13)",
     .statement = "$`K_{ij}=\\frac{Q(\\cos\\theta_{ij})}{1-\\sigma_w^2}`$, "
                  "$`\\cos\\theta=\\sigma_w^2Q(\\cos\\theta)+(1-\\sigma_w^2)\\rho^0`$; "
                  "$`\\cos\\theta^{(l)}_{ij}=\\frac{\\sigma_w^2K^{(l-1)}_{ij}+d^{-1}x_i^\\top "
                  "x_j}{\\sigma_w^2K^{(l-1)}_{ii}+1}`$; "
                  "$`\\cos\\theta^{(l)}=(1-\\frac1{\\rho^{(l)}})Q(\\cos\\theta^{(l-1)})+\\frac1{\\rho^{(l)}}\\frac{x_i^"
                  "\\top x_j}d`$.",
     .reading = "",
     .hypotheses = "$`\\phi`$ = ReLU; $`\\sigma_w^2<1`$; $`\\Vert x_i\\Vert=\\sqrt d`$.",
     .method = "Proved by the arc-cosine formula; overlap with the certified limit and 12 layers.",
     .depends = "hermite.closed-form",
     .decide = decide_repaired,
     .planted = NULL,
     .file = FILE_NAME},
    {.id = NULL}};
