/* spline_rate: f(theta_t) - f* against rho^t (f(theta_0) - f*). */
#include "verify/claims/spline_rate.h"

#define STEPS 8

void spline_rate(examples_t e, slong example, const fmpq_t L, const fmpq_t rho)
{
    spline_t s;
    fmpq_t x, minimiser, least, eta, bound, gap;
    spline_init_example(s, example);
    fmpq_init(x);
    fmpq_init(minimiser);
    fmpq_init(least);
    fmpq_init(eta);
    fmpq_init(bound);
    fmpq_init(gap);
    fmpq_inv(eta, L);
    for (slong start = 0; start < SPLINE_STARTS && spline_minimum(minimiser, least, s); start++) {
        rational_set(x, spline_starts[start]);
        spline_value(bound, s, x);
        fmpq_sub(bound, bound, least);
        for (slong t = 0; t <= STEPS; t++) {
            spline_value(gap, s, x);
            fmpq_sub(gap, gap, least);
            examples_add(
                e, fmpq_cmp(gap, bound) <= 0,
                "%s with $`L=%s`$ from $`\\theta_0=%s`$: $`f(\\theta_{%ld})-f^*=%s`$, above $`(%s)^{%ld}(f(\\theta_0)"
                "-f^*)=%s`$.",
                spline_examples[example].name, rational_as_text(L).text, spline_starts[start], (long)t,
                rational_as_text(gap).text, rational_as_text(rho).text, (long)t, rational_as_text(bound).text);
            fmpq_mul(bound, bound, rho);
            spline_step(x, s, eta);
        }
    }
    spline_clear(s);
    fmpq_clear(x);
    fmpq_clear(minimiser);
    fmpq_clear(least);
    fmpq_clear(eta);
    fmpq_clear(bound);
    fmpq_clear(gap);
}
