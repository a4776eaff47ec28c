/* mondeq_inequalities_jacobian: norms of Q^-1, of its blocks, and of the splitting's linear part.

   D_j = diag of sample j's ReLU derivatives, Q = I - D(I_N x W) block diagonal with blocks I - D_j W.
   Masked blocks: v = D_j(Wv + r) gives v_i(Wv + r)_i >= v_i^2 for 0 <= D_ii <= 1, so |v|^2 <= <v, Wv> + <v, r> <=
   (1 - m)|v|^2 + |v||r|: |(I - D_j W)^-1 D_j| <= 1/m (and no kernel).  Without the mask only (I - D_j W)^-1 =
   I + (I - D_j W)^-1 D_j W is left, whose norm grows with |W|. */
#include "verify/claims/mondeq_inequalities.h"

/* M = (I - D_j W)^-1, times D_j when masked; 0 when singular. */
static int block_inverse(fmpq_mat_t M, const mondeq_struct *p, const mondeq_state_struct *s, slong j, int masked)
{
    fmpq_mat_t S;
    fmpq_mat_init(S, p->n, p->n);
    fmpq_mat_one(S);
    for (slong i = 0; i < p->n; i++)
        for (slong k = 0; k < p->n; k++)
            fmpq_submul(fmpq_mat_entry(S, i, k), fmpq_mat_entry(s->D, i, j), fmpq_mat_entry(p->W, i, k));
    int exists = fmpq_mat_inv(M, S);
    for (slong i = 0; masked && exists && i < p->n; i++)
        for (slong k = 0; k < p->n; k++)
            fmpq_mul(fmpq_mat_entry(M, i, k), fmpq_mat_entry(M, i, k), fmpq_mat_entry(s->D, k, j));
    fmpq_mat_clear(S);
    return exists;
}

/* value = max_j |u^T (I - D_j W)^-1|, masked on its right: the norm of (I_N x u^T) Q^-1, and of (I - W^T D_j)^-1 u. */
static int largest_block(arb_t value, const mondeq_struct *p, const mondeq_state_struct *s, int masked)
{
    int exist = 1;
    arb_t norm;
    fmpq_mat_t M, row, transposed;
    arb_init(norm);
    fmpq_mat_init(M, p->n, p->n);
    fmpq_mat_init(row, 1, p->n);
    fmpq_mat_init(transposed, 1, p->n);
    fmpq_mat_transpose(transposed, p->u);
    arb_zero(value);
    for (slong j = 0; j < p->N && exist; j++) {
        exist = block_inverse(M, p, s, j, masked);
        fmpq_mat_mul(row, transposed, M);
        ball_frobenius(norm, row);
        arb_max(value, value, norm, INEQUALITY_PREC);
    }
    arb_clear(norm);
    fmpq_mat_clear(M);
    fmpq_mat_clear(row);
    fmpq_mat_clear(transposed);
    return exist;
}

/* value = |(u^T x I_N) Q^-1|, times D when masked, the Kronecker factors in the printed order. */
static int printed_order(arb_t value, const mondeq_struct *p, const mondeq_state_struct *s, int masked)
{
    slong n = p->n, N = p->N;
    int exist = 1;
    fmpq_mat_t M, Q, left, identity, transposed, product;
    fmpq_mat_init(M, n, n);
    fmpq_mat_init(Q, n * N, n * N);
    fmpq_mat_init(left, N, n * N);
    fmpq_mat_init(identity, N, N);
    fmpq_mat_init(transposed, 1, n);
    fmpq_mat_init(product, N, n * N);
    for (slong j = 0; j < N && exist; j++) {
        exist = block_inverse(M, p, s, j, masked);
        for (slong i = 0; i < n; i++)
            for (slong k = 0; k < n; k++) fmpq_set(fmpq_mat_entry(Q, j * n + i, j * n + k), fmpq_mat_entry(M, i, k));
    }
    fmpq_mat_one(identity);
    fmpq_mat_transpose(transposed, p->u);
    fmpq_mat_kronecker_product(left, transposed, identity);
    fmpq_mat_mul(product, left, Q);
    ball_norm(value, product);
    fmpq_mat_clear(M);
    fmpq_mat_clear(Q);
    fmpq_mat_clear(left);
    fmpq_mat_clear(identity);
    fmpq_mat_clear(transposed);
    fmpq_mat_clear(product);
    return exist;
}

static int is_diagonal(const fmpq_mat_t W)
{
    for (slong i = 0; i < fmpq_mat_nrows(W); i++)
        for (slong j = 0; j < fmpq_mat_ncols(W); j++)
            if (i != j && !fmpq_is_zero(fmpq_mat_entry(W, i, j))) return 0;
    return 1;
}

