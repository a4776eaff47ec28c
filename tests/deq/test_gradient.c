/* deq_gradient against 300-bit implicit differentiation, exact rational ReLU patterns and finite differences;
   deq_spectrum against the Jacobian. */
#include "tests/deq/descent_oracle.h"

static const double labels[] = {0.5, -1, 0.25, 2};

typedef struct {
    const char *phi;
    slong numerator;
    ulong denominator;
    double L;
    slong m, n;
} network_case;
/* L: upper bounds of sup|phi'| */
static const network_case networks[] = {{"tanh(x)", 8, 100, 1, 9, 3},
                                        {"relu(x)", 8, 100, 1, 9, 4},
                                        {"sigmoid(x)", 1, 2, 0.25, 8, 2},
                                        {"gelu(x)", 1, 50, 1.13, 12, 3},
                                        {"leaky_relu(x, 0.1)", 8, 100, 1, 7, 2},
                                        {"elu(x, 1)", 8, 100, 1, 7, 2},
                                        {"sin(x) + 1/2", 1, 100, 1, 40, 4},
                                        {"tanh(x)", 1, 1000, 1, 1, 1}};
enum { NETWORKS = sizeof networks / sizeof *networks };

static double certified_norm_of(const double *W, slong m)
{
    arb_t norm;
    arf_t upper;
    arb_init(norm);
    arf_init(upper);
    operator_norm(norm, W, m, m);
    arb_get_ubound_arf(upper, norm, 64);
    double value = arf_get_d(upper, ARF_RND_CEIL);
    arb_clear(norm);
    arf_clear(upper);
    return value;
}

/* The distance is within the radius, and the radius small against the size. */
static void close_to(const char *what, const network_case *c, const double *x, const arb_mat_t A, double radius,
                     double scale)
{
    double distance = oracle_distance(x, A);
    if (!(distance <= radius) || !(radius <= 1e-11 * scale))
        print_error("%s m %ld n %ld, %s: distance %.3g, radius %.3g, scale %.3g\n", c->phi, (long)c->m, (long)c->n,
                    what, distance, radius, scale);
    assert_true(distance <= radius);
    assert_true(radius <= 1e-11 * scale);
}

static void sample(deq_parameters_t p, const deq_model_t model)
{
    fmpq_t one;
    reason_t why;
    double rounding;
    fmpq_init(one);
    fmpq_one(one);
    reason_init(why);
    assert_int_equal(deq_parameters_sample(p, &rounding, model, one, 0, why), DQ_OK);
    assert_true(rounding > 0 && rounding < 1e-14);
    fmpq_clear(one);
}

