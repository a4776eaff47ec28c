/* Equilibria: the solver against the enumeration of every ReLU pattern; the least-index pivoting from bad guesses. */
#include "tests/mondeq/mondeq_test.h"

/* Patterns (bit i: unit i active) for which (I - W)z = c on the active units, 0 elsewhere, solves z = relu(Wz + c). */
static slong patterns_that_solve(fmpq_mat_t z, const fmpq_mat_t W, const fmpq_mat_t c)
{
    slong n = fmpq_mat_nrows(W), count = 0;
    fmpq_mat_t S, r, x;
    fmpq_mat_init(S, n, n);
    fmpq_mat_init(r, n, 1);
    fmpq_mat_init(x, n, 1);
    for (ulong pattern = 0; pattern < UWORD(1) << n; pattern++) {
        fmpq_mat_one(S);
        for (slong i = 0; i < n; i++) {
            int active = pattern >> i & 1;
            fmpq_set_si(fmpq_mat_entry(r, i, 0), 0, 1);
            if (active) fmpq_set(fmpq_mat_entry(r, i, 0), fmpq_mat_entry(c, i, 0));
            for (slong j = 0; active && j < n; j++)
                fmpq_sub(fmpq_mat_entry(S, i, j), fmpq_mat_entry(S, i, j), fmpq_mat_entry(W, i, j));
        }
        if (!fmpq_mat_solve(x, S, r)) continue;
        fmpq_mat_mul(r, W, x);
        fmpq_mat_add(r, r, c);
        int solves = 1; /* x = relu(r) entry by entry */
        for (slong i = 0; i < n && solves; i++)
            solves = fmpq_sgn(fmpq_mat_entry(r, i, 0)) > 0
                         ? fmpq_equal(fmpq_mat_entry(r, i, 0), fmpq_mat_entry(x, i, 0))
                         : fmpq_is_zero(fmpq_mat_entry(x, i, 0));
        if (!solves) continue;
        if (count > 0) CHECK(fmpq_mat_equal(z, x), "two equilibria");
        fmpq_mat_set(z, x);
        count++;
    }
    fmpq_mat_clear(S);
    fmpq_mat_clear(r);
    fmpq_mat_clear(x);
    return count;
}

