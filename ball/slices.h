/* Private to ball/: products of about 105 bits from exact products of integer slices.

   A number x with |x| <= 2^e is cut into x = sum_(s = 1..SLICES) 2^(e + 1 - SLICE_BITS s) P_s + R, integers |P_s| <= 2^(SLICE_BITS - 1),
   |R| <= 2^(e - SLICE_BITS SLICES).  Of a product of two rows of at most SLICE_COLUMNS numbers the slices s, t with s + t = w,
   2 <= w <= SLICES + 1, are summed by tile_product: at most SLICES SLICE_COLUMNS terms of 2^(2 SLICE_BITS - 2), an integer below
   2^53, hence without rounding.  What is left out, in 2^(e + f) for rows of scales e and f:
     s + t > SLICES + 1     (4 + 2^-20) SLICE_COLUMNS 2^(2 SLICE_BITS - 2) 2^(2 - 7 SLICE_BITS)    <= 2^-100.0
     remainders R           2 (1 + 2^-100) SLICE_COLUMNS 2^-110                                    <= 2^-101.0
   together at most SLICE_ERROR.

   Packed: rows in blocks of TILE_ROWS resp. TILE_COLS, column by column inside each as tile_product wants them, slice s at the
   columns (s - 1) SLICE_COLUMNS.. resp. (SLICES - s) SLICE_COLUMNS.. . */
#ifndef DEQCERT_BALL_SLICES_H
#define DEQCERT_BALL_SLICES_H

#include "ball/double_double.h"
#include "ball/tile_product.h"

enum { SLICES = 5, SLICE_BITS = 22, SLICE_COLUMNS = 240 };
#define SLICE_ERROR 0x1.ap-100

/* slice[TILE_ROWS s + r], s < SLICES, of the TILE_ROWS double-doubles (high, low)[r] of scale 1/inverse[r], a power of two; 0 when
   one exceeds its scale (NaN included). */
int slices_cut(double *slice, const double *high, const double *low, const double *inverse);
/* sum[w - 2] = the exact products of the first `length` columns, w = 2..SLICES + 1. */
void slices_product(double (*sum)[TILE_ROWS * TILE_COLS], const double *a, const double *b, slong length);
/* (high, low)[r] -= scale[r] factor sum_w 2^(2 - w SLICE_BITS) sum[TILE_ROWS TILE_COLS (w - 2) + r], the scales powers of two: the
   products of TILE_ROWS rows with one row.  Six roundings of relative size DD_UNIT, the last one of the difference. */
void slices_subtract(double *high, double *low, const double *sum, const double *scale, double factor);
/* Packs the slices of one column: to_rows and to_cols are the block's first numbers, at the column's place of slice 1 resp.
   slice SLICES. */
void slices_pack(double *to_rows, double *to_cols, const double *slice);

#endif
