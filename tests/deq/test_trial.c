/* deq_trial against the same network solved in 200-bit balls; outcomes; determinism. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "deq/deq.h"

#define PREC 200

static const char *const law_name[] = {"gaussian", "rademacher", "uniform", "student5"};

/* A model on n points of dimension 4 with small integer coordinates, no two parallel. */
static void model_open(deq_model_t model, points_t points, const char *phi, slong s_num, ulong s_den, weight_law law,
                       double L, slong n)
{
    static const double coordinate[] = {-2, -3, 0,  -3, -3, 3, -4, 2, 3, 0,  -4, 2,
                                        4,  -3, -2, 0,  -1, 0, 0,  3, 1, -3, 3,  4};
    activation_error_t error;
    activation_t parsed;
    if (activation_init(&parsed, phi, error) != DQ_OK) fail_msg("%s: %s", phi, error->why->text);
    points_init(points, n, 4);
    for (slong i = 0; i < 4 * n; i++) points->x[i] = coordinate[i];
    points->normalise = 1;
    model->phi = parsed;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, s_num, s_den);
    model->law = law;
    model->lipschitz_known = L >= 0;
    model->L = L >= 0 ? L : NAN;
    model->seed = 11;
}

static void model_close(deq_model_t model, points_t points)
{
    activation_clear(model->phi);
    fmpq_clear(model->s);
    points_clear(points);
}

/* A := sqrt(2 factor/columns) times the sampled variates. */
static void oracle_weights(arb_mat_t A, const deq_model_t model, const fmpq_t factor, slong width, slong trial,
                           matrix_key key)
{
    slong rows = arb_mat_nrows(A), columns = arb_mat_ncols(A);
    double *g = malloc((size_t)(rows * columns) * sizeof(double));
    arb_t c;
    arb_init(c);
    deq_sample(g, (size_t)(rows * columns), model->law, model->seed, (uint32_t)width, (uint32_t)trial, key, 0);
    arb_set_fmpq(c, factor, PREC);
    arb_mul_si(c, c, 2, PREC);
    arb_div_si(c, c, columns, PREC);
    arb_sqrt(c, c, PREC);
    for (slong i = 0; i < rows * columns; i++) {
        arb_ptr entry = arb_mat_entry(A, i / columns, i % columns);
        arb_set_d(entry, g[i]);
        arb_mul(entry, entry, c, PREC);
    }
    arb_clear(c);
    free(g);
}

/* Z := phi(W Z + B), midpoints only: an approximation to about 2^-180. */
static void oracle_step(arb_mat_t Z, const arb_mat_t W, const arb_mat_t B, activation_t phi)
{
    arb_mat_t P;
    arb_mat_init(P, arb_mat_nrows(Z), arb_mat_ncols(Z));
    arb_mat_mul(P, W, Z, PREC);
    arb_mat_add(P, P, B, PREC);
    for (slong i = 0; i < arb_mat_nrows(Z); i++)
        for (slong j = 0; j < arb_mat_ncols(Z); j++) {
            mag_zero(arb_radref(arb_mat_entry(P, i, j)));
            activation_eval_arb(arb_mat_entry(Z, i, j), phi, arb_mat_entry(P, i, j), PREC);
            mag_zero(arb_radref(arb_mat_entry(Z, i, j)));
        }
    arb_mat_clear(P);
}

static double distance_to(const double *z, const arb_mat_t Z)
{
    arb_t sum, term;
    arb_init(sum);
    arb_init(term);
    for (slong i = 0; i < arb_mat_nrows(Z) * arb_mat_ncols(Z); i++) {
        arb_set_d(term, z[i]);
        arb_sub(term, term, arb_mat_entry(Z, i / arb_mat_ncols(Z), i % arb_mat_ncols(Z)), PREC);
        arb_addmul(sum, term, term, PREC);
    }
    arb_sqrt(sum, sum, PREC);
    double value = arf_get_d(arb_midref(sum), ARF_RND_NEAR);
    arb_clear(sum);
    arb_clear(term);
    return value;
}

