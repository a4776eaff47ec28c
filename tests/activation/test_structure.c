/* Parity, polynomial detection, degrees, continuity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "activation/activation.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void make(activation_t *phi, const char *text)
{
    activation_error_t error;
    if (activation_init(phi, text, error) != DQ_OK)
        fail_msg("%s refused at byte %ld: %s", text, (long)error->offset, error->why->text);
}

static const struct {
    const char *text;
    int parity;
} parity[] = {{"tanh(x)", -1},
              {"sin(x)", -1},
              {"erf(x)", -1},
              {"x*exp(-x^2/2)", -1},
              {"clip(x,-1,1)", -1},
              {"x/(1+abs(x))", -1},
              {"softsign(x)", -1},
              {"abs(x)", 1},
              {"cos(x)", 1},
              {"asinh(x)^3", -1},
              {"x*tanh(x)", 1},
              {"gelu(x)", 0},
              {"relu(x)", 0},
              {"sign(x)", -1},
              {"step(x)", 0},
              {"relu(x)+relu(-x)", 1},
              {"relu(x)-relu(-x)", -1},
              {"abs(x)^3", 1},
              {"x^3-3*x", -1},
              {"x^4-x^2+1", 1},
              {"(x+1)^2-2*x", 1},
              {"(x+1)^2", 0},
              {"exp(x)-exp(-x)", -1},
              {"exp(x)+1+exp(-x)", 1},
              {"exp(x)", 0},
              {"2*sin(x)-x*cos(x)/3", -1},
              {"sin(x)+cos(x)", 0},
              {"tanh(sqrt(2/pi)*(x+0.044715*x^3))", -1},
              {"log(cosh(2*x))", 1},
              {"atan(x)/(1+x^2)", -1},
              {"atan(-x)*asinh(x)", 1},
              {"sin(x^3)", -1},
              {"sin(x^2)", 1},
              {"(1+x^2)^-1.5", 1},
              {"sigmoid(x)*sigmoid(-x)", 1},
              {"softplus(x)+softplus(-x)", 1},
              {"softplus(x)-softplus(-x)", -1},
              {"silu(x)", 0},
              {"mish(x)", 0},
              {"elu(x)", 0},
              {"x-x", 1},
              {"3", 1},
              {"pi*x", -1},
              {"clip(x,-1,2)", 0},
              {"sign(x-1)+sign(x+1)", -1},
              {"sign(x-1)+step(x+1)", 0},
              {"min(abs(x),1)", 1},
              {"tan(tanh(x))", -1},
              {"sinh(x)*cosh(x)^2", -1},
              {"erfc(x)+erfc(-x)", 1},
              {"expm1(x)*expm1(-x)", 1},
              {"2^x+2^-x", 1},
              {"step(x-1)-step(-x-2)", 0}, /* breakpoints not symmetric */
              {"2*step(x)-1", 0},
              {"x^2+step(x-1)+1-step(x+1)", 0},
              {"x^2+step(x-1)+step(-x-1)", 1}};

static void test_parity(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parity); i++) {
        activation_t phi;
        make(&phi, parity[i].text);
        if (activation_parity(phi) != parity[i].parity)
            fail_msg("%s: parity %d, expected %d", parity[i].text, activation_parity(phi), parity[i].parity);
        activation_clear(phi);
    }
}

/* A claimed parity holds at random points (never wrong). */
static void test_parity_numerically(void **state)
{
    flint_rand_t random;
    (void)state;
    flint_randinit(random);
    for (size_t i = 0; i < COUNT(parity); i++) {
        activation_t phi;
        arb_t x, y, z;
        make(&phi, parity[i].text);
        arb_init(x);
        arb_init(y);
        arb_init(z);
        for (int j = -1; j < 20 && activation_parity(phi) != 0; j++) {
            arf_set_si(arb_midref(x), j < 0 ? 128 : (slong)(n_randlimb(random) % 1024) - 512);
            arf_mul_2exp_si(arb_midref(x), arb_midref(x), -7);
            activation_eval_arb(y, phi, x, 100);
            arb_neg(x, x);
            activation_eval_arb(z, phi, x, 100);
            arb_mul_si(z, z, activation_parity(phi), 100);
            if (!arb_overlaps(y, z)) fail_msg("%s is not of parity %d", parity[i].text, activation_parity(phi));
        }
        arb_clear(x);
        arb_clear(y);
        arb_clear(z);
        activation_clear(phi);
    }
    flint_randclear(random);
}

