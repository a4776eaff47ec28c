/* The primitives' derivatives that bound growth at bounded arguments: against FLINT's power series, against sampled ranges, and against
 * the suprema known in closed form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "activation/growth_element.h"

/* A primitive, the interval tried, and the suprema of |F|, |F'|, |F''| on the whole line (0: infinite). */
static const struct {
    expr_kind kind;
    double lower, upper, supremum[3];
} PRIMITIVE[] = {
    {EXPR_EXP, -3, 3, {0, 0, 0}},
    {EXPR_LOG, 0.25, 5, {0, 0, 0}},
    {EXPR_LOG1P, -0.75, 4, {0, 0, 0}},
    {EXPR_EXPM1, -3, 3, {0, 0, 0}},
    {EXPR_SQRT, 0.25, 5, {0, 0, 0}},
    {EXPR_SIN, -4, 4, {1, 1, 1}},
    {EXPR_COS, -4, 4, {1, 1, 1}},
    {EXPR_TAN, -1.25, 1.25, {0, 0, 0}},
    {EXPR_SINH, -3, 3, {0, 0, 0}},
    {EXPR_COSH, -3, 3, {0, 0, 0}},
    {EXPR_TANH, -3, 3, {1, 1, 0.76980035891950}},              /* 4/(3 sqrt 3) */
    {EXPR_ASINH, -3, 3, {0, 1, 0.38490017945975}},             /* 2/(3 sqrt 3) */
    {EXPR_ATAN, -3, 3, {1.5707963267949, 1, 0.6495190528383}}, /* pi/2, 3 sqrt(3)/8 */
    {EXPR_ERF, -3, 3, {1, 1.1283791670955, 0.96788289807657}}, /* 2/sqrt pi, 2 sqrt(2/pi) exp(-1/2) */
    {EXPR_ERFC, -3, 3, {2, 1.1283791670955, 0.96788289807657}},
};
enum { COUNT = sizeof PRIMITIVE / sizeof PRIMITIVE[0], PREC = 128, POINTS = 33, DERIVATIVES = 4 };

/* y[k] = F^(k)(x). */
static void by_series(arb_ptr y, expr_kind kind, const arb_t x, slong prec)
{
    arb_poly_t p, q;
    arb_poly_init(p);
    arb_poly_init(q);
    arb_poly_set_coeff_arb(p, 0, x);
    arb_poly_set_coeff_si(p, 1, 1);
    switch (kind) {
    case EXPR_LOG1P:
        arb_poly_add_si(p, p, 1, prec); /* then as the logarithm */
        /* fall through */
    case EXPR_LOG:
        arb_poly_log_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_EXP:
    case EXPR_EXPM1:
        arb_poly_exp_series(p, p, DERIVATIVES, prec);
        if (kind == EXPR_EXPM1) arb_poly_add_si(p, p, -1, prec);
        break;
    case EXPR_SQRT:
        arb_poly_sqrt_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_SIN:
        arb_poly_sin_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_COS:
        arb_poly_cos_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_TAN:
        arb_poly_tan_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_SINH:
        arb_poly_sinh_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_COSH:
        arb_poly_cosh_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_TANH:
        arb_poly_sinh_cosh_series(p, q, p, DERIVATIVES, prec);
        arb_poly_div_series(p, p, q, DERIVATIVES, prec);
        break;
    case EXPR_ASINH: /* log(x + sqrt(1 + x^2)) */
        arb_poly_mullow(q, p, p, DERIVATIVES, prec);
        arb_poly_add_si(q, q, 1, prec);
        arb_poly_sqrt_series(q, q, DERIVATIVES, prec);
        arb_poly_add(p, p, q, prec);
        arb_poly_log_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_ATAN:
        arb_poly_atan_series(p, p, DERIVATIVES, prec);
        break;
    case EXPR_ERF:
        arb_hypgeom_erf_series(p, p, DERIVATIVES, prec);
        break;
    default:
        assert_int_equal(kind, EXPR_ERFC);
        arb_hypgeom_erfc_series(p, p, DERIVATIVES, prec);
    }
    for (int k = 0, factorial = 1; k < DERIVATIVES; k++, factorial *= k) {
        arb_poly_get_coeff_arb(y + k, p, k);
        arb_mul_si(y + k, y + k, factorial, prec);
    }
    arb_poly_clear(p);
    arb_poly_clear(q);
}

