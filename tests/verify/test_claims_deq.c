/* The claims about random networks on cases with known answers, and their planted falsehoods. */
#include <math.h>
#include "tests/verify/temporary_case.h"

/* Trials as the scheduler supplies them, without a store. */
static slong computed_trials(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                             const arb_struct *threshold)
{
    const deq_model_struct *model = context;
    deq_options options = {.norms = norms || model->law != WEIGHTS_GAUSSIAN, .threshold = threshold};
    slong *number = malloc((size_t)count * sizeof *number);
    reason_t why;
    reason_init(why);
    for (slong k = 0; k < count; k++) number[k] = k;
    dq_status status = deq_trials(out, model, width, number, count, &options, NULL, NULL, why);
    if (status != DQ_OK) print_error("trials of width %ld: %s\n", (long)width, why->text);
    free(number);
    return status == DQ_OK ? count : 0;
}

typedef struct {
    const char *phi, *s, *claim;
    case_law law;
    slong width;
    verdict_kind expected;
} random_expectation;

/* Decides on four points of the plane, pairwise neither parallel nor orthogonal. */
static void decide_random(verdict_t v, const random_expectation *e)
{
    const claim_t *claim = claim_find(e->claim);
    assert_non_null(claim);
    case_t loaded = temporary_case(e->phi, e->s);
    deq_model_t model;
    loaded->law = e->law;
    deq_model_init_case(model, loaded);
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, computed_trials, model);
    claim->decide(v, audit, e->width);
    audit_close(audit);
    deq_model_clear_case(model);
    case_clear(loaded);
}

static const random_expectation expectations[] = {
    {"x + 1e200", "0.01", "deq.depth-gap", LAW_GAUSSIAN, 30,
     VERDICT_INCONCLUSIVE}, /* beyond the doubles: no equilibrium */
    {"tanh(x)", "0.08", "deq.depth-gap", LAW_GAUSSIAN, 30, VERDICT_PROVED},
    {"softplus(x)", "0.08", "deq.depth-gap", LAW_GAUSSIAN, 30, VERDICT_PROVED}, /* phi(0) != 0 */
    {"relu(x) - 2", "0.08", "deq.depth-gap", LAW_RADEMACHER, 20, VERDICT_PROVED},
    {"exp(x)", "0.001", "deq.depth-gap", LAW_GAUSSIAN, 30, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.5", "deq.depth-gap", LAW_GAUSSIAN, 60, VERDICT_INAPPLICABLE}, /* |W| near 2 */

    {"relu(x)", "0.08", "deq.width-gap", LAW_GAUSSIAN, 20, VERDICT_REJECTED},
    {"tanh(x)", "0.08", "deq.width-gap", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},
    {"relu(x)", "0.2", "deq.width-gap", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},
    {"relu(x)", "0.08", "deq.width-gap", LAW_UNIFORM, 100, VERDICT_INAPPLICABLE},
    {"erf(x)", "0.06", "deq.width-gap.repaired", LAW_GAUSSIAN, 200, VERDICT_SUPPORTED},
    {"softplus(x)", "0.001", "deq.width-gap.repaired", LAW_GAUSSIAN, 50, VERDICT_REJECTED},
    {"step(x)", "0.08", "deq.width-gap.repaired", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},

    {"tanh(x)", "0.08", "deq.tied-untied", LAW_GAUSSIAN, -1, VERDICT_SUPPORTED},
    {"gelu(x) + 1", "0.08", "deq.tied-untied", LAW_GAUSSIAN, -1, VERDICT_SUPPORTED},
    {"relu(4*(x-2))", "0.01", "deq.tied-untied", LAW_GAUSSIAN, -1,
     VERDICT_REJECTED}, /* few neurons, large: the spread alone */
    {"tanh(x)", "0.08", "deq.tied-untied", LAW_STUDENT5, -1, VERDICT_INAPPLICABLE},
    {"step(x)", "0.08", "deq.tied-untied", LAW_GAUSSIAN, -1, VERDICT_INAPPLICABLE},
    {"relu(x)", "1.5", "deq.tied-untied", LAW_GAUSSIAN, -1, VERDICT_INAPPLICABLE}, /* no limit */

    {"tanh(x)", "0.02", "deq.universality", LAW_UNIFORM, 100, VERDICT_SUPPORTED},
    {"tanh(x)", "0.02", "deq.universality", LAW_RADEMACHER, 4, VERDICT_REJECTED},
    {"tanh(x)", "0.02", "deq.universality", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},
    {"x", "0.02", "deq.universality", LAW_UNIFORM, 100, VERDICT_INAPPLICABLE}, /* lambda_* = 0 */
    {"tanh(x)", "0.08", "deq.universality.limit", LAW_RADEMACHER, -1, VERDICT_REFUTED},
    {"step(x)", "0.08", "deq.universality.limit", LAW_RADEMACHER, -1, VERDICT_REFUTED},
    {"clip(x, -1, 1)", "0.08", "deq.universality.limit", LAW_STUDENT5, -1, VERDICT_REJECTED},
    {"tanh(x)", "0.08", "deq.universality.limit", LAW_GAUSSIAN, -1, VERDICT_INAPPLICABLE},
    /* phi(x) = x: E uv of any law of the same variances, so the first layers agree */
    {"x", "0.08", "deq.universality.limit", LAW_RADEMACHER, -1, VERDICT_INCONCLUSIVE},
    {"x", "0.08", "deq.universality.limit", LAW_UNIFORM, -1, VERDICT_INCONCLUSIVE},

    {"relu(x)", "0.02", "deq.width-bound", LAW_GAUSSIAN, -1, VERDICT_SUPPORTED},
    {"x", "0.02", "deq.width-bound", LAW_GAUSSIAN, -1, VERDICT_INAPPLICABLE},
    {"relu(x)", "0.02", "deq.width-bound", LAW_STUDENT5, -1, VERDICT_INAPPLICABLE},

    {"tanh(x)", "0.08", "deq.operator-norm", LAW_GAUSSIAN, -1, VERDICT_REJECTED},
    {"tanh(x)", "0.08", "deq.operator-norm", LAW_UNIFORM, -1, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.08", "deq.operator-norm.repaired", LAW_GAUSSIAN, -1, VERDICT_PROVED},
    {"tanh(x)", "0.02", "deq.well-posed", LAW_GAUSSIAN, 100, VERDICT_PROVED},
    {"tanh(x)", "0.2", "deq.well-posed", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},
    {"tanh(x)", "0.02", "deq.lambda0", LAW_GAUSSIAN, 200, VERDICT_SUPPORTED},
    {"relu(x)", "0.02", "deq.lambda0", LAW_GAUSSIAN, 5, VERDICT_REJECTED},
    {"leaky_relu(x, 0.1)", "0.02", "deq.lambda0", LAW_GAUSSIAN, 100, VERDICT_INAPPLICABLE},
    {"leaky_relu(x, 0.1)", "0.02", "deq.lambda0.repaired", LAW_GAUSSIAN, 200, VERDICT_SUPPORTED},
};

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof expectations[0]; k++) {
        const random_expectation *e = expectations + k;
        verdict_t v;
        verdict_init(v);
        decide_random(v, e);
        if (v->kind != e->expected)
            print_error("phi = %s, s = %s, law %d, width %ld, %s: %s, expected %s\n%s\n", e->phi, e->s, (int)e->law,
                        (long)e->width, e->claim, verdict_name(v->kind), verdict_name(e->expected), v->evidence);
        assert_int_equal(v->kind, e->expected);
        assert_non_null(v->evidence);
        assert_true(v->evidence[0] != '\0');
        assert_int_equal(v->subkind[0] != '\0', v->kind == VERDICT_REFUTED);
        for (slong i = 0; i < v->numbers; i++) {
            if (strcmp(v->number[i].kind, "approximate") == 0) continue;
            double lower = strtod(v->number[i].lower, NULL), upper = strtod(v->number[i].upper, NULL);
            if (!(lower <= upper))
                print_error("%s, %s: %s .. %s\n", e->claim, v->number[i].name, v->number[i].lower, v->number[i].upper);
            assert_true(lower <= upper);
        }
        verdict_clear(v);
    }
}

