/* Kinks become pieces at exact breakpoints; values at, left and right of them; refusals; analyticity near closed
 * pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "activation/activation.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void make(activation_t *phi, const char *text)
{
    activation_error_t error;
    if (activation_init(phi, text, error) != DQ_OK)
        fail_msg("%s refused at byte %ld: %s", text, (long)error->offset, error->why->text);
}

static void rational(fmpq_t r, const char *text)
{
    assert_int_equal(fmpq_set_str(r, text, 10), 0);
}

static void test_breakpoints(void **state)
{
    static const struct {
        const char *text;
        int pieces;
        const char *b[5];
    } split[] = {{"tanh(x)", 1, {0}},
                 {"relu(x)", 2, {"0"}},
                 {"clip(relu(x),0,6)", 3, {"0", "6"}},
                 {"x/(1+abs(x))", 2, {"0"}},
                 {"max(x,0.1*x)", 2, {"0"}},
                 {"relu(x)-relu(x-1)", 3, {"0", "1"}},
                 {"abs(x)^3", 2, {"0"}},
                 {"relu(3*x-1)", 2, {"1/3"}},
                 {"min(max(x,-0.1),0.2*x+1)", 4, {"-11/2", "-1/10", "5/4"}},
                 {"abs(abs(x)-1)", 4, {"-1", "0", "1"}},
                 {"abs(abs(x-2)-1)", 4, {"1", "2", "3"}},
                 {"relu(x)-relu(x)", 1, {0}},
                 {"abs(x)^2", 1, {0}},
                 {"relu(x)-relu(-x)", 1, {0}},
                 {"max(x,x)", 1, {0}},
                 {"max(x,x-1)", 1, {0}},
                 {"relu((x+1)^2-x^2)", 2, {"-1/2"}},
                 {"abs(pi*x)", 2, {"0"}},
                 {"relu(sqrt(2)*(x-1))", 2, {"1"}},
                 {"relu(pi-3)*x", 1, {0}},
                 {"step(x)+step(-x)", 2, {"0"}},
                 {"softsign(x-0.25)", 2, {"1/4"}},
                 {"elu(x,0.5)+leaky_relu(x+1,0.2)", 3, {"-1", "0"}},
                 {"relu(x)+relu(x-1e-30)", 3, {"0", "1/1000000000000000000000000000000"}},
                 {"step(x)*exp(-x)", 2, {"0"}}};
    (void)state;
    for (size_t i = 0; i < COUNT(split); i++) {
        activation_t phi;
        fmpq_t b;
        fmpq_init(b);
        make(&phi, split[i].text);
        if (activation_pieces(phi) != split[i].pieces)
            fail_msg("%s: %ld pieces, expected %d", split[i].text, (long)activation_pieces(phi), split[i].pieces);
        for (slong k = 0; k + 1 < activation_pieces(phi); k++) {
            rational(b, split[i].b[k]);
            if (!fmpq_equal(b, activation_breakpoint(phi, k)))
                fail_msg("%s: breakpoint %ld is %s", split[i].text, (long)k,
                         fmpq_get_str(NULL, 10, activation_breakpoint(phi, k)));
        }
        fmpq_clear(b);
        activation_clear(phi);
    }
}

/* Exact values left of, at and right of a kink, and on a ball around it. */
static void test_values_around_kinks(void **state)
{
    static const struct {
        const char *text, *at;
        double left, value, right;
    } kink[] = {{"step(x)", "0", 0, 1, 1},          {"sign(x)", "0", -1, 0, 1},     {"step(-x)", "0", 1, 1, 0},
                {"relu(x)", "0", 0, 0, 0},          {"clip(x,-1,1)", "1", 1, 1, 1}, {"step(3*x-1)", "1/3", 0, 1, 1},
                {"sign(x)+step(x)", "0", -1, 1, 2}, {"1-sign(x)^2", "0", 0, 1, 0},  {"abs(x)", "0", 0, 0, 0},
                {"max(sign(x),0)", "0", 0, 0, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT(kink); i++) {
        activation_t phi;
        arb_t x, y, expected;
        fmpq_t b;
        make(&phi, kink[i].text);
        arb_init(x);
        arb_init(y);
        arb_init(expected);
        fmpq_init(b);
        rational(b, kink[i].at);
        for (int side = -1; side <= 1; side++) {
            arb_set_fmpq(x, b, 200);
            mag_zero(arb_radref(x));
            if (side) { /* 2^-100 away: the pieces here change by at most that much */
                arf_set_si_2exp_si(arb_midref(y), side, -100);
                arf_add(arb_midref(x), arb_midref(x), arb_midref(y), ARF_PREC_EXACT, ARF_RND_DOWN);
            } else if (!fmpz_is_one(fmpq_denref(b))) {
                continue; /* 1/3 is no dyadic point */
            }
            activation_eval_arb(y, phi, x, 64);
            arb_set_d(expected, side < 0 ? kink[i].left : side > 0 ? kink[i].right : kink[i].value);
            mag_set_ui_2exp_si(arb_radref(expected), side ? 1 : 0, -90);
            if (!arb_overlaps(y, expected) || !(mag_cmp_2exp_si(arb_radref(y), -60) <= 0))
                fail_msg("%s, side %d of %s: %s", kink[i].text, side, kink[i].at, arb_get_str(y, 20, 0));
        }
        arb_set_fmpq(x, b, 64);
        mag_set_ui_2exp_si(arb_radref(x), 1, -20);
        activation_eval_arb(y, phi, x, 64);
        const double three[] = {kink[i].left, kink[i].value, kink[i].right};
        for (int j = 0; j < 3; j++) {
            arb_set_d(expected, three[j]);
            if (!arb_contains(y, expected))
                fail_msg("%s around %s: %s misses %g", kink[i].text, kink[i].at, arb_get_str(y, 20, 0), three[j]);
        }
        arb_clear(x);
        arb_clear(y);
        arb_clear(expected);
        fmpq_clear(b);
        activation_clear(phi);
    }
}

/* A ball that only touches a breakpoint takes the value there, not the other piece's limit. */
static void test_touching_ball(void **state)
{
    activation_t phi;
    arb_t x, y, two;
    (void)state;
    make(&phi, "5*step(-x)+x");
    arb_init(x);
    arb_init(y);
    arb_init(two);
    arb_set_d(x, 0.5);
    mag_set_ui_2exp_si(arb_radref(x), 1, -1); /* [0, 1] exactly */
    activation_eval_arb(y, phi, x, 64);
    arb_set_d(two, 5); /* phi(0) = 5 */
    assert_true(arb_contains(y, two));
    activation_clear(phi);
    make(&phi, "5*step(x)-5+x"); /* phi = x right of 0 and at 0 */
    activation_eval_arb(y, phi, x, 64);
    arb_set_d(two, -0.125);
    assert_false(arb_contains(y, two));
    arb_clear(x);
    arb_clear(y);
    arb_clear(two);
    activation_clear(phi);
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        slong offset;
        const char *message;
    } refused[] = {
        {"relu(sin(x))", 0, "the argument of relu on the real line is not of the form a*x+b with exact decimals"},
        {"x+abs(x^2-2)", 2, "abs bends where a polynomial of degree 2 is zero (on the real line)"},
        {"relu(x-pi)", 0, "the argument of relu on the real line is not of the form a*x+b"},
        {"max(x,sin(x))", 0, "the argument of max on the real line"},
        {"relu(x)*abs(relu(x)^2-1)", 8, "abs bends where a polynomial of degree 2 is zero (for x > 0)"},
        {"sign(sqrt(2)^2-2)*x", 0, "the sign of the constant argument of sign cannot be decided with 4096 bits"},
        {"clip(x,2,1)", 0, "clip(x,lo,hi) needs lo <= hi"},
        {"leaky_relu(x,x)", 0, "the parameter a of leaky_relu(x,a) must be a constant"},
        {"elu(0.1,x)", 0, "the parameter a of elu(x,a) must be a constant"},
        {"1/x", 1, "not analytic near x = 0: the divisor is zero there"},
        {"x/x", 1, "not analytic near x = 0"},
        {"log(x)", 0, "not analytic near x = 0: the argument of log is zero or negative there"},
        {"log(x^2)", 0, "not analytic near x = 0"},
        {"sqrt(x)", 0, "not analytic near x = 0: the argument of sqrt is zero or negative"},
        {"x^0.5", 1, "not analytic near x = 0"},
        {"x^0.3", 1, "not analytic near x = 0: the base of the power is zero or negative"},
        {"x^x", 1, "not analytic near x = 0"},
        {"tan(x)", 0, "not analytic near x = 1.570796327: the cosine under tan is zero there"},
        {"2+1/sin(x)", 3, "not analytic near x = 0"},
        {"1/(x-100)", 1, "not analytic near x = 100"},
        {"1/(x-1000)", 1, "not analytic near x = 1000"},
        {"1/(x+1e9)", 1, "not analytic near x = -1000000000"},
        {"1/(x-0.3)^2", 1, "cannot be certified analytic near x = 0.3"},
        {"log1p(x)", 0, "not analytic near x = -1: 1 + the argument of log1p"},
        {"sqrt(abs(x))", 0, "not analytic near x = 0"},
        {"abs(x)^1.5", 6, "not analytic near x = 0"},
        {"x/abs(x)", 1, "not analytic near x = 0"},
        {"step(x)*log(1+x)", 8, "not analytic near x = -1"}, /* 0*log(1+x) is still log(1+x) */
        {"0/x", 1, "not analytic near x = 0"},
        {"1/(exp(x)-1e-300)", 1, "not analytic near x = -690.775"},
        {"1/(sqrt(2)^2-2)", 1, "a constant cannot be evaluated: the divisor cannot be certified to be nonzero"}};
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        activation_t phi;
        activation_error_t error;
        dq_status status = activation_init(&phi, refused[i].text, error);
        if (status != DQ_INPUT || error->offset != refused[i].offset ||
            strncmp(error->why->text, refused[i].message, strlen(refused[i].message)) != 0)
            fail_msg("%s: status %d, offset %ld (expected %ld), \"%s\" (expected \"%s\")", refused[i].text, (int)status,
                     (long)error->offset, (long)refused[i].offset, error->why->text, refused[i].message);
    }
}

