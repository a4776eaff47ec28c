/* decimal_double: the double nearest to a decimal, in whole numbers of 64 and 128 bits.

   The decimal is w 10^e with w < 10^19 < 2^64.  For |e| <= 27, 5^|e| < 2^63, and w 10^e = w 5^e 2^e is
       e >= 0   the product w 5^e < 2^127, exact in 128 bits, rounded by the conversion to double;
       e < 0    the quotient w / 5^-e.  w is scaled to 64 bits and the divisor to 63, so that w 2^63 / divisor has at
                least 64 bits; its last bit is set when a remainder is left.  That bit lies at least 10 places below the
                last one of a double, so it decides the ties and nothing else: the conversion rounds the true quotient.
   The remaining factor is a power of two and the result lies between 1e-27 and 1e46, so that ldexp does not round.  One
   rounding in all, to the nearest with ties to even (the mode deqcert runs in).  */
#include <math.h>
#include "verify/input/csv.h"

enum { MAX_DIGITS = 19, MAX_POWER = 27 };

typedef unsigned __int128 wide;

/* clang-format off */
static const uint64_t power_of_5[MAX_POWER + 1] = {
    1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u, 244140625u, 1220703125u,
    6103515625u, 30517578125u, 152587890625u, 762939453125u, 3814697265625u, 19073486328125u, 95367431640625u,
    476837158203125u, 2384185791015625u, 11920928955078125u, 59604644775390625u, 298023223876953125u,
    1490116119384765625u, 7450580596923828125u};
/* clang-format on */

/* w 10^e, 0 < w < 10^19, |e| <= MAX_POWER. */
static double scaled(uint64_t w, int e)
{
    uint64_t divisor = power_of_5[e < 0 ? -e : e];
    int up, down;
    wide quotient;

    if (e >= 0) return ldexp((double)((wide)w * divisor), e);
    up = __builtin_clzll(w);
    down = __builtin_clzll(divisor) - 1; /* divisor << down < 2^63 */
    divisor <<= down;
    quotient = ((wide)(w << up) << 63) / divisor;
    if (quotient * divisor != (wide)(w << up) << 63) quotient |= 1;
    return ldexp((double)quotient, down - up - 63 + e);
}

/* The decimal so far: its first digits, and the power of ten that is left. */
typedef struct {
    uint64_t w;
    slong digits; /* counted from the first that is not 0 */
    slong e;
} digits_struct;

/* Digits into d->w; returns their number. */
static slong read_digits(digits_struct *d, const char *text)
{
    slong count = 0;

    for (; text[count] >= '0' && text[count] <= '9'; count++) {
        if (d->digits > 0 || text[count] != '0') d->digits++;
        if (d->digits <= MAX_DIGITS) d->w = 10 * d->w + (uint64_t)(text[count] - '0');
    }
    return count;
}

decimal_kind decimal_double(double *x, const char *text)
{
    digits_struct d = {0, 0, 0};
    int negative = *text == '-';
    slong whole, fraction = 0;

    text += *text == '+' || *text == '-';
    whole = read_digits(&d, text);
    text += whole;
    if (*text == '.') {
        fraction = read_digits(&d, ++text);
        text += fraction;
        d.e = -fraction;
    }
    if (whole + fraction == 0) return DECIMAL_NONE;
    if (*text == 'e' || *text == 'E') {
        slong power = 0, count = 0;
        int below = *++text == '-';
        text += *text == '+' || *text == '-';
        for (; text[count] >= '0' && text[count] <= '9'; count++)
            if (power < 100000) power = 10 * power + (text[count] - '0');
        if (count == 0) return DECIMAL_NONE;
        text += count;
        d.e += below ? -power : power;
    }
    if (*text != '\0') return DECIMAL_NONE;
    if (d.digits > 0 && (d.digits > MAX_DIGITS || d.e < -MAX_POWER || d.e > MAX_POWER)) return DECIMAL_OTHER;
    *x = d.digits > 0 ? scaled(d.w, (int)d.e) : 0;
    if (negative) *x = -*x;
    return DECIMAL_READ;
}
