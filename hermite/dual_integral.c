/* The dual activation by quadrature of the bivariate integral, |rho| < 1, and of E phi(y) phi(+-y) for rho = +-1.

   With s^2 = 1 - rho^2 the density of (u, v) is
     p = exp(-Q/2) / (2 pi s sqrt(q_i q_j)),   Q = v^2/q_j + (u/sqrt q_i - rho v/sqrt q_j)^2 / s^2,
   and |p(u + ib, v)| = p(u, v) e^{b^2/(2 s^2 q_i)} for real v (likewise in v).  Tensor Gauss-Legendre on rectangles.

   Error ledger, per rectangle A x B of half-lengths l_A, l_B, ellipse parameter 3, n points a side, g = (64/15) / ((1 -
   3^-2) 3^{2n}): first variable    2 l_B l_A g sup_{ellipse(A) x B} |phi phi p| second variable   2 l_A l_B g sup_{A x
   ellipse(B)} |phi phi p|       (weights of the rule on A sum to 2 l_A) rectangle left out  4 l_A l_B sup_{A x B} |phi
   phi p| Outside |u| <= R_u, |v| <= R_v:  (E phi(u)^2 1_{|u|>R_u})^{1/2} kappa_j^{1/2} and the same with u, v exchanged
   (Cauchy-Schwarz). */
#include <math.h>
#include "hermite/quadrature.h"
#include "hermite/strip.h"

#define BOUND_PREC 53

typedef struct {
    arb_struct root_i, root_j, rho, s2, normal; /* sqrt(q_i), sqrt(q_j), rho, 1 - rho^2, 1/(2 pi s sqrt(q_i q_j)) */
    double root_i_d, root_j_d, rho_d, s_d;
    mag_t rule; /* (64/15) / ((1 - 1/9) 9^n) */
    mag_t negligible;
} plane_t;

/* |[low, high]|_min^2 as a ball from below */
static void least_square(arb_t x)
{
    arb_get_abs_lbound_arf(arb_midref(x), x, BOUND_PREC);
    mag_zero(arb_radref(x));
    arb_sqr(x, x, BOUND_PREC);
}

/* sup of p e^{height^2/(2 s^2 q)} over the real box, q the variance of the variable that is complex */
static void density_bound(mag_t bound, const plane_t *plane, double u0, double u1, double v0, double v1, double height,
                          int complex_u)
{
    arb_t u, v, t, Q;
    arb_init(u);
    arb_init(v);
    arb_init(t);
    arb_init(Q);
    arb_set_d(u, u0);
    arb_set_d(t, u1);
    arb_union(u, u, t, BOUND_PREC);
    arb_set_d(v, v0);
    arb_set_d(t, v1);
    arb_union(v, v, t, BOUND_PREC);
    arb_div(u, u, &plane->root_i, BOUND_PREC);
    arb_div(v, v, &plane->root_j, BOUND_PREC);
    arb_mul(t, &plane->rho, v, BOUND_PREC);
    arb_sub(t, u, t, BOUND_PREC);
    least_square(t);
    arb_div(t, t, &plane->s2, BOUND_PREC);
    least_square(v);
    arb_add(Q, v, t, BOUND_PREC);
    arb_set_d(t, height);
    arb_div(t, t, complex_u ? &plane->root_i : &plane->root_j, BOUND_PREC);
    arb_sqr(t, t, BOUND_PREC);
    arb_div(t, t, &plane->s2, BOUND_PREC);
    arb_sub(t, t, Q, BOUND_PREC);
    arb_mul_2exp_si(t, t, -1);
    arb_exp(t, t, BOUND_PREC);
    arb_mul(t, t, &plane->normal, BOUND_PREC);
    arb_get_mag(bound, t);
    arb_clear(u);
    arb_clear(v);
    arb_clear(t);
    arb_clear(Q);
}

