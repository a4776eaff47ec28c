/* Shared by the tests of ball/. */
#ifndef DEQCERT_TESTS_BALL_TEST_H
#define DEQCERT_TESTS_BALL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ball/ball.h"

/* Fails with the inputs in the message; the arguments are evaluated only then. */
#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            print_error("%s\n", #condition);                                                                           \
            fail_msg(__VA_ARGS__);                                                                                     \
        }                                                                                                              \
    } while (0)

/* splitmix64: the tests' own reproducible numbers. */
static inline uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* In [-1, 1), a multiple of 2^-52. */
static inline double next_double(uint64_t *state)
{
    return (double)((int64_t)next_random(state) >> 11) * 0x1p-52;
}

#endif
