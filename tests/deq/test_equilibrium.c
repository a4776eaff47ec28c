/* The three methods of solving for the equilibrium against each other and against balls; residual traces; models where single
   precision is of no use. */
#include "tests/deq/small_model.h"

#define PREC 128

static const deq_method methods[] = {METHOD_MIXED, METHOD_PLAIN, METHOD_ANDERSON};
static const char *const method_name[] = {"mixed", "plain", "anderson"};

static void solve(deq_trial_t out, deq_model_t model, slong m, deq_method method, double *Z, deq_trace_struct *trace)
{
    reason_t why;
    slong trial = 2;
    deq_options options = {.method = method, .Z = Z, .trace = trace};
    reason_init(why);
    assert_int_equal(deq_trials(out, model, m, &trial, 1, &options, NULL, NULL, why), DQ_OK);
    print_small_trial(method_name[method], out);
}

static double distance(const double *x, const double *y, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sqrt(sum);
}

typedef struct {
    const char *phi;
    double L;
} activation_case;

/* Both error balls hold the one equilibrium, so they meet; and each is small. */
static void test_methods_agree(void **state)
{
    (void)state;
    static const activation_case cases[] = {
        {"tanh(x)", 1},          {"relu(x)", 1},  {"gelu(x)", 1.13},  {"sin(3*x)/3", 1},   {"max(x,0.1*x)", 1},
        {"clip(x,-1/3,1/3)", 1}, {"elu(x,1)", 1}, {"erf(x)", 1.1284}, {"x/(1+abs(x))", 1}, {"softplus(x)-1", 1}};
    enum { M = 300, N = 5 };
    static double Z[3][M * N];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        deq_model_t model;
        points_t points;
        deq_trial_t out[3];
        print_message("%s\n", cases[c].phi);
        small_model_init(model, points, cases[c].phi, 1, 20, WEIGHTS_GAUSSIAN, cases[c].L, N);
        for (int k = 0; k < 3; k++) {
            solve(out[k], model, M, methods[k], Z[k], NULL);
            assert_int_equal(out[k]->outcome, TRIAL_CERTIFIED);
            assert_int_equal(out[k]->decided_early, 0);
            assert_true(out[k]->radius <= 1e-8);
        }
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < k; j++) {
                assert_true(distance(Z[k], Z[j], M * N) <= out[k]->radius + out[j]->radius);
                assert_true(out[k]->lambda0_lower <= out[j]->lambda0_upper &&
                            out[j]->lambda0_lower <= out[k]->lambda0_upper);
            }
        assert_true(out[2]->iterations <= out[1]->iterations);
        small_model_clear(model, points);
    }
}

/* One entry a product with W, falling to the residual that was certified. */
static void test_traces(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    enum { M = 280, N = 4 };
    static double Z[M * N];
    small_model_init(model, points, "tanh(x)", 2, 25, WEIGHTS_GAUSSIAN, 1, N);
    for (int k = 0; k < 3; k++) {
        deq_trial_t out;
        deq_trace_t trace;
        deq_trace_init(trace);
        solve(out, model, M, methods[k], Z, trace);
        assert_int_equal(trace->count, out->iterations);
        assert_true(trace->count >= 8 && trace->count <= 40);
        trace_entry first = trace->entry[0], last = trace->entry[trace->count - 1];
        double size = 0;
        for (size_t i = 0; i < M * N; i++) size += Z[i] * Z[i];
        assert_true(first.residual > 1e-2 && first.residual < 1);
        assert_int_equal(last.kind, TRACE_DOUBLE);
        assert_true(last.residual > 0 && last.residual <= 1e-12);
        assert_true(last.residual * sqrt(size) <= out->residual * 1.01);
        int doubles = 0;
        for (slong i = 0; i < trace->count; i++) {
            doubles += trace->entry[i].kind == TRACE_DOUBLE;
            assert_true(trace->entry[i].residual >= 0);
            if (i > 0) assert_true(trace->entry[i].residual <= trace->entry[i - 1].residual);
        }
        if (methods[k] == METHOD_MIXED)
            assert_true(doubles >= 2 && doubles <= 4);
        else
            assert_int_equal(doubles, trace->count);
        deq_trace_clear(trace);
    }
    small_model_clear(model, points);
}