/* Weights beyond the doubles' safe range at width 25, within it at 50 and 100: nothing is concluded from the two that were sampled. */
static void test_unsampled_width(void **state)
{
    (void)state;
    static const random_expectation unsampled = {"1e-102*tanh(x)", "2e201", "deq.tied-untied",
                                                 LAW_GAUSSIAN,     -1,      VERDICT_INCONCLUSIVE};
    verdict_t v;
    verdict_init(v);
    decide_random(v, &unsampled);
    assert_int_equal(v->kind, unsampled.expected);
    assert_non_null(strstr(v->evidence, "the weights' scale"));
    assert_int_equal(v->numbers, 0);
    verdict_clear(v);
}

static const number_t *number_named(const verdict_struct *v, const char *name)
{
    for (slong k = 0; k < v->numbers; k++)
        if (strcmp(v->number[k].name, name) == 0) return v->number + k;
    print_error("no number %s\n", name);
    return NULL;
}

/* The bracket and its constants fit together, and with what deq.lambda0 says at the bracket's ends. */
static void test_smallest_width(void **state)
{
    (void)state;
    random_expectation e = {"relu(x)", "0.02", "deq.width-bound", LAW_GAUSSIAN, -1, VERDICT_SUPPORTED};
    verdict_t v;
    verdict_init(v);
    decide_random(v, &e);
    const number_t *width = number_named(v, "smallest width"),
                   *bound = number_named(v, "$`\\frac{n^2}{\\lambda_*^2}\\log\\frac{n^2}{t}`$"),
                   *constant = number_named(v, "implied constant $`C`$ (Truong)");
    assert_true(width != NULL && bound != NULL && constant != NULL);
    double above = strtod(width->lower, NULL), at_most = strtod(width->upper, NULL), B = strtod(bound->lower, NULL);
    print_message("smallest width (%g, %g], bound %g, constant %s .. %s\n", above, at_most, B, constant->lower,
                  constant->upper);
    assert_true(above >= 4 && above < at_most && at_most <= 400);
    assert_true(strtod(constant->lower, NULL) <= above / B && strtod(constant->lower, NULL) >= above / B * (1 - 1e-3));
    assert_true(strtod(constant->upper, NULL) >= at_most / B &&
                strtod(constant->upper, NULL) <= at_most / B * (1 + 1e-3));
    const number_t *other = number_named(v, "$`\\frac{n^2}{\\lambda_*^2}\\log\\frac n{\\lambda_*t}`$");
    assert_non_null(other);
    double ling = strtod(other->lower, NULL);
    verdict_clear(v);
    for (int end = 0; end < 2; end++) {
        random_expectation at = {"relu(x)",        "0.02", "deq.lambda0", LAW_GAUSSIAN, (slong)(end ? at_most : above),
                                 VERDICT_SUPPORTED};
        verdict_init(v);
        decide_random(v, &at);
        assert_int_equal(v->kind, end ? VERDICT_SUPPORTED : VERDICT_REJECTED);
        const number_t *least = number_named(v, "$`\\lambda_*`$");
        assert_non_null(least);
        double lambda = strtod(least->lower, NULL), factor = 16 / (lambda * lambda);
        assert_true(fabs(B / (factor * log(16 / 0.05)) - 1) < 1e-6);
        assert_true(fabs(ling / (factor * log(4 / (lambda * 0.05))) - 1) < 1e-6);
        verdict_clear(v);
    }
}

