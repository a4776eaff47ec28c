/* mondeq_descent: the iterates of gradient descent enclosed.

   The equilibrium of an iterate: doubles guess the pattern D of the ReLU, balls solve (I - D_j W) z_j = D_j U x_j and certify that
   every pre-activation has the sign D says; the equilibrium is the only one (mu > 0), so z_j encloses it.  With
   V_j = D_j (I - W^T D_j)^-1 u e_j:  grad_u = Ze, grad_U = VX^T, and with G = VZ^T, grad_A = -A(G + G^T), grad_B = G - G^T
   (dW = -dA^T A - A^T dA + dB - dB^T).  Radii grow by rounding and by the steps' dependence on the iterate, a few bits a step. */
#include "verify/claims/mondeq_descent.h"

#include <math.h>
#include <stdlib.h>

static void set_all(arb_mat_t M, const fmpq_mat_t Q, slong prec)
{
    arb_mat_init(M, fmpq_mat_nrows(Q), fmpq_mat_ncols(Q));
    arb_mat_set_fmpq_mat(M, Q, prec);
}

void iterate_init(iterate_t g, const mondeq_t p, slong prec)
{
    g->n = p->n;
    g->d = p->d;
    g->N = p->N;
    g->prec = prec;
    set_all(g->A, p->A, prec);
    set_all(g->B, p->B, prec);
    set_all(g->U, p->U, prec);
    set_all(g->u, p->u, prec);
    set_all(g->X, p->X, prec);
    set_all(g->y, p->y, prec);
    arb_mat_init(g->Z, p->n, p->N);
    arb_mat_init(g->e, p->N, 1);
    arb_mat_init(g->gA, p->n, p->n);
    arb_mat_init(g->gB, p->n, p->n);
    arb_mat_init(g->gU, p->n, p->d);
    arb_mat_init(g->gu, p->n, 1);
    arb_init(g->mu);
    arb_init(g->loss);
    arb_set_fmpq(g->mu, p->mu, prec);
}

void iterate_clear(iterate_t g)
{
    arb_mat_struct *const all[] = {g->A, g->B, g->U, g->u, g->X, g->y, g->Z, g->e, g->gA, g->gB, g->gU, g->gu};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) arb_mat_clear(all[k]);
    arb_clear(g->mu);
    arb_clear(g->loss);
}

/* W = (1 - mu)I - A^T A + B - B^T. */
static void weights(arb_mat_t W, const iterate_t g)
{
    arb_mat_t T;
    arb_mat_init(T, g->n, g->n);
    arb_mat_transpose(T, g->A);
    arb_mat_mul(W, T, g->A, g->prec);
    arb_mat_neg(W, W);
    arb_mat_add(W, W, g->B, g->prec);
    arb_mat_transpose(T, g->B);
    arb_mat_sub(W, W, T, g->prec);
    for (slong i = 0; i < g->n; i++) {
        arb_add_ui(arb_mat_entry(W, i, i), arb_mat_entry(W, i, i), 1, g->prec);
        arb_sub(arb_mat_entry(W, i, i), arb_mat_entry(W, i, i), g->mu, g->prec);
    }
    arb_mat_clear(T);
}

/* M = I - D W, or I - W^T D with transposed = 1; D = diag(on). */
static void jacobian(arb_mat_t M, const arb_mat_t W, const char *on, int transposed, slong prec)
{
    slong n = arb_mat_nrows(W);
    for (slong i = 0; i < n; i++)
        for (slong k = 0; k < n; k++) {
            if (on[transposed ? k : i])
                arb_neg(arb_mat_entry(M, i, k), transposed ? arb_mat_entry(W, k, i) : arb_mat_entry(W, i, k));
            else
                arb_zero(arb_mat_entry(M, i, k));
            if (i == k) arb_add_ui(arb_mat_entry(M, i, k), arb_mat_entry(M, i, k), 1, prec);
        }
}

