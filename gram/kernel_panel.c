/* panel_t: Chebyshev interpolation of a function f(z) = sum c_j z^j, c_j >= 0, sum c_j <= M, on one panel.

   With x the panel's own variable, t = (w - centre)/half in [-1, 1], f is analytic with |f| <= M in the disc |t| <
   centre/half =: r (|z_c| + centre = 1: the disc lies in the unit disc).  The Bernstein ellipse of parameter R, R + 1/R
   = 2 r, has the half axis r and lies in that disc, so the Chebyshev coefficients of f obey |a_k| <= 2 M R^-k
   (Trefethen, Approximation Theory and Approximation Practice, Thm 8.1, with R' < R, R' -> R).
   Ledger, N = degree + 1 Chebyshev points of the first kind, p the interpolant:
     interpolation   at the nodes T_k equals one of 0, +-T_m, m <= degree, so f - p = sum_{k >= N} a_k (T_k -+ T_m) and
                     |f - p| <= 2 sum_{k >= N} 2 M R^-k = 4 M R^-degree/(R - 1)                        (op. cit., Thm 8.2)
     node values     replaced by exact midpoints, |f_j - v_j| <= e_j: the Lagrange functions are l_j(t) = (1/N)
                     sum_k (2 - [k = 0]) T_k(t_j) T_k(t); by discrete orthogonality sum_j l_j(t)^2 = (1/N) sum_k
                     (2 - [k = 0]) T_k(t)^2 <= 2, so the change is at most sqrt(2 sum_j e_j^2)       (Cauchy-Schwarz)
     coefficients    computed from the v_j in balls, replaced by exact midpoints: the sum of the radii, |t| <= 1. */
#include <math.h>
#include "gram/kernel.h"

enum { ELLIPSE = 64 };

/* R >= 17.94 on every panel: r >= 9.  Doubles choose; panel_interpolate bounds. */
void panel_rule_init(panel_rule_t rule, slong bits)
{
    slong N, m;
    arb_t angle;

    rule->bits = bits;
    rule->degree = FLINT_MAX(2, (slong)ceil(((double)bits - 2.08) / 4.165));
    /* the monomial coefficients of T_degree grow like (1 + sqrt 2)^degree */
    rule->prec = bits + 32 + (slong)(1.3 * (double)rule->degree);
    N = rule->degree + 1;
    rule->cosine = _arb_vec_init(4 * N);
    arb_init(angle);
    for (m = 0; m < 4 * N; m++) {
        arb_set_si(angle, m);
        arb_div_si(angle, angle, 2 * N, rule->prec);
        arb_cos_pi(rule->cosine + m, angle, rule->prec);
    }
    arb_clear(angle);
}

void panel_rule_clear(panel_rule_t rule)
{
    if (rule->cosine != NULL) _arb_vec_clear(rule->cosine, 4 * (rule->degree + 1));
}

void panel_init(panel_t panel)
{
    panel->state = PANEL_COUNTING;
    panel->queries = 0;
    panel->side = 1;
    panel->centre = panel->half = 0.0;
    panel->degree = -1;
    panel->c = NULL;
    mag_init(panel->error);
    mag_init(panel->slope);
}

void panel_clear(panel_t panel)
{
    if (panel->c != NULL) _arb_vec_clear(panel->c, panel->degree + 1);
    mag_clear(panel->error);
    mag_clear(panel->slope);
}

slong panel_number(const arf_t w)
{
    double size = arf_get_d(w, ARF_RND_DOWN), mantissa; /* rounding down keeps w in its panel */
    slong number;
    int exponent;

    if (size == 1.0) return KERNEL_PARTS - 1;
    if (!(size > 0.0 && size < 1.0)) return -1;
    mantissa = frexp(size, &exponent);
    number = -(slong)exponent * KERNEL_PARTS + (slong)((mantissa - 0.5) * (2 * KERNEL_PARTS));
    return number < KERNEL_SIDE ? number : -1;
}

void panel_place(panel_t panel, slong number, int side)
{
    double octave = ldexp(1.0, -(int)(number / KERNEL_PARTS) - 1);

    panel->side = side;
    panel->half = octave / (2 * KERNEL_PARTS);
    panel->centre = octave + panel->half * (double)(2 * (number % KERNEL_PARTS) + 1);
}

void panel_nodes(arb_ptr z, const panel_t panel, const panel_rule_t rule)
{
    slong j, prec = rule->prec;
    int exponent;
    arb_t centre;

    frexp(panel->half, &exponent); /* half = 2^(exponent - 1) */
    prec += 4 - exponent;          /* 1 - |z| keeps its relative accuracy */
    arb_init(centre);
    arb_set_d(centre, panel->centre);
    for (j = 0; j <= rule->degree; j++) {
        arb_mul_2exp_si(z + j, rule->cosine + 2 * j + 1, exponent - 1);
        arb_add(z + j, z + j, centre, prec);
        arb_sub_ui(z + j, z + j, 1, prec);
        if (panel->side > 0) arb_neg(z + j, z + j);
    }
    arb_clear(centre);
}

