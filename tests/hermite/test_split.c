/* The split of kinked activations against five other routes: the bivariate integral, the plain series, Price's formula,
   a reference computed outside (oracle_split.py) and itself at another precision. */
#include <math.h>
#include "support.h"

static void prepare(hermite_split_t split, const char *text, const arb_t q, slong bits)
{
    activation_t phi = activation_of(text);
    reason_t why;

    reason_init(why);
    hermite_split_init(split);
    if (hermite_split_coefficients(split, phi, q, bits, why) != DQ_OK)
        fail_msg("%s at %ld bits: %s", text, (long)bits, why->text);
    activation_clear(phi);
}

static void dual(arb_t value, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong bits)
{
    reason_t why;

    reason_init(why);
    if (hermite_split_dual(value, i, j, rho, bits, why) != DQ_OK) fail_msg("%s", why->text);
}

static const char *const MIXED[] = {
    "elu(x,1)",     "elu(x,0.5)",           "softsign(x)",           "elu(x+1,1)-elu(x-0.5,1)", "elu(x,1)+step(x-0.5)",
    "exp(-abs(x))", "tanh(x)+relu(x+0.25)", "abs(x)^3-step(x+1)*0.5"};
enum { MIXED_COUNT = sizeof MIXED / sizeof MIXED[0] };

static void against_integral(void **state)
{
    static const double rho_of[] = {0.0, 0.5, -0.8, 1.0, -1.0};
    size_t k, m;

    (void)state;
    for (k = 0; k < MIXED_COUNT; k++) {
        hermite_split_t split;
        activation_t phi = activation_of(MIXED[k]);
        arb_t q, rho, x, y;
        reason_t why;
        arb_init(q);
        arb_init(rho);
        arb_init(x);
        arb_init(y);
        arb_set_d(q, 1.5);
        prepare(split, MIXED[k], q, 64);
        for (m = 0; m < sizeof rho_of / sizeof rho_of[0]; m++) {
            arb_set_d(rho, rho_of[m]);
            dual(x, split, split, rho, 64);
            assert_int_equal(hermite_dual_integral(y, phi, q, q, rho, 34, why), DQ_OK);
            assert_agree(MIXED[k], x, y, 24);
            if (mag_cmp_2exp_si(arb_radref(x), -58) > 0) fail_msg("%s: too wide at %g", MIXED[k], rho_of[m]);
        }
        hermite_split_clear(split);
        activation_clear(phi);
        arb_clear(q);
        arb_clear(rho);
        arb_clear(x);
        arb_clear(y);
    }
}

/* also with two variances */
static void against_series(void **state)
{
    static const double rho_of[] = {0.5, -0.75};
    size_t k, m;
    int wide;

    (void)state;
    for (k = 0; k < MIXED_COUNT; k++)
        for (wide = 0; wide < 2; wide++) {
            if (wide && k != 0 && k != 3 && k != 4) continue; /* poles next to the kink or tanh: long expansions */
            slong bits = wide ? 200 : 64;
            hermite_split_t a, b;
            hermite_t g, h;
            activation_t phi = activation_of(MIXED[k]);
            arb_t q, rho, x, y;
            reason_t why;
            arb_init(q);
            arb_init(rho);
            arb_init(x);
            arb_init(y);
            hermite_init(g);
            hermite_init(h);
            arb_set_d(rho, 0.75);
            arb_set_d(q, 2.0);
            prepare(a, MIXED[k], q, bits);
            assert_int_equal(hermite_coefficients_for(g, phi, q, rho, bits, why), DQ_OK);
            arb_set_d(q, 0.75);
            prepare(b, MIXED[k], q, bits);
            assert_int_equal(hermite_coefficients_for(h, phi, q, rho, bits, why), DQ_OK);
            for (m = 0; m < sizeof rho_of / sizeof rho_of[0]; m++) {
                arb_set_d(rho, rho_of[m]);
                dual(x, a, a, rho, bits);
                hermite_dual(y, g, g, rho, bits + 64);
                assert_agree(MIXED[k], x, y, bits - 12);
                dual(x, a, b, rho, bits);
                hermite_dual(y, g, h, rho, bits + 64);
                assert_agree(MIXED[k], x, y, bits - 12);
            }
            hermite_split_clear(a);
            hermite_split_clear(b);
            hermite_clear(g);
            hermite_clear(h);
            activation_clear(phi);
            arb_clear(q);
            arb_clear(rho);
            arb_clear(x);
            arb_clear(y);
        }
}

