/* Gauss-Legendre rules: exactness on polynomials, nodes computed elsewhere, symmetry, the cache under threads. */
#include <pthread.h>
#include "tests/ball/ball_test.h"

/* sum_k w_k x_k^j = 2/(j+1) for even j <= 2n-1, 0 for odd j; and not for j = 2n. */
static void test_exactness(void **state)
{
    static const slong orders[] = {1, 2, 3, 4, 5, 8, 17, 33, 50};
    (void)state;

    for (size_t t = 0; t < sizeof orders / sizeof *orders; t++)
        for (slong prec = 64; prec <= 320; prec += 256) {
            slong n = orders[t];
            arb_srcptr node, weight;
            arb_t sum, term, expected;
            arb_init(sum);
            arb_init(term);
            arb_init(expected);
            gauss_legendre(&node, &weight, n, prec);
            for (slong k = 0; k < n; k++) {
                CHECK(arb_is_positive(weight + k), "n = %ld, weight %ld", n, k);
                CHECK(k == 0 || arb_lt(node + k - 1, node + k), "n = %ld, node %ld", n, k);
                CHECK(arb_rel_accuracy_bits(weight + k) >= prec - 8, "n = %ld, weight %ld: %ld bits", n, k,
                      arb_rel_accuracy_bits(weight + k));
                CHECK(mag_cmp_2exp_si(arb_radref(node + k), -prec + 2) <= 0, "n = %ld, node %ld", n, k);
                arb_neg(term, node + n - 1 - k);
                CHECK(arb_equal(term, node + k) && arb_equal(weight + k, weight + n - 1 - k), "n = %ld, node %ld", n,
                      k);
            }
            for (slong j = 0; j <= 2 * n; j++) {
                arb_zero(sum);
                for (slong k = 0; k < n; k++) {
                    arb_pow_ui(term, node + k, (ulong)j, prec);
                    arb_addmul(sum, term, weight + k, prec);
                }
                arb_set_si(expected, j % 2 ? 0 : 2);
                arb_div_si(expected, expected, j + 1, prec);
                if (j < 2 * n) {
                    CHECK(arb_overlaps(sum, expected), "n = %ld, degree %ld: %s", n, j, arb_get_str(sum, 30, 0));
                    CHECK(mag_cmp_2exp_si(arb_radref(sum), -prec + 12) <= 0, "n = %ld, degree %ld: %s", n, j,
                          arb_get_str(sum, 30, 0));
                } else if (n < 17) {
                    CHECK(!arb_overlaps(sum, expected), "n = %ld is exact at degree %ld", n, j);
                }
            }
            arb_clear(sum);
            arb_clear(term);
            arb_clear(expected);
        }
}

/* mpmath, 42 digits; k counts from the largest node. */
static void test_known_nodes(void **state)
{
    static const struct {
        slong n, k;
        const char *node, *weight;
    } known[] = {
        {20, 0, "0.993128599185094924786122388471320278222647", "0.0176140071391521183118619623518528163621431"},
        {20, 9, "0.0765265211334973337546404093988382110047963", "0.152753387130725850698084331955097593491949"},
        {33, 5, "0.858009652676504064643061480146068473327351", "0.0481477428187116956701468801381196497417511"},
        {64, 31, "0.0243502926634244325089558428537156614268871", "0.0486909570091397203833653907347499124426287"},
    };
    arb_srcptr node, weight;
    arb_t x;
    (void)state;

    arb_init(x);
    for (size_t t = 0; t < sizeof known / sizeof *known; t++) {
        slong n = known[t].n, at = n - 1 - known[t].k;
        gauss_legendre(&node, &weight, n, 128);
        arb_set_str(x, known[t].node, 200);
        mag_set_ui_2exp_si(arb_radref(x), 1, -134); /* the last printed digit */
        CHECK(arb_overlaps(x, node + at), "n = %ld: %s", n, arb_get_str(node + at, 45, 0));
        arb_set_str(x, known[t].weight, 200);
        mag_set_ui_2exp_si(arb_radref(x), 1, -134);
        CHECK(arb_overlaps(x, weight + at), "n = %ld: %s", n, arb_get_str(weight + at, 45, 0));
    }
    gauss_legendre(&node, &weight, 3, 100); /* 0, sqrt(3/5); 8/9, 5/9 */
    assert_true(arb_is_zero(node + 1));
    arb_set_si(x, 3);
    arb_div_si(x, x, 5, 100);
    arb_sqrt(x, x, 100);
    assert_true(arb_overlaps(x, node + 2));
    arb_set_si(x, 8);
    arb_div_si(x, x, 9, 100);
    assert_true(arb_overlaps(x, weight + 1));
    arb_clear(x);
}

static void *request(void *argument)
{
    arb_srcptr *found = argument, weight;

    for (slong n = 1; n <= 24; n++) gauss_legendre(found + n, &weight, n, 77);
    flint_cleanup(); /* the thread's own caches; the rules stay */
    return NULL;
}

static void test_cache(void **state)
{
    enum { THREADS = 4 };
    pthread_t thread[THREADS];
    arb_srcptr found[THREADS][25], node, weight;
    (void)state;

    for (int t = 0; t < THREADS; t++) assert_int_equal(pthread_create(&thread[t], NULL, request, found[t]), 0);
    for (int t = 0; t < THREADS; t++) pthread_join(thread[t], NULL);
    for (slong n = 1; n <= 24; n++) {
        gauss_legendre(&node, &weight, n, 77);
        for (int t = 0; t < THREADS; t++) assert_ptr_equal(node, found[t][n]);
        for (slong k = 0; k < n; k++)
            CHECK(arb_is_finite(node + k) && arb_is_positive(weight + k), "n = %ld, node %ld", n, k);
    }
    gauss_legendre(&weight, &weight, 5, 78);
    gauss_legendre(&node, &weight, 5, 77);
    assert_ptr_equal(node, found[0][5]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exactness),
        cmocka_unit_test(test_known_nodes),
        cmocka_unit_test(test_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
