/* gram.lambda-monotone: lambda_min(K^(l)) does not decrease with l.

   Refuted by two disjoint enclosures in the wrong order.  Proved for all l when every increment is PSD (Weyl) or when
   every K^(l) is singular by one exact argument; 12 ordered enclosures alone leave it open. */
#include "verify/claims/increments.h"
#include "verify/claims/planted_model.h"

#define PREC      256
#define DEEP_BITS 160
#define DEEP_N    64
/* From here on doubles enclose the eigenvalues. */
#define LARGE_N 100

/* The first l in 2..layers with lambda_min(K^(l)) < lambda_min(K^(l-1)) certified, or 0; *open: an unresolved l, or 0.
   first, last receive the enclosures around the place, or of the first and the last layer.  v: NULL, or gets the
   enclosures as a curve. */
static slong scan(verdict_struct *v, arb_t first, arb_t last, slong *open, const gram_struct *layer, slong layers,
                  slong bits)
{
    slong found = 0;
    arb_t before, now;
    reason_t why;
    reason_init(why);
    arb_init(before);
    arb_init(now);
    *open = 0;
    if (v != NULL)
        verdict_curve(v, "layers", "layer $`l`$", "$`\\lambda_{\\min}(K^{(l)})`$", "enclosure");
    for (slong l = 1; l <= layers && found == 0; l++) {
        if (layer->n > LARGE_N)
            arb_mat_lambda_min_double(now, layer[l - 1].K, 1e-6, why);
        else
            arb_mat_lambda_min(now, layer[l - 1].K, bits, why);
        if (v != NULL) verdict_point(v, (double)l, now, 12);
        if (!arb_is_finite(now)) {
            if (*open == 0) *open = l;
        } else if (l > 1) {
            if (arb_lt(now, before)) {
                found = l;
                arb_set(first, before);
            } else if (!arb_ge(now, before) && *open == 0) {
                *open = l;
            }
        }
        if (l == 1) arb_set(first, now);
        arb_set(before, now);
        arb_set(last, now);
    }
    arb_clear(before);
    arb_clear(now);
    return found;
}

static void decide_model(verdict_t v, const gram_model_struct *model, const gram_struct *layer, slong layers,
                         slong bits)
{
    reason_t why, singular;
    slong open, found;
    arb_t first, last;
    reason_init(why);
    reason_init(singular);
    arb_init(first);
    arb_init(last);
    int all_singular = gram_singular(singular, model, -1); /* affine phi or twin points: every layer */
    found = all_singular ? 0 : scan(v, first, last, &open, layer, layers, bits - 8);
    int universal = found == 0 && !all_singular && increments_all_psd(why, model);
    if (found == 0 && !all_singular && !universal && open != 0 && model->points->n <= DEEP_N) {
        reason_t ignored;
        reason_init(ignored);
        gram_struct *deep = increments_layers(model, layers, DEEP_BITS, ignored);
        if (deep != NULL) {
            found = scan(NULL, first, last, &open, deep, layers, DEEP_BITS - 40);
            increments_layers_free(deep, layers);
        }
    }
    if (all_singular) {
        verdict_set(v, VERDICT_PROVED, "$`\\lambda_{\\min}(K^{(l)})=0`$ in every layer, exactly: %s.", singular->text);
    } else if (found != 0) {
        char name[64];
        verdict_refute(v, "counterexample",
                       "$`\\lambda_{\\min}(K^{(%ld)})=`$ %s is below $`\\lambda_{\\min}(K^{(%ld)})=`$ %s, certified.",
                       found, ball_as_text(last, 24).text, found - 1, ball_as_text(first, 24).text);
        snprintf(name, sizeof name, "$`\\lambda_{\\min}(K^{(%ld)})`$", found - 1);
        verdict_number(v, name, first, 24);
        snprintf(name, sizeof name, "$`\\lambda_{\\min}(K^{(%ld)})`$", found);
        verdict_number(v, name, last, 24);
    } else if (universal) {
        verdict_set(v, VERDICT_PROVED, "Every increment is positive semidefinite, so Weyl's inequality applies: %s.",
                    why->text);
    } else if (open == 0) {
        verdict_set(
            v, VERDICT_INCONCLUSIVE,
            "$`\\lambda_{\\min}(K^{(l)})`$ increases for $`l=1..%ld`$ (certified), but no argument covers the deeper "
            "layers.",
            layers);
    } else {
        verdict_set(
            v, VERDICT_INCONCLUSIVE,
            "The order of $`\\lambda_{\\min}(K^{(%ld)})`$ and $`\\lambda_{\\min}(K^{(%ld)})`$ was not resolved.", open,
            open - 1);
    }
    if (!all_singular && found == 0) {
        if (arb_is_finite(first)) verdict_number(v, "$`\\lambda_{\\min}(K^{(1)})`$", first, 15);
        if (arb_is_finite(last)) verdict_number(v, "$`\\lambda_{\\min}`$ of the last layer", last, 15);
    }
    arb_clear(first);
    arb_clear(last);
}

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const gram_struct *layer;
    slong layers;
    reason_t why;
    reason_init(why);
    dq_status status = audit_layers(&layer, &layers, a, why);
    reason_t argument;
    reason_init(argument);
    if (status == DQ_INCONCLUSIVE && increments_all_psd(argument, audit_model(a)))
        verdict_set(v, VERDICT_PROVED,
                    "Every increment is positive semidefinite, so Weyl's inequality applies: %s. (The layers "
                    "themselves were not all enclosed: %s.)",
                    argument->text, why->text);
    else if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else
        decide_model(v, audit_model(a), layer, layers, audit_bits(a));
}

