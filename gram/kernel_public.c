/* gram_kernel_*: the limit kernel of a model (gram.h). */
#include "gram/kernel.h"

enum { DOUBLE_BITS = 50 };

/* Sigma^(1)_ii of points that all have exactly the same norm in the model. */
dq_status kernel_common_variance(arb_t variance, const points_struct *points, slong prec, reason_t why)
{
    arf_t first, norm;
    dq_status status = DQ_OK;
    slong i;

    if (points->n < 1) {
        reason_set(why, "no points; at least one is needed");
        return DQ_INPUT;
    }
    arf_init(first);
    arf_init(norm);
    points_inner_product(first, points, 0, 0);
    for (i = 0; i < points->n && status == DQ_OK; i++) {
        points_inner_product(norm, points, i, i);
        if (!(arf_is_finite(norm) && arf_sgn(norm) > 0)) {
            reason_set(why, "point %ld is zero or not finite; only nonzero finite points are allowed", (long)i);
            status = DQ_INPUT;
        } else if (!points->normalise && !arf_equal(norm, first)) {
            reason_set(why,
                       "points 0 and %ld have different norms: no kernel of one correlation describes them (normalise: "
                       "true gives one)",
                       (long)i);
            status = DQ_INAPPLICABLE;
        }
    }
    if (status == DQ_OK) points_sigma0(variance, points, 0, 0, prec);
    arf_clear(first);
    arf_clear(norm);
    return status;
}

dq_status gram_kernel_init(gram_kernel_t *kernel, const gram_model_t model, slong bits, reason_t why)
{
    arb_t variance;
    dq_status status;

    *kernel = NULL;
    arb_init(variance);
    status = kernel_common_variance(variance, model->points, bits + 100, why);
    if (status == DQ_OK) {
        gram_kernel_t made = flint_malloc(sizeof(kernel_struct));
        status = kernel_init(made, model, variance, bits, why);
        if (status == DQ_OK)
            *kernel = made;
        else
            gram_kernel_clear(made);
    }
    arb_clear(variance);
    return status;
}

void gram_kernel_clear(gram_kernel_t kernel)
{
    if (kernel == NULL) return;
    kernel_clear(kernel);
    flint_free(kernel);
}

void gram_kernel_variance(arb_t q, arb_t kappa, const gram_kernel_t kernel)
{
    arb_set_round(q, kernel->p->q, kernel->bits + 20);
    arb_set_round(kappa, kernel->p->kappa, kernel->bits + 20);
}

dq_status gram_kernel_eval(arb_t k, gram_kernel_t kernel, const arb_t rho0, reason_t why)
{
    arb_t z, unit;
    dq_status status = DQ_OK;

    arb_init(z);
    arb_init(unit);
    arb_set_si(z, -1);
    arb_one(unit);
    arb_union(unit, unit, z, 64);
    if (arb_contains(unit, rho0)) {
        arb_set(z, rho0);
    } else if (!arb_is_finite(rho0) || !arb_intersection(z, rho0, unit, kernel->work + 64)) {
        reason_set(why, "the kernel is defined for correlations in [-1, 1]");
        status = DQ_INPUT;
    }
    if (status == DQ_OK) status = kernel_eval(k, kernel, z, why);
    if (status == DQ_OK) arb_set_round(k, k, kernel->bits + 20);
    arb_clear(z);
    arb_clear(unit);
    return status;
}

dq_status gram_kernel_uniform(mag_t error, slong *pieces, slong *degree, const gram_model_t model, reason_t why)
{
    gram_kernel_t kernel;
    dq_status status = gram_kernel_init(&kernel, model, DOUBLE_BITS, why);

    if (status == DQ_OK) {
        status = kernel_uniform(error, kernel, why);
        *pieces = 2 * (KERNEL_DOUBLE_OCTAVES * KERNEL_PARTS + 1);
        *degree = kernel->rule->degree;
    }
    gram_kernel_clear(kernel);
    return status;
}
