/* deq.tied-untied: with the same W in every layer, or a fresh one, G^(l)/m tends to the same K^(l).

   What finitely many widths can decide, at the levels of MATH.md 4: a limit K^(l) with fluctuations of order m^{-1/2} and a bias of
   order 1/m shows as
     spread   Pr(|G^(l)/m - K^(l)|_F <= C |K^(l)|_F / sqrt m) near 1 with one C at every width,
     balance  Pr(tr G^(l) <= m tr K^(l)) near 1/2;
   a limit at any other place makes the second tend to 0 or 1 when the traces differ and the first to 0 in any case. */
#include "verify/claims/layer_sample.h"
#include "verify/claims/planted_model.h"
#include "verify/claims/random_model.h"
#include <math.h>

#define PREC     128
#define DEPTH    4
#define WIDTHS   3
#define CONSTANT 10

static const char *const sharing_name[] = {[LAYERS_TIED] = "tied", [LAYERS_UNTIED] = "untied"};

static double approx_frobenius(const arb_mat_t K)
{
    arb_t norm;
    arb_init(norm);
    arb_mat_frobenius_norm(norm, K, PREC);
    double value = arf_get_d(arb_midref(norm), ARF_RND_NEAR);
    arb_clear(norm);
    return value;
}

/* The samples of both kinds at the three widths. */
typedef struct {
    layer_sample_struct of[2][WIDTHS];
    const slong *width;
    slong trials;
    double
        norm; /* near |K|_F: the bounds C norm/sqrt m are doubles chosen once, so no rounding matters to what is tested */
} samples_struct;

static double spread_bound(double norm, slong width)
{
    return CONSTANT * norm / sqrt((double)width);
}

/* A success is a trial within the bound with both kinds of weights at every width. */
static decision decide_spread(arf_t lower, arf_t upper, const samples_struct *s, const fmpq_t t, verdict_t v)
{
    arb_t deviation, most;
    arb_init(deviation);
    arb_init(most);
    ulong good = 0, bad = 0;
    double budget = 0;
    for (slong k = 0; k < s->trials; k++) {
        int within = 1, beyond = 0;
        for (int sharing = 0; sharing < 2; sharing++)
            for (int w = 0; w < WIDTHS; w++) {
                double bound = spread_bound(s->norm, s->width[w]);
                double_interval spread = s->of[sharing][w].deviation[k * DEPTH + DEPTH - 1];
                within = within && spread.high <= bound;
                beyond = beyond || spread.low > bound;
                if (!(spread.low > bound)) continue;
                arb_set_double_interval(deviation, &spread);
                arb_set_d(most, bound);
                verdict_violation(v, "spread", 3, (const slong[]){sharing, s->width[w], k}, deviation, most);
            }
        good += within != 0;
        bad += beyond != 0;
    }
    for (int sharing = 0; sharing < 2; sharing++)
        for (int w = 0; w < WIDTHS; w++) budget += s->of[sharing][w].budget;
    arb_clear(deviation);
    arb_clear(most);
    return verdict_decide(v, lower, upper, good, bad, (ulong)s->trials, t, budget);
}

/* Supported when both Pr(tr G <= m tr K) and Pr(tr G > m tr K) are at least 1/4, rejected when one is less. */
static decision decide_balance(verdict_t v, arf_t lower, arf_t upper, const layer_sample_struct *sample)
{
    ulong light = 0, heavy = 0, trials = (ulong)sample->trials;
    fmpq_t three_quarters;
    arf_t unused;
    fmpq_init(three_quarters);
    fmpq_set_si(three_quarters, 3, 4);
    arf_init(unused);
    for (slong k = 0; k < sample->trials; k++) {
        double_interval trace = sample->trace[k * DEPTH + DEPTH - 1];
        light += trace.high <= 0;
        heavy += trace.low > 0;
    }
    decision one = verdict_decide(v, lower, upper, light, heavy, trials, three_quarters, sample->budget);
    decision other = verdict_decide(v, unused, unused, heavy, light, trials, three_quarters, sample->budget);
    fmpq_clear(three_quarters);
    arf_clear(unused);
    if (one == DECIDED_REJECTED || other == DECIDED_REJECTED) return DECIDED_REJECTED;
    return one == DECIDED_SUPPORTED && other == DECIDED_SUPPORTED ? DECIDED_SUPPORTED : DECIDED_OPEN;
}

