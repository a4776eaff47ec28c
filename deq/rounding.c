#include "deq/rounding.h"
#include "ball/ball.h"
#include <float.h>
#include <math.h>

void gamma_factor(arb_t gamma, double k)
{
    if (!(k <= 0x1p52)) {
        arb_pos_inf(gamma);
        return;
    }
    arb_t ku, rest;
    arb_init(ku);
    arb_init(rest);
    arb_set_d(ku, k);
    arb_mul_2exp_si(ku, ku, -53);
    arb_sub_ui(rest, ku, 1, SCALAR_PREC);
    arb_neg(rest, rest);
    arb_div(gamma, ku, rest, SCALAR_PREC);
    arb_clear(ku);
    arb_clear(rest);
}

void underflow_bound(arb_t bound, double count)
{
    arb_set_d(bound, count);
    arb_mul_2exp_si(bound, bound, -1070);
}

void arb_to_upper(arb_t x)
{
    if (arf_is_nan(arb_midref(x)) || !arb_is_finite(x)) {
        arb_pos_inf(x);
        return;
    }
    arf_t upper;
    arf_init(upper);
    arb_get_ubound_arf(upper, x, SCALAR_PREC);
    arb_set_arf(x, upper);
    arf_clear(upper);
}

double arb_upper_double(const arb_t x)
{
    if (!arb_is_finite(x)) return INFINITY;
    arf_t bound;
    arf_init(bound);
    arb_get_ubound_arf(bound, x, SCALAR_PREC);
    double value = arf_get_d(bound, ARF_RND_CEIL);
    arf_clear(bound);
    return value;
}

double arb_lower_double(const arb_t x)
{
    if (!arb_is_finite(x)) return -INFINITY;
    arf_t bound;
    arf_init(bound);
    arb_get_lbound_arf(bound, x, SCALAR_PREC);
    double value = arf_get_d(bound, ARF_RND_FLOOR);
    arf_clear(bound);
    return value;
}

/* Eight partial sums: vectorisable without leave to reorder. */
WIDEST_VECTORS static double sum_of_squares(const double *x, const double *y, size_t count)
{
    double part[8] = {0};
    size_t i = 0;
    if (y == NULL) {
        for (; i + 8 <= count; i += 8)
            for (size_t j = 0; j < 8; j++) part[j] += x[i + j] * x[i + j];
        for (; i < count; i++) part[0] += x[i] * x[i];
    } else {
        for (; i + 8 <= count; i += 8)
            for (size_t j = 0; j < 8; j++) part[j] += (x[i + j] - y[i + j]) * (x[i + j] - y[i + j]);
        for (; i < count; i++) part[0] += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

/* Each term carries at most k = count + 10 roundings: two of the difference (whose underflow is exact), one of the
   square, count additions, 7 of the closing sum.  All terms are >= 0, so computed >= exact (1-u)^k and exact <=
   computed (1-u)^-k <= computed (1 + gamma_k); likewise exact >= computed (1+u)^-k >= computed (1 - gamma_k). */
static void root_of_sum(arb_t norm, double sum, size_t count)
{
    if (!(sum <= DBL_MAX)) {
        arb_pos_inf(norm);
        return;
    }
    arb_t gamma, error;
    arb_init(gamma);
    arb_init(error);
    gamma_factor(gamma, (double)count + 12);
    arb_set_d(norm, sum);
    arb_mul(error, norm, gamma, SCALAR_PREC);
    underflow_bound(gamma, (double)count + 1);
    arb_add(error, error, gamma, SCALAR_PREC);
    arb_add_error(norm, error);
    arb_nonnegative_part(norm, norm);
    arb_sqrtpos(norm, norm, SCALAR_PREC);
    if (!arb_is_finite(norm)) arb_pos_inf(norm);
    arb_clear(gamma);
    arb_clear(error);
}

void frobenius(arb_t norm, const double *x, size_t count)
{
    root_of_sum(norm, sum_of_squares(x, NULL, count), count);
}

void frobenius_distance(arb_t norm, const double *x, const double *y, size_t count)
{
    root_of_sum(norm, sum_of_squares(x, y, count), count);
}

void root_of_squares(arb_t norm, arb_srcptr block_norm, slong count, slong stride)
{
    arb_zero(norm);
    for (slong k = 0; k < count; k++) arb_addmul(norm, block_norm + k * stride, block_norm + k * stride, SCALAR_PREC);
    arb_nonnegative_part(norm, norm);
    arb_sqrtpos(norm, norm, SCALAR_PREC);
    if (!arb_is_finite(norm)) arb_pos_inf(norm);
}
