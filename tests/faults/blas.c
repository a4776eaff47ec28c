/* blas: a preloaded library in which linear algebra goes wrong after the honest computation.  DEQCERT_FAULT_BLAS is
     nan, inf      one entry of each result becomes NaN, infinity
     off:R         every entry is multiplied by 1 + R or 1 - R
     zero          every entry becomes 0
     refused       LAPACK routines return info = 1
   in the routines DEQCERT_FAULT_ROUTINES names (words separated by commas, as "dgemm,dpotrf"; unset: all), from call number
   DEQCERT_FAULT_AFTER on.  A factorisation that is wrong still returns info = 0. */
#include <cblas.h>
#include <dlfcn.h>
#include <lapacke.h>
#include <math.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static enum { HONEST, NAN_ENTRY, INFINITE_ENTRY, OFF, ZERO, REFUSED } mode;
static double relative;
static const char *routines;
static long after;
static atomic_long calls;

static __attribute__((constructor)) void begin(void)
{
    const char *wish = getenv("DEQCERT_FAULT_BLAS"), *from = getenv("DEQCERT_FAULT_AFTER");
    routines = getenv("DEQCERT_FAULT_ROUTINES");
    after = from == NULL ? 0 : strtol(from, NULL, 10);
    if (wish == NULL) return;
    mode = strcmp(wish, "nan") == 0        ? NAN_ENTRY
           : strcmp(wish, "inf") == 0      ? INFINITE_ENTRY
           : strcmp(wish, "zero") == 0     ? ZERO
           : strcmp(wish, "refused") == 0  ? REFUSED
           : strncmp(wish, "off:", 4) == 0 ? OFF
                                           : HONEST;
    if (mode == OFF) relative = strtod(wish + 4, NULL);
}

/* The next definition of the routine: the true one. */
static void *honest(const char *name)
{
    void *routine = dlsym(RTLD_NEXT, name);
    if (routine == NULL) abort();
    return routine;
}

/* `name` without the prefix cblas_ or LAPACKE_. */
static int wrong(const char *name)
{
    const char *word = strchr(name, '_') + 1;
    if (mode == HONEST) return 0;
    if (routines != NULL) {
        const char *at = strstr(routines, word);
        if (at == NULL || (at > routines && at[-1] != ',') || strchr(",", at[strlen(word)]) == NULL) return 0;
    }
    return atomic_fetch_add(&calls, 1) >= after;
}

static double spoiled(double x, long i, long j, int chosen)
{
    switch (mode) {
    case NAN_ENTRY:
        return chosen ? (double)NAN : x;
    case INFINITE_ENTRY:
        return chosen ? (double)INFINITY : x;
    case OFF:
        return x * (1 + ((7 * i + 3 * j) & 4 ? relative : -relative));
    case ZERO:
        return 0;
    default:
        return x;
    }
}

/* rows x cols entries, rows `stride` apart. */
static void spoil(double *x, long rows, long cols, long stride)
{
    for (long i = 0; i < rows; i++)
        for (long j = 0; j < cols; j++)
            x[i * stride + j] = spoiled(x[i * stride + j], i, j, i == rows / 2 && j == cols / 3);
}

static void spoil_single(float *x, long rows, long cols, long stride)
{
    for (long i = 0; i < rows; i++)
        for (long j = 0; j < cols; j++)
            x[i * stride + j] = (float)spoiled((double)x[i * stride + j], i, j, i == rows / 2 && j == cols / 3);
}

/* A row-major lower triangle, or a column-major upper one. */
static void spoil_triangle(double *x, long n, long stride)
{
    for (long i = 0; i < n; i++)
        for (long j = 0; j <= i; j++) x[i * stride + j] = spoiled(x[i * stride + j], i, j, i == n / 2 && j == n / 3);
}

static void spoil_any_triangle(double *x, long n, long stride, int row_major_lower)
{
    if (row_major_lower) {
        spoil_triangle(x, n, stride);
        return;
    }
    for (long i = 0; i < n; i++)
        for (long j = i; j < n; j++) x[i * stride + j] = spoiled(x[i * stride + j], i, j, i == n / 3 && j == n / 2);
}

#define TRUE_ONE(name) __typeof__(name) *routine = (__typeof__(name) *)honest(#name)

