/* api: enclosures against reference values in both forms, refusals with their message, threads. */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "api/deqcert.h"

static const double points[9] = {1, 0, 0.5, -0.5, 1, 0, 0.25, 0.5, 1};

static deqcert_activation *parsed(const char *expression)
{
    deqcert_activation *phi = NULL;
    char message[DEQCERT_MESSAGE];
    if (deqcert_activation_parse(&phi, expression, message) != DEQCERT_OK) fail_msg("%s: %s", expression, message);
    assert_string_equal(message, "");
    return phi;
}

static deqcert_model small(const deqcert_activation *phi)
{
    return (deqcert_model){phi, "0.08", 3, 3, points, 1};
}

/* Both forms contain the reference and are as narrow as promised; the decimals, of fewer digits, contain the doubles. */
static void check_forms(const deqcert_enclosure *x, double reference, double width)
{
    double lower = strtod(x->lower, NULL), upper = strtod(x->upper, NULL), ulp = 1e-15 * (fabs(reference) + 1e-300);
    if (!(x->lower_double <= reference + ulp && reference - ulp <= x->upper_double &&
          x->upper_double - x->lower_double <= width + ulp && upper - lower <= 1.1 * width + ulp &&
          lower <= x->lower_double + ulp && x->upper_double - ulp <= upper))
        fail_msg("[%s, %s], [%.17g, %.17g], reference %.17g, width %g", x->lower, x->upper, x->lower_double,
                 x->upper_double, reference, width);
}

/* a_1, a_3 and kappa of tanh at q = 1 by mpmath with 40 digits, as in tests/cli/numbers.sh. */
static void test_hermite(void **state)
{
    (void)state;
    deqcert_activation *phi = parsed("tanh(x)");
    deqcert_enclosure a[4], tail, kappa;
    char message[DEQCERT_MESSAGE];
    for (long bits = 16; bits <= 1024; bits *= 4) {
        assert_int_equal(deqcert_hermite(a, &tail, &kappa, phi, "1", 4, bits, message), DEQCERT_OK);
        double width = ldexp(1, (int)(4 - bits)) * 0.63;
        check_forms(&a[1], 0.60570550960215882558, width);
        check_forms(&a[3], -0.14843719078727270405, width);
        check_forms(&kappa, 0.39429449039784117442, width);
        check_forms(&tail, 0.0053817264266130606318, width);
        assert_string_equal(a[0].lower, "0");
        assert_true(a[2].lower_double == 0 && a[2].upper_double == 0);
        for (int r = 0; r < 4; r++) deqcert_enclosure_clear(&a[r]);
        deqcert_enclosure_clear(&tail);
        deqcert_enclosure_clear(&kappa);
        deqcert_enclosure_clear(&kappa);
    }
    deqcert_activation_free(phi);
}

/* Orthogonal points and an odd phi: K is diagonal, so lambda_* = kappa.  Identity, s = 0.25: q = 2 s q + 2, kappa = q = 4. */
static void test_closed_form(void **state)
{
    (void)state;
    static const double identity[4] = {1, 0, 0, 1};
    deqcert_activation *phi = parsed("x");
    deqcert_model model = {phi, "0.25", 2, 2, identity, 1};
    deqcert_enclosure lambda;
    double lower[4], upper[4], q_lower[2], q_upper[2];
    assert_int_equal(deqcert_lambda_star(&lambda, &model, 64, 0, NULL), DEQCERT_OK);
    check_forms(&lambda, 4, ldexp(1, -57));
    deqcert_enclosure_clear(&lambda);
    assert_int_equal(deqcert_lambda_star(&lambda, &model, 64, 1e-2, NULL), DEQCERT_OK);
    check_forms(&lambda, 4, 0.05);
    deqcert_enclosure_clear(&lambda);
    assert_int_equal(deqcert_gram_limit(lower, upper, q_lower, q_upper, &model, 64, NULL), DEQCERT_OK);
    for (int i = 0; i < 4; i++) {
        double k = i % 3 == 0 ? 4 : 0;
        if (!(lower[i] <= k && k <= upper[i] && upper[i] - lower[i] < 2e-15))
            fail_msg("K %d: [%.17g, %.17g]", i, lower[i], upper[i]);
    }
    for (int i = 0; i < 2; i++) assert_true(q_lower[i] <= 4 && 4 <= q_upper[i] && q_upper[i] - q_lower[i] < 2e-15);
    deqcert_activation_free(phi);
}

