/* Coefficients and kappa against the independent reference values, closed forms, other precisions and other expressions. */
#include <stdlib.h>
#include "support.h"

/* reads "name": "decimal" after *cursor; the ball gets the radius 10^-digits (absolute) */
static char *reference_field(const char **cursor, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, "\"%s\"", name);
    const char *at = strstr(*cursor, key);
    if (at == NULL) return NULL;
    at = strchr(at + strlen(key), '"');
    const char *end = strchr(at + 1, '"');
    *cursor = end + 1;
    return strndup(at + 1, (size_t) (end - at - 1));
}

static void ball_from_decimal(arb_t x, const char *text, slong digits)
{
    assert_int_equal(arb_set_str(x, text, 400), 0);
    arb_t e;
    arb_init(e);
    arb_set_ui(e, 10);
    arb_pow_ui(e, e, (ulong) digits, 64);
    arb_inv(e, e, 64);
    arb_add_error(x, e);
    arb_clear(e);
}

static const char *expression_of(const char *name)
{
    return strcmp(name, "hardtanh") == 0 ? "clip(x,-1,1)" : NULL;
}

static void reference_file(void **state)
{
    (void) state;
    FILE *file = fopen("tests/reference/hermite_gram.json", "r");
    assert_non_null(file);
    static char text[65536];
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    const char *cursor = text;
    slong checked = 0;
    char *name;
    while ((name = reference_field(&cursor, "activation")) != NULL) {
        char *q_text = reference_field(&cursor, "q"), *kappa_text = reference_field(&cursor, "kappa");
        char phi_text[80];
        snprintf(phi_text, sizeof phi_text, "%s", expression_of(name) ? expression_of(name) : name);
        if (expression_of(name) == NULL) strcat(phi_text, "(x)");
        activation_t phi = activation_of(phi_text);
        arb_t q, value;
        arb_init(q);
        arb_init(value);
        const char *list = strchr(strstr(cursor, "\"coeffs\""), '[');
        for (slong bits = 64; bits <= 256; bits *= 4) {
            hermite_t h;
            hermite_init(h);
            reason_t why;
            reason_init(why);
            assert_int_equal(arb_set_str(q, q_text, 400), 0);
            mag_zero(arb_radref(q)); /* the 40 printed digits as an exact number: kappa moves by less than 1e-38 */
            dq_status status = hermite_coefficients(h, phi, q, 64, bits, why);
            if (status != DQ_OK) fail_msg("%s: %s", phi_text, why->text);
            ball_from_decimal(value, kappa_text, 37);
            if (!arb_overlaps(h->kappa, value)) {
                print_ball("kappa", h->kappa);
                fail_msg("%s: kappa is not %s", phi_text, kappa_text);
            }
            assert_true(arb_rel_accuracy_bits(h->kappa) >= bits);
            const char *at = list;
            for (slong r = 0; r < 12; r++) {
                at = strchr(at, '"');
                const char *end = strchr(at + 1, '"');
                char *decimal = strndup(at + 1, (size_t) (end - at - 1));
                at = end + 1;
                ball_from_decimal(value, decimal, 34);
                if (!arb_overlaps(h->a + r, value)) {
                    print_ball("a_r", h->a + r);
                    fail_msg("%s: a_%ld is not %s", phi_text, (long) r, decimal);
                }
                arb_t scale, magnitude;
                arb_init(scale);
                arb_init(magnitude);
                arb_sqrt(scale, h->kappa, 64);
                arb_abs(magnitude, h->a + r);
                arb_max(scale, scale, magnitude, 64);
                assert_true(arb_is_zero(h->a + r) || arb_width_within(h->a + r, bits, scale));
                arb_clear(scale);
                arb_clear(magnitude);
                free(decimal);
                checked++;
            }
            hermite_clear(h);
        }
        arb_clear(q);
        arb_clear(value);
        activation_clear(phi);
        free(name);
        free(q_text);
        free(kappa_text);
    }
    assert_int_equal(checked, 12 * 12 * 2);
}

/* exp: a_r = e^{q/2} q^{r/2} / sqrt(r!), kappa = e^{2q}, kappa' = 2 e^{2q}; at several sizes and precisions */
static void exponential(void **state)
{
    (void) state;
    activation_t phi = activation_of("exp(x)");
    for (slong bits = 64; bits <= 1024; bits *= 4) {
        hermite_t h;
        hermite_init(h);
        reason_t why;
        reason_init(why);
        arb_t q, t, u;
        arb_init(q);
        arb_init(t);
        arb_init(u);
        arb_set_d(q, 2.0625);
        slong N = 100, prec = 2 * bits;
        if (hermite_coefficients(h, phi, q, N, bits, why) != DQ_OK) fail_msg("%s", why->text);
        for (slong r = 0; r <= N; r++) {
            arb_pow_ui(t, q, (ulong) r, prec);
            arb_sqrt(t, t, prec);
            arb_fac_ui(u, (ulong) r, prec);
            arb_sqrt(u, u, prec);
            arb_div(t, t, u, prec);
            arb_mul_2exp_si(u, q, -1);
            arb_exp(u, u, prec);
            arb_mul(t, t, u, prec);
            assert_agree("exp: a_r", h->a + r, t, bits - 6);
        }
        arb_mul_2exp_si(t, q, 1);
        arb_exp(t, t, prec);
        assert_agree("exp: kappa", h->kappa, t, bits - 8);
        if (hermite_kappa_derivative(u, phi, q, bits, why) != DQ_OK) fail_msg("%s", why->text);
        arb_mul_2exp_si(t, t, 1);
        assert_agree("exp: kappa'", u, t, bits - 10);
        arb_clear(q);
        arb_clear(t);
        arb_clear(u);
        hermite_clear(h);
    }
    activation_clear(phi);
}

