/* The thesis's experiments: verdicts and planted statements, the loss of the landscape against exact rational equilibria and
   finite differences, Anderson acceleration and the residual layer against what they must satisfy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <dlfcn.h>
#include <lapacke.h>
#include <math.h>
#include <stdio.h>

#include "mondeq/mondeq.h"
#include "verify/claims/mondeq_experiments.h"
#include "verify/claims/mondeq_landscape.h"
#include "verify/claims/mondeq_solver_traces.h"

static void assert_claim(const char *id, verdict_kind kind, slong curves)
{
    const claim_t *claim = claim_find(id);
    if (claim == NULL) fail_msg("%s is not registered", id);
    verdict_t v;
    verdict_init(v);
    assert_string_equal(claim->expected, verdict_name(kind));
    claim->decide(v, NULL, -1);
    if (v->kind != kind) print_error("%s: %s\n", id, v->evidence);
    assert_int_equal(v->kind, kind);
    if (kind == VERDICT_REJECTED) { /* rarely, not never: each trial's models are compared */
        long happened, trials;
        assert_int_equal(sscanf(v->evidence, "In %ld of %ld independent trials", &happened, &trials), 2);
        assert_true(happened > 0 && happened < trials);
    }
    assert_int_equal(v->curves, curves);
    for (slong k = 0; k < v->curves; k++) assert_string_equal(v->curve[k].kind, "approximate");
    verdict_clear(v);
    for (const planted_t *p = claim->planted; p->name != NULL; p++) {
        verdict_init(v);
        p->decide(v, NULL);
        if (v->kind != (p->truth ? VERDICT_SUPPORTED : VERDICT_REJECTED)) fail_msg("%s: %s", p->name, v->evidence);
        verdict_clear(v);
    }
}

static void test_claims(void **state)
{
    (void)state;
    assert_claim("mondeq.experiment-4.1", VERDICT_SUPPORTED, 14);
    assert_claim("mondeq.experiment-4.2", VERDICT_REJECTED, 4 * LANDSCAPE_GRID);
}

static void set_double(fmpq_t q, double x)
{
    arf_t f;
    arf_init(f);
    arf_set_d(f, x);
    arf_get_fmpq(q, f);
    arf_clear(f);
}

/* The same loss from the equilibria of the exact model. */
static double exact_loss(const double *theta, const landscape_data *data)
{
    mondeq_t p;
    mondeq_state_t s;
    mondeq_init(p, LANDSCAPE_UNITS, LANDSCAPE_INPUTS, LANDSCAPE_SAMPLES);
    set_double(p->mu, LANDSCAPE_MU);
    fmpq_mat_struct *const block[] = {p->A, p->B, p->U, p->u};
    for (int b = 0; b < 4; b++)
        for (slong i = 0; i < fmpq_mat_nrows(block[b]); i++)
            for (slong k = 0; k < fmpq_mat_ncols(block[b]); k++) set_double(fmpq_mat_entry(block[b], i, k), *theta++);
    for (slong j = 0; j < LANDSCAPE_SAMPLES; j++) {
        set_double(fmpq_mat_entry(p->y, j, 0), data->y[j]);
        for (slong i = 0; i < LANDSCAPE_INPUTS; i++) set_double(fmpq_mat_entry(p->X, i, j), data->x[j][i]);
    }
    mondeq_weights(p);
    mondeq_state_init(s, p);
    assert_int_equal(mondeq_solve(s, p), MONDEQ_REGULAR);
    double loss = fmpq_get_d(s->loss);
    mondeq_state_clear(s);
    mondeq_clear(p);
    return loss;
}

