/* Weighted sums of the orthonormal Hermite polynomials, sum_k weight_k h_r(x_k), for all r <= N at once.

   The monic recurrence H_{r+1} = x H_r - r H_{r-1} is run on integers, one per node: V_r approximates weight He_r(x)
   in units of 2^-unit * 2^sigma_r with 2^sigma_r = the power of two below sqrt(r!), so that a unit of V_r is at most
   one unit of the normalised h_r and costs one multiplication by x, one by r, and shifts.

   Error ledger of one node, in units of its own scale 2^-unit (hermite_error_growth counts one unit per r):
     floor of the step                                    <= 1 unit of V_{r+1}                        -> growth
     start V_0 = floor(weight): rad(weight) + 1 unit      <= (rad + 1) |h_r| <= (rad + 1) 1.09 e^{x^2/4}
     x replaced by the dyadic X 2^-fraction               <= |weight| |x - X 2^-fraction| sqrt(N) 1.09 e^{x^2/4}  (h_r'
   = sqrt(r) h_{r-1}) 1.09 e^{x^2/4} is Cramer's bound.  unit grows like x^2/4 log2(e), so that far nodes carry no more
   digits than near ones. */
#include <math.h>
#include <stdlib.h>
#include "hermite/quadrature.h"

#define LOG2_E    1.4426950408889634
#define UNIT_STEP 32 /* units are multiples of this, so that few shifts are needed while summing */

typedef struct {
    slong unit;
    fmpz X, current, previous;
} node_state;

static int by_unit_descending(const void *a, const void *b)
{
    slong u = ((const node_state *)a)->unit, v = ((const node_state *)b)->unit;
    return (u < v) - (u > v);
}

/* error += bound of everything node i contributes, see the ledger */
static void node_error(mag_t error, const arb_t x, const arb_t weight, slong unit, slong fraction, slong N)
{
    mag_t t, cramer, one_unit;
    mag_init(t);
    mag_init(cramer);
    mag_init(one_unit);
    mag_set_ui_2exp_si(one_unit, 1, -unit);

    /* the dyadic X 2^-fraction lies within 2^-fraction + rad(x) of the midpoint */
    mag_set_ui_2exp_si(t, 1, -fraction);
    mag_add(t, t, arb_radref(x));
    hermite_error_growth(t, arf_get_d(arb_midref(x), ARF_RND_NEAR), mag_get_d(t) * (1.0 + 1e-9), N);
    mag_mul(t, t, one_unit);
    mag_add(error, error, t);

    arb_t c;
    arb_init(c);
    arb_get_mag(t, x);
    mag_set_ui_2exp_si(cramer, 1, -fraction);
    mag_add(t, t, cramer);
    arf_set_mag(arb_midref(c), t);
    arb_sqr(c, c, 53);
    arb_mul_2exp_si(c, c, -2);
    arb_exp(c, c, 53);
    arb_get_mag(cramer, c);
    mag_set_d(t, 1.09);
    mag_mul(cramer, cramer, t);
    arb_clear(c);

    mag_add(t, arb_radref(weight), one_unit);
    mag_addmul(error, t, cramer);

    mag_set_ui_2exp_si(t, 1, -fraction);
    mag_add(t, t, arb_radref(x));
    arb_get_mag(one_unit, weight);
    mag_mul(t, t, one_unit);
    mag_mul_ui(t, t, (ulong)(sqrt((double)N) + 2.0));
    mag_addmul(error, t, cramer);

    mag_clear(t);
    mag_clear(cramer);
    mag_clear(one_unit);
}

/* floor(x 2^shift) of the midpoint */
static void floor_scaled(fmpz_t value, const arb_t x, slong shift)
{
    arf_t t;
    arf_init(t);
    arf_mul_2exp_si(t, arb_midref(x), shift);
    arf_get_fmpz(value, t, ARF_RND_FLOOR);
    arf_clear(t);
}

