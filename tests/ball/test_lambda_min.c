/* arb_mat_lambda_min and its double sibling against known spectra and exact rational definiteness. */
#include <math.h>
#include "tests/ball/ball_test.h"
#include "ball/residual_norm.h"

/* Exact: is the symmetric rational matrix S - c I positive definite?  Gaussian elimination without pivoting. */
static int definite(const fmpq_mat_t S, const fmpq_t c)
{
    slong n = fmpq_mat_nrows(S);
    int yes = 1;
    fmpq_mat_t T;
    fmpq_t factor;

    fmpq_mat_init_set(T, S);
    fmpq_init(factor);
    for (slong i = 0; i < n; i++) fmpq_sub(fmpq_mat_entry(T, i, i), fmpq_mat_entry(T, i, i), c);
    for (slong k = 0; k < n && yes; k++) {
        yes = fmpq_sgn(fmpq_mat_entry(T, k, k)) > 0;
        for (slong i = k + 1; yes && i < n; i++) {
            fmpq_div(factor, fmpq_mat_entry(T, i, k), fmpq_mat_entry(T, k, k));
            for (slong j = k; j < n; j++) fmpq_submul(fmpq_mat_entry(T, i, j), factor, fmpq_mat_entry(T, k, j));
        }
    }
    fmpq_mat_clear(T);
    fmpq_clear(factor);
    return yes;
}

static void to_fmpq(fmpq_t q, const arf_t x)
{
    fmpz_t m, e;

    fmpz_init(m);
    fmpz_init(e);
    arf_get_fmpz_2exp(m, e, x);
    fmpq_set_fmpz(q, m);
    if (fmpz_sgn(e) >= 0)
        fmpq_mul_2exp(q, q, fmpz_get_ui(e));
    else
        fmpq_div_2exp(q, q, (flint_bitcnt_t)-fmpz_get_si(e));
    fmpz_clear(m);
    fmpz_clear(e);
}

/* lambda encloses the least eigenvalue of S, from both sides: S - lower is definite and S - upper is not. */
static void check_encloses(const arb_t lambda, const fmpq_mat_t S, const char *name)
{
    arf_t lower, upper;
    fmpq_t q;

    arf_init(lower);
    arf_init(upper);
    fmpq_init(q);
    arb_get_lbound_arf(lower, lambda, 4096);
    arb_get_ubound_arf(upper, lambda, 4096);
    to_fmpq(q, lower);
    CHECK(definite(S, q), "%s: lower bound %s is not one", name, arb_get_str(lambda, 30, 0));
    to_fmpq(q, upper);
    CHECK(!definite(S, q), "%s: upper bound %s is not one", name, arb_get_str(lambda, 30, 0));
    arf_clear(lower);
    arf_clear(upper);
    fmpq_clear(q);
}

static void hilbert(fmpq_mat_t S)
{
    for (slong i = 0; i < fmpq_mat_nrows(S); i++)
        for (slong j = 0; j < fmpq_mat_ncols(S); j++) fmpq_set_si(fmpq_mat_entry(S, i, j), 1, (ulong)(i + j + 1));
}

static void test_hilbert(void **state)
{
    slong orders[] = {2, 5, 12, 20};
    reason_t why;
    (void)state;

    for (size_t t = 0; t < 4; t++)
        for (slong bits = 32; bits <= 256; bits *= 2) {
            slong n = orders[t];
            fmpq_mat_t S;
            arb_mat_t A;
            arb_t lambda;
            char name[64];
            snprintf(name, sizeof name, "Hilbert %ld at %ld bits", n, bits);
            fmpq_mat_init(S, n, n);
            arb_mat_init(A, n, n);
            arb_init(lambda);
            reason_init(why);
            hilbert(S);
            arb_mat_set_fmpq_mat(A, S, bits + 150);
            CHECK(arb_mat_lambda_min(lambda, A, bits, why) == DQ_OK, "%s: %s", name, why->text);
            CHECK(arb_has_relative_bits(lambda, bits - 3), "%s: %s", name, arb_get_str(lambda, 30, 0));
            check_encloses(lambda, S, name);
            fmpq_mat_clear(S);
            arb_mat_clear(A);
            arb_clear(lambda);
        }
}

/* Random symmetric dyadic matrices, indefinite; then positive definite ones shifted to put 0 near the spectrum's end.
 */
