/* The grammar: precedence through values, canonical text, malformed input with its offset and message, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "activation/activation.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
    const char *text;
    slong offset;
    const char *message;
} malformed[] = {
    {"", 0, "the expression is empty; write for example tanh(x)"},
    {"   ", 0, "the expression is empty"},
    {"x +", 3, "expected a number, x, pi, e, a function or '(' here, found the end of the expression"},
    {"+x", 0, "expected a value here, found '+' (a leading plus is not in the language: leave it out)"},
    {"x + * 2", 4, "expected a number, x, pi, e, a function or '(' here, found '*'"},
    {"x - / 2", 4, "expected a number, x, pi, e, a function or '(' here, found '/'"},
    {"(x", 2, "missing ')' for the '(' at byte 0"},
    {"2*((x+1)", 8, "missing ')' for the '(' at byte 2"},
    {"x)", 1, "this ')' closes nothing"},
    {"()", 1, "expected a number, x, pi, e, a function or '(' here, found ')'"},
    {"tanh(x", 6, "missing ')' for the '(' at byte 4"},
    {"tanh x", 0, "tanh is a function: write tanh(x)"},
    {"tanh", 0, "tanh is a function: write tanh(x)"},
    {"1 + tahn(x)", 4, "unknown name 'tahn'; did you mean tanh? Known names: x, pi, e, exp, log"},
    {"Tanh(x)", 0, "unknown name 'Tanh'; did you mean tanh?"},
    {"ln(x)", 0, "unknown name 'ln'; did you mean log?"},
    {"arctan(x)", 0, "unknown name 'arctan'; did you mean atan?"},
    {"swish(x)", 0, "unknown name 'swish'; did you mean silu?"},
    {"sigmiod(x)", 0, "unknown name 'sigmiod'; did you mean sigmoid?"},
    {"leakyrelu(x,0.1)", 0, "unknown name 'leakyrelu'; did you mean leaky_relu?"},
    {"foo(x)", 0, "unknown name 'foo'. Known names: x, pi, e, exp,"},
    {"nan", 0, "unknown name 'nan'. Known names"},
    {"inf*x", 0, "unknown name 'inf'. Known names"},
    {"X", 0, "unknown name 'X'; did you mean x?"},
    {"y = x", 0, "unknown name 'y'; did you mean x?"},
    {"x = 2", 2, "unexpected character '='; write only the right-hand side"},
    {"2x", 1, "an operator is missing before 'x'; did you mean 2*x?"},
    {"1.5 tanh(x)", 4, "an operator is missing before 'tanh'; did you mean 1.5*tanh?"},
    {"1e", 1, "an operator is missing before 'e'; did you mean 1*e?"},
    {"0x10", 1, "an operator is missing before 'x10'; did you mean 0*x10?"},
    {"x(3)", 1, "an operator is missing before '(3'; write * for a product"},
    {"(x)(x)", 3, "an operator is missing before '(x'; write * for a product"},
    {"pi x", 3, "an operator is missing before 'x'; write * for a product"},
    {"1.", 1, "a digit must follow the decimal point, as in 2.0"},
    {".5", 0, "unexpected character '.'; decimals are written like 0.5 or 2.0"},
    {"1.2.3", 3, "unexpected character '.'; decimals are written like 0.5 or 2.0"},
    {"x**2", 2, "powers are written with ^, not **"},
    {"x^", 2, "expected a number, x, pi, e, a function or '(' here, found the end of the expression"},
    {"clip(x,1)", 0, "clip takes 3 arguments, 2 given: write clip(x,lo,hi)"},
    {"2*clip(x,1,2,3)", 2, "clip takes 3 arguments, 4 given: write clip(x,lo,hi)"},
    {"tanh()", 0, "tanh takes 1 argument, 0 given: write tanh(x)"},
    {"tanh(x,x)", 0, "tanh takes 1 argument, 2 given: write tanh(x)"},
    {"max(x)", 0, "max takes 2 arguments, 1 given: write max(x,y)"},
    {"elu(x,1,1)", 0, "elu takes 1 or 2 arguments, 3 given: write elu(x,a)"},
    {"x,1", 1, "a ',' outside the arguments of a function; decimals are written with a point"},
    {"(x,1)", 2, "expected an operator or ')' for the '(' at byte 0, found ','"},
    {"tanh(x;1)", 6, "expected an operator or ')' for the '(' at byte 4, found ';'"},
    {"x # 2", 2, "unexpected character '#'"},
    {"x\xc3\x97"
     "2",
     1, "byte 0xc3 is not part of the language, which is plain ASCII"},
    {"\xcf\x86(x)", 0, "byte 0xcf is not part of the language"},
    {"x\x01", 1, "byte 0x01 is not part of the language"},
    {"(x\xff)", 2, "expected an operator or ')' for the '(' at byte 0, found byte 0xff"},
    {"1e99999*x", 0, "a decimal exponent beyond 5000"},
    {"x+1e4000", 2, "this number needs more than 4096 bits"},
    {"x^1000000", 1, "exponents lie between -1000 and 1000"},
    {"9^9^9^9", 3, "exponents lie between -1000 and 1000"},
    {"x^(2-9^9)", 1, "exponents lie between -1000 and 1000"},
    {"x+1/0", 3, "division by zero"},
    {"x/(pi-pi)", 1, "division by zero"},
    {"0^-1", 1, "division by zero"},
    {"log(-1)", 0, "logarithm of a number that is not positive"},
    {"log1p(-1)", 0, "log1p of a number that is not above -1"},
    {"sqrt(-2)", 0, "square root of a negative number"},
    {"(-2)^x", 4, "the base of a power that is not an integer must be positive"},
    {"x^1000*x", -1, "polynomials of degree above 1000 are not accepted"},
};

static void test_malformed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(malformed); i++) {
        activation_t phi;
        activation_error_t error;
        dq_status status = activation_init(&phi, malformed[i].text, error);
        if (status != DQ_INPUT || phi != NULL || error->offset != malformed[i].offset ||
            strncmp(error->why->text, malformed[i].message, strlen(malformed[i].message)) != 0)
            fail_msg("\"%s\": status %d, offset %ld (expected %ld), message \"%s\" (expected \"%s\")",
                     malformed[i].text, (int)status, (long)error->offset, (long)malformed[i].offset, error->why->text,
                     malformed[i].message);
    }
}

/* Precedence and associativity, by exact values at x = 3. */
static void test_precedence(void **state)
{
    static const struct {
        const char *text;
        double at_three;
    } value[] = {{"-x^2", -9},
                 {"2^-x", 0.125},
                 {"2^3^2", 512},
                 {"-2^2", -4},
                 {"x-2-1", 0},
                 {"x-(2-1)", 2},
                 {"24/4/2*x", 9},
                 {"24/(4/2)*x", 36},
                 {"2*x^2", 18},
                 {"x*-2", -6},
                 {"--x", 3},
                 {"3^-2*x^2", 1},
                 {"1+2*x", 7},
                 {"(1+2)*x", 9},
                 {"-x+1", -2},
                 {"-x*2", -6},
                 {"1.5e2", 150},
                 {"2.5E-1*x", 0.75},
                 {"max(x,1)-min(x,1)", 2},
                 {"clip(x,-1,2)", 2},
                 {"leaky_relu(-x,0.5)", -1.5},
                 {"abs(-x)+sign(-x)", 2},
                 {"step(x-3)", 1},
                 {"x^0", 1},
                 {"relu(-x)", 0},
                 {"sqrt(4)*x", 6},
                 {"exp(0)+cos(0)+log(1)", 2},
                 {"2^-x^2*512", 1},
                 {"softsign(x)", 0.75},
                 {"\tx\n+ 1 ", 4}};
    (void)state;
    for (size_t i = 0; i < COUNT(value); i++) {
        activation_t phi;
        activation_error_t error;
        arb_t x, y, expected;
        assert_int_equal(activation_init(&phi, value[i].text, error), DQ_OK);
        arb_init(x);
        arb_init(y);
        arb_init(expected);
        arb_set_si(x, 3);
        arb_set_d(expected, value[i].at_three);
        activation_eval_arb(y, phi, x, 64);
        if (!arb_contains(y, expected) || !(arb_rel_accuracy_bits(y) >= 60))
            fail_msg("%s at 3: %s, expected %g", value[i].text, arb_get_str(y, 20, 0), value[i].at_three);
        arb_clear(x);
        arb_clear(y);
        arb_clear(expected);
        activation_clear(phi);
    }
}

