/* activation.bounded-derivatives (printed, repaired) and activation.assumption-1 on cases with known answers. */
#include "tests/verify/temporary_case.h"

#define BOUNDED    "activation.bounded-derivatives"
#define REPAIRED   "activation.bounded-derivatives.repaired"
#define ASSUMPTION "activation.assumption-1"

static const claim_expectation expectations[] = {
    /* analytic, all derivatives bounded */
    {"tanh(x)", "0.08", BOUNDED, VERDICT_PROVED},
    {"tanh(x)", "0.08", REPAIRED, VERDICT_PROVED},
    {"sigmoid(x)", "0.08", BOUNDED, VERDICT_PROVED},
    {"x", "0.08", BOUNDED, VERDICT_PROVED},
    {"gelu(x)", "0.05", REPAIRED, VERDICT_PROVED},
    /* kinks and jumps */
    {"relu(x)", "0.08", BOUNDED, VERDICT_REFUTED},
    {"relu(x)", "0.08", REPAIRED, VERDICT_REFUTED},
    {"leaky_relu(x, 0.1)", "0.08", REPAIRED, VERDICT_REFUTED},
    {"step(x)", "0.08", BOUNDED, VERDICT_REFUTED},
    {"step(x)", "0.08", REPAIRED, VERDICT_REFUTED},
    {"sign(x)^2", "0.08", REPAIRED, VERDICT_REFUTED},
    /* phi' Lipschitz although phi'' jumps at 0; with another alpha phi' jumps */
    {"elu(x, 1)", "0.08", BOUNDED, VERDICT_REFUTED},
    {"elu(x, 1)", "0.08", REPAIRED, VERDICT_PROVED},
    {"elu(x, 0.5)", "0.08", REPAIRED, VERDICT_REFUTED},
    {"softsign(x)", "0.08", BOUNDED, VERDICT_REFUTED},
    {"softsign(x)", "0.08", REPAIRED, VERDICT_PROVED},
    /* two breakpoints; phi' agrees at neither */
    {"clip(x, -1, 1)", "0.08", REPAIRED, VERDICT_REFUTED},
    /* a cubic spline that is twice continuously differentiable at 0, with unbounded derivatives */
    {"max(x, 0)^3", "0.0001", BOUNDED, VERDICT_REFUTED},
    {"x^2", "0.001", BOUNDED, VERDICT_REFUTED},
    {"x^2", "0.001", REPAIRED, VERDICT_REFUTED},
    {"exp(x)", "0.001", REPAIRED, VERDICT_REFUTED},

    {"softplus(x)", "0.08", BOUNDED, VERDICT_PROVED},

    {"tanh(x)", "0.124", ASSUMPTION, VERDICT_PROVED},
    {"tanh(x)", "0.126", ASSUMPTION, VERDICT_REFUTED},
    {"relu(x)", "0.125", ASSUMPTION, VERDICT_REFUTED},
    {"relu(x)", "0.1249999999999999999999999", ASSUMPTION, VERDICT_PROVED},
    {"2*relu(x)", "0.03125", ASSUMPTION, VERDICT_REFUTED},
    {"2*relu(x)", "0.03124", ASSUMPTION, VERDICT_PROVED},
    {"sigmoid(x)", "1.99", ASSUMPTION, VERDICT_PROVED}, /* L = 1/4: limit 2 */
    {"sigmoid(x)", "2.01", ASSUMPTION, VERDICT_REFUTED},
    {"step(x)", "0.0001", ASSUMPTION, VERDICT_REFUTED},
    {"exp(x)", "0.0001", ASSUMPTION, VERDICT_REFUTED},
};

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof expectations[0]; k++)
        decide_and_compare(expectations + k, PROFILE_QUICK);
}

/* The number whose name starts with `start` encloses `value` and is at most `width` wide. */
static void assert_number(const verdict_t v, const char *start, double value, double width)
{
    for (slong k = 0; k < v->numbers; k++)
        if (strncmp(v->number[k].name, start, strlen(start)) == 0) {
            double lower = strtod(v->number[k].lower, NULL), upper = strtod(v->number[k].upper, NULL);
            if (!(lower <= value + width && value - width <= upper && upper - lower <= width))
                print_error("%s: %s .. %s, expected %.17g\n", v->number[k].name, v->number[k].lower, v->number[k].upper,
                            value);
            assert_true(lower <= value + width && value - width <= upper && upper - lower <= width);
            return;
        }
    fail_msg("no number named like %s", start);
}

static void test_numbers(void **state)
{
    (void)state;
    case_t loaded = temporary_case("tanh(x)", "0.08");
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
    verdict_t v;
    verdict_init(v);
    claim_find(BOUNDED)->decide(v, audit, -1);
    assert_number(v, "$`L=", 1, 1e-12);
    assert_number(v, "$`\\sup|\\phi''|", 0.76980035891950105, 1e-12); /* 4/(3 sqrt 3) */
    verdict_clear(v);
    claim_find(ASSUMPTION)->decide(v, audit, -1);
    assert_number(v, "limit of $`\\sigma_w^2`$: Assumption 1", 0.125, 1e-12);
    assert_number(v, "limit of $`\\sigma_w^2`$: repaired", 0.5, 1e-12);
    assert_number(v, "$`\\kappa`$", 0.52726670870036163, 1e-12); /* reference/hermite_gram.json */
    /* the limit s solves 32 s (s kappa + 3/2) = 1 */
    assert_number(v, "limit of $`\\sigma_w^2`$: published", 0.020682962167387760, 1e-12);
    double s = 0.020682962167387760, kappa = 0.52726670870036163, residual = 32 * s * (s * kappa + 1.5) - 1;
    assert_true(residual < 1e-12 && residual > -1e-12);
    verdict_clear(v);
    audit_close(audit);
    case_clear(loaded);
}

static void test_planted(void **state)
{
    (void)state;
    check_planted(BOUNDED);
    check_planted(REPAIRED);
    check_planted(ASSUMPTION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_planted)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
