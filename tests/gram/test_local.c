/* Limits without the coupling: local contraction, certified non-existence, and the cases that decide nothing. */
#include <math.h>
#include "support.h"
#include "gram/variance.h"

static const double POINTS[12] = {1, 2, -1, 0.5, -0.25, 2, 3, 1, 1, -1, 0.75, 0.5};

static dq_status limit(gram_t g, setup_t x, const char *phi, const char *s, slong bits, reason_t why)
{
    setup_open(x, phi, s, 4, 3, POINTS, 1);
    gram_init(g);
    reason_init(why);
    return gram_limit(g, x->model, bits, why);
}

/* phi = x^2: F(q) = 6 s q^2 + 2, q_* = (1 - sqrt(1 - 48 s))/(12 s) iff 48 s <= 1; pair: sigma = 2 s (q^2 + 2 sigma^2) +
 * 2 rho0. */
static void square(void **state)
{
    static const char *const exists[] = {"0.01", "0.0001", "0.0208"}, *const diverges[] = {"0.0209", "0.08", "3"};
    const slong bits = 128, prec = 400;
    size_t k;

    (void)state;
    for (k = 0; k < 3; k++) {
        setup_t x;
        gram_t g;
        reason_t why;
        arb_t s, t, q, sigma, rho0;
        slong i, j;

        check_status("limit", "x^2", limit(g, x, "x^2", exists[k], bits, why), DQ_OK, why);
        assert_int_equal(g->route, LIMIT_LOCAL);
        check_gram_widths("x^2", g, bits);
        arb_init(s);
        arb_init(t);
        arb_init(q);
        arb_init(sigma);
        arb_init(rho0);
        arb_set_fmpq(s, x->s, prec);
        arb_mul_si(t, s, -48, prec);
        arb_add_ui(t, t, 1, prec);
        arb_sqrt(t, t, prec);
        arb_sub_ui(t, t, 1, prec);
        arb_neg(t, t);
        arb_div(q, t, s, prec);
        arb_div_ui(q, q, 12, prec);
        assert_true(arb_overlaps(q, g->q));
        for (i = 0; i < 4; i++)
            for (j = 0; j < i; j++) { /* 4 s sigma^2 - sigma + (2 s q^2 + 2 rho0) = 0, the smaller root */
                points_cosine(rho0, x->points, i, j, prec);
                arb_sqr(t, q, prec);
                arb_mul(t, t, s, prec);
                arb_add(t, t, rho0, prec);
                arb_mul_2exp_si(t, t, 1);
                arb_mul(t, t, s, prec);
                arb_mul_si(t, t, -16, prec);
                arb_add_ui(t, t, 1, prec);
                arb_sqrt(t, t, prec);
                arb_sub_ui(t, t, 1, prec);
                arb_neg(t, t);
                arb_div(sigma, t, s, prec);
                arb_mul_2exp_si(sigma, sigma, -3);
                arb_sqr(sigma, sigma, prec);
                arb_mul_2exp_si(sigma, sigma, 1);
                arb_sqr(t, q, prec);
                arb_add(t, t, sigma, prec);
                assert_true(arb_overlaps(t, arb_mat_entry(g->K, i, j)));
            }
        arb_clear(s);
        arb_clear(t);
        arb_clear(q);
        arb_clear(sigma);
        arb_clear(rho0);
        gram_clear(g);
        setup_close(x);
    }
    for (k = 0; k < 3; k++) {
        setup_t x;
        gram_t g;
        reason_t why;
        check_status("limit", "x^2", limit(g, x, "x^2", diverges[k], 64, why), DQ_NONEXISTENT, why);
        gram_clear(g);
        setup_close(x);
    }
}

/* phi = exp: F(q) = 2 s e^(2q) + 2; E e^(u + v) = e^(q + sigma). */
static void exponential(void **state)
{
    setup_t x;
    gram_t g;
    reason_t why;
    arb_t t, s;

    (void)state;
    check_status("limit", "exp(x)", limit(g, x, "exp(x)", "0.001", 64, why), DQ_OK, why);
    check_gram_widths("exp(x)", g, 64);
    arb_init(t);
    arb_init(s);
    arb_mul_2exp_si(t, g->q, 1);
    arb_exp(t, t, 128);
    assert_true(arb_overlaps(t, g->kappa));
    arb_set_fmpq(s, x->s, 128); /* K_10 = exp(q + 2 s K_10 + 2 rho0) */
    arb_mul(t, s, arb_mat_entry(g->K, 1, 0), 128);
    points_cosine(s, x->points, 1, 0, 128);
    arb_add(t, t, s, 128);
    arb_mul_2exp_si(t, t, 1);
    arb_add(t, t, g->q, 128);
    arb_exp(t, t, 128);
    assert_true(arb_overlaps(t, arb_mat_entry(g->K, 1, 0)));
    arb_clear(t);
    arb_clear(s);
    gram_clear(g);
    setup_close(x);
    check_status("limit", "exp(x)", limit(g, x, "exp(x)", "0.08", 64, why), DQ_NONEXISTENT, why);
    gram_clear(g);
    setup_close(x);
    check_status("limit", "exp(x^2/10)", limit(g, x, "exp(x^2/10)", "0.08", 64, why), DQ_NONEXISTENT, why);
    assert_non_null(strstr(why->text, "infinite"));
    gram_clear(g);
    setup_close(x);
}

