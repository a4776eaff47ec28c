/* deq.universality: what Gaussian weights are needed for.  The threshold m lambda_star/2 of other weight laws and of inputs of unequal
   norms is tested as in deq.lambda0; the limit K itself is not universal: the first layer's G^(1)/m is a mean of m independent
   phi(u^T x_i) phi(u^T x_j) with u of d entries, so it tends to their expectation under the law of u, and for fixed d nothing makes
   u^T x Gaussian. */
#include "verify/claims/lambda0_sampling.h"
#include "verify/claims/layer_sample.h"
#include "verify/claims/planted_model.h"
#include <math.h>

#define PREC          128
#define DIMENSION_MAX 14
#define PRODUCTS_MAX  0x1p24 /* n^2 2^d: seconds */
#define WIDTHS        2

static int applies(verdict_t v, audit_t a)
{
    const arb_struct *L, *lambda;
    const case_struct *c = audit_case(a);
    if (c->law == LAW_GAUSSIAN && c->points->normalise) {
        verdict_set(v, VERDICT_INAPPLICABLE,
                    "The case has Gaussian weights and inputs of equal norms: `deq.lambda0` decides it.");
        return 0;
    }
    return lipschitz_holds(&L, v, a) && lambda_star_positive(&lambda, v, a);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    const arb_struct *lambda;
    if (applies(v, a) && lambda_star_positive(&lambda, v, a)) lambda0_decide(v, a, width, lambda);
}

/* ---- the limit --------------------------------------------------------------------------------------------------------- */

/* K_ij = mean over the 2^d sign vectors e of phi(y_i) phi(y_j), y_i = sqrt(2/d) e^T x_i. */
static void rademacher_layer(arb_mat_t K, const activation_t phi, const points_struct *points)
{
    slong n = points->n, d = points->d;
    arb_ptr x = _arb_vec_init(n * d), value = _arb_vec_init(n);
    arb_t scale;
    arf_t square;
    arb_init(scale);
    arf_init(square);
    for (slong i = 0; i < n; i++) {
        /* sqrt(2/d) x_i, of a normalised point sqrt(2)/|x_i| x_i */
        points_inner_product(square, points, i, i);
        arb_set_arf(scale, square);
        if (!points->normalise) arb_set_si(scale, d);
        arb_ui_div(scale, 2, scale, PREC);
        arb_sqrt(scale, scale, PREC);
        for (slong k = 0; k < d; k++) {
            arb_set_d(x + i * d + k, points->x[i * d + k]);
            arb_mul(x + i * d + k, x + i * d + k, scale, PREC);
        }
    }
    arb_mat_zero(K);
    for (ulong signs = 0; signs < (UWORD(1) << d); signs++) {
        for (slong i = 0; i < n; i++) {
            arb_zero(scale);
            for (slong k = 0; k < d; k++) {
                if (signs >> k & 1)
                    arb_add(scale, scale, x + i * d + k, PREC);
                else
                    arb_sub(scale, scale, x + i * d + k, PREC);
            }
            activation_eval_arb(value + i, phi, scale, PREC);
        }
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j <= i; j++) arb_addmul(arb_mat_entry(K, i, j), value + i, value + j, PREC);
    }
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            arb_mul_2exp_si(arb_mat_entry(K, i, j), arb_mat_entry(K, i, j), -d);
            arb_set(arb_mat_entry(K, j, i), arb_mat_entry(K, i, j));
        }
    _arb_vec_clear(x, n * d);
    _arb_vec_clear(value, n);
    arb_clear(scale);
    arf_clear(square);
}

/* Compares the two first layers entry by entry. */
static void decide_rademacher(verdict_t v, const activation_t phi, const points_struct *points,
                              const arb_mat_t gaussian)
{
    slong n = points->n, at_i = -1, at_j = -1;
    arb_mat_t K;
    arb_t apart, largest;
    arb_mat_init(K, n, n);
    arb_init(apart);
    arb_init(largest);
    rademacher_layer(K, phi, points);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            arb_sub(apart, arb_mat_entry(K, i, j), arb_mat_entry(gaussian, i, j), PREC);
            arb_abs(apart, apart);
            if (!arb_contains_zero(apart) && (at_i < 0 || arb_gt(apart, largest))) {
                arb_set(largest, apart);
                at_i = i;
                at_j = j;
            }
        }
    if (at_i >= 0)
        verdict_refute(
            v, "counterexample",
            "$`G^{(1)}_{ij}/m`$ is a mean of $`m`$ independent copies of $`\\phi(u^\\top x_i)\\phi(u^\\top x_j)`$ with "
            "%ld signs $`\\pm\\sqrt{2/d}`$ in $`u`$, so it tends to their expectation, a sum over all sign vectors: "
            "%s for points %ld and %ld, where $`K^{(1)}_{ij}`$ is %s.",
            (long)points->d, ball_as_text(arb_mat_entry(K, at_i, at_j), 15).text, (long)at_i + 1, (long)at_j + 1,
            ball_as_text(arb_mat_entry(gaussian, at_i, at_j), 15).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The expectations over all sign vectors and $`K^{(1)}`$ cannot be told apart at this precision.");
    arb_mat_clear(K);
    arb_clear(apart);
    arb_clear(largest);
}

