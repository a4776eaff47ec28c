/* The background facts: the verdict of every claim and of every planted statement, and how examples become verdicts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/smoothness_forms.h"
#include "verify/claims/spline_rate.h"

#define FAMILY "background."

static const struct {
    const char *id;
    verdict_kind verdict;
} expectations[] = {{"definition-2.5.2.a", VERDICT_PROVED},
                    {"definition-2.5.2.b", VERDICT_PROVED},
                    {"definition-2.5.2.c", VERDICT_REFUTED},
                    {"definition-2.5.2.c.repaired", VERDICT_PROVED},
                    {"definition-2.5.2.d", VERDICT_REFUTED},
                    {"definition-2.5.2.d.repaired", VERDICT_PROVED},
                    {"definition-2.5.2.e", VERDICT_REFUTED},
                    {"definition-2.5.2.e.repaired", VERDICT_PROVED},
                    {"definition-2.5.2.f", VERDICT_PROVED},
                    {"prop-2", VERDICT_PROVED},
                    {"theorem-2.5.1", VERDICT_REFUTED},
                    {"theorem-2.5.1.repaired", VERDICT_PROVED},
                    {"lemma-2.5.2", VERDICT_PROVED},
                    {"theorem-2.5.3", VERDICT_PROVED},
                    {"theorem-2.5.4", VERDICT_REFUTED},
                    {"theorem-2.5.4.repaired", VERDICT_PROVED},
                    {"eq-2.5", VERDICT_REFUTED},
                    {"eq-2.5.repaired", VERDICT_PROVED},
                    {"eq-2.6", VERDICT_REFUTED},
                    {"eq-2.6.repaired", VERDICT_PROVED},
                    {"eq-2.7", VERDICT_PROVED},
                    {"eq-2.8", VERDICT_PROVED},
                    {"eq-2.8.premise", VERDICT_REFUTED},
                    {"eq-2.8.premise.repaired", VERDICT_PROVED},
                    {"eq-2.13", VERDICT_PROVED},
                    {"eq-2.13.update", VERDICT_REFUTED},
                    {"eq-2.13.update.repaired", VERDICT_PROVED},
                    {"theorem-2.6.1", VERDICT_PROVED},
                    {"lemma-2.6.2", VERDICT_REFUTED},
                    {"lemma-2.6.2.repaired", VERDICT_PROVED},
                    {"theorem-2.6.3", VERDICT_PROVED},
                    {"theorem-2.6.4", VERDICT_PROVED},
                    {"ling-lemma-5", VERDICT_PROVED},
                    {"ling-lemma-5.repaired", VERDICT_PROVED},
                    {"ling-lemma-6", VERDICT_PROVED}};
#define EXPECTATIONS (sizeof expectations / sizeof expectations[0])

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < EXPECTATIONS; k++) {
        char id[128];
        verdict_t v;
        snprintf(id, sizeof id, FAMILY "%s", expectations[k].id);
        const claim_t *claim = claim_find(id);
        if (claim == NULL) fail_msg("%s is not registered", id);
        assert_true(claim->standalone == 1 && claim->per_width == 0);
        assert_string_equal(claim->expected, verdict_name(expectations[k].verdict));
        verdict_init(v);
        claim->decide(v, NULL, -1);
        if (v->kind != expectations[k].verdict) print_error("%s: %s, %s\n", id, verdict_name(v->kind), v->evidence);
        assert_int_equal(v->kind, expectations[k].verdict);
        assert_true(v->evidence != NULL && v->evidence[0] != '\0');
        if (v->kind == VERDICT_REFUTED) assert_string_equal(v->subkind, "counterexample");
        verdict_clear(v);
    }
}

/* Examples whose hypotheses are certified on the way (PL, contraction): none is skipped without being noticed. */
static void test_hypotheses_hold(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        long examples;
    } counts[] = {{"theorem-2.6.3", 61}, {"eq-2.7", 100}, {"theorem-2.5.4.repaired", 648}, {"theorem-2.5.3", 435}};
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        char id[128], among[64];
        verdict_t v;
        snprintf(id, sizeof id, FAMILY "%s", counts[k].id);
        snprintf(among, sizeof among, "among %ld examples", counts[k].examples);
        verdict_init(v);
        claim_find(id)->decide(v, NULL, -1);
        if (strstr(v->evidence, among) == NULL) print_error("%s: %s\n", id, v->evidence);
        assert_non_null(strstr(v->evidence, among));
        verdict_clear(v);
    }
}

static size_t seen, planted_seen;

