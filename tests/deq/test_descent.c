/* deq_descent against gradient descent in 300-bit arithmetic; Condition 1 against its formulas; how a run ends. */
#include "tests/deq/descent_oracle.h"

static const double labels[] = {0.5, -1, 0.25, 2}, small_labels[] = {0.01, -0.01};

typedef struct {
    const deq_model_struct *model;
    const double *labels;
    oracle_struct *o;
    double step, largest_drift, last_loss;
    slong visits, stop_at;
    int compare;
} follower;

static double half_square_norm(const arb_mat_t e)
{
    double norm = oracle_norm(e);
    return 0.5 * norm * norm;
}

static void inside(const char *what, slong step, deq_interval i, double exact, double relative_width)
{
    if (!(i.lower <= exact * (1 + 1e-15) && exact <= i.upper * (1 + 1e-15)) ||
        !(i.upper - i.lower <= relative_width * i.upper))
        print_error("step %ld, %s: [%.17g, %.17g], exact %.17g\n", (long)step, what, i.lower, i.upper, exact);
    assert_true(i.lower <= exact * (1 + 1e-15) && exact <= i.upper * (1 + 1e-15));
    assert_true(i.upper - i.lower <= relative_width * i.upper);
}

/* x - step g in 300 bits */
static void oracle_move(arb_mat_t x, const arb_mat_t g, double step)
{
    arb_t eta;
    arb_init(eta);
    arb_set_d(eta, -step);
    arb_mat_scalar_addmul_arb(x, g, eta, PREC);
    arb_mat_get_mid(x, x);
    arb_clear(eta);
}

static int follow(void *context, const deq_step_struct *s, const deq_parameters_struct *p, const deq_gradient_struct *g)
{
    follower *f = context;
    oracle_struct *o = f->o;
    (void)g;
    f->visits++;
    f->last_loss = s->loss.upper;
    if (!f->compare) return f->stop_at == s->step;
    double W = oracle_distance(p->W, o->W), U = oracle_distance(p->U, o->U), a = oracle_distance(p->a, o->a),
           distance = sqrt(W * W + U * U + a * a);
    oracle_gradient(o, f->model->phi, f->labels);
    if (!(distance <= s->drift))
        print_error("step %ld: distance %.3g, drift %.3g\n", (long)s->step, distance, s->drift);
    assert_true(distance <= s->drift && s->drift < 1e-9);
    f->largest_drift = s->drift;
    inside("loss", s->step, s->exact.loss, half_square_norm(o->e), 1e-7);
    arb_mat_t T, G;
    arb_t lambda;
    reason_t why;
    reason_init(why);
    arb_mat_init(T, o->n, o->m);
    arb_mat_init(G, o->n, o->n);
    arb_init(lambda);
    arb_mat_transpose(T, o->Z);
    arb_mat_mul(G, T, o->Z, PREC);
    arb_mat_lambda_min(lambda, G, 60, why);
    inside("lambda", s->step, s->exact.lambda, arf_get_d(arb_midref(lambda), ARF_RND_NEAR), 1e-6);
    arb_mat_clear(T);
    arb_mat_clear(G);
    arb_clear(lambda);
    assert_true(s->norm.lower <= s->norm.upper && s->norm.upper <= 1.02 * s->norm.lower);
    assert_true(s->exact.norm.lower <= s->norm.lower && s->exact.norm.upper >= s->norm.upper);
    oracle_move(o->W, o->gW, f->step);
    oracle_move(o->U, o->gU, f->step);
    oracle_move(o->a, o->ga, f->step);
    return 0;
}

/* The ideal network: the sampled variates times the real scales, to 300 bits. */
static void oracle_scaled(arb_mat_t A, const deq_model_t model, slong m, matrix_key key, slong numerator,
                          slong denominator, slong size)
{
    slong rows = arb_mat_nrows(A), columns = arb_mat_ncols(A);
    double *g = malloc((size_t)(rows * columns) * sizeof *g);
    arb_t c;
    arb_init(c);
    deq_sample(g, (size_t)(rows * columns), model->law, model->seed, (uint32_t)m, 0, key, 0);
    arb_set_si(c, numerator);
    arb_div_si(c, c, denominator, PREC);
    arb_div_si(c, c, size, PREC);
    arb_sqrt(c, c, PREC);
    oracle_set(A, g);
    arb_mat_scalar_mul_arb(A, A, c, PREC);
    arb_mat_get_mid(A, A);
    arb_clear(c);
    free(g);
}

