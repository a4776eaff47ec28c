/* The kernels of the layers against themselves one at a time and against gram_layers; the public entry points of the limit
   kernel. */
#include "kernel_support.h"
#include "gram/layer_step.h"

/* Many correlations at once (panels) against one at a time at higher precision, and against gram_layers. */
static void layers(void **state)
{
    enum { LAYERS = 3, COUNT = 300, PROBES = 12 };
    static const size_t USED[] = {0, 1, 3, 4, 5, 6};
    size_t at;

    (void)state;
    for (at = 0; at < sizeof USED / sizeof USED[0]; at++) {
        size_t row = USED[at];
        setup_t x;
        reason_t why;
        arb_ptr z = _arb_vec_init(COUNT), value = _arb_vec_init(LAYERS * COUNT), q = _arb_vec_init(LAYERS),
                kappa = _arb_vec_init(LAYERS), one = _arb_vec_init(LAYERS * PROBES), probe = _arb_vec_init(PROBES);
        gram_struct g[LAYERS];
        slong i, l;

        setup_open(x, ROWS[row].phi, ROWS[row].s, 4, 3, POINTS, 1);
        reason_init(why);
        for (i = 0; i < COUNT; i++) arb_set_d(z + i, i < PROBES ? 0.9999 * random_unit() : 0.4 + 0.2 * random_unit());
        arb_one(z + 1);
        arb_set_si(z + 2, -1);
        for (i = 0; i < PROBES; i++) arb_set(probe + i, z + i * (i < 6 ? 1 : 19));
        for (i = 6; i < PROBES; i++) { /* the end of a ball against the ball */
            mag_set_ui_2exp_si(arb_radref(z + 19 * i), 1, -30);
            arb_set_d(q, 0x1p-30);
            arb_add(probe + i, probe + i, q, ARF_PREC_EXACT);
        }
        check_status("layers", ROWS[row].phi, gram_layer_kernels(value, q, kappa, LAYERS, z, COUNT, x->model, 64, why),
                     DQ_OK, why);
        check_status("layers", ROWS[row].phi,
                     gram_layer_kernels(one, q, kappa, LAYERS, probe, PROBES, x->model, 90, why), DQ_OK, why);
        for (l = 0; l < LAYERS; l++) {
            assert_true(arb_overlaps(value + l * COUNT + 1, kappa + l));
            for (i = 0; i < PROBES; i++) {
                arb_srcptr many = value + l * COUNT + i * (i < 6 ? 1 : 19);
                if (!arb_overlaps(many, one + l * PROBES + i))
                    fail_at("layer", row, probe + i, many, one + l * PROBES + i);
                check_width("layer", ROWS[row].phi, many, i < 6 ? 64 : 24, kappa + l);
                check_width("layer", ROWS[row].phi, one + l * PROBES + i, 90, kappa + l);
            }
        }
        for (l = 0; l < LAYERS; l++) gram_init(g + l);
        check_status("gram_layers", ROWS[row].phi, gram_layers(g, LAYERS, x->model, 64, why), DQ_OK, why);
        for (i = 0; i < 3; i++) points_cosine(probe + i, x->points, i + 1, i, 200);
        check_status("layers", ROWS[row].phi, gram_layer_kernels(one, q, kappa, LAYERS, probe, 3, x->model, 80, why),
                     DQ_OK, why);
        for (i = 0; i < 3; i++)
            for (l = 0; l < LAYERS; l++)
                if (!arb_overlaps(one + 3 * l + i, arb_mat_entry(g[l].K, i + 1, i)))
                    fail_at("gram_layers", row, probe + i, arb_mat_entry(g[l].K, i + 1, i), one + 3 * l + i);
        for (l = 0; l < LAYERS; l++) gram_clear(g + l);
        _arb_vec_clear(z, COUNT);
        _arb_vec_clear(value, LAYERS * COUNT);
        _arb_vec_clear(q, LAYERS);
        _arb_vec_clear(kappa, LAYERS);
        _arb_vec_clear(one, LAYERS * PROBES);
        _arb_vec_clear(probe, PROBES);
        setup_close(x);
    }
}

