/* The dual activation from its series: sum_{r<=N} a_r a_r' rho^r with |sum_{r>N} a_r a_r' rho^r| <= |rho|^(N+1)
   sqrt(T_N T_N') (Cauchy-Schwarz, MATH.md 3). */
#include "hermite/hermite.h"

/* products a_r(q_i) a_r(q_j), r <= n, with zeros of a parity left out: returns their number; exponents are offset +
 * stride k */
static slong products(arb_ptr *c, slong *offset, slong *stride, const hermite_t hi, const hermite_t hj, slong n,
                      slong prec)
{
    int parity = hi->parity;
    *offset = parity < 0 ? 1 : 0;
    *stride = parity != 0 ? 2 : 1;
    slong count = n < *offset ? 0 : (n - *offset) / *stride + 1;
    *c = _arb_vec_init(FLINT_MAX(count, 1));
    for (slong k = 0; k < count; k++) {
        slong r = *offset + *stride * k;
        if (hi == hj)
            arb_sqr(*c + k, hi->a + r, prec);
        else
            arb_mul(*c + k, hi->a + r, hj->a + r, prec);
    }
    return count;
}

/* sqrt(T_i T_j) of the tails beyond n, as an upper bound */
static void tail_product(mag_t bound, const hermite_t hi, const hermite_t hj, slong n, slong prec)
{
    mag_t other;
    mag_init(other);
    const hermite_struct *h[2] = {hi, hj};
    for (int k = 0; k < 2; k++) {
        arb_t tail;
        arb_init(tail);
        arb_set(tail, h[k]->tail);
        for (slong r = n + 1; r <= h[k]->N; r++) arb_addmul(tail, h[k]->a + r, h[k]->a + r, prec);
        arb_get_mag(k == 0 ? bound : other, tail);
        arb_clear(tail);
    }
    mag_mul(bound, bound, other);
    mag_sqrt(bound, bound);
    mag_clear(other);
}

/* the ball rho cut to [-1, 1] (a correlation never leaves it); its magnitude bounds the tail factor */
static void correlation_part(arb_t cut, mag_t magnitude, const arb_t rho)
{
    arb_t one;
    arb_init(one);
    mag_one(arb_radref(one)); /* [-1, 1] */
    if (!arb_intersection(cut, rho, one, ARF_PREC_EXACT)) arb_indeterminate(cut);
    arb_get_mag(magnitude, cut);
    if (mag_cmp_2exp_si(magnitude, 0) > 0 && mag_is_finite(magnitude)) mag_one(magnitude);
    arb_clear(one);
}

void hermite_dual(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec)
{
    if (hi == hj && arb_is_one(rho)) {
        arb_set(value, hi->kappa);
        return;
    }
    slong n = FLINT_MIN(hi->N, hj->N), offset, stride;
    arb_ptr c;
    slong count = products(&c, &offset, &stride, hi, hj, n, prec);
    arb_t x, z, sum;
    mag_t tail, factor;
    arb_init(x);
    arb_init(z);
    arb_init(sum);
    mag_init(tail);
    mag_init(factor);
    correlation_part(x, factor, rho);
    if (stride == 2)
        arb_sqr(z, x, prec);
    else
        arb_set(z, x);
    _arb_poly_evaluate(sum, c, count, z, prec);
    if (offset == 1) arb_mul(sum, sum, x, prec);
    tail_product(tail, hi, hj, n, prec);
    mag_pow_ui(factor, factor, (ulong)n + 1);
    mag_mul(tail, tail, factor);
    arb_add_error_mag(sum, tail);
    arb_swap(value, sum);
    _arb_vec_clear(c, FLINT_MAX(count, 1));
    arb_clear(x);
    arb_clear(z);
    arb_clear(sum);
    mag_clear(tail);
    mag_clear(factor);
}

/* upper bound of max_{r > n} r x^(r-1), 0 <= x < 1: the maximum over reals is at r = -1/log x, value x^(r-1) r */
static void derivative_factor(mag_t bound, const arb_t x, slong n)
{
    arb_t u, t, v;
    arb_init(u);
    arb_init(t);
    arb_init(v);
    arb_get_abs_ubound_arf(arb_midref(u), x, 64);
    if (arf_cmp_si(arb_midref(u), 1) >= 0) {
        mag_inf(bound);
    } else if (arb_is_zero(u)) {
        mag_zero(bound);
        if (n == 0) mag_one(bound);
    } else {
        arb_log(t, u, 64);
        arb_neg(t, t);
        arb_inv(t, t, 64); /* -1/log x */
        arb_set_si(v, n + 1);
        arb_max(v, v, t, 64);
        /* r x^(r-1) at r = max(n + 1, -1/log x): non-increasing from there on */
        arb_sub_ui(t, v, 1, 64);
        arb_log(u, u, 64);
        arb_mul(t, t, u, 64);
        arb_exp(t, t, 64);
        arb_mul(t, t, v, 64);
        arb_get_mag(bound, t);
    }
    arb_clear(u);
    arb_clear(t);
    arb_clear(v);
}

void hermite_dual_derivative(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec)
{
    slong n = FLINT_MIN(hi->N, hj->N), offset, stride;
    arb_ptr c;
    slong count = products(&c, &offset, &stride, hi, hj, n, prec);
    arb_ptr d = _arb_vec_init(n + 1);
    for (slong k = 0; k < count; k++) {
        slong r = offset + stride * k;
        if (r > 0) arb_mul_ui(d + r - 1, c + k, (ulong)r, prec);
    }
    arb_t sum, x;
    mag_t tail, factor;
    arb_init(sum);
    arb_init(x);
    mag_init(tail);
    mag_init(factor);
    correlation_part(x, factor, rho);
    _arb_poly_evaluate(sum, d, n, x, prec);
    tail_product(tail, hi, hj, n, prec);
    derivative_factor(factor, x, n);
    if (!mag_is_zero(tail)) mag_mul(tail, tail, factor);
    arb_add_error_mag(sum, tail);
    arb_swap(value, sum);
    _arb_vec_clear(c, FLINT_MAX(count, 1));
    _arb_vec_clear(d, n + 1);
    arb_clear(sum);
    arb_clear(x);
    mag_clear(tail);
    mag_clear(factor);
}
