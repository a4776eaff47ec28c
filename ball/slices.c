/* slices_*: cutting, multiplying and adding up (slices.h). */
#include <string.h>
#include "ball/function_clones.h"
#include "ball/slices.h"

enum { TILE = TILE_ROWS * TILE_COLS };
/* One function for several instruction sets; without fused multiply-add the library's fma() is used. */
#define WIDE_REGISTERS FUNCTION_CLONES("avx512f", "arch=haswell", "default")

WIDE_REGISTERS int slices_cut(double *restrict slice, const double *restrict high, const double *restrict low,
                              const double *restrict inverse)
{
    double h[TILE_ROWS], l[TILE_ROWS], outside = 0;

    for (int r = 0; r < TILE_ROWS; r++) {
        h[r] = high[r] * inverse[r] * 0x1p21; /* 2^(SLICE_BITS - 1) */
        l[r] = low[r] * inverse[r] * 0x1p21;
    }
    for (int r = 0; r < TILE_ROWS; r++) outside += fabs(h[r]) <= 0x1p21 ? 0 : 1;
    for (int s = 0; s < SLICES; s++)
        for (int r = 0; r < TILE_ROWS; r++) {
            double part = rint(h[r]);
            dd_t rest = dd_exact_sum((h[r] - part) * 0x1p22, l[r] * 0x1p22); /* the difference is exact */
            slice[s * TILE_ROWS + r] = part;
            h[r] = rest.high;
            l[r] = rest.low;
        }
    return outside == 0;
}

void slices_product(double (*sum)[TILE], const double *a, const double *b, slong length)
{
    double part[TILE];

    for (int w = 2; w <= SLICES + 1; w++) {
        const double *from = b + (SLICES + 1 - w) * SLICE_COLUMNS * TILE_COLS;
        if (length == SLICE_COLUMNS) { /* the slices 1..w-1 and w-1..1 follow each other */
            tile_product(sum[w - 2], a, from, (w - 1) * SLICE_COLUMNS);
            continue;
        }
        tile_product(sum[w - 2], a, from, length);
        for (int s = 1; s < w - 1; s++) {
            tile_product(part, a + s * SLICE_COLUMNS * TILE_ROWS, from + s * SLICE_COLUMNS * TILE_COLS, length);
            for (int k = 0; k < TILE; k++) sum[w - 2][k] += part[k];
        }
    }
}

WIDE_REGISTERS void slices_subtract(double *restrict high, double *restrict low, const double *restrict sum,
                                    const double *restrict scale, double factor)
{
    for (int r = 0; r < TILE_ROWS; r++) {
        double unit = factor * scale[r];
        dd_t p = dd_exact_sum(sum[3 * TILE + r] * 0x1p-108, sum[4 * TILE + r] * 0x1p-130), x = {high[r], low[r]};
        p = dd_add((dd_t){sum[2 * TILE + r] * 0x1p-86, 0}, p);
        p = dd_add((dd_t){sum[TILE + r] * 0x1p-64, 0}, p);
        p = dd_add((dd_t){sum[r] * 0x1p-42, 0}, p);
        x = dd_sub(x, (dd_t){p.high * unit, p.low * unit});
        high[r] = x.high;
        low[r] = x.low;
    }
}

void slices_pack(double *to_rows, double *to_cols, const double *slice)
{
    for (slong s = 0; s < SLICES; s++) {
        memcpy(to_rows + s * SLICE_COLUMNS * TILE_ROWS, slice + s * TILE_ROWS, TILE_ROWS * sizeof *slice);
        for (slong r = 0; r < TILE_ROWS; r += TILE_COLS)
            memcpy(to_cols + (r * SLICES + (SLICES - 1 - s) * TILE_COLS) * SLICE_COLUMNS, slice + s * TILE_ROWS + r,
                   TILE_COLS * sizeof *slice);
    }
}
