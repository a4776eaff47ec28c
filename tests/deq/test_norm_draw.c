/* |W|_2 of one wide network: its certified lower end against the enclosure of the same matrix by another route, and its tail. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "deq/deq.h"

static void model_init(deq_model_t model, points_t none)
{
    *none = (points_struct){0};
    *model = (deq_model_struct){
        .law = WEIGHTS_GAUSSIAN, .lipschitz_known = 1, .L = 1, .seed = 20230213, .points = none};
    fmpq_init(model->s);
    fmpq_set_si(model->s, 2, 25);
}

static void test_wide(void **state)
{
    enum { WIDTH = 2600 };
    deq_model_t model;
    points_t none;
    deq_interval norm;
    deq_trial_t enclosed;
    double budget;
    reason_t why;
    (void)state;
    reason_init(why);
    model_init(model, none);
    assert_int_equal(deq_norm_draw(&norm, &budget, model, WIDTH, 3, why), DQ_OK);
    assert_int_equal(deq_norm_trial(enclosed, model, WIDTH, 3, why), DQ_OK);
    if (!(norm.lower <= enclosed->norm_upper && norm.lower >= enclosed->norm_lower * (1 - 1e-3)))
        fail_msg("lower end %.17g, enclosure [%.17g, %.17g]", norm.lower, enclosed->norm_lower, enclosed->norm_upper);
    /* sqrt(2s) (2 + 12/sqrt m), and e^-72 */
    double tail = 0.4 * (2 + 12 / sqrt(WIDTH));
    if (!(norm.upper >= tail && norm.upper <= tail * (1 + 1e-12))) fail_msg("upper end %.17g, %.17g", norm.upper, tail);
    assert_true(budget >= exp(-72) && budget <= exp(-72) * (1 + 1e-9));
    fmpq_clear(model->s);
}

static void test_narrow(void **state)
{
    deq_model_t model;
    points_t none;
    deq_interval norm;
    deq_trial_t enclosed;
    double budget;
    reason_t why;
    (void)state;
    reason_init(why);
    model_init(model, none);
    assert_int_equal(deq_norm_draw(&norm, &budget, model, 70, 1, why), DQ_OK);
    assert_int_equal(deq_norm_trial(enclosed, model, 70, 1, why), DQ_OK);
    assert_true(norm.lower == enclosed->norm_lower && norm.upper == enclosed->norm_upper && budget == 0);
    assert_int_equal(deq_norm_draw(&norm, &budget, model, 0, 1, why), DQ_INPUT);
    assert_true(isnan(norm.lower) && isnan(norm.upper));
    fmpq_clear(model->s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_wide), cmocka_unit_test(test_narrow)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
