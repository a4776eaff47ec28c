/* approx_least_eigenpair: inverse iteration with a certified-looking shift.

   State: `low`, a shift whose Cholesky factorisation succeeded, and `high`, a Rayleigh quotient or a shift whose
   factorisation failed, so low < least eigenvalue <= high (up to the working precision).  Inverse iteration with the
   factor at `low` gives a vector with Rayleigh quotient mu and residual r; an eigenvalue lies within r of mu, so mu -
   2r is the next shift to try.  When that fails, the failing pivot gives a direction below it (a better vector), and
   the interval is bisected, geometrically when its ends differ by orders of magnitude: an eigenvalue of 1e-200 is
   reached in few factorisations.  Clusters need no care: inside one every vector has a small residual. */
#include <math.h>
#include <lapacke.h>
#include "ball/approx_eigenpair.h"

int approx_eigenpair_lapack(arf_t value, arb_ptr v, const arb_mat_t M)
{
    slong n = arb_mat_nrows(M);
    double *a = flint_malloc((size_t)(n * n) * sizeof *a), *w = flint_malloc((size_t)n * sizeof *w);
    int usable, nonzero = 0;
    fmpz_t scale;
    arf_t t;
    mag_t norm;

    fmpz_init(scale);
    arf_init(t);
    mag_init(norm);
    arb_mat_bound_inf_norm(norm, M);
    fmpz_neg(scale, MAG_EXPREF(norm));
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            arf_mul_2exp_fmpz(t, arb_midref(arb_mat_entry(M, i, j)), scale);
            a[i * n + j] = arf_get_d(t, ARF_RND_NEAR);
        }
    usable = LAPACKE_dsyevd(LAPACK_COL_MAJOR, 'V', 'L', (lapack_int)n, a, (lapack_int)n, w) == 0 && isfinite(w[0]);
    for (slong i = 0; usable && i < n; i++) {
        usable = isfinite(a[i]);
        nonzero |= a[i] != 0; /* v = 0 has no Rayleigh quotient */
    }
    usable = usable && nonzero;
    if (usable) {
        for (slong i = 0; i < n; i++) arb_set_d(v + i, a[i]);
        arf_set_d(value, w[0]);
        fmpz_neg(scale, scale);
        arf_mul_2exp_fmpz(value, value, scale);
    }
    fmpz_clear(scale);
    arf_clear(t);
    mag_clear(norm);
    flint_free(a);
    flint_free(w);
    return usable;
}

/* A shift strictly between low and high; magnitudes below `least` count as `least`. */
static void bisect(arf_t middle, const arf_t low, const arf_t high, const arf_t least)
{
    arf_t small, large, ratio;
    int sign = arf_sgn(low) >= 0 ? 1 : -1;

    if (arf_sgn(low) < 0 && arf_sgn(high) > 0) {
        arf_zero(middle);
        return;
    }
    arf_init(small);
    arf_init(large);
    arf_init(ratio);
    arf_abs(small, sign > 0 ? low : high);
    arf_abs(large, sign > 0 ? high : low);
    arf_max(small, small, least);
    arf_div(ratio, large, small, 30, ARF_RND_NEAR);
    if (arf_cmp_d(ratio, 16.0) > 0) {
        arf_mul(middle, small, large, 60, ARF_RND_NEAR);
        arf_sqrt(middle, middle, 60, ARF_RND_NEAR);
        if (sign < 0) arf_neg(middle, middle);
    } else {
        arf_add(middle, low, high, ARF_PREC_EXACT, ARF_RND_NEAR);
        arf_mul_2exp_si(middle, middle, -1);
    }
    arf_clear(small);
    arf_clear(large);
    arf_clear(ratio);
}

/* margin = max(2^-bits |high|, floor): what `low` may stay below the eigenvalue. */
static void set_margin(arf_t margin, const arf_t high, slong bits, const arf_t floor)
{
    arf_abs(margin, high);
    arf_mul_2exp_si(margin, margin, -bits);
    arf_max(margin, margin, floor);
}

/* The first shift: as close below the LAPACK value as its error allows, 0 if that is larger, else further and further
   down.  Leaves the factor in L. */
