/* Whether the statement of a certificate is true, decided in ball arithmetic without the checker: with the data of the
   file (points, sigma_w^2, L, a_r(q~)^2 and the tail), q_*, kappa and every rho lie in their balls and lambda_min(K) >=
   bound.  L L^T and shift do not enter.  Banach's bound and its iteration enclose the fixed points, interval Cholesky
   decides the eigenvalue. */
#ifndef DEQCERT_TESTS_CHECKER_ORACLE_H
#define DEQCERT_TESTS_CHECKER_ORACLE_H

#include "tests/checker/statement.h"

typedef struct {
    slong prec;
    arb_t two_s, v, L, theta2, tail, kappa0, drift, q; /* q encloses q_* */
    arb_ptr a2;
} oracle_model;

/* x in [midpoint - radius, midpoint + radius] 2^-P, certainly. */
static int oracle_inside(const arb_t x, const fmpz *ball, slong P)
{
    arb_t end, y;
    fmpz_t e;
    int yes;

    arb_init(end);
    arb_init(y);
    fmpz_init(e);
    arb_mul_2exp_si(y, x, P);
    fmpz_sub(e, ball, ball + 1);
    arb_set_fmpz(end, e);
    yes = arb_ge(y, end);
    fmpz_add(e, ball, ball + 1);
    arb_set_fmpz(end, e);
    yes = yes && arb_le(y, end);
    arb_clear(end);
    arb_clear(y);
    fmpz_clear(e);
    return yes;
}

/* [max(0, m - r), m + r] 2^-P; 0 when that is empty. */
static int oracle_square(arb_t x, const fmpz *ball, slong P, slong prec)
{
    fmpz_t low, high;
    arf_t a, b;
    int possible;

    fmpz_init(low);
    fmpz_init(high);
    arf_init(a);
    arf_init(b);
    fmpz_sub(low, ball, ball + 1);
    fmpz_add(high, ball, ball + 1);
    possible = fmpz_sgn(high) >= 0;
    if (fmpz_sgn(low) < 0) fmpz_zero(low);
    arf_set_fmpz(a, low);
    arf_set_fmpz(b, high);
    if (possible) arb_set_interval_arf(x, a, b, prec);
    arb_mul_2exp_si(x, x, -P);
    fmpz_clear(low);
    fmpz_clear(high);
    arf_clear(a);
    arf_clear(b);
    return possible;
}

static void oracle_upper(arb_t x)
{
    arb_get_ubound_arf(arb_midref(x), x, 64);
    mag_zero(arb_radref(x));
}

static void oracle_dot(fmpz_t sum, const statement *f, slong i, slong j)
{
    fmpz_zero(sum);
    for (slong k = 0; k < f->d; k++) fmpz_addmul(sum, f->x + i * f->d + k, f->x + j * f->d + k);
}

/* v, and the norms; 0 for a zero point or different norms where they must be equal. */
static int oracle_points(oracle_model *m, const statement *f)
{
    fmpz_t first, norm;
    int good = 1;

    fmpz_init(first);
    fmpz_init(norm);
    oracle_dot(first, f, 0, 0);
    for (slong i = 0; i < f->n; i++) {
        oracle_dot(norm, f, i, i);
        if (fmpz_is_zero(norm) || (!f->normalised && !fmpz_equal(norm, first))) good = 0;
    }
    arb_set_ui(m->v, 2);
    if (!f->normalised) {
        arb_mul_fmpz(m->v, m->v, first, m->prec);
        arb_mul_2exp_si(m->v, m->v, -2 * f->scale);
        arb_div_si(m->v, m->v, f->d, m->prec);
    }
    fmpz_clear(first);
    fmpz_clear(norm);
    return good;
}

/* q_* within delta of q~ by Banach in sqrt(q), then delta <- |F(q~) - q~| + 2 s e (2 sqrt(kappa~) + e), e = L delta/
   (sqrt(q~) + sqrt(q~ - delta)). */
