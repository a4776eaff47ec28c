/* The least singular value in doubles with a bound: against the exact integer Gram matrix's least eigenvalue in balls; LAPACK's eigenpair
 * against the Lanczos process. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "deq/approx_least_pair.h"
#include "deq/least_singular.h"

/* Integers in [-8, 8], so that Z^T Z is exact in doubles. */
static double *random_matrix(slong m, slong n, uint64_t seed)
{
    double *Z = malloc((size_t)(m * n) * sizeof *Z);
    for (slong i = 0; i < m * n; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        Z[i] = (double)(seed >> 33) / 2147483648.0 * 17 - 8.5;
        Z[i] = nearbyint(Z[i]);
    }
    return Z;
}

static double *gram_of(const double *Z, slong m, slong n)
{
    double *G = calloc((size_t)(n * n), sizeof *G);
    for (slong k = 0; k < m; k++)
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j < n; j++) G[i * n + j] += Z[k * n + i] * Z[k * n + j];
    return G;
}

static void bounds_of(arb_t lower, arb_t upper, const double *Z, slong m, slong n, double slack)
{
    team_struct alone = {1, NULL};
    double *work = malloc((size_t)least_singular_work((double)m, (double)n) * sizeof *work);
    least_singular_bounds(lower, upper, Z, m, n, slack, work, &alone);
    free(work);
}

/* sqrt(lambda_min) lies between the bounds, and they are `apart` at most, relatively. */
static void check_bounds(slong m, slong n, double slack, double apart)
{
    double *Z = random_matrix(m, n, (uint64_t)(m * 1000 + n)), *G = gram_of(Z, m, n);
    arb_mat_t exact;
    arb_t lambda, lower, upper;
    reason_t why;
    reason_init(why);
    arb_mat_init(exact, n, n);
    arb_init(lambda);
    arb_init(lower);
    arb_init(upper);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) arb_set_d(arb_mat_entry(exact, i, j), G[i * n + j]);
    arb_mat_lambda_min(lambda, exact, 40, why);
    arb_sqrt(lambda, lambda, 64);
    assert_true(arb_is_finite(lambda) && arb_is_positive(lambda));
    bounds_of(lower, upper, Z, m, n, slack);
    if (arb_gt(lower, lambda) || arb_lt(upper, lambda))
        fail_msg("m %ld, n %ld, slack %g: not inside", (long)m, (long)n, slack);
    arb_sub(upper, upper, lower, 64);
    arb_div(upper, upper, lambda, 64);
    double width = arf_get_d(arb_midref(upper), ARF_RND_UP);
    if (!(width <= apart)) fail_msg("m %ld, n %ld, slack %g: bounds %.3g apart", (long)m, (long)n, slack, width);
    arb_mat_clear(exact);
    arb_clear(lambda);
    arb_clear(lower);
    arb_clear(upper);
    free(Z);
    free(G);
}

static void bounds(void **state)
{
    (void)state;
    check_bounds(1, 1, 0, 1e-12);
    check_bounds(40, 7, 0, 1e-10);
    check_bounds(300, 60, 0, 1e-9);
    check_bounds(300, 60, 1e-3, 2e-3);
    check_bounds(600, 150, 0, 1e-8);
    check_bounds(600, 150, 1e-3, 2e-3); /* Lanczos */
    check_bounds(600, 129, 1e-6, 2e-6);
}

/* Nothing positive is claimed of a singular matrix, of too few rows, or of numbers that are none. */
static void degenerate(void **state)
{
    (void)state;
    arb_t lower, upper;
    arb_init(lower);
    arb_init(upper);
    for (int large = 0; large < 2; large++) {
        const slong m = 400, n = large ? 140 : 20;
        double *Z = random_matrix(m, n, 5);
        for (slong k = 0; k < m; k++) Z[k * n + n - 1] = Z[k * n];
        bounds_of(lower, upper, Z, m, n, large ? 1e-3 : 0);
        assert_true(arb_is_zero(lower) && arb_is_nonnegative(upper) && arb_is_finite(upper));
        memset(Z, 0, (size_t)(m * n) * sizeof *Z);
        bounds_of(lower, upper, Z, m, n, large ? 1e-3 : 0);
        assert_true(arb_is_zero(lower) && arf_cmpabs_d(arb_midref(upper), 1e-140) < 0); /* what may underflow */
        Z[3] = NAN;
        bounds_of(lower, upper, Z, m, n, 0);
        assert_true(arb_is_zero(lower) && !arb_is_finite(upper));
        Z[3] = INFINITY;
        bounds_of(lower, upper, Z, m, n, 0);
        assert_true(arb_is_zero(lower) && !arb_is_finite(upper));
        bounds_of(lower, upper, Z, n - 1, n, 0);
        assert_true(arb_is_zero(lower) && arb_is_zero(upper));
        free(Z);
    }
    arb_clear(lower);
    arb_clear(upper);
}

static void eigenpairs(void **state)
{
    (void)state;
    const slong m = 500, n = 160;
    double *Z = random_matrix(m, n, 9), *G = gram_of(Z, m, n), *A = malloc((size_t)(n * n) * sizeof *A),
           *basis = malloc((size_t)(LANCZOS_STEPS * n) * sizeof *basis);
    double *v = malloc((size_t)(2 * n) * sizeof *v), *w = malloc((size_t)(2 * n) * sizeof *w), full, lanczos, dot = 0,
           square = 0;
    assert_true(approx_least_pair_full(&full, v, A, G, n));
    assert_true(approx_least_pair_lanczos(&lanczos, w, A, basis, G, n));
    assert_true(full > 0 && lanczos >= full * (1 - 1e-12) && lanczos <= full * (1 + 1e-6));
    for (slong i = 0; i < n; i++) {
        dot += v[i] * w[i];
        square += w[i] * w[i];
    }
    assert_true(fabs(dot) >= 0.99 * sqrt(square)); /* v is a unit vector */
    G[0] = -1;                                     /* not a Gram matrix: the Cholesky factor does not exist */
    assert_false(approx_least_pair_lanczos(&lanczos, w, A, basis, G, n));
    free(Z);
    free(G);
    free(A);
    free(basis);
    free(v);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bounds), cmocka_unit_test(degenerate),
                                       cmocka_unit_test(eigenpairs)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
