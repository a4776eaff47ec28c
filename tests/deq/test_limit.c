/* G/m tends to the population Gram matrix K like m^(-1/2).  K and lambda_* of six points in four dimensions, sigma_w^2
   = 0.08, from an independent 60-digit computation (mpmath quadrature). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "deq/deq.h"

#define WIDTHS 4
#define TRIALS 60

typedef struct {
    const char *phi;
    double kappa, K10, K52, lambda;
} limit_values;

static const limit_values limits[] = {
    {"tanh(x)", 0.527266708700361634, -0.14564474688994788, -0.01455067473779502, 0.047003538090976385},
    {"relu(x)", 1.086956521739130434, 0.211581704494969853, 0.344059449779226260, 0.123455895537417119},
};

static double slope(const double *x, const double *y, int count)
{
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0;
    for (int i = 0; i < count; i++) {
        mean_x += log(x[i]) / count;
        mean_y += log(y[i]) / count;
    }
    for (int i = 0; i < count; i++) {
        xx += (log(x[i]) - mean_x) * (log(x[i]) - mean_x);
        xy += (log(x[i]) - mean_x) * (log(y[i]) - mean_y);
    }
    return xy / xx;
}

static double gram_entry(const double *Z, slong m, slong n, slong i, slong j)
{
    double sum = 0;
    for (slong k = 0; k < m; k++) sum += Z[k * n + i] * Z[k * n + j];
    return sum / (double)m;
}

static void test_rate(void **state)
{
    (void)state;
    static const double coordinate[] = {-2, -3, 0,  -3, -3, 3, -4, 2, 3, 0,  -4, 2,
                                        4,  -3, -2, 0,  -1, 0, 0,  3, 1, -3, 3,  4};
    static const double width[WIDTHS] = {40, 100, 250, 625};
    points_t points;
    reason_t why;
    points_init(points, 6, 4);
    memcpy(points->x, coordinate, sizeof coordinate);
    points->normalise = 1;
    reason_init(why);
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
        deq_model_t model;
        activation_error_t error;
        assert_int_equal(activation_init(&model->phi, limits[k].phi, error), DQ_OK);
        model->points = points;
        fmpq_init(model->s);
        fmpq_set_si(model->s, 2, 25);
        model->law = WEIGHTS_GAUSSIAN;
        model->lipschitz_known = 1;
        model->L = 1;
        model->seed = 5;
        double mean_error[WIDTHS], mean_lambda = 0, mean_entry[3] = {0};
        for (int w = 0; w < WIDTHS; w++) {
            slong m = (slong)width[w];
            double *Z = malloc((size_t)(6 * m) * sizeof(double));
            mean_error[w] = 0;
            for (slong trial = 0; trial < TRIALS; trial++) {
                deq_trial_t out;
                assert_int_equal(deq_trial(out, model, m, trial, 0, Z, why), DQ_OK);
                /* At m = 40 |W|_2 < 1 fails now and then; the iterate still is an equilibrium. */
                assert_true(out->outcome == TRIAL_CERTIFIED || m < 200);
                double entry[] = {gram_entry(Z, m, 6, 0, 0), gram_entry(Z, m, 6, 1, 0), gram_entry(Z, m, 6, 5, 2)};
                double limit[] = {limits[k].kappa, limits[k].K10, limits[k].K52};
                for (int e = 0; e < 3; e++) mean_error[w] += fabs(entry[e] - limit[e]) / (3 * TRIALS);
                if (w == WIDTHS - 1) {
                    for (int e = 0; e < 3; e++) mean_entry[e] += (entry[e] - limit[e]) / TRIALS;
                    mean_lambda += out->lambda0_lower / (double)m / TRIALS;
                }
            }
            print_message("%s m %ld: mean |G/m - K| %.5f\n", limits[k].phi, (long)m, mean_error[w]);
            free(Z);
        }
        double exponent = slope(width, mean_error, WIDTHS);
        print_message("%s: exponent %.3f, mean deviations %.2e %.2e %.2e, lambda_0/m %.5f (limit %.5f)\n",
                      limits[k].phi, exponent, mean_entry[0], mean_entry[1], mean_entry[2], mean_lambda,
                      limits[k].lambda);
        assert_true(exponent > -0.58 && exponent < -0.42);
        /* An average of 60 trials at m = 625 lies within about 4 mean absolute deviations / sqrt 60 of the limit. */
        for (int e = 0; e < 3; e++) assert_true(fabs(mean_entry[e]) <= 0.8 * mean_error[WIDTHS - 1]);
        assert_true(mean_lambda > 0.7 * limits[k].lambda && mean_lambda < 1.1 * limits[k].lambda);
        activation_clear(model->phi);
        fmpq_clear(model->s);
    }
    points_clear(points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