/* a[k] = (2 - [k = 0])/N sum_j v_j cos(k (2 j + 1) pi/(2 N)). */
static void chebyshev_coefficients(arb_ptr a, const panel_rule_t rule, arb_srcptr v)
{
    slong N = rule->degree + 1, j, k;

    for (k = 0; k < N; k++) {
        arb_zero(a + k);
        for (j = 0; j < N; j++) arb_addmul(a + k, v + j, rule->cosine + (k * (2 * j + 1)) % (4 * N), rule->prec);
        arb_div_si(a + k, a + k, N, rule->prec);
        if (k > 0) arb_mul_2exp_si(a + k, a + k, 1);
    }
}

/* Clenshaw's recurrence b_k = a_k + 2 t b_(k+1) - b_(k+2) on polynomials in t; sum a_k T_k = a_0 + t b_1 - b_2. */
static void monomial_coefficients(arb_ptr c, arb_srcptr a, slong N, slong prec)
{
    arb_ptr b1 = _arb_vec_init(N + 1), b2 = _arb_vec_init(N + 1), swap;
    slong k, i;

    for (k = N - 1; k >= 0; k--) {
        slong twice = k > 0; /* the last step has t b_1 */
        for (i = N - 1; i >= 0; i--) {
            arb_neg(b2 + i, b2 + i);
            if (i > 0) {
                arb_mul_2exp_si(c, b1 + i - 1, twice);
                arb_add(b2 + i, b2 + i, c, prec);
            }
        }
        arb_add(b2, b2, a + k, prec);
        swap = b1;
        b1 = b2;
        b2 = swap;
    }
    for (i = 0; i < N; i++) arb_set(c + i, b1 + i);
    _arb_vec_clear(b1, N + 1);
    _arb_vec_clear(b2, N + 1);
}

/* 4 M R^-degree/(R - 1), r = centre/half. */
static void interpolation_error(mag_t error, const panel_t panel, const mag_t M)
{
    arb_t r, R;

    arb_init(r);
    arb_init(R);
    arb_set_d(r, panel->centre / panel->half); /* an odd number from 9 to 15 */
    arb_sqr(R, r, ELLIPSE);
    arb_sub_ui(R, R, 1, ELLIPSE);
    arb_sqrt(R, R, ELLIPSE);
    arb_add(R, R, r, ELLIPSE);
    arb_sub_ui(r, R, 1, ELLIPSE);
    arb_pow_ui(R, R, (ulong)panel->degree, ELLIPSE);
    arb_mul(r, r, R, ELLIPSE);
    arb_inv(r, r, ELLIPSE);
    arb_mul_2exp_si(r, r, 2);
    arb_get_mag(error, r);
    mag_mul(error, error, M);
    arb_clear(r);
    arb_clear(R);
}

void panel_interpolate(panel_t panel, const panel_rule_t rule, arb_srcptr value, const mag_t M)
{
    slong N = rule->degree + 1, k;
    arb_ptr v = _arb_vec_init(N), a = _arb_vec_init(N);
    mag_t sum;

    if (panel->c != NULL) _arb_vec_clear(panel->c, panel->degree + 1);
    panel->degree = rule->degree;
    panel->c = _arb_vec_init(N);
    mag_init(sum);
    for (k = 0; k < N; k++) {
        arb_get_mid_arb(v + k, value + k);
        mag_addmul(sum, arb_radref(value + k), arb_radref(value + k));
    }
    mag_mul_2exp_si(sum, sum, 1);
    mag_sqrt(sum, sum);
    interpolation_error(panel->error, panel, M);
    mag_add(panel->error, panel->error, sum);
    chebyshev_coefficients(a, rule, v);
    monomial_coefficients(panel->c, a, N, rule->prec);
    for (k = 0; k < N; k++) {
        arb_set_round(panel->c + k, panel->c + k, rule->bits + 16);
        mag_add(panel->error, panel->error, arb_radref(panel->c + k));
        mag_zero(arb_radref(panel->c + k));
    }
    _arb_vec_clear(v, N);
    _arb_vec_clear(a, N);
    mag_clear(sum);
}

void panel_eval(arb_t value, const panel_t panel, const arf_t w, slong prec)
{
    arb_t t;
    int exponent;

    frexp(panel->half, &exponent);
    arb_init(t);
    arf_set_d(arb_midref(t), panel->centre);
    arf_sub(arb_midref(t), w, arb_midref(t), ARF_PREC_EXACT, ARF_RND_DOWN);
    arb_mul_2exp_si(t, t, 1 - exponent);
    arb_set_round(t, t, prec);
    _arb_poly_evaluate(value, panel->c, panel->degree + 1, t, prec);
    arb_add_error_mag(value, panel->error);
    arb_clear(t);
}
