/* Shared by the tests of deq: a model on n <= 6 points of dimension 4 with small integer coordinates, no two parallel. */
#ifndef DEQCERT_TESTS_DEQ_SMALL_MODEL_H
#define DEQCERT_TESTS_DEQ_SMALL_MODEL_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "deq/deq.h"

static inline void small_model_init(deq_model_t model, points_t points, const char *phi, slong s_num, ulong s_den,
                                    weight_law law, double L, slong n)
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

static inline void small_model_clear(deq_model_t model, points_t points)
{
    activation_clear(model->phi);
    fmpq_clear(model->s);
    points_clear(points);
}

/* The same bits, NaN equal to NaN. */
static inline int same_double(double x, double y)
{
    return x == y || (isnan(x) && isnan(y));
}

static inline int same_trial(const deq_trial_struct *a, const deq_trial_struct *b)
{
    return a->outcome == b->outcome && a->iterations == b->iterations && a->decided_early == b->decided_early &&
           same_double(a->lambda0_lower, b->lambda0_lower) && same_double(a->lambda0_upper, b->lambda0_upper) &&
           same_double(a->norm_lower, b->norm_lower) && same_double(a->norm_upper, b->norm_upper) &&
           same_double(a->residual, b->residual) && same_double(a->radius, b->radius) &&
           same_double(a->norm_budget, b->norm_budget);
}

static inline void print_small_trial(const char *name, const deq_trial_struct *t)
{
    print_message("%s: outcome %d, %ld iterations, early %d, lambda0 [%.17g, %.17g], residual %.3g, radius %.3g\n",
                  name, t->outcome, (long)t->iterations, t->decided_early, t->lambda0_lower, t->lambda0_upper,
                  t->residual, t->radius);
}

#endif