/* Analytic near every closed piece, some only after bisection or only with unbounded intervals. */
static void test_accepted(void **state)
{
    static const char *const text[] = {"1/(1+x^2)",
                                       "1/(1+x+x^2)",
                                       "1/(x^2+1e-12)",
                                       "1/(1+x^4-x^3)",
                                       "sqrt(1+x^2)",
                                       "log(cosh(x))",
                                       "log(1+exp(x))",
                                       "1/(2+sin(x))",
                                       "1/(1.2+sin(x)^2-cos(x))",
                                       "sigmoid(exp(exp(x)))",
                                       "softplus(sinh(x))",
                                       "1/(1+exp(-x)+tanh(x))",
                                       "log(1+abs(x))",
                                       "tan(tanh(x))",
                                       "tan(1.5*tanh(x))",
                                       "1/(10-clip(x,0,6))",
                                       "1/(1+relu(x))",
                                       "sqrt(1+relu(x))",
                                       "log(exp(x)-x)",
                                       "exp(-x^2)/(1e-9+exp(-x^2))",
                                       "1/log(3+x^2)",
                                       "1/(2+relu(x)-x)",
                                       "(1+x^2)^0.3",
                                       "(2+sin(x))^x",
                                       "log1p(exp(-exp(x)))",
                                       "1/(1+x^2-sin(x))",
                                       "2^-x",
                                       "sqrt(exp(x))",
                                       "exp(-exp(x))"};
    (void)state;
    for (size_t i = 0; i < COUNT(text); i++) {
        activation_t phi;
        make(&phi, text[i]);
        activation_clear(phi);
    }
}