/* For piecewise-linear phi the split is all P: every |rho| <= 1 against one-dimensional integrals. */
static void against_price(void **state)
{
    static const char *const linear[] = {"relu(x)", "clip(x,-1,0.75)", "abs(x-0.5)", "step(x)-step(x-1.5)"};
    static const double gap_of[] = {0.5, 1e-3, 1e-6, 1e-12, 0.0};
    size_t k, m;
    int sign, wide;

    (void)state;
    for (k = 0; k < sizeof linear / sizeof linear[0]; k++)
        for (wide = 0; wide < 2; wide++) {
            slong bits = wide ? 200 : 64;
            hermite_split_t a, b;
            activation_t phi = activation_of(linear[k]);
            arb_t p, q, rho, x, y;
            reason_t why;
            arb_init(p);
            arb_init(q);
            arb_init(rho);
            arb_init(x);
            arb_init(y);
            arb_set_d(p, 1.5);
            arb_set_d(q, 2.25);
            prepare(a, linear[k], p, bits);
            prepare(b, linear[k], q, bits);
            for (m = 0; m < sizeof gap_of / sizeof gap_of[0]; m++)
                for (sign = -1; sign < 2; sign += 2) {
                    arb_set_d(rho, sign * (1.0 - gap_of[m]));
                    dual(x, a, a, rho, bits);
                    assert_int_equal(hermite_dual_price(y, phi, p, p, rho, bits, why), DQ_OK);
                    assert_agree(linear[k], x, y, bits - 6);
                    dual(x, a, b, rho, bits);
                    assert_int_equal(hermite_dual_price(y, phi, p, q, rho, bits, why), DQ_OK);
                    assert_agree(linear[k], x, y, bits - 6);
                }
            hermite_split_clear(a);
            hermite_split_clear(b);
            activation_clear(phi);
            arb_clear(p);
            arb_clear(q);
            arb_clear(rho);
            arb_clear(x);
            arb_clear(y);
        }
}

typedef struct {
    const char *phi, *qi, *qj, *rho, *value;
} reference;
static const reference REFERENCE[] = {
    {"elu(x,1)", "2.0", "2.0", "0.999", "1.198859114328014988161950556752576847774"},
    {"elu(x,1)", "1.5", "2.25", "0.999", "1.109765175988455337260740897494607924921"},
    {"elu(x,1)", "2.0", "2.0", "0.999999", "1.20011300660402471281372653581330857793"},
    {"elu(x,1)", "1.5", "2.25", "0.999999", "1.110924358134055930320822787704763588665"},
    {"elu(x,1)", "2.0", "2.0", "0.999999999999", "1.200114261998190471845483695615327338611"},
    {"elu(x,1)", "1.5", "2.25", "0.999999999999", "1.110925518691428777344841336735723935064"},
    {"elu(x,1)", "2.0", "2.0", "-0.999999999999", "-0.8551671523107588416691890749719687769765"},
    {"elu(x,1)", "1.5", "2.25", "-0.999999999999", "-0.8071582582186739455422696536727339608431"},
    {"elu(x,0.5)", "2.0", "2.0", "0.999", "1.048967288586082890850400555912546925827"},
    {"elu(x,0.5)", "1.5", "2.25", "0.999", "0.9656736662126597638136483097510145713055"},
    {"elu(x,0.5)", "2.0", "2.0", "0.999999", "1.050027501726173469082196398316639652936"},
    {"elu(x,0.5)", "1.5", "2.25", "0.999999", "0.9666493908413334879946682158163278841362"},
    {"elu(x,0.5)", "2.0", "2.0", "0.999999999999", "1.050028565498797618036397424630870269958"},
    {"elu(x,0.5)", "1.5", "2.25", "0.999999999999", "0.9666503698299371155329549480934554473163"},
    {"elu(x,0.5)", "2.0", "2.0", "-0.999999999999", "-0.4275835761553794207595680367590059741768"},
    {"elu(x,0.5)", "1.5", "2.25", "-0.999999999999", "-0.4035791291093369727022185900978071274321"},
    {"elu(x+1,1)-elu(x-0.5,1)", "2.0", "2.0", "0.999", "1.499316516027727587266407411476255682543"},
    {"elu(x+1,1)-elu(x-0.5,1)", "1.5", "2.25", "0.999", "1.509331837437177678234878887289485802362"},
    {"elu(x+1,1)-elu(x-0.5,1)", "2.0", "2.0", "0.999999", "1.499630617818359287997343299613612239725"},
    {"elu(x+1,1)-elu(x-0.5,1)", "1.5", "2.25", "0.999999", "1.509622843544930991243978007055110978101"},
    {"elu(x+1,1)-elu(x-0.5,1)", "2.0", "2.0", "0.999999999999", "1.499630932580079697813668453494142641009"},
    {"elu(x+1,1)-elu(x-0.5,1)", "1.5", "2.25", "0.999999999999", "1.509623135094819022228679282111925407261"},
};

