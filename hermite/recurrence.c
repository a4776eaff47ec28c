/* Weighted sums of the orthonormal Hermite polynomials, sum_k weight_k h_r(x_k), for all r <= N at once, any nodes.

   The monic recurrence He_{r+1} = |x| He_r - r He_{r-1} is run on integers, one chain per node; the odd He_r of a negative x are subtracted.
       V_{r+1} = (X V_r >> (fraction + s)) - (r V_{r-1} >> s'),   s = sigma_{r+1} - sigma_r,  s' = sigma_{r+1} - sigma_{r-1},
   X = floor(|x| 2^fraction), `fraction` a multiple of the word, so that the first shift is one by words and by s < 64 bits.

   Error ledger of one node, in units of its own scale 2^-unit (hermite_error_growth counts one unit per r):
     two floors of the step, one's complement on subtraction from the sums   <= 2 units of V_{r+1}, 1 unit              -> 3 growth
     start V_0 = floor(weight): rad(weight) + 1 unit      <= (rad + 1) |h_r| <= (rad + 1) 1.09 e^{x^2/4}
     |x| replaced by X 2^-fraction                        <= |weight| |x - X 2^-fraction| sqrt(N) 1.09 e^{x^2/4}  (h_r' = sqrt(r) h_{r-1})
   1.09 e^{x^2/4} is Cramer's bound.  unit grows like x^2/4 log2(e): what a far node's recurrence amplifies, its unit makes up for. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "hermite/chain.h"
#include "hermite/quadrature.h"

#define LOG2_E 1.4426950408889634
typedef unsigned __int128 wide;

typedef struct {
    slong index, unit, words;
    double size; /* |x| */
} node_chain;

static int by_size_descending(const void *a, const void *b)
{
    double u = ((const node_chain *)a)->size, v = ((const node_chain *)b)->size;
    return (u < v) - (u > v);
}

/* The ledger for one node; *words gets the length that holds every V_r. */
static void node_error(mag_t error, slong *words, const chain_bin *bin, const arb_t x, const arb_t weight, slong unit,
                       slong fraction, slong N)
{
    mag_t t, one_unit, distance;

    mag_init(t);
    mag_init(one_unit);
    mag_init(distance);
    mag_set_ui_2exp_si(one_unit, 1, -unit);
    mag_mul_ui(error, bin->growth, 3);
    mag_mul(error, error, one_unit);
    mag_add(t, arb_radref(weight), one_unit);
    mag_addmul(error, t, bin->cramer);
    mag_set_ui_2exp_si(distance, 1, -fraction);
    mag_add(distance, distance, arb_radref(x));
    arb_get_mag(t, weight);
    mag_mul(distance, distance, t);
    mag_mul_ui(distance, distance, (ulong)(sqrt((double)N) + 2.0));
    mag_addmul(error, distance, bin->cramer);
    mag_mul(t, t, bin->cramer);
    *words = chain_words(t, error, unit);
    mag_clear(t);
    mag_clear(one_unit);
    mag_clear(distance);
}

/* out = (high >> s) - ((r u) >> t), two's complement of n words; out may be u; high has n + 1 words. */
static void subtract_step(mp_limb_t *out, const mp_limb_t *high, const mp_limb_t *u, slong n, ulong r, unsigned s,
                          unsigned t)
{
    mp_limb_t carry = 1, low = 0, next, product_carry = 0, u_sign = u[n - 1] >> (WORD_BITS - 1) ? r : 0;
    slong i;

    for (i = 0; i <= n; i++) {
        if (i < n) {
            wide p = (wide)r * u[i] + product_carry;
            next = (mp_limb_t)p;
            product_carry = (mp_limb_t)(p >> WORD_BITS);
        } else {
            next = product_carry - u_sign; /* the unsigned product of a negative number */
        }
        if (i > 0) {
            mp_limb_t a = s ? (high[i - 1] >> s) | (high[i] << (WORD_BITS - s)) : high[i - 1];
            mp_limb_t b = t ? (low >> t) | (next << (WORD_BITS - t)) : low;
            wide sum = (wide)a + ~b + carry;
            out[i - 1] = (mp_limb_t)sum;
            carry = (mp_limb_t)(sum >> WORD_BITS);
        }
        low = next;
    }
}