static void test_random_exact(void **state)
{
    uint64_t seed = 1;
    reason_t why;
    (void)state;

    for (int trial = 0; trial < 60; trial++) {
        slong n = 2 + trial % 9;
        fmpq_mat_t S;
        arb_mat_t A;
        arb_t lambda;
        char name[64];
        snprintf(name, sizeof name, "random %d, n = %ld", trial, n);
        fmpq_mat_init(S, n, n);
        arb_mat_init(A, n, n);
        arb_init(lambda);
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j <= i; j++) {
                slong m = (slong)(next_random(&seed) % 4096) - 2048 + (i == j && trial % 2 ? 2048 * n : 0);
                fmpq_set_si(fmpq_mat_entry(S, i, j), m, 1024);
                fmpq_set(fmpq_mat_entry(S, j, i), fmpq_mat_entry(S, i, j));
            }
        arb_mat_set_fmpq_mat(A, S, 64);
        CHECK(arb_mat_lambda_min(lambda, A, 80, why) == DQ_OK, "%s: %s", name, why->text);
        CHECK(arb_has_relative_bits(lambda, 77), "%s: %s", name, arb_get_str(lambda, 30, 0));
        check_encloses(lambda, S, name);
        CHECK(arb_mat_lambda_min_double(lambda, A, 1e-6, why) == DQ_OK, "%s: %s", name, why->text);
        CHECK(arb_has_relative_bits(lambda, 18), "%s: %s", name, arb_get_str(lambda, 30, 0));
        check_encloses(lambda, S, name);
        fmpq_mat_clear(S);
        arb_mat_clear(A);
        arb_clear(lambda);
    }
}

/* A = Q diag(d) Q with the rational reflection Q = I - 2 v v^T/v^T v, as balls of `prec` bits. */
static void reflected(arb_mat_t A, fmpq *d, slong n, slong prec)
{
    fmpq_mat_t Q, D;
    fmpq_t scale;
    slong square = 0;

    fmpq_mat_init(Q, n, n);
    fmpq_mat_init(D, n, n);
    fmpq_init(scale);
    for (slong i = 0; i < n; i++) {
        square += (i % 5 + 1) * (i % 5 + 1);
        fmpq_set(fmpq_mat_entry(D, i, i), d + i);
    }
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            fmpq_set_si(scale, -2 * (i % 5 + 1) * (j % 5 + 1), (ulong)square);
            fmpq_add_si(fmpq_mat_entry(Q, i, j), scale, i == j);
        }
    fmpq_mat_mul(D, Q, D);
    fmpq_mat_mul(D, D, Q);
    arb_mat_set_fmpq_mat(A, D, prec);
    fmpq_mat_clear(Q);
    fmpq_mat_clear(D);
    fmpq_clear(scale);
}

static void check_spectrum(const char *least, const char *const *others, size_t kinds, slong n, slong bits)
{
    fmpq *d = _fmpq_vec_init(n);
    arb_mat_t A;
    arb_t lambda;
    reason_t why;

    arb_mat_init(A, n, n);
    arb_init(lambda);
    reason_init(why);
    assert_int_equal(fmpq_set_decimal(d, least, strlen(least), why), DQ_OK);
    for (slong i = 1; i < n; i++) {
        const char *text = others[(size_t)i % kinds];
        assert_int_equal(fmpq_set_decimal(d + i, text, strlen(text), why), DQ_OK);
    }
    reflected(A, d, n, 1500);
    CHECK(arb_mat_lambda_min(lambda, A, bits, why) == DQ_OK, "least %s, n = %ld: %s (%s)", least, n, why->text,
          arb_get_str(lambda, 20, 0));
    CHECK(arb_contains_fmpq(lambda, d), "least %s, n = %ld: %s", least, n, arb_get_str(lambda, 30, 0));
    CHECK(arb_has_relative_bits(lambda, bits - 3), "least %s, n = %ld: %s", least, n, arb_get_str(lambda, 30, 0));
    if (arb_mat_lambda_min_double(lambda, A, 1e-2, why) == DQ_OK)
        CHECK(arb_has_relative_bits(lambda, 6), "double, least %s: %s", least, arb_get_str(lambda, 30, 0));
    CHECK(arb_contains_fmpq(lambda, d), "double, least %s, n = %ld: %s", least, n, arb_get_str(lambda, 30, 0));
    arb_mat_clear(A);
    arb_clear(lambda);
    _fmpq_vec_clear(d, n);
}

