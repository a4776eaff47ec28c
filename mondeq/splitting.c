/* splitting: operator splitting in doubles for 0 in F(z) + G(z), F(z) = (I - W)z - c, G the normal cone of z >= 0. */
#include "mondeq/mondeq.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

static double positive_part(double x)
{
    return x > 0 ? x : 0;
}

/* image = Wz + c; returns |z - relu(image)|_2. */
static double residual(double *image, const double *z, const mondeq_double *m)
{
    double sum = 0;
    memcpy(image, m->c, (size_t)m->n * sizeof(double));
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m->n, (int)m->n, 1, m->W, (int)m->n, z, 1, 1, image, 1);
    for (slong i = 0; i < m->n; i++) {
        double gap = z[i] - positive_part(image[i]);
        sum += gap * gap;
    }
    return sqrt(sum);
}

slong approx_forward_backward(double *z, double *trace, const mondeq_double *m, double alpha, slong steps,
                              double tolerance)
{
    double *image = flint_malloc((size_t)m->n * sizeof(double));
    slong step = 0;
    for (;; step++) {
        double r = residual(image, z, m);
        if (trace != NULL) trace[step] = r;
        if (step == steps || r <= tolerance) break;
        for (slong i = 0; i < m->n; i++) z[i] = positive_part(z[i] + alpha * (image[i] - z[i]));
    }
    flint_free(image);
    return step;
}

slong approx_peaceman_rachford(double *z, double *trace, const mondeq_double *m, double alpha, slong steps,
                               double tolerance)
{
    slong n = m->n, step = 0;
    double *V = flint_malloc((size_t)(n * n + 3 * n) * sizeof(double)), *v = V + n * n, *w = v + n, *image = w + n;
    int *order = flint_malloc((size_t)n * sizeof(int));
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) V[i * n + j] = (i == j) + alpha * ((i == j) - m->W[i * n + j]);
    memcpy(v, z, (size_t)n * sizeof(double));
    int singular = LAPACKE_dgetrf(LAPACK_ROW_MAJOR, (int)n, (int)n, V, (int)n, order) != 0;
    for (; !singular; step++) {
        for (slong i = 0; i < n; i++) z[i] = positive_part(v[i]);
        double r = residual(image, z, m);
        if (trace != NULL) trace[step] = r;
        if (step == steps || r <= tolerance) break;
        for (slong i = 0; i < n; i++) w[i] = 2 * z[i] - v[i] + alpha * m->c[i];
        LAPACKE_dgetrs(LAPACK_ROW_MAJOR, 'N', (int)n, 1, V, (int)n, order, w, 1);
        for (slong i = 0; i < n; i++) v[i] += 2 * (w[i] - z[i]);
    }
    flint_free(order);
    flint_free(V);
    return singular ? -1 : step;
}
