/* The factorisations and inner products whose roundings are their own, against exact arithmetic; and the least eigenvalue in
   double-double against balls. */
#include <math.h>
#include "tests/ball/ball_test.h"
#include "ball/double_bounds.h"
#include "ball/exact_dot.h"

static void set_dd(arb_t x, double high, double low)
{
    arb_t part;

    arb_init(part);
    arb_set_d(x, high);
    arb_set_d(part, low);
    arb_add(x, x, part, ARF_PREC_EXACT);
    arb_clear(part);
}

/* Symmetric positive definite, B B^T/n + shift I with low parts; entries above the diagonal NaN: nobody may read them. */
static void random_definite(double *high, double *low, slong n, double shift, uint64_t *seed)
{
    double *B = malloc((size_t)(n * n) * sizeof *B);

    for (slong k = 0; k < n * n; k++) B[k] = next_double(seed);
    for (slong j = 0; j < n; j++)
        for (slong i = 0; i < n; i++) {
            double sum = i == j ? shift : 0;
            for (slong k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k] / (double)n;
            high[i + j * n] = i >= j ? sum : NAN;
            low[i + j * n] = i >= j ? sum * next_double(seed) * 0x1p-54 : NAN;
        }
    free(B);
}

/* |A - L L^T|_F <= sqrt(n) error, from exact products. */
static void check_factor(const double *high, const double *low, const double *L, const double *L_low, slong n,
                         double error, const char *name)
{
    arb_mat_t E, F, T;
    arb_t norm, root;

    arb_mat_init(E, n, n);
    arb_mat_init(F, n, n);
    arb_mat_init(T, n, n);
    arb_init(norm);
    arb_init(root);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            set_dd(arb_mat_entry(E, i, j), high[i + j * n], low == NULL ? 0 : low[i + j * n]);
            arb_set(arb_mat_entry(E, j, i), arb_mat_entry(E, i, j));
            set_dd(arb_mat_entry(F, i, j), L[i + j * n], L_low == NULL ? 0 : L_low[i + j * n]);
        }
    arb_mat_transpose(T, F);
    arb_mat_mul(T, F, T, 320);
    arb_mat_sub(E, E, T, 320);
    arb_mat_frobenius_norm(norm, E, 64);
    arb_set_si(root, n);
    arb_sqrt(root, root, 64);
    arb_div(norm, norm, root, 64); /* at most the spectral norm */
    arb_set_d(root, error);
    CHECK(arb_le(norm, root), "%s, n = %ld: residual %s exceeds %g", name, n, arb_get_str(norm, 10, 0), error);
    arb_mat_clear(E);
    arb_mat_clear(F);
    arb_mat_clear(T);
    arb_clear(norm);
    arb_clear(root);
}

/* Orders around the sizes of tiles (8, 24), sub-blocks (48) and panels (240). */
static void test_factors(void **state)
{
    static const slong orders[] = {1, 2, 7, 8, 9, 24, 25, 47, 48, 49, 96, 97, 239, 240, 241, 289, 500};
    uint64_t seed = 3;
    (void)state;

    for (size_t k = 0; k < sizeof orders / sizeof *orders; k++) {
        slong n = orders[k];
        size_t bytes = (size_t)(n * n) * sizeof(double);
        double *high = malloc(bytes), *low = malloc(bytes), *L = malloc(bytes), *L_low = malloc(bytes), error, size = 0;

        random_definite(high, low, n, 1e-3, &seed);
        for (slong i = 0; i < n; i++) size = fmax(size, high[i + i * n]);
        memcpy(L, high, bytes);
        CHECK(double_cholesky(&error, L, n), "n = %ld", n);
        check_factor(high, NULL, L, NULL, n, error, "double");
        CHECK(error <= size * (double)n * 3.5e-14, "n = %ld: %g is coarse", n, error);
        memcpy(L, high, bytes);
        memcpy(L_low, low, bytes);
        CHECK(dd_cholesky(&error, L, L_low, n), "n = %ld", n);
        check_factor(high, low, L, L_low, n, error, "double-double");
        CHECK(error <= size * (double)n * 0x1p-93, "n = %ld: %g is coarse", n, error);
        /* scaled rows and columns: no bound may depend on the rows' sizes being alike */
        for (slong j = 0; j < n; j++)
            for (slong i = j; i < n; i++) {
                double scale = ldexp(1, -(int)(i % 5) * 20 - (int)(j % 5) * 20);
                high[i + j * n] *= scale;
                low[i + j * n] *= scale;
            }
        memcpy(L, high, bytes);
        memcpy(L_low, low, bytes);
        CHECK(dd_cholesky(&error, L, L_low, n), "n = %ld", n);
        check_factor(high, low, L, L_low, n, error, "graded");
        free(high);
        free(low);
        free(L);
        free(L_low);
    }
}

