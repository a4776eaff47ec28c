/* Shared by tests/gram/: models from text, decimals as tight balls, checks that print their inputs. */
#ifndef DEQCERT_TESTS_GRAM_SUPPORT_H
#define DEQCERT_TESTS_GRAM_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "gram/gram.h"

typedef struct {
    activation_t phi;
    points_t points;
    fmpq_t s;
    gram_model_t model;
} setup_struct;
typedef setup_struct setup_t[1];

static inline void setup_open(setup_t x, const char *phi, const char *s, slong n, slong d, const double *points,
                              int normalise)
{
    activation_error_t error;
    reason_t why;

    reason_init(why);
    assert_int_equal(activation_init(&x->phi, phi, error), DQ_OK);
    points_init(x->points, n, d);
    memcpy(x->points->x, points, (size_t)(n * d) * sizeof(double));
    x->points->normalise = normalise;
    fmpq_init(x->s);
    assert_int_equal(fmpq_set_decimal(x->s, s, strlen(s), why), DQ_OK);
    gram_model_init(x->model, x->phi, x->points, x->s, 128);
}

static inline void setup_close(setup_t x)
{
    gram_model_clear(x->model);
    fmpq_clear(x->s);
    points_clear(x->points);
    activation_clear(x->phi);
}

/* Fails unless `value` meets decimal +- |decimal| 10^-digits +- 10^-absolute. */
static inline void check_decimal(const char *what, const char *phi, const arb_t value, const char *decimal,
                                 slong digits, slong absolute)
{
    arb_t expected, radius, ten;

    arb_init(expected);
    arb_init(radius);
    arb_init(ten);
    assert_int_equal(arb_set_str(expected, decimal, 1000), 0);
    arb_set_ui(ten, 10);
    arb_pow_ui(ten, ten, (ulong)digits, 64);
    arb_div(radius, expected, ten, 64);
    arb_add_error(expected, radius);
    arb_set_ui(ten, 10);
    arb_pow_ui(ten, ten, (ulong)absolute, 64);
    arb_inv(radius, ten, 64);
    arb_add_error(expected, radius);
    if (!arb_is_finite(value) || !arb_overlaps(value, expected)) {
        printf("%s of %s: ", what, phi);
        arb_printn(value, 50, 0);
        printf(" does not meet %s (%ld digits)\n", decimal, (long)digits);
        fail();
    }
    arb_clear(expected);
    arb_clear(radius);
    arb_clear(ten);
}

static inline void check_width(const char *what, const char *phi, const arb_t value, slong bits, const arb_t scale)
{
    if (!arb_width_within(value, bits, scale)) {
        printf("%s of %s at %ld bits is too wide: ", what, phi, (long)bits);
        arb_printn(value, 60, ARB_STR_MORE);
        printf("\n");
        fail();
    }
}

static inline void check_status(const char *what, const char *phi, dq_status status, dq_status expected,
                                const reason_t why)
{
    if (status != expected) {
        printf("%s of %s: status %d (%s), expected %d\n", what, phi, (int)status, why->text, (int)expected);
        fail();
    }
}

/* The promised widths of a Gram matrix. */
static inline void check_gram_widths(const char *phi, const gram_t g, slong bits)
{
    slong i, j;

    for (i = 0; i < g->norms; i++) {
        check_width("q", phi, g->q + i, bits, g->q + i);
        check_width("kappa", phi, g->kappa + i, bits, g->kappa + i);
    }
    for (i = 0; i < g->n; i++)
        for (j = 0; j < g->n; j++) {
            arb_t scale;
            arb_init(scale);
            arb_abs(scale, arb_mat_entry(g->K, i, j));
            arb_max(scale, scale, g->kappa + (g->equal_norms ? 0 : i), 64);
            check_width("K", phi, arb_mat_entry(g->K, i, j), bits, scale);
            arb_clear(scale);
        }
}

#endif
