/* The inner products of packed rows for every instruction set this processor has: the source itself is compiled into the test, so that the
 * versions which the processor would not choose are run as well. */
#include <math.h>
#include "tests/ball/ball_test.h"
#include "ball/tile_product.c"

typedef void (*product_function)(double *, const double *, const double *, slong);
enum { MOST = 300, ENTRIES = TILE_ROWS * TILE_COLS };

/* *count versions, the portable one first. */
static const product_function *versions(int *count)
{
    static product_function f[4];
    int n = 0;
    f[n++] = product_portable;
    f[n++] = tile_product;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) f[n++] = product_avx2;
    if (__builtin_cpu_supports("avx512f")) f[n++] = product_avx512;
#endif
    *count = n;
    return f;
}

/* Small integers: every sum is exact in doubles, so every version gives the integers' own result. */
static void exact_products(void **state)
{
    (void)state;
    static const slong LENGTH[] = {0, 1, 2, 3, 7, 64, 299, 300};
    static double a[MOST * TILE_ROWS], b[MOST * TILE_COLS], product[ENTRIES];
    uint64_t random = 11;
    int count;
    const product_function *f = versions(&count);
    for (int i = 0; i < MOST * TILE_ROWS; i++) a[i] = (double)(int64_t)(next_random(&random) % 2001) - 1000;
    for (int i = 0; i < MOST * TILE_COLS; i++) b[i] = (double)(int64_t)(next_random(&random) % 2001) - 1000;
    for (size_t l = 0; l < sizeof LENGTH / sizeof LENGTH[0]; l++)
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < ENTRIES; i++) product[i] = NAN;
            f[v](product, a, b, LENGTH[l]);
            for (int i = 0; i < TILE_ROWS; i++)
                for (int j = 0; j < TILE_COLS; j++) {
                    int64_t sum = 0;
                    for (slong k = 0; k < LENGTH[l]; k++)
                        sum += (int64_t)a[TILE_ROWS * k + i] * (int64_t)b[TILE_COLS * k + j];
                    CHECK(product[i + TILE_ROWS * j] == (double)sum, "version %d, length %ld, entry %d %d", v,
                          (long)LENGTH[l], i, j);
                }
        }
}

/* Any doubles: within gamma_(length + 1) sum |a b| of the exact sum, the contract of tile_product.h; and never closer than nothing: some
 * entry is rounded. */
static void rounded_products(void **state)
{
    (void)state;
    static double a[MOST * TILE_ROWS], b[MOST * TILE_COLS], product[ENTRIES];
    uint64_t random = 12;
    int count, rounded = 0;
    const product_function *f = versions(&count);
    arb_t sum, size, term, factor;
    arb_init(sum);
    arb_init(size);
    arb_init(term);
    arb_init(factor);
    for (int i = 0; i < MOST * TILE_ROWS; i++)
        a[i] = ldexp(next_double(&random), (int)(next_random(&random) % 40) - 20);
    for (int i = 0; i < MOST * TILE_COLS; i++)
        b[i] = ldexp(next_double(&random), (int)(next_random(&random) % 40) - 20);
    for (int v = 0; v < count; v++) {
        f[v](product, a, b, MOST);
        for (int i = 0; i < TILE_ROWS; i++)
            for (int j = 0; j < TILE_COLS; j++) {
                arb_zero(sum);
                arb_zero(size);
                for (slong k = 0; k < MOST; k++) {
                    arb_set_d(term, a[TILE_ROWS * k + i]);
                    arb_set_d(factor, b[TILE_COLS * k + j]);
                    arb_mul(term, term, factor, ARF_PREC_EXACT);
                    arb_add(sum, sum, term, ARF_PREC_EXACT);
                    arb_abs(term, term);
                    arb_add(size, size, term, ARF_PREC_EXACT);
                }
                arb_set_d(factor, product[i + TILE_ROWS * j]);
                arb_sub(sum, sum, factor, ARF_PREC_EXACT);
                arb_abs(sum, sum);
                rounded += !arb_is_zero(sum);
                arb_mul_ui(size, size, MOST + 2, ARF_PREC_EXACT); /* gamma_301 < 302 2^-53 */
                arb_mul_2exp_si(size, size, -53);
                CHECK(arb_le(sum, size), "version %d, entry %d %d", v, i, j);
            }
    }
    assert_true(rounded > ENTRIES);
    arb_clear(sum);
    arb_clear(size);
    arb_clear(term);
    arb_clear(factor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_products), cmocka_unit_test(rounded_products)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