static void check_network(const network_case *c, int normalise)
{
    deq_model_t model;
    points_t points;
    deq_parameters_t p;
    deq_gradient_t g;
    oracle_t o;
    oracle_model(model, points, c->phi, c->numerator, c->denominator, c->L, c->n);
    points->normalise = normalise;
    deq_parameters_init(p, c->m, c->n, 4);
    sample(p, model);
    deq_gradient_init(g, p);
    oracle_init(o, c->m, c->n, 4);
    oracle_points(o, points);
    oracle_parameters(o, p);
    oracle_gradient(o, model->phi, labels);
    assert_true(deq_gradient(g, p, labels, model, certified_norm_of(p->W, c->m), deq_curvature(model->phi)));
    assert_true(g->equilibrium && g->differentiable && g->contraction < 1);
    double scale = 1 + oracle_norm(o->Z) * oracle_norm(o->Z) * (1 + oracle_norm(o->S)) * (1 + oracle_norm(o->e));
    close_to("Z", c, g->Z, o->Z, g->Z_radius, scale);
    close_to("S", c, g->S, o->S, g->S_radius, scale);
    close_to("e", c, g->e, o->e, g->e_radius, scale);
    close_to("dW", c, g->W, o->gW, g->W_radius, scale);
    close_to("dU", c, g->U, o->gU, g->U_radius, scale * oracle_norm(o->X));
    close_to("da", c, g->a, o->ga, g->a_radius, scale);
    assert_true(g->Z_norm >= oracle_norm(o->Z) && g->Z_norm <= 1.0001 * oracle_norm(o->Z));

    /* H = J J^T with the Jacobian's columns: s_i z_i^T, s_i x_i^T, z_i */
    deq_interval lambda, lambda_H;
    double H_norm;
    arb_mat_t G, H, T, A;
    arb_t value, end;
    reason_t why;
    reason_init(why);
    arb_mat_init(G, c->n, c->n);
    arb_mat_init(H, c->n, c->n);
    arb_mat_init(A, c->n, c->n);
    arb_mat_init(T, c->n, c->m);
    arb_init(value);
    arb_init(end);
    arb_mat_transpose(T, o->Z);
    arb_mat_mul(G, T, o->Z, PREC);
    for (slong i = 0; i < c->n; i++)
        for (slong j = 0; j < c->n; j++) {
            arb_ptr h = arb_mat_entry(H, i, j);
            arb_set(h, arb_mat_entry(G, i, j));
            for (slong k = 0; k < c->m; k++)
                for (slong l = 0; l < c->m + 4; l++) {
                    arb_srcptr x = l < c->m ? arb_mat_entry(o->Z, l, i) : arb_mat_entry(o->X, l - c->m, i);
                    arb_srcptr y = l < c->m ? arb_mat_entry(o->Z, l, j) : arb_mat_entry(o->X, l - c->m, j);
                    arb_mul(value, arb_mat_entry(o->S, k, i), arb_mat_entry(o->S, k, j), PREC);
                    arb_mul(value, value, x, PREC);
                    arb_addmul(h, value, y, PREC);
                }
        }
    deq_spectrum(&lambda, &lambda_H, &H_norm, g, p);
    arb_mat_lambda_min(value, G, 60, why);
    double exact = arf_get_d(arb_midref(value), ARF_RND_NEAR);
    print_message("%s: lambda in [%.12g, %.12g], exact %.12g\n", c->phi, lambda.lower, lambda.upper, exact);
    assert_true(lambda.lower <= exact * (1 + 1e-14) && exact <= lambda.upper * (1 + 1e-14));
    assert_true(lambda.upper - lambda.lower <= 1e-8 * (lambda.upper + 1e-6 * g->Z_norm * g->Z_norm));
    arb_mat_lambda_min(value, H, 60, why);
    exact = arf_get_d(arb_midref(value), ARF_RND_NEAR);
    assert_true(lambda_H.lower <= exact * (1 + 1e-14) && exact <= lambda_H.upper * (1 + 1e-14));
    assert_true(lambda_H.upper - lambda_H.lower <= 1e-6 * H_norm);
    arb_mat_neg(A, H);
    arb_mat_lambda_min(value, A, 60, why);
    assert_true(H_norm >= -arf_get_d(arb_midref(value), ARF_RND_NEAR) * (1 - 1e-14));
    arb_mat_clear(G);
    arb_mat_clear(H);
    arb_mat_clear(A);
    arb_mat_clear(T);
    arb_clear(value);
    arb_clear(end);
    oracle_clear(o);
    deq_gradient_clear(g);
    deq_parameters_clear(p);
    oracle_model_clear(model, points);
}

static void against_implicit_differentiation(void **state)
{
    (void)state;
    for (int k = 0; k < NETWORKS; k++) check_network(&networks[k], 1);
    check_network(&networks[0], 0);
}

