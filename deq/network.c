#include "deq/network.h"
#include "deq/rounding.h"
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

static void scale(double *x, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

dq_status network_weights(double *W, const deq_model_t model, slong width, slong trial, reason_t why)
{
    double factor = scale_of_weights(model->s, width);
    if (factor == 0) {
        reason_set(why, "the weights' scale sqrt(2 sigma_w^2/m) lies outside [1e-100, 1e100], where doubles are safe");
        return DQ_INCONCLUSIVE;
    }
    size_t count = (size_t)width * (size_t)width;
    deq_sample(W, count, model->law, model->seed, (uint32_t)width, (uint32_t)trial, MATRIX_W, 0);
    scale(W, count, factor);
    return DQ_OK;
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

/* B = U X by one matrix product.  |B - ideal| <= gamma_{d+8} |U||X| entrywise (d products; 1.01 u + u for U, the same
   for X), and | |U||X| |_F <= |U|_F |X|_F; plus underflows of the products and of X. */
static void forcing(network_t net, const double *U, const double *X)
{
    slong m = net->m, n = net->n, d = net->d;
    arb_t u_norm, x_norm, term;
    arb_init(u_norm);
    arb_init(x_norm);
    arb_init(term);
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)d, 1.0, U, (blasint)d, X,
                (blasint)d, 0.0, net->B, (blasint)n);
    frobenius(u_norm, U, (size_t)m * (size_t)d);
    frobenius(x_norm, X, (size_t)n * (size_t)d);
    gamma_factor(net->B_error, (double)d + 8);
    arb_mul(net->B_error, net->B_error, u_norm, SCALAR_PREC);
    arb_mul(net->B_error, net->B_error, x_norm, SCALAR_PREC);
    underflow_bound(term, (double)m * (double)n * (double)d + (double)n * (double)d);
    arb_add_ui(u_norm, u_norm, 1, SCALAR_PREC);
    arb_addmul(net->B_error, term, u_norm, SCALAR_PREC);
    arb_to_upper(net->B_error);
    frobenius(net->B_frobenius, net->B, (size_t)m * (size_t)n);
    arb_clear(u_norm);
    arb_clear(x_norm);
    arb_clear(term);
}

dq_status network_sample(network_t net, double *work, const deq_model_t model, slong width, slong trial, reason_t why)
{
    net->m = width;
    net->n = model->points->n;
    net->d = model->points->d;
    size_t count = (size_t)net->m * (size_t)net->d;
    double *U = work, *X = work + count;
    dq_status status = network_weights(net->W, model, width, trial, why);
    if (status == DQ_OK) status = seen_points(X, model->points, why);
    if (status != DQ_OK) return status;
    frobenius(net->W_frobenius, net->W, (size_t)width * (size_t)width);
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    double factor = scale_of_weights(one, net->d);
    fmpq_clear(one);
    deq_sample(U, count, model->law, model->seed, (uint32_t)width, (uint32_t)trial, MATRIX_U, 0);
    scale(U, count, factor);
    forcing(net, U, X);
    return DQ_OK;
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