/* Every certified number of the trial against the oracle. */
static void check_trial(const deq_model_t model, slong m, slong trial, double width_allowed)
{
    slong n = model->points->n, d = model->points->d;
    double *z = malloc((size_t)(m * n) * sizeof(double));
    deq_trial_t out;
    reason_t why;
    reason_init(why);
    assert_int_equal(deq_trial(out, model, m, trial, 0, z, why), DQ_OK);
    print_message("%s %s m %ld trial %ld: outcome %d, %ld iterations, lambda0 [%.17g, %.17g], residual %.3g, radius "
                  "%.3g, budget %.3g\n",
                  activation_text(model->phi), law_name[model->law], (long)m, (long)trial, out->outcome,
                  (long)out->iterations, out->lambda0_lower, out->lambda0_upper, out->residual, out->radius,
                  out->norm_budget);
    assert_int_equal(out->outcome, TRIAL_CERTIFIED);

    arb_mat_t W, U, X, B, Z, Y, T, G;
    arb_t c, lambda;
    fmpq_t one;
    arb_mat_init(W, m, m);
    arb_mat_init(U, m, d);
    arb_mat_init(X, d, n);
    arb_mat_init(B, m, n);
    arb_mat_init(Z, m, n);
    arb_mat_init(Y, m, n);
    arb_mat_init(T, n, m);
    arb_mat_init(G, n, n);
    arb_init(c);
    arb_init(lambda);
    fmpq_init(one);
    fmpq_one(one);
    oracle_weights(W, model, model->s, m, trial, MATRIX_W);
    oracle_weights(U, model, one, m, trial, MATRIX_U);
    for (slong i = 0; i < n; i++) {
        double square = 0;
        for (slong k = 0; k < d; k++) square += model->points->x[i * d + k] * model->points->x[i * d + k];
        arb_set_d(c, square / (double)d); /* exact: small integers over 4 */
        arb_rsqrt(c, c, PREC);
        for (slong k = 0; k < d; k++) {
            arb_set_d(arb_mat_entry(X, k, i), model->points->x[i * d + k]);
            arb_mul(arb_mat_entry(X, k, i), arb_mat_entry(X, k, i), c, PREC);
        }
    }
    arb_mat_mul(B, U, X, PREC);
    for (int k = 0; k < 250; k++) oracle_step(Z, W, B, model->phi);

    double error = distance_to(z, Z);
    print_message("  |Z - Z*| = %.3g\n", error);
    assert_true(error <= out->radius && out->radius <= width_allowed);
    for (slong i = 0; i < m * n; i++) arb_set_d(arb_mat_entry(Y, i / n, i % n), z[i]);
    oracle_step(Y, W, B, model->phi);
    assert_true(distance_to(z, Y) <= out->residual);

    arb_mat_transpose(T, Z);
    arb_mat_mul(G, T, Z, PREC);
    assert_int_equal(arb_mat_lambda_min(lambda, G, 64, why), DQ_OK);
    double approximate = arf_get_d(arb_midref(lambda), ARF_RND_NEAR);
    arb_set_d(c, out->lambda0_lower);
    assert_true(arb_lt(c, lambda));
    arb_set_d(c, out->lambda0_upper);
    assert_true(arb_gt(c, lambda));
    assert_true(out->lambda0_upper - out->lambda0_lower <= width_allowed * approximate);
    arb_mat_clear(W);
    arb_mat_clear(U);
    arb_mat_clear(X);
    arb_mat_clear(B);
    arb_mat_clear(Z);
    arb_mat_clear(Y);
    arb_mat_clear(T);
    arb_mat_clear(G);
    arb_clear(c);
    arb_clear(lambda);
    fmpq_clear(one);
    free(z);
}

static void test_enclosures(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    for (int law = 0; law < 4; law++)
        for (slong trial = 0; trial < 2; trial++) {
            model_open(model, points, "tanh(x)", 1, 50, (weight_law)law, 1, 4);
            check_trial(model, 14, trial, 1e-10);
            model_close(model, points);
        }
    model_open(model, points, "relu(x)", 1, 50, WEIGHTS_GAUSSIAN, 1, 3);
    check_trial(model, 20, 5, 1e-10);
    model_close(model, points);
}

static void open_default(deq_model_t model, points_t points)
{
    model_open(model, points, "tanh(x)", 2, 25, WEIGHTS_GAUSSIAN, 1, 4);
}

static void test_outcomes(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_trial_t out;
    reason_t why;
    reason_init(why);
    /* |W| is about 2: no contraction. */
    model_open(model, points, "tanh(x)", 1, 2, WEIGHTS_GAUSSIAN, 1, 4);
    assert_int_equal(deq_trial(out, model, 40, 0, 0, NULL, why), DQ_OK);
    assert_int_equal(out->outcome, TRIAL_NOT_CONTRACTIVE);
    assert_true(isnan(out->lambda0_lower) && isnan(out->lambda0_upper));
    model_close(model, points);
    /* No Lipschitz constant. */
    model_open(model, points, "tanh(x)", 1, 50, WEIGHTS_GAUSSIAN, -1, 4);
    assert_int_equal(deq_trial(out, model, 40, 0, 0, NULL, why), DQ_OK);
    assert_int_equal(out->outcome, TRIAL_NOT_CONTRACTIVE);
    model_close(model, points);
    /* Leaves the doubles: the norm of Z overflows. */
    model_open(model, points, "0.1*x + 1e300", 1, 50, WEIGHTS_GAUSSIAN, 0.11, 4);
    assert_int_equal(deq_trial(out, model, 40, 0, 0, NULL, why), DQ_OK);
    assert_int_equal(out->outcome, TRIAL_NOT_CONVERGED);
    assert_true(isnan(out->lambda0_lower));
    model_close(model, points);
    /* Fewer units than points: lambda_0 = 0 exactly. */
    model_open(model, points, "tanh(x)", 1, 1000, WEIGHTS_GAUSSIAN, 1, 4);
    assert_int_equal(deq_trial(out, model, 3, 0, 0, NULL, why), DQ_OK);
    assert_int_equal(out->outcome, TRIAL_CERTIFIED);
    assert_true(out->lambda0_lower == 0 && out->lambda0_upper == 0);
    /* Beyond memory, beyond the key. */
    assert_int_equal(deq_trial(out, model, 3000000, 0, 0, NULL, why), DQ_MEMORY);
    assert_non_null(strstr(why->text, "GB"));
    assert_int_equal(deq_norm_trial(out, model, 3000000, 0, why), DQ_MEMORY);
    assert_int_equal(deq_trial(out, model, 0, 0, 0, NULL, why), DQ_INPUT);
    assert_int_equal(deq_trial(out, model, 10, -1, 0, NULL, why), DQ_INPUT);
    assert_true(deq_trial_bytes(model, 1000) >= 8e6);
    model_close(model, points);
    /* Weights too small for doubles to be safe. */
    model_open(model, points, "tanh(x)", 1, 50, WEIGHTS_GAUSSIAN, 1, 4);
    fmpq_pow_si(model->s, model->s, 400);
    assert_int_equal(deq_trial(out, model, 10, 0, 0, NULL, why), DQ_INCONCLUSIVE);
    model_close(model, points);
}

