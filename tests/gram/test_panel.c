/* Chebyshev interpolation on a panel: the bound from both sides. */
#include "kernel_support.h"

/* The panel's bound alone: monomials z^n on the unit disc, M = 1, against their values; some of them use up a good part of
   it. */
static void interpolation(void **state)
{
    static const slong NUMBERS[] = {0, 1, 3, 4, 9, 40, 203};
    panel_rule_t rule;
    arb_ptr node, value;
    arb_t x, y, computed;
    arf_t w;
    mag_t one;
    double used = 0.0;
    slong j, n, at;
    size_t k;
    int side;

    (void)state;
    panel_rule_init(rule, 30);
    node = _arb_vec_init(rule->degree + 1);
    value = _arb_vec_init(rule->degree + 1);
    arb_init(x);
    arb_init(y);
    arb_init(computed);
    arf_init(w);
    mag_init(one);
    mag_one(one);
    for (k = 0; k < sizeof NUMBERS / sizeof NUMBERS[0]; k++)
        for (n = 0; n < 2000; n = n * 5 / 3 + 1)
            for (side = -1; side <= 1; side += 2) {
                panel_t panel;
                panel_init(panel);
                panel_place(panel, NUMBERS[k], side);
                panel_nodes(node, panel, rule);
                for (j = 0; j <= rule->degree; j++) arb_pow_ui(value + j, node + j, (ulong)n, 200);
                panel_interpolate(panel, rule, value, one);
                for (at = -8; at <= 8; at++) {
                    arf_set_d(w, panel->centre + (double)at * panel->half / 8.0);
                    arb_set_arf(x, w);
                    arb_sub_ui(x, x, 1, 300);
                    if (side > 0) arb_neg(x, x);
                    arb_pow_ui(y, x, (ulong)n, 300);
                    panel_eval(computed, panel, w, 100);
                    if (!arb_contains(computed, y)) fail_at("monomial", 0, x, computed, y);
                    assert_true(mag_cmp_2exp_si(arb_radref(computed), -29) <= 0);
                    arb_sub(y, y, computed, 100);
                    used = fmax(used, fabs(arf_get_d(arb_midref(y), ARF_RND_NEAR)) / mag_get_d(panel->error));
                }
                panel_clear(panel);
            }
    if (!(used > 0.02)) {
        printf("the largest error is %g of the bound\n", used);
        fail();
    }
    _arb_vec_clear(node, rule->degree + 1);
    _arb_vec_clear(value, rule->degree + 1);
    arb_clear(x);
    arb_clear(y);
    arb_clear(computed);
    arf_clear(w);
    mag_clear(one);
    panel_rule_clear(rule);
}

/* f = 2 T_N(t)/(R^N + R^-N), N = degree + 1, is at most 1 on the ellipse and 0 at the nodes: its error is 0.47 of the bound.
   Node values known to 2^-20 only add at least that. */
static void sharp(void **state)
{
    panel_rule_t rule;
    slong N, number;
    arb_t R, t, scale, f, computed;
    arb_ptr value;
    arf_t w;
    mag_t one;

    (void)state;
    panel_rule_init(rule, 40);
    N = rule->degree + 1;
    arb_init(R);
    arb_init(t);
    arb_init(scale);
    arb_init(f);
    arb_init(computed);
    value = _arb_vec_init(N);
    arf_init(w);
    mag_init(one);
    mag_one(one);
    for (number = 0; number < KERNEL_PARTS; number++) {
        panel_t panel;
        double largest = 0.0;
        slong at;

        panel_init(panel);
        panel_place(panel, number, 1);
        _arb_vec_zero(value, N);
        panel_interpolate(panel, rule, value, one);
        arb_set_d(R, panel->centre / panel->half); /* R = r + sqrt(r^2 - 1) */
        arb_sqr(scale, R, 100);
        arb_sub_ui(scale, scale, 1, 100);
        arb_sqrt(scale, scale, 100);
        arb_add(R, R, scale, 100);
        arb_pow_ui(R, R, (ulong)N, 100);
        arb_inv(scale, R, 100);
        arb_add(scale, scale, R, 100);
        arb_inv(scale, scale, 100);
        arb_mul_2exp_si(scale, scale, 1);
        for (at = -256; at <= 256; at++) {
            arb_set_d(t, (double)at / 256.0);
            arb_chebyshev_t_ui(f, (ulong)N, t, 100);
            arb_mul(f, f, scale, 100);
            arf_set_d(w, panel->centre + (double)at * panel->half / 256.0);
            panel_eval(computed, panel, w, 100);
            if (!arb_contains(computed, f)) fail_at("Chebyshev polynomial", 0, t, computed, f);
            largest = fmax(largest, fabs(arf_get_d(arb_midref(f), ARF_RND_NEAR)) / mag_get_d(panel->error));
        }
        assert_true(largest > 0.45);
        arb_one(f); /* the constant 2^-20 */
        arb_mul_2exp_si(f, f, -20);
        for (at = 0; at < N; at++) mag_set_ui_2exp_si(arb_radref(value + at), 1, -20);
        panel_interpolate(panel, rule, value, one);
        panel_eval(computed, panel, w, 100);
        assert_true(arb_contains(computed, f));
        assert_true(mag_cmp_2exp_si(arb_radref(computed), -16) < 0);
        panel_clear(panel);
    }
    panel_rule_clear(rule);
    arb_clear(R);
    arb_clear(t);
    arb_clear(scale);
    arb_clear(f);
    arb_clear(computed);
    _arb_vec_clear(value, N);
    arf_clear(w);
    mag_clear(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(interpolation), cmocka_unit_test(sharp)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