static void test_known_spectra(void **state)
{
    static const char *const plain[] = {"1", "2", "3.5", "7"};
    static const char *const cluster[] = {"1.000000000001", "1.0000000000000000000000001", "1"};
    static const char *const graded[] = {"1e-199", "1e-150", "1e-100", "1e-50", "1"};
    static const char *const wide[] = {"1e-29", "3e-29", "1e-10", "5"};
    (void)state;

    for (slong n = 2; n <= 14; n += 4) {
        check_spectrum("0.125", plain, 4, n, 64);
        check_spectrum("1", cluster, 3, n, 64);
        check_spectrum("1e-30", plain, 4, n, 64);
        check_spectrum("1e-200", plain, 4, n, 64);
        check_spectrum("1e-200", graded, 5, n, 64);
        check_spectrum("-1e-30", plain, 4, n, 64);
        check_spectrum("-1e-30", wide, 4, n, 128);
        check_spectrum("-1e-200", graded, 5, n, 64);
        check_spectrum("-3", plain, 4, n, 256);
        check_spectrum("1e-30", wide, 4, n, 200);
    }
}

/* k I + b 11^T: eigenvalues k (n-1 times) and k + n b. */
static void test_rank_one_update(void **state)
{
    reason_t why;
    (void)state;

    for (int sign = -1; sign <= 1; sign += 2)
        for (slong bits = 64; bits <= 256; bits += 192) {
            slong n = 40;
            arb_mat_t A;
            arb_t lambda, k, b, expected;
            arb_mat_init(A, n, n);
            arb_init(lambda);
            arb_init(k);
            arb_init(b);
            arb_init(expected);
            arb_set_str(k, "0.3", bits + 20);
            arb_set_str(b, "0.7", bits + 20);
            arb_mul_si(b, b, sign, bits + 20);
            for (slong i = 0; i < n; i++)
                for (slong j = 0; j < n; j++) {
                    arb_set(arb_mat_entry(A, i, j), b);
                    if (i == j) arb_add(arb_mat_entry(A, i, j), b, k, bits + 20);
                }
            if (sign < 0) arb_mul_si(expected, b, n, 400);
            arb_add(expected, expected, k, 400);
            CHECK(arb_mat_lambda_min(lambda, A, bits, why) == DQ_OK, "sign %d, %ld bits: %s (%s)", sign, bits,
                  why->text, arb_get_str(lambda, 30, 0));
            CHECK(arb_overlaps(lambda, expected), "sign %d: %s", sign, arb_get_str(lambda, 30, 0));
            CHECK(arb_has_relative_bits(lambda, bits - 3), "sign %d: %s", sign, arb_get_str(lambda, 30, 0));
            CHECK(arb_mat_lambda_min_double(lambda, A, 1e-2, why) == DQ_OK, "sign %d: %s", sign, why->text);
            CHECK(arb_overlaps(lambda, expected), "double, sign %d: %s", sign, arb_get_str(lambda, 30, 0));
            arb_mat_clear(A);
            arb_clear(lambda);
            arb_clear(k);
            arb_clear(b);
            arb_clear(expected);
        }
}

/* [1, 1; 1, 1 + gap], gap = 2^-61 (1 - 2^-61): a determinant that is 0 modulo 2^61 - 1 is not 0 for that. */
static void test_nearly_singular(void **state)
{
    (void)state;
    arb_mat_t A;
    arb_t lambda, gap;
    reason_t why;
    arb_mat_init(A, 2, 2);
    arb_init(lambda);
    arb_init(gap);
    arb_mat_ones(A);
    arb_set_si(gap, -1);
    arb_mul_2exp_si(gap, gap, -61);
    arb_add_ui(gap, gap, 1, 200);
    arb_mul_2exp_si(gap, gap, -61);
    arb_add(arb_mat_entry(A, 1, 1), arb_mat_entry(A, 1, 1), gap, 200);
    CHECK(arb_mat_lambda_min(lambda, A, 24, why) == DQ_OK, "%s: %s", why->text, arb_get_str(lambda, 30, 0));
    arb_mul_2exp_si(gap, gap, -1); /* lambda = gap/2 up to gap^2 */
    CHECK(arb_has_relative_bits(lambda, 21) && arb_overlaps(lambda, gap), "%s", arb_get_str(lambda, 30, 0));
    arb_mat_clear(A);
    arb_clear(lambda);
    arb_clear(gap);
}

