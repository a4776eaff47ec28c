/* Witnesses: what is written is read again and confirmed from the case alone. */
#include "tests/verify/witness_file.h"

typedef struct {
    const char *phi, *s, *claim;
    case_law law;
    slong width;
} situation;

/* Every generator that sampling uses. */
static const situation situations[] = {
    {"relu(x)", "0.02", "deq.lambda0", LAW_GAUSSIAN, 20},
    {"relu(x)", "0.02", "deq.lambda0.repaired", LAW_UNIFORM, 20},
    {"tanh(x)", "0.02", "deq.universality", LAW_RADEMACHER, 4},
    {"relu(x)", "0.08", "deq.width-gap", LAW_GAUSSIAN, 20},
    {"softplus(x)", "0.001", "deq.width-gap.repaired", LAW_GAUSSIAN, 50},
    {"tanh(x)", "0.11", "deq.well-posed", LAW_STUDENT5, 20},
    {"relu(x)", "0.08", "deq.operator-norm", LAW_GAUSSIAN, -1},
    {"relu(x)", "0.02", "deq.width-bound", LAW_GAUSSIAN, -1},
};

static void test_round_trip(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof situations / sizeof *situations; k++) {
        const situation *s = situations + k;
        case_t c = hard_case(s->phi, s->s, s->law);
        c->widths = 1;
        c->width[0] = s->width < 0 ? 60 : s->width;
        char *text = witness_of(s->claim, c, s->width);
        if (text == NULL) print_error("%s, phi = %s: no violation was sampled\n", s->claim, s->phi);
        assert_non_null(text);
        audit_t fresh = audit_open(c, PROFILE_QUICK, 64, NULL, NULL);
        outcome o = replayed(text, strlen(text), c, fresh, 40);
        if (!o.readable || o.confirmed < o.listed)
            print_error("%s: %ld of %ld confirmed, %s, %s\n%.800s\n", s->claim, (long)o.confirmed, (long)o.listed,
                        replay_name(o.first), o.reason, text);
        assert_true(o.readable);
        assert_true(o.listed >= 1);
        assert_int_equal(o.confirmed, o.listed);
        audit_close(fresh);
        free(text);
        case_clear(c);
    }
}

/* Beyond WITNESS_LISTED violations are counted and no longer listed; planted falsehoods have no witness. */
static void test_limit(void **state)
{
    (void)state;
    verdict_t v;
    arb_t x;
    char expected[64];
    case_t c = temporary_case("tanh(x)", "0.08");
    verdict_init(v);
    arb_init(x);
    for (slong k = 0; k < WITNESS_LISTED + 7; k++) verdict_violation(v, "least-eigenvalue", 1, &k, x, x);
    witness_complete(v, claim_find("deq.lambda0"), c);
    snprintf(expected, sizeof expected, "violations %d\n", WITNESS_LISTED + 7);
    assert_non_null(strstr(v->witness, expected));
    size_t lines = 0;
    for (const char *p = v->witness; *p != '\0'; p++) lines += *p == '\n';
    assert_int_equal(lines, WITNESS_LISTED + 5); /* law, seed, event, violations, end */
    witness_complete(v, NULL, NULL);
    assert_null(v->witness);
    verdict_clear(v);
    arb_clear(x);
    case_clear(c);
}

/* Both sides at a place where the claim is a theorem: computed, and the inequality holds. */
static void test_theorems(void **state)
{
    static const struct {
        const char *claim;
        slong width, place[WITNESS_PLACES];
    } at[] = {{"deq.depth-gap", 100, {2, 3, 2, 1}},
              {"deq.operator-norm.repaired", -1, {50, 7}},
              {"deq.tied-untied", -1, {1, 50, 3}}};
    (void)state;
    case_t c = temporary_case("tanh(x)", "0.08");
    audit_t audit = audit_open(c, PROFILE_QUICK, 64, NULL, NULL);
    arb_t quantity, bound;
    reason_t why;
    arb_init(quantity);
    arb_init(bound);
    reason_init(why);
    for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
        const witness_event *e = claim_find(at[k].claim)->events;
        dq_status status = e->measure(quantity, bound, audit, at[k].width, at[k].place, why);
        if (status != DQ_OK || event_decided(e->relation, quantity, bound) != 1)
            print_error("%s: status %d, %s against %s, %s\n", at[k].claim, (int)status, ball_as_text(quantity, 10).text,
                        ball_as_text(bound, 10).text, why->text);
        assert_int_equal(status, DQ_OK);
        assert_int_equal(event_decided(e->relation, quantity, bound), 1);
        slong nowhere[WITNESS_PLACES] = {2000000000, 2000000000, 2000000000, 2000000000};
        assert_int_equal(e->measure(quantity, bound, audit, at[k].width, nowhere, why), DQ_INPUT);
    }
    arb_clear(quantity);
    arb_clear(bound);
    audit_close(audit);
    case_clear(c);
}

