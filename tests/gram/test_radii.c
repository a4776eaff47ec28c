/* The radii of enclosures against a table of earlier ones, tests/reference/radii.txt: a radius that shrinks may have lost an error term,
   one that grows has lost accuracy, and containment shows neither.  After a deliberate change look at every difference; then
   DEQCERT_RADII=FILE writes the table anew.  With another FLINT than the table's its roundings are other ones, and only a factor of
   eight counts. */
#include <math.h>
#include "tests/gram/support.h"

static FILE *table; /* read, or written when `writing` */
static int writing, differences, compared;
static double tolerance;

/* One line of the table: a name without spaces, and log2 of the radius (-inf for an exact ball). */
static void keep(const char *what, const char *phi, slong bits, slong number, const arb_t x)
{
    double log2_radius = mag_is_zero(arb_radref(x)) ? -HUGE_VAL : mag_get_d_log2_approx(arb_radref(x)), recorded;
    char name[200], other[200];

    snprintf(name, sizeof name, "%s:%s:%ld:%ld", what, phi, (long)bits, (long)number);
    if (writing) {
        fprintf(table, "%s %.3f\n", name, log2_radius);
        return;
    }
    if (fscanf(table, "%199s %lf", other, &recorded) != 2 || strcmp(name, other) != 0) fail_msg("no line of %s", name);
    compared++;
    if (recorded == log2_radius || fabs(recorded - log2_radius) <= tolerance) return;
    print_error("%s: radius 2^%.3f, recorded 2^%.3f\n", name, log2_radius, recorded);
    differences++;
}

static const char *const activations[] = {
    "tanh(x)", "gelu(x)", "relu(x)", "step(x)", "x^3+2*x", "exp(x)", "max(x,0.1*x)+sin(x)"};
enum { ACTIVATIONS = sizeof activations / sizeof *activations };

static void binomials(void)
{
    static const ulong trials[] = {20, 1000, 100000};
    arb_t tail;
    arf_t p;
    arb_init(tail);
    arf_init(p);
    for (int t = 0; t < 3; t++)
        for (int k = 1; k <= 5; k += 2) {
            arf_set_d(p, 0.25 * k / 2);
            binomial_cdf(tail, trials[t] * (ulong)k / 16, trials[t], p, 64);
            keep("binomial", "below-the-mean", (slong)trials[t], k, tail);
        }
    arb_clear(tail);
    arf_clear(p);
}

static void expansions(const char *text)
{
    static const slong bits[] = {53, 200};
    activation_error_t error;
    activation_t phi;
    arb_t q, x, rho;
    reason_t why;
    assert_int_equal(activation_init(&phi, text, error), DQ_OK);
    arb_init(q);
    arb_init(x);
    arb_init(rho);
    for (int b = 0; b < 2; b++) {
        hermite_t h;
        hermite_split_t split;
        hermite_kappa_nodes_t nodes = hermite_kappa_nodes_init(phi, bits[b]);
        reason_init(why);
        arb_set_d(q, 1.25);
        arb_set_d(rho, -0.75);
        hermite_init(h);
        hermite_split_init(split);
        assert_int_equal(hermite_coefficients(h, phi, q, 40, bits[b], why), DQ_OK);
        for (slong r = 0; r <= 40; r += 5 - r % 2) keep("coefficient", text, bits[b], r, h->a + r);
        keep("kappa", text, bits[b], 0, h->kappa);
        keep("tail", text, bits[b], 0, h->tail);
        hermite_dual(x, h, h, rho, bits[b]);
        keep("dual", text, bits[b], 0, x);
        hermite_dual_derivative(x, h, h, rho, bits[b]);
        keep("dual-derivative", text, bits[b], 0, x);
        assert_int_equal(hermite_kappa_derivative(x, phi, q, bits[b], why), DQ_OK);
        keep("kappa-derivative", text, bits[b], 0, x);
        for (int k = 0; k < 3; k++) {
            arb_set_d(q, 1.25 + k / 64.0);
            assert_int_equal(hermite_kappa_at(x, nodes, q, bits[b], why), DQ_OK);
            keep("kappa-at", text, bits[b], k, x);
        }
        arb_set_d(q, 1.25);
        if (hermite_dual_price(x, phi, q, q, rho, bits[b], why) == DQ_OK) keep("price", text, bits[b], 0, x);
        if (b == 0) {
            assert_int_equal(hermite_dual_integral(x, phi, q, q, rho, 40, why), DQ_OK);
            keep("integral", text, 40, 0, x);
        }
        if (hermite_split_coefficients(split, phi, q, bits[b], why) == DQ_OK)
            for (int k = 0; k < 3; k++) {
                arb_set_d(rho, 1 - ldexp(1, -8 * k));
                assert_int_equal(hermite_split_dual(x, split, split, rho, bits[b], why), DQ_OK);
                keep("split", text, bits[b], k, x);
            }
        arb_set_d(q, 1.25);
        assert_int_equal(hermite_coefficients(h, phi, q, 61, bits[b], why), DQ_OK);
        for (slong r = 59; r <= 61; r++) keep("coefficient-of-61", text, bits[b], r, h->a + r);
        mag_set_ui_2exp_si(arb_radref(q), 1, -30); /* an inexact variance */
        assert_int_equal(hermite_coefficients(h, phi, q, 10, bits[b], why), DQ_OK);
        keep("coefficient-of-a-ball", text, bits[b], 3, h->a + 3);
        hermite_split_clear(split);
        hermite_clear(h);
        hermite_kappa_nodes_clear(nodes);
    }
    arb_clear(q);
    arb_clear(x);
    arb_clear(rho);
    activation_clear(phi);
}

