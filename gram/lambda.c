/* gram_lambda: lambda_* = lambda_min(K).  The eigenvalue may be 1e-30 of kappa, so the precision of K follows what the
   last enclosure showed to be missing; the exact arguments of gram_singular come first because no precision resolves an
   exact zero. */
#include <math.h>
#include "gram/lambda_engine.h"

enum { EXTRA = 12, DOUBLE_BITS = 64 };

void lambda_init(lambda_t l)
{
    arb_init(l->lambda);
    l->singular = 0;
    reason_init(l->reason);
    gram_init(l->gram);
    l->engine[0] = '\0';
    l->predicted = 0.0;
    l->progress = NULL;
    l->progress_context = NULL;
}

void lambda_clear(lambda_t l)
{
    arb_clear(l->lambda);
    gram_clear(l->gram);
}

/* The stated limit on the working precision: the Cholesky residual costs n^3 products. */
static slong precision_cap(slong n)
{
    return n <= 64 ? 8192 : n <= 256 ? 2048 : 512;
}

/* Bits of K still missing for `bits` relative bits of lambda: from its upper bound when it is known positive or
 * zero-straddling. */
static slong missing_bits(const lambda_t l, slong bits, slong work)
{
    arb_srcptr kappa = l->gram->kappa;
    slong accurate = arb_rel_accuracy_bits(l->lambda);

    if (arb_is_positive(l->lambda) && accurate > 0) return FLINT_MAX(bits - accurate, 0) + 16;
    if (arb_is_finite(l->lambda) && arb_is_positive(kappa)) {
        /* the width shows what K's radii resolve; double the resolution below it */
        double ratio = mag_get_d_log2_approx(arb_radref(l->lambda)) - log2(arf_get_d(arb_midref(kappa), ARF_RND_NEAR));
        if (ratio < 0.0 && ratio > -1e6) return (slong)(-ratio) + 32;
    }
    return work;
}

static dq_status by_balls(lambda_t l, const gram_model_t model, slong bits, reason_t why)
{
    slong cap = precision_cap(model->points->n), work = FLINT_MIN(bits + EXTRA, cap);
    dq_status status;

    for (;;) {
        arb_t lambda;
        status = gram_limit(l->gram, model, work, why);
        if (status != DQ_OK) break;
        arb_init(lambda);
        status = arb_mat_lambda_min(lambda, l->gram->K, bits, why);
        if (arb_is_finite(lambda)) arb_set(l->lambda, lambda);
        arb_clear(lambda);
        if (status == DQ_OK && arb_is_positive(l->lambda) && arb_width_within(l->lambda, bits, l->lambda)) {
            reason_init(why);
            break;
        }
        if (status != DQ_OK && status != DQ_INCONCLUSIVE) break;
        status = DQ_INCONCLUSIVE;
        if (work >= cap) {
            reason_set(why, "lambda_* was not resolved to %ld relative bits with K at %ld bits, the limit for n = %ld",
                       (long)bits, (long)work, (long)model->points->n);
            break;
        }
        work = FLINT_MIN(work + missing_bits(l, bits, work), cap);
    }
    return status;
}

static int resolved(const lambda_t l, dq_status status)
{
    return status == DQ_OK && arb_is_positive(l->lambda);
}

/* Bits of the balls that stand for a relative width. */
static slong bits_of(double relative)
{
    return FLINT_MAX(8, (slong)ceil(-log2(relative)) + 4);
}

/* Doubles, then double-doubles, for normalised points with theta < 1; other models give doubles their balls. */
static dq_status by_doubles(lambda_t l, const gram_model_t model, double relative, reason_t why)
{
    dq_status status = lambda_engine_start(l, ENGINE_DOUBLE, model, DOUBLE_BITS, 0, why);

    if (status != DQ_OK) return status;
    status = lambda_from_doubles(l, model, relative, why);
    if (resolved(l, status) || status == DQ_INPUT) return status;
    if (status == DQ_INAPPLICABLE) {
        status = gram_limit(l->gram, model, DOUBLE_BITS, why);
        if (status != DQ_OK) return status;
        status = arb_mat_lambda_min_double(l->lambda, l->gram->K, relative, why);
    } else {
        status = lambda_engine_start(l, ENGINE_DD, model, DOUBLE_BITS, 1, why);
        if (status != DQ_OK) return status;
        status = lambda_from_dd(l, model, relative, why);
    }
    if (resolved(l, status)) return status;
    status = lambda_engine_start(l, ENGINE_BALL, model, bits_of(relative), 1, why);
    return status != DQ_OK ? status : by_balls(l, model, bits_of(relative), why);
}

dq_status gram_lambda(lambda_t l, const gram_model_t model, slong bits, double relative, reason_t why)
{
    dq_status status;

    arb_indeterminate(l->lambda);
    l->predicted = 0.0;
    l->singular = gram_singular(l->reason, model, -1);
    if (l->singular) {
        status = gram_limit(l->gram, model, relative > 0.0 ? DOUBLE_BITS : bits, why);
        if (status != DQ_OK) return status;
        arb_zero(l->lambda);
        snprintf(l->engine, sizeof l->engine, "exact singularity");
        return DQ_OK;
    }
    if (relative > 0.0) {
        status = by_doubles(l, model, relative, why);
    } else {
        status = lambda_engine_start(l, ENGINE_BALL, model, bits, 0, why);
        if (status == DQ_OK) status = by_balls(l, model, bits, why);
    }
    if (status == DQ_OK) reason_init(why);
    return status;
}
