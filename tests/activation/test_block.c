/* Blocks of doubles: the error bounds hold against 160-bit balls, are small, and survive overflow, underflow and
 * breakpoints. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "activation/activation.h"
#include "tests/uniform.h"

static const char *ACTIVATIONS[] = {
    "x",
    "0.1",
    "relu(x)",
    "leaky_relu(x,0.1)",
    "abs(x-1/3)",
    "clip(x,-1,1)",
    "step(x-0.5)",
    "sign(x)",
    "tanh(x)",
    "sigmoid(x)",
    "erf(x)",
    "erfc(x)",
    "sin(x)",
    "cos(3*x)",
    "gelu(x)",
    "silu(x)",
    "softplus(x)",
    "mish(x)",
    "x*tanh(log1p(exp(x)))",
    "x/(1+exp(-x))",
    "elu(x,1)",
    "expm1(x)",
    "x*exp(-x^2/2)",
    "exp(x)",
    "x^2",
    "x^3-3*x",
    "x^7",
    "1/(1+x^2)",
    "x/(1+abs(x))",
    "asinh(x)",
    "atan(x)",
    "log1p(x^2)",
    "log(1+exp(x))",
    "sqrt(1+x^2)",
    "(1+x^2)^0.3",
    "exp(sin(x))",
    "2^x",
    "x*sigmoid(1.702*x)",
    "tanh(x)-x",
    "1/cosh(x)",
    "sinh(x)",
    "tan(tanh(x))",
    "pi*x+e",
    "min(max(x,-1),2*x+3)",
    "1.0507*elu(x,1.67326)",
    "(x^2+1)^(-3)",
};
enum { COUNT = sizeof ACTIVATIONS / sizeof ACTIVATIONS[0] };

/* Ordinary points, all magnitudes, and specials; `ordinary` says which accuracy is demanded. */
static double random_point(size_t i)
{
    static const double special[] = {0,       -0.0,   1,     -1,     0.5,     -0.5,     1.0 / 3, -3,
                                     2,       709.5,  710,   -710,   745,     -746,     1e4,     -1e4,
                                     1e155,   -1e155, 1e308, -1e308, DBL_MAX, -DBL_MAX, DBL_MIN, 5e-324,
                                     -5e-324, 1e-300, 20,    -20,    36.7,    -36.7,    18.5};
    if (i < sizeof special / sizeof special[0]) return special[i];
    double sign = uniform() < 0.5 ? -1 : 1;
    switch (i % 8) {
    case 0:
        return sign * pow(10, -320 + 630 * uniform());
    case 1:
        return sign * pow(10, -20 + 24 * uniform());
    case 2:
        return sign * 30 * uniform();
    case 3:
        return floor(uniform() * 21 - 10) / 2;
    case 4:
        return nextafter(floor(uniform() * 9 - 4) / 2, sign);
    default:
        return sign * 4 * uniform();
    }
}

/* phi'(x) on the piece that contains x or has it as its left end. */
static void reference_derivative(arb_t y, const activation_t phi, double x, slong prec)
{
    slong k = 0;
    arb_t ball, b;
    arb_struct c[2];
    arb_init(ball);
    arb_init(b);
    arb_init(c);
    arb_init(c + 1);
    arb_set_d(ball, x);
    while (k < activation_pieces(phi) - 1) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), 2200);
        if (!arb_ge(ball, b)) break;
        k++;
    }
    activation_piece_eval_series(c, phi, k, ball, 2, prec);
    arb_set(y, c + 1);
    arb_clear(ball);
    arb_clear(b);
    arb_clear(c);
    arb_clear(c + 1);
}

typedef struct {
    int wrong, finite, counted;
    double worst;
} tally_struct;

