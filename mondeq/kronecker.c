/* kronecker: vec and the matrices that act on it, entry by entry from their definitions. */
#include "mondeq/mondeq.h"

void mondeq_vec(fmpq_mat_t v, const fmpq_mat_t M)
{
    slong rows = fmpq_mat_nrows(M);
    for (slong j = 0; j < fmpq_mat_ncols(M); j++)
        for (slong i = 0; i < rows; i++) fmpq_set(fmpq_mat_entry(v, j * rows + i, 0), fmpq_mat_entry(M, i, j));
}

void mondeq_commutation(fmpq_mat_t K, slong m, slong n)
{
    fmpq_mat_zero(K);
    for (slong i = 0; i < m; i++) /* M_ij is entry j m + i of vec(M) and i n + j of vec(M^T) */
        for (slong j = 0; j < n; j++) fmpq_set_si(fmpq_mat_entry(K, i * n + j, j * m + i), 1, 1);
}

void mondeq_diagonal(fmpq_mat_t E, const fmpq_mat_t D)
{
    slong rows = fmpq_mat_nrows(D);
    fmpq_mat_zero(E);
    for (slong j = 0; j < fmpq_mat_ncols(D); j++)
        for (slong i = 0; i < rows; i++)
            fmpq_set(fmpq_mat_entry(E, j * rows + i, j * rows + i), fmpq_mat_entry(D, i, j));
}