/* 38 digits from outside; rho as a decimal is a ball of 2^-300. */
static void against_reference(void **state)
{
    size_t k;

    (void)state;
    for (k = 0; k < sizeof REFERENCE / sizeof REFERENCE[0]; k++) {
        const reference *r = REFERENCE + k;
        hermite_split_t a, b;
        arb_t p, q, rho, x, y;
        arb_init(p);
        arb_init(q);
        arb_init(rho);
        arb_init(x);
        arb_init(y);
        arb_set_str(p, r->qi, 64);
        arb_set_str(q, r->qj, 64);
        arb_set_str(rho, r->rho, 300);
        arb_set_str(y, r->value, 200);
        mag_set_ui_2exp_si(arb_radref(x), 1, -120); /* 38 digits */
        arb_add_error_mag(y, arb_radref(x));
        prepare(a, r->phi, p, 130);
        prepare(b, r->phi, q, 130);
        dual(x, a, b, rho, 130);
        assert_agree(r->phi, x, y, 119);
        hermite_split_clear(a);
        hermite_split_clear(b);
        arb_clear(p);
        arb_clear(q);
        arb_clear(rho);
        arb_clear(x);
        arb_clear(y);
    }
}

/* 64 bits against 200 next to |rho| = 1, and continuity at 1: |D(1) - D(rho)| <= L^2 q (1 - rho). */
static void nested(void **state)
{
    static const double gap_of[] = {1e-3, 1e-6, 1e-9, 1e-12, 0.0};
    static const char *const phi_of[] = {"elu(x,1)", "elu(x+1,1)-elu(x-0.5,1)", "elu(x,1)+step(x-0.5)"};
    size_t k, m;
    int sign;

    (void)state;
    for (k = 0; k < sizeof phi_of / sizeof phi_of[0]; k++) {
        hermite_split_t low, high;
        arb_t q, rho, x, y;
        arb_init(q);
        arb_init(rho);
        arb_init(x);
        arb_init(y);
        arb_set_d(q, 2.1875);
        prepare(low, phi_of[k], q, 64);
        prepare(high, phi_of[k], q, 200);
        for (m = 0; m < sizeof gap_of / sizeof gap_of[0]; m++)
            for (sign = -1; sign < 2; sign += 2) {
                arb_set_d(rho, sign * (1.0 - gap_of[m]));
                dual(x, low, low, rho, 64);
                dual(y, high, high, rho, 200);
                assert_agree(phi_of[k], x, y, 60);
                if (mag_cmp_2exp_si(arb_radref(y), -196) > 0) fail_msg("%s: too wide at 200 bits", phi_of[k]);
                arb_sub(x, high->h->kappa, y, 64);
                arb_set_d(y, gap_of[m] * 2.1875 * 4.01 + 1e-15);
                if (k < 2 && sign > 0 && !arb_le(x, y)) fail_msg("%s: D jumps at 1", phi_of[k]);
            }
        hermite_split_clear(low);
        hermite_split_clear(high);
        arb_clear(q);
        arb_clear(rho);
        arb_clear(x);
        arb_clear(y);
    }
}