static void follow_exactly(const char *phi, slong m, slong n, slong steps, double step)
{
    deq_model_t model;
    points_t points;
    deq_descent_t out;
    fmpq_t scale;
    reason_t why;
    oracle_t o;
    reason_init(why);
    fmpq_init(scale);
    fmpq_set_si(scale, 1, 10);
    oracle_model(model, points, phi, 1, 50, 1, n);
    oracle_init(o, m, n, 4);
    oracle_points(o, points);
    oracle_scaled(o->W, model, m, MATRIX_W, 2, 50, m);
    oracle_scaled(o->U, model, m, MATRIX_U, 2, 1, 4);
    oracle_scaled(o->a, model, m, MATRIX_A, 1, 100, m);
    follower f = {.model = model, .labels = labels, .o = o, .step = step, .compare = 1};
    deq_descent_plan plan = {
        .model = model, .labels = labels, .output_scale = scale, .width = m, .steps = steps, .step_size = step};
    deq_descent_init(out);
    assert_int_equal(deq_descent(out, &plan, follow, &f, why), DQ_OK);
    print_message("%s: %ld steps, drift %.3g, loss %.3g\n", phi, (long)out->steps, f.largest_drift, f.last_loss);
    assert_int_equal(out->outcome, DESCENT_COMPLETED);
    assert_int_equal(f.visits, steps + 1);
    deq_descent_clear(out);
    oracle_clear(o);
    fmpq_clear(scale);
    oracle_model_clear(model, points);
}

static void follows_exact_descent(void **state)
{
    (void)state;
    follow_exactly("tanh(x)", 6, 2, 8, 0.01);
    follow_exactly("relu(x)", 8, 2, 8, 0.01);
    follow_exactly("leaky_relu(x, 0.2)", 5, 1, 8, 0.05);
}