static void test_polynomial(void **state)
{
    static const struct {
        const char *text;
        int is;
        slong degree;
    } polynomial[] = {{"x", 1, 1},
                      {"0", 1, 0},
                      {"x-x", 1, 0},
                      {"3", 1, 0},
                      {"(x^3-3*x)/sqrt(6)", 1, 3},
                      {"pi*x^2-e*x", 1, 2},
                      {"(x+1)^5-x^5", 1, 4},
                      {"x^1000", 1, 1000},
                      {"relu(x)-relu(-x)", 1, 1},
                      {"abs(x)^2", 1, 2},
                      {"sqrt(2)*x^2-x^2*sqrt(2)+x", 0, -2},
                      {"relu(pi)*x", 1, 1},
                      {"(sqrt(2)*x)^2-2*x^2", 0, -2},
                      {"relu(x)", 0, -1},
                      {"elu(x)", 0, -1},
                      {"abs(x)", 0, -1},
                      {"step(x)", 0, -1},
                      {"sign(x)", 0, -1},
                      {"step(x)+step(-x)", 0, -1},
                      {"softsign(x)", 0, -1},
                      {"relu(x)^3", 0, -1},
                      {"tanh(x)", 0, -1},
                      {"sin(x)", 0, -1},
                      {"exp(x)", 0, -1},
                      {"gelu(x)", 0, -1},
                      {"silu(x)", 0, -1},
                      {"mish(x)", 0, -1},
                      {"softplus(x)", 0, -1},
                      {"erf(x)", 0, -1},
                      {"sigmoid(x)", 0, -1},
                      {"x*exp(-x^2/2)", 0, -1},
                      {"asinh(x)", 0, -1},
                      {"atan(x)", 0, -1},
                      {"cos(x)", 0, -1},
                      {"x*tanh(x)", 0, -1},
                      {"sqrt(1+x^2)", 0, -1},
                      {"log(1+x^2)", 0, -1},
                      {"1/(1+x^2)", 0, -1},
                      {"sin(x)^2+cos(x)^2", 0, -2},
                      {"exp(log(1+x^2))", 0, -2},
                      {"log(exp(x))", 0, -2}};
    (void)state;
    for (size_t i = 0; i < COUNT(polynomial); i++) {
        activation_t phi;
        slong degree;
        int is;
        make(&phi, polynomial[i].text);
        is = activation_is_polynomial(&degree, phi);
        if (is != polynomial[i].is || degree != polynomial[i].degree)
            fail_msg("%s: polynomial %d, degree %ld; expected %d, %ld", polynomial[i].text, is, (long)degree,
                     polynomial[i].is, (long)polynomial[i].degree);
        activation_clear(phi);
    }
}

static void test_piece_degree(void **state)
{
    static const struct {
        const char *text;
        slong degree[3];
    } piece[] = {{"relu(x)", {0, 1}},         {"elu(x)", {-1, 1}},          {"clip(x,-1,1)", {0, 1, 0}},
                 {"max(x,0.1*x)", {1, 1}},    {"relu(x)^2", {0, 2}},        {"step(x)*(pi*x^2-x)", {0, 2}},
                 {"abs(x)*sin(x)", {-1, -1}}, {"abs(x)/pi^2", {1, 1}},      {"x^2/(1+x^2)+0*abs(x)", {-1}},
                 {"exp(2)*x^3*sqrt(3)", {3}}, {"(x^2-1)*(x^2+1)-x^4", {0}}, {"1/(2+relu(-x))", {-1, 0}}};
    (void)state;
    for (size_t i = 0; i < COUNT(piece); i++) {
        activation_t phi;
        make(&phi, piece[i].text);
        for (slong k = 0; k < activation_pieces(phi); k++)
            if (activation_piece_degree(phi, k) != piece[i].degree[k])
                fail_msg("%s, piece %ld: degree %ld", piece[i].text, (long)k, (long)activation_piece_degree(phi, k));
        activation_clear(phi);
    }
}

static void test_continuity(void **state)
{
    static const struct {
        const char *text;
        int continuous;
    } kink[] = {{"relu(x)", 1},
                {"abs(x-0.3)", 1},
                {"step(x)", 0},
                {"sign(x)", 0},
                {"elu(x)", 1},
                {"elu(x,pi)", 1},
                {"softsign(x)", 1},
                {"step(x)+step(-x)", 0}, /* 1 but for 2 at 0 */
                {"sign(x)*sin(x)", 1},
                {"sign(x)*cos(x)", 0},
                {"step(x)*1e-300", 0},
                {"relu(x)*exp(x)+sqrt(2)", 1},
                {"step(x)*(sqrt(2)^2-2)", -1},
                {"step(x-1)*(x-1)^2", 1},
                {"step(x-1)*(pi*x-pi)", 1}};
    (void)state;
    for (size_t i = 0; i < COUNT(kink); i++) {
        activation_t phi;
        make(&phi, kink[i].text);
        assert_int_equal(activation_pieces(phi), 2);
        if (activation_continuous_at(phi, 0) != kink[i].continuous)
            fail_msg("%s: continuity %d, expected %d", kink[i].text, activation_continuous_at(phi, 0),
                     kink[i].continuous);
        activation_clear(phi);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parity), cmocka_unit_test(test_parity_numerically),
                                       cmocka_unit_test(test_polynomial), cmocka_unit_test(test_piece_degree),
                                       cmocka_unit_test(test_continuity)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
