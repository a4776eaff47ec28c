/* Kinked activations on nearly parallel points: the split phi = P + S beyond the reach of the series. */
#include <time.h>
#include "support.h"

static const double POINTS[] = {1, 0, 1, 1e-6, 0.25, 1};

static void lambda_at(arb_t lambda, const char *phi, slong n, slong bits, const char *engine)
{
    setup_t x;
    lambda_t l;
    reason_t why;

    reason_init(why);
    setup_open(x, phi, "0.08", n, 2, POINTS, 1);
    lambda_init(l);
    check_status("lambda", phi, gram_lambda(l, x->model, bits, 0.0, why), DQ_OK, why);
    check_width("lambda", phi, l->lambda, bits, l->lambda);
    if (strstr(l->gram->engine, engine) == NULL) {
        printf("%s: engine %s, expected %s\n", phi, l->gram->engine, engine);
        fail();
    }
    arb_set(lambda, l->lambda);
    lambda_clear(l);
    setup_close(x);
}

/* lambda_* = kappa - K_12 of two points, computed outside (tests/hermite/oracle_split.py). */
static void outside_value(void **state)
{
    arb_t lambda;

    (void)state;
    arb_init(lambda);
    lambda_at(lambda, "elu(x,1)", 2, 64, "split");
    check_decimal("lambda", "elu(x,1)", lambda, "6.91283066683774923125178225336e-13", 20, 40);
    arb_clear(lambda);
}

static void nested_precision(void **state)
{
    static const char *const phi_of[] = {"elu(x,1)", "elu(x,0.5)", "elu(x+1,1)-elu(x-0.5,1)", "0.5*exp(-abs(x))"};
    size_t k;

    (void)state;
    for (k = 0; k < sizeof phi_of / sizeof phi_of[0]; k++) {
        arb_t low, high;
        arb_init(low);
        arb_init(high);
        lambda_at(low, phi_of[k], 3, 48, "split");
        lambda_at(high, phi_of[k], 3, 112, "split");
        assert_true(arb_is_positive(low));
        if (!arb_overlaps(low, high)) {
            printf("%s: lambda at 48 and at 112 bits are disjoint\n", phi_of[k]);
            fail();
        }
        arb_clear(low);
        arb_clear(high);
    }
}

/* Price's formula for a piecewise-linear phi, and the split for the same phi disturbed by 1e-30, which makes it nonlinear. */
static void price_and_split(void **state)
{
    static const char *const pair[2] = {"leaky_relu(x,0.25)", "leaky_relu(x,0.25)+1e-30*exp(-abs(x))"};
    arb_t lambda[2];
    int k;

    (void)state;
    for (k = 0; k < 2; k++) {
        arb_init(lambda[k]);
        lambda_at(lambda[k], pair[k], 3, 40, k == 0 ? "price" : "split");
    }
    mag_set_ui_2exp_si(arb_radref(lambda[0]), 1, -84); /* 1e-30 against lambda_* = 2^-41 */
    if (!arb_overlaps(lambda[0], lambda[1])) {
        arb_printn(lambda[0], 30, ARB_STR_MORE);
        printf(" and ");
        arb_printn(lambda[1], 30, ARB_STR_MORE);
        printf(" are disjoint\n");
        fail();
    }
    for (k = 0; k < 2; k++) arb_clear(lambda[k]);
}

/* Layers, two norms, and a discontinuous phi whose correlations are balls. */
static void layers(void **state)
{
    static const char *const phi_of[] = {"elu(x,1)", "elu(x,1)+step(x-0.5)"};
    static const double norms[] = {1, 0, 2, 2e-6, 0.25, 1};
    size_t k;
    int normalise;

    (void)state;
    for (k = 0; k < sizeof phi_of / sizeof phi_of[0]; k++)
        for (normalise = 0; normalise < 2; normalise++) {
            gram_struct low[2], high[2];
            setup_t x;
            reason_t why;
            slong l;
            reason_init(why);
            setup_open(x, phi_of[k], "0.08", 3, 2, norms, normalise);
            for (l = 0; l < 2; l++) {
                gram_init(low + l);
                gram_init(high + l);
            }
            check_status("layers", phi_of[k], gram_layers(low, 2, x->model, 32, why), DQ_OK, why);
            check_status("layers", phi_of[k], gram_layers(high, 2, x->model, 48, why), DQ_OK, why);
            for (l = 0; l < 2; l++) {
                check_gram_widths(phi_of[k], low + l, 32);
                if (!arb_mat_overlaps(low[l].K, high[l].K)) {
                    printf("%s, layer %ld: 32 and 48 bits are disjoint\n", phi_of[k], (long)l + 1);
                    fail();
                }
                gram_clear(low + l);
                gram_clear(high + l);
            }
            setup_close(x);
        }
}