/* The events of a training run: theorems hold at its steps; the printed bounds of gd.norm-bounds are violated, and confirmed again. */
static void test_descent(void **state)
{
    static const char *const theorem[] = {"gd.linear-rate", "gd.pl-inequality", "gd.norm-bounds.repaired"};
    (void)state;
    case_errors_t errors;
    case_t c;
    case_errors_init(errors);
    case_load(&c, "cases/gd-tanh-ordinary.yaml", NULL, errors);
    case_errors_clear(errors);
    assert_non_null(c);
    audit_t audit = audit_open(c, PROFILE_QUICK, 64, NULL, NULL);
    arb_t quantity, bound;
    reason_t why;
    arb_init(quantity);
    arb_init(bound);
    reason_init(why);
    for (size_t k = 0; k < sizeof theorem / sizeof *theorem; k++)
        for (const witness_event *e = claim_find(theorem[k])->events; e->name != NULL; e++) {
            slong place[WITNESS_PLACES] = {2, 2, 2}, nowhere[WITNESS_PLACES] = {1000000, 1000000, 1000000};
            dq_status status = e->measure(quantity, bound, audit, -1, place, why);
            /* Condition 1 does not hold in this case, so the linear rate may fail */
            int decided = status == DQ_OK ? event_decided(e->relation, quantity, bound) : -1;
            if (k > 0 && decided < 0) print_error("%s, %s: %s\n", theorem[k], e->name, why->text);
            assert_int_equal(status, DQ_OK);
            assert_true(arb_is_finite(quantity) && arb_is_finite(bound));
            assert_true(k == 0 || decided >= 0);
            assert_int_equal(e->measure(quantity, bound, audit, -1, nowhere, why), DQ_INPUT);
        }
    char *text = witness_of("gd.norm-bounds", c, -1);
    assert_non_null(text);
    outcome o = replayed(text, strlen(text), c, audit, 3);
    if (o.confirmed != 3) print_error("%ld confirmed, %s\n%.600s\n", (long)o.confirmed, o.reason, text);
    assert_int_equal(o.confirmed, 3);
    char *moved = changed(text, "claim gd.norm-bounds\n", "claim gd.linear-rate\n");
    assert_false(replayed(moved, strlen(moved), c, audit, 1).readable);
    free(moved);
    free(text);
    arb_clear(quantity);
    arb_clear(bound);
    audit_close(audit);
    case_clear(c);
}

/* Every event of every claim is complete, and its place is at most WITNESS_PLACES words. */
static void complete(const claim_t *claim, void *context)
{
    int *count = context;
    for (const witness_event *e = claim->events; e != NULL && e->name != NULL; e++, ++*count) {
        int words = 1;
        for (const char *p = e->place; *p != '\0'; p++) words += *p == ' ';
        assert_true(words <= WITNESS_PLACES);
        assert_non_null(e->measure);
        assert_null(strchr(e->inequality, '\n'));
        assert_null(strchr(e->name, ' '));
    }
}

static void test_events(void **state)
{
    (void)state;
    int count = 0;
    claim_visit(complete, &count);
    assert_true(count >= 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_limit),   cmocka_unit_test(test_theorems),
        cmocka_unit_test(test_events),     cmocka_unit_test(test_descent),
    };
    return cmocka_run_group_tests(tests, make_file, remove_file);
}
