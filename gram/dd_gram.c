/* dd_gram: the limit kernel at the cosines of all pairs in double-doubles, with one error bound for all of them.

   Ledger, C_ij the double-doubles of the cosines, |C_ij - rho0_ij| <= E_C:
     kernel       |D_ij - k(C_ij)| <= E_k                                (dd_kernel.c)
     cosine       |k(C_ij) - k(rho0_ij)| <= E_C lipschitz                (kernel.c, theta < 1)
   Pairs whose panel is asked for less often than it has nodes, and those beyond the panels, are solved from enclosures of
   their cosines. */
#include <math.h>
#include "gram/dd_gram.h"

enum { BITS = 106, COSINE_BITS = 256, TILE = 64 };

/* A pair solved by balls. */
typedef struct {
    slong i, j;
    dd_t value;
} solved_t;

typedef struct {
    double *high, *low;
    slong n;
    const dd_kernel_struct *kernel;
} rows_t;

static void eval_row(slong i, void *context)
{
    const rows_t *r = context;

    dd_kernel_eval(r->kernel, r->high + i * r->n, r->low + i * r->n, i);
}

/* How often each panel is asked for; the least 1 - |cosine| of those. */
static double count_rows(slong *count, const double *high, const double *low, slong n)
{
    double least = 1.0;

    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < i; j++) {
            dd_t z = {high[i * n + j], low[i * n + j]};
            slong row = dd_kernel_row(z);
            if (row < 0) continue;
            count[row]++;
            least = fmin(least, (1.0 - fabs(z.high)) - (z.high < 0.0 ? -z.low : z.low));
        }
    return least;
}

static dq_status by_balls(solved_t *s, mag_t error, kernel_t k, reason_t why)
{
    arb_t z, K;
    mag_t rest;
    dq_status status;

    arb_init(z);
    arb_init(K);
    mag_init(rest);
    points_cosine(z, k->model->points, s->i, s->j, COSINE_BITS); /* exactly +-1 for parallel points */
    status = kernel_direct(K, k, z, why);
    if (status == DQ_OK) {
        s->value = dd_from_arb(rest, K);
        mag_max(error, error, rest);
    }
    arb_clear(z);
    arb_clear(K);
    mag_clear(rest);
    return status;
}

/* The upper triangle and the diagonal, tile by tile for the caches. */
static void reflect(double *D, slong n, double diagonal)
{
    for (slong a = 0; a < n; a += TILE)
        for (slong b = 0; b <= a; b += TILE)
            for (slong i = a; i < FLINT_MIN(a + TILE, n); i++)
                for (slong j = b; j < FLINT_MIN(b + TILE, i); j++) D[j * n + i] = D[i * n + j];
    for (slong i = 0; i < n; i++) D[i * n + i] = diagonal;
}

/* The entries of the pairs without a row: solved[0 .. *length - 1]. */
static dq_status solve_rest(solved_t **solved, slong *length, mag_t error, dd_kernel_t t, const double *high,
                            const double *low, slong n, const int *filled, reason_t why)
{
    slong room = 0;
    dq_status status = DQ_OK;

    for (slong i = 0; i < n && status == DQ_OK; i++)
        for (slong j = 0; j < i && status == DQ_OK; j++) {
            slong row = dd_kernel_row((dd_t){high[i * n + j], low[i * n + j]});
            if (row >= 0 && filled[row]) continue;
            if (*length == room) {
                room = 2 * room + 64;
                *solved = flint_realloc(*solved, (size_t)room * sizeof(solved_t));
            }
            (*solved)[*length].i = i;
            (*solved)[*length].j = j;
            status = by_balls(*solved + *length, error, t->kernel, why);
            ++*length;
        }
    return status;
}

/* Replaces the cosines below the diagonal by the entries of K, and fills the rest. */
static dq_status entries(double *high, double *low, mag_t error, kernel_t k, double cosine_error, reason_t why)
{
    slong n = k->model->points->n, *count = flint_calloc(DD_KERNEL_ROWS, sizeof(slong)), length = 0;
    int *filled = flint_calloc(DD_KERNEL_ROWS, sizeof(int));
    solved_t *solved = NULL;
    dd_kernel_t t;
    rows_t rows = {high, low, n, t};
    arf_t w;
    mag_t size, term;
    dq_status status = DQ_OK;
    double least = count_rows(count, high, low, n);

    dd_kernel_init(t, k);
    arf_init(w);
    mag_init(size);
    mag_init(term);
    mag_zero(error);
    arf_set_d(w, least * (1.0 - 0x1p-40));
    status = kernel_plan(k, w, n * (n - 1) / 2, why);
    for (slong row = 0; row < DD_KERNEL_ROWS && status == DQ_OK; row++)
        if (count[row] > k->rule->degree + 1) filled[row] = dd_kernel_fill(t, row);
    if (status == DQ_OK) status = solve_rest(&solved, &length, error, t, high, low, n, filled, why);
    if (status == DQ_OK) {
        dd_t diagonal;
        parallel_for(n, eval_row, &rows, 20.0 * (double)n * (double)n * (double)t->length);
        for (slong s = 0; s < length; s++) {
            high[solved[s].i * n + solved[s].j] = solved[s].value.high;
            low[solved[s].i * n + solved[s].j] = solved[s].value.low;
        }
        mag_set_d(size, cosine_error);
        arb_get_mag(term, k->lipschitz);
        mag_mul(size, size, term);
        mag_add(size, size, t->error);
        mag_max(error, error, size);
        diagonal = dd_from_arb(size, k->p->kappa);
        mag_max(error, error, size);
        reflect(high, n, diagonal.high);
        reflect(low, n, diagonal.low);
    }
    dd_kernel_clear(t);
    arf_clear(w);
    mag_clear(size);
    mag_clear(term);
    flint_free(solved);
    flint_free(count);
    flint_free(filled);
    return status;
}

dq_status dd_gram(double *high, double *low, mag_t error, profile_t p, const gram_model_t model, reason_t why)
{
    arb_t theta, variance;
    double cosine_error;
    kernel_t k;
    dq_status status;

    arb_init(theta);
    arb_init(variance);
    gram_theta(theta, model, 64);
    arb_sub_ui(theta, theta, 1, 64);
    if (!model->points->normalise || !arb_is_negative(theta)) {
        reason_set(why, "double-doubles serve normalised points with theta < 1 only");
        status = DQ_INAPPLICABLE;
    } else {
        arb_set_ui(variance, 2);
        status = kernel_init(k, model, variance, BITS, why);
        cosine_error = status == DQ_OK ? dd_cosines(high, low, model->points) : INFINITY;
        if (status == DQ_OK && !isfinite(cosine_error)) {
            reason_set(why, "a point is zero or not finite; only nonzero finite points are allowed");
            status = DQ_INPUT;
        }
        if (status == DQ_OK) status = entries(high, low, error, k, cosine_error, why);
        if (status == DQ_OK) { /* the caller takes the expansion over */
            profile_struct swap = *p;
            *p = *k->p;
            *k->p = swap;
        }
        kernel_clear(k);
    }
    arb_clear(theta);
    arb_clear(variance);
    return status;
}
