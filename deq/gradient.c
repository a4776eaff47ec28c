/* deq_gradient: equilibrium, sensitivity, error and gradient at given parameters, with radii (MATH.md 5). */
#include "deq/adjoint.h"
#include "deq/descent_bounds.h"
#include <cblas.h>
#include <string.h>

void deq_gradient_init(deq_gradient_t g, const deq_parameters_t p)
{
    size_t m = (size_t)p->m, n = (size_t)p->n, d = (size_t)p->d;
    memset(g, 0, sizeof *g);
    g->m = p->m;
    g->n = p->n;
    g->d = p->d;
    g->Z = flint_calloc(m * n, sizeof(double));
    g->S = flint_calloc(m * n, sizeof(double));
    g->P = flint_calloc(m * n, sizeof(double));
    g->D = flint_calloc(m * n, sizeof(double));
    g->e = flint_calloc(n, sizeof(double));
    g->W = flint_calloc(m * m, sizeof(double));
    g->U = flint_calloc(m * d, sizeof(double));
    g->a = flint_calloc(m, sizeof(double));
    g->work = flint_calloc(3 * m * n, sizeof(double));
}

void deq_gradient_clear(deq_gradient_t g)
{
    double *owned[] = {g->Z, g->S, g->P, g->D, g->e, g->W, g->U, g->a, g->work};
    for (size_t k = 0; k < sizeof owned / sizeof owned[0]; k++) flint_free(owned[k]);
}

double deq_curvature(activation_t phi)
{
    arb_t value;
    reason_t ignored;
    arb_init(value);
    reason_init(ignored);
    sup_status status = activation_supremum(value, phi, 2, 32, ignored);
    double bound = status == SUP_FINITE || status == SUP_NONEXISTENT ? arb_upper_double(value) : (double)INFINITY;
    arb_clear(value);
    return bound_or_infinity(bound);
}

/* The breakpoint's nearest double is within u |b| of it. */
int off_breakpoints(const deq_gradient_t g, activation_t phi, double radius)
{
    size_t count = (size_t)(g->m * g->n);
    int off = radius < INFINITY;
    for (slong k = 0; k + 1 < activation_pieces(phi) && off; k++) {
        double b = fmpq_get_d(activation_breakpoint(phi, k)), margin = closed(radius + 0x1p-51 * fabs(b));
        for (size_t i = 0; i < count && off; i++) off = fabs(g->P[i] - b) > margin * (1 + 0x1p-50);
    }
    return off;
}

/* D = phi'(P) and a bound of |D - phi'(P*)|: evaluation radius + sup|phi''| |P - P*| on the piece, none of them near
   a breakpoint. */
static double derivative(deq_gradient_t g, activation_t phi, double curvature, double *radius)
{
    size_t count = (size_t)(g->m * g->n);
    double largest = 0;
    activation_eval_derivative_block(g->D, radius, phi, g->P, count);
    for (size_t k = 0; k < count; k++)
        if (!(radius[k] <= largest)) largest = radius[k];
    g->differentiable = off_breakpoints(g, phi, g->P_radius);
    double moved = curvature == 0 ? 0 : curvature * g->P_radius;
    return g->differentiable ? bound_or_infinity(closed(largest + moved)) : (double)INFINITY;
}

/* e = Z^T a - y: |fl(Z^T a) - y - ..| <= gamma_{m+1} |Z|_F |a| + u |e|, and |Z* - Z|_F |a| from the equilibrium. */
static void output_error(deq_gradient_t g, const deq_parameters_t p, const double *labels)
{
    blasint m = (blasint)p->m, n = (blasint)p->n;
    cblas_dgemv(CblasRowMajor, CblasTrans, m, n, 1.0, g->Z, n, p->a, 1, 0.0, g->e, 1);
    for (slong i = 0; i < p->n; i++) g->e[i] -= labels[i];
    double Z = norm_bound_of(g->Z, (size_t)(p->m * p->n));
    g->a_norm = norm_bound_of(p->a, (size_t)p->m);
    g->Z_norm = closed(Z + g->Z_radius);
    g->e_radius =
        bound_or_infinity(closed(gamma_bound((double)p->m + 1) * Z * g->a_norm +
                                 gamma_bound(1) * norm_bound_of(g->e, (size_t)p->n) + g->Z_radius * g->a_norm));
}

