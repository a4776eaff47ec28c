/* The iterations in doubles converge to the exact equilibrium, and the radius covers the distance at every stage. */
#include <math.h>
#include "tests/mondeq/mondeq_test.h"

#define STEPS 5000

static void distance(arb_t out, const double *z, const mondeq_state_t s)
{
    fmpq_t x, sum;
    fmpq_init(x);
    fmpq_init(sum);
    arf_t a;
    arf_init(a);
    for (slong i = 0; i < fmpq_mat_nrows(s->Z); i++) {
        arf_set_d(a, z[i]);
        arf_get_fmpq(x, a);
        fmpq_sub(x, x, fmpq_mat_entry(s->Z, i, 0));
        fmpq_addmul(sum, x, x);
    }
    arb_set_fmpq(out, sum, 128);
    arb_sqrt(out, out, 128);
    arf_clear(a);
    fmpq_clear(x);
    fmpq_clear(sum);
}

/* Entries over 2, 4 or 1 only, so that W and c are exact doubles. */
static void dyadic(fmpq_mat_t M)
{
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++) {
            fmpq *x = fmpq_mat_entry(M, i, j);
            if (fmpz_equal_ui(fmpq_denref(x), 3)) fmpz_set_ui(fmpq_denref(x), 4);
            fmpq_canonicalise(x);
        }
}

static void convergence(void **state)
{
    (void)state;
    for (ulong seed = 0; seed < 40; seed++) {
        slong n = 2 + (slong)(seed % 5);
        mondeq_t p;
        mondeq_state_t s;
        mondeq_init(p, n, 2, 1);
        mondeq_state_init(s, p);
        mondeq_random(p, seed % 2 ? MONDEQ_PLAIN : MONDEQ_SKEW, seed);
        dyadic(p->A);
        dyadic(p->B);
        dyadic(p->U);
        dyadic(p->X);
        mondeq_weights(p);
        assert_int_not_equal(mondeq_solve(s, p), MONDEQ_NO_EQUILIBRIUM);
        double W[36], c[6], z[6], trace[STEPS + 1], norm = 0, mu = fmpq_get_d(p->mu);
        fmpq_mat_t right;
        fmpq_mat_init(right, n, 1);
        fmpq_mat_mul(right, p->U, p->X);
        for (slong i = 0; i < n; i++) {
            c[i] = fmpq_get_d(fmpq_mat_entry(right, i, 0));
            for (slong j = 0; j < n; j++) {
                W[i * n + j] = fmpq_get_d(fmpq_mat_entry(p->W, i, j));
                norm += ((i == j) - W[i * n + j]) * ((i == j) - W[i * n + j]);
            }
        }
        mondeq_double m = {n, W, c};
        arb_t bound, radius, apart;
        arb_init(bound);
        arb_init(radius);
        arb_init(apart);
        arb_set_fmpq(bound, p->mu, 128);
        for (int method = 0; method < 3; method++) { /* forward-backward, Peaceman-Rachford, and a start far off */
            for (slong i = 0; i < n; i++) z[i] = method == 2 ? 10.0 - (double)i : 0;
            slong steps = method == 0   ? approx_forward_backward(z, trace, &m, mu / norm, STEPS, 0)
                          : method == 1 ? approx_peaceman_rachford(z, trace, &m, 1 / sqrt(norm), STEPS, 1e-14)
                                        : approx_forward_backward(z, trace, &m, mu / norm, 0, 0);
            CHECK(steps >= 0 && steps <= STEPS, "%ld steps", (long)steps);
            mondeq_radius(radius, z, &m, bound);
            distance(apart, z, s);
            CHECK(arb_is_finite(radius) && arb_is_exact(radius) && arb_le(apart, radius),
                  "seed %lu, method %d: distance %g, radius %g", seed, method,
                  arf_get_d(arb_midref(apart), ARF_RND_NEAR), arf_get_d(arb_midref(radius), ARF_RND_NEAR));
            if (method == 1)
                CHECK(arf_cmpabs_d(arb_midref(radius), 1e-9) < 0 && trace[steps] <= 1e-11,
                      "seed %lu: Peaceman-Rachford ends with residual %g after %ld steps", seed, trace[steps],
                      (long)steps);
            if (method == 0) CHECK(trace[steps] <= trace[0], "seed %lu: %g to %g", seed, trace[0], trace[steps]);
        }
        /* the contraction of forward-backward: factor sqrt(1 - mu^2/L^2) at alpha = mu/L^2 */
        double before, after, factor = sqrt(1 - mu * mu / norm) + 1e-12;
        for (slong i = 0; i < n; i++) z[i] = 0;
        distance(apart, z, s);
        before = arf_get_d(arb_midref(apart), ARF_RND_NEAR);
        approx_forward_backward(z, NULL, &m, mu / norm, 50, 0);
        distance(apart, z, s);
        after = arf_get_d(arb_midref(apart), ARF_RND_NEAR);
        CHECK(after <= pow(factor, 50) * before + 1e-12, "seed %lu: %g to %g", seed, before, after);
        arb_clear(bound);
        arb_clear(radius);
        arb_clear(apart);
        fmpq_mat_clear(right);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
}

/* W = 0, c = 1: z* = 1.  Forward-backward goes half the way at alpha = 1/2; Peaceman-Rachford at alpha = 1 (V = 1/2) is there after one
   step (half as long a step, Douglas-Rachford, would not be).  The radius of z = 5 is |z - p| = 4. */
static void single_steps(void **state)
{
    (void)state;
    double W[1] = {0}, c[1] = {1}, z[1] = {0}, trace[3];
    mondeq_double m = {1, W, c};
    assert_int_equal(approx_forward_backward(z, trace, &m, 0.5, 2, 0), 2);
    assert_true(z[0] == 0.75 && trace[0] == 1 && trace[1] == 0.5 && trace[2] == 0.25);
    z[0] = 0;
    assert_int_equal(approx_peaceman_rachford(z, trace, &m, 1, 2, 0), 1);
    assert_true(z[0] == 1 && trace[0] == 1 && trace[1] == 0);
    arb_t mu, radius;
    arb_init(mu);
    arb_init(radius);
    arb_one(mu);
    z[0] = 5;
    mondeq_radius(radius, z, &m, mu);
    assert_true(arf_cmp_si(arb_midref(radius), 4) >= 0 && arf_cmp_d(arb_midref(radius), 4.000001) < 0);
    arb_clear(mu);
    arb_clear(radius);
}

static void unusable(void **state)
{
    (void)state;
    double W[1] = {0.5}, c[1] = {1}, z[1] = {NAN};
    mondeq_double m = {1, W, c};
    arb_t mu, radius;
    arb_init(mu);
    arb_init(radius);
    arb_set_d(mu, 0.5);
    mondeq_radius(radius, z, &m, mu);
    assert_false(arb_is_finite(radius));
    z[0] = 2;
    mondeq_radius(radius, z, &m, mu);
    assert_true(arb_is_zero(radius)); /* z = relu(z/2 + 1) at 2 */
    arb_zero(mu);
    mondeq_radius(radius, z, &m, mu);
    assert_false(arb_is_finite(radius));
    W[0] = 3; /* I + alpha(I - W) = 0 at alpha = 1/2 */
    assert_int_equal(approx_peaceman_rachford(z, NULL, &m, 0.5, 3, 0), -1);
    arb_clear(mu);
    arb_clear(radius);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(convergence), cmocka_unit_test(single_steps),
                                       cmocka_unit_test(unusable)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
