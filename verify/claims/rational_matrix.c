/* rational_matrix: eigenvalues of rational symmetric matrices counted exactly.

   A real symmetric matrix has only real eigenvalues, and a polynomial with only real roots has exactly as many
   positive ones, with multiplicity, as its coefficients change sign (Descartes' rule is an equality then).  So the
   eigenvalues of S above s are the sign changes in the characteristic polynomial of S - sI; S is positive
   semidefinite iff -S has none above 0; |A|_2 <= t iff t >= 0 and A^T A has none above t^2. */
#include "verify/claims/rational_matrix.h"

#include <stdlib.h>
#include <string.h>

void rational_matrix_set(fmpq_mat_t A, const char *text)
{
    char *copy = memory_or_end(strdup(text)), *rest = NULL, *word = strtok_r(copy, " ", &rest);
    slong n = fmpq_mat_nrows(A), m = fmpq_mat_ncols(A), k = 0;
    for (; word != NULL && k < n * m; word = strtok_r(NULL, " ", &rest), k++)
        rational_set(fmpq_mat_entry(A, k / m, k % m), word);
    if (word != NULL || k != n * m) {
        fprintf(stderr, "deqcert: not the entries of a %ld x %ld matrix: %s\n", (long)n, (long)m, text);
        abort();
    }
    free(copy);
}

void rational_matrix_digits(fmpq_mat_t A, ulong index, ulong base, ulong denominator, int symmetric)
{
    for (slong i = 0; i < fmpq_mat_nrows(A); i++)
        for (slong j = 0; j < (symmetric ? i + 1 : fmpq_mat_ncols(A)); j++, index /= base) {
            fmpq_set_si(fmpq_mat_entry(A, i, j), (slong)(index % base) - (slong)(base / 2), denominator);
            if (symmetric) fmpq_set(fmpq_mat_entry(A, j, i), fmpq_mat_entry(A, i, j));
        }
}

void rational_matrix_shift(fmpq_mat_t B, const fmpq_mat_t A, const fmpq_t s)
{
    fmpq_mat_set(B, A);
    for (slong i = 0; i < fmpq_mat_nrows(B); i++) fmpq_add(fmpq_mat_entry(B, i, i), fmpq_mat_entry(B, i, i), s);
}

void rational_matrix_gram(fmpq_mat_t G, const fmpq_mat_t A)
{
    fmpq_mat_t T;
    fmpq_mat_init(T, fmpq_mat_ncols(A), fmpq_mat_nrows(A));
    fmpq_mat_transpose(T, A);
    fmpq_mat_mul(G, T, A);
    fmpq_mat_clear(T);
}

matrix_text rational_matrix_as_text(const fmpq_mat_t A)
{
    matrix_text out;
    size_t used = 0;
    out.text[0] = '\0';
    for (slong i = 0; i < fmpq_mat_nrows(A); i++)
        for (slong j = 0; j < fmpq_mat_ncols(A) && used < sizeof out.text; j++)
            used += (size_t)snprintf(out.text + used, sizeof out.text - used, "%s%s", j > 0 ? " " : (i > 0 ? "; " : ""),
                                     rational_as_text(fmpq_mat_entry(A, i, j)).text);
    return out;
}

slong eigenvalues_above(const fmpq_mat_t S, const fmpq_t s)
{
    slong changes = 0;
    int last = 0;
    fmpq_t minus;
    fmpq_mat_t shifted;
    fmpq_poly_t p;
    fmpq_init(minus);
    fmpq_mat_init(shifted, fmpq_mat_nrows(S), fmpq_mat_nrows(S));
    fmpq_poly_init(p);
    fmpq_neg(minus, s);
    rational_matrix_shift(shifted, S, minus);
    fmpq_mat_charpoly(p, shifted);
    for (slong k = 0; k < fmpq_poly_length(p); k++) {
        int sign = fmpz_sgn(fmpq_poly_numref(p) + k);
        if (sign != 0 && last != 0 && sign != last) changes++;
        if (sign != 0) last = sign;
    }
    fmpq_clear(minus);
    fmpq_mat_clear(shifted);
    fmpq_poly_clear(p);
    return changes;
}

int rational_matrix_is_psd(const fmpq_mat_t S)
{
    fmpq_t zero;
    fmpq_mat_t negated;
    fmpq_init(zero);
    fmpq_mat_init(negated, fmpq_mat_nrows(S), fmpq_mat_nrows(S));
    fmpq_mat_neg(negated, S);
    slong above = eigenvalues_above(negated, zero);
    fmpq_clear(zero);
    fmpq_mat_clear(negated);
    return above == 0;
}

int rational_norm_at_most(const fmpq_mat_t A, const fmpq_t t)
{
    if (fmpq_sgn(t) < 0) return 0;
    fmpq_t square;
    fmpq_mat_t G;
    fmpq_init(square);
    fmpq_mat_init(G, fmpq_mat_ncols(A), fmpq_mat_ncols(A));
    fmpq_mul(square, t, t);
    rational_matrix_gram(G, A);
    slong above = eigenvalues_above(G, square);
    fmpq_clear(square);
    fmpq_mat_clear(G);
    return above == 0;
}

void rational_norm_bound(fmpq_t t, const fmpq_mat_t A)
{
    slong low = -1, high = 64 * 64;
    while (high - low > 1) {
        slong middle = low + (high - low) / 2;
        fmpq_set_si(t, middle, 64);
        if (rational_norm_at_most(A, t))
            high = middle;
        else
            low = middle;
    }
    fmpq_set_si(t, high, 64);
}
