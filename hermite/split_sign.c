/* E sgn(u - b) sgn(v - c) / 4 for a bivariate normal pair: with x = b/sqrt(q_i), y = c/sqrt(q_j), s = sqrt(1 - rho^2),
     x = y = 0:    asin(rho) / (2 pi)
     x = 0:        T(y, rho/s);   y = 0:  T(x, rho/s)
     otherwise     1/4 - T(x, (y - rho x)/(x s)) - T(y, (x - rho y)/(y s)) - [xy < 0]/2                       (Owen
   1956) rho = 1:      1/4 - |erf(x/sqrt 2) - erf(y/sqrt 2)|/4;   rho = -1: minus the same with y replaced by -y. Owen's
   T(h, a) = (1/2 pi) int_0^a e^{-h^2 (1 + t^2)/2}/(1 + t^2) dt; with H = h^2/2, 2 pi T = atan(a) - sum_j (-1)^j
   a^{2j+1}/(2j+1) Q_j,   Q_j = 1 - e^{-H} sum_{i<=j} H^i/i! <= H^{j+1}/(j+1)!, and T(h, a) + T(ah, 1/a) = (1 -
   erf(h/sqrt 2) erf(ah/sqrt 2))/4 for h, a > 0.   Always |T| <= e^{-H}/4. */
#include <math.h>
#include "hermite/split.h"

