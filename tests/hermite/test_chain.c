/* The words of the fixed-point recurrences: what a coarser unit loses is counted, and what a chain may reach has room. */
#include "hermite/chain.h"
#include "support.h"

#define PREC 200

/* Odd integers in a unit of 2^-100, 2^-60 after the loss of 40 bits: floor(-1 2^-40) = -1, nothing of the enclosures may be missing. */
static void test_coarser(void **state)
{
    static const mp_limb_t V[][2] = {
        {1, 0}, {0xffffffffffUL, 0}, {~0UL, ~0UL}, {0x123456789abcdefUL, 77}, {~0UL - 0xfffffffffUL, ~0UL}};
    static const slong SIGMA[] = {0, 0, 0, 1};
    (void)state;
    for (size_t k = 0; k < sizeof V / sizeof V[0]; k++) {
        chain_totals t;
        arb_t truth;
        fmpz_t z;
        arb_ptr sum = _arb_vec_init(4);
        arb_init(truth);
        fmpz_init(z);
        chain_totals_init(&t, 3, 2, 100);
        for (slong r = 0; r <= 3; r++) chain_totals_add(&t, r, V[k], 2, 0);
        chain_totals_coarsen(&t, 60);
        chain_totals_finish(sum, &t, SIGMA, 1, 2, PREC);
        assert_true(arb_is_zero(sum) && arb_is_zero(sum + 2)); /* other degrees are left alone */
        fmpz_set_si(z, (slong)V[k][1]);
        fmpz_mul_2exp(z, z, 64);
        fmpz_add_ui(z, z, V[k][0]);
        for (slong r = 1; r <= 3; r += 2) {
            arb_set_ui(truth, r == 3 ? 6 : 1); /* v 2^(sigma_r - 100)/sqrt(r!) */
            arb_rsqrt(truth, truth, PREC);
            arb_mul_fmpz(truth, truth, z, PREC);
            arb_mul_2exp_si(truth, truth, SIGMA[r] - 100);
            if (!arb_contains(sum + r, truth)) {
                print_ball("sum", sum + r);
                print_ball("truth", truth);
                fail_msg("number %zu, degree %ld", k, (long)r);
            }
            assert_true(mag_cmp_2exp_si(arb_radref(sum + r), -58) <= 0);
        }
        chain_totals_clear(&t);
        _arb_vec_clear(sum, 4);
        arb_clear(truth);
        fmpz_clear(z);
    }
}

/* 2 (size + error) 2^unit and a sign: whichever of the two is the larger, and in the sum of equals the bit that it gains. */
static void test_room(void **state)
{
    static const struct {
        slong size, error, unit;
    } ROW[] = {{10, 100, 64}, {100, 10, 64}, {60, 60, 64}, {-200, 62, 0}, {62, -200, 0}, {-50, -30, 20}};
    mag_t size, error;
    (void)state;
    mag_init(size);
    mag_init(error);
    for (size_t k = 0; k < sizeof ROW / sizeof ROW[0]; k++) {
        mag_set_ui_2exp_si(size, 1, ROW[k].size);
        mag_set_ui_2exp_si(error, 1, ROW[k].error);
        slong most = FLINT_MAX(ROW[k].size, ROW[k].error) + (ROW[k].size == ROW[k].error);
        slong bits = FLINT_MAX(most + 1 + ROW[k].unit, 0) + 1, words = chain_words(size, error, ROW[k].unit);
        if (words * WORD_BITS < bits || words > bits / WORD_BITS + 2)
            fail_msg("number %zu: %ld words for %ld bits", k, (long)words, (long)bits);
    }
    mag_clear(size);
    mag_clear(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_coarser), cmocka_unit_test(test_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
