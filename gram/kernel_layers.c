/* gram_layer_kernels, kernel_layers: the layers of points of equal norm through layer_sweep. */
#include <math.h>
#include "gram/kernel.h"
#include "gram/layer_step.h"
#include "gram/result.h"

enum { GUARD = 32, RETRIES = 5 };

/* ---- Gram matrices ------------------------------------------------------------------------------------------------ */

typedef struct {
    gram_struct *layer;
    covariance_struct *c;
    const layer_engines *used;
    slong *row, *column; /* of each correlation */
    slong bits;
    int parity;
} matrix_sink;

static void into_matrix(void *context, slong l, slong index, const arb_t value, const profile_struct *p)
{
    matrix_sink *m = context;
    gram_struct *g = m->layer + l - 1;
    slong i, j;
    arb_t entry;

    if (index >= 0) {
        gram_set_entry(g, m->row[index], m->column[index], value);
        return;
    }
    gram_allocate(g, m->c, p, m->bits);
    g->terms = m->used->terms;
    arb_init(entry);
    for (i = 0; i < m->c->n; i++)
        for (j = 0; j < i; j++)
            if (gram_symmetric_entry(entry, m->c, i, j, m->parity, l, p->kappa)) gram_set_entry(g, i, j, entry);
    arb_clear(entry);
}

dq_status kernel_layers(gram_struct *layer, slong layers, const gram_model_t model, const covariance_t c, slong bits,
                        slong work, reason_t why)
{
    slong n = c->n, pairs = n * (n - 1) / 2, count = 0, i, j, l;
    arb_ptr z = _arb_vec_init(pairs);
    layer_engines used = {0};
    matrix_sink m;
    arb_t ignored;
    dq_status status;

    m.layer = layer;
    m.c = (covariance_struct *)c;
    m.used = &used;
    m.bits = bits;
    m.parity = activation_parity(model->phi);
    m.row = flint_malloc((size_t)FLINT_MAX(pairs, 1) * sizeof(slong));
    m.column = flint_malloc((size_t)FLINT_MAX(pairs, 1) * sizeof(slong));
    arb_init(ignored);
    for (i = 0; i < n; i++)
        for (j = 0; j < i; j++)
            if (!gram_symmetric_entry(ignored, c, i, j, m.parity, 2, ignored)) { /* 2: the symmetries of every layer */
                arb_div(z + count, arb_mat_entry(c->sigma, i, j), c->variance, work + 20);
                m.row[count] = i;
                m.column[count++] = j;
            }
    status = layer_sweep(into_matrix, &m, &used, layers, z, count, c->variance, model, work, bits + work / 16, why);
    for (l = 1; l <= layers && status == DQ_OK; l++)
        snprintf(layer[l - 1].engine, sizeof layer->engine, "%s%s%s%s recursion",
                 used.series_used || !used.near_used ? "series" : "", used.series_used && used.near_used ? "+" : "",
                 used.near_used ? near_route_name(model->phi) : "", used.panels_used ? "+panels" : "");
    _arb_vec_clear(z, pairs);
    arb_clear(ignored);
    flint_free(m.row);
    flint_free(m.column);
    return status;
}

/* ---- values ------------------------------------------------------------------------------------------------------- */

typedef struct {
    arb_ptr value, q, kappa;
    arb_srcptr z;
    slong count, bits;
    int wide; /* some enclosure misses the accuracy */
} value_sink;

static void into_values(void *context, slong l, slong index, const arb_t value, const profile_struct *p)
{
    value_sink *v = context;
    arb_ptr out;
    slong prec = v->bits + 20;

    if (index < 0) {
        arb_set_round(v->q + l - 1, p->q, prec);
        arb_set_round(v->kappa + l - 1, p->kappa, prec);
        if (!arb_width_within(p->q, v->bits, p->q) || !arb_width_within(p->kappa, v->bits, p->kappa)) v->wide = 1;
        return;
    }
    out = v->value + (l - 1) * v->count + index;
    arb_set_round(out, value, prec);
    if (arb_is_exact(v->z + index) && !arb_width_within(out, v->bits, p->kappa)) v->wide = 1;
}

dq_status gram_layer_kernels(arb_ptr value, arb_ptr q, arb_ptr kappa, slong layers, arb_srcptr rho0, slong count,
                             const gram_model_t model, slong bits, reason_t why)
{
    slong work = bits + GUARD, retry;
    value_sink v = {value, q, kappa, rho0, count, bits, 0};
    layer_engines used = {0};
    arb_t variance, theta;
    double growth;
    dq_status status = DQ_INCONCLUSIVE;

    if (layers < 1) {
        reason_set(why, "%ld layers asked for; at least one is needed", (long)layers);
        return DQ_INPUT;
    }
    arb_init(variance);
    arb_init(theta);
    gram_theta(theta, model, 64);
    growth = arb_is_finite(theta) ? 2.0 * log2(arf_get_d(arb_midref(theta), ARF_RND_NEAR) + 1e-300) : 8.0;
    if (growth > 0.0) /* each layer may multiply the radii by theta^2 */
        work += (slong)(growth * (double)layers);
    for (retry = 0; retry < RETRIES; retry++, work *= 2) {
        v.wide = 0;
        status = kernel_common_variance(variance, model->points, work + 20, why);
        if (status == DQ_OK)
            status =
                layer_sweep(into_values, &v, &used, layers, rho0, count, variance, model, work, bits + work / 16, why);
        if (status != DQ_OK || !v.wide) break;
        status = DQ_INCONCLUSIVE;
        reason_set(why, "the enclosures of the layers did not reach %ld bits at %ld working bits", (long)bits,
                   (long)work);
    }
    arb_clear(variance);
    arb_clear(theta);
    return status;
}
