/* The error of n-point Gauss-Legendre on a panel of half-length l: if |f| <= M on the Bernstein ellipse of parameter
   rho mapped to the panel, error <= l (64/15) M / ((1 - rho^-2) rho^(2n))    (MATH.md 3; n >= 2).

   The ellipse is covered by boxes; on a box z = y + ib, with xi = |y|/sqrt(q) at least xi_0 and eta = |b|/sqrt(q) at
   most eta_0, |N(z; 0, q)| = e^{(eta^2 - xi^2)/2} / sqrt(2 pi q), |h_r(x)|^2 <= sum_k |h_k(x)|^2 t^{k-r} <= t^{-N} (1 -
   t^2)^{-1/2} exp(t xi^2/(1+t) + t eta^2/(1-t))   (Mehler's kernel at (x, conj x), r <= N), for every 0 < t < 1, so
   |h_r N| <= t^{-N/2} (1 - t^2)^{-1/4} exp(-xi^2/(2(1+t)) + eta^2/(2(1-t))) / sqrt(2 pi q). For kappa and its
   derivative the integrands are phi^2 N and phi^2 (x^2 - 1) N = sqrt(2) phi^2 h_2 N; both are at most sqrt(2) |phi|^2
   times the bound with N = 2.  |phi| comes from one complex ball evaluation per box, which certifies holomorphy too. */
#include <math.h>
#include "hermite/panel.h"

#define SLICES     8
#define BOUND_PREC 53
static const double ellipse_parameter[] = {1.08, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0, 12.0, 20.0, 35.0};
#define ELLIPSES ((slong)(sizeof ellipse_parameter / sizeof ellipse_parameter[0]))

/* the admissible numbers of points: few, so that the cached nodes are shared by panels and precisions */
static const slong rule_points[] = {8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512};
#define RULES ((slong)(sizeof rule_points / sizeof rule_points[0]))

/* A t with a small bound: near the axis 1 - t = eta/sqrt(N), far out smaller ones; any t in (0, 1) is right. */
static double approx_mehler_parameter(double y_least, double b_most, double q, double N)
{
    static const double far_out[] = {0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1, 0.03, 0.01};
    double xi2 = y_least * y_least / q, eta2 = b_most * b_most / q, best = HUGE_VAL, parameter = 0.5;
    double near = 1.0 - fmin(fmax(sqrt(eta2 / (N + 1.0)), 0x1p-24), 0.9990234375);
    size_t k, count = sizeof far_out / sizeof far_out[0];

    for (k = 0; k <= count; k++) {
        double t = k == count ? near : far_out[k];
        double bound = eta2 / (2.0 * (1.0 - t)) - xi2 / (2.0 * (1.0 + t)) - 0.5 * N * log(t) - 0.25 * log(1.0 - t * t);
        if (bound < best) {
            best = bound;
            parameter = t;
        }
    }
    return parameter;
}

void panel_mehler_bound(mag_t weight, double y_least, double b_most, const arb_t q, slong N)
{
    arb_t xi2, eta2, t, u, v;
    arb_init(xi2);
    arb_init(eta2);
    arb_init(t);
    arb_init(u);
    arb_init(v);
    arb_set_d(xi2, y_least);
    arb_sqr(xi2, xi2, BOUND_PREC);
    arb_div(xi2, xi2, q, BOUND_PREC);
    arb_set_d(eta2, b_most);
    arb_sqr(eta2, eta2, BOUND_PREC);
    arb_div(eta2, eta2, q, BOUND_PREC);
    arb_set_d(t, approx_mehler_parameter(y_least, b_most, arf_get_d(arb_midref(q), ARF_RND_NEAR), (double)N));
    arb_add_ui(u, t, 1, BOUND_PREC); /* 1 + t */
    arb_div(xi2, xi2, u, BOUND_PREC);
    arb_sub_ui(v, t, 1, BOUND_PREC);
    arb_neg(v, v); /* 1 - t */
    arb_div(eta2, eta2, v, BOUND_PREC);
    arb_mul(v, v, u, BOUND_PREC); /* 1 - t^2 */
    arb_log(v, v, BOUND_PREC);
    arb_mul_2exp_si(v, v, -2);
    arb_log(t, t, BOUND_PREC);
    arb_mul_ui(t, t, (ulong)N, BOUND_PREC);
    arb_mul_2exp_si(t, t, -1);
    arb_sub(u, eta2, xi2, BOUND_PREC);
    arb_mul_2exp_si(u, u, -1);
    arb_sub(u, u, v, BOUND_PREC);
    arb_sub(u, u, t, BOUND_PREC);
    arb_exp(u, u, BOUND_PREC);
    arb_get_mag(weight, u);
    arb_clear(xi2);
    arb_clear(eta2);
    arb_clear(t);
    arb_clear(u);
    arb_clear(v);
}