static void test_canonical_text(void **state)
{
    static const char *const text[][2] = {{"tanh( x )", "tanh(x)"},
                                          {"x*( 2+x )", "x*(2 + x)"},
                                          {"((x))", "x"},
                                          {"x-(1-x)", "x - (1 - x)"},
                                          {"(x-1)-x", "x - 1 - x"},
                                          {"x/(x^2+9)", "x/(x^2 + 9)"},
                                          {"(2^3)^x", "(2^3)^x"},
                                          {"2^(3^x)", "2^3^x"},
                                          {"(-2)^2*x", "(-2)^2*x"},
                                          {"-(x^2)", "-x^2"},
                                          {"2^(-x)", "2^-x"},
                                          {"0.10*x", "0.1*x"},
                                          {"1e-3*x", "0.001*x"},
                                          {"1e-30*x", "1e-30*x"},
                                          {"1.50e20*x", "1.5e20*x"},
                                          {"max(x,0.1*x)", "max(x, 0.1*x)"},
                                          {"-(x+1)", "-(x + 1)"},
                                          {"x*(x/2)", "x*(x/2)"},
                                          {"-x*2", "-x*2"},
                                          {"-(x*2)", "-(x*2)"},
                                          {"123456789012345678*x", "1.23456789012345678e17*x"},
                                          {"100*x", "100*x"},
                                          {"12.5e-1", "1.25"}};
    (void)state;
    for (size_t i = 0; i < COUNT(text); i++) {
        activation_t phi, again;
        activation_error_t error;
        assert_int_equal(activation_init(&phi, text[i][0], error), DQ_OK);
        assert_string_equal(activation_text(phi), text[i][1]);
        assert_int_equal(activation_init(&again, activation_text(phi), error), DQ_OK);
        assert_string_equal(activation_text(again), text[i][1]);
        activation_clear(phi);
        activation_clear(again);
    }
}

