/* step_equilibrium: equilibria of piecewise constant activations, certified off the breakpoints, and what gradient descent does there. */
#include "verify/claims/step_equilibrium.h"
#include <math.h>

#define PREC       96
#define ITERATIONS 100

/* x is within relative radius 2^-50 of the ideal parameter (deq_parameters: 3 u). */
static void set_parameter(arb_t x, double value)
{
    arb_set_d(x, value);
    mag_t error;
    mag_init(error);
    mag_set_d(error, fabs(value) * 0x1p-50);
    arb_add_error_mag(x, error);
    mag_clear(error);
}

/* The piece in whose interior the ball x lies, -1 when there is none. */
static slong piece_of(const activation_t phi, const arb_t x)
{
    arb_t b;
    arb_init(b);
    slong piece = 0, pieces = activation_pieces(phi);
    for (slong k = 0; k + 1 < pieces; k++) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), PREC);
        if (arb_gt(x, b))
            piece = k + 1;
        else if (!arb_lt(x, b))
            piece = pieces;
        if (piece == pieces) break;
    }
    arb_clear(b);
    return piece < pieces && arb_is_finite(x) ? piece : -1;
}

/* Iterates Z <- phi(WZ + UX) on pieces: the piece numbers of an equilibrium in piece[m n], certified for every
   network within the parameters' radii; 0 when the iteration does not come to rest or an entry is too near a
   breakpoint. */
static int certified_equilibrium(slong *piece, arb_mat_t Z, const deq_parameters_t p, const activation_t phi)
{
    slong m = p->m, n = p->n, d = p->d, pieces = activation_pieces(phi);
    arb_mat_t W, U, X, B, P;
    arb_ptr value = _arb_vec_init(pieces);
    int found = 0;
    arb_t zero;
    arb_init(zero);
    arb_mat_init(W, m, m);
    arb_mat_init(U, m, d);
    arb_mat_init(X, d, n);
    arb_mat_init(B, m, n);
    arb_mat_init(P, m, n);
    for (slong k = 0; k < pieces; k++) activation_piece_eval_arb(value + k, phi, k, zero, PREC);
    for (slong i = 0; i < m; i++) {
        for (slong k = 0; k < m; k++) set_parameter(arb_mat_entry(W, i, k), p->W[i * m + k]);
        for (slong k = 0; k < d; k++) set_parameter(arb_mat_entry(U, i, k), p->U[i * d + k]);
    }
    for (slong j = 0; j < n; j++)
        for (slong k = 0; k < d; k++) set_parameter(arb_mat_entry(X, k, j), p->X[j * d + k]);
    arb_mat_mul(B, U, X, PREC);
    for (slong k = 0; k < m * n; k++) piece[k] = -1;
    for (int iteration = 0, usable = 1; iteration < ITERATIONS && usable && !found; iteration++) {
        arb_mat_set(P, B);
        if (iteration > 0) {
            arb_mat_mul(P, W, Z, PREC);
            arb_mat_add(P, P, B, PREC);
        }
        found = 1;
        for (slong i = 0; i < m && usable; i++)
            for (slong j = 0; j < n && usable; j++) {
                slong now = piece_of(phi, arb_mat_entry(P, i, j));
                usable = now >= 0;
                found = found && usable && now == piece[i * n + j];
                piece[i * n + j] = now;
                if (usable) arb_set(arb_mat_entry(Z, i, j), value + now);
            }
        found = found && usable;
    }
    arb_mat_clear(W);
    arb_mat_clear(U);
    arb_mat_clear(X);
    arb_mat_clear(B);
    arb_mat_clear(P);
    _arb_vec_clear(value, pieces);
    arb_clear(zero);
    return found;
}

dq_status step_equilibrium(int *found, arb_mat_t Z, const deq_model_t model, const fmpq_t output_scale, slong trial,
                           reason_t why)
{
    deq_parameters_t p;
    double rounding;
    slong width = arb_mat_nrows(Z), n = arb_mat_ncols(Z), *piece = flint_malloc((size_t)(width * n) * sizeof *piece);
    deq_parameters_init(p, width, n, model->points->d);
    dq_status status = deq_parameters_sample(p, &rounding, model, output_scale, trial, why);
    *found = status == DQ_OK && certified_equilibrium(piece, Z, p, model->phi);
    deq_parameters_clear(p);
    flint_free(piece);
    return status;
}

void step_loss_factor(arb_t factor, arb_t least, arb_t largest, const arb_mat_t Z, const fmpq_t step)
{
    slong n = arb_mat_ncols(Z);
    arb_mat_t T, G;
    arb_t eta, one, high;
    reason_t why;
    reason_init(why);
    arb_mat_init(T, n, arb_mat_nrows(Z));
    arb_mat_init(G, n, n);
    arb_init(eta);
    arb_init(one);
    arb_init(high);
    arb_mat_transpose(T, Z);
    arb_mat_mul(G, T, Z, PREC);
    arb_mat_lambda_min(least, G, 40, why);
    arb_mat_neg(G, G);
    arb_mat_lambda_min(largest, G, 40, why);
    arb_neg(largest, largest);
    arb_set_fmpq(eta, step, PREC);
    arb_one(one);
    arb_mul(factor, eta, least, PREC);
    arb_sub(factor, one, factor, PREC);
    arb_abs(factor, factor);
    arb_mul(high, eta, largest, PREC);
    arb_sub(high, one, high, PREC);
    arb_abs(high, high);
    arb_max(factor, factor, high, PREC);
    arb_sqr(factor, factor, PREC);
    arb_mat_clear(T);
    arb_mat_clear(G);
    arb_clear(eta);
    arb_clear(one);
    arb_clear(high);
}
