/* mondeq_experiments: one rule for every experiment of the thesis: what it says of its figure is taken as an event of one trial
   (networks, data and directions drawn anew) that happens at least every second time. */
#include "verify/claims/mondeq_experiments.h"

#include <math.h>
#include <stdlib.h>

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

double approx_median(double *value, slong count)
{
    qsort(value, (size_t)count, sizeof *value, by_size);
    return (value[(count - 1) / 2] + value[count / 2]) / 2;
}

void experiment_verdict(verdict_t v, slong good, slong bad, slong trials, const char *event)
{
    arf_t lower, upper;
    fmpq_t half;
    arf_init(lower);
    arf_init(upper);
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    decision d = verdict_decide(v, lower, upper, (ulong)good, (ulong)bad, (ulong)trials, half, 0);
    verdict_set(v,
                d == DECIDED_SUPPORTED  ? VERDICT_SUPPORTED
                : d == DECIDED_REJECTED ? VERDICT_REJECTED
                                        : VERDICT_INCONCLUSIVE,
                "In %ld of %ld independent trials %s; taken as: this happens in at least every second trial (exact "
                "binomial limits "
                "at level " DECISION_ALPHA ").",
                (long)good, (long)trials, event);
    verdict_confidence(v, "probability of the event", lower, upper, 6);
    arf_clear(lower);
    arf_clear(upper);
    fmpq_clear(half);
}
