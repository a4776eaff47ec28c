/* The claims about the population Gram matrix on cases with known answers, and their planted falsehoods. */
#include "tests/verify/temporary_case.h"

#define LIMIT         "gram.limit-exists"
#define CONTRACTION   "gram.published-contraction"
#define RATE          "gram.rate"
#define DEFINITE      "gram.positive-definite"
#define DECOMPOSITION "gram.hermite-decomposition"
#define INCREMENTS    "gram.increments-psd"
#define MONOTONE      "gram.lambda-monotone"
#define BOUND         "gram.lambda-lower-bound"
#define CLOSED        "gram.relu-closed-form"
#define ORTHOGONAL    "gram.orthogonal-inputs"
#define REPAIRED      ".repaired"

/* Four points of the plane, pairwise neither parallel nor orthogonal. */
static const claim_expectation expectations[] = {
    {"tanh(x)", "0.08", LIMIT, VERDICT_PROVED},
    {"relu(x)", "0.08", LIMIT, VERDICT_INAPPLICABLE}, /* no second derivative */
    {"tanh(x)", "0.2", LIMIT, VERDICT_INAPPLICABLE},  /* beyond Assumption 1 */
    {"relu(x)", "0.08", LIMIT REPAIRED, VERDICT_PROVED},
    {"tanh(x)", "0.2", LIMIT REPAIRED, VERDICT_PROVED},
    {"x^2", "0.01", LIMIT REPAIRED, VERDICT_PROVED},
    {"x^2", "0.08", LIMIT REPAIRED, VERDICT_INAPPLICABLE},
    {"step(x)", "0.08", LIMIT REPAIRED, VERDICT_PROVED},

    {"tanh(x)", "0.08", CONTRACTION, VERDICT_REFUTED},
    {"tanh(x)", "0.01", CONTRACTION, VERDICT_PROVED},
    {"tanh(x)", "0.2", CONTRACTION, VERDICT_INAPPLICABLE},
    {"relu(x)", "0.08", CONTRACTION, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.08", CONTRACTION REPAIRED, VERDICT_PROVED},
    {"relu(x)", "0.08", CONTRACTION REPAIRED, VERDICT_PROVED},

    {"relu(x)", "0.08", RATE, VERDICT_PROVED},
    {"max(x, 0)", "0.08", RATE, VERDICT_PROVED},
    {"relu(x)", "0.2", RATE, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.08", RATE, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.08", RATE REPAIRED, VERDICT_PROVED},
    {"relu(x)", "0.2", RATE REPAIRED, VERDICT_PROVED},
    {"step(x)", "0.08", RATE REPAIRED, VERDICT_INAPPLICABLE},

    {"tanh(x)", "0.08", DEFINITE, VERDICT_PROVED},
    {"relu(x)", "0.08", DEFINITE, VERDICT_PROVED},
    {"x", "0.08", DEFINITE, VERDICT_REFUTED},
    {"step(x)", "0.08", DEFINITE, VERDICT_INAPPLICABLE},
    {"step(x)", "0.08", DEFINITE REPAIRED, VERDICT_PROVED},
    {"x^2", "0.01", DEFINITE REPAIRED, VERDICT_PROVED},
    {"x", "0.08", DEFINITE REPAIRED, VERDICT_INAPPLICABLE},
    {"x^2", "0.08", DEFINITE REPAIRED, VERDICT_INAPPLICABLE},

    {"tanh(x)", "0.08", DECOMPOSITION, VERDICT_PROVED},
    {"relu(x)", "0.08", DECOMPOSITION, VERDICT_PROVED},
    {"x", "0.08", DECOMPOSITION, VERDICT_PROVED},
    {"x^2", "0.08", DECOMPOSITION, VERDICT_INAPPLICABLE},
    {"gelu(x)", "0.08", DECOMPOSITION REPAIRED, VERDICT_PROVED},

    {"sigmoid(x)", "0.08", INCREMENTS, VERDICT_REFUTED},
    {"tanh(x)", "0.08", INCREMENTS, VERDICT_REFUTED},
    {"sin(x)", "0.08", INCREMENTS, VERDICT_REFUTED},
    {"x", "0.08", INCREMENTS, VERDICT_PROVED},
    {"x^2", "0.01", INCREMENTS, VERDICT_PROVED},

    {"x", "0.08", MONOTONE, VERDICT_PROVED},
    {"x^2", "0.01", MONOTONE, VERDICT_PROVED},

    {"tanh(x)", "0.08", BOUND, VERDICT_PROVED},
    {"relu(x)", "0.08", BOUND, VERDICT_PROVED},
    {"x", "0.08", BOUND, VERDICT_PROVED},
    {"step(x)", "0.08", BOUND, VERDICT_PROVED},
    {"x^2", "0.08", BOUND, VERDICT_INAPPLICABLE},

    {"relu(x)", "0.08", CLOSED, VERDICT_REFUTED},
    {"relu(x)", "0.5", CLOSED, VERDICT_INAPPLICABLE},
    {"gelu(x)", "0.08", CLOSED, VERDICT_INAPPLICABLE},
    {"relu(x)", "0.08", CLOSED REPAIRED, VERDICT_PROVED},
    {"relu(x)", "0.5", CLOSED REPAIRED, VERDICT_PROVED},
    {"relu(x)", "1.5", CLOSED REPAIRED, VERDICT_INAPPLICABLE},

    {"tanh(x)", "0.08", ORTHOGONAL, VERDICT_INAPPLICABLE},
};

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof expectations[0]; k++)
        decide_and_compare(expectations + k, PROFILE_QUICK);
}

static void test_planted(void **state)
{
    static const char *const id[] = {LIMIT,      CONTRACTION, RATE,  DEFINITE, DECOMPOSITION,
                                     INCREMENTS, MONOTONE,    BOUND, CLOSED,   ORTHOGONAL};
    (void)state;
    for (size_t k = 0; k < sizeof id / sizeof id[0]; k++) check_planted(id[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts), cmocka_unit_test(test_planted)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