/* adds the rectangle's sum to value, its error to error */
static void add_rectangle(arb_t value, mag_t error, const plane_t *plane, const strip_panel *A, const strip_panel *B,
                          slong points, slong prec)
{
    mag_t area, m, t;
    mag_init(area);
    mag_init(m);
    mag_init(t);
    mag_set_d(area, (A->high - A->low) * (1.0 + 1e-12));
    mag_set_d(t, (B->high - B->low) * (1.0 + 1e-12));
    mag_mul(area, area, t); /* 4 l_A l_B */

    density_bound(m, plane, A->low, A->high, B->low, B->high, 0.0, 1);
    mag_mul(m, m, A->real);
    mag_mul(m, m, B->real);
    mag_mul(m, m, area);
    if (mag_cmp(m, plane->negligible) <= 0) {
        mag_add(error, error, m);
    } else {
        density_bound(m, plane, A->low_wide, A->high_wide, B->low, B->high, A->height, 1);
        mag_mul(m, m, A->complex);
        mag_mul(m, m, B->real);
        density_bound(t, plane, A->low, A->high, B->low_wide, B->high_wide, B->height, 0);
        mag_mul(t, t, A->real);
        mag_mul(t, t, B->complex);
        mag_add(m, m, t);
        mag_mul(m, m, area);
        mag_mul(m, m, plane->rule);
        mag_mul_2exp_si(m, m, -1); /* 2 l_A l_B */
        mag_add(error, error, m);

        arb_t sum, x, Q, c;
        arb_init(sum);
        arb_init(x);
        arb_init(Q);
        arb_init(c);
        for (slong j = 0; j < points; j++) {
            arb_zero(sum);
            arb_mul(c, &plane->rho, B->node + j, prec);
            arb_div(c, c, &plane->root_j, prec);
            for (slong i = 0; i < points; i++) {
                arb_div(x, A->node + i, &plane->root_i, prec);
                arb_sub(x, x, c, prec);
                arb_sqr(Q, x, prec);
                arb_div(Q, Q, &plane->s2, prec);
                arb_mul_2exp_si(Q, Q, -1);
                arb_neg(Q, Q);
                arb_exp(Q, Q, prec);
                arb_addmul(sum, Q, A->value + i, prec);
            }
            arb_div(x, B->node + j, &plane->root_j, prec);
            arb_sqr(x, x, prec);
            arb_mul_2exp_si(x, x, -1);
            arb_neg(x, x);
            arb_exp(x, x, prec);
            arb_mul(x, x, B->value + j, prec);
            arb_mul(sum, sum, x, prec);
            arb_addmul(value, sum, &plane->normal, prec);
        }
        arb_clear(sum);
        arb_clear(x);
        arb_clear(Q);
        arb_clear(c);
    }
    mag_clear(area);
    mag_clear(m);
    mag_clear(t);
}

static void plane_init(plane_t *plane, const arb_t qi, const arb_t qj, const arb_t rho, slong points,
                       double negligible_log2, slong prec)
{
    arb_init(&plane->root_i);
    arb_init(&plane->root_j);
    arb_init(&plane->rho);
    arb_init(&plane->s2);
    arb_init(&plane->normal);
    arb_sqrt(&plane->root_i, qi, prec);
    arb_sqrt(&plane->root_j, qj, prec);
    arb_set(&plane->rho, rho);
    arb_sqr(&plane->s2, rho, 2 * prec);
    arb_sub_ui(&plane->s2, &plane->s2, 1, prec);
    arb_neg(&plane->s2, &plane->s2);
    arb_t t;
    arb_init(t);
    arb_const_pi(t, prec);
    arb_mul_2exp_si(t, t, 1);
    arb_mul(t, t, &plane->root_i, prec);
    arb_mul(t, t, &plane->root_j, prec);
    arb_sqrt(&plane->normal, &plane->s2, prec);
    arb_mul(t, t, &plane->normal, prec);
    arb_inv(&plane->normal, t, prec);
    mag_init(plane->rule);
    mag_init(plane->negligible);
    arb_set_ui(t, 9);
    arb_pow_ui(t, t, (ulong)points, BOUND_PREC);
    arb_mul_ui(t, t, 15 * 8, BOUND_PREC);
    arb_ui_div(t, 64 * 9, t, BOUND_PREC);
    arb_get_mag(plane->rule, t);
    mag_set_ui_2exp_si(plane->negligible, 1, (slong)floor(negligible_log2));
    arb_clear(t);
}

static void plane_clear(plane_t *plane)
{
    arb_clear(&plane->root_i);
    arb_clear(&plane->root_j);
    arb_clear(&plane->rho);
    arb_clear(&plane->s2);
    arb_clear(&plane->normal);
    mag_clear(plane->rule);
    mag_clear(plane->negligible);
}

/* cuts of one variable: R[2] and sqrt of the second moment left out */
static dq_status cut_variable(double R[2], mag_t root_tail, const activation_t phi, const arb_t q, double target_kappa,
                              reason_t why)
{
    mag_t tail, tail_kappa;
    mag_init(tail);
    mag_init(tail_kappa);
    mag_zero(root_tail);
    dq_status status = DQ_OK;
    for (int e = 0; e < 2 && status == DQ_OK; e++) {
        status =
            quadrature_cut(&R[e], tail, tail_kappa, phi, q, 0, e == 0 ? -1 : 1, 0.5 * target_kappa, target_kappa, why);
        mag_add(root_tail, root_tail, tail_kappa);
    }
    mag_sqrt(root_tail, root_tail);
    mag_clear(tail);
    mag_clear(tail_kappa);
    return status;
}

