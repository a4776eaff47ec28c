/* dd_cholesky: double_cholesky.c once more in double-double, the bulk of its products by integer slices.

   Row i of L has the scale 2^(e_i) >= 1.01 sqrt(a_ii); |L_ik| <= 2^(e_i) is checked.  Ledger for one product p of at most PANEL
   columns, in 2^(e_i + e_j):
     slices dropped                                                                  <= 2^-99.3       (slices.h)
     adding up the sums             6 DD_UNIT |partial sums|, |partial sums| <= 1.1  <= 2^-99.2
   together at most 2^-98 =: PRODUCT_ERROR.  (The partial sums: sum_k |l_ik l_jk| <= sqrt(sum l_ik^2 sum l_jk^2) <= 2^(e_i + e_j) by
   the diagonal of the result; with |L_ik| <= 2^(e_i) alone they are at most PANEL, which shows that diagonal to within n 2^-80.)
   The rest is the lemma of double_cholesky.c with the unit DD_UNIT and no roundings inside the products:
     |A - L L^T|_2 <= 1.01 H DD_UNIT trace A + (n/PANEL + 2) 2^-98 sum_i 2^(2 e_i) + 2^-900,   H = n/PANEL + 2 + SUB + 1 + 4. */
#include <math.h>
#include <string.h>
#include "ball/function_clones.h"
#include "ball/ball.h"
#include "ball/double_bounds.h"
#include "ball/double_double.h"
#include "ball/slices.h"

enum { SUB = 2 * TILE_ROWS, PANEL = SLICE_COLUMNS, CHUNK = PANEL, WIDE = SLICES * PANEL };
_Static_assert(PANEL % SUB == 0 && SUB % TILE_COLS == 0,
               "sub-blocks fill a panel and start a packed tile in both formats");
#define PRODUCT_ERROR 0x1p-98

typedef struct {
    double *high, *low;
    slong n, begin, column, width, end; /* as in double_cholesky.c */
    double *scale;                      /* 2^(e_i) */
    int *failed;
    /* packed as in double_cholesky.c, in slices (slices.h) */
    double *by_rows, *by_cols;
} factor_t;

static double *rows_at(const factor_t *f, slong i)
{
    return f->by_rows + (i - f->begin) / TILE_ROWS * TILE_ROWS * WIDE;
}

static double *cols_at(const factor_t *f, slong j)
{
    return f->by_cols + (j - f->begin) / TILE_COLS * TILE_COLS * WIDE;
}

static void subtract_tile(const factor_t *f, slong i, slong j, slong length)
{
    double sum[SLICES][TILE_ROWS * TILE_COLS], high[TILE_ROWS], low[TILE_ROWS], scale[TILE_ROWS] = {0};
    slong n = f->n, rows = FLINT_MIN(TILE_ROWS, n - i), cols = FLINT_MIN(TILE_COLS, n - j);

    slices_product(sum, rows_at(f, i), cols_at(f, j), length);
    memcpy(scale, f->scale + i, (size_t)rows * sizeof *scale);
    memset(high, 0, sizeof high);
    memset(low, 0, sizeof low);
    for (slong c = 0; c < cols; c++) {
        slong from = j + c > i ? j + c - i : 0;
        double *h = f->high + i + (j + c) * n, *l = f->low + i + (j + c) * n;
        if (from >= rows) continue;
        memcpy(high + from, h + from, (size_t)(rows - from) * sizeof *h);
        memcpy(low + from, l + from, (size_t)(rows - from) * sizeof *l);
        slices_subtract(high, low, sum[0] + TILE_ROWS * c, scale, f->scale[j + c]);
        memcpy(h + from, high + from, (size_t)(rows - from) * sizeof *h);
        memcpy(l + from, low + from, (size_t)(rows - from) * sizeof *l);
    }
}

static dd_t entry(const factor_t *f, slong i, slong j)
{
    return (dd_t){f->high[i + j * f->n], f->low[i + j * f->n]};
}

static void set_entry(const factor_t *f, slong i, slong j, dd_t x)
{
    f->high[i + j * f->n] = x.high;
    f->low[i + j * f->n] = x.low;
}

static int factor_diagonal(const factor_t *f)
{
    slong from = f->column, to = f->column + f->width;

    if (from > f->begin)
        for (slong j = from; j < to; j += TILE_COLS)
            for (slong i = from; i < to; i += TILE_ROWS)
                if (i + TILE_ROWS > j) subtract_tile(f, i, j, from - f->begin);
    for (slong j = from; j < to; j++) {
        dd_t pivot = entry(f, j, j);
        for (slong k = from; k < j; k++) pivot = dd_sub(pivot, dd_mul(entry(f, j, k), entry(f, j, k)));
        if (!(pivot.high > 0) || !isfinite(pivot.high)) return 0;
        pivot = dd_sqrt(pivot);
        set_entry(f, j, j, pivot);
        for (slong i = j + 1; i < to; i++) {
            dd_t s = entry(f, i, j);
            for (slong k = from; k < j; k++) s = dd_sub(s, dd_mul(entry(f, i, k), entry(f, j, k)));
            set_entry(f, i, j, dd_div(s, pivot));
        }
    }
    return 1;
}

