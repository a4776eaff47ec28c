/* Data points: exact inner products, exact parallelism, ranks. */
#include <float.h>
#include <math.h>
#include <flint/ulong_extras.h>
#include "tests/ball/ball_test.h"

/* Second route: rationals. */
static void rational_dot(fmpq_t sum, const double *x, const double *y, slong d)
{
    fmpq_t a, b;

    fmpq_init(a);
    fmpq_init(b);
    fmpq_zero(sum);
    for (slong k = 0; k < d; k++) {
        arf_t t;
        arf_init(t);
        arf_set_d(t, x[k]);
        arf_get_fmpq(a, t);
        arf_set_d(t, y[k]);
        arf_get_fmpq(b, t);
        fmpq_addmul(sum, a, b);
        arf_clear(t);
    }
    fmpq_clear(a);
    fmpq_clear(b);
}

static void test_inner_product(void **state)
{
    static const double special[] = {0x1p-1074, -0x1p-1074, DBL_MAX, -DBL_MAX,           DBL_MIN,
                                     0.0,       -0.0,       1.0,     0x1.fffffffffffffp0};
    uint64_t seed = 11;
    fmpq_t exact, got;
    arf_t value;
    (void)state;

    fmpq_init(exact);
    fmpq_init(got);
    arf_init(value);
    for (int trial = 0; trial < 400; trial++) {
        points_t p;
        slong d = 1 + trial % 12;
        points_init(p, 2, d);
        for (slong k = 0; k < 2 * d; k++) {
            p->x[k] = ldexp(next_double(&seed), trial % 2 ? (int)(next_random(&seed) % 2000) - 1000 : 0);
            if (trial % 5 == 4) p->x[k] = special[next_random(&seed) % 9];
        }
        if (trial % 7 == 6) /* cancellation to zero or nearly */
            for (slong k = 0; k + 1 < d; k += 2) {
                p->x[k + 1] = p->x[k];
                p->x[d + k + 1] = -p->x[d + k];
            }
        points_inner_product(value, p, 0, 1);
        arf_get_fmpq(got, value);
        rational_dot(exact, p->x, p->x + d, d);
        CHECK(fmpq_equal(exact, got), "trial %d, d = %ld: x0 = %a, y0 = %a", trial, d, p->x[0], p->x[d]);
        points_clear(p);
    }
    points_t p; /* 477 ones in binary, plus 1: a carry through seven limbs */
    points_init(p, 2, 10);
    for (slong k = 0; k < 9; k++) {
        p->x[k] = ldexp(0x1p53 - 1, 53 * (int)k);
        p->x[10 + k] = 1;
    }
    p->x[9] = p->x[19] = 1;
    points_inner_product(value, p, 0, 1);
    assert_int_equal(arf_cmpabs_2exp_si(value, 477), 0);
    points_clear(p);
    fmpq_clear(exact);
    fmpq_clear(got);
    arf_clear(value);
}

static void test_cosine(void **state)
{
    uint64_t seed = 21;
    points_t p;
    arb_t rho, other, term;
    arf_t t;
    (void)state;

    arb_init(rho);
    arb_init(other);
    arb_init(term);
    arf_init(t);
    points_init(p, 6, 3);
    double x[6][3] = {{0.1, 0.2, -0.7},  {0.3, 0.1, 0.2}, {0.2, 0.4, -1.4},
                      {-0.4, -0.8, 2.8}, {0, 0, 0},       {0.1, 0.2, -0.7}};
    memcpy(p->x, x, sizeof x);
    p->x[17] = nextafter(-0.7, 0); /* point 5 is parallel to point 0 up to one ulp */
    points_cosine(rho, p, 0, 0, 64);
    assert_true(arb_is_one(rho));
    points_cosine(rho, p, 0, 2, 64);
    assert_true(arb_is_one(rho));
    points_cosine(rho, p, 0, 3, 64);
    assert_true(arb_equal_si(rho, -1));
    points_cosine(rho, p, 0, 5, 64);
    CHECK(!arb_is_exact(rho) && arb_contains_si(rho, 1), "%s", arb_get_str(rho, 30, 0));
    points_cosine(rho, p, 0, 5, 200);
    arb_sub_si(rho, rho, 1, 200);
    CHECK(arb_is_negative(rho), "%s", arb_get_str(rho, 30, 0));
    points_cosine(rho, p, 0, 4, 64); /* a zero point */
    assert_false(arb_is_finite(rho));
    points_cosine(rho, p, 4, 4, 64);
    assert_false(arb_is_finite(rho));
    points_clear(p);

    for (int trial = 0; trial < 200; trial++) { /* rho^2 <x,x><y,y> = <x,y>^2 and the sign */
        slong prec = 53 + 40 * (trial % 5), d = 2 + trial % 7;
        points_init(p, 2, d);
        for (slong k = 0; k < 2 * d; k++) p->x[k] = next_double(&seed);
        points_cosine(rho, p, 0, 1, prec);
        arb_mul(other, rho, rho, prec);
        points_inner_product(t, p, 0, 0);
        arb_mul_arf(other, other, t, prec);
        points_inner_product(t, p, 1, 1);
        arb_mul_arf(other, other, t, prec);
        points_inner_product(t, p, 0, 1);
        arb_set_arf(term, t);
        arb_mul_arf(term, term, t, ARF_PREC_EXACT);
        CHECK(arb_contains(other, term) && arf_sgn(arb_midref(rho)) == arf_sgn(t), "trial %d: %s", trial,
              arb_get_str(rho, 20, 0));
        CHECK(arb_rel_accuracy_bits(rho) >= prec - 3, "trial %d: %s", trial, arb_get_str(rho, 20, 0));
        points_sigma0(other, p, 0, 1, prec); /* 2 rho */
        arb_mul_2exp_si(rho, rho, 1);
        CHECK(arb_equal(rho, other), "trial %d", trial);
        p->normalise = 0; /* (2/d) <x,y> */
        points_sigma0(other, p, 0, 1, prec);
        arb_mul_si(other, other, d, prec);
        arf_mul_2exp_si(t, t, 1);
        CHECK(arb_contains_arf(other, t) && arb_rel_accuracy_bits(other) >= prec - 3, "trial %d", trial);
        points_clear(p);
    }
    arb_clear(rho);
    arb_clear(other);
    arb_clear(term);
    arf_clear(t);
}

