/* solve_forward: Z <- phi(WZ + B) from a warm start, for networks whose W is given (training), and its radius
   (MATH.md 4). */
#include "deq/adjoint.h"
#include "deq/descent_bounds.h"
#include <cblas.h>
#include <string.h>

#define ITERATIONS_MAX 2000
/* Below this relative change, a change that stopped falling is rounding. */
#define STAGNATION 1e-9
#define TARGET     1e-16

/* P := W Z + B */
static void preactivation(double *P, const deq_parameters_t p, const double *Z, const double *B)
{
    blasint m = (blasint)p->m, n = (blasint)p->n;
    memcpy(P, B, (size_t)(p->m * p->n) * sizeof(double));
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, m, 1.0, p->W, m, Z, n, 1.0, P, n);
}

/* Ledger of the residual |Z - phi(WZ + UX)|_F, Y = computed phi(P):
     |Z - Y|_F + |evaluation radii|_F + L |P - (WZ + UX)|_F,
     |P - (WZ + UX)|_F <= gamma_{m+2}(|W|_F |Z|_F + |B|_F) + |B - UX|_F   (m products and one addition, any order).
   Then |Z - Z*|_F <= residual/(1 - L|W|_2) and |P - P*|_F <= that rounding + |W|_2 |Z - Z*|_F. */
static void forward_radii(deq_gradient_t g, const deq_parameters_t p, const double *B, double B_error, const double *Y,
                          const double *radius, double L, double norm, double W_frobenius)
{
    size_t count = (size_t)(p->m * p->n);
    double rounding =
        gamma_bound((double)p->m + 2) * (W_frobenius * norm_bound_of(g->Z, count) + norm_bound_of(B, count)) + B_error;
    double residual = distance_bound(g->Z, Y, count) + norm_bound_of(radius, count) + L * rounding;
    g->Z_radius = bound_or_infinity(closed(residual / gap_below(g->contraction)));
    g->P_radius = bound_or_infinity(closed(rounding + norm * g->Z_radius));
}

int solve_forward(deq_gradient_t g, const deq_parameters_t p, const double *B, double B_error, const deq_model_t model,
                  double norm, double W_frobenius, double *work)
{
    size_t count = (size_t)(p->m * p->n);
    double *Y = work, *radius = work + count, previous = INFINITY;
    int converged = 0;
    for (g->iterations = 1; g->iterations <= ITERATIONS_MAX && !converged; g->iterations++) {
        preactivation(Y, p, g->Z, B);
        activation_eval_block(Y, radius, model->phi, Y, count);
        double change = distance_bound(g->Z, Y, count), size = norm_bound_of(Y, count);
        if (!(change < INFINITY) || !(size < INFINITY)) break;
        memcpy(g->Z, Y, count * sizeof(double));
        converged = change <= TARGET * size || (change <= STAGNATION * size && change > 0.95 * previous);
        previous = change;
    }
    g->iterations--;
    preactivation(g->P, p, g->Z, B);
    activation_eval_block(Y, radius, model->phi, g->P, count);
    forward_radii(g, p, B, B_error, Y, radius, model->L, norm, W_frobenius);
    return converged;
}