static void check(tally_struct *t, const char *text, const activation_t phi, int order, double x, double y,
                  double error)
{
    arb_t exact, ball, difference, bound;
    arb_init(exact);
    arb_init(ball);
    arb_init(difference);
    arb_init(bound);
    arb_set_d(ball, x);
    t->counted++;
    int good = !isnan(error) && error >= 0;
    if (good && isfinite(error)) {
        t->finite++;
        good = isfinite(y);
        for (slong prec = 160; good && prec <= 640;
             prec *= 4) { /* a bound below the reference's radius needs more bits */
            if (order == 0)
                activation_eval_arb(exact, phi, ball, prec);
            else
                reference_derivative(exact, phi, x, prec);
            arb_set_d(difference, y);
            arb_sub(difference, difference, exact, 2300);
            arb_abs(difference, difference);
            arb_set_d(bound, error);
            if (!arb_is_finite(exact)) continue;
            good = !arb_gt(difference, bound);
            if (arb_le(difference, bound)) break;
        }
    }
    if (fabs(x) <= 30) {
        /* accuracy: a small multiple of the unit roundoff of the largest of |y|, |x|, 1 */
        const double scale = fmax(fmax(fabs(y), fabs(x)), 1) * 0x1p-53, ratio = error / scale;
        if (!(ratio <= 64 * fmax(1, fabs(x))))
            good = 0; /* the condition of exp(x), 2^x and products of x adds a factor |x| */
        if (fabs(x) <= 4) t->worst = fmax(t->worst, ratio);
    }
    if (!good) {
        if (t->wrong < 5)
            print_message("%s order %d: x = %.17g (%a), y = %.17g, error %.6g\n", text, order, x, x, y, error);
        t->wrong++;
    }
    arb_clear(exact);
    arb_clear(ball);
    arb_clear(difference);
    arb_clear(bound);
}

static void containment(void **state)
{
    (void)state;
    const char *setting = getenv("BLOCK_TEST_POINTS");
    const size_t length = setting != NULL ? (size_t)atol(setting) : 1021;
    double *x = malloc(length * sizeof(double)), *y = malloc(length * sizeof(double)),
           *error = malloc(length * sizeof(double));
    int wrong = 0;
    for (size_t i = 0; i < COUNT; i++) {
        activation_t phi;
        activation_error_t refused;
        if (activation_init(&phi, ACTIVATIONS[i], refused) != DQ_OK) {
            print_message("%s refused: %s\n", ACTIVATIONS[i], refused->why->text);
            wrong++;
            continue;
        }
        for (int order = 0; order < 2; order++) {
            tally_struct t = {0, 0, 0, 0};
            for (size_t k = 0; k < length; k++) x[k] = random_point(k);
            if (order == 0)
                activation_eval_block(y, error, phi, x, length);
            else
                activation_eval_derivative_block(y, error, phi, x, length);
            for (size_t k = 0; k < length; k++) check(&t, ACTIVATIONS[i], phi, order, x[k], y[k], error[k]);
            if (t.worst > 40 || t.finite < t.counted * 4 / 5)
                print_message("%s order %d: worst bound %.1f units on [-4,4], finite %d of %d\n", ACTIVATIONS[i], order,
                              t.worst, t.finite, t.counted);
            wrong += t.wrong + (t.finite < t.counted * 4 / 5);
        }
        activation_clear(phi);
    }
    assert_int_equal(wrong, 0);
    free(x);
    free(y);
    free(error);
}

/* Overflowing intermediates must not spoil activations that are bounded or linear at infinity. */
static void saturation(void **state)
{
    (void)state;
    static const char *saturating[] = {
        "tanh(x)",       "sigmoid(x)",    "softplus(x)", "silu(x)",  "mish(x)", "gelu(x)", "x*tanh(log1p(exp(x)))",
        "1/(exp(-x)+1)", "log1p(exp(x))", "relu(x)",     "elu(x,1)", "erf(x)",  "atan(x)", "asinh(x)"};
    static const double far[] = {-1e5, -800, -746, -710, 710, 746, 800, 1e5};
    int wrong = 0;
    for (size_t i = 0; i < sizeof saturating / sizeof saturating[0]; i++) {
        activation_t phi;
        activation_error_t refused;
        assert_int_equal(activation_init(&phi, saturating[i], refused), DQ_OK);
        for (size_t k = 0; k < sizeof far / sizeof far[0]; k++) {
            for (int order = 0; order < 2; order++) {
                double y, error;
                if (order == 0)
                    activation_eval_block(&y, &error, phi, far + k, 1);
                else
                    activation_eval_derivative_block(&y, &error, phi, far + k, 1);
                if (!(error <= 1e-13 * fmax(1, fabs(far[k])))) {
                    print_message("%s order %d at %g: %g +- %g\n", saturating[i], order, far[k], y, error);
                    wrong++;
                }
            }
        }
        activation_clear(phi);
    }
    assert_int_equal(wrong, 0);
}

