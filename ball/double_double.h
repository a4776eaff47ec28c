/* Part of ball.h: double-double arithmetic, a number high + low with |low| <= ulp(high)/2.

   Every operation has a relative error of at most 15 u^2 + O(u^3) <= DD_UNIT, u = 2^-53, apart from underflow:
     sum        3 u^2     AccurateDWPlusDW   product   5 u^2   DWTimesDW2   quotient   15 u^2   DWDivDW2
                          (Joldes, Muller, Popescu 2017, Tight and rigorous error bounds for basic building blocks, Alg. 6, 11, 17)
     root       25/8 u^2  SQRTDWtoDW         (Lefevre, Louvet, Muller, Picot, Rideau 2023, Alg. 8)
   Round to nearest, fused multiply-add by fma().  Loops over arrays of TILE_ROWS numbers inline these and become vector code. */
#ifndef DEQCERT_BALL_DOUBLE_DOUBLE_H
#define DEQCERT_BALL_DOUBLE_DOUBLE_H

#include <math.h>

#define DD_UNIT 0x1p-102

typedef struct {
    double high, low;
} dd_t;

#define DD_INLINE static inline __attribute__((always_inline))

/* a + b exactly, |a| >= |b| or a = 0. */
DD_INLINE dd_t dd_fast_sum(double a, double b)
{
    double s = a + b;
    return (dd_t){s, b - (s - a)};
}

/* a + b exactly. */
DD_INLINE dd_t dd_exact_sum(double a, double b)
{
    double s = a + b, a1 = s - b, b1 = s - a1;
    return (dd_t){s, (a - a1) + (b - b1)};
}

DD_INLINE dd_t dd_add(dd_t x, dd_t y)
{
    dd_t s = dd_exact_sum(x.high, y.high), t = dd_exact_sum(x.low, y.low), v = dd_fast_sum(s.high, s.low + t.high);
    return dd_fast_sum(v.high, t.low + v.low);
}

DD_INLINE dd_t dd_neg(dd_t x)
{
    return (dd_t){-x.high, -x.low};
}

DD_INLINE dd_t dd_sub(dd_t x, dd_t y)
{
    return dd_add(x, dd_neg(y));
}

DD_INLINE dd_t dd_mul(dd_t x, dd_t y)
{
    double c = x.high * y.high, low = __builtin_fma(x.high, y.high, -c);
    return dd_fast_sum(c, low + __builtin_fma(x.low, y.high, x.high * y.low));
}

DD_INLINE dd_t dd_div(dd_t x, dd_t y)
{
    double t = x.high / y.high;
    double c = y.high * t, low = __builtin_fma(y.high, t, -c);
    dd_t r = dd_fast_sum(c, __builtin_fma(y.low, t, low)); /* y t: DWTimesFP3 */
    double delta = (x.high - r.high) + (x.low - r.low);
    return dd_fast_sum(t, delta / y.high);
}

/* x > 0. */
DD_INLINE dd_t dd_sqrt(dd_t x)
{
    double s = sqrt(x.high), rest = __builtin_fma(-s, s, x.high) + x.low;
    return dd_fast_sum(s, rest / (2 * s));
}

#endif
