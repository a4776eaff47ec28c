/* deq_layers and deq_gram against the same layers in 200-bit balls, and against the equilibrium. */
#include "tests/deq/small_model.h"

#define PREC 200

/* A := sqrt(2 factor/columns) times the sampled variates. */
static void oracle_weights(arb_mat_t A, const deq_model_t model, const fmpq_t factor, slong width, slong trial, int key)
{
    slong rows = arb_mat_nrows(A), columns = arb_mat_ncols(A);
    double *g = malloc((size_t)(rows * columns) * sizeof(double));
    arb_t c;
    arb_init(c);
    deq_sample(g, (size_t)(rows * columns), model->law, model->seed, (uint32_t)width, (uint32_t)trial, (matrix_key)key,
               0);
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

/* B := U X with the points the model sees. */
static void oracle_forcing(arb_mat_t B, const deq_model_t model, slong width, slong trial)
{
    slong n = model->points->n, d = model->points->d;
    arb_mat_t U, X;
    fmpq_t one;
    arb_t norm;
    arb_mat_init(U, width, d);
    arb_mat_init(X, d, n);
    fmpq_init(one);
    fmpq_one(one);
    arb_init(norm);
    oracle_weights(U, model, one, width, trial, MATRIX_U);
    for (slong i = 0; i < n; i++) {
        arb_zero(norm);
        for (slong k = 0; k < d; k++) {
            arb_set_d(arb_mat_entry(X, k, i), model->points->x[i * d + k]);
            arb_addmul(norm, arb_mat_entry(X, k, i), arb_mat_entry(X, k, i), PREC);
        }
        arb_div_si(norm, norm, d, PREC);
        arb_sqrt(norm, norm, PREC);
        for (slong k = 0; k < d; k++) arb_div(arb_mat_entry(X, k, i), arb_mat_entry(X, k, i), norm, PREC);
    }
    arb_mat_mul(B, U, X, PREC);
    arb_mat_clear(U);
    arb_mat_clear(X);
    fmpq_clear(one);
    arb_clear(norm);
}

/* Z := phi(W Z + B) in balls whose radii are dropped: about 2^-180. */
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

/* Largest |G - Z^T Z|. */
static double gram_error(const double *G, const arb_mat_t Z)
{
    slong n = arb_mat_ncols(Z);
    double largest = 0;
    arb_t sum;
    arb_init(sum);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            arb_set_d(sum, -G[i * n + j]);
            for (slong k = 0; k < arb_mat_nrows(Z); k++)
                arb_addmul(sum, arb_mat_entry(Z, k, i), arb_mat_entry(Z, k, j), PREC);
            double error = fabs(arf_get_d(arb_midref(sum), ARF_RND_NEAR));
            if (!(error <= largest)) largest = error;
        }
    arb_clear(sum);
    return largest;
}

static void check_layers(const char *phi, weight_law law, double L, weight_sharing sharing)
{
    enum { M = 24, N = 3, DEPTH = 6, TRIAL = 5 };
    deq_model_t model;
    points_t points;
    deq_layers_t layers;
    reason_t why;
    arb_mat_t W, B, Z;
    reason_init(why);
    small_model_init(model, points, phi, 2, 25, law, L, N);
    deq_layers_init(layers, DEPTH, N);
    assert_int_equal(deq_layers(layers, model, M, TRIAL, sharing, NAN, why), DQ_OK);
    if (law == WEIGHTS_GAUSSIAN)
        assert_true(layers->norm_budget > 0 && layers->norm_budget < DEPTH * 6e-32);
    else
        assert_true(layers->norm_budget == 0);

    arb_mat_init(W, M, M);
    arb_mat_init(B, M, N);
    arb_mat_init(Z, M, N);
    oracle_forcing(B, model, M, TRIAL);
    for (slong l = 1; l <= DEPTH; l++) {
        int key = sharing == LAYERS_TIED || l < 3 ? MATRIX_W : MATRIX_LAYER + (int)l;
        oracle_weights(W, model, model->s, M, TRIAL, key);
        oracle_step(Z, W, B, model->phi);
        double error = gram_error(layers->G + (l - 1) * N * N, Z);
        print_message("%s law %d sharing %d layer %ld: error %.3g, radius %.3g\n", phi, law, sharing, (long)l, error,
                      layers->radius[l - 1]);
        assert_true(error <= layers->radius[l - 1]);
        assert_true(layers->radius[l - 1] < 1e-9);
        assert_true(layers->distance[l - 1] < 1e-10);
    }
    arb_mat_clear(W);
    arb_mat_clear(B);
    arb_mat_clear(Z);
    deq_layers_clear(layers);
    small_model_clear(model, points);
}

static void test_against_balls(void **state)
{
    (void)state;
    check_layers("tanh(x)", WEIGHTS_GAUSSIAN, 1, LAYERS_TIED);
    check_layers("tanh(x)", WEIGHTS_GAUSSIAN, 1, LAYERS_UNTIED);
    check_layers("softplus(x)", WEIGHTS_STUDENT5, 1, LAYERS_UNTIED);
    check_layers("relu(x) - 0.5", WEIGHTS_RADEMACHER, 1, LAYERS_TIED);
    check_layers("leaky_relu(x, 0.1)", WEIGHTS_UNIFORM, 1, LAYERS_UNTIED);
}

