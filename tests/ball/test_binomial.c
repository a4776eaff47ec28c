/* Binomial tails against exact rational sums; Clopper-Pearson limits from both sides. */
#include <math.h>
#include "tests/ball/ball_test.h"

/* P(Bin(trials, p) <= k) by summing rationals. */
static void exact_cdf(fmpq_t sum, ulong k, ulong trials, const fmpq_t p)
{
    fmpq_t q, term, power;
    fmpz_t binomial;

    fmpq_init(q);
    fmpq_init(term);
    fmpq_init(power);
    fmpz_init(binomial);
    fmpq_one(q);
    fmpq_sub(q, q, p);
    fmpq_zero(sum);
    for (ulong i = 0; i <= k && i <= trials; i++) {
        fmpz_bin_uiui(binomial, trials, i);
        fmpq_pow_si(term, p, (slong)i);
        fmpq_pow_si(power, q, (slong)(trials - i));
        fmpq_mul(term, term, power);
        fmpq_mul_fmpz(term, term, binomial);
        fmpq_add(sum, sum, term);
    }
    fmpq_clear(q);
    fmpq_clear(term);
    fmpq_clear(power);
    fmpz_clear(binomial);
}

static void test_cdf(void **state)
{
    static const double probability[] = {0, 0x1p-30, 0.0625, 0.3, 0.5, 0.7109375, 0.999, 1};
    static const ulong trials[] = {0, 1, 2, 7, 30, 61};
    fmpq_t exact, p;
    arf_t x;
    arb_t tail;
    (void)state;

    fmpq_init(exact);
    fmpq_init(p);
    arf_init(x);
    arb_init(tail);
    for (size_t a = 0; a < 8; a++)
        for (size_t b = 0; b < 6; b++)
            for (ulong k = 0; k <= trials[b] + 1; k++)
                for (slong prec = 40; prec <= 200; prec += 160) {
                    arf_set_d(x, probability[a]);
                    arf_get_fmpq(p, x);
                    exact_cdf(exact, k, trials[b], p);
                    binomial_cdf(tail, k, trials[b], x, prec);
                    CHECK(arb_contains_fmpq(tail, exact), "P(Bin(%lu, %g) <= %lu): %s", trials[b], probability[a], k,
                          arb_get_str(tail, 30, 0));
                    CHECK(arb_rel_accuracy_bits(tail) >= prec - 3, "P(Bin(%lu, %g) <= %lu): %s", trials[b],
                          probability[a], k, arb_get_str(tail, 30, 0));
                }
    arf_set_d(x, -0.5);
    binomial_cdf(tail, 1, 3, x, 64);
    assert_false(arb_is_finite(tail));
    arf_nan(x);
    binomial_cdf(tail, 3, 3, x, 64);
    assert_false(arb_is_finite(tail));
    fmpq_clear(exact);
    fmpq_clear(p);
    arf_clear(x);
    arb_clear(tail);
}

/* Large numbers of trials against the incomplete beta function: P(Bin(n,p) <= k) = I_{1-p}(n-k, k+1). */
static void test_beta(void **state)
{
    static const struct {
        ulong k, trials;
        double p;
    } cases[] = {{0, 1000000, 0x1p-16}, {950, 1000, 0.9375}, {12, 1000, 0.015625}, {500, 1000, 0.5},
                 {4000, 5000, 0.75},    {20, 20000, 0.001},  {4700, 5000, 0.9375}};
    arb_t tail, beta, a, b, z;
    arf_t x;
    (void)state;

    arb_init(tail);
    arb_init(beta);
    arb_init(a);
    arb_init(b);
    arb_init(z);
    arf_init(x);
    for (size_t t = 0; t < sizeof cases / sizeof *cases; t++) {
        arf_set_d(x, cases[t].p);
        binomial_cdf(tail, cases[t].k, cases[t].trials, x, 100);
        arb_set_ui(a, cases[t].trials - cases[t].k);
        arb_set_ui(b, cases[t].k + 1);
        arb_set_arf(z, x);
        arb_sub_ui(z, z, 1, 200);
        arb_neg(z, z);
        for (slong prec = 500; prec <= 32000; prec *= 4) {
            arb_hypgeom_beta_lower(beta, a, b, z, 1, prec);
            if (arb_rel_accuracy_bits(beta) > 80) break;
        }
        CHECK(arb_rel_accuracy_bits(beta) > 80, "case %zu: the reference has no accuracy", t);
        CHECK(arb_overlaps(tail, beta), "case %zu: %s against %s", t, arb_get_str(tail, 30, 0),
              arb_get_str(beta, 30, 0));
        CHECK(arb_rel_accuracy_bits(tail) >= 97, "case %zu: %s", t, arb_get_str(tail, 30, 0));
    }
    arb_clear(tail);
    arb_clear(beta);
    arb_clear(a);
    arb_clear(b);
    arb_clear(z);
    arf_clear(x);
}

/* At the certified limit the tail is at most alpha, a little further inside it is more: checked with exact rationals.
 */