/* ---- planted ------------------------------------------------------------------------------------ */

static void decide_text(verdict_t v, const char *phi, slong numerator, ulong denominator, slong n, slong d,
                        const double *points)
{
    enum { LAYERS = 12 };
    planted_model_t p;
    gram_struct *layer;
    if (!planted_model_init(p, phi, numerator, denominator, n, d, points, v)) return;
    if ((layer = planted_layers(p, LAYERS, 64, v)) != NULL) {
        decide_model(v, p->model, layer, LAYERS, 64);
        planted_layers_free(layer, LAYERS);
    }
    planted_model_clear(p);
}

static void planted_step(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "step(x)", 8, 100, 4, 4, planted_orthogonal);
}

static void planted_single(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "cos(x)", 8, 100, 1, 2, planted_plane);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_text(v, "tanh(x)", 8, 100, 4, 4, planted_orthogonal);
}

static const planted_t planted[] = {
    {"step-orthogonal", "step, four orthogonal points: $`\\lambda_{\\min}(K^{(l)})`$ does not decrease.", 0,
     planted_step},
    {"cosine-single-point", "cos, one point: $`\\lambda_{\\min}(K^{(l)})`$ does not decrease.", 0, planted_single},
    {"true-offered-as-false", "tanh, four orthogonal points: $`\\lambda_{\\min}(K^{(l)})`$ does not decrease.", 1,
     planted_true},
    {0}};

const claim_t claims_gram_lambda_monotone[] = {
    {.id = "gram.lambda-monotone",
     .title = "The least eigenvalue grows with depth",
     .source = "not in the papers; suggested by seed 000",
     .statement = "$`\\lambda_{\\min}(K^{(l)})`$ does not decrease with $`l`$.",
     .reading = "For all $`l\\ge1`$.",
     .hypotheses = "$`K^{(l)}`$ exists in every layer.",
     .method = "Refuted by two disjoint enclosures in the wrong order among 12 layers. Proved only when an argument "
               "covers every layer: PSD "
               "increments, or exact singularity of all layers.",
     .depends = "gram.increments-psd",
     .decide = decide,
     .planted = planted,
     .file = "verify/claims/gram/lambda-monotone.c"},
    {.id = NULL}};
