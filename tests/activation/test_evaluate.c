/* Evaluators against mpmath (values.h), against each other at another precision, and by random containment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <cmocka.h>

#include "activation/activation.h"
#include "tests/activation/values.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void make(activation_t *phi, const char *text)
{
    activation_error_t error;
    if (activation_init(phi, text, error) != DQ_OK)
        fail_msg("%s refused at byte %ld: %s", text, (long)error->offset, error->why->text);
}

/* A reference value of 45 digits as a ball. */
static void reference(arb_t v, const char *text, slong digits)
{
    mag_t radius;
    arb_set_str(v, text, 400);
    mag_init(radius);
    arb_get_mag(radius, v);
    for (slong i = 0; i < digits; i++) mag_div_ui(radius, radius, 10);
    arb_add_error_mag(v, radius);
    mag_clear(radius);
}

static void test_real_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(real_value); i++) {
        activation_t phi;
        arb_t x, y, expected, exact_x;
        make(&phi, real_value[i].expression);
        arb_init(x);
        arb_init(y);
        arb_init(expected);
        arb_init(exact_x);
        for (slong prec = 64; prec <= 1024; prec *= 4) {
            fmpq_t r;
            reason_t why;
            fmpq_init(r);
            assert_int_equal(fmpq_set_decimal(r, real_value[i].x, strlen(real_value[i].x), why), DQ_OK);
            arb_set_fmpq(x, r,
                         5 * prec + 400); /* decimals like 1e-20 are not dyadic: a ball far narrower than the result */
            fmpq_clear(r);
            activation_eval_arb(y, phi, x, prec);
            reference(expected, real_value[i].value, 43);
            if (!arb_overlaps(y, expected) || !(arb_rel_accuracy_bits(y) >= prec - 6))
                fail_msg("%s at x=%s, %ld bits: got %s (%ld good bits), expected %s", real_value[i].expression,
                         real_value[i].x, (long)prec, arb_get_str(y, 45, 0), (long)arb_rel_accuracy_bits(y),
                         real_value[i].value);
        }
        arb_clear(x);
        arb_clear(y);
        arb_clear(expected);
        arb_clear(exact_x);
        activation_clear(phi);
    }
}

static void test_complex_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(complex_value); i++) {
        activation_t phi;
        acb_t z, y, expected;
        arb_t size;
        mag_t radius;
        make(&phi, complex_value[i].expression);
        acb_init(z);
        acb_init(y);
        acb_init(expected);
        arb_init(size);
        mag_init(radius);
        for (slong prec = 64; prec <= 256; prec *= 2) {
            arb_set_str(acb_realref(z), complex_value[i].re, 64);
            arb_set_str(acb_imagref(z), complex_value[i].im, 64);
            assert_true(acb_is_exact(z));
            activation_piece_eval_acb(y, phi, 0, z, prec);
            arb_set_str(acb_realref(expected), complex_value[i].value_re, 400);
            arb_set_str(acb_imagref(expected), complex_value[i].value_im, 400);
            acb_abs(size, expected, 30);
            arb_get_mag(radius, size);
            for (int k = 0; k < 43; k++) mag_div_ui(radius, radius, 10);
            arb_add_error_mag(acb_realref(expected), radius);
            arb_add_error_mag(acb_imagref(expected), radius);
            if (!acb_overlaps(y, expected) || !(acb_rel_accuracy_bits(y) >= prec - 12))
                fail_msg("%s at z=%s+%si, %ld bits: got %s + %s i (%ld good bits), expected %s + %s i",
                         complex_value[i].expression, complex_value[i].re, complex_value[i].im, (long)prec,
                         arb_get_str(acb_realref(y), 45, 0), arb_get_str(acb_imagref(y), 45, 0),
                         (long)acb_rel_accuracy_bits(y), complex_value[i].value_re, complex_value[i].value_im);
        }
        acb_clear(z);
        acb_clear(y);
        acb_clear(expected);
        arb_clear(size);
        mag_clear(radius);
        activation_clear(phi);
    }
}

