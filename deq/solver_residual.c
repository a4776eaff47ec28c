/* The residual of an iterate in doubles, with every error bounded. */
#include "deq/rounding.h"
#include "deq/solver.h"
#include <cblas.h>
#include <math.h>
#include <string.h>
#include "deq/block_loops.h"

typedef struct {
    solver_struct *s;
    int linearise;
    arb_ptr norms; /* per block: |Z - Y|_F, |radius|_F, |Z|_F */
} residual_struct;

double solver_scratch(double m, double n, double d, int weights_kept)
{
    double rows = (double)rows_per_block((slong)m), weights = weights_kept ? 0 : rows * m;
    return rows * fmax(d, 2 * n) + weights + 8;
}

static void residual_rows(slong block, slong member, void *context)
{
    const residual_struct *r = context;
    const solver_struct *s = r->s;
    const network_struct *net = s->net;
    if (solver_stopped(s)) return;
    row_range rows = rows_of_block(net->m, block);
    size_t m = (size_t)net->m, n = (size_t)net->n, first = (size_t)rows.first, count = (size_t)rows.count * n;
    double *P = s->scratch + (size_t)member * s->scratch_each, *radius = P + count, *sampled = radius + count;
    const double *W = net->W != NULL ? net->W + first * m : sampled, *Z = s->Z + first * n;
    double *Y = s->Y + first * n;
    if (net->W == NULL) weight_rows(sampled, s->model, net->m, s->trial, s->scale, rows.first, rows.count);
    memcpy(P, net->B + first * n, count * sizeof(double));
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)rows.count, (blasint)n, (blasint)m, 1.0, W,
                (blasint)m, s->Z, (blasint)n, 1.0, P, (blasint)n);
    activation_eval_block(Y, radius, s->model->phi, P, count);
    frobenius_distance(r->norms + 3 * block, Z, Y, count);
    frobenius(r->norms + 3 * block + 1, radius, count);
    frobenius(r->norms + 3 * block + 2, Z, count);
    if (r->linearise) {
        activation_eval_derivative_block(P, radius, s->model->phi, P, count);
        narrow(s->D32 + first * n, P, count);
    }
}

/* |P - (WZ + UX)|_F of the ideal network for P = fl(W Z + B): m products and one addition per entry in any order, 2.01
   u of W: gamma_{m+6}(|W|_F |Z|_F + |B|_F) + |B - UX|_F + underflows. */
static void preactivation_error(arb_t error, const network_struct *net, const arb_t Z_frobenius)
{
    arb_t term;
    arb_init(term);
    arb_mul(error, Z_frobenius, net->W_frobenius, SCALAR_PREC);
    arb_add(error, error, net->B_frobenius, SCALAR_PREC);
    gamma_factor(term, (double)net->m + 6);
    arb_mul(error, error, term, SCALAR_PREC);
    arb_add(error, error, net->B_error, SCALAR_PREC);
    underflow_bound(term, (double)net->m * (double)net->n * ((double)net->m + 1));
    arb_add(error, error, term, SCALAR_PREC);
    arb_to_upper(error);
    arb_clear(term);
}

int solver_residual(solver_t s, int linearise)
{
    slong blocks = row_blocks(s->net->m);
    residual_struct r = {s, linearise, _arb_vec_init(3 * blocks)};
    team_run(s->team, residual_rows, &r, blocks);
    s->iterations++;
    s->linearised = linearise;

    arb_t distance, term, slope;
    arb_init(distance);
    arb_init(term);
    arb_init(slope);
    root_of_squares(term, r.norms + 2, blocks, 3);
    s->size = arb_upper_double(term);
    preactivation_error(s->residual, s->net, term);
    double error = arb_upper_double(s->residual);
    arb_set_d(slope, s->model->lipschitz_known ? s->model->L : INFINITY);
    arb_mul(s->residual, s->residual, slope, SCALAR_PREC);
    root_of_squares(term, r.norms + 1, blocks, 3);
    arb_add(s->residual, s->residual, term, SCALAR_PREC);
    s->rounding = arb_upper_double(s->residual);
    if (!(s->rounding < INFINITY)) s->rounding = error; /* no Lipschitz constant: as if it were 1 */
    root_of_squares(distance, r.norms, blocks, 3);
    arb_add(s->residual, s->residual, distance, SCALAR_PREC);
    arb_to_upper(s->residual);
    s->distance = arb_upper_double(distance);
    arb_clear(distance);
    arb_clear(term);
    arb_clear(slope);
    _arb_vec_clear(r.norms, 3 * blocks);
    return s->distance < INFINITY && s->size < INFINITY;
}
