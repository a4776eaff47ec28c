/* Private to hermite/: what the fixed-point recurrences of grid_sums.c and recurrence.c share.  A chain is the sequence V_r, r = first, ...
   of two's complement integers of `words` limbs, V_r = weight He_r(x) 2^unit / 2^sigma_r with 2^sigma_r a power of two in (sqrt(r!)/4, sqrt(r!)],
   so that a unit of V_r is at most 2^-unit of the orthonormal h_r. */
#ifndef DEQCERT_HERMITE_CHAIN_H
#define DEQCERT_HERMITE_CHAIN_H

#include "hermite/hermite.h"

enum {
    WORD_BITS = 64,
    UNIT_STEP = 32
}; /* units step down by at least UNIT_STEP, so that few shifts of the sums are needed */

/* sigma[0..length-1], not decreasing. */
void chain_scales(slong *sigma, slong length);
/* v = floor(x 2^shift) of the midpoint of x; n words hold it. */
void chain_set_floor(mp_limb_t *v, slong n, const arb_t x, slong shift);

/* The bin |x| in [low, high] and the two bounds that hold on it: hermite_error_growth and Cramer's 1.09 e^{x^2/4}. */
typedef struct {
    double low, high;
    mag_t growth, cramer;
} chain_bin;
void chain_bin_init(chain_bin *bin);
void chain_bin_clear(chain_bin *bin);
/* Moves the bin so that it contains |x - x'| <= radius; does nothing when it already does. */
void chain_bin_set(chain_bin *bin, double x, double radius, slong N);
/* Words that hold every V_r of a chain, from |V_r| <= 2 (size + error) 2^unit. */
slong chain_words(const mag_t size, const mag_t error, slong unit);

/* sum over chains of V_r, r <= N, in units 2^-unit. */
typedef struct {
    slong N, length, unit; /* words of one sum */
    mp_limb_t *word;       /* (N + 1) x length */
    mag_t error;           /* of every sum, absolute for the normalised h_r */
} chain_totals;
/* words: the most of any chain; unit: of the first, the finest. */
void chain_totals_init(chain_totals *t, slong N, slong words, slong unit);
void chain_totals_clear(chain_totals *t);
/* Goes down to a coarser unit; the floors are added to the error. */
void chain_totals_coarsen(chain_totals *t, slong unit);
/* total_r += or, with minus, -= v - at most a unit off in the second case (one's complement). */
void chain_totals_add(chain_totals *t, slong r, const mp_limb_t *v, slong n, int minus);
/* sum[r] += total_r 2^(sigma_r - unit)/sqrt(r!) +- error for r = first, first + step, ... <= N. */
void chain_totals_finish(arb_ptr sum, const chain_totals *t, const slong *sigma, slong first, slong step, slong prec);

#endif
