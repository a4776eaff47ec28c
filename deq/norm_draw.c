/* norm_draw: |W|_2 of one wide network without the m^3 of an enclosure.
     Lower bound: |W|_2 >= |W v| / |v| for any v; doubles choose v by Golub-Kahan bidiagonalisation.
     Upper bound: the Gaussian tail (Davidson & Szarek 2001, Theorem II.13), which holds with probability 1 - budget. */
#include "deq/memory.h"
#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>

/* From here on the enclosure costs more than a minute and four m x m arrays. */
#define ENCLOSED_WIDTH 2500
/* Golub-Kahan steps: the largest singular value of a Gaussian matrix comes out to about (ln m / steps)^2 / 4. */
#define STEPS 40

/* x -= sum_k <x, q_k> q_k for the `count` columns q_k of Q, twice; then x /= |x|.  Returns |x|. */
static double orthonormalise(double *x, const double *Q, slong m, slong count, double *coefficient)
{
    for (int pass = 0; pass < 2 && count > 0; pass++) {
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)count, (int)m, 1, Q, (int)m, x, 1, 0, coefficient, 1);
        cblas_dgemv(CblasRowMajor, CblasTrans, (int)count, (int)m, -1, Q, (int)m, coefficient, 1, 1, x, 1);
    }
    double norm = cblas_dnrm2((int)m, x, 1);
    if (norm > 0) cblas_dscal((int)m, 1 / norm, x, 1);
    return norm;
}

/* An approximate right singular vector of the largest singular value: v (m doubles); work: (2 STEPS + 2) m + STEPS. */
static void approx_largest_vector(double *v, const double *W, slong m, double *work)
{
    double *V = work, *Y = V + STEPS * m, *spare = Y + STEPS * m, *coefficient = spare + 2 * m;
    double diagonal[STEPS], above[STEPS], right[STEPS * STEPS];
    slong k;
    for (slong i = 0; i < m; i++) V[i] = (i & 1) ? 1 : -1;
    orthonormalise(V, V, m, 0, coefficient);
    for (k = 0; k < STEPS; k++) {
        double *y = Y + k * m;
        cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)m, 1, W, (int)m, V + k * m, 1, 0, y, 1);
        diagonal[k] = orthonormalise(y, Y, m, k, coefficient);
        above[k] = 0;
        if (k + 1 == STEPS) continue;
        cblas_dgemv(CblasRowMajor, CblasTrans, (int)m, (int)m, 1, W, (int)m, y, 1, 0, V + (k + 1) * m, 1);
        above[k] = orthonormalise(V + (k + 1) * m, V, m, k + 1, coefficient);
    }
    /* W V = Y B with B upper bidiagonal: its right singular vectors are the rows of `right`
       (by columns), the largest value first. */
    for (slong i = 0; i < STEPS * STEPS; i++) right[i] = i % (STEPS + 1) == 0;
    LAPACKE_dbdsqr(LAPACK_COL_MAJOR, 'U', STEPS, STEPS, 0, 0, diagonal, above, right, STEPS, NULL, 1, NULL, 1);
    cblas_dgemv(CblasRowMajor, CblasTrans, STEPS, (int)m, 1, V, (int)m, right, STEPS, 0, v, 1);
}

/* A lower bound of |W|_2 of the ideal weights.  fl(W v) is within gamma_m |W| |v| of W v, and W within gamma_4 |W_ij| of the ideal
   weights, entrywise: in the Frobenius norm (gamma_m + gamma_4 (1 + gamma_m)) |W|_F |v| <= gamma_(m+4) |W|_F |v|. */
static void lower_bound(arb_t norm, const double *W, const double *v, double *image, slong m)
{
    arb_t size, error, gamma;
    arb_init(size);
    arb_init(error);
    arb_init(gamma);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)m, 1, W, (int)m, v, 1, 0, image, 1);
    frobenius(norm, image, (size_t)m);
    frobenius(size, v, (size_t)m);
    frobenius(error, W, (size_t)m * (size_t)m);
    gamma_factor(gamma, (double)m + 4);
    arb_mul(error, error, gamma, SCALAR_PREC);
    arb_div(norm, norm, size, SCALAR_PREC);
    arb_sub(norm, norm, error, SCALAR_PREC);
    underflow_bound(error, (double)m * (double)m);
    arb_div(error, error, size, SCALAR_PREC);
    arb_sub(norm, norm, error, SCALAR_PREC);
    arb_clear(size);
    arb_clear(error);
    arb_clear(gamma);
}

static dq_status wide_draw(deq_interval *norm, const deq_model_t model, slong width, slong trial, reason_t why)
{
    size_t m = (size_t)width, doubles = m * m + (2 * STEPS + 4) * m + STEPS; /* W, v, image, work */
    double *W = doubles_within_memory((double)doubles, 8.0 * (double)doubles, why);
    if (W == NULL) return DQ_MEMORY;
    double *v = W + m * m, *image = v + m;
    dq_status status = network_weights(W, model, width, trial, why);
    if (status == DQ_OK) {
        arb_t lower;
        arb_init(lower);
        approx_largest_vector(v, W, width, image + m);
        lower_bound(lower, W, v, image, width);
        norm->lower = arb_is_finite(lower) ? arb_lower_double(lower) : NAN;
        arb_clear(lower);
    }
    free(W);
    return status;
}

dq_status deq_norm_draw(deq_interval *norm, double *budget, const deq_model_t model, slong width, slong trial,
                        reason_t why)
{
    deq_trial_t enclosed;
    arb_t upper;
    *norm = (deq_interval){NAN, NAN};
    *budget = 0;
    arb_init(upper);
    int tail = width > ENCLOSED_WIDTH && gaussian_norm_bound(upper, budget, model, width);
    dq_status status =
        tail ? wide_draw(norm, model, width, trial, why) : deq_norm_trial(enclosed, model, width, trial, why);
    if (status == DQ_OK)
        *norm = tail ? (deq_interval){norm->lower, arb_upper_double(upper)}
                     : (deq_interval){enclosed->norm_lower, enclosed->norm_upper};
    arb_clear(upper);
    return status;
}
