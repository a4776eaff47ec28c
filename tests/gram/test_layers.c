/* K^(1), K^(2), ...: against the bivariate integral (second route), exact first layers, the limit bound, and higher
 * precision. */
#include "support.h"

static const double POINTS[12] = {1, 2, -1, 0.5, -0.25, 2, 3, 1, 1, -1, 0.75, 0.5};

static gram_struct *layers_of(const setup_t x, slong layers, slong bits)
{
    gram_struct *layer = malloc((size_t)layers * sizeof(gram_struct));
    reason_t why;
    slong l;

    reason_init(why);
    for (l = 0; l < layers; l++) gram_init(layer + l);
    check_status("layers", activation_text(x->phi), gram_layers(layer, layers, x->model, bits, why), DQ_OK, why);
    for (l = 0; l < layers; l++) check_gram_widths(activation_text(x->phi), layer + l, bits);
    return layer;
}

static void layers_free(gram_struct *layer, slong layers)
{
    slong l;

    for (l = 0; l < layers; l++) gram_clear(layer + l);
    free(layer);
}

/* Layer by layer, the recursion with hermite_dual_integral at the midpoints; 2^-30 covers midpoints and the integral's
 * accuracy. */
static void against_integral(void **state)
{
    static const char *const phi[] = {"gelu(x)", "sin(x)", "clip(x,-1,1)", "step(x)", "x^2"};
    int normalise;
    size_t k;

    (void)state;
    for (k = 0; k < 5; k++)
        for (normalise = 0; normalise < 2; normalise++) {
            const slong layers = 3, i = 2, j = 1;
            setup_t x;
            gram_struct *layer;
            arb_t sigma, qi, qj, rho, value, scale;
            reason_t why;
            slong l;

            setup_open(x, phi[k], k == 4 ? "0.01" : "0.08", 4, 3, POINTS, normalise);
            layer = layers_of(x, layers, 64);
            arb_init(sigma);
            arb_init(qi);
            arb_init(qj);
            arb_init(rho);
            arb_init(value);
            arb_init(scale);
            reason_init(why);
            for (l = 0; l < layers; l++) {
                points_sigma0(sigma, x->points, i, j, 128);
                if (l > 0) {
                    arb_set_fmpq(value, x->s, 128);
                    arb_mul(value, value, arb_mat_entry(layer[l - 1].K, i, j), 128);
                    arb_mul_2exp_si(value, value, 1);
                    arb_add(sigma, sigma, value, 128);
                }
                arb_set(qi, layer[l].q + (layer[l].equal_norms ? 0 : i));
                arb_set(qj, layer[l].q + (layer[l].equal_norms ? 0 : j));
                arb_mul(rho, qi, qj, 128);
                arb_sqrt(rho, rho, 128);
                arb_div(rho, sigma, rho, 128);
                arb_get_mid_arb(rho, rho);
                arb_get_mid_arb(qi, qi);
                arb_get_mid_arb(qj, qj);
                check_status("integral", phi[k], hermite_dual_integral(value, x->phi, qi, qj, rho, 36, why), DQ_OK,
                             why);
                arb_max(scale, layer[l].kappa, layer[l].kappa + layer[l].norms - 1, 64);
                arb_mul_2exp_si(scale, scale, -30);
                arb_add_error(value, scale);
                if (!arb_overlaps(value, arb_mat_entry(layer[l].K, i, j)) ||
                    mag_cmp_2exp_si(arb_radref(value), -20) > 0) {
                    printf("%s, normalise %d, layer %ld: integral ", phi[k], normalise, (long)l + 1);
                    arb_printn(value, 20, 0);
                    printf(", layer ");
                    arb_printn(arb_mat_entry(layer[l].K, i, j), 20, 0);
                    printf("\n");
                    fail();
                }
            }
            arb_clear(sigma);
            arb_clear(qi);
            arb_clear(qj);
            arb_clear(rho);
            arb_clear(value);
            arb_clear(scale);
            layers_free(layer, layers);
            setup_close(x);
        }
}

