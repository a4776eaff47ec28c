/* Radii in one column: the deviation's norm is sqrt(n - 1) times a row's, and the enclosure must hold the member that has it. */
#include "tests/ball/ball_test.h"

/* A = I with radius r below the diagonal of column 0 (and its mirror).  The eigenvalues of I - r (e_0 x^T + x e_0^T), x the ones
   below, are 1 +- r sqrt(n - 1) and 1. */
static void test_arrow(void **state)
{
    (void)state;
    for (slong n = 2; n <= 40; n += n < 6 ? 1 : 17)
        for (int engine = 0; engine < 2; engine++) {
            arb_mat_t A;
            arb_t lambda, least;
            reason_t why;
            arb_mat_init(A, n, n);
            arb_init(lambda);
            arb_init(least);
            arb_mat_one(A);
            for (slong i = 1; i < n; i++) {
                mag_set_ui_2exp_si(arb_radref(arb_mat_entry(A, i, 0)), 1, -10);
                arb_set(arb_mat_entry(A, 0, i), arb_mat_entry(A, i, 0));
            }
            if (engine == 0)
                arb_mat_lambda_min(lambda, A, 30, why);
            else
                arb_mat_lambda_min_double(lambda, A, 1e-3, why);
            arb_sqrt_ui(least, (ulong)n - 1, 60);
            arb_mul_2exp_si(least, least, -10);
            arb_sub_ui(least, least, 1, 60);
            arb_neg(least, least);
            CHECK(arb_contains(lambda, least), "n = %ld, engine %d: %s", (long)n, engine, arb_get_str(lambda, 20, 0));
            CHECK(arb_rel_accuracy_bits(lambda) >= 5, "n = %ld, engine %d: %s", (long)n, engine,
                  arb_get_str(lambda, 20, 0));
            arb_mat_clear(A);
            arb_clear(lambda);
            arb_clear(least);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_arrow)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
