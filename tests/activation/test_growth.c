/* Growth envelopes contain sampled values, are as sharp as the asymptotics, bound tail integrals and decide
 * integrability. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "activation/activation.h"

static const char *ACTIVATIONS[] = {
    "x",
    "3",
    "relu(x)",
    "abs(x)",
    "tanh(x)",
    "sigmoid(x)",
    "erf(x)",
    "erfc(x)",
    "sin(x)",
    "cos(2*x)",
    "gelu(x)",
    "silu(x)",
    "softplus(x)",
    "mish(x)",
    "x*tanh(log1p(exp(x)))",
    "elu(x,1)",
    "expm1(x)",
    "x*exp(-x^2/2)",
    "exp(x)",
    "exp(-3*x)",
    "x^2",
    "x^3-3*x",
    "x/(1+abs(x))",
    "asinh(x)",
    "asinh(x^3)",
    "atan(x)",
    "atan(x^2+1)",
    "log1p(x^2)",
    "log(2+x^2)",
    "sqrt(1+x^2)",
    "(1+x^2)^0.3",
    "(1+x^2)^(-0.7)",
    "exp(sin(x))",
    "2^x",
    "x*sigmoid(1.702*x)",
    "tanh(x)-x",
    "1/cosh(x)",
    "sinh(x)",
    "sinh(x/3)/cosh(x/2)",
    "exp(x^2/10)",
    "exp(3*x-x^2/2)",
    "exp(-x^4)",
    "exp(-exp(x))",
    "exp(tanh(x))",
    "log(1+exp(x))",
    "log(exp(x)+exp(-x))",
    "x*sin(x)",
    "tan(tanh(x))",
    "1/(1+x^2)",
    "x^2/(1+x^2)",
    "exp(-x^2)*(x^3-x)",
    "cos(exp(-x^2))",
    "tanh(exp(-x^2))",
    "sqrt(1+exp(x))",
    "exp(0.3*log(1+x^2))",
    "1/(2+sin(x))",
    "asinh(exp(x))",
    "softplus(x)^2",
    "tanh(softplus(x))^3",
    "erf(x^3)",
    "x*erfc(x)",
    "cosh(x)*exp(-x^2)",
    /* F(u): u bounded; u decaying, where F(0) = 0 or F''(0) = 0 is used; u unbounded without a sign */
    "sin(tanh(x))",
    "cos(tanh(x))",
    "atan(tanh(x))",
    "asinh(tanh(x))",
    "erf(tanh(x))",
    "erfc(tanh(x))",
    "sinh(tanh(x))",
    "cosh(tanh(x))",
    "expm1(tanh(x))",
    "tanh(tanh(x))",
    "sin(x*exp(-x^2))",
    "cos(x*exp(-x^2))",
    "atan(x*exp(-x^2))",
    "asinh(x*exp(-x^2))",
    "erf(x*exp(-x^2))",
    "erfc(x*exp(-x^2))",
    "sinh(x*exp(-x^2))",
    "cosh(x*exp(-x^2))",
    "expm1(x*exp(-x^2))",
    "tan(x*exp(-x^2))",
    "tanh(x*exp(-x^2))",
    "tanh(x*sin(x))",
    "atan(x*sin(x))",
    "asinh(x*sin(x))",
    "erf(x*sin(x))",
    "erfc(x*sin(x))",
    "sin(x*sin(x))",
    "cos(x*sin(x))",
    "log1p(tanh(x)/2)",
    "log1p(x*exp(-x^2)/2)",
    "log(2+sin(x))",
    "sqrt(2+sin(x))",
    "(2+sin(x))^0.3",
    "(2+sin(x))^(-3)",
    "pi*tanh(x)",
    "e-atan(x)",
    "erfc(-x^3)",
    "(tanh(x)-2)^3",
    "(exp(x)+2)^(-2.5)",
    "(x^2+1)^2*exp(-x^2)",
    "sqrt(1+x^2)-x",
    "log(cosh(x))",
    "x^2*sin(x)^2",
    "tanh(x)^4*x",
};

/* coefficient t^p exp(c t + e t^2) as a ball */
static void envelope_at(arb_t y, const envelope_struct *x, const arb_t t, slong prec)
{
    arb_t s;
    arb_init(s);
    if (!arf_is_finite(x->coefficient))
        arb_pos_inf(y);
    else {
        arb_mul_arf(y, t, x->e, prec);
        arb_add_arf(y, y, x->c, prec);
        arb_mul(y, y, t, prec);
        arb_log(s, t, prec);
        arb_mul_arf(s, s, x->p, prec);
        arb_add(y, y, s, prec);
        arb_exp(y, y, prec);
        arb_mul_arf(y, y, x->coefficient, prec);
    }
    arb_clear(s);
}

