/* arb_mat_lambda_min: verified least eigenvalue at any precision.

   A = M + R with M the (exact, symmetric) midpoints.  Approximate arithmetic chooses c, L and v; balls decide:
     lower:  A - cI = L L^T + E, L L^T >= 0, hence lambda_min >= c - |E|_2, |E|_2 <= min(|E|_F, |E|_inf)
             (E encloses A - cI - L L^T by ball multiplication, radii of A included);
     upper:  lambda_min <= v^T A v / v^T v.
   Ledger of the width: 2^-bits |lambda| (distance of c and the Rayleigh quotient) + n^2 2^-prec |A| (rounding)
   + 2 |R| (radii).  The working precision grows until the middle term is negligible. */
#include <math.h>
#include "ball/ball.h"
#include "ball/approx_eigenpair.h"
#include "ball/residual_norm.h"

/* Beyond |A|/|lambda| = 2^1100 an eigenvalue counts as unresolved. */
#define MAX_EXTRA 1100

void symmetric_norm_bound(mag_t bound, const arb_mat_t E)
{
    mag_t other;

    mag_init(other);
    arb_mat_bound_inf_norm(bound, E);
    arb_mat_bound_frobenius_norm(other, E);
    mag_min(bound, bound, other);
    mag_clear(other);
}

void cholesky_lower_bound(arf_t lower, const arb_mat_t A, const arf_t c, const arb_mat_t L, slong prec)
{
    slong n = arb_mat_nrows(A);
    arb_mat_t T, E;
    arf_t norm;
    mag_t bound;

    arb_mat_init(T, n, n);
    arb_mat_init(E, n, n);
    arf_init(norm);
    mag_init(bound);
    arb_mat_transpose(T, L);
    arb_mat_mul(E, L, T, prec);
    arb_mat_sub(E, A, E, prec);
    for (slong i = 0; i < n; i++) arb_sub_arf(arb_mat_entry(E, i, i), arb_mat_entry(E, i, i), c, prec);
    symmetric_norm_bound(bound, E);
    arf_set_mag(norm, bound);
    arf_sub(lower, c, norm, prec, ARF_RND_FLOOR);
    arb_mat_clear(T);
    arb_mat_clear(E);
    arf_clear(norm);
    mag_clear(bound);
}

void rayleigh_upper_bound(arf_t upper, const arb_mat_t A, arb_srcptr v, slong prec)
{
    slong n = arb_mat_nrows(A);
    arb_ptr image = _arb_vec_init(n);
    arb_t quotient, square;

    arb_init(quotient);
    arb_init(square);
    for (slong i = 0; i < n; i++) arb_dot(image + i, NULL, 0, arb_mat_entry(A, i, 0), 1, v, 1, n, prec);
    arb_dot(quotient, NULL, 0, v, 1, image, 1, n, prec);
    arb_dot(square, NULL, 0, v, 1, v, 1, n, prec);
    arb_div(quotient, quotient, square, prec);
    if (arb_is_finite(quotient))
        arb_get_ubound_arf(upper, quotient, prec);
    else
        arf_pos_inf(upper);
    arb_clear(quotient);
    arb_clear(square);
    _arb_vec_clear(image, n);
}

/* S = lower triangle of A mirrored: contains every symmetric matrix of A.  M its midpoints, radius >= |S - M|_2. */
static void split(arb_mat_t S, arb_mat_t M, mag_t radius, const arb_mat_t A)
{
    slong n = arb_mat_nrows(A);
    arb_mat_t R;

    arb_mat_init(R, n, n);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            arb_srcptr entry = arb_mat_entry(A, i > j ? i : j, i > j ? j : i);
            arb_set(arb_mat_entry(S, i, j), entry);
            arb_get_mid_arb(arb_mat_entry(M, i, j), entry);
            mag_set(arb_radref(arb_mat_entry(R, i, j)), arb_radref(entry));
        }
    symmetric_norm_bound(radius, R);
    arb_mat_clear(R);
}

/* Bits the working precision needs beyond `bits`, from LAPACK's eigenvalue: log2(|M|/|lambda|) as far as doubles see.
 */
static slong first_extra(const arb_mat_t M, const arf_t norm)
{
    slong n = arb_mat_nrows(M), extra = 2 * (slong)FLINT_BIT_COUNT((ulong)n) + 24;
    arb_ptr v = _arb_vec_init(n);
    arf_t value;

    arf_init(value);
    if (approx_eigenpair_lapack(value, v, M) && !arf_is_zero(value)) {
        double loss;
        arf_div(value, norm, value, 53, ARF_RND_NEAR);
        loss = log2(fabs(arf_get_d(value, ARF_RND_NEAR)));
        extra += loss < 60 ? (slong)fmax(loss, 0) : 60;
    }
    arf_clear(value);
    _arb_vec_clear(v, n);
    return extra;
}

