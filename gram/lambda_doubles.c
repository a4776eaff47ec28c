/* lambda_from_doubles, lambda_from_dd: K in doubles resp. double-doubles with one error bound, and its least eigenvalue by
   ball's verified engines (MATH.md 3: double-double products come before balls). */
#include <math.h>
#include <stdlib.h>
#include "gram/dd_gram.h"
#include "gram/double_gram.h"
#include "gram/lambda_engine.h"

enum { KEEP_ENTRIES = 4000 };

typedef struct {
    slong n;
    double *high, *low; /* K = high + low up to error; low NULL in doubles */
    mag_t error;
    profile_t p;
} entries_t;

static void entries_init(entries_t *e, slong n, int dd)
{
    e->n = n;
    e->high = flint_malloc((size_t)n * (size_t)n * sizeof(double));
    e->low = dd ? flint_malloc((size_t)n * (size_t)n * sizeof(double)) : NULL;
    mag_init(e->error);
    profile_init(e->p);
}

static void entries_clear(entries_t *e)
{
    flint_free(e->high);
    flint_free(e->low);
    mag_clear(e->error);
    profile_clear(e->p);
}

/* The gram of the entries: as balls up to KEEP_ENTRIES points, q and kappa always. */
static void keep_gram(gram_t g, const entries_t *e)
{
    slong n = e->n, i, j;
    arb_t width;

    gram_clear(g);
    gram_init(g);
    g->n = n;
    g->norms = 1;
    g->q = _arb_vec_init(1);
    g->kappa = _arb_vec_init(1);
    arb_set(g->q, e->p->q);
    arb_set(g->kappa, e->p->kappa);
    g->terms = e->p->expanded - 1;
    arb_init(width); /* 2 error <= 2^(4 - bits) kappa */
    arf_set_mag(arb_midref(width), e->error);
    arb_div(width, e->p->kappa, width, 64);
    g->bits = FLINT_MAX(0, (slong)floor(log2(arf_get_d(arb_midref(width), ARF_RND_DOWN))) + 2);
    snprintf(g->engine, sizeof g->engine, "series in %s+banach", e->low == NULL ? "doubles" : "double-doubles");
    if (n <= KEEP_ENTRIES) {
        arb_mat_clear(g->K);
        arb_mat_init(g->K, n, n);
        for (i = 0; i < n; i++)
            for (j = 0; j < n; j++) {
                arb_ptr entry = arb_mat_entry(g->K, i, j);
                arb_set_d(entry, e->high[i * n + j]);
                if (e->low != NULL) {
                    arb_set_d(width, e->low[i * n + j]);
                    arb_add(entry, entry, width, ARF_PREC_EXACT);
                }
                mag_set(arb_radref(entry), e->error);
            }
    }
    arb_clear(width);
}

/* 1 when the 2 x 2 minors show lambda_* to be too small for the width: lambda_* <= kappa - |K_ij|, and its enclosure is at least
   2 deviation wide. */
static int hopeless(const entries_t *e, const mag_t deviation, double relative)
{
    double least = INFINITY;

    for (slong i = 0; i < e->n; i++)
        for (slong j = 0; j < i; j++) {
            double high = e->high[i * e->n + j], low = e->low == NULL ? 0.0 : e->low[i * e->n + j];
            least = fmin(least,
                         (e->high[0] - fabs(high)) + ((e->low == NULL ? 0.0 : e->low[0]) - (high < 0.0 ? -low : low)));
        }
    return 2.0 * mag_get_d(deviation) > relative * (least + 4.0 * mag_get_d(e->error));
}

/* lambda_min from the entries / 2^exponent, |K - D|_2 <= n error (every row sum of the errors). */
static dq_status from_entries(lambda_t l, entries_t *e, double relative, reason_t why)
{
    slong n = e->n, k;
    int exponent;
    double scale;
    mag_t deviation;
    dq_status status = DQ_INCONCLUSIVE;

    mag_init(deviation);
    mag_mul_ui(deviation, e->error, (ulong)n);
    frexp(e->high[0], &exponent); /* kappa */
    if (abs(exponent) > 900) {
        reason_set(why, "kappa is beyond the range of doubles");
    } else if (hopeless(e, deviation, relative)) {
        reason_set(why, "two points are so nearly parallel that %s do not resolve lambda_*",
                   e->low == NULL ? "doubles" : "double-doubles");
    } else {
        scale = ldexp(1.0, -exponent); /* exact but for entries far below |K| 2^-1000, which the bounds charge */
        for (k = 0; k < n * n; k++) e->high[k] *= scale;
        for (k = 0; k < n * n && e->low != NULL; k++) e->low[k] *= scale;
        mag_mul_2exp_si(deviation, deviation, -exponent);
        status = e->low == NULL ? double_mat_lambda_min(l->lambda, e->high, n, deviation, relative, why)
                                : dd_mat_lambda_min(l->lambda, e->high, e->low, n, deviation, relative, why);
        arb_mul_2exp_si(l->lambda, l->lambda, exponent);
    }
    mag_clear(deviation);
    return status;
}

dq_status lambda_from_doubles(lambda_t l, const gram_model_t model, double relative, reason_t why)
{
    entries_t e;
    dq_status status;

    entries_init(&e, model->points->n, 0);
    status = double_gram(e.high, e.error, e.p, model, why);
    if (status == DQ_OK) {
        keep_gram(l->gram, &e);
        status = from_entries(l, &e, relative, why);
    }
    entries_clear(&e);
    return status;
}

dq_status lambda_from_dd(lambda_t l, const gram_model_t model, double relative, reason_t why)
{
    entries_t e;
    dq_status status;

    entries_init(&e, model->points->n, 1);
    status = dd_gram(e.high, e.low, e.error, e.p, model, why);
    if (status == DQ_OK) {
        keep_gram(l->gram, &e);
        status = from_entries(l, &e, relative, why);
    }
    entries_clear(&e);
    return status;
}