static dq_status inside(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho,
                        slong bits, const double scale[2], reason_t why)
{
    double log2_scale = 0.5 * (scale[0] + scale[1]),
           s = sqrt(fmax(1.0 - pow(arf_get_d(arb_midref(rho), ARF_RND_NEAR), 2.0), 1e-12));
    slong points = (slong)((double)(bits + 24) / 3.17) + 4, prec = bits + 40;
    const arb_struct *q[2] = {qi, qj};
    double R[2][2];
    mag_t root_tail[2], error, t;
    mag_init(error);
    mag_init(t);
    dq_status status = DQ_OK;
    strip_struct strip[2];
    int built = 0;
    for (int e = 0; e < 2; e++) mag_init(root_tail[e]);
    for (int e = 0; e < 2 && status == DQ_OK; e++) {
        status = cut_variable(R[e], root_tail[e], phi, q[e], scale[e] - 2.0 * (double)bits - 8.0, why);
        if (status != DQ_OK) break;
        double half = 0.75 * s * sqrt(arf_get_d(arb_midref(q[e]), ARF_RND_NEAR));
        status = strip_build(&strip[e], phi, R[e], half, points, prec, why);
        built = e + 1;
    }
    if (status == DQ_OK) {
        plane_t plane;
        double rectangles = (double)strip[0].count * (double)strip[1].count;
        plane_init(&plane, qi, qj, rho, points, log2_scale - (double)bits - 6.0 - log2(rectangles), prec);
        arb_zero(value);
        for (slong i = 0; i < strip[0].count; i++)
            for (slong j = 0; j < strip[1].count; j++)
                add_rectangle(value, error, &plane, &strip[0].panel[i], &strip[1].panel[j], points, prec);
        plane_clear(&plane);
        /* outside: root_tail_i sqrt(kappa_j) + root_tail_j sqrt(kappa_i) */
        arb_t kappa;
        arb_init(kappa);
        for (int e = 0; e < 2 && status == DQ_OK; e++) {
            status = hermite_kappa(kappa, phi, q[1 - e], 20, why);
            arb_sqrt(kappa, kappa, BOUND_PREC);
            arb_get_mag(t, kappa);
            mag_addmul(error, t, root_tail[e]);
        }
        arb_clear(kappa);
        arb_add_error_mag(value, error);
    }
    for (int e = 0; e < built; e++) strip_clear(&strip[e]);
    for (int e = 0; e < 2; e++) mag_clear(root_tail[e]);
    mag_clear(error);
    mag_clear(t);
    return status;
}

/* E phi(y) phi(side y): both factors on the panels cut at the breakpoints and, for side = -1, at their mirror images */
static dq_status diagonal(arb_t value, const activation_t phi, const arb_t q, int side, slong bits, double scale,
                          reason_t why)
{
    slong points = (slong)((double)(bits + 24) / 3.17) + 4, prec = bits + 40;
    double R[2];
    mag_t root_tail, error, m, t;
    mag_init(root_tail);
    mag_init(error);
    mag_init(m);
    mag_init(t);
    dq_status status = cut_variable(R, root_tail, phi, q, scale - (side > 0 ? 1.0 : 2.0) * (double)bits - 8.0, why);
    if (side < 0) R[0] = R[1] = fmax(R[0], R[1]);
    arb_zero(value);
    if (status == DQ_OK) status = hermite_mirror_integral(value, error, phi, q, side, R, points, prec, why);
    if (status == DQ_OK) {
        /* outside: E phi(y)^2 1_{out} resp. Cauchy-Schwarz */
        if (side > 0) {
            mag_mul(t, root_tail, root_tail);
        } else {
            arb_t kappa;
            arb_init(kappa);
            status = hermite_kappa(kappa, phi, q, 20, why);
            arb_sqrt(kappa, kappa, BOUND_PREC);
            arb_get_mag(t, kappa);
            mag_mul(t, t, root_tail);
            arb_clear(kappa);
        }
        mag_add(error, error, t);
        arb_add_error_mag(value, error);
    }
    mag_clear(root_tail);
    mag_clear(error);
    mag_clear(m);
    mag_clear(t);
    return status;
}

dq_status hermite_dual_integral(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho,
                                slong bits, reason_t why)
{
    dq_status status = hermite_check(phi, qi, why);
    if (status == DQ_OK) status = hermite_check(phi, qj, why);
    if (status != DQ_OK) return status;
    double scale[2] = {approx_kappa_log2(phi, qi), approx_kappa_log2(phi, qj)};
    arb_t magnitude;
    arb_init(magnitude);
    arb_abs(magnitude, rho);
    if (arb_is_one(magnitude)) {
        if (arb_equal(qi, qj) && arb_is_exact(qi)) {
            status = diagonal(value, phi, qi, arb_is_positive(rho) ? 1 : -1, bits, scale[0], why);
        } else {
            reason_set(why, "the bivariate integral at |rho| = 1 is implemented for equal exact variances only");
            status = DQ_INAPPLICABLE;
        }
    } else if (arb_is_finite(rho) && mag_cmp_2exp_si(arb_radref(rho), -10) < 0) {
        arb_sub_ui(magnitude, magnitude, 1, 64);
        if (arb_is_negative(magnitude)) {
            status = inside(value, phi, qi, qj, rho, bits, scale, why);
        } else {
            reason_set(why, "the correlation is not certified to lie in [-1, 1]");
            status = DQ_INPUT;
        }
    } else {
        reason_set(why, "the correlation is too uncertain for the bivariate integral");
        status = DQ_INPUT;
    }
    arb_clear(magnitude);
    return status;
}