static void test_landscape(void **state)
{
    (void)state;
    static const slong repeats[] = {0, 6, 11, 18};
    double theta[LANDSCAPE_PARAMETERS], gradient[LANDSCAPE_PARAMETERS];
    landscape_data data;
    landscape_sample(&data, 3);
    landscape_start(theta, 3);
    double loss = approx_landscape_loss(NULL, theta, &data, 0), exact = exact_loss(theta, &data);
    if (!(fabs(loss / exact - 1) < 1e-10)) fail_msg("loss %.17g, exact %.17g", loss, exact);
    for (size_t r = 0; r < sizeof repeats / sizeof *repeats; r++) {
        double largest = 0, gap = 0;
        approx_landscape_loss(gradient, theta, &data, repeats[r]);
        for (slong k = 0; k < LANDSCAPE_PARAMETERS; k++) {
            double kept = theta[k];
            theta[k] = kept + 1e-5;
            double above = approx_landscape_loss(NULL, theta, &data, repeats[r]);
            theta[k] = kept - 1e-5;
            double below = approx_landscape_loss(NULL, theta, &data, repeats[r]);
            theta[k] = kept;
            gap = fmax(gap, fabs((above - below) / 2e-5 - gradient[k]));
            largest = fmax(largest, fabs(gradient[k]));
        }
        if (!(gap <= 1e-7 * largest)) fail_msg("repeats %ld: gradient off by %g of %g", (long)repeats[r], gap, largest);
    }
    double trained = approx_landscape_train(theta, &data, 0, 100);
    assert_true(trained < loss / 4);
    assert_true(fabs(trained - approx_landscape_loss(NULL, theta, &data, 0)) <= 1e-12 * trained);
}

/* Filter-wise normalisation: every row of the direction has the norm of theta's; the centre of the surface is the loss. */
static void test_surface(void **state)
{
    (void)state;
    double theta[LANDSCAPE_PARAMETERS], first[LANDSCAPE_PARAMETERS], second[LANDSCAPE_PARAMETERS];
    double loss[LANDSCAPE_GRID][LANDSCAPE_GRID];
    landscape_data data;
    landscape_sample(&data, 5);
    landscape_start(theta, 5);
    landscape_direction(first, theta, 5, 0);
    landscape_direction(second, theta, 5, 1);
    assert_true(memcmp(first, second, sizeof first) != 0);
    for (slong start = 0, size; start < LANDSCAPE_PARAMETERS; start += size) {
        double a = 0, b = 0;
        size = start >= 2 * LANDSCAPE_SQUARE && start < LANDSCAPE_PARAMETERS - LANDSCAPE_UNITS ? LANDSCAPE_INPUTS
                                                                                               : LANDSCAPE_UNITS;
        for (slong k = start; k < start + size; k++) {
            a += first[k] * first[k];
            b += theta[k] * theta[k];
        }
        assert_true(fabs(a / b - 1) < 1e-12);
    }
    approx_landscape_surface(loss, theta, first, second, &data, 6);
    double centre = approx_landscape_loss(NULL, theta, &data, 6);
    assert_true(loss[LANDSCAPE_GRID / 2][LANDSCAPE_GRID / 2] == centre);
    for (slong k = 0; k < LANDSCAPE_PARAMETERS; k++) theta[k] += first[k] - second[k];
    double corner = approx_landscape_loss(NULL, theta, &data, 6);
    assert_true(fabs(loss[LANDSCAPE_GRID - 1][0] / corner - 1) < 1e-10);
}

/* z -> Mz + b in three dimensions with |M| near 1: plain iteration is slow, acceleration of memory 5 is not. */
static void affine(double *out, const double *z, const void *context)
{
    const double *scale = context;
    out[0] = *scale * (100 + 0.97 * z[0]);
    out[1] = *scale * (50 - 0.9 * z[1] + 0.01 * z[0]);
    out[2] = *scale * (10 + 0.5 * z[2]);
}

static void test_iterations(void **state)
{
    (void)state;
    const double scale = 1;
    double plain[40], accelerated[40];
    fixed_point_map f = {3, affine, &scale};
    approx_plain(plain, &f, 40, 0);
    approx_anderson(accelerated, &f, 40, 0);
    assert_true(plain[0] == 1 && accelerated[0] == 1); /* z_0 = 0 */
    assert_true(plain[1] == accelerated[1]);           /* the first step is f */
    assert_true(trace_reaches(accelerated, 40, 1e-6) <= 8);
    assert_int_equal(trace_reaches(plain, 40, 1e-6), 40);
    assert_int_equal(trace_reaches(plain, 40, 1), 0);
    approx_plain(plain, &f, 2, 7);
    assert_true(fabs(plain[0] - sqrt(12600) / 7) < 1e-12);
    double value[] = {3, NAN, 1, 2};
    assert_true(approx_median(value, 4) == 2.5);
}