static void test_diagonal_and_singular(void **state)
{
    arb_mat_t A;
    arb_t lambda;
    reason_t why;
    (void)state;

    arb_mat_init(A, 7, 7);
    arb_init(lambda);
    for (slong i = 0; i < 7; i++) arb_set_si(arb_mat_entry(A, i, i), 3 + i * (i % 2 ? 1 : 2));
    CHECK(arb_mat_lambda_min(lambda, A, 128, why) == DQ_OK, "%s", why->text);
    CHECK(arb_contains_si(lambda, 3) && arb_has_relative_bits(lambda, 125), "%s", arb_get_str(lambda, 40, 0));
    arb_set_si(arb_mat_entry(A, 4, 4), -5);
    CHECK(arb_mat_lambda_min(lambda, A, 128, why) == DQ_OK, "%s", why->text);
    CHECK(arb_contains_si(lambda, -5) && arb_has_relative_bits(lambda, 125), "%s", arb_get_str(lambda, 40, 0));

    for (slong i = 0; i < 7; i++) /* rank 2, positive semidefinite */
        for (slong j = 0; j < 7; j++) arb_set_si(arb_mat_entry(A, i, j), 1 + (i - 3) * (j - 3));
    CHECK(arb_mat_lambda_min(lambda, A, 64, why) == DQ_INCONCLUSIVE, "%s", arb_get_str(lambda, 30, 0));
    CHECK(arb_contains_zero(lambda) && mag_cmp_2exp_si(arb_radref(lambda), -70) < 0, "%s", arb_get_str(lambda, 30, 0));
    assert_true(why->text[0] != '\0');
    CHECK(arb_mat_lambda_min_double(lambda, A, 1e-2, why) == DQ_INCONCLUSIVE, "%s", arb_get_str(lambda, 30, 0));
    CHECK(arb_contains_zero(lambda) && mag_cmp_2exp_si(arb_radref(lambda), -30) < 0, "%s", arb_get_str(lambda, 30, 0));

    arb_mat_zero(A);
    CHECK(arb_mat_lambda_min(lambda, A, 64, why) == DQ_OK && arb_is_zero(lambda), "%s", arb_get_str(lambda, 30, 0));
    arb_mat_lambda_min_double(lambda, A, 1e-2, why);
    CHECK(arb_contains_zero(lambda), "%s", arb_get_str(lambda, 30, 0));
    arb_mat_clear(A);

    arb_mat_init(A, 1, 1);
    arb_set_str(arb_mat_entry(A, 0, 0), "-0.1", 100);
    CHECK(arb_mat_lambda_min(lambda, A, 64, why) == DQ_OK && arb_equal(lambda, arb_mat_entry(A, 0, 0)), "%s",
          arb_get_str(lambda, 30, 0));
    CHECK(arb_mat_lambda_min_double(lambda, A, 1e-2, why) == DQ_OK && arb_contains(lambda, arb_mat_entry(A, 0, 0)),
          "%s", arb_get_str(lambda, 30, 0));
    for (slong k = 58; k <= 64; k++) { /* 61 bits are promised: an entry that has fewer is not enough */
        arb_one(arb_mat_entry(A, 0, 0));
        mag_set_ui_2exp_si(arb_radref(arb_mat_entry(A, 0, 0)), 1, -k);
        CHECK(arb_mat_lambda_min(lambda, A, 64, why) ==
                  (arb_has_relative_bits(arb_mat_entry(A, 0, 0), 61) ? DQ_OK : DQ_INCONCLUSIVE),
              "%s", arb_get_str(lambda, 30, 0));
    }
    arb_indeterminate(arb_mat_entry(A, 0, 0));
    assert_int_equal(arb_mat_lambda_min(lambda, A, 64, why), DQ_INCONCLUSIVE);
    assert_false(arb_is_finite(lambda));
    assert_int_equal(arb_mat_lambda_min_double(lambda, A, 1e-2, why), DQ_INCONCLUSIVE);
    assert_false(arb_is_finite(lambda));
    arb_mat_clear(A);
    arb_mat_init(A, 2, 3);
    assert_int_equal(arb_mat_lambda_min(lambda, A, 64, why), DQ_INPUT);
    assert_int_equal(arb_mat_lambda_min_double(lambda, A, 1e-2, why), DQ_INPUT);
    arb_mat_clear(A);
    arb_clear(lambda);
}

/* Entries with radii: the enclosure holds for sampled members (the extreme ones M +- R and random corners), is
   inconclusive, and not much wider than the radii demand.  n = 1e3 scales exercise the double engine's exponent. */
