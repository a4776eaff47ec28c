/* Shared by the tests of the limit kernel: the activations, their kernels, random correlations. */
#ifndef DEQCERT_TESTS_GRAM_KERNEL_SUPPORT_H
#define DEQCERT_TESTS_GRAM_KERNEL_SUPPORT_H

#include <math.h>
#include "support.h"
#include "gram/kernel.h"

static const double POINTS[12] = {1, 2, -1, 0.5, -0.25, 2, 3, 1, 1, -1, 0.75, 0.5};

static const struct {
    const char *phi, *s;
    int whole; /* certified on all of [-1, 1] */
} ROWS[] = {{"tanh(x)", "0.08", 1}, {"relu(x)", "0.08", 1}, {"sigmoid(x)", "0.3", 1}, {"elu(x)", "0.08", 1},
            {"step(x)", "0.1", 0},  {"gelu(x)", "0.08", 1}, {"x^2", "0.01", 1},       {"x", "0.08", 1},
            {"abs(x)", "0.05", 1},  {"2", "0.08", 1}};
enum { ROW_COUNT = sizeof ROWS / sizeof ROWS[0] };

static inline unsigned long random64(void)
{
    static unsigned long state = 88172645463325252UL;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static inline double random_unit(void)
{
    return (double)(random64() >> 11) * 0x1p-52 - 1.0;
}

static inline void open_kernel(setup_t x, kernel_t k, size_t row, slong bits)
{
    reason_t why;
    arb_t two;

    setup_open(x, ROWS[row].phi, ROWS[row].s, 4, 3, POINTS, 1);
    arb_init(two);
    arb_set_ui(two, 2);
    reason_init(why);
    check_status("kernel", ROWS[row].phi, kernel_init(k, x->model, two, bits, why), DQ_OK, why);
    arb_clear(two);
}

/* One expansion for every z. */
static inline void plan_all(kernel_t k)
{
    arf_t w;
    reason_t why;

    arf_init(w);
    reason_init(why);
    kernel_plan(k, w, 1, why);
    arf_clear(w);
}

static inline void close_kernel(setup_t x, kernel_t k)
{
    kernel_clear(k);
    setup_close(x);
}

static inline void fail_at(const char *what, size_t row, const arb_t z, const arb_t value, const arb_t expected)
{
    printf("%s of %s at ", what, ROWS[row].phi);
    arb_printn(z, 60, 0);
    printf(": ");
    arb_printn(value, 50, 0);
    printf(", expected ");
    arb_printn(expected, 50, 0);
    printf("\n");
    fail();
}

#endif
