/* tile_product: 24 x 8 inner products in registers, for the instruction sets that have enough of them. */
#include <string.h>
#include "ball/tile_product.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* 24 accumulators of 8 numbers. */
__attribute__((target("avx512f"))) static void product_avx512(double *product, const double *a, const double *b,
                                                              slong length)
{
    __m512d sum[TILE_COLS][3];

#pragma GCC unroll 8
    for (int j = 0; j < TILE_COLS; j++) sum[j][0] = sum[j][1] = sum[j][2] = _mm512_setzero_pd();
    for (slong k = 0; k < length; k++, a += TILE_ROWS, b += TILE_COLS) {
        __m512d a0 = _mm512_loadu_pd(a), a1 = _mm512_loadu_pd(a + 8), a2 = _mm512_loadu_pd(a + 16);
#pragma GCC unroll 8
        for (int j = 0; j < TILE_COLS; j++) {
            __m512d factor = _mm512_set1_pd(b[j]);
            sum[j][0] = _mm512_fmadd_pd(a0, factor, sum[j][0]);
            sum[j][1] = _mm512_fmadd_pd(a1, factor, sum[j][1]);
            sum[j][2] = _mm512_fmadd_pd(a2, factor, sum[j][2]);
        }
    }
#pragma GCC unroll 8
    for (int j = 0; j < TILE_COLS; j++)
        for (int i = 0; i < 3; i++) _mm512_storeu_pd(product + TILE_ROWS * j + 8 * i, sum[j][i]);
}

/* A quarter of the tile at a time: 12 accumulators of 4 numbers. */
__attribute__((target("avx2,fma"))) static void product_avx2(double *product, const double *a, const double *b,
                                                             slong length)
{
    for (int part = 0; part < 4; part++) {
        const double *x = a + 12 * (part & 1), *y = b + 4 * (part >> 1);
        double *out = product + 12 * (part & 1) + 4 * TILE_ROWS * (part >> 1);
        __m256d sum[4][3];

#pragma GCC unroll 4
        for (int j = 0; j < 4; j++) sum[j][0] = sum[j][1] = sum[j][2] = _mm256_setzero_pd();
        for (slong k = 0; k < length; k++, x += TILE_ROWS, y += TILE_COLS) {
            __m256d x0 = _mm256_loadu_pd(x), x1 = _mm256_loadu_pd(x + 4), x2 = _mm256_loadu_pd(x + 8);
#pragma GCC unroll 4
            for (int j = 0; j < 4; j++) {
                __m256d factor = _mm256_broadcast_sd(y + j);
                sum[j][0] = _mm256_fmadd_pd(x0, factor, sum[j][0]);
                sum[j][1] = _mm256_fmadd_pd(x1, factor, sum[j][1]);
                sum[j][2] = _mm256_fmadd_pd(x2, factor, sum[j][2]);
            }
        }
#pragma GCC unroll 4
        for (int j = 0; j < 4; j++)
            for (int i = 0; i < 3; i++) _mm256_storeu_pd(out + TILE_ROWS * j + 4 * i, sum[j][i]);
    }
}
#endif

static void product_portable(double *product, const double *a, const double *b, slong length)
{
    memset(product, 0, TILE_ROWS * TILE_COLS * sizeof *product);
    for (slong k = 0; k < length; k++, a += TILE_ROWS, b += TILE_COLS)
        for (int j = 0; j < TILE_COLS; j++)
            for (int i = 0; i < TILE_ROWS; i++) product[TILE_ROWS * j + i] += a[i] * b[j];
}

void tile_product(double *product, const double *a, const double *b, slong length)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
        product_avx512(product, a, b, length);
        return;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        product_avx2(product, a, b, length);
        return;
    }
#endif
    product_portable(product, a, b, length);
}
