/* Weighted sums of Hermite polynomials over a grid of short nodes x = c 2^-e, all r <= N at once.

   The even and the odd polynomials run in chains of their own, the monic recurrence in steps of two
       He_{r+2} = (x^2 - 2r - 1) He_r - r (r-1) He_{r-2}.
   x^2 - 2r - 1 = A 2^-2e and r (r-1) are single words, so that a step costs two products by a word and a shift:
       V_{r+2} = (A V_r - B V_{r-2}) >> (2e + s),   s = sigma_{r+2} - sigma_r,   B = r (r-1) 2^(2e + sigma_{r-2} - sigma_r).
   The values at x and -x are combined before: the even chain carries phi(x) + phi(-x), the odd one phi(x) - phi(-x).

   Error ledger of one chain, in units 2^-unit of the normalised h_r:
     step     floor and, for A < 0, one's instead of two's complement: < 2 units of V_{r+2}.  Seen by the one-step recurrence, a unit at h_k
              beside an untouched h_{k-2} is an error sqrt(k)/x at h_{k-1}, from sqrt(k) h_k = x h_{k-1} - sqrt(k-1) h_{k-2}; so all
              steps together make at most 2 sqrt(N)/x times hermite_error_growth.
     start    V_0 or V_1 = floor(weight (1 or x) 2^unit): (rad + 1 unit) |h_r/h_first|, and |h_r| <= 1.09 e^{x^2/4} (Cramer), for odd r
              |h_r(x)/x| <= sup |h_r'| = sqrt(r) sup |h_{r-1}|: at most (rad + 1 unit) sqrt(N) 1.09 e^{x^2/4}. */
#include <math.h>
#include <string.h>
#include "hermite/chain.h"
#include "hermite/grid.h"

#define LOG2_E 1.4426950408889634
typedef unsigned __int128 wide;

/* The words that all chains share. */
typedef struct {
    slong N, exponent;
    slong *sigma;  /* r <= N + 2 */
    ulong *factor; /* B of the step r -> r+2 */
} chain_plan;

/* out = (a v - b u) >> shift, or, when `flip`, one's complement of (a v + b u) >> shift; two's complement of n words;
 * out may be u. */
static void advance(mp_limb_t *out, const mp_limb_t *v, const mp_limb_t *u, slong n, ulong a, ulong b, int flip,
                    unsigned shift)
{
    mp_limb_t mask = flip ? ~(mp_limb_t)0 : 0, previous = 0, v_carry = 0, u_carry = 0, carry = flip ? 0 : 1, word;
    mp_limb_t u_mask = flip ? 0 : ~(mp_limb_t)0, v_top = v[n - 1], u_top = u[n - 1];
    slong i;

    for (i = 0; i < n; i++) { /* a v + b u, or a v + ~(b u) + 1 */
        wide p = (wide)a * v[i] + v_carry, m = (wide)b * u[i] + u_carry, sum;
        v_carry = (mp_limb_t)(p >> WORD_BITS);
        u_carry = (mp_limb_t)(m >> WORD_BITS);
        sum = (wide)(mp_limb_t)p + (((mp_limb_t)m) ^ u_mask) + carry;
        carry = (mp_limb_t)(sum >> WORD_BITS);
        word = (mp_limb_t)sum ^ mask;
        if (i > 0) out[i - 1] = (previous >> shift) | (word << (WORD_BITS - shift));
        previous = word;
    }
    if (v_top >> (WORD_BITS - 1)) v_carry -= a; /* the unsigned products of negative numbers */
    if (u_top >> (WORD_BITS - 1)) u_carry -= b;
    word = (v_carry + (u_carry ^ u_mask) + carry) ^ mask;
    out[n - 1] = (previous >> shift) | (word << (WORD_BITS - shift));
}

static void plan_init(chain_plan *plan, slong N, slong exponent)
{
    slong r;

    plan->N = N;
    plan->exponent = exponent;
    plan->sigma = flint_malloc((size_t)(N + 3) * sizeof(slong));
    plan->factor = flint_malloc((size_t)(N + 3) * sizeof(ulong));
    chain_scales(plan->sigma, N + 3);
    for (r = 0; r <= N; r++) {
        slong shift = r < 2 ? 0 : 2 * exponent + plan->sigma[r - 2] - plan->sigma[r];
        if (shift < 0) flint_abort(); /* 2 exponent >= log2 N + 3 is the grid's */
        plan->factor[r] = ((ulong)r * (ulong)(r > 0 ? r - 1 : 0)) << shift;
    }
}

static void plan_clear(chain_plan *plan)
{
    flint_free(plan->sigma);
    flint_free(plan->factor);
}

/* One chain from V_first = v; u = v + n is room for V_{first+2}. */
static void run_chain(chain_totals *totals, mp_limb_t *v, slong n, slong first, const chain_plan *plan, ulong c)
{
    mp_limb_t *u = v + n, *swap;
    slong r, double_exponent = 2 * plan->exponent;

    memset(u, 0, (size_t)n * sizeof *u);
    for (r = first; r <= plan->N; r += 2) {
        slong A = (slong)(c * c) - ((2 * r + 1) << double_exponent);
        chain_totals_add(totals, r, v, n, 0);
        if (r + 2 > plan->N) break;
        advance(u, v, u, n, A < 0 ? (ulong)-A : (ulong)A, plan->factor[r], A < 0,
                (unsigned)(double_exponent + plan->sigma[r + 2] - plan->sigma[r]));
        swap = u;
        u = v;
        v = swap;
    }
}

