#include "deq/least_singular.h"
#include "deq/rounding.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* G = Z^T Z in doubles, both triangles.  |G - Z^T Z| <= gamma_m |Z|^T|Z| <= gamma_m |z_i||z_j| entrywise, a matrix of
   2-norm gamma_m |Z|_F^2. */
static void gram_in_doubles(double *G, const double *Z, slong m, slong n)
{
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, (blasint)n, (blasint)m, 1.0, Z, (blasint)n, 0.0, G, (blasint)n);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < i; j++) G[j * n + i] = G[i * n + j];
}

/* approximate least eigenvalue and eigenvector of G; 0 on failure.  A is overwritten. */
static int approx_least_eigenpair(double *value, double *vector, double *A, const double *G, slong n)
{
    lapack_int found = 0, support[2];
    double *values = vector + n;
    memcpy(A, G, (size_t)n * (size_t)n * sizeof(double));
    lapack_int info = LAPACKE_dsyevr(LAPACK_ROW_MAJOR, 'V', 'I', 'L', (lapack_int)n, A, (lapack_int)n, 0, 0, 1, 1, 0,
                                     &found, values, vector, 1, support);
    *value = values[0];
    return info == 0 && found == 1 && isfinite(*value);
}

/* upper = |Z v|/|v| for any v != 0: |fl(Zv) - Zv| <= gamma_n |Z|_F |v|. */
static int rayleigh_bound(arb_t upper, const double *Z, slong m, slong n, const double *v, double *image,
                          const arb_t Z_frobenius)
{
    arb_t norm, term;
    arb_init(norm);
    arb_init(term);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (blasint)m, (blasint)n, 1.0, Z, (blasint)n, v, 1, 0.0, image, 1);
    frobenius(upper, image, (size_t)m);
    frobenius(norm, v, (size_t)n);
    gamma_factor(term, (double)n + 1);
    arb_mul(term, term, Z_frobenius, SCALAR_PREC);
    arb_mul(term, term, norm, SCALAR_PREC);
    arb_add(upper, upper, term, SCALAR_PREC);
    underflow_bound(term, (double)m * (double)n + 1);
    arb_add(upper, upper, term, SCALAR_PREC);
    arb_div(upper, upper, norm, SCALAR_PREC);
    int usable = arb_is_finite(upper);
    arb_to_upper(upper);
    arb_clear(norm);
    arb_clear(term);
    return usable;
}

/* A = fl(G - cI) = LL^T + E.  E in doubles is within gamma_{n+2}(|A| + |L||L|^T) entrywise, so |E|_2 <= |fl(E)|_F +
   gamma_{n+2}(|A|_F + |L|_F^2), and the diagonal of A within u|A|_F of G - cI: lambda_min(Z^T Z) >= c - |fl(E)|_F -
   gamma_{n+4}(|A|_F + |L|_F^2) - gamma_{m+2}|Z|_F^2 - underflows. Returns 0 when the approximate Cholesky breaks down.
 */
static int cholesky_bound(arb_t bound, double c, const double *G, slong m, slong n, double *A, double *L,
                          const arb_t Z_frobenius)
{
    size_t count = (size_t)n * (size_t)n;
    memcpy(A, G, count * sizeof(double));
    for (slong i = 0; i < n; i++) A[i * n + i] -= c;
    memcpy(L, A, count * sizeof(double));
    if (LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', (lapack_int)n, L, (lapack_int)n) != 0) return 0;
    for (slong i = 0; i < n; i++)
        for (slong j = i + 1; j < n; j++) L[i * n + j] = 0;

    arb_t norm, term, gamma;
    arb_init(norm);
    arb_init(term);
    arb_init(gamma);
    frobenius(term, L, count);
    arb_sqr(term, term, SCALAR_PREC);
    frobenius(norm, A, count);
    arb_add(term, term, norm, SCALAR_PREC);
    gamma_factor(gamma, (double)n + 4);
    arb_mul(term, term, gamma, SCALAR_PREC);
    /* The residual's lower triangle, mirrored: symmetric, so its Frobenius norm bounds the whole. */
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (blasint)n, (blasint)n, -1.0, L, (blasint)n, 1.0, A,
                (blasint)n);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < i; j++) A[j * n + i] = A[i * n + j];
    frobenius(norm, A, count);
    arb_add(term, term, norm, SCALAR_PREC);
    arb_sqr(norm, Z_frobenius, SCALAR_PREC);
    gamma_factor(gamma, (double)m + 2);
    arb_addmul(term, norm, gamma, SCALAR_PREC);
    underflow_bound(norm, (double)n * (double)n * ((double)m + (double)n + 2));
    arb_add(term, term, norm, SCALAR_PREC);
    arb_set_d(bound, c);
    arb_sub(bound, bound, term, SCALAR_PREC);
    int usable = arb_is_positive(bound);
    arb_clear(norm);
    arb_clear(term);
    arb_clear(gamma);
    return usable;
}

void least_singular_value(arb_t lower, arb_t upper, const double *Z, slong m, slong n, double *work)
{
    double *G = work, *A = G + n * n, *L = A + n * n, *vector = L + n * n, *image = vector + 2 * n;
    arb_zero(lower);
    arb_zero(upper);
    if (m < n) return;
    arb_t Z_frobenius, trivial;
    arb_init(Z_frobenius);
    arb_init(trivial);
    frobenius(Z_frobenius, Z, (size_t)m * (size_t)n);
    arb_to_upper(Z_frobenius);
    /* lambda_min <= trace/n. */
    arb_sqrt_ui(trivial, (ulong)n, SCALAR_PREC);
    arb_div(upper, Z_frobenius, trivial, SCALAR_PREC);
    arb_to_upper(upper);
    double approximate;
    if (arb_is_finite(Z_frobenius)) {
        gram_in_doubles(G, Z, m, n);
        if (approx_least_eigenpair(&approximate, vector, A, G, n)) {
            if (rayleigh_bound(trivial, Z, m, n, vector, image, Z_frobenius) && arb_lt(trivial, upper))
                arb_set(upper, trivial);
            /* Shifts below the approximate eigenvalue by growing multiples of the rounding scale, until Cholesky goes
             * through. */
            double scale = 0;
            for (slong i = 0; i < n; i++) scale += G[i * n + i];
            double step = (double)n * 0x1p-53 * scale;
            for (int k = 0; k < 8 && approximate - step > 0; k++, step *= 8)
                if (cholesky_bound(trivial, approximate - step, G, m, n, A, L, Z_frobenius)) {
                    arb_sqrt(lower, trivial, SCALAR_PREC);
                    break;
                }
        }
    }
    arb_clear(Z_frobenius);
    arb_clear(trivial);
}
