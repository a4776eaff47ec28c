/* arb_lower_decimal, arb_upper_decimal: outward-rounded decimals out.  mpfr_get_str rounds correctly in the direction
   asked for and knows no locale; everything else here only moves digits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"

/* Midpoint and radius are added exactly up to this distance of their exponents, beyond it with outward rounding
   (a ball 1 +- 2^-10^15 has endpoints of 10^15 bits). */
#define EXACT_GAP 16384
/* MPFR's default exponent range is |e| < 2^30; numbers beyond 2^(+-2^29) are moved outward to that power or 0, inf. */
#define MAX_EXPONENT (WORD(1) << 29)

/* u <= every number of x (sign = -1) resp. u >= every number of x (sign = 1). */
static void endpoint(arf_t u, const arb_t x, int sign, slong digits)
{
    arf_rnd_t outward = sign < 0 ? ARF_RND_FLOOR : ARF_RND_CEIL;
    slong prec = ARF_PREC_EXACT;
    arf_t radius;

    if (arf_is_nan(arb_midref(x)) || mag_is_inf(arb_radref(x))) {
        if (sign < 0)
            arf_neg_inf(u);
        else
            arf_pos_inf(u);
        return;
    }
    if (mag_is_zero(arb_radref(x)) || arf_is_inf(arb_midref(x))) {
        arf_set(u, arb_midref(x));
        return;
    }
    arf_init(radius);
    arf_set_mag(radius, arb_radref(x));
    if (!arf_is_zero(arb_midref(x))) {
        fmpz_t gap;
        fmpz_init(gap);
        fmpz_sub(gap, ARF_EXPREF(arb_midref(x)), ARF_EXPREF(radius));
        fmpz_abs(gap, gap);
        if (fmpz_cmp_si(gap, EXACT_GAP) > 0) prec = arf_bits(arb_midref(x)) + 4 * digits + 64;
        fmpz_clear(gap);
    }
    if (sign < 0) arf_neg(radius, radius);
    arf_add(u, arb_midref(x), radius, prec, outward);
    arf_clear(radius);
}

/* Moves a finite u outward into MPFR's exponent range. */
static void clamp_exponent(arf_t u, int sign)
{
    int negative = arf_sgn(u) < 0;
    int outward = negative == (sign < 0); /* away from zero */

    if (arf_is_special(u)) return;
    if (fmpz_cmp_si(ARF_EXPREF(u), MAX_EXPONENT) > 0) {
        if (outward)
            arf_pos_inf(u);
        else
            arf_one(u), arf_mul_2exp_si(u, u, MAX_EXPONENT - 1);
    } else if (fmpz_cmp_si(ARF_EXPREF(u), -MAX_EXPONENT) < 0) {
        if (outward)
            arf_one(u), arf_mul_2exp_si(u, u, -MAX_EXPONENT);
        else
            arf_zero(u);
    } else {
        return;
    }
    if (negative) arf_neg(u, u);
}

static char *copy_string(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = flint_malloc(size);

    memcpy(copy, text, size);
    return copy;
}

/* The number 0.d1d2d3... * 10^exponent with a sign. */
static char *layout(const char *digits, int negative, slong exponent)
{
    size_t count = strlen(digits), size = count + 64;
    slong point = exponent; /* digits before the decimal point */
    char *text = flint_malloc(size), *out = text;

    if (negative) *out++ = '-';
    if (exponent < -4 || exponent > 15) { /* |x| < 1e-5 or |x| >= 1e15 */
        *out++ = digits[0];
        if (count > 1) {
            *out++ = '.';
            memcpy(out, digits + 1, count - 1);
            out += count - 1;
        }
        snprintf(out, size - (size_t)(out - text), "e%+03ld", exponent - 1);
        return text;
    }
    if (point <= 0) {
        *out++ = '0';
        *out++ = '.';
        for (; point < 0; point++) *out++ = '0';
        memcpy(out, digits, count);
        out += count;
    } else {
        for (slong i = 0; i < point || (size_t)i < count; i++) {
            if (i == point) *out++ = '.';
            *out++ = (size_t)i < count ? digits[i] : '0';
        }
    }
    *out = '\0';
    return text;
}

static char *directed_decimal(const arb_t x, int sign, slong digits)
{
    char *text;
    arf_t u;

    if (digits < 1) digits = 1;
    arf_init(u);
    endpoint(u, x, sign, digits);
    clamp_exponent(u, sign);
    if (arf_is_zero(u)) {
        text = copy_string("0");
    } else if (arf_is_inf(u)) {
        text = copy_string(arf_is_neg_inf(u) ? "-inf" : "inf");
    } else {
        mpfr_t v;
        mpfr_exp_t exponent;
        char *raw;
        size_t count;
        int negative = arf_sgn(u) < 0;

        mpfr_init2(v, arf_bits(u) > 2 ? arf_bits(u) : 2); /* u exactly */
        arf_get_mpfr(v, u, MPFR_RNDN);
        raw = mpfr_get_str(NULL, &exponent, 10, (size_t)digits, v, sign < 0 ? MPFR_RNDD : MPFR_RNDU);
        for (count = strlen(raw); raw[count - 1] == '0'; count--) raw[count - 1] = '\0';
        text = layout(raw + negative, negative, exponent);
        mpfr_free_str(raw);
        mpfr_clear(v);
    }
    arf_clear(u);
    return text;
}

char *arb_lower_decimal(const arb_t x, slong digits)
{
    return directed_decimal(x, -1, digits);
}

char *arb_upper_decimal(const arb_t x, slong digits)
{
    return directed_decimal(x, 1, digits);
}

/* d digits cost at most a factor 1 + 10^(1-d) outward; 10^(1-d) <= 2^-(bits+6). */
slong decimal_digits(slong bits)
{
    return 2 + (slong)(0.30103 * (double)(bits + 6));
}
