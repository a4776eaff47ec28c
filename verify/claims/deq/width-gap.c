/* deq.width-gap: |G^(l)/m - K^(l)|_F <= n (2 sqrt 2 sigma_w)^l at sufficient width (tied weights). */
#include "verify/claims/layer_gap.h"
#include "verify/claims/planted_model.h"
#include "verify/claims/random_model.h"
#include <math.h>

#define PREC       128
#define DEPTH      LAYER_GAP_DEPTH
#define FIT_WIDTHS 4
#define FIT_TRIALS 60

/* +1 within the bound, -1 beyond it, 0 undecided; NaN decides nothing. */
static int compare(const double_interval *x, const arb_t bound)
{
    arb_t end;
    arb_init(end);
    arb_set_d(end, x->high);
    int good = arb_le(end, bound);
    arb_set_d(end, x->low);
    int bad = arb_gt(end, bound);
    arb_clear(end);
    return good ? 1 : bad ? -1 : 0;
}

/* A success is a network within the bound at every layer, a failure one beyond it at some layer. */
static void count_sample(trial_counts *counts, ulong *failed, const layer_sample_t sample, arb_srcptr bound)
{
    arb_t deviation;
    arb_init(deviation);
    counts->trials = (ulong)sample->trials;
    counts->budget = sample->budget;
    for (slong k = 0; k < sample->trials; k++) {
        int good = 1, bad = 0;
        for (slong l = 0; l < DEPTH; l++) {
            int side = compare(sample->deviation + k * DEPTH + l, bound + l);
            good = good && side > 0;
            bad = bad || side < 0;
            failed[l] += side < 0;
            if (side >= 0) continue;
            arb_set_double_interval(deviation, sample->deviation + k * DEPTH + l);
            verdict_violation(counts->witness, "layer", 2, (const slong[]){k, l + 1}, deviation, bound + l);
        }
        counts->good += good != 0;
        counts->bad += bad != 0;
    }
    arb_clear(deviation);
}

/* The deviations of layer l at width/8, width/4, width/2, width against m, every network a point. */
static int fit_exponent(approx_fit *fit, const layer_sample_struct *sample, const slong *width, slong l)
{
    slong count = 0;
    double x[FIT_WIDTHS * FIT_TRIALS], y[FIT_WIDTHS * FIT_TRIALS];
    for (slong w = 0; w < FIT_WIDTHS; w++)
        for (slong k = 0; k < FIT_TRIALS && k < sample[w].trials; k++, count++) {
            const double_interval *d = sample[w].deviation + k * DEPTH + l - 1;
            x[count] = (double)width[w];
            y[count] = 0.5 * (d->low + d->high);
        }
    return approx_loglog_fit(fit, x, y, count);
}

static void report_fits(verdict_t v, const layer_sample_struct *sample, const slong *width)
{
    static const slong shown[] = {1, 4, 8};
    approx_fit fit;
    verdict_add(
        v,
        "Approximate: least squares of $`\\log\\Vert G^{(l)}/m-K^{(l)}\\Vert_F`$ against $`\\log m`$ over %d networks "
        "at each of the widths %ld, %ld, %ld, %ld, Student intervals at confidence 0.99; $`-\\frac12`$ is expected.",
        FIT_TRIALS, (long)width[0], (long)width[1], (long)width[2], (long)width[3]);
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
        if (!fit_exponent(&fit, sample, width, shown[k])) continue;
        char name[64];
        snprintf(name, sizeof name, "fitted exponent in $`m`$ at $`l=%ld`$", (long)shown[k]);
        verdict_approximate(v, name, fit.slope);
        verdict_add(v, "Fitted exponent in $`m`$ at $`l=%ld`$: %.3f, interval [%.3f, %.3f].", (long)shown[k], fit.slope,
                    fit.low, fit.high);
    }
}

