/* derivatives: of the equilibrium by the definition, one entry of one parameter at a time.

   With P = WZ + UX free of zeros, relu is linear near every entry of P with slope D, and differentiating
   Z = relu(WZ + UX) in a direction gives, sample by sample, (I - D_j W) dz_j = D_j (dW z_j + dU x_j).
   dW = -A^T dA - dA^T A resp. dB - dB^T, by the product rule. */
#include "mondeq/mondeq.h"

/* dF = the derivative of WZ + UX, Z held, in the direction of entry (i, j) of the block; n x N.  MONDEQ_OUTPUT: 0. */
static void forcing(fmpq_mat_t dF, const mondeq_t p, const mondeq_state_t s, mondeq_block block, slong i, slong j)
{
    slong rows, columns;
    fmpq_mat_t E, dW, T;
    mondeq_block_shape(&rows, &columns, p, block);
    fmpq_mat_init(E, rows, columns);
    fmpq_mat_init(dW, p->n, p->n);
    fmpq_mat_init(T, p->n, p->n);
    fmpq_set_si(fmpq_mat_entry(E, i, j), 1, 1);
    switch (block) {
    case MONDEQ_A:
        fmpq_mat_transpose(T, p->A);
        fmpq_mat_mul(T, T, E);
        fmpq_mat_sub(dW, dW, T);
        fmpq_mat_transpose(T, T); /* (A^T dA)^T = dA^T A */
        fmpq_mat_sub(dW, dW, T);
        break;
    case MONDEQ_B:
        fmpq_mat_transpose(T, E);
        fmpq_mat_sub(dW, E, T);
        break;
    case MONDEQ_W:
        fmpq_mat_set(dW, E);
        break;
    default:
        break;
    }
    if (block == MONDEQ_U)
        fmpq_mat_mul(dF, E, p->X);
    else if (block == MONDEQ_Z)
        fmpq_mat_mul(dF, p->W, E);
    else
        fmpq_mat_mul(dF, dW, s->Z);
    fmpq_mat_clear(E);
    fmpq_mat_clear(dW);
    fmpq_mat_clear(T);
}

/* M o D in place. */
static void mask(fmpq_mat_t M, const fmpq_mat_t D)
{
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++)
            fmpq_mul(fmpq_mat_entry(M, i, j), fmpq_mat_entry(M, i, j), fmpq_mat_entry(D, i, j));
}

/* inverse[j] = (I - D_j W)^-1, all initialised; 0 when one does not exist. */
static int sample_inverses(fmpq_mat_t *inverse, const mondeq_t p, const mondeq_state_t s)
{
    int exist = 1;
    fmpq_mat_t S;
    fmpq_mat_init(S, p->n, p->n);
    for (slong j = 0; j < p->N; j++) {
        fmpq_mat_one(S);
        for (slong i = 0; i < p->n; i++)
            for (slong k = 0; k < p->n; k++)
                fmpq_submul(fmpq_mat_entry(S, i, k), fmpq_mat_entry(s->D, i, j), fmpq_mat_entry(p->W, i, k));
        fmpq_mat_init(inverse[j], p->n, p->n);
        if (!fmpq_mat_inv(inverse[j], S)) exist = 0;
    }
    fmpq_mat_clear(S);
    return exist;
}

/* Column c of the block's derivatives from dZ; the output weights act on yhat directly. */
static void store_column(mondeq_derivatives_t g, const mondeq_t p, const mondeq_state_t s, mondeq_block block, slong c,
                         const fmpq_mat_t dZ)
{
    for (slong j = 0; j < p->N; j++) {
        fmpq *out = fmpq_mat_entry(g->yhat[block], j, c);
        for (slong i = 0; i < p->n; i++) {
            fmpq_set(fmpq_mat_entry(g->Z[block], j * p->n + i, c), fmpq_mat_entry(dZ, i, j));
            fmpq_addmul(out, fmpq_mat_entry(dZ, i, j), fmpq_mat_entry(p->u, i, 0));
        }
        if (block == MONDEQ_OUTPUT) fmpq_add(out, out, fmpq_mat_entry(s->Z, c, j));
        fmpq_addmul(fmpq_mat_entry(g->loss[block], 0, c), out, fmpq_mat_entry(s->e, j, 0));
    }
}

int mondeq_derivatives(mondeq_derivatives_t g, const mondeq_t p, const mondeq_state_t s)
{
    fmpq_mat_t *inverse = flint_malloc((size_t)p->N * sizeof(fmpq_mat_t)), dF, column, solution;
    fmpq_mat_init(dF, p->n, p->N);
    fmpq_mat_init(column, p->n, 1);
    fmpq_mat_init(solution, p->n, 1);
    int exist = sample_inverses(inverse, p, s);
    for (int block = 0; block < MONDEQ_BLOCKS; block++) {
        slong rows, columns;
        mondeq_block_shape(&rows, &columns, p, (mondeq_block)block);
        slong size = rows * columns;
        fmpq_mat_init(g->Z[block], p->n * p->N, size);
        fmpq_mat_init(g->yhat[block], p->N, size);
        fmpq_mat_init(g->loss[block], 1, size);
        for (slong c = 0; exist && block != MONDEQ_Z && c < size; c++) {
            forcing(dF, p, s, (mondeq_block)block, c % rows, c / rows);
            mask(dF, s->D);
            for (slong j = 0; j < p->N; j++) {
                for (slong i = 0; i < p->n; i++) fmpq_set(fmpq_mat_entry(column, i, 0), fmpq_mat_entry(dF, i, j));
                fmpq_mat_mul(solution, inverse[j], column);
                for (slong i = 0; i < p->n; i++) fmpq_set(fmpq_mat_entry(dF, i, j), fmpq_mat_entry(solution, i, 0));
            }
            store_column(g, p, s, (mondeq_block)block, c, dF);
        }
    }
    for (slong j = 0; j < p->N; j++) fmpq_mat_clear(inverse[j]);
    flint_free(inverse);
    fmpq_mat_clear(dF);
    fmpq_mat_clear(column);
    fmpq_mat_clear(solution);
    return exist;
}

void mondeq_derivatives_clear(mondeq_derivatives_t g)
{
    for (int block = 0; block < MONDEQ_BLOCKS; block++) {
        fmpq_mat_clear(g->Z[block]);
        fmpq_mat_clear(g->yhat[block]);
        fmpq_mat_clear(g->loss[block]);
    }
}

void mondeq_partial(fmpq_mat_t G, const mondeq_t p, const mondeq_state_t s, mondeq_block block)
{
    slong rows, columns;
    fmpq_mat_t dF;
    mondeq_block_shape(&rows, &columns, p, block);
    fmpq_mat_init(dF, p->n, p->N);
    for (slong c = 0; c < rows * columns; c++) {
        forcing(dF, p, s, block, c % rows, c / rows);
        mask(dF, s->D);
        fmpq_mat_neg(dF, dF);
        if (block == MONDEQ_Z)
            fmpq_add_si(fmpq_mat_entry(dF, c % rows, c / rows), fmpq_mat_entry(dF, c % rows, c / rows), 1);
        for (slong j = 0; j < p->N; j++)
            for (slong i = 0; i < p->n; i++) fmpq_set(fmpq_mat_entry(G, j * p->n + i, c), fmpq_mat_entry(dF, i, j));
    }
    fmpq_mat_clear(dF);
}
