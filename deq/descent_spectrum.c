/* deq_spectrum: lambda_min(G), lambda_min(H), |H|_2 at the exact equilibrium; H = G + (G + X^T X) o (S^T S) because R
   is block diagonal with the columns of S as its rows. */
#include "deq/descent_bounds.h"
#include <cblas.h>

#define BITS    32
#define SMALL_N 24 /* up to here eigenvalues in balls, beyond in doubles with balls to decide */

/* C := the Gram matrix of the columns of A (rows x n, row-major) as balls, each column known to within the radius r
   in norm:
   |c_i^T c_j - fl| <= gamma_rows |a_i||a_j| + (|a_i| + |a_j|) r + r^2. */
static void gram_of_columns(arb_mat_t C, const double *A, slong rows, slong n, double r)
{
    double *G = flint_calloc((size_t)(n * n), sizeof(double)), *column = flint_calloc((size_t)rows, sizeof(double)),
           *size = flint_calloc((size_t)n, sizeof(double));
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, (blasint)n, (blasint)rows, 1.0, A, (blasint)n, 0.0, G,
                (blasint)n);
    for (slong j = 0; j < n; j++) {
        for (slong i = 0; i < rows; i++) column[i] = A[i * n + j];
        size[j] = norm_bound_of(column, (size_t)rows);
    }
    arf_t error;
    arf_init(error);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            double bound = gamma_bound((double)rows) * size[i] * size[j] + (size[i] + size[j]) * r + r * r;
            arb_ptr entry = arb_mat_entry(C, i, j);
            arf_set_d(error, bound_or_infinity(closed(bound)));
            arb_set_d(entry, G[i * n + j]);
            arb_add_error_arf(entry, error);
            arb_set(arb_mat_entry(C, j, i), entry);
        }
    arf_clear(error);
    flint_free(G);
    flint_free(column);
    flint_free(size);
}

/* C := X^T X; a point a row of X.  Entrywise |x - ideal| <= rho |x|: |<x_i,x_j> - ideal| <= (2 rho +
   rho^2)|x_i||x_j|. */
static void gram_of_points(arb_mat_t C, const deq_parameters_t p)
{
    double rho = p->X_rounding;
    arf_t error;
    arf_init(error);
    for (slong i = 0; i < p->n; i++)
        for (slong j = 0; j < p->n; j++) {
            const double *x = p->X + i * p->d, *y = p->X + j * p->d;
            double product = cblas_ddot((blasint)p->d, x, 1, y, 1);
            double bound = (gamma_bound((double)p->d) + 2 * rho + rho * rho) * norm_bound_of(x, (size_t)p->d) *
                           norm_bound_of(y, (size_t)p->d);
            arf_set_d(error, bound_or_infinity(closed(bound)));
            arb_set_d(arb_mat_entry(C, i, j), product);
            arb_add_error_arf(arb_mat_entry(C, i, j), error);
        }
    arf_clear(error);
}

/* The best enclosure found counts, whatever its width. */
static void least_eigenvalue(arb_t lambda, const arb_mat_t A)
{
    reason_t ignored;
    reason_init(ignored);
    arb_indeterminate(lambda);
    if (!arb_mat_is_finite(A)) return;
    if (arb_mat_nrows(A) <= SMALL_N)
        arb_mat_lambda_min(lambda, A, BITS, ignored);
    else
        arb_mat_lambda_min_double(lambda, A, 1e-8, ignored);
}

/* The interval of an eigenvalue >= 0; NaN for an indeterminate ball. */
static deq_interval interval_of(const arb_t x)
{
    if (!arb_is_finite(x)) return (deq_interval){NAN, NAN};
    return (deq_interval){fmax(0, arb_lower_double(x)), arb_upper_double(x)};
}

void deq_spectrum(deq_interval *lambda, deq_interval *lambda_H, double *H_norm, const deq_gradient_t g,
                  const deq_parameters_t p)
{
    slong n = g->n;
    arb_mat_t G, H, T;
    arb_t value, radius;
    mag_t bound;
    arb_mat_init(G, n, n);
    arb_mat_init(H, n, n);
    arb_mat_init(T, n, n);
    arb_init(value);
    arb_init(radius);
    mag_init(bound);
    /* |sqrt lambda(G) - sqrt lambda(G*)| <= |Z - Z*| (Weyl for singular values), for m >= n; else lambda = 0. */
    gram_of_columns(G, g->Z, g->m, n, 0);
    least_eigenvalue(value, G);
    if (g->m < n) arb_zero(value);
    arb_nonnegative_part(value, value);
    arb_sqrt(value, value, SCALAR_PREC);
    if (g->m >= n) {
        arb_set_d(radius, g->Z_radius);
        arb_add_error(value, radius);
    }
    arb_nonnegative_part(value, value);
    arb_sqr(value, value, SCALAR_PREC);
    *lambda = interval_of(value);

    gram_of_columns(G, g->Z, g->m, n, g->Z_radius);
    gram_of_columns(T, g->S, g->m, n, g->S_radius);
    gram_of_points(H, p);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            arb_add(arb_mat_entry(H, i, j), arb_mat_entry(H, i, j), arb_mat_entry(G, i, j), SCALAR_PREC);
            arb_mul(arb_mat_entry(H, i, j), arb_mat_entry(H, i, j), arb_mat_entry(T, i, j), SCALAR_PREC);
            arb_add(arb_mat_entry(H, i, j), arb_mat_entry(H, i, j), arb_mat_entry(G, i, j), SCALAR_PREC);
        }
    least_eigenvalue(value, H);
    *lambda_H = interval_of(value);
    arb_mat_bound_frobenius_norm(bound, H);
    arb_mat_bound_inf_norm(arb_radref(value), H);
    mag_min(bound, bound, arb_radref(value));
    *H_norm = arb_mat_is_finite(H) ? closed(mag_get_d(bound)) : (double)INFINITY;
    arb_mat_clear(G);
    arb_mat_clear(H);
    arb_mat_clear(T);
    arb_clear(value);
    arb_clear(radius);
    mag_clear(bound);
}
