/* operator_norm: largest singular value of an exact double matrix, enclosed.

   G = B^T B of the scaled matrix B = 2^-e A (the smaller of B^T B, B B^T).  Lanczos gives theta ~ |B|^2 and v; then
     upper:  c I - G = L L^T + E  gives  |B|^2 <= c + |E|_2;
     lower:  |B| >= |Bv|/|v|.
   Ledger.  gamma_m = m u/(1 - m u) <= m 2^-52 (u = 2^-53) bounds an inner product of length m in any order of
   summation, with or without fused operations, for BLAS routines that form inner products (Higham, ch. 3), apart from
   underflow: computed G:        |fl(G) - G|_2      <= gamma_m |B|_F^2                  (m = length of the inner
   products) computed L L^T:    |fl(LL^T) - LL^T|_2 <= gamma_k |L|_F^2                 (k = order of G) computed E:
   2^-52 per subtraction, added entrywise before the norm computed B v:      |fl(Bv) - Bv|_2    <= gamma_m |B|_F |v|_2
     underflow, in the scaling and in all products: fewer than 2^100 events of at most 2^-1022, charged as 2^-900. */
#include <math.h>
#include <cblas.h>
#include <lapacke.h>
#include <string.h>
#include "ball/ball.h"
#include "ball/double_bounds.h"
#include "ball/exact_dot.h"

typedef struct {
    const double *B;
    slong rows, cols;
    int wide;            /* cols > rows: G = B B^T */
    slong order, length; /* of G, of its inner products */
    double *G;           /* lower triangle, row-major */
    double square;       /* |B|_F^2, bounded above */
} gram_t;

static double sum_of_squares(const double *x, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) sum += x[i] * x[i];
    return inflated(sum, count) + 0x1p-900;
}

static void gram(gram_t *g)
{
    g->G = flint_calloc((size_t)(g->order * g->order), sizeof *g->G);
    cblas_dsyrk(CblasRowMajor, CblasLower, g->wide ? CblasNoTrans : CblasTrans, (int)g->order, (int)g->length, 1.0,
                g->B, (int)g->cols, 0.0, g->G, (int)g->order);
    g->square = sum_of_squares(g->B, (size_t)(g->rows * g->cols));
}

static void apply_gram(double *y, const double *x, slong n, const void *context)
{
    const gram_t *g = context;

    cblas_dsymv(CblasRowMajor, CblasLower, (int)n, 1.0, g->G, (int)n, x, 1, 0.0, y, 1);
}

/* upper >= |B|^2 from a factorisation of cI - G, 0 when there is none. */
static int upper_from_shift(double *upper, const gram_t *g, double c)
{
    slong k = g->order;
    size_t count = (size_t)(k * k);
    double *L = flint_malloc(count * sizeof *L), *P = flint_calloc(count, sizeof *P), *row = NULL;
    double infinity = 0, frobenius = 0, rounding;
    int usable;

    for (slong i = 0; i < k; i++)
        for (slong j = 0; j < k; j++) L[i * k + j] = j > i ? 0 : (i == j ? c : 0) - g->G[i * k + j];
    /* the row-major lower triangle is LAPACK's column-major upper one: G' = U^T U with U = L^T */
    usable = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'U', (lapack_int)k, L, (lapack_int)k) == 0;
    if (usable) {
        row = flint_calloc((size_t)k, sizeof *row);
        cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (int)k, (int)k, 1.0, L, (int)k, 0.0, P, (int)k);
        for (slong i = 0; i < k; i++)
            for (slong j = 0; j <= i; j++) {
                double shifted = (i == j ? c : 0) - g->G[i * k + j], error = shifted - P[i * k + j];
                double entry = fabs(error) + 0x1p-52 * (fabs(error) + fabs(shifted));
                row[i] += entry;
                if (i > j) row[j] += entry;
                frobenius += (i > j ? 2 : 1) * entry * entry;
            }
        for (slong i = 0; i < k; i++) infinity = row[i] <= infinity ? infinity : row[i]; /* a NaN is kept */
        infinity = inflated(infinity, (size_t)k);
        frobenius = sqrt(inflated(frobenius, count) + 0x1p-900) * (1 + 0x1p-50);
        rounding = ((double)k * sum_of_squares(L, count) + (double)g->length * g->square) * 0x1p-52;
        *upper = (c + (frobenius <= infinity ? frobenius : infinity) + rounding + 0x1p-900) * (1 + 0x1p-48);
        usable = isfinite(*upper);
    }
    flint_free(L);
    flint_free(P);
    flint_free(row);
    return usable;
}