static double mid(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

static void agrees(const char *what, const arb_t x, double value)
{
    if (!(fabs(mid(x) - value) <= 1e-10 * fabs(value))) print_error("%s: %.17g, expected %.17g\n", what, mid(x), value);
    assert_true(arb_is_finite(x) && fabs(mid(x) - value) <= 1e-10 * fabs(value));
}

/* The constants for relu are Ling's; L and phi(0) enter as derived. */
static void condition_formulas(void **state)
{
    (void)state;
    static const struct {
        const char *phi;
        double L, zero;
    } kinds[] = {{"relu(x)", 1, 0}, {"sigmoid(x)", 0.25, 0.5}, {"3*x + 2", 3, 2}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        deq_model_t model;
        points_t points;
        deq_condition_t c;
        double L = kinds[k].L, W = 0.1, U = 20, a = 0.002, X = 3, lambda = 130, e = 0.01, delta = 0.03, m = 200, n = 3;
        oracle_model(model, points, kinds[k].phi, 1, 1000, L, 3);
        deq_condition_init(c);
        arb_set_d(c->W_norm, W);
        arb_set_d(c->U_norm, U);
        arb_set_d(c->a_norm, a);
        arb_set_d(c->X_norm, X);
        arb_set_d(c->lambda0, lambda);
        arb_set_d(c->e0, e);
        deq_condition_set(c, delta, model, 200, 3);
        double gap = 1 - L * (W + delta), C_a = (L * (U + delta) * X + kinds[k].zero * sqrt(m * n)) / gap,
               C_r = L * (a + delta) / gap, C_w = C_r * C_a, C_u = C_r * X, C_2 = C_w * C_w + C_u * C_u;
        agrees("C_a", c->C_a, C_a);
        agrees("C_w", c->C_w, C_w);
        agrees("C_u", c->C_u, C_u);
        agrees("(7)", c->ratio7, lambda * delta / (4 * fmax(C_a, fmax(C_w, C_u)) * e));
        agrees("(8)", c->ratio8, pow(lambda, 1.5) * (a + delta) / (4 * (2 + sqrt(2)) * C_2 * e));
        agrees("(9)", c->ratio9, lambda / (4 * C_2));
        agrees("(10)", c->step_bound, fmin(2 / lambda, 2 * C_2 / pow(C_2 + C_a * C_a, 2)));
        deq_condition_set(c, 1 / L, model, 200, 3); /* no contraction: nothing is known */
        assert_false(arb_is_finite(c->ratio9));
        assert_false(arb_is_finite(c->step_bound));
        deq_condition_choose(c, 2, model, 200, 3);
        assert_true(c->delta > 0 && L * (W + c->delta) < 1 && arb_is_finite(c->ratio7));
        deq_condition_clear(c);
        oracle_model_clear(model, points);
    }
}

/* A run of tanh on two points: its outcome. */
static descent_outcome outcome_of(slong s_numerator, ulong s_denominator, double step_size, slong steps,
                                  int uncertified, follower *f)
{
    deq_model_t model;
    points_t points;
    deq_descent_t out;
    fmpq_t scale;
    reason_t why;
    reason_init(why);
    fmpq_init(scale);
    fmpq_set_si(scale, 1, 1000);
    oracle_model(model, points, "tanh(x)", s_numerator, s_denominator, 1, 2);
    deq_descent_plan plan = {.model = model,
                             .labels = small_labels,
                             .output_scale = scale,
                             .width = 40,
                             .steps = steps,
                             .step_size = step_size,
                             .uncertified = uncertified};
    deq_descent_init(out);
    assert_int_equal(deq_descent(out, &plan, follow, f, why), DQ_OK);
    descent_outcome outcome = out->outcome;
    if (outcome == DESCENT_COMPLETED) {
        assert_true(out->steps == steps && out->step_size > 0 && out->condition_known);
        if (isnan(
                step_size)) { /* 0.99 of the bound, with no digit that another version of the ball arithmetic would round otherwise */
            double bound = mid(out->condition->step_bound);
            assert_true(out->step_size < 0.9901 * bound && out->step_size > 0.98 * bound);
            assert_true(out->step_size == (double)(float)out->step_size);
        }
    }
    deq_descent_clear(out);
    fmpq_clear(scale);
    oracle_model_clear(model, points);
    return outcome;
}

static void how_a_run_ends(void **state)
{
    (void)state;
    follower f = {.stop_at = -1};
    assert_int_equal(outcome_of(1, 1000, NAN, 5, 0, &f), DESCENT_COMPLETED);
    assert_int_equal(f.visits, 6);
    f.visits = 0;
    f.stop_at = 2;
    assert_int_equal(outcome_of(1, 1000, NAN, 5, 0, &f), DESCENT_STOPPED);
    assert_int_equal(f.visits, 3);
    f = (follower){.stop_at = -1};
    assert_int_equal(outcome_of(2, 1, 0.01, 5, 0, &f), DESCENT_NOT_CONTRACTIVE);
    assert_int_equal(f.visits, 0);
    assert_int_equal(outcome_of(1, 1000, 100, 50, 0, &f), DESCENT_NOT_CONTRACTIVE); /* W leaves the contraction */
    assert_true(f.visits > 0 && f.visits < 50);
    /* Without a certificate the run goes on, and claims nothing. */
    f = (follower){.stop_at = -1};
    descent_outcome outcome = outcome_of(2, 1, 1e-4, 3, 1, &f);
    assert_true(outcome == DESCENT_COMPLETED || outcome == DESCENT_NOT_CONVERGED || outcome == DESCENT_NO_STEP_SIZE);
    assert_true(f.visits == 0 || isnan(f.last_loss));
}

static void refuses_bad_plans(void **state)
{
    (void)state;
    deq_model_t model;
    points_t points;
    deq_descent_t out;
    fmpq_t scale;
    reason_t why;
    fmpq_init(scale);
    fmpq_one(scale);
    oracle_model(model, points, "tanh(x)", 1, 100, 1, 2);
    deq_descent_plan plan = {
        .model = model, .labels = labels, .output_scale = scale, .width = 0, .steps = 5, .step_size = 0.1};
    deq_descent_init(out);
    reason_init(why);
    assert_int_equal(deq_descent(out, &plan, NULL, NULL, why), DQ_INPUT);
    assert_true(why->text[0] != '\0');
    plan.width = 30000000;
    assert_int_equal(deq_descent(out, &plan, NULL, NULL, why), DQ_MEMORY);
    plan.width = 10;
    plan.steps = -1;
    assert_int_equal(deq_descent(out, &plan, NULL, NULL, why), DQ_INPUT);
    deq_descent_clear(out);
    fmpq_clear(scale);
    oracle_model_clear(model, points);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(follows_exact_descent), cmocka_unit_test(condition_formulas),
                                       cmocka_unit_test(how_a_run_ends), cmocka_unit_test(refuses_bad_plans)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