static int contained(const char *text, int order, int side, const growth_t g, const arb_t f, const arb_t t)
{
    arb_t size, low, high;
    arb_init(size);
    arb_init(low);
    arb_init(high);
    arb_abs(size, f);
    envelope_at(low, &g->lower, t, 300);
    envelope_at(high, &g->upper, t, 300);
    int good = !arb_lt(size, low) && !arb_gt(size, high) && !(g->sign > 0 && arb_is_negative(f)) &&
               !(g->sign < 0 && arb_is_positive(f)) && (g->sign != 0 || arf_is_zero(g->lower.coefficient));
    if (!good)
        print_message("%s, order %d, side %d: t = %.6g outside the envelope\n", text, order, side,
                      arf_get_d(arb_midref(t), ARF_RND_NEAR));
    arb_clear(size);
    arb_clear(low);
    arb_clear(high);
    return good;
}

static void containment(void **state)
{
    (void)state;
    int wrong = 0, known = 0, counted = 0;
    arf_t R;
    arb_t t, x;
    growth_t g[3];
    reason_t why;
    arb_ptr y = _arb_vec_init(3);
    arf_init(R);
    arb_init(t);
    arb_init(x);
    for (int k = 0; k < 3; k++) growth_init(g[k]);
    for (size_t i = 0; i < sizeof ACTIVATIONS / sizeof ACTIVATIONS[0]; i++) {
        activation_t phi;
        activation_error_t error;
        if (activation_init(&phi, ACTIVATIONS[i], error) != DQ_OK) {
            print_message("%s refused: %s\n", ACTIVATIONS[i], error->why->text);
            wrong++;
            continue;
        }
        for (int side = -1; side <= 1; side += 2) {
            for (double radius = 1; radius <= 64; radius *= 4) {
                const slong piece = side > 0 ? activation_pieces(phi) - 1 : 0;
                arf_set_d(R, radius);
                for (int order = 0; order < 3; order++) {
                    dq_status status = activation_growth(g[order], phi, order, side, R, 128, why);
                    counted++;
                    known += status == DQ_OK;
                }
                for (int sample = 0; sample <= 40; sample++) {
                    arb_set_d(t, radius * (sample < 20 ? 1 + sample * 0.0625 : 2 + (sample - 20) * 1.9));
                    arb_mul_si(x, t, side, 53);
                    activation_piece_eval_series(y, phi, piece, x, 3, 256);
                    arb_mul_2exp_si(y + 2, y + 2, 1);
                    for (int order = 0; order < 3; order++)
                        if (arb_is_finite(y + order))
                            wrong += !contained(ACTIVATIONS[i], order, side, g[order], y + order, t);
                }
            }
        }
        activation_clear(phi);
    }
    print_message("%d of %d envelopes known\n", known, counted);
    assert_int_equal(wrong, 0);
    assert_true(known >= counted * 95 / 100);
    arf_clear(R);
    arb_clear(t);
    arb_clear(x);
    for (int k = 0; k < 3; k++) growth_clear(g[k]);
    _arb_vec_clear(y, 3);
}

