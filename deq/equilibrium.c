#include "deq/equilibrium.h"
#include "deq/rounding.h"
#include <cblas.h>
#include <math.h>
#include <string.h>

#define ITERATIONS_MAX  1000
#define RESIDUAL_TARGET 1e-13
/* A residual that stopped falling counts as converged below this size. */
#define RESIDUAL_STAGNATION 1e-9

/* |P - (WZ + UX)|_F of the ideal network for P = fl(W Z + B): m products and one addition per entry in any order, 2.01
   u of W: gamma_{m+6}(|W|_F |Z|_F + |B|_F) + |B - UX|_F + underflows. */
static void preactivation_error(arb_t error, const network_t net, const double *Z)
{
    size_t count = (size_t)net->m * (size_t)net->n;
    arb_t term;
    arb_init(term);
    frobenius(error, Z, count);
    arb_mul(error, error, net->W_frobenius, SCALAR_PREC);
    arb_add(error, error, net->B_frobenius, SCALAR_PREC);
    gamma_factor(term, (double)net->m + 6);
    arb_mul(error, error, term, SCALAR_PREC);
    arb_add(error, error, net->B_error, SCALAR_PREC);
    underflow_bound(term, (double)count * ((double)net->m + 1));
    arb_add(error, error, term, SCALAR_PREC);
    arb_to_upper(error);
    arb_clear(term);
}

/* |Z - phi(WZ+UX)| <= |Z - Y| + |Y - phi(P)| + L |P - (WZ+UX)|, Y and its error radii from the activation. */
static void residual_bound(arb_t residual, const network_t net, const double *Z, const double *Y, const double *radius,
                           double L)
{
    size_t count = (size_t)net->m * (size_t)net->n;
    arb_t term, slope;
    arb_init(term);
    arb_init(slope);
    frobenius_distance(residual, Z, Y, count);
    frobenius(term, radius, count);
    arb_add(residual, residual, term, SCALAR_PREC);
    preactivation_error(term, net, Z);
    arb_set_d(slope, L);
    arb_addmul(residual, slope, term, SCALAR_PREC);
    arb_to_upper(residual);
    arb_clear(term);
    arb_clear(slope);
}

static double approx_frobenius(const double *x, const double *y, size_t count)
{
    arb_t norm;
    arb_init(norm);
    if (y == NULL)
        frobenius(norm, x, count);
    else
        frobenius_distance(norm, x, y, count);
    double value = arb_upper_double(norm);
    arb_clear(norm);
    return value;
}

int solve_equilibrium(double *Z, arb_t residual, slong *iterations, const network_t net, activation_t phi,
                      double lipschitz_bound, double *work)
{
    blasint m = (blasint)net->m, n = (blasint)net->n;
    size_t count = (size_t)net->m * (size_t)net->n;
    double *Y = work, *radius = work + count, previous = INFINITY;
    int converged = 0;
    arb_pos_inf(residual);
    memset(Z, 0, count * sizeof(double));
    activation_eval_block(Y, radius, phi, net->B, count);
    for (*iterations = 1; *iterations <= ITERATIONS_MAX; ++*iterations) {
        memcpy(Z, Y, count * sizeof(double));
        memcpy(Y, net->B, count * sizeof(double));
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, m, 1.0, net->W, m, Z, n, 1.0, Y, n);
        activation_eval_block(Y, radius, phi, Y, count);
        double change = approx_frobenius(Z, Y, count), size = approx_frobenius(Z, NULL, count);
        if (!(change < INFINITY) || !(size < INFINITY)) break;
        converged =
            change <= RESIDUAL_TARGET * size || (change <= RESIDUAL_STAGNATION * size && change > 0.9 * previous);
        if (converged) break;
        previous = change;
    }
    if (converged) residual_bound(residual, net, Z, Y, radius, lipschitz_bound);
    return converged;
}
