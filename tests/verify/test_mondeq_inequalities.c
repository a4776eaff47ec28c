/* The inequalities of the monotone DEQ thesis: the verdict of every claim and planted statement, and the counterexamples
   and conditions against values worked out by hand in fractions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "verify/claims/mondeq_inequalities_descent.h"

#define FAMILY "mondeq."

static const struct {
    const char *id;
    verdict_kind verdict;
    const char *evidence; /* something the evidence must say */
} expectations[] = {
    {"prop-3", VERDICT_PROVED, "T_\\alpha=-1"},
    {"lemma-3.3.2", VERDICT_REFUTED, "2.82842712"},
    {"lemma-3.3.2.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-3.3.3", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-3.3.4", VERDICT_PROVED, "The second inequality."},
    {"lemma-3.3.6", VERDICT_PROVED, "The true change"},
    {"lemma-3.3.7", VERDICT_REFUTED, "the left side is 1088"},
    {"lemma-3.3.7.repaired", VERDICT_PROVED, "The last line under (3.16)."},
    {"lemma-3.3.8", VERDICT_REFUTED, "(3.18): "},
    {"lemma-3.3.8.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-3.3.9", VERDICT_REFUTED, "(3.17): "},
    {"lemma-3.3.9.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-3.3.10", VERDICT_PROVED, "Hypothesis 2 is needed"},
    {"prop-5", VERDICT_REFUTED, "0.1767766952"},
    {"prop-5.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"prop-6", VERDICT_REFUTED, "$`k'=1`$ too, certified"},
    {"prop-6.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-C.0.3", VERDICT_PROVED, "transposed"},
    {"lemma-C.0.4", VERDICT_REFUTED, "2.82842712"},
    {"lemma-C.0.4.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-C.0.5", VERDICT_REFUTED, "2.82842712"},
    {"lemma-C.0.5.repaired", VERDICT_PROVED, " 0 certified violations"},
    {"lemma-C.0.6", VERDICT_PROVED, "The second inequality."},
};
#define EXPECTATIONS (sizeof expectations / sizeof expectations[0])

static void check_planted(const claim_t *claim)
{
    int falsehoods = 0, truths = 0;
    for (const planted_t *p = claim->planted; p != NULL && p->name != NULL; p++) {
        verdict_t v;
        verdict_init(v);
        p->decide(v, NULL);
        verdict_kind expected = p->truth ? VERDICT_PROVED : VERDICT_REFUTED;
        if (v->kind != expected)
            print_error("%s, %s: %s, %s\n", claim->id, p->name, verdict_name(v->kind), v->evidence);
        assert_int_equal(v->kind, expected);
        *(p->truth ? &truths : &falsehoods) += 1;
        verdict_clear(v);
    }
    assert_true(claim->planted == NULL || (falsehoods >= 1 && truths >= 1));
}

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
        /* every file has planted statements; a printed claim carries them */
        assert_true(claim->planted != NULL || strstr(id, ".repaired") != NULL);
        verdict_init(v);
        claim->decide(v, NULL, -1);
        if (v->kind != expectations[k].verdict || strstr(v->evidence, expectations[k].evidence) == NULL)
            print_error("%s: %s, %s\n", id, verdict_name(v->kind), v->evidence);
        assert_int_equal(v->kind, expectations[k].verdict);
        assert_non_null(strstr(v->evidence, expectations[k].evidence));
        if (v->kind == VERDICT_REFUTED) assert_string_equal(v->subkind, "counterexample");
        verdict_clear(v);
        check_planted(claim);
    }
}

static void assert_rational(const fmpq_t x, const char *text)
{
    fmpq_t expected;
    fmpq_init(expected);
    rational_set(expected, text);
    if (!fmpq_equal(x, expected)) print_error("%s instead of %s\n", rational_as_text(x).text, text);
    assert_true(fmpq_equal(x, expected));
    fmpq_clear(expected);
}

/* value contains the fraction, and is accurate. */
static void assert_ball(const arb_t value, const char *text)
{
    fmpq_t expected;
    fmpq_init(expected);
    rational_set(expected, text);
    if (!arb_contains_fmpq(value, expected)) print_error("%s instead of %s\n", ball_as_text(value, 20).text, text);
    assert_true(arb_contains_fmpq(value, expected));
    assert_true(arb_is_zero(value) || arb_rel_accuracy_bits(value) >= 100);
    fmpq_clear(expected);
}

