/* The laws of the variates at a size where a wrong law shows: fixed vectors, moments, exact quantiles, tails, independent
   streams; and the same tests applied to laws that are slightly wrong, which they must reject. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "deq/deq.h"

enum { COUNT = 4000000, CELLS = 256 };

static const char *const law_name[] = {"gaussian", "rademacher", "uniform", "student5"};

/* Variates 1000003 .. 1000008 of W at width 2000, trial 299, seed 20230213. */
static const double fixed[4][6] = {
    {0x1.f1e4b53e3016dp-1, 0x1.8b9cfedbaa595p-4, -0x1.760edbf95ffbbp-1, 0x1.162fa4ed327adp+0, -0x1.7322c58d7ed79p+0,
     -0x1.e5bf517473876p-1},
    {0x1p+0, 0x1p+0, -0x1p+0, 0x1p+0, -0x1p+0, 0x1p+0},
    {-0x1.f8c370c52f44dp-1, 0x1.d10d6955b61a3p-1, 0x1.28d35b1ed3a53p-2, -0x1.0f9b2c9da91e3p+0, 0x1.6b22534f53de9p+0,
     -0x1.05b2d12ffbcfep-2},
    {0x1.1142f4027aca3p-2, -0x1.7a92d4c52abe4p+1, 0x1.4b8af69d551bdp-1, 0x1.98eeafdc9befcp-2, -0x1.4c519a3e40682p+0,
     0x1.ad9bac1273d7ep-3},
};