static int oracle_variance(oracle_model *m, const statement *f)
{
    slong prec = m->prec, step;
    arb_t q, F, delta, e, t, root;
    int good = fmpz_cmp(f->q, f->q + 1) > 0;

    arb_init(q);
    arb_init(F);
    arb_init(delta);
    arb_init(e);
    arb_init(t);
    arb_init(root);
    arb_set_fmpz(q, f->q);
    arb_mul_2exp_si(q, q, -f->P);
    arb_mul(F, m->two_s, m->kappa0, prec);
    arb_add(F, F, m->v, prec);
    arb_sqrt(e, F, prec);
    arb_sqrt(root, q, prec);
    arb_sub(e, e, root, prec);
    arb_abs(e, e);
    arb_sqrt(t, m->theta2, prec);
    arb_sub_ui(t, t, 1, prec);
    arb_neg(t, t);
    arb_div(e, e, t, prec);
    arb_mul_2exp_si(delta, root, 1);
    arb_add(delta, delta, e, prec);
    arb_mul(delta, delta, e, prec);
    oracle_upper(delta);
    arb_sub(F, F, q, prec);
    arb_abs(F, F);
    good = good && arb_is_finite(delta);
    for (step = 0; step < 300 && good; step++) {
        arb_sub(e, q, delta, prec);
        good = arb_is_positive(e);
        arb_sqrt(e, e, prec);
        arb_add(e, e, root, prec);
        arb_div(e, delta, e, prec);
        arb_mul(e, e, m->L, prec);
        arb_sqrt(t, m->kappa0, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_add(t, t, e, prec);
        arb_mul(m->drift, t, e, prec);
        arb_mul(t, m->drift, m->two_s, prec);
        arb_add(t, t, F, prec);
        oracle_upper(t);
        if (!arb_lt(t, delta)) break;
        arb_set(delta, t);
    }
    oracle_upper(m->drift);
    arb_set(m->q, q);
    arb_add_error(m->q, delta);
    arb_set(t, m->kappa0);
    arb_add_error(t, m->drift);
    arb_set_fmpz(q, f->q + 1); /* delta <= radius, without the 30 bits of a ball's radius */
    arb_mul_2exp_si(q, q, -f->P);
    good = good && arb_le(delta, q) && oracle_inside(t, f->kappa, f->P);
    arb_clear(q);
    arb_clear(F);
    arb_clear(delta);
    arb_clear(e);
    arb_clear(t);
    arb_clear(root);
    return good;
}

/* D(rho) and T(rho) = (2 s D(rho) + sigma)/q. */
static void oracle_map(arb_t D, arb_t T, const oracle_model *m, slong terms, const arb_t rho, const arb_t sigma)
{
    arb_t error;

    arb_init(error);
    _arb_poly_evaluate(D, m->a2, terms + 1, rho, m->prec);
    arb_abs(error, rho);
    arb_pow_ui(error, error, (ulong)terms + 1, m->prec);
    arb_mul(error, error, m->tail, m->prec);
    arb_add_error(D, error);
    arb_add_error(D, m->drift);
    arb_mul(T, m->two_s, D, m->prec);
    arb_add(T, T, sigma, m->prec);
    arb_div(T, T, m->q, m->prec);
    arb_clear(error);
}

/* K_ij, and whether rho_ij lies in its ball. */
static int oracle_pair(arb_t K, const oracle_model *m, const statement *f, slong i, slong j)
{
    fmpz_t product, norms;
    arb_t sigma, x, T, gap;
    slong step;
    int good;

    fmpz_init(product);
    fmpz_init(norms);
    arb_init(sigma);
    arb_init(x);
    arb_init(T);
    arb_init(gap);
    oracle_dot(product, f, i, i);
    oracle_dot(norms, f, j, j);
    fmpz_mul(norms, norms, product);
    oracle_dot(product, f, i, j);
    arb_set_fmpz(sigma, norms);
    arb_rsqrt(sigma, sigma, m->prec);
    arb_mul_fmpz(sigma, sigma, product, m->prec);
    arb_mul(sigma, sigma, m->v, m->prec);
    for (step = 0; step < 2000; step++) { /* any midpoint will do; this one is near the fixed point */
        oracle_map(K, T, m, f->terms, x, sigma);
        arb_sub(gap, T, x, m->prec);
        mag_zero(arb_radref(T));
        arb_set(x, T);
        if (arb_contains_zero(gap) || !arb_is_finite(gap)) break;
    }
    arb_one(gap);
    arb_abs(T, x);
    good = arb_le(T, gap); /* Banach's bound holds on [-1, 1] */
    oracle_map(K, T, m, f->terms, x, sigma);
    arb_sub(T, T, x, m->prec);
    arb_abs(T, T);
    arb_sub_ui(gap, m->theta2, 1, m->prec);
    arb_neg(gap, gap);
    arb_div(T, T, gap, m->prec);
    arb_add_error(x, T);
    for (step = 0; step < 60; step++) {
        oracle_map(K, T, m, f->terms, x, sigma);
        if (!arb_intersection(x, x, T, m->prec)) break; /* both contain the fixed point; never empty */
    }
    oracle_map(K, T, m, f->terms, x, sigma);
    good = good && arb_is_finite(x) && oracle_inside(x, f->rho[i][j], f->P);
    fmpz_clear(product);
    fmpz_clear(norms);
    arb_clear(sigma);
    arb_clear(x);
    arb_clear(T);
    arb_clear(gap);
    return good;
}

static int oracle_decide(const statement *f)
{
    oracle_model m = {.prec = f->P + 300};
    arb_mat_t K, cholesky;
    arb_t c;
    int good;

    arb_mat_init(K, f->n, f->n);
    arb_mat_init(cholesky, f->n, f->n);
    arb_init(c);
    arb_init(m.two_s);
    arb_init(m.v);
    arb_init(m.L);
    arb_init(m.theta2);
    arb_init(m.tail);
    arb_init(m.kappa0);
    arb_init(m.drift);
    arb_init(m.q);
    m.a2 = _arb_vec_init(f->terms + 1);
    arb_fmpz_div_fmpz(m.two_s, &f->numerator, &f->denominator, m.prec);
    arb_mul_2exp_si(m.two_s, m.two_s, 1);
    arb_set_fmpz(m.L, &f->L);
    arb_mul_2exp_si(m.L, m.L, -f->P);
    arb_sqr(m.theta2, m.L, m.prec);
    arb_mul(m.theta2, m.theta2, m.two_s, m.prec);
    arb_one(c);
    good = arb_is_positive(m.L) && arb_lt(m.theta2, c) && fmpz_cmp(f->tail, f->tail + 1) >= 0 &&
           fmpz_sgn(&f->bound) > 0 && oracle_points(&m, f);
    good = good && oracle_square(m.tail, f->tail, f->P, m.prec);
    arb_set(m.kappa0, m.tail);
    for (slong k = 0; k <= f->terms && good; k++) {
        good = oracle_square(m.a2 + k, f->a2[k], f->P, m.prec);
        arb_add(m.kappa0, m.kappa0, m.a2 + k, m.prec);
    }
    good = good && oracle_variance(&m, f);
    for (slong i = 0; i < f->n && good; i++)
        for (slong j = 0; j <= i && good; j++) {
            arb_ptr entry = arb_mat_entry(K, i, j);
            if (i > j) {
                good = oracle_pair(entry, &m, f, i, j);
            } else {
                arb_set(entry, m.kappa0);
                arb_add_error(entry, m.drift);
                arb_set_fmpz(c, &f->bound);
                arb_mul_2exp_si(c, c, -f->P);
                arb_sub(entry, entry, c, m.prec);
            }
            arb_set(arb_mat_entry(K, j, i), entry);
        }
    good = good && arb_mat_cho(cholesky, K, m.prec);
    arb_mat_clear(K);
    arb_mat_clear(cholesky);
    arb_clear(c);
    arb_clear(m.two_s);
    arb_clear(m.v);
    arb_clear(m.L);
    arb_clear(m.theta2);
    arb_clear(m.tail);
    arb_clear(m.kappa0);
    arb_clear(m.drift);
    arb_clear(m.q);
    _arb_vec_clear(m.a2, f->terms + 1);
    return good;
}

/* 1 when the file's statement is true for all data in its balls; 0 when it is not, not decided, or no statement. */
static int oracle(const char *text, size_t length)
{
    statement *f = statement_new(text, length);
    int good = f->ok && oracle_decide(f);

    statement_free(f);
    return good;
}

#endif
