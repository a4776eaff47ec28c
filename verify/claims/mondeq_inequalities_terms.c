/* mondeq_inequalities_terms: the terms I_1, I_2, I_3 of the progress of one exact step, and their bounds. */
#include "verify/claims/mondeq_inequalities_descent.h"

#define PREC INEQUALITY_PREC

/* y = c x_1 x_2 ... x_n m^-power. */
static void product(arb_t y, slong c, const arb_struct *const *x, slong n, const fmpq_t m, ulong power)
{
    arb_t t;
    arb_init(t);
    arb_set_fmpq(t, m, PREC);
    arb_pow_ui(t, t, power, PREC);
    arb_set_si(y, c);
    arb_div(y, y, t, PREC);
    for (slong i = 0; i < n; i++) arb_mul(y, y, x[i], PREC);
    arb_clear(t);
}

/* first = C_11 = |X|_F^2 (bar_u^2 + 4 bar_Uu^2 + 4 bar_UuA^2 + bar_U^2), second = C_12 = |X|_F^2 bar_UuA^2/4, outputs =
   bar_U^2 |X|_F^2, the squares of one bar divided by m^single, the products by m^several: 0, 0 as printed, 2, 4 repaired. */
static void constants(arb_t first, arb_t second, arb_t outputs, const descent_struct *d, ulong single, ulong several)
{
    const arb_struct *a = d->c->bar_A, *u = d->c->bar_U, *v = d->c->bar_u, *x = d->c->inputs;
    const arb_struct *const xxvv[] = {x, x, v, v}, *const xxuu[] = {x, x, u, u};
    const arb_struct *const all[] = {x, x, u, u, v, v, a, a};
    const fmpq *m = d->c->p->mu;
    arb_t t;
    arb_init(t);
    product(outputs, 1, xxuu, 4, m, single);
    product(first, 1, xxvv, 4, m, single);
    arb_add(first, first, outputs, PREC);
    product(t, 4, all, 6, m, several);
    arb_add(first, first, t, PREC);
    product(second, 1, all, 8, m, several);
    arb_mul_2exp_si(t, second, 2);
    arb_add(first, first, t, PREC);
    arb_mul_2exp_si(second, second, -2);
    arb_clear(t);
}

/* I_1, I_2, -I_3 with g = Z(k)^T u(k+1). */
static void term(arb_t value, const descent_struct *d, int which)
{
    fmpq_t sum;
    fmpq_mat_t g, T, change;
    slong N = d->c->p->N;
    fmpq_init(sum);
    fmpq_mat_init(g, N, 1);
    fmpq_mat_init(T, N, d->c->p->n);
    fmpq_mat_init(change, N, 1);
    fmpq_mat_transpose(T, d->at_before->Z);
    fmpq_mat_mul(g, T, d->now->u);
    if (which == 1) {
        fmpq_mat_sub(change, d->at_now->yhat, d->at_before->yhat);
        exact_frobenius2(sum, change);
        fmpq_div_2exp(sum, sum, 1);
    } else {
        if (which == 2)
            fmpq_mat_sub(change, d->at_now->yhat, g);
        else
            fmpq_mat_sub(change, d->at_before->yhat, g);
        for (slong j = 0; j < N; j++)
            fmpq_addmul(sum, fmpq_mat_entry(change, j, 0), fmpq_mat_entry(d->at_before->e, j, 0));
    }
    arb_set_fmpq(value, sum, PREC);
    fmpq_clear(sum);
    fmpq_mat_clear(g);
    fmpq_mat_clear(T);
    fmpq_mat_clear(change);
}

