/* gram_layers: K^(1), K^(2), ... by the recursion of layer_step.c, all in balls; points of one norm share the kernels of
   the layers (kernel_layers.c). */
#include <math.h>
#include "gram/layer_step.h"
#include "gram/result.h"

enum { GUARD = 32, RETRIES = 5 };

typedef struct {
    const gram_model_struct *model;
    slong bits;
    covariance_t c;
    arb_t two_s, reach;
    arb_ptr variance; /* per class, Sigma^(l)_ii */
    profile_struct *profile;
    int price_used, series_used;
} layer_work;

static dq_status entry(arb_t K, layer_work *w, dual_t D, const arb_t rho, slong i, slong j, reason_t why)
{
    const profile_struct *a = w->profile + w->c->class_of[i], *b = w->profile + w->c->class_of[j];
    arb_t bound;
    int near;

    arb_init(bound);
    arb_abs(bound, rho);
    near = activation_has_near_route(w->model->phi) && !arb_le(bound, w->reach); /* a ball may reach beyond 1 */
    if (D->i != a || D->j != b || a != b) dual_set(D, w->model->phi, a, b, a == b ? w->reach : bound, w->bits);
    w->price_used |= near;
    w->series_used |= !near;
    arb_clear(bound);
    return layer_entry(K, w->model, D, rho, near, w->bits, why);
}

/* One layer: `sigma` holds Sigma^(l) below the diagonal and is turned into Sigma^(l+1). */
static dq_status one_layer(gram_t g, layer_work *w, arb_mat_t sigma, slong l, slong bits, reason_t why)
{
    dq_status status = DQ_OK;
    int parity = activation_parity(w->model->phi), any = 0;
    arb_t rho_max, rho, K;
    dual_t D;
    slong i, j, k, n = w->c->n;

    arb_init(rho_max);
    arb_init(rho);
    arb_init(K);
    dual_init(D);
    for (k = 0; k < w->c->classes && status == DQ_OK; k++)
        status = layer_variance(w->profile + k, w->model, w->variance + k, w->bits, why);
    series_reach(w->reach, w->model->phi, w->bits);
    for (i = 0; i < n && status == DQ_OK; i++)
        for (j = 0; j < i; j++) {
            arb_ptr s = arb_mat_entry(sigma, i, j);
            if (gram_symmetric_entry(K, w->c, i, j, parity, l, rho_max)) continue;
            layer_correlation(s, s, w->profile + w->c->class_of[i], w->profile + w->c->class_of[j], w->bits + 20);
            arb_abs(rho, s);
            any = 1;
            if (arb_le(rho, w->reach) || !activation_has_near_route(w->model->phi)) {
                arb_get_ubound_arf(arb_midref(rho), rho, 128);
                mag_zero(arb_radref(rho));
                if (arf_cmp(arb_midref(rho), arb_midref(rho_max)) > 0) arb_set(rho_max, rho);
            }
        }
    if (any && arb_is_zero(rho_max)) {
        arb_set_d(rho_max, 0.5);
        arb_min(rho_max, rho_max, w->reach, 64);
    }
    if (arf_cmp_si(arb_midref(rho_max), 1) > 0) arb_one(rho_max);
    if (any && !activation_has_near_route(w->model->phi))
        arb_one(w->reach);
    else if (any)
        arb_set(w->reach, rho_max);
    for (k = 0; k < w->c->classes && status == DQ_OK && any; k++)
        status = profile_expand(w->profile + k, w->model->phi, rho_max, k > 0 ? w->profile[k - 1].expanded - 1 : 0,
                                w->bits, why);
    if (status == DQ_OK) gram_allocate(g, w->c, w->profile, bits);
    for (i = 0; i < n && status == DQ_OK; i++)
        for (j = 0; j < i && status == DQ_OK; j++) {
            arb_ptr s = arb_mat_entry(sigma, i, j);
            if (!gram_symmetric_entry(K, w->c, i, j, parity, l, w->profile[w->c->class_of[i]].kappa))
                status = entry(K, w, D, s, i, j, why);
            if (status != DQ_OK) break;
            gram_set_entry(g, i, j, K);
            arb_mul(s, K, w->two_s, w->bits + 20);
            arb_add(s, s, arb_mat_entry(w->c->sigma, i, j), w->bits + 20);
        }
    for (k = 0; k < w->c->classes && status == DQ_OK; k++) {
        g->terms = FLINT_MAX(g->terms, w->profile[k].expanded - 1);
        arb_mul(w->variance + k, w->profile[k].kappa, w->two_s, w->bits + 20);
        arb_add(w->variance + k, w->variance + k, w->c->variance + k, w->bits + 20);
    }
    arb_clear(rho_max);
    arb_clear(rho);
    arb_clear(K);
    dual_clear(D);
    return status;
}