/* the same function written in two ways must give overlapping coefficients: exact pieces against quadrature, macros against primitives */
static void two_expressions(void **state)
{
    (void) state;
    static const char *const pair[][2] = {
        {"mish(x)", "x*tanh(log1p(exp(x)))"},
        {"sigmoid(x)", "0.5+0.5*tanh(x/2)"},
        {"gelu(x)", "x*0.5*(1+erf(x/sqrt(2)))"},
        {"softplus(x)", "log(1+exp(x))"},
        {"relu(x)", "max(x,0)*(1+0*exp(-x^2))"},
        {"x^3-3*x", "x^3-3*x+0*sin(x)"},
        {"elu(x)", "max(x,0)+min(exp(x)-1+0*x,0*x)*step(-x)+0*x"},
    };
    for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++) {
        activation_t phi[2];
        activation_error_t error;
        hermite_t h[2];
        reason_t why;
        reason_init(why);
        arb_t q;
        arb_init(q);
        arb_set_d(q, 2.25);
        int usable = 1;
        for (int s = 0; s < 2; s++)
            if (activation_init(&phi[s], pair[k][s], error) != DQ_OK) {
                usable = 0;
                if (s == 1) activation_clear(phi[0]);
                break;
            }
        if (!usable) { /* only the last pair may be refused: min of a non-affine argument */
            assert_int_equal(k, sizeof pair / sizeof pair[0] - 1);
            arb_clear(q);
            continue;
        }
        for (int s = 0; s < 2; s++) {
            hermite_init(h[s]);
            if (hermite_coefficients(h[s], phi[s], q, 80, 128, why) != DQ_OK) fail_msg("%s: %s", pair[k][s], why->text);
        }
        for (slong r = 0; r <= 80; r++) assert_agree(pair[k][1], h[0]->a + r, h[1]->a + r, 118);
        assert_agree(pair[k][1], h[0]->kappa, h[1]->kappa, 118);
        for (int s = 0; s < 2; s++) {
            hermite_clear(h[s]);
            activation_clear(phi[s]);
        }
        arb_clear(q);
    }
}

/* higher precision inside lower precision, and a ball q contains the results of its members */
static void halving(void **state)
{
    (void) state;
    static const char *const text[] = {"tanh(x)", "elu(x)", "x*exp(-x^2/2)", "clip(x,-1,2)", "atan(x)", "x/(1+abs(x))"};
    for (size_t k = 0; k < sizeof text / sizeof text[0]; k++) {
        activation_t phi = activation_of(text[k]);
        hermite_t h[3];
        reason_t why;
        reason_init(why);
        arb_t q;
        arb_init(q);
        for (int s = 0; s < 3; s++) {
            hermite_init(h[s]);
            arb_set_d(q, 2.125);
            if (s == 2) mag_set_ui_2exp_si(arb_radref(q), 1, -70);
            if (hermite_coefficients(h[s], phi, q, 40, s == 1 ? 192 : 64, why) != DQ_OK) fail_msg("%s: %s", text[k], why->text);
        }
        for (slong r = 0; r <= 40; r++)
            if (!arb_contains(h[0]->a + r, h[1]->a + r) || !arb_contains(h[2]->a + r, h[1]->a + r)) {
                print_ball("64 bits ", h[0]->a + r);
                print_ball("192 bits", h[1]->a + r);
                print_ball("ball q  ", h[2]->a + r);
                fail_msg("%s: a_%ld is not nested", text[k], (long) r);
            }
        assert_true(arb_contains(h[0]->kappa, h[1]->kappa));
        assert_true(arb_contains(h[2]->kappa, h[1]->kappa));
        for (int s = 0; s < 3; s++) hermite_clear(h[s]);
        arb_clear(q);
        activation_clear(phi);
    }
}

static void refusals(void **state)
{
    (void) state;
    activation_t phi = activation_of("exp(x^2/10)");
    hermite_t h;
    hermite_init(h);
    reason_t why;
    reason_init(why);
    arb_t q;
    arb_init(q);
    arb_set_ui(q, 3); /* 2/10 >= 1/(2q) */
    assert_int_equal(hermite_coefficients(h, phi, q, 10, 64, why), DQ_INPUT);
    assert_true(why->text[0] != '\0');
    arb_set_ui(q, 2);
    assert_int_equal(hermite_coefficients(h, phi, q, 10, 64, why), DQ_OK);
    assert_int_equal(hermite_coefficients(h, phi, q, -1, 64, why), DQ_INPUT);
    assert_int_equal(hermite_coefficients(h, phi, q, HERMITE_MAX_TERMS + 1L, 64, why), DQ_INPUT);
    arb_set_si(q, -1);
    assert_int_equal(hermite_coefficients(h, phi, q, 10, 64, why), DQ_INPUT);
    arb_clear(q);
    hermite_clear(h);
    activation_clear(phi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_file), cmocka_unit_test(exponential), cmocka_unit_test(two_expressions),
        cmocka_unit_test(halving),        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
