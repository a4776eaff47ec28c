/* lambda_*: singular matrices by exact argument, eigenvalues far below kappa, double route against balls, nested
 * precision. */
#include "support.h"

static const double PLANE[16] = {1, 0, 0, 1, 1, 1, 1, -2, 3, 1, 2, 5, -1, 4, 7, 2}; /* eight directions of the plane */

static dq_status lambda_of(lambda_t l, setup_t x, const char *phi, const char *s, slong n, slong d,
                           const double *points, int normalise, slong bits, double relative, reason_t why)
{
    setup_open(x, phi, s, n, d, points, normalise);
    lambda_init(l);
    reason_init(why);
    return gram_lambda(l, x->model, bits, relative, why);
}

static void singular(void **state)
{
    static const double twins[] = {1, 2, 3, 4, 2, 4}, opposite[] = {1, 2, 3, 4, -1, -2}, line[] = {0, 1, 1, 1, 2, 1},
                        scaled[] = {1, 2, 3, 4, 2, 4};
    static const struct {
        const char *phi;
        slong n, d;
        const double *points;
        int normalise, singular;
    } row[] = {
        {"tanh(x)", 3, 2, twins, 1, 1},    {"sin(x)", 3, 2, scaled, 0, 0},
        {"tanh(x)", 3, 2, opposite, 1, 1}, {"sigmoid(x)", 3, 2, opposite, 1, 0},
        {"abs(x)", 3, 2, opposite, 1, 0},  {"x", 8, 2, PLANE, 1, 1},
        {"0.5*x+1", 8, 2, PLANE, 0, 1},    {"0.5*x+1", 3, 2, PLANE, 1, 0},
        {"0.5*x+1", 3, 2, line, 0, 1},     {"x", 2, 2, PLANE, 1, 0},
        {"2", 2, 2, PLANE, 1, 1},          {"0.5*x+1", 4, 2, PLANE, 1, 1},
    };
    size_t k;

    (void)state;
    for (k = 0; k < sizeof row / sizeof row[0]; k++) {
        setup_t x;
        lambda_t l;
        reason_t why;

        check_status(
            "lambda", row[k].phi,
            lambda_of(l, x, row[k].phi, "0.08", row[k].n, row[k].d, row[k].points, row[k].normalise, 64, 0.0, why),
            DQ_OK, why);
        if (l->singular != row[k].singular || arb_is_zero(l->lambda) != row[k].singular ||
            arb_is_positive(l->lambda) == row[k].singular) {
            printf("row %ld, %s: singular %d (%s)\n", (long)k, row[k].phi, l->singular, l->reason->text);
            fail();
        }
        if (row[k].singular) {
            arb_t lambda;
            arb_init(lambda);
            arb_mat_lambda_min(lambda, l->gram->K, 32, why); /* the entries agree: no enclosure may exclude zero */
            assert_true(arb_contains_zero(lambda));
            arb_clear(lambda);
        }
        lambda_clear(l);
        setup_close(x);
    }
}

/* Finite layers of a polynomial are rank-limited, its limit is not; even phi has twin rows in layer 1 only. */
static void singular_layers(void **state)
{
    static const double opposite[] = {1, 2, 3, 4, -1, -2};
    setup_t x;
    reason_t argument;

    (void)state;
    setup_open(x, "x^2", "0.001", 8, 2, PLANE, 1);
    assert_int_equal(gram_singular(argument, x->model, 1), 1); /* 1 + 3 < 8 */
    assert_true(argument->text[0] != '\0');
    assert_int_equal(gram_singular(argument, x->model, 2), 0);
    assert_int_equal(gram_singular(argument, x->model, -1), 0);
    setup_close(x);
    setup_open(x, "abs(x)", "0.08", 3, 2, opposite, 1);
    assert_int_equal(gram_singular(argument, x->model, 1), 1);
    assert_int_equal(gram_singular(argument, x->model, 2), 0);
    setup_close(x);
}

/* The same eigenvalue at 48 and 160 bits; on PLANE it is tiny against kappa. */
static void tiny(void **state)
{
    static const struct {
        const char *phi, *s;
        double ratio;
    } row[] = {{"x^2", "1e-9", 1e-20},
               {"x^2", "0.0001", 1e-10},
               {"x^2", "0.01", 1e-5},
               {"sin(x)", "0.08", 1e-3},
               {"sigmoid(x)", "0.08", 1e-5}};
    size_t k;

    (void)state;
    for (k = 0; k < sizeof row / sizeof row[0]; k++) {
        setup_t x, y;
        lambda_t low, high;
        reason_t why;

        check_status("lambda", row[k].phi, lambda_of(low, x, row[k].phi, row[k].s, 8, 2, PLANE, 1, 48, 0.0, why), DQ_OK,
                     why);
        check_status("lambda", row[k].phi, lambda_of(high, y, row[k].phi, row[k].s, 8, 2, PLANE, 1, 160, 0.0, why),
                     DQ_OK, why);
        check_width("lambda_*", row[k].phi, low->lambda, 48, low->lambda);
        check_width("lambda_*", row[k].phi, high->lambda, 160, high->lambda);
        assert_true(arb_overlaps(low->lambda, high->lambda));
        assert_true(arf_get_d(arb_midref(low->lambda), ARF_RND_NEAR) <
                    row[k].ratio * arf_get_d(arb_midref(low->gram->kappa), ARF_RND_NEAR));
        lambda_clear(low);
        lambda_clear(high);
        setup_close(x);
        setup_close(y);
    }
}