/* Rejected when Pr(tr G^(1) <= m tr K^(1)) is certainly outside [1/4, 3/4] at both widths. */
static void decide_by_trace(verdict_t v, const deq_model_t model, const gram_struct *layer, const slong *width,
                            slong trials)
{
    slong rejected = 0;
    fmpq_t three_quarters;
    arf_t lower, upper, unused;
    dq_status status = DQ_OK;
    reason_t why;
    reason_init(why);
    fmpq_init(three_quarters);
    fmpq_set_si(three_quarters, 3, 4);
    arf_init(lower);
    arf_init(upper);
    arf_init(unused);
    for (int w = 0; w < WIDTHS && status == DQ_OK; w++) {
        layer_sample_t sample;
        char name[96];
        ulong light = 0, heavy = 0;
        status = layer_sample_draw(sample, model, layer, 1, width[w], trials, LAYERS_TIED, why);
        for (slong k = 0; k < trials && status == DQ_OK; k++) {
            light += sample->trace[k].high <= 0;
            heavy += sample->trace[k].low > 0;
        }
        decision one = verdict_decide(v, lower, upper, light, heavy, (ulong)trials, three_quarters, sample->budget);
        decision other = verdict_decide(v, unused, unused, heavy, light, (ulong)trials, three_quarters, sample->budget);
        rejected += one == DECIDED_REJECTED || other == DECIDED_REJECTED;
        snprintf(name, sizeof name,
                 "probability of $`\\mathrm{tr}\\,G^{(1)}\\le m\\,\\mathrm{tr}\\,K^{(1)}`$ at $`m=%ld`$",
                 (long)width[w]);
        verdict_confidence(v, name, lower, upper, 5);
        layer_sample_clear(sample);
    }
    if (status == DQ_OK)
        verdict_set(
            v, rejected == WIDTHS ? VERDICT_REJECTED : VERDICT_INCONCLUSIVE,
            "First layers of %ld networks at each of the widths %ld, %ld: the probability of "
            "$`\\mathrm{tr}\\,G^{(1)}\\le "
            "m\\,\\mathrm{tr}\\,K^{(1)}`$, near 1/2 if the limit is $`K^{(1)}`$, lies outside [1/4, 3/4] at %ld of %d "
            "(exact Clopper-Pearson limits, level $`10^{-6}`$ each).%s",
            (long)trials, (long)width[0], (long)width[1], (long)rejected, WIDTHS,
            rejected == WIDTHS ? "" : " A limit cannot be supported by finitely many widths alone.");
    else
        verdict_from_status(v, status, why);
    fmpq_clear(three_quarters);
    arf_clear(lower);
    arf_clear(upper);
    arf_clear(unused);
}

static void decide_limit(verdict_t v, audit_t a, slong unused_width)
{
    static const slong width[][WIDTHS] = {
        [PROFILE_QUICK] = {100, 200}, [PROFILE_STANDARD] = {800, 1600}, [PROFILE_FULL] = {1600, 3200}};
    static const slong trials[] = {[PROFILE_QUICK] = 150, [PROFILE_STANDARD] = 300, [PROFILE_FULL] = 600};
    const case_struct *c = audit_case(a);
    const gram_struct *layer;
    const arb_struct *L;
    slong layers;
    reason_t why;
    (void)unused_width;
    reason_init(why);
    if (c->law == LAW_GAUSSIAN) {
        verdict_set(v, VERDICT_INAPPLICABLE, "The case has Gaussian weights: `deq.tied-untied` is about their limit.");
        return;
    }
    dq_status status = audit_layers(&layer, &layers, a, why);
    if (status != DQ_OK) {
        verdict_from_status(v, status, why);
        return;
    }
    double products = ldexp((double)c->points->n * (double)c->points->n, (int)(c->points->d < 64 ? c->points->d : 64));
    if (c->law == LAW_RADEMACHER && c->points->d <= DIMENSION_MAX && products <= PRODUCTS_MAX) {
        decide_rademacher(v, c->phi, c->points, layer[0].K);
        return;
    }
    if (!lipschitz_holds(&L, v, a)) return;
    deq_model_t model;
    profile_kind profile = audit_profile(a);
    random_model_init(model, a);
    decide_by_trace(v, model, layer, width[profile], trials[profile]);
    random_model_clear(model);
}

