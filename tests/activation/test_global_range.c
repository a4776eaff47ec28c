/* End-point intervals, also unbounded ones, contain the function's values (against the ball evaluator), and certify
 * signs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "activation/global_range.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *const sample[] = {"tanh(x)",
                                     "gelu(x)",
                                     "mish(x)",
                                     "softplus(x)",
                                     "sigmoid(x)",
                                     "x*exp(-x^2/2)",
                                     "asinh(x)^3",
                                     "atan(x)*erf(x)",
                                     "erfc(x)*x",
                                     "expm1(x)",
                                     "tan(tanh(x))",
                                     "1/(2+sin(x))",
                                     "sin(x)*cos(x)/(1+x^2)",
                                     "log(cosh(x))",
                                     "(1+x^2)^-1.5",
                                     "x^4-x",
                                     "(x^3-1)^3",
                                     "sqrt(1+exp(-x))",
                                     "x*x*sinh(x/4)",
                                     "(-1-x^2)^-3",
                                     "-erfc(-x)/(1+cosh(x))",
                                     "log1p(x^2)*(x-1)",
                                     "1/(0-exp(x))",
                                     "2^-x-pi",
                                     "(2-x)*(3-x)*(x+1)",
                                     "0.5-x^2*x^2"};

/* The range of the root of piece 0 for from <= x <= to. */
static void range_of(range_struct *r, const activation_t phi, const arf_t from, const arf_t to)
{
    const expr_struct *e = &phi->piece[0];
    range_struct *all = flint_malloc((size_t)e->count * sizeof *all);
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = &e->node[i];
        global_range_init(&all[i]);
        node_range(&all[i], n, n->left >= 0 ? &all[n->left] : NULL, n->right >= 0 ? &all[n->right] : NULL, from, to);
    }
    arf_set(&r->lower, &all[e->count - 1].lower);
    arf_set(&r->upper, &all[e->count - 1].upper);
    r->sign = all[e->count - 1].sign;
    for (slong i = 0; i < e->count; i++) global_range_clear(&all[i]);
    flint_free(all);
}

static void test_contains_values(void **state)
{
    flint_rand_t random;
    (void)state;
    flint_randinit(random);
    for (size_t s = 0; s < COUNT(sample); s++) {
        activation_t phi;
        activation_error_t error;
        range_struct r;
        arf_t from, to, lower, upper;
        arb_t x, y;
        assert_int_equal(activation_init(&phi, sample[s], error), DQ_OK);
        global_range_init(&r);
        arf_init(from);
        arf_init(to);
        arf_init(lower);
        arf_init(upper);
        arb_init(x);
        arb_init(y);
        for (int i = 0; i < 400; i++) {
            slong a = (slong)(n_randlimb(random) % 2048) - 1024, length = (slong)(n_randlimb(random) % 1024);
            arf_set_si(from, a);
            arf_set_si(to, a + length);
            arf_set_si(arb_midref(x), a + (length == 0 ? 0 : (slong)(n_randlimb(random) % (ulong)(length + 1))));
            arf_mul_2exp_si(from, from, -6);
            arf_mul_2exp_si(to, to, -6);
            arf_mul_2exp_si(arb_midref(x), arb_midref(x), -6);
            if (i % 4 == 1) arf_neg_inf(from);
            if (i % 4 >= 2 && i % 8 > 4) arf_pos_inf(to);
            range_of(&r, phi, from, to);
            activation_eval_arb(y, phi, x, 128);
            arb_get_lbound_arf(lower, y, 128);
            arb_get_ubound_arf(upper, y, 128);
            if (!(arf_cmp(&r.lower, upper) <= 0) || !(arf_cmp(&r.upper, lower) >= 0) ||
                (r.sign > 0 && !(arf_sgn(upper) > 0)) || (r.sign < 0 && !(arf_sgn(lower) < 0)))
                fail_msg("%s on [%g, %g]: range [%g, %g] sign %d misses %s at %g", sample[s],
                         arf_get_d(from, ARF_RND_NEAR), arf_get_d(to, ARF_RND_NEAR), arf_get_d(&r.lower, ARF_RND_NEAR),
                         arf_get_d(&r.upper, ARF_RND_NEAR), r.sign, arb_get_str(y, 20, 0),
                         arf_get_d(arb_midref(x), ARF_RND_NEAR));
        }
        global_range_clear(&r);
        arf_clear(from);
        arf_clear(to);
        arf_clear(lower);
        arf_clear(upper);
        arb_clear(x);
        arb_clear(y);
        activation_clear(phi);
    }
    flint_randclear(random);
}

/* Ranges that are known exactly. */
static void test_sharp(void **state)
{
    static const struct {
        const char *text;
        double from, to, lower, upper;
        int sign;
    } sharp[] = {{"x^2+1", -2, 1, 1, 5, 1},           {"x^3", -2, 1, -8, 1, 0},
                 {"1/(1+x^2)", -1, 3, 0.1, 1, 1},     {"2-x", 1, 4, -2, 1, 0},
                 {"exp(0*x)*x*(1+x)", 1, 2, 2, 6, 1}, {"(-1-x^2)^-1", -1, 1, -1, -0.5, -1},
                 {"-exp(x)-1", -1e9, 0, -2, -1, -1},  {"cosh(x)", -1, 0, 1, 1.6, 1}};
    (void)state;
    for (size_t i = 0; i < COUNT(sharp); i++) {
        activation_t phi;
        activation_error_t error;
        range_struct r;
        arf_t from, to;
        assert_int_equal(activation_init(&phi, sharp[i].text, error), DQ_OK);
        global_range_init(&r);
        arf_init(from);
        arf_init(to);
        arf_set_d(from, sharp[i].from);
        arf_set_d(to, sharp[i].to);
        range_of(&r, phi, from, to);
        double lower = arf_get_d(&r.lower, ARF_RND_NEAR), upper = arf_get_d(&r.upper, ARF_RND_NEAR);
        if (!(lower >= sharp[i].lower - 1e-12) || !(upper <= sharp[i].upper + 1e-12) || r.sign != sharp[i].sign)
            fail_msg("%s: range [%.17g, %.17g] sign %d", sharp[i].text, lower, upper, r.sign);
        global_range_clear(&r);
        arf_clear(from);
        arf_clear(to);
        activation_clear(phi);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_contains_values), cmocka_unit_test(test_sharp)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
