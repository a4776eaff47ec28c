/* Limits without the coupling for points of several norms: every variance and every pair satisfies its fixed-point equation with the dual
 * activation in closed form, and is where the iteration from K = 0 goes. */
#include <math.h>
#include "support.h"

enum { N = 4, D = 3 };
/* Two points of one norm, two of other norms. */
static const double POINTS[N * D] = {1, 2, -1, 2, 1, -1, 0.5, -0.25, 1.5, -1, 0.5, 0.25};

/* E phi(u) phi(v), (u, v) ~ N(0, [[p, sigma], [sigma, q]]). */
typedef void (*dual_function)(arb_t value, const arb_t p, const arb_t q, const arb_t sigma, slong prec);

static void dual_square(arb_t value, const arb_t p, const arb_t q, const arb_t sigma, slong prec) /* p q + 2 sigma^2 */
{
    arb_t t;
    arb_init(t);
    arb_sqr(t, sigma, prec);
    arb_mul_2exp_si(t, t, 1);
    arb_mul(value, p, q, prec);
    arb_add(value, value, t, prec);
    arb_clear(t);
}

static void dual_exponential(arb_t value, const arb_t p, const arb_t q, const arb_t sigma, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_add(t, p, q, prec);
    arb_mul_2exp_si(t, t, -1);
    arb_add(t, t, sigma, prec);
    arb_exp(value, t, prec);
    arb_clear(t);
}

/* rho = sigma / sqrt(p q), where p is q the exact 1. */
static void correlation(arb_t rho, const arb_t p, const arb_t q, const arb_t sigma, slong prec)
{
    arb_t t;
    arb_init(t);
    if (p == q && q == sigma) {
        arb_one(rho);
    } else {
        arb_mul(t, p, q, prec);
        arb_sqrt(t, t, prec);
        arb_div(rho, sigma, t, prec);
    }
    arb_clear(t);
}

static void dual_step(arb_t value, const arb_t p, const arb_t q, const arb_t sigma,
                      slong prec) /* 1/4 + asin rho/(2 pi) */
{
    arb_t t;
    arb_init(t);
    correlation(value, p, q, sigma, prec);
    arb_asin(value, value, prec);
    arb_const_pi(t, prec);
    arb_div(value, value, t, prec);
    arb_mul_2exp_si(value, value, -1);
    arb_set_d(t, 0.25);
    arb_add(value, value, t, prec);
    arb_clear(t);
}

/* sqrt(p q) (sqrt(1 - rho^2) + rho (pi - acos rho)) / (2 pi) */
static void dual_relu(arb_t value, const arb_t p, const arb_t q, const arb_t sigma, slong prec)
{
    arb_t rho, t;
    arb_init(rho);
    arb_init(t);
    correlation(rho, p, q, sigma, prec);
    arb_neg(t, rho);
    arb_acos(t, t, prec); /* pi - acos rho */
    arb_mul(t, t, rho, prec);
    arb_mul(value, rho, rho, prec);
    arb_sub_ui(value, value, 1, prec);
    arb_neg(value, value);
    arb_sqrtpos(value, value, prec);
    arb_add(t, t, value, prec);
    arb_mul(value, p, q, prec);
    arb_sqrt(value, value, prec);
    arb_mul(value, value, t, prec);
    arb_const_pi(t, prec);
    arb_mul_2exp_si(t, t, 1);
    arb_div(value, value, t, prec);
    arb_clear(rho);
    arb_clear(t);
}

static const struct {
    const char *phi, *s;
    double scale; /* of the points */
    dual_function dual;
} CASES[] = {
    {"x^2", "0.015", 0.75, dual_square},        {"x^2", "0.001", 1, dual_square},
    {"exp(x)", "0.001", 0.5, dual_exponential}, {"exp(x)", "0.03", 0.25, dual_exponential},
    {"step(x)", "0.08", 1, dual_step},          {"step(x)", "2", 1, dual_step},
    {"relu(x)", "0.75", 1, dual_relu},          {"relu(x)", "0.5", 1e3, dual_relu},
};

/* covariance = 2 s K + (2/d) <x_i, x_j> */
static void next_covariance(arb_t covariance, const arb_t K, const setup_t x, slong i, slong j, slong prec)
{
    double dot = 0;
    arb_t t;
    arb_init(t);
    for (slong k = 0; k < D; k++) dot += x->points->x[i * D + k] * x->points->x[j * D + k]; /* few bits: exact */
    arb_set_d(covariance, 2 * dot);
    arb_div_ui(covariance, covariance, D, prec);
    arb_set_fmpq(t, x->s, prec);
    arb_mul(t, t, K, prec);
    arb_mul_2exp_si(t, t, 1);
    arb_add(covariance, covariance, t, prec);
    arb_clear(t);
}