/* Deep tied layers meet the equilibrium of the same trial; untied ones do not. */
static void test_meets_equilibrium(void **state)
{
    (void)state;
    enum { M = 40, N = 4, DEPTH = 60 };
    deq_model_t model;
    points_t points;
    deq_layers_t tied, untied;
    deq_trial_t trial;
    reason_t why;
    double Z[M * N], G[N * N];
    reason_init(why);
    small_model_init(model, points, "sin(x) + 0.25", 2, 25, WEIGHTS_GAUSSIAN, 1, N);
    assert_int_equal(deq_trial(trial, model, M, 3, 1, Z, why), DQ_OK);
    assert_int_equal(trial->outcome, TRIAL_CERTIFIED);
    double radius = deq_gram(G, Z, M, N, trial->radius);
    assert_true(radius < 1e-9);
    deq_layers_init(tied, DEPTH, N);
    deq_layers_init(untied, DEPTH, N);
    assert_int_equal(deq_layers(tied, model, M, 3, LAYERS_TIED, trial->norm_upper, why), DQ_OK);
    assert_int_equal(deq_layers(untied, model, M, 3, LAYERS_UNTIED, trial->norm_upper, why), DQ_OK);
    assert_true(tied->norm_budget == 0 && untied->norm_budget > 0);
    double apart = 0;
    for (slong k = 0; k < N * N; k++) {
        double x = tied->G[(DEPTH - 1) * N * N + k];
        print_message("equilibrium %.15g, layer %.15g\n", G[k], x);
        assert_true(fabs(x - G[k]) <= radius + tied->radius[DEPTH - 1]);
        for (slong l = 0; l < 2; l++) assert_true(tied->G[l * N * N + k] == untied->G[l * N * N + k]);
        apart = fmax(apart, fabs(tied->G[2 * N * N + k] - untied->G[2 * N * N + k]));
    }
    assert_true(apart > 1e-3);
    deq_layers_clear(tied);
    deq_layers_clear(untied);
    small_model_clear(model, points);
}

/* The radius covers every perturbation of the stated size, and not ten times more than the worst one. */
static void test_gram_radius(void **state)
{
    (void)state;
    const double distance = 1e-3;
    double Z[] = {3, 0.25, 4, -0.5, 12, 1}, G[4], shifted[4];
    double radius = deq_gram(G, Z, 3, 2, distance);
    assert_true(G[0] == 169 && G[1] == 10.75 && G[2] == 10.75 && G[3] == 1.3125);
    /* the worst direction for G_00: along z_0 itself */
    for (int k = 0; k < 3; k++) Z[2 * k] *= 1 + distance / 13;
    deq_gram(shifted, Z, 3, 2, 0);
    assert_true(fabs(shifted[0] - G[0]) <= radius && radius <= 1.01 * fabs(shifted[0] - G[0]));
    assert_true(isinf(deq_gram(G, Z, 3, 2, INFINITY)));
    assert_true(isinf(deq_gram(G, Z, 3, 2, NAN)));
    Z[3] = NAN;
    assert_true(isinf(deq_gram(G, Z, 3, 2, 0)));
    Z[3] = 1e200;
    assert_true(isinf(deq_gram(G, Z, 3, 2, 0)));
}

static void test_refusals(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_layers_t layers;
    reason_t why;
    reason_init(why);
    small_model_init(model, points, "step(x)", 2, 25, WEIGHTS_GAUSSIAN, -1, 2);
    deq_layers_init(layers, 3, 2);
    assert_int_equal(deq_layers(layers, model, 10, 0, LAYERS_TIED, NAN, why), DQ_INAPPLICABLE);
    model->lipschitz_known = 1;
    model->L = 1;
    assert_int_equal(deq_layers(layers, model, 0, 0, LAYERS_TIED, NAN, why), DQ_INPUT);
    assert_int_equal(deq_layers(layers, model, 10, -1, LAYERS_TIED, NAN, why), DQ_INPUT);
    layers->n = 3;
    assert_int_equal(deq_layers(layers, model, 10, 0, LAYERS_TIED, NAN, why), DQ_INPUT);
    layers->n = 2;
    layers->depth = DEQ_LAYERS_MAX + 1;
    assert_int_equal(deq_layers(layers, model, 10, 0, LAYERS_TIED, NAN, why), DQ_INPUT);
    assert_int_equal(deq_layers(layers, model, 10000000, 0, LAYERS_TIED, NAN, why), DQ_INPUT); /* depth first */
    layers->depth = 3;
    assert_int_equal(deq_layers(layers, model, 10000000, 0, LAYERS_TIED, NAN, why), DQ_MEMORY);
    assert_true(why->text[0] != '\0');
    deq_layers_clear(layers);
    small_model_clear(model, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_balls), cmocka_unit_test(test_meets_equilibrium),
                                       cmocka_unit_test(test_gram_radius), cmocka_unit_test(test_refusals)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
