/* The points' cosines in doubles and double-doubles: rows scaled for them, and the bound of their errors. */
#include <malloc.h>
#include <math.h>
#include "support.h"
#include "gram/dd_gram.h"
#include "gram/double_gram.h"
#include "tests/uniform.h"

static dq_status solve(lambda_t l, const gram_model_t model, reason_t why)
{
    lambda_init(l);
    reason_init(why);
    return gram_lambda(l, model, 64, 1e-2, why);
}

/* 20000 coordinates beyond the range in which rows are scaled in place: a scaled copy, and the same lambda_*, for every row's power
   of two drops out with its norm. */
static void scaled_rows(void **state)
{
    enum { N = 200, DIMENSION = 100 };
    double *points = malloc(N * DIMENSION * sizeof *points);
    setup_t x;
    reason_t why;
    lambda_t plain, scaled;
    (void)state;

    for (int k = 0; k < N * DIMENSION; k++) points[k] = uniform() - 0.5;
    setup_open(x, "tanh(x)", "0.08", N, DIMENSION, points, 1);
    check_status("lambda, plain rows", "tanh", solve(plain, x->model, why), DQ_OK, why);
    setup_close(x);
    mallopt(M_PERTURB, 0x5a); /* memory that was not written holds no earlier rows */
    for (int k = 0; k < N * DIMENSION; k++) points[k] = ldexp(points[k], k / DIMENSION % 2 == 0 ? 1005 : 0);
    setup_open(x, "tanh(x)", "0.08", N, DIMENSION, points, 1);
    check_status("lambda, scaled rows", "tanh", solve(scaled, x->model, why), DQ_OK, why);
    setup_close(x);
    assert_true(arb_is_positive(plain->lambda) && arb_is_positive(scaled->lambda));
    assert_true(arb_overlaps(plain->lambda, scaled->lambda));
    assert_string_equal(plain->engine, scaled->engine); /* wrong cosines make another engine right again */
    lambda_clear(plain);
    lambda_clear(scaled);
    free(points);
}

/* The bound of the cosines' errors is at least 2 E + 16 u of the products' bound E (twice, for both norms; the root, the reciprocal and
   three products), which actual errors never show, and at most a tenth more. */
static void bound_of_cosines(void **state)
{
    enum { N = 20, D = 6 };
    double values[N * D], high[N * N], low[N * N], scale[N];
    points_t points;
    (void)state;

    for (int k = 0; k < N * D; k++) values[k] = uniform() - 0.5;
    points_init(points, N, D);
    memcpy(points->x, values, sizeof values);
    for (int i = 0; i < N; i++) {
        double largest = 0.0;
        int exponent;
        for (int k = 0; k < D; k++) largest = fmax(largest, fabs(values[i * D + k]));
        frexp(largest, &exponent);
        scale[i] = ldexp(1.0, -exponent);
    }
    double least = 2.0 * double_row_products(high, values, scale, N, D) + 16.0 * 0x1p-53,
           bound = double_cosines(high, points);
    assert_true(bound >= least && bound <= 1.1 * least);
    least = 2.0 * dd_row_products(high, low, values, scale, N, D) + 16.0 * DD_UNIT,
    bound = dd_cosines(high, low, points);
    assert_true(bound >= least && bound <= 1.1 * least);
    points_clear(points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(scaled_rows), cmocka_unit_test(bound_of_cosines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
