/* width_search: at which width of a grid lambda_0 >= m lambda_star/2 holds with the probability asked for. */
#include "verify/claims/width_search.h"
#include <math.h>
#include <stdlib.h>

#define PREC 128

static slong sample(deq_trial_struct *trial, width_search *s, slong width, const arb_t threshold)
{
    if (s->a != NULL) return audit_trials_deciding(trial, s->a, width, s->trials, 0, threshold);
    deq_options options = {.threshold = threshold};
    slong *number = flint_malloc((size_t)s->trials * sizeof *number);
    for (slong k = 0; k < s->trials; k++) number[k] = k;
    dq_status status = deq_trials(trial, s->model, width, number, s->trials, &options, NULL, NULL, s->why);
    if (status != DQ_OK) s->status = status;
    flint_free(number);
    return status == DQ_OK ? s->trials : 0;
}

decision width_search_ask(void *context, slong width)
{
    width_search *s = context;
    deq_trial_struct *trial = memory_or_end(calloc((size_t)s->trials, sizeof *trial));
    trial_counts counts = {.witness = s->witness, .width = width};
    decision d = DECIDED_OPEN;
    arb_t threshold;
    arf_t lower, upper;
    fmpq_t half;
    arb_init(threshold);
    arf_init(lower);
    arf_init(upper);
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    lambda0_threshold(threshold, s->lambda, half, width);
    slong supplied = trial != NULL && s->status == DQ_OK ? sample(trial, s, width, threshold) : 0;
    for (slong k = 0; k < supplied; k++) lambda0_count(&counts, trial + k, threshold);
    if (supplied > 0)
        d = verdict_decide(s->witness, lower, upper, counts.good, counts.bad, counts.trials, s->t, counts.budget);
    arb_clear(threshold);
    arf_clear(lower);
    arf_clear(upper);
    fmpq_clear(half);
    free(trial);
    return d;
}

slong width_search_grid(slong *grid, slong n, slong most, int steps, const slong *own, slong owns)
{
    slong count = 0;
    for (int k = 0; count < WIDTH_GRID_MAX; k++) {
        slong width = (slong)ceil((double)most * exp2(-(double)k / steps));
        if (width < n || width < 2) break;
        if (count == 0 || grid[count - 1] > width) grid[count++] = width;
    }
    for (slong k = 0; k < owns && count < WIDTH_GRID_MAX; k++) {
        slong at = 0;
        while (at < count && grid[at] > own[k]) at++;
        if ((at < count && grid[at] == own[k]) || own[k] < n || own[k] > most) continue;
        for (slong j = count; j > at; j--) grid[j] = grid[j - 1];
        grid[at] = own[k];
        count++;
    }
    for (slong k = 0; k < count / 2; k++) {
        slong other = grid[k];
        grid[k] = grid[count - 1 - k];
        grid[count - 1 - k] = other;
    }
    return count;
}

void width_search_bounds(arb_t truong, arb_t ling, slong n, const arb_t lambda, const fmpq_t t)
{
    arb_t factor;
    arb_init(factor);
    arb_set_si(factor, n);
    arb_div(factor, factor, lambda, PREC);
    arb_div_fmpz(ling, factor, fmpq_numref(t), PREC);
    arb_mul_fmpz(ling, ling, fmpq_denref(t), PREC);
    arb_log(ling, ling, PREC);
    arb_sqr(factor, factor, PREC);
    arb_mul(ling, ling, factor, PREC);
    arb_set_si(truong, n * n);
    arb_div_fmpz(truong, truong, fmpq_numref(t), PREC);
    arb_mul_fmpz(truong, truong, fmpq_denref(t), PREC);
    arb_log(truong, truong, PREC);
    arb_mul(truong, truong, factor, PREC);
    arb_clear(factor);
}