static void enumeration(void **state)
{
    (void)state;
    slong kinks = 0;
    for (slong k = 0; k < 200; k++) {
        mondeq_t p;
        mondeq_state_t s;
        slong n = 1 + k % 5;
        mondeq_init(p, n, 2, 2);
        mondeq_random(p, (mondeq_family)(k / 5 % MONDEQ_FAMILIES), (ulong)(1000 + k));
        mondeq_state_init(s, p);
        mondeq_outcome outcome = mondeq_solve(s, p);
        CHECK(outcome != MONDEQ_NO_EQUILIBRIUM, "instance %ld: no equilibrium", (long)k);
        int zero = 0;
        fmpq_mat_t right, c, z;
        fmpq_mat_init(right, n, 2);
        fmpq_mat_init(c, n, 1);
        fmpq_mat_init(z, n, 1);
        fmpq_mat_mul(right, p->U, p->X);
        for (slong j = 0; j < 2; j++) {
            for (slong i = 0; i < n; i++) fmpq_set(fmpq_mat_entry(c, i, 0), fmpq_mat_entry(right, i, j));
            CHECK(patterns_that_solve(z, p->W, c) > 0, "instance %ld: no pattern solves", (long)k);
            for (slong i = 0; i < n; i++) {
                CHECK(fmpq_equal(fmpq_mat_entry(z, i, 0), fmpq_mat_entry(s->Z, i, j)), "instance %ld", (long)k);
                if (fmpq_is_zero(fmpq_mat_entry(s->P, i, j))) zero = 1;
            }
        }
        assert_int_equal(outcome, zero ? MONDEQ_KINK : MONDEQ_REGULAR);
        kinks += zero;
        fmpq_mat_clear(right);
        fmpq_mat_clear(c);
        fmpq_mat_clear(z);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
    CHECK(kinks >= 5 && kinks <= 195, "%ld kinks: not both outcomes met", (long)kinks);
}

/* Numbers so unequal that doubles cannot guess the pattern: the exact steps must find it. */
static void beyond_doubles(void **state)
{
    (void)state;
    mondeq_t p;
    mondeq_state_t s;
    fmpq_t tiny;
    fmpq_init(tiny);
    mondeq_init(p, 4, 1, 1);
    mondeq_state_init(s, p);
    for (ulong seed = 0; seed < 50; seed++) {
        mondeq_random(p, MONDEQ_SKEW, seed);
        fmpq_set_si(p->mu, 1, 64);
        mondeq_weights(p);
        fmpq_set_si(tiny, 1, 1);
        fmpq_div_2exp(tiny, tiny, 200);
        fmpq_mat_scalar_mul_fmpq(p->U, p->U, tiny);
        assert_int_not_equal(mondeq_solve(s, p), MONDEQ_NO_EQUILIBRIUM);
        for (slong i = 0; i < 4; i++) {
            fmpq *z = fmpq_mat_entry(s->Z, i, 0), *q = fmpq_mat_entry(s->P, i, 0);
            assert_true(fmpq_sgn(q) > 0 ? fmpq_equal(z, q) : fmpq_is_zero(z));
        }
    }
    fmpq_clear(tiny);
    mondeq_state_clear(s);
    mondeq_clear(p);
}

/* z = relu(2z + 1) has no solution: I - W = -1 is no P-matrix. */
static void nonexistent(void **state)
{
    (void)state;
    mondeq_t p;
    mondeq_state_t s;
    mondeq_init(p, 1, 1, 1);
    mondeq_state_init(s, p);
    fmpq_set_si(p->mu, -1, 1);
    fmpq_set_si(fmpq_mat_entry(p->U, 0, 0), 1, 1);
    fmpq_set_si(fmpq_mat_entry(p->X, 0, 0), 1, 1);
    mondeq_weights(p);
    assert_true(fmpq_cmp_si(fmpq_mat_entry(p->W, 0, 0), 2) == 0);
    assert_int_equal(mondeq_solve(s, p), MONDEQ_NO_EQUILIBRIUM);
    mondeq_state_clear(s);
    mondeq_clear(p);
}

static void loss_and_list(void **state)
{
    (void)state;
    assert_true(mondeq_instances() >= 200);
    int wide = 0, tall = 0, uneven = 0, partly = 0;
    for (slong k = 0; k < mondeq_instances(); k++) {
        mondeq_t p;
        mondeq_state_t s;
        fmpq_t loss, y;
        fmpq_init(loss);
        fmpq_init(y);
        mondeq_instance(p, s, k);
        wide += p->N > p->n;
        tall += p->N < p->n;
        uneven += p->n != p->d;
        fmpq_mat_t minus;
        fmpq_mat_init(minus, p->n, p->n);
        slong active = 0;
        for (slong j = 0; j < p->N; j++) {
            fmpq_zero(y);
            for (slong i = 0; i < p->n; i++) {
                fmpq_addmul(y, fmpq_mat_entry(s->Z, i, j), fmpq_mat_entry(p->u, i, 0));
                active += fmpq_is_one(fmpq_mat_entry(s->D, i, j));
            }
            fmpq_sub(y, y, fmpq_mat_entry(p->y, j, 0));
            fmpq_mul(y, y, y);
            fmpq_add(loss, loss, y);
        }
        partly += active < p->n * p->N;
        fmpq_div_2exp(loss, loss, 1);
        assert_true(fmpq_equal(loss, s->loss));
        /* I - W - mu I has the symmetric part A^T A */
        exact_symmetric_part(minus, p->W, p->mu);
        for (slong i = 0; i < p->n; i++)
            for (slong j = 0; j < p->n; j++) {
                fmpq *entry = fmpq_mat_entry(minus, i, j);
                for (slong l = 0; l < p->n; l++)
                    fmpq_addmul(entry, fmpq_mat_entry(p->A, l, i), fmpq_mat_entry(p->A, l, j));
                /* (W + W^T)/2 - mu I + A^T A = (1 - 2 mu) I */
                fmpq_set_si(y, 0, 1);
                if (i == j) {
                    fmpq_set_si(y, 1, 1);
                    fmpq_sub(y, y, p->mu);
                    fmpq_sub(y, y, p->mu);
                }
                assert_true(fmpq_equal(entry, y));
            }
        fmpq_mat_clear(minus);
        fmpq_clear(loss);
        fmpq_clear(y);
        mondeq_state_clear(s);
        mondeq_clear(p);
    }
    CHECK(wide >= 30 && tall >= 30 && uneven >= 60 && partly >= 60, "%d wide, %d tall, %d uneven, %d partly active",
          wide, tall, uneven, partly);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(enumeration), cmocka_unit_test(beyond_doubles),
                                       cmocka_unit_test(nonexistent), cmocka_unit_test(loss_and_list)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    flint_cleanup();
    return failed;
}
