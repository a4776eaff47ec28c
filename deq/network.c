#include "deq/network.h"
#include "deq/block_loops.h"
#include "deq/rounding.h"
#include "deq/rows.h"
#include <cblas.h>
#include <math.h>

/* The double nearest to the positive number enclosed by x (128 bits): relative error < 1.01 u.  Outside [1e-100, 1e100]
   products with variates could underflow, so 0 is returned. */
static double nearest_double(const arb_t x)
{
    double value = arf_get_d(arb_midref(x), ARF_RND_NEAR);
    return arb_is_finite(x) && value >= 1e-100 && value <= 1e100 && arb_rel_accuracy_bits(x) > 100 ? value : 0;
}

/* sqrt(2 factor / size). */
static double scale_of_weights(const fmpq_t factor, slong size)
{
    arb_t c;
    arb_init(c);
    arb_set_fmpq(c, factor, 128);
    arb_mul_2exp_si(c, c, 1);
    arb_div_si(c, c, size, 128);
    arb_sqrt(c, c, 128);
    double value = nearest_double(c);
    arb_clear(c);
    return value;
}

void weight_rows(double *rows, const deq_model_t model, slong width, slong trial, double scale, slong first,
                 slong count)
{
    size_t size = (size_t)count * (size_t)width;
    deq_sample(rows, size, model->law, model->seed, (uint32_t)width, (uint32_t)trial, MATRIX_W,
               (uint64_t)first * (uint64_t)width);
    scale_doubles(rows, scale, size);
}

dq_status weight_scale(double *scale, const deq_model_t model, slong width, reason_t why)
{
    *scale = scale_of_weights(model->s, width);
    if (*scale > 0) return DQ_OK;
    reason_set(why, "the weights' scale sqrt(2 sigma_w^2/m) lies outside [1e-100, 1e100], where doubles are safe");
    return DQ_INCONCLUSIVE;
}

dq_status network_weights(double *W, const deq_model_t model, slong width, slong trial, reason_t why)
{
    double scale;
    dq_status status = weight_scale(&scale, model, width, why);
    if (status == DQ_OK) weight_rows(W, model, width, trial, scale, 0, width);
    return status;
}

/* X (n x d, a point a row) as the model sees it: x_i sqrt(d)/|x_i| with two roundings (factor and product). */
static dq_status seen_points(double *X, const points_struct *points, reason_t why)
{
    size_t d = (size_t)points->d;
    dq_status status = DQ_OK;
    arf_t square;
    arb_t factor;
    arf_init(square);
    arb_init(factor);
    for (slong i = 0; i < points->n && status == DQ_OK; i++) {
        const double *x = points->x + (size_t)i * d;
        double f = 1;
        if (points->normalise) {
            points_inner_product(square, points, i, i);
            arb_set_arf(factor, square);
            arb_ui_div(factor, (ulong)d, factor, 160);
            arb_sqrt(factor, factor, 160);
            f = nearest_double(factor);
        }
        if (!(f > 0)) {
            reason_set(why, "point %ld cannot be scaled to norm sqrt(d) within the safe range of doubles", (long)i + 1);
            status = DQ_INCONCLUSIVE;
        }
        for (size_t k = 0; k < d; k++) X[(size_t)i * d + k] = f * x[k];
    }
    arf_clear(square);
    arb_clear(factor);
    return status;
}

/* What the members of a team share while they sample; norms[3k..3k+2]: |W|_F, |U|_F, |B|_F of block k. */
typedef struct {
    network_struct *net;
    const deq_model_struct *model;
    slong trial;
    double w_scale, u_scale;
    const double *X;
    float *W32, *B32;
    double *scratch;
    size_t scratch_each;
    arb_ptr norms;
} sampling_struct;

