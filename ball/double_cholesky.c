/* double_cholesky: a blocked Cholesky factorisation whose every rounding is ours, so that success is a proof
   (Higham, Accuracy and Stability, Lemma 8.4; Rump 2006, "Verification of positive definiteness").

   Panels of PANEL columns, each of sub-blocks of SUB.  An entry a of column j becomes
     s = ((a - p_1 - p_2 ...) - p') - l l - l l ...,  l_ij = s/l_jj resp. sqrt(s),
   with p_1, p_2, ... the products of the earlier panels, p' that of the earlier sub-blocks of its own panel, and at most SUB
   - 1 single products.  Ledger, u = 2^-53, in roundings a term meets before it joins the others or that the others met:
     inside p                     PANEL + 1            (tile_product.h)
     subtractions                 n/PANEL + 1 + 1 + SUB  (panels, p', single products with the rounding of l l)
     division, or sqrt squared    2
   (n for PANEL and SUB where it is smaller.)  Dividing by the factors of a: |a_ij - sum_{k <= j} l_ik l_jk| <= g_H sum_{k <= j} |l_ik l_jk|, g_H = H u/(1 - H u), H the sum of
   the three lines.  On the diagonal sum_k l_ik^2 <= a_ii/(1 - g_H), and so
     |A - L L^T|_2 <= g_H |L|_F^2 <= g_H/(1 - g_H) trace A <= 1.01 H u trace A      for H u <= 1/1000.
   Underflow: fewer than n^3 operations lose at most 2^-1074 each times an entry of L: charged as 2^-900. */
#include <math.h>
#include <string.h>
#include "ball/function_clones.h"
#include "ball/ball.h"
#include "ball/double_bounds.h"
#include "ball/tile_product.h"

enum { SUB = 2 * TILE_ROWS, PANEL = 5 * SUB, CHUNK = PANEL };
_Static_assert(SUB % TILE_COLS == 0, "a sub-block starts a packed tile in both formats");

typedef struct {
    double *A;
    slong n;
    slong begin;  /* first column of the panel */
    slong column; /* first column of the sub-block */
    slong width;  /* of the sub-block */
    slong end;    /* of the panel */
    /* the finished columns of the panel, row r of the matrix at r - begin: blocks of TILE_ROWS resp. TILE_COLS rows, column
       by column inside each */
    double *by_rows, *by_cols;
} factor_t;

static const double *rows_at(const factor_t *f, slong i)
{
    return f->by_rows + (i - f->begin) / TILE_ROWS * TILE_ROWS * PANEL;
}

static const double *cols_at(const factor_t *f, slong j)
{
    return f->by_cols + (j - f->begin) / TILE_COLS * TILE_COLS * PANEL;
}

/* A_ij -= the product of the panel's first `length` columns, TILE_ROWS rows from i, TILE_COLS columns from j, i >= j. */
static void subtract_tile(const factor_t *f, slong i, slong j, slong length)
{
    double product[TILE_ROWS * TILE_COLS], *A = f->A;
    slong n = f->n, rows = FLINT_MIN(TILE_ROWS, n - i), cols = FLINT_MIN(TILE_COLS, n - j);

    tile_product(product, rows_at(f, i), cols_at(f, j), length);
    for (slong c = 0; c < cols; c++)
        for (slong r = j + c > i ? j + c - i : 0; r < rows; r++) A[i + r + (j + c) * n] -= product[r + TILE_ROWS * c];
}

/* The diagonal block of the sub-block: its earlier columns, then unblocked Cholesky. */
static int factor_diagonal(const factor_t *f)
{
    slong n = f->n, from = f->column, to = f->column + f->width;
    double *A = f->A;

    if (from > f->begin)
        for (slong j = from; j < to; j += TILE_COLS)
            for (slong i = from; i < to; i += TILE_ROWS)
                if (i + TILE_ROWS > j) subtract_tile(f, i, j, from - f->begin);
    for (slong j = from; j < to; j++) {
        double pivot = A[j + j * n];
        for (slong k = from; k < j; k++) pivot -= A[j + k * n] * A[j + k * n];
        if (!(pivot > 0) || !isfinite(pivot)) return 0;
        pivot = A[j + j * n] = sqrt(pivot);
        for (slong i = j + 1; i < to; i++) {
            double s = A[i + j * n];
            for (slong k = from; k < j; k++) s -= A[i + k * n] * A[j + k * n];
            A[i + j * n] = s / pivot;
        }
    }
    return 1;
}

