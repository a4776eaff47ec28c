/* What the tests of mondeq/ share. */
#ifndef DEQCERT_TESTS_MONDEQ_TEST_H
#define DEQCERT_TESTS_MONDEQ_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "mondeq/mondeq.h"

#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            print_error(__VA_ARGS__);                                                                                  \
            print_error("\n");                                                                                         \
            fail();                                                                                                    \
        }                                                                                                              \
    } while (0)

/* |x| as a double. */
static inline double size_of(const fmpq_t x)
{
    double value = fmpq_get_d(x);
    return value < 0 ? -value : value;
}

#endif
