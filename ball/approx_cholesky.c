/* Approximate Cholesky factor of a shifted symmetric matrix and what inverse iteration needs of it. */
#include "ball/approx_eigenpair.h"

slong approx_shifted_cholesky(arb_mat_t L, const arb_mat_t M, const arf_t shift, slong prec)
{
    slong n = arb_mat_nrows(M);
    arb_t pivot;

    arb_init(pivot);
    arb_mat_zero(L);
    for (slong i = 0; i < n; i++) {
        for (slong j = 0; j < i; j++) {
            arb_ptr entry = arb_mat_entry(L, i, j);
            arb_approx_dot(entry, arb_mat_entry(M, i, j), 1, arb_mat_entry(L, i, 0), 1, arb_mat_entry(L, j, 0), 1, j,
                           prec);
            arf_div(arb_midref(entry), arb_midref(entry), arb_midref(arb_mat_entry(L, j, j)), prec, ARF_RND_NEAR);
        }
        arf_sub(arb_midref(pivot), arb_midref(arb_mat_entry(M, i, i)), shift, prec, ARF_RND_NEAR);
        arb_approx_dot(pivot, pivot, 1, arb_mat_entry(L, i, 0), 1, arb_mat_entry(L, i, 0), 1, i, prec);
        if (!(arf_sgn(arb_midref(pivot)) > 0) || !arf_is_finite(arb_midref(pivot))) {
            arb_clear(pivot);
            return i;
        }
        arf_sqrt(arb_midref(arb_mat_entry(L, i, i)), arb_midref(pivot), prec, ARF_RND_NEAR);
    }
    arb_clear(pivot);
    return -1;
}

/* v <- L_k^-T v on the leading k x k block; column i of L is a row of L^T, stride n. */
static void solve_transposed(arb_ptr v, const arb_mat_t L, slong k, slong prec)
{
    slong n = arb_mat_ncols(L);

    for (slong i = k - 1; i >= 0; i--) {
        if (i + 1 < k) arb_approx_dot(v + i, v + i, 1, arb_mat_entry(L, i + 1, i), n, v + i + 1, 1, k - i - 1, prec);
        arf_div(arb_midref(v + i), arb_midref(v + i), arb_midref(arb_mat_entry(L, i, i)), prec, ARF_RND_NEAR);
    }
}

void approx_cholesky_solve(arb_ptr v, const arb_mat_t L, slong prec)
{
    slong n = arb_mat_nrows(L);

    for (slong i = 0; i < n; i++) {
        arb_approx_dot(v + i, v + i, 1, arb_mat_entry(L, i, 0), 1, v, 1, i, prec);
        arf_div(arb_midref(v + i), arb_midref(v + i), arb_midref(arb_mat_entry(L, i, i)), prec, ARF_RND_NEAR);
    }
    solve_transposed(v, L, n, prec);
}

/* With the leading block L_k L_k^T and l = L_k^-1 b (b the new column), x = (-L_k^-T l, 1, 0..0) has
   x^T (M - shift I) x = pivot. */
void approx_negative_direction(arb_ptr v, const arb_mat_t L, slong k, slong prec)
{
    _arb_vec_zero(v, arb_mat_nrows(L));
    for (slong j = 0; j < k; j++) arf_neg(arb_midref(v + j), arb_midref(arb_mat_entry(L, k, j)));
    solve_transposed(v, L, k, prec);
    arb_one(v + k);
}

void approx_rayleigh(arf_t value, arf_t residual, arb_ptr v, const arb_mat_t M, slong prec)
{
    slong n = arb_mat_nrows(M);
    arb_ptr image = _arb_vec_init(n);
    arb_t t;

    arb_init(t);
    arb_approx_dot(t, NULL, 0, v, 1, v, 1, n, prec);
    arf_rsqrt(arb_midref(t), arb_midref(t), prec, ARF_RND_NEAR);
    for (slong i = 0; i < n; i++) arf_mul(arb_midref(v + i), arb_midref(v + i), arb_midref(t), prec, ARF_RND_NEAR);
    for (slong i = 0; i < n; i++) arb_approx_dot(image + i, NULL, 0, arb_mat_entry(M, i, 0), 1, v, 1, n, prec);
    arb_approx_dot(t, NULL, 0, v, 1, image, 1, n, prec);
    arf_set(value, arb_midref(t));
    for (slong i = 0; i < n; i++) arf_submul(arb_midref(image + i), value, arb_midref(v + i), prec, ARF_RND_NEAR);
    arb_approx_dot(t, NULL, 0, image, 1, image, 1, n, prec);
    arf_sqrt(residual, arb_midref(t), prec, ARF_RND_NEAR);
    arb_clear(t);
    _arb_vec_clear(image, n);
}