static const char *decision_as_text(decision d)
{
    return d == DECIDED_SUPPORTED ? "supported" : d == DECIDED_REJECTED ? "rejected" : "open";
}

static void report_fit(verdict_t v, const layer_sample_struct *sample, const slong *width, weight_sharing sharing)
{
    slong count = 0, trials = sample[0].trials;
    double *x = flint_malloc(2 * (size_t)(WIDTHS * trials) * sizeof(double)), *y = x + WIDTHS * trials;
    approx_fit fit;
    for (slong w = 0; w < WIDTHS; w++)
        for (slong k = 0; k < trials; k++, count++) {
            double_interval d = sample[w].deviation[k * DEPTH + DEPTH - 1];
            x[count] = (double)width[w];
            y[count] = 0.5 * (d.low + d.high);
        }
    if (approx_loglog_fit(&fit, x, y, count)) {
        char name[64];
        snprintf(name, sizeof name, "fitted exponent in $`m`$, %s", sharing_name[sharing]);
        verdict_approximate(v, name, fit.slope);
        verdict_add(v,
                    "Approximate: fitted exponent of $`\\Vert G^{(%d)}/m-K^{(%d)}\\Vert_F`$ in $`m`$, %s weights: "
                    "%.3f, Student "
                    "interval at confidence 0.99 [%.3f, %.3f].",
                    DEPTH, DEPTH, sharing_name[sharing], fit.slope, fit.low, fit.high);
    }
    flint_free(x);
}

static void report_samples(verdict_t v, const samples_struct *s)
{
    char name[96];
    for (int k = 0; k < 2; k++) {
        for (int w = 0; w < WIDTHS; w++) {
            snprintf(name, sizeof name, "mean $`\\Vert G/m-K\\Vert_F/\\Vert K\\Vert_F`$, %s, $`m=%ld`$",
                     sharing_name[k], (long)s->width[w]);
            verdict_approximate(v, name, approx_layer_mean(&s->of[k][w], s->of[k][w].deviation, DEPTH) / s->norm);
        }
        report_fit(v, s->of[k], s->width, (weight_sharing)k);
    }
}

/* The spread, then the balance at the widest width of both kinds. */
static void conclude(verdict_t v, const samples_struct *s)
{
    static const char *const name[3] = {"probability of the spread bound",
                                        "probability of $`\\mathrm{tr}\\,G\\le m\\,\\mathrm{tr}\\,K`$, tied",
                                        "probability of $`\\mathrm{tr}\\,G\\le m\\,\\mathrm{tr}\\,K`$, untied"};
    decision d[3];
    int rejected = 0, supported = 0;
    fmpq_t t;
    arf_t lower, upper;
    fmpq_init(t);
    fmpq_set_si(t, 1, 10);
    arf_init(lower);
    arf_init(upper);
    for (int k = 0; k < 3; k++) {
        d[k] =
            k == 0 ? decide_spread(lower, upper, s, t, v) : decide_balance(v, lower, upper, &s->of[k - 1][WIDTHS - 1]);
        rejected += d[k] == DECIDED_REJECTED;
        supported += d[k] == DECIDED_SUPPORTED;
        verdict_confidence(v, name[k], lower, upper, 5);
    }
    verdict_set(v,
                rejected > 0     ? VERDICT_REJECTED
                : supported == 3 ? VERDICT_SUPPORTED
                                 : VERDICT_INCONCLUSIVE,
                "Layer %d, widths %ld, %ld, %ld, %ld trials: the spread bound is %s; the balance at the widest width "
                "is %s with tied "
                "and %s with untied weights (exact one-sided Clopper-Pearson limits, level $`10^{-6}`$ each).",
                DEPTH, (long)s->width[0], (long)s->width[1], (long)s->width[2], (long)s->trials, decision_as_text(d[0]),
                decision_as_text(d[1]), decision_as_text(d[2]));
    verdict_add(
        v, "A trial is one network of each width and kind; tied and untied networks share their first two layers.");
    report_samples(v, s);
    arf_clear(lower);
    arf_clear(upper);
    fmpq_clear(t);
}