/* Numbers that are no doubles, known to 256 bits: the doubles are the two neighbours, and the decimals lie between them. */
static void test_outward(void **state)
{
    (void)state;
    deqcert_activation *phi = parsed("tanh(x)");
    deqcert_model model = small(phi);
    deqcert_enclosure x[5];
    double lower[9], upper[9];
    assert_int_equal(deqcert_lambda_star(&x[4], &model, 256, 0, NULL), DEQCERT_OK);
    assert_int_equal(deqcert_hermite(x, NULL, NULL, phi, "1", 4, 256, NULL), DEQCERT_OK);
    for (int k = 0; k < 5; k++) {
        if (k == 1 || k >= 3) {
            char below[40], above[40]; /* the shared leading digits decide: positive numbers in plain notation */
            int negative = x[k].lower[0] == '-';
            snprintf(below, sizeof below, "%.30f", negative ? -x[k].upper_double : x[k].lower_double);
            snprintf(above, sizeof above, "%.30f", negative ? -x[k].lower_double : x[k].upper_double);
            if (!(strcmp(below, x[k].lower + negative) < 0 && strcmp(x[k].lower + negative, above) < 0 &&
                  nextafter(x[k].lower_double, INFINITY) == x[k].upper_double))
                fail_msg("%d: %s, doubles %s and %s", k, x[k].lower, below, above);
        }
        deqcert_enclosure_clear(&x[k]);
    }
    assert_int_equal(deqcert_gram_limit(lower, upper, NULL, NULL, &model, 256, NULL), DEQCERT_OK);
    for (int k = 0; k < 9; k++) assert_true(nextafter(lower[k], INFINITY) == upper[k]);
    deqcert_activation_free(phi);
}

/* Two equal points: proved singular, exactly zero. */
static void test_singular(void **state)
{
    (void)state;
    static const double twins[4] = {1, 2, 1, 2};
    deqcert_activation *phi = parsed("tanh(x)");
    deqcert_model model = {phi, "0.08", 2, 2, twins, 1};
    deqcert_enclosure lambda;
    assert_int_equal(deqcert_lambda_star(&lambda, &model, 64, 0, NULL), DEQCERT_OK);
    assert_true(lambda.lower_double == 0 && lambda.upper_double == 0);
    assert_string_equal(lambda.upper, "0");
    deqcert_enclosure_clear(&lambda);
    deqcert_activation_free(phi);
}

/* Points of different norms: q_* of each point by its own; a longer point has the larger variance. */
static void test_general_norms(void **state)
{
    (void)state;
    deqcert_activation *phi = parsed("tanh(x)");
    deqcert_model model = small(phi);
    double lower[9], upper[9], q_lower[3], q_upper[3];
    model.normalise = 0;
    assert_int_equal(deqcert_gram_limit(lower, upper, q_lower, q_upper, &model, 64, NULL), DEQCERT_OK);
    assert_true(q_lower[2] > q_upper[0]); /* norms^2 1.25, 1.25, 1.3125 */
    assert_true(fabs(q_lower[0] - q_lower[1]) < 1e-14);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            assert_true(lower[3 * i + j] == lower[3 * j + i] && lower[3 * i + j] <= upper[3 * i + j]);
            assert_true(upper[3 * i + j] - lower[3 * i + j] < 1e-14);
        }
    deqcert_activation_free(phi);
}

static void says(deqcert_status wanted, deqcert_status got, const char *message, const char *part)
{
    if (wanted != got || strstr(message, part) == NULL || strchr(message, '\n') != NULL)
        fail_msg("%s \"%s\", not %s with \"%s\"", deqcert_status_name(got), message, deqcert_status_name(wanted), part);
}

