/* double_row_products: all inner products of the rows of a matrix, tile by tile from packed rows.

   Ledger: a product is summed in pieces of DEPTH columns, each with DEPTH + 1 roundings a term (tile_product.h), and the pieces
   one after the other: at most min(d, DEPTH) + 1 + d/DEPTH + 1 =: R roundings a term, g_R = R u/(1 - R u) <= 1.001 R u. */
#include <math.h>
#include <string.h>
#include "ball/ball.h"
#include "ball/tile_product.h"

enum { DEPTH = 256, CHUNK = 10 * TILE_ROWS };

typedef struct {
    double *P;
    slong n, d;
    double *by_rows, *by_cols; /* blocks of TILE_ROWS resp. TILE_COLS rows, column by column inside each */
} products_t;

static void pack(double *packed, const double *X, const double *scale, slong n, slong d, slong rows)
{
    for (slong i = 0; i < n; i++) {
        double *to = packed + i / rows * rows * d + i % rows;
        for (slong k = 0; k < d; k++) to[k * rows] = X[i * d + k] * scale[i];
    }
}

/* Rows i .. i + TILE_COLS - 1, columns j .. j + TILE_ROWS - 1 of P on and below the diagonal. */
static void one_tile(const products_t *p, slong i, slong j)
{
    double sum[TILE_ROWS * TILE_COLS], part[TILE_ROWS * TILE_COLS];
    const double *a = p->by_rows + j * p->d, *b = p->by_cols + i * p->d;

    tile_product(sum, a, b, FLINT_MIN(DEPTH, p->d));
    for (slong k = DEPTH; k < p->d; k += DEPTH) {
        tile_product(part, a + k * TILE_ROWS, b + k * TILE_COLS, FLINT_MIN(DEPTH, p->d - k));
        for (int t = 0; t < TILE_ROWS * TILE_COLS; t++) sum[t] += part[t];
    }
    for (slong r = 0; r < TILE_COLS && i + r < p->n; r++) {
        slong length = FLINT_MIN(TILE_ROWS, i + r + 1 - j);
        if (length > 0) memcpy(p->P + (i + r) * p->n + j, sum + TILE_ROWS * r, (size_t)length * sizeof *sum);
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

double double_row_products(double *P, const double *X, const double *scale, slong n, slong d)
{
    slong chunks = (n + CHUNK - 1) / CHUNK, padded = n + TILE_ROWS;
    products_t p = {.P = P, .n = n, .d = d};

    p.by_rows = flint_calloc((size_t)(padded * d), sizeof *p.by_rows);
    p.by_cols = flint_calloc((size_t)(padded * d), sizeof *p.by_cols);
    pack(p.by_rows, X, scale, n, d, TILE_ROWS);
    pack(p.by_cols, X, scale, n, d, TILE_COLS);
    parallel_for(chunks * (chunks + 1) / 2, one_chunk, &p, (double)n * (double)n * (double)d);
    flint_free(p.by_rows);
    flint_free(p.by_cols);
    return 1.001 * (double)(FLINT_MIN(d, DEPTH) + d / DEPTH + 2) * 0x1p-53;
}
