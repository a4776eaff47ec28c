/* double_gram: the limit kernel (kernel.h) at the cosines of all pairs, in doubles, with one error bound for all of
   them.

   Ledger, C_ij the doubles of the cosines, |C_ij - rho0_ij| <= E_C, |C_ij| <= largest:
     kernel       |D_ij - k(C_ij)| <= E_k                                               (kernel_block.c)
     cosine       |k(C_ij) - k(rho0_ij)| <= E_C sup |k'| on |z| <= largest + E_C        (kernel_slope)
   Pairs with |C_ij| above NEARLY_PARALLEL, where k' may be large, are solved from enclosures of their cosines. */
#include <math.h>
#include "gram/covariance.h"
#include "gram/double_gram.h"
#include "gram/kernel.h"

enum { BITS = 50, TILE = 64 };
#define NEARLY_PARALLEL 0.999999

static double largest_below(const double *C, slong n, double cut)
{
    double largest = 0.0;
    slong i, j;

    for (i = 0; i < n; i++)
        for (j = 0; j < i; j++) {
            double size = fabs(C[i * n + j]);
            if (size <= cut && size > largest) largest = size;
        }
    return largest;
}

/* One pair by balls; error grows to its radius where needed. */
static dq_status entry_by_balls(double *value, mag_t error, kernel_t k, slong i, slong j, reason_t why)
{
    arb_t K, z;
    mag_t size;
    dq_status status;

    arb_init(K);
    arb_init(z);
    mag_init(size);
    points_cosine(z, k->model->points, i, j, 128); /* exactly +-1 for parallel points */
    status = kernel_eval(K, k, z, why);
    if (status == DQ_OK) {
        *value = arf_get_d(arb_midref(K), ARF_RND_NEAR);
        arb_set_d(z, *value);
        arb_sub(K, K, z, 64);
        arb_get_mag(size, K);
        mag_max(error, error, size);
    }
    arb_clear(K);
    arb_clear(z);
    mag_clear(size);
    return status;
}

/* Row i of the entries below the diagonal; near gets the errors of the pairs solved by balls. */
static dq_status one_row(double *D, mag_t error, mag_t near, kernel_t k, slong i, slong *parallel, reason_t why)
{
    slong n = k->model->points->n, count = 0, j;
    double *row = D + i * n;
    dq_status status;

    for (j = 0; j < i; j++)
        if (!(fabs(row[j]) <= NEARLY_PARALLEL)) {
            parallel[count++] = j;
            row[j] = 0.0;
        }
    status = kernel_eval_block(row, error, k, row, i, why);
    for (j = 0; j < count && status == DQ_OK; j++)
        status = entry_by_balls(row + parallel[j], near, k, i, parallel[j], why);
    return status;
}

/* The upper triangle and the diagonal, tile by tile for the caches. */
static void reflect(double *D, slong n, double diagonal)
{
    slong i, j, a, b;

    for (a = 0; a < n; a += TILE)
        for (b = 0; b <= a; b += TILE)
            for (i = a; i < FLINT_MIN(a + TILE, n); i++)
                for (j = b; j < FLINT_MIN(b + TILE, i); j++) D[j * n + i] = D[i * n + j];
    for (i = 0; i < n; i++) D[i * n + i] = diagonal;
}

/* Replaces the cosines below the diagonal of D by the entries of K, and fills the rest. */
static dq_status entries(double *D, mag_t error, kernel_t k, double cosine_error, reason_t why)
{
    slong n = k->model->points->n, i, *parallel = flint_malloc((size_t)n * sizeof(slong));
    double largest = largest_below(D, n, NEARLY_PARALLEL), diagonal;
    arf_t w;
    arb_t difference;
    mag_t near, slope, size;
    dq_status status;

    arf_init(w);
    arb_init(difference);
    mag_init(near);
    mag_init(slope);
    mag_init(size);
    mag_zero(error);
    arf_set_d(w, ((1.0 - largest) - cosine_error) * (1.0 - 0x1p-40)); /* at most 1 - largest - E_C */
    if (arf_sgn(w) > 0) {
        status = kernel_plan(k, w, n * (n - 1) / 2, why);
        if (status == DQ_OK) status = kernel_slope(slope, k, w, why);
    } else {
        reason_set(why, "the cosines in doubles are not accurate enough");
        status = DQ_INAPPLICABLE;
    }
    for (i = 0; i < n && status == DQ_OK; i++) status = one_row(D, error, near, k, i, parallel, why);
    if (status == DQ_OK) {
        mag_set_d(size, cosine_error);
        mag_addmul(error, size, slope);
        mag_max(error, error, near);
        diagonal = arf_get_d(arb_midref(k->p->kappa), ARF_RND_NEAR);
        arb_set_d(difference, diagonal);
        arb_sub(difference, difference, k->p->kappa, 64);
        arb_get_mag(size, difference);
        mag_max(error, error, size);
        reflect(D, n, diagonal);
    }
    arf_clear(w);
    arb_clear(difference);
    mag_clear(near);
    mag_clear(slope);
    mag_clear(size);
    flint_free(parallel);
    return status;
}

dq_status double_gram(double *D, mag_t error, profile_t p, const gram_model_t model, reason_t why)
{
    arb_t theta, gap, variance;
    double cosine_error;
    kernel_t k;
    dq_status status;

    arb_init(theta);
    arb_init(gap);
    arb_init(variance);
    gram_theta(theta, model, 64);
    arb_sub_ui(gap, theta, 1, 64);
    if (!model->points->normalise || !arb_is_negative(gap)) {
        reason_set(why, "doubles serve normalised points with theta < 1 only");
        status = DQ_INAPPLICABLE;
    } else {
        arb_set_ui(variance, 2);
        status = kernel_init(k, model, variance, BITS, why);
        cosine_error = status == DQ_OK ? double_cosines(D, model->points) : INFINITY;
        if (status == DQ_OK && !isfinite(cosine_error)) {
            reason_set(why, "a point is zero or not finite; only nonzero finite points are allowed");
            status = DQ_INPUT;
        }
        if (status == DQ_OK) status = entries(D, error, k, cosine_error, why);
        if (status == DQ_OK) { /* the caller takes the expansion over */
            profile_struct swap = *p;
            *p = *k->p;
            *k->p = swap;
        }
        kernel_clear(k);
    }
    arb_clear(theta);
    arb_clear(gap);
    arb_clear(variance);
    return status;
}
