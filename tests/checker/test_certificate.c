/* Certificates of several activations are accepted, and their bound is below lambda_* and as sharp as promised. */
#include "tests/checker/support.h"

static const double points[] = {1,   0.5, -0.25, 2,   -1,   0.75, 0.5, 0.125, 3,   -2,  1,    0.0625,
                                0.3, 0.7, -1.1,  0.9, -0.2, -1.5, 0.4, 1.3,   2.5, 0.1, -0.6, -0.8};
/* norm 5, two orthogonal to each other */
static const double equal[] = {3, 4, 0, 0, 5, 0, -4, 0, 3, 0, -3, 4};
static const double wide[] = {1e-300, 0, 1, 1e300, 1e300, 0, -1e-200, 3e-200, 1e-200};

static void check(const char *phi, const char *s, slong n, slong d, const double *x, int normalise, slong bits)
{
    arb_t bound, lambda, least;
    char verdict[400], *text;

    arb_init(bound);
    arb_init(lambda);
    arb_init(least);
    text = new_certificate(bound, lambda, phi, s, n, d, x, normalise, bits);
    if (check_text(text, strlen(text), verdict) != 0 || strncmp(verdict, "proved: ", 8) != 0)
        fail_msg("%s, s = %s, n = %ld, %ld bits: %s", phi, s, (long)n, (long)bits, verdict);
    arb_mul_2exp_si(least, lambda, 4 - bits);
    arb_sub(least, lambda, least, bits + 64);
    if (!arb_le(bound, lambda) || !arb_ge(bound, least) || !arb_is_positive(bound)) {
        printf("# lambda_* = ");
        arb_printn(lambda, 40, 0);
        printf(", bound ");
        arb_printn(bound, 40, 0);
        fail_msg(" (%s, s = %s, n = %ld, %ld bits)", phi, s, (long)n, (long)bits);
    }
    free(text);
    arb_clear(bound);
    arb_clear(lambda);
    arb_clear(least);
}

static void test_activations(void **state)
{
    (void)state;
    check("tanh(x)", "0.08", 6, 4, points, 1, 32);
    check("relu(x)", "0.08", 6, 4, points, 1, 32);
    check("gelu(x)", "0.08", 6, 4, points, 1, 32);
    check("clip(x, -1, 1)", "0.08", 6, 4, points, 1, 32);
    check("sigmoid(x)", "0.08", 6, 4, points, 1, 32);
    check("abs(x)", "0.1", 6, 4, points, 1, 32);
    check("x", "0.4", 4, 4, points, 1, 32);
}

static void test_bits(void **state)
{
    (void)state;
    check("tanh(x)", "0.08", 6, 4, points, 1, 16);
    check("tanh(x)", "0.08", 6, 4, points, 1, 64);
    check("tanh(x)", "0.08", 6, 4, points, 1, 300);
    check("relu(x)", "0.08", 6, 4, points, 1, 64);
}

static void test_scales(void **state)
{
    (void)state;
    check("tanh(x)", "0.499", 6, 4, points, 1, 32); /* theta = 0.999 */
    check("1e-20*tanh(x)", "0.08", 6, 4, points, 1, 32);
    check("1e10*tanh(x)", "1e-22", 6, 4, points, 1, 32);
    check("sin(50*x)", "0.0001", 6, 4, points, 1, 32);
    check("tanh(x)", "1e-250", 6, 4, points, 1, 32);
}

static void test_points(void **state)
{
    (void)state;
    check("tanh(x)", "0.08", 1, 4, points, 1, 32);
    check("softplus(x)", "0.08", 2, 12, points, 1, 32);
    check("tanh(x)", "0.08", 4, 3, equal, 1, 32);
    check("tanh(x)", "0.08", 4, 3, equal, 0, 32);
    check("gelu(x)", "0.3", 4, 3, equal, 0, 50);
    check("sin(x)", "0.2", 3, 3, wide, 1, 32);
}

static void refuse(const char *phi, const char *s, slong n, slong d, const double *x, int normalise, const char *reason)
{
    activation_t phi_;
    activation_error_t error;
    points_t p;
    fmpq_t variance;
    gram_model_t model;
    reason_t why;
    arb_t bound;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    dq_status status;

    reason_init(why);
    assert_int_equal(activation_init(&phi_, phi, error), DQ_OK);
    points_init(p, n, d);
    memcpy(p->x, x, (size_t)(n * d) * sizeof(double));
    p->normalise = normalise;
    fmpq_init(variance);
    assert_int_equal(fmpq_set_decimal(variance, s, strlen(s), why), DQ_OK);
    gram_model_init(model, phi_, p, variance, 64);
    arb_init(bound);
    status = gram_certificate(out, bound, model, 32, why);
    fclose(out);
    if (status == DQ_OK || size != 0 || strstr(why->text, reason) == NULL)
        fail_msg("%s, s = %s: status %d, %zu bytes written, reason \"%s\" without \"%s\"", phi, s, (int)status, size,
                 why->text, reason);
    free(text);
    arb_clear(bound);
    gram_model_clear(model);
    fmpq_clear(variance);
    points_clear(p);
    activation_clear(phi_);
}

static void test_refused(void **state)
{
    static const double close[] = {1, 0, 1, 1e-6};

    (void)state;
    refuse("x", "0.08", 6, 4, points, 1, "lambda_* = 0");
    refuse("tanh(x)", "0.08", 6, 4, points, 0, "different norms");
    refuse("step(x)", "0.08", 6, 4, points, 1, "theta");
    refuse("x^2", "0.5", 6, 4, points, 1, "q_* does not exist");
    refuse("relu(x)", "0.08", 2, 2, close, 1, "terms of the Hermite series");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_activations), cmocka_unit_test(test_bits),
                                       cmocka_unit_test(test_scales), cmocka_unit_test(test_points),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
