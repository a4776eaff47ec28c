/* approx_certificate_factor: Cholesky in integers, row by row.

   x = 2^P M_ij - sum_k L_ik L_jk is exact, L_ij = floor(x/L_jj) leaves 0 <= x - L_ij L_jj < L_jj, and L_ii = floor(sqrt
   x) leaves at most 2 L_ii; L_ii <= sqrt(2^P M_ii).  The factor proves nothing: the checker computes M - shift I - L
   L^T. */
#include "gram/certificate.h"

int approx_certificate_factor(fmpz *L, const fmpz *M, const fmpz_t shift, slong n, slong P)
{
    fmpz_t x, dot;
    slong i, j;
    int positive = 1;

    fmpz_init(x);
    fmpz_init(dot);
    for (i = 0; i < n && positive; i++)
        for (j = 0; j <= i && positive; j++) {
            fmpz *a = L + i * (i + 1) / 2, *b = L + j * (j + 1) / 2;
            fmpz_set(x, M + i * (i + 1) / 2 + j);
            if (i == j) fmpz_sub(x, x, shift);
            fmpz_mul_2exp(x, x, (ulong)P);
            _fmpz_vec_dot(dot, a, b, j);
            fmpz_sub(x, x, dot);
            if (i > j) {
                fmpz_fdiv_q(a + j, x, b + j);
            } else {
                positive = fmpz_sgn(x) > 0;
                if (positive) fmpz_sqrt(a + i, x);
            }
        }
    fmpz_clear(x);
    fmpz_clear(dot);
    return positive;
}
