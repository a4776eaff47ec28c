/* Conditions 1 and 2 and Theorems 3.3.1 and 3.3.5 of the thesis: every verdict and planted statement, the lines of the conditions
   against an independent program, and the ball iterates against exact rational ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "verify/claims/mondeq_descent_rate.h"
#include "verify/claims/mondeq_random_start.h"

static const struct {
    const char *id;
    verdict_kind verdict;
    const char *says; /* in the evidence: what was counted, or how it is refuted */
} expectations[] = {{"mondeq.condition-1", VERDICT_PROVED, "15 sets of labels"},
                    {"mondeq.condition-1.random", VERDICT_PROVED, "certified"},
                    {"mondeq.condition-2", VERDICT_PROVED, "fixed instances"},
                    {"mondeq.condition-2.powers", VERDICT_REFUTED, "certified inequalities"},
                    {"mondeq.condition-2.repaired", VERDICT_PROVED, "3 instances certified"},
                    {"mondeq.theorem-3.3.1", VERDICT_REFUTED, "width"},
                    {"mondeq.theorem-3.3.1.repaired", VERDICT_PROVED, "among 80 examples"},
                    {"mondeq.theorem-3.3.5", VERDICT_REFUTED, "from iterate 5 on"},
                    {"mondeq.theorem-3.3.5.repaired", VERDICT_PROVED, "among 3630 examples"}};

static void test_verdicts(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof expectations / sizeof *expectations; k++) {
        const claim_t *claim = claim_find(expectations[k].id);
        if (claim == NULL) fail_msg("%s is not registered", expectations[k].id);
        verdict_t v;
        verdict_init(v);
        assert_true(claim->standalone == 1 && claim->per_width == 0);
        assert_string_equal(claim->expected, verdict_name(expectations[k].verdict));
        claim->decide(v, NULL, -1);
        if (v->kind != expectations[k].verdict || strstr(v->evidence, expectations[k].says) == NULL)
            print_error("%s: %s, %s\n", claim->id, verdict_name(v->kind), v->evidence);
        assert_int_equal(v->kind, expectations[k].verdict);
        assert_non_null(strstr(v->evidence, expectations[k].says));
        if (v->kind == VERDICT_REFUTED)
            assert_string_equal(v->subkind, strstr(claim->id, "powers") ? "impossible" : "counterexample");
        verdict_clear(v);
        for (const planted_t *p = claim->planted; p != NULL && p->name != NULL; p++) {
            verdict_init(v);
            p->decide(v, NULL);
            verdict_kind expected = p->truth ? VERDICT_PROVED : VERDICT_REFUTED;
            if (v->kind != expected) print_error("%s, %s: %s\n", claim->id, p->name, v->evidence);
            assert_int_equal(v->kind, expected);
            verdict_clear(v);
        }
    }
}

/* The curves of the flow: the loss at its 80 times is (7/8)^(2k), and lies below the repaired bound. */
static void test_flow_curve(void **state)
{
    (void)state;
    verdict_t v;
    verdict_init(v);
    claim_find("mondeq.theorem-3.3.1.repaired")->decide(v, NULL, -1);
    assert_int_equal(v->curves, 2);
    const char *line = v->curve[0].points;
    double expected = 1, before = 0, x, y;
    for (int k = 1; k <= 80; k++) {
        assert_true(line != NULL && sscanf(line, "%lf %lf", &x, &y) == 2);
        expected *= 49.0 / 64;
        assert_true(x > before && y > 0.9999 * expected && y < 1.0001 * expected && y <= exp(-x / 2));
        before = x;
        line = strchr(line + 1, '\n');
    }
    assert_true(line == NULL || line[1] == '\0');
    verdict_clear(v);
}

/* left/right of every line, from a program in doubles that shares nothing with this one (numpy: SVDs of the printed
   formulas); agreement to 9 digits.  0 ends a row. */
