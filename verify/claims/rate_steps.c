/* rate_steps: the conclusions of gd.linear-rate at one step of a run. */
#include "verify/claims/rate_steps.h"

#define PREC 128

void rate_sides(arb_t value, arb_t bound, const descent_run_struct *run, const arb_t share, slong k, rate_part part)
{
    const deq_step_struct *s = &run->step[k], *start = &run->step[0];
    arb_t lambda0;
    arb_init(lambda0);
    arb_set_deq_interval(lambda0, start->exact.lambda);
    switch (part) {
    case RATE_NORM:
        arb_set_deq_interval(value, s->exact.norm);
        arb_set_d(bound, run->model->L);
        arb_mul(value, value, bound, PREC);
        arb_one(bound);
        break;
    case RATE_EIGENVALUE:
        arb_set_deq_interval(value, s->exact.lambda);
        arb_mul_2exp_si(bound, lambda0, -1);
        break;
    case RATE_LOSS:
        arb_set_d(bound, run->done->step_size);
        arb_mul(bound, bound, lambda0, PREC);
        arb_mul(bound, bound, share, PREC);
        arb_sub_ui(bound, bound, 1, PREC);
        arb_neg(bound, bound);
        arb_pow_ui(bound, bound, (ulong)k, PREC);
        arb_set_deq_interval(value, start->exact.loss);
        arb_mul(bound, bound, value, PREC);
        arb_set_deq_interval(value, s->exact.loss);
        break;
    }
    arb_clear(lambda0);
}

int step_of_run(const descent_run_struct *run, slong step, reason_t why)
{
    if (step >= 0 && step < run->count) return 1;
    reason_set(why, "the run has the steps 0 to %ld", (long)run->count - 1);
    return 0;
}

static dq_status measure(arb_t value, arb_t bound, audit_t a, const slong *place, rate_part part, reason_t why)
{
    const descent_run_struct *run = audit_descent(a);
    arb_t half;
    if (!step_of_run(run, place[0], why)) return DQ_INPUT;
    arb_init(half);
    arb_set_d(half, 0.5);
    rate_sides(value, bound, run, half, place[0], part);
    arb_clear(half);
    return DQ_OK;
}

dq_status rate_measure_norm(arb_t value, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    (void)unused_width;
    return measure(value, bound, a, place, RATE_NORM, why);
}

dq_status rate_measure_eigenvalue(arb_t value, arb_t bound, audit_t a, slong unused_width, const slong *place,
                                  reason_t why)
{
    (void)unused_width;
    return measure(value, bound, a, place, RATE_EIGENVALUE, why);
}

dq_status rate_measure_loss(arb_t value, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    (void)unused_width;
    return measure(value, bound, a, place, RATE_LOSS, why);
}