static void first_shift(arf_t low, arb_mat_t L, const arb_mat_t M, const arf_t value, const arf_t norm, slong prec)
{
    arf_t error, shift;
    slong n = arb_mat_nrows(M);

    arf_init(error);
    arf_init(shift);
    arf_mul_si(error, norm, 4 * n, 30, ARF_RND_UP);
    arf_mul_2exp_si(error, error, -52);
    arf_sub(shift, value, error, 60, ARF_RND_FLOOR);
    if (arf_sgn(value) > 0 && arf_sgn(shift) < 0) arf_zero(shift);
    while (approx_shifted_cholesky(L, M, shift, prec) >= 0) {
        arf_sub(shift, value, error, 60, ARF_RND_FLOOR);
        arf_mul_2exp_si(error, error, 6);
    }
    arf_set(low, shift);
    arf_clear(error);
    arf_clear(shift);
}

/* Inverse iteration with L from v until the residual is below margin/4 or stops shrinking. */
static void iterate(arf_t value, arf_t residual, arb_ptr v, const arb_mat_t L, const arb_mat_t M, const arf_t margin,
                    slong prec)
{
    enum { MOST = 12 };
    arf_t before, quarter;

    arf_init(before);
    arf_init(quarter);
    arf_mul_2exp_si(quarter, margin, -2);
    arf_pos_inf(before);
    for (int step = 0; step < MOST; step++) {
        approx_cholesky_solve(v, L, prec);
        approx_rayleigh(value, residual, v, M, prec);
        arf_mul_2exp_si(before, before, -1);
        if (arf_cmp(residual, quarter) <= 0 || (step >= 2 && arf_cmp(residual, before) > 0)) break;
        arf_set(before, residual);
    }
    arf_clear(before);
    arf_clear(quarter);
}

void approx_least_eigenpair(arf_t low, arb_mat_t L, arb_ptr v, const arb_mat_t M, const arf_t norm, slong bits,
                            const arf_t floor, slong prec)
{
    slong n = arb_mat_nrows(M), most = 100 + 2 * bits;
    arf_t high, value, residual, margin, gap, shift;
    arb_mat_t trial;

    arf_init(high);
    arf_init(value);
    arf_init(residual);
    arf_init(margin);
    arf_init(gap);
    arf_init(shift);
    arb_mat_init(trial, n, n);

    if (!approx_eigenpair_lapack(value, v, M)) {
        arf_neg(value, norm);
        for (slong i = 0; i < n; i++) arb_set_si(v + i, i % 3 + 1);
    }
    first_shift(low, L, M, value, norm, prec);
    approx_rayleigh(high, residual, v, M, prec);

    for (slong round = 0; round < most; round++) {
        slong pivot;

        set_margin(margin, high, bits, floor);
        iterate(value, residual, v, L, M, margin, prec);
        arf_min(high, high, value);
        set_margin(margin, high, bits, floor);
        arf_sub(gap, high, low, prec, ARF_RND_UP);
        arf_mul_2exp_si(shift, margin, 1);
        if (arf_cmp(gap, shift) <= 0) break;
        /* value - max(2 residual, margin), unless that closes less than 3/4 of the gap */
        arf_mul_2exp_si(residual, residual, 1);
        arf_max(residual, residual, margin);
        arf_sub(shift, value, residual, prec, ARF_RND_FLOOR);
        arf_mul_2exp_si(gap, gap, -2);
        arf_sub(gap, high, gap, prec, ARF_RND_FLOOR);
        if (arf_cmp(shift, gap) < 0 || arf_cmp(shift, high) >= 0) bisect(shift, low, high, floor);
        pivot = approx_shifted_cholesky(trial, M, shift, prec);
        if (pivot < 0) {
            arf_set(low, shift);
            arb_mat_swap(L, trial);
        } else {
            approx_negative_direction(v, trial, pivot, prec);
            arf_min(high, high, shift);
        }
    }
    arf_clear(high);
    arf_clear(value);
    arf_clear(residual);
    arf_clear(margin);
    arf_clear(gap);
    arf_clear(shift);
    arb_mat_clear(trial);
}