/* phi = step: kappa = 1/2, E phi phi = 1/4 + asin(rho)/(2 pi), q = 2 + s. */
static void step_function(void **state)
{
    setup_t x;
    gram_t g;
    reason_t why;
    arb_t t, pi;

    (void)state;
    check_status("limit", "step(x)", limit(g, x, "step(x)", "0.08", 128, why), DQ_OK, why);
    check_gram_widths("step(x)", g, 128);
    arb_init(t);
    arb_init(pi);
    arb_set_str(t, "2.08", 200);
    assert_true(arb_overlaps(t, g->q));
    arb_set_d(t, 0.5);
    assert_true(arb_overlaps(t, g->kappa));
    /* rho from K, K from rho */
    arb_set_fmpq(t, x->s, 200);
    arb_mul(t, t, arb_mat_entry(g->K, 2, 0), 200);
    points_cosine(pi, x->points, 2, 0, 200);
    arb_add(t, t, pi, 200);
    arb_mul_2exp_si(t, t, 1);
    arb_div(t, t, g->q, 200);
    arb_asin(t, t, 200);
    arb_const_pi(pi, 200);
    arb_div(t, t, pi, 200);
    arb_mul_2exp_si(t, t, 1);
    arb_add_ui(t, t, 1, 200);
    arb_mul_2exp_si(t, t, -2);
    assert_true(arb_overlaps(t, arb_mat_entry(g->K, 2, 0)));
    arb_clear(t);
    arb_clear(pi);
    gram_clear(g);
    setup_close(x);
}

/* ReLU: F(q) = s q + 2 although theta = sqrt(2 s) > 1 from s = 1/2 on; at s > 1 nothing exists. */
static void relu_beyond_coupling(void **state)
{
    setup_t x;
    gram_t g;
    reason_t why;
    arb_t t;

    (void)state;
    arb_init(t);
    check_status("limit", "relu(x)", limit(g, x, "relu(x)", "0.75", 64, why), DQ_OK, why);
    arb_set_ui(t, 8);
    assert_true(arb_overlaps(t, g->q));
    check_gram_widths("relu(x)", g, 64);
    gram_clear(g);
    setup_close(x);
    check_status("limit", "relu(x)", limit(g, x, "relu(x)", "1.25", 64, why), DQ_NONEXISTENT, why);
    gram_clear(g);
    setup_close(x);
    /* tanh far beyond: the variances converge, the pairs are not certified */
    check_status("limit", "tanh(x)", limit(g, x, "tanh(x)", "20", 64, why), DQ_INAPPLICABLE, why);
    assert_true(why->text[0] != '\0');
    gram_clear(g);
    setup_close(x);
    arb_clear(t);
}

/* phi = x^2 (+ sin(x)/1000): kappa(q) <= 3 q^2 + 10^-6, so F(4) <= 0.04166 * 48.000001 + 2 < 4 and q_* <= 4 exists, but F is nearly
   tangent to the diagonal there: the search for a proof that F(q) > q everywhere must see what happens between its points. */
static void nearly_tangent(void **state)
{
    static const char *const phi[] = {"x^2", "x^2 + 0.001*sin(x)"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        setup_t x;
        gram_t g;
        reason_t why;
        dq_status status = limit(g, x, phi[k], "0.02083", 32, why);
        if (status != DQ_OK) check_status("limit", phi[k], status, DQ_INAPPLICABLE, why);
        gram_clear(g);
        setup_close(x);
    }
}

/* phi = exp(x^2/8): kappa(q) = (1 - q/2)^(-1/2), infinite from q = 2 on, and q^(l+1) = 2 s kappa(q^(l)) + 1/2 passes close to the
   diagonal: at s = 0.25045 it reaches 2 at l = 60, the last that is looked at, at 0.25044 at l = 61. */
static void infinite_iterates(void **state)
{
    static const char *const s[] = {"0.25045", "0.25044"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        setup_t x;
        arb_t sigma0;
        reason_t why;
        setup_open(x, "exp(x^2/8)", s[k], 4, 3, POINTS, 1);
        arb_init(sigma0);
        arb_set_d(sigma0, 0.5);
        reason_init(why);
        int diverges = variance_nonexistent(x->model, sigma0, why);
        print_message("s = %s: %d, %s\n", s[k], diverges, why->text);
        assert_int_equal(strstr(why->text, "q^(60)") != NULL, k == 0);
        assert_null(strstr(why->text, "q^(61)"));
        assert_true(diverges || k == 1);
        arb_clear(sigma0);
        setup_close(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(square),         cmocka_unit_test(exponential),
                                       cmocka_unit_test(step_function),  cmocka_unit_test(relu_beyond_coupling),
                                       cmocka_unit_test(nearly_tangent), cmocka_unit_test(infinite_iterates)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