/* So many correlations that the layers are interpolated, some of them close to 1, all of them balls. */
static void layer_kernels(const setup_struct *x, const char *text, slong bits)
{
    enum { COUNT = 400, LAYERS = 2 };
    arb_ptr rho = _arb_vec_init(COUNT), value = _arb_vec_init(COUNT * LAYERS), q = _arb_vec_init(LAYERS),
            kappa = _arb_vec_init(LAYERS);
    reason_t why;
    reason_init(why);
    for (int k = 0; k < COUNT; k++) {
        arb_set_d(rho + k, k % 2 == 0 ? -0.9 + 1.8 * k / COUNT : 1 - ldexp(1 + k / 1024.0, -4 - k / 40));
        mag_set_ui_2exp_si(arb_radref(rho + k), 1, 20 - bits);
    }
    check_status("layer kernels", text, gram_layer_kernels(value, q, kappa, LAYERS, rho, COUNT, x->model, bits, why),
                 DQ_OK, why);
    for (int k = 0; k < COUNT * LAYERS; k += 47) keep("layer-kernel", text, bits, k, value + k);
    _arb_vec_clear(rho, COUNT);
    _arb_vec_clear(value, COUNT * LAYERS);
    _arb_vec_clear(q, LAYERS);
    _arb_vec_clear(kappa, LAYERS);
}

/* Points that are far from and close to parallel, of one norm and of several. */
static void matrices(const char *text, const char *s, int normalise)
{
    static const double points[5][3] = {
        {1, 0.25, 0}, {0.5, 1, -0.5}, {-0.75, 0.5, 1}, {0.5, 1, -0.498046875}, {0, -1.5, 0.25}};
    const char *what = normalise ? "limit" : "limit-of-norms";
    setup_t x;
    reason_t why;
    setup_open(x, text, s, 5, 3, points[0], normalise);
    for (slong bits = 53; bits <= 153; bits += 100) {
        gram_t g;
        gram_struct layer[3];
        reason_init(why);
        gram_init(g);
        if (gram_limit(g, x->model, bits, why) == DQ_OK) {
            assert_true(g->engine[0] != '\0' && strstr(g->engine, "++") == NULL); /* its parts, joined */
            keep(what, text, bits, -1, g->q);
            keep(what, text, bits, -2, g->kappa);
            for (slong i = 0; i < 5; i++)
                for (slong j = 0; j < i; j++) keep(what, text, bits, 10 * i + j, arb_mat_entry(g->K, i, j));
        }
        gram_clear(g);
        for (int l = 0; l < 3; l++) gram_init(layer + l);
        check_status("layers", text, gram_layers(layer, 3, x->model, bits, why), DQ_OK, why);
        for (int l = 0; l < 3; l++)
            for (slong i = 0; i < 5; i++)
                keep("layer", text, bits, 100 * l + 10 * i + i / 2, arb_mat_entry(layer[l].K, i, i / 2));
        for (int l = 0; l < 3; l++) gram_clear(layer + l);
        if (normalise) {
            lambda_t l;
            lambda_init(l);
            if (gram_lambda(l, x->model, bits, 0.0, why) == DQ_OK) {
                keep("lambda", text, bits, 0, l->lambda);
                keep("lambda-entry", text, bits, 0, arb_mat_entry(l->gram->K, 3, 1)); /* tells the precision it took */
            }
            lambda_clear(l);
            layer_kernels(x, text, bits);
        }
    }
    setup_close(x);
}