static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const condition_instance *instance;
        double ratio[4][3];
    } reference[] = {{&instance_wide_labels,
                      {{29.193864981, 1210.081161, 0},
                       {14.596932491, 886.81123149, 0.0044480704746},
                       {14.596932491, 886.81123149, 0.0044480704746},
                       {14.596932491, 605.04058048, 1.2385256455}}},
                     {&instance_near,
                      {{7.6209176703, 1510.0936686, 0},
                       {3.8104588351, 1118.9551839, 0.0027242336982},
                       {3.8104588351, 1118.9551839, 0.0027242336982},
                       {3.8104588351, 755.04683428, 1.6943161406}}},
                     {&instance_small_m,
                      {{14.942537438, 39.4024286, 0},
                       {7.4712687188, 118812.67544, 1.3924755869},
                       {7.4712687188, 31.532835051, 0.019378169399},
                       {7.4712687188, 19.7012143, 0.17413577787}}}};
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    for (size_t i = 0; i < sizeof reference / sizeof *reference; i++)
        for (int kind = 0; kind < 4; kind++) {
            condition_t c;
            condition_init(c, reference[i].instance);
            slong lines = condition_lines(left, right, c, (condition_kind)kind);
            assert_int_equal(lines, kind == CONDITION_1 ? 2 : 3);
            int all = 1;
            for (slong k = 0; k < lines; k++) {
                arb_div(left + k, left + k, right + k, 128);
                double found = arf_get_d(arb_midref(left + k), ARF_RND_NEAR), expected = reference[i].ratio[kind][k];
                if (!(found / expected - 1 < 1e-9 && expected / found - 1 < 1e-9))
                    fail_msg("%s, condition %d, line %ld: %.12g, expected %.12g", reference[i].instance->name, kind,
                             (long)k, found, expected);
                assert_true(arb_rel_accuracy_bits(left + k) >= 50);
                if (expected < 1) all = 0;
            }
            assert_int_equal(condition_holds(c, (condition_kind)kind), all ? 1 : -1);
            condition_clear(c);
        }
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

