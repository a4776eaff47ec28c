/* One operation at a time: whatever the operands stand for, the bound holds.  Operands and their bounds run through all magnitudes of
 * doubles, subnormal ones too; the true operands are the ends of what the bounds allow, or inside; balls of 400 bits are the reference. */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "activation/block_program.h"
#include "tests/uniform.h"

enum { PREC = 400, TRUE_OPERANDS = 4 };

static double magnitude(int least, int most)
{
    return ldexp(1 + uniform(), least + (int)(uniform() * (most - least + 1)));
}

static double operand(void)
{
    double sign = uniform() < 0.5 ? -1 : 1;
    switch ((int)(uniform() * 8)) {
    case 0:
        return 0;
    case 1:
        return sign * magnitude(-1074, 1022);
    case 2:
        return sign * magnitude(-1074, -980); /* and products that underflow */
    case 3:
        return sign * magnitude(-100, -40);
    default:
        return sign * magnitude(-12, 7);
    }
}

static double bound_of(double a)
{
    switch ((int)(uniform() * 4)) {
    case 0:
        return 0;
    case 1:
        return magnitude(-1074, -20);
    default:
        return ldexp(fabs(a), -(int)(uniform() * 60)) * uniform();
    }
}

/* a, a - e, a + e, or a number in between */
static void true_operand(arb_t x, double a, double e, int which)
{
    arf_t part;
    arf_init(part);
    arb_set_d(x, a);
    arf_set_d(part, which == 0 ? 0 : which == 1 ? -e : which == 2 ? e : (2 * uniform() - 1) * e);
    arf_add(arb_midref(x), arb_midref(x), part, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_clear(part);
}

/* t = exp(-|a|), which does not overflow; 1/(1 + t) or t/(1 + t) */
static void sigmoid(arb_t y, const arb_t a, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_abs(t, a);
    arb_neg(t, t);
    arb_exp(t, t, prec);
    arb_add_ui(y, t, 1, prec);
    if (arb_is_negative(a))
        arb_div(y, t, y, prec);
    else
        arb_inv(y, y, prec);
    arb_clear(t);
}

/* max(a, 0) + log1p(exp(-|a|)) */
static void softplus(arb_t y, const arb_t a, slong prec)
{
    arb_abs(y, a);
    arb_neg(y, y);
    arb_exp(y, y, prec);
    arb_log1p(y, y, prec);
    if (arb_is_positive(a)) arb_add(y, y, a, prec);
}

typedef void (*one_operand)(arb_t, const arb_t, slong);
typedef void (*two_operands)(arb_t, const arb_t, const arb_t, slong);

static void negate(arb_t y, const arb_t a, slong prec)
{
    arb_neg_round(y, a, prec);
}

static const struct {
    block_kind kind;
    const char *name;
    one_operand one;
    two_operands two;
} operation[] = {
    {BLOCK_NEG, "-", negate, NULL},
    {BLOCK_ADD, "+", NULL, arb_add},
    {BLOCK_SUB, "-", NULL, arb_sub},
    {BLOCK_MUL, "*", NULL, arb_mul},
    {BLOCK_DIV, "/", NULL, arb_div},
    {BLOCK_SQRT, "sqrt", arb_sqrt, NULL},
    {BLOCK_EXP, "exp", arb_exp, NULL},
    {BLOCK_LOG, "log", arb_log, NULL},
    {BLOCK_LOG1P, "log1p", arb_log1p, NULL},
    {BLOCK_EXPM1, "expm1", arb_expm1, NULL},
    {BLOCK_SIN, "sin", arb_sin, NULL},
    {BLOCK_COS, "cos", arb_cos, NULL},
    {BLOCK_TAN, "tan", arb_tan, NULL},
    {BLOCK_SINH, "sinh", arb_sinh, NULL},
    {BLOCK_COSH, "cosh", arb_cosh, NULL},
    {BLOCK_TANH, "tanh", arb_tanh, NULL},
    {BLOCK_ASINH, "asinh", arb_asinh, NULL},
    {BLOCK_ATAN, "atan", arb_atan, NULL},
    {BLOCK_ERF, "erf", arb_hypgeom_erf, NULL},
    {BLOCK_ERFC, "erfc", arb_hypgeom_erfc, NULL},
    {BLOCK_SIGMOID, "sigmoid", sigmoid, NULL},
    {BLOCK_SOFTPLUS, "softplus", softplus, NULL},
};
enum { OPERATIONS = sizeof operation / sizeof operation[0] };

/* 1 unless y is certainly farther than f from the value at true operands, or there is none: only the operand of sqrt, whose bound may
 * reach below 0, is known not to be there. */
static int holds(size_t o, double y, double f, double a, double ea, double b, double eb, int which)
{
    arb_t x, z, exact, bound;
    arb_init(x);
    arb_init(z);
    arb_init(exact);
    arb_init(bound);
    true_operand(x, a, ea, which);
    true_operand(z, b, eb, which == 3 ? 3 : (which + (uniform() < 0.5)) % 3);
    if (operation[o].one != NULL)
        operation[o].one(exact, x, PREC);
    else
        operation[o].two(exact, x, z, PREC);
    int undefined = !arb_is_finite(exact);
    arb_set_d(z, y);
    arb_sub(exact, exact, z, PREC);
    arb_abs(exact, exact);
    arb_set_d(bound, f);
    arb_set_d(z, BLOCK_INFLATION);
    arb_mul(bound, bound, z, PREC);
    int good = undefined ? operation[o].kind == BLOCK_SQRT : !arb_gt(exact, bound);
    arb_clear(x);
    arb_clear(z);
    arb_clear(exact);
    arb_clear(bound);
    return good;
}

static void every_operation(void **state)
{
    (void)state;
    enum { BLOCKS = 8 };
    static double a[BLOCK], ea[BLOCK], b[BLOCK], eb[BLOCK], y[BLOCK], f[BLOCK];
    int wrong = 0;
    for (size_t o = 0; o < OPERATIONS; o++) {
        int finite = 0;
        for (int block = 0; block < BLOCKS; block++) {
            for (int k = 0; k < BLOCK; k++) {
                a[k] = operand();
                ea[k] = bound_of(a[k]);
                b[k] = operand();
                eb[k] = bound_of(b[k]);
            }
            block_operation(operation[o].kind, y, f, a, ea, b, eb, BLOCK);
            for (int k = 0; k < BLOCK; k++) {
                if (!isfinite(f[k])) continue;
                finite++;
                for (int which = 0; which < TRUE_OPERANDS; which++) {
                    if (holds(o, y[k], f[k], a[k], ea[k], b[k], eb[k], which)) continue;
                    if (wrong++ < 10)
                        print_message("%s of %a +- %a, %a +- %a: %a +- %a\n", operation[o].name, a[k], ea[k], b[k],
                                      eb[k], y[k], f[k]);
                }
            }
        }
        if (finite < BLOCKS * BLOCK / 4) {
            print_message("%s: %d finite bounds of %d\n", operation[o].name, finite, BLOCKS * BLOCK);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_operation)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
