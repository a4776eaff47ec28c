/* The gradient descent claims: a case where each holds, one where it fails, one where a hypothesis fails; their
   planted falsehoods. */
#include <math.h>
#include "tests/verify/temporary_case.h"
#include "verify/claims/descent_run.h"

#define ORTHOGONAL "data: {orthogonal: {n: 2, d: 2}}\n"
#define SMALL      "model: {sigma_w2: 0.001, output_scale: 0.001}\n" ORTHOGONAL
#define ORDINARY   "model: {sigma_w2: 0.05}\n" ORTHOGONAL
#define THEOREM    "training: {width: 64, steps: 100, step_size: theorem}\n"
#define PRACTICAL  "training: {width: 64, steps: 60, step_size: 0.01}\n"
#define TANH       "activation: {phi: tanh(x)}\n"
#define RELU       "activation: {phi: relu(x)}\n"
#define STEP       "activation: {phi: step(x)}\n"

typedef struct {
    const char *text; /* of the case, without its labels */
    const char *labels;
    const char *claim;
    slong width;
    verdict_kind expected;
} gd_expectation;

static const gd_expectation expectations[] = {
    {TANH SMALL, "0.01\n-0.01\n", "gd.gradient", -1, VERDICT_REFUTED},
    {TANH SMALL "training: {width: 1}\n", "1\n1\n", "gd.gradient", -1, VERDICT_PROVED}, /* m = 1: conformable */
    {TANH SMALL, "0.01\n-0.01\n", "gd.gradient.repaired", -1, VERDICT_PROVED},
    {STEP SMALL, "1\n1\n", "gd.gradient.repaired", -1, VERDICT_PROVED},
    {"activation: {phi: \"elu(x, 0.7)\"}\n" SMALL, "1\n1\n", "gd.gradient.repaired", -1, VERDICT_PROVED},

    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.pl-inequality", -1, VERDICT_PROVED},
    {RELU ORDINARY PRACTICAL, "1\n-1\n", "gd.pl-inequality", -1, VERDICT_PROVED},
    {TANH SMALL, "0.01\n-0.01\n", "gd.pl-inequality", -1, VERDICT_INAPPLICABLE},  /* no training section */
    {STEP SMALL THEOREM, "1\n1\n", "gd.pl-inequality", -1, VERDICT_INAPPLICABLE}, /* L = inf */

    {TANH ORDINARY PRACTICAL, "0.2\n0.1\n", "gd.norm-bounds", -1, VERDICT_REFUTED},
    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.norm-bounds", -1, VERDICT_REFUTED}, /* by the convergence theorem */
    {TANH ORDINARY "training: {width: 64, steps: 2, step_size: 0.0001}\n", "1\n-1\n", "gd.norm-bounds", -1,
     VERDICT_INCONCLUSIVE},
    {TANH ORDINARY PRACTICAL, "0.2\n0.1\n", "gd.norm-bounds.repaired", -1, VERDICT_PROVED},
    {"activation: {phi: sigmoid(x)}\n" ORDINARY PRACTICAL, "1\n0\n", "gd.norm-bounds.repaired", -1, VERDICT_PROVED},

    {RELU ORDINARY, "1\n-1\n", "gd.initial-condition", -1, VERDICT_REFUTED},
    {TANH ORDINARY, "1\n-1\n", "gd.initial-condition", -1, VERDICT_REFUTED},
    {TANH SMALL, "1\n-1\n", "gd.initial-condition", -1, VERDICT_INAPPLICABLE}, /* another initialisation */
    {TANH "model: {sigma_w2: 0.2}\n" ORTHOGONAL, "1\n-1\n", "gd.initial-condition", -1,
     VERDICT_INAPPLICABLE}, /* Assumption 1 */
    {"activation: {phi: x/8}\n" ORDINARY, "1\n-1\n", "gd.initial-condition", -1, VERDICT_INCONCLUSIVE}, /* x > 1 */
    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.initial-condition.repaired", -1, VERDICT_PROVED},
    {RELU SMALL THEOREM, "0.004\n-0.004\n", "gd.initial-condition.repaired", -1, VERDICT_PROVED},
    {TANH SMALL THEOREM, "10\n-10\n", "gd.initial-condition.repaired", -1, VERDICT_INCONCLUSIVE},
    {TANH ORDINARY THEOREM, "1\n-1\n", "gd.initial-condition.repaired", -1, VERDICT_INAPPLICABLE},

    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.linear-rate", -1, VERDICT_PROVED},
    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.linear-rate.repaired", -1, VERDICT_PROVED},
    {TANH SMALL THEOREM, "0.01\n-0.01\n", "gd.linear-rate.last-line", -1, VERDICT_PROVED},
    {TANH ORDINARY THEOREM, "1\n-1\n", "gd.linear-rate", -1, VERDICT_INAPPLICABLE},
    {TANH ORDINARY THEOREM, "1\n-1\n", "gd.linear-rate.last-line", -1, VERDICT_INAPPLICABLE},
    {TANH SMALL "training: {width: 64, steps: 5, step_size: 0.1}\n", "0.01\n-0.01\n", "gd.linear-rate", -1,
     VERDICT_INCONCLUSIVE}, /* (10) */
    {TANH SMALL THEOREM, "10\n-10\n", "gd.linear-rate.repaired", -1, VERDICT_INCONCLUSIVE},

    {TANH ORDINARY PRACTICAL, "1\n-1\n", "gd.practical-rate", 50, VERDICT_SUPPORTED},
    {TANH ORDINARY "training: {width: 64, steps: 5, step_size: 0.01}\n", "1\n-1\n", "gd.practical-rate", 50,
     VERDICT_INCONCLUSIVE},
    {TANH ORDINARY THEOREM, "1\n-1\n", "gd.practical-rate", 50, VERDICT_INAPPLICABLE},

    {STEP ORDINARY PRACTICAL, "1\n-1\n", "gd.discontinuous", -1, VERDICT_REFUTED},
    {STEP ORDINARY "training: {width: 64, step_size: 10}\n", "1\n-1\n", "gd.discontinuous", -1, VERDICT_INCONCLUSIVE},
    {"activation: {phi: x + step(x)}\n" ORDINARY PRACTICAL, "1\n-1\n", "gd.discontinuous", -1, VERDICT_INCONCLUSIVE},
    {TANH ORDINARY PRACTICAL, "1\n-1\n", "gd.discontinuous", -1, VERDICT_INAPPLICABLE},
};