/* lambda_* of two points that are nearly parallel: the first working precision resolves a few of its bits, and how many more are asked
   for then shows in K's radius. */
static void second_attempt(const char *text, int exponent)
{
    const double points[2][2] = {{1, 0.5}, {1, 0.5 + ldexp(1, exponent)}};
    setup_t x;
    lambda_t l;
    reason_t why;
    setup_open(x, text, "0.08", 2, 2, points[0], 1);
    lambda_init(l);
    reason_init(why);
    check_status("lambda", text, gram_lambda(l, x->model, 53, 0.0, why), DQ_OK, why);
    keep("lambda-of-parallels", text, 53, -exponent, l->lambda);
    keep("entry-of-parallels", text, 53, -exponent, arb_mat_entry(l->gram->K, 1, 0));
    lambda_clear(l);
    setup_close(x);
}

/* diag(2^-exponent, 2, 3): the first working precision has 60 of the bits that the eigenvalue asks for, and a later one the rest. */
static void far_below_the_norm(slong exponent)
{
    arb_mat_t A;
    arb_t lambda;
    reason_t why;
    arb_mat_init(A, 3, 3);
    arb_init(lambda);
    for (slong i = 0; i < 3; i++) arb_set_si(arb_mat_entry(A, i, i), 1 + i);
    arb_mul_2exp_si(arb_mat_entry(A, 0, 0), arb_mat_entry(A, 0, 0), -exponent);
    for (slong bits = 24; bits <= 192; bits *= 2) {
        check_status("lambda_min", "a diagonal", arb_mat_lambda_min(lambda, A, bits, why), DQ_OK, why);
        keep("lambda-of-diagonal", "2^-k", bits, exponent, lambda);
    }
    arb_mat_clear(A);
    arb_clear(lambda);
}

static void radii(void **state)
{
    (void)state;
    char version[40];
    const char *file = getenv("DEQCERT_RADII");
    writing = file != NULL;
    table = fopen(writing ? file : "tests/reference/radii.txt", writing ? "w" : "r");
    assert_non_null(table);
    if (writing)
        fprintf(table, "FLINT-%s\n", FLINT_VERSION);
    else {
        assert_int_equal(fscanf(table, "FLINT-%39s", version), 1);
        tolerance = strcmp(version, FLINT_VERSION) == 0 ? 0.02 : 3;
    }
    binomials();
    for (int k = 0; k < ACTIVATIONS; k++) expansions(activations[k]);
    matrices("tanh(x)", "0.08", 1);
    matrices("gelu(x)", "0.08", 0);
    matrices("relu(x)", "0.1", 1);
    matrices("relu(x)", "0.1", 0);
    matrices("tanh(x)", "0.6", 1); /* local route */
    matrices("step(x)", "0.08", 1);
    for (int exponent = -52; exponent <= -28; exponent += 4) {
        second_attempt("tanh(x)", exponent);
        second_attempt("relu(x)", exponent);
    }
    for (slong exponent = 60; exponent <= 180; exponent += 20) far_below_the_norm(exponent);
    fclose(table);
    assert_true(writing || compared > 400);
    assert_int_equal(differences, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(radii)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
