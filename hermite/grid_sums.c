/* Weighted sums of Hermite polynomials over a grid of short nodes x = c 2^-e, all r <= N at once.

   The even and the odd polynomials run in chains of their own, the monic recurrence in steps of two
       He_{r+2} = (x^2 - 2r - 1) He_r - r (r-1) He_{r-2},
   on integers V_r = weight He_r(x) 2^unit / 2^sigma_r, 2^sigma_r the power of two below sqrt(r!).  x^2 - 2r - 1 = A
   2^-2e and r (r-1) are single words, so that a step costs two products by a word and a shift: V_{r+2} = (A V_r - B
   V_{r-2}) >> (2e + s),   s = sigma_{r+2} - sigma_r,   B = r (r-1) 2^(2e + sigma_{r-2} - sigma_r). The values at x and
   -x are combined before: the even chain carries phi(x) + phi(-x), the odd one phi(x) - phi(-x).

   Error ledger of one chain, in units 2^-unit of the normalised h_r:
     floor, and for A < 0 one's instead of two's complement      < 2 units of V_{r+2}.  In terms of the one-step
   recurrence a unit at h_k beside an untouched h_{k-2} is a step's error sqrt(k)/x at h_{k-1} (sqrt(k) h_k = x h_{k-1}
   - sqrt(k-1) h_{k-2}), so the sum is at most 2 sqrt(N)/x times hermite_error_growth start V_0 or V_1 = floor(weight (1
   or x) 2^unit)            (rad + 1 unit) |h_r/h_{0 or 1}| <= (rad + 1 unit) sqrt(N) 1.09 e^{x^2/4} (Cramer; |h_r(x)|
   <= |x| sup |h_r'| = |x| sqrt(r) sup |h_{r-1}| for odd r) hermite_error_growth grows with |x| on the scale of its
   bins: it is asked once for each bin. */
#include <math.h>
#include <string.h>
#include "hermite/grid.h"
#include "hermite/quadrature.h"

#define LOG2_E 1.4426950408889634
#define BIN    0.125 /* e^{x^2/4} grows by e^{x BIN/2} within a bin: a few bits of guard */

enum { WORD_BITS = 64, UNIT_STEP = 32 };
typedef unsigned __int128 wide;

