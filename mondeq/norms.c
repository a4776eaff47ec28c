/* norms: exact comparisons of matrix norms with rationals, and enclosures made of them by bisection. */
#include "mondeq/mondeq.h"

void exact_frobenius2(fmpq_t value, const fmpq_mat_t M)
{
    fmpq_t sum;
    fmpq_init(sum);
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++)
            fmpq_addmul(sum, fmpq_mat_entry(M, i, j), fmpq_mat_entry(M, i, j));
    fmpq_swap(value, sum);
    fmpq_clear(sum);
}

/* S = M^T M or M M^T, whichever is smaller: its eigenvalues are the squares of all min(rows, columns) singular values. */
static void small_gram(fmpq_mat_t S, const fmpq_mat_t M)
{
    slong rows = fmpq_mat_nrows(M), columns = fmpq_mat_ncols(M);
    fmpq_mat_t T;
    fmpq_mat_init(T, columns, rows);
    fmpq_mat_transpose(T, M);
    fmpq_mat_init(S, FLINT_MIN(rows, columns), FLINT_MIN(rows, columns));
    if (rows < columns)
        fmpq_mat_mul(S, M, T);
    else
        fmpq_mat_mul(S, T, M);
    fmpq_mat_clear(T);
}

/* 1 iff sign (S - cI) is positive semidefinite; sign = 1 or -1. */
static int shifted_psd(const fmpq_mat_t S, const fmpq_t c, int sign)
{
    slong n = fmpq_mat_nrows(S);
    fmpq_mat_t T;
    fmpq_mat_init(T, n, n);
    fmpq_mat_set(T, S);
    for (slong i = 0; i < n; i++) fmpq_sub(fmpq_mat_entry(T, i, i), fmpq_mat_entry(T, i, i), c);
    if (sign < 0) fmpq_mat_neg(T, T);
    int psd = exact_is_psd(T);
    fmpq_mat_clear(T);
    return psd;
}

int exact_norm2_at_most(const fmpq_mat_t M, const fmpq_t c)
{
    fmpq_mat_t S;
    small_gram(S, M);
    int holds = shifted_psd(S, c, -1);
    fmpq_mat_clear(S);
    return holds;
}

int exact_sigma_min2_at_least(const fmpq_mat_t M, const fmpq_t c)
{
    fmpq_mat_t S;
    small_gram(S, M);
    int holds = shifted_psd(S, c, 1);
    fmpq_mat_clear(S);
    return holds;
}

/* The least e >= 0 with |M|_F <= 2^e. */
static ulong frobenius_exponent(const fmpq_mat_t M)
{
    ulong e = 0;
    fmpq_t f, power;
    fmpq_init(f);
    fmpq_init(power);
    exact_frobenius2(f, M);
    for (fmpq_one(power); fmpq_cmp(f, power) > 0; e++) fmpq_mul_2exp(power, power, 2);
    fmpq_clear(f);
    fmpq_clear(power);
    return e;
}

/* Which number is bisected, and "it is <= t" for the number. */
typedef enum { NORM, SIGMA_MIN, LAMBDA_MIN } quantity;
static int at_most(quantity what, const fmpq_mat_t S, const fmpq_t t)
{
    fmpq_t c;
    int holds;
    fmpq_init(c);
    if (what == LAMBDA_MIN)
        fmpq_set(c, t);
    else
        fmpq_mul(c, t, t);
    if (what == NORM)
        holds = shifted_psd(S, c, -1);
    else { /* some eigenvalue <= c: S - cI is not positive definite */
        fmpq_mat_t T;
        fmpq_mat_init(T, fmpq_mat_nrows(S), fmpq_mat_nrows(S));
        fmpq_mat_set(T, S);
        for (slong i = 0; i < fmpq_mat_nrows(S); i++) fmpq_sub(fmpq_mat_entry(T, i, i), fmpq_mat_entry(T, i, i), c);
        holds = !exact_is_pd(T);
        fmpq_mat_clear(T);
    }
    fmpq_clear(c);
    return holds;
}

/* Invariant: low <= the number <= high; low < the number unless low is still the start.  A number that is 0 at the start
   low = 0 is 0. */
static void bisect(arb_t value, quantity what, const fmpq_mat_t S, slong low, ulong exponent, slong bits)
{
    fmpq_t a, b, middle;
    arb_t high;
    fmpq_init(a);
    fmpq_init(b);
    fmpq_init(middle);
    arb_init(high);
    fmpq_set_si(b, 1, 1);
    fmpq_mul_2exp(b, b, exponent);
    if (low < 0) fmpq_neg(a, b);
    int zero = at_most(what, S, middle) && low == 0;
    for (slong k = 0; k < bits + 1 + (low < 0) && !zero; k++) {
        fmpq_add(middle, a, b);
        fmpq_div_2exp(middle, middle, 1);
        fmpq_swap(at_most(what, S, middle) ? b : a, middle);
    }
    if (zero)
        arb_zero(value);
    else {
        arb_set_fmpq(value, a, bits + 64);
        arb_set_fmpq(high, b, bits + 64);
        arb_union(value, value, high, bits + 64);
    }
    fmpq_clear(a);
    fmpq_clear(b);
    fmpq_clear(middle);
    arb_clear(high);
}

void exact_norm(arb_t value, const fmpq_mat_t M, slong bits)
{
    fmpq_mat_t S;
    small_gram(S, M);
    bisect(value, NORM, S, 0, frobenius_exponent(M), bits);
    fmpq_mat_clear(S);
}

void exact_sigma_min(arb_t value, const fmpq_mat_t M, slong bits)
{
    fmpq_mat_t S;
    small_gram(S, M);
    bisect(value, SIGMA_MIN, S, 0, frobenius_exponent(M), bits);
    fmpq_mat_clear(S);
}

void exact_lambda_min(arb_t value, const fmpq_mat_t S, slong bits)
{
    exact_inertia_t count = exact_inertia(S);
    if (count.negative == 0 && count.zero > 0)
        arb_zero(value);
    else
        bisect(value, LAMBDA_MIN, S, -1, frobenius_exponent(S), bits);
}