/* on[i] = 1 where unit i of the sample is active, guessed from the midpoints by Peaceman-Rachford. */
static int guess(char *on, const arb_mat_t W, const arb_mat_t UX, slong j)
{
    slong n = arb_mat_nrows(W);
    double *w = flint_malloc((size_t)(n * n + 2 * n) * sizeof *w);
    double *c = w + n * n, *z = c + n, scale = 0;
    for (slong i = 0; i < n; i++)
        for (slong k = 0; k < n; k++) w[i * n + k] = arf_get_d(arb_midref(arb_mat_entry(W, i, k)), ARF_RND_NEAR);
    for (slong i = 0; i < n; i++)
        scale = fmax(scale, fabs(c[i] = arf_get_d(arb_midref(arb_mat_entry(UX, i, j)), ARF_RND_NEAR)));
    for (slong i = 0; i < n; i++) z[i] = 0, c[i] /= scale > 0 ? scale : 1; /* the equilibrium scales with c */
    mondeq_double model = {n, w, c};
    slong steps = approx_peaceman_rachford(z, NULL, &model, 1.0, 2000, 1e-12);
    for (slong i = 0; i < n; i++) {
        double p = c[i];
        for (slong k = 0; k < n; k++) p += w[i * n + k] * z[k];
        on[i] = p > 0;
    }
    free(w);
    return steps >= 0;
}

/* Column j of Z, certified, and v = D(I - W^T D)^-1 u (the adjoint for a residual of 1). */
static int sample(iterate_t g, arb_mat_t v, const arb_mat_t W, const arb_mat_t UX, slong j)
{
    slong n = g->n;
    char *on = flint_malloc((size_t)n);
    arb_mat_t M, z, p;
    arb_mat_init(M, n, n);
    arb_mat_init(z, n, 1);
    arb_mat_init(p, n, 1);
    int certified = guess(on, W, UX, j);
    jacobian(M, W, on, 0, g->prec);
    for (slong i = 0; i < n; i++)
        if (on[i]) arb_set(arb_mat_entry(z, i, 0), arb_mat_entry(UX, i, j));
    certified = certified && arb_mat_solve(z, M, z, g->prec);
    arb_mat_mul(p, W, z, g->prec);
    for (slong i = 0; certified && i < n; i++) {
        arb_add(arb_mat_entry(p, i, 0), arb_mat_entry(p, i, 0), arb_mat_entry(UX, i, j), g->prec);
        certified = on[i] ? arb_is_positive(arb_mat_entry(p, i, 0)) : arb_is_negative(arb_mat_entry(p, i, 0));
        arb_set(arb_mat_entry(g->Z, i, j), arb_mat_entry(z, i, 0));
    }
    jacobian(M, W, on, 1, g->prec);
    certified = certified && arb_mat_solve(v, M, g->u, g->prec);
    for (slong i = 0; i < n; i++)
        if (!on[i]) arb_zero(arb_mat_entry(v, i, 0));
    arb_mat_clear(M);
    arb_mat_clear(z);
    arb_mat_clear(p);
    free(on);
    return certified;
}

static void square_sum(arb_t value, const arb_mat_t M, slong prec)
{
    arb_zero(value);
    for (slong i = 0; i < arb_mat_nrows(M); i++)
        for (slong j = 0; j < arb_mat_ncols(M); j++)
            arb_addmul(value, arb_mat_entry(M, i, j), arb_mat_entry(M, i, j), prec);
}

/* P = M T^T. */
static void times_transposed(arb_mat_t P, const arb_mat_t M, const arb_mat_t T, slong prec)
{
    arb_mat_t S;
    arb_mat_init(S, arb_mat_ncols(T), arb_mat_nrows(T));
    arb_mat_transpose(S, T);
    arb_mat_mul(P, M, S, prec);
    arb_mat_clear(S);
}

