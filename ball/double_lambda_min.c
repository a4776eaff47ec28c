/* double_mat_lambda_min: verified least eigenvalue of doubles known up to a deviation.

   LAPACK and Lanczos choose c, L, v; then for every S with |S - D|_2 <= deviation
     lower:  lambda >= c - |D - cI - LL^T|_2 - deviation   (cholesky_residual.c; by balls when that is too coarse),
     upper:  lambda <= v^T D v / v^T v + deviation         (exact inner products, then balls).
   Memory: 4 n^2 doubles with D. */
#include <math.h>
#include <cblas.h>
#include <lapacke.h>
#include <string.h>
#include "ball/ball.h"
#include "ball/double_bounds.h"
#include "ball/exact_dot.h"
#include "ball/residual_norm.h"

/* Orders up to which a coarse residual is enclosed once more by ball multiplication (about 2 s at 1000). */
enum { BALL_ORDER = 1000 };

/* L with L L^T ~ D - c I, upper triangle zero; 0 when LAPACK refuses or leaves anything but finite numbers. */
static int approx_factor(double *L, const double *D, double c, slong n)
{
    double sum = 0;

    memcpy(L, D, (size_t)n * (size_t)n * sizeof *L);
    for (slong i = 0; i < n; i++) L[i + i * n] -= c;
    if (LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', (lapack_int)n, L, (lapack_int)n) != 0) return 0;
    for (slong j = 0; j < n; j++) {
        memset(L + j * n, 0, (size_t)j * sizeof *L);
        for (slong i = j; i < n; i++) sum += fabs(L[i + j * n]);
    }
    return isfinite(sum);
}

/* y = (L L^T)^-1 x. */
static void apply_inverse(double *y, const double *x, slong n, const void *L)
{
    memcpy(y, x, (size_t)n * sizeof *y);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, (int)n, L, (int)n, y, 1);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, (int)n, L, (int)n, y, 1);
}

/* Approximate least eigenvalue and unit vector of D; NaN on failure.  L is work space. */
static double approx_least(double *v, double *L, const double *D, slong n, double relative)
{
    double least = NAN, *w;
    lapack_int found, support[2];

    if (approx_factor(L, D, 0, n))
        least = 1 / approx_largest_ritz(v, n, 120, fmin(relative / 16, 1e-3), apply_inverse, L);
    if (isfinite(least) && least > 0) return least;
    least = NAN;
    w = flint_malloc((size_t)n * sizeof *w);
    memcpy(L, D, (size_t)n * (size_t)n * sizeof *L);
    if (LAPACKE_dsyevr(LAPACK_COL_MAJOR, 'V', 'I', 'L', (lapack_int)n, L, (lapack_int)n, 0, 0, 1, 1, 0, &found, w, v,
                       (lapack_int)n, support) == 0 &&
        found == 1)
        least = w[0];
    flint_free(w);
    for (slong i = 0; i < n; i++)
        if (!isfinite(v[i])) return NAN;
    return least;
}

/* lower <= lambda of every S, from the factor of D - c I. */
static void lower_from_factor(arf_t lower, const double *D, double c, const double *L, slong n, const mag_t deviation)
{
    mag_t bound;
    arf_t error;

    mag_init(bound);
    arf_init(error);
    cholesky_residual_bound(bound, D, c, L, n);
    mag_add(bound, bound, deviation);
    arf_set_mag(error, bound);
    arf_set_d(lower, c);
    arf_sub(lower, lower, error, 64, ARF_RND_FLOOR);
    mag_clear(bound);
    arf_clear(error);
}

/* The same with the residual in balls: for shifts that the slices of doubles do not resolve. */
static void lower_by_balls(arf_t lower, const double *D, double c, const double *L, slong n, const mag_t deviation)
{
    arb_mat_t matrix, factor;
    arf_t shift;

    arb_mat_init(matrix, n, n);
    arb_mat_init(factor, n, n);
    arf_init(shift);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            arb_set_d(arb_mat_entry(matrix, i, j), D[i + j * n]);
            if (j <= i) arb_set_d(arb_mat_entry(factor, i, j), L[i + j * n]);
        }
    arf_set_d(shift, c);
    cholesky_lower_bound(lower, matrix, shift, factor, 128);
    arf_set_mag(shift, deviation);
    arf_sub(lower, lower, shift, 64, ARF_RND_FLOOR);
    arb_mat_clear(matrix);
    arb_mat_clear(factor);
    arf_clear(shift);
}