/* A relu network at a fixed pattern in exact rationals: z_i = D_i(W z_i + U x_i), s_i = D_i(W^T s_i + a). */
static void against_exact_rationals(void **state)
{
    (void)state;
    enum { M = 4, N = 2, D = 2 };
    static const double W[M * M] = {0.125,  -0.25, 0,    0.125, 0.25, 0.0625, -0.125, 0,
                                    -0.125, 0,     0.25, 0.125, 0,    0.25,   0.125,  -0.0625};
    static const double U[M * D] = {1, -0.5, -0.75, 1, 0.5, 0.25, -1, 1.5}, a[M] = {0.5, -1, 0.75, 0.25},
                              X[N * D] = {1, 0.5, -0.5, 1};
    deq_model_t model;
    points_t points;
    deq_parameters_t p;
    deq_gradient_t g;
    activation_error_t error;
    activation_t phi;
    memset(model, 0, sizeof model);
    assert_int_equal(activation_init(&phi, "relu(x)", error), DQ_OK);
    points_init(points, N, D);
    model->phi = phi;
    model->points = points;
    model->lipschitz_known = 1;
    model->L = 1;
    deq_parameters_init(p, M, N, D);
    memcpy(p->W, W, sizeof W);
    memcpy(p->U, U, sizeof U);
    memcpy(p->a, a, sizeof a);
    memcpy(p->X, X, sizeof X);
    deq_gradient_init(g, p);
    assert_true(deq_gradient(g, p, labels, model, certified_norm_of(W, M), deq_curvature(phi)));
    assert_true(g->equilibrium && g->differentiable);

    fmpq_mat_t A, right, z[N], s[N];
    fmpq_t entry, output;
    fmpq_mat_init(A, M, M);
    fmpq_mat_init(right, M, 1);
    fmpq_init(entry);
    fmpq_init(output);
    double distance_W = 0, distance_a = 0, size = 0;
    double exact_W[M * M] = {0}, exact_a[M] = {0};
    int active = 0;
    for (int j = 0; j < N; j++) {
        fmpq_mat_init(z[j], M, 1);
        fmpq_mat_init(s[j], M, 1);
        for (int adjoint = 0; adjoint < 2; adjoint++) {
            fmpq_mat_one(A);
            fmpq_mat_zero(right);
            for (int i = 0; i < M; i++) {
                if (g->D[i * N + j] == 0) continue;
                assert_true(g->D[i * N + j] == 1);
                active++;
                for (int k = 0; k < M; k++) { /* multiples of 1/16 */
                    fmpq_set_si(entry, (slong)(16 * (adjoint ? W[k * M + i] : W[i * M + k])), 16);
                    fmpq_sub(fmpq_mat_entry(A, i, k), fmpq_mat_entry(A, i, k), entry);
                }
                double b = adjoint ? a[i] : U[i * D] * X[j * D] + U[i * D + 1] * X[j * D + 1];
                fmpq_set_si(fmpq_mat_entry(right, i, 0), (slong)(16 * b), 16);
            }
            assert_true(fmpq_mat_solve(adjoint ? s[j] : z[j], A, right));
        }
        fmpq_set_si(output, -(slong)(16 * labels[j]), 16);
        for (int i = 0; i < M; i++) {
            assert_true(fmpq_sgn(fmpq_mat_entry(z[j], i, 0)) >= 0); /* the pattern is that of the exact equilibrium */
            fmpq_set_si(entry, (slong)(16 * a[i]), 16);
            fmpq_addmul(output, entry, fmpq_mat_entry(z[j], i, 0));
        }
        for (int i = 0; i < M; i++) {
            fmpq_mul(entry, output, fmpq_mat_entry(z[j], i, 0));
            exact_a[i] += fmpq_get_d(entry);
            for (int k = 0; k < M; k++) {
                fmpq_mul(entry, output, fmpq_mat_entry(s[j], i, 0));
                fmpq_mul(entry, entry, fmpq_mat_entry(z[j], k, 0));
                exact_W[i * M + k] += fmpq_get_d(entry);
            }
        }
        fmpq_mat_clear(z[j]);
        fmpq_mat_clear(s[j]);
    }
    assert_true(active > 4);
    for (int k = 0; k < M * M; k++) {
        distance_W += pow(exact_W[k] - g->W[k], 2);
        size += pow(exact_W[k], 2);
    }
    for (int k = 0; k < M; k++) distance_a += pow(exact_a[k] - g->a[k], 2);
    /* fmpq_get_d and the sums round: 1e-15 */
    assert_true(sqrt(distance_W) <= g->W_radius + 1e-15 && sqrt(distance_a) <= g->a_radius + 1e-15);
    assert_true(g->W_radius <= 1e-12 && size > 0.01);
    fmpq_mat_clear(A);
    fmpq_mat_clear(right);
    fmpq_clear(entry);
    fmpq_clear(output);
    deq_gradient_clear(g);
    deq_parameters_clear(p);
    points_clear(points);
    activation_clear(phi);
}