/* layer[DEPTH - 1].K is the candidate for the limit. */
static void decide_widths(verdict_t v, const deq_model_t model, const gram_struct *layer, const slong *width,
                          slong trials)
{
    samples_struct s = {.width = width, .trials = trials, .norm = approx_frobenius(layer[DEPTH - 1].K)};
    dq_status status = DQ_OK;
    reason_t why;
    reason_init(why);
    for (int sharing = 0; sharing < 2; sharing++)
        for (int w = 0; w < WIDTHS; w++)
            if (status == DQ_OK)
                status = layer_sample_draw(&s.of[sharing][w], model, layer, DEPTH, width[w], trials,
                                           (weight_sharing)sharing, why);
    if (status == DQ_OK)
        conclude(v, &s);
    else
        verdict_from_status(v, status, why);
    for (int sharing = 0; sharing < 2; sharing++)
        for (int w = 0; w < WIDTHS; w++) layer_sample_clear(&s.of[sharing][w]);
}

/* The widths of a profile and the trials of each. */
static const struct {
    slong width[WIDTHS], trials;
} plan_of[] = {[PROFILE_QUICK] = {{25, 50, 100}, 160},
               [PROFILE_STANDARD] = {{100, 200, 400}, 400},
               [PROFILE_FULL] = {{200, 400, 800}, 1000}};

static int applies(verdict_t v, audit_t a)
{
    const arb_struct *L;
    if (audit_case(a)->law == LAW_GAUSSIAN) return lipschitz_holds(&L, v, a);
    verdict_set(v, VERDICT_INAPPLICABLE, "$`K`$ belongs to Gaussian weights; the case has %s ones.",
                law_as_text(audit_case(a)->law));
    return 0;
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    const gram_struct *layer;
    layer_sample_t sample;
    deq_model_t model;
    slong layers;
    int sampled = 0;
    (void)unused_width;
    for (int profile = PROFILE_QUICK; profile <= PROFILE_FULL; profile++)
        for (int w = 0; w < WIDTHS; w++)
            sampled |= place[1] == plan_of[profile].width[w] && place[2] < plan_of[profile].trials;
    if (!sampled || place[0] > 1) {
        reason_set(why, "no profile samples trial %ld at width %ld", (long)place[2], (long)place[1]);
        return DQ_INPUT;
    }
    dq_status status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK || layers < DEPTH) return status == DQ_OK ? DQ_INCONCLUSIVE : status;
    random_model_init(model, a);
    arb_set_d(bound, spread_bound(approx_frobenius(layer[DEPTH - 1].K), place[1]));
    status = layer_sample_range(sample, model, layer, DEPTH, place[1], place[2], 1, (weight_sharing)place[0], why);
    if (status == DQ_OK) arb_set_double_interval(quantity, sample->deviation + DEPTH - 1);
    layer_sample_clear(sample);
    random_model_clear(model);
    return status;
}

static const witness_event events[] = {{.name = "spread",
                                        .generator = "layers of the network",
                                        .place = "untied width trial",
                                        .inequality = "|G^(4)/m - K^(4)|_F <= 10 |K^(4)|_F/sqrt m",
                                        .relation = EVENT_AT_MOST,
                                        .applies = applies,
                                        .measure = measure},
                                       {0}};

