/* planted_model: a model, its limit and its layers for planted statements. */
#include "verify/claims/planted_model.h"

#include <string.h>

const double planted_plane[8] = {1, 0.25, 0.5, 1, -0.75, 0.5, 0.25, -1.5};
const double planted_orthogonal[16] = {1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3};

int planted_model_init(planted_model_t p, const char *phi, slong numerator, ulong denominator, slong n, slong d,
                       const double *points, verdict_t v)
{
    if (!planted_activation(&p->phi, phi, v)) return 0;
    points_init(p->points, n, d);
    memcpy(p->points->x, points, (size_t)(n * d) * sizeof(double));
    fmpq_init(p->s);
    fmpq_set_si(p->s, numerator, denominator);
    gram_model_init(p->model, p->phi, p->points, p->s, 64);
    return 1;
}

void planted_model_clear(planted_model_t p)
{
    gram_model_clear(p->model);
    fmpq_clear(p->s);
    points_clear(p->points);
    activation_clear(p->phi);
}

int planted_limit(gram_t g, const planted_model_t p, slong bits, verdict_t v)
{
    reason_t why;
    reason_init(why);
    gram_init(g);
    dq_status status = gram_limit(g, p->model, bits, why);
    if (status != DQ_OK) verdict_from_status(v, status, why);
    return status == DQ_OK;
}

gram_struct *planted_layers(const planted_model_t p, slong layers, slong bits, verdict_t v)
{
    gram_struct *layer = flint_malloc((size_t)layers * sizeof(gram_struct));
    reason_t why;
    reason_init(why);
    for (slong l = 0; l < layers; l++) gram_init(layer + l);
    dq_status status = gram_layers(layer, layers, p->model, bits, why);
    if (status == DQ_OK) return layer;
    verdict_from_status(v, status, why);
    planted_layers_free(layer, layers);
    return NULL;
}

void planted_layers_free(gram_struct *layer, slong layers)
{
    for (slong l = 0; l < layers; l++) gram_clear(layer + l);
    flint_free(layer);
}
