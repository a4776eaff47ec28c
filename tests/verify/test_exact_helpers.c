/* The exact helpers of the background claims, each by a second route. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/polynomial_network.h"
#include "verify/claims/quadratic_spline.h"
#include "verify/claims/rational_contraction.h"
#include "verify/claims/rational_matrix.h"

/* Second route to positive semidefiniteness: every principal minor is >= 0. */
static int minors_nonnegative(const fmpq_mat_t S)
{
    slong n = fmpq_mat_nrows(S);
    int holds = 1;
    fmpq_t det;
    fmpq_init(det);
    for (int subset = 1; subset < 1 << n; subset++) {
        slong index[3], order = 0;
        for (slong i = 0; i < n; i++)
            if (subset >> i & 1) index[order++] = i;
        fmpq_mat_t M;
        fmpq_mat_init(M, order, order);
        for (slong i = 0; i < order; i++)
            for (slong j = 0; j < order; j++) fmpq_set(fmpq_mat_entry(M, i, j), fmpq_mat_entry(S, index[i], index[j]));
        fmpq_mat_det(det, M);
        if (fmpq_sgn(det) < 0) holds = 0;
        fmpq_mat_clear(M);
    }
    fmpq_clear(det);
    return holds;
}

static void test_psd(void **state)
{
    (void)state;
    slong definite = 0;
    fmpq_mat_t S;
    fmpq_mat_init(S, 3, 3);
    for (ulong index = 0; index < 4096; index++) {
        rational_matrix_digits(S, index, 4, 3, 1);
        int psd = rational_matrix_is_psd(S);
        if (psd != minors_nonnegative(S)) print_error("%s\n", rational_matrix_as_text(S).text);
        assert_int_equal(psd, minors_nonnegative(S));
        definite += psd;
    }
    assert_true(definite >= 10 && definite <= 1000);
    fmpq_mat_clear(S);
}

static void test_counts(void **state)
{
    (void)state;
    static const slong eigenvalues[] = {-3, 0, 0, 2};
    fmpq_t s, norm;
    fmpq_mat_t S, H;
    fmpq_init(s);
    fmpq_init(norm);
    fmpq_mat_init(S, 4, 4);
    fmpq_mat_init(H, 4, 4);
    /* Q D Q with the reflection Q = I - 11^T/2: eigenvalues -3, 0, 0, 2 */
    for (slong i = 0; i < 4; i++)
        for (slong j = 0; j < 4; j++) fmpq_set_si(fmpq_mat_entry(H, i, j), (i == j ? 2 : 0) - 1, 2);
    for (slong i = 0; i < 4; i++) fmpq_set_si(fmpq_mat_entry(S, i, i), eigenvalues[i], 1);
    fmpq_mat_mul(S, H, S);
    fmpq_mat_mul(S, S, H);
    for (slong k = -8; k <= 8; k++) {
        slong expected = 0;
        for (slong i = 0; i < 4; i++) expected += 2 * eigenvalues[i] > k;
        fmpq_set_si(s, k, 2);
        assert_int_equal(eigenvalues_above(S, s), expected);
    }
    rational_norm_bound(norm, S);
    assert_true(fmpq_cmp_si(norm, 3) == 0);
    rational_set(s, "299/100");
    assert_false(rational_norm_at_most(S, s));
    rational_set(s, "-3");
    assert_false(rational_norm_at_most(S, s));
    /* |(0 1/2; 0 0)| = 1/2 */
    fmpq_mat_clear(H);
    fmpq_mat_init(H, 2, 2);
    rational_matrix_set(H, "0 1/2 0 0");
    rational_norm_bound(norm, H);
    assert_string_equal(rational_as_text(norm).text, "1/2");
    assert_string_equal(rational_matrix_as_text(H).text, "0 1/2; 0 0");
    fmpq_clear(s);
    fmpq_clear(norm);
    fmpq_mat_clear(S);
    fmpq_mat_clear(H);
}

/* f(b) - f(a) is the trapezoid sum of f' on a grid that contains every knot, f' rebuilt from the slopes; L, the minimum
   and the PL constant from the same grid (exact where the grid attains them, a bound elsewhere). */
static void test_splines(void **state)
{
    (void)state;
    fmpq_t x, next, f, g, after, slope, sum, L, mu, least, at, bound, pl;
    fmpq *all[] = {x, next, f, g, after, slope, sum, L, mu, least, at, bound, pl};
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) fmpq_init(all[k]);
    for (slong k = 0; k < SPLINE_EXAMPLES; k++) {
        spline_t s;
        spline_init_example(s, k);
        int pl_holds = 1;
        assert_true(spline_minimum(at, least, s));
        spline_value(f, s, at);
        assert_true(fmpq_equal(f, least) && fmpq_is_zero(least));
        rational_set(pl, spline_examples[k].pl);
        fmpq_zero(L);
        fmpq_set_si(mu, 1000, 1);
        fmpq_set_si(x, -40, 2);
        spline_value(sum, s, x);
        for (slong i = -40; i < 40; i++) {
            fmpq_set_si(x, i, 2);
            fmpq_set_si(next, i + 1, 2);
            spline_gradient(g, s, x);
            spline_gradient(after, s, next);
            fmpq_add(slope, g, after);
            fmpq_div_2exp(slope, slope, 2); /* times the step 1/2, over 2 */
            fmpq_add(sum, sum, slope);
            spline_value(f, s, next);
            assert_true(fmpq_equal(f, sum));
            assert_true(fmpq_cmp(f, least) >= 0);
            fmpq_mul(bound, after, after);
            fmpq_submul(bound, pl, f);
            if (fmpq_sgn(bound) < 0) pl_holds = 0;
            fmpq_sub(slope, after, g);
            fmpq_mul_2exp(slope, slope, 1);
            if (fmpq_cmp(slope, mu) < 0) fmpq_set(mu, slope);
            fmpq_abs(slope, slope);
            if (fmpq_cmp(slope, L) > 0) fmpq_set(L, slope);
        }
        spline_smoothness(bound, s);
        assert_true(fmpq_equal(bound, L));
        spline_convexity(bound, s);
        assert_true(fmpq_equal(bound, mu));
        assert_true(pl_holds);
        assert_true(spline_is_pl(s, pl));
        fmpq_set_si(bound, 101, 100); /* the table's constant is the best one within 1% */
        fmpq_mul(bound, bound, pl);
        if (fmpq_is_zero(pl)) fmpq_set_si(bound, 1, 1000);
        if (spline_is_pl(s, bound)) print_error("%s\n", spline_examples[k].name);
        assert_false(spline_is_pl(s, bound));
        spline_clear(s);
    }
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) fmpq_clear(all[k]);
}

