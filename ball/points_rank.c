/* points_rank: exact rank from modular ranks.

   Points scaled by powers of two to integers (which keeps the rank).  A minor that is nonzero mod p is nonzero, so
   rank >= rank mod p for every prime p.  Conversely, if rank mod p <= r for primes whose product exceeds every minor of
   order r+1, those minors are divisible by the product, hence zero, and rank <= r.  Hadamard: a minor of order r+1 is
   at most the product of the r+1 largest point norms.  Full rank needs one prime; a deficient rank as many as the
   bound. */
#include <math.h>
#include <stdlib.h>
#include <flint/nmod_mat.h>
#include <flint/ulong_extras.h>
#include "ball/ball.h"
#include "ball/exact_dot.h"

/* Binary exponent that makes point i integral, and the bits of its norm then (0 for a zero point). */
static void integral_scale(int *least, slong *bits, const points_t p, slong i)
{
    int low = 0, high = 0, any = 0;

    for (slong k = 0; k < p->d; k++) {
        int exponent, top;
        int64_t mantissa = double_mantissa(&exponent, p->x[i * p->d + k]);
        if (mantissa == 0) continue;
        for (; mantissa % 2 == 0; mantissa /= 2) exponent++;
        top = exponent + (int)FLINT_BIT_COUNT((ulong)(mantissa < 0 ? -mantissa : mantissa));
        low = any && low < exponent ? low : exponent;
        high = any && high > top ? high : top;
        any = 1;
    }
    *least = low;
    /* entries < 2^(high-low), so the norm is < sqrt(d) 2^(high-low) */
    *bits = any ? high - low + (slong)(FLINT_BIT_COUNT((ulong)p->d) + 1) / 2 : 0;
}

static slong rank_modulo(ulong prime, const points_t p, const int *least, slong most, ulong *power)
{
    nmod_mat_t reduced;
    nmod_t mod;
    slong rank;

    nmod_init(&mod, prime);
    power[0] = 1;
    for (slong e = 1; e <= most; e++) power[e] = nmod_add(power[e - 1], power[e - 1], mod);
    nmod_mat_init(reduced, p->n, p->d, prime);
    for (slong i = 0; i < p->n; i++)
        for (slong k = 0; k < p->d; k++) {
            int exponent;
            int64_t mantissa = double_mantissa(&exponent, p->x[i * p->d + k]);
            ulong residue;
            if (mantissa == 0) continue;
            for (; mantissa % 2 == 0; mantissa /= 2) exponent++;
            residue = nmod_mul((ulong)(mantissa < 0 ? -mantissa : mantissa), power[exponent - least[i]], mod);
            nmod_mat_entry(reduced, i, k) = mantissa < 0 ? nmod_neg(residue, mod) : residue;
        }
    rank = nmod_mat_rank(reduced);
    nmod_mat_clear(reduced);
    return rank;
}

static int descending(const void *a, const void *b)
{
    slong x = *(const slong *)a, y = *(const slong *)b;
    return (x < y) - (x > y);
}

slong points_rank(const points_t p)
{
    enum { PRIME_BITS = 61, MAX_SHIFT = 2100 };
    slong full = p->n < p->d ? p->n : p->d, rank = 0, proved = 0;
    int *least;
    slong *bits;
    ulong *power, prime = UWORD(1) << PRIME_BITS; /* odd primes above 2^61, larger than every mantissa */

    if (full == 0) return 0;
    least = flint_malloc((size_t)p->n * sizeof *least);
    bits = flint_malloc((size_t)p->n * sizeof *bits);
    power = flint_malloc((MAX_SHIFT + 1) * sizeof *power);
    for (slong i = 0; i < p->n; i++) integral_scale(least + i, bits + i, p, i);
    qsort(bits, (size_t)p->n, sizeof *bits, descending);

    for (;;) {
        slong found, needed = 0;

        prime = n_nextprime(prime, 1);
        found = rank_modulo(prime, p, least, MAX_SHIFT, power);
        proved += PRIME_BITS;
        rank = found > rank ? found : rank;
        if (rank == full) break;
        for (slong k = 0; k <= rank; k++) needed += bits[k];
        if (proved >= needed) break;
    }
    flint_free(least);
    flint_free(bits);
    flint_free(power);
    return rank;
}
