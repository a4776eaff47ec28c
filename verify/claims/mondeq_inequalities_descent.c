/* mondeq_inequalities_descent: gradient descent in exact rationals, and the hypotheses of its induction. */
#include "verify/claims/mondeq_inequalities_descent.h"

void descent_init(descent_t d, const mondeq_t p, const char *const radius[DESCENT_BLOCKS], const char *eta)
{
    mondeq_struct *sets[] = {d->before, d->now};
    mondeq_state_struct *states[] = {d->at_before, d->at_now};
    condition_init_model(d->c, p, radius);
    fmpq_init(d->eta);
    rational_set(d->eta, eta);
    d->steps = 0;
    d->regular = d->c->outcome == MONDEQ_REGULAR;
    for (int k = 0; k < 2; k++) {
        mondeq_init(sets[k], p->n, p->d, p->N);
        mondeq_set(sets[k], d->c->p);
        mondeq_state_init(states[k], p);
        mondeq_state_set(states[k], d->c->s);
    }
    for (int k = 0; k < DESCENT_BLOCKS; k++) {
        slong rows, columns;
        mondeq_block_shape(&rows, &columns, p, (mondeq_block)k);
        fmpq_mat_init(d->gradient[k], rows, columns);
    }
}

void descent_clear(descent_t d)
{
    condition_clear(d->c);
    mondeq_clear(d->before);
    mondeq_clear(d->now);
    mondeq_state_clear(d->at_before);
    mondeq_state_clear(d->at_now);
    for (int k = 0; k < DESCENT_BLOCKS; k++) fmpq_mat_clear(d->gradient[k]);
    fmpq_clear(d->eta);
}

int descent_step(descent_t d)
{
    mondeq_derivatives_t g;
    fmpq_t t;
    if (!d->regular) return 0;
    mondeq_set(d->before, d->now);
    mondeq_state_set(d->at_before, d->at_now);
    fmpq_init(t);
    d->regular = mondeq_derivatives(g, d->before, d->at_before);
    for (int k = 0; k < DESCENT_BLOCKS; k++) {
        fmpq_mat_struct *block = mondeq_block_entries(d->now, (mondeq_block)k);
        slong rows = fmpq_mat_nrows(block);
        for (slong c = 0; c < rows * fmpq_mat_ncols(block); c++) { /* vec stacks columns */
            fmpq *derivative = fmpq_mat_entry(g->loss[k], 0, c);
            fmpq_set(fmpq_mat_entry(d->gradient[k], c % rows, c / rows), derivative);
            fmpq_mul(t, d->eta, derivative);
            fmpq_sub(fmpq_mat_entry(block, c % rows, c / rows), fmpq_mat_entry(block, c % rows, c / rows), t);
        }
    }
    mondeq_weights(d->now);
    d->regular = d->regular && mondeq_solve(d->at_now, d->now) == MONDEQ_REGULAR;
    d->steps++;
    mondeq_derivatives_clear(g);
    fmpq_clear(t);
    return d->regular;
}

instance_text descent_as_text(const descent_struct *d)
{
    instance_text out;
    const fmpq_t *r = d->c->radius;
    snprintf(out.text, sizeof out.text,
             "%.2500s, $`\\eta=%s`$, $`R_A=%s`$, $`R_B=%s`$, $`R_U=%s`$, $`R_u=%s`$, $`k=%ld`$",
             instance_as_text(d->c->p).text, rational_as_text(d->eta).text, rational_as_text(r[0]).text,
             rational_as_text(r[1]).text, rational_as_text(r[2]).text, rational_as_text(r[3]).text, (long)d->steps - 1);
    return out;
}

static int answer(const arb_t small, const arb_t large)
{
    return arb_le(small, large) ? 1 : (arb_gt(small, large) ? 0 : -1);
}

int descent_hypothesis_1(const descent_struct *d)
{
    int inside = 1;
    fmpq_t square, radius;
    fmpq_init(square);
    fmpq_init(radius);
    for (int k = 0; k < DESCENT_BLOCKS; k++) {
        fmpq_mat_t D;
        const fmpq_mat_struct *first = mondeq_block_entries((mondeq_struct *)d->c->p, (mondeq_block)k);
        fmpq_mat_init(D, fmpq_mat_nrows(first), fmpq_mat_ncols(first));
        fmpq_mat_sub(D, mondeq_block_entries((mondeq_struct *)d->now, (mondeq_block)k), first);
        exact_frobenius2(square, D);
        fmpq_mul(radius, d->c->radius[k], d->c->radius[k]);
        inside = inside && fmpq_cmp(square, radius) <= 0;
        fmpq_mat_clear(D);
    }
    fmpq_clear(square);
    fmpq_clear(radius);
    return inside;
}

int descent_hypothesis_2(const descent_struct *d)
{
    arb_t half, least;
    arb_init(half);
    arb_init(least);
    arb_mul_2exp_si(half, d->c->lambda0, -1);
    ball_sigma_min(least, d->at_now->Z);
    int holds = d->steps == 0 ? 1 : answer(half, least);
    arb_clear(half);
    arb_clear(least);
    return holds;
}

/* L(k) <= (1 - eta lambda_0^2/4)^k L(0). */
int descent_hypothesis_3(const descent_struct *d)
{
    arb_t rate, loss, t;
    arb_init(rate);
    arb_init(loss);
    arb_init(t);
    arb_sqr(rate, d->c->lambda0, INEQUALITY_PREC);
    arb_set_fmpq(t, d->eta, INEQUALITY_PREC);
    arb_mul(rate, rate, t, INEQUALITY_PREC);
    arb_mul_2exp_si(rate, rate, -2);
    arb_sub_si(rate, rate, 1, INEQUALITY_PREC);
    arb_neg(rate, rate);
    arb_pow_ui(rate, rate, (ulong)d->steps, INEQUALITY_PREC);
    arb_set_fmpq(t, d->c->s->loss, INEQUALITY_PREC);
    arb_mul(rate, rate, t, INEQUALITY_PREC);
    arb_set_fmpq(loss, d->at_now->loss, INEQUALITY_PREC);
    int holds = d->steps == 0 ? 1 : answer(loss, rate);
    arb_clear(rate);
    arb_clear(loss);
    arb_clear(t);
    return holds;
}

void descent_condition_sides(arb_t small, arb_t large, const descent_struct *d, descent_condition_kind which)
{
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    slong line = which == DESCENT_BALLS ? 0 : which == DESCENT_LOSS ? 2 : 1;
    condition_lines(left, right, d->c, which == DESCENT_FEATURES_REPAIRED ? CONDITION_2_REPAIRED : CONDITION_2);
    arb_set(large, left + line);
    arb_set(small, right + line);
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

int descent_condition(const descent_struct *d, descent_condition_kind which)
{
    arb_t small, large;
    arb_init(small);
    arb_init(large);
    descent_condition_sides(small, large, d, which);
    int holds = answer(small, large);
    arb_clear(small);
    arb_clear(large);
    return holds;
}

int descent_theorem_hypotheses(const descent_struct *d)
{
    return condition_holds(d->c, CONDITION_2) == 1 && condition_printed_step(d->c, d->eta);
}