void hermite_weighted_sums(arb_ptr sum, slong N, slong first, slong step, arb_srcptr x, arb_srcptr weight, slong count,
                           slong absolute_bits)
{
    if (count == 0) return;
    slong guard = (slong)FLINT_BIT_COUNT((ulong)count) + (slong)FLINT_BIT_COUNT((ulong)N + 1) + 8;
    slong fraction = absolute_bits + guard;
    node_state *node = flint_malloc((size_t)count * sizeof(node_state));
    mag_t error;
    mag_init(error);
    for (slong k = 0; k < count; k++) {
        double centre = arf_get_d(arb_midref(x + k), ARF_RND_NEAR);
        slong extra = (slong)(centre * centre / 4.0 * LOG2_E);
        node[k].unit = (absolute_bits + guard + extra) / UNIT_STEP * UNIT_STEP + UNIT_STEP;
        fmpz_init(&node[k].X);
        fmpz_init(&node[k].current);
        fmpz_init(&node[k].previous);
        floor_scaled(&node[k].X, x + k, fraction);
        floor_scaled(&node[k].current, weight + k, node[k].unit);
        node_error(error, x + k, weight + k, node[k].unit, fraction, N);
    }
    qsort(node, (size_t)count, sizeof(node_state), by_unit_descending);

    fmpz_t total, t;
    fmpz_init(total);
    fmpz_init(t);
    arb_t root, term;
    arb_init(root);
    arb_init(term);
    slong prec = absolute_bits + guard + 32;
    arb_one(root);                    /* r! */
    double log2_root_factorial = 0.0; /* log2 sqrt(r!) */
    slong sigma = 0, sigma_previous = 0;
    for (slong r = 0; r <= N; r++) {
        if (r >= first && (r - first) % step == 0) {
            /* from the finest unit to the coarsest; each shift floors by one unit of the coarser scale */
            slong unit = node[0].unit, shifts = 0;
            fmpz_zero(total);
            for (slong k = 0; k < count; k++) {
                if (node[k].unit != unit) {
                    fmpz_fdiv_q_2exp(total, total, (ulong)(unit - node[k].unit));
                    unit = node[k].unit;
                    shifts++;
                }
                fmpz_add(total, total, &node[k].current);
            }
            arb_set_fmpz(term, total);
            mag_t s;
            mag_init(s);
            mag_set_ui(s, (ulong)shifts);
            arb_add_error_mag(term, s);
            mag_clear(s);
            arb_mul_2exp_si(term, term, sigma - unit);
            arb_t f;
            arb_init(f);
            arb_rsqrt(f, root, prec);
            arb_mul(term, term, f, prec);
            arb_clear(f);
            arb_add_error_mag(term, error);
            arb_add(sum + r, sum + r, term, prec);
        }
        if (r == N) break;
        arb_mul_ui(root, root, (ulong)r + 1, prec);
        log2_root_factorial += 0.5 * log2((double)r + 1.0);
        /* doubles choose sigma; any choice with 2^sigma <= sqrt((r+1)!) is right, and the margin covers the sum's
         * rounding */
        slong sigma_next = (slong)floor(log2_root_factorial * (1.0 - 1e-12) - 1e-9);
        if (sigma_next < sigma) sigma_next = sigma;
        ulong shift = (ulong)(fraction + sigma_next - sigma), lift = (ulong)(fraction - (sigma - sigma_previous));
        for (slong k = 0; k < count; k++) {
            fmpz_mul(t, &node[k].X, &node[k].current);
            if (r > 0) {
                fmpz_mul_ui(&node[k].previous, &node[k].previous, (ulong)r);
                fmpz_mul_2exp(&node[k].previous, &node[k].previous, lift);
                fmpz_sub(t, t, &node[k].previous);
            }
            fmpz_fdiv_q_2exp(t, t, shift);
            fmpz_swap(&node[k].previous, &node[k].current);
            fmpz_swap(&node[k].current, t);
        }
        sigma_previous = sigma;
        sigma = sigma_next;
    }
    fmpz_clear(total);
    fmpz_clear(t);
    arb_clear(root);
    arb_clear(term);
    mag_clear(error);
    for (slong k = 0; k < count; k++) {
        fmpz_clear(&node[k].X);
        fmpz_clear(&node[k].current);
        fmpz_clear(&node[k].previous);
    }
    flint_free(node);
}
