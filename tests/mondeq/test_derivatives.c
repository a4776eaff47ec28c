/* Derivatives against difference quotients in exact arithmetic: at a fixed ReLU pattern every output is a rational function, so
   the error of a central difference divides by 4 (nearly) when h is halved; that of a wrong derivative does not. */
#include "tests/mondeq/mondeq_test.h"

/* value = (f(+h) - f(-h))/(2h) - derivative for f = the k-th of vec(Z), yhat, loss in this order. */
static void quotient_error(fmpq_mat_t error, const mondeq_t p, const mondeq_derivatives_t g, mondeq_block block,
                           slong c, const fmpq_t h)
{
    slong rows, columns, outputs = p->n * p->N + p->N + 1;
    mondeq_t q;
    mondeq_state_t s;
    fmpq_mat_t sides[2], w;
    fmpq_t move;
    fmpq_init(move);
    mondeq_init(q, p->n, p->d, p->N);
    mondeq_state_init(s, p);
    mondeq_block_shape(&rows, &columns, p, block);
    for (int side = 0; side < 2; side++) {
        fmpq_mat_init(sides[side], outputs, 1);
        mondeq_set(q, p);
        fmpq_mat_struct *entries = mondeq_block_entries(q, block);
        if (side)
            fmpq_set(move, h);
        else
            fmpq_neg(move, h);
        fmpq_add(fmpq_mat_entry(entries, c % rows, c / rows), fmpq_mat_entry(entries, c % rows, c / rows), move);
        if (block != MONDEQ_W) mondeq_weights(q);
        assert_int_equal(mondeq_solve(s, q), MONDEQ_REGULAR);
        fmpq_mat_window_init(w, sides[side], 0, 0, p->n * p->N, 1);
        mondeq_vec(w, s->Z);
        fmpq_mat_window_clear(w);
        for (slong j = 0; j < p->N; j++)
            fmpq_set(fmpq_mat_entry(sides[side], p->n * p->N + j, 0), fmpq_mat_entry(s->yhat, j, 0));
        fmpq_set(fmpq_mat_entry(sides[side], outputs - 1, 0), s->loss);
    }
    fmpq_mat_sub(error, sides[1], sides[0]);
    fmpq_mul_2exp(move, h, 1);
    fmpq_inv(move, move);
    fmpq_mat_scalar_mul_fmpq(error, error, move);
    for (slong k = 0; k < outputs; k++) {
        const fmpq *derivative = k < p->n * p->N   ? fmpq_mat_entry(g->Z[block], k, c)
                                 : k < outputs - 1 ? fmpq_mat_entry(g->yhat[block], k - p->n * p->N, c)
                                                   : fmpq_mat_entry(g->loss[block], 0, c);
        fmpq_sub(fmpq_mat_entry(error, k, 0), fmpq_mat_entry(error, k, 0), derivative);
    }
    for (int side = 0; side < 2; side++) fmpq_mat_clear(sides[side]);
    mondeq_state_clear(s);
    mondeq_clear(q);
    fmpq_clear(move);
}

