/* The engines of lambda_* against each other on well and ill conditioned points; who gives way to whom. */
#include <math.h>
#include "support.h"
#include "gram/dd_gram.h"
#include "gram/lambda_engine.h"

enum { D = 6 };

/* Points without structure; the last one at the angle `angle` from the first (0: like the others). */
static void make_points(double *points, slong n, double angle)
{
    double weyl = 0.0;
    slong k;

    for (k = 0; k < n * D; k++) {
        weyl += 0.6180339887498949 + 1e-3 * (double)(k % 17);
        weyl -= floor(weyl);
        points[k] = weyl - 0.5;
    }
    if (angle > 0.0)
        for (k = 0; k < D; k++) points[(n - 1) * D + k] = points[k] + (k == 2 ? angle : 0.0);
}

typedef struct {
    const char *engine;
    double seconds;
    int calls;
} progress_t;

static void record(const char *engine, double seconds, void *context)
{
    progress_t *p = context;

    assert_true(strlen(engine) > 0 && seconds > 0.0);
    p->engine = engine;
    p->seconds += seconds;
    p->calls++;
}

static dq_status solve(lambda_t l, progress_t *p, const gram_model_t model, slong bits, double relative, reason_t why)
{
    memset(p, 0, sizeof *p);
    lambda_init(l);
    l->progress = record;
    l->progress_context = p;
    reason_init(why);
    return gram_lambda(l, model, bits, relative, why);
}

static void against_balls(void **state)
{
    static const struct {
        const char *phi;
        slong n;
        double angle, largest; /* of lambda_* relative to kappa */
        const char *engine;
    } row[] = {
        {"tanh(x)", 40, 0.0, 1.0, "double cholesky"},
        {"relu(x)", 60, 0.0, 1.0, "double cholesky"},
        {"relu(x)", 120, 0.0, 1.0, "double cholesky"},
        {"tanh(x)", 40, 1e-7, 1e-13, "double-double cholesky"},
        {"relu(x)", 60, 1e-7, 1e-12, "double-double cholesky"},
        {"gelu(x)", 40, 1e-9, 1e-17, "double-double cholesky"},
        {"relu(x)", 40, 1e-9, 1e-16, "double-double cholesky"},
        {"tanh(x)", 30, 1e-11, 1e-21, "double-double cholesky"},
        {"relu(x)", 40, 4e-12, 1e-22, "double-double cholesky"},
        {"tanh(x)", 40, 4e-12, 1e-22, "double-double cholesky"},
        {"tanh(x)", 20, 1e-15, 1e-28, "ball cholesky"},
    };
    static double points[200 * D];
    size_t k;
    (void)state;

    for (k = 0; k < sizeof row / sizeof row[0]; k++) {
        setup_t x;
        lambda_t fast, balls;
        progress_t p, q;
        reason_t why;

        make_points(points, row[k].n, row[k].angle);
        setup_open(x, row[k].phi, "0.08", row[k].n, D, points, 1);
        check_status("lambda", row[k].phi, solve(fast, &p, x->model, 64, 1e-2, why), DQ_OK, why);
        if (strcmp(fast->engine, row[k].engine) != 0) {
            printf("row %ld: engine %s, expected %s; lambda ", (long)k, fast->engine, row[k].engine);
            arb_printn(fast->lambda, 10, 0);
            printf("\n");
            fail();
        }
        assert_string_equal(p.engine, fast->engine);
        assert_true(p.seconds == fast->predicted);
        assert_true(p.calls >= 1 && p.calls <= 3);
        check_status("lambda", row[k].phi, solve(balls, &q, x->model, 24, 0.0, why), DQ_OK, why);
        assert_string_equal(balls->engine, "ball cholesky");
        check_width("lambda_*", row[k].phi, fast->lambda, 10, fast->lambda); /* 2^-6 */
        if (!arb_overlaps(fast->lambda, balls->lambda) || !arb_is_positive(fast->lambda) ||
            arf_get_d(arb_midref(balls->lambda), ARF_RND_NEAR) >
                row[k].largest * arf_get_d(arb_midref(balls->gram->kappa), ARF_RND_NEAR)) {
            printf("row %ld, %s: ", (long)k, row[k].phi);
            arb_printn(fast->lambda, 20, 0);
            printf(" and ");
            arb_printn(balls->lambda, 20, 0);
            printf("\n");
            fail();
        }
        /* the entries kept enclose those of the balls */
        if (row[k].n <= 60) {
            for (slong i = 0; i < row[k].n; i++)
                for (slong j = 0; j < row[k].n; j++)
                    assert_true(arb_overlaps(arb_mat_entry(fast->gram->K, i, j), arb_mat_entry(balls->gram->K, i, j)));
        }
        lambda_clear(fast);
        lambda_clear(balls);
        setup_close(x);
    }
}