static void sample_rows(slong block, slong member, void *context)
{
    const sampling_struct *s = context;
    const network_struct *net = s->net;
    row_range rows = rows_of_block(net->m, block);
    size_t m = (size_t)net->m, n = (size_t)net->n, d = (size_t)net->d, first = (size_t)rows.first,
           count = (size_t)rows.count;
    double *U = s->scratch + (size_t)member * s->scratch_each, *W = net->W != NULL ? net->W + first * m : U + count * d,
           *B = net->B + first * n;
    weight_rows(W, s->model, net->m, s->trial, s->w_scale, rows.first, rows.count);
    if (s->W32 != NULL) narrow(s->W32 + first * m, W, count * m);
    frobenius(s->norms + 3 * block, W, count * m);
    deq_sample(U, count * d, s->model->law, s->model->seed, (uint32_t)net->m, (uint32_t)s->trial, MATRIX_U, first * d);
    scale_doubles(U, s->u_scale, count * d);
    frobenius(s->norms + 3 * block + 1, U, count * d);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)count, (blasint)n, (blasint)d, 1.0, U, (blasint)d,
                s->X, (blasint)d, 0.0, B, (blasint)n);
    frobenius(s->norms + 3 * block + 2, B, count * n);
    if (s->B32 != NULL) narrow(s->B32 + first * n, B, count * n);
}

/* B = U X by products of row blocks.  |B - ideal| <= gamma_{d+8} |U||X| entrywise (d products; 1.01 u + u for U, the
   same for X), and | |U||X| |_F <= |U|_F |X|_F; plus underflows of the products and of X. */
static void forcing_error(network_t net, const arb_t U_frobenius, const double *X)
{
    double m = (double)net->m, n = (double)net->n, d = (double)net->d;
    arb_t norm, term;
    arb_init(norm);
    arb_init(term);
    frobenius(norm, X, (size_t)net->n * (size_t)net->d);
    gamma_factor(net->B_error, d + 8);
    arb_mul(net->B_error, net->B_error, U_frobenius, SCALAR_PREC);
    arb_mul(net->B_error, net->B_error, norm, SCALAR_PREC);
    underflow_bound(term, m * n * d + n * d);
    arb_add_ui(norm, U_frobenius, 1, SCALAR_PREC);
    arb_addmul(net->B_error, term, norm, SCALAR_PREC);
    arb_to_upper(net->B_error);
    arb_clear(norm);
    arb_clear(term);
}

dq_status network_sample_rows(network_t net, float *W32, float *B32, double *X, double *scratch, size_t scratch_each,
                              const deq_model_t model, slong width, slong trial, team_t team, reason_t why)
{
    sampling_struct s = {net, model, trial, 0, 0, X, W32, B32, scratch, scratch_each, NULL};
    net->m = width;
    net->n = model->points->n;
    net->d = model->points->d;
    dq_status status = weight_scale(&s.w_scale, model, width, why);
    if (status == DQ_OK) status = seen_points(X, model->points, why);
    if (status != DQ_OK) return status;
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    s.u_scale = scale_of_weights(one, net->d);
    fmpq_clear(one);
    slong blocks = row_blocks(width);
    s.norms = _arb_vec_init(3 * blocks);
    team_run(team, sample_rows, &s, blocks);
    arb_t U_frobenius;
    arb_init(U_frobenius);
    root_of_squares(net->W_frobenius, s.norms, blocks, 3);
    root_of_squares(U_frobenius, s.norms + 1, blocks, 3);
    root_of_squares(net->B_frobenius, s.norms + 2, blocks, 3);
    forcing_error(net, U_frobenius, X);
    arb_clear(U_frobenius);
    _arb_vec_clear(s.norms, 3 * blocks);
    return DQ_OK;
}

dq_status network_sample(network_t net, double *work, const deq_model_t model, slong width, slong trial, reason_t why)
{
    team_struct alone = {1, NULL};
    size_t d = (size_t)model->points->d;
    return network_sample_rows(net, NULL, NULL, work + (size_t)width * d, work, 0, model, width, trial, &alone, why);
}

void network_init(network_t net)
{
    net->W = net->B = NULL;
    arb_init(net->W_frobenius);
    arb_init(net->B_frobenius);
    arb_init(net->B_error);
}

void network_clear(network_t net)
{
    arb_clear(net->W_frobenius);
    arb_clear(net->B_frobenius);
    arb_clear(net->B_error);
}