static void test_fixed_vectors(void **state)
{
    (void)state;
    for (int law = 0; law < 4; law++) {
        double value[6];
        deq_sample(value, 6, (weight_law)law, 20230213, 2000, 299, MATRIX_W, 1000003);
        for (int k = 0; k < 6; k++) {
            if (value[k] != fixed[law][k]) print_message("%s %d: %a, %a\n", law_name[law], k, value[k], fixed[law][k]);
            assert_true(value[k] == fixed[law][k]);
        }
    }
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

static double (*const cdf[])(double) = {normal_cdf, NULL, uniform_cdf, student_cdf};
/* E x^4 and E x^8 where they exist. */
static const double fourth[] = {3, 1, 1.8, 9}, eighth[] = {105, 1, 9, INFINITY};
/* P(|x| > far), 1 in 1.6e4 and in 1.7e6 for the normal law. */
static const double far[2] = {4, 5};

typedef struct {
    double chi_square;               /* over CELLS cells of equal probability, standardised */
    double distance;                 /* Kolmogorov-Smirnov, over the ends of the cells, times sqrt COUNT */
    double mean, variance, kurtosis; /* standardised */
    double lag, half;                /* correlations, standardised */
    double tail[2];                  /* standardised counts beyond far */
} deviations;

static deviations measure(const double *x, int law)
{
    deviations d = {0};
    double n = COUNT, mean = 0, square = 0, power = 0, lag = 0, half = 0, beyond[2] = {0};
    static uint64_t cell[CELLS];
    memset(cell, 0, sizeof cell);
    for (size_t i = 0; i < COUNT; i++) {
        double y = x[i] * x[i];
        mean += x[i];
        square += y;
        power += y * y;
        lag += x[i] * x[i + 1 < COUNT ? i + 1 : 0];
        if (i < COUNT / 2) half += x[i] * x[i + COUNT / 2];
        for (int t = 0; t < 2; t++) beyond[t] += fabs(x[i]) > far[t];
        if (cdf[law] != NULL) {
            int c = (int)(CELLS * cdf[law](x[i]));
            cell[c < 0 ? 0 : c >= CELLS ? CELLS - 1 : c]++;
        }
    }
    d.mean = mean / sqrt(n);
    d.variance = (square - n) / sqrt(n * fmax(fourth[law] - 1, 1e-9));
    d.kurtosis = law == WEIGHTS_STUDENT5
                     ? 0
                     : (power - n * fourth[law]) / sqrt(n * fmax(eighth[law] - fourth[law] * fourth[law], 1e-9));
    d.lag = lag / sqrt(n);
    d.half = half / sqrt(n / 2);
    if (cdf[law] == NULL) return d;
    double expected = n / CELLS, sum = 0;
    for (int c = 0; c < CELLS; c++) {
        double excess = (double)cell[c] - expected;
        sum += (double)cell[c];
        d.chi_square += excess * excess / expected;
        d.distance = fmax(d.distance, fabs(sum / n - (c + 1.0) / CELLS) * sqrt(n));
    }
    d.chi_square = (d.chi_square - (CELLS - 1)) / sqrt(2.0 * (CELLS - 1));
    for (int t = 0; t < 2; t++) {
        double p = 2 * cdf[law](-far[t]);
        d.tail[t] = p > 0 ? (beyond[t] - n * p) / sqrt(n * p + 1) : beyond[t];
    }
    return d;
}

/* 4.7 standard deviations each (2.6e-6 for a normal one; the chi-square and rare counts are skewed: 6), fixed seeds. */
static int acceptable(const deviations *d)
{
    return fabs(d->mean) <= 4.7 && fabs(d->variance) <= 4.7 && fabs(d->kurtosis) <= 4.7 && fabs(d->lag) <= 4.7 &&
           fabs(d->half) <= 4.7 && fabs(d->chi_square) <= 6 && d->distance <= 2.4 && fabs(d->tail[0]) <= 4.7 &&
           fabs(d->tail[1]) <= 6;
}

static void print_deviations(const char *name, const deviations *d)
{
    print_message(
        "%s: mean %.2f variance %.2f fourth %.2f lag %.2f half %.2f chi-square %.2f KS %.2f tails %.2f %.2f\n", name,
        d->mean, d->variance, d->kurtosis, d->lag, d->half, d->chi_square, d->distance, d->tail[0], d->tail[1]);
}

static double *sample(int law, uint32_t trial)
{
    double *x = malloc(COUNT * sizeof(double));
    assert_non_null(x);
    deq_sample(x, COUNT, (weight_law)law, 77, 30000, trial, MATRIX_W, UINT64_C(1) << 33);
    return x;
}

static void test_laws(void **state)
{
    (void)state;
    for (int law = 0; law < 4; law++) {
        double *x = sample(law, 1);
        deviations d = measure(x, law);
        print_deviations(law_name[law], &d);
        assert_true(acceptable(&d));
        free(x);
    }
}

/* What a slip in the transformation would do: 0.3 per cent of scale, a shift, a coarse grid, a cut tail, a repeated sign. */
static void test_wrong_laws_are_rejected(void **state)
{
    (void)state;
    static const char *const slip[] = {"scale", "shift", "grid", "cut tail", "repeated", "other law"};
    double *x = sample(WEIGHTS_GAUSSIAN, 2), *y = malloc(COUNT * sizeof(double));
    assert_non_null(y);
    for (int k = 0; k < 6; k++) {
        for (size_t i = 0; i < COUNT; i++)
            y[i] = k == 0   ? 1.003 * x[i]
                   : k == 1 ? x[i] + 0.003
                   : k == 2 ? nearbyint(x[i] * 512) / 512
                   : k == 3 ? fmax(-3.9, fmin(3.9, x[i]))
                   : k == 4 ? (i % 64 == 0 && i > 0 ? y[i - 1] : x[i])
                            : x[i];
        if (k == 5) deq_sample(y, COUNT, WEIGHTS_STUDENT5, 77, 30000, 2, MATRIX_W, 0);
        deviations d = measure(y, WEIGHTS_GAUSSIAN);
        print_deviations(slip[k], &d);
        assert_false(acceptable(&d));
    }
    free(x);
    free(y);
}

/* Streams that differ in one part of the key: uncorrelated, as are their squares. */
static void test_streams_are_independent(void **state)
{
    (void)state;
    enum { LENGTH = 500000 };
    double *a = malloc(LENGTH * sizeof(double)), *b = malloc(LENGTH * sizeof(double));
    assert_non_null(a);
    assert_non_null(b);
    for (int law = 0; law < 4; law++) {
        deq_sample(a, LENGTH, (weight_law)law, 5, 400, 7, MATRIX_W, 0);
        for (int key = 0; key < 7; key++) {
            deq_sample(b, LENGTH, (weight_law)law,
                       key == 0   ? 6
                       : key == 1 ? 5 + (UINT64_C(1) << 32)
                                  : 5,
                       key == 2 ? 401 : 400, key == 3 ? 8 : 7,
                       key == 4   ? MATRIX_U
                       : key == 5 ? MATRIX_A
                                  : MATRIX_W,
                       key == 6 ? LENGTH : 0);
            double product = 0, squares = 0, deviation = fmax(fourth[law] - 1, 1e-9);
            for (size_t i = 0; i < LENGTH; i++) {
                product += a[i] * b[i];
                squares += (a[i] * a[i] - 1) * (b[i] * b[i] - 1);
            }
            product /= sqrt(LENGTH);
            squares /= sqrt(LENGTH) * deviation;
            if (!(fabs(product) <= 4.7) || !(fabs(squares) <= 4.7))
                print_message("%s key %d: %.2f %.2f\n", law_name[law], key, product, squares);
            assert_true(fabs(product) <= 4.7 && fabs(squares) <= 4.7);
        }
    }
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fixed_vectors),
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_wrong_laws_are_rejected),
        cmocka_unit_test(test_streams_are_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
