/* The bound of the rounding errors' growth against the Green's function itself, and the weighted sums against exact polynomials. */
#include <math.h>
#include "hermite/quadrature.h"
#include "support.h"

/* max_{r <= N} sum_{k <= r} |G(r,k)(x)| in long double, directly from the definition */
static long double green_sum(double x, slong N)
{
    long double largest = 0.0L;
    static long double total[401];
    for (slong r = 0; r <= N; r++) total[r] = 0.0L;
    for (slong k = 0; k <= N; k++) {
        long double previous = 0.0L, current = 1.0L;
        total[k] += 1.0L;
        for (slong r = k; r < N; r++) {
            long double next = (x * current - sqrtl((long double) r) * previous) / sqrtl((long double) r + 1.0L);
            previous = current;
            current = next;
            total[r + 1] += fabsl(current);
        }
    }
    for (slong r = 0; r <= N; r++) largest = fmaxl(largest, total[r]);
    return largest;
}

static void bound_holds_and_is_useful(void **state)
{
    (void) state;
    for (slong N = 1; N <= 400; N = 2 * N + 3)
        for (double x = 0.0; x <= 24.0; x += 0.37) {
            mag_t growth;
            mag_init(growth);
            hermite_error_growth(growth, x, 1e-12, N);
            double bound = mag_get_d(growth);
            mag_clear(growth);
            long double truth = green_sum(x, N);
            if (!((long double) bound >= truth)) fail_msg("x = %g, N = %ld: bound %g < %Lg", x, (long) N, bound, truth);
            /* useful: within 14 bits of the truth, so no bits are lost per term */
            if (!((long double) bound <= 16384.0L * truth)) fail_msg("x = %g, N = %ld: bound %g >> %Lg", x, (long) N, bound, truth);
        }
}

/* beyond the range of doubles: at least the largest h_r itself, at most 2^14 times Cramer's e^{x^2/4} */
static void no_overflow(void **state)
{
    (void) state;
    for (double x = 40.0; x < 150.0; x += 20.0) {
        mag_t growth;
        mag_init(growth);
        hermite_error_growth(growth, x, 1e-12, 8000);
        double log2_bound = mag_get_d_log2_approx(growth), log2_cramer = x * x / 4.0 * 1.4426950408889634;
        if (!(log2_bound > log2_cramer - 14.0 && log2_bound < log2_cramer + 14.0))
            fail_msg("x = %g: 2^%g against 2^%g", x, log2_bound, log2_cramer);
        mag_clear(growth);
    }
}

static void sums_enclose_hermite_values(void **state)
{
    (void) state;
    slong cases = 0;
    for (slong prec = 64; prec <= 1024; prec *= 4)
        for (double x = -9.5; x <= 9.6; x += 1.9) {
            slong N = 150;
            arb_ptr sum = _arb_vec_init(N + 1), point = _arb_vec_init(1), weight = _arb_vec_init(1);
            arb_set_d(point, x);
            arb_set_d(weight, 0.375);
            hermite_weighted_sums(sum, N, 0, 1, point, weight, 1, prec);
            for (slong r = 0; r <= N; r += 7) {
                /* He_r(x) = 2^{-r/2} H_r(x/sqrt 2) from the library, another algorithm */
                arb_t h, t;
                arb_init(h);
                arb_init(t);
                slong high = 4 * prec + 2000;
                arb_set_ui(t, 2);
                arb_rsqrt(t, t, high);
                arb_mul(t, t, point, high);
                acb_t n, z, v;
                acb_init(n);
                acb_init(z);
                acb_init(v);
                acb_set_si(n, r);
                acb_set_arb(z, t);
                acb_hypgeom_hermite_h(v, n, z, high);
                acb_get_real(h, v);
                arb_fac_ui(t, (ulong) r, high);
                arb_mul_2exp_si(t, t, r);
                arb_rsqrt(t, t, high);
                arb_mul(h, h, t, high);
                arb_mul(h, h, weight, high);
                if (!arb_contains(sum + r, h) || mag_cmp_2exp_si(arb_radref(sum + r), -prec + 24) > 0) {
                    printf("x = %g r = %ld prec = %ld\n", x, (long) r, (long) prec);
                    assert_agree("h_r", sum + r, h, prec - 24);
                    fail();
                }
                cases++;
                arb_clear(h);
                arb_clear(t);
                acb_clear(n);
                acb_clear(z);
                acb_clear(v);
            }
            _arb_vec_clear(sum, N + 1);
            _arb_vec_clear(point, 1);
            _arb_vec_clear(weight, 1);
        }
    assert_true(cases > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound_holds_and_is_useful),
        cmocka_unit_test(no_overflow),
        cmocka_unit_test(sums_enclose_hermite_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