static void nothing(void *context, slong layer, slong index, const arb_t value, const profile_struct *p)
{
    (void)context, (void)layer, (void)index, (void)value, (void)p;
}

/* What a sweep says of its panels: none for few correlations, and one is enough to be named. */
static void panels_named(void **state)
{
    enum { COUNT = 300 };
    setup_t x;
    reason_t why;
    arb_t variance;
    arb_ptr z = _arb_vec_init(COUNT);

    (void)state;
    setup_open(x, "tanh(x)", "0.08", 4, 3, POINTS, 1);
    reason_init(why);
    arb_init(variance);
    for (slong i = 0; i < COUNT; i++) arb_set_d(z + i, 0.4 + 1e-6 * random_unit()); /* inside one panel */
    assert_int_equal(kernel_common_variance(variance, x->points, 100, why), DQ_OK);
    for (slong count = 1; count <= COUNT; count += COUNT - 1) {
        layer_engines used = {0};
        assert_int_equal(layer_sweep(nothing, NULL, &used, 2, z, count, variance, x->model, 80, 48, why), DQ_OK);
        assert_int_equal(used.panels_used, count == COUNT);
        assert_true(used.series_used || used.near_used);
    }
    arb_clear(variance);
    _arb_vec_clear(z, COUNT);
    setup_close(x);
}

/* The public entry points: one bound for all doubles, its statuses. */
static void uniform(void **state)
{
    static const double unequal[] = {1, 0, 2, 1};
    static const struct {
        const char *phi, *s;
        dq_status status;
        double most;
    } row[] = {{"tanh(x)", "0.08", DQ_OK, 2e-15},
               {"gelu(x)", "0.08", DQ_OK, 2e-15},
               {"x^2", "0.01", DQ_OK, 5e-15},
               {"step(x)", "0.1", DQ_INAPPLICABLE, 0.0},
               {"x^2", "0.5", DQ_NONEXISTENT, 0.0}};
    size_t k;
    setup_t x;
    reason_t why;
    gram_kernel_t kernel;
    arb_t z, value;

    (void)state;
    reason_init(why);
    for (k = 0; k < sizeof row / sizeof row[0]; k++) {
        mag_t error;
        slong pieces, degree;

        mag_init(error);
        setup_open(x, row[k].phi, row[k].s, 4, 3, POINTS, 1);
        check_status("uniform", row[k].phi, gram_kernel_uniform(error, &pieces, &degree, x->model, why), row[k].status,
                     why);
        if (row[k].status == DQ_OK) assert_true(mag_get_d(error) <= row[k].most && mag_get_d(error) > 1e-17);
        mag_clear(error);
        setup_close(x);
    }
    setup_open(x, "tanh(x)", "0.08", 2, 2, unequal, 1);
    assert_int_equal(gram_kernel_init(&kernel, x->model, 64, why), DQ_OK);
    arb_init(z);
    arb_init(value);
    arb_set_d(z, 1.5);
    assert_int_equal(gram_kernel_eval(value, kernel, z, why), DQ_INPUT);
    mag_set_ui(arb_radref(z), 1); /* meets [-1, 1] in [0.5, 1] */
    assert_int_equal(gram_kernel_eval(value, kernel, z, why), DQ_OK);
    assert_true(arb_contains(value, kernel->p->kappa));
    arb_clear(z);
    arb_clear(value);
    gram_kernel_clear(kernel);
    setup_close(x);
    setup_open(x, "tanh(x)", "0.08", 2, 2, unequal, 0);
    assert_int_equal(gram_kernel_init(&kernel, x->model, 64, why), DQ_INAPPLICABLE);
    assert_true(kernel == NULL && why->text[0] != '\0');
    gram_kernel_clear(kernel);
    setup_close(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(layers), cmocka_unit_test(panels_named),
                                       cmocka_unit_test(uniform)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
