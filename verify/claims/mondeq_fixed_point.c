/* mondeq_fixed_point: plain and Anderson-accelerated iteration of a map in doubles. */
#include "verify/claims/mondeq_fixed_point.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define MEMORY         5
#define REGULARISATION 1e-4
#define SOLVED         1e-10 /* of the largest row's terms; LAPACK's own errors are about 1e-15 */

/* |f - z|/|f|, or |f - z|/scale. */
static double scaled_residual(const double *image, const double *z, slong n, double scale)
{
    double gap = 0, norm = 0;
    for (slong i = 0; i < n; i++) {
        gap += (image[i] - z[i]) * (image[i] - z[i]);
        norm += image[i] * image[i];
    }
    return scale == 0 ? sqrt(gap / norm) : sqrt(gap) / scale;
}

void approx_plain(double *trace, const fixed_point_map *f, slong steps, double scale)
{
    slong n = f->dimension;
    double *z = flint_calloc((size_t)(2 * n), sizeof *z), *image = z + n;
    for (slong k = 0; k < steps; k++) {
        f->apply(image, z, f->context);
        trace[k] = scaled_residual(image, z, n, scale);
        memcpy(z, image, (size_t)n * sizeof *z);
    }
    flint_free(z);
}

/* Whether H x = (1, 0, ..., 0) up to rounding. */
static int is_solution(const double *H, const double *x, slong size)
{
    double worst = 0, terms = 1;
    for (slong i = 0; i < size; i++) {
        double left = i == 0 ? -1 : 0, sum = 0;
        for (slong j = 0; j < size; j++) {
            left += H[i * size + j] * x[j];
            sum += fabs(H[i * size + j] * x[j]);
        }
        if (!isfinite(left)) return 0;
        if (fabs(left) > worst) worst = fabs(left);
        if (sum > terms) terms = sum;
    }
    return worst <= SOLVED * terms;
}

/* weights of the p stored residuals: minimise |sum w_i r_i|^2 + (regularisation) |w|^2 subject to sum w_i = 1, from the bordered
   system; 0 when it is singular in doubles; NaN when what LAPACK answers does not solve it, so that no trace which used it counts. */
static int mixing_weights(double *weight, double *const *residual, slong p, slong n)
{
    double H[(MEMORY + 1) * (MEMORY + 1)], factor[(MEMORY + 1) * (MEMORY + 1)], right[MEMORY + 1] = {1};
    lapack_int order[MEMORY + 1], size = (lapack_int)(p + 1);
    H[0] = 0;
    for (slong i = 0; i < p; i++) {
        H[i + 1] = H[(i + 1) * size] = 1;
        for (slong j = 0; j < p; j++)
            H[(i + 1) * size + j + 1] =
                cblas_ddot((int)n, residual[i], 1, residual[j], 1) + (i == j ? REGULARISATION : 0);
    }
    memcpy(factor, H, (size_t)(size * size) * sizeof *H);
    if (LAPACKE_dgesv(LAPACK_ROW_MAJOR, size, 1, factor, size, order, right, 1) != 0) return 0;
    int solved = is_solution(H, right, size);
    for (slong i = 0; i < p; i++) weight[i] = solved ? right[i + 1] : NAN;
    return 1;
}

void approx_anderson(double *trace, const fixed_point_map *f, slong steps, double scale)
{
    slong n = f->dimension;
    double *z = flint_calloc((size_t)(n * (1 + 2 * MEMORY)), sizeof *z), *image[MEMORY], *residual[MEMORY];
    for (slong i = 0; i < MEMORY; i++) {
        image[i] = z + n * (1 + i);
        residual[i] = z + n * (1 + MEMORY + i);
    }
    for (slong k = 0; k < steps; k++) {
        slong slot = k % MEMORY, stored = k < MEMORY ? k + 1 : MEMORY;
        double weight[MEMORY];
        f->apply(image[slot], z, f->context);
        trace[k] = scaled_residual(image[slot], z, n, scale);
        for (slong i = 0; i < n; i++) residual[slot][i] = image[slot][i] - z[i];
        if (!mixing_weights(weight, residual, stored, n)) {
            memcpy(z, image[slot], (size_t)n * sizeof *z);
            continue;
        }
        memset(z, 0, (size_t)n * sizeof *z);
        for (slong i = 0; i < stored; i++) cblas_daxpy((int)n, weight[i], image[i], 1, z, 1);
    }
    flint_free(z);
}

slong trace_reaches(const double *trace, slong steps, double tolerance)
{
    for (slong k = 0; k < steps; k++)
        if (trace[k] <= tolerance) return k;
    return steps;
}