/* Whatever is written, the answer comes quickly. */
static void test_time_is_bounded(void **state)
{
    static const char *const text[] = {
        "1/(sqrt(x^2+1)-x)",
        "1/(1+exp(exp(x))-exp(exp(x)-1))",
        "1/(1.0001+sin(x^3)*sin(x^2)*sin(x))",
        "1/(exp(exp(exp(exp(x))))+sin(x))",
        "log(1+sin(exp(x))^2+cos(exp(x))^2-0.999)",
        "1/(x^1000+x^999+1.5)",
        "tan(exp(exp(x)))",
        "1/(x+sin(x)-1e5)",
        "abs(x)+abs(x-1)+abs(x-2)+abs(x-3)+abs(x-4)+abs(x-5)+abs(x-6)+abs(x-7)+abs(x-8)+1/(1.01+sin(x)*cos(3*x))",
        "silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(silu(x)))))))))))))))))"
        ")"};
    (void)state;
    for (size_t i = 0; i < COUNT(text); i++) {
        activation_t phi;
        activation_error_t error;
        clock_t start = clock();
        (void)activation_init(&phi, text[i], error);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        /* WRAPPER: under valgrind */
        if (!(seconds < (getenv("WRAPPER") == NULL ? 2 : 100))) fail_msg("%s took %.2f s", text[i], seconds);
        activation_clear(phi);
    }
}

