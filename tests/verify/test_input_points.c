/* The points of a case: generators, keyed numbers, exact tests of parallel points. */
#include <math.h>
#include "tests/verify/scratch_case.h"
#include "verify/input/keyed_gaussian.h"

static void test_orthogonal(void **state)
{
    case_t c;

    (void)state;
    c = load_text("activation: {phi: x}\nmodel: {sigma_w2: 0.1}\ndata: {orthogonal: {n: 3, d: 5}}\n");
    for (slong i = 0; i < 15; i++) assert_true(c->points->x[i] == (i % 5 == i / 5 ? 1 : 0));
    case_clear(c);
}

/* Small integer points, so that many are parallel; the second route multiplies crosswise in integers. */
static void test_parallel(void **state)
{
    uint64_t random = 5;
    int found = 0;

    (void)state;
    for (int trial = 0; trial < 600; trial++) {
        int x[6][3], parallel = 0, zero = 0, d = 2 + trial % 2, n = 2 + trial % 5, range = 2 + trial % 7;
        char text[400];
        size_t used = 0;
        for (int i = 0; i < n; i++)
            for (int k = 0; k < d; k++) {
                random = random * 6364136223846793005u + 1442695040888963407u;
                x[i][k] = (int)((random >> 33) % (uint64_t)(2 * range + 1)) - range;
                used += (size_t)snprintf(text + used, sizeof text - used, "%de-3%c", x[i][k] * 1000,
                                         k == d - 1 ? '\n' : ',');
            }
        for (int i = 0; i < n; i++) {
            int nonzero = 0;
            for (int k = 0; k < d; k++) nonzero |= x[i][k];
            zero |= !nonzero;
            for (int j = 0; j < i; j++) {
                int cross = 0;
                for (int k = 0; k < d; k++)
                    for (int l = 0; l < k; l++) cross |= x[i][k] * x[j][l] - x[i][l] * x[j][k];
                parallel |= cross == 0;
            }
        }
        write_file("points.csv", text);
        if ((refused(PLAIN) > 0) != (zero || parallel))
            fail_msg("parallel = %d, zero = %d, but refused = %d:\n%s", parallel, zero, !(zero || parallel), text);
        if ((refused(PLAIN "planted: true\n") > 0) != zero) fail_msg("planted, zero = %d:\n%s", zero, text);
        found += parallel && !zero;
    }
    if (found < 50 || found > 500) fail_msg("%d of 600 trials with parallel points: the test does not test", found);
}

/* Points that doubles alone would confuse. */
static void test_nearly_parallel(void **state)
{
    static const char *const apart[] = {"1,1\n1,1.0000000000000002\n",
                                        "1,1e-300\n1,2e-300\n",
                                        "1e200,1e-200\n1e200,0\n",
                                        "3,1e-310\n6,1e-310\n",
                                        "0.1,0.3\n1,3\n",
                                        "1e300,1\n-1e300,1\n",
                                        "1,1e-320\n1,2e-320\n",
                                        "4503599627370497,4503599627370498\n4503599627370498,4503599627370499\n"};
    static const char *const together[] = {"1e300,1e-300\n1e300,1e-300\n", "0.5,0.75\n-1,-1.5\n",
                                           "5e-324,0\n1e308,0\n",          "0,0.1\n0,-0.3\n",
                                           "0.1,0.3\n0.2,0.6\n",           "-0,1\n0,1\n"};

    (void)state;
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++) {
        write_file("points.csv", apart[i]);
        case_clear(load_text(PLAIN));
    }
    for (size_t i = 0; i < sizeof together / sizeof *together; i++) {
        write_file("points.csv", together[i]);
        if (refused(PLAIN) != 1) fail_msg("accepted: %s", together[i]);
    }
}

/* Ten thousand points stay quick: no pairwise comparison. */
static void test_many_points(void **state)
{
    case_t c;

    (void)state;
    c = load_text("activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.1}\ndata: {sphere: {n: 10000, d: 3, seed: 4}}\n");
    assert_int_equal(c->points->n, 10000);
    case_clear(c);
}

