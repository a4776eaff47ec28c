/* Where the error terms are the answer: at few bits, few terms and wide balls of q the discretisation, the tails and the sensitivity
   are far above the rounding, so an enclosure without one of them misses the value, which is known from 160 bits. */
#include <math.h>
#include "support.h"

static const char *const PHI[] = {"tanh(x)", "gelu(x)",       "atan(3*x)",       "1/(1 + 4*x^2)",  "relu(x)",
                                  "elu(x)",  "step(x - 0.5)", "abs(x) + sin(x)", "clip(x, -1, 2)", "softplus(4*x)"};
enum { PHIS = sizeof PHI / sizeof PHI[0], TERMS = 24 };
static const double Q[] = {0.125, 2.0625, 30};
enum { QS = sizeof Q / sizeof Q[0] };

static void contain(const char *what, const char *phi, double q, slong bits, slong index, const arb_t value,
                    const arb_t truth)
{
    if (arb_contains(value, truth) && arb_is_finite(value)) return;
    print_ball("value", value);
    print_ball("truth", truth);
    fail_msg("%s of %s at q = %g, %ld bits, number %ld, does not contain the value", what, phi, q, (long)bits,
             (long)index);
}

static void known(hermite_t h, const activation_t phi, double q)
{
    reason_t why;
    arb_t variance;
    reason_init(why);
    arb_init(variance);
    arb_set_d(variance, q);
    hermite_init(h);
    if (hermite_coefficients(h, phi, variance, TERMS, 160, why) != DQ_OK) fail_msg("%s", why->text);
    arb_clear(variance);
}