static void test_taylor_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(taylor_value); i++) {
        activation_t phi;
        arb_ptr y = _arb_vec_init(7);
        arb_t x, expected;
        make(&phi, taylor_value[i].expression);
        arb_init(x);
        arb_init(expected);
        arb_set_str(x, taylor_value[i].x, 64);
        for (slong length = 1; length <= 7; length++) {
            activation_piece_eval_series(y, phi, 0, x, length, 128);
            for (slong k = 0; k < length; k++) {
                mag_t noise;
                arb_set_str(expected, taylor_value[i].coefficient[k], 128);
                mag_init(noise); /* the contour sum is good to about 1e-28 (1 + |f|) here */
                arb_get_mag(noise, expected);
                for (int j = 0; j < 26; j++) mag_div_ui(noise, noise, 10);
                arb_add_error_mag(expected, noise);
                mag_set_d(noise, 1e-26);
                arb_add_error_mag(expected, noise);
                mag_clear(noise);
                if (!arb_overlaps(y + k, expected) || mag_cmp_2exp_si(arb_radref(y + k), -70) > 0)
                    fail_msg("%s at x=%s, coefficient %ld of %ld: got %s, expected %s", taylor_value[i].expression,
                             taylor_value[i].x, (long)k, (long)length, arb_get_str(y + k, 40, 0),
                             taylor_value[i].coefficient[k]);
            }
        }
        _arb_vec_clear(y, 7);
        arb_clear(x);
        arb_clear(expected);
        activation_clear(phi);
    }
}

/* Two formulas of one function agree at every precision. */
static void test_mish_is_its_definition(void **state)
{
    static const char *const pair[][2] = {{"mish(x)", "x*tanh(log1p(exp(x)))"},
                                          {"silu(x)", "x/(1+exp(-x))"},
                                          {"gelu(x)", "x*(1+erf(x/sqrt(2)))/2"},
                                          {"sigmoid(x)", "(1+tanh(x/2))/2"},
                                          {"softplus(x)", "log(1+exp(x))"}};
    flint_rand_t random;
    (void)state;
    flint_randinit(random);
    for (size_t p = 0; p < COUNT(pair); p++) {
        activation_t f, g;
        arb_t x, y, z;
        make(&f, pair[p][0]);
        make(&g, pair[p][1]);
        arb_init(x);
        arb_init(y);
        arb_init(z);
        for (slong prec = 64; prec <= 1024; prec *= 4)
            for (int i = 0; i < 40; i++) {
                arf_set_si(arb_midref(x), (slong)(n_randlimb(random) % 4000) - 2000);
                arf_mul_2exp_si(arb_midref(x), arb_midref(x), -7);
                activation_eval_arb(y, f, x, prec);
                activation_eval_arb(z, g, x, prec);
                if (!arb_overlaps(y, z) || !(arb_rel_accuracy_bits(y) >= prec - 6) ||
                    (p < 2 && !(arb_rel_accuracy_bits(z) >= prec - 6)))
                    fail_msg("%s and %s at %s, %ld bits: %s and %s", pair[p][0], pair[p][1], arb_get_str(x, 20, 0),
                             (long)prec, arb_get_str(y, 30, 0), arb_get_str(z, 30, 0));
            }
        arb_clear(x);
        arb_clear(y);
        arb_clear(z);
        activation_clear(f);
        activation_clear(g);
    }
    flint_randclear(random);
}

static const char *const sample[] = {
    "tanh(x)",      "gelu(x)",  "mish(x)",    "softplus(x)",  "sigmoid(x)",    "x*exp(-x^2/2)",        "asinh(x)^3",
    "atan(x)",      "erf(x)",   "erfc(x)",    "tan(tanh(x))", "1/(2+sin(x))",  "sin(x)/(1+x^2)",       "log(cosh(x))",
    "(1+x^2)^-1.5", "x^4-x",    "relu(x)",    "elu(x,0.7)",   "softsign(x)",   "clip(x,-1,1)*exp(x)",  "sign(x)*cos(x)",
    "step(x-0.1)",  "expm1(x)", "log1p(x^2)", "2^-x",         "x^5*sinh(x/4)", "1/(1+exp(-x)+tanh(x))"};

