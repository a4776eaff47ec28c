/* gram_lambda: lambda_* = lambda_min(K).  The eigenvalue may be 1e-30 of kappa, so the precision of K follows what the
   last enclosure showed to be missing; the exact arguments of gram_singular come first because no precision resolves an
   exact zero. */
#include <math.h>
#include <unistd.h>
#include "gram/double_gram.h"

enum { EXTRA = 12, DOUBLE_BITS = 64, KEEP_ENTRIES = 4000 };

void lambda_init(lambda_t l)
{
    arb_init(l->lambda);
    l->singular = 0;
    reason_init(l->reason);
    gram_init(l->gram);
    l->engine[0] = '\0';
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
    snprintf(l->engine, sizeof l->engine, "ball cholesky");
    return status;
}

/* The gram of the doubles: entries as balls up to KEEP_ENTRIES points, q and kappa always. */
static void keep_gram(gram_t g, const double *D, slong n, const mag_t error, const profile_t p)
{
    arb_t width;

    gram_clear(g);
    gram_init(g);
    g->n = n;
    g->norms = 1;
    g->q = _arb_vec_init(1);
    g->kappa = _arb_vec_init(1);
    arb_set(g->q, p->q);
    arb_set(g->kappa, p->kappa);
    g->terms = p->expanded - 1;
    arb_init(width); /* 2 error <= 2^(4 - bits) kappa */
    arf_set_mag(arb_midref(width), error);
    arb_div(width, p->kappa, width, 64);
    g->bits = FLINT_MAX(0, (slong)floor(log2(arf_get_d(arb_midref(width), ARF_RND_DOWN))) + 2);
    arb_clear(width);
    snprintf(g->engine, sizeof g->engine, "series in doubles+banach");
    if (n <= KEEP_ENTRIES) {
        slong i, j;
        arb_mat_clear(g->K);
        arb_mat_init(g->K, n, n);
        for (i = 0; i < n; i++)
            for (j = 0; j < n; j++) {
                arb_set_d(arb_mat_entry(g->K, i, j), D[i * n + j]);
                mag_set(arb_radref(arb_mat_entry(g->K, i, j)), error);
            }
    }
}

/* lambda_min from D / 2^e, |K - D|_2 <= n error (every row sum of the errors). */
static dq_status from_doubles(lambda_t l, const gram_model_t model, double relative, reason_t why)
{
    slong n = model->points->n, k;
    double *D;
    profile_t p;
    mag_t error, deviation;
    int exponent;
    dq_status status;

    if ((double)n * (double)n * 4.0 * sizeof(double) >
        0.8 * (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE)) {
        reason_set(why, "n = %ld points need %.1f GB of memory", (long)n,
                   (double)n * (double)n * 4e-9 * sizeof(double));
        return DQ_MEMORY;
    }
    D = flint_malloc((size_t)n * (size_t)n * sizeof(double));
    profile_init(p);
    mag_init(error);
    mag_init(deviation);
    status = double_gram(D, error, p, model, why);
    if (status == DQ_OK) {
        keep_gram(l->gram, D, n, error, p);
        frexp(D[0], &exponent); /* kappa */
        for (k = 0; k < n * n; k++) D[k] = ldexp(D[k], -exponent);
        mag_mul_ui(deviation, error, (ulong)n);
        mag_mul_2exp_si(deviation, deviation, -exponent);
        status = double_mat_lambda_min(l->lambda, D, n, deviation, relative, why);
        arb_mul_2exp_si(l->lambda, l->lambda, exponent);
        snprintf(l->engine, sizeof l->engine, "double cholesky");
    }
    flint_free(D);
    profile_clear(p);
    mag_clear(error);
    mag_clear(deviation);
    return status;
}

static int resolved(const lambda_t l, dq_status status)
{
    return status == DQ_OK && arb_is_positive(l->lambda);
}

static dq_status by_doubles(lambda_t l, const gram_model_t model, double relative, reason_t why)
{
    dq_status status = from_doubles(l, model, relative, why);

    if (status == DQ_INPUT || status == DQ_MEMORY) return status;
    if (!resolved(l, status)) {
        status = gram_limit(l->gram, model, DOUBLE_BITS, why);
        if (status != DQ_OK) return status;
        status = arb_mat_lambda_min_double(l->lambda, l->gram->K, relative, why);
        snprintf(l->engine, sizeof l->engine, "double cholesky");
    }
    if (resolved(l, status)) {
        reason_init(why);
        return DQ_OK;
    }
    /* Below what doubles resolve: balls, with the bits the relative width stands for. */
    return by_balls(l, model, FLINT_MAX(8, (slong)ceil(-log2(relative)) + 4), why);
}

dq_status gram_lambda(lambda_t l, const gram_model_t model, slong bits, double relative, reason_t why)
{
    arb_indeterminate(l->lambda);
    l->singular = gram_singular(l->reason, model, -1);
    if (l->singular) {
        dq_status status = gram_limit(l->gram, model, relative > 0.0 ? DOUBLE_BITS : bits, why);
        if (status != DQ_OK) return status;
        arb_zero(l->lambda);
        snprintf(l->engine, sizeof l->engine, "exact singularity");
        return DQ_OK;
    }
    return relative > 0.0 ? by_doubles(l, model, relative, why) : by_balls(l, model, bits, why);
}
