/* dd_row_products: all inner products of the rows of a matrix in double-double, from integer slices.

   Ledger for rows with max |y_ik| in [1/2, 1], per piece of SLICE_COLUMNS columns: SLICE_ERROR (slices.h), six roundings
   of numbers of at most 1.1 |y_i| |y_j| (Cauchy-Schwarz; the leading slices change that by 2^-20); together
     |error| <= pieces (SLICE_ERROR + 7 DD_UNIT |y_i| |y_j|) <= pieces (SLICE_ERROR/m^2 + 7 DD_UNIT) |y_i| |y_j|,  m = min_i |y_i|. */
#include <string.h>
#include "ball/ball.h"
#include "ball/slices.h"

enum { CHUNK = 10 * TILE_ROWS, WIDE = SLICES * SLICE_COLUMNS };

typedef struct {
    double *high, *low;
    const double *X, *scale;
    slong n, d, begin, length;
    double *by_rows, *by_cols;
} products_t;

static void pack_block(slong block, void *context)
{
    const products_t *p = context;
    double x[TILE_ROWS], zero[TILE_ROWS] = {0}, one[TILE_ROWS], slice[SLICES * TILE_ROWS];
    slong i = block * TILE_ROWS, rows = FLINT_MIN(TILE_ROWS, p->n - i);

    for (slong r = 0; r < TILE_ROWS; r++) one[r] = 1;
    memset(x, 0, sizeof x);
    for (slong k = 0; k < p->length; k++) {
        for (slong r = 0; r < rows; r++) x[r] = p->X[(i + r) * p->d + p->begin + k] * p->scale[i + r];
        slices_cut(slice, x, zero, one);
        slices_pack(p->by_rows + i * WIDE + k * TILE_ROWS, p->by_cols + i * WIDE + k * TILE_COLS, slice);
    }
}

/* Subtracts the piece from the rows i .. i + TILE_COLS - 1, columns j .. j + TILE_ROWS - 1 on and below the diagonal. */
static void one_tile(const products_t *p, slong i, slong j)
{
    double sum[SLICES][TILE_ROWS * TILE_COLS], high[TILE_ROWS] = {0}, low[TILE_ROWS] = {0}, one[TILE_ROWS];

    for (slong r = 0; r < TILE_ROWS; r++) one[r] = 1;
    slices_product(sum, p->by_rows + j * WIDE, p->by_cols + i * WIDE, p->length);
    for (slong r = 0; r < TILE_COLS && i + r < p->n; r++) {
        slong length = FLINT_MIN(TILE_ROWS, i + r + 1 - j);
        size_t bytes;
        double *h = p->high + (i + r) * p->n + j, *l = p->low + (i + r) * p->n + j;
        if (length <= 0) continue;
        bytes = (size_t)length * sizeof *h;
        memcpy(high, h, bytes);
        memcpy(low, l, bytes);
        slices_subtract(high, low, sum[0] + TILE_ROWS * r, one, 1);
        memcpy(h, high, bytes);
        memcpy(l, low, bytes);
    }
}

static void one_chunk(slong chunk, void *context)
{
    const products_t *p = context;
    slong r = 0, row, column;

    while ((r + 1) * (r + 2) / 2 <= chunk) r++;
    row = r * CHUNK;
    column = (chunk - r * (r + 1) / 2) * CHUNK;
    for (slong j = column; j < FLINT_MIN(column + CHUNK, p->n); j += TILE_ROWS)
        for (slong i = row; i < FLINT_MIN(row + CHUNK, p->n); i += TILE_COLS)
            if (j < i + TILE_COLS) one_tile(p, i, j);
}

double dd_row_products(double *high, double *low, const double *X, const double *scale, slong n, slong d)
{
    slong chunks = (n + CHUNK - 1) / CHUNK, padded = n + TILE_ROWS;
    products_t p = {.high = high, .low = low, .X = X, .scale = scale, .n = n, .d = d};
    double least = INFINITY;

    memset(high, 0, (size_t)n * (size_t)n * sizeof *high);
    memset(low, 0, (size_t)n * (size_t)n * sizeof *low);
    p.by_rows = flint_calloc((size_t)padded * WIDE, sizeof *p.by_rows);
    p.by_cols = flint_calloc((size_t)padded * WIDE, sizeof *p.by_cols);
    for (p.begin = 0; p.begin < d; p.begin += SLICE_COLUMNS) {
        p.length = FLINT_MIN(SLICE_COLUMNS, d - p.begin);
        parallel_for((n + TILE_ROWS - 1) / TILE_ROWS, pack_block, &p, 40.0 * (double)n * (double)p.length);
        parallel_for(chunks * (chunks + 1) / 2, one_chunk, &p, 15.0 * (double)n * (double)n * (double)p.length);
    }
    for (slong i = 0; i < n; i++) {
        for (slong j = 0; j <= i; j++) {
            high[i * n + j] = -high[i * n + j];
            low[i * n + j] = -low[i * n + j];
        }
        least = fmin(least, high[i * n + i]);
    }
    flint_free(p.by_rows);
    flint_free(p.by_cols);
    return 1.01 * (double)((d + SLICE_COLUMNS - 1) / SLICE_COLUMNS) * (SLICE_ERROR / least + 7 * DD_UNIT);
}
