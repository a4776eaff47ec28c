/* deq_parameters: the trained network's parameters.  The ideal ones are c g with a real scale c and the sampled
   doubles g; the double nearest to c has relative error below 1.01 u and the product rounds once: within 2.02 u
   entrywise (gamma_3). */
#include "deq/descent_bounds.h"
#include "deq/memory.h"
#include <string.h>

void deq_parameters_init(deq_parameters_t p, slong m, slong n, slong d)
{
    p->m = m;
    p->n = n;
    p->d = d;
    p->W = flint_calloc((size_t)(m * m), sizeof(double));
    p->U = flint_calloc((size_t)(m * d), sizeof(double));
    p->a = flint_calloc((size_t)m, sizeof(double));
    p->X = flint_calloc((size_t)(n * d), sizeof(double));
    p->X_rounding = 0;
}

void deq_parameters_clear(deq_parameters_t p)
{
    flint_free(p->W);
    flint_free(p->U);
    flint_free(p->a);
    flint_free(p->X);
}

/* The double nearest to sqrt(factor/size), 0 outside [1e-100, 1e100] where products with variates could underflow. */
static double scale_of(const fmpq_t factor, slong size)
{
    arb_t c;
    arb_init(c);
    arb_set_fmpq(c, factor, 128);
    arb_div_si(c, c, size, 128);
    arb_sqrt(c, c, 128);
    double value = arf_get_d(arb_midref(c), ARF_RND_NEAR);
    int usable = arb_is_finite(c) && value >= 1e-100 && value <= 1e100;
    arb_clear(c);
    return usable ? value : 0;
}

/* x := scale * variates; the distance bound to the ideal entries is added to *rounding. */
static void sample_scaled(double *x, double *rounding, size_t count, double scale, const deq_model_t model, slong m,
                          slong trial, matrix_key key)
{
    deq_sample(x, count, model->law, model->seed, (uint32_t)m, (uint32_t)trial, key, 0);
    for (size_t k = 0; k < count; k++) x[k] *= scale;
    *rounding += closed(gamma_bound(3) * norm_bound_of(x, count));
}

/* x_i sqrt(d)/|x_i| with two roundings, or the point itself. */
static int seen_points(deq_parameters_t p, const points_struct *points)
{
    size_t d = (size_t)p->d;
    int usable = 1;
    arf_t square;
    arb_t factor;
    arf_init(square);
    arb_init(factor);
    p->X_rounding = points->normalise ? gamma_bound(3) : 0;
    for (slong i = 0; i < p->n && usable; i++) {
        double f = 1;
        if (points->normalise) {
            points_inner_product(square, points, i, i);
            arb_set_arf(factor, square);
            arb_ui_div(factor, (ulong)d, factor, 160);
            arb_sqrt(factor, factor, 160);
            f = arf_get_d(arb_midref(factor), ARF_RND_NEAR);
            usable = arb_is_finite(factor) && f >= 1e-100 && f <= 1e100;
        }
        for (size_t k = 0; k < d; k++) p->X[(size_t)i * d + k] = f * points->x[(size_t)i * d + k];
    }
    arf_clear(square);
    arb_clear(factor);
    return usable;
}

dq_status deq_parameters_sample(deq_parameters_t p, double *rounding, const deq_model_t model,
                                const fmpq_t output_scale, slong trial, reason_t why)
{
    double scale[3];
    fmpq_t factor;
    fmpq_init(factor);
    fmpq_mul_2exp(factor, model->s, 1);
    scale[0] = scale_of(factor, p->m);
    fmpq_set_si(factor, 2, 1);
    scale[1] = scale_of(factor, p->d);
    fmpq_mul(factor, output_scale, output_scale);
    scale[2] = scale_of(factor, p->m);
    fmpq_clear(factor);
    *rounding = 0;
    if (!(scale[0] > 0 && scale[1] > 0 && scale[2] > 0) || !seen_points(p, model->points)) {
        reason_set(why, "the scale of the weights or of a point lies outside [1e-100, 1e100], where doubles are safe");
        return DQ_INCONCLUSIVE;
    }
    sample_scaled(p->W, rounding, (size_t)(p->m * p->m), scale[0], model, p->m, trial, MATRIX_W);
    sample_scaled(p->U, rounding, (size_t)(p->m * p->d), scale[1], model, p->m, trial, MATRIX_U);
    sample_scaled(p->a, rounding, (size_t)p->m, scale[2], model, p->m, trial, MATRIX_A);
    *rounding = closed(*rounding); /* a sum of Frobenius norms bounds the norm of all three */
    return DQ_OK;
}