static int dgesv_is_wrong;

/* In LAPACK's place: LAPACK's answer, or zeros that it calls a solution. */
lapack_int LAPACKE_dgesv(int layout, lapack_int n, lapack_int columns, double *A, lapack_int lda, lapack_int *order,
                         double *b, lapack_int ldb)
{
    lapack_int (*real)(int, lapack_int, lapack_int, double *, lapack_int, lapack_int *, double *, lapack_int);
    if (dgesv_is_wrong) {
        memset(b, 0, (size_t)n * sizeof *b);
        return 0;
    }
    void *found = dlsym(RTLD_NEXT, "LAPACKE_dgesv");
    memcpy(&real, &found, sizeof real);
    return real(layout, n, columns, A, lda, order, b, ldb);
}

/* Mixing weights that do not solve their system: from there on the trace is NaN, and counts for no side of a comparison. */
static void test_wrong_weights(void **state)
{
    (void)state;
    const double scale = 1;
    double trace[40];
    fixed_point_map f = {3, affine, &scale};
    dgesv_is_wrong = 1;
    approx_anderson(trace, &f, 40, 0);
    dgesv_is_wrong = 0;
    assert_true(trace[0] == 1);
    for (int k = 1; k < 40; k++) assert_true(isnan(trace[k]));
}

static void test_layer(void **state)
{
    (void)state;
    static residual_layer layer;
    double z[LAYER_DIMENSION], out[LAYER_DIMENSION], again[LAYER_DIMENSION];
    residual_layer_sample(&layer, 0.1, 1);
    for (slong k = 0; k < LAYER_DIMENSION; k++) z[k] = sin((double)k);
    residual_layer_apply(out, z, &layer);
    for (slong g = 0; g < LAYER_GROUPS; g++) { /* mean 0, variance just below 1 */
        double mean = 0, square = 0;
        slong size = LAYER_DIMENSION / LAYER_GROUPS;
        for (slong k = g * size; k < (g + 1) * size; k++) {
            mean += out[k] / (double)size;
            square += out[k] * out[k] / (double)size;
        }
        assert_true(fabs(mean) < 1e-12 && square <= 1 && square > 0.9999);
    }
    memset(layer.W1, 0, sizeof layer.W1);
    memset(layer.W2, 0, sizeof layer.W2);
    residual_layer_apply(out, z, &layer);
    residual_layer_sample(&layer, 5, 1);
    double kept = layer.x[0];
    memset(layer.W2, 0, sizeof layer.W2);
    residual_layer_apply(again, z, &layer);
    assert_memory_equal(out, again, sizeof out); /* without W_2, W_1 does not matter */
    residual_layer_sample(&layer, 0.1, 1);
    assert_true(layer.x[0] == kept); /* the input does not depend on the deviation */
}

/* Small monotone DEQs: every solver's residual goes to 0; the plain traces agree with the room's forward-backward at alpha = 1. */
static void test_solvers(void **state)
{
    (void)state;
    double trace[TRACE_STEPS];
    for (int s = 0; s < TRACE_SOLVERS; s++)
        for (uint32_t t = 0; t < 3; t++) {
            approx_solver_trace(trace, 0.1, t, (trace_solver)s);
            if (!(trace[TRACE_STEPS - 1] < 1e-3))
                fail_msg("solver %d, trial %d: %g", s, (int)t, trace[TRACE_STEPS - 1]);
            assert_true(trace[0] > 0.1 && trace[0] < 10);
        }
    approx_solver_trace(trace, 1, 0, SOLVER_PLAIN);
    assert_false(trace[TRACE_STEPS - 1] < 1); /* diverges */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_claims),        cmocka_unit_test(test_landscape),
                                       cmocka_unit_test(test_surface),       cmocka_unit_test(test_iterations),
                                       cmocka_unit_test(test_wrong_weights), cmocka_unit_test(test_layer),
                                       cmocka_unit_test(test_solvers)};
    int failed = cmocka_run_group_tests_name("mondeq_experiments", tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
