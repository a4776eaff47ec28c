/* parameters: the rational parameters of a monotone DEQ and the W they make. */
#include "mondeq/mondeq.h"

void mondeq_init(mondeq_t p, slong n, slong d, slong N)
{
    p->n = n;
    p->d = d;
    p->N = N;
    fmpq_init(p->mu);
    fmpq_mat_init(p->A, n, n);
    fmpq_mat_init(p->B, n, n);
    fmpq_mat_init(p->U, n, d);
    fmpq_mat_init(p->u, n, 1);
    fmpq_mat_init(p->X, d, N);
    fmpq_mat_init(p->y, N, 1);
    fmpq_mat_init(p->W, n, n);
}

void mondeq_clear(mondeq_t p)
{
    fmpq_clear(p->mu);
    fmpq_mat_clear(p->A);
    fmpq_mat_clear(p->B);
    fmpq_mat_clear(p->U);
    fmpq_mat_clear(p->u);
    fmpq_mat_clear(p->X);
    fmpq_mat_clear(p->y);
    fmpq_mat_clear(p->W);
}

void mondeq_set(mondeq_t q, const mondeq_t p)
{
    fmpq_set(q->mu, p->mu);
    fmpq_mat_set(q->A, p->A);
    fmpq_mat_set(q->B, p->B);
    fmpq_mat_set(q->U, p->U);
    fmpq_mat_set(q->u, p->u);
    fmpq_mat_set(q->X, p->X);
    fmpq_mat_set(q->y, p->y);
    fmpq_mat_set(q->W, p->W);
}

void mondeq_weights(mondeq_t p)
{
    fmpq_t shift;
    fmpq_mat_t T;
    fmpq_init(shift);
    fmpq_mat_init(T, p->n, p->n);
    fmpq_mat_transpose(T, p->A);
    fmpq_mat_mul(T, T, p->A);
    fmpq_mat_sub(p->W, p->B, T);
    fmpq_mat_transpose(T, p->B);
    fmpq_mat_sub(p->W, p->W, T);
    fmpq_sub_si(shift, p->mu, 1);
    for (slong i = 0; i < p->n; i++) fmpq_sub(fmpq_mat_entry(p->W, i, i), fmpq_mat_entry(p->W, i, i), shift);
    fmpq_clear(shift);
    fmpq_mat_clear(T);
}

void mondeq_block_shape(slong *rows, slong *columns, const mondeq_t p, mondeq_block block)
{
    *rows = p->n;
    *columns = block == MONDEQ_U ? p->d : block == MONDEQ_OUTPUT ? 1 : block == MONDEQ_Z ? p->N : p->n;
}

fmpq_mat_struct *mondeq_block_entries(mondeq_t p, mondeq_block block)
{
    switch (block) {
    case MONDEQ_A:
        return p->A;
    case MONDEQ_B:
        return p->B;
    case MONDEQ_U:
        return p->U;
    case MONDEQ_OUTPUT:
        return p->u;
    case MONDEQ_W:
        return p->W;
    default:
        flint_throw(FLINT_ERROR, "mondeq_block_entries: block %d is no parameter\n", (int)block);
    }
    return NULL;
}