/* A pole next to the kink: the split would need too many terms, and the plain series serves, here for two norms.  q and K_10 satisfy their
   equations with the bivariate integral as the dual activation. */
static void series_beyond_split(void **state)
{
    static const double norms[] = {1, 0, 2, 0.2};
    static const char phi[] = "abs(x)/(1+400*x^2)";
    const slong bits = 32, prec = 128;
    setup_t x;
    gram_t g;
    hermite_split_t split;
    reason_t why;
    arb_t root, rho, value;

    (void)state;
    reason_init(why);
    setup_open(x, phi, "0.08", 2, 2, norms, 0);
    gram_init(g);
    check_status("limit", phi, gram_limit(g, x->model, bits, why), DQ_OK, why);
    check_gram_widths(phi, g, bits);
    hermite_split_init(split);
    assert_int_equal(hermite_split_coefficients(split, x->phi, g->q, bits, why), DQ_INCONCLUSIVE);
    arb_init(root);
    arb_init(rho);
    arb_init(value);
    arb_mul(root, g->q, g->q + 1, prec);
    arb_sqrt(root, root, prec);
    arb_set_fmpq(rho, x->s, prec); /* (2 s K_10 + 2 <x_1, x_0>/d) / sqrt(q_0 q_1), <x_1, x_0> = 2 and d = 2 */
    arb_mul(rho, rho, arb_mat_entry(g->K, 1, 0), prec);
    arb_add_ui(rho, rho, 1, prec);
    arb_mul_2exp_si(rho, rho, 1);
    arb_div(rho, rho, root, prec);
    check_status("integral", phi, hermite_dual_integral(value, x->phi, g->q, g->q + 1, rho, 30, why), DQ_OK, why);
    assert_true(arb_overlaps(value, arb_mat_entry(g->K, 1, 0)));
    assert_true(arb_rel_accuracy_bits(value) >= 20);
    arb_clear(root);
    arb_clear(rho);
    arb_clear(value);
    hermite_split_clear(split);
    gram_clear(g);
    setup_close(x);
}

/* Processor seconds of K at n points e_0 + e_i/10, all pairs of one correlation. */
static double seconds_of_series(slong n)
{
    double *points = calloc((size_t)(n * (n + 1)), sizeof *points);
    setup_t x;
    gram_t g;
    reason_t why;
    assert_non_null(points);
    for (slong i = 0; i < n; i++) points[i * (n + 1)] = 1, points[i * (n + 1) + 1 + i] = 0.1;
    reason_init(why);
    setup_open(x, "abs(x)/(1+400*x^2)", "0.08", n, n + 1, points, 1);
    gram_init(g);
    clock_t start = clock();
    check_status("limit", "a pole next to the kink", gram_limit(g, x->model, 32, why), DQ_OK, why);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    gram_clear(g);
    setup_close(x);
    free(points);
    return seconds;
}

/* The series beyond the split is made once, not for each of 66 pairs. */
static void one_series_for_all_pairs(void **state)
{
    (void)state;
    double one = seconds_of_series(2), all = seconds_of_series(12);
    if (!(all < 8 * one)) fail_msg("one pair: %.3f s, 66 pairs: %.3f s", one, all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outside_value),       cmocka_unit_test(nested_precision),
        cmocka_unit_test(price_and_split),     cmocka_unit_test(layers),
        cmocka_unit_test(series_beyond_split), cmocka_unit_test(one_series_for_all_pairs),
    };
    return cmocka_run_group_tests_name("gram: nearly parallel points", tests, NULL, NULL);
}
