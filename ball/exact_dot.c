/* exact_dot: Kulisch accumulation.  A product of doubles is an integer below 2^106 times 2^e, e >= -2148; products of
   each sign are added as integers into one fixed-point accumulator wide enough for all of them. */
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "ball/exact_dot.h"

/* Least product exponent: 2 * -1074.  Largest product < 2^2048, and fewer than 2^63 of them:
   2148 + 2048 + 63 < 67 * 64 bits, plus two limbs that a shifted product may touch. */
enum { LEAST_EXPONENT = -2148, LIMBS = 70 };

int64_t double_mantissa(int *exponent, double x)
{
    uint64_t bits, fraction;
    int biased;

    memcpy(&bits, &x, sizeof bits);
    fraction = bits & ((UINT64_C(1) << 52) - 1);
    biased = (int)((bits >> 52) & 0x7ff);
    if (biased != 0) fraction |= UINT64_C(1) << 52;
    *exponent = (biased != 0 ? biased : 1) - 1075;
    return bits >> 63 ? -(int64_t)fraction : (int64_t)fraction;
}

static void accumulate(uint64_t *sum, unsigned __int128 product, int position)
{
    int limb = position / 64, shift = position % 64;
    uint64_t part[3];
    unsigned __int128 carry = 0;

    part[0] = (uint64_t)(product << shift);
    part[1] = (uint64_t)((product << shift) >> 64);
    part[2] = shift == 0 ? 0 : (uint64_t)(product >> (128 - shift));
    for (int i = 0; i < 3; i++) {
        carry += (unsigned __int128)sum[limb + i] + part[i];
        sum[limb + i] = (uint64_t)carry;
        carry >>= 64;
    }
    for (int i = limb + 3; carry != 0; i++) {
        carry += sum[i];
        sum[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

void exact_dot(arf_t value, const double *x, const double *y, slong length)
{
    uint64_t sum[2][LIMBS] = {{0}, {0}};
    mp_limb_t difference[LIMBS];
    int negative;
    fmpz_t integer, exponent;
    mpz_t view;

    for (slong k = 0; k < length; k++) {
        int ex, ey;
        int64_t mx, my;

        if (!isfinite(x[k]) || !isfinite(y[k])) {
            arf_nan(value);
            return;
        }
        mx = double_mantissa(&ex, x[k]);
        my = double_mantissa(&ey, y[k]);
        if (mx == 0 || my == 0) continue;
        accumulate(sum[(mx < 0) != (my < 0)],
                   (unsigned __int128)(uint64_t)(mx < 0 ? -mx : mx) * (uint64_t)(my < 0 ? -my : my),
                   ex + ey - LEAST_EXPONENT);
    }
    _Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0, "64-bit limbs");
    negative = mpn_cmp((mp_srcptr)sum[0], (mp_srcptr)sum[1], LIMBS) < 0;
    mpn_sub_n(difference, (mp_srcptr)sum[negative], (mp_srcptr)sum[!negative], LIMBS);

    fmpz_init(integer);
    fmpz_init_set_si(exponent, LEAST_EXPONENT);
    fmpz_set_mpz(integer, mpz_roinit_n(view, difference, LIMBS));
    if (negative) fmpz_neg(integer, integer);
    arf_set_fmpz_2exp(value, integer, exponent);
    fmpz_clear(integer);
    fmpz_clear(exponent);
}