/* x := x L^-T for TILE_ROWS rows at once, L the factored diagonal block. */
FUNCTION_CLONES("avx512f", "avx2", "default")
static void substitute(double (*x)[TILE_ROWS], const double *L, slong n, slong width)
{
    for (slong j = 0; j < width; j++) {
        double s[TILE_ROWS], pivot = L[j + j * n];
        memcpy(s, x[j], sizeof s);
        for (slong k = 0; k < j; k++) {
            double factor = L[j + k * n];
            for (int r = 0; r < TILE_ROWS; r++) s[r] -= x[k][r] * factor;
        }
        for (int r = 0; r < TILE_ROWS; r++) x[j][r] = s[r] / pivot;
    }
}

/* Rows i .. i + TILE_ROWS - 1 of the sub-block, below its diagonal block: finished and packed. */
static void finish_rows(const factor_t *f, slong i)
{
    slong n = f->n, rows = FLINT_MIN(TILE_ROWS, n - i), done = f->column - f->begin, at = i - f->begin;
    double x[SUB][TILE_ROWS], *A = f->A;

    if (done > 0)
        for (slong j = f->column; j < f->column + f->width; j += TILE_COLS) subtract_tile(f, i, j, done);
    memset(x, 0, sizeof x);
    for (slong j = 0; j < f->width; j++) memcpy(x[j], A + i + (f->column + j) * n, (size_t)rows * sizeof(double));
    substitute(x, A + f->column + f->column * n, n, f->width);
    for (slong j = 0; j < f->width; j++) {
        double *packed = f->by_rows + at / TILE_ROWS * TILE_ROWS * PANEL + (done + j) * TILE_ROWS;
        memcpy(A + i + (f->column + j) * n, x[j], (size_t)rows * sizeof(double));
        memcpy(packed, x[j], sizeof x[j]);
        for (slong r = 0; r < TILE_ROWS; r += TILE_COLS)
            memcpy(f->by_cols + (at + r) / TILE_COLS * TILE_COLS * PANEL + (done + j) * TILE_COLS, x[j] + r,
                   TILE_COLS * sizeof(double));
    }
}

static void finish_chunk(slong chunk, void *context)
{
    const factor_t *f = context;
    slong from = f->column + f->width + chunk * CHUNK, to = FLINT_MIN(from + CHUNK, f->n);

    for (slong i = from; i < to; i += TILE_ROWS) finish_rows(f, i);
}

/* Chunk number r (r + 1)/2 + c: rows of the r-th, columns of the c-th CHUNK behind the panel. */
static void update_chunk(slong chunk, void *context)
{
    const factor_t *f = context;
    slong r = 0, row, column;

    while ((r + 1) * (r + 2) / 2 <= chunk) r++;
    row = f->end + r * CHUNK;
    column = f->end + (chunk - r * (r + 1) / 2) * CHUNK;
    for (slong j = column; j < FLINT_MIN(column + CHUNK, f->n); j += TILE_COLS)
        for (slong i = row; i < FLINT_MIN(row + CHUNK, f->n); i += TILE_ROWS)
            if (i + TILE_ROWS > j) subtract_tile(f, i, j, PANEL);
}

static int factor_panel(factor_t *f)
{
    slong chunks;

    f->end = FLINT_MIN(f->begin + PANEL, f->n);
    for (f->column = f->begin; f->column < f->end; f->column += SUB) {
        f->width = FLINT_MIN(SUB, f->end - f->column);
        if (!factor_diagonal(f)) return 0;
        chunks = (f->n - f->column - f->width + CHUNK - 1) / CHUNK;
        parallel_for(chunks, finish_chunk, f,
                     (double)(f->n - f->column) * SUB * (double)(2 * (f->column - f->begin) + 4 * SUB));
    }
    chunks = (f->n - f->end + CHUNK - 1) / CHUNK;
    parallel_for(chunks * (chunks + 1) / 2, update_chunk, f, (double)(f->n - f->end) * (double)(f->n - f->end) * PANEL);
    return 1;
}

int double_cholesky(double *error, double *A, slong n)
{
    factor_t f = {.A = A, .n = n};
    slong padded = n + TILE_ROWS;
    double trace = 0,
           roundings = (double)(FLINT_MIN(n, PANEL) + 1) + ((double)n / PANEL + 1 + 2 + (double)FLINT_MIN(n, SUB)) + 2;
    int definite = 1;

    for (slong i = 0; i < n; i++) trace += fabs(A[i + i * n]);
    *error = 1.01 * roundings * 0x1p-53 * inflated(trace, (size_t)n) * (1 + 0x1p-50) + 0x1p-900;
    if (!(roundings <= 0x1p40) || !isfinite(trace)) return 0;
    f.by_rows = flint_malloc((size_t)padded * PANEL * sizeof *f.by_rows);
    f.by_cols = flint_malloc((size_t)padded * PANEL * sizeof *f.by_cols);
    for (f.begin = 0; definite && f.begin < n; f.begin += PANEL) definite = factor_panel(&f);
    flint_free(f.by_rows);
    flint_free(f.by_cols);
    return definite;
}