static void test_radii(void **state)
{
    uint64_t seed = 5;
    reason_t why;
    slong n = 6;
    (void)state;

    for (int trial = 0; trial < 20; trial++) {
        arb_mat_t A;
        fmpq_mat_t S;
        arb_t lambda[3];
        slong shift = trial % 3 == 0 ? 1000 : trial % 3 == 1 ? -1000 : 0;
        arf_t m;

        arb_mat_init(A, n, n);
        fmpq_mat_init(S, n, n);
        arb_init(lambda[0]);
        arb_init(lambda[1]);
        arb_init(lambda[2]);
        arf_init(m);
        for (slong i = 0; i < n; i++)
            for (slong j = 0; j <= i; j++) {
                arb_ptr entry = arb_mat_entry(A, i, j);
                arb_set_d(entry, next_double(&seed) + (i == j ? 3 : 0));
                mag_set_ui_2exp_si(arb_radref(entry), 1 + next_random(&seed) % 7, -23);
                arb_mul_2exp_si(entry, entry, shift);
                arb_set(arb_mat_entry(A, j, i), entry);
            }
        CHECK(arb_mat_lambda_min(lambda[0], A, 64, why) == DQ_INCONCLUSIVE, "trial %d", trial);
        CHECK(arb_has_relative_bits(lambda[0], 12), "trial %d: %s", trial, arb_get_str(lambda[0], 20, 0));
        CHECK(arb_mat_lambda_min_double(lambda[1], A, 1e-2, why) == DQ_OK, "trial %d: %s", trial, why->text);
        CHECK(arb_has_relative_bits(lambda[1], 6), "trial %d: %s", trial, arb_get_str(lambda[1], 20, 0));
        CHECK(arb_mat_lambda_min_double(lambda[2], A, 1e-10, why) == DQ_INCONCLUSIVE, "trial %d", trial);
        CHECK(arb_has_relative_bits(lambda[2], 12), "trial %d: %s", trial, arb_get_str(lambda[2], 20, 0));
        for (int corner = 0; corner < 20; corner++) {
            for (slong i = 0; i < n; i++)
                for (slong j = 0; j <= i; j++) {
                    int sign = corner == 0              ? 1
                               : corner == 1            ? -1
                               : corner == 2            ? (i == j ? 1 : -1)
                               : next_random(&seed) & 1 ? 1
                                                        : -1;
                    arf_set_mag(m, arb_radref(arb_mat_entry(A, i, j)));
                    if (sign < 0) arf_neg(m, m);
                    arf_add(m, m, arb_midref(arb_mat_entry(A, i, j)), ARF_PREC_EXACT, ARF_RND_DOWN);
                    to_fmpq(fmpq_mat_entry(S, i, j), m);
                    fmpq_set(fmpq_mat_entry(S, j, i), fmpq_mat_entry(S, i, j));
                }
            check_encloses(lambda[0], S, "corner");
            check_encloses(lambda[1], S, "corner, double");
            check_encloses(lambda[2], S, "corner, double, as narrow as possible");
        }
        arb_mat_clear(A);
        fmpq_mat_clear(S);
        arb_clear(lambda[0]);
        arb_clear(lambda[1]);
        arb_clear(lambda[2]);
        arf_clear(m);
    }
}

/* The engine on doubles: both triangles must agree, hostile entries are refused. */
static void test_doubles_input(void **state)
{
    double D[4] = {2, -5, 0, 2};
    arb_t lambda;
    mag_t deviation;
    reason_t why;
    (void)state;

    arb_init(lambda);
    mag_init(deviation);
    CHECK(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why) != DQ_OK, "%s", arb_get_str(lambda, 20, 0));
    D[2] = -5;
    CHECK(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why) == DQ_OK && arb_contains_si(lambda, -3), "%s",
          arb_get_str(lambda, 20, 0));
    mag_set_ui(deviation, 1);
    CHECK(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why) == DQ_INCONCLUSIVE && arb_contains_si(lambda, -4) &&
              arb_contains_si(lambda, -2),
          "%s", arb_get_str(lambda, 20, 0));
    mag_inf(deviation);
    assert_int_not_equal(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why), DQ_OK);
    mag_zero(deviation);
    assert_int_not_equal(double_mat_lambda_min(lambda, D, 2, deviation, NAN, why), DQ_OK);
    D[0] = NAN;
    assert_int_not_equal(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why), DQ_OK);
    assert_false(arb_is_finite(lambda));
    D[0] = INFINITY;
    assert_int_not_equal(double_mat_lambda_min(lambda, D, 2, deviation, 1e-2, why), DQ_OK);
    assert_false(arb_is_finite(lambda));
    arb_clear(lambda);
    mag_clear(deviation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hilbert),         cmocka_unit_test(test_random_exact),
        cmocka_unit_test(test_known_spectra),   cmocka_unit_test(test_rank_one_update),
        cmocka_unit_test(test_nearly_singular), cmocka_unit_test(test_diagonal_and_singular),
        cmocka_unit_test(test_radii),           cmocka_unit_test(test_doubles_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