/* A ball of correlations contains the values at its points, and is no wider than the values vary. */
static void balls(void **state)
{
    static const double centre_of[] = {0.5, -0.9, 0.999, 1.0, -1.0, 0.0}, radius_of[] = {0x1p-40, 1e-3, 0.6};
    size_t k, m, n;
    slong s;

    (void)state;
    for (k = 0; k < MIXED_COUNT; k++) {
        hermite_split_t a, b;
        arb_t q, rho, wide, x, y;
        arb_init(q);
        arb_init(rho);
        arb_init(wide);
        arb_init(x);
        arb_init(y);
        arb_set_d(q, 1.5);
        prepare(a, MIXED[k], q, 40);
        arb_set_d(q, 2.5);
        prepare(b, MIXED[k], q, 40);
        for (m = 0; m < sizeof centre_of / sizeof centre_of[0]; m++)
            for (n = 0; n < sizeof radius_of / sizeof radius_of[0]; n++) {
                arb_set_d(wide, centre_of[m]);
                mag_set_d(arb_radref(wide), radius_of[n]);
                dual(x, a, b, wide, 40);
                for (s = -4; s <= 4; s++) {
                    double at = fmin(fmax(centre_of[m] + radius_of[n] * (double)s / 4.0, -1.0), 1.0);
                    arb_set_d(rho, at);
                    dual(y, a, b, rho, 40);
                    if (!arb_overlaps(x, y))
                        fail_msg("%s: %g +- %g misses %g", MIXED[k], centre_of[m], radius_of[n], at);
                }
                if (n == 0 && mag_cmp_2exp_si(arb_radref(x), m == 3 || m == 4 ? -16 : -30) > 0)
                    fail_msg("%s: too wide over %g", MIXED[k], centre_of[m]);
            }
        hermite_split_clear(a);
        hermite_split_clear(b);
        arb_clear(q);
        arb_clear(rho);
        arb_clear(wide);
        arb_clear(x);
        arb_clear(y);
    }
}

static void inexact_variance(void **state)
{
    size_t k;

    (void)state;
    for (k = 0; k < MIXED_COUNT; k++) {
        hermite_split_t exact, ball;
        arb_t q, rho, x, y;
        arb_init(q);
        arb_init(rho);
        arb_init(x);
        arb_init(y);
        arb_set_d(q, 1.5 + 0x1p-51);
        prepare(exact, MIXED[k], q, 40);
        arb_set_d(q, 1.5);
        mag_set_ui_2exp_si(arb_radref(q), 1, -50);
        prepare(ball, MIXED[k], q, 40);
        arb_set_d(rho, 0.9990234375);
        dual(x, exact, exact, rho, 40);
        dual(y, ball, ball, rho, 40);
        assert_agree(MIXED[k], x, y, 0);
        hermite_split_clear(exact);
        hermite_split_clear(ball);
        arb_clear(q);
        arb_clear(rho);
        arb_clear(x);
        arb_clear(y);
    }
}

static void refusals(void **state)
{
    static const struct {
        const char *phi;
        double q;
        slong bits;
        dq_status status;
    } row[] = {{"tanh(x)", 1.0, 64, DQ_INAPPLICABLE}, {"relu(x)", 0.0, 64, DQ_INPUT},
               {"relu(x)", -1.0, 64, DQ_INPUT},       {"relu(x)", NAN, 64, DQ_INPUT},
               {"exp(x*abs(x))", 2.0, 64, DQ_INPUT},  {"softsign(x)", 2.0, 400, DQ_INCONCLUSIVE}};
    hermite_split_t split;
    arb_t q, rho, x;
    reason_t why;
    size_t k;

    (void)state;
    arb_init(q);
    arb_init(rho);
    arb_init(x);
    hermite_split_init(split);
    assert_int_equal(hermite_split_dual(x, split, split, rho, 64, why), DQ_INPUT);
    for (k = 0; k < sizeof row / sizeof row[0]; k++) {
        activation_t phi = activation_of(row[k].phi);
        dq_status status;
        arb_set_d(q, row[k].q);
        reason_init(why);
        status = hermite_split_coefficients(split, phi, q, row[k].bits, why);
        if (status != row[k].status || why->text[0] == '\0')
            fail_msg("%s at %g: status %d (%s)", row[k].phi, row[k].q, (int)status, why->text);
        activation_clear(phi);
    }
    hermite_split_clear(split);
    arb_one(q);
    prepare(split, "elu(x,1)", q, 64);
    arb_set_d(rho, 1.5);
    assert_int_equal(hermite_split_dual(x, split, split, rho, 64, why), DQ_INPUT);
    arb_indeterminate(rho);
    assert_int_equal(hermite_split_dual(x, split, split, rho, 64, why), DQ_INPUT);
    hermite_split_clear(split);
    arb_clear(q);
    arb_clear(rho);
    arb_clear(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_integral),  cmocka_unit_test(against_series), cmocka_unit_test(against_price),
        cmocka_unit_test(against_reference), cmocka_unit_test(nested),         cmocka_unit_test(balls),
        cmocka_unit_test(inexact_variance),  cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests_name("hermite: the split of kinked activations", tests, NULL, NULL);
}