static void visit_planted(const claim_t *claim, void *context)
{
    (void)context;
    if (strncmp(claim->id, FAMILY, sizeof FAMILY - 1) != 0) return;
    seen++;
    int falsehoods = 0, truths = 0;
    for (const planted_t *p = claim->planted; p != NULL && p->name != NULL; p++, planted_seen++) {
        verdict_t v;
        verdict_init(v);
        p->decide(v, NULL);
        verdict_kind expected = p->truth ? VERDICT_PROVED : VERDICT_REFUTED;
        if (v->kind != expected)
            print_error("%s, %s: %s, %s\n", claim->id, p->name, verdict_name(v->kind), v->evidence);
        assert_int_equal(v->kind, expected);
        if (p->truth)
            truths++;
        else
            falsehoods++;
        verdict_clear(v);
    }
    assert_true(claim->planted == NULL || (falsehoods >= 1 && truths >= 1));
}

static void test_planted(void **state)
{
    (void)state;
    seen = planted_seen = 0;
    claim_visit(visit_planted, NULL);
    assert_int_equal(seen, EXPECTATIONS); /* no claim of the family without an expectation */
    assert_true(planted_seen >= 40);
}

/* Quadratic functions against the inequality itself on integer vectors: a form that holds has no violating pair, one
   that fails has one among them for these small matrices. */
static void test_forms(void **state)
{
    (void)state;
    slong failing = 0;
    for (slong a = -2; a <= 2; a++)
        for (slong b = -2; b <= 2; b++)
            for (slong L = 1; L <= 3; L++) {
                int lipschitz = 1, two = 1, printed = 1, coercive = 1, above = 1; /* A = diag(a, b), d in {0,1}^2 */
                for (slong i = 0; i <= 1; i++)
                    for (slong j = 0; j <= 1; j++) {
                        slong d = i + j, form = a * i + b * j, square = a * a * i + b * b * j;
                        if (square > L * L * d) lipschitz = 0;
                        if (form > L * d || -form > L * d) two = 0;
                        if (L * form > square) printed = 0;
                        if (L * form < square) coercive = 0;
                        if (form > L * d) above = 0;
                    }
                fmpq_mat_t A;
                fmpq_t constant;
                fmpq_mat_init(A, 2, 2);
                fmpq_init(constant);
                fmpq_set_si(fmpq_mat_entry(A, 0, 0), a, 1);
                fmpq_set_si(fmpq_mat_entry(A, 1, 1), b, 1);
                fmpq_set_si(constant, L, 1);
                assert_int_equal(quadratic_has_form(FORM_LIPSCHITZ, A, constant), lipschitz);
                assert_int_equal(quadratic_has_form(FORM_TWO_SIDED, A, constant), two);
                assert_int_equal(quadratic_has_form(FORM_PRINTED_MONOTONE, A, constant), printed);
                assert_int_equal(quadratic_has_form(FORM_COCOERCIVE, A, constant), coercive);
                assert_int_equal(quadratic_has_form(FORM_ABOVE, A, constant), above);
                failing += !lipschitz;
                fmpq_mat_clear(A);
                fmpq_clear(constant);
            }
    assert_true(failing > 10);
    arb_t difference, expected;
    arb_init(difference);
    arb_init(expected);
    assert_true(one_sided_example(difference, 128));
    arb_set_str(expected, "0.900161031008151 +/- 1e-14", 64); /* sin(1/2) + sin(1)/2 */
    assert_true(arb_overlaps(difference, expected) && arb_rel_accuracy_bits(difference) > 100);
    arb_clear(difference);
    arb_clear(expected);
}

/* No example is no proof; a violation outlives later examples. */
static void test_examples(void **state)
{
    (void)state;
    examples_t e;
    verdict_t v;
    examples_init(e);
    verdict_init(v);
    examples_verdict(v, e, "proof");
    assert_int_equal(v->kind, VERDICT_INCONCLUSIVE);
    examples_add(e, 1, "unused");
    examples_verdict(v, e, NULL);
    assert_int_equal(v->kind, VERDICT_INCONCLUSIVE);
    examples_verdict(v, e, "proof");
    assert_int_equal(v->kind, VERDICT_PROVED);
    examples_add(e, 0, "first %d", 1);
    examples_add(e, 0, "second");
    examples_verdict(v, e, "proof");
    assert_int_equal(v->kind, VERDICT_REFUTED);
    assert_string_equal(v->evidence, "first 1");
    /* f(theta_1) = 0 for x^2/2 and step 1: any rate >= 0 holds, a negative one fails. */
    fmpq_t L, rho;
    fmpq_init(L);
    fmpq_init(rho);
    fmpq_one(L);
    examples_init(e);
    spline_rate(e, 0, L, rho);
    assert_true(e->checked > 8 && e->violation[0] == '\0');
    rational_set(rho, "-1");
    spline_rate(e, 0, L, rho);
    assert_true(e->violation[0] != '\0');
    fmpq_clear(L);
    fmpq_clear(rho);
    verdict_clear(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts), cmocka_unit_test(test_planted),
                                       cmocka_unit_test(test_hypotheses_hold), cmocka_unit_test(test_forms),
                                       cmocka_unit_test(test_examples)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