static char *repeated(const char *head, const char *unit, size_t times, const char *tail)
{
    char *text = malloc(strlen(head) + strlen(unit) * times + strlen(tail) + 1);
    strcpy(text, head);
    for (size_t i = 0; i < times; i++) strcat(text, unit);
    strcat(text, tail);
    return text;
}

static void check_limit(char *text, int accepted, const char *message)
{
    activation_t phi;
    activation_error_t error;
    dq_status status = activation_init(&phi, text, error);
    if ((status == DQ_OK) != accepted || (!accepted && !strstr(error->why->text, message)))
        fail_msg("%.40s... (%zu bytes): status %d, \"%s\"", text, strlen(text), (int)status, error->why->text);
    activation_clear(phi);
    free(text);
}

static void test_limits(void **state)
{
    (void)state;
    check_limit(repeated("x", " ", 4095, ""), 1, "");
    check_limit(repeated("x", " ", 4096, ""), 0, "at most 4096 are allowed");
    check_limit(repeated("", "-", 64, "x"), 1, "");
    check_limit(repeated("", "-", 65, "x"), 0, "nested deeper than 64");
    check_limit(repeated("", "(", 65, "x"), 0, "nested deeper than 64");
    check_limit(repeated("", "sin(", 65, "x"), 0, "nested deeper than 64");
    check_limit(repeated("1", "^1", 65, ""), 0, "nested deeper than 64");
    check_limit(repeated("x", "+x", 999, ""), 1, "");
    check_limit(repeated("x", "+x", 1000, ""), 0, "more than 2000 operations");
    check_limit(repeated("x", "+x*x", 500, "*relu(x)"), 0, "more than 2000 operations");
    check_limit(repeated("2", "*x*x", 400, ""), 1, "");
    check_limit(repeated("2", "*x*x", 499, "*x*x*x"), 0, "more than 2000 operations");
    check_limit(repeated("x", "^1000", 10, ""), 0, "not analytic near x = 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_malformed), cmocka_unit_test(test_precedence),
                                       cmocka_unit_test(test_canonical_text), cmocka_unit_test(test_limits)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