/* The j-th of POINTS points of the interval. */
static void sample_point(arb_t x, size_t i, int j)
{
    arb_set_d(x, PRIMITIVE[i].lower + (PRIMITIVE[i].upper - PRIMITIVE[i].lower) * j / (POINTS - 1));
}

static void derivatives_at_points(void **state)
{
    (void)state;
    int wrong = 0;
    arb_t x;
    arb_ptr y = _arb_vec_init(DERIVATIVES), z = _arb_vec_init(DERIVATIVES);
    arb_init(x);
    for (size_t i = 0; i < COUNT; i++)
        for (int j = 0; j < POINTS; j++) {
            sample_point(x, i, j);
            primitive_derivatives(y, PRIMITIVE[i].kind, x, PREC);
            by_series(z, PRIMITIVE[i].kind, x, 2 * PREC);
            for (int k = 0; k < DERIVATIVES; k++) {
                int good = arb_overlaps(y + k, z + k) && mag_cmp_2exp_si(arb_radref(y + k), 20 - PREC) <= 0;
                if (!good) print_message("kind %d, point %d, derivative %d\n", (int)PRIMITIVE[i].kind, j, k);
                wrong += !good;
            }
        }
    assert_int_equal(wrong, 0);
    arb_clear(x);
    _arb_vec_clear(y, DERIVATIVES);
    _arb_vec_clear(z, DERIVATIVES);
}

/* A wide argument: every sampled value is inside, and the range is at most 1.5 times that of the samples, plus 1/4 of the largest. */
static void derivatives_on_intervals(void **state)
{
    (void)state;
    int wrong = 0;
    arb_t x;
    arb_ptr y = _arb_vec_init(DERIVATIVES), z = _arb_vec_init(DERIVATIVES);
    double least[DERIVATIVES], most[DERIVATIVES], size;
    arf_t lower, upper;
    arb_init(x);
    arf_init(lower);
    arf_init(upper);
    for (size_t i = 0; i < COUNT; i++) {
        arf_set_d(lower, PRIMITIVE[i].lower);
        arf_set_d(upper, PRIMITIVE[i].upper);
        arb_set_interval_arf(x, lower, upper, PREC);
        primitive_derivatives_wide(y, PRIMITIVE[i].kind, x, PREC);
        for (int j = 0; j < POINTS; j++) {
            sample_point(x, i, j);
            by_series(z, PRIMITIVE[i].kind, x, PREC);
            for (int k = 0; k < DERIVATIVES; k++) {
                double value = arf_get_d(arb_midref(z + k), ARF_RND_NEAR);
                wrong += !arb_contains(y + k, z + k);
                if (j == 0 || value < least[k]) least[k] = value;
                if (j == 0 || value > most[k]) most[k] = value;
            }
        }
        for (int k = 0; k < DERIVATIVES; k++) {
            size = -least[k] > most[k] ? -least[k] : most[k];
            int good = 2 * mag_get_d(arb_radref(y + k)) <= 1.5 * (most[k] - least[k]) + 0.25 * size;
            if (!good)
                print_message("kind %d, derivative %d: range %.6g for samples of %.6g\n", (int)PRIMITIVE[i].kind, k,
                              2 * mag_get_d(arb_radref(y + k)), most[k] - least[k]);
            wrong += !good;
        }
    }
    assert_int_equal(wrong, 0);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(x);
    _arb_vec_clear(y, DERIVATIVES);
    _arb_vec_clear(z, DERIVATIVES);
}

