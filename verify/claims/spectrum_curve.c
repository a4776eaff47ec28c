/* spectrum_curve: all eigenvalues of a small symmetric matrix, enclosed.

   LAPACK chooses V, whose columns are nearly orthonormal eigenvectors of the midpoints; its doubles are exact from then on.
     Ostrowski: lambda_i(V^T K V) = theta_i lambda_i(K) with theta_i in [lambda_min(V^T V), lambda_max(V^T V)], so
     |theta_i - 1| <= e, e = |V^T V - I|_F < 1 in balls (V is then invertible, K of any sign).
     Weyl: |lambda_i(V^T K V) - d_i| <= f, d_1 >= d_2 >= .. the midpoints of the diagonal, f the Frobenius norm of the rest.
   Hence lambda_i(K) lies in [d_i - f, d_i + f]/[1 - e, 1 + e]; at n = 64 that is about 1e-14 |K|. */
#include "verify/claims/spectrum_curve.h"
#include <lapacke.h>
#include <stdlib.h>

#define N_MOST 64
#define PREC   128
#define DIGITS 10

static int descending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a < b) - (a > b);
}

/* x = |A - diag(subtracted)|_F, rounded up. */
static void distance(arb_t x, const arb_mat_t A, const double *subtracted)
{
    arb_mat_t rest;
    arb_t d;
    slong n = arb_mat_nrows(A);
    arb_mat_init(rest, n, n);
    arb_init(d);
    arb_mat_set(rest, A);
    for (slong i = 0; i < n; i++) {
        arb_set_d(d, subtracted[i]);
        arb_sub(arb_mat_entry(rest, i, i), arb_mat_entry(rest, i, i), d, PREC);
    }
    arb_mat_frobenius_norm(x, rest, PREC);
    arb_mat_clear(rest);
    arb_clear(d);
}

static void add_points(verdict_t v, double *diagonal, const arb_t f, const arb_t e, slong n, const arb_struct *least)
{
    arb_t value, theta, both;
    arb_init(value);
    arb_init(theta);
    arb_init(both);
    qsort(diagonal, (size_t)n, sizeof *diagonal, descending);
    arb_one(theta);
    arb_add_error(theta, e);
    for (slong i = 0; i < n; i++) {
        arb_set_d(value, diagonal[i]);
        arb_add_error(value, f);
        arb_div(value, value, theta, PREC);
        if (i == n - 1 && least != NULL && arb_is_finite(least) && arb_intersection(both, value, least, PREC))
            arb_swap(value, both);
        verdict_point(v, (double)(i + 1), value, DIGITS);
    }
    arb_clear(value);
    arb_clear(theta);
    arb_clear(both);
}

void spectrum_curve(verdict_t v, const char *name, const char *y, const arb_mat_t K, const arb_struct *least)
{
    slong n = arb_mat_nrows(K);
    if (n == 0 || n > N_MOST || !arb_mat_is_finite(K)) return;
    double a[N_MOST * N_MOST], diagonal[N_MOST], ones[N_MOST] = {0};
    arb_mat_t V, transposed, product;
    arb_t e, f;
    arb_mat_init(V, n, n);
    arb_mat_init(transposed, n, n);
    arb_mat_init(product, n, n);
    arb_init(e);
    arb_init(f);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) a[i * n + j] = arf_get_d(arb_midref(arb_mat_entry(K, i, j)), ARF_RND_NEAR);
    if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', (int)n, a, (int)n, diagonal) == 0) {
        for (slong i = 0; i < n; i++) {
            ones[i] = 1;
            for (slong j = 0; j < n; j++) arb_set_d(arb_mat_entry(V, i, j), a[i * n + j]);
        }
        arb_mat_transpose(transposed, V);
        arb_mat_mul(product, transposed, V, PREC);
        distance(e, product, ones);
        arb_mat_mul(product, K, V, PREC);
        arb_mat_mul(product, transposed, product, PREC);
        for (slong i = 0; i < n; i++) diagonal[i] = arf_get_d(arb_midref(arb_mat_entry(product, i, i)), ARF_RND_NEAR);
        distance(f, product, diagonal);
        arb_t half;
        arb_init(half);
        arb_set_d(half, 0.5);
        if (arb_lt(e, half) && arb_is_finite(f)) {
            verdict_curve(v, name, "index $`i`$", y, "enclosure");
            add_points(v, diagonal, f, e, n, least);
        }
        arb_clear(half);
    }
    arb_mat_clear(V);
    arb_mat_clear(transposed);
    arb_mat_clear(product);
    arb_clear(e);
    arb_clear(f);
}
