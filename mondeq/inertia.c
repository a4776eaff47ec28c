/* inertia: signs of the eigenvalues of a rational symmetric matrix, by congruence.

   T S T^T = diag(d) with T invertible has as many positive, zero and negative d_i as S has such eigenvalues (Sylvester),
   and row i of T gives v = T_i^T with v^T S v = d_i. */
#include "mondeq/mondeq.h"

/* Row and column k of C get f times row and column i added, row k of T likewise. */
static void add_multiple(fmpq_mat_t C, fmpq_mat_t T, slong k, slong i, const fmpq_t f)
{
    slong n = fmpq_mat_nrows(C);
    for (slong j = 0; j < n; j++) fmpq_addmul(fmpq_mat_entry(C, k, j), f, fmpq_mat_entry(C, i, j));
    for (slong j = 0; j < n; j++) fmpq_addmul(fmpq_mat_entry(C, j, k), f, fmpq_mat_entry(C, j, i));
    for (slong j = 0; j < n; j++) fmpq_addmul(fmpq_mat_entry(T, k, j), f, fmpq_mat_entry(T, i, j));
}

/* An index not done with C_ii != 0, made so from a nonzero off-diagonal entry where need be; -1 when the rest is 0. */
static slong pivot(fmpq_mat_t C, fmpq_mat_t T, const int *done)
{
    slong n = fmpq_mat_nrows(C);
    for (slong i = 0; i < n; i++)
        if (!done[i] && !fmpq_is_zero(fmpq_mat_entry(C, i, i))) return i;
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < i; j++)
            if (!done[i] && !done[j] && !fmpq_is_zero(fmpq_mat_entry(C, i, j))) {
                fmpq_t one;
                fmpq_init(one);
                fmpq_one(one);
                add_multiple(C, T, i, j, one); /* C_ii becomes 2 C_ij */
                fmpq_clear(one);
                return i;
            }
    return -1;
}

/* C = T S T^T diagonal; both n x n, initialised. */
static void diagonalise(fmpq_mat_t C, fmpq_mat_t T, const fmpq_mat_t S)
{
    slong n = fmpq_mat_nrows(S), i;
    int *done = flint_calloc((size_t)n, sizeof(int));
    fmpq_t f;
    fmpq_init(f);
    fmpq_mat_set(C, S);
    fmpq_mat_one(T);
    while ((i = pivot(C, T, done)) >= 0) {
        done[i] = 1;
        for (slong k = 0; k < n; k++)
            if (!done[k] && !fmpq_is_zero(fmpq_mat_entry(C, k, i))) {
                fmpq_div(f, fmpq_mat_entry(C, k, i), fmpq_mat_entry(C, i, i));
                fmpq_neg(f, f);
                add_multiple(C, T, k, i, f);
            }
    }
    fmpq_clear(f);
    flint_free(done);
}

exact_inertia_t exact_inertia(const fmpq_mat_t S)
{
    slong n = fmpq_mat_nrows(S);
    exact_inertia_t count = {0, 0, 0};
    fmpq_mat_t C, T;
    fmpq_mat_init(C, n, n);
    fmpq_mat_init(T, n, n);
    diagonalise(C, T, S);
    for (slong i = 0; i < n; i++) {
        int sign = fmpq_sgn(fmpq_mat_entry(C, i, i));
        if (sign > 0)
            count.positive++;
        else if (sign < 0)
            count.negative++;
        else
            count.zero++;
    }
    fmpq_mat_clear(C);
    fmpq_mat_clear(T);
    return count;
}

int exact_is_psd(const fmpq_mat_t S)
{
    return exact_inertia(S).negative == 0;
}

int exact_is_pd(const fmpq_mat_t S)
{
    return exact_inertia(S).positive == fmpq_mat_nrows(S);
}

int exact_negative_direction(fmpq_mat_t v, const fmpq_mat_t S)
{
    slong n = fmpq_mat_nrows(S), found = -1;
    fmpq_mat_t C, T;
    fmpq_mat_init(C, n, n);
    fmpq_mat_init(T, n, n);
    diagonalise(C, T, S);
    for (slong i = 0; i < n && found < 0; i++)
        if (fmpq_sgn(fmpq_mat_entry(C, i, i)) < 0) found = i;
    for (slong j = 0; j < n && found >= 0; j++) fmpq_set(fmpq_mat_entry(v, j, 0), fmpq_mat_entry(T, found, j));
    fmpq_mat_clear(C);
    fmpq_mat_clear(T);
    return found >= 0;
}

void exact_form(fmpq_t q, const fmpq_mat_t x, const fmpq_mat_t M, const fmpq_mat_t y)
{
    fmpq_t t;
    fmpq_init(t);
    fmpq_zero(q);
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++) {
            fmpq_mul(t, fmpq_mat_entry(x, i, 0), fmpq_mat_entry(M, i, j));
            fmpq_addmul(q, t, fmpq_mat_entry(y, j, 0));
        }
    fmpq_clear(t);
}

void exact_symmetric_part(fmpq_mat_t S, const fmpq_mat_t M, const fmpq_t c)
{
    slong n = fmpq_mat_nrows(M);
    fmpq_mat_t T;
    fmpq_mat_init(T, n, n);
    fmpq_mat_transpose(T, M);
    fmpq_mat_add(T, T, M);
    for (slong i = 0; i < n; i++) {
        for (slong j = 0; j < n; j++) fmpq_div_2exp(fmpq_mat_entry(T, i, j), fmpq_mat_entry(T, i, j), 1);
        fmpq_sub(fmpq_mat_entry(T, i, i), fmpq_mat_entry(T, i, i), c);
    }
    fmpq_mat_swap(S, T);
    fmpq_mat_clear(T);
}
