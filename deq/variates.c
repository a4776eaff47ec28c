/* Normal, uniform, Student-t(5) and Rademacher variates from counter bits (Box & Muller 1958).

   Error ledger of a normal variate, u = 2^-53:
     uniform grid   V = (2k+1) 2^-53, k < 2^52: within 2^-53 of a uniform number, for the radius and for the angle.  The
   radius is monotone in V and, given the radius, {g <= x} is at most two intervals of angle: <= 2^-53 + 4*2^-53 in the
   CDF -ln V          f-1 exact, s = (f-1)/(f+1): 2u; Taylor series of 2 atanh(s) to s^21: truncation s^22/23/(1-s^2) <
   2^-57 relative; closing e ln2 + ..: with |ln V| >= |e ln2|/2 at most 12u relative, and 8u when e = 0 sqrt(-2 ln V) 6u
   + u sin, cos       x = t pi/2, |x| <= pi/4: 2u; Taylor to x^15, x^16: truncation < 2^-54 relative; evaluation 4u
     product        u
   Sum: g = (1 + delta) * (exact transform), |delta| <= 16u < 2e-15, and |Phi(x(1+delta)) - Phi(x)| <= 0.25 |delta|, so
   the CDF is within 2e-15 of normal everywhere; |g| <= 8.58, a truncation of mass < 1e-17. */
#include "deq/variates.h"
#include "ball/ball.h"
#include <math.h>
#include <string.h>

static inline double double_of_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t bits_of_double(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* k + 2^52 for the top 52 bits k of the word, as an exact double in [1,2): 1 + k 2^-52. */
static inline double one_to_two(uint64_t word)
{
    return double_of_bits((word >> 12) | 0x3ff0000000000000u);
}

/* (2k+1) 2^-53 in (0,1), exact: symmetric about 1/2 and never 0 or 1. */
static inline double open_unit(uint64_t word)
{
    return (one_to_two(word) - 1.0) + 0x1p-53;
}

/* -ln v for v in [2^-53, 1): v = 2^e f with sqrt(1/2) <= f < sqrt 2. */
static inline double minus_log(double v)
{
    const uint64_t root_half = 0x3fe6a09e667f3bcdu;
    uint64_t shifted = bits_of_double(v) + (0x3ff0000000000000u - root_half);
    /* The biased exponent in the low mantissa bits of 2^52: exact conversion without an integer instruction. */
    double e = double_of_bits((shifted >> 52) | 0x4330000000000000u) - (0x1p52 + 1023.0);
    double f = double_of_bits((shifted & 0x000fffffffffffffu) + root_half);
    double s = (f - 1.0) / (f + 1.0), z = s * s;
    double p = 2.0 / 21;
    p = 2.0 / 19 + z * p;
    p = 2.0 / 17 + z * p;
    p = 2.0 / 15 + z * p;
    p = 2.0 / 13 + z * p;
    p = 2.0 / 11 + z * p;
    p = 2.0 / 9 + z * p;
    p = 2.0 / 7 + z * p;
    p = 2.0 / 5 + z * p;
    p = 2.0 / 3 + z * p;
    return -(e * 0x1.62e42fefa39efp-1 + (2.0 * s + s * (z * p)));
}

/* A point uniform on the unit circle: angle in (-pi/4, pi/4) from the top 52 bits, then bit 0 flips the long coordinate
   and bit 1 exchanges the two; the short one is symmetric already. */
static inline void circle_point(double *a, double *b, uint64_t word)
{
    double x = ((one_to_two(word) - 1.5) + 0x1p-53) * 0x1.921fb54442d18p+0, z = x * x;
    double p = -1.0 / 1307674368000.0;
    p = 1.0 / 6227020800.0 + z * p;
    p = -1.0 / 39916800.0 + z * p;
    p = 1.0 / 362880.0 + z * p;
    p = -1.0 / 5040.0 + z * p;
    p = 1.0 / 120.0 + z * p;
    p = -1.0 / 6.0 + z * p;
    double sine = x + x * (z * p);
    p = 1.0 / 20922789888000.0;
    p = -1.0 / 87178291200.0 + z * p;
    p = 1.0 / 479001600.0 + z * p;
    p = -1.0 / 3628800.0 + z * p;
    p = 1.0 / 40320.0 + z * p;
    p = -1.0 / 720.0 + z * p;
    p = 1.0 / 24.0 + z * p;
    p = -0.5 + z * p;
    uint64_t cosine_bits = bits_of_double(1.0 + z * p) ^ (word << 63), sine_bits = bits_of_double(sine);
    uint64_t swap = (cosine_bits ^ sine_bits) & (0 - ((word >> 1) & 1));
    *a = double_of_bits(cosine_bits ^ swap);
    *b = double_of_bits(sine_bits ^ swap);
}

WIDEST_VECTORS void variates_normal(double *value, const variate_bits *bits)
{
    double a[VARIATE_BLOCKS], b[VARIATE_BLOCKS];
    for (int k = 0; k < VARIATE_BLOCKS; k++) {
        double radius = sqrt(2.0 * minus_log(open_unit(bits->first[k])));
        double x, y;
        circle_point(&x, &y, bits->second[k]);
        a[k] = radius * x;
        b[k] = radius * y;
    }
    for (int k = 0; k < VARIATE_BLOCKS; k++) {
        value[2 * k] = a[k];
        value[2 * k + 1] = b[k];
    }
}

/* sqrt 3 (2V - 1): the odd integer 2k+1-2^52 times 2^-52 exactly, then two roundings. */
WIDEST_VECTORS void variates_uniform(double *value, const variate_bits *bits)
{
    for (int k = 0; k < VARIATE_BLOCKS; k++) {
        value[2 * k] = ((one_to_two(bits->first[k]) - 1.5) + 0x1p-53) * (2.0 * 0x1.bb67ae8584caap+0);
        value[2 * k + 1] = ((one_to_two(bits->second[k]) - 1.5) + 0x1p-53) * (2.0 * 0x1.bb67ae8584caap+0);
    }
}

/* Student t with 5 degrees over its standard deviation sqrt(5/3): g sqrt(3/chi), chi = h^2 - 2 ln(V V') chi-square with
   5 degrees; g, h from the even block and V, V' from the odd one. */
WIDEST_VECTORS void variates_student5(double *value, const variate_bits *bits)
{
    for (int k = 0; k < STUDENTS_PER_CHUNK; k++) {
        double radius = sqrt(2.0 * minus_log(open_unit(bits->first[2 * k])));
        double x, y;
        circle_point(&x, &y, bits->second[2 * k]);
        double h = radius * y;
        double chi = h * h + 2.0 * (minus_log(open_unit(bits->first[2 * k + 1])) +
                                    minus_log(open_unit(bits->second[2 * k + 1])));
        value[k] = radius * x * sqrt(3.0 / chi);
    }
}

WIDEST_VECTORS void variates_rademacher(double *value, const variate_bits *bits)
{
    for (int k = 0; k < VARIATE_BLOCKS; k++)
        for (int j = 0; j < 64; j++) {
            value[128 * k + j] = double_of_bits(0x3ff0000000000000u | (bits->first[k] >> j) << 63);
            value[128 * k + 64 + j] = double_of_bits(0x3ff0000000000000u | (bits->second[k] >> j) << 63);
        }
}
