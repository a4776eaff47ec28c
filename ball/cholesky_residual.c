/* cholesky_residual_bound: |D - cI - LL^T|_2 without any assumption on how BLAS rounds or orders its sums.

   Row i of L is cut into integers, L_i = 2^(e_i-b) (P_i + 2^-b Q_i) + R_i with |P| <= 2^b, |Q| <= 2^(b-1),
   |R_i| <= 2^(e_i-2b-1).  With n 4^b <= 2^53 every partial sum of P P^T, P Q^T + Q P^T and Q Q^T is an integer of at
   most 53 bits, so BLAS computes them without rounding, in any order, with or without fused operations.
   Ledger, per entry (u = 2^-52 bounds one rounding in any direction):
     E1 = D - c I - s P P^T          one rounding (two on the diagonal)     u |D_ii - c| + u |E1|
     E2 = E1 - s 2^-b (PQ^T+QP^T)    one rounding                           u |E2|
     E3 = E2 - s 4^-b Q Q^T          one rounding                           u |E3|
   with s = 2^(e_i+e_j-2b) (e_i >= -200, so no product underflows; 2^-51 in the code covers the rounding of the ledger
   itself), and for the norm of the rest, K = L - R:
     |K R^T + R K^T + R R^T|_2 <= (2 |K|_F + |R|_F) |R|_F. */
#include <math.h>
#include <cblas.h>
#include "ball/double_bounds.h"

typedef struct {
    slong n;
    int bits;           /* b */
    double *unit;       /* 2^(e_i-b) */
    double *high, *low; /* P, Q */
    double kept, rest;  /* |K|_F, |R|_F, bounded above */
} slices_t;

static void cut(slices_t *s, const double *L)
{
    slong n = s->n;
    double kept = 0, rest = 0, step = ldexp(1, s->bits);

    for (slong i = 0; i < n; i++) {
        double most = 0;
        int e;
        for (slong j = 0; j <= i; j++) most = fmax(most, fabs(L[i + j * n]));
        frexp(most, &e); /* most < 2^e */
        s->unit[i] = ldexp(1, (e > -200 ? e : -200) - s->bits);
    }
    for (slong j = 0; j < n; j++) /* entries above the diagonal stay 0 */
        for (slong i = j; i < n; i++) {
            double unit = s->unit[i], finer = unit / step; /* scaling by powers of two is exact */
            double x = L[i + j * n], p = rint(x / unit), r = x - p * unit, q = rint(r / finer), rr = r - q * finer;
            s->high[i + j * n] = p;
            s->low[i + j * n] = q;
            kept += x * x;
            rest += rr * rr;
        }
    /* an underflow of rr*rr loses at most 2^-1022 a term */
    s->rest = sqrt(inflated(rest, (size_t)(n * n)) + (double)n * (double)n * 0x1p-1000) * (1 + 0x1p-50);
    s->kept = sqrt(inflated(kept, (size_t)(n * n)) + (double)n * (double)n * 0x1p-1000) * (1 + 0x1p-50) + s->rest;
}

/* |F|_2 <= min(|F|_inf, |F|_F) for symmetric F, entry by entry of the lower triangle. */
typedef struct {
    double *row, frobenius;
} norm_sums_t;

static void add_entry(norm_sums_t *sums, slong i, slong j, double bound)
{
    sums->row[i] += bound;
    if (i > j) sums->row[j] += bound;
    sums->frobenius += (i > j ? 2 : 1) * bound * bound;
}

static double norm_from_sums(const norm_sums_t *sums, slong n)
{
    double infinity = 0, frobenius = sqrt(inflated(sums->frobenius, (size_t)(n * n)) + 0x1p-900) * (1 + 0x1p-50);

    for (slong i = 0; i < n; i++) infinity = sums->row[i] <= infinity ? infinity : sums->row[i]; /* a NaN is kept */
    infinity = inflated(infinity, (size_t)n);
    return frobenius <= infinity ? frobenius : infinity;
}

enum { TILE = 384 };

/* product = A_I B_J^T (+ previous product), the rows I and J of two lower triangular slices; only the columns up to the
   end of J contribute. */
static void multiply(double *product, const double *A, slong i0, slong rows, const double *B, slong j0, slong cols,
                     slong n, double previous)
{
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, (int)rows, (int)cols, (int)(j0 + cols), 1.0, A + i0, (int)n,
                B + j0, (int)n, previous, product, TILE);
}

/* The tile of rows i0.. and columns j0.. of E3 and its rounding ledger. */
static void add_tile(norm_sums_t *sums, const double *D, double c, const slices_t *s, slong i0, slong j0, double *work)
{
    slong n = s->n, rows = n - i0 < TILE ? n - i0 : TILE, cols = n - j0 < TILE ? n - j0 : TILE;
    double *first = work, *second = work + TILE * TILE, *third = second + TILE * TILE;
    double step = ldexp(1, -s->bits);

    multiply(first, s->high, i0, rows, s->high, j0, cols, n, 0);
    multiply(second, s->high, i0, rows, s->low, j0, cols, n, 0);
    multiply(second, s->low, i0, rows, s->high, j0, cols, n, 1);
    multiply(third, s->low, i0, rows, s->low, j0, cols, n, 0);
    for (slong j = j0; j < j0 + cols; j++)
        for (slong i = i0 > j ? i0 : j; i < i0 + rows; i++) {
            slong at = (i - i0) + (j - j0) * TILE;
            double unit = s->unit[i] * s->unit[j], shifted = D[i + j * n] - (i == j ? c : 0); /* unit is exact */
            double e1 = shifted - first[at] * unit;
            double e2 = e1 - second[at] * (unit * step);
            double e3 = e2 - third[at] * (unit * step * step);
            double rounding = (i == j ? fabs(shifted) : 0) + fabs(e1) + fabs(e2) + fabs(e3);
            add_entry(sums, i, j, fabs(e3) + 0x1p-51 * rounding);
        }
}

void cholesky_residual_bound(mag_t bound, const double *D, double c, const double *L, slong n)
{
    slices_t s = {.n = n, .bits = (53 - (int)FLINT_BIT_COUNT((ulong)n)) / 2};
    norm_sums_t sums = {NULL, 0};
    double residual = INFINITY, size = 0, *work;

    for (slong j = 0; j < n; j++)
        for (slong i = j; i < n; i++) size += fabs(L[i + j * n]) + fabs(D[i + j * n]);
    if (size <= 0x1p150 && isfinite(c)) {
        s.unit = flint_malloc((size_t)n * sizeof *s.unit);
        s.high = flint_calloc((size_t)(n * n), sizeof *s.high);
        s.low = flint_calloc((size_t)(n * n), sizeof *s.low);
        sums.row = flint_calloc((size_t)n, sizeof *sums.row);
        work = flint_calloc(3 * TILE * TILE, sizeof *work);
        cut(&s, L);
        for (slong i0 = 0; i0 < n; i0 += TILE)
            for (slong j0 = 0; j0 <= i0; j0 += TILE) add_tile(&sums, D, c, &s, i0, j0, work);
        residual = norm_from_sums(&sums, n);
        residual = (residual + (2 * s.kept + s.rest) * s.rest) * (1 + 0x1p-48);
        flint_free(s.unit);
        flint_free(s.high);
        flint_free(s.low);
        flint_free(sums.row);
        flint_free(work);
    }
    if (isfinite(residual))
        mag_set_d(bound, residual); /* rounded up */
    else
        mag_inf(bound);
}