static void difference_quotients(void **state)
{
    (void)state;
    slong compared = 0, curved = 0;
    fmpq_t h, half;
    fmpq_init(h);
    fmpq_init(half);
    fmpq_set_si(h, 1, 1);
    fmpq_div_2exp(h, h, 30);
    fmpq_div_2exp(half, h, 1);
    for (slong k = 0; k < mondeq_instances(); k += 4) {
        mondeq_t p;
        mondeq_state_t s;
        mondeq_derivatives_t g;
        mondeq_instance(p, s, k);
        assert_true(mondeq_derivatives(g, p, s));
        slong outputs = p->n * p->N + p->N + 1;
        fmpq_mat_t first, second;
        fmpq_mat_init(first, outputs, 1);
        fmpq_mat_init(second, outputs, 1);
        for (int block = 0; block < MONDEQ_Z && p->n <= 4; block++) {
            slong rows, columns;
            mondeq_block_shape(&rows, &columns, p, (mondeq_block)block);
            for (slong c = k % 3; c < rows * columns; c += 3) {
                quotient_error(first, p, g, (mondeq_block)block, c, h);
                quotient_error(second, p, g, (mondeq_block)block, c, half);
                for (slong i = 0; i < outputs; i++, compared++) {
                    double a = size_of(fmpq_mat_entry(first, i, 0)), b = size_of(fmpq_mat_entry(second, i, 0));
                    CHECK(a <= 0x1p-30 && b <= 0.2501 * a + 0x1p-100,
                          "instance %ld, block %d, entry %ld, output %ld: %g, %g", (long)k, block, (long)c, (long)i, a,
                          b);
                    curved += b > 0;
                }
            }
        }
        fmpq_mat_clear(first);
        fmpq_mat_clear(second);
        mondeq_derivatives_clear(g);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
    CHECK(compared > 3000 && curved > 500, "%ld compared, %ld with curvature", (long)compared, (long)curved);
    fmpq_clear(h);
    fmpq_clear(half);
}

/* The partial derivatives of g = Z - relu(WZ + UX) away from the equilibrium, where g is affine in Z, U, W. */
static void partials(void **state)
{
    (void)state;
    for (slong k = 0; k < mondeq_instances(); k += 7) {
        mondeq_t p, q;
        mondeq_state_t s, moved;
        mondeq_instance(p, s, k);
        mondeq_init(q, p->n, p->d, p->N);
        mondeq_state_init(moved, p);
        ulong key = 5;
        do mondeq_random_matrix(s->Z, key++, 1);
        while (!mondeq_evaluate(s, p));
        static const mondeq_block blocks[] = {MONDEQ_U, MONDEQ_W, MONDEQ_Z};
        for (int b = 0; b < 3; b++) {
            slong rows, columns;
            mondeq_block_shape(&rows, &columns, p, blocks[b]);
            fmpq_mat_t G;
            fmpq_t h, change;
            fmpq_mat_init(G, p->n * p->N, rows * columns);
            fmpq_init(h);
            fmpq_init(change);
            fmpq_set_si(h, 1, 1);
            fmpq_div_2exp(h, h, 40);
            mondeq_partial(G, p, s, blocks[b]);
            for (slong c = 0; c < rows * columns; c++) {
                mondeq_set(q, p);
                mondeq_state_set(moved, s);
                fmpq_mat_struct *entries = blocks[b] == MONDEQ_Z ? moved->Z : mondeq_block_entries(q, blocks[b]);
                fmpq_add(fmpq_mat_entry(entries, c % rows, c / rows), fmpq_mat_entry(entries, c % rows, c / rows), h);
                mondeq_evaluate(moved, q);
                for (slong j = 0; j < p->N; j++)
                    for (slong i = 0; i < p->n; i++) { /* change of Z - D o P, over h */
                        fmpq_sub(change, fmpq_mat_entry(moved->Z, i, j), fmpq_mat_entry(s->Z, i, j));
                        fmpq_submul(change, fmpq_mat_entry(moved->D, i, j), fmpq_mat_entry(moved->P, i, j));
                        fmpq_addmul(change, fmpq_mat_entry(s->D, i, j), fmpq_mat_entry(s->P, i, j));
                        fmpq_div(change, change, h);
                        assert_true(fmpq_equal(change, fmpq_mat_entry(G, j * p->n + i, c)));
                    }
            }
            fmpq_mat_clear(G);
            fmpq_clear(h);
            fmpq_clear(change);
        }
        mondeq_state_clear(moved);
        mondeq_clear(q);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
}

static void commutation(void **state)
{
    (void)state;
    for (slong m = 1; m <= 4; m++)
        for (slong n = 1; n <= 4; n++) {
            fmpq_mat_t K, M, T, v, w;
            fmpq_mat_init(K, m * n, m * n);
            fmpq_mat_init(M, m, n);
            fmpq_mat_init(T, n, m);
            fmpq_mat_init(v, m * n, 1);
            fmpq_mat_init(w, m * n, 1);
            mondeq_random_matrix(M, (ulong)(m * n), 1);
            fmpq_mat_transpose(T, M);
            mondeq_commutation(K, m, n);
            mondeq_vec(v, M);
            fmpq_mat_mul(v, K, v);
            mondeq_vec(w, T);
            assert_true(fmpq_mat_equal(v, w));
            fmpq_mat_clear(K);
            fmpq_mat_clear(M);
            fmpq_mat_clear(T);
            fmpq_mat_clear(v);
            fmpq_mat_clear(w);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(difference_quotients), cmocka_unit_test(partials),
                                       cmocka_unit_test(commutation)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