/* n = N = d = 1, W = 1 - m: z = Ux/m, and one step is u - eta e z, U - eta e u x/m, in fractions by hand. */
static void test_overshoot(void **state)
{
    (void)state;
    descent_t d;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    descent_init_example(d, DESCENT_OVERSHOOT);
    assert_rational(fmpq_mat_entry(d->c->s->Z, 0, 0), "100");
    assert_rational(fmpq_mat_entry(d->c->s->e, 0, 0), "1/2");
    descent_condition_sides(left, right, d, DESCENT_BALLS);
    assert_ball(left, "8800"); /* 8 (1/2) bar_U/(m R_u) = 4 (11/10) 100 20, the largest of the four */
    assert_ball(right, "10000");
    descent_condition_sides(left, right, d, DESCENT_FEATURES);
    assert_ball(left, "620823/500000"); /* 4 bar_u (1 + 6 (11/100)^2 + 4 (11/10)^2), bar_u = 21/400 */
    descent_condition_sides(left, right, d, DESCENT_LOSS);
    assert_ball(left, "490491961/20000000"); /* 20 (bar_u^2 + 4 (11/10 bar_u)^2 (1 + 1/100) + (11/10)^2) */
    fmpq_set_si(d->eta, 3999, 10000000);     /* below 4/lambda_0^2 = 1/2500, the least of the four */
    assert_int_equal(descent_theorem_hypotheses(d), 1);
    fmpq_set_si(d->eta, 4001, 10000000);
    assert_int_equal(descent_theorem_hypotheses(d), 0);
    fmpq_set_si(d->eta, 1, 10000);
    assert_int_equal(descent_theorem_hypotheses(d), 1);
    assert_true(descent_step(d));
    assert_rational(fmpq_mat_entry(d->now->u, 0, 0), "-1/400");
    assert_rational(fmpq_mat_entry(d->now->U, 0, 0), "79999/80000");
    assert_rational(fmpq_mat_entry(d->at_now->Z, 0, 0), "79999/800");
    assert_int_equal(descent_sides(left, right, d, SECOND_TERM), 1);
    assert_ball(left, "1/640000");
    descent_sides(left, right, d, SECOND_TERM_REPAIRED);
    assert_true(arb_le(left, right));
    assert_int_equal(descent_hypothesis_1(d), 1);
    assert_int_equal(descent_hypothesis_2(d), 1);
    assert_int_equal(descent_hypothesis_3(d), 1);
    fmpq_set_si(d->c->radius[MONDEQ_OUTPUT], 4, 1000); /* |u(1) - u(0)| = 1/200 */
    assert_int_equal(descent_hypothesis_1(d), 0);
    descent_clear(d);
    arb_clear(left);
    arb_clear(right);
}

/* Every line at one scalar step, n = N = d = 1, where everything is a fraction: z = Ux/(m + A^2), grad_A = -2A u e z/(m + A^2), and
   radii that differ, so that no bar can stand for another.  The fractions were computed by another program. */
static void test_lines(void **state)
{
    (void)state;
    static const struct {
        descent_line line;
        const char *left, *right;
    } expected[] = {
        {STEP_U, "42/121", "63/88"},
        {STEP_OUTPUT, "42/121", "189/352"},
        {STEP_A, "112/1331", "567/1408"},
        {STEP_B, "0", "189/176"},
        {STEP_A_HALF, "112/1331", "567/2816"},
        {STEP_W, "87080/1771561", "1676241/681472"},
        {STEP_W_ALONE, "87080/1771561", "5178033/1982464"},
        {AWAY_A, "112/1331", "1/8"},
        {AWAY_W, "87080/1771561", "322245/8192"},
        {NORM_A, "1779/5324", "3/8"},
        {FEATURES_KEPT, "8/11", "55518672/59854793"},
        {FIRST_TERM, "156213490287411200/433494145653814729", "638563427752131/122817609728"},
        {FIRST_TERM_REPAIRED, "156213490287411200/433494145653814729", "587275559945361/14860930777088"},
        {FIRST_TERM_SQUARES, "156213490287411200/433494145653814729", "301823526478761/928808173568"},
        {SECOND_TERM, "-287812690032/876334024313", "347545485/3748096"},
        {SECOND_TERM_REPAIRED, "-287812690032/876334024313", "439753293/59969536"},
        {THIRD_TERM, "1764/14641", "7056/14641"},
        {THIRD_TERM_OWN_RATE, "7056/14641", "7056/14641"},
    };
    static const char *const radius[] = {"1/8", "1/4", "1/2", "1"};
    mondeq_t p;
    descent_t d;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    instance_set(p, 1, 1, 1, "2", "1/4", "0", "1", "1", "3", "1/2");
    descent_init(d, p, radius, "1/4");
    descent_condition_sides(left, right, d, DESCENT_BALLS);
    assert_ball(left, "1512/11");
    descent_condition_sides(left, right, d, DESCENT_FEATURES_REPAIRED);
    assert_ball(left, "15687/64");
    assert_int_equal(descent_theorem_hypotheses(d), 0);
    assert_true(descent_step(d));
    for (size_t k = 0; k < sizeof expected / sizeof expected[0]; k++) {
        assert_int_equal(descent_sides(left, right, d, expected[k].line), 1);
        assert_ball(left, expected[k].left);
        assert_ball(right, expected[k].right);
    }
    mondeq_clear(p);
    descent_clear(d);
    arb_clear(left);
    arb_clear(right);
}

