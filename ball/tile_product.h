/* Private to ball/: inner products of packed rows, whose roundings are ours and therefore known. */
#ifndef DEQCERT_BALL_TILE_PRODUCT_H
#define DEQCERT_BALL_TILE_PRODUCT_H

#include "ball/arb_headers.h"

enum { TILE_ROWS = 24, TILE_COLS = 8 };

/* product[i + TILE_ROWS j] = sum_k a[TILE_ROWS k + i] b[TILE_COLS k + j], k < length: one chain of additions per entry,
   started at 0, each term either fused or rounded first.  Hence every term passes through at most length + 1 roundings:
   |error| <= gamma_(length + 1) sum_k |a b| (and length 2^-1074 for underflow). */
void tile_product(double *product, const double *a, const double *b, slong length);

#endif
