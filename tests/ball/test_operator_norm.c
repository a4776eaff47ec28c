/* operator_norm against known singular values, exact definiteness of c^2 I - A^T A, and LAPACK's SVD. */
#include <lapacke.h>
#include <math.h>
#include "tests/ball/ball_test.h"

/* Exact: is c I - A^T A positive definite?  (c > |A|^2) */
static int above(const double *A, slong rows, slong cols, const fmpq_t c)
{
    fmpq_mat_t M, G;
    fmpq_t factor;
    int yes = 1;
    arf_t t;

    arf_init(t);
    fmpq_init(factor);
    fmpq_mat_init(M, rows, cols);
    fmpq_mat_init(G, cols, cols);
    for (slong i = 0; i < rows; i++)
        for (slong j = 0; j < cols; j++) {
            arf_set_d(t, A[i * cols + j]);
            arf_get_fmpq(fmpq_mat_entry(M, i, j), t);
        }
    for (slong i = 0; i < cols; i++)
        for (slong j = 0; j < cols; j++) {
            for (slong k = 0; k < rows; k++)
                fmpq_submul(fmpq_mat_entry(G, i, j), fmpq_mat_entry(M, k, i), fmpq_mat_entry(M, k, j));
            if (i == j) fmpq_add(fmpq_mat_entry(G, i, j), fmpq_mat_entry(G, i, j), c);
        }
    for (slong k = 0; k < cols && yes; k++) {
        yes = fmpq_sgn(fmpq_mat_entry(G, k, k)) > 0;
        for (slong i = k + 1; yes && i < cols; i++) {
            fmpq_div(factor, fmpq_mat_entry(G, i, k), fmpq_mat_entry(G, k, k));
            for (slong j = k; j < cols; j++) fmpq_submul(fmpq_mat_entry(G, i, j), factor, fmpq_mat_entry(G, k, j));
        }
    }
    fmpq_mat_clear(M);
    fmpq_mat_clear(G);
    fmpq_clear(factor);
    arf_clear(t);
    return yes;
}

static void check_width(const arb_t norm, const char *name, slong rows, slong cols)
{
    CHECK(arb_is_finite(norm) && arb_has_relative_bits(norm, 11), "%s %ld x %ld: %s", name, rows, cols,
          arb_get_str(norm, 20, 0));
}

static void test_small_exact(void **state)
{
    uint64_t seed = 41;
    arb_t norm;
    arf_t end;
    fmpq_t c;
    (void)state;

    arb_init(norm);
    arf_init(end);
    fmpq_init(c);
    for (int trial = 0; trial < 150; trial++) {
        slong rows = 1 + (slong)(next_random(&seed) % 6), cols = 1 + (slong)(next_random(&seed) % 6);
        double A[36], scale = trial % 3 == 0 ? 0x1p-900 : trial % 3 == 1 ? 0x1p900 : 1;
        for (slong k = 0; k < rows * cols; k++)
            A[k] = ((double)(next_random(&seed) % 64) - 32) * scale * (trial % 4 == 3 ? next_double(&seed) : 1);
        A[0] += scale; /* not the zero matrix */
        if (A[0] == 0) A[0] = scale;
        operator_norm(norm, A, rows, cols);
        check_width(norm, "random", rows, cols);
        for (int side = 0; side < 2; side++) {
            if (side)
                arb_get_ubound_arf(end, norm, 2000);
            else
                arb_get_lbound_arf(end, norm, 2000);
            arf_get_fmpq(c, end);
            fmpq_mul(c, c, c);
            CHECK(above(A, rows, cols, c) == side, "trial %d, %ld x %ld, side %d: %s", trial, rows, cols, side,
                  arb_get_str(norm, 20, 0));
        }
    }
    arb_clear(norm);
    arf_clear(end);
    fmpq_clear(c);
}