static case_t case_of(const gd_expectation *e)
{
    char labels[] = "/tmp/deqcert_labels_XXXXXX.csv", path[] = "/tmp/deqcert_case_XXXXXX.yaml";
    int labels_fd = mkstemps(labels, 4), fd = mkstemps(path, 5);
    assert_true(labels_fd >= 0 && fd >= 0);
    FILE *file = fdopen(labels_fd, "w");
    fputs(e->labels, file);
    fclose(file);
    file = fdopen(fd, "w");
    fprintf(file, "%slabels: {csv: %s}\nmonte_carlo: {widths: [50], trials: 2}\n", e->text, labels);
    fclose(file);
    case_t loaded = NULL;
    case_errors_t errors;
    case_errors_init(errors);
    case_load(&loaded, path, NULL, errors);
    for (slong k = 0; k < errors->count; k++) print_error("%s\n", errors->line[k]);
    case_errors_clear(errors);
    unlink(labels);
    unlink(path);
    assert_non_null(loaded);
    return loaded;
}

static void verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof *expectations; k++) {
        const gd_expectation *e = &expectations[k];
        const claim_t *claim = claim_find(e->claim);
        assert_non_null(claim);
        assert_int_equal(claim->per_width, e->width > 0);
        case_t loaded = case_of(e);
        audit_t audit = audit_open(loaded, PROFILE_QUICK, 64, NULL, NULL);
        verdict_t v;
        verdict_init(v);
        claim->decide(v, audit, e->width);
        if (v->kind != e->expected)
            print_error("%s%s: %s, expected %s\n%s\n", e->text, e->claim, verdict_name(v->kind),
                        verdict_name(e->expected), v->evidence);
        assert_int_equal(v->kind, e->expected);
        assert_true(v->evidence != NULL && v->evidence[0] != '\0');
        assert_int_equal(v->subkind[0] != '\0', v->kind == VERDICT_REFUTED);
        if (strcmp(e->claim, "gd.pl-inequality") == 0 && v->kind == VERDICT_PROVED) {
            long steps, good[2];
            const char *counts = strstr(v->evidence, "no violation: of ");
            assert_true(counts != NULL && sscanf(counts,
                                                 "no violation: of %ld steps the first inequality is certified by "
                                                 "intervals at %ld, the second at %ld",
                                                 &steps, &good[0], &good[1]) == 3);
            const descent_run_struct *run = audit_descent(audit);
            long certified[2] = {0, 0};
            for (slong i = 0; i < run->count; i++) {
                const deq_step_struct *s = &run->step[i];
                certified[0] += s->gradient.lower * s->gradient.lower >= 2 * s->lambda_H.upper * s->loss.upper;
                certified[1] += s->lambda_H.lower >= s->lambda.upper;
            }
            assert_int_equal(steps, run->count);
            assert_int_equal(good[0], certified[0]);
            assert_int_equal(good[1], certified[1]);
            assert_true(good[0] > 0 && good[1] > 0);
        }
        for (slong i = 0; i < v->numbers; i++)
            if (strcmp(v->number[i].kind, "enclosure") == 0)
                assert_true(strtod(v->number[i].lower, NULL) <= strtod(v->number[i].upper, NULL));
        verdict_clear(v);
        audit_close(audit);
        case_clear(loaded);
    }
}