/* A wide ball's result contains the value at every point of the ball, for all evaluators. */
static void test_containment(void **state)
{
    flint_rand_t random;
    (void)state;
    flint_randinit(random);
    for (size_t s = 0; s < COUNT(sample); s++) {
        activation_t phi;
        arb_t x, point, y, value;
        acb_t z, w, box, inside;
        arb_ptr wide = _arb_vec_init(5), narrow = _arb_vec_init(5);
        make(&phi, sample[s]);
        arb_init(x);
        arb_init(point);
        arb_init(y);
        arb_init(value);
        acb_init(z);
        acb_init(w);
        acb_init(box);
        acb_init(inside);
        for (int i = 0; i < 300; i++) {
            slong piece = (slong)(n_randlimb(random) % (ulong)activation_pieces(phi)),
                  shift = 3 + (slong)(n_randlimb(random) % 30);
            arf_set_si(arb_midref(x), (slong)(n_randlimb(random) % 2048) - 1024);
            arf_mul_2exp_si(arb_midref(x), arb_midref(x), -7);
            mag_set_ui_2exp_si(arb_radref(x), n_randlimb(random) % 64, -shift);
            arb_set_arf(point, arb_midref(x));
            arf_set_mag(arb_midref(value), arb_radref(x));
            arf_mul_si(arb_midref(value), arb_midref(value), (slong)(n_randlimb(random) % 257) - 128, ARF_PREC_EXACT,
                       ARF_RND_DOWN);
            arf_mul_2exp_si(arb_midref(value), arb_midref(value), -7);
            arf_add(arb_midref(point), arb_midref(point), arb_midref(value), ARF_PREC_EXACT, ARF_RND_DOWN);
            assert_true(arb_contains(x, point));
            activation_eval_arb(y, phi, x, 64);
            activation_eval_arb(value, phi, point, 200);
            if (!arb_is_finite(y) || !arb_contains(y, value))
                fail_msg("%s on %s does not contain the value at %s", sample[s], arb_get_str(x, 20, 0),
                         arb_get_str(point, 20, 0));
            activation_piece_eval_series(wide, phi, piece, x, 5, 64);
            activation_piece_eval_series(narrow, phi, piece, point, 5, 200);
            for (slong k = 0; k < 5; k++)
                if (arb_is_finite(wide) && arb_is_finite(wide + k) && !arb_overlaps(wide + k, narrow + k))
                    fail_msg("%s, piece %ld, coefficient %ld on %s misses that at %s", sample[s], (long)piece, (long)k,
                             arb_get_str(x, 20, 0), arb_get_str(point, 20, 0));
            arb_set(acb_realref(box), x);
            mag_set_ui_2exp_si(arb_radref(acb_imagref(box)), 1, -5);
            arb_set(acb_realref(inside), point);
            arb_set_d(acb_imagref(inside), 0.015625);
            activation_piece_eval_acb(z, phi, piece, box, 64);
            activation_piece_eval_acb(w, phi, piece, inside, 200);
            if (acb_is_finite(z) && acb_is_finite(w) && !acb_overlaps(z, w))
                fail_msg("%s, piece %ld, complex box around %s misses a value", sample[s], (long)piece,
                         arb_get_str(x, 20, 0));
        }
        _arb_vec_clear(wide, 5);
        _arb_vec_clear(narrow, 5);
        arb_clear(x);
        arb_clear(point);
        arb_clear(y);
        arb_clear(value);
        acb_clear(z);
        acb_clear(w);
        acb_clear(box);
        acb_clear(inside);
        activation_clear(phi);
    }
    flint_randclear(random);
}

/* On [1, 1.25] the range of each expression is known: the enclosure is at most `slack` times wider. */
static void test_wide_balls_stay_tight(void **state)
{
    static const struct {
        const char *text;
        double slack;
    } tight[] = {{"tanh(x)", 1.01}, {"x-x^2/4", 1.2},   {"x*exp(-x)", 5}, {"softplus(x)", 1.01},
                 {"x^3-x", 1.01},   {"sin(x)-x", 1.01}, {"mish(x)", 1.01}};
    (void)state;
    for (size_t i = 0; i < COUNT(tight); i++) {
        activation_t phi;
        arb_t x, y, a, b;
        make(&phi, tight[i].text);
        arb_init(x);
        arb_init(y);
        arb_init(a);
        arb_init(b);
        arb_set_d(a, 1);
        arb_set_d(b, 1.25);
        arb_union(x, a, b, 64);
        activation_eval_arb(y, phi, x, 64);
        activation_eval_arb(a, phi, a, 64);
        activation_eval_arb(b, phi, b, 64);
        arb_sub(a, a, b, 64);
        double range = fabs(arf_get_d(arb_midref(a), ARF_RND_NEAR)), width = 2 * mag_get_d(arb_radref(y));
        if (!(width <= tight[i].slack * range))
            fail_msg("%s on [1,1.25]: width %g, range %g", tight[i].text, width, range);
        arb_clear(x);
        arb_clear(y);
        arb_clear(a);
        arb_clear(b);
        activation_clear(phi);
    }
}

