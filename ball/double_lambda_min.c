/* double_mat_lambda_min, dd_mat_lambda_min: verified least eigenvalue of doubles or double-doubles known up to a deviation.

   Lanczos chooses c and v; then for every S with |S - D|_2 <= deviation
     lower:  lambda >= c - |D - cI - LL^T|_2 - deviation   (double_cholesky.c, dd_cholesky.c: a factorisation that succeeds proves
                                                            its residual),
     upper:  lambda <= v^T D v / v^T v + deviation         (exact inner products, then balls).
   Usually two factorisations: at 0, for the inverse iteration of Lanczos, and just below the eigenvalue. */
#include <math.h>
#include <string.h>
#include "ball/ball.h"
#include "ball/exact_dot.h"
#include "ball/lambda_matrix.h"

enum { ROWS = 64 };

typedef struct {
    const lambda_matrix_t *M;
    const double *v;
    arb_ptr part; /* v_I^T D v for the rows I of each item */
} quotient_t;

static void quotient_part(slong item, void *context)
{
    const quotient_t *q = context;
    const lambda_matrix_t *M = q->M;
    slong n = M->n;
    arb_t image, entry;

    arb_init(image);
    arb_init(entry);
    for (slong i = item * ROWS; i < FLINT_MIN(n, (item + 1) * ROWS); i++) {
        arb_set_d(entry, q->v[i]);
        exact_dot(arb_midref(image), M->high + i * n, q->v, n);
        arb_addmul(q->part + item, image, entry, 192);
        if (M->low == NULL) continue;
        exact_dot(arb_midref(image), M->low + i * n, q->v, n);
        arb_addmul(q->part + item, image, entry, 192);
    }
    arb_clear(image);
    arb_clear(entry);
}

/* upper >= lambda of every S: a Rayleigh quotient of D. */
static void upper_from_direction(arf_t upper, const lambda_matrix_t *M, const double *v, const mag_t deviation)
{
    slong n = M->n, items = (n + ROWS - 1) / ROWS;
    quotient_t q = {.M = M, .v = v, .part = _arb_vec_init(items)};
    arb_t quotient, square;

    arb_init(quotient);
    arb_init(square);
    parallel_for(items, quotient_part, &q, 20.0 * (double)n * (double)n);
    for (slong k = 0; k < items; k++) arb_add(quotient, quotient, q.part + k, 192);
    exact_dot(arb_midref(square), v, v, n);
    arb_div(quotient, quotient, square, 192);
    arb_add_error_mag(quotient, deviation);
    if (arb_is_finite(quotient))
        arb_get_ubound_arf(upper, quotient, 64);
    else
        arf_pos_inf(upper);
    _arb_vec_clear(q.part, items);
    arb_clear(quotient);
    arb_clear(square);
}

/* upper - lower <= share * |x| for every x between them (NaN and infinities say no). */
static int narrow(const arf_t lower, const arf_t upper, double share)
{
    arf_t width, least;
    int yes;

    arf_init(width);
    arf_init(least);
    arf_set_d(least, share);
    arf_sub(width, upper, lower, 64, ARF_RND_CEIL);
    if (arf_sgn(lower) > 0)
        arf_mul(least, least, lower, 64, ARF_RND_FLOOR);
    else if (arf_sgn(upper) < 0)
        arf_mul(least, least, upper, 64, ARF_RND_CEIL), arf_neg(least, least);
    else
        arf_zero(least);
    yes = arf_is_finite(width) && arf_is_finite(least) && arf_cmp(width, least) <= 0;
    arf_clear(width);
    arf_clear(least);
    return yes;
}

/* lower <= lambda of every S, from the factor of D - c I. */
static void lower_from_factor(arf_t lower, const lambda_matrix_t *M, double c, const mag_t deviation)
{
    arf_t error;

    arf_init(error);
    arf_set_mag(error, deviation);
    arf_set_d(lower, c);
    arf_sub(lower, lower, error, 64, ARF_RND_FLOOR);
    arf_set_d(error, M->error);
    arf_sub(lower, lower, error, 64, ARF_RND_FLOOR);
    arf_clear(error);
}

/* Tries shifts further and further below `least`; best_lower only grows.  The first leaves of the width allowed what the
   deviation and the factorisation do not need. */
static void raise_lower(arf_t best_lower, lambda_matrix_t *M, double least, const mag_t deviation, double relative)
{
    double known = 2 * mag_get_d(deviation) + (isfinite(M->error) ? M->error : 0);
    double margin = fmax(fabs(least) * relative * 0.9 / (1 + relative) - known, fabs(least) * relative / 4);
    arf_t lower;

    arf_init(lower);
    margin = fmax(margin, (double)M->n * M->largest * (M->dd ? 0x1p-97 : 0x1p-50));
    for (int attempt = 0; attempt < 12; attempt++, margin *= 4) {
        double c = least - margin;
        if (!lambda_matrix_factor(M, c)) continue;
        lower_from_factor(lower, M, c, deviation);
        arf_max(best_lower, best_lower, lower);
        break;
    }
    arf_clear(lower);
}