/* The full profile has four times the networks of the case, the others as many. */
static void test_networks_of_profiles(void **state)
{
    (void)state;
    static const struct {
        profile_kind profile;
        const char *says;
    } row[] = {{PROFILE_QUICK, "No width up to 8, the case's widest, is supported with 10 networks a width"},
               {PROFILE_STANDARD, "is supported with 10 networks a width"},
               {PROFILE_FULL, "is supported with 40 networks a width"}};
    for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
        case_t loaded = temporary_case("relu(x)", "0.02");
        deq_model_t model;
        verdict_t v;
        loaded->widths = 1;
        loaded->width[0] = 8;
        loaded->trials = 10;
        deq_model_init_case(model, loaded);
        verdict_init(v);
        audit_t audit = audit_open(loaded, row[k].profile, 64, computed_trials, model);
        claim_find("deq.width-bound")->decide(v, audit, -1);
        if (v->kind != VERDICT_INCONCLUSIVE || strstr(v->evidence, row[k].says) == NULL)
            fail_msg("%s: %s, without \"%s\"", verdict_name(v->kind), v->evidence, row[k].says);
        audit_close(audit);
        verdict_clear(v);
        deq_model_clear_case(model);
        case_clear(loaded);
    }
}

/* Without trials nothing passes. */
static void test_no_trials(void **state)
{
    (void)state;
    static const char *const id[] = {"deq.width-bound", "deq.lambda0"};
    for (int k = 0; k < 2; k++) {
        claim_expectation e = {"tanh(x)", "0.08", id[k], VERDICT_INCONCLUSIVE};
        decide_and_compare(&e, PROFILE_QUICK);
    }
}

/* False statements are refuted or rejected, true ones are not. */
static void test_planted(void **state)
{
    static const char *const id[] = {"deq.depth-gap",   "deq.width-gap",          "deq.tied-untied",
                                     "deq.width-bound", "deq.universality.limit", "deq.operator-norm",
                                     "deq.lambda0",     "deq.well-posed",         "deq.operator-norm.repaired"};
    (void)state;
    for (size_t k = 0; k < sizeof id / sizeof id[0]; k++) {
        const claim_t *claim = claim_find(id[k]);
        assert_non_null(claim);
        assert_non_null(claim->planted);
        int false_ones = 0, true_ones = 0;
        for (const planted_t *planted = claim->planted; planted->name != NULL; planted++) {
            verdict_t v;
            verdict_init(v);
            planted->decide(v, NULL);
            int struck = v->kind == VERDICT_REFUTED || v->kind == VERDICT_REJECTED;
            print_message("%s, %s (truth %d): %s\n", id[k], planted->name, planted->truth, verdict_name(v->kind));
            if (v->kind == VERDICT_NONE || struck == planted->truth)
                print_error("%s\n", v->evidence ? v->evidence : "");
            assert_int_not_equal(v->kind, VERDICT_NONE);
            assert_int_not_equal(v->kind, VERDICT_INAPPLICABLE);
            assert_int_equal(struck, !planted->truth);
            *(planted->truth ? &true_ones : &false_ones) += 1;
            verdict_clear(v);
        }
        assert_true(false_ones >= 1 && true_ones >= 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts),
                                       cmocka_unit_test(test_unsampled_width),
                                       cmocka_unit_test(test_networks_of_profiles),
                                       cmocka_unit_test(test_smallest_width),
                                       cmocka_unit_test(test_no_trials),
                                       cmocka_unit_test(test_planted)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
