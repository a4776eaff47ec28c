/* The claims about the derivative formulas and monotone operators of the thesis: their verdicts, their planted falsehoods, and that
   comparing catches a slip in any single factor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/claims.h"
#include "verify/claims/mondeq_formula.h"

typedef struct {
    const char *id;
    verdict_kind expected;
    const char *subkind, *evidence; /* a part of the evidence */
} expectation;

static const expectation expectations[] = {
    {"mondeq.lemma-2.3.1", VERDICT_REFUTED, "counterexample", "f(1/k^2)"},
    {"mondeq.lemma-2.3.1.repaired", VERDICT_PROVED, "", "examples"},
    {"mondeq.lemma-2.3.2", VERDICT_PROVED, "", "examples"},
    {"mondeq.lemma-2.3.2.parameter", VERDICT_REFUTED, "counterexample", "$`W`$ = (1/2)"},
    {"mondeq.lemma-2.3.2.parameter.repaired", VERDICT_PROVED, "", "examples"},
    {"mondeq.prop-1", VERDICT_PROVED, "", "examples"},
    {"mondeq.lemma-3.2.1", VERDICT_PROVED, "", "no difference"},
    {"mondeq.lemma-3.2.2", VERDICT_PROVED, "", "no difference"},
    {"mondeq.lemma-3.2.3", VERDICT_REFUTED, "counterexample", "($`n=2`$, $`d=1`$, $`N=2`$"},
    {"mondeq.lemma-3.2.3.repaired", VERDICT_PROVED, "", "no difference"},
    {"mondeq.prop-4", VERDICT_REFUTED, "ill-typed", "($`n=2`$, $`d=2`$, $`N=4`$"},
    {"mondeq.prop-4.repaired", VERDICT_PROVED, "", "no difference"},
    {"mondeq.lemma-C.0.1", VERDICT_PROVED, "", "no difference"},
    {"mondeq.lemma-C.0.2", VERDICT_REFUTED, "counterexample", "($`n=1`$, $`d=1`$, $`N=1`$"},
    {"mondeq.lemma-C.0.2.repaired", VERDICT_PROVED, "", "no difference"},
};

static void verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof *expectations; k++) {
        const expectation *x = &expectations[k];
        const claim_t *claim = claim_find(x->id);
        verdict_t v;
        assert_non_null(claim);
        assert_true(claim->standalone && !claim->per_width && claim->expected != NULL);
        assert_true(verdict_from_name(claim->expected) == x->expected);
        verdict_init(v);
        claim->decide(v, NULL, -1);
        if (v->kind != x->expected || strcmp(v->subkind, x->subkind) != 0 || strstr(v->evidence, x->evidence) == NULL)
            print_error("%s: %s %s\n%s\n", x->id, verdict_name(v->kind), v->subkind, v->evidence);
        assert_int_equal(v->kind, x->expected);
        assert_string_equal(v->subkind, x->subkind);
        assert_non_null(strstr(v->evidence, x->evidence));
        verdict_clear(v);
    }
}

static void planted_statements(void **state)
{
    int listed = 0;
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof *expectations; k++) {
        const claim_t *claim = claim_find(expectations[k].id);
        int count[2] = {0};
        for (const planted_t *p = claim->planted; p != NULL && p->name != NULL; p++) {
            verdict_t v;
            verdict_init(v);
            p->decide(v, NULL);
            int struck = v->kind == VERDICT_REFUTED || v->kind == VERDICT_REJECTED;
            if (struck == p->truth)
                print_error("%s#%s: %s\n%s\n", claim->id, p->name, verdict_name(v->kind), v->evidence);
            assert_int_equal(struck, !p->truth);
            count[p->truth != 0]++;
            verdict_clear(v);
        }
        if (claim->planted != NULL) assert_true(count[0] > 0 && count[1] > 0);
        listed += claim->planted != NULL;
    }
    assert_int_equal(listed, 9); /* one list in every claim file */
}

/* Lemma 3.2.2 by U with every single factor spoilt in turn. */
static int spoilt; /* which factor */

static int by_U(fmpq_mat_t out, const formula_case_t c)
{
    int conform;
    fmpq_mat_t T;
    fmpq_mat_init_set(T, spoilt == 2 ? c->XI : c->QD);
    fmpq *entry = fmpq_mat_entry(T, fmpq_mat_nrows(T) - 1, fmpq_mat_ncols(T) - 1);
    fmpq_add_si(entry, entry, 1);
    conform = formula_product(out, spoilt == 0 ? -1 : 1, 2, spoilt == 1 ? T : c->QD, spoilt == 2 ? T : c->XI);
    fmpq_mat_clear(T);
    return conform;
}

static int misshapen(fmpq_mat_t out, const formula_case_t c)
{
    return formula_product(out, 1, 2, c->XI, c->QD);
}

static void slips(void **state)
{
    static const formula_t formula[] = {{"by U", OF_Z, MONDEQ_U, by_U}, {0}};
    static const formula_t turned[] = {{"turned", OF_Z, MONDEQ_U, misshapen}, {0}};
    (void)state;
    for (spoilt = 0; spoilt < 4; spoilt++) {
        comparison_t c;
        formulas_compare(c, formula, ALL_INSTANCES);
        assert_int_equal(c->instances, mondeq_instances());
        assert_int_equal(c->conformable, c->instances);
        assert_true(spoilt == 3 ? c->differing == 0 : c->differing > c->instances / 2);
        assert_int_equal(c->difference[0] == '\0', spoilt == 3);
    }
    comparison_t c;
    formulas_compare(c, turned, ONE_SAMPLE);
    assert_true(c->instances > 0 && c->conformable < c->instances && strstr(c->untyped, "turned") != NULL);
    verdict_t v;
    verdict_init(v);
    formulas_verdict(v, turned + 1, ALL_INSTANCES, "An empty list proves nothing.");
    assert_int_equal(v->kind, VERDICT_INCONCLUSIVE);
    verdict_clear(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(verdicts), cmocka_unit_test(planted_statements),
                                       cmocka_unit_test(slips)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