int iterate_evaluate(iterate_t g)
{
    arb_mat_t W, UX, V, v, G, T;
    arb_mat_init(W, g->n, g->n);
    arb_mat_init(UX, g->n, g->N);
    arb_mat_init(V, g->n, g->N);
    arb_mat_init(v, g->n, 1);
    arb_mat_init(G, g->n, g->n);
    arb_mat_init(T, g->n, g->n);
    weights(W, g);
    arb_mat_mul(UX, g->U, g->X, g->prec);
    int certified = 1;
    for (slong j = 0; j < g->N && certified; j++) {
        certified = sample(g, v, W, UX, j);
        arb_ptr e = arb_mat_entry(g->e, j, 0);
        arb_neg(e, arb_mat_entry(g->y, j, 0));
        for (slong i = 0; i < g->n; i++) arb_addmul(e, arb_mat_entry(g->Z, i, j), arb_mat_entry(g->u, i, 0), g->prec);
        for (slong i = 0; i < g->n; i++) arb_mul(arb_mat_entry(V, i, j), arb_mat_entry(v, i, 0), e, g->prec);
    }
    square_sum(g->loss, g->e, g->prec);
    arb_mul_2exp_si(g->loss, g->loss, -1);
    arb_mat_mul(g->gu, g->Z, g->e, g->prec);
    times_transposed(g->gU, V, g->X, g->prec);
    times_transposed(G, V, g->Z, g->prec);
    arb_mat_transpose(T, G);
    arb_mat_sub(g->gB, G, T, g->prec);
    arb_mat_add(T, G, T, g->prec);
    arb_mat_mul(g->gA, g->A, T, g->prec);
    arb_mat_neg(g->gA, g->gA);
    arb_mat_clear(W);
    arb_mat_clear(UX);
    arb_mat_clear(V);
    arb_mat_clear(v);
    arb_mat_clear(G);
    arb_mat_clear(T);
    return certified;
}

void iterate_step(iterate_t g, const fmpq_t eta)
{
    arb_mat_struct *const block[] = {g->A, g->B, g->U, g->u}, *const gradient[] = {g->gA, g->gB, g->gU, g->gu};
    arb_t step;
    arb_init(step);
    arb_set_fmpq(step, eta, g->prec);
    for (int k = 0; k < 4; k++) {
        arb_mat_scalar_mul_arb(gradient[k], gradient[k], step, g->prec);
        arb_mat_sub(block[k], block[k], gradient[k], g->prec);
    }
    arb_clear(step);
}

void iterate_travelled(arb_struct *distance, const iterate_t g, const mondeq_t p)
{
    const arb_mat_struct *const block[] = {g->A, g->B, g->U, g->u};
    const fmpq_mat_struct *const start[] = {p->A, p->B, p->U, p->u};
    for (int k = 0; k < 4; k++) {
        arb_mat_t D;
        set_all(D, start[k], g->prec);
        arb_mat_sub(D, block[k], D, g->prec);
        square_sum(distance + k, D, g->prec);
        arb_sqrtpos(distance + k, distance + k, g->prec);
        arb_mat_clear(D);
    }
}

void iterate_gradient_norm2(arb_t value, const iterate_t g)
{
    const arb_mat_struct *const gradient[] = {g->gA, g->gB, g->gU, g->gu};
    arb_t term;
    arb_init(term);
    arb_zero(value);
    for (int k = 0; k < 4; k++) {
        square_sum(term, gradient[k], g->prec);
        arb_add(value, value, term, g->prec);
    }
    arb_clear(term);
}

void iterate_features2(arb_t value, const iterate_t g)
{
    reason_t why;
    arb_mat_t S, T;
    reason_init(why);
    arb_mat_init(S, g->N, g->N);
    arb_mat_init(T, g->N, g->n);
    arb_mat_transpose(T, g->Z);
    arb_mat_mul(S, T, g->Z, g->prec);
    arb_mat_lambda_min(value, S, 40, why);
    arb_mat_clear(S);
    arb_mat_clear(T);
}