/* ---- planted: tanh on four points of the plane ------------------------------------------------------------------------- */

static void planted_rademacher(verdict_t v, void *unused)
{
    planted_model_t p;
    (void)unused;
    if (!planted_model_init(p, "tanh(x)", 2, 25, 4, 2, planted_plane, v)) return;
    gram_struct *layer = planted_layers(p, 1, 64, v);
    if (layer != NULL) {
        decide_rademacher(v, p->phi, p->points, layer[0].K);
        planted_layers_free(layer, 1);
    }
    planted_model_clear(p);
}

/* The law's own name for a truth: Gaussian weights do have the limit. */
static void decide_law(verdict_t v, weight_law law, const char *phi)
{
    static const slong width[WIDTHS] = {100, 200};
    planted_model_t p;
    if (!planted_model_init(p, phi, 2, 25, 4, 2, planted_plane, v)) return;
    gram_struct *layer = planted_layers(p, 1, 64, v);
    if (layer != NULL) {
        deq_model_t model = {
            {.phi = p->phi, .points = p->points, .law = law, .lipschitz_known = 1, .L = 1, .seed = 20230213}};
        fmpq_init(model->s);
        fmpq_set(model->s, p->s);
        decide_by_trace(v, model, layer, width, 200);
        fmpq_clear(model->s);
        planted_layers_free(layer, 1);
    }
    planted_model_clear(p);
}

static void planted_student(verdict_t v, void *unused)
{
    (void)unused;
    decide_law(v, WEIGHTS_STUDENT5, "clip(x, -1, 1)");
}

static void planted_gaussian(verdict_t v, void *unused)
{
    (void)unused;
    decide_law(v, WEIGHTS_GAUSSIAN, "tanh(x)");
}

static const planted_t planted_limit_statements[] = {
    {"rademacher-limit", "$`G^{(1)}/m\\to K^{(1)}`$ for Rademacher weights (tanh, four points of the plane).", 0,
     planted_rademacher},
    {"student-limit", "$`G^{(1)}/m\\to K^{(1)}`$ for Student t weights (hard tanh, four points of the plane).", 0,
     planted_student},
    {"true-offered-as-false", "$`G^{(1)}/m\\to K^{(1)}`$ for Gaussian weights (tanh, four points of the plane).", 1,
     planted_gaussian},
    {0}};

static const witness_event events[] = {LAMBDA0_EVENT(applies), {0}};

const claim_t claims_deq_universality[] = {
    {.id = "deq.universality",
     .title = "Least eigenvalue at initialisation beyond Gaussian weights and equal norms",
     .source = "Seed 000, open question 2",
     .statement =
         "$`\\lambda_0\\ge m\\lambda_*/2`$ with probability at least $`1-t`$ for other weight laws of the same "
         "variances "
         "(Rademacher, uniform, Student t with 5 degrees) and for heavy-tailed inputs, $`\\lambda_*`$ being that of "
         "Gaussian weights.",
     .reading =
         "The question is open in its source; this is the statement a positive answer would give, decided width by "
         "width as `deq.lambda0`.",
     .hypotheses =
         "$`L=\\sup|\\phi'|<\\infty`$; $`\\lambda_*>0`$; the case has other weights or inputs that are not normalised.",
     .method = "Statistical, as `deq.lambda0`: certified $`\\lambda_0`$ and, for these laws, certified $`\\Vert "
               "W\\Vert_2`$ of every "
               "sampled network; exact Clopper-Pearson limits at level $`10^{-6}`$.",
     .depends = "gram.positive-definite",
     .per_width = 1,
     .decide = decide,
     .events = events,
     .planted = NULL,
     .file = "verify/claims/deq/universality.c"},
    {.id = "deq.universality.limit",
     .title = "The limit Gram matrices of other weight laws",
     .source = "Seed 000, open question 2",
     .statement = "For every $`l`$, $`G^{(l)}/m\\to K^{(l)}`$, the population Gram matrix of Gaussian weights, for "
                  "other weight laws "
                  "of the same variances.",
     .reading = "With the number $`d`$ of input coordinates fixed. One layer suffices to refute it; the first is used.",
     .hypotheses = "The case's weights are not Gaussian.",
     .method = "Rademacher weights, $`d\\le14`$ and few points: the exact limit of $`G^{(1)}/m`$ is a finite sum over "
               "sign vectors, "
               "evaluated in "
               "balls and compared with $`K^{(1)}`$. Other laws: statistical, the median of $`\\mathrm{tr}\\,G^{(1)}`$ "
               "at two "
               "widths.",
     .depends = "",
     .per_width = 0,
     .decide = decide_limit,
     .planted = planted_limit_statements,
     .file = "verify/claims/deq/universality.c"},
    {.id = NULL}};