int measure_jacobian(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    const mondeq_struct *p = pair->p;
    fmpq_t factor;
    arb_t norm;
    fmpq_init(factor);
    arb_init(norm);
    int masked = variant == JACOBIAN_PRINTED_MASKED || variant == JACOBIAN_SAMPLES_MASKED ||
                 variant == JACOBIAN_SAMPLES_HALF || variant == JACOBIAN_VECTOR_MASKED;
    int exists = variant == JACOBIAN_PRINTED || variant == JACOBIAN_PRINTED_MASKED
                     ? printed_order(left, p, pair->s, masked)
                     : largest_block(left, p, pair->s, masked);
    fmpq_inv(factor, p->mu);
    if (variant == JACOBIAN_SAMPLES_HALF) fmpq_div_2exp(factor, factor, 1);
    arb_set_fmpq(right, factor, INEQUALITY_PREC);
    if (variant == JACOBIAN_UNMASKED_LARGER) {
        ball_norm(norm, p->W);
        arb_mul(right, right, norm, INEQUALITY_PREC);
        arb_add_si(right, right, 1, INEQUALITY_PREC);
    }
    ball_frobenius(norm, p->u);
    arb_mul(right, right, norm, INEQUALITY_PREC);
    if (variant == JACOBIAN_VECTOR_SYMMETRIC) exists = exists && fmpq_cmp_si(p->mu, 1) <= 0 && is_diagonal(p->W);
    fmpq_clear(factor);
    arb_clear(norm);
    return exists && !fmpq_mat_is_zero(p->u);
}

/* left = |I - alpha F|, right = sqrt(1 - 2 alpha m + alpha^2 |F|^2) or |1 - alpha m|, F = I - W. */
static void splitting_at(arb_t left, arb_t right, const fmpq_mat_t F, const fmpq_t m, const fmpq_t alpha, int first)
{
    slong n = fmpq_mat_nrows(F);
    fmpq_t t;
    arb_t x, y;
    fmpq_mat_t S;
    fmpq_init(t);
    arb_init(x);
    arb_init(y);
    fmpq_mat_init(S, n, n);
    fmpq_mat_scalar_mul_fmpq(S, F, alpha);
    fmpq_mat_neg(S, S);
    for (slong i = 0; i < n; i++) fmpq_add_si(fmpq_mat_entry(S, i, i), fmpq_mat_entry(S, i, i), 1);
    ball_norm(left, S);
    fmpq_mul(t, alpha, m);
    if (first) {
        fmpq_sub_si(t, t, 1);
        fmpq_abs(t, t);
        arb_set_fmpq(right, t, INEQUALITY_PREC);
    } else {
        ball_norm(x, F);
        arb_set_fmpq(y, alpha, INEQUALITY_PREC);
        arb_mul(x, x, y, INEQUALITY_PREC);
        arb_sqr(x, x, INEQUALITY_PREC);
        fmpq_mul_si(t, t, -2);
        fmpq_add_si(t, t, 1);
        arb_set_fmpq(y, t, INEQUALITY_PREC);
        arb_add(x, x, y, INEQUALITY_PREC);
        arb_sqrtpos(right, x, INEQUALITY_PREC);
    }
    fmpq_clear(t);
    arb_clear(x);
    arb_clear(y);
    fmpq_mat_clear(S);
}

int measure_splitting(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    static const char *const fixed[] = {"1/8", "1", "3"};
    const mondeq_struct *p = pair->p;
    int measured = 0;
    double largest = -1;
    fmpq_t alpha, square;
    fmpq_mat_t F;
    arb_t x, y;
    fmpq_init(alpha);
    fmpq_init(square);
    fmpq_mat_init(F, p->n, p->n);
    arb_init(x);
    arb_init(y);
    fmpq_mat_one(F);
    fmpq_mat_sub(F, F, p->W);
    exact_frobenius2(square, F);
    if (variant == SPLITTING_CLOSED_END) { /* n = 1: |F|_2 is rational */
        fmpq_div(alpha, p->mu, square);
        fmpq_mul_si(alpha, alpha, 2);
        splitting_at(left, right, F, p->mu, alpha, 1);
        arb_set_d(right, 1 - 0x1p-20);
        measured = p->n == 1;
    } else {
        for (int k = 0; k < 4; k++) {
            if (k < 3)
                rational_set(alpha, fixed[k]);
            else
                fmpq_div(alpha, p->mu, square);
            splitting_at(x, y, F, p->mu, alpha, variant == SPLITTING_FIRST_ORDER);
            double above = arf_get_d(arb_midref(x), ARF_RND_NEAR), below = arf_get_d(arb_midref(y), ARF_RND_NEAR);
            if (above <= largest * below) continue; /* the least favourable step is compared */
            largest = below > 0 ? above / below : largest;
            arb_set(left, x);
            arb_set(right, y);
            measured = 1;
        }
    }
    fmpq_clear(alpha);
    fmpq_clear(square);
    fmpq_mat_clear(F);
    arb_clear(x);
    arb_clear(y);
    return measured;
}
