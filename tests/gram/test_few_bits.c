/* Where the error terms are the answer: at few bits the dual's tail, the fixed point's residual and the drift of q are far above the
   rounding, so an enclosure without one of them misses the value, which is known from 50 bits. */
#include "kernel_support.h"

static const struct {
    const char *phi, *s;
    int normalise, limit;
} CASES[] = {{"tanh(2*x)", "0.09", 1, 1}, {"elu(x)", "0.2", 0, 1}, {"step(x)", "0.1", 1, 0}};
enum { CASE_COUNT = sizeof CASES / sizeof CASES[0], LAYERS = 3, TRUTH = 50 };

static void contains(const char *what, int c, slong bits, const arb_t value, const arb_t truth)
{
    if (arb_is_finite(value) && arb_overlaps(value, truth)) return;
    printf("%s of %s at %ld bits: ", what, CASES[c].phi, (long)bits);
    arb_printn(value, 40, ARB_STR_MORE);
    printf(" misses ");
    arb_printn(truth, 40, ARB_STR_MORE);
    printf("\n");
    fail();
}

static void contains_gram(const char *what, int c, slong bits, const gram_t g, const gram_t truth)
{
    for (slong i = 0; i < g->norms; i++) {
        contains(what, c, bits, g->q + i, truth->q + i);
        contains(what, c, bits, g->kappa + i, truth->kappa + i);
    }
    for (slong i = 0; i < g->n; i++)
        for (slong j = 0; j < g->n; j++)
            contains(what, c, bits, arb_mat_entry(g->K, i, j), arb_mat_entry(truth->K, i, j));
}

static void test_matrices(void **state)
{
    static const slong BITS[] = {1, 9};
    reason_t why;

    (void)state;
    reason_init(why);
    for (int c = 0; c < CASE_COUNT; c++) {
        setup_t x;
        gram_struct layer[LAYERS], truth[LAYERS];
        gram_t limit, known;
        setup_open(x, CASES[c].phi, CASES[c].s, 4, 3, POINTS, CASES[c].normalise);
        for (int l = 0; l < LAYERS; l++) gram_init(&truth[l]);
        gram_init(known);
        check_status("layers", CASES[c].phi, gram_layers(truth, LAYERS, x->model, TRUTH, why), DQ_OK, why);
        if (CASES[c].limit) check_status("limit", CASES[c].phi, gram_limit(known, x->model, TRUTH, why), DQ_OK, why);
        assert_true(!CASES[c].limit || known->terms > 0); /* of the series, also for one class of norms */
        for (size_t b = 0; b < sizeof BITS / sizeof BITS[0]; b++) {
            for (int l = 0; l < LAYERS; l++) gram_init(&layer[l]);
            gram_init(limit);
            check_status("layers", CASES[c].phi, gram_layers(layer, LAYERS, x->model, BITS[b], why), DQ_OK, why);
            for (int l = 0; l < LAYERS; l++) contains_gram("a layer", c, BITS[b], &layer[l], &truth[l]);
            if (CASES[c].limit) {
                check_status("limit", CASES[c].phi, gram_limit(limit, x->model, BITS[b], why), DQ_OK, why);
                contains_gram("the limit", c, BITS[b], limit, known);
            }
            gram_clear(limit);
            for (int l = 0; l < LAYERS; l++) gram_clear(&layer[l]);
        }
        gram_clear(known);
        for (int l = 0; l < LAYERS; l++) gram_clear(&truth[l]);
        setup_close(x);
    }
}

/* The kernel at a point of every size, and on balls whose ends it must reach. */
static void test_kernel(void **state)
{
    static const double RHO[] = {-1, -0.984375, -0.5, 0, 0.25, 0.875, 0.9990234375, 1};
    static const slong BITS[] = {2, 10};
    enum { COUNT = sizeof RHO / sizeof RHO[0] };
    reason_t why;

    (void)state;
    reason_init(why);
    for (int c = 0; c < CASE_COUNT; c++) {
        setup_t x;
        gram_kernel_t kernel, exact;
        arb_t z, value, truth;
        arb_ptr k[2], rho, q = _arb_vec_init(LAYERS), kappa = _arb_vec_init(LAYERS);
        setup_open(x, CASES[c].phi, CASES[c].s, 4, 3, POINTS, 1);
        arb_init(z);
        arb_init(value);
        arb_init(truth);
        rho = _arb_vec_init(COUNT);
        k[0] = _arb_vec_init(COUNT * LAYERS);
        k[1] = _arb_vec_init(COUNT * LAYERS);
        for (int i = 0; i < COUNT; i++) arb_set_d(rho + i, RHO[i]);
        check_status("layers", CASES[c].phi,
                     gram_layer_kernels(k[1], q, kappa, LAYERS, rho, COUNT, x->model, TRUTH, why), DQ_OK, why);
        if (CASES[c].limit)
            check_status("kernel", CASES[c].phi, gram_kernel_init(&exact, x->model, 40, why), DQ_OK, why);
        for (size_t b = 0; b < sizeof BITS / sizeof BITS[0]; b++) {
            check_status("layers", CASES[c].phi,
                         gram_layer_kernels(k[0], q, kappa, LAYERS, rho, COUNT, x->model, BITS[b], why), DQ_OK, why);
            for (int i = 0; i < COUNT * LAYERS; i++) contains("a layer's kernel", c, BITS[b], k[0] + i, k[1] + i);
            if (!CASES[c].limit) continue;
            check_status("kernel", CASES[c].phi, gram_kernel_init(&kernel, x->model, BITS[b], why), DQ_OK, why);
            for (int i = 0; i < COUNT; i++) {
                check_status("value", CASES[c].phi, gram_kernel_eval(truth, exact, rho + i, why), DQ_OK, why);
                check_status("value", CASES[c].phi, gram_kernel_eval(value, kernel, rho + i, why), DQ_OK, why);
                contains("the kernel", c, BITS[b], value, truth);
                arb_set(z, rho + i); /* a ball that has this point as its end */
                if (RHO[i] > 0)
                    arf_sub(arb_midref(z), arb_midref(z), arb_midref(rho + 4), 64, ARF_RND_DOWN);
                else
                    arf_add(arb_midref(z), arb_midref(z), arb_midref(rho + 4), 64, ARF_RND_DOWN);
                mag_set_d(arb_radref(z), 0.25);
                check_status("value", CASES[c].phi, gram_kernel_eval(value, kernel, z, why), DQ_OK, why);
                contains("the kernel on a ball", c, BITS[b], value, truth);
            }
            gram_kernel_clear(kernel);
        }
        if (CASES[c].limit) gram_kernel_clear(exact);
        _arb_vec_clear(rho, COUNT);
        _arb_vec_clear(k[0], COUNT * LAYERS);
        _arb_vec_clear(k[1], COUNT * LAYERS);
        _arb_vec_clear(q, LAYERS);
        _arb_vec_clear(kappa, LAYERS);
        arb_clear(z);
        arb_clear(value);
        arb_clear(truth);
        setup_close(x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matrices), cmocka_unit_test(test_kernel)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
