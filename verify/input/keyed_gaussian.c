/* keyed_gaussian: Philox4x32-10 bits, Marsaglia's polar method.

   Pair p = (numbers 2p, 2p+1) draws attempts t = 0, 1, ...: Philox with key (seed low, seed high) and counter
   (p low, p high, t, stream) gives two 53-bit uniforms u, v on the odd multiples of 2^-53 in (-1, 1); the first attempt
   with w = u^2 + v^2 in (0, 1) gives u f and v f, f = sqrt(-2 log(w) / w).  An attempt fails with probability 1 - pi/4.
   The doubles are the points from here on, so no error bound of the transformation matters; only that it is the same
   everywhere: IEEE +, -, *, /, sqrt in a fixed order, and no libm. */
#include <math.h>
#include <Random123/philox.h>
#include "verify/input/keyed_gaussian.h"

static double uniform(uint32_t low, uint32_t high)
{
    uint64_t bits = (((uint64_t)high << 32) | low) >> 11; /* 53 bits k: (2k + 1) 2^-53 - 1, exactly */

    return ((double)bits - 0x1p52) * 0x1p-52 + 0x1p-53;
}

double keyed_log(double u)
{
    /* u = m 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 atanh(t), t = (m-1)/(m+1), |t| < 0.1716; the series cut after
       t^23 leaves less than 2 t^25/25/(1-t^2) < 1e-20. */
    static const double ln2_high = 0x1.62e42fefa3800p-1, ln2_low = 0x1.ef35793c76730p-45;
    int e;
    double m = frexp(u, &e), t, square, series = 0;

    if (m < 0x1.6a09e667f3bcdp-1) {
        m *= 2;
        e--;
    }
    t = (m - 1) / (m + 1);
    square = t * t;
    for (int k = 23; k >= 3; k -= 2) series = (series + 1.0 / k) * square;
    return e * ln2_high + (e * ln2_low + (2 * t * series + 2 * t));
}

static void pair(double *first, double *second, uint64_t index, uint64_t seed, keyed_stream stream)
{
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};

    for (uint32_t attempt = 0;; attempt++) {
        philox4x32_ctr_t counter = {{(uint32_t)index, (uint32_t)(index >> 32), attempt, (uint32_t)stream}};
        philox4x32_ctr_t bits = philox4x32(counter, key);
        double u = uniform(bits.v[0], bits.v[1]), v = uniform(bits.v[2], bits.v[3]), w = u * u + v * v;
        if (w > 0 && w < 1) {
            double factor = sqrt(-2 * keyed_log(w) / w);
            *first = u * factor;
            *second = v * factor;
            return;
        }
    }
}

void keyed_gaussian(double *value, size_t count, uint64_t seed, keyed_stream stream)
{
    for (size_t i = 0; i < count; i += 2) {
        double first, second;
        pair(&first, &second, i / 2, seed, stream);
        value[i] = first;
        if (i + 1 < count) value[i + 1] = second;
    }
}