/* Matrices with an eigenvalue clearly below what a success would prove, and hostile entries, have no factor. */
static void test_no_factor(void **state)
{
    uint64_t seed = 5;
    (void)state;

    for (slong n = 1; n <= 260; n += n < 4 ? 1 : 64) {
        size_t bytes = (size_t)(n * n) * sizeof(double);
        double *high = malloc(bytes), *low = malloc(bytes), *A = malloc(bytes), *A_low = malloc(bytes), error;
        static const double hostile[] = {NAN, INFINITY, -INFINITY};

        random_definite(high, low, n, 1, &seed);
        for (slong at = 0; at < n; at += at < 2 ? 1 : 53) { /* e_at^T A e_at < 0 */
            memcpy(A, high, bytes);
            memcpy(A_low, low, bytes);
            A[at + at * n] = -1e-6;
            CHECK(!dd_cholesky(&error, A, A_low, n), "n = %ld, row %ld", n, at);
            memcpy(A, high, bytes);
            A[at + at * n] = -1e-6;
            CHECK(!double_cholesky(&error, A, n), "n = %ld, row %ld", n, at);
            for (size_t h = 0; h < 3; h++) {
                slong row = at + (n - 1 - at) / 2;
                memcpy(A, high, bytes);
                memcpy(A_low, low, bytes);
                A[row + at * n] = hostile[h];
                CHECK(!dd_cholesky(&error, A, A_low, n), "n = %ld, row %ld: %g", n, at, hostile[h]);
                memcpy(A, high, bytes);
                A[row + at * n] = hostile[h];
                CHECK(!double_cholesky(&error, A, n), "n = %ld, row %ld: %g", n, at, hostile[h]);
            }
        }
        free(high);
        free(low);
        free(A);
        free(A_low);
    }
}

/* The diagonal entries that the error bound serves: above 2^-300, up to 2^101, which leaves a bit to the contract's 2^100. */
static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        double entry;
        int served;
    } row[] = {{0x1p101, 1}, {0x1.0000000000001p101, 0}, {0x1.0000000000001p-300, 1}, {0x1p-300, 0}, {0, 0}};
    for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
        double error, high = row[k].entry, low = 0;
        CHECK(dd_cholesky(&error, &high, &low, 1) == row[k].served, "%g", row[k].entry);
        if (!row[k].served) continue;
        double rest = fabs(fma(high, high, -row[k].entry) + 2 * high * low);
        CHECK(rest <= error && error <= row[k].entry * 0x1p-90, "%g: rest %g, error %g", row[k].entry, rest, error);
    }
}

/* (high + low - exact)/(|y_i| |y_j|), the largest over i, j. */
static double worst_product(const double *high, const double *low, const double *X, slong n, slong d)
{
    double worst = 0;
    arf_t exact, part;

    arf_init(exact);
    arf_init(part);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            double size;
            exact_dot(exact, X + i * d, X + j * d, d);
            arf_set_d(part, high[i * n + j]);
            arf_sub(exact, exact, part, ARF_PREC_EXACT, ARF_RND_DOWN);
            if (low != NULL) {
                arf_set_d(part, low[i * n + j]);
                arf_sub(exact, exact, part, ARF_PREC_EXACT, ARF_RND_DOWN);
            }
            size = fabs(arf_get_d(exact, ARF_RND_UP)) / sqrt(high[i * n + i] * high[j * n + j]);
            if (!(size <= worst)) worst = size;
        }
    arf_clear(exact);
    arf_clear(part);
    return worst;
}