/* One chain from V_0 = v; u = v + n is room for V_1, product for n + m + 1 words; X has m words, m - 1 of them fraction. */
static void run_chain(chain_totals *totals, mp_limb_t *v, mp_limb_t *product, slong n, const mp_limb_t *X, slong m,
                      int negative, slong first, slong step, const slong *sigma)
{
    mp_limb_t *u = v + n, *swap;
    slong r, N = totals->N;

    memset(u, 0, (size_t)n * sizeof *u);
    for (r = 0; r <= N; r++) {
        if (r >= first && (r - first) % step == 0) chain_totals_add(totals, r, v, n, negative && r % 2);
        if (r == N) break;
        if (n >= m)
            mpn_mul(product, v, n, X, m);
        else
            mpn_mul(product, X, m, v, n);
        if (v[n - 1] >> (WORD_BITS - 1)) mpn_sub_n(product + n, product + n, X, m);
        subtract_step(u, product + m - 1, u, n, (ulong)r, (unsigned)(sigma[r + 1] - sigma[r]),
                      (unsigned)(sigma[r + 1] - sigma[r > 0 ? r - 1 : 0]));
        swap = u;
        u = v;
        v = swap;
    }
}

void hermite_weighted_sums(arb_ptr sum, slong N, slong first, slong step, arb_srcptr x, arb_srcptr weight, slong count,
                           slong absolute_bits)
{
    slong guard = (slong)FLINT_BIT_COUNT((ulong)count) + (slong)FLINT_BIT_COUNT((ulong)N + 1) + 8;
    slong m = (absolute_bits + guard + WORD_BITS - 1) / WORD_BITS + 1, fraction = (m - 1) * WORD_BITS, unit = 0,
          words = 1, k;
    slong *sigma = flint_malloc((size_t)(N + 2) * sizeof(slong));
    node_chain *node = flint_malloc((size_t)(count + 1) * sizeof(node_chain));
    chain_totals totals;
    chain_bin bin;
    mp_limb_t *buffer, *X;
    mag_t error, one;
    arb_t size;

    if (count == 0) {
        flint_free(sigma);
        flint_free(node);
        return;
    }
    chain_scales(sigma, N + 2);
    chain_bin_init(&bin);
    mag_init(error);
    mag_init(one);
    arb_init(size);
    for (k = 0; k < count; k++) {
        node[k].index = k;
        node[k].size = fabs(arf_get_d(arb_midref(x + k), ARF_RND_NEAR));
    }
    qsort(node, (size_t)count, sizeof(node_chain), by_size_descending);
    for (k = 0; k < count; k++) { /* units from the finest to the coarsest */
        slong node_unit = absolute_bits + guard + (slong)(node[k].size * node[k].size / 4.0 * LOG2_E),
              i = node[k].index;
        if (k == 0 || unit - node_unit >= UNIT_STEP) unit = node_unit;
        node[k].unit = unit;
        chain_bin_set(&bin, node[k].size,
                      ldexp(1.0, (int)FLINT_MAX(-fraction, -1000)) + mag_get_d(arb_radref(x + i)) * (1.0 + 1e-9), N);
        node_error(one, &node[k].words, &bin, x + i, weight + i, unit, fraction, N);
        mag_add(error, error, one);
        words = FLINT_MAX(words, node[k].words);
    }
    chain_totals_init(&totals, N, words, node[0].unit);
    mag_set(totals.error, error);
    buffer = flint_malloc((size_t)(3 * words + 2 * m + 1) * sizeof(mp_limb_t));
    X = buffer + 3 * words + m + 1;
    for (k = 0; k < count; k++) {
        slong n = node[k].words, i = node[k].index;
        arf_abs(arb_midref(size), arb_midref(x + i));
        chain_totals_coarsen(&totals, node[k].unit);
        chain_set_floor(buffer, n, weight + i, node[k].unit);
        chain_set_floor(X, m, size, fraction);
        run_chain(&totals, buffer, buffer + 2 * words, n, X, m, arf_sgn(arb_midref(x + i)) < 0, first, step, sigma);
    }
    chain_totals_finish(sum, &totals, sigma, first, step, absolute_bits + guard + 32);
    chain_totals_clear(&totals);
    chain_bin_clear(&bin);
    flint_free(buffer);
    flint_free(node);
    flint_free(sigma);
    mag_clear(error);
    mag_clear(one);
    arb_clear(size);
}
