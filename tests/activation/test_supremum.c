/* Suprema of |phi'| and |phi''| against closed forms, and the reasons when there is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>
#include "activation/activation.h"

enum { BITS = 64 };

/* `expected`: an expression without x of this very language, or the decimal digits of an independent computation
   (mpmath, 40 digits) marked by a leading '~', correct to 1e-33. */
typedef struct {
    const char *phi;
    int order;
    sup_status status;
    const char *expected;
    const char *reason;
} case_struct;

static const case_struct CASES[] = {
    {"x", 1, SUP_FINITE, "1", NULL},
    {"x", 2, SUP_FINITE, "0", NULL},
    {"3", 1, SUP_FINITE, "0", NULL},
    {"relu(x)", 1, SUP_FINITE, "1", NULL},
    {"relu(x)", 2, SUP_NONEXISTENT, "0", "kink at x = 0"},
    {"leaky_relu(x, 0.1)", 1, SUP_FINITE, "1", NULL},
    {"abs(x-1/3)", 1, SUP_FINITE, "1", NULL},
    {"abs(x-1/3)", 2, SUP_NONEXISTENT, "0", "kink at x = 1/3"},
    {"clip(2*x,-1,1)", 1, SUP_FINITE, "2", NULL},
    {"tanh(x)", 1, SUP_FINITE, "1", NULL},
    {"tanh(x)", 2, SUP_FINITE, "4/(3*sqrt(3))", NULL},
    {"sigmoid(x)", 1, SUP_FINITE, "1/4", NULL},
    {"sigmoid(x)", 2, SUP_FINITE, "sqrt(3)/18", NULL},
    {"erf(x)", 1, SUP_FINITE, "2/sqrt(pi)", NULL},
    {"erf(x)", 2, SUP_FINITE, "2*sqrt(2)/sqrt(pi)*exp(-1/2)", NULL},
    {"sin(x)", 1, SUP_FINITE, "1", NULL},
    {"sin(x)", 2, SUP_FINITE, "1", NULL},
    {"sin(3*x+0.3)", 1, SUP_FINITE, "3", NULL},
    {"cos(x)", 1, SUP_FINITE, "1", NULL},
    {"softplus(x)", 1, SUP_FINITE, "1", NULL},
    {"softplus(x)", 2, SUP_FINITE, "1/4", NULL},
    {"gelu(x)", 1, SUP_FINITE, "erfc(-1)/2+exp(-1)/sqrt(pi)", NULL},
    {"gelu(x)", 2, SUP_FINITE, "sqrt(2/pi)", NULL},
    {"silu(x)", 1, SUP_FINITE, "~1.09983932012886691695818492432057097", NULL},
    {"silu(x)", 2, SUP_FINITE, "1/2", NULL},
    {"mish(x)", 1, SUP_FINITE, "~1.08849816125172786122829362739212579", NULL},
    {"mish(x)", 2, SUP_FINITE, "~0.644204637236972429517659047056523696", NULL},
    {"x*sigmoid(1.702*x)", 1, SUP_FINITE, "~1.09983932012886691695818492432057097", NULL},
    {"log(1+exp(x))", 1, SUP_FINITE, "1", NULL},
    {"x*tanh(log1p(exp(x)))", 1, SUP_FINITE, "~1.08849816125172786122829362739212579", NULL},
    {"max(x, 0.1*x)", 2, SUP_NONEXISTENT, "0", "kink at x = 0"},
    {"x/(1+abs(x))", 1, SUP_FINITE, "1", NULL},
    {"x/(1+abs(x))", 2, SUP_NONEXISTENT, "2", "second derivatives differ at x = 0"},
    {"elu(x,1)", 1, SUP_FINITE, "1", NULL},
    {"elu(x,1)", 2, SUP_NONEXISTENT, "1", "second derivatives differ at x = 0"},
    {"elu(x,2)", 1, SUP_FINITE, "2", NULL},
    {"elu(x,2)", 2, SUP_NONEXISTENT, "2", "kink at x = 0"},
    {"x*exp(-x^2/2)", 1, SUP_FINITE, "1", NULL},
    {"exp(-x^2)", 1, SUP_FINITE, "sqrt(2)*exp(-1/2)", NULL},
    {"asinh(x)", 1, SUP_FINITE, "1", NULL},
    {"asinh(x)", 2, SUP_FINITE, "2/(3*sqrt(3))", NULL},
    {"atan(x)", 1, SUP_FINITE, "1", NULL},
    {"atan(x)", 2, SUP_FINITE, "3*sqrt(3)/8", NULL},
    {"log1p(x^2)", 1, SUP_FINITE, "1", NULL},
    {"log1p(x^2)", 2, SUP_FINITE, "2", NULL},
    {"sqrt(1+x^2)", 1, SUP_FINITE, "1", NULL},
    {"sqrt(1+x^2)", 2, SUP_FINITE, "1", NULL},
    {"exp(sin(x))", 1, SUP_FINITE, "sqrt((sqrt(5)-1)/2)*exp((sqrt(5)-1)/2)", NULL},
    {"exp(sin(x))", 2, SUP_FINITE, "e", NULL},
    {"x+sin(x)", 1, SUP_FINITE, "2", NULL},
    {"tanh(x)-x", 1, SUP_FINITE, "1", NULL},
    {"1/cosh(x)", 1, SUP_FINITE, "1/2", NULL},
    {"1/cosh(x)", 2, SUP_FINITE, "1", NULL},
    {"x^2", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"x^2", 2, SUP_FINITE, "2", NULL},
    {"x^3-3*x", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"x^3-3*x", 2, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"exp(x)", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"2^x", 2, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"exp(x^2/10)", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"exp(exp(x))", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"step(x-1/2)", 1, SUP_UNBOUNDED, NULL, "jumps at x = 1/2"},
    {"step(x-1/2)", 2, SUP_NONEXISTENT, "0", "jumps at x = 1/2"},
    {"sign(x)", 1, SUP_UNBOUNDED, NULL, "jumps at x = 0"},
    {"relu(x)^2", 1, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"relu(x)^2", 2, SUP_NONEXISTENT, "2", "second derivatives differ at x = 0"},
    {"relu(x)^3", 2, SUP_UNBOUNDED, NULL, "grows without bound"},
    {"(2+x^2)^sin(x)", 1, SUP_INCONCLUSIVE, NULL, "no bound of the derivative of order 1"},
};