/* L(k)(eta C_11 + eta^2 lambda_0^2 C_12)^2, its last term as printed with lambda_0 for lambda_0^4. */
static void first_bound(arb_t right, const descent_struct *d, descent_line line)
{
    arb_t first, second, outputs, eta, t;
    arb_init(first);
    arb_init(second);
    arb_init(outputs);
    arb_init(eta);
    arb_init(t);
    if (line == FIRST_TERM)
        constants(first, second, outputs, d, 0, 0);
    else
        constants(first, second, outputs, d, 2, line == FIRST_TERM_SQUARES ? 2 : 4);
    arb_set_fmpq(eta, d->eta, PREC);
    arb_mul(first, first, eta, PREC);
    arb_mul(second, second, eta, PREC);
    arb_mul(second, second, eta, PREC); /* eta C_11, eta^2 C_12 */
    arb_sqr(t, d->c->lambda0, PREC);
    arb_mul(t, t, second, PREC);
    if (line != FIRST_TERM) {
        arb_add(right, first, t, PREC);
        arb_sqr(right, right, PREC);
    } else {
        arb_mul_2exp_si(t, t, 1);
        arb_add(t, t, first, PREC);
        arb_mul(right, t, first, PREC);
        arb_sqr(t, second, PREC);
        arb_addmul(right, t, d->c->lambda0, PREC);
    }
    arb_set_fmpq(t, d->at_before->loss, PREC);
    arb_mul(right, right, t, PREC);
    arb_clear(first);
    arb_clear(second);
    arb_clear(outputs);
    arb_clear(eta);
    arb_clear(t);
}

/* 2 L(k)(eta (C_11 - bar_U^2|X|^2) + eta^2 lambda_0^2 C_12). */
static void second_bound(arb_t right, const descent_struct *d, int repaired)
{
    arb_t first, second, outputs, eta;
    arb_init(first);
    arb_init(second);
    arb_init(outputs);
    arb_init(eta);
    constants(first, second, outputs, d, repaired ? 2 : 0, repaired ? 4 : 0);
    arb_set_fmpq(eta, d->eta, PREC);
    arb_mul(second, second, eta, PREC);
    arb_mul(second, second, d->c->lambda0, PREC);
    arb_mul(second, second, d->c->lambda0, PREC);
    arb_sub(first, first, outputs, PREC);
    arb_add(right, first, second, PREC);
    arb_mul(right, right, eta, PREC);
    arb_set_fmpq(eta, d->at_before->loss, PREC);
    arb_mul(right, right, eta, PREC);
    arb_mul_2exp_si(right, right, 1);
    arb_clear(first);
    arb_clear(second);
    arb_clear(outputs);
    arb_clear(eta);
}

/* left = eta rate^2 2^exponent L(k), right = -I_3. */
static void third(arb_t left, arb_t right, const descent_struct *d, const arb_t rate, slong exponent)
{
    arb_t t;
    arb_init(t);
    term(right, d, 3);
    arb_sqr(left, rate, PREC);
    arb_mul_2exp_si(left, left, exponent);
    arb_set_fmpq(t, d->eta, PREC);
    arb_mul(left, left, t, PREC);
    arb_set_fmpq(t, d->at_before->loss, PREC);
    arb_mul(left, left, t, PREC);
    arb_clear(t);
}

int descent_term_sides(arb_t left, arb_t right, const descent_struct *d, descent_line line)
{
    arb_t rate;
    switch (line) {
    case FIRST_TERM:
    case FIRST_TERM_REPAIRED:
    case FIRST_TERM_SQUARES:
        term(left, d, 1);
        first_bound(right, d, line);
        return 1;
    case SECOND_TERM:
    case SECOND_TERM_REPAIRED:
        term(left, d, 2);
        second_bound(right, d, line != SECOND_TERM);
        return 1;
    case SECOND_TERM_ZERO:
        term(left, d, 2);
        arb_zero(right);
        return 1;
    case THIRD_TERM:
    case THIRD_TERM_ANY_SHAPE:
    case THIRD_TERM_FOURFOLD:
        third(left, right, d, d->c->lambda0, line == THIRD_TERM_FOURFOLD ? 1 : -1);
        return line == THIRD_TERM_ANY_SHAPE || d->c->p->n >= d->c->p->N;
    case THIRD_TERM_OWN_RATE:
        arb_init(rate);
        ball_sigma_min(rate, d->at_before->Z);
        third(left, right, d, rate, 1);
        arb_clear(rate);
        return d->c->p->n >= d->c->p->N;
    default:
        return 0;
    }
}
