/* deq_sample: the stream of standardised variates as a pure function of its key. */
#include "deq/deq.h"
#include "deq/variates.h"
#include "ball/ball.h"
#include <string.h>
#include <Random123/philox.h>

/* Counter words: block number (low 32 bits), matrix in the low byte and the block number's next 24 bits, trial, width.
 */
WIDEST_VECTORS static void philox_blocks(variate_bits *bits, uint64_t block, uint64_t seed, uint32_t width,
                                         uint32_t trial, matrix_key matrix)
{
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    for (int k = 0; k < VARIATE_BLOCKS; k++, block++) {
        philox4x32_ctr_t counter = {{(uint32_t)block, (uint32_t)matrix | (uint32_t)(block >> 32) << 8, trial, width}};
        philox4x32_ctr_t r = philox4x32_R(10, counter, key);
        bits->first[k] = r.v[0] | (uint64_t)r.v[1] << 32;
        bits->second[k] = r.v[2] | (uint64_t)r.v[3] << 32;
    }
}

typedef struct {
    uint64_t variates; /* per chunk of VARIATE_BLOCKS blocks */
    void (*transform)(double *value, const variate_bits *bits);
} law_rule;

static law_rule rule_of_law(weight_law law)
{
    switch (law) {
    case WEIGHTS_RADEMACHER:
        return (law_rule){RADEMACHERS_PER_CHUNK, variates_rademacher};
    case WEIGHTS_UNIFORM:
        return (law_rule){UNIFORMS_PER_CHUNK, variates_uniform};
    case WEIGHTS_STUDENT5:
        return (law_rule){STUDENTS_PER_CHUNK, variates_student5};
    case WEIGHTS_GAUSSIAN:
        break;
    }
    return (law_rule){NORMALS_PER_CHUNK, variates_normal};
}

void deq_sample(double *value, size_t count, weight_law law, uint64_t seed, uint32_t width, uint32_t trial,
                matrix_key matrix, uint64_t start)
{
    law_rule rule = rule_of_law(law);
    double chunk_value[VARIATES_MAX];
    variate_bits bits;
    while (count > 0) {
        uint64_t chunk = start / rule.variates, offset = start % rule.variates;
        size_t taken = rule.variates - offset;
        if (taken > count) taken = count;
        philox_blocks(&bits, chunk * VARIATE_BLOCKS, seed, width, trial, matrix);
        if (taken == rule.variates) {
            rule.transform(value, &bits);
        } else {
            rule.transform(chunk_value, &bits);
            memcpy(value, chunk_value + offset, taken * sizeof(double));
        }
        value += taken;
        start += taken;
        count -= taken;
    }
}
