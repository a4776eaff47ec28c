/* deq_gaussian_norm against the norm of the same bidiagonal matrix, and against full Gaussian matrices. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <lapacke.h>
#include "deq/deq.h"

/* The bidiagonal matrix the function stands for, from the same stream: chi_m, then chi_{m-1} below and on the diagonal, .. */
static double approx_bidiagonal_norm(uint64_t seed, slong m, slong trial)
{
    double *B = calloc((size_t)(m * m), sizeof(double)), *g = malloc((size_t)m * sizeof(double));
    uint64_t next = 0;
    for (slong i = 0; i < m; i++)
        for (int diagonal = i == 0; diagonal < 2; diagonal++) {
            long double sum = 0;
            deq_sample(g, (size_t)(m - i), WEIGHTS_GAUSSIAN, seed, (uint32_t)m, (uint32_t)trial, MATRIX_BIDIAGONAL,
                       next);
            next += (uint64_t)(m - i);
            for (slong k = 0; k < m - i; k++) sum += (long double)g[k] * g[k];
            B[i * m + i - !diagonal] = (double)sqrtl(sum);
        }
    double *sigma = malloc((size_t)m * sizeof(double));
    assert_int_equal(LAPACKE_dgesdd(LAPACK_ROW_MAJOR, 'N', (lapack_int)m, (lapack_int)m, B, (lapack_int)m, sigma, NULL,
                                    (lapack_int)m, NULL, (lapack_int)m),
                     0);
    double norm = sigma[0];
    free(B);
    free(g);
    free(sigma);
    return norm;
}

static int side_of(double square, uint64_t seed, slong m, slong trial)
{
    int side = 7;
    arb_t c;
    reason_t why;
    arb_init(c);
    reason_init(why);
    arb_set_d(c, square);
    assert_int_equal(deq_gaussian_norm(&side, c, seed, m, trial, why), DQ_OK);
    arb_clear(c);
    return side;
}

static void test_same_matrix(void **state)
{
    (void)state;
    static const slong width[] = {1, 2, 3, 10, 60, 200};
    for (int w = 0; w < 6; w++)
        for (slong trial = 0; trial < 5; trial++) {
            double middle = approx_bidiagonal_norm(9, width[w], trial);
            /* decided within 1e-9 of the norm on either side */
            int above = side_of(middle * middle * (1 + 1e-9), 9, width[w], trial),
                below = side_of(middle * middle * (1 - 1e-9), 9, width[w], trial);
            if (above != 1 || below != -1)
                print_error("m %ld trial %ld norm %.17g: %d %d\n", (long)width[w], (long)trial, middle, above, below);
            assert_int_equal(above, 1);
            assert_int_equal(below, -1);
        }
    assert_int_equal(side_of(0, 9, 10, 0), -1);
    assert_int_equal(side_of(INFINITY, 9, 10, 0), 0);
    assert_int_equal(side_of(NAN, 9, 10, 0), 0);
}

/* The enclosure contains the norm by LAPACK (to its error), is narrow, and its ends are decided as the event is. */
static void test_enclosure(void **state)
{
    (void)state;
    static const slong width[] = {1, 2, 3, 10, 60, 200};
    arb_t norm;
    reason_t why;
    arb_init(norm);
    reason_init(why);
    for (int w = 0; w < 6; w++)
        for (slong trial = 0; trial < 5; trial++) {
            double near = approx_bidiagonal_norm(9, width[w], trial);
            assert_int_equal(deq_gaussian_norm_enclose(norm, 9, width[w], trial, why), DQ_OK);
            double middle = arf_get_d(arb_midref(norm), ARF_RND_NEAR), radius = mag_get_d(arb_radref(norm));
            if (!(fabs(near - middle) <= radius + 1e-12 * near) || !(radius <= 0x1p-28 * middle))
                print_error("m %ld trial %ld: %.17g, enclosed in %.17g +- %.3g\n", (long)width[w], (long)trial, near,
                            middle, radius);
            assert_true(fabs(near - middle) <= radius + 1e-12 * near);
            assert_true(radius <= 0x1p-28 * middle);
            double above = middle + 1.001 * radius, below = middle - 1.001 * radius;
            assert_int_equal(side_of(above * above * (1 + 1e-14), 9, width[w], trial), 1);
            assert_int_equal(side_of(below * below * (1 - 1e-14), 9, width[w], trial), -1);
        }
    assert_int_equal(deq_gaussian_norm_enclose(norm, 1, 0, 0, why), DQ_INPUT);
    assert_false(arb_is_finite(norm));
    arb_clear(norm);
}

/* The same event on full matrices: the two frequencies of 1500 trials differ by less than 5 standard deviations. */
static void test_same_law(void **state)
{
    (void)state;
    enum { M = 12, TRIALS = 1500 };
    static const double level[] = {0.85, 0.95, 1.05};
    double G[M * M], count[3][2] = {{0}};
    arb_t norm;
    arb_init(norm);
    for (slong trial = 0; trial < TRIALS; trial++) {
        deq_sample(G, M * M, WEIGHTS_GAUSSIAN, 9, M, (uint32_t)trial, MATRIX_W, 0);
        operator_norm(norm, G, M, M);
        double full = arf_get_d(arb_midref(norm), ARF_RND_NEAR);
        for (int k = 0; k < 3; k++) {
            double square = 4 * M * level[k] * level[k];
            count[k][0] += full * full <= square;
            count[k][1] += side_of(square, 9, M, trial) > 0;
        }
    }
    for (int k = 0; k < 3; k++) {
        double p = (count[k][0] + count[k][1]) / (2 * TRIALS), deviation = sqrt(2 * p * (1 - p) / TRIALS);
        print_message("level %g: %g full, %g bidiagonal of %d\n", level[k], count[k][0], count[k][1], TRIALS);
        assert_true(p > 0.02 && p < 0.98);
        assert_true(fabs(count[k][0] - count[k][1]) / TRIALS <= 5 * deviation);
    }
    arb_clear(norm);
}

static void test_refusals(void **state)
{
    (void)state;
    int side = 7;
    arb_t c;
    reason_t why;
    arb_init(c);
    reason_init(why);
    arb_one(c);
    assert_int_equal(deq_gaussian_norm(&side, c, 1, 0, 0, why), DQ_INPUT);
    assert_int_equal(side, 0);
    assert_int_equal(deq_gaussian_norm(&side, c, 1, 5, -1, why), DQ_INPUT);
    arb_clear(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_matrix), cmocka_unit_test(test_enclosure),
                                       cmocka_unit_test(test_same_law), cmocka_unit_test(test_refusals)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