/* A bit of primitive_zeros is an exact zero of that derivative at 0, and the first of them are all there. */
static void zeros_at_the_origin(void **state)
{
    (void)state;
    arb_t zero;
    arb_ptr z = _arb_vec_init(DERIVATIVES);
    arb_init(zero);
    for (size_t i = 0; i < COUNT; i++) {
        if (PRIMITIVE[i].kind == EXPR_LOG || PRIMITIVE[i].kind == EXPR_SQRT) {
            assert_int_equal(primitive_zeros(PRIMITIVE[i].kind), 0);
            continue;
        }
        by_series(z, PRIMITIVE[i].kind, zero, PREC);
        for (int k = 0; k < 3; k++)
            assert_int_equal(primitive_zeros(PRIMITIVE[i].kind) >> k & 1, arb_contains_zero(z + k));
    }
    arb_clear(zero);
    _arb_vec_clear(z, DERIVATIVES);
}

/* Arguments at or across a singularity give nothing finite. */
static void singular_arguments(void **state)
{
    (void)state;
    static const struct {
        expr_kind kind;
        double middle, radius;
    } SINGULAR[] = {{EXPR_LOG, 0, 0},      {EXPR_LOG, 0.5, 0.5},  {EXPR_LOG, -1, 0},  {EXPR_LOG1P, -1, 0},
                    {EXPR_LOG1P, 0, 1.25}, {EXPR_LOG1P, -3, 0.5}, {EXPR_SQRT, -1, 0}, {EXPR_SQRT, 1, 1.5},
                    {EXPR_TAN, 1.5, 0.25}, {EXPR_X, 1, 0}};
    arb_t x;
    mag_t radius;
    arb_ptr y = _arb_vec_init(DERIVATIVES);
    arb_init(x);
    mag_init(radius);
    for (size_t i = 0; i < sizeof SINGULAR / sizeof SINGULAR[0]; i++) {
        arb_set_d(x, SINGULAR[i].middle);
        mag_set_d(radius, SINGULAR[i].radius);
        arb_add_error_mag(x, radius);
        primitive_derivatives(y, SINGULAR[i].kind, x, PREC);
        assert_false(arb_is_finite(y));
        primitive_derivatives_wide(y, SINGULAR[i].kind, x, PREC);
        assert_false(arb_is_finite(y));
    }
    arb_clear(x);
    mag_clear(radius);
    _arb_vec_clear(y, DERIVATIVES);
}

/* Without knowledge of the argument: the supremum on the whole line, at most 1/1000 too large, or nothing. */
static void any_argument(void **state)
{
    (void)state;
    arf_t R;
    element_struct F[3];
    growth_context at = {R, PREC, 1, NULL};
    arf_init(R);
    arf_set_ui(R, 2);
    for (int k = 0; k < 3; k++) element_init(F + k);
    for (size_t i = 0; i < COUNT; i++) {
        growth_any_argument(F, PRIMITIVE[i].kind, 2, &at);
        for (int k = 0; k < 3; k++) {
            const envelope_struct *high = &F[k].bound.upper;
            double bound = arf_get_d(high->coefficient, ARF_RND_UP), wanted = PRIMITIVE[i].supremum[k];
            if (wanted == 0)
                assert_true(arf_is_pos_inf(high->coefficient));
            else
                assert_true(bound >= wanted && bound <= 1.001 * wanted && arf_is_zero(high->p) &&
                            arf_is_zero(high->c) && arf_is_zero(high->e) && F[k].bound.sign == 0);
        }
    }
    for (int k = 0; k < 3; k++) element_clear(F + k);
    arf_clear(R);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derivatives_at_points), cmocka_unit_test(derivatives_on_intervals),
        cmocka_unit_test(zeros_at_the_origin), cmocka_unit_test(singular_arguments), cmocka_unit_test(any_argument)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
