/* The limit kernel: panels against the fixed point (two algorithms, two precisions), extreme correlations, the block of
   doubles, the slope. */
#include "kernel_support.h"

/* The panel of z, built at once, against the fixed point of a kernel at higher precision. */
static void compare_panel(size_t row, kernel_t k, kernel_t reference, const arb_t z, double *ready, double *asked)
{
    arf_t w;
    arb_t value, expected;
    reason_t why;
    const panel_struct *panel;
    dq_status status;

    arf_init(w);
    arb_init(value);
    arb_init(expected);
    reason_init(why);
    arf_abs(w, arb_midref(z));
    arf_sub_ui(w, w, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_neg(w, w);
    status = kernel_direct(expected, reference, z, why);
    panel = kernel_panel(k, w, arf_sgn(arb_midref(z)) < 0 ? -1 : 1);
    *asked += 1;
    if (ROWS[row].whole) {
        check_status("fixed point", ROWS[row].phi, status, DQ_OK, why);
        if (panel == NULL && panel_number(w) >= 0) fail_at("no panel", row, z, value, expected);
    }
    if (panel != NULL && status == DQ_OK) {
        *ready += 1;
        panel_eval(value, panel, w, k->bits + 20);
        if (!arb_contains(value, expected)) fail_at("panel", row, z, value, expected);
        check_width("panel", ROWS[row].phi, value, k->bits, k->p->kappa);
    }
    arf_clear(w);
    arb_clear(value);
    arb_clear(expected);
}

static void panels(void **state)
{
    size_t row;
    int precision;

    (void)state;
    for (row = 0; row < ROW_COUNT; row++)
        for (precision = 0; precision < 2; precision++) {
            setup_t x, y;
            kernel_t k, reference;
            arb_t z;
            double ready = 0.0, asked = 0.0;
            int i;

            if (precision == 1 && row != 0 && row != 1 && row != 6) continue;
            open_kernel(x, k, row, precision ? 200 : 64);
            open_kernel(y, reference, row, precision ? 230 : 90);
            plan_all(k);
            plan_all(reference);
            arb_init(z);
            for (i = 0; i < (precision ? 8 : 12); i++) {
                double at = i == 0   ? 0.0
                            : i == 1 ? 0.25 /* edges of panels */
                            : i == 2 ? -0.5
                            : i == 3 ? 0.875
                            : i == 4 ? 1.0 - 1e-15
                            : i == 5 ? -(1.0 - 1e-15)
                            : i == 6 ? 0x1p-1000
                                     : random_unit();
                arb_set_d(z, at);
                compare_panel(row, k, reference, z, &ready, &asked);
            }
            if (!(ready >= 0.5 * asked)) {
                printf("%s: %g of %g panels\n", ROWS[row].phi, ready, asked);
                fail();
            }
            arb_clear(z);
            close_kernel(x, k);
            close_kernel(y, reference);
        }
}

/* kernel_eval on balls, as the queries grow: contains the fixed points of the ball's ends and middle. */
static void balls(void **state)
{
    size_t row;

    (void)state;
    for (row = 0; row < ROW_COUNT; row++) {
        setup_t x, y;
        kernel_t k, reference;
        arb_t z, end, value, expected;
        reason_t why;
        int i, end_number;

        open_kernel(x, k, row, 64);
        open_kernel(y, reference, row, 80);
        arb_init(z);
        arb_init(end);
        arb_init(value);
        arb_init(expected);
        reason_init(why);
        for (i = 0; i < 80; i++) {
            double at = 0.1 * random_unit() + (i & 1 ? 0.55 : -0.3); /* few panels, so that they are built */
            dq_status status;
            arb_set_d(z, at);
            mag_set_d(arb_radref(z), i % 3 == 0 ? 1e-9 : i % 3 == 1 ? 0x1p-60 : 0.0);
            status = kernel_eval(value, k, z, why);
            if (!ROWS[row].whole && status == DQ_INAPPLICABLE) continue;
            check_status("kernel", ROWS[row].phi, status, DQ_OK, why);
            for (end_number = -1; end_number <= 1; end_number++) {
                arb_get_rad_arb(end, z);
                arb_mul_si(end, end, end_number, 100);
                arb_add(end, end, z, ARF_PREC_EXACT);
                mag_zero(arb_radref(end));
                check_status("fixed point", ROWS[row].phi, kernel_direct(expected, reference, end, why), DQ_OK, why);
                if (!arb_contains(value, expected)) fail_at("kernel", row, z, value, expected);
            }
            if (i % 3) check_width("kernel", ROWS[row].phi, value, 56, k->p->kappa);
        }
        assert_true(k->panels_used);
        /* +-1 */
        arb_one(z);
        check_status("kernel at 1", ROWS[row].phi, kernel_eval(value, k, z, why), DQ_OK, why);
        assert_true(arb_overlaps(value, k->p->kappa));
        arb_neg(z, z);
        if (kernel_eval(value, k, z, why) == DQ_OK) {
            arb_neg(expected, k->p->kappa);
            if (k->parity < 0) assert_true(arb_overlaps(value, expected));
            assert_true(arb_ge(value, expected) || arb_overlaps(value, expected));
        } else {
            assert_false(ROWS[row].whole);
        }
        arb_clear(z);
        arb_clear(end);
        arb_clear(value);
        arb_clear(expected);
        close_kernel(x, k);
        close_kernel(y, reference);
    }
}

static void block(void **state)
{
    enum { COUNT = 1500 };
    double z[COUNT], value[COUNT];
    size_t row;

    (void)state;
    for (row = 0; row < ROW_COUNT; row++) {
        setup_t x, y;
        kernel_t k, reference;
        arb_t at, expected, difference, bound;
        reason_t why;
        mag_t error, gap;
        slong i;

        if (!ROWS[row].whole) continue;
        open_kernel(x, k, row, 50);
        open_kernel(y, reference, row, 80);
        plan_all(k);
        plan_all(reference);
        arb_init(at);
        arb_init(expected);
        arb_init(difference);
        arb_init(bound);
        mag_init(error);
        mag_init(gap);
        reason_init(why);
        for (i = 0; i < COUNT; i++) z[i] = i % 3 == 0 ? 0.3 * random_unit() : random_unit();
        for (i = 0; i < 27; i++) z[7 * i] = (i & 1 ? 1.0 : -1.0) * (1.0 - ldexp(1.0, -2 * (int)i - 1));
        z[5] = 1.0;
        z[11] = -1.0;
        z[13] = 0.0;
        z[17] = -0.0;
        z[19] = 0x1p-1074;
        check_status("block", ROWS[row].phi, kernel_eval_block(value, error, k, z, COUNT, why), DQ_OK, why);
        check_status("block", ROWS[row].phi, kernel_eval_block(value, error, k, z, COUNT, why), DQ_OK, why);
        arb_get_mag(gap, k->p->kappa);
        if (!(mag_get_d(error) <= 1e-14 * mag_get_d(gap))) {
            printf("%s: error %g\n", ROWS[row].phi, mag_get_d(error));
            fail();
        }
        for (i = 0; i < COUNT; i += i < 200 ? 1 : 29) {
            arb_set_d(at, z[i]);
            check_status("fixed point", ROWS[row].phi, kernel_direct(expected, reference, at, why), DQ_OK, why);
            arb_set_d(difference, value[i]);
            arb_sub(difference, difference, expected, 100);
            arb_abs(difference, difference);
            arb_zero(bound);
            arf_set_mag(arb_midref(bound), error);
            if (!arb_le(difference, bound)) fail_at("block", row, at, difference, bound);
        }
        z[0] = NAN;
        assert_int_equal(kernel_eval_block(value, error, k, z, 1, why), DQ_INPUT);
        z[0] = 1.0 + 0x1p-52;
        assert_int_equal(kernel_eval_block(value, error, k, z, 1, why), DQ_INPUT);
        arb_clear(at);
        arb_clear(expected);
        arb_clear(difference);
        arb_clear(bound);
        mag_clear(error);
        mag_clear(gap);
        close_kernel(x, k);
        close_kernel(y, reference);
    }
}

/* |k'| <= the slope, by difference quotients. */
static void slopes(void **state)
{
    static const double WIDTHS[] = {1.0, 0.7, 0.25, 0x1p-10};
    size_t row, j;

    (void)state;
    for (row = 0; row < ROW_COUNT; row++) {
        setup_t x;
        kernel_t k;
        reason_t why;
        arb_t a, b, ka, kb, bound;
        arf_t w;
        mag_t slope;

        open_kernel(x, k, row, 64);
        arb_init(a);
        arb_init(b);
        arb_init(ka);
        arb_init(kb);
        arb_init(bound);
        arf_init(w);
        mag_init(slope);
        reason_init(why);
        for (j = 0; j < 4; j++) {
            int sign;
            arf_set_d(w, WIDTHS[j]);
            if (kernel_slope(slope, k, w, why) != DQ_OK) {
                assert_false(ROWS[row].whole);
                continue;
            }
            for (sign = -1; sign <= 1; sign += 2) {
                arb_set_d(a, sign * (1.0 - WIDTHS[j]));
                arb_set_d(b, sign * (1.0 - WIDTHS[j]) * (1.0 - 0x1p-20));
                check_status("k", ROWS[row].phi, kernel_direct(ka, k, a, why), DQ_OK, why);
                check_status("k", ROWS[row].phi, kernel_direct(kb, k, b, why), DQ_OK, why);
                arb_sub(ka, ka, kb, 100);
                arb_abs(ka, ka);
                arb_sub(a, a, b, 100);
                arb_abs(a, a);
                arf_set_mag(arb_midref(bound), slope);
                arb_mul(bound, bound, a, 100);
                if (arb_gt(ka, bound)) fail_at("slope", row, b, ka, bound);
            }
        }
        arb_clear(a);
        arb_clear(b);
        arb_clear(ka);
        arb_clear(kb);
        arb_clear(bound);
        arf_clear(w);
        mag_clear(slope);
        close_kernel(x, k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(panels), cmocka_unit_test(balls), cmocka_unit_test(block),
                                       cmocka_unit_test(slopes)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
