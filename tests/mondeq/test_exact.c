/* Exact decisions about matrices: inertia against the characteristic polynomial, norms against eigenvalues known. */
#include "tests/mondeq/mondeq_test.h"

/* Second route: Descartes' rule, exact for polynomials with real roots only. */
static slong positive_roots(const fmpq_mat_t S)
{
    fmpq_poly_t p;
    slong changes = 0;
    int last = 0;
    fmpq_poly_init(p);
    fmpq_mat_charpoly(p, S);
    for (slong k = 0; k < fmpq_poly_length(p); k++) {
        int sign = fmpz_sgn(fmpq_poly_numref(p) + k);
        changes += sign * last < 0;
        if (sign != 0) last = sign;
    }
    fmpq_poly_clear(p);
    return changes;
}

static void inertia(void **state)
{
    (void)state;
    slong singular = 0, indefinite = 0;
    for (ulong k = 0; k < 400; k++) {
        slong n = 1 + (slong)(k % 6);
        fmpq_mat_t S, T, v;
        fmpq_t zero, value;
        fmpq_mat_init(S, n, n);
        fmpq_mat_init(T, n, n);
        fmpq_mat_init(v, n, 1);
        fmpq_init(zero);
        fmpq_init(value);
        mondeq_random_matrix(S, k, 1);
        if (k % 5 == 1) { /* psd, of any rank */
            for (slong j = 0; j < n; j++) fmpq_zero(fmpq_mat_entry(S, 0, j));
            fmpq_mat_transpose(T, S);
            fmpq_mat_mul(S, T, S);
        }
        exact_symmetric_part(S, S, zero);
        for (slong i = 0; i < n && k % 5 == 2; i++) fmpq_zero(fmpq_mat_entry(S, i, i)); /* zero diagonal */
        exact_inertia_t count = exact_inertia(S);
        fmpq_mat_neg(T, S);
        assert_int_equal(count.positive, positive_roots(S));
        assert_int_equal(count.negative, positive_roots(T));
        assert_int_equal(count.positive + count.zero + count.negative, n);
        int negative = exact_negative_direction(v, S);
        assert_int_equal(negative, count.negative > 0);
        assert_int_equal(exact_is_psd(S), count.negative == 0);
        assert_int_equal(exact_is_pd(S), count.positive == n);
        if (negative) {
            exact_form(value, v, S, v);
            assert_true(fmpq_sgn(value) < 0);
        }
        singular += count.zero > 0;
        indefinite += count.positive > 0 && count.negative > 0;
        fmpq_mat_clear(S);
        fmpq_mat_clear(T);
        fmpq_mat_clear(v);
        fmpq_clear(zero);
        fmpq_clear(value);
    }
    assert_true(singular > 50 && indefinite > 50);
}

/* M = diag(3, 1/2) times a rational rotation (3/5, 4/5), and a zero column: singular values 3 and 1/2. */
static void known_norms(void **state)
{
    (void)state;
    fmpq_mat_t M, T;
    fmpq_t c;
    arb_t x;
    fmpq_mat_init(M, 2, 3);
    fmpq_mat_init(T, 3, 2);
    fmpq_init(c);
    arb_init(x);
    fmpq_set_si(fmpq_mat_entry(M, 0, 0), 9, 5);
    fmpq_set_si(fmpq_mat_entry(M, 0, 2), 12, 5);
    fmpq_set_si(fmpq_mat_entry(M, 1, 0), -2, 5);
    fmpq_set_si(fmpq_mat_entry(M, 1, 2), 3, 10);
    fmpq_mat_transpose(T, M);
    const fmpq_mat_struct *both[] = {M, T};
    for (int k = 0; k < 2; k++) {
        fmpq_set_si(c, 9, 1);
        assert_true(exact_norm2_at_most(both[k], c));
        fmpq_set_si(c, 8999999, 1000000);
        assert_false(exact_norm2_at_most(both[k], c));
        fmpq_set_si(c, 1, 4);
        assert_true(exact_sigma_min2_at_least(both[k], c));
        fmpq_set_si(c, 250001, 1000000);
        assert_false(exact_sigma_min2_at_least(both[k], c));
        exact_norm(x, both[k], 60);
        assert_true(arb_contains_si(x, 3) && mag_cmp_2exp_si(arb_radref(x), -57) <= 0);
        exact_sigma_min(x, both[k], 60);
        fmpq_set_si(c, 1, 2);
        assert_true(arb_contains_fmpq(x, c) && mag_cmp_2exp_si(arb_radref(x), -57) <= 0);
        exact_frobenius2(c, both[k]);
        fmpq_sub_si(c, c, 9);
        assert_true(fmpz_is_one(fmpq_numref(c)) && fmpz_equal_ui(fmpq_denref(c), 4));
    }
    fmpq_mat_clear(M);
    fmpq_mat_init(M, 3, 3);
    fmpq_mat_clear(T);
    exact_sigma_min(x, M, 60);
    assert_true(arb_is_zero(x));
    exact_norm(x, M, 60);
    assert_true(arb_is_zero(x));
    exact_lambda_min(x, M, 60);
    assert_true(arb_is_zero(x));
    for (slong i = 0; i < 3; i++) fmpq_set_si(fmpq_mat_entry(M, i, i), 7 - 4 * i, 3);
    exact_lambda_min(x, M, 60);
    fmpq_set_si(c, -1, 3);
    assert_true(arb_contains_fmpq(x, c) && mag_cmp_2exp_si(arb_radref(x), -55) <= 0);
    fmpq_mat_clear(M);
    fmpq_clear(c);
    arb_clear(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(inertia), cmocka_unit_test(known_norms)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