static void decide(verdict_t v, audit_t a, slong unused_width)
{
    const gram_struct *limit, *layer;
    slong layers = 0;
    reason_t why;
    (void)unused_width;
    reason_init(why);
    if (!applies(v, a)) return;
    dq_status status = audit_limit(&limit, a, why);
    if (status == DQ_OK) status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK || layers < DEPTH) {
        verdict_from_status(v, status == DQ_OK ? DQ_INCONCLUSIVE : status, why);
        return;
    }
    deq_model_t model;
    profile_kind profile = audit_profile(a);
    random_model_init(model, a);
    decide_widths(v, model, layer, plan_of[profile].width, plan_of[profile].trials);
    random_model_clear(model);
}

/* ---- planted: relu on four points of the plane, sigma_w^2 = 2/25, the candidate limit being percent of K^(4) ----------- */

static void decide_planted(verdict_t v, slong percent)
{
    static const slong width[WIDTHS] = {60, 120, 240};
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
        arb_t factor;
        arb_init(factor);
        arb_set_si(factor, percent);
        arb_div_si(factor, factor, 100, PREC);
        for (int l = 0; l < DEPTH; l++) arb_mat_scalar_mul_arb(layer[l].K, layer[l].K, factor, PREC);
        fmpq_init(model->s);
        fmpq_set(model->s, p->s);
        decide_widths(v, model, layer, width, 300);
        fmpq_clear(model->s);
        arb_clear(factor);
        planted_layers_free(layer, DEPTH);
    }
    planted_model_clear(p);
}

static void planted_twenty_per_cent(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 120);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_planted(v, 100);
}

static const planted_t planted[] = {
    {"limit-twenty-per-cent-off",
     "Tied and untied weights share the limit $`1.2K^{(4)}`$ at layer 4 (ReLU, four points).", 0,
     planted_twenty_per_cent},
    {"true-offered-as-false", "Tied and untied weights share the limit $`K^{(4)}`$ at layer 4 (ReLU, four points).", 1,
     planted_true},
    {0}};

const claim_t claims_deq_tied_untied[] = {
    {.id = "deq.tied-untied",
     .title = "Tied and untied weights have the same infinite-width limit",
     .source = "Ling; Truong: the population Gram matrix is that of the untied network",
     .statement = "With one $`W`$ in every layer (tied) and with independent ones (untied), $`G^{(l)}/m\\to K^{(l)}`$.",
     .reading =
         "A limit cannot be supported by finitely many widths alone. What is decided, at layer 4: "
         "$`\\Vert G^{(4)}/m-K^{(4)}\\Vert_F\\le10\\,\\Vert K^{(4)}\\Vert_F/\\sqrt m`$ holds with both kinds of "
         "weights at three "
         "doubling widths together with probability at least 0.9 (spread), and "
         "$`\\Pr(\\mathrm{tr}\\,G^{(4)}\\le m\\,\\mathrm{tr}\\,K^{(4)})`$ lies between 1/4 and 3/4 for each kind at "
         "the widest "
         "(balance: a limit elsewhere drives it to 0 or 1 unless the traces agree). `supported` asks for all three, "
         "`rejected` for one of them rejected.",
     .hypotheses = "Gaussian weights, $`L=\\sup|\\phi'|<\\infty`$, the limit $`K`$ exists.",
     .method =
         "Statistical: layers of sampled networks with certified error radii against certified $`K^{(4)}`$; exact "
         "Clopper-Pearson limits at level $`10^{-6}`$. The fitted exponents are approximate.",
     .depends = "gram.limit-exists deq.width-gap",
     .per_width = 0,
     .decide = decide,
     .events = events,
     .planted = planted,
     .file = "verify/claims/deq/tied-untied.c"},
    {.id = NULL}};