void cblas_dgemm(CBLAS_LAYOUT order, CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, blasint m, blasint n, blasint k,
                 double alpha, const double *A, blasint lda, const double *B, blasint ldb, double beta, double *C,
                 blasint ldc)
{
    TRUE_ONE(cblas_dgemm);
    routine(order, ta, tb, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc);
    if (wrong("cblas_dgemm")) spoil(C, order == CblasRowMajor ? m : n, order == CblasRowMajor ? n : m, ldc);
}

void cblas_sgemm(CBLAS_LAYOUT order, CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, blasint m, blasint n, blasint k,
                 float alpha, const float *A, blasint lda, const float *B, blasint ldb, float beta, float *C,
                 blasint ldc)
{
    TRUE_ONE(cblas_sgemm);
    routine(order, ta, tb, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc);
    if (wrong("cblas_sgemm")) spoil_single(C, order == CblasRowMajor ? m : n, order == CblasRowMajor ? n : m, ldc);
}

void cblas_dsyrk(CBLAS_LAYOUT order, CBLAS_UPLO uplo, CBLAS_TRANSPOSE trans, blasint n, blasint k, double alpha,
                 const double *A, blasint lda, double beta, double *C, blasint ldc)
{
    TRUE_ONE(cblas_dsyrk);
    routine(order, uplo, trans, n, k, alpha, A, lda, beta, C, ldc);
    if (wrong("cblas_dsyrk")) spoil_any_triangle(C, n, ldc, (order == CblasRowMajor) == (uplo == CblasLower));
}

void cblas_dgemv(CBLAS_LAYOUT order, CBLAS_TRANSPOSE trans, blasint m, blasint n, double alpha, const double *A,
                 blasint lda, const double *x, blasint incx, double beta, double *y, blasint incy)
{
    TRUE_ONE(cblas_dgemv);
    routine(order, trans, m, n, alpha, A, lda, x, incx, beta, y, incy);
    if (wrong("cblas_dgemv")) spoil(y, trans == CblasNoTrans ? m : n, 1, incy);
}

void cblas_dsymv(CBLAS_LAYOUT order, CBLAS_UPLO uplo, blasint n, double alpha, const double *A, blasint lda,
                 const double *x, blasint incx, double beta, double *y, blasint incy)
{
    TRUE_ONE(cblas_dsymv);
    routine(order, uplo, n, alpha, A, lda, x, incx, beta, y, incy);
    if (wrong("cblas_dsymv")) spoil(y, n, 1, incy);
}

void cblas_dtrsv(CBLAS_LAYOUT order, CBLAS_UPLO uplo, CBLAS_TRANSPOSE trans, CBLAS_DIAG diag, blasint n,
                 const double *A, blasint lda, double *x, blasint incx)
{
    TRUE_ONE(cblas_dtrsv);
    routine(order, uplo, trans, diag, n, A, lda, x, incx);
    if (wrong("cblas_dtrsv")) spoil(x, n, 1, incx);
}

double cblas_ddot(blasint n, const double *x, blasint incx, const double *y, blasint incy)
{
    TRUE_ONE(cblas_ddot);
    double value = routine(n, x, incx, y, incy);
    return wrong("cblas_ddot") ? spoiled(value, 1, 1, 1) : value;
}

double cblas_dnrm2(blasint n, const double *x, blasint incx)
{
    TRUE_ONE(cblas_dnrm2);
    double value = routine(n, x, incx);
    return wrong("cblas_dnrm2") ? spoiled(value, 1, 1, 1) : value;
}

lapack_int LAPACKE_dpotrf(int order, char uplo, lapack_int n, double *A, lapack_int lda)
{
    TRUE_ONE(LAPACKE_dpotrf);
    lapack_int info = routine(order, uplo, n, A, lda);
    if (!wrong("LAPACKE_dpotrf")) return info;
    if (mode == REFUSED) return 1;
    spoil_any_triangle(A, n, lda, (order == LAPACK_ROW_MAJOR) == (uplo == 'L'));
    return 0;
}