static void test_special(void **state)
{
    static const slong shape[][2] = {{1, 1}, {1, 9}, {9, 1}, {7, 7}, {40, 3}, {3, 40}, {100, 100}};
    arb_t norm, expected;
    (void)state;

    arb_init(norm);
    arb_init(expected);
    for (size_t s = 0; s < 7; s++) {
        slong rows = shape[s][0], cols = shape[s][1], count = rows * cols;
        double *A = calloc((size_t)count, sizeof *A);
        operator_norm(norm, A, rows, cols);
        CHECK(arb_is_zero(norm), "zero %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        for (slong k = 0; k < count; k++) /* all -3: norm 3 sqrt(rows cols) */
            A[k] = -3;
        operator_norm(norm, A, rows, cols);
        arb_sqrt_ui(expected, (ulong)count, 100);
        arb_mul_si(expected, expected, 3, 100);
        CHECK(arb_overlaps(norm, expected), "ones %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        check_width(norm, "ones", rows, cols);
        /* the lower end leaves room for the rounding of a product, rows 2^-52 |A|_F and more */
        if (rows > 1 && rows == cols) {
            arb_mul_2exp_si(expected, expected, -53);
            arb_mul_si(expected, expected, -rows, 100);
            arb_add_si(expected, expected, 3 * rows, 100);
            arb_get_lbound_arf(arb_midref(norm), norm, 100);
            CHECK(arf_cmp(arb_midref(norm), arb_midref(expected)) < 0, "no room: %s", arb_get_str(norm, 20, 0));
        }
        for (slong k = 0; k < count; k++) /* diagonal 1..min, largest repeated */
            A[k] = k / cols == k % cols ? fmin((double)(k % cols + 1), 30) : 0;
        operator_norm(norm, A, rows, cols);
        arb_set_d(expected, fmin(30, (double)(rows < cols ? rows : cols)));
        CHECK(arb_overlaps(norm, expected), "diagonal %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        check_width(norm, "diagonal", rows, cols);
        for (slong k = 0; k < count; k++) /* a single subnormal or a single huge entry */
            A[k] = 0;
        A[count - 1] = 0x1p-1074;
        operator_norm(norm, A, rows, cols);
        arb_set_d(expected, 0x1p-1074);
        CHECK(arb_overlaps(norm, expected), "subnormal %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        check_width(norm, "subnormal", rows, cols);
        A[count - 1] = -0x1.8p1023;
        operator_norm(norm, A, rows, cols);
        arb_set_d(expected, 0x1.8p1023);
        CHECK(arb_overlaps(norm, expected), "huge %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        check_width(norm, "huge", rows, cols);
        A[count / 2] = NAN;
        operator_norm(norm, A, rows, cols);
        CHECK(!arb_is_finite(norm), "NaN %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        A[count / 2] = -INFINITY;
        operator_norm(norm, A, rows, cols);
        CHECK(!arb_is_finite(norm), "infinity %ld x %ld: %s", rows, cols, arb_get_str(norm, 20, 0));
        free(A);
    }
    arb_clear(norm);
    arb_clear(expected);
}

/* Square, tall and wide random matrices of the sizes sampled in deq/, against LAPACK's singular values (error far below
   the enclosure's radius). */
static void test_against_svd(void **state)
{
    static const slong shape[][2] = {{50, 50}, {200, 200}, {300, 120}, {120, 300}, {400, 400}};
    uint64_t seed = 51;
    arb_t norm, sigma;
    (void)state;

    arb_init(norm);
    arb_init(sigma);
    for (size_t s = 0; s < 5; s++)
        for (int spike = 0; spike < 2; spike++) {
            slong rows = shape[s][0], cols = shape[s][1], least = rows < cols ? rows : cols;
            double *A = malloc((size_t)(rows * cols) * sizeof *A), *copy = malloc((size_t)(rows * cols) * sizeof *A);
            double *value = malloc((size_t)least * sizeof *value);
            for (slong k = 0; k < rows * cols; k++) copy[k] = A[k] = next_double(&seed) + spike * 0.3;
            operator_norm(norm, A, rows, cols);
            assert_int_equal(LAPACKE_dgesdd(LAPACK_COL_MAJOR, 'N', (lapack_int)cols, (lapack_int)rows, copy,
                                            (lapack_int)cols, value, NULL, (lapack_int)cols, NULL, (lapack_int)rows),
                             0); /* of the transpose */
            arb_set_d(sigma, value[0]);
            CHECK(arb_contains(norm, sigma), "%ld x %ld, spike %d: %s against %.17g", rows, cols, spike,
                  arb_get_str(norm, 20, 0), value[0]);
            check_width(norm, "random", rows, cols);
            free(A);
            free(copy);
            free(value);
        }
    arb_clear(norm);
    arb_clear(sigma);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_exact),
        cmocka_unit_test(test_special),
        cmocka_unit_test(test_against_svd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
