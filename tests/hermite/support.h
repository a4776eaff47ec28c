/* Shared by the tests of hermite/: cmocka with its headers, activations from text, balls from decimals. */
#ifndef TESTS_HERMITE_SUPPORT_H
#define TESTS_HERMITE_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "hermite/hermite.h"

static inline activation_t activation_of(const char *text)
{
    activation_t phi = NULL;
    activation_error_t error;
    if (activation_init(&phi, text, error) != DQ_OK) fail_msg("%s: %s", text, error->why->text);
    return phi;
}

static inline void print_ball(const char *name, const arb_t x)
{
    printf("%s = ", name);
    arb_printd(x, 30);
    printf("\n");
}

/* overlap and at least `bits` accurate bits (absolute) on both sides */
static inline void assert_agree(const char *what, const arb_t x, const arb_t y, slong bits)
{
    int good = arb_overlaps(x, y) && arb_is_finite(x) && arb_is_finite(y) && mag_cmp_2exp_si(arb_radref(x), -bits) <= 0 &&
               mag_cmp_2exp_si(arb_radref(y), -bits) <= 0;
    if (!good) {
        print_ball("left ", x);
        print_ball("right", y);
        fail_msg("%s: the enclosures do not agree to %ld bits", what, (long) bits);
    }
}

#endif
