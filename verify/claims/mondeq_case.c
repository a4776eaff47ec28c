/* mondeq_case: an instance with the matrices the thesis's derivative formulas are made of, assembled factor by factor. */
#include "verify/claims/mondeq_formula.h"

/* C = X x Y; initialises C. */
static void kronecker(fmpq_mat_t C, const fmpq_mat_t X, const fmpq_mat_t Y)
{
    fmpq_mat_init(C, fmpq_mat_nrows(X) * fmpq_mat_nrows(Y), fmpq_mat_ncols(X) * fmpq_mat_ncols(Y));
    fmpq_mat_kronecker_product(C, X, Y);
}

/* T = X^T; initialises T. */
static void transposed(fmpq_mat_t T, const fmpq_mat_t X)
{
    fmpq_mat_init(T, fmpq_mat_ncols(X), fmpq_mat_nrows(X));
    fmpq_mat_transpose(T, X);
}

static void identity(fmpq_mat_t I, slong n)
{
    fmpq_mat_init(I, n, n);
    fmpq_mat_one(I);
}

/* Q = I - E WK, QD = Q^-1 E; initialises Q and QD.  Q is invertible: mu > 0. */
static void solved(fmpq_mat_t Q, fmpq_mat_t QD, const fmpq_mat_t E, const fmpq_mat_t WK)
{
    slong size = fmpq_mat_nrows(E);
    fmpq_mat_t T;
    fmpq_mat_init(T, size, size);
    fmpq_mat_mul(T, E, WK);
    identity(Q, size);
    fmpq_mat_sub(Q, Q, T);
    fmpq_mat_init(QD, size, size);
    if (!fmpq_mat_solve(QD, Q, E)) flint_throw(FLINT_ERROR, "mondeq_case: a singular Q\n");
    fmpq_mat_clear(T);
}

/* P_A = -(I + K)(I_n x A^T), P_B = I - K. */
static void products_of_K(formula_case_t c, const fmpq_mat_t In)
{
    slong n = c->p->n;
    fmpq_mat_t K, T, A;
    fmpq_mat_init(K, n * n, n * n);
    mondeq_commutation(K, n, n);
    identity(c->P_A, n * n);
    identity(c->P_B, n * n);
    fmpq_mat_sub(c->P_B, c->P_B, K);
    fmpq_mat_add(c->P_A, c->P_A, K);
    transposed(T, c->p->A);
    kronecker(A, In, T);
    fmpq_mat_mul(c->P_A, c->P_A, A);
    fmpq_mat_neg(c->P_A, c->P_A);
    fmpq_mat_clear(K);
    fmpq_mat_clear(T);
    fmpq_mat_clear(A);
}

/* The same network with samples as rows. */
static void rows(formula_case_t c, const fmpq_mat_t In, const fmpq_mat_t IN, const fmpq_mat_t ZT, const fmpq_mat_t XT)
{
    slong size = c->p->n * c->p->N;
    fmpq_mat_t DT, Q, WI;
    transposed(DT, c->s->D);
    fmpq_mat_init(c->rows_D, size, size);
    mondeq_diagonal(c->rows_D, DT);
    kronecker(WI, c->p->W, IN); /* W'^T x I_N, W'^T = W */
    solved(Q, c->rows_QD, c->rows_D, WI);
    kronecker(c->rows_IZ, In, ZT);
    kronecker(c->rows_IX, In, XT);
    fmpq_mat_clear(DT);
    fmpq_mat_clear(Q);
    fmpq_mat_clear(WI);
}

void formula_case_init(formula_case_t c, slong index, int away)
{
    fmpq_mat_t In, IN, T, IW, ZT, XT;
    mondeq_instance(c->p, c->s, index);
    if (!mondeq_derivatives(c->g, c->p, c->s)) flint_throw(FLINT_ERROR, "mondeq_case: a singular system\n");
    c->away = away;
    for (ulong key = (ulong)index; away; key++) {
        mondeq_random_matrix(c->s->Z, key, 1);
        if (mondeq_evaluate(c->s, c->p)) break;
    }
    slong size = c->p->n * c->p->N;
    identity(In, c->p->n);
    identity(IN, c->p->N);
    transposed(ZT, c->s->Z);
    transposed(XT, c->p->X);
    fmpq_mat_init(c->D, size, size);
    mondeq_diagonal(c->D, c->s->D);
    kronecker(IW, IN, c->p->W);
    solved(c->Q, c->QD, c->D, IW);
    kronecker(c->ZI, ZT, In);
    kronecker(c->XI, XT, In);
    products_of_K(c, In);
    transposed(T, c->p->u);
    kronecker(c->uI, T, IN);
    kronecker(c->Iu, IN, T);
    transposed(c->e, c->s->e);
    rows(c, In, IN, ZT, XT);
    fmpq_mat_clear(In);
    fmpq_mat_clear(IN);
    fmpq_mat_clear(T);
    fmpq_mat_clear(IW);
    fmpq_mat_clear(ZT);
    fmpq_mat_clear(XT);
}

void formula_case_clear(formula_case_t c)
{
    fmpq_mat_struct *matrices[] = {c->D,  c->Q,  c->QD, c->ZI,     c->XI,      c->P_A,     c->P_B,
                                   c->uI, c->Iu, c->e,  c->rows_D, c->rows_QD, c->rows_IZ, c->rows_IX};
    for (size_t k = 0; k < sizeof matrices / sizeof *matrices; k++) fmpq_mat_clear(matrices[k]);
    mondeq_derivatives_clear(c->g);
    mondeq_state_clear(c->s);
    mondeq_clear(c->p);
}
