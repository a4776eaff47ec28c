/* deq_layers: the first layers of a network and their Gram matrices, with an error radius.

   Ledger, for the ideal network (deq/network.h) and |.| = |.|_F unless said otherwise.  With Z~ the doubles of layer l-1,
   |Z~ - Z^(l-1)| <= e, P = fl(W Z~ + B) and |Y - phi(P)| <= r entrywise:
     |Y - Z^(l)| <= |r| + L (|P - (W Z~ + UX)| + |W|_2 e),
   where m products and one addition per entry in any order, 2.01 u of W and the error of B give
     |P - (W Z~ + UX)| <= gamma_{m+6} (|W| |Z~| + |B|) + |B - UX| + underflows;
   e starts at 0 with Z^(0) = 0, whose product is not formed.  Gram matrices: deq_gram. */
#include "deq/memory.h"
#include "deq/network.h"
#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include "deq/trial.h"
#include <cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* t of Pr(|W|_2 > sqrt(2s)(2 + t/sqrt m)) <= e^(-t^2/2), Davidson & Szarek 2001, Theorem II.13. */
#define TAIL_PARAMETER 12

/* max_i G_ii, NaN when an entry is not finite. */
static double largest_square(const double *G, slong n)
{
    double largest = 0;
    for (slong k = 0; k < n * n; k++)
        if (!isfinite(G[k])) return NAN;
    for (slong i = 0; i < n; i++) largest = fmax(largest, G[i * n + i]);
    return largest;
}

/* Column sums in any order: |computed - exact| <= gamma_{m+2} |z_i| |z_j| + underflows for the doubles, and
   |<z_i + f, z_j + g> - <z_i, z_j>| <= |f||z_j| + |z_i||g| + |f||g| with |f|, |g| <= distance. */
double deq_gram(double *G, const double *Z, slong m, slong n, double distance)
{
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)n, (blasint)n, (blasint)m, 1.0, Z, (blasint)n, Z,
                (blasint)n, 0.0, G, (blasint)n);
    arb_t gamma, largest, error, term;
    arb_init(gamma);
    arb_init(largest);
    arb_init(error);
    arb_init(term);
    double square = largest_square(G, n);
    gamma_factor(gamma, (double)m + 2);
    underflow_bound(term, (double)m + 1);
    /* |z_i|^2 <= computed (1 + gamma)/(1 - gamma^2) + underflow; gamma < 1/2 for every width in memory */
    arb_set_d(largest, square);
    arb_mul(error, largest, gamma, SCALAR_PREC);
    arb_mul_2exp_si(error, error, 1);
    arb_add(largest, largest, error, SCALAR_PREC);
    arb_add(largest, largest, term, SCALAR_PREC);
    arb_mul(error, gamma, largest, SCALAR_PREC);
    arb_add(error, error, term, SCALAR_PREC);
    arb_sqrt(largest, largest, SCALAR_PREC);
    arb_set_d(term, distance);
    arb_mul_2exp_si(largest, largest, 1);
    arb_add(largest, largest, term, SCALAR_PREC);
    arb_addmul(error, largest, term, SCALAR_PREC);
    double radius = square >= 0 && distance >= 0 ? arb_upper_double(error) : INFINITY;
    arb_clear(gamma);
    arb_clear(largest);
    arb_clear(error);
    arb_clear(term);
    return radius;
}

/* norm >= |W|_2: the caller's bound, else the Gaussian tail (charged to the budget), else certified. */
static void weights_norm(arb_t norm, double *budget, const deq_model_t model, const network_struct *net, double known)
{
    if (known >= 0 && known < INFINITY) {
        arb_set_d(norm, known);
        return;
    }
    if (model->law != WEIGHTS_GAUSSIAN) {
        certified_norm(norm, net->W, net->W_frobenius, net->m);
        return;
    }
    arb_t root;
    arb_init(root);
    arb_set_si(norm, TAIL_PARAMETER);
    arb_sqrt_ui(root, (ulong)net->m, SCALAR_PREC);
    arb_div(norm, norm, root, SCALAR_PREC);
    arb_add_ui(norm, norm, 2, SCALAR_PREC);
    arb_set_fmpq(root, model->s, SCALAR_PREC);
    arb_mul_2exp_si(root, root, 1);
    arb_sqrt(root, root, SCALAR_PREC);
    arb_mul(norm, norm, root, SCALAR_PREC);
    arb_set_si(root, -TAIL_PARAMETER * TAIL_PARAMETER / 2);
    arb_exp(root, root, SCALAR_PREC);
    *budget = nextafter(*budget + arb_upper_double(root), INFINITY);
    arb_clear(root);
}

/* W of layer l >= 3 of untied weights. */
static void fresh_weights(network_t net, const deq_model_t model, slong trial, double scale, slong layer)
{
    size_t count = (size_t)net->m * (size_t)net->m;
    deq_sample(net->W, count, model->law, model->seed, (uint32_t)net->m, (uint32_t)trial,
               (matrix_key)(MATRIX_LAYER + layer), 0);
    for (size_t k = 0; k < count; k++) net->W[k] *= scale;
    frobenius(net->W_frobenius, net->W, count);
}