/* Two points at angle about 1e-12: lambda_* about 1e-24 for a smooth phi, larger for ReLU. */
static void nearly_parallel(void **state)
{
    static const double points[] = {1, 0, 1, 0x1p-40, 0, 1};
    static const char *const phi[] = {"tanh(x)", "relu(x)", "gelu(x)"};
    size_t k;

    (void)state;
    for (k = 0; k < 3; k++) {
        setup_t x;
        lambda_t l;
        reason_t why;

        check_status("lambda", phi[k], lambda_of(l, x, phi[k], "0.08", 3, 2, points, 1, 64, 0.0, why), DQ_OK, why);
        check_width("lambda_*", phi[k], l->lambda, 64, l->lambda);
        assert_true(arb_is_positive(l->lambda));
        assert_true(arf_get_d(arb_midref(l->lambda), ARF_RND_NEAR) < 1e-22);
        lambda_clear(l);
        setup_close(x);
    }
}

static void double_route(void **state)
{
    static const char *const phi[] = {"tanh(x)", "relu(x)", "sigmoid(x)"};
    double points[40 * 12];
    unsigned long state64 = 88172645463325252UL;
    slong i, j;
    size_t k;

    (void)state;
    for (k = 0; k < 40 * 12; k++) { /* xorshift: any points will do */
        state64 ^= state64 << 13;
        state64 ^= state64 >> 7;
        state64 ^= state64 << 17;
        points[k] = (double)(state64 % 2001) / 1000.0 - 1.0;
    }
    for (i = 0; i < 12;
         i++) /* two points at a cosine beyond the series' reach: Price's formula resp. a longer series */
        points[12 + i] = points[i] + (i == 0 ? 0x1p-6 : 0.0);
    for (k = 0; k < 3; k++) {
        setup_t x, y;
        lambda_t fast, ball;
        reason_t why;
        arb_t width;

        check_status("lambda", phi[k], lambda_of(fast, x, phi[k], "0.08", 40, 12, points, 1, 64, 1e-2, why), DQ_OK,
                     why);
        check_status("lambda", phi[k], lambda_of(ball, y, phi[k], "0.08", 40, 12, points, 1, 64, 0.0, why), DQ_OK, why);
        assert_string_equal(fast->engine, "double cholesky");
        assert_true(arb_overlaps(fast->lambda, ball->lambda));
        assert_true(fast->gram->bits >= 40); /* the doubles' entries: one radius, and the balls lie inside */
        check_gram_widths(phi[k], fast->gram, 40);
        for (i = 0; i < 40; i++)
            for (j = 0; j < 40; j++)
                assert_true(arb_contains(arb_mat_entry(fast->gram->K, i, j), arb_mat_entry(ball->gram->K, i, j)));
        arb_init(width);
        arb_get_rad_arb(width, fast->lambda);
        arb_mul_si(width, width, 40, 64);
        assert_true(arb_lt(width, ball->lambda)); /* 2 rad <= 0.05 lambda */
        arb_clear(width);
        lambda_clear(fast);
        lambda_clear(ball);
        setup_close(x);
        setup_close(y);
    }
}

static void statuses(void **state)
{
    static const double zero[] = {1, 2, 0, 0};
    setup_t x;
    lambda_t l;
    reason_t why;

    (void)state;
    check_status("lambda", "x^2", lambda_of(l, x, "x^2", "0.08", 4, 2, PLANE, 1, 64, 0.0, why), DQ_NONEXISTENT, why);
    lambda_clear(l);
    setup_close(x);
    check_status("lambda", "tanh", lambda_of(l, x, "tanh(x)", "0.08", 2, 2, zero, 1, 64, 0.0, why), DQ_INPUT, why);
    lambda_clear(l);
    setup_close(x);
    check_status("lambda", "tanh", lambda_of(l, x, "tanh(x)", "0.08", 1, 2, PLANE, 1, 64, 0.0, why), DQ_OK, why);
    assert_true(arb_overlaps(l->lambda, l->gram->kappa));
    lambda_clear(l);
    setup_close(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(singular),     cmocka_unit_test(singular_layers),
                                       cmocka_unit_test(tiny),         cmocka_unit_test(nearly_parallel),
                                       cmocka_unit_test(double_route), cmocka_unit_test(statuses)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
