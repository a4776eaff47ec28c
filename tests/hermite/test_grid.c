/* The midpoint rule on the whole line against the Gauss-Legendre panels: two rules, two recurrences, two error bounds.
 */
#include <math.h>
#include "hermite/grid.h"
#include "hermite/quadrature.h"
#include "support.h"

typedef struct {
    const char *phi, *q;
    slong N, bits;
} sample;

static const sample samples[] = {
    {"tanh(x)", "1", 64, 96},          {"tanh(x)", "0.25", 300, 64},      {"tanh(x)", "20", 40, 128},
    {"gelu(x)", "2.1", 100, 160},      {"softplus(x)", "1", 33, 256},     {"sigmoid(x)", "3", 257, 80},
    {"sin(x)", "1", 128, 256},         {"cos(3*x)", "0.7", 50, 100},      {"exp(x/2)", "1.5", 40, 120},
    {"x*exp(-x^2/2)", "1", 200, 64},   {"1/(1+x^2)", "0.9", 60, 64},      {"silu(x)", "2", 90, 64},
    {"atan(x)", "1", 31, 400},         {"log(1+x^2)", "2", 20, 90},       {"erf(x)", "0.0625", 77, 200},
    {"sin(x)/cosh(x-3)", "1", 40, 80}, {"1+x*0.1+exp(-x^2)", "1", 1, 64}, {"mish(x)", "1", 48, 64},
};
enum { SAMPLES = sizeof samples / sizeof samples[0] };

static void both_ways(const sample *s)
{
    activation_t phi = activation_of(s->phi);
    int parity = activation_parity(phi);
    slong prec = s->bits + 100, r;
    arb_t q, kappa, other, root;
    arb_ptr by_grid = _arb_vec_init(s->N + 1), by_panels = _arb_vec_init(s->N + 1);
    grid_t grid;
    quadrature_t rule;
    reason_t why;
    double scale;
    char what[80];

    arb_init(q);
    arb_init(kappa);
    arb_init(other);
    arb_init(root);
    arb_set_str(q, s->q, 2 * prec);
    mag_zero(arb_radref(q));
    reason_init(why);
    scale = approx_kappa_log2(phi, q);

    grid_init(grid);
    if (grid_build(grid, phi, q, s->N, quadrature_target(scale, s->bits), quadrature_target_kappa(scale, s->bits), 0.0,
                   prec, why) != DQ_OK)
        fail_msg("%s: %s", s->phi, why->text);
    grid_sums(by_grid, s->N, grid, parity, s->bits + 8);
    grid_kappa(kappa, grid, parity, 0, NULL, prec);

    quadrature_init(rule);
    if (quadrature_build(rule, phi, q, s->N, s->bits, scale, why) != DQ_OK) fail_msg("%s: %s", s->phi, why->text);
    hermite_kappa_from_rule(other, rule, phi, q, 0, prec);
    snprintf(what, sizeof what, "kappa of %s", s->phi);
    assert_agree(what, kappa, other, s->bits - 4 + (slong)fmin(-scale, 0.0));

    arb_sqrt(root, q, prec);
    {
        arb_ptr x = _arb_vec_init(rule->count), weight = _arb_vec_init(rule->count);
        arb_t t;
        slong k;
        arb_init(t);
        for (k = 0; k < rule->count; k++) { /* weight phi n(x)/sqrt(q) */
            arb_div(x + k, rule->node + k, root, prec);
            arb_sqr(t, x + k, prec);
            arb_mul_2exp_si(t, t, -1);
            arb_neg(t, t);
            arb_exp(weight + k, t, prec);
            arb_mul(weight + k, weight + k, rule->value + k, prec);
            arb_const_pi(t, prec);
            arb_mul_2exp_si(t, t, 1);
            arb_mul(t, t, q, prec);
            arb_rsqrt(t, t, prec);
            arb_mul(weight + k, weight + k, t, prec);
            if (rule->folded) arb_mul_2exp_si(weight + k, weight + k, 1);
        }
        hermite_weighted_sums(by_panels, s->N, 0, 1, x, weight, rule->count, s->bits + 8);
        _arb_vec_clear(x, rule->count);
        _arb_vec_clear(weight, rule->count);
        arb_clear(t);
    }
    for (r = 0; r <= s->N; r++) {
        if (parity * (r % 2 ? -1 : 1) < 0) continue; /* exact zeros; the folded rule says nothing of them */
        arb_add_error_mag(by_grid + r, grid->error);
        arb_add_error_mag(by_panels + r, rule->error);
        snprintf(what, sizeof what, "a_%ld of %s at q = %s", (long)r, s->phi, s->q);
        assert_agree(what, by_grid + r, by_panels + r, s->bits - 2 + (slong)fmin(-0.5 * scale, 0.0));
    }
    grid_clear(grid);
    quadrature_clear(rule);
    _arb_vec_clear(by_grid, s->N + 1);
    _arb_vec_clear(by_panels, s->N + 1);
    arb_clear(q);
    arb_clear(kappa);
    arb_clear(other);
    arb_clear(root);
    activation_clear(phi);
}

