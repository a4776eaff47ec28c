/* arb_mat_lambda_min_double: the ball matrix as doubles and a deviation, then double_mat_lambda_min.

   D = doubles nearest to 2^-e A with |D_ij| <= 1, and |2^-e A - D|_2 <= deviation (radii included). */
#include <math.h>
#include "ball/ball.h"

/* bound >= |x - value| for every x of the ball 2^-e a. */
static void deviation_of(mag_t bound, double value, const arb_t a, const fmpz_t back)
{
    arb_t x;
    arf_t d;

    arb_init(x);
    arf_init(d);
    arf_set_d(d, value);
    arb_mul_2exp_fmpz(x, a, back);
    arb_sub_arf(x, x, d, 30);
    arb_get_mag(bound, x);
    arb_clear(x);
    arf_clear(d);
}

/* D (column-major, full), e and the bound of |2^-e A - D|_2.  The lower triangle of A is read. */
static void set_doubles(double *D, mag_t deviation, fmpz_t e, const arb_mat_t A)
{
    slong n = arb_mat_nrows(A);
    mag_ptr row = _mag_vec_init(n);
    mag_t entry, most;
    fmpz_t back;
    arf_t scaled;

    mag_init(entry);
    mag_init(most);
    fmpz_init(back);
    arf_init(scaled);
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            arb_get_mag(entry, arb_mat_entry(A, i, j));
            mag_max(most, most, entry);
        }
    fmpz_set(e, MAG_EXPREF(most)); /* every |A_ij| < 2^e */
    fmpz_neg(back, e);
    mag_zero(most); /* from here the sum of squares */
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j <= i; j++) {
            double value;
            arf_mul_2exp_fmpz(scaled, arb_midref(arb_mat_entry(A, i, j)), back);
            value = arf_get_d(scaled, ARF_RND_NEAR);
            D[i + j * n] = D[j + i * n] = value;
            deviation_of(entry, value, arb_mat_entry(A, i, j), back);
            mag_add(row + i, row + i, entry);
            mag_addmul(most, entry, entry);
            if (i > j) {
                mag_add(row + j, row + j, entry);
                mag_addmul(most, entry, entry);
            }
        }
    mag_sqrt(deviation, most);
    mag_zero(entry);
    for (slong i = 0; i < n; i++) mag_max(entry, entry, row + i);
    mag_min(deviation, deviation, entry);
    _mag_vec_clear(row, n);
    mag_clear(entry);
    mag_clear(most);
    fmpz_clear(back);
    arf_clear(scaled);
}

dq_status arb_mat_lambda_min_double(arb_t lambda, const arb_mat_t A, double relative, reason_t why)
{
    slong n = arb_mat_nrows(A);
    dq_status status;
    mag_t deviation;
    double *D;
    fmpz_t e;

    if (n < 1 || arb_mat_ncols(A) != n) {
        reason_set(why, "a least eigenvalue needs a square matrix of order at least 1");
        return DQ_INPUT;
    }
    if (!arb_mat_is_finite(A)) {
        arb_zero_pm_inf(lambda);
        reason_set(why, "an entry of the matrix is not enclosed by a finite ball");
        return DQ_INCONCLUSIVE;
    }
    D = flint_malloc((size_t)n * (size_t)n * sizeof *D);
    mag_init(deviation);
    fmpz_init(e);
    set_doubles(D, deviation, e, A);
    status = double_mat_lambda_min(lambda, D, n, deviation, relative, why);
    arb_mul_2exp_fmpz(lambda, lambda, e);
    flint_free(D);
    mag_clear(deviation);
    fmpz_clear(e);
    return status;
}