static void edges(void **state)
{
    (void)state;
    activation_t phi;
    activation_error_t refused;
    double x[600], y[600], error[600];
    /* values at breakpoints: step(0) = 1, sign(0) = 0; 1/3 is no double, so its neighbours lie strictly on either side
     */
    assert_int_equal(activation_init(&phi, "sign(x)", refused), DQ_OK);
    x[0] = 0;
    x[1] = -0.0;
    x[2] = 5e-324;
    x[3] = -5e-324;
    activation_eval_block(y, error, phi, x, 4);
    assert_true(y[0] == 0 && y[1] == 0 && y[2] == 1 && y[3] == -1 && error[0] == 0 && error[2] == 0);
    activation_clear(phi);
    assert_int_equal(activation_init(&phi, "step(x-1/3)", refused), DQ_OK);
    x[0] = 1.0 / 3; /* the double below 1/3 */
    x[1] = nextafter(x[0], 1);
    activation_eval_block(y, error, phi, x, 2);
    assert_true(y[0] == 0 && y[1] == 1);
    activation_clear(phi);
    /* right derivative at a kink, NaN and infinite input, aliasing, every length */
    assert_int_equal(activation_init(&phi, "relu(x)", refused), DQ_OK);
    x[0] = 0;
    x[1] = -1;
    x[2] = NAN;
    x[3] = INFINITY;
    x[4] = -INFINITY;
    activation_eval_derivative_block(y, error, phi, x, 5);
    assert_true(y[0] == 1 && y[1] == 0 && error[0] == 0);
    for (int i = 2; i < 5; i++) assert_true(isinf(error[i]));
    activation_eval_block(y, error, phi, x, 5);
    for (int i = 2; i < 5; i++) assert_true(isinf(error[i]));
    activation_clear(phi);
    assert_int_equal(activation_init(&phi, "elu(x,1)", refused), DQ_OK);
    for (size_t length = 0; length <= 600; length += length < 20 ? 1 : 97) {
        for (size_t i = 0; i < length; i++) x[i] = sin((double)i) * 3;
        activation_eval_block(y, error, phi, x, length);
        activation_eval_block(x, error, phi, x, length);
        assert_memory_equal(x, y, length * sizeof(double));
        for (size_t i = 0; i < length; i++)
            assert_true(fabs(y[i] - (sin((double)i) >= 0 ? sin((double)i) * 3 : expm1(sin((double)i) * 3))) < 1e-14);
    }
    activation_clear(phi);
}

/* Values alone: the same function as the blocks with a bound, on every expression, at and on each side of every breakpoint, with a length
 * that is no multiple of a block, within 2^-40.  At a breakpoint they are those of the piece on its right, which sign(0) = 0 is not. */
static void plain_values(void **state)
{
    (void)state;
    enum { LENGTH = 1237 };
    int wrong = 0;
    double *x = malloc(LENGTH * sizeof *x), *y = malloc(LENGTH * sizeof *y), *error = malloc(LENGTH * sizeof *error),
           *plain = malloc(LENGTH * sizeof *plain);
    for (int i = 0; i < LENGTH; i++) x[i] = (i - LENGTH / 2) / 128.0;
    for (size_t k = 0; k < sizeof ACTIVATIONS / sizeof ACTIVATIONS[0]; k++) {
        activation_t phi;
        activation_error_t refusal;
        assert_int_equal(activation_init(&phi, ACTIVATIONS[k], refusal), DQ_OK);
        activation_eval_block(y, error, phi, x, LENGTH);
        approx_activation_block(plain, phi, x, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            const double wanted = x[i] == 0 && strcmp(ACTIVATIONS[k], "sign(x)") == 0 ? 1 : y[i];
            int good = fabs(plain[i] - wanted) <= 0x1p-40 * fmax(1, fabs(wanted)) + error[i];
            if (!good) print_message("%s at %.6g: %.17g, not %.17g\n", ACTIVATIONS[k], x[i], plain[i], wanted);
            wrong += !good;
        }
        activation_clear(phi);
    }
    assert_int_equal(wrong, 0);
    free(x);
    free(y);
    free(error);
    free(plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(containment), cmocka_unit_test(saturation),
                                       cmocka_unit_test(edges), cmocka_unit_test(plain_values)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