static void grid_and_panels_agree(void **state)
{
    int k;

    (void)state;
    for (k = 0; k < SAMPLES; k++) both_ways(samples + k);
}

/* The discretisation errors that really occur stay below the bound, and the bound is no more than 40 bits from them: a
   coarse rule against fine coefficients. */
static void the_error_bound_is_one_and_is_useful(void **state)
{
    const char *text[] = {"tanh(x)", "gelu(x)", "1/(1+x^2)", "sin(2*x)"};
    size_t t;

    (void)state;
    for (t = 0; t < sizeof text / sizeof *text; t++) {
        activation_t phi = activation_of(text[t]);
        const slong N = 24;
        arb_ptr coarse = _arb_vec_init(N + 1);
        hermite_t fine;
        grid_t grid;
        arb_t q;
        reason_t why;
        mag_t worst, difference;
        slong r;

        hermite_init(fine);
        grid_init(grid);
        arb_init(q);
        mag_init(worst);
        mag_init(difference);
        arb_one(q);
        if (hermite_coefficients(fine, phi, q, N, 200, why) != DQ_OK) fail_msg("%s", why->text);
        if (grid_build(grid, phi, q, N, -12.0, -12.0, 0.0, 160, why) != DQ_OK) fail_msg("%s", why->text);
        grid_sums(coarse, N, grid, activation_parity(phi), 140);
        for (r = 0; r <= N; r++) {
            arb_sub(coarse + r, coarse + r, fine->a + r, 200);
            arb_get_mag(difference, coarse + r);
            mag_max(worst, worst, difference);
        }
        if (mag_cmp(worst, grid->error) > 0)
            fail_msg("%s: error %g > bound %g", text[t], mag_get_d(worst), mag_get_d(grid->error));
        if (!(mag_get_d(grid->error) <= 0x1p-10)) fail_msg("%s: bound %g", text[t], mag_get_d(grid->error));
        if (!(mag_get_d(worst) >= 0x1p-40 * mag_get_d(grid->error)))
            fail_msg("%s: error %g is far below the bound %g", text[t], mag_get_d(worst), mag_get_d(grid->error));
        _arb_vec_clear(coarse, N + 1);
        hermite_clear(fine);
        grid_clear(grid);
        arb_clear(q);
        mag_clear(worst);
        mag_clear(difference);
        activation_clear(phi);
    }
}

/* A ball of variances: the coefficients of both ends lie inside. */
static void a_ball_of_variances_is_enclosed(void **state)
{
    activation_t phi = activation_of("tanh(x)");
    hermite_t wide, end;
    arb_t q;
    reason_t why;
    slong r;
    int side;

    (void)state;
    hermite_init(wide);
    hermite_init(end);
    arb_init(q);
    arb_set_ui(q, 2);
    mag_set_d(arb_radref(q), 0x1p-30);
    assert_int_equal(hermite_coefficients(wide, phi, q, 40, 100, why), DQ_OK);
    for (side = 0; side < 2; side++) {
        arb_set_d(q, side ? 2.0 + 0x1p-30 : 2.0 - 0x1p-30);
        assert_int_equal(hermite_coefficients(end, phi, q, 40, 100, why), DQ_OK);
        assert_true(arb_contains(wide->kappa, end->kappa));
        for (r = 0; r <= 40; r++) {
            if (!arb_overlaps(wide->a + r, end->a + r)) fail_msg("r = %ld", (long)r);
            assert_true(mag_cmp_2exp_si(arb_radref(wide->a + r), -22) <= 0);
        }
    }
    hermite_clear(wide);
    hermite_clear(end);
    arb_clear(q);
    activation_clear(phi);
}

/* kappa from shared nodes against kappa alone, inside and outside the range of the first nodes; smooth, kinked and
   polynomial phi. */
static void shared_nodes_give_the_same_kappa(void **state)
{
    const char *text[] = {"tanh(x)", "gelu(x)", "elu(x,0.5)", "relu(x)", "x^2-1", "exp(x/3)"};
    const double at[] = {2.0, 2.05, 1.9, 2.12, 3.0, 2.9, 0.5, 40.0};
    size_t t, k;

    (void)state;
    for (t = 0; t < sizeof text / sizeof *text; t++) {
        activation_t phi = activation_of(text[t]);
        hermite_kappa_nodes_t nodes = hermite_kappa_nodes_init(phi, 120);
        arb_t q, shared, alone;
        reason_t why;
        arb_init(q);
        arb_init(shared);
        arb_init(alone);
        for (k = 0; k < sizeof at / sizeof *at; k++) {

            arb_set_d(q, at[k]);
            if (hermite_kappa_at(shared, nodes, q, 120, why) != DQ_OK) fail_msg("%s: %s", text[t], why->text);
            if (hermite_kappa(alone, phi, q, 150, why) != DQ_OK) fail_msg("%s: %s", text[t], why->text);
            if (!arb_overlaps(shared, alone) || arb_rel_accuracy_bits(shared) < 120)
                fail_msg("%s at %g: shared nodes give another kappa (%ld bits)", text[t], at[k],
                         (long)arb_rel_accuracy_bits(shared));
        }
        hermite_kappa_nodes_clear(nodes);
        arb_clear(q);
        arb_clear(shared);
        arb_clear(alone);
        activation_clear(phi);
    }
}