/* The first numbers of three streams, computed apart with 50 digits from the definition; their doubles are fixed for
 * ever. */
static void test_keyed_values(void **state)
{
    static const struct {
        uint64_t seed;
        keyed_stream stream;
        double value[5];
    } known[] = {{1,
                  STREAM_POINTS,
                  {-0.67733202598470227484, -1.5071275816300874639, 0.16636629389399020863, 0.45570280168310330516,
                   0.29906857942743719805}},
                 {2,
                  STREAM_LABELS,
                  {-0.43205407219765241485, -0.14892353915309711191, -0.52080444477702812973, -0.37581530105937087667,
                   -0.89318602235655146816}},
                 {UINT64_MAX,
                  STREAM_POINTS,
                  {-0.59220787775338557126, 0.59242533502079391071, 2.2382097243972794499, -2.6892228309631265251,
                   -0.40262859963757071048}}};
    double value[5], all[100], part[99];
    char hash[33];

    (void)state;
    for (int s = 0; s < 3; s++) {
        keyed_gaussian(value, 5, known[s].seed, known[s].stream);
        for (int i = 0; i < 5; i++)
            if (!(fabs(value[i] - known[s].value[i]) <= 0x1p-50 * fabs(known[s].value[i])))
                fail_msg("stream %d, number %d: %a instead of %a", s, i, value[i], known[s].value[i]);
    }
    keyed_gaussian(all, 100, 7, STREAM_POINTS);
    keyed_gaussian(part, 99, 7, STREAM_POINTS);
    assert_memory_equal(all, part, sizeof part);
    fnv128(hash, (const char *)all, sizeof all);
    assert_string_equal(hash, "f28683389cb6c2f51f70eb85c417f888"); /* every bit of the first hundred doubles */
}

static void test_keyed_log(void **state)
{
    double worst = 0;

    (void)state;
    for (int i = 1; i < 200000; i++) {
        double u = i < 100000 ? i / 100000.0 : ldexp(1 + i / 200000.0, -(i % 1000)), exact = log(u);
        double error = fabs(keyed_log(u) - exact) / fmax(fabs(exact), 0x1p-3);
        if (!(error <= worst)) worst = error;
    }
    if (!(worst <= 0x1p-49)) fail_msg("relative error %a", worst);
    assert_true(keyed_log(1) == 0);
}

/* Moments and distribution of a million numbers: |error| within five standard deviations. */
static void test_keyed_distribution(void **state)
{
    enum { COUNT = 1000000 };
    double *value = malloc(COUNT * sizeof(double)), sum[4] = {0}, product = 0;
    const double variance[4] = {1, 2, 15, 96}; /* of g, g^2, g^3, g^4 */
    const double mean[4] = {0, 1, 0, 3};
    slong within = 0;

    (void)state;
    keyed_gaussian(value, COUNT, 3, STREAM_LABELS);
    for (int i = 0; i < COUNT; i++) {
        double power = 1;
        for (int k = 0; k < 4; k++) sum[k] += power *= value[i];
        within += fabs(value[i]) < 1;
        product += i > 0 ? value[i] * value[i - 1] : 0;
    }
    for (int k = 0; k < 4; k++)
        if (!(fabs(sum[k] / COUNT - mean[k]) <= 5 * sqrt(variance[k] / COUNT)))
            fail_msg("moment %d is %g", k + 1, sum[k] / COUNT);
    if (!(fabs((double)within / COUNT - 0.682689492137) <= 5 * sqrt(0.2166 / COUNT)))
        fail_msg("within one standard deviation: %g", (double)within / COUNT);
    if (!(fabs(product / COUNT) <= 5 / sqrt(COUNT))) fail_msg("neighbours correlate: %g", product / COUNT);
    free(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orthogonal),         cmocka_unit_test(test_parallel),
        cmocka_unit_test(test_nearly_parallel),    cmocka_unit_test(test_many_points),
        cmocka_unit_test(test_keyed_values),       cmocka_unit_test(test_keyed_log),
        cmocka_unit_test(test_keyed_distribution),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
