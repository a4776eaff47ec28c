/* The certified error of a Gauss-Legendre panel against its own formula with the integrand's size measured on the ellipses: a bound
   that is too small for the ellipse that it rests on is found even where the actual error of the rule is smaller by far. */
#include <complex.h>
#include <math.h>
#include "support.h"
#include "hermite/panel.h"

/* The ellipses of the formula; a bound may rest on any of them. */
static const double parameter[] = {1.08, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0, 12.0, 20.0, 35.0};
enum { PARAMETERS = sizeof parameter / sizeof *parameter, DIRECTIONS = 96 };

static complex double phi_at(const activation_t phi, complex double z)
{
    acb_t value;
    acb_init(value);
    acb_set_d_d(value, creal(z), cimag(z));
    activation_piece_eval_acb(value, phi, 0, value, 53);
    complex double result = arf_get_d(arb_midref(acb_realref(value)), ARF_RND_NEAR) +
                            I * arf_get_d(arb_midref(acb_imagref(value)), ARF_RND_NEAR);
    acb_clear(value);
    return result;
}

/* log2 of the largest |phi h_r n|, r <= N, and |phi^2 n|, |phi^2 (x^2 - 1) n| met on the ellipse, n the density of the variance q. */
static void measure(double *most, double *most_kappa, const panel_problem *problem, double centre, double half,
                    double rho)
{
    double q = arf_get_d(arb_midref(problem->q), ARF_RND_NEAR);
    *most = *most_kappa = -HUGE_VAL;
    for (int k = 0; k <= DIRECTIONS; k++) {
        complex double w = rho * cexp(I * M_PI * k / DIRECTIONS), z = centre + half * 0.5 * (w + 1 / w),
                       x = z / sqrt(q);
        double phi = log2(cabs(phi_at(problem->phi, z))),
               density = creal(-x * x / 2) / M_LN2 - 0.5 * log2(2 * M_PI * q);
        complex double before = 0, now = 1;
        double largest = 1;
        for (slong r = 0; r < problem->N; r++) {
            complex double next = (x * now - sqrt((double)r) * before) / sqrt((double)r + 1);
            before = now;
            now = next;
            largest = fmax(largest, cabs(now));
        }
        *most = fmax(*most, phi + density + log2(largest));
        *most_kappa = fmax(*most_kappa, 2 * phi + density + log2(fmax(1, cabs(x * x - 1))));
    }
}

/* The error is at least l (64/15) M rho^(-2 n)/(1 - rho^-2) for one of the ellipses, M the measured size. */
static void compare(const panel_struct *panel, const panel_problem *problem)
{
    double centre = 0.5 * (panel->low + panel->high), half = 0.5 * (panel->high - panel->low), least = HUGE_VAL,
           least_kappa = HUGE_VAL;
    for (int e = 0; e < PARAMETERS; e++) {
        double rho = parameter[e], most, most_kappa;
        double factor = log2(half * 64 / 15 / (1 - 1 / (rho * rho))) - 2.0 * (double)panel->points * log2(rho);
        measure(&most, &most_kappa, problem, centre, half, rho);
        least = fmin(least, most + factor);
        least_kappa = fmin(least_kappa, most_kappa + factor);
    }
    double error = mag_get_d_log2_approx(panel->error), kappa = mag_get_d_log2_approx(panel->error_kappa);
    if (!(error >= least - 1e-3 && kappa >= least_kappa - 1e-3))
        fail_msg("[%g, %g], q = %g, N = %ld, %ld points: 2^%g, 2^%g, measured 2^%g, 2^%g", panel->low, panel->high,
                 arf_get_d(arb_midref(problem->q), ARF_RND_NEAR), (long)problem->N, (long)panel->points, error, kappa,
                 least, least_kappa);
}

static void bounds_hold_their_ellipse(void **state)
{
    static const char *const text[] = {"exp(x)", "tanh(x)", "cos(3*x)", "1/(1+x^2)"};
    static const double variance[] = {1, 0.01, 0x1p-12},
                        end[][2] = {{-1, 1}, {-1, 1.25}, {-1.75, 1}, {0, 0.5}, {-2, -1}, {-0.25, 3}};
    static const slong order[] = {2, 9, 40};
    (void)state;
    int compared = 0;
    for (int t = 0; t < 4; t++)
        for (int v = 0; v < 3; v++)
            for (int p = 0; p < 6; p++)
                for (int o = 0; o < 3; o++) {
                    panel_problem problem = {.phi = activation_of(text[t]), .piece = 0, .N = order[o]};
                    panel_t panel = {{.low = end[p][0], .high = end[p][1]}};
                    arb_init(problem.q);
                    arb_set_d(problem.q, variance[v]);
                    mag_init(panel->error);
                    mag_init(panel->error_kappa);
                    panel_plan(panel, &problem, -60, -60, 512);
                    if (panel->points > 0) {
                        assert_true(mag_cmp_2exp_si(panel->error, -60) <= 0 &&
                                    mag_cmp_2exp_si(panel->error_kappa, -60) <= 0);
                        compare(panel, &problem);
                        compared++;
                    }
                    mag_clear(panel->error);
                    mag_clear(panel->error_kappa);
                    arb_clear(problem.q);
                    activation_clear(problem.phi);
                }
    assert_true(compared > 100);
}

/* As the target sinks every size of rule has its turn, and never a larger one before a smaller one. */
static void every_rule_is_used(void **state)
{
    static const slong size[] = {8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512};
    (void)state;
    panel_problem problem = {.phi = activation_of("tanh(x)"), .piece = 0, .N = 4};
    panel_t panel = {{.low = 0, .high = 1}};
    arb_init(problem.q);
    arb_one(problem.q);
    mag_init(panel->error);
    mag_init(panel->error_kappa);
    double target = -4;
    for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
        do {
            panel_plan(panel, &problem, target, target, 512);
            target -= 2;
        } while (panel->points > 0 && panel->points < size[k]);
        assert_int_equal(panel->points, size[k]);
    }
    mag_clear(panel->error);
    mag_clear(panel->error_kappa);
    arb_clear(problem.q);
    activation_clear(problem.phi);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bounds_hold_their_ellipse),
                                       cmocka_unit_test(every_rule_is_used)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
