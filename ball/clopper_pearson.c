/* clopper_pearson: one-sided exact confidence limits by bisection on dyadic numbers with certified comparisons. */
#include "ball/ball.h"

/* 1 only when P(Bin(trials, p) >= successes) <= alpha is proved. */
static int upper_tail_within(ulong successes, ulong trials, const arf_t p, const fmpq_t alpha)
{
    enum { MOST = 256 };
    arb_t tail, level;
    arf_t q;
    int decided = 0, within = 0;

    arb_init(tail);
    arb_init(level);
    arf_init(q);
    arf_sub_ui(q, p, 1, ARF_PREC_EXACT, ARF_RND_DOWN); /* P(Bin(trials, p) >= s) = P(Bin(trials, 1-p) <= trials-s) */
    arf_neg(q, q);
    for (slong prec = 64; prec <= MOST && !decided; prec *= 2) {
        binomial_cdf(tail, trials - successes, trials, q, prec);
        arb_set_fmpq(level, alpha, prec);
        within = arb_le(tail, level);
        decided = within || arb_gt(tail, level);
    }
    arb_clear(tail);
    arb_clear(level);
    arf_clear(q);
    return within;
}

/* Certified lower bound of the p with P(Bin(trials, p) >= successes) = alpha, relative accuracy 2^-STEPS. */
static void lower_limit(arf_t limit, ulong successes, ulong trials, const fmpq_t alpha)
{
    enum { STEPS = 44, LEAST_EXPONENT = 4000 };
    arf_t step, middle;
    slong exponent = 0;

    arf_zero(limit);
    if (successes == 0) return;
    arf_init(step);
    arf_init(middle);
    do { /* the largest power of two that is certainly a lower bound */
        arf_one(step);
        arf_mul_2exp_si(step, step, --exponent);
    } while (exponent > -LEAST_EXPONENT && !upper_tail_within(successes, trials, step, alpha));
    if (exponent > -LEAST_EXPONENT) {
        arf_set(limit, step); /* the limit lies in [step, 2 step) */
        for (int i = 0; i < STEPS; i++) {
            arf_mul_2exp_si(step, step, -1);
            arf_add(middle, limit, step, ARF_PREC_EXACT, ARF_RND_DOWN);
            if (upper_tail_within(successes, trials, middle, alpha)) arf_swap(limit, middle);
        }
    }
    arf_clear(step);
    arf_clear(middle);
}

void clopper_pearson(arf_t lower, arf_t upper, ulong successes, ulong trials, const fmpq_t alpha)
{
    if (successes > trials || fmpq_sgn(alpha) <= 0 || fmpz_cmp(fmpq_numref(alpha), fmpq_denref(alpha)) >= 0) {
        arf_zero(lower); /* no confidence asked for, or no experiment: the trivial limits */
        arf_one(upper);
        return;
    }
    lower_limit(lower, successes, trials, alpha);
    /* failures are Bin(trials, 1-p): the upper limit is 1 minus their lower limit */
    lower_limit(upper, trials - successes, trials, alpha);
    arf_sub_ui(upper, upper, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_neg(upper, upper);
}