static void test_spline_without_minimum(void **state)
{
    (void)state;
    static const char *const slopes[] = {"-1 1", "1 -1", "0 0"};
    fmpq_t x, y;
    fmpq_init(x);
    fmpq_init(y);
    for (int k = 0; k < 3; k++) {
        spline_t s;
        spline_init(s, "0", slopes[k], "0", "1");
        assert_false(spline_minimum(x, y, s));
        spline_clear(s);
    }
    fmpq_clear(x);
    fmpq_clear(y);
}

/* The Jacobian against central differences, exact because f is affine in each parameter; the loss's gradient against
   2 scale J^T r. */
static void test_network(void **state)
{
    (void)state;
    fmpq_t scale, c;
    fmpq_mat_t theta, x, y, J, T, up, down, gradient, expected;
    fmpq_init(scale);
    fmpq_init(c);
    fmpq_mat_init(theta, 3, 1);
    fmpq_mat_init(x, 2, 1);
    fmpq_mat_init(y, 2, 1);
    fmpq_mat_init(J, 2, 3);
    fmpq_mat_init(T, 3, 2);
    fmpq_mat_init(up, 2, 1);
    fmpq_mat_init(down, 2, 1);
    fmpq_mat_init(gradient, 3, 1);
    fmpq_mat_init(expected, 3, 1);
    rational_matrix_set(theta, "2/3 -1 5/4");
    rational_matrix_set(x, "1/2 -3");
    rational_matrix_set(y, "7 1/5");
    rational_set(scale, "1/4");
    network_jacobian(J, theta, x);
    for (slong j = 0; j < 3; j++) {
        fmpq *entry = fmpq_mat_entry(theta, j, 0);
        fmpq_add_si(entry, entry, 1);
        network_outputs(up, theta, x);
        fmpq_sub_si(entry, entry, 2);
        network_outputs(down, theta, x);
        fmpq_add_si(entry, entry, 1);
        for (slong i = 0; i < 2; i++) {
            fmpq_sub(c, fmpq_mat_entry(up, i, 0), fmpq_mat_entry(down, i, 0));
            fmpq_div_2exp(c, c, 1);
            assert_true(fmpq_equal(c, fmpq_mat_entry(J, i, j)));
        }
    }
    network_outputs(up, theta, x);
    fmpq_mat_sub(up, up, y);
    fmpq_mat_transpose(T, J);
    fmpq_mat_mul(expected, T, up);
    fmpq_mul_2exp(c, scale, 1);
    fmpq_mat_scalar_mul_fmpq(expected, expected, c);
    network_gradient(gradient, theta, x, y, scale);
    assert_true(fmpq_mat_equal(gradient, expected));
    assert_false(fmpq_mat_is_zero(gradient));
    fmpq_clear(scale);
    fmpq_clear(c);
    fmpq_mat_clear(theta);
    fmpq_mat_clear(x);
    fmpq_mat_clear(y);
    fmpq_mat_clear(J);
    fmpq_mat_clear(T);
    fmpq_mat_clear(up);
    fmpq_mat_clear(down);
    fmpq_mat_clear(gradient);
    fmpq_mat_clear(expected);
}

/* The derivative against a difference quotient: |f''| <= 2|b|. */
static void test_contraction(void **state)
{
    (void)state;
    contraction_t f;
    fmpq_t z, h, y, slope;
    contraction_init(f, "1/4", "-1/2", "1/3");
    fmpq_init(z);
    fmpq_init(h);
    fmpq_init(y);
    fmpq_init(slope);
    contraction_value(y, f, f->fixed);
    assert_true(fmpq_equal(y, f->fixed));
    assert_string_equal(rational_as_text(f->mu).text, "3/4");
    for (slong k = -9; k <= 9; k++) {
        fmpq_set_si(z, k, 4);
        rational_set(h, "1/1000000");
        contraction_value(slope, f, z);
        fmpq_add(z, z, h);
        contraction_value(y, f, z);
        fmpq_sub(y, y, slope);
        fmpq_div(y, y, h);
        fmpq_sub(z, z, h);
        contraction_derivative(slope, f, z);
        fmpq_sub(y, y, slope);
        fmpq_abs(y, y);
        assert_true(fmpq_cmp(y, h) <= 0);
    }
    contraction_clear(f);
    fmpq_clear(z);
    fmpq_clear(h);
    fmpq_clear(y);
    fmpq_clear(slope);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_psd),     cmocka_unit_test(test_counts),
                                       cmocka_unit_test(test_splines), cmocka_unit_test(test_spline_without_minimum),
                                       cmocka_unit_test(test_network), cmocka_unit_test(test_contraction)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
