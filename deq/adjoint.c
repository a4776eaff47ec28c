/* solve_adjoint: S <- D o (W^T S + a 1^T), a contraction with the factor L|W|_2 of the forward iteration. */
#include "deq/adjoint.h"
#include "deq/descent_bounds.h"
#include <cblas.h>
#include <string.h>

#define ITERATIONS_MAX 2000
#define STAGNATION     1e-9
#define TARGET         1e-16

/* T := W^T S + a 1^T */
static void pulled_back(double *T, const deq_parameters_t p, const double *S)
{
    blasint m = (blasint)p->m, n = (blasint)p->n;
    for (slong i = 0; i < p->m; i++)
        for (slong j = 0; j < p->n; j++) T[i * p->n + j] = p->a[i];
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m, n, m, 1.0, p->W, m, S, n, 1.0, T, n);
}

/* Ledger of the residual |S - D* o (W^T S + a 1^T)|_F with T, Y = fl(D o T) computed:
     |S - Y|_F + u |Y|_F + D_radius |T|_F + L |T - (W^T S + a 1^T)|_F,   |T - ..|_F <= gamma_{m+2}(|W|_F |S|_F +
     sqrt(n) |a|). */
static void adjoint_radius(deq_gradient_t g, const deq_parameters_t p, double L, double W_frobenius, double D_radius,
                           const double *T, const double *Y)
{
    size_t count = (size_t)(p->m * p->n);
    double rounding = gamma_bound((double)p->m + 2) * (W_frobenius * norm_bound_of(g->S, count) +
                                                       sqrt((double)p->n) * norm_bound_of(p->a, (size_t)p->m));
    double residual = distance_bound(g->S, Y, count) + gamma_bound(1) * norm_bound_of(Y, count) +
                      D_radius * norm_bound_of(T, count) + L * rounding;
    g->S_radius = bound_or_infinity(closed(residual / gap_below(g->contraction)));
}

int solve_adjoint(deq_gradient_t g, const deq_parameters_t p, double L, double W_frobenius, double D_radius,
                  double *work)
{
    size_t count = (size_t)(p->m * p->n);
    double *T = work, *Y = work + count, previous = INFINITY;
    int converged = 0;
    for (g->adjoint_iterations = 1; g->adjoint_iterations <= ITERATIONS_MAX && !converged; g->adjoint_iterations++) {
        pulled_back(T, p, g->S);
        for (size_t k = 0; k < count; k++) Y[k] = g->D[k] * T[k];
        double change = distance_bound(g->S, Y, count), size = norm_bound_of(Y, count);
        if (!(change < INFINITY) || !(size < INFINITY)) break;
        memcpy(g->S, Y, count * sizeof(double));
        converged = change <= TARGET * size || (change <= STAGNATION * size && change > 0.95 * previous);
        previous = change;
    }
    g->adjoint_iterations--;
    pulled_back(T, p, g->S);
    for (size_t k = 0; k < count; k++) Y[k] = g->D[k] * T[k];
    adjoint_radius(g, p, L, W_frobenius, D_radius, T, Y);
    return converged;
}
