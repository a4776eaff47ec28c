/* The share of a polynomial piece P(y) on [alpha, beta], exactly: with x = y/sqrt(q) and w the standard normal density,
     I_r^0 = int h_r w = [-h_{r-1} w / sqrt(r)]  (r >= 1),   I_0^0 = Phi(beta) - Phi(alpha),
     I_r^k = int x^k h_r w = sqrt(r+1) I_{r+1}^{k-1} + sqrt(r) I_{r-1}^{k-1}          (x h_r = sqrt(r+1) h_{r+1} +
   sqrt(r) h_{r-1}), so a_r gets sum_k p_k q^{k/2} I_r^k.  For kappa the moments of the truncated normal, M_k = (k-1)
   M_{k-2} - [x^{k-1} w]. */
#include "hermite/quadrature.h"

/* x_e = b_e/sqrt(q) and w(x_e) for the two ends; finite[e] = 0 at infinity */
typedef struct {
    int finite[2];
    arb_struct x[2], w[2];
} ends_t;

static void ends_init(ends_t *ends, const activation_t phi, slong k, const arb_t q, slong prec)
{
    slong pieces = activation_pieces(phi);
    ends->finite[0] = k > 0;
    ends->finite[1] = k < pieces - 1;
    arb_t root, t;
    arb_init(root);
    arb_init(t);
    arb_sqrt(root, q, prec);
    for (int e = 0; e < 2; e++) {
        arb_init(&ends->x[e]);
        arb_init(&ends->w[e]);
        if (!ends->finite[e]) continue;
        arb_set_fmpq(t, activation_breakpoint(phi, e == 0 ? k - 1 : k), prec);
        arb_div(&ends->x[e], t, root, prec);
        arb_sqr(t, &ends->x[e], prec);
        arb_mul_2exp_si(t, t, -1);
        arb_neg(t, t);
        arb_exp(&ends->w[e], t, prec);
        arb_const_pi(t, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_rsqrt(t, t, prec);
        arb_mul(&ends->w[e], &ends->w[e], t, prec);
    }
    arb_clear(root);
    arb_clear(t);
}

static void ends_clear(ends_t *ends)
{
    for (int e = 0; e < 2; e++) {
        arb_clear(&ends->x[e]);
        arb_clear(&ends->w[e]);
    }
}

/* P(X <= x_e) for a standard normal X */
static void end_probability(arb_t p, const ends_t *ends, int e, slong prec)
{
    if (!ends->finite[e]) {
        arb_set_si(p, e);
        return;
    }
    arb_t t;
    arb_init(t);
    arb_set_ui(t, 2);
    arb_sqrt(t, t, prec);
    arb_div(t, &ends->x[e], t, prec);
    arb_neg(t, t);
    arb_hypgeom_erfc(p, t, prec);
    arb_mul_2exp_si(p, p, -1);
    arb_clear(t);
}

/* coefficients p_k q^{k/2} of P(sqrt(q) x); a polynomial piece equals its Taylor expansion at 0 */
static arb_ptr scaled_coefficients(const activation_t phi, slong k, const arb_t q, slong degree, slong prec)
{
    arb_ptr p = _arb_vec_init(degree + 1);
    arb_t zero, root, power;
    arb_init(zero);
    arb_init(root);
    arb_init(power);
    activation_piece_eval_series(p, phi, k, zero, degree + 1, prec);
    arb_sqrt(root, q, prec);
    arb_one(power);
    for (slong j = 0; j <= degree; j++) {
        arb_mul(p + j, p + j, power, prec);
        arb_mul(power, power, root, prec);
    }
    arb_clear(zero);
    arb_clear(root);
    arb_clear(power);
    return p;
}

void hermite_polynomial_piece(arb_ptr a, slong N, const activation_t phi, slong k, const arb_t q, slong prec)
{
    slong degree = activation_piece_degree(phi, k), top = N + degree;
    arb_ptr p = scaled_coefficients(phi, k, q, degree, prec);
    ends_t ends;
    ends_init(&ends, phi, k, q, prec);

    /* moment[r] = I_r^0, r <= top */
    arb_ptr moment = _arb_vec_init(top + 1), next = _arb_vec_init(top + 1);
    arb_t t;
    arb_init(t);
    if (top >= 1)
        for (int e = 0; e < 2; e++) {
            if (!ends.finite[e]) continue;
            arb_ptr s = _arb_vec_init(top);
            hermite_weighted_sums(s, top - 1, 0, 1, &ends.x[e], &ends.w[e], 1, prec);
            for (slong r = 1; r <= top; r++) {
                arb_set_ui(t, (ulong)r);
                arb_rsqrt(t, t, prec);
                arb_mul(t, t, s + r - 1, prec);
                if (e == 0)
                    arb_add(moment + r, moment + r, t, prec);
                else
                    arb_sub(moment + r, moment + r, t, prec);
            }
            _arb_vec_clear(s, top);
        }
    end_probability(moment, &ends, 1, prec);
    end_probability(t, &ends, 0, prec);
    arb_sub(moment, moment, t, prec);

    arb_ptr root = _arb_vec_init(top + 2);
    for (slong r = 0; r <= top + 1; r++) {
        arb_set_ui(root + r, (ulong)r);
        arb_sqrt(root + r, root + r, prec);
    }
    for (slong j = 0; j <= degree; j++) {
        for (slong r = 0; r <= N; r++) arb_addmul(a + r, p + j, moment + r, prec);
        if (j == degree) break;
        for (slong r = 0; r <= top - j - 1; r++) {
            arb_mul(next + r, root + r + 1, moment + r + 1, prec);
            if (r > 0) arb_addmul(next + r, root + r, moment + r - 1, prec);
        }
        arb_ptr swap = moment;
        moment = next;
        next = swap;
    }
    _arb_vec_clear(root, top + 2);
    _arb_vec_clear(moment, top + 1);
    _arb_vec_clear(next, top + 1);
    _arb_vec_clear(p, degree + 1);
    arb_clear(t);
    ends_clear(&ends);
}

void hermite_polynomial_piece_kappa(arb_t kappa, const activation_t phi, slong k, const arb_t q, int derivative,
                                    slong prec)
{
    slong degree = activation_piece_degree(phi, k), length = 2 * degree + 1 + 2 * derivative;
    arb_ptr p = scaled_coefficients(phi, k, q, degree, prec);
    arb_ptr square = _arb_vec_init(length);
    _arb_poly_mullow(square, p, degree + 1, p, degree + 1, 2 * degree + 1, prec);
    if (derivative) /* times x^2 - 1, highest first */
        for (slong j = length - 1; j >= 0; j--) {
            arb_neg(square + j, square + j);
            if (j >= 2) arb_add(square + j, square + j, square + j - 2, prec);
        }
    ends_t ends;
    ends_init(&ends, phi, k, q, prec);
    arb_t before, last, moment, t, power[2];
    arb_init(before);
    arb_init(last);
    arb_init(moment);
    arb_init(t);
    for (int e = 0; e < 2; e++) {
        arb_init(power[e]);
        arb_set(power[e], &ends.w[e]); /* x^{j-1} w at the ends, j = 1 first; 0 at infinity */
    }
    for (slong j = 0; j < length; j++) {
        if (j == 0) {
            end_probability(moment, &ends, 1, prec);
            end_probability(t, &ends, 0, prec);
            arb_sub(moment, moment, t, prec);
        } else {
            arb_mul_ui(moment, before, (ulong)j - 1, prec);
            arb_sub(moment, moment, power[1], prec);
            arb_add(moment, moment, power[0], prec);
            for (int e = 0; e < 2; e++) arb_mul(power[e], power[e], &ends.x[e], prec);
        }
        arb_addmul(kappa, square + j, moment, prec);
        arb_swap(before, last);
        arb_set(last, moment);
    }
    for (int e = 0; e < 2; e++) arb_clear(power[e]);
    arb_clear(before);
    arb_clear(last);
    arb_clear(moment);
    arb_clear(t);
    _arb_vec_clear(square, length);
    _arb_vec_clear(p, degree + 1);
    ends_clear(&ends);
}
