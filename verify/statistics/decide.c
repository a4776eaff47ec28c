#include "verify/statistics/statistics.h"
#include <string.h>

static void set_alpha(fmpq_t alpha)
{
    reason_t why;
    reason_init(why);
    if (fmpq_set_decimal(alpha, DECISION_ALPHA, strlen(DECISION_ALPHA), why) != DQ_OK) flint_abort();
}

/* x := x + change rounded in the direction of the change, kept inside [0,1]. */
static void shift_limit(arf_t x, const arf_t change, int upwards)
{
    if (upwards) {
        arf_add(x, x, change, 64, ARF_RND_CEIL);
        if (arf_cmp_si(x, 1) > 0) arf_one(x);
    } else {
        arf_sub(x, x, change, 64, ARF_RND_FLOOR);
        if (arf_sgn(x) < 0) arf_zero(x);
    }
}

/* A trial counted as a success is one with probability at least 1 - budget, so Pr(counted) <= Pr(success) + budget, and
   the limits of the counted events' probability move outwards by the budget; the same for failures. */
decision decide_probability(arf_t lower, arf_t upper, ulong good, ulong bad, ulong trials, const fmpq_t t,
                            double budget)
{
    arf_zero(lower);
    arf_one(upper);
    if (trials == 0 || good > trials || bad > trials - good || !(budget >= 0 && budget <= 1)) return DECIDED_OPEN;

    fmpq_t alpha, required, limit;
    arf_t charged, unused;
    fmpq_init(alpha);
    fmpq_init(required);
    fmpq_init(limit);
    arf_init(charged);
    arf_init(unused);
    set_alpha(alpha);
    arf_set_d(charged, budget);
    clopper_pearson(lower, unused, good, trials, alpha);
    clopper_pearson(unused, upper, trials - bad, trials, alpha);
    shift_limit(lower, charged, 0);
    shift_limit(upper, charged, 1);

    decision decided = DECIDED_OPEN;
    if (arf_is_finite(lower) && arf_is_finite(upper)) {
        fmpq_one(required);
        fmpq_sub(required, required, t);
        arf_get_fmpq(limit, lower);
        if (fmpq_cmp(limit, required) >= 0) decided = DECIDED_SUPPORTED;
        arf_get_fmpq(limit, upper);
        if (fmpq_cmp(limit, required) < 0) decided = DECIDED_REJECTED;
    }
    fmpq_clear(alpha);
    fmpq_clear(required);
    fmpq_clear(limit);
    arf_clear(charged);
    arf_clear(unused);
    return decided;
}

/* The lower limit of N successes in N trials is alpha^(1/N), so the least N with (1-t)^N <= alpha: the ceiling of
   ln alpha / ln(1-t), at the precision where the ball decides it. */
ulong trials_needed(const fmpq_t t)
{
    if (fmpq_sgn(t) <= 0) return UWORD_MAX;
    if (fmpq_cmp_si(t, 1) >= 0) return 1;
    fmpq_t alpha, rest;
    arb_t count, ceiling, log_rest;
    fmpz_t least;
    fmpq_init(alpha);
    fmpq_init(rest);
    arb_init(count);
    arb_init(ceiling);
    arb_init(log_rest);
    fmpz_init(least);
    set_alpha(alpha);
    fmpq_one(rest);
    fmpq_sub(rest, rest, t);
    ulong needed = UWORD_MAX;
    int decided = 0;
    for (slong prec = 128; prec <= 65536 && !decided; prec *= 2) {
        arb_set_fmpq(count, alpha, prec);
        arb_log(count, count, prec);
        arb_set_fmpq(log_rest, rest, prec);
        arb_log(log_rest, log_rest, prec);
        arb_div(count, count, log_rest, prec);
        arb_ceil(ceiling, count, prec);
        decided = arb_get_unique_fmpz(least, ceiling);
    }
    /* A quotient that no precision tells from an integer N: (1-t)^N = alpha exactly; the upper end N + 1 is never too
     * few. */
    if (!decided && arb_is_finite(count)) {
        arf_t end;
        arf_init(end);
        arb_get_ubound_arf(end, count, 64);
        arf_get_fmpz(least, end, ARF_RND_CEIL);
        arf_clear(end);
        decided = 1;
    }
    if (decided && fmpz_abs_fits_ui(least)) needed = fmpz_get_ui(least);
    fmpq_clear(alpha);
    fmpq_clear(rest);
    arb_clear(count);
    arb_clear(ceiling);
    arb_clear(log_rest);
    fmpz_clear(least);
    return needed;
}