/* M and M_kappa (without 1/sqrt(2 pi q)) over the ellipse `rho`; infinite when phi is not certified holomorphic on it
 */
static void ellipse_bounds(mag_t M, mag_t M_kappa, const panel_problem *problem, double low, double high, double rho)
{
    double centre = 0.5 * (low + high), half = 0.5 * (high - low) * (1.0 + 1e-12) + 1e-14 * fabs(centre);
    double a = half * 0.5 * (rho + 1.0 / rho) * (1.0 + 1e-12), b = half * 0.5 * (rho - 1.0 / rho) * (1.0 + 1e-12);
    acb_t z, value;
    mag_t phi, weight, root_two;
    acb_init(z);
    acb_init(value);
    mag_init(phi);
    mag_init(weight);
    mag_init(root_two);
    mag_set_d(root_two, 1.4142135623731);
    mag_zero(M);
    mag_zero(M_kappa);
    for (slong j = 0; j < SLICES && mag_is_finite(M); j++) {
        double left = -1.0 + 2.0 * (double)j / SLICES, right = left + 2.0 / SLICES;
        double inner = left >= 0.0 ? left : (right <= 0.0 ? -right : 0.0); /* least |.| on the slice */
        double height = b * sqrt(fmax(1.0 - inner * inner, 0.0)) * (1.0 + 1e-12);
        double y0 = centre + a * left - 1e-12 * (fabs(centre) + a),
               y1 = centre + a * right + 1e-12 * (fabs(centre) + a);
        /* phi(conj z) = conj phi(z): the upper half is enough */
        arb_t end;
        arb_init(end);
        arb_set_d(acb_realref(z), y0);
        arb_set_d(end, y1);
        arb_union(acb_realref(z), acb_realref(z), end, BOUND_PREC);
        arb_zero(acb_imagref(z));
        arb_set_d(end, height);
        arb_union(acb_imagref(z), acb_imagref(z), end, BOUND_PREC);
        arb_clear(end);
        activation_piece_eval_acb(value, problem->phi, problem->piece, z, BOUND_PREC);
        if (!acb_is_finite(value)) {
            mag_inf(M);
            mag_inf(M_kappa);
            break;
        }
        acb_get_mag(phi, value);
        double y_least = y0 > 0.0 ? y0 : (y1 < 0.0 ? -y1 : 0.0);
        panel_mehler_bound(weight, y_least, height, problem->q, problem->N);
        mag_mul(weight, weight, phi);
        mag_max(M, M, weight);
        panel_mehler_bound(weight, y_least, height, problem->q, 2);
        mag_mul(weight, weight, phi);
        mag_mul(weight, weight, phi);
        mag_mul(weight, weight, root_two);
        mag_max(M_kappa, M_kappa, weight);
    }
    acb_clear(z);
    acb_clear(value);
    mag_clear(phi);
    mag_clear(weight);
    mag_clear(root_two);
}