/* Sixteen units drawn at random, and the same network as an exact rational instance; g/sqrt(16) is rational. */
static void test_random_start(void **state)
{
    (void)state;
    double U[32], g[16];
    mondeq_t p;
    condition_t c;
    arb_ptr ratio = _arb_vec_init(RANDOM_START_FIRST + 1), left = _arb_vec_init(CONDITION_LINES),
            right = _arb_vec_init(CONDITION_LINES);
    arf_t f;
    static const char *const radius[4] = {"1/4", "1/4", "1/4", "1/4"};
    for (uint32_t trial = 0; trial < 3; trial++) {
        random_start_ratios(ratio, 1, RANDOM_START_FIRST, trial);
        deq_sample(U, 32, WEIGHTS_GAUSSIAN, RANDOM_START_SEED, 2, trial, MATRIX_U, 0);
        deq_sample(g, 16, WEIGHTS_GAUSSIAN, RANDOM_START_SEED, 2, trial, MATRIX_A, 0);
        mondeq_init(p, 16, 2, 2);
        arf_init(f);
        fmpq_set_si(p->mu, 1, 1);
        fmpq_mat_one(p->X);
        fmpq_set_si(fmpq_mat_entry(p->y, 0, 0), 1, 1);
        fmpq_set_si(fmpq_mat_entry(p->y, 1, 0), -1, 1);
        for (slong i = 0; i < 16; i++) {
            for (slong j = 0; j < 2; j++) {
                arf_set_d(f, U[2 * i + j]);
                arf_get_fmpq(fmpq_mat_entry(p->U, i, j), f);
            }
            arf_set_d(f, g[i] / 4);
            arf_get_fmpq(fmpq_mat_entry(p->u, i, 0), f);
        }
        mondeq_weights(p);
        condition_init_model(c, p, radius);
        condition_lines(left, right, c, CONDITION_1);
        arb_div(left, left, right, 128);
        arb_div(left + 1, left + 1, right + 1, 128);
        arb_min(left, left, left + 1, 128);
        assert_true(arb_overlaps(left, ratio + RANDOM_START_FIRST));
        assert_true(arb_rel_accuracy_bits(left) > 80 && arb_rel_accuracy_bits(ratio + RANDOM_START_FIRST) > 80);
        condition_clear(c);
        mondeq_clear(p);
        arf_clear(f);
    }
    _arb_vec_clear(ratio, RANDOM_START_FIRST + 1);
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

/* theta - eta (exact gradient), by the room's derivatives without the adjoint. */
static void exact_step(mondeq_t p, const fmpq_t eta)
{
    mondeq_state_t s;
    mondeq_derivatives_t g;
    fmpq_t change;
    fmpq_init(change);
    mondeq_state_init(s, p);
    assert_int_equal(mondeq_solve(s, p), MONDEQ_REGULAR);
    assert_int_equal(mondeq_derivatives(g, p, s), 1);
    for (mondeq_block b = MONDEQ_A; b <= MONDEQ_OUTPUT; b++) {
        fmpq_mat_struct *M = mondeq_block_entries(p, b);
        for (slong i = 0; i < fmpq_mat_nrows(M); i++)
            for (slong j = 0; j < fmpq_mat_ncols(M); j++) {
                fmpq_mul(change, eta, fmpq_mat_entry(g->loss[b], 0, i + j * fmpq_mat_nrows(M)));
                fmpq_sub(fmpq_mat_entry(M, i, j), fmpq_mat_entry(M, i, j), change);
            }
    }
    mondeq_weights(p);
    mondeq_derivatives_clear(g);
    mondeq_state_clear(s);
    fmpq_clear(change);
}

static void exact_loss(fmpq_t loss, const mondeq_t p)
{
    mondeq_state_t s;
    mondeq_state_init(s, p);
    assert_int_equal(mondeq_solve(s, p), MONDEQ_REGULAR);
    fmpq_set(loss, s->loss);
    mondeq_state_clear(s);
}

static void test_iterates(void **state)
{
    (void)state;
    static const struct {
        const condition_instance *instance;
        const char *eta;
    } run[] = {{&instance_near, "1/40"}, {&instance_scalar, "1/400000000"}, {&instance_long_step, "1/16"}};
    for (size_t i = 0; i < sizeof run / sizeof *run; i++) {
        condition_t c;
        iterate_t g;
        fmpq_t eta, loss;
        condition_init(c, run[i].instance);
        iterate_init(g, c->p, 256);
        fmpq_init(eta);
        fmpq_init(loss);
        rational_set(eta, run[i].eta);
        for (int k = 0; k <= 2; k++) {
            assert_int_equal(iterate_evaluate(g), 1);
            exact_loss(loss, c->p);
            if (!arb_contains_fmpq(g->loss, loss)) fail_msg("%s, iterate %d", run[i].instance->name, k);
            assert_true(arb_rel_accuracy_bits(g->loss) > 180);
            if (run[i].instance == &instance_long_step && k == 1) { /* L(1) = 9 L(0) = 9/512 */
                fmpq_set_si(eta, 9, 512);
                assert_true(fmpq_equal(loss, eta));
                rational_set(eta, run[i].eta);
            }
            iterate_step(g, eta);
            exact_step(c->p, eta);
        }
        iterate_clear(g);
        condition_clear(c);
        fmpq_clear(eta);
        fmpq_clear(loss);
    }
}

/* The loss after 100 steps from instance_near with the largest step, by the independent program: 1.18155112243e-11. */
static void test_descent(void **state)
{
    (void)state;
    condition_t c;
    fmpq_t eta;
    verdict_t v;
    condition_init(c, &instance_near);
    fmpq_init(eta);
    condition_step_size(eta, c);
    double step = fmpq_get_d(eta);
    assert_true(step <= 0.02994687491 && step >= 0.02994687485);
    verdict_init(v);
    iterate_rate_curves(v, c, eta, 100, "1/4", "run");
    assert_int_equal(v->curves, 2);
    const char *last = strstr(v->curve[0].points, "\n100 ");
    assert_non_null(last);
    assert_true(strncmp(last, "\n100 1.181551", 13) == 0 && strstr(last, "e-11") != NULL);
    verdict_clear(v);
    fmpq_clear(eta);
    condition_clear(c);
}

/* A kink on the way, or no room for the radius of balls, must end a run without an example, never with a violation. */
static void test_undecided(void **state)
{
    (void)state;
    static const condition_instance kink = {"kink",    2,     1,     1,   "1",   "0 0 0 0",
                                            "0 0 0 0", "1 0", "1 1", "1", "1/2", {"1", "1", "1", "1"}};
    condition_t c;
    examples_t e;
    fmpq_t eta;
    condition_init(c, &kink);
    assert_int_equal(c->outcome, MONDEQ_KINK);
    assert_int_not_equal(condition_holds(c, CONDITION_1), 1);
    fmpq_init(eta);
    fmpq_set_si(eta, 1, 8);
    examples_init(e);
    iterate_rate(e, c, eta, 5, RATE_STEP, "1/4");
    assert_int_equal(e->checked, 0);
    assert_string_equal(e->violation, "");
    fmpq_clear(eta);
    condition_clear(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_verdicts), cmocka_unit_test(test_flow_curve),
                                       cmocka_unit_test(test_lines),    cmocka_unit_test(test_random_start),
                                       cmocka_unit_test(test_iterates), cmocka_unit_test(test_descent),
                                       cmocka_unit_test(test_undecided)};
    int failed = cmocka_run_group_tests_name("mondeq_conditions", tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