static void test_row_products(void **state)
{
    static const slong lengths[] = {1, 2, 239, 240, 241, 256, 257, 784};
    uint64_t seed = 8;
    (void)state;

    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
        for (slong n = 1; n <= 51; n += 25) {
            slong d = lengths[k];
            double *X = malloc((size_t)(n * d) * sizeof *X), *Y = malloc((size_t)(n * d) * sizeof *Y);
            double *high = malloc((size_t)(n * n) * sizeof *high), *low = malloc((size_t)(n * n) * sizeof *low);
            double *scale = malloc((size_t)n * sizeof *scale), bound, worst;

            for (slong i = 0; i < n; i++) {
                scale[i] = ldexp(1, (int)(i % 7) * 30);
                for (slong j = 0; j < d; j++) {
                    double x = j == i % d ? 0.75 : next_double(&seed) * (next_double(&seed) > 0.5 ? 0x1p-40 : 1);
                    Y[i * d + j] = x;
                    X[i * d + j] = x / scale[i];
                }
            }
            bound = double_row_products(high, X, scale, n, d);
            worst = worst_product(high, NULL, Y, n, d);
            CHECK(worst <= bound && bound <= 3.2e-14, "n = %ld, d = %ld: %g, bound %g", n, d, worst, bound);
            bound = dd_row_products(high, low, X, scale, n, d);
            worst = worst_product(high, low, Y, n, d);
            CHECK(worst <= bound && bound <= 0x1p-94, "n = %ld, d = %ld: %g, bound %g", n, d, worst, bound);
            free(X);
            free(Y);
            free(high);
            free(low);
            free(scale);
        }
}

/* Hilbert matrices as double-doubles: least eigenvalues from 1e-4 to 1e-23, against balls. */
static void test_hilbert(void **state)
{
    (void)state;

    for (slong n = 3; n <= 16; n++) {
        double high[16 * 16], low[16 * 16];
        arb_mat_t A;
        arb_t fast, exact, rest;
        mag_t deviation, size;
        reason_t why;

        arb_mat_init(A, n, n);
        arb_init(fast);
        arb_init(exact);
        arb_init(rest);
        mag_init(deviation);
        mag_init(size);
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j < n; j++) {
                arb_ptr a = arb_mat_entry(A, i, j);
                arb_one(a);
                arb_div_si(a, a, i + j + 1, 400);
                high[i * n + j] = arf_get_d(arb_midref(a), ARF_RND_NEAR);
                set_dd(rest, high[i * n + j], 0);
                arb_sub(rest, a, rest, 400);
                low[i * n + j] = arf_get_d(arb_midref(rest), ARF_RND_NEAR);
                set_dd(rest, high[i * n + j], low[i * n + j]);
                arb_sub(rest, a, rest, 400);
                arb_get_mag(size, rest);
                mag_max(deviation, deviation, size);
            }
        mag_mul_ui(deviation, deviation, (ulong)n);
        CHECK(arb_mat_lambda_min(exact, A, 64, why) == DQ_OK, "n = %ld: %s", n, why->text);
        CHECK(dd_mat_lambda_min(fast, high, low, n, deviation, 1e-2, why) == DQ_OK, "n = %ld: %s", n, why->text);
        CHECK(arb_contains(fast, exact), "n = %ld: %s without %s", n, arb_get_str(fast, 20, 0),
              arb_get_str(exact, 20, 0));
        CHECK(arb_rel_accuracy_bits(fast) >= 6, "n = %ld: %s", n, arb_get_str(fast, 20, 0));
        /* ten times the eigenvalue as deviation: no claim */
        arb_get_mag(deviation, exact);
        mag_mul_ui(deviation, deviation, 10);
        CHECK(dd_mat_lambda_min(fast, high, low, n, deviation, 1e-2, why) != DQ_OK && !arb_is_positive(fast),
              "n = %ld: %s", n, arb_get_str(fast, 20, 0));
        CHECK(double_mat_lambda_min(fast, high, n, deviation, 1e-2, why) != DQ_OK && !arb_is_positive(fast),
              "n = %ld: %s", n, arb_get_str(fast, 20, 0));
        arb_mat_clear(A);
        arb_clear(fast);
        arb_clear(exact);
        arb_clear(rest);
        mag_clear(deviation);
        mag_clear(size);
    }
}

