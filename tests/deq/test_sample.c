/* The sampler: known answers, independence of position, the transformation against balls, distributions. */
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <Random123/philox.h>
#include "deq/deq.h"

static const char *const law_name[] = {"gaussian", "rademacher", "uniform", "student5"};

static uint64_t fnv(const double *x, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, x + i, sizeof bits);
        for (int k = 0; k < 64; k += 8) hash = (hash ^ ((bits >> k) & 255)) * 0x100000001b3u;
    }
    return hash;
}

/* Bit patterns every machine must reproduce. */
static void test_known_answers(void **state)
{
    (void)state;
    static const uint64_t expected[] = {0x34b8409829e5ae27u, 0xb225bc51cb94b5a5u, 0x5ddb7a98af10dfe0u,
                                        0xd917a164b076c898u};
    double value[5000];
    for (int law = 0; law < 4; law++) {
        deq_sample(value, 5000, (weight_law)law, 0x0123456789abcdefu, 400, 7, MATRIX_U, 123456789012u);
        print_message("%s: 0x%016" PRIx64 "\n", law_name[law], fnv(value, 5000));
        assert_true(fnv(value, 5000) == expected[law]);
    }
}

/* Any slice equals the same part of a longer one; different keys give different streams. */
static void test_pure_function_of_the_key(void **state)
{
    (void)state;
    static double whole[20000], part[20000];
    static const size_t start[] = {0, 1, 127, 128, 129, 8191, 8192, 9001}, length[] = {1, 2, 127, 128, 1000, 9000};
    for (int law = 0; law < 4; law++) {
        deq_sample(whole, 20000, (weight_law)law, 3, 50, 2, MATRIX_W, 77);
        for (size_t a = 0; a < 8; a++)
            for (size_t b = 0; b < 6; b++) {
                deq_sample(part, length[b], (weight_law)law, 3, 50, 2, MATRIX_W, 77 + start[a]);
                assert_memory_equal(part, whole + start[a], length[b] * sizeof(double));
            }
        for (int key = 0; key < 5; key++) {
            deq_sample(part, 200, (weight_law)law, key == 0 ? 4 : 3, key == 1 ? 51 : 50, key == 2 ? 3 : 2,
                       key == 3 ? MATRIX_U : MATRIX_W, key == 4 ? 77 + (UINT64_C(1) << 45) : 77);
            assert_true(memcmp(part, whole, 200 * sizeof(double)) != 0);
        }
    }
}

/* Normal variates 2k, 2k+1 from the bits of block k by balls: relative error below 2^-49. */
static void test_transformation_against_balls(void **state)
{
    (void)state;
    enum { BLOCKS = 4000 };
    static double value[2 * BLOCKS];
    arb_t radius, a, b, sine, cosine, error;
    arb_init(radius);
    arb_init(a);
    arb_init(b);
    arb_init(sine);
    arb_init(cosine);
    arb_init(error);
    deq_sample(value, 2 * BLOCKS, WEIGHTS_GAUSSIAN, 99, 10, 1, MATRIX_A, 0);
    double worst = 0;
    for (uint32_t k = 0; k < BLOCKS; k++) {
        philox4x32_ctr_t c = {{k, MATRIX_A, 1, 10}};
        philox4x32_key_t key = {{99, 0}};
        philox4x32_ctr_t r = philox4x32(c, key);
        uint64_t first = r.v[0] | (uint64_t)r.v[1] << 32, second = r.v[2] | (uint64_t)r.v[3] << 32;
        arb_set_ui(radius, 2 * (first >> 12) + 1);
        arb_mul_2exp_si(radius, radius, -53);
        arb_log(radius, radius, 200);
        arb_mul_si(radius, radius, -2, 200);
        arb_sqrt(radius, radius, 200);
        arb_set_ui(a, 2 * (second >> 12) + 1);
        arb_mul_2exp_si(a, a, -53);
        arb_set_d(b, 0.5);
        arb_sub(a, a, b, 200);
        arb_mul_2exp_si(a, a, -1);
        arb_sin_cos_pi(sine, cosine, a, 200);
        if (second & 1) arb_neg(cosine, cosine);
        if (second & 2) arb_swap(cosine, sine);
        for (int j = 0; j < 2; j++) {
            arb_mul(a, radius, j ? sine : cosine, 200);
            arb_set_d(b, value[2 * k + (uint32_t)j]);
            arb_sub(error, a, b, 200);
            arb_div(error, error, a, 200);
            double relative = fabs(arf_get_d(arb_midref(error), ARF_RND_NEAR));
            if (relative > worst) worst = relative;
            if (!(relative <= 0x1p-49)) print_message("block %u variate %d: %.17g\n", k, j, value[2 * k + (uint32_t)j]);
            assert_true(relative <= 0x1p-49);
        }
    }
    print_message("worst relative error %.3g\n", worst);
    arb_clear(radius);
    arb_clear(a);
    arb_clear(b);
    arb_clear(sine);
    arb_clear(cosine);
    arb_clear(error);
}

static double normal_cdf(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

static double uniform_cdf(double x)
{
    return 0.5 + x / (2 * sqrt(3));
}

/* Student t(5) at x sqrt(5/3). */
static double student_cdf(double x)
{
    double t = x * sqrt(5.0 / 3), z = t / sqrt(5), w = 1 + z * z;
    return 0.5 + (atan(z) + z / w * (1 + 2.0 / 3 / w)) / acos(-1);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov-Smirnov at 2.2 (level 1.3e-4), mean, variance and lag-one correlation at 4.5 standard errors; fixed seeds.
 */
static void test_distributions(void **state)
{
    (void)state;
    enum { N = 200000 };
    double *x = malloc(N * sizeof(double));
    double (*const cdf[])(double) = {normal_cdf, NULL, uniform_cdf, student_cdf};
    static const double fourth[] = {3, 1, 1.8, 9};
    assert_non_null(x);
    for (int law = 0; law < 4; law++) {
        deq_sample(x, N, (weight_law)law, 2024, 300, 5, MATRIX_W, 0);
        double mean = 0, square = 0, lag = 0, half = 0, distance = 0;
        for (int i = 0; i < N; i++) {
            mean += x[i] / N;
            square += x[i] * x[i] / N;
            if (i + 1 < N) lag += x[i] * x[i + 1] / N;
            if (i < N / 2) half += x[i] * x[i + N / 2] / (N / 2);
        }
        if (cdf[law] != NULL) {
            qsort(x, N, sizeof *x, ascending);
            for (int i = 0; i < N; i++) {
                double p = cdf[law](x[i]);
                distance = fmax(distance, fmax(p - (double)i / N, (double)(i + 1) / N - p));
            }
        }
        print_message("%s: mean %.2e variance-1 %.2e lag %.2e half %.2e KS %.3f\n", law_name[law], mean, square - 1,
                      lag, half, distance * sqrt(N));
        assert_true(fabs(mean) <= 4.5 / sqrt(N));
        assert_true(fabs(square - 1) <= 4.5 * sqrt(fmax(fourth[law] - 1, 1e-12) / N));
        assert_true(fabs(lag) <= 4.5 / sqrt(N));
        assert_true(fabs(half) <= 4.5 / sqrt(N / 2));
        assert_true(distance * sqrt(N) <= 2.2);
    }
    free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_pure_function_of_the_key),
        cmocka_unit_test(test_transformation_against_balls),
        cmocka_unit_test(test_distributions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