/* s -= x factor, resp. s /= factor, for TILE_ROWS numbers. */
FUNCTION_CLONES("avx512f", "arch=haswell", "default")
static void subtract_multiple(double *restrict sh, double *restrict sl, const double *restrict xh,
                              const double *restrict xl, dd_t factor)
{
    for (int r = 0; r < TILE_ROWS; r++) {
        dd_t s = dd_sub((dd_t){sh[r], sl[r]}, dd_mul((dd_t){xh[r], xl[r]}, factor));
        sh[r] = s.high;
        sl[r] = s.low;
    }
}

FUNCTION_CLONES("avx512f", "arch=haswell", "default")
static void divide(double *restrict sh, double *restrict sl, dd_t divisor)
{
    for (int r = 0; r < TILE_ROWS; r++) {
        dd_t s = dd_div((dd_t){sh[r], sl[r]}, divisor);
        sh[r] = s.high;
        sl[r] = s.low;
    }
}

static void finish_rows(const factor_t *f, slong i)
{
    slong n = f->n, rows = FLINT_MIN(TILE_ROWS, n - i), done = f->column - f->begin;
    double xh[SUB][TILE_ROWS], xl[SUB][TILE_ROWS], slice[SLICES][TILE_ROWS], inverse[TILE_ROWS] = {0};
    double *to_rows = rows_at(f, i), *to_cols = cols_at(f, i);

    if (done > 0)
        for (slong j = f->column; j < f->column + f->width; j += TILE_COLS) subtract_tile(f, i, j, done);
    memset(xh, 0, sizeof xh);
    memset(xl, 0, sizeof xl);
    for (slong r = 0; r < rows; r++) inverse[r] = 1 / f->scale[i + r];
    for (slong j = 0; j < f->width; j++) {
        double *h = f->high + i + (f->column + j) * n, *l = f->low + i + (f->column + j) * n;
        memcpy(xh[j], h, (size_t)rows * sizeof *h);
        memcpy(xl[j], l, (size_t)rows * sizeof *l);
        for (slong k = 0; k < j; k++)
            subtract_multiple(xh[j], xl[j], xh[k], xl[k], entry(f, f->column + j, f->column + k));
        divide(xh[j], xl[j], entry(f, f->column + j, f->column + j));
        memcpy(h, xh[j], (size_t)rows * sizeof *h);
        memcpy(l, xl[j], (size_t)rows * sizeof *l);
        if (!slices_cut(slice[0], xh[j], xl[j], inverse)) __atomic_store_n(f->failed, 1, __ATOMIC_RELAXED);
        slices_pack(to_rows + (done + j) * TILE_ROWS, to_cols + (done + j) * TILE_COLS, slice[0]);
    }
}

static void finish_chunk(slong chunk, void *context)
{
    const factor_t *f = context;
    slong from = f->column + f->width + chunk * CHUNK, to = FLINT_MIN(from + CHUNK, f->n);

    for (slong i = from; i < to; i += TILE_ROWS) finish_rows(f, i);
}

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
                     (double)(f->n - f->column) * SUB * (double)(30 * (f->column - f->begin) + 60 * SUB));
        if (*f->failed) return 0;
    }
    chunks = (f->n - f->end + CHUNK - 1) / CHUNK;
    parallel_for(chunks * (chunks + 1) / 2, update_chunk, f,
                 15 * (double)(f->n - f->end) * (double)(f->n - f->end) * PANEL);
    return 1;
}

/* The rows' scales; their squares summed, bounded above; 0 when a diagonal entry is not a positive number. */
static int set_scales(double *squares, const factor_t *f)
{
    int exponent;

    *squares = 0;
    for (slong i = 0; i < f->n; i++) {
        double a = f->high[i + i * f->n];
        if (!(a > 0x1p-300 && a <= 0x1p101)) return 0;
        frexp(1.01 * sqrt(a), &exponent); /* 1.01 covers the low part and both roundings */
        f->scale[i] = ldexp(1, exponent);
        *squares += f->scale[i] * f->scale[i];
    }
    *squares = inflated(*squares, (size_t)f->n);
    return 1;
}

int dd_cholesky(double *error, double *high, double *low, slong n)
{
    slong padded = n + TILE_ROWS;
    int failed = 0, definite;
    factor_t f = {.high = high, .low = low, .n = n, .failed = &failed};
    double squares, roundings = ((double)n / PANEL + 2 + SUB) + 5, trace = 0;

    *error = INFINITY;
    f.scale = flint_malloc((size_t)n * sizeof *f.scale);
    definite = set_scales(&squares, &f);
    for (slong i = 0; i < n; i++) trace += fabs(high[i + i * n]);
    if (definite) {
        *error = (1.02 * roundings * DD_UNIT * inflated(trace, (size_t)n) +
                  ((double)n / PANEL + 2) * PRODUCT_ERROR * squares + 0x1p-900) *
                 (1 + 0x1p-40);
        f.by_rows = flint_malloc((size_t)padded * WIDE * sizeof *f.by_rows);
        f.by_cols = flint_malloc((size_t)padded * WIDE * sizeof *f.by_cols);
        for (f.begin = 0; definite && f.begin < n; f.begin += PANEL) definite = factor_panel(&f);
        flint_free(f.by_rows);
        flint_free(f.by_cols);
    }
    flint_free(f.scale);
    return definite;
}
