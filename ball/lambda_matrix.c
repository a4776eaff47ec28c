/* lambda_matrix_factor: the factorisation of a shifted matrix in doubles or double-doubles; approx_lambda_pair: inverse
   iteration with it.

   The shift is rounded into the diagonal: |fl(D_ii - c) - (D_ii - c)| <= 2^-53 resp. DD_UNIT |fl(D_ii - c)| (doubled below).
   In double-double the leading doubles of L serve the iteration: L + dL with |dL| <= 2^-53 |L| changes small eigenvalues l
   by 2^-53 sqrt(|D|/l) of themselves. */
#include <math.h>
#include <cblas.h>
#include <lapacke.h>
#include <string.h>
#include "ball/ball.h"
#include "ball/double_bounds.h"
#include "ball/lambda_matrix.h"

/* Orders up to which LAPACK's eigensolver may replace Lanczos where D is not definite. */
enum { DENSE_ORDER = 1500, LANCZOS_STEPS = 120 };

int lambda_matrix_factor(lambda_matrix_t *M, double c)
{
    slong n = M->n;
    double shifted = 0;

    memcpy(M->L, M->high, (size_t)n * (size_t)n * sizeof *M->L);
    if (M->dd && M->low != NULL) memcpy(M->L_low, M->low, (size_t)n * (size_t)n * sizeof *M->L_low);
    if (M->dd && M->low == NULL) memset(M->L_low, 0, (size_t)n * (size_t)n * sizeof *M->L_low);
    for (slong i = 0; i < n; i++) {
        double *x = M->L + i + i * n;
        if (M->dd) {
            dd_t d = dd_add((dd_t){*x, M->L_low[i + i * n]}, (dd_t){-c, 0});
            *x = d.high;
            M->L_low[i + i * n] = d.low;
        } else {
            *x -= c;
        }
        shifted = fmax(shifted, fabs(*x));
    }
    if (!(M->dd ? dd_cholesky(&M->error, M->L, M->L_low, n) : double_cholesky(&M->error, M->L, n))) return 0;
    M->error = (M->error + (M->dd ? 2 * DD_UNIT : 0x1p-52) * shifted) * (1 + 0x1p-50);
    return 1;
}

/* y = (L L^T)^-1 x. */
static void apply_inverse(double *y, const double *x, slong n, const void *L)
{
    memcpy(y, x, (size_t)n * sizeof *y);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, L, (int)n, y, 1);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, (int)n, L, (int)n, y, 1);
}

/* Two steps of inverse iteration: Lanczos leaves shares of the large eigenvalues in v that are small there, not in v^T D v. */
static void polish(double *v, const lambda_matrix_t *M)
{
    double *image = flint_malloc((size_t)M->n * sizeof *image), size = 1;

    for (int step = 0; step < 2 && size > 0; step++) {
        apply_inverse(image, v, M->n, M->L);
        size = cblas_dnrm2((int)M->n, image, 1);
        for (slong i = 0; i < M->n && size > 0 && isfinite(size); i++) v[i] = image[i] / size;
    }
    flint_free(image);
}

double approx_lambda_pair(double *v, lambda_matrix_t *M, double relative)
{
    slong n = M->n;
    double least = NAN, *w, tolerance = fmin(relative / 16, 1e-3), below = 0;
    lapack_int found, support[2];

    for (int attempt = 0; attempt < (n <= DENSE_ORDER && !M->dd ? 1 : 4); attempt++) {
        if (lambda_matrix_factor(M, below)) {
            least = below + 1 / approx_largest_ritz(v, n, LANCZOS_STEPS, tolerance, apply_inverse, M->L);
            if (isfinite(least) && (least > 0 || below < 0)) {
                polish(v, M);
                return least;
            }
        }
        below = below == 0 ? -(double)n * M->largest * (M->dd ? 0x1p-90 : 0x1p-46) : below * 0x1p14;
    }
    if (n > DENSE_ORDER) return NAN;
    w = flint_malloc((size_t)n * sizeof *w);
    memcpy(M->L, M->high, (size_t)n * (size_t)n * sizeof *M->L);
    least = NAN;
    if (LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'I', 'L', (lapack_int)n, M->L, (lapack_int)n, 0, 0, 1, 1, 0, &found, w, v,
                       (lapack_int)n, support) == 0 &&
        found == 1)
        least = w[0];
    flint_free(w);
    for (slong i = 0; i < n; i++)
        if (!isfinite(v[i])) return NAN;
    return least;
}
