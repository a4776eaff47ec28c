/* binomial_cdf: exact binomial tails in balls.

   A tail of at most half the mass or so is summed from its largest term outwards.  Going down from k <= trials p, the
   ratio of consecutive terms, rho_i = i (1-p)/((trials-i+1) p), decreases with i, so the terms not summed add at most
   last * rho/(1-rho).  Otherwise the complement is summed. */
#include "ball/ball.h"

/* P(Bin(trials, p) = k) = trials!/(k! (trials-k)!) p^k q^(trials-k), q = 1-p exact. */
static void probability(arb_t term, ulong k, ulong trials, const arf_t p, const arf_t q, slong prec)
{
    arb_t x;

    arb_init(x);
    arb_fac_ui(term, trials, prec);
    arb_fac_ui(x, k, prec);
    arb_div(term, term, x, prec);
    arb_fac_ui(x, trials - k, prec);
    arb_div(term, term, x, prec);
    arb_set_arf(x, p);
    arb_pow_ui(x, x, k, prec);
    arb_mul(term, term, x, prec);
    arb_set_arf(x, q);
    arb_pow_ui(x, x, trials - k, prec);
    arb_mul(term, term, x, prec);
    arb_clear(x);
}

/* bound >= term (rho + rho^2 + ...); infinite unless rho < 1 certainly. */
static void geometric_rest(mag_t bound, const arb_t term, const arb_t rho)
{
    arb_t rest;

    arb_init(rest);
    arb_sub_ui(rest, rho, 1, 30);
    arb_neg(rest, rest);
    if (arb_is_positive(rest)) {
        arb_div(rest, rho, rest, 30);
        arb_mul(rest, rest, term, 30);
        arb_get_mag(bound, rest);
    } else {
        mag_inf(bound);
    }
    arb_clear(rest);
}

/* tail = P(Bin <= k) for 0 < p < 1 and k <= trials p. */
static void sum_down(arb_t tail, ulong k, ulong trials, const arf_t p, const arf_t q, slong prec)
{
    arb_t term, odds, ratio;
    mag_t rest, negligible;

    arb_init(term);
    arb_init(odds);
    arb_init(ratio);
    mag_init(rest);
    mag_init(negligible);
    probability(term, k, trials, p, q, prec);
    arb_set(tail, term);
    arb_set_arf(odds, q);
    arb_div_arf(odds, odds, p, prec);
    for (ulong i = k; i > 0; i--) {
        arb_mul_ui(ratio, odds, i, prec);
        arb_div_ui(ratio, ratio, trials - i + 1, prec);
        if (i % 8 == 0) {
            geometric_rest(rest, term, ratio);
            arb_get_mag_lower(negligible, tail);
            mag_mul_2exp_si(negligible, negligible, -prec);
            if (mag_cmp(rest, negligible) <= 0) {
                arb_add_error_mag(tail, rest);
                break;
            }
        }
        arb_mul(term, term, ratio, prec);
        arb_add(tail, tail, term, prec);
    }
    arb_clear(term);
    arb_clear(odds);
    arb_clear(ratio);
    mag_clear(rest);
    mag_clear(negligible);
}

void binomial_cdf(arb_t tail, ulong k, ulong trials, const arf_t p, slong prec)
{
    slong working = prec + 2 * (slong)FLINT_BIT_COUNT(trials) + 20;
    arf_t q, mean;

    if (arf_is_nan(p) || arf_sgn(p) < 0 || arf_cmp_si(p, 1) > 0) {
        arb_indeterminate(tail);
        return;
    }
    if (k >= trials || arf_is_zero(p)) {
        arb_one(tail);
        return;
    }
    if (arf_is_one(p)) {
        arb_zero(tail);
        return;
    }
    arf_init(q);
    arf_init(mean);
    arf_sub_ui(q, p, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_neg(q, q);
    arf_mul_ui(mean, p, trials, ARF_PREC_EXACT, ARF_RND_DOWN);
    if (arf_cmp_ui(mean, k) >= 0) {
        sum_down(tail, k, trials, p, q, working);
    } else { /* P(Bin >= k+1) = P(Bin(trials, q) <= trials-k-1), and trials-k-1 < trials q */
        sum_down(tail, trials - k - 1, trials, q, p, working);
        arb_sub_ui(tail, tail, 1, working);
        arb_neg(tail, tail);
    }
    arb_set_round(tail, tail, prec);
    arf_clear(q);
    arf_clear(mean);
}