/* Exponents of the upper envelope and the certified sign at R = 16, and the ratio upper/lower allowed at t = R. */
static const struct {
    const char *phi;
    int order, side, sign;
    double p, c, e, ratio;
} SHARP[] = {
    {"tanh(x)", 0, -1, -1, 0, 0, 0, 1.0001},      {"tanh(x)", 1, 1, 1, 0, -2, 0, 1.0001},
    {"tanh(x)", 2, 1, -1, 0, -2, 0, 1.0001},      {"sigmoid(x)", 0, -1, 1, 0, -1, 0, 1.0001},
    {"sigmoid(x)", 1, 1, 1, 0, -1, 0, 1.01},      {"sigmoid(x)", 2, 1, -1, 0, -1, 0, 1.01},
    {"gelu(x)", 0, 1, 1, 1, 0, 0, 1.0001},        {"gelu(x)", 0, -1, -1, 0, 0, -0.5, 1.01},
    {"gelu(x)", 1, 1, 1, 0, 0, 0, 1.0001},        {"silu(x)", 1, 1, 1, 0, 0, 0, 1.001},
    {"silu(x)", 1, -1, -1, 1, -1, 0, 1.2},        {"softplus(x)", 0, 1, 1, 1, 0, 0, 1.0001},
    {"softplus(x)", 2, 1, 1, 0, -1, 0, 1.0001},   {"mish(x)", 0, -1, -1, 1, -1, 0, 1.0001},
    {"mish(x)", 2, -1, -1, 1, -1, 0, 1.3},        {"exp(x)", 2, 1, 1, 0, 1, 0, 1.0001},
    {"exp(x^2/8)", 0, 1, 1, 0, 0, 0.125, 1.0001}, {"x^3-3*x", 1, 1, 1, 2, 0, 0, 1.01},
    {"sqrt(1+x^2)", 1, 1, 1, 0, 0, 0, 1.01},      {"asinh(x)", 2, 1, -1, -2, 0, 0, 1.01},
    {"log1p(x^2)", 1, -1, -1, -1, 0, 0, 1.01},    {"exp(3*x-x^2/2)", 0, 1, 1, 0, 3, -0.5, 1.0001},
    {"1/cosh(x)", 0, 1, 1, 0, -1, 0, 1.0001},     {"erfc(x)", 0, 1, 1, -1, 0, -1, 1.01},
    {"x*exp(-x^2/2)", 2, 1, 1, 3, 0, -0.5, 1.02}, {"relu(x)", 0, 1, 1, 1, 0, 0, 1.0001},
};

static void sharpness(void **state)
{
    (void)state;
    int wrong = 0;
    arf_t R;
    arb_t t, low, high;
    growth_t g;
    reason_t why;
    arf_init(R);
    arb_init(t);
    arb_init(low);
    arb_init(high);
    growth_init(g);
    arf_set_ui(R, 16);
    arb_set_ui(t, 16);
    for (size_t i = 0; i < sizeof SHARP / sizeof SHARP[0]; i++) {
        activation_t phi;
        activation_error_t error;
        assert_int_equal(activation_init(&phi, SHARP[i].phi, error), DQ_OK);
        dq_status status = activation_growth(g, phi, SHARP[i].order, SHARP[i].side, R, 128, why);
        envelope_at(low, &g->lower, t, 128);
        envelope_at(high, &g->upper, t, 128);
        arb_div(high, high, low, 128);
        const double p = arf_get_d(g->upper.p, ARF_RND_NEAR), c = arf_get_d(g->upper.c, ARF_RND_NEAR),
                     e = arf_get_d(g->upper.e, ARF_RND_NEAR), ratio = arf_get_d(arb_midref(high), ARF_RND_NEAR);
        int good = status == DQ_OK && g->sign == SHARP[i].sign && fabs(p - SHARP[i].p) <= 1e-12 &&
                   fabs(c - SHARP[i].c) <= 1e-12 && fabs(e - SHARP[i].e) <= 1e-12 && ratio <= SHARP[i].ratio;
        if (!good)
            print_message("%s order %d side %d: status %d sign %d, t^%.6g exp(%.6g t %+.6g t^2), ratio %.6g\n",
                          SHARP[i].phi, SHARP[i].order, SHARP[i].side, (int)status, g->sign, p, c, e, ratio);
        wrong += !good;
        activation_clear(phi);
    }
    assert_int_equal(wrong, 0);
    arf_clear(R);
    arb_clear(t);
    arb_clear(low);
    arb_clear(high);
    growth_clear(g);
}

static void refusals(void **state)
{
    (void)state;
    activation_t phi;
    activation_error_t error;
    reason_t why;
    arf_t R;
    growth_t g;
    arf_init(R);
    growth_init(g);
    assert_int_equal(activation_init(&phi, "relu(x-5)", error), DQ_OK);
    arf_set_ui(R, 4);
    assert_int_equal(activation_growth(g, phi, 0, 1, R, 64, why), DQ_INPUT);
    assert_int_equal(activation_growth(g, phi, 0, -1, R, 64, why), DQ_OK);
    arf_set_d(R, 0.5);
    assert_int_equal(activation_growth(g, phi, 0, -1, R, 64, why), DQ_INPUT);
    arf_set_ui(R, 5);
    assert_int_equal(activation_growth(g, phi, 0, 1, R, 64, why), DQ_OK);
    activation_clear(phi);
    arf_clear(R);
    growth_clear(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(containment), cmocka_unit_test(sharpness),
                                       cmocka_unit_test(refusals)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