/* error := the ledger's bound of |P - (W Z~ + UX)| + |W|_2 e, times L; norm is not used when the layer is the first. */
static void preactivation_error(arb_t error, const network_struct *net, const double *Z, const arb_t before,
                                const arb_t norm, double L)
{
    double m = (double)net->m, n = (double)net->n;
    arb_t term;
    arb_init(term);
    frobenius(term, Z, (size_t)net->m * (size_t)net->n);
    arb_mul(error, term, net->W_frobenius, SCALAR_PREC);
    arb_add(error, error, net->B_frobenius, SCALAR_PREC);
    gamma_factor(term, m + 6);
    arb_mul(error, error, term, SCALAR_PREC);
    arb_add(error, error, net->B_error, SCALAR_PREC);
    underflow_bound(term, m * n * (m + 1));
    arb_add(error, error, term, SCALAR_PREC);
    arb_addmul(error, before, norm, SCALAR_PREC);
    arb_set_d(term, L);
    arb_mul(error, error, term, SCALAR_PREC);
    arb_to_upper(error);
    arb_clear(term);
}

/* All layers of a sampled network; Z holds m n zeros, P and radius m n doubles each. */
static void iterate(deq_layers_t out, const deq_model_t model, network_t net, double *Z, double *P, double *radius,
                    slong trial, double scale, weight_sharing sharing, double known)
{
    size_t count = (size_t)net->m * (size_t)net->n;
    arb_t error, e, norm;
    arb_init(error);
    arb_init(e);
    arb_init(norm);
    for (slong l = 1; l <= out->depth; l++) {
        if (l >= 3 && sharing == LAYERS_UNTIED) fresh_weights(net, model, trial, scale, l);
        if (l == 2 || (l >= 3 && sharing == LAYERS_UNTIED))
            weights_norm(norm, &out->norm_budget, model, net, l == 2 || sharing == LAYERS_TIED ? known : NAN);
        preactivation_error(error, net, Z, e, norm, model->L);
        memcpy(P, net->B, count * sizeof(double));
        if (l >= 2)
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)net->m, (blasint)net->n, (blasint)net->m,
                        1.0, net->W, (blasint)net->m, Z, (blasint)net->n, 1.0, P, (blasint)net->n);
        activation_eval_block(Z, radius, model->phi, P, count);
        frobenius(e, radius, count);
        arb_add(e, e, error, SCALAR_PREC);
        arb_to_upper(e);
        out->distance[l - 1] = arb_upper_double(e);
        out->radius[l - 1] = deq_gram(out->G + (l - 1) * net->n * net->n, Z, net->m, net->n, out->distance[l - 1]);
    }
    arb_clear(error);
    arb_clear(e);
    arb_clear(norm);
}

void deq_layers_init(deq_layers_t out, slong depth, slong n)
{
    size_t layers = (size_t)depth;
    *out = (deq_layers_struct){.depth = depth, .n = n};
    out->G = flint_malloc(layers * (size_t)(n * n) * sizeof(double));
    out->radius = flint_malloc(layers * sizeof(double));
    out->distance = flint_malloc(layers * sizeof(double));
}

void deq_layers_clear(deq_layers_t out)
{
    flint_free(out->G);
    flint_free(out->radius);
    flint_free(out->distance);
}

dq_status deq_layers(deq_layers_t out, const deq_model_t model, slong width, slong trial, weight_sharing sharing,
                     double norm, reason_t why)
{
    double m = (double)width, n = (double)model->points->n, d = (double)model->points->d, scale;
    dq_status status = width_usable(width, trial, why);
    if (status != DQ_OK) return status;
    if (out->depth < 1 || out->depth > DEQ_LAYERS_MAX || out->n != model->points->n) {
        reason_set(why, "%ld layers of %ld points; allowed are 1 to %d layers of the model's points", (long)out->depth,
                   (long)out->n, DEQ_LAYERS_MAX);
        return DQ_INPUT;
    }
    if (!model->lipschitz_known || !(model->L >= 0 && isfinite(model->L))) {
        reason_set(why, "the rounding errors of a layer cannot be carried to the next without a Lipschitz constant");
        return DQ_INAPPLICABLE;
    }
    double size = m * m + 4 * m * n + m * d + n * d;
    double bytes = 8 * size + (model->law == WEIGHTS_GAUSSIAN || norm < INFINITY ? 0 : 32 * m * m);
    double *W = doubles_within_memory(size, bytes, why);
    if (W == NULL) return DQ_MEMORY;
    size_t count = (size_t)width * (size_t)out->n;
    network_t net;
    network_init(net);
    net->W = W;
    net->B = W + (size_t)width * (size_t)width;
    double *Z = net->B + count, *P = Z + count, *radius = P + count, *work = radius + count;
    memset(Z, 0, count * sizeof(double));
    status = weight_scale(&scale, model, width, why);
    if (status == DQ_OK) status = network_sample(net, work, model, width, trial, why);
    out->norm_budget = 0;
    slong threads = blas_on_one_thread();
    if (status == DQ_OK) iterate(out, model, net, Z, P, radius, trial, scale, sharing, norm);
    blas_threads_back(threads);
    network_clear(net);
    free(W);
    return status;
}