/* Samples and decides; fits != 0: exponents too. */
static void decide_sample(verdict_t v, const deq_model_t model, const gram_struct *layer, arb_srcptr bound, slong width,
                          slong trials, const fmpq_t t, int fits)
{
    layer_sample_struct sample[FIT_WIDTHS] = {{0}};
    slong at[FIT_WIDTHS] = {0}, first = fits ? 0 : FIT_WIDTHS - 1;
    dq_status status = DQ_OK;
    reason_t why;
    reason_init(why);
    for (slong w = first; w < FIT_WIDTHS; w++) {
        at[w] = width >> (FIT_WIDTHS - 1 - w);
        slong count = w == FIT_WIDTHS - 1 ? trials : FIT_TRIALS;
        if (at[w] > 0 && status == DQ_OK)
            status = layer_sample_draw(sample + w, model, layer, DEPTH, at[w], count, LAYERS_TIED, why);
    }
    if (status == DQ_OK) {
        const layer_sample_struct *main = sample + FIT_WIDTHS - 1;
        trial_counts counts = {.witness = v};
        ulong failed[DEPTH] = {0};
        count_sample(&counts, failed, main, bound);
        decide_counts(v, &counts, t, "The bound at every layer $`l\\le8`$");
        for (slong l = 1; l <= DEPTH; l++) {
            char name[64];
            double right = arf_get_d(arb_midref(bound + l - 1), ARF_RND_NEAR),
                   left = approx_layer_mean(main, main->deviation, l);
            verdict_add(
                v, "$`l=%ld`$: bound %.4g (approximate), mean sampled deviation %.4g, %lu of %lu networks beyond it.",
                (long)l, right, left, failed[l - 1], counts.trials);
            snprintf(name, sizeof name, "mean sampled left/right at $`l=%ld`$", (long)l);
            if (fits) verdict_approximate(v, name, left / right);
        }
        if (fits && at[0] > 0) report_fits(v, sample, at);
    } else {
        verdict_from_status(v, status, why);
    }
    for (slong w = 0; w < FIT_WIDTHS; w++) layer_sample_clear(sample + w);
}

/* factor: 1 (printed) or kappa_1. */
static void decide_case(verdict_t v, audit_t a, slong width, const gram_struct *layer, const arb_t L,
                        const arb_t factor)
{
    const case_struct *c = audit_case(a);
    deq_model_t model;
    arb_ptr bound = _arb_vec_init(DEPTH);
    slong trials = audit_profile(a) == PROFILE_FULL ? 4 * c->trials : c->trials;
    random_model_init(model, a);
    layer_gap_bounds(bound, factor, c->points->n, c->s, L, 1);
    decide_sample(v, model, layer, bound, width, trials, c->failure_probability, 1);
    random_model_clear(model);
    _arb_vec_clear(bound, DEPTH);
}

/* The layers, and the Gaussian law they are the limits of; 0 with v set. */
static int layers_ready(const gram_struct **layer, verdict_t v, audit_t a)
{
    slong layers;
    reason_t why;
    reason_init(why);
    if (audit_case(a)->law != LAW_GAUSSIAN) {
        verdict_set(v, VERDICT_INAPPLICABLE, "$`K^{(l)}`$ belongs to Gaussian weights; the case has %s ones.",
                    law_as_text(audit_case(a)->law));
        return 0;
    }
    dq_status status = audit_layers(layer, &layers, a, why);
    if (status == DQ_OK && layers >= DEPTH) return 1;
    verdict_from_status(v, status == DQ_OK ? DQ_INCONCLUSIVE : status, why);
    return 0;
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const gram_struct *layer;
    arb_t one;
    if (!layer_gap_applies(v, a) || !layers_ready(&layer, v, a)) return;
    arb_init(one);
    arb_one(one);
    decide_case(v, a, width, layer, one, one);
    arb_clear(one);
}

static void decide_repaired(verdict_t v, audit_t a, slong width)
{
    const gram_struct *layer;
    const arb_struct *L;
    arb_t kappa;
    if (!assumption_1_holds(&L, v, a) || !layers_ready(&layer, v, a)) return;
    arb_init(kappa);
    layer_gap_kappa(kappa, layer);
    decide_case(v, a, width, layer, L, kappa);
    verdict_number(v, "$`\\kappa_1`$", kappa, 12);
    arb_clear(kappa);
}

/* ---- planted: relu on four points of the plane, sigma_w^2 = 2/25, width 100 -------------------------------------------- */