static void test_too_many_pieces(void **state)
{
    char text[4096] = "0";
    activation_t phi;
    activation_error_t error;
    (void)state;
    for (int i = 0; i < 63; i++) snprintf(text + strlen(text), sizeof text - strlen(text), "+abs(x-%d)", i);
    make(&phi, text);
    assert_int_equal(activation_pieces(phi), 64);
    activation_clear(phi);
    strcat(text, "+abs(x-63)");
    assert_int_equal(activation_init(&phi, text, error), DQ_INPUT);
    assert_string_equal(error->why->text, "more than 64 pieces");
    assert_null(phi);
}

static void test_piece_list(void **state)
{
    activation_t phi;
    activation_error_t error;
    slong bad;
    fmpq_t zero, one;
    arb_t x, y;
    (void)state;
    fmpq_init(zero);
    fmpq_init(one);
    fmpq_set_si(one, 1, 1);
    arb_init(x);
    arb_init(y);
    const activation_piece_text leaky[] = {{zero, "0.1*x"}, {NULL, "x"}};
    assert_int_equal(activation_init_pieces(&phi, leaky, 2, &bad, error), DQ_OK);
    assert_int_equal(activation_pieces(phi), 2);
    assert_string_equal(activation_text(phi), "{x < 0: 0.1*x; x}");
    activation_clear(phi);

    const activation_piece_text jump[] = {
        {zero, "-1"}, {one, "2"}, {NULL, "3"}}; /* a breakpoint belongs to the right piece */
    assert_int_equal(activation_init_pieces(&phi, jump, 3, &bad, error), DQ_OK);
    activation_eval_arb(y, phi, x, 64);
    assert_true(arb_equal_si(y, 2));
    arb_one(x);
    activation_eval_arb(y, phi, x, 64);
    assert_true(arb_equal_si(y, 3));
    activation_clear(phi);

    const activation_piece_text kinked[] = {{zero, "abs(x+1)"},
                                            {NULL, "relu(x-2)+log(1+x)"}}; /* kinks inside and outside their piece */
    assert_int_equal(activation_init_pieces(&phi, kinked, 2, &bad, error), DQ_OK);
    assert_int_equal(activation_pieces(phi), 4);
    assert_true(fmpq_cmp_si(activation_breakpoint(phi, 0), -1) == 0);
    assert_true(fmpq_is_zero(activation_breakpoint(phi, 1)));
    assert_true(fmpq_cmp_si(activation_breakpoint(phi, 2), 2) == 0);
    activation_clear(phi);

    const activation_piece_text same[] = {{zero, "x*x"}, {NULL, "x^2"}};
    assert_int_equal(activation_init_pieces(&phi, same, 2, &bad, error), DQ_OK);
    assert_int_equal(activation_pieces(phi), 1);
    activation_clear(phi);

    const activation_piece_text wrong[] = {{zero, "x"}, {one, "2*tahn(x)"}, {NULL, "x"}};
    assert_int_equal(activation_init_pieces(&phi, wrong, 3, &bad, error), DQ_INPUT);
    assert_int_equal(bad, 1);
    assert_int_equal(error->offset, 2);
    const activation_piece_text pole[] = {{one, "x"}, {NULL, "1/(x-1)"}}; /* analytic inside, not at the end */
    assert_int_equal(activation_init_pieces(&phi, pole, 2, &bad, error), DQ_INPUT);
    assert_int_equal(bad, 1);
    const activation_piece_text order[] = {{one, "x"}, {zero, "2*x"}, {NULL, "x"}};
    assert_int_equal(activation_init_pieces(&phi, order, 3, &bad, error), DQ_INPUT);
    assert_int_equal(bad, 1);
    assert_string_equal(error->why->text, "`until` must increase from piece to piece");
    const activation_piece_text last[] = {{zero, "x"}, {one, "x"}};
    assert_int_equal(activation_init_pieces(&phi, last, 2, &bad, error), DQ_INPUT);
    assert_int_equal(bad, 1);
    assert_int_equal(activation_init_pieces(&phi, last, 0, &bad, error), DQ_INPUT);
    fmpq_clear(zero);
    fmpq_clear(one);
    arb_clear(x);
    arb_clear(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breakpoints),     cmocka_unit_test(test_values_around_kinks),
        cmocka_unit_test(test_touching_ball),   cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_accepted),        cmocka_unit_test(test_time_is_bounded),
        cmocka_unit_test(test_too_many_pieces), cmocka_unit_test(test_piece_list)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