static void check_limits(ulong successes, ulong trials, const fmpq_t alpha)
{
    arf_t limit[2], moved;
    fmpq_t p, tail;

    arf_init(limit[0]);
    arf_init(limit[1]);
    arf_init(moved);
    fmpq_init(p);
    fmpq_init(tail);
    clopper_pearson(limit[0], limit[1], successes, trials, alpha);
    CHECK(arf_cmp(limit[0], limit[1]) <= 0 && arf_sgn(limit[0]) >= 0 && arf_cmp_si(limit[1], 1) <= 0, "%lu of %lu",
          successes, trials);
    CHECK((successes > 0) == (arf_sgn(limit[0]) > 0) && (successes < trials) == (arf_cmp_si(limit[1], 1) < 0),
          "%lu of %lu: edges", successes, trials);
    for (int inside = 0; inside <= 1; inside++) {
        if (successes > 0) { /* P(X >= successes) = 1 - P(X <= successes-1) */
            arf_set_d(moved, 1 + inside * 0x1p-38);
            arf_mul(moved, moved, limit[0], ARF_PREC_EXACT, ARF_RND_DOWN);
            arf_get_fmpq(p, moved);
            exact_cdf(tail, successes - 1, trials, p);
            fmpq_neg(tail, tail);
            fmpq_add_si(tail, tail, 1);
            CHECK((fmpq_cmp(tail, alpha) <= 0) == !inside, "%lu of %lu: lower limit %.17g, inside %d", successes,
                  trials, arf_get_d(limit[0], ARF_RND_NEAR), inside);
        }
        if (successes < trials) {
            arf_set_d(moved, inside * 0x1p-38);
            arf_sub(moved, limit[1], moved, ARF_PREC_EXACT, ARF_RND_DOWN);
            arf_get_fmpq(p, moved);
            exact_cdf(tail, successes, trials, p);
            CHECK((fmpq_cmp(tail, alpha) <= 0) == !inside, "%lu of %lu: upper limit %.17g, inside %d", successes,
                  trials, arf_get_d(limit[1], ARF_RND_NEAR), inside);
        }
    }
    arf_clear(limit[0]);
    arf_clear(limit[1]);
    arf_clear(moved);
    fmpq_clear(p);
    fmpq_clear(tail);
}

static void test_clopper_pearson(void **state)
{
    static const slong alphas[][2] = {{1, 1000000}, {1, 20}, {1, 3}, {9, 10}};
    fmpq_t alpha;
    arf_t lower, upper;
    (void)state;

    fmpq_init(alpha);
    arf_init(lower);
    arf_init(upper);
    for (size_t a = 0; a < 4; a++) {
        fmpq_set_si(alpha, alphas[a][0], (ulong)alphas[a][1]);
        for (ulong trials = 1; trials <= 16; trials += 5)
            for (ulong successes = 0; successes <= trials; successes++)
                if (alphas[a][0] * 2 < alphas[a][1] || successes == 0 || successes == trials)
                    check_limits(successes, trials, alpha);
    }
    fmpq_set_si(alpha, 1, 1000000);
    check_limits(60, 60, alpha);
    check_limits(55, 60, alpha);
    check_limits(0, 60, alpha);

    /* no failure in 270 trials: 0.95^270 = 9.67e-7 <= 1e-6, but not in 269 */
    clopper_pearson(lower, upper, 270, 270, alpha);
    assert_true(arf_cmp_d(lower, 0.95) > 0 && arf_is_one(upper));
    clopper_pearson(lower, upper, 269, 269, alpha);
    assert_true(arf_cmp_d(lower, 0.95) < 0);
    /* R: alpha^(1/n) = 0.954992586021436 */
    clopper_pearson(lower, upper, 300, 300, alpha);
    assert_true(fabs(arf_get_d(lower, ARF_RND_NEAR) - 0.9549925860214360) < 1e-12);
    /* alpha = 1/2, one trial: the limits are exactly 1/2, an equality no precision decides */
    fmpq_set_si(alpha, 1, 2);
    clopper_pearson(lower, upper, 1, 1, alpha);
    assert_true(arf_cmp_d(lower, 0.5) <= 0 && arf_cmp_d(lower, 0.5 - 0x1p-40) >= 0);
    clopper_pearson(lower, upper, 0, 1, alpha);
    assert_true(arf_cmp_d(upper, 0.5) >= 0 && arf_cmp_d(upper, 0.5 + 0x1p-40) <= 0);
    clopper_pearson(lower, upper, 0, 0, alpha);
    assert_true(arf_is_zero(lower) && arf_is_one(upper));
    fmpq_set_si(alpha, 0, 1);
    clopper_pearson(lower, upper, 5, 10, alpha);
    assert_true(arf_is_zero(lower) && arf_is_one(upper));
    fmpq_set_si(alpha, 1, 1000000);
    clopper_pearson(lower, upper, 500000, 1000000, alpha);
    assert_true(arf_cmp_d(lower, 0.4976) > 0 && arf_cmp_d(upper, 0.5024) < 0);
    fmpq_clear(alpha);
    arf_clear(lower);
    arf_clear(upper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cdf),
        cmocka_unit_test(test_beta),
        cmocka_unit_test(test_clopper_pearson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
