/* Random numbers, the same in every run. */
#ifndef DEQCERT_TESTS_UNIFORM_H
#define DEQCERT_TESTS_UNIFORM_H

#include <stdint.h>

/* In [0, 1); Marsaglia's xorshift 13, 7, 17. */
static inline double uniform(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) * 0x1p-53;
}

#endif
