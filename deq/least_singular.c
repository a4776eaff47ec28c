#include "deq/least_singular.h"
#include "deq/approx_least_pair.h"
#include "deq/rounding.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

/* Columns of a symmetric product one item computes; fixed, so that the sums do not depend on the team. */
#define PANEL 96
/* From this n on a Lanczos process is cheaper than LAPACK's eigensolver, where its accuracy will do. */
#define LANCZOS_FROM 128

typedef struct {
    double *G;
    const double *Z; /* m x n for the Gram matrix; the factor L for the residual */
    slong m, n;
} product_struct;

static slong panels(slong n)
{
    return (n + PANEL - 1) / PANEL;
}

/* One panel of columns of the lower triangle of Z^T Z, its diagonal block in full. */
static void gram_panel(slong panel, slong member, void *context)
{
    const product_struct *p = context;
    slong n = p->n, first = panel * PANEL, count = n - first < PANEL ? n - first : PANEL;
    (void)member;
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)(n - first), (blasint)count, (blasint)p->m, 1.0,
                p->Z + first, (blasint)n, p->Z + first, (blasint)n, 0.0, p->G + first * n + first, (blasint)n);
}

/* The same panel of A - L L^T; columns of L beyond the panel vanish there. */
static void factor_residual_panel(slong panel, slong member, void *context)
{
    const product_struct *p = context;
    slong n = p->n, first = panel * PANEL, count = n - first < PANEL ? n - first : PANEL;
    (void)member;
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)(n - first), (blasint)count, (blasint)(first + count),
                -1.0, p->Z + first * n, (blasint)n, p->Z + first * n, (blasint)n, 1.0, p->G + first * n + first,
                (blasint)n);
}

static void mirror(double *G, slong n)
{
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < i; j++) G[j * n + i] = G[i * n + j];
}

/* G = Z^T Z in doubles, both triangles.  |G - Z^T Z| <= gamma_m |Z|^T|Z| <= gamma_m |z_i||z_j| entrywise, a matrix of
   2-norm gamma_m |Z|_F^2. */
static void gram_in_doubles(double *G, const double *Z, slong m, slong n, team_t team)
{
    product_struct p = {G, Z, m, n};
    team_run(team, gram_panel, &p, panels(n));
    mirror(G, n);
}

/* upper = |Z v|/|v| for any v != 0: |fl(Zv) - Zv| <= gamma_n |Z|_F |v|. */
static int rayleigh_bound(arb_t upper, const double *Z, slong m, slong n, const double *v, double *image,
                          const arb_t Z_frobenius)
{
    arb_t norm, term;
    arb_init(norm);
    arb_init(term);
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (blasint)m, (blasint)n, 1.0, Z, (blasint)n, v, 1, 0.0, image, 1);
    frobenius(upper, image, (size_t)m);
    frobenius(norm, v, (size_t)n);
    gamma_factor(term, (double)n + 1);
    arb_mul(term, term, Z_frobenius, SCALAR_PREC);
    arb_mul(term, term, norm, SCALAR_PREC);
    arb_add(upper, upper, term, SCALAR_PREC);
    underflow_bound(term, (double)m * (double)n + 1);
    arb_add(upper, upper, term, SCALAR_PREC);
    arb_div(upper, upper, norm, SCALAR_PREC);
    int usable = arb_is_finite(upper);
    arb_to_upper(upper);
    arb_clear(norm);
    arb_clear(term);
    return usable;
}

/* A = fl(G - cI) = LL^T + E.  E in doubles is within gamma_{n+2}(|A| + |L||L|^T) entrywise, so |E|_2 <= |fl(E)|_F +
   gamma_{n+2}(|A|_F + |L|_F^2), and the diagonal of A within u|A|_F of G - cI: lambda_min(Z^T Z) >= c - |fl(E)|_F -
   gamma_{n+4}(|A|_F + |L|_F^2) - gamma_{m+2}|Z|_F^2 - underflows. Returns 0 when the approximate Cholesky breaks down.
 */