/* da = Z e, dW = V Z^T, dU = V X^T with V = S diag(e).  Ledger, hats for exact, r for radii:
     |V - V^|_F <= u |V|_F + |S|_F r_e + r_S (|e| + r_e);
     da: gamma_{n+1} |Z|_F |e| + |Z|_F r_e + r_Z (|e| + r_e);
     dW: gamma_{n+1} |V|_F |Z|_F + r_V |Z|_F + (|V|_F + r_V) r_Z;     dU: the same with X and its rounding. */
static void gradients(deq_gradient_t g, const deq_parameters_t p, double *V)
{
    blasint m = (blasint)p->m, n = (blasint)p->n, d = (blasint)p->d;
    size_t count = (size_t)(p->m * p->n);
    for (slong i = 0; i < p->m; i++)
        for (slong j = 0; j < p->n; j++) V[i * p->n + j] = g->S[i * p->n + j] * g->e[j];
    cblas_dgemv(CblasRowMajor, CblasNoTrans, m, n, 1.0, g->Z, n, g->e, 1, 0.0, g->a, 1);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, m, n, 1.0, V, n, g->Z, n, 0.0, g->W, m);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, d, n, 1.0, V, n, p->X, d, 0.0, g->U, d);
    double gamma = gamma_bound((double)p->n + 1), Z = norm_bound_of(g->Z, count), v = norm_bound_of(V, count),
           e = norm_bound_of(g->e, (size_t)p->n), r_e = g->e_radius, r_Z = g->Z_radius,
           r_V = gamma_bound(1) * v + norm_bound_of(g->S, count) * r_e + g->S_radius * (e + r_e), X = g->X_norm;
    g->a_radius = bound_or_infinity(closed(gamma * Z * e + Z * r_e + r_Z * (e + r_e)));
    g->W_radius = bound_or_infinity(closed(gamma * v * Z + r_V * Z + (v + r_V) * r_Z));
    g->U_radius = bound_or_infinity(closed(gamma * v * X + r_V * X + (v + r_V) * p->X_rounding * X));
}

int deq_gradient(deq_gradient_t g, const deq_parameters_t p, const double *labels, const deq_model_t model, double norm,
                 double curvature)
{
    blasint m = (blasint)p->m, n = (blasint)p->n, d = (blasint)p->d;
    double *B = g->work, *rest = B + p->m * p->n;
    double L = model->lipschitz_known && model->L >= 0 ? model->L : (double)INFINITY;
    double W = norm_bound_of(p->W, (size_t)(p->m * p->m)), U = norm_bound_of(p->U, (size_t)(p->m * p->d)),
           X = norm_bound_of(p->X, (size_t)(p->n * p->d));
    g->X_norm = closed(X + p->X_rounding * X);
    g->contraction = bound_or_infinity(closed(L * norm));
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, 1.0, p->U, d, p->X, d, 0.0, B, n);
    /* |B - UX|_F <= gamma_d |U|_F |X|_F + |U|_F |X - ideal|_F. */
    double B_error = closed((gamma_bound((double)p->d) + p->X_rounding) * U * X);
    int converged = solve_forward(g, p, B, B_error, model, norm, W, rest);
    g->equilibrium = converged && g->contraction < 1 && g->Z_radius < INFINITY;
    if (!g->equilibrium) g->Z_radius = g->P_radius = INFINITY;
    output_error(g, p, labels);
    if (!converged) return 0;
    double D_radius = derivative(g, model->phi, curvature, rest);
    converged = solve_adjoint(g, p, L, W, D_radius, rest);
    gradients(g, p, rest);
    return converged;
}