static void fixed_points(void **state)
{
    const slong bits = 96, prec = 256;
    (void)state;
    for (size_t c = 0; c < sizeof CASES / sizeof CASES[0]; c++) {
        const char *phi = CASES[c].phi;
        double scaled[N * D];
        setup_t x;
        gram_t g;
        reason_t why;
        arb_t sigma, value;
        arb_ptr q = _arb_vec_init(N);

        for (int i = 0; i < N * D; i++) scaled[i] = CASES[c].scale * POINTS[i];
        setup_open(x, phi, CASES[c].s, N, D, scaled, 0);
        gram_init(g);
        reason_init(why);
        check_status("limit", phi, gram_limit(g, x->model, bits, why), DQ_OK, why);
        assert_int_equal(g->route, LIMIT_LOCAL);
        assert_false(g->equal_norms);
        check_gram_widths(phi, g, bits);
        arb_init(sigma);
        arb_init(value);
        for (slong i = 0; i < N; i++) {
            next_covariance(sigma, g->kappa + i, x, i, i, prec);
            assert_true(arb_overlaps(sigma, g->q + i));
            CASES[c].dual(value, g->q + i, g->q + i, g->q + i, prec);
            assert_true(arb_overlaps(value, g->kappa + i));
            assert_true(arb_overlaps(value, arb_mat_entry(g->K, i, i)));
            for (slong j = 0; j < i; j++) {
                next_covariance(sigma, arb_mat_entry(g->K, i, j), x, i, j, prec);
                CASES[c].dual(value, g->q + i, g->q + j, sigma, prec);
                assert_true(arb_overlaps(value, arb_mat_entry(g->K, i, j)));
                assert_true(arb_overlaps(arb_mat_entry(g->K, j, i), arb_mat_entry(g->K, i, j)));
            }
        }
        /* the iteration from 0, on midpoints: 200 steps come within 10^-6 of the limit claimed (rates are at most 0.9) */
        for (slong i = 0; i < N; i++)
            for (slong j = i; j >= 0; j--) {
                arb_t p, r, K;
                arb_init(p);
                arb_init(r);
                arb_init(K);
                for (int step = 0; step < 200; step++) {
                    next_covariance(sigma, K, x, i, j, 64);
                    if (i == j) {
                        CASES[c].dual(K, sigma, sigma, sigma, 64);
                        arb_set(q + i, sigma);
                    } else {
                        CASES[c].dual(K, q + i, q + j, sigma, 64);
                    }
                    mag_zero(arb_radref(K));
                }
                arb_sub(p, K, arb_mat_entry(g->K, i, j), 64);
                arb_mul_ui(p, p, 1000000, 64);
                arb_abs(p, p);
                arb_set(r, g->kappa + i);
                arb_max(r, r, g->kappa + j, 64);
                if (!arb_lt(p, r)) {
                    printf("%s, s = %s: entry %ld %ld is not the limit from 0\n", phi, CASES[c].s, (long)i, (long)j);
                    fail();
                }
                arb_clear(p);
                arb_clear(r);
                arb_clear(K);
            }
        arb_clear(sigma);
        arb_clear(value);
        _arb_vec_clear(q, N);
        gram_clear(g);
        setup_close(x);
    }
}

/* Kinks, theta >= 1 and nearly parallel points of two norms: the chord bounds the slope there.  Two precisions must agree. */
static void nearly_parallel(void **state)
{
    static const double near[] = {1, 0, 2, 2e-6, 0.25, 1};
    static const struct {
        const char *phi, *s, *engine;
    } NEAR[] = {{"relu(x)", "0.75", "price"}, {"elu(x,1)", "0.51", "split"}};
    (void)state;
    for (size_t c = 0; c < sizeof NEAR / sizeof NEAR[0]; c++) {
        setup_t x;
        gram_t low, high;
        reason_t why;
        setup_open(x, NEAR[c].phi, NEAR[c].s, 3, 2, near, 0);
        gram_init(low);
        gram_init(high);
        reason_init(why);
        check_status("limit", NEAR[c].phi, gram_limit(low, x->model, 40, why), DQ_OK, why);
        check_status("limit", NEAR[c].phi, gram_limit(high, x->model, 72, why), DQ_OK, why);
        assert_int_equal(low->route, LIMIT_LOCAL);
        assert_non_null(strstr(low->engine, NEAR[c].engine));
        check_gram_widths(NEAR[c].phi, low, 40);
        check_gram_widths(NEAR[c].phi, high, 72);
        assert_true(arb_mat_overlaps(low->K, high->K));
        gram_clear(low);
        gram_clear(high);
        setup_close(x);
    }
}

/* No limit, or none certified, for one of several norms. */
static void none(void **state)
{
    static const struct {
        const char *phi, *s;
        dq_status status;
    } NONE[] = {{"x^2", "0.08", DQ_NONEXISTENT},
                {"exp(x)", "0.08", DQ_NONEXISTENT},
                {"relu(x)", "1.25", DQ_NONEXISTENT},
                {"tanh(x)", "20", DQ_INAPPLICABLE}};
    (void)state;
    for (size_t c = 0; c < sizeof NONE / sizeof NONE[0]; c++) {
        setup_t x;
        gram_t g;
        reason_t why;
        setup_open(x, NONE[c].phi, NONE[c].s, N, D, POINTS, 0);
        gram_init(g);
        reason_init(why);
        check_status("limit", NONE[c].phi, gram_limit(g, x->model, 64, why), NONE[c].status, why);
        assert_true(why->text[0] != '\0');
        gram_clear(g);
        setup_close(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fixed_points), cmocka_unit_test(nearly_parallel),
                                       cmocka_unit_test(none)};
    int failed = cmocka_run_group_tests_name("gram: limits of several norms without the coupling", tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