/* |B|^2 <= min(|B|_F^2, |B|_1 |B|_inf), for want of a factorisation. */
static double upper_from_sums(const gram_t *g)
{
    double *column = flint_calloc((size_t)g->cols, sizeof *column), one = 0, infinity = 0, product;

    for (slong i = 0; i < g->rows; i++) {
        double row = 0;
        for (slong j = 0; j < g->cols; j++) {
            row += fabs(g->B[i * g->cols + j]);
            column[j] += fabs(g->B[i * g->cols + j]);
        }
        infinity = fmax(infinity, row);
    }
    for (slong j = 0; j < g->cols; j++) one = fmax(one, column[j]);
    flint_free(column);
    product = inflated(inflated(one * infinity, (size_t)(g->rows)), (size_t)g->cols);
    return fmin(product, g->square);
}

/* |x|_2 as a ball; indeterminate when an entry is not finite. */
static void euclidean_norm(arb_t norm, const double *x, slong length)
{
    exact_dot(arb_midref(norm), x, x, length);
    mag_zero(arb_radref(norm));
    arb_sqrt(norm, norm, 64);
}

/* lower <= |B| from the direction v of length g->order: |Bv|/|v| >= |fl(Bv)|/|v| - gamma |B|_F. */
static void lower_from_direction(arf_t lower, const gram_t *g, const double *v)
{
    double *image = flint_calloc((size_t)g->length, sizeof *image);
    arb_t quotient, term;

    arb_init(quotient);
    arb_init(term);
    cblas_dgemv(CblasRowMajor, g->wide ? CblasTrans : CblasNoTrans, (int)g->rows, (int)g->cols, 1.0, g->B, (int)g->cols,
                v, 1, 0.0, image, 1);
    euclidean_norm(quotient, image, g->length);
    euclidean_norm(term, v, g->order);
    arb_div(quotient, quotient, term, 64);
    arb_set_d(term, g->square);
    arb_sqrt(term, term, 64);
    arb_mul_si(term, term, g->order, 64);
    arb_mul_2exp_si(term, term, -52);
    arb_sub(quotient, quotient, term, 64);
    arb_set_d(term, 0x1p-900);
    arb_sub(quotient, quotient, term, 64);
    if (arb_is_finite(quotient))
        arb_get_lbound_arf(lower, quotient, 64);
    else
        arf_zero(lower);
    flint_free(image);
    arb_clear(quotient);
    arb_clear(term);
}

/* B = 2^-e A with largest entry in [1/2, 1); 0 when an entry is not finite. */
static int scale(double *B, int *e, const double *A, size_t count)
{
    double most = 0;

    for (size_t i = 0; i < count; i++) {
        if (!isfinite(A[i])) return 0;
        most = fmax(most, fabs(A[i]));
    }
    frexp(most, e);
    for (size_t i = 0; i < count; i++) B[i] = ldexp(A[i], -*e);
    return 1;
}

void operator_norm(arb_t norm, const double *A, slong rows, slong cols)
{
    static const double slack[] = {2e-4, 2e-3, 2e-2, 0.2};
    size_t count = (size_t)(rows * cols);
    double *B, *v, theta, upper;
    gram_t g;
    arf_t lower, high;
    arb_t root;
    int e;

    if (rows < 1 || cols < 1) {
        arb_zero(norm);
        return;
    }
    B = flint_malloc(count * sizeof *B);
    if (!scale(B, &e, A, count)) {
        arb_indeterminate(norm);
        flint_free(B);
        return;
    }
    g.B = B;
    g.rows = rows;
    g.cols = cols;
    g.wide = cols > rows;
    g.order = g.wide ? rows : cols;
    g.length = g.wide ? cols : rows;
    gram(&g);
    if (!(g.square > 0x1p-800)) { /* B = 0: otherwise an entry is at least 1/2 */
        arb_zero(norm);
        flint_free(B);
        flint_free(g.G);
        return;
    }
    v = flint_calloc((size_t)g.order, sizeof *v);
    theta = approx_largest_ritz(v, g.order, 80, 1e-5, apply_gram, &g);
    upper = upper_from_sums(&g);
    for (size_t i = 0; isfinite(theta) && i < sizeof slack / sizeof *slack; i++) {
        double candidate;
        if (upper_from_shift(&candidate, &g, theta * (1 + slack[i]))) {
            upper = fmin(upper, candidate);
            break;
        }
    }
    arf_init(lower);
    arf_init(high);
    arb_init(root);
    arb_set_d(root, upper);
    arb_sqrt(root, root, 64);
    arb_get_ubound_arf(high, root, 64);
    arf_set_d(lower, 0.5); /* the norm is at least the largest entry */
    if (isfinite(theta)) {
        arf_t direct;
        arf_init(direct);
        lower_from_direction(direct, &g, v);
        arf_max(lower, lower, direct);
        arf_clear(direct);
    }
    arf_mul_2exp_si(lower, lower, e);
    arf_mul_2exp_si(high, high, e);
    if (arf_cmp(lower, high) <= 0) /* fails only when the products are not what they are documented to be */
        arb_set_interval_arf(norm, lower, high, 64);
    else
        arb_indeterminate(norm);
    arf_clear(lower);
    arf_clear(high);
    arb_clear(root);
    flint_free(B);
    flint_free(v);
    flint_free(g.G);
}