static double middle(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

/* erf(x/sqrt(2)) */
static void erf_normal(arb_t value, const arb_t x, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_set_ui(t, 2);
    arb_rsqrt(t, t, prec);
    arb_mul(t, t, x, prec);
    arb_hypgeom_erf(value, t, prec);
    arb_clear(t);
}

/* atan(a) - sum_j (-1)^j a^(2j+1)/(2j+1) Q_j, over 2 pi; the terms fall like (a^2 H)^j/j! */
static void owen_series(arb_t T, const arb_t H, const arb_t a, slong prec)
{
    arb_t weight, Q, power, square, term;
    mag_t bound, ratio, size;
    arb_init(weight);
    arb_init(Q);
    arb_init(power);
    arb_init(square);
    arb_init(term);
    mag_init(bound);
    mag_init(ratio);
    mag_init(size);
    arb_atan(T, a, prec);
    arb_neg(weight, H);
    arb_exp(weight, weight, prec); /* e^-H H^j/j! */
    arb_sub_ui(Q, weight, 1, prec);
    arb_neg(Q, Q);
    arb_set(power, a);
    arb_sqr(square, a, prec);
    arb_get_mag(ratio, square);
    arb_get_mag(size, H);
    mag_mul(ratio, ratio, size); /* a^2 H */
    arb_get_mag(bound, a);
    mag_mul(bound, bound, size); /* |a|^(2j+1) H^(j+1)/(j+1)! >= |term j| */
    for (ulong j = 0;; j++) {
        mag_div_ui(size, ratio, j + 2);
        /* from here on each bound is at most half of the one before */
        if (mag_cmp_2exp_si(size, -1) <= 0 && mag_cmp_2exp_si(bound, -prec) <= 0) break;
        arb_mul(term, power, Q, prec);
        arb_div_ui(term, term, 2 * j + 1, prec);
        if (j % 2 == 0)
            arb_sub(T, T, term, prec);
        else
            arb_add(T, T, term, prec);
        arb_mul(weight, weight, H, prec);
        arb_div_ui(weight, weight, j + 1, prec);
        arb_sub(Q, Q, weight, prec);
        arb_mul(power, power, square, prec);
        mag_mul(bound, bound, size);
    }
    mag_mul_2exp_si(bound, bound, 1);
    arb_add_error_mag(T, bound);
    arb_const_pi(term, prec);
    arb_mul_2exp_si(term, term, 1);
    arb_div(T, T, term, prec);
    arb_clear(weight);
    arb_clear(Q);
    arb_clear(power);
    arb_clear(square);
    arb_clear(term);
    mag_clear(bound);
    mag_clear(ratio);
    mag_clear(size);
}

static void owen(arb_t T, const arb_t h, const arb_t a, slong prec)
{
    arb_t H, size, other;
    arb_init(H);
    arb_init(size);
    arb_init(other);
    arb_sqr(H, h, prec);
    arb_mul_2exp_si(H, H, -1);
    double most = ((double)prec + 4.0) * 0.6931471805599453, at = fabs(middle(a));
    if (!arb_is_finite(a) || !(middle(H) <= most) || (at > 1.0 && arb_contains_zero(a))) {
        arb_neg(H, H);
        arb_exp(H, H, 64);
        arb_mul_2exp_si(H, H, -2);
        arb_zero(T);
        arb_add_error(T, H);
    } else if (at <= 1.0) {
        owen_series(T, H, a, prec);
    } else {
        int negative = arb_is_negative(a);
        arb_t reach;
        arb_init(reach);
        arb_abs(size, a);
        arb_abs(other, h);
        arb_mul(reach, size, other, prec);
        arb_inv(size, size, prec);
        erf_normal(H, reach, prec);
        erf_normal(other, other, prec);
        arb_mul(other, other, H, prec);
        arb_sub_ui(other, other, 1, prec);
        arb_mul_2exp_si(other, other, -2);
        arb_neg(other, other);
        owen(T, reach, size, prec);
        arb_sub(T, other, T, prec);
        if (negative) arb_neg(T, T);
        arb_clear(reach);
    }
    arb_clear(H);
    arb_clear(size);
    arb_clear(other);
}

static void ends(arb_t mean, const arb_t x, const arb_t y, int sign, slong prec)
{
    arb_t t;
    arb_init(t);
    erf_normal(mean, x, prec);
    erf_normal(t, y, prec);
    if (sign > 0)
        arb_sub(mean, mean, t, prec);
    else
        arb_add(mean, mean, t, prec);
    arb_abs(mean, mean);
    arb_sub_ui(mean, mean, 1, prec);
    arb_mul_2exp_si(mean, mean, -2);
    if (sign > 0) arb_neg(mean, mean);
    arb_clear(t);
}

/* (second - rho first)/(first s); side = +1, -1: second = +-first exactly */
static void slope(arb_t a, const arb_t first, const arb_t second, int side, const split_corner *corner, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_sqrt(t, corner->gap, prec);
    if (side != 0) { /* (side - rho)/s */
        arb_sub_si(a, corner->rho, side, prec);
        arb_neg(a, a);
        arb_div(a, a, t, prec);
    } else {
        arb_mul(a, corner->rho, first, prec);
        arb_sub(a, second, a, prec);
        arb_div(a, a, first, prec);
        arb_div(a, a, t, prec);
    }
    arb_clear(t);
}

void split_sign_mean(arb_t mean, const split_corner *corner, slong prec)
{
    arb_t x, y, a, T;
    arb_init(x);
    arb_init(y);
    arb_init(a);
    arb_init(T);
    arb_sqrt(a, corner->qi, prec);
    arb_set_fmpq(x, corner->b, prec);
    arb_div(x, x, a, prec);
    arb_sqrt(a, corner->qj, prec);
    arb_set_fmpq(y, corner->c, prec);
    arb_div(y, y, a, prec);
    int zero_x = fmpq_is_zero(corner->b), zero_y = fmpq_is_zero(corner->c), side = 0;
    if (corner->same) {
        fmpq_t mirrored;
        fmpq_init(mirrored);
        fmpq_neg(mirrored, corner->c);
        side = fmpq_equal(corner->b, corner->c) ? 1 : fmpq_equal(corner->b, mirrored) ? -1 : 0;
        fmpq_clear(mirrored);
    }
    if (zero_x && zero_y) {
        arb_asin(mean, corner->rho, prec);
        arb_const_pi(a, prec);
        arb_mul_2exp_si(a, a, 1);
        arb_div(mean, mean, a, prec);
    } else if (arb_is_zero(corner->gap)) {
        if (side != 0 && (side > 0) == arb_is_positive(corner->rho)) {
            arb_set_si(mean, side); /* the signs agree, resp. differ, almost surely */
            arb_mul_2exp_si(mean, mean, -2);
        } else {
            ends(mean, x, y, arb_is_positive(corner->rho) ? 1 : -1, prec);
        }
    } else if (zero_x || zero_y) {
        arb_sqrt(a, corner->gap, prec);
        arb_div(a, corner->rho, a, prec);
        owen(mean, zero_x ? y : x, a, prec);
    } else {
        arb_set_d(mean, fmpq_sgn(corner->b) * fmpq_sgn(corner->c) > 0 ? 0.25 : -0.25);
        slope(a, x, y, side, corner, prec);
        owen(T, x, a, prec);
        arb_sub(mean, mean, T, prec);
        slope(a, y, x, side, corner, prec);
        owen(T, y, a, prec);
        arb_sub(mean, mean, T, prec);
    }
    arb_clear(x);
    arb_clear(y);
    arb_clear(a);
    arb_clear(T);
}