/* Boxes that meet a pole or a cut are refused, boxes next to it are not. */
static void test_holomorphy(void **state)
{
    static const struct {
        const char *text;
        double re, im, radius;
        int finite;
    } box[] = {
        {"tanh(x)", 0, 1.5708, 0.01, 0},  {"tanh(x)", 0, 1.5, 0.01, 1},        {"sigmoid(x)", 0, 3.14159, 0.01, 0},
        {"sigmoid(x)", 0, 3, 0.01, 1},    {"softplus(x)", 1, 3.1416, 0.01, 0}, {"softplus(x)", -1, 3.1416, 0.01, 1},
        {"atan(x)", 0, 1.5, 0.01, 0},     {"atan(x)", 0, 0.9, 0.01, 1},        {"atan(x)", 0.1, 1.5, 0.01, 1},
        {"asinh(x)", 0, -1.2, 0.01, 0},   {"asinh(x)", -0.1, -1.2, 0.01, 1},   {"sqrt(1+x^2)", 0, 1.2, 0.01, 0},
        {"sqrt(1+x^2)", 0, 0.9, 0.01, 1}, {"log(2+x^2)", 0, 1.5, 0.01, 0},     {"(1+x^2)^0.3", 0, 2, 0.01, 0},
        {"1/(1+x^2)", 0, 1, 0.01, 0},     {"(1+x^2)^-2", 0, 1, 0.01, 0},       {"tan(tanh(x))", 0, 1, 0.001, 1},
        {"gelu(x)", 3, 4, 0.01, 1},       {"log1p(x^2)", 0, 1.1, 0.01, 0},     {"sin(1/(1+x^2))", 0, 1, 0.01, 0},
        {"mish(x)", 0, 3.1416, 0.01, 0}};
    (void)state;
    for (size_t i = 0; i < COUNT(box); i++) {
        activation_t phi;
        acb_t z, y;
        make(&phi, box[i].text);
        acb_init(z);
        acb_init(y);
        acb_set_d_d(z, box[i].re, box[i].im);
        mag_set_d(arb_radref(acb_realref(z)), box[i].radius);
        mag_set_d(arb_radref(acb_imagref(z)), box[i].radius);
        activation_piece_eval_acb(y, phi, 0, z, 64);
        if (acb_is_finite(y) != box[i].finite)
            fail_msg("%s on %g+%gi +- %g: finite=%d, expected %d", box[i].text, box[i].re, box[i].im, box[i].radius,
                     acb_is_finite(y), box[i].finite);
        acb_clear(z);
        acb_clear(y);
        activation_clear(phi);
    }
}

/* A bounded function of a pole must not look finite. */
static void test_indeterminate_spreads(void **state)
{
    activation_t phi;
    arb_t x;
    arb_struct y[3];
    (void)state;
    make(&phi, "relu(x) + tanh(1/(1+abs(x)))");
    arb_init(x);
    for (int i = 0; i < 3; i++) arb_init(y + i);
    arb_set_si(x, -1); /* the right piece has its pole here */
    activation_piece_eval_arb(y, phi, 1, x, 64);
    assert_false(arb_is_finite(y));
    activation_piece_eval_series(y, phi, 1, x, 3, 64);
    assert_false(arb_is_finite(y) || arb_is_finite(y + 1) || arb_is_finite(y + 2));
    arb_indeterminate(x);
    activation_eval_arb(y, phi, x, 64);
    assert_false(arb_is_finite(y));
    arb_clear(x);
    for (int i = 0; i < 3; i++) arb_clear(y + i);
    activation_clear(phi);
}

