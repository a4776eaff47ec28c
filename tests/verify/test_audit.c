/* audit: results are computed once, statuses are passed on, nothing leaks when nothing is asked for. */
#include "tests/verify/temporary_case.h"
#include "verify/claims/audit.h"

static void test_unused(void **state)
{
    (void)state;
    case_t loaded = temporary_case("tanh(x)", "0.08");
    audit_t audit = audit_open(loaded, PROFILE_FULL, 80, NULL, NULL);
    assert_ptr_equal(audit_case(audit), loaded);
    assert_int_equal(audit_profile(audit), PROFILE_FULL);
    assert_int_equal(audit_bits(audit), 80);
    assert_int_equal(audit_trials(NULL, audit, 100, 10, 0), 0); /* no source: no trials */
    audit_close(audit);
    audit_close(NULL);
    case_clear(loaded);
}

static void test_smooth(void **state)
{
    (void)state;
    case_t loaded = temporary_case("tanh(x)", "0.08");
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
    reason_t why;
    reason_init(why);
    const arb_struct *L, *S, *again;
    assert_int_equal(audit_supremum(&L, audit, 1, why), SUP_FINITE);
    assert_int_equal(audit_supremum(&S, audit, 2, why), SUP_FINITE);
    assert_int_equal(audit_supremum(&again, audit, 1, why), SUP_FINITE);
    assert_ptr_equal(L, again);
    assert_ptr_not_equal(L, S);
    assert_true(arb_contains_si(L, 1) && arb_has_relative_bits(L, 40));
    assert_true(arb_has_relative_bits(S, 40) && !arb_overlaps(L, S));
    assert_ptr_equal(audit_model(audit), audit_model(audit));

    const gram_struct *limit, *limit_again, *layer;
    slong layers = 0;
    assert_int_equal(audit_limit(&limit, audit, why), DQ_OK);
    assert_int_equal(audit_limit(&limit_again, audit, why), DQ_OK);
    assert_ptr_equal(limit, limit_again);
    assert_int_equal(limit->n, 4);
    assert_int_equal(audit_layers(&layer, &layers, audit, why), DQ_OK);
    assert_true(layers >= 12);
    arb_t difference, q, rho;
    arb_init(difference);
    arb_init(q);
    arb_init(rho);
    /* K^(l) approaches K: the last layer is much nearer than the first */
    arb_sub(difference, arb_mat_entry(layer[layers - 1].K, 0, 1), arb_mat_entry(limit->K, 0, 1), 64);
    assert_true(arf_cmpabs_2exp_si(arb_midref(difference), -16) < 0);

    const lambda_struct *lambda;
    assert_int_equal(audit_lambda(&lambda, audit, why), DQ_OK);
    assert_true(arb_is_positive(lambda->lambda));

    const hermite_struct *h, *h_again, *exact;
    assert_int_equal(audit_expansion(&h, audit, why), DQ_OK);
    assert_int_equal(audit_expansion(&h_again, audit, why), DQ_OK);
    assert_ptr_equal(h, h_again);
    assert_true(arb_overlaps(h->q, limit->q) && arb_contains(h->q, limit->q));
    assert_true(arb_overlaps(h->kappa, limit->kappa));
    /* the series reproduces an entry of K: rho = (2 s K + sigma0)/q */
    points_sigma0(rho, loaded->points, 0, 1, 128);
    arb_mul_ui(q, arb_mat_entry(limit->K, 0, 1), 16, 128); /* 2 s = 16/100 */
    arb_div_ui(q, q, 100, 128);
    arb_add(rho, rho, q, 128);
    arb_div(rho, rho, limit->q, 128);
    hermite_dual(difference, h, h, rho, 128);
    if (!arb_overlaps(difference, arb_mat_entry(limit->K, 0, 1)))
        print_error("series %s, K %s\n", ball_as_text(difference, 20).text,
                    ball_as_text(arb_mat_entry(limit->K, 0, 1), 20).text);
    assert_true(arb_overlaps(difference, arb_mat_entry(limit->K, 0, 1)));
    assert_true(arb_width_within(difference, 40, h->kappa));

    assert_int_equal(audit_exact_variance(q, audit), 1);
    assert_true(arb_is_exact(q));
    arb_sub(difference, q, limit->q, 64);
    assert_true(arf_cmpabs_2exp_si(arb_midref(difference), -17) < 0);
    assert_int_equal(audit_exact_expansion(&exact, audit, why), DQ_OK);
    assert_true(arb_equal(exact->q, q));
    arb_clear(difference);
    arb_clear(q);
    arb_clear(rho);
    audit_close(audit);
    case_clear(loaded);
}

static void test_failures(void **state)
{
    (void)state;
    reason_t why, again;
    reason_init(why);
    reason_init(again);
    /* exp at s = 1/2: the variances diverge, the expansion falls back to q = 2 */
    case_t loaded = temporary_case("exp(x)", "0.5");
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
    const gram_struct *limit, *layer;
    const lambda_struct *lambda;
    const hermite_struct *h;
    const arb_struct *L;
    arb_t q;
    arb_init(q);
    slong layers = 0;
    dq_status status = audit_limit(&limit, audit, why);
    assert_int_not_equal(status, DQ_OK);
    assert_true(why->text[0] != '\0');
    assert_int_equal(audit_limit(&limit, audit, again), status); /* cached with its reason */
    assert_string_equal(why->text, again->text);
    assert_int_not_equal(audit_lambda(&lambda, audit, why), DQ_OK);
    assert_int_not_equal(audit_layers(&layer, &layers, audit, why), DQ_OK);
    assert_int_equal(audit_supremum(&L, audit, 1, why), SUP_UNBOUNDED);
    assert_true(why->text[0] != '\0');
    assert_int_equal(audit_exact_variance(q, audit), 0);
    assert_true(arb_equal_si(q, 2));
    assert_int_equal(audit_expansion(&h, audit, why), DQ_OK);
    assert_true(arb_equal_si(h->q, 2));
    arb_clear(q);
    audit_close(audit);
    case_clear(loaded);
}

typedef struct {
    slong width, count;
    int norms, threshold;
} request;

static slong source(void *context, deq_trial_struct *out, slong width, slong count, int norms,
                    const arb_struct *threshold)
{
    request *last = context;
    *last = (request){width, count, norms, threshold == NULL ? -1 : arb_equal_si(threshold, 5)};
    for (slong k = 0; k < count; k++) out[k].iterations = 7;
    return count;
}

static void test_trials(void **state)
{
    (void)state;
    case_t loaded = temporary_case("tanh(x)", "0.08");
    request last = {0, 0, 0, 0};
    arb_t five;
    audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, source, &last);
    deq_trial_struct trial[3] = {{.iterations = 0}};
    assert_int_equal(audit_trials(trial, audit, 200, 3, 1), 3);
    assert_int_equal(last.width, 200);
    assert_int_equal(last.count, 3);
    assert_int_equal(last.norms, 1);
    assert_int_equal(last.threshold, -1);
    assert_int_equal(trial[2].iterations, 7);
    arb_init(five);
    arb_set_si(five, 5);
    assert_int_equal(audit_trials_deciding(trial, audit, 300, 2, 0, five), 2);
    assert_int_equal(last.width, 300);
    assert_int_equal(last.threshold, 1);
    arb_clear(five);
    audit_close(audit);
    case_clear(loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_unused), cmocka_unit_test(test_smooth),
                                       cmocka_unit_test(test_failures), cmocka_unit_test(test_trials)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