dq_status arb_mat_lambda_min(arb_t lambda, const arb_mat_t A, slong bits, reason_t why)
{
    slong n = arb_mat_nrows(A), extra, most;
    dq_status status = DQ_INCONCLUSIVE;
    int singular = 0;
    arb_mat_t S, M, L;
    arb_ptr v;
    arf_t norm, floor, shift, lower, upper, best_lower, best_upper;
    mag_t radius, width;

    reason_init(why);
    if (n < 1 || arb_mat_ncols(A) != n) {
        reason_set(why, "a least eigenvalue needs a square matrix of order at least 1");
        return DQ_INPUT;
    }
    if (bits < 2) bits = 2;
    if (!arb_mat_is_finite(A)) {
        arb_zero_pm_inf(lambda);
        reason_set(why, "an entry of the matrix is not enclosed by a finite ball");
        return DQ_INCONCLUSIVE;
    }
    arb_mat_init(S, n, n);
    arb_mat_init(M, n, n);
    arb_mat_init(L, n, n);
    v = _arb_vec_init(n);
    arf_init(norm);
    arf_init(floor);
    arf_init(shift);
    arf_init(lower);
    arf_init(upper);
    arf_init(best_lower);
    arf_init(best_upper);
    mag_init(radius);
    mag_init(width);
    split(S, M, radius, A);
    symmetric_norm_bound(width, M);
    arf_set_mag(norm, width);

    if (n == 1 || arf_is_zero(norm)) { /* the entry itself; resp. 0 with |R| */
        if (n == 1)
            arb_set(lambda, arb_mat_entry(S, 0, 0));
        else
            arb_zero(lambda), arb_add_error_mag(lambda, radius);
        status = arb_has_relative_bits(lambda, bits - 3) ? DQ_OK : DQ_INCONCLUSIVE;
    } else {
        arf_neg_inf(best_lower);
        arf_pos_inf(best_upper);
        extra = first_extra(M, norm);
        most = MAX_EXTRA + extra;
        for (;;) {
            slong prec = bits + extra;

            /* floor: what neither Cholesky at this precision (n 2^-prec |M|) nor the radii (|R|/16) can resolve */
            arf_mul_si(floor, norm, n, 30, ARF_RND_UP);
            arf_mul_2exp_si(floor, floor, -prec);
            arf_set_mag(shift, radius);
            arf_mul_2exp_si(shift, shift, -4);
            arf_max(floor, floor, shift);
            approx_least_eigenpair(shift, L, v, M, norm, bits + 1, floor, prec);
            cholesky_lower_bound(lower, S, shift, L, prec + 30);
            rayleigh_upper_bound(upper, S, v, prec + 30);
            arf_max(best_lower, best_lower, lower);
            arf_min(best_upper, best_upper, upper);
            arb_set_interval_arf(lambda, best_lower, best_upper, bits + 64);
            if (arb_has_relative_bits(lambda, bits - 3)) {
                status = DQ_OK;
                break;
            }
            mag_mul_2exp_si(width, radius, 1); /* radii explain at least half of lambda's radius */
            if (mag_cmp(width, arb_radref(lambda)) >= 0 || extra >= most) break;
            if (mag_is_zero(radius) && arb_contains_zero(lambda) && approx_is_singular(M)) {
                singular = 1;
                break;
            }
            extra = 2 * extra + 64 < most ? 2 * extra + 64 : most;
        }
    }
    if (status != DQ_OK && singular)
        reason_set(why, "the matrix seems singular (its determinant vanishes modulo a prime), so its least eigenvalue "
                        "has no relative accuracy");
    else if (status != DQ_OK && mag_is_zero(radius))
        reason_set(why, "the least eigenvalue is not resolved from 0 at %d bits relative to the norm", MAX_EXTRA);
    else if (status != DQ_OK)
        reason_set(why, "the radii of the entries do not allow %ld relative bits of the least eigenvalue", bits - 4);
    arb_mat_clear(S);
    arb_mat_clear(M);
    arb_mat_clear(L);
    _arb_vec_clear(v, n);
    arf_clear(norm);
    arf_clear(floor);
    arf_clear(shift);
    arf_clear(lower);
    arf_clear(upper);
    arf_clear(best_lower);
    arf_clear(best_upper);
    mag_clear(radius);
    mag_clear(width);
    return status;
}