/* factor_percent n (2 sqrt 2 sigma_w)^(exponent l); K^(1) replaced by first_percent of it. */
static void decide_planted(verdict_t v, slong factor_percent, slong exponent, slong first_percent)
{
    enum { WIDTH = 100, TRIALS = 300 };
    planted_model_t p;
    if (!planted_model_init(p, "relu(x)", 2, 25, 4, 2, planted_plane, v)) return;
    gram_struct *layer = planted_layers(p, DEPTH, 48, v);
    if (layer != NULL) {
        deq_model_t model = {{.phi = p->phi,
                              .points = p->points,
                              .law = WEIGHTS_GAUSSIAN,
                              .lipschitz_known = 1,
                              .L = 1,
                              .seed = 20230213}};
        arb_ptr bound = _arb_vec_init(DEPTH);
        arb_t factor, L;
        fmpq_t t;
        fmpq_init(model->s);
        fmpq_set(model->s, p->s);
        fmpq_init(t);
        fmpq_set_si(t, 1, 20);
        arb_init(factor);
        arb_init(L);
        arb_one(L);
        arb_set_si(factor, factor_percent);
        arb_div_si(factor, factor, 100, PREC);
        layer_gap_bounds(bound, factor, 4, p->s, L, exponent);
        arb_set_si(factor, first_percent);
        arb_div_si(factor, factor, 100, PREC);
        arb_mat_scalar_mul_arb(layer[0].K, layer[0].K, factor, PREC);
        decide_sample(v, model, layer, bound, WIDTH, TRIALS, t, 0);
        _arb_vec_clear(bound, DEPTH);
        arb_clear(factor);
        arb_clear(L);
        fmpq_clear(model->s);
        fmpq_clear(t);
        planted_layers_free(layer, DEPTH);
    }
    planted_model_clear(p);
}

static void planted_exponent(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 100, 2, 100);
}

static void planted_first_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 100, 1, 250);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 300, 1, 100);
}

static const planted_t planted[] = {{"exponent-doubled",
                                     "$`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F\\le n(2\\sqrt2\\,\\sigma_w)^{2l}`$ for "
                                     "$`l\\le8`$ with probability 0.95 (ReLU, four "
                                     "points, $`m=100`$).",
                                     0, planted_exponent},
                                    {"wrong-first-step",
                                     "$`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F\\le n(2\\sqrt2\\,\\sigma_w)^l`$ for "
                                     "$`l\\le8`$ with $`2.5\\,K^{(1)}`$ for $`K^{(1)}`$ "
                                     "(ReLU, four points, $`m=100`$).",
                                     0, planted_first_step},
                                    {"true-offered-as-false",
                                     "$`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F\\le 3n(2\\sqrt2\\,\\sigma_w)^l`$ for "
                                     "$`l\\le8`$ with probability 0.95 (ReLU, four "
                                     "points, $`m=100`$).",
                                     1, planted_true},
                                    {0}};

const claim_t claims_deq_width_gap[] = {
    {.id = "deq.width-gap",
     .title = "Gram matrix of a layer against its infinite-width limit",
     .source = "Ling, Theorem 5",
     .statement = "$`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F\\le n(2\\sqrt2\\,\\sigma_w)^l`$ at sufficient width.",
     .reading =
         "Decided width by width: the event is the bound at every layer $`l\\le8`$, with the case's probability "
         "$`1-t`$. The width that suffices grows with $`l`$ (the left side stays of order $`m^{-1/2}`$ while the right "
         "side decays), so `rejected` says that this width does not yet suffice for eight layers.",
     .hypotheses =
         "$`\\phi`$ is ReLU, Assumption 1 (Gaussian weights, $`\\sigma_w^2<1/8`$), $`\\Vert x_i\\Vert=\\sqrt d`$.",
     .method =
         "Statistical: layers of sampled networks with certified error radii against certified $`K^{(l)}`$, exact "
         "Clopper-Pearson limits at level $`10^{-6}`$. The fitted exponents are approximate.",
     .depends = "deq.operator-norm",
     .per_width = 1,
     .decide = decide,
     .events = layer_gap_events,
     .planted = planted,
     .file = "verify/claims/deq/width-gap.c"},
    {.id = "deq.width-gap.repaired",
     .title = "Gram matrix of a layer against its infinite-width limit, any Lipschitz activation",
     .source = "Ling, Theorem 5, with $`L`$ and the scale of $`\\phi`$ carried through",
     .statement = "$`\\Vert G^{(l)}/m-K^{(l)}\\Vert_F\\le n\\,\\kappa_1(2\\sqrt2\\,\\sigma_wL)^l`$, "
                  "$`\\kappa_1=\\max_iK^{(1)}_{ii}`$, "
                  "at sufficient width.",
     .reading = "As the printed form, which it is for ReLU and $`\\Vert x_i\\Vert=\\sqrt d`$ ($`L=\\kappa_1=1`$).",
     .hypotheses = "$`L=\\sup|\\phi'|<\\infty`$, $`\\sigma_w^2<1/(8L^2)`$, Gaussian weights.",
     .method = "As the printed form.",
     .depends = "deq.operator-norm.repaired",
     .per_width = 1,
     .decide = decide_repaired,
     .events = layer_gap_events_repaired,
     .planted = NULL,
     .file = "verify/claims/deq/width-gap.c"},
    {.id = NULL}};