/* upper >= lambda of every S: a Rayleigh quotient of D. */
static void upper_from_direction(arf_t upper, const double *D, const double *v, slong n, const mag_t deviation)
{
    arb_t quotient, image, entry;

    arb_init(quotient);
    arb_init(image);
    arb_init(entry);
    for (slong i = 0; i < n; i++) {
        exact_dot(arb_midref(image), D + i * n, v, n);
        arb_set_d(entry, v[i]);
        arb_addmul(quotient, image, entry, 128);
    }
    exact_dot(arb_midref(image), v, v, n);
    arb_div(quotient, quotient, image, 128);
    arb_add_error_mag(quotient, deviation);
    if (arb_is_finite(quotient))
        arb_get_ubound_arf(upper, quotient, 64);
    else
        arf_pos_inf(upper);
    arb_clear(quotient);
    arb_clear(image);
    arb_clear(entry);
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

/* Tries shifts further and further below `least`; best_lower only grows. */
static void raise_lower(arf_t best_lower, double *L, const double *D, slong n, double least, double largest,
                        const arf_t upper, const mag_t deviation, double relative)
{
    double margin = fmax(fabs(least) * relative / 4, (double)n * largest * 0x1p-50);
    mag_t radii, allowed;
    arf_t lower;

    arf_init(lower);
    mag_init(radii);
    mag_init(allowed);
    mag_mul_2exp_si(radii, deviation, 1);
    mag_set_d(allowed, fabs(least) * relative);
    for (int attempt = 0; attempt < 12; attempt++, margin *= 4) {
        double c = least - margin;
        if (!approx_factor(L, D, c, n)) continue;
        lower_from_factor(lower, D, c, L, n, deviation);
        arf_max(best_lower, best_lower, lower);
        if (!narrow(best_lower, upper, relative) && n <= BALL_ORDER && mag_cmp(radii, allowed) <= 0) {
            lower_by_balls(lower, D, c, L, n, deviation);
            arf_max(best_lower, best_lower, lower);
        }
        break;
    }
    arf_clear(lower);
    mag_clear(radii);
    mag_clear(allowed);
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

dq_status double_mat_lambda_min(arb_t lambda, const double *D, slong n, const mag_t deviation, double relative,
                                reason_t why)
{
    double *L, *v, least, largest = n < 1 ? NAN : largest_entry(D, n);
    dq_status status = DQ_INCONCLUSIVE;
    arf_t lower, upper;
    mag_t norm;

    reason_init(why);
    if (n < 1 || !(relative > 0) || !(largest <= 0x1p100) || mag_is_inf(deviation)) {
        arb_zero_pm_inf(lambda);
        reason_set(why,
                   "a least eigenvalue needs a matrix of order at least 1 with finite entries and a positive width");
        return n >= 1 && relative > 0 ? DQ_INCONCLUSIVE : DQ_INPUT;
    }
    L = flint_malloc((size_t)n * (size_t)n * sizeof *L);
    v = flint_calloc((size_t)n, sizeof *v);
    arf_init(lower);
    arf_init(upper);
    mag_init(norm);

    least = approx_least(v, L, D, n, relative);
    if (!isfinite(least)) { /* any direction gives a valid upper bound; the norm gives the lower one */
        least = -largest;
        memset(v, 0, (size_t)n * sizeof *v);
        v[0] = 1;
    }
    upper_from_direction(upper, D, v, n, deviation);
    mag_set_d(norm, largest); /* lambda >= -n largest - deviation */
    mag_mul_ui(norm, norm, (ulong)n);
    mag_add(norm, norm, deviation);
    arf_set_mag(lower, norm);
    arf_neg(lower, lower);
    raise_lower(lower, L, D, n, least, largest, upper, deviation, relative);

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
                   "double arithmetic and the entries' radii leave the least eigenvalue an interval of width %.1e, "
                   "which exceeds the relative width %.1e; the largest entry is %.1e",
                   arf_get_d(width, ARF_RND_UP), relative, largest);
        arf_clear(width);
    }
    arb_set_interval_arf(lambda, lower, upper, 64);
    flint_free(L);
    flint_free(v);
    arf_clear(lower);
    arf_clear(upper);
    mag_clear(norm);
    return status;
}