static dq_status attempt(gram_struct *layer, slong layers, const gram_model_t model, slong bits, slong work,
                         reason_t why)
{
    layer_work w;
    dq_status status;
    arb_mat_t sigma;
    slong l;

    w.model = model;
    w.bits = work;
    w.price_used = w.series_used = 0;
    arb_init(w.reach);
    arb_init(w.two_s);
    arb_set_fmpq(w.two_s, model->s, work + 20);
    arb_mul_2exp_si(w.two_s, w.two_s, 1);
    status = covariance_init(w.c, model->points, work + 20, why);
    if (status == DQ_OK) status = gram_memory_plan(w.c->n, layers + 2, work + 20, why);
    arb_mat_init(sigma, status == DQ_OK ? w.c->n : 0, status == DQ_OK ? w.c->n : 0);
    w.variance = _arb_vec_init(w.c->classes);
    w.profile = profile_vec_init(w.c->classes);
    if (status == DQ_OK) {
        arb_mat_set(sigma, w.c->sigma);
        _arb_vec_set(w.variance, w.c->variance, w.c->classes);
    }
    if (status == DQ_OK && w.c->classes == 1)
        status = kernel_layers(layer, layers, model, w.c, bits, work, why);
    else
        for (l = 1; l <= layers && status == DQ_OK; l++) status = one_layer(layer + l - 1, &w, sigma, l, bits, why);
    for (l = 1; l <= layers && status == DQ_OK && w.c->classes > 1; l++)
        snprintf(layer[l - 1].engine, sizeof layer->engine, "%s%s%s recursion",
                 w.series_used || !w.price_used ? "series" : "", w.series_used && w.price_used ? "+" : "",
                 w.price_used ? near_route_name(model->phi) : "");
    arb_mat_clear(sigma);
    _arb_vec_clear(w.variance, w.c->classes);
    profile_vec_clear(w.profile, w.c->classes);
    covariance_clear(w.c);
    arb_clear(w.reach);
    arb_clear(w.two_s);
    return status;
}

dq_status gram_layers(gram_struct *layer, slong layers, const gram_model_t model, slong bits, reason_t why)
{
    arb_t theta;
    dq_status status = DQ_INCONCLUSIVE;
    slong work = bits + GUARD, retry, l;
    double growth;

    if (layers < 1) {
        reason_set(why, "%ld layers asked for; at least one is needed", (long)layers);
        return DQ_INPUT;
    }
    arb_init(theta);
    gram_theta(theta, model, 64);
    growth = arb_is_finite(theta) ? 2.0 * log2(arf_get_d(arb_midref(theta), ARF_RND_NEAR) + 1e-300) : 8.0;
    if (growth > 0.0) /* each layer may multiply the radii by theta^2 */
        work += (slong)(growth * (double)layers);
    for (retry = 0; retry < RETRIES; retry++) {
        int within = 1;
        status = attempt(layer, layers, model, bits, work, why);
        if (status != DQ_OK) break;
        for (l = 0; l < layers && within; l++) within = gram_widths_within(layer + l, bits);
        if (within) {
            reason_init(why);
            break;
        }
        status = DQ_INCONCLUSIVE;
        reason_set(why, "the enclosures of the layers did not reach %ld bits at %ld working bits", (long)bits,
                   (long)work);
        work *= 2;
    }
    arb_clear(theta);
    return status;
}