/* (3.20) on either side of (1 - eta lambda_0^2/4)^k L(0) = (3/4)^k/8, the loss being put in by hand. */
static void test_loss_hypothesis(void **state)
{
    (void)state;
    static const char *const loss[][2] = {{"93/1000", "94/1000"}, {"703/10000", "704/10000"}};
    descent_t d;
    descent_init_example(d, DESCENT_OVERSHOOT);
    assert_rational(d->c->s->loss, "1/8");
    for (int k = 0; k < 2; k++) {
        assert_true(descent_step(d));
        for (int above = 0; above < 2; above++) {
            rational_set(d->at_now->loss, loss[k][above]);
            assert_int_equal(descent_hypothesis_3(d), !above);
        }
    }
    descent_clear(d);
}

/* The written counterexamples satisfy Condition 2; the one to Proposition 6 does not satisfy the repaired condition. */
static void test_examples(void **state)
{
    (void)state;
    static const char *const balls[] = {"8800", "326656/625", "3740"}; /* the left side of (3.16) */
    arb_t small, large;
    arb_init(small);
    arb_init(large);
    for (int k = DESCENT_OVERSHOOT; k <= DESCENT_ROTATION; k++) {
        descent_t d;
        descent_init_example(d, (descent_example)k);
        assert_int_equal(descent_theorem_hypotheses(d), 1);
        descent_condition_sides(small, large, d, DESCENT_BALLS);
        assert_ball(small, balls[k]);
        if (k == DESCENT_ROTATION) {
            assert_ball(d->c->lambda0, "65");
            assert_int_equal(descent_condition(d, DESCENT_FEATURES_REPAIRED), 0);
            assert_true(descent_step(d));
            assert_int_equal(descent_hypothesis_2(d), 0);
            assert_int_equal(descent_hypothesis_3(d), 1);
        }
        descent_clear(d);
    }
    arb_clear(small);
    arb_clear(large);
}

/* Closed forms for two singular values against bisection with exact decisions; rank one exactly 0. */
static void test_norms(void **state)
{
    (void)state;
    arb_t x, y;
    fmpq_mat_t M;
    arb_init(x);
    arb_init(y);
    for (slong columns = 2; columns <= 4; columns++)
        for (ulong key = 0; key < 20; key++) {
            fmpq_mat_init(M, 2, columns);
            mondeq_random_matrix(M, key * 8 + (ulong)columns, 1);
            ball_norm(x, M);
            exact_norm(y, M, 60);
            assert_true(arb_overlaps(x, y) && (arb_rel_accuracy_bits(x) >= 100 || arb_is_zero(x)));
            ball_sigma_min(x, M);
            exact_sigma_min(y, M, 60);
            assert_true(arb_overlaps(x, y) && (arb_rel_accuracy_bits(x) >= 100 || arb_is_zero(x)));
            fmpq_mat_clear(M);
        }
    fmpq_mat_init(M, 2, 2);
    rational_matrix_set(M, "1 2 2 4");
    ball_sigma_min(x, M);
    assert_true(arb_is_zero(x));
    ball_norm(x, M);
    assert_ball(x, "5");
    fmpq_mat_clear(M);
    arb_clear(x);
    arb_clear(y);
}

/* Equality is no violation, NaN is not counted, and nothing compared is no proof. */
static void test_comparison(void **state)
{
    (void)state;
    inequality_t q;
    verdict_t v;
    mondeq_t p;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    inequality_init(q);
    verdict_init(v);
    instance_set(p, 1, 1, 1, "1", "0", "0", "1", "1", "1", "0");
    inequality_verdict(v, q, "proof");
    assert_int_equal(v->kind, VERDICT_INCONCLUSIVE);
    arb_indeterminate(left);
    inequality_compare(q, left, right, p, NULL);
    assert_true(q->violated == 0 && q->compared == 0);
    arb_one(left);
    arb_one(right);
    inequality_compare(q, left, right, p, NULL);
    assert_true(q->violated == 0 && q->open == 0 && q->compared == 1);
    inequality_verdict(v, q, NULL);
    assert_int_equal(v->kind, VERDICT_INCONCLUSIVE);
    arb_set_str(left, "1.001", 60);
    inequality_compare(q, left, right, p, NULL);
    inequality_verdict(v, q, "proof");
    assert_int_equal(v->kind, VERDICT_REFUTED);
    assert_true(q->compared == 2 && q->largest > 1);
    mondeq_clear(p);
    verdict_clear(v);
    arb_clear(left);
    arb_clear(right);
}

/* A search really compares: every family has instances, and the ascent adds some. */
static void test_search(void **state)
{
    (void)state;
    inequality_t q;
    inequality_init(q);
    descent_search(q, STEP_U, DESCENTS_CONDITIONED);
    assert_true(q->compared >= 40 && q->violated == 0 && q->largest > 0.1);
    inequality_init(q);
    inequality_search(q, measure_features, FEATURES_BOUND);
    assert_true(q->compared >= 300 && q->violated == 0 && q->largest > 0.999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts),   cmocka_unit_test(test_overshoot),
                                       cmocka_unit_test(test_lines),      cmocka_unit_test(test_loss_hypothesis),
                                       cmocka_unit_test(test_examples),   cmocka_unit_test(test_norms),
                                       cmocka_unit_test(test_comparison), cmocka_unit_test(test_search)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
