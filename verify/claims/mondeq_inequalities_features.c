/* mondeq_inequalities_features: size and change of the equilibrium, the outputs and the weights.

   relu is firmly nonexpansive: <z - z', P - P'> >= |z - z'|^2 for z = relu(P), z' = relu(P') (and <z, P> = |z|^2).  With
   P = Wz + Ux, P' = W'z' + U'x: P - P' = W(z - z') + (W - W')z' + (U - U')x and <v, Wv> <= (1 - m)|v|^2, so
   m|z - z'| <= |(W - W')z' + (U - U')x|, m|z| <= |Ux|.  Summed over the samples (Minkowski) these are all the bounds. */
#include "verify/claims/mondeq_inequalities.h"

/* term *= a b m^-power; right += term. */
static void add_product(arb_t right, const arb_t a, const arb_t b, const arb_t c, const fmpq_t m, slong power)
{
    arb_t term, t;
    arb_init(term);
    arb_init(t);
    arb_set_fmpq(t, m, INEQUALITY_PREC);
    arb_pow_ui(t, t, (ulong)power, INEQUALITY_PREC);
    arb_mul(term, a, b, INEQUALITY_PREC);
    arb_mul(term, term, c, INEQUALITY_PREC);
    arb_div(term, term, t, INEQUALITY_PREC);
    arb_add(right, right, term, INEQUALITY_PREC);
    arb_clear(term);
    arb_clear(t);
}

/* dW = the printed combination A^T dA + dA^T A + dA^T dA + dB - dB^T (signs = 0) or W(q) - W(p). */
static void weights_change(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    const mondeq_struct *p = pair->p, *q = pair->q;
    fmpq_mat_t dA, dB, S, T;
    arb_t a, da, db;
    arb_init(a);
    arb_init(da);
    arb_init(db);
    fmpq_mat_init(dA, p->n, p->n);
    fmpq_mat_init(dB, p->n, p->n);
    fmpq_mat_init(S, p->n, p->n);
    fmpq_mat_init(T, p->n, p->n);
    fmpq_mat_sub(dA, q->A, p->A);
    fmpq_mat_sub(dB, q->B, p->B);
    if (variant == WEIGHTS_CHANGE_SIGNS) {
        fmpq_mat_sub(S, q->W, p->W);
    } else {
        fmpq_mat_transpose(T, p->A);
        fmpq_mat_mul(S, T, dA);
        fmpq_mat_transpose(T, S);
        fmpq_mat_add(S, S, T);
        rational_matrix_gram(T, dA);
        fmpq_mat_add(S, S, T);
        fmpq_mat_add(S, S, dB);
        fmpq_mat_transpose(T, dB);
        fmpq_mat_sub(S, S, T);
    }
    ball_norm(left, S);
    ball_norm(a, p->A);
    ball_norm(da, dA);
    ball_norm(db, dB);
    if (variant != WEIGHTS_CHANGE_HALF) arb_mul_2exp_si(a, a, 1);
    arb_mul(right, a, da, INEQUALITY_PREC);
    arb_addmul(right, da, da, INEQUALITY_PREC);
    arb_mul_2exp_si(db, db, 1);
    arb_add(right, right, db, INEQUALITY_PREC);
    arb_clear(a);
    arb_clear(da);
    arb_clear(db);
    fmpq_mat_clear(dA);
    fmpq_mat_clear(dB);
    fmpq_mat_clear(S);
    fmpq_mat_clear(T);
}

static void size(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    const mondeq_struct *p = pair->p;
    arb_t x, one;
    fmpq_mat_t UX;
    arb_init(x);
    arb_init(one);
    fmpq_mat_init(UX, p->n, p->N);
    fmpq_mat_mul(UX, p->U, p->X);
    ball_frobenius(left, pair->s->Z);
    if (variant == FEATURES_SPECTRAL_X)
        ball_norm(x, p->X);
    else
        ball_frobenius(x, p->X);
    ball_norm(one, p->U);
    arb_mul(x, x, one, INEQUALITY_PREC);
    if (variant == FEATURES_PRODUCT) ball_frobenius(x, UX);
    arb_one(one);
    arb_zero(right);
    add_product(right, x, one, one, p->mu, 1);
    arb_clear(x);
    arb_clear(one);
    fmpq_mat_clear(UX);
}

/* p is the set at step k, q the one at step s. */
static void change(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    const mondeq_struct *p = pair->p, *q = pair->q;
    arb_t x, dU, dW, du, U, u, one;
    arb_init(x);
    arb_init(dU);
    arb_init(dW);
    arb_init(du);
    arb_init(U);
    arb_init(u);
    arb_init(one);
    arb_one(one);
    int outputs = variant == OUTPUTS_CHANGE || variant == OUTPUTS_LABELS;
    ball_frobenius(x, p->X);
    ball_norm_distance(dU, p->U, q->U);
    ball_norm_distance(dW, p->W, q->W);
    ball_frobenius_distance(du, p->u, q->u);
    ball_norm(U, variant == FEATURES_CHANGE_SWAPPED ? p->U : q->U);
    ball_frobenius(u, p->u);
    arb_zero(right);
    add_product(right, dU, outputs ? u : one, one, p->mu, 1);
    add_product(right, dW, U, outputs ? u : one, p->mu, variant == FEATURES_CHANGE_M ? 1 : 2);
    if (outputs) add_product(right, U, du, one, p->mu, 1);
    arb_mul(right, right, x, INEQUALITY_PREC);
    if (variant == OUTPUTS_LABELS)
        ball_frobenius_distance(left, pair->s->yhat, p->y);
    else if (outputs)
        ball_frobenius_distance(left, pair->s->yhat, pair->t->yhat);
    else
        ball_frobenius_distance(left, pair->s->Z, pair->t->Z);
    arb_clear(x);
    arb_clear(dU);
    arb_clear(dW);
    arb_clear(du);
    arb_clear(U);
    arb_clear(u);
    arb_clear(one);
}

int measure_features(arb_t left, arb_t right, const instance_pair_struct *pair, int variant)
{
    if (variant <= FEATURES_PRODUCT) {
        size(left, right, pair, variant);
        return 1;
    }
    if (variant >= WEIGHTS_CHANGE)
        weights_change(left, right, pair, variant);
    else
        change(left, right, pair, variant);
    return 2;
}