static slong rational_rank(const points_t p)
{
    fmpq_mat_t S;
    slong rank;
    arf_t t;

    arf_init(t);
    fmpq_mat_init(S, p->n, p->d);
    for (slong i = 0; i < p->n; i++)
        for (slong k = 0; k < p->d; k++) {
            arf_set_d(t, p->x[i * p->d + k]);
            arf_get_fmpq(fmpq_mat_entry(S, i, k), t);
        }
    rank = fmpq_mat_rref(S, S);
    fmpq_mat_clear(S);
    arf_clear(t);
    return rank;
}

static void test_rank(void **state)
{
    uint64_t seed = 31;
    points_t p;
    (void)state;

    for (int trial = 0; trial < 300; trial++) {
        slong n = 1 + (slong)(next_random(&seed) % 7), d = 1 + (slong)(next_random(&seed) % 7);
        slong r = 1 + (slong)(next_random(&seed) % 4);
        double basis[4][7];
        points_init(p, n, d);
        for (slong a = 0; a < 4; a++)
            for (slong k = 0; k < 7; k++) basis[a][k] = (double)(next_random(&seed) % 64) - 32;
        for (slong i = 0; i < n; i++) /* integer combinations of r vectors, each point at its own wild scale */
            for (slong a = 0; a < r; a++) {
                double factor = (double)(next_random(&seed) % 64) - 32;
                for (slong k = 0; k < d; k++) p->x[i * d + k] += factor * basis[a][k];
            }
        for (slong i = 0; i < n * d; i++) p->x[i] = ldexp(p->x[i], trial % 2 ? (int)(i / d) * 140 - 480 : 0);
        if (trial % 5 == 0) /* one ulp off: rank may grow */
            p->x[n * d - 1] = nextafter(p->x[n * d - 1], 1e300);
        if (trial % 11 == 0)
            for (slong k = 0; k < d; k++) p->x[k] = 0;
        CHECK(points_rank(p) == rational_rank(p), "trial %d, n = %ld, d = %ld, r <= %ld: %ld against %ld", trial, n, d,
              r, points_rank(p), rational_rank(p));
        points_clear(p);
    }
    points_init(p, 3, 4);
    assert_int_equal(points_rank(p), 0);
    p->x[0] = 0x1p-1074;
    p->x[5] = DBL_MAX;
    p->x[8] = 0x1p-1074;
    p->x[9] = 0x1p1000;
    assert_int_equal(points_rank(p), 2);
    p->x[11] = 0x1p-1074;
    assert_int_equal(points_rank(p), 3);
    points_clear(p);
    /* determinants that are the very primes used: rank 1 modulo the first, resp. 2 dropping to 1 modulo the second */
    ulong prime = n_nextprime(UWORD(1) << 61, 1);
    points_init(p, 2, 2);
    p->x[0] = 0x1p61;
    p->x[1] = -(double)(prime - (UWORD(1) << 61));
    p->x[2] = p->x[3] = 1;
    assert_int_equal(points_rank(p), 2);
    points_clear(p);
    prime = n_nextprime(prime, 1);
    points_init(p, 3, 3);
    p->x[0] = 0x1p61;
    p->x[1] = -(double)(prime - (UWORD(1) << 61));
    p->x[3] = p->x[4] = 1;
    assert_int_equal(points_rank(p), 2);
    points_clear(p);
    points_init(p, 150, 90);
    for (slong i = 0; i < 150 * 90; i++) p->x[i] = next_double(&seed);
    assert_int_equal(points_rank(p), 90);
    for (slong i = 0; i < 150; i++) p->x[i * 90 + 89] = 0.5 * p->x[i * 90 + 3];
    assert_int_equal(points_rank(p), 89);
    points_clear(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inner_product),
        cmocka_unit_test(test_cosine),
        cmocka_unit_test(test_rank),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