/* Entries in double-double: two routes, and 92 bits. */
static void entries(void **state)
{
    static double points[40 * D];
    setup_t x;
    lambda_t fast;
    gram_t exact;
    progress_t p;
    reason_t why;
    (void)state;

    make_points(points, 40, 1e-9);
    setup_open(x, "tanh(x)", "0.08", 40, D, points, 1);
    check_status("lambda", "tanh", solve(fast, &p, x->model, 64, 1e-2, why), DQ_OK, why);
    gram_init(exact);
    check_status("limit", "tanh", gram_limit(exact, x->model, 128, why), DQ_OK, why);
    for (slong i = 0; i < 40; i++)
        for (slong j = 0; j < 40; j++) {
            arb_ptr entry = arb_mat_entry(fast->gram->K, i, j);
            assert_true(arb_overlaps(entry, arb_mat_entry(exact->K, i, j)));
            check_width("K", "tanh", entry, 92, exact->kappa);
        }
    gram_clear(exact);
    lambda_clear(fast);
    setup_close(x);
}

/* Many points: 700 on a sphere and once more with a pair at 1e-9; no balls in either. */
static void many(void **state)
{
    enum { N = 700 };
    static const double angle[] = {0.0, 1e-9};
    double *points = malloc(N * D * sizeof *points);
    (void)state;

    for (int k = 0; k < 2; k++) {
        setup_t x;
        lambda_t l;
        progress_t p;
        reason_t why;

        make_points(points, N, angle[k]);
        setup_open(x, "relu(x)", "0.08", N, D, points, 1);
        check_status("lambda", "relu", solve(l, &p, x->model, 64, 1e-2, why), DQ_OK, why);
        assert_string_equal(l->engine, k == 0 ? "double cholesky" : "double-double cholesky");
        assert_true(arb_is_positive(l->lambda));
        check_width("lambda_*", "relu", l->lambda, 10, l->lambda);
        if (k == 1) { /* the pair's minor: lambda_* <= kappa - K_ij */
            arb_t minor;
            arb_init(minor);
            arb_sub(minor, arb_mat_entry(l->gram->K, 0, 0), arb_mat_entry(l->gram->K, N - 1, 0), 200);
            assert_true(arb_is_positive(minor));
            assert_true(!arb_gt(l->lambda, minor));
            arb_clear(minor);
        }
        lambda_clear(l);
        setup_close(x);
    }
    free(points);
}

/* General norms and theta >= 1 have balls for entries; hostile points are refused; equal points are exactly singular. */
static void other_models(void **state)
{
    static double points[30 * D];
    setup_t x;
    lambda_t l;
    progress_t p;
    reason_t why;
    (void)state;

    make_points(points, 30, 0.0);
    setup_open(x, "tanh(x)", "0.08", 30, D, points, 0);
    check_status("lambda, general norms", "tanh", solve(l, &p, x->model, 64, 1e-2, why), DQ_OK, why);
    assert_true(arb_is_positive(l->lambda));
    lambda_clear(l);
    setup_close(x);

    memcpy(points + 29 * D, points, D * sizeof *points);
    setup_open(x, "tanh(x)", "0.08", 30, D, points, 1);
    check_status("lambda, equal points", "tanh", solve(l, &p, x->model, 64, 1e-2, why), DQ_OK, why);
    assert_true(l->singular && arb_is_zero(l->lambda));
    assert_string_equal(l->engine, "exact singularity");
    lambda_clear(l);
    setup_close(x);

    for (int k = 0; k < 3; k++) {
        make_points(points, 30, 0.0);
        for (int j = 0; j < D; j++) points[7 * D + j] = k == 0 ? 0.0 : k == 1 ? NAN : INFINITY;
        setup_open(x, "tanh(x)", "0.08", 30, D, points, 1);
        assert_int_not_equal(solve(l, &p, x->model, 64, 1e-2, why), DQ_OK);
        assert_true(why->text[0] != '\0');
        lambda_clear(l);
        setup_close(x);
    }

    make_points(points, 30, 0.0); /* exact in other units, far from the doubles' middle */
    for (int j = 0; j < D; j++) points[3 * D + j] = ldexp(points[3 * D + j], -1030);
    setup_open(x, "tanh(x)", "0.08", 30, D, points, 1);
    check_status("lambda, a tiny point", "tanh", solve(l, &p, x->model, 64, 1e-2, why), DQ_OK, why);
    assert_true(arb_is_positive(l->lambda));
    lambda_clear(l);
    setup_close(x);
}