/* The largest |D_ij|; NaN or infinite when an entry is. */
static double largest_entry(const double *D, slong n)
{
    double largest = 0, sum = 0;

    for (slong k = 0; k < n * n; k++) {
        largest = fmax(largest, fabs(D[k]));
        sum += D[k] * 0; /* NaN if an entry is NaN or infinite */
    }
    return largest + sum;
}

/* Improves lower and upper with the engine M->dd. */
static void improve(arf_t lower, arf_t upper, lambda_matrix_t *M, double *v, const mag_t deviation, double relative)
{
    double least = approx_lambda_pair(v, M, relative);
    arf_t bound;

    arf_init(bound);
    if (!isfinite(least)) { /* any direction gives a valid upper bound; the norm gives the lower one */
        least = -M->largest;
        memset(v, 0, (size_t)M->n * sizeof *v);
        v[0] = 1;
    }
    upper_from_direction(bound, M, v, deviation);
    arf_min(upper, upper, bound);
    raise_lower(lower, M, least, deviation, relative);
    arf_clear(bound);
}

/* Whether the deviation leaves room for an eigenvalue known to the relative width; upper >= lambda. */
static int resolvable(const mag_t deviation, const arf_t upper, double relative)
{
    arf_t needed, allowed;
    int yes;

    arf_init(needed);
    arf_init(allowed);
    arf_set_mag(needed, deviation);
    arf_mul_2exp_si(needed, needed, 1);
    arf_set_d(allowed, relative);
    arf_mul(allowed, allowed, upper, 64, ARF_RND_NEAR);
    arf_abs(allowed, allowed);
    yes = arf_is_finite(upper) && arf_cmp(needed, allowed) < 0;
    arf_clear(needed);
    arf_clear(allowed);
    return yes;
}

static dq_status enclose(arb_t lambda, lambda_matrix_t *M, const mag_t deviation, double relative, reason_t why)
{
    slong n = M->n;
    size_t bytes = n < 1 ? 0 : (size_t)n * (size_t)n * sizeof *M->L;
    dq_status status = DQ_INCONCLUSIVE;
    double *v;
    arf_t lower, upper;
    mag_t norm;

    reason_init(why);
    M->largest = n < 1 ? NAN : largest_entry(M->high, n) + (M->low == NULL ? 0 : largest_entry(M->low, n));
    if (n < 1 || !(relative > 0) || !(M->largest <= 0x1p99) || mag_is_inf(deviation)) {
        arb_zero_pm_inf(lambda);
        reason_set(why,
                   "a least eigenvalue needs a matrix of order at least 1 with finite entries and a positive width");
        return n >= 1 && relative > 0 ? DQ_INCONCLUSIVE : DQ_INPUT;
    }
    M->L = flint_malloc(bytes);
    M->L_low = M->dd ? flint_malloc(bytes) : NULL;
    v = flint_calloc((size_t)n, sizeof *v);
    arf_init(lower);
    arf_init(upper);
    mag_init(norm);
    mag_set_d(norm, M->largest); /* lambda >= -n largest - deviation */
    mag_mul_ui(norm, norm, (ulong)n);
    mag_add(norm, norm, deviation);
    arf_set_mag(lower, norm);
    arf_neg(lower, lower);
    arf_pos_inf(upper);

    improve(lower, upper, M, v, deviation, relative);
    if (!M->dd && !narrow(lower, upper, relative) && arf_cmp(lower, upper) <= 0 &&
        resolvable(deviation, upper, relative)) {
        M->dd = 1;
        M->L_low = flint_malloc(bytes);
        improve(lower, upper, M, v, deviation, relative);
    }

    if (arf_cmp(lower, upper) > 0) { /* impossible for a symmetric D */
        arf_neg_inf(lower);
        arf_pos_inf(upper);
        status = DQ_INPUT;
        reason_set(why, "the matrix is not symmetric");
    } else if (narrow(lower, upper, relative)) {
        status = DQ_OK;
    } else {
        arf_t width;
        arf_init(width);
        arf_sub(width, upper, lower, 30, ARF_RND_CEIL);
        reason_set(why,
                   "%s arithmetic and the entries' radii leave the least eigenvalue an interval of width %.1e, "
                   "which exceeds the relative width %.1e; the largest entry is %.1e",
                   M->dd ? "double-double" : "double", arf_get_d(width, ARF_RND_UP), relative, M->largest);
        arf_clear(width);
    }
    arb_set_interval_arf(lambda, lower, upper, 64);
    flint_free(M->L);
    flint_free(M->L_low);
    flint_free(v);
    arf_clear(lower);
    arf_clear(upper);
    mag_clear(norm);
    return status;
}

dq_status double_mat_lambda_min(arb_t lambda, const double *D, slong n, const mag_t deviation, double relative,
                                reason_t why)
{
    lambda_matrix_t M = {.n = n, .high = D};

    return enclose(lambda, &M, deviation, relative, why);
}

dq_status dd_mat_lambda_min(arb_t lambda, const double *high, const double *low, slong n, const mag_t deviation,
                            double relative, reason_t why)
{
    lambda_matrix_t M = {.n = n, .high = high, .low = low, .dd = 1};

    return enclose(lambda, &M, deviation, relative, why);
}
