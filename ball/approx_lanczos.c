/* approx_largest_ritz: Lanczos with full reorthogonalisation.  Its gap-free convergence (relative error about
   (log n / steps)^2) is what the shifts of the verified bounds need, not eigenvectors. */
#include <math.h>
#include <cblas.h>
#include <lapacke.h>
#include <string.h>
#include "ball/double_bounds.h"

/* Deterministic start without structure: Weyl sequence of the golden ratio, centred. */
static void start_vector(double *v, slong n)
{
    double weyl = 0;

    for (slong i = 0; i < n; i++) {
        weyl += 0.6180339887498949;
        weyl -= floor(weyl);
        v[i] = weyl - 0.5 + (i % 7 == 3 ? 0.25 : 0.0);
    }
}

static int normalise(double *v, slong n, double *norm)
{
    *norm = cblas_dnrm2((int)n, v, 1);
    if (!(*norm > 0) || !isfinite(*norm)) return 0;
    cblas_dscal((int)n, 1 / *norm, v, 1);
    return 1;
}

/* Largest eigenpair of the k x k tridiagonal matrix. */
static double tridiagonal_largest(double *vector, const double *diagonal, const double *off, slong k)
{
    double *d = flint_malloc((size_t)(k * (k + 2)) * sizeof *d), *e = d + k, *z = e + k, value = NAN;

    memcpy(d, diagonal, (size_t)k * sizeof *d);
    memcpy(e, off, (size_t)k * sizeof *e);
    if (LAPACKE_dstev(LAPACK_COL_MAJOR, 'V', (lapack_int)k, d, e, z, (lapack_int)k) == 0) {
        value = d[k - 1];
        memcpy(vector, z + (k - 1) * k, (size_t)k * sizeof *vector);
    }
    flint_free(d);
    return value;
}

double approx_largest_ritz(double *v, slong n, slong steps, double tolerance, symmetric_apply *apply,
                           const void *context)
{
    slong k = 0, most = steps < n ? steps : n;
    double *basis = flint_malloc((size_t)((most + 1) * n) * sizeof *basis);
    double *diagonal = flint_malloc((size_t)(4 * (most + 1)) * sizeof *diagonal);
    double *off = diagonal + most + 1, *coefficient = off + most + 1, *ritz = coefficient + most + 1;
    double norm, largest = 0, value = NAN;

    start_vector(basis, n);
    normalise(basis, n, &norm);
    while (k < most) {
        double *next = basis + (k + 1) * n;
        int more;

        apply(next, basis + k * n, n, context);
        largest = fmax(largest, cblas_dnrm2((int)n, next, 1));
        diagonal[k] = cblas_ddot((int)n, next, 1, basis + k * n, 1);
        k++;
        for (int pass = 0; pass < 2; pass++) {
            cblas_dgemv(CblasColMajor, CblasTrans, (int)n, (int)k, 1.0, basis, (int)n, next, 1, 0.0, coefficient, 1);
            cblas_dgemv(CblasColMajor, CblasNoTrans, (int)n, (int)k, -1.0, basis, (int)n, coefficient, 1, 1.0, next, 1);
        }
        /* what is left below rounding level is noise that no orthogonalisation repairs: an invariant subspace */
        more = normalise(next, n, &norm) && norm > 1e-14 * largest;
        off[k - 1] = norm;
        if (!isfinite(diagonal[k - 1]) || !isfinite(norm)) {
            value = NAN;
            break;
        }
        if (!more || k == most || k % 8 == 0) {
            value = tridiagonal_largest(ritz, diagonal, off, k);
            if (!more || !(norm * fabs(ritz[k - 1]) > tolerance * fabs(value))) break;
        }
    }
    if (isfinite(value)) {
        cblas_dgemv(CblasColMajor, CblasNoTrans, (int)n, (int)k, 1.0, basis, (int)n, ritz, 1, 0.0, v, 1);
        if (!normalise(v, n, &norm)) value = NAN;
    }
    flint_free(basis);
    flint_free(diagonal);
    return value;
}
