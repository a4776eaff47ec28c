/* fmpq_set_decimal: exact decimals in.  No byte of a decimal ever passes through a double, so no locale and no
   rounding is involved. */
#include <stdlib.h>
#include <string.h>
#include "ball/ball.h"

enum { MAX_BYTES = 4096, MAX_EXPONENT = 5000, QUOTED = 60 };

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static dq_status refuse(reason_t why, const char *text, size_t length, const char *what)
{
    int quoted = (int)(length < QUOTED ? length : QUOTED);

    reason_set(why, "%s: \"%.*s%s\"; allowed is [+-]digits[.digits][e[+-]digits]", what, quoted, text,
               length > QUOTED ? "..." : "");
    return DQ_INPUT;
}

/* The digits at `at` up to the first other byte: their number. */
static size_t span_digits(const char *text, size_t at, size_t length)
{
    size_t end = at;

    while (end < length && is_digit(text[end])) end++;
    return end - at;
}

/* mantissa * 10^exponent. */
static void set_scaled(fmpq_t x, const char *digits, int negative, slong exponent)
{
    fmpz_t power;

    fmpz_init(power);
    fmpz_set_str(fmpq_numref(x), digits, 10);
    fmpz_one(fmpq_denref(x));
    if (negative) fmpq_neg(x, x);
    fmpz_ui_pow_ui(power, 10, (ulong)(exponent < 0 ? -exponent : exponent));
    if (exponent < 0)
        fmpq_div_fmpz(x, x, power);
    else
        fmpq_mul_fmpz(x, x, power);
    fmpz_clear(power);
}

dq_status fmpq_set_decimal(fmpq_t x, const char *text, size_t length, reason_t why)
{
    char digits[MAX_BYTES + 1];
    size_t at = 0, whole, fraction = 0;
    slong exponent = 0;
    int negative = 0;

    reason_init(why);
    if (length > MAX_BYTES) return refuse(why, text, length, "a decimal of more than 4096 bytes");
    if (at < length && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';

    whole = span_digits(text, at, length);
    if (whole == 0) return refuse(why, text, length, "not a decimal number");
    memcpy(digits, text + at, whole);
    at += whole;

    if (at < length && text[at] == '.') {
        fraction = span_digits(text, ++at, length);
        if (fraction == 0) return refuse(why, text, length, "no digit after the decimal point");
        memcpy(digits + whole, text + at, fraction);
        at += fraction;
    }
    digits[whole + fraction] = '\0';

    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        int minus = 0;
        size_t count;

        at++;
        if (at < length && (text[at] == '+' || text[at] == '-')) minus = text[at++] == '-';
        count = span_digits(text, at, length);
        if (count == 0) return refuse(why, text, length, "no digit in the exponent");
        for (size_t end = at + count; at < end; at++) {
            exponent = 10 * exponent + (text[at] - '0');
            if (exponent > MAX_EXPONENT) return refuse(why, text, length, "a decimal exponent beyond 5000");
        }
        if (minus) exponent = -exponent;
    }
    if (at != length) return refuse(why, text, length, "not a decimal number");

    set_scaled(x, digits, negative, exponent - (slong)fraction);
    return DQ_OK;
}