/* Far out, where a function is nearly constant or nearly zero, its derivatives keep their relative accuracy. */
static void test_tail_derivatives(void **state)
{
    static const struct {
        const char *text;
        slong x;
    } tail[] = {{"tanh(x)", 1000},     {"tanh(x)", -1000},     {"sigmoid(x)", 1000}, {"sigmoid(x)", -1000},
                {"softplus(x)", 1000}, {"softplus(x)", -1000}, {"erf(x)", 30},       {"erf(x)", -30},
                {"erfc(x)", 30},       {"mish(x)", -300},      {"silu(x)", -1000},   {"gelu(x)", -30},
                {"atan(x)", 100000},   {"asinh(x)", -100000}};
    (void)state;
    for (size_t i = 0; i < COUNT(tail); i++) {
        activation_t phi;
        arb_ptr y = _arb_vec_init(4), z = _arb_vec_init(4);
        arb_t x;
        make(&phi, tail[i].text);
        arb_init(x);
        arb_set_si(x, tail[i].x);
        activation_piece_eval_series(y, phi, 0, x, 4, 64);
        activation_piece_eval_series(z, phi, 0, x, 4, 3000);
        for (slong k = 0; k < 4; k++)
            if (!arb_overlaps(y + k, z + k) || !(arb_rel_accuracy_bits(y + k) >= 32))
                fail_msg("%s at %ld, coefficient %ld: %s, at 3000 bits %s", tail[i].text, (long)tail[i].x, (long)k,
                         arb_get_str(y + k, 20, 0), arb_get_str(z + k, 20, 0));
        _arb_vec_clear(y, 4);
        _arb_vec_clear(z, 4);
        arb_clear(x);
        activation_clear(phi);
    }
}

/* Wide balls whose operands seem to meet a pole, because they are enclosed one by one: finite, around every value, and within 16
 * times the range: the halving ends at the first finite enclosure. */
static void test_dependency(void **state)
{
    (void)state;
    static const struct {
        const char *phi;
        double radius, least, most; /* the function's extrema on [-radius, radius] */
    } CASES[] = {
        {"1/(x^2-x+1)", 3, 1.0 / 13, 4.0 / 3},
        {"1/(1+x^4-x^2)", 3, 1.0 / 73, 4.0 / 3},
        {"log(x^2-x+1)", 3, -0.2876820724517809, 2.5649493574615367}, /* log(3/4), log 13 */
        {"sqrt(x^2-x+1)", 3, 0.8660254037844386, 3.6055512754639891},
    };
    for (size_t k = 0; k < sizeof CASES / sizeof CASES[0]; k++) {
        activation_t phi;
        activation_error_t error;
        arb_t x, y, z;
        arb_init(x);
        arb_init(y);
        arb_init(z);
        assert_int_equal(activation_init(&phi, CASES[k].phi, error), DQ_OK);
        mag_set_d(arb_radref(x), CASES[k].radius);
        activation_eval_arb(y, phi, x, 64);
        assert_true(arb_is_finite(y));
        for (int i = -50; i <= 50; i++) {
            arb_set_d(z, i * CASES[k].radius / 50);
            activation_eval_arb(z, phi, z, 64);
            assert_true(arb_contains(y, z));
        }
        assert_true(2 * mag_get_d(arb_radref(y)) <= 16 * (CASES[k].most - CASES[k].least));
        mag_inf(arb_radref(x)); /* the whole line: nothing is claimed, and no part of it is searched */
        activation_eval_arb(y, phi, x, 64);
        assert_true(arb_contains_si(y, 1) || !arb_is_finite(y));
        activation_clear(phi);
        arb_clear(x);
        arb_clear(y);
        arb_clear(z);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tail_derivatives),       cmocka_unit_test(test_real_values),
        cmocka_unit_test(test_complex_values),         cmocka_unit_test(test_taylor_values),
        cmocka_unit_test(test_mish_is_its_definition), cmocka_unit_test(test_containment),
        cmocka_unit_test(test_wide_balls_stay_tight),  cmocka_unit_test(test_holomorphy),
        cmocka_unit_test(test_indeterminate_spreads),  cmocka_unit_test(test_dependency)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