static void test_coefficients(void **state)
{
    (void)state;
    reason_t why;
    arb_t q, value, high;
    reason_init(why);
    arb_init(q);
    arb_init(value);
    arb_init(high);
    for (int p = 0; p < PHIS; p++) {
        activation_t phi = activation_of(PHI[p]);
        for (int s = 0; s < QS; s++) {
            hermite_t truth, h;
            known(truth, phi, Q[s]);
            for (slong bits = 2; bits <= 20; bits += 6) {
                hermite_init(h);
                arb_set_d(q, Q[s]);
                if (hermite_coefficients(h, phi, q, TERMS, bits, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
                for (slong r = 0; r <= TERMS; r++) contain("a_r", PHI[p], Q[s], bits, r, h->a + r, truth->a + r);
                contain("kappa", PHI[p], Q[s], bits, 0, h->kappa, truth->kappa);
                contain("T_N", PHI[p], Q[s], bits, 0, h->tail, truth->tail);
                hermite_clear(h);
                if (hermite_kappa(value, phi, q, bits, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
                contain("kappa alone", PHI[p], Q[s], bits, 0, value, truth->kappa);
                hermite_kappa_nodes_t nodes = hermite_kappa_nodes_init(phi, bits);
                if (hermite_kappa_at(value, nodes, q, bits, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
                contain("kappa of shared nodes", PHI[p], Q[s], bits, 0, value, truth->kappa);
                hermite_kappa_nodes_clear(nodes);
                if (hermite_kappa_derivative(value, phi, q, bits, why) != DQ_OK ||
                    hermite_kappa_derivative(high, phi, q, 100, why) != DQ_OK)
                    fail_msg("%s: %s", PHI[p], why->text);
                contain("kappa'", PHI[p], Q[s], bits, 0, value, high);
            }
            hermite_clear(truth);
        }
        activation_clear(phi);
    }
    arb_clear(q);
    arb_clear(value);
    arb_clear(high);
}

/* q in a ball: the coefficients at both ends. */
static void test_ball_of_q(void **state)
{
    (void)state;
    reason_t why;
    arb_t q;
    reason_init(why);
    arb_init(q);
    for (int p = 0; p < PHIS; p++) {
        activation_t phi = activation_of(PHI[p]);
        for (int width = 4; width <= 40; width += 12) {
            hermite_t h, end;
            hermite_init(h);
            arb_set_d(q, 2.0625);
            mag_set_ui_2exp_si(arb_radref(q), 1, -width);
            if (hermite_coefficients(h, phi, q, TERMS, 64, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
            for (int side = -1; side <= 1; side += 2) {
                double at = 2.0625 + side * __builtin_ldexp(1, -width);
                known(end, phi, at);
                for (slong r = 0; r <= TERMS; r++) contain("a_r of a ball", PHI[p], at, width, r, h->a + r, end->a + r);
                contain("kappa of a ball", PHI[p], at, width, 0, h->kappa, end->kappa);
                hermite_clear(end);
            }
            hermite_clear(h);
        }
        activation_clear(phi);
    }
    arb_clear(q);
}

/* The tail of a series that is cut after few terms, and its derivative. */
static void test_few_terms(void **state)
{
    static const double RHO[] = {-0.9375, -0.5, 0.25, 0.75, 0.9375};
    (void)state;
    reason_t why;
    arb_t q, rho, value, truth, derivative;
    reason_init(why);
    arb_init(q);
    arb_init(rho);
    arb_init(value);
    arb_init(truth);
    arb_init(derivative);
    for (int p = 0; p < PHIS; p++) {
        activation_t phi = activation_of(PHI[p]);
        hermite_t whole, h;
        hermite_init(whole);
        arb_set_d(q, 2.0625);
        arb_set_d(rho, 0.9375);
        if (hermite_coefficients_for(whole, phi, q, rho, 60, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
        for (slong N = 0; N <= 12; N++) {
            hermite_init(h);
            if (hermite_coefficients(h, phi, q, N, 64, why) != DQ_OK) fail_msg("%s: %s", PHI[p], why->text);
            for (size_t k = 0; k < sizeof RHO / sizeof RHO[0]; k++) {
                arb_set_d(rho, RHO[k]);
                hermite_dual(truth, whole, whole, rho, 128);
                hermite_dual(value, h, h, rho, 128);
                if (!arb_overlaps(value, truth)) contain("the dual activation", PHI[p], RHO[k], 64, N, value, truth);
                hermite_dual_derivative(derivative, whole, whole, rho, 128);
                hermite_dual_derivative(value, h, h, rho, 128);
                if (!arb_overlaps(value, derivative))
                    contain("its derivative", PHI[p], RHO[k], 64, N, value, derivative);
            }
            hermite_clear(h);
        }
        hermite_clear(whole);
        activation_clear(phi);
    }
    arb_clear(q);
    arb_clear(rho);
    arb_clear(value);
    arb_clear(truth);
    arb_clear(derivative);
}

/* The other routes to the dual activation, each at few bits against itself and the split at many. */
static void test_dual_routes(void **state)
{
    static const char *const SHORT[] = {"tanh(x)", "relu(x)", "elu(x)",
                                        "1/(1 + 200*(x - 0.3)^2)"}; /* poles close to the axis */
    static const double RHO[] = {-1, -0.875, 0.625, 1};
    (void)state;
    reason_t why;
    arb_t qi, qj, rho, value, truth;
    reason_init(why);
    arb_init(qi);
    arb_init(qj);
    arb_init(rho);
    arb_init(value);
    arb_init(truth);
    for (int p = 0; p < 4; p++) {
        activation_t phi = activation_of(SHORT[p]);
        hermite_split_t i, j;
        arb_set_d(qi, 2.0625);
        int split = activation_pieces(phi) > 1;
        for (slong bits = 2; bits <= 8; bits += 6) {
            arb_set_d(qj, 0.75);
            hermite_split_init(i);
            hermite_split_init(j);
            if (split && (hermite_split_coefficients(i, phi, qi, bits, why) != DQ_OK ||
                          hermite_split_coefficients(j, phi, qj, bits, why) != DQ_OK))
                fail_msg("%s: %s", SHORT[p], why->text);
            for (size_t k = 0; k < sizeof RHO / sizeof RHO[0]; k++) {
                arb_set_d(rho, RHO[k]);
                arb_set_d(qj, fabs(RHO[k]) < 1 ? 0.75 : 2.0625);
                if (hermite_dual_integral(truth, phi, qi, qj, rho, 24, why) != DQ_OK ||
                    hermite_dual_integral(value, phi, qi, qj, rho, bits, why) != DQ_OK)
                    fail_msg("%s: %s", SHORT[p], why->text);
                if (!arb_overlaps(value, truth)) contain("the integral", SHORT[p], RHO[k], bits, 0, value, truth);
                if (hermite_dual_price(value, phi, qi, qj, rho, bits, why) == DQ_OK && !arb_overlaps(value, truth))
                    contain("Price's integral", SHORT[p], RHO[k], bits, 0, value, truth);
                if (!split || fabs(RHO[k]) == 1) continue;
                if (hermite_split_dual(value, i, j, rho, bits, why) != DQ_OK) fail_msg("%s: %s", SHORT[p], why->text);
                if (!arb_overlaps(value, truth)) contain("the split", SHORT[p], RHO[k], bits, 0, value, truth);
            }
            hermite_split_clear(i);
            hermite_split_clear(j);
        }
        activation_clear(phi);
    }
    arb_clear(qi);
    arb_clear(qj);
    arb_clear(rho);
    arb_clear(value);
    arb_clear(truth);
}

/* A pole at 1 +- 1e-150 i: no panel around 1 is small enough, and the search for one ends. */
static void test_panels_end(void **state)
{
    (void)state;
    reason_t why;
    arb_t q;
    hermite_t h;
    activation_t phi = activation_of("max(x, 0)/(1 + 1e300*(x - 1)^2)");
    reason_init(why);
    arb_init(q);
    arb_one(q);
    hermite_init(h);
    assert_int_equal(hermite_coefficients(h, phi, q, 2, 20, why), DQ_INCONCLUSIVE);
    assert_non_null(strstr(why->text, "quadrature panels are needed near x = 1"));
    hermite_clear(h);
    arb_clear(q);
    activation_clear(phi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_coefficients), cmocka_unit_test(test_ball_of_q),
                                       cmocka_unit_test(test_few_terms), cmocka_unit_test(test_panels_end),
                                       cmocka_unit_test(test_dual_routes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
