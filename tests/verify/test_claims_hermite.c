/* The Hermite claims on cases with known answers. */
#include "tests/verify/temporary_case.h"
#include "verify/claims/closed_forms.h"

#define PARSEVAL "hermite.parseval"
#define SUPPORT  "hermite.infinite-support"
#define DUAL     "hermite.dual-activation"
#define CLOSED   "hermite.closed-form"

static const claim_expectation expectations[] = {
    {"tanh(x)", "0.08", PARSEVAL, VERDICT_PROVED},
    {"relu(x)", "0.08", PARSEVAL, VERDICT_PROVED},
    {"step(x)", "0.08", PARSEVAL, VERDICT_PROVED},
    {"exp(x)", "0.01", PARSEVAL, VERDICT_PROVED}, /* no q_*: at q = 2 */
    {"x", "0.08", PARSEVAL, VERDICT_PROVED},
    {"gelu(x)", "0.08", PARSEVAL, VERDICT_PROVED},

    {"x", "0.08", SUPPORT, VERDICT_REFUTED},
    {"x^3 - 3*x + x", "0.0001", SUPPORT, VERDICT_REFUTED},
    {"relu(x) - relu(-x)", "0.08", SUPPORT, VERDICT_REFUTED}, /* = x */
    {"tanh(x)", "0.08", SUPPORT, VERDICT_PROVED},
    {"sin(x)", "0.08", SUPPORT, VERDICT_PROVED},
    {"relu(x)", "0.08", SUPPORT, VERDICT_PROVED},
    {"step(x)", "0.08", SUPPORT, VERDICT_PROVED},
    {"elu(x, 1)", "0.08", SUPPORT, VERDICT_PROVED},
    {"exp(x)", "0.01", SUPPORT, VERDICT_PROVED},
    {"log1p(x^2)*x", "0.01", SUPPORT, VERDICT_PROVED},
    {"sign(x)^2", "0.08", SUPPORT, VERDICT_INCONCLUSIVE}, /* 1 almost everywhere: must not be proved */

    {"tanh(x)", "0.08", DUAL, VERDICT_PROVED},
    {"relu(x)", "0.08", DUAL, VERDICT_PROVED},
    {"step(x)", "0.08", DUAL, VERDICT_PROVED},
    {"elu(x, 1)", "0.08", DUAL, VERDICT_PROVED},

    {"relu(x)", "0.08", CLOSED, VERDICT_PROVED},
    {"leaky_relu(x, 0.1)", "0.08", CLOSED, VERDICT_PROVED},
    {"sqrt(2)*relu(x)", "0.05", CLOSED, VERDICT_PROVED},
    {"abs(x)", "0.08", CLOSED, VERDICT_PROVED},
    {"gelu(x)", "0.08", CLOSED, VERDICT_PROVED},
    {"tanh(x)", "0.08", CLOSED, VERDICT_INAPPLICABLE},
    {"relu(x - 1)", "0.08", CLOSED, VERDICT_INAPPLICABLE},
    {"1.5*sin(x) - 0.5*sin(x)", "0.01", CLOSED, VERDICT_INCONCLUSIVE}, /* sin, written differently */
};

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof expectations[0]; k++)
        decide_and_compare(expectations + k, PROFILE_QUICK);
}

/* Every entry of the table against the certified series, at three variances, on both sides of 0 and near +-1. */
static void test_closed_forms(void **state)
{
    (void)state;
    static const double variance[] = {0.5, 1, 2.25}, correlation[] = {-0.875, -0.25, 0, 0.375, 0.875};
    reason_t why;
    reason_init(why);
    arb_t q, rho, closed, series;
    arb_init(q);
    arb_init(rho);
    arb_init(closed);
    arb_init(series);
    int entries = 0;
    for (const closed_form *entry = closed_forms; entry->name != NULL; entry++, entries++) {
        activation_t phi;
        activation_error_t error;
        assert_int_equal(activation_init(&phi, entry->expression, error), DQ_OK);
        for (size_t i = 0; i < sizeof variance / sizeof variance[0]; i++) {
            hermite_t h;
            hermite_init(h);
            arb_set_d(q, variance[i]);
            arb_set_d(rho, 0.875);
            assert_int_equal(hermite_coefficients_for(h, phi, q, rho, 60, why), DQ_OK);
            for (size_t k = 0; k < sizeof correlation / sizeof correlation[0]; k++) {
                arb_set_d(rho, correlation[k]);
                hermite_dual(series, h, h, rho, 200);
                entry->evaluate(closed, q, rho, 200);
                int close = arb_overlaps(series, closed) && arb_width_within(series, 54, h->kappa) &&
                            arb_width_within(closed, 100, h->kappa);
                if (!close)
                    print_error("%s, q = %g, rho = %g: %s and %s\n", entry->name, variance[i], correlation[k],
                                ball_as_text(series, 20).text, ball_as_text(closed, 20).text);
                assert_true(close);
            }
            arb_one(rho); /* at rho = 1 the closed form is kappa */
            entry->evaluate(closed, q, rho, 200);
            assert_true(arb_overlaps(closed, h->kappa));
            hermite_clear(h);
        }
        activation_clear(phi);
    }
    assert_true(entries >= 13);
    arb_clear(q);
    arb_clear(rho);
    arb_clear(closed);
    arb_clear(series);
}

static void test_planted(void **state)
{
    (void)state;
    check_planted(PARSEVAL);
    check_planted(SUPPORT);
    check_planted(DUAL);
    check_planted(CLOSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts), cmocka_unit_test(test_closed_forms),
                                       cmocka_unit_test(test_planted)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