/* Pieces, polynomials and strips too narrow for the stated number of nodes are left to the panels. */
static void what_the_grid_does_not_serve(void **state)
{
    const char *text[] = {"relu(x)", "elu(x)", "x^3+1", "1/(1+10000000000*x^2)"};
    size_t t;

    (void)state;
    for (t = 0; t < sizeof text / sizeof *text; t++) {
        activation_t phi = activation_of(text[t]);
        grid_t grid;
        arb_t q;
        reason_t why;
        reason_init(why);
        grid_init(grid);
        arb_init(q);
        arb_one(q);
        assert_int_equal(grid_build(grid, phi, q, 8, -60.0, -60.0, 0.0, 100, why), DQ_INAPPLICABLE);
        assert_true(why->text[0] != '\0');
        grid_clear(grid);
        arb_clear(q);
        activation_clear(phi);
    }
}

/* What lies beyond the cut is in the error of the choice, and no step or height depends on it. */
static void what_lies_beyond_the_cut_counts(void **state)
{
    (void)state;
    grid_problem p = {
        .phi = activation_of("tanh(x)"), .parity = -1, .N = 8, .target = -40, .target_kappa = -40, .cut = 9};
    grid_choice without, with;

    arb_init(p.root_q);
    arb_init(p.tau);
    arb_one(p.root_q);
    arb_one(p.tau);
    mag_init(p.tail);
    mag_init(p.tail_kappa);
    mag_init(without.error);
    mag_init(without.error_kappa);
    mag_init(with.error);
    mag_init(with.error_kappa);
    assert_true(grid_try_height(&without, &p, 0.5));
    mag_set_ui_2exp_si(p.tail, 1, -20);
    mag_set_ui_2exp_si(p.tail_kappa, 1, -10);
    assert_true(grid_try_height(&with, &p, 0.5));
    assert_int_equal(with.count, without.count);
    assert_int_equal(with.multiplier, without.multiplier);
    assert_true(mag_cmp_2exp_si(without.error, -38) < 0 && mag_cmp_2exp_si(without.error_kappa, -38) < 0);
    assert_true(mag_cmp_2exp_si(with.error, -20) > 0 && mag_cmp_2exp_si(with.error, -19) < 0);
    assert_true(mag_cmp_2exp_si(with.error_kappa, -10) > 0 && mag_cmp_2exp_si(with.error_kappa, -9) < 0);
    mag_clear(p.tail);
    mag_clear(p.tail_kappa);
    mag_clear(without.error);
    mag_clear(without.error_kappa);
    mag_clear(with.error);
    mag_clear(with.error_kappa);
    arb_clear(p.root_q);
    arb_clear(p.tau);
    activation_clear(p.phi);
}

/* Poles at x +- i/2: a strip of height 0.6 has them inside, wherever x is between the ends of the boxes; one of 0.4 has not. */
static void a_pole_in_the_strip_is_seen(void **state)
{
    (void)state;
    for (int k = 0; k < 12; k++) {
        char text[80];
        grid_choice c;
        snprintf(text, sizeof text, "1/(1 + 4*(x - %.3f)^2)", -2.0 + 0.337 * k);
        grid_problem p = {.phi = activation_of(text), .N = 4, .target = -40, .target_kappa = -40, .cut = 9};
        arb_init(p.root_q);
        arb_init(p.tau);
        arb_one(p.root_q);
        arb_one(p.tau);
        mag_init(p.tail);
        mag_init(p.tail_kappa);
        mag_init(c.error);
        mag_init(c.error_kappa);
        if (grid_try_height(&c, &p, 0.6)) fail_msg("%s: its poles were not seen", text);
        if (!grid_try_height(&c, &p, 0.4)) fail_msg("%s: analytic on the strip", text);
        mag_clear(p.tail);
        mag_clear(p.tail_kappa);
        mag_clear(c.error);
        mag_clear(c.error_kappa);
        arb_clear(p.root_q);
        arb_clear(p.tau);
        activation_clear(p.phi);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grid_and_panels_agree),           cmocka_unit_test(the_error_bound_is_one_and_is_useful),
        cmocka_unit_test(a_ball_of_variances_is_enclosed), cmocka_unit_test(shared_nodes_give_the_same_kappa),
        cmocka_unit_test(what_the_grid_does_not_serve),    cmocka_unit_test(what_lies_beyond_the_cut_counts),
        cmocka_unit_test(a_pole_in_the_strip_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