/* |K - K^(l)| <= gram_limit_bound, and the bound is not empty: at l = 1 it stays within 100 times the gap for tanh. */
static void limit_bound(void **state)
{
    static const char *const phi[] = {"tanh(x)", "relu(x)", "sigmoid(x)"};
    size_t k;

    (void)state;
    for (k = 0; k < 3; k++) {
        const slong layers = 12, prec = 128;
        setup_t x;
        gram_struct *layer;
        gram_t g;
        arb_t theta, bound, gap;
        reason_t why;
        slong l, i, j;

        setup_open(x, phi[k], "0.12", 4, 3, POINTS, k != 1); /* relu: general norms */
        layer = layers_of(x, layers, 96);
        gram_init(g);
        arb_init(theta);
        arb_init(bound);
        arb_init(gap);
        reason_init(why);
        check_status("limit", phi[k], gram_limit(g, x->model, 96, why), DQ_OK, why);
        gram_theta(theta, x->model, prec);
        for (l = 1; l <= layers; l++) {
            arb_t kappa1;
            arb_init(kappa1);
            for (i = 0; i < layer[0].norms; i++) arb_max(kappa1, kappa1, layer[0].kappa + i, prec);
            gram_limit_bound(bound, theta, kappa1, l, prec);
            for (i = 0; i < 4; i++)
                for (j = 0; j < 4; j++) {
                    arb_sub(gap, arb_mat_entry(g->K, i, j), arb_mat_entry(layer[l - 1].K, i, j), prec);
                    arb_abs(gap, gap);
                    if (!arb_le(gap, bound)) {
                        printf("%s layer %ld entry %ld %ld above the limit bound\n", phi[k], (long)l, (long)i, (long)j);
                        fail();
                    }
                }
            arb_clear(kappa1);
        }
        /* theta >= 1: no bound */
        arb_one(theta);
        gram_limit_bound(bound, theta, layer[0].kappa, 3, prec);
        assert_false(arb_is_finite(bound));
        arb_clear(theta);
        arb_clear(bound);
        arb_clear(gap);
        gram_clear(g);
        layers_free(layer, layers);
        setup_close(x);
    }
}

/* Higher precision lies inside lower precision. */
static void nested(void **state)
{
    static const char *const phi[] = {"sigmoid(x)", "relu(x)", "step(x)", "exp(x)"};
    size_t k;

    (void)state;
    for (k = 0; k < 4; k++) {
        const slong layers = 4;
        setup_t x;
        gram_struct *low, *high;
        slong l, i, j;

        setup_open(x, phi[k], "0.001", 4, 3, POINTS, 1);
        low = layers_of(x, layers, 40);
        high = layers_of(x, layers, 120);
        for (l = 0; l < layers; l++)
            for (i = 0; i < 4; i++)
                for (j = 0; j < 4; j++)
                    assert_true(arb_overlaps(arb_mat_entry(low[l].K, i, j), arb_mat_entry(high[l].K, i, j)));
        layers_free(low, layers);
        layers_free(high, layers);
        setup_close(x);
    }
}

/* Two points whose correlation 1 - 2^-106 is not told from 1 at the working precision: the ball of the correlation reaches beyond 1,
   where neither series nor near route may be missed.  K_11 - 2 K_12 + K_22 = E (phi(u) - phi(v))^2 is 0 to 2^-40 at least. */
static void nearly_parallel(void **state)
{
    static const double points[] = {1, 0.5, 1, 0.5 + 0x1p-52};
    static const char *const phi[] = {"tanh(x)", "gelu(x)", "sin(x)", "x^2", "relu(x)", "max(x,0.1*x)+sin(x)"};
    arb_t difference, most;

    (void)state;
    arb_init(difference);
    arb_init(most);
    arb_set_d(most, 0x1p-40);
    for (size_t k = 0; k < sizeof phi / sizeof *phi; k++)
        for (int normalise = 0; normalise < 2; normalise++)
            for (slong bits = 53; bits <= 153; bits += 100) {
                setup_t x;
                setup_open(x, phi[k], "0.01", 2, 2, points, normalise);
                gram_struct *layer = layers_of(x, 3, bits);
                for (int l = 0; l < 3; l++) {
                    const arb_mat_struct *K = layer[l].K;
                    arb_add(difference, arb_mat_entry(K, 0, 0), arb_mat_entry(K, 1, 1), 200);
                    arb_submul_ui(difference, arb_mat_entry(K, 0, 1), 2, 200);
                    assert_false(arb_is_negative(difference));
                    assert_true(arb_lt(difference, most));
                }
                layers_free(layer, 3);
                setup_close(x);
            }
    arb_clear(difference);
    arb_clear(most);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_integral), cmocka_unit_test(limit_bound),
                                       cmocka_unit_test(nested), cmocka_unit_test(nearly_parallel)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
