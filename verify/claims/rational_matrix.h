/* Private to verify/claims/: exact decisions about rational matrices. */
#ifndef DEQCERT_CLAIMS_RATIONAL_MATRIX_H
#define DEQCERT_CLAIMS_RATIONAL_MATRIX_H

#include "verify/claims/exact_verdict.h"

/* Entries row by row, separated by blanks ("1 -1/2 0 3"), exactly as many as A has; aborts otherwise. */
void rational_matrix_set(fmpq_mat_t A, const char *text);
/* The index-th matrix with entries (digit - base/2)/denominator, digits of the index in that base row by row; for
   symmetric = 1 (A square) the digits fill the lower triangle.  The digits beyond the index are 0. */
void rational_matrix_digits(fmpq_mat_t A, ulong index, ulong base, ulong denominator, int symmetric);
/* B = A + s I; A square, B may be A. */
void rational_matrix_shift(fmpq_mat_t B, const fmpq_mat_t A, const fmpq_t s);
/* G = A^T A. */
void rational_matrix_gram(fmpq_mat_t G, const fmpq_mat_t A);
/* Entries of A in one line, rows separated by semicolons. */
typedef struct {
    char text[512];
} matrix_text;
matrix_text rational_matrix_as_text(const fmpq_mat_t A);

/* How many eigenvalues of the symmetric S are > s, counted with multiplicity. */
slong eigenvalues_above(const fmpq_mat_t S, const fmpq_t s);
/* 1 iff the symmetric S is positive semidefinite. */
int rational_matrix_is_psd(const fmpq_mat_t S);
/* 1 iff |A|_2 <= t (0 for t < 0). */
int rational_norm_at_most(const fmpq_mat_t A, const fmpq_t t);
/* The least multiple t of 1/64 with |A|_2 <= t, for |A|_2 <= 64. */
void rational_norm_bound(fmpq_t t, const fmpq_mat_t A);

#endif
