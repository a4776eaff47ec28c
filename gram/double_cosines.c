/* double_cosines: inner products of rows in doubles with an a-priori bound that holds for every order of summation.

   Rows y_i = 2^-e_i x_i with max |y_ik| in [1/2, 1) (exact but for entries below 2^-1022 of the largest).  u = 2^-53,
   g_d = d u/(1 - d u): fl(<y_i, y_j>)      |error| <= g_d |y_i| |y_j|                                (any order of the
   additions) r_i = fl(1/fl(sqrt(fl(<y_i, y_i>))))   relative error <= g_d/2 + 2 u  to first order fl(fl(<y_i, y_j> r_i)
   r_j)             two more roundings sum:  |fl(cos) - cos| <= (2 g_d + 6 u)(1 + small) <= 1.01 (2 d + 16) u, the
   underflows (d 2^-1074) included, for d <= 2^30. The kernel keeps 2 x 4 inner products in registers, four partial sums
   each; tiles of TILE rows stay in the cache. */
#include <math.h>
#include <string.h>
#include "gram/double_gram.h"

enum { LANES = 4, TILE = 48 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

static double sum_lanes(const lanes *v)
{
    return ((*v)[0] + (*v)[1]) + ((*v)[2] + (*v)[3]);
}

/* out[a * 4 + b] = <x_a, y_b>, a < 2, b < 4; length a multiple of LANES. */
__attribute__((target_clones("avx2", "default"))) static void dots_2x4(double *out, const double *x0, const double *x1,
                                                                       const double *const y[4], slong length)
{
    lanes s[8], a, b, c;
    slong k;
    int t;

    memset(s, 0, sizeof s);
    for (k = 0; k < length; k += LANES) {
        memcpy(&a, x0 + k, sizeof a);
        memcpy(&b, x1 + k, sizeof b);
        for (t = 0; t < 4; t++) {
            memcpy(&c, y[t] + k, sizeof c);
            s[t] += a * c;
            s[4 + t] += b * c;
        }
    }
    for (t = 0; t < 8; t++) out[t] = sum_lanes(s + t);
}

static void tile(double *C, const double *Y, const double *inverse, slong n, slong stride, slong i0, slong j0)
{
    slong i_end = FLINT_MIN(i0 + TILE, n), j_end = FLINT_MIN(j0 + TILE, n), i, j;

    for (i = i0; i < i_end; i += 2)
        for (j = j0; j < j_end && j < i + 2; j += 4) {
            slong i1 = FLINT_MIN(i + 1, n - 1), a, b;
            const double *y[4];
            double dot[8];
            for (b = 0; b < 4; b++) y[b] = Y + FLINT_MIN(j + b, n - 1) * stride;
            dots_2x4(dot, Y + i * stride, Y + i1 * stride, y, stride);
            for (a = 0; a < 2 && i + a < i_end; a++)
                for (b = 0; b < 4 && j + b < j_end && j + b < i + a; b++)
                    C[(i + a) * n + j + b] = dot[4 * a + b] * inverse[i + a] * inverse[j + b];
        }
}

double double_cosines(double *C, const points_struct *points)
{
    slong n = points->n, d = points->d, stride = (d + LANES - 1) / LANES * LANES, i, j, k;
    double *Y = flint_calloc((size_t)(n * stride), sizeof(double)), *inverse = flint_malloc((size_t)n * sizeof(double));
    double error = 1.01 * (2.0 * (double)d + 16.0) * 0x1p-53;

    if (d > (WORD(1) << 30)) error = INFINITY;
    for (i = 0; i < n; i++) {
        double largest = 0.0, dot[8];
        const double *self[4];
        int exponent;
        for (k = 0; k < d; k++) {
            double size = fabs(points->x[i * d + k]);
            if (!(size <= largest)) largest = size;
        }
        if (!(largest > 0.0) || !isfinite(largest)) error = INFINITY;
        frexp(largest, &exponent);
        for (k = 0; k < d; k++) Y[i * stride + k] = ldexp(points->x[i * d + k], -exponent);
        for (k = 0; k < 4; k++) self[k] = Y + i * stride;
        dots_2x4(dot, self[0], self[0], self, stride);
        inverse[i] = 1.0 / sqrt(dot[0]);
    }
    for (i = 0; i < n; i += TILE)
        for (j = 0; j <= i; j += TILE) tile(C, Y, inverse, n, stride, i, j);
    flint_free(Y);
    flint_free(inverse);
    return error;
}
