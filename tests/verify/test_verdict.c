/* verdict: names, evidence, numbers rounded outward, statuses that never pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/claims.h"

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {"proved", "refuted", "supported", "rejected", "inconclusive", "inapplicable"};
    for (int k = VERDICT_PROVED; k <= VERDICT_INAPPLICABLE; k++) {
        assert_string_equal(verdict_name((verdict_kind)k), names[k - 1]);
        assert_int_equal(verdict_from_name(names[k - 1]), k);
    }
    assert_int_equal(verdict_from_name("none"), VERDICT_NONE);
    assert_int_equal(verdict_from_name("Proved"), VERDICT_NONE);
    assert_int_equal(verdict_from_name(""), VERDICT_NONE);
    assert_int_equal(verdict_from_name(NULL), VERDICT_NONE);
    assert_string_equal(verdict_name((verdict_kind)99), "none");
    assert_string_equal(verdict_name((verdict_kind)-1), "none");
}

static void test_evidence(void **state)
{
    (void)state;
    verdict_t v;
    verdict_init(v);
    assert_int_equal(v->kind, VERDICT_NONE);
    assert_int_equal(v->width, -1);
    verdict_refute(v, "counterexample", "x = %d, %s", 3, "50%");
    assert_int_equal(v->kind, VERDICT_REFUTED);
    assert_string_equal(v->subkind, "counterexample");
    assert_string_equal(v->evidence, "x = 3, 50%");
    verdict_add(v, "second %d", 2);
    verdict_add(v, "%s", "third");
    assert_string_equal(v->evidence, "x = 3, 50%\n\nsecond 2\n\nthird");
    /* the new evidence may quote the old; the subkind goes with the refutation */
    verdict_set(v, VERDICT_INCONCLUSIVE, "was: %s", v->evidence);
    assert_string_equal(v->evidence, "was: x = 3, 50%\n\nsecond 2\n\nthird");
    assert_string_equal(v->subkind, "");
    /* long evidence is never cut */
    char *longer = malloc(100001);
    memset(longer, 'a', 100000);
    longer[100000] = '\0';
    verdict_set(v, VERDICT_PROVED, "%s", longer);
    verdict_add(v, "%s", longer);
    assert_int_equal(strlen(v->evidence), 200002);
    free(longer);
    verdict_clear(v);
    verdict_add(v, "alone");
    assert_string_equal(v->evidence, "alone");
    verdict_clear(v);
    verdict_clear(v); /* twice is harmless */
}

static void test_numbers(void **state)
{
    (void)state;
    verdict_t v;
    verdict_init(v);
    arb_t x;
    arf_t low, high;
    arb_init(x);
    arf_init(low);
    arf_init(high);
    arb_const_pi(x, 200);
    verdict_number(v, "pi", x, 6);
    assert_string_equal(v->number[0].name, "pi");
    assert_string_equal(v->number[0].lower, "3.14159");
    assert_string_equal(v->number[0].upper, "3.1416");
    assert_string_equal(v->number[0].kind, "enclosure");
    arb_indeterminate(x);
    verdict_number(v, "nothing", x, 6);
    assert_string_equal(v->number[1].lower, "-inf");
    assert_string_equal(v->number[1].upper, "inf");
    verdict_approximate(v, "slope", -0.5);
    assert_string_equal(v->number[2].lower, "-0.5");
    assert_string_equal(v->number[2].upper, "");
    assert_string_equal(v->number[2].kind, "approximate");
    arf_set_d(low, 0.1); /* the double is above 1/10 */
    arf_set_d(high, 0.1);
    verdict_confidence(v, "limits", low, high, 5);
    assert_string_equal(v->number[3].kind, "confidence");
    assert_true(strtod(v->number[3].lower, NULL) <= 0.1 && strtod(v->number[3].upper, NULL) > 0.1);
    assert_int_equal(v->numbers, 4);
    verdict_set(v, VERDICT_PROVED, "numbers stay");
    assert_int_equal(v->numbers, 4);

    arb_set_d(x, 0.25);
    assert_string_equal(ball_as_text(x, 10).text, "0.25");
    arb_const_pi(x, 200);
    assert_string_equal(ball_as_text(x, 3).text, "[3.14, 3.15]");
    arb_const_pi(x, 4000);
    assert_true(strlen(ball_as_text(x, 1000).text) < 250); /* both ends complete */
    assert_non_null(strchr(ball_as_text(x, 1000).text, ']'));
    arb_clear(x);
    arf_clear(low);
    arf_clear(high);
    verdict_clear(v);
}

static void test_statuses(void **state)
{
    (void)state;
    static const struct {
        dq_status status;
        verdict_kind kind;
    } rows[] = {{DQ_INPUT, VERDICT_INCONCLUSIVE},        {DQ_INCONCLUSIVE, VERDICT_INCONCLUSIVE},
                {DQ_INAPPLICABLE, VERDICT_INAPPLICABLE}, {DQ_NONEXISTENT, VERDICT_INAPPLICABLE},
                {DQ_MEMORY, VERDICT_INCONCLUSIVE},       {DQ_OK, VERDICT_INCONCLUSIVE}};
    reason_t why;
    reason_init(why);
    for (int with_reason = 0; with_reason < 2; with_reason++) {
        if (with_reason) reason_set(why, "theta is %d%%", 120);
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            verdict_t v;
            verdict_init(v);
            verdict_from_status(v, rows[k].status, why);
            assert_int_equal(v->kind, rows[k].kind);
            assert_true(v->evidence[0] != '\0');
            if (with_reason && rows[k].status != DQ_OK) assert_non_null(strstr(v->evidence, "theta is 120%"));
            verdict_clear(v);
        }
    }
}

/* Every statistical decision is counted once, whatever it comes to. */
static void test_decisions(void **state)
{
    (void)state;
    verdict_t v;
    arf_t lower, upper;
    fmpq_t t;
    arf_init(lower);
    arf_init(upper);
    fmpq_init(t);
    fmpq_set_si(t, 1, 2);
    verdict_init(v);
    assert_int_equal(verdict_decide(v, lower, upper, 100, 0, 100, t, 0), DECIDED_SUPPORTED);
    assert_int_equal(verdict_decide(v, lower, upper, 0, 100, 100, t, 0), DECIDED_REJECTED);
    verdict_approximate(v, "between", 1);
    assert_int_equal(verdict_decide(v, lower, upper, 1, 1, 2, t, 0), DECIDED_OPEN);
    assert_int_equal(verdict_decide(NULL, lower, upper, 100, 0, 100, t, 0), DECIDED_SUPPORTED);
    assert_int_equal(v->numbers, 2);
    assert_string_equal(v->number[0].name, VERDICT_DECISIONS);
    assert_string_equal(v->number[0].kind, "count");
    assert_string_equal(v->number[0].lower, "3");
    assert_string_equal(v->number[0].upper, "3");
    verdict_clear(v);
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_decisions), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_evidence), cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_statuses)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