/* B B^T with integer B of n - 1 columns is exactly singular: no engine may say otherwise. */
static void test_singular(void **state)
{
    uint64_t seed = 21;
    (void)state;

    for (slong n = 2; n <= 290; n += n < 12 ? 1 : 139) {
        double *D = malloc((size_t)(n * n) * sizeof *D), *B = malloc((size_t)(n * n) * sizeof *B);
        arb_t lambda;
        mag_t none;
        reason_t why;

        arb_init(lambda);
        mag_init(none);
        for (slong k = 0; k < n * n; k++) B[k] = k % n == n - 1 ? 0 : (double)(next_random(&seed) % 2048) - 1024;
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j < n; j++) {
                D[i * n + j] = 0;
                for (slong k = 0; k < n; k++) D[i * n + j] += ldexp(B[i * n + k] * B[j * n + k], -30);
            }
        CHECK(double_mat_lambda_min(lambda, D, n, none, 1e-2, why) != DQ_OK && arb_contains_zero(lambda), "n = %ld: %s",
              n, arb_get_str(lambda, 20, 0));
        CHECK(dd_mat_lambda_min(lambda, D, NULL, n, none, 1e-2, why) != DQ_OK && arb_contains_zero(lambda),
              "n = %ld: %s", n, arb_get_str(lambda, 20, 0));
        D[0] = NAN;
        CHECK(dd_mat_lambda_min(lambda, D, NULL, n, none, 1e-2, why) != DQ_OK && !arb_is_finite(lambda), "n = %ld", n);
        D[0] = INFINITY;
        CHECK(dd_mat_lambda_min(lambda, D, NULL, n, none, 1e-2, why) != DQ_OK && !arb_is_finite(lambda), "n = %ld", n);
        arb_clear(lambda);
        mag_clear(none);
        free(D);
        free(B);
    }
}

/* 11^T + t I has the least eigenvalue t for every order; several panels, several threads. */
static void test_rank_one(void **state)
{
    static const double shift[] = {0.25, 0x1p-30, 0x1p-60, 0x1p-72};
    enum { ORDER = 700 };
    double *D = malloc(ORDER * ORDER * sizeof *D), *low = calloc(ORDER * ORDER, sizeof *low);
    (void)state;

    for (size_t k = 0; k < sizeof shift / sizeof *shift; k++) {
        arb_t lambda;
        mag_t none;
        reason_t why;

        arb_init(lambda);
        mag_init(none);
        for (slong i = 0; i < ORDER * ORDER; i++) D[i] = 1;
        for (slong i = 0; i < ORDER; i++) {
            dd_t entry = dd_exact_sum(1, shift[k]);
            D[i * ORDER + i] = entry.high;
            low[i * ORDER + i] = entry.low;
        }
        CHECK(dd_mat_lambda_min(lambda, D, low, ORDER, none, 1e-2, why) == DQ_OK, "%g: %s", shift[k], why->text);
        CHECK(arb_rel_accuracy_bits(lambda) >= 6, "%g: %s", shift[k], arb_get_str(lambda, 20, 0));
        arb_t expected;
        arb_init(expected);
        arb_set_d(expected, shift[k]);
        CHECK(arb_contains(lambda, expected), "%g: %s", shift[k], arb_get_str(lambda, 20, 0));
        if (k < 2) {
            CHECK(double_mat_lambda_min(lambda, D, ORDER, none, 1e-2, why) == DQ_OK && arb_contains(lambda, expected),
                  "%g: %s, %s", shift[k], arb_get_str(lambda, 20, 0), why->text);
        }
        arb_clear(expected);
        arb_clear(lambda);
        mag_clear(none);
    }
    free(D);
    free(low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factors),      cmocka_unit_test(test_no_factor), cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_row_products), cmocka_unit_test(test_hilbert),   cmocka_unit_test(test_singular),
        cmocka_unit_test(test_rank_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