lapack_int LAPACKE_dsyevr(int order, char job, char range, char uplo, lapack_int n, double *A, lapack_int lda,
                          double vl, double vu, lapack_int il, lapack_int iu, double tolerance, lapack_int *found,
                          double *w, double *z, lapack_int ldz, lapack_int *support)
{
    TRUE_ONE(LAPACKE_dsyevr);
    lapack_int info = routine(order, job, range, uplo, n, A, lda, vl, vu, il, iu, tolerance, found, w, z, ldz, support);
    if (!wrong("LAPACKE_dsyevr")) return info;
    if (mode == REFUSED) return 1;
    spoil(w, *found, 1, 1);
    if (order == LAPACK_ROW_MAJOR)
        spoil(z, n, *found, ldz);
    else
        spoil(z, *found, n, ldz);
    return 0;
}

lapack_int LAPACKE_dsyevd(int order, char job, char uplo, lapack_int n, double *A, lapack_int lda, double *w)
{
    TRUE_ONE(LAPACKE_dsyevd);
    lapack_int info = routine(order, job, uplo, n, A, lda, w);
    if (!wrong("LAPACKE_dsyevd")) return info;
    if (mode == REFUSED) return 1;
    spoil(w, n, 1, 1);
    spoil(A, n, n, lda);
    return 0;
}

lapack_int LAPACKE_dsyev(int order, char job, char uplo, lapack_int n, double *A, lapack_int lda, double *w)
{
    TRUE_ONE(LAPACKE_dsyev);
    lapack_int info = routine(order, job, uplo, n, A, lda, w);
    if (!wrong("LAPACKE_dsyev")) return info;
    if (mode == REFUSED) return 1;
    spoil(w, n, 1, 1);
    spoil(A, n, n, lda);
    return 0;
}

lapack_int LAPACKE_dstev(int order, char job, lapack_int n, double *d, double *e, double *z, lapack_int ldz)
{
    TRUE_ONE(LAPACKE_dstev);
    lapack_int info = routine(order, job, n, d, e, z, ldz);
    if (!wrong("LAPACKE_dstev")) return info;
    if (mode == REFUSED) return 1;
    spoil(d, n, 1, 1);
    spoil(z, n, n, ldz);
    return 0;
}

lapack_int LAPACKE_dposv(int order, char uplo, lapack_int n, lapack_int count, double *A, lapack_int lda, double *b,
                         lapack_int ldb)
{
    TRUE_ONE(LAPACKE_dposv);
    lapack_int info = routine(order, uplo, n, count, A, lda, b, ldb);
    if (!wrong("LAPACKE_dposv")) return info;
    if (mode == REFUSED) return 1;
    spoil(b, n, count, ldb);
    return 0;
}

lapack_int LAPACKE_dgesv(int order, lapack_int n, lapack_int count, double *A, lapack_int lda, lapack_int *pivot,
                         double *b, lapack_int ldb)
{
    TRUE_ONE(LAPACKE_dgesv);
    lapack_int info = routine(order, n, count, A, lda, pivot, b, ldb);
    if (!wrong("LAPACKE_dgesv")) return info;
    if (mode == REFUSED) return 1;
    spoil(b, n, count, ldb);
    return 0;
}

lapack_int LAPACKE_dgetrf(int order, lapack_int m, lapack_int n, double *A, lapack_int lda, lapack_int *pivot)
{
    TRUE_ONE(LAPACKE_dgetrf);
    lapack_int info = routine(order, m, n, A, lda, pivot);
    if (!wrong("LAPACKE_dgetrf")) return info;
    if (mode == REFUSED) return 1;
    spoil(A, m, n, lda);
    return 0;
}

lapack_int LAPACKE_dbdsqr(int order, char uplo, lapack_int n, lapack_int ncvt, lapack_int nru, lapack_int ncc,
                          double *d, double *e, double *vt, lapack_int ldvt, double *u, lapack_int ldu, double *c,
                          lapack_int ldc)
{
    TRUE_ONE(LAPACKE_dbdsqr);
    lapack_int info = routine(order, uplo, n, ncvt, nru, ncc, d, e, vt, ldvt, u, ldu, c, ldc);
    if (!wrong("LAPACKE_dbdsqr")) return info;
    if (mode == REFUSED) return 1;
    spoil(d, n, 1, 1);
    if (ncvt > 0) spoil(vt, n, ncvt, ldvt);
    return 0;
}