/* The words that both chains share. */
typedef struct {
    slong N, exponent;
    slong *sigma;  /* sigma_r, r <= N + 2 */
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

/* total += v, both two's complement; total has `length` >= n words. */
static void accumulate(mp_limb_t *total, slong length, const mp_limb_t *v, slong n)
{
    mp_limb_t sign = v[n - 1] >> (WORD_BITS - 1) ? ~(mp_limb_t)0 : 0, carry = 0;
    slong i;

    for (i = 0; i < length; i++) {
        wide sum = (wide)total[i] + (i < n ? v[i] : sign) + carry;
        total[i] = (mp_limb_t)sum;
        carry = (mp_limb_t)(sum >> WORD_BITS);
    }
}

/* total >>= bits, arithmetically. */
static void shift_right(mp_limb_t *total, slong length, slong bits)
{
    slong words = bits / WORD_BITS, i;
    unsigned rest = (unsigned)(bits % WORD_BITS);
    mp_limb_t sign = total[length - 1] >> (WORD_BITS - 1) ? ~(mp_limb_t)0 : 0;

    for (i = 0; i < length; i++) {
        mp_limb_t low = i + words < length ? total[i + words] : sign;
        mp_limb_t high = i + words + 1 < length ? total[i + words + 1] : sign;
        total[i] = rest ? (low >> rest) | (high << (WORD_BITS - rest)) : low;
    }
}

/* v = floor(x 2^shift) of the midpoint, two's complement; n comes from a bound of this very value. */
static void set_floor(mp_limb_t *v, slong n, const arb_t x, slong shift)
{
    arf_t t;
    fmpz_t z, word;
    slong i;

    arf_init(t);
    fmpz_init(z);
    fmpz_init(word);
    arf_mul_2exp_si(t, arb_midref(x), shift);
    arf_get_fmpz(z, t, ARF_RND_FLOOR);
    for (i = 0; i < n; i++) {
        fmpz_fdiv_r_2exp(word, z, WORD_BITS);
        fmpz_fdiv_q_2exp(z, z, WORD_BITS);
        v[i] = fmpz_get_ui(word);
    }
    if (!(fmpz_is_zero(z) || fmpz_equal_si(z, -1))) flint_abort();
    fmpz_clear(z);
    fmpz_clear(word);
    arf_clear(t);
}

static void get_fmpz(fmpz_t z, const mp_limb_t *v, slong n)
{
    slong i;
    int negative = (int)(v[n - 1] >> (WORD_BITS - 1));

    fmpz_zero(z);
    for (i = n - 1; i >= 0; i--) {
        fmpz_mul_2exp(z, z, WORD_BITS);
        fmpz_add_ui(z, z, v[i]);
    }
    if (negative) {
        fmpz_t t;
        fmpz_init(t);
        fmpz_one(t);
        fmpz_mul_2exp(t, t, (ulong)(n * WORD_BITS));
        fmpz_sub(z, z, t);
        fmpz_clear(t);
    }
}

static void plan_init(chain_plan *plan, slong N, slong exponent)
{
    double log2_root_factorial = 0.0;
    slong r;

    plan->N = N;
    plan->exponent = exponent;
    plan->sigma = flint_malloc((size_t)(N + 3) * sizeof(slong));
    plan->factor = flint_malloc((size_t)(N + 3) * sizeof(ulong));
    plan->sigma[0] = 0;
    for (r = 1; r < N + 3; r++) {
        /* doubles choose; any 2^sigma <= sqrt(r!) is right, and the margin covers the sum's rounding */
        log2_root_factorial += 0.5 * log2((double)r);
        plan->sigma[r] = (slong)floor(log2_root_factorial * (1.0 - 1e-12) - 1e-9);
        if (plan->sigma[r] < plan->sigma[r - 1]) plan->sigma[r] = plan->sigma[r - 1];
    }
    for (r = 0; r <= N; r++) {
        slong shift = r < 2 ? 0 : 2 * exponent + plan->sigma[r - 2] - plan->sigma[r];
        ulong product = (ulong)r * (ulong)(r > 0 ? r - 1 : 0);
        if (shift < 0) flint_abort(); /* 2 exponent >= log2 N is grid_build's */
        plan->factor[r] = product << shift;
    }
}

static void plan_clear(chain_plan *plan)
{
    flint_free(plan->sigma);
    flint_free(plan->factor);
}

/* One chain from V_first = v; u = v + n is room for V_{first+2}.  The values are added to total[r] (length words each).
 */
static void run_chain(mp_limb_t *total, slong length, mp_limb_t *v, slong n, slong first, const chain_plan *plan,
                      ulong c)
{
    mp_limb_t *u = v + n, *swap;
    slong r, double_exponent = 2 * plan->exponent;

    memset(u, 0, (size_t)n * sizeof *u);
    for (r = first; r <= plan->N; r += 2) {
        slong A = (slong)(c * c) - ((2 * r + 1) << double_exponent);
        accumulate(total + r * length, length, v, n);
        if (r + 2 > plan->N) break;
        advance(u, v, u, n, A < 0 ? (ulong)-A : (ulong)A, plan->factor[r], A < 0,
                (unsigned)(double_exponent + plan->sigma[r + 2] - plan->sigma[r]));
        swap = u;
        u = v;
        v = swap;
    }
}

/* 1.09 e^{x^2/4} */
static void cramer(mag_t bound, double x)
{
    arb_t t;

    arb_init(t);
    arb_set_d(t, x);
    arb_sqr(t, t, 53);
    arb_mul_2exp_si(t, t, -2);
    arb_exp(t, t, 53);
    arb_get_mag(bound, t);
    mag_set_d(arb_radref(t), 1.09);
    mag_mul(bound, bound, arb_radref(t));
    arb_clear(t);
}

typedef struct {
    double low, high; /* the bin of |x| the bounds hold on */
    mag_t growth, cramer;
} bin_bounds;

static void set_bin(bin_bounds *bin, double x, slong N)
{
    if (x >= bin->low && x <= bin->high) return;
    bin->high = x * (1.0 + 1e-15);
    bin->low = fmax(x - BIN, 0.0);
    hermite_error_growth(bin->growth, 0.5 * (bin->low + bin->high), 0.5 * (bin->high - bin->low), N);
    cramer(bin->cramer, bin->high);
}

/* The ledger's two lines for one chain started from `weight`; *words gets the length that holds every V_r. */
static void chain_error(mag_t error, slong *words, const bin_bounds *bin, double x, const arb_t weight, slong unit,
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

    arb_get_mag(t, weight); /* |V_r| <= 2 (|weight| sqrt(N) 1.09 e^{x^2/4} + error) 2^unit */
    mag_mul(t, t, root);
    mag_mul(t, t, bin->cramer);
    mag_add(t, t, error);
    *words = (slong)fmax(mag_get_d_log2_approx(t) + (double)unit + 4.0, 4.0) / WORD_BITS + 1;
    mag_clear(one_unit);
    mag_clear(t);
    mag_clear(root);
}

/* sum[r] += total_r 2^(sigma_r - unit) / sqrt(r!), with the error that is common to all r */
static void add_totals(arb_ptr sum, const mp_limb_t *total, slong length, slong unit, const chain_plan *plan,
                       const mag_t error, const int chain[2], slong prec)
{
    arb_t factorial, term, root;
    fmpz_t z;
    slong r;

    arb_init(factorial);
    arb_init(term);
    arb_init(root);
    fmpz_init(z);
    arb_one(factorial);
    for (r = 0; r <= plan->N; r++) {
        if (r > 0) arb_mul_ui(factorial, factorial, (ulong)r, prec);
        if (!chain[r & 1]) continue;
        get_fmpz(z, total + r * length, length);
        arb_set_fmpz(term, z);
        arb_mul_2exp_si(term, term, plan->sigma[r] - unit);
        arb_rsqrt(root, factorial, prec);
        arb_mul(term, term, root, prec);
        arb_add_error_mag(term, error);
        arb_add(sum + r, sum + r, term, prec);
    }
    arb_clear(factorial);
    arb_clear(term);
    arb_clear(root);
    fmpz_clear(z);
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
    slong unit, words; /* of the node's chain */
} chain_size;

void grid_sums(arb_ptr sum, slong N, const grid_t grid, int parity, slong absolute_bits)
{
    slong guard = (slong)FLINT_BIT_COUNT((ulong)grid->count) + (slong)FLINT_BIT_COUNT((ulong)N + 1) + 6;
    slong k, unit = 0, length = 0, prec = absolute_bits + guard + 32, r;
    const int chain[2] = {parity >= 0, parity <= 0};
    int odd;
    arb_ptr weight = _arb_vec_init(2 * grid->count);
    chain_size *size = flint_malloc((size_t)(2 * grid->count + 1) * sizeof(chain_size));
    mp_limb_t *total, *buffer;
    chain_plan plan;
    bin_bounds bin = {.low = 1.0, .high = 0.0};
    mag_t error, one;

    plan_init(&plan, N, grid->exponent);
    mag_init(error);
    mag_init(one);
    mag_init(bin.growth);
    mag_init(bin.cramer);
    for (k = grid->count - 1; k >= 0; k--) { /* units from the finest to the coarsest */
        ulong c = (2 * (ulong)k + 1) * grid->multiplier;
        double x = ldexp((double)c, (int)-grid->exponent);
        slong node_unit = absolute_bits + guard + (slong)(x * x / 4.0 * LOG2_E);
        if (k == grid->count - 1 || unit - node_unit >= UNIT_STEP) unit = node_unit;
        set_bin(&bin, x, N);
        for (odd = 0; odd < 2; odd++) {
            chain_size *s = size + 2 * k + odd;
            if (!chain[odd]) continue;
            chain_weight(weight + 2 * k + odd, grid, k, c, odd, parity, prec);
            s->unit = unit;
            chain_error(one, &s->words, &bin, x, weight + 2 * k + odd, unit, N);
            mag_add(error, error, one);
            length = FLINT_MAX(length, s->words + 1);
        }
    }
    total = flint_calloc((size_t)((N + 1) * length), sizeof(mp_limb_t));
    buffer = flint_malloc((size_t)(2 * length) * sizeof(mp_limb_t));
    for (k = grid->count - 1; k >= 0; k--) {
        ulong c = (2 * (ulong)k + 1) * grid->multiplier;
        for (odd = 0; odd < 2; odd++) {
            const chain_size *s = size + 2 * k + odd;
            if (!chain[odd]) continue;
            if (k == grid->count - 1) unit = s->unit;
            if (unit != s->unit) {
                for (r = 0; r <= N; r++)
                    if (chain[r & 1]) shift_right(total + r * length, length, unit - s->unit);
                unit = s->unit;
                mag_set_ui_2exp_si(one, 1, -unit);
                mag_add(error, error, one);
            }
            set_floor(buffer, s->words, weight + 2 * k + odd, unit);
            run_chain(total, length, buffer, s->words, odd, &plan, c);
        }
    }
    add_totals(sum, total, length, unit, &plan, error, chain, prec);
    flint_free(total);
    flint_free(buffer);
    flint_free(size);
    _arb_vec_clear(weight, 2 * grid->count);
    plan_clear(&plan);
    mag_clear(error);
    mag_clear(one);
    mag_clear(bin.growth);
    mag_clear(bin.cramer);
}