static int cholesky_bound(arb_t bound, double c, const double *G, slong m, slong n, double *A, double *L,
                          const arb_t Z_frobenius, team_t team)
{
    size_t count = (size_t)n * (size_t)n;
    memcpy(A, G, count * sizeof(double));
    for (slong i = 0; i < n; i++) A[i * n + i] -= c;
    memcpy(L, A, count * sizeof(double));
    if (LAPACKE_dpotrf(LAPACK_ROW_MAJOR, 'L', (lapack_int)n, L, (lapack_int)n) != 0) return 0;
    for (slong i = 0; i < n; i++)
        for (slong j = i + 1; j < n; j++) L[i * n + j] = 0;

    arb_t norm, term, gamma;
    arb_init(norm);
    arb_init(term);
    arb_init(gamma);
    frobenius(term, L, count);
    arb_sqr(term, term, SCALAR_PREC);
    frobenius(norm, A, count);
    arb_add(term, term, norm, SCALAR_PREC);
    gamma_factor(gamma, (double)n + 4);
    arb_mul(term, term, gamma, SCALAR_PREC);
    /* The residual's lower triangle, mirrored: symmetric, so its Frobenius norm bounds the whole. */
    product_struct p = {A, L, n, n};
    team_run(team, factor_residual_panel, &p, panels(n));
    mirror(A, n);
    frobenius(norm, A, count);
    arb_add(term, term, norm, SCALAR_PREC);
    arb_sqr(norm, Z_frobenius, SCALAR_PREC);
    gamma_factor(gamma, (double)m + 2);
    arb_addmul(term, norm, gamma, SCALAR_PREC);
    underflow_bound(norm, (double)n * (double)n * ((double)m + (double)n + 2));
    arb_add(term, term, norm, SCALAR_PREC);
    arb_set_d(bound, c);
    arb_sub(bound, bound, term, SCALAR_PREC);
    int usable = arb_is_positive(bound);
    arb_clear(norm);
    arb_clear(term);
    arb_clear(gamma);
    return usable;
}

double least_singular_work(double m, double n)
{
    return 3 * n * n + 2 * n + fmax(m, LANCZOS_STEPS * n);
}

static int approx_least_pair(double *value, double *vector, double *A, double *basis, const double *G, slong n,
                             double slack)
{
    if (slack > 0 && n >= LANCZOS_FROM && approx_least_pair_lanczos(value, vector, A, basis, G, n)) return 1;
    return approx_least_pair_full(value, vector, A, G, n);
}

void least_singular_bounds(arb_t lower, arb_t upper, const double *Z, slong m, slong n, double slack, double *work,
                           team_t team)
{
    double *G = work, *A = G + n * n, *L = A + n * n, *vector = L + n * n, *image = vector + 2 * n;
    arb_zero(lower);
    arb_zero(upper);
    if (m < n) return;
    arb_t Z_frobenius, trivial;
    arb_init(Z_frobenius);
    arb_init(trivial);
    frobenius(Z_frobenius, Z, (size_t)m * (size_t)n);
    arb_to_upper(Z_frobenius);
    /* lambda_min <= trace/n. */
    arb_sqrt_ui(trivial, (ulong)n, SCALAR_PREC);
    arb_div(upper, Z_frobenius, trivial, SCALAR_PREC);
    arb_to_upper(upper);
    double approximate;
    if (arb_is_finite(Z_frobenius)) {
        gram_in_doubles(G, Z, m, n, team);
        if (approx_least_pair(&approximate, vector, A, image, G, n, slack)) {
            if (rayleigh_bound(trivial, Z, m, n, vector, image, Z_frobenius) && arb_lt(trivial, upper))
                arb_set(upper, trivial);
            /* Shifts below the approximate eigenvalue by growing multiples of the slack or the rounding scale, until
               Cholesky goes through. */
            double scale = 0;
            for (slong i = 0; i < n; i++) scale += G[i * n + i];
            double step = fmax((double)n * 0x1p-53 * scale, slack * approximate);
            for (int k = 0; k < 8 && approximate - step > 0; k++, step *= 8)
                if (cholesky_bound(trivial, approximate - step, G, m, n, A, L, Z_frobenius, team)) {
                    arb_sqrt(lower, trivial, SCALAR_PREC);
                    break;
                }
        }
    }
    arb_clear(Z_frobenius);
    arb_clear(trivial);
}