/* l (64/15) M / ((1 - rho^-2) sqrt(2 pi q)): the error times rho^(2n) */
static void error_constant(mag_t c, const mag_t M, double low, double high, double rho, const arb_t q)
{
    arb_t t, u;
    arb_init(t);
    arb_init(u);
    arb_set_d(t, rho);
    arb_inv(t, t, BOUND_PREC);
    arb_sqr(t, t, BOUND_PREC);
    arb_sub_ui(t, t, 1, BOUND_PREC);
    arb_neg(t, t); /* 1 - rho^-2 */
    arb_const_pi(u, BOUND_PREC);
    arb_mul_2exp_si(u, u, 1);
    arb_mul(u, u, q, BOUND_PREC);
    arb_sqrt(u, u, BOUND_PREC);
    arb_mul(t, t, u, BOUND_PREC);
    arb_mul_ui(t, t, 15, BOUND_PREC);
    arb_ui_div(t, 64, t, BOUND_PREC);
    arb_set_d(u, 0.5 * (high - low) * (1.0 + 1e-12));
    arb_mul(t, t, u, BOUND_PREC);
    arb_get_mag(c, t);
    mag_mul(c, c, M);
    arb_clear(t);
    arb_clear(u);
}

/* error = constant * rho^-(2n) */
static void rule_error(mag_t error, const mag_t constant, double rho, slong points)
{
    mag_t r;
    mag_init(r);
    arb_t t;
    arb_init(t);
    arb_set_d(t, rho);
    arb_pow_ui(t, t, 2 * (ulong)points, BOUND_PREC);
    arb_inv(t, t, BOUND_PREC);
    arb_get_mag(r, t);
    mag_mul(error, constant, r);
    arb_clear(t);
    mag_clear(r);
}

static double points_needed(const mag_t constant, double rho, double target)
{
    if (mag_is_zero(constant)) return 2.0;
    return (mag_get_d_log2_approx(constant) - target) / (2.0 * log2(rho));
}

void panel_plan(panel_t panel, const panel_problem *problem, double target, double target_kappa, slong most)
{
    mag_t M, M_kappa, c, c_kappa, best, best_kappa;
    mag_init(M);
    mag_init(M_kappa);
    mag_init(c);
    mag_init(c_kappa);
    mag_init(best);
    mag_init(best_kappa);
    double need = HUGE_VAL, need_kappa = HUGE_VAL, rho = 0.0, rho_kappa = 0.0;
    panel->points = 0;
    slong misses = 0;
    for (slong e = 0; e < ELLIPSES && misses < 2; e++) {
        double parameter = ellipse_parameter[e];
        ellipse_bounds(M, M_kappa, problem, panel->low, panel->high, parameter);
        if (!mag_is_finite(M)) break; /* larger ellipses contain this one */
        error_constant(c, M, panel->low, panel->high, parameter, problem->q);
        error_constant(c_kappa, M_kappa, panel->low, panel->high, parameter, problem->q);
        double n = points_needed(c, parameter, target), n_kappa = points_needed(c_kappa, parameter, target_kappa);
        int better = 0;
        if (n < need) {
            need = n;
            rho = parameter;
            mag_set(best, c);
            better = 1;
        }
        if (n_kappa < need_kappa) {
            need_kappa = n_kappa;
            rho_kappa = parameter;
            mag_set(best_kappa, c_kappa);
            better = 1;
        }
        misses = better ? 0 : misses + 1;
    }
    double least = fmax(need, need_kappa);
    if (least <= (double)most)
        for (slong i = 0; i < RULES; i++)
            if ((double)rule_points[i] >= least && rule_points[i] <= most) {
                panel->points = rule_points[i];
                rule_error(panel->error, best, rho, panel->points);
                rule_error(panel->error_kappa, best_kappa, rho_kappa, panel->points);
                break;
            }
    mag_clear(M);
    mag_clear(M_kappa);
    mag_clear(c);
    mag_clear(c_kappa);
    mag_clear(best);
    mag_clear(best_kappa);
}
