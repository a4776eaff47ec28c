/* approx_secant: superlinear, derivative-free.  Nothing here is a proof: the caller proves from the last residual. */
#include <math.h>
#include "gram/secant.h"

enum { START_BITS = 64, MAX_STEPS = 80 };

static void clamp(arf_t x, const arf_t lower, const arf_t upper)
{
    if (arf_is_nan(x) || arf_cmp(x, lower) < 0)
        arf_set(x, lower);
    else if (arf_cmp(x, upper) > 0)
        arf_set(x, upper);
}

/* -log2(|residual| / scale) from the midpoint, at most `most`. */
static double accuracy(const arf_t residual, double scale, double most)
{
    mag_t size;
    double bits;

    if (arf_is_zero(residual)) return most;
    mag_init(size);
    arf_get_mag(size, residual);
    bits = log2(scale) - mag_get_d_log2_approx(size);
    mag_clear(size);
    return bits < most ? bits : most;
}

dq_status approx_secant(arf_t x, arb_t residual, residual_function f, void *context, double slope, const arf_t lower,
                        const arf_t upper, double scale, slong bits, reason_t why)
{
    arf_t previous, previous_residual, step, difference;
    slong work = FLINT_MIN(bits, START_BITS), prec = 2 * bits + 64, steps, full = 0;
    double reached = -1e300;
    dq_status status = DQ_OK;

    arf_init(previous);
    arf_init(previous_residual);
    arf_init(step);
    arf_init(difference);
    if (!(slope < 0.999 && slope > -1e6)) slope = 0.0;
    for (steps = 0; steps < MAX_STEPS; steps++) {
        double now;
        status = f(residual, x, work, context, why);
        if (status != DQ_OK || !arb_is_finite(residual)) break;
        now = accuracy(arb_midref(residual), scale, (double)work);
        /* Full accuracy reached, or two evaluations at full precision without progress. */
        if (work >= bits && (now >= (double)bits - 2.0 || (now <= reached + 1.0 && ++full >= 2))) break;
        /* Step: residual / (1 - slope), the slope from the last two points once they are known. */
        if (steps > 0) {
            arf_sub(difference, x, previous, prec, ARF_RND_NEAR);
            arf_sub(step, arb_midref(residual), previous_residual, prec, ARF_RND_NEAR);
            arf_neg(step, step); /* (1 - slope) difference */
            if (!arf_is_zero(step) && !arf_is_zero(difference)) {
                arf_div(step, difference, step, work, ARF_RND_NEAR);
                arf_mul(step, step, arb_midref(residual), prec, ARF_RND_NEAR);
            } else {
                arf_set(step, arb_midref(residual));
            }
        } else {
            arf_set_d(step, 1.0 / (1.0 - slope));
            arf_mul(step, step, arb_midref(residual), prec, ARF_RND_NEAR);
        }
        arf_set(previous, x);
        arf_set(previous_residual, arb_midref(residual));
        arf_add(x, x, step, bits + 32, ARF_RND_NEAR);
        clamp(x, lower, upper);
        if (arf_equal(x, previous) && work >= bits) break;
        /* The next error is about the product of the last two; its residual must carry as many bits again. */
        {
            double next = now + (reached > now || reached < 0.0 ? 30.0 : reached);
            double want = 2.0 * (next > 0.0 ? next : 0.0) + START_BITS;
            work = want < (double)bits ? (slong)want : bits;
            reached = now;
        }
    }
    /* A last residual at less than full precision, or none at the returned point, is evaluated again. */
    if (status == DQ_OK && (work < bits || steps == MAX_STEPS)) status = f(residual, x, bits, context, why);
    arf_clear(previous);
    arf_clear(previous_residual);
    arf_clear(step);
    arf_clear(difference);
    return status;
}