/* The ledger's two lines for one chain started from `weight`; *words gets the length that holds every V_r. */
static void chain_error(mag_t error, slong *words, const chain_bin *bin, double x, const arb_t weight, slong unit,
                        slong N)
{
    mag_t one_unit, t, root;

    mag_init(one_unit);
    mag_init(t);
    mag_init(root);
    mag_set_ui_2exp_si(one_unit, 1, -unit);
    mag_set_d(root, sqrt((double)N + 1.0) * (1.0 + 1e-15));
    mag_add(t, arb_radref(weight), one_unit);
    mag_mul(t, t, root);
    mag_mul(error, t, bin->cramer);
    mag_mul_2exp_si(t, root, 1);
    mag_mul(t, t, bin->growth);
    mag_mul(t, t, one_unit);
    mag_set_d(one_unit, (1.0 / x) * (1.0 + 1e-15));
    mag_addmul(error, t, one_unit);
    arb_get_mag(t, weight);
    mag_mul(t, t, root);
    mag_mul(t, t, bin->cramer);
    *words = chain_words(t, error, unit);
    mag_clear(one_unit);
    mag_clear(t);
    mag_clear(root);
}

/* gauss (phi(x) + phi(-x)) for the even chain, x gauss (phi(x) - phi(-x)) for the odd one */
static void chain_weight(arb_t weight, const grid_t grid, slong k, ulong c, int odd, int parity, slong prec)
{
    if (parity != 0)
        arb_mul_2exp_si(weight, grid->plus + k, 1);
    else if (odd)
        arb_sub(weight, grid->plus + k, grid->minus + k, prec);
    else
        arb_add(weight, grid->plus + k, grid->minus + k, prec);
    arb_mul(weight, weight, grid->gauss + k, prec);
    if (odd) {
        arb_mul_ui(weight, weight, c, prec);
        arb_mul_2exp_si(weight, weight, -grid->exponent);
    }
}

typedef struct {
    slong unit, words;
} chain_size;

void grid_sums(arb_ptr sum, slong N, const grid_t grid, int parity, slong absolute_bits)
{
    slong guard = (slong)FLINT_BIT_COUNT((ulong)grid->count) + (slong)FLINT_BIT_COUNT((ulong)N + 1) + 6;
    slong first = parity < 0 ? 1 : 0, step = parity != 0 ? 2 : 1, prec = absolute_bits + guard + 32, unit = 0,
          words = 1, k, odd;
    arb_ptr weight = _arb_vec_init(2 * grid->count);
    chain_size *size = flint_malloc((size_t)(2 * grid->count + 1) * sizeof(chain_size));
    chain_plan plan;
    chain_totals totals;
    chain_bin bin;
    mp_limb_t *buffer;
    mag_t error, one;

    plan_init(&plan, N, grid->exponent);
    chain_bin_init(&bin);
    mag_init(error);
    mag_init(one);
    for (k = grid->count - 1; k >= 0; k--) { /* units from the finest to the coarsest */
        ulong c = (2 * (ulong)k + 1) * grid->multiplier;
        double x = ldexp((double)c, (int)-grid->exponent);
        slong node_unit = absolute_bits + guard + (slong)(x * x / 4.0 * LOG2_E);
        if (k == grid->count - 1 || unit - node_unit >= UNIT_STEP) unit = node_unit;
        chain_bin_set(&bin, x, 0.0, N);
        for (odd = first; odd < 2; odd += step) {
            chain_size *s = size + 2 * k + odd;
            chain_weight(weight + 2 * k + odd, grid, k, c, (int)odd, parity, prec);
            s->unit = unit;
            chain_error(one, &s->words, &bin, x, weight + 2 * k + odd, unit, N);
            mag_add(error, error, one);
            words = FLINT_MAX(words, s->words);
        }
    }
    chain_totals_init(&totals, N, words, size[2 * (grid->count - 1) + first].unit);
    mag_set(totals.error, error);
    buffer = flint_malloc((size_t)(2 * words) * sizeof(mp_limb_t));
    for (k = grid->count - 1; k >= 0; k--)
        for (odd = first; odd < 2; odd += step) {
            const chain_size *s = size + 2 * k + odd;
            chain_totals_coarsen(&totals, s->unit);
            chain_set_floor(buffer, s->words, weight + 2 * k + odd, s->unit);
            run_chain(&totals, buffer, s->words, odd, &plan, (2 * (ulong)k + 1) * grid->multiplier);
        }
    chain_totals_finish(sum, &totals, plan.sigma, first, step, prec);
    chain_totals_clear(&totals);
    chain_bin_clear(&bin);
    plan_clear(&plan);
    flint_free(buffer);
    flint_free(size);
    _arb_vec_clear(weight, 2 * grid->count);
    mag_clear(error);
    mag_clear(one);
}
