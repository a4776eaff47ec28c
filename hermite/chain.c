/* Fixed-point chains: scales, starts, sums and the bounds shared by neighbouring nodes. */
#include <math.h>
#include "hermite/chain.h"
#include "hermite/quadrature.h"

#define BIN 0.125 /* e^{x^2/4} grows by e^{x BIN/2} within a bin: a few bits of guard */
typedef unsigned __int128 wide;

void chain_scales(slong *sigma, slong length)
{
    double log2_root_factorial = 0.0;
    slong r;

    for (r = 0; r < length; r++) {
        /* doubles choose; any 2^sigma <= sqrt(r!) is right, and the margin covers the sum's rounding */
        if (r > 1) log2_root_factorial += 0.5 * log2((double)r);
        sigma[r] = r > 1 ? (slong)floor(log2_root_factorial * (1.0 - 1e-12) - 1e-9) : 0;
        if (r > 0 && sigma[r] < sigma[r - 1]) sigma[r] = sigma[r - 1];
    }
}

void chain_set_floor(mp_limb_t *v, slong n, const arb_t x, slong shift)
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
    if (!(fmpz_is_zero(z) || fmpz_equal_si(z, -1))) flint_abort(); /* n comes from a bound of this very value */
    fmpz_clear(z);
    fmpz_clear(word);
    arf_clear(t);
}

void chain_bin_init(chain_bin *bin)
{
    bin->low = 1.0;
    bin->high = 0.0;
    mag_init(bin->growth);
    mag_init(bin->cramer);
}

void chain_bin_clear(chain_bin *bin)
{
    mag_clear(bin->growth);
    mag_clear(bin->cramer);
}

/* 1.09 e^{x^2/4} */
static void cramer_bound(mag_t bound, double x)
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

void chain_bin_set(chain_bin *bin, double x, double radius, slong N)
{
    double margin = radius + 1e-15 * x;

    if (x - margin >= bin->low && x + margin <= bin->high) return;
    bin->high = x + 2.0 * margin;
    bin->low = fmax(x - 2.0 * margin - BIN, 0.0);
    hermite_error_growth(bin->growth, 0.5 * (bin->low + bin->high), 0.5 * (bin->high - bin->low), N);
    cramer_bound(bin->cramer, bin->high);
}

slong chain_words(const mag_t size, const mag_t error, slong unit)
{
    mag_t t;
    double bits;

    mag_init(t);
    mag_add(t, size, error);
    bits = mag_is_zero(t) ? 0.0
                          : mag_get_d_log2_approx(t) + (double)unit + 4.0; /* factor 2, sign, a unit, the log's error */
    mag_clear(t);
    return (slong)fmax(bits, 4.0) / WORD_BITS + 1;
}

void chain_totals_init(chain_totals *t, slong N, slong words, slong unit)
{
    t->N = N;
    t->length = words + 1;
    t->unit = unit;
    t->word = flint_calloc((size_t)((N + 1) * t->length), sizeof(mp_limb_t));
    mag_init(t->error);
}

void chain_totals_clear(chain_totals *t)
{
    flint_free(t->word);
    mag_clear(t->error);
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

void chain_totals_coarsen(chain_totals *t, slong unit)
{
    mag_t lost;
    slong r;

    if (unit == t->unit) return;
    for (r = 0; r <= t->N; r++) shift_right(t->word + r * t->length, t->length, t->unit - unit);
    t->unit = unit;
    mag_init(lost);
    mag_set_ui_2exp_si(lost, 1, -unit);
    mag_add(t->error, t->error, lost);
    mag_clear(lost);
}

void chain_totals_add(chain_totals *t, slong r, const mp_limb_t *v, slong n, int minus)
{
    mp_limb_t *total = t->word + r * t->length, mask = minus ? ~(mp_limb_t)0 : 0, carry = 0;
    mp_limb_t sign = (v[n - 1] >> (WORD_BITS - 1) ? ~(mp_limb_t)0 : 0) ^ mask;
    slong i;

    for (i = 0; i < n; i++) {
        wide sum = (wide)total[i] + (v[i] ^ mask) + carry;
        total[i] = (mp_limb_t)sum;
        carry = (mp_limb_t)(sum >> WORD_BITS);
    }
    for (; i < t->length; i++) {
        wide sum = (wide)total[i] + sign + carry;
        total[i] = (mp_limb_t)sum;
        carry = (mp_limb_t)(sum >> WORD_BITS);
    }
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

void chain_totals_finish(arb_ptr sum, const chain_totals *t, const slong *sigma, slong first, slong step, slong prec)
{
    arb_t factorial, term, root;
    fmpz_t z;
    slong r;

    arb_init(factorial);
    arb_init(term);
    arb_init(root);
    fmpz_init(z);
    arb_one(factorial);
    for (r = 0; r <= t->N; r++) {
        if (r > 0) arb_mul_ui(factorial, factorial, (ulong)r, prec);
        if (r < first || (r - first) % step != 0) continue;
        get_fmpz(z, t->word + r * t->length, t->length);
        arb_set_fmpz(term, z);
        arb_mul_2exp_si(term, term, sigma[r] - t->unit);
        arb_rsqrt(root, factorial, prec);
        arb_mul(term, term, root, prec);
        arb_add_error_mag(term, t->error);
        arb_add(sum + r, sum + r, term, prec);
    }
    arb_clear(factorial);
    arb_clear(term);
    arb_clear(root);
    fmpz_clear(z);
}