/* The kernel in double-doubles on both sides of every edge of its panels, against the fixed point in balls. */
static void panel_edges(void **state)
{
    static const double points[4] = {1.0, 0.0, 0.0, 1.0};
    setup_t x;
    kernel_t k;
    dd_kernel_t t;
    reason_t why;
    arb_t variance, z, value, part;
    (void)state;

    setup_open(x, "gelu(x)", "0.08", 2, 2, points, 1);
    arb_init(variance);
    arb_init(z);
    arb_init(value);
    arb_init(part);
    arb_set_ui(variance, 2);
    check_status("kernel", "gelu", kernel_init(k, x->model, variance, 106, why), DQ_OK, why);
    dd_kernel_init(t, k);
    for (int sign = -1; sign <= 1; sign += 2)
        for (int octave = 0; octave < 3; octave++)
            for (int part_of = 0; part_of < KERNEL_PARTS; part_of++)
                for (int side = -1; side <= 1; side++) {
                    double w = ldexp(1.0 + (double)part_of / KERNEL_PARTS, -octave - 1);
                    dd_t at = dd_exact_sum(sign * (1.0 - w), sign * side * 0x1p-70);
                    slong row = dd_kernel_row(at), edge = dd_kernel_row((dd_t){sign * (1.0 - w), 0.0});
                    arf_t size;

                    assert_true(row >= 0 && row < DD_KERNEL_ROWS);
                    /* |z| larger: w just below the edge, the next lower row; from 2^-64 up there is one */
                    assert_int_equal(row, side > 0 ? edge - 1 : edge);
                    arf_init(size);
                    arf_set_d(size, w / 2);
                    check_status("plan", "gelu", kernel_plan(k, size, 1000, why), DQ_OK, why);
                    arf_clear(size);
                    assert_int_equal(dd_kernel_fill(t, row), 1);
                    arb_set_d(z, at.high);
                    arb_set_d(part, at.low);
                    arb_add(z, z, part, ARF_PREC_EXACT);
                    dd_kernel_eval(t, &at.high, &at.low, 1);
                    check_status("direct", "gelu", kernel_direct(value, k, z, why), DQ_OK, why);
                    arb_set_d(part, at.high);
                    arb_sub(value, value, part, ARF_PREC_EXACT);
                    arb_set_d(part, at.low);
                    arb_sub(value, value, part, ARF_PREC_EXACT);
                    arb_get_mag(arb_radref(part), value);
                    arf_set_mag(arb_midref(value), t->error);
                    arf_set_mag(arb_midref(part), arb_radref(part));
                    assert_true(arf_cmp(arb_midref(part), arb_midref(value)) <= 0);
                    assert_true(mag_cmp_2exp_si(t->error, -95) < 0);
                }
    assert_int_equal(dd_kernel_row((dd_t){1.0, 0.0}), -1);
    assert_int_equal(dd_kernel_row((dd_t){1.0, 0x1p-60}), -1);
    assert_int_equal(dd_kernel_row((dd_t){-1.0, -0x1p-60}), -1);
    assert_int_equal(dd_kernel_row((dd_t){NAN, 0.0}), -1);
    assert_true(dd_kernel_row((dd_t){1.0, -0x1p-60}) >= 0);
    dd_kernel_clear(t);
    kernel_clear(k);
    arb_clear(variance);
    arb_clear(z);
    arb_clear(value);
    arb_clear(part);
    setup_close(x);
}

/* Plans that fit neither memory nor time are refused before anything is allocated. */
static void plans(void **state)
{
    static const double points[4] = {1.0, 0.0, 0.0, 1.0};
    points_struct huge;
    setup_t x;
    gram_model_t model;
    lambda_t l;
    progress_t p;
    reason_t why;
    (void)state;

    for (slong n = 100; n < 20000; n *= 2) {
        for (int engine = ENGINE_DOUBLE; engine <= ENGINE_BALL; engine++) {
            double seconds = lambda_seconds((lambda_engine)engine, n, 50, 64);
            assert_true(seconds > 0.0 && seconds <= lambda_seconds((lambda_engine)engine, 2 * n, 50, 64));
        }
        assert_true(lambda_seconds(ENGINE_DOUBLE, n, 50, 64) < lambda_seconds(ENGINE_DD, n, 50, 64));
    }
    assert_true(lambda_bytes(ENGINE_DOUBLE, 10000, 784) < 2.8e9); /* 4 GB machines must do */

    setup_open(x, "relu(x)", "0.08", 2, 2, points, 1);
    huge = *x->points; /* its data are never looked at */
    memcpy(model, x->model, sizeof *model);
    model->points = &huge;
    lambda_init(l);
    memset(&p, 0, sizeof p);
    l->progress = record;
    l->progress_context = &p;
    huge.n = 3000000;
    check_status("plan", "memory", lambda_engine_start(l, ENGINE_DOUBLE, model, 64, 0, why), DQ_MEMORY, why);
    assert_non_null(strstr(why->text, "GB"));
    huge.n = 5000;
    check_status("plan", "time", lambda_engine_start(l, ENGINE_BALL, model, 256, 1, why), DQ_INCONCLUSIVE, why);
    assert_non_null(strstr(why->text, "would take about"));
    assert_int_equal(p.calls, 0);
    assert_true(l->predicted == 0.0);
    huge.n = 100;
    check_status("plan", "small", lambda_engine_start(l, ENGINE_BALL, model, 64, 1, why), DQ_OK, why);
    assert_int_equal(p.calls, 1);
    lambda_clear(l);
    setup_close(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_balls), cmocka_unit_test(entries),
                                       cmocka_unit_test(many),          cmocka_unit_test(other_models),
                                       cmocka_unit_test(plans),         cmocka_unit_test(panel_edges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
