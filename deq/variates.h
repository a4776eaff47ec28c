/* Private to deq: from Philox4x32-10 bits to standardised variates, 64 counter blocks at a time.  Only IEEE + - * /
   sqrt and integer operations, one rounding each (the build forbids contraction), so every machine computes the same
   doubles. */
#ifndef DEQCERT_DEQ_VARIATES_H
#define DEQCERT_DEQ_VARIATES_H

#include <stdint.h>

#define VARIATE_BLOCKS 64
#define VARIATES_MAX   (128 * VARIATE_BLOCKS)

/* The 128 bits of block b as two words. */
typedef struct {
    uint64_t first[VARIATE_BLOCKS], second[VARIATE_BLOCKS];
} variate_bits;

/* How many variates the 64 blocks give: two per block, one per two blocks, 128 per block. */
#define NORMALS_PER_CHUNK     (2 * VARIATE_BLOCKS)
#define UNIFORMS_PER_CHUNK    (2 * VARIATE_BLOCKS)
#define STUDENTS_PER_CHUNK    (VARIATE_BLOCKS / 2)
#define RADEMACHERS_PER_CHUNK (128 * VARIATE_BLOCKS)
void variates_normal(double *value, const variate_bits *bits);
void variates_uniform(double *value, const variate_bits *bits);
void variates_student5(double *value, const variate_bits *bits);
void variates_rademacher(double *value, const variate_bits *bits);

#endif