static void test_refusals(void **state)
{
    (void)state;
    static double bad[9];
    deqcert_activation *phi = parsed("tanh(x)"), *other = NULL;
    deqcert_enclosure a[4], untouched = {NULL, NULL, -7, -7};
    deqcert_model model = small(phi), m;
    char message[DEQCERT_MESSAGE];
#define REFUSES(part, call) says(DEQCERT_INPUT, call, message, part)
    REFUSES("column 6", deqcert_activation_parse(&other, "tanh(", message));
    REFUSES("NULL", deqcert_activation_parse(&other, NULL, message));
    assert_null(other);
    for (int k = 0; k < 7; k++) {
        static const char *const q[] = {"0", "-1", "nan", "inf", "", "1/2", "0x1"};
        assert_int_equal(deqcert_hermite(a, NULL, NULL, phi, q[k], 4, 64, message), DEQCERT_INPUT);
        assert_true(*message != '\0');
    }
    REFUSES("terms", deqcert_hermite(a, NULL, NULL, phi, "1", 0, 64, message));
    REFUSES("terms", deqcert_hermite(a, NULL, NULL, phi, "1", 65537, 64, message));
    REFUSES("bits", deqcert_hermite(a, NULL, NULL, phi, "1", 4, 15, message));
    REFUSES("bits", deqcert_lambda_star(&untouched, &model, 4097, 0, message));
    REFUSES("relative", deqcert_lambda_star(&untouched, &model, 64, NAN, message));
    REFUSES("relative", deqcert_lambda_star(&untouched, &model, 64, 1, message));
    m = model, m.sigma_w2 = "nan";
    REFUSES("sigma_w2", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    m = model, m.sigma_w2 = "1e-301";
    REFUSES("1e-300", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    m = model, m.n = 0;
    REFUSES("0 points", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    m = model, m.n = SIZE_MAX / 2;
    REFUSES("points of dimension", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    memcpy(bad, points, sizeof bad);
    m = model, m.x = bad, bad[4] = NAN;
    REFUSES("coordinate 1 of point 1", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    bad[4] = 1, bad[6] = bad[7] = bad[8] = 0;
    REFUSES("needs a direction", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    REFUSES("q_lower", deqcert_gram_limit(bad, bad, bad, NULL, &model, 64, message));
    other = parsed("exp(x^2/4)"); /* E phi^2 = E exp(y^2/2), y ~ N(0, 2) */
    m = small(other);
    REFUSES("infinite", deqcert_lambda_star(&untouched, &m, 64, 0, message));
    deqcert_activation_free(other);
    other = parsed("x^2"); /* q = 2 s 3 q^2 + 2 has no solution at s = 0.5 */
    m = small(other), m.sigma_w2 = "0.5";
    says(DEQCERT_NONEXISTENT, deqcert_lambda_star(&untouched, &m, 64, 0, message), message, "");
    assert_true(*message != '\0');
    assert_int_equal(deqcert_lambda_star(&untouched, &m, 64, 0, NULL), DEQCERT_NONEXISTENT);
    assert_true(untouched.lower == NULL && untouched.lower_double == -7);
    deqcert_activation_free(other);
    deqcert_activation_free(phi);
    deqcert_activation_free(NULL);
}

enum { THREADS = 4, ROUNDS = 3 };

static void *work(void *shared)
{
    const deqcert_model *model = shared;
    char *text = malloc(400);
    *text = '\0';
    for (int k = 0; k < ROUNDS; k++) {
        deqcert_enclosure lambda, a[8];
        if (deqcert_lambda_star(&lambda, model, 64 + 32 * k, 0, NULL) != DEQCERT_OK ||
            deqcert_hermite(a, NULL, NULL, model->phi, "1.5", 8, 64, NULL) != DEQCERT_OK)
            return text;
        snprintf(text + strlen(text), 400 - strlen(text), "%s %s;", lambda.lower, a[7].upper);
        deqcert_enclosure_clear(&lambda);
        for (int r = 0; r < 8; r++) deqcert_enclosure_clear(&a[r]);
    }
    deqcert_thread_end();
    return text;
}

/* Threads that share an activation and a model print what one alone prints. */
static void test_threads(void **state)
{
    (void)state;
    deqcert_activation *phi = parsed("silu(x)");
    deqcert_model model = small(phi);
    pthread_t thread[THREADS];
    char *alone = work(&model);
    assert_true(strlen(alone) > 100);
    for (int k = 0; k < THREADS; k++) assert_int_equal(pthread_create(&thread[k], NULL, work, &model), 0);
    for (int k = 0; k < THREADS; k++) {
        void *text;
        assert_int_equal(pthread_join(thread[k], &text), 0);
        assert_string_equal(text, alone);
        free(text);
    }
    free(alone);
    deqcert_activation_free(phi);
}

static void test_names(void **state)
{
    (void)state;
    deqcert_activation *phi = parsed("max(x, 0)");
    assert_true(strlen(deqcert_activation_text(phi)) > 0);
    assert_true(strchr("0123456789", *deqcert_version()) != NULL);
    for (deqcert_status s = DEQCERT_OK; s <= DEQCERT_MEMORY; s++)
        assert_string_not_equal(deqcert_status_name(s), "unknown");
    deqcert_activation_free(phi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hermite),  cmocka_unit_test(test_closed_form),   cmocka_unit_test(test_outward),
        cmocka_unit_test(test_singular), cmocka_unit_test(test_general_norms), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_threads),  cmocka_unit_test(test_names),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    deqcert_thread_end();
    return failed;
}
