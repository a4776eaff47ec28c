#include "deq/approx_least_pair.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

int approx_least_pair_full(double *value, double *vector, double *A, const double *G, slong n)
{
    lapack_int found = 0, support[2];
    double *values = vector + n;
    memcpy(A, G, (size_t)n * (size_t)n * sizeof(double));
    lapack_int info = LAPACKE_dsyevr(LAPACK_ROW_MAJOR, 'V', 'I', 'L', (lapack_int)n, A, (lapack_int)n, 0, 0, 1, 1, 0,
                                     &found, values, vector, 1, support);
    *value = values[0];
    return info == 0 && found == 1 && isfinite(*value);
}

/* L := the Cholesky factor of G plus a shift of the size of its rounding errors. */
static int shifted_factor(double *L, const double *G, slong n)
{
    double trace = 0;
    memcpy(L, G, (size_t)n * (size_t)n * sizeof(double));
    for (slong i = 0; i < n; i++) trace += G[i * n + i];
    for (slong i = 0; i < n; i++) L[i * n + i] += (double)n * 0x1p-53 * trace;
    return LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', (lapack_int)n, L, (lapack_int)n) == 0;
}

int approx_least_pair_lanczos(double *value, double *vector, double *L, double *basis, const double *G, slong n)
{
    blasint N = (blasint)n;
    double diagonal[LANCZOS_STEPS], off[LANCZOS_STEPS], ritz[LANCZOS_STEPS * LANCZOS_STEPS], *next = vector + n;
    int steps = 0;
    if (!shifted_factor(L, G, n)) return 0;
    /* A start that is no eigenvector of anything natural. */
    for (slong i = 0; i < n; i++) basis[i] = 1 + 0.7 * sin((double)i * 1.3 + 0.5);
    cblas_dscal(N, 1 / cblas_dnrm2(N, basis, 1), basis, 1);
    while (steps < LANCZOS_STEPS) {
        const double *v = basis + (slong)steps * n;
        memcpy(next, v, (size_t)n * sizeof(double));
        cblas_dtrsv(CblasRowMajor, CblasLower, CblasNoTrans, CblasNonUnit, N, L, N, next, 1);
        cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, N, L, N, next, 1);
        diagonal[steps] = cblas_ddot(N, v, 1, next, 1);
        for (int twice = 0; twice < 2; twice++)
            for (int k = 0; k <= steps; k++)
                cblas_daxpy(N, -cblas_ddot(N, basis + (slong)k * n, 1, next, 1), basis + (slong)k * n, 1, next, 1);
        double length = cblas_dnrm2(N, next, 1);
        off[steps] = length;
        steps++;
        if (!(length > 1e-12 * fabs(diagonal[steps - 1])) || steps == LANCZOS_STEPS) break;
        double *target = basis + (slong)steps * n;
        for (slong i = 0; i < n; i++) target[i] = next[i] / length;
    }
    if (LAPACKE_dstev(LAPACK_ROW_MAJOR, 'V', steps, diagonal, off, ritz, steps) != 0) return 0;
    memset(vector, 0, (size_t)n * sizeof(double));
    for (int k = 0; k < steps; k++) cblas_daxpy(N, ritz[k * steps + steps - 1], basis + (slong)k * n, 1, vector, 1);
    cblas_dsymv(CblasRowMajor, CblasLower, N, 1.0, G, N, vector, 1, 0.0, next, 1);
    *value = cblas_ddot(N, vector, 1, next, 1) / cblas_ddot(N, vector, 1, vector, 1);
    return isfinite(*value);
}
