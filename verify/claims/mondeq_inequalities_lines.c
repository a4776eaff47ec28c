/* mondeq_inequalities_lines: how far one exact step of gradient descent moves the parameters and the features. */
#include "verify/claims/mondeq_inequalities_descent.h"

#define PREC INEQUALITY_PREC

static const fmpq_mat_struct *block(const mondeq_struct *p, mondeq_block which)
{
    return mondeq_block_entries((mondeq_struct *)p, which); /* borrowed, not written */
}

/* y = eta |X|_F |e(k)| c m^-power. */
static void common_factor(arb_t y, const descent_struct *d, slong c, ulong power)
{
    arb_t t;
    arb_init(t);
    arb_set_fmpq(y, d->c->p->mu, PREC);
    arb_pow_ui(y, y, power, PREC);
    arb_set_si(t, c);
    arb_div(y, t, y, PREC);
    arb_set_fmpq(t, d->eta, PREC);
    arb_mul(y, y, t, PREC);
    arb_mul(y, y, d->c->inputs, PREC);
    ball_frobenius(t, d->at_before->e);
    arb_mul(y, y, t, PREC);
    arb_clear(t);
}

/* Lemma 3.3.7, its first four lines without the equalities. */
static void step_of_block(arb_t left, arb_t right, const descent_struct *d, descent_line line)
{
    const arb_struct *a = d->c->bar_A, *u = d->c->bar_U, *v = d->c->bar_u;
    mondeq_block which = line == STEP_U        ? MONDEQ_U
                         : line == STEP_OUTPUT ? MONDEQ_OUTPUT
                         : line == STEP_B      ? MONDEQ_B
                                               : MONDEQ_A;
    ball_frobenius_distance(left, block(d->now, which), block(d->before, which));
    if (which == MONDEQ_U || which == MONDEQ_OUTPUT) {
        common_factor(right, d, 1, 1);
        arb_mul(right, right, which == MONDEQ_U ? v : u, PREC);
        return;
    }
    common_factor(right, d, line == STEP_A_HALF ? 1 : 2, 2);
    arb_mul(right, right, u, PREC);
    arb_mul(right, right, v, PREC);
    if (which == MONDEQ_A) arb_mul(right, right, a, PREC);
}

/* eta |X||e| 4 bar_Uu/m^2 (bar_A^2 + middle bar_A^2 + 1), middle = eta lambda_0^2/16 or eta |X||e(k)| bar_Uu/m^2. */
static void step_of_weights(arb_t left, arb_t right, const descent_struct *d, int alone)
{
    const arb_struct *a = d->c->bar_A, *u = d->c->bar_U, *v = d->c->bar_u;
    arb_t middle, t;
    arb_init(middle);
    arb_init(t);
    ball_norm_distance(left, d->now->W, d->before->W);
    if (alone) {
        common_factor(middle, d, 1, 2);
        arb_mul(middle, middle, u, PREC);
        arb_mul(middle, middle, v, PREC);
    } else {
        arb_set_fmpq(middle, d->eta, PREC);
        arb_sqr(t, d->c->lambda0, PREC);
        arb_mul(middle, middle, t, PREC);
        arb_mul_2exp_si(middle, middle, -4);
    }
    arb_add_si(middle, middle, 1, PREC);
    arb_mul(middle, middle, a, PREC);
    arb_mul(middle, middle, a, PREC);
    arb_add_si(middle, middle, 1, PREC);
    common_factor(right, d, 4, 2);
    arb_mul(right, right, u, PREC);
    arb_mul(right, right, v, PREC);
    arb_mul(right, right, middle, PREC);
    arb_clear(middle);
    arb_clear(t);
}

/* |X||yhat(0) - y| 16 (3 bar_A^2 + 2) bar_Uu/(lambda_0^2 m^2). */
static void away_of_weights(arb_t left, arb_t right, const descent_struct *d)
{
    const arb_struct *a = d->c->bar_A;
    arb_t t;
    arb_init(t);
    ball_frobenius_distance(left, d->now->W, d->c->p->W);
    arb_sqr(right, a, PREC);
    arb_mul_si(right, right, 3, PREC);
    arb_add_si(right, right, 2, PREC);
    arb_mul_2exp_si(right, right, 4);
    arb_mul(right, right, d->c->bar_U, PREC);
    arb_mul(right, right, d->c->bar_u, PREC);
    arb_mul(right, right, d->c->inputs, PREC);
    arb_mul(right, right, d->c->residual, PREC);
    arb_set_fmpq(t, d->c->p->mu, PREC);
    arb_mul(t, t, d->c->lambda0, PREC);
    arb_sqr(t, t, PREC);
    arb_div(right, right, t, PREC);
    arb_clear(t);
}

int descent_sides(arb_t left, arb_t right, const descent_struct *d, descent_line line)
{
    static const mondeq_block away[] = {MONDEQ_U, MONDEQ_OUTPUT, MONDEQ_A, MONDEQ_B};
    switch (line) {
    case STEP_W:
    case STEP_W_ALONE:
        step_of_weights(left, right, d, line == STEP_W_ALONE);
        return 1;
    case AWAY_U:
    case AWAY_OUTPUT:
    case AWAY_A:
    case AWAY_B:
        ball_frobenius_distance(left, block(d->now, away[line - AWAY_U]), block(d->c->p, away[line - AWAY_U]));
        arb_set_fmpq(right, d->c->radius[away[line - AWAY_U]], PREC);
        return 1;
    case AWAY_W:
        away_of_weights(left, right, d);
        return 1;
    case NORM_A:
        ball_frobenius(left, d->now->A);
        arb_set(right, d->c->bar_A);
        return 1;
    case FEATURES_KEPT:
    case FEATURES_KEPT_ALL:
        arb_mul_2exp_si(left, d->c->lambda0, line == FEATURES_KEPT ? -1 : 0);
        ball_sigma_min(right, d->at_now->Z);
        return 1;
    case FIRST_TERM:
    case FIRST_TERM_REPAIRED:
    case FIRST_TERM_SQUARES:
    case SECOND_TERM:
    case SECOND_TERM_REPAIRED:
    case SECOND_TERM_ZERO:
    case THIRD_TERM:
    case THIRD_TERM_ANY_SHAPE:
    case THIRD_TERM_OWN_RATE:
    case THIRD_TERM_FOURFOLD:
        return descent_term_sides(left, right, d, line);
    default:
        step_of_block(left, right, d, line);
        return 1;
    }
}