/* A sanity check only: central differences of the loss along one direction. */
static void against_finite_differences(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_parameters_t p;
    deq_gradient_t g, there;
    oracle_model(model, points, "tanh(x)", 8, 100, 1, 3);
    deq_parameters_init(p, 30, 3, 4);
    sample(p, model);
    deq_gradient_init(g, p);
    deq_gradient_init(there, p);
    double norm = certified_norm_of(p->W, 30), h = 1e-5, loss[2], slope = 0;
    assert_true(deq_gradient(g, p, labels, model, norm, 1));
    for (int side = 0; side < 2; side++) {
        double step = side ? -2 * h : h;
        for (int k = 0; k < 900; k++) p->W[k] += step * cos(k);
        for (int k = 0; k < 120; k++) p->U[k] += step * sin(k);
        for (int k = 0; k < 30; k++) p->a[k] += step * cos(3 * k);
        deq_gradient(there, p, labels, model, norm + 1, 1);
        loss[side] = 0;
        for (int j = 0; j < 3; j++) loss[side] += 0.5 * there->e[j] * there->e[j];
    }
    for (int k = 0; k < 900; k++) slope += g->W[k] * cos(k);
    for (int k = 0; k < 120; k++) slope += g->U[k] * sin(k);
    for (int k = 0; k < 30; k++) slope += g->a[k] * cos(3 * k);
    print_message("slope %.9g, difference quotient %.9g\n", slope, (loss[0] - loss[1]) / (2 * h));
    assert_true(fabs(slope - (loss[0] - loss[1]) / (2 * h)) <= 1e-6 * (1 + fabs(slope)));
    deq_gradient_clear(g);
    deq_gradient_clear(there);
    deq_parameters_clear(p);
    oracle_model_clear(model, points);
}

/* No certificate where there is none: a pre-activation on a kink, no contraction, no Lipschitz constant, no
   curvature. */
static void refuses_what_is_not_known(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_parameters_t p;
    deq_gradient_t g;
    oracle_model(model, points, "relu(x)", 8, 100, 1, 2);
    deq_parameters_init(p, 6, 2, 4);
    sample(p, model);
    deq_gradient_init(g, p);
    double norm = certified_norm_of(p->W, 6);
    for (int k = 0; k < 4; k++) p->U[k] = 0;
    for (int k = 0; k < 6; k++) p->W[k] = 0; /* unit 0 rests at relu(0) */
    assert_true(deq_gradient(g, p, labels, model, norm, 0));
    assert_true(g->equilibrium && !g->differentiable && isinf(g->S_radius) && isinf(g->W_radius) &&
                g->a_radius < 1e-10);
    sample(p, model);
    deq_gradient(g, p, labels, model, 1.5, 0);
    assert_true(!g->equilibrium && isinf(g->Z_radius) && isinf(g->W_radius) && isinf(g->a_radius));
    model->lipschitz_known = 0;
    deq_gradient(g, p, labels, model, norm, 0);
    assert_true(!g->equilibrium && isinf(g->e_radius));
    model->lipschitz_known = 1;
    deq_gradient(g, p, labels, model, norm, INFINITY);
    assert_true(g->equilibrium && isinf(g->S_radius) && isinf(g->U_radius));
    p->W[0] = NAN;
    assert_false(deq_gradient(g, p, labels, model, norm, 0));
    deq_gradient_clear(g);
    deq_parameters_clear(p);
    oracle_model_clear(model, points);
}

static void curvature_bounds(void **state)
{
    (void)state;
    /* sup|tanh''| = 4/(3 sqrt 3); relu has no curvature off its kink; that of exp is unbounded */
    static const struct {
        const char *phi;
        double value;
    } known[] = {{"tanh(x)", 0.7698003589195}, {"relu(x)", 0}, {"sin(x)", 1}, {"elu(x,1)", 1}};
    activation_error_t error;
    activation_t phi;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        assert_int_equal(activation_init(&phi, known[k].phi, error), DQ_OK);
        double bound = deq_curvature(phi);
        assert_true(bound >= known[k].value && bound <= known[k].value * 1.000001);
        activation_clear(phi);
    }
    assert_int_equal(activation_init(&phi, "exp(x)", error), DQ_OK);
    assert_true(isinf(deq_curvature(phi)));
    activation_clear(phi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_implicit_differentiation),
                                       cmocka_unit_test(against_exact_rationals),
                                       cmocka_unit_test(against_finite_differences),
                                       cmocka_unit_test(refuses_what_is_not_known), cmocka_unit_test(curvature_bounds)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