/* e^(-c m) against the chi-square distribution at an even number of degrees of freedom: Pr(chi^2_2k <= 2y) = 1 - e^-y
   sum_{j<k} y^j/j!. */
static void probability_bound(void **state)
{
    (void)state;
    for (int k = 5; k <= 100; k += 19)
        for (int n = 1; n <= 9; n += 2) {
            double m = 2 * k, x = 1 / (4.0 * n), y = m * x / 2, c = 0.5 * (x - 1 - log(x)), term = 1, sum = 0;
            for (int j = 0; j < k; j++)
                term *= y / (j + 1); /* the upper part of the Poisson sum, which does not cancel */
            for (int j = k; j < k + 200; j++) {
                sum += term;
                term *= y / (j + 1);
            }
            double exact = exp(-y) * sum;
            assert_true(exact <= exp(-c * m));
            assert_true(exact >= 1e-3 * exp(-c * m)); /* and it is not far */
        }
}

static void planted_statements(void **state)
{
    (void)state;
    static const char *const ids[] = {"gd.gradient",    "gd.pl-inequality",  "gd.norm-bounds",  "gd.initial-condition",
                                      "gd.linear-rate", "gd.practical-rate", "gd.discontinuous"};
    for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
        const claim_t *claim = claim_find(ids[k]);
        int count[2] = {0};
        assert_true(claim != NULL && claim->planted != NULL);
        for (const planted_t *p = claim->planted; p->name != NULL; p++) {
            verdict_t v;
            verdict_init(v);
            p->decide(v, NULL);
            int struck = v->kind == VERDICT_REFUTED || v->kind == VERDICT_REJECTED;
            if (struck == p->truth) print_error("%s#%s: %s\n%s\n", ids[k], p->name, verdict_name(v->kind), v->evidence);
            assert_int_equal(struck, !p->truth);
            count[p->truth != 0]++;
            verdict_clear(v);
        }
        assert_true(count[0] > 0 && count[1] > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(verdicts), cmocka_unit_test(probability_bound),
                                       cmocka_unit_test(planted_statements)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