/* Values that single precision cannot hold, or hardly. */
static void test_beyond_single_precision(void **state)
{
    (void)state;
    static const activation_case cases[] = {{"1e-50*tanh(x)", 1e-50},
                                            {"1e-42*tanh(x)", 1e-42},
                                            {"tanh(x)+1e39", 1},
                                            {"1e30*tanh(x/1e30)", 1},
                                            {"tanh(x)+1e6", 1}};
    enum { M = 260, N = 3 };
    static double Z[2][M * N];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        deq_model_t model;
        points_t points;
        deq_trial_t mixed, plain;
        print_message("%s\n", cases[c].phi);
        small_model_init(model, points, cases[c].phi, 1, 20, WEIGHTS_GAUSSIAN, cases[c].L, N);
        solve(mixed, model, M, METHOD_MIXED, Z[0], NULL);
        solve(plain, model, M, METHOD_PLAIN, Z[1], NULL);
        double size = sqrt(distance(Z[1], Z[1], M * N) + Z[1][0] * Z[1][0]);
        assert_int_equal(mixed->outcome, plain->outcome);
        assert_int_equal(mixed->outcome, TRIAL_CERTIFIED);
        assert_true(distance(Z[0], Z[1], M * N) <= mixed->radius + plain->radius);
        assert_true(mixed->radius <= 1e-6 * (size + 1e-300) * M && mixed->radius <= 100 * plain->radius);
        small_model_clear(model, points);
    }
}

static void ball_weights(arb_mat_t A, const deq_model_t model, const fmpq_t factor, slong width, matrix_key key)
{
    slong rows = arb_mat_nrows(A), columns = arb_mat_ncols(A);
    double *g = malloc((size_t)(rows * columns) * sizeof(double));
    arb_t c;
    arb_init(c);
    deq_sample(g, (size_t)(rows * columns), model->law, model->seed, (uint32_t)width, 2, key, 0);
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

/* Midpoints only: an approximation to about 2^-100. */
static void ball_step(arb_mat_t Z, const arb_mat_t W, const arb_mat_t B, activation_t phi)
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

/* A width of several row blocks, solved again in 128-bit arithmetic. */
static void test_several_blocks_against_balls(void **state)
{
    (void)state;
    enum { M = 270, N = 3, STEPS = 70 };
    static double Z[3][M * N];
    deq_model_t model;
    points_t points;
    deq_trial_t out[3];
    reason_t why;
    arb_mat_t W, U, X, B, E, T, G;
    arb_t c, sum, lambda;
    fmpq_t one;
    reason_init(why);
    small_model_init(model, points, "tanh(x)", 1, 20, WEIGHTS_GAUSSIAN, 1, N);
    for (int k = 0; k < 3; k++) solve(out[k], model, M, methods[k], Z[k], NULL);
    arb_mat_init(W, M, M);
    arb_mat_init(U, M, 4);
    arb_mat_init(X, 4, N);
    arb_mat_init(B, M, N);
    arb_mat_init(E, M, N);
    arb_mat_init(T, N, M);
    arb_mat_init(G, N, N);
    arb_init(c);
    arb_init(sum);
    arb_init(lambda);
    fmpq_init(one);
    fmpq_one(one);
    ball_weights(W, model, model->s, M, MATRIX_W);
    ball_weights(U, model, one, M, MATRIX_U);
    for (slong i = 0; i < N; i++) {
        double square = 0;
        for (slong k = 0; k < 4; k++) square += points->x[i * 4 + k] * points->x[i * 4 + k];
        arb_set_d(c, square / 4);
        arb_rsqrt(c, c, PREC);
        for (slong k = 0; k < 4; k++) arb_mul_si(arb_mat_entry(X, k, i), c, (slong)points->x[i * 4 + k], PREC);
    }
    arb_mat_mul(B, U, X, PREC);
    for (int k = 0; k < STEPS; k++) ball_step(E, W, B, model->phi);
    arb_mat_transpose(T, E);
    arb_mat_mul(G, T, E, PREC);
    assert_int_equal(arb_mat_lambda_min(lambda, G, 64, why), DQ_OK);
    for (int k = 0; k < 3; k++) {
        arb_zero(sum);
        for (slong i = 0; i < M * N; i++) {
            arb_set_d(c, Z[k][i]);
            arb_sub(c, c, arb_mat_entry(E, i / N, i % N), PREC);
            arb_addmul(sum, c, c, PREC);
        }
        arb_sqrt(sum, sum, PREC);
        double error = arf_get_d(arb_midref(sum), ARF_RND_NEAR);
        print_message("%s: |Z - Z*| = %.3g, radius %.3g\n", method_name[k], error, out[k]->radius);
        assert_true(error <= out[k]->radius && out[k]->radius <= 1e-9);
        arb_set_d(c, out[k]->lambda0_lower);
        assert_true(arb_lt(c, lambda));
        arb_set_d(c, out[k]->lambda0_upper);
        assert_true(arb_gt(c, lambda));
        assert_true(out[k]->lambda0_upper - out[k]->lambda0_lower <= 1e-8 * out[k]->lambda0_upper);
    }
    arb_mat_clear(W);
    arb_mat_clear(U);
    arb_mat_clear(X);
    arb_mat_clear(B);
    arb_mat_clear(E);
    arb_mat_clear(T);
    arb_mat_clear(G);
    arb_clear(c);
    arb_clear(sum);
    arb_clear(lambda);
    fmpq_clear(one);
    small_model_clear(model, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_methods_agree),
        cmocka_unit_test(test_traces),
        cmocka_unit_test(test_beyond_single_precision),
        cmocka_unit_test(test_several_blocks_against_balls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