static void expected_value(arb_t value, const char *text)
{
    if (text[0] == '~') {
        arb_set_str(value, text + 1, 200);
        arb_add_error_2exp_si(value, -108);
        return;
    }
    activation_t constant;
    activation_error_t error;
    arb_t zero;
    arb_init(zero);
    assert_int_equal(activation_init(&constant, text, error), DQ_OK);
    activation_eval_arb(value, constant, zero, 256);
    activation_clear(constant);
    arb_clear(zero);
}

static int check(const case_struct *c)
{
    activation_t phi;
    activation_error_t error;
    reason_t why;
    arb_t value, expected;
    int good = 1;
    arb_init(value);
    arb_init(expected);
    reason_init(why);
    if (activation_init(&phi, c->phi, error) != DQ_OK) {
        print_message("%s refused: %s\n", c->phi, error->why->text);
        return 0;
    }
    clock_t start = clock();
    sup_status status = activation_supremum(value, phi, c->order, BITS, why);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (status != c->status) good = 0;
    if (c->reason != NULL && strstr(why->text, c->reason) == NULL) good = 0;
    if (c->expected == NULL) {
        if (arb_is_finite(value) || (status == SUP_UNBOUNDED && !arf_is_pos_inf(arb_midref(value)))) good = 0;
    } else {
        expected_value(expected, c->expected);
        if (!arb_overlaps(value, expected) || !arb_is_finite(value)) good = 0;
        /* minimum accuracy: relative radius 2^-(BITS-2), exact zero for zero */
        if (!arb_has_relative_bits(value, BITS - 2)) good = 0;
    }
    if (!good || seconds > 0.5) {
        char *text = arb_get_str(value, 25, ARB_STR_MORE);
        print_message("%s order %d: status %d (expected %d), value %s (expected %s), %.3f s, reason: %s\n", c->phi,
                      c->order, (int)status, (int)c->status, text, c->expected == NULL ? "inf" : c->expected, seconds,
                      why->text);
        flint_free(text);
    }
    activation_clear(phi);
    arb_clear(value);
    arb_clear(expected);
    return good;
}

static void suprema(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) wrong += !check(CASES + i);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(suprema)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
