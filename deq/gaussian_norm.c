/* deq_gaussian_norm: is the norm of a Gaussian matrix at most a bound, from its bidiagonal form in m^2 variates and O(m) balls.

   Householder reflections make an m x m matrix of independent N(0,1) lower bidiagonal, with independent entries chi_m, chi_{m-1},
   .., chi_1 on the diagonal and chi_{m-1}, .., chi_1 below it (Silverstein 1985; Dumitriu & Edelman 2002, Theorem 3.1 with beta = 1):
   its singular values have the law of the matrix's.  With squares d_i, e_i of the two diagonals, |G|_2^2 < c iff every pivot
     D_1 = c - d_1,   D_{i+1} = c - d_{i+1} - e_i - d_i e_i/D_i
   of cI - B B^T is positive.

   Ledger: d_i and e_i are squares of deq_sample's normals (whose law is the assumption of every sampled claim) summed in doubles, the
   rounding enclosed by frobenius(); the pivots are balls.  The enclosure bisects c, between a diagonal entry of B B^T and
   Gershgorin's bound d_i + e_{i-1} + sqrt(d_i e_i) + sqrt(d_{i-1} e_{i-1}) <= 2 max d + 2 max e, with the same pivots. */
#include "deq/deq.h"
#include "deq/rounding.h"
#include "deq/trial.h"
#include <math.h>

#define PREC 128

/* x := the sum of the squares of the next `count` variates of the stream. */
static void chi_square(arb_t x, double *buffer, slong count, uint64_t seed, slong width, slong trial, uint64_t *next)
{
    deq_sample(buffer, (size_t)count, WEIGHTS_GAUSSIAN, seed, (uint32_t)width, (uint32_t)trial, MATRIX_BIDIAGONAL,
               *next);
    *next += (uint64_t)count;
    frobenius(x, buffer, (size_t)count);
    arb_sqr(x, x, PREC);
}

/* pivot := square - d - e - before e / pivot, the next pivot; before := d. */
static void next_pivot(arb_t pivot, arb_t before, const arb_t d, const arb_t e, const arb_t square)
{
    arb_div(pivot, before, pivot, PREC);
    arb_mul(pivot, pivot, e, PREC);
    arb_add(pivot, pivot, e, PREC);
    arb_add(pivot, pivot, d, PREC);
    arb_sub(pivot, square, pivot, PREC);
    arb_set(before, d);
}

static int side_of(const arb_t pivot)
{
    return !arb_is_finite(pivot) ? 0 : arb_is_positive(pivot) ? 1 : arb_is_negative(pivot) ? -1 : 0;
}

dq_status deq_gaussian_norm(int *side, const arb_t square, uint64_t seed, slong width, slong trial, reason_t why)
{
    dq_status status = width_usable(width, trial, why);
    *side = 0;
    if (status != DQ_OK) return status;
    double *buffer = flint_malloc((size_t)width * sizeof(double));
    uint64_t next = 0;
    arb_t d, e, pivot, before;
    arb_init(d);
    arb_init(e);
    arb_init(pivot);
    arb_init(before);
    chi_square(before, buffer, width, seed, width, trial, &next);
    arb_sub(pivot, square, before, PREC);
    for (slong i = 1; i < width && arb_is_positive(pivot); i++) {
        chi_square(e, buffer, width - i, seed, width, trial, &next);
        chi_square(d, buffer, width - i, seed, width, trial, &next);
        next_pivot(pivot, before, d, e, square);
    }
    *side = side_of(pivot);
    arb_clear(d);
    arb_clear(e);
    arb_clear(pivot);
    arb_clear(before);
    flint_free(buffer);
    return DQ_OK;
}

/* Which side of `square` the largest eigenvalue of B B^T is: as deq_gaussian_norm, from the squares of both diagonals. */
static int side_of_square(arb_srcptr d, arb_srcptr e, slong m, const arb_t square)
{
    arb_t pivot, before;
    arb_init(pivot);
    arb_init(before);
    arb_set(before, d);
    arb_sub(pivot, square, before, PREC);
    for (slong i = 1; i < m && arb_is_positive(pivot); i++) next_pivot(pivot, before, d + i, e + i, square);
    int side = side_of(pivot);
    arb_clear(pivot);
    arb_clear(before);
    return side;
}

dq_status deq_gaussian_norm_enclose(arb_t norm, uint64_t seed, slong width, slong trial, reason_t why)
{
    enum { HALVINGS = 32 };
    arb_indeterminate(norm);
    dq_status status = width_usable(width, trial, why);
    if (status != DQ_OK) return status;
    double *buffer = flint_malloc((size_t)width * sizeof(double));
    uint64_t next = 0;
    arb_ptr d = _arb_vec_init(width), e = _arb_vec_init(width); /* e[0] = 0 */
    arb_t low, high, middle;
    arb_init(low);
    arb_init(high);
    arb_init(middle);
    chi_square(d, buffer, width, seed, width, trial, &next);
    for (slong i = 1; i < width; i++) {
        chi_square(e + i, buffer, width - i, seed, width, trial, &next);
        chi_square(d + i, buffer, width - i, seed, width, trial, &next);
    }
    for (slong i = 0; i < width; i++) {
        arb_max(low, low, d + i, PREC);
        arb_max(high, high, e + i, PREC);
    }
    arb_add(high, high, low, PREC);
    arb_mul_2exp_si(high, high, 1);
    for (int k = 0; k < HALVINGS; k++) {
        arb_add(middle, low, high, PREC);
        arb_mul_2exp_si(middle, middle, -1);
        mag_zero(arb_radref(middle));
        int side = side_of_square(d, e, width, middle);
        if (side == 0) break;
        arb_set(side > 0 ? high : low, middle);
    }
    arb_union(norm, low, high, PREC);
    arb_sqrt(norm, norm, PREC);
    _arb_vec_clear(d, width);
    _arb_vec_clear(e, width);
    arb_clear(low);
    arb_clear(high);
    arb_clear(middle);
    flint_free(buffer);
    return DQ_OK;
}
