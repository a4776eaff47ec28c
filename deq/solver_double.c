/* Double steps: plain iteration, and Anderson's mixing (Anderson 1965; Walker & Ni 2011, type II, undamped).  At random
   weights mixing gains nothing: the eigenvalues of diag(phi') W fill a disc about 0, on which z^k, the polynomial of the
   plain iteration, is the smallest of its degree (measured: 18 and 18 products at m = 300, 19 and 19 at m = 2000).  It is
   for weights with a few dominant eigenvalues. */
#include "deq/solver.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

static double *entry(const solver_struct *s, slong k)
{
    return s->history + (size_t)k * (size_t)s->net->m * (size_t)s->net->n;
}

/* gamma minimising |F - dF gamma|_2 from the normal equations, slightly regularised; 0 when they cannot be solved. */
static int mixing_weights(double *gamma, const solver_struct *s, const double *F, size_t length, slong depth)
{
    double A[ANDERSON_DEPTH * ANDERSON_DEPTH];
    blasint count = (blasint)length;
    for (slong i = 0; i < depth; i++) {
        for (slong j = 0; j <= i; j++)
            A[i * depth + j] = A[j * depth + i] = cblas_ddot(count, entry(s, 2 * i + 1), 1, entry(s, 2 * j + 1), 1);
        gamma[i] = cblas_ddot(count, entry(s, 2 * i + 1), 1, F, 1);
    }
    for (slong i = 0; i < depth; i++) A[i * depth + i] *= 1 + 1e-12;
    lapack_int info = LAPACKE_dposv(LAPACK_ROW_MAJOR, 'L', (lapack_int)depth, 1, A, (lapack_int)depth, gamma, 1);
    for (slong i = 0; i < depth && info == 0; i++)
        if (!isfinite(gamma[i])) info = 1;
    return info == 0;
}

/* The history holds pairs (dY, dF) of differences of successive Y = phi(WZ + B) and F = Y - Z; while a step runs, the
   pair number `remembered` holds Y and F of the step before. */
static void anderson_step(solver_t s)
{
    size_t length = (size_t)s->net->m * (size_t)s->net->n;
    slong slot = s->remembered % ANDERSON_DEPTH,
          depth = s->remembered < ANDERSON_DEPTH ? s->remembered : ANDERSON_DEPTH;
    double *last = entry(s, 2 * ANDERSON_DEPTH), *Y_last = last, *F_last = last + length, gamma[ANDERSON_DEPTH];
    if (s->remembered > 0) {
        double *dY = entry(s, 2 * (slot == 0 ? ANDERSON_DEPTH - 1 : slot - 1)), *dF = dY + length;
        for (size_t i = 0; i < length; i++) {
            double F = s->Y[i] - s->Z[i];
            dY[i] = s->Y[i] - Y_last[i];
            dF[i] = F - F_last[i];
        }
    }
    for (size_t i = 0; i < length; i++) F_last[i] = s->Y[i] - s->Z[i];
    memcpy(Y_last, s->Y, length * sizeof(double));
    memcpy(s->Z, s->Y, length * sizeof(double));
    if (depth > 0 && mixing_weights(gamma, s, F_last, length, depth))
        for (slong k = 0; k < depth; k++) cblas_daxpy((blasint)length, -gamma[k], entry(s, 2 * k), 1, s->Z, 1);
    s->remembered++;
}

void solver_double_step(solver_t s, deq_method method)
{
    if (method == METHOD_ANDERSON)
        anderson_step(s);
    else
        memcpy(s->Z, s->Y, (size_t)s->net->m * (size_t)s->net->n * sizeof(double));
}
