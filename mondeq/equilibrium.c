/* equilibrium: the fixed point of z = relu(Wz + c), one rational sample at a time.

   z = relu(Wz + c) says: w = (I - W)z - c >= 0, z >= 0, z^T w = 0, a linear complementarity problem.  For mu > 0 the
   symmetric part of I - W is positive definite, so I - W is a P-matrix: the solution is unique and Murty's least-index
   principal pivoting reaches it from any starting pattern in finitely many steps.  Doubles guess the pattern; every step
   and the verification are exact. */
#include "mondeq/mondeq.h"
#include <math.h>

#define GUESS_STEPS 60
#define STEPS_MOST  (WORD(1) << 20)

void mondeq_state_init(mondeq_state_t s, const mondeq_t p)
{
    fmpq_mat_init(s->Z, p->n, p->N);
    fmpq_mat_init(s->P, p->n, p->N);
    fmpq_mat_init(s->D, p->n, p->N);
    fmpq_mat_init(s->yhat, p->N, 1);
    fmpq_mat_init(s->e, p->N, 1);
    fmpq_init(s->loss);
}

void mondeq_state_clear(mondeq_state_t s)
{
    fmpq_mat_clear(s->Z);
    fmpq_mat_clear(s->P);
    fmpq_mat_clear(s->D);
    fmpq_mat_clear(s->yhat);
    fmpq_mat_clear(s->e);
    fmpq_clear(s->loss);
}

void mondeq_state_set(mondeq_state_t s, const mondeq_state_t t)
{
    fmpq_mat_set(s->Z, t->Z);
    fmpq_mat_set(s->P, t->P);
    fmpq_mat_set(s->D, t->D);
    fmpq_mat_set(s->yhat, t->yhat);
    fmpq_mat_set(s->e, t->e);
    fmpq_set(s->loss, t->loss);
}

int mondeq_evaluate(mondeq_state_t s, const mondeq_t p)
{
    int regular = 1;
    fmpq_mat_t T;
    fmpq_mat_init(T, p->n, p->N);
    fmpq_mat_mul(T, p->U, p->X);
    fmpq_mat_mul(s->P, p->W, s->Z);
    fmpq_mat_add(s->P, s->P, T);
    for (slong i = 0; i < p->n; i++)
        for (slong j = 0; j < p->N; j++) {
            int sign = fmpq_sgn(fmpq_mat_entry(s->P, i, j));
            fmpq_set_si(fmpq_mat_entry(s->D, i, j), sign > 0, 1);
            if (sign == 0) regular = 0;
        }
    fmpq_mat_clear(T);
    fmpq_mat_init(T, p->N, p->n);
    fmpq_mat_transpose(T, s->Z);
    fmpq_mat_mul(s->yhat, T, p->u);
    fmpq_mat_clear(T);
    fmpq_mat_sub(s->e, s->yhat, p->y);
    exact_frobenius2(s->loss, s->e);
    fmpq_div_2exp(s->loss, s->loss, 1);
    return regular;
}

/* active[i] = 1 where Peaceman-Rachford steps in doubles end with a positive entry. */
static void guess_pattern(int *active, const fmpq_mat_t W, const fmpq_mat_t c)
{
    slong n = fmpq_mat_nrows(W);
    double *copy = flint_malloc((size_t)(n * n + 2 * n) * sizeof(double)), *right = copy + n * n, *z = right + n;
    double lipschitz = 1;
    for (slong i = 0; i < n; i++) {
        right[i] = fmpq_get_d(fmpq_mat_entry(c, i, 0));
        z[i] = 0;
        for (slong j = 0; j < n; j++) {
            double w = copy[i * n + j] = fmpq_get_d(fmpq_mat_entry(W, i, j));
            lipschitz += (w - (i == j)) * (w - (i == j));
        }
    }
    mondeq_double m = {n, copy, right};
    /* alpha is only a guess at a good step; Peaceman-Rachford converges for every one */
    if (approx_peaceman_rachford(z, NULL, &m, 1 / sqrt(lipschitz), GUESS_STEPS, 1e-12) < 0)
        for (slong i = 0; i < n; i++) z[i] = right[i];
    for (slong i = 0; i < n; i++) active[i] = z[i] > 1e-9;
    flint_free(copy);
}

/* z with (I - W)z = c on the active units and 0 elsewhere, w = (I - W)z - c; 0 when the system is singular. */
static int pattern_solution(fmpq_mat_t z, fmpq_mat_t w, const fmpq_mat_t M, const fmpq_mat_t c, const int *active)
{
    slong n = fmpq_mat_nrows(M);
    fmpq_mat_t S, r;
    fmpq_mat_init(S, n, n);
    fmpq_mat_init(r, n, 1);
    for (slong i = 0; i < n; i++) {
        for (slong j = 0; j < n; j++) {
            if (active[i] && active[j])
                fmpq_set(fmpq_mat_entry(S, i, j), fmpq_mat_entry(M, i, j));
            else
                fmpq_set_si(fmpq_mat_entry(S, i, j), i == j, 1);
        }
        if (active[i]) fmpq_set(fmpq_mat_entry(r, i, 0), fmpq_mat_entry(c, i, 0));
    }
    int solved = fmpq_mat_solve(z, S, r);
    if (solved) {
        fmpq_mat_mul(w, M, z);
        fmpq_mat_sub(w, w, c);
    }
    fmpq_mat_clear(S);
    fmpq_mat_clear(r);
    return solved;
}

/* The solution for one sample, c = Ux; 0 when none was found. */
static int solve_sample(fmpq_mat_t z, const fmpq_mat_t W, const fmpq_mat_t c)
{
    slong n = fmpq_mat_nrows(W), least = 0;
    int *active = flint_malloc((size_t)n * sizeof(int)), solved = 1;
    fmpq_mat_t M, w;
    fmpq_mat_init(M, n, n);
    fmpq_mat_init(w, n, 1);
    fmpq_mat_one(M);
    fmpq_mat_sub(M, M, W);
    guess_pattern(active, W, c);
    for (slong step = 0; solved && least < n; step++) {
        solved = step < STEPS_MOST && pattern_solution(z, w, M, c, active);
        for (least = 0; solved && least < n; least++) /* the least index that violates its sign */
            if (fmpq_sgn(fmpq_mat_entry(active[least] ? z : w, least, 0)) < 0) {
                active[least] = !active[least];
                break;
            }
    }
    flint_free(active);
    fmpq_mat_clear(M);
    fmpq_mat_clear(w);
    return solved;
}

mondeq_outcome mondeq_solve(mondeq_state_t s, const mondeq_t p)
{
    int solved = 1;
    fmpq_mat_t right, c, z;
    fmpq_mat_init(right, p->n, p->N);
    fmpq_mat_init(c, p->n, 1);
    fmpq_mat_init(z, p->n, 1);
    fmpq_mat_mul(right, p->U, p->X);
    for (slong j = 0; solved && j < p->N; j++) {
        for (slong i = 0; i < p->n; i++) fmpq_set(fmpq_mat_entry(c, i, 0), fmpq_mat_entry(right, i, j));
        solved = solve_sample(z, p->W, c);
        for (slong i = 0; solved && i < p->n; i++) fmpq_set(fmpq_mat_entry(s->Z, i, j), fmpq_mat_entry(z, i, 0));
    }
    fmpq_mat_clear(right);
    fmpq_mat_clear(c);
    fmpq_mat_clear(z);
    if (!solved) return MONDEQ_NO_EQUILIBRIUM;
    return mondeq_evaluate(s, p) ? MONDEQ_REGULAR : MONDEQ_KINK;
}