/* Equal points make G singular: the interval must reach down to 0 and stay small. */
static void test_equal_points(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_trial_t out;
    reason_t why;
    reason_init(why);
    open_default(model, points);
    memcpy(points->x + 4, points->x, 4 * sizeof(double));
    assert_int_equal(deq_trial(out, model, 200, 0, 0, NULL, why), DQ_OK);
    assert_int_equal(out->outcome, TRIAL_CERTIFIED);
    assert_true(out->lambda0_lower == 0 && out->lambda0_upper >= 0 && out->lambda0_upper <= 1e-15);
    model_close(model, points);
}

/* The tail budget where the width allows it, a certified norm otherwise and on request; both enclose the same lambda_0.
 */
static void test_norms(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_trial_t charged, certified, alone;
    reason_t why;
    reason_init(why);
    open_default(model, points);
    assert_int_equal(deq_trial(charged, model, 300, 3, 0, NULL, why), DQ_OK);
    assert_int_equal(deq_trial(certified, model, 300, 3, 1, NULL, why), DQ_OK);
    assert_int_equal(deq_norm_trial(alone, model, 300, 3, why), DQ_OK);
    print_message("budget %.3g, norm [%.17g, %.17g]\n", charged->norm_budget, certified->norm_lower,
                  certified->norm_upper);
    assert_true(charged->norm_budget > 0 && charged->norm_budget <= 1e-9 && isnan(charged->norm_lower));
    assert_true(certified->norm_budget == 0 && certified->outcome == TRIAL_CERTIFIED &&
                charged->outcome == TRIAL_CERTIFIED);
    assert_true(certified->norm_lower == alone->norm_lower && certified->norm_upper == alone->norm_upper);
    assert_true(certified->norm_lower > 0.7 && certified->norm_upper < 0.9 &&
                certified->norm_upper - certified->norm_lower < 1e-3);
    assert_true(charged->lambda0_lower <= certified->lambda0_upper &&
                certified->lambda0_lower <= charged->lambda0_upper);
    assert_int_equal(deq_trial(certified, model, 60, 3, 0, NULL, why), DQ_OK);
    assert_true(certified->norm_budget == 0 && isnan(certified->norm_lower));
    model_close(model, points);
}

/* A forked worker computes the same bytes. */
static void test_same_bits_in_a_worker(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_trial_t here, again, there;
    reason_t why;
    int channel[2];
    reason_init(why);
    memset(here, 0, sizeof here);
    memset(again, 0, sizeof again);
    memset(there, 0, sizeof there);
    open_default(model, points);
    assert_int_equal(deq_trial(here, model, 150, 1, 0, NULL, why), DQ_OK);
    assert_int_equal(deq_trial(again, model, 150, 1, 0, NULL, why), DQ_OK);
    assert_int_equal(pipe(channel), 0);
    pid_t worker = fork();
    assert_true(worker >= 0);
    if (worker == 0) {
        deq_trial(there, model, 150, 1, 0, NULL, why);
        _exit(write(channel[1], there, sizeof there) == (ssize_t)sizeof there ? 0 : 1);
    }
    int status = 1;
    assert_true(waitpid(worker, &status, 0) == worker && status == 0);
    assert_int_equal(read(channel[0], there, sizeof there), (ssize_t)sizeof there);
    close(channel[0]);
    close(channel[1]);
    assert_true(here->lambda0_lower == again->lambda0_lower && here->residual == again->residual);
    assert_true(here->lambda0_lower == there->lambda0_lower && here->lambda0_upper == there->lambda0_upper);
    assert_true(here->residual == there->residual && here->iterations == there->iterations);
    model_close(model, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enclosures),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_equal_points),
        cmocka_unit_test(test_norms),
        cmocka_unit_test(test_same_bits_in_a_worker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
