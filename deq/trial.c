/* deq_trial: sample, solve, certify (MATH.md 4).  With q >= L|W|_2, q < 1 and |Z - phi(WZ+UX)|_F <= R:
     |Z - Z*|_F <= e = R/(1-q),   |sqrt lambda_min(Z^T Z) - sqrt lambda_min(G*)| <= e for m >= n (Weyl for singular
   values). */
#include "deq/equilibrium.h"
#include "deq/least_singular.h"
#include "deq/memory.h"
#include "deq/norm_bound.h"
#include "deq/rounding.h"
#include <math.h>
#include <stdlib.h>

/* Offsets of the one block of doubles a trial works in. */
typedef struct {
    double W, B, Z, work, total;
} trial_plan;

static trial_plan plan_of_trial(double m, double n, double d)
{
    double sampling = m * d + n * d, solving = 2 * m * n, spectrum = 3 * n * n + 2 * n + m;
    double work = fmax(sampling, fmax(solving, spectrum));
    return (trial_plan){
        .W = 0, .B = m * m, .Z = m * m + m * n, .work = m * m + 2 * m * n, .total = m * m + 2 * m * n + work};
}

/* A certified norm holds four m x m arrays of doubles (a scaled copy, its product, a factor, the factor's product). */
static double norm_bytes(double m)
{
    return 32 * m * m;
}

double deq_trial_bytes(const deq_model_t model, slong width)
{
    double m = (double)width, budget,
           bytes = 8 * plan_of_trial(m, (double)model->points->n, (double)model->points->d).total;
    arb_t bound;
    arb_init(bound);
    if (!gaussian_norm_bound(bound, &budget, model, width)) bytes += norm_bytes(m);
    arb_clear(bound);
    return bytes;
}

static void trial_reset(deq_trial_t out)
{
    out->outcome = TRIAL_NOT_CONTRACTIVE;
    out->iterations = 0;
    out->lambda0_lower = out->lambda0_upper = out->norm_lower = out->norm_upper = NAN;
    out->residual = out->radius = INFINITY;
    out->norm_budget = 0;
}

static dq_status width_usable(slong width, slong trial, reason_t why)
{
    if (width >= 1 && width <= INT32_MAX && trial >= 0 && trial <= INT32_MAX) return DQ_OK;
    reason_set(why, "width %ld, trial %ld; allowed are widths 1 to 2^31 - 1 and trials 0 to 2^31 - 1", (long)width,
               (long)trial);
    return DQ_INPUT;
}

static void store_norm(deq_trial_t out, const arb_t norm)
{
    if (!arb_is_finite(norm)) return;
    out->norm_lower = arb_lower_double(norm);
    out->norm_upper = arb_upper_double(norm);
}

dq_status deq_norm_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, reason_t why)
{
    double m = (double)width;
    trial_reset(out);
    dq_status status = width_usable(width, trial, why);
    if (status != DQ_OK) return status;
    double *W = doubles_within_memory(m * m, 8 * m * m + norm_bytes(m), why);
    if (W == NULL) return DQ_MEMORY;
    status = network_weights(W, model, width, trial, why);
    if (status == DQ_OK) {
        arb_t norm, W_frobenius;
        arb_init(norm);
        arb_init(W_frobenius);
        frobenius(W_frobenius, W, (size_t)width * (size_t)width);
        certified_norm(norm, W, W_frobenius, width);
        store_norm(out, norm);
        arb_clear(norm);
        arb_clear(W_frobenius);
    }
    free(W);
    return status;
}

/* contraction >= L|W|_2, with the norm certified where it is asked for or the Gaussian tail is too heavy to charge. */
static void contraction_of_trial(arb_t contraction, deq_trial_t out, const deq_model_t model, const network_t net,
                                 int norms)
{
    arb_t norm;
    arb_init(norm);
    if (norms || !gaussian_norm_bound(norm, &out->norm_budget, model, net->m)) {
        out->norm_budget = 0;
        if (norms || model->lipschitz_known) certified_norm(norm, net->W, net->W_frobenius, net->m);
        if (norms) store_norm(out, norm);
    }
    if (model->lipschitz_known && model->L >= 0 && isfinite(model->L)) {
        arb_set_d(contraction, model->L);
        arb_mul(contraction, contraction, norm, SCALAR_PREC);
    } else {
        arb_pos_inf(contraction);
    }
    arb_clear(norm);
}

/* radius and [lambda0] from the residual bound; certified only when every bound is finite. */
static void certify(deq_trial_t out, const network_t net, const double *Z, const arb_t residual,
                    const arb_t contraction, double *work)
{
    arb_t radius, lower, upper;
    arb_init(radius);
    arb_init(lower);
    arb_init(upper);
    arb_sub_ui(radius, contraction, 1, SCALAR_PREC);
    arb_neg(radius, radius);
    arb_div(radius, residual, radius, SCALAR_PREC);
    out->residual = arb_upper_double(residual);
    out->radius = arb_upper_double(radius);
    least_singular_value(lower, upper, Z, net->m, net->n, work);
    if (net->m >= net->n) {
        arb_sub(lower, lower, radius, SCALAR_PREC);
        arb_nonnegative_part(lower, lower);
        arb_add(upper, upper, radius, SCALAR_PREC);
    }
    arb_sqr(lower, lower, SCALAR_PREC);
    arb_sqr(upper, upper, SCALAR_PREC);
    if (arb_is_finite(lower) && arb_is_finite(upper)) {
        out->outcome = TRIAL_CERTIFIED;
        out->lambda0_lower = arb_lower_double(lower);
        if (!(out->lambda0_lower >= 0)) out->lambda0_lower = 0;
        out->lambda0_upper = arb_upper_double(upper);
    } else {
        out->outcome = TRIAL_NOT_CONVERGED;
    }
    arb_clear(radius);
    arb_clear(lower);
    arb_clear(upper);
}

dq_status deq_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, int norms, double *Z_out,
                    reason_t why)
{
    trial_reset(out);
    dq_status status = width_usable(width, trial, why);
    if (status != DQ_OK) return status;
    double m = (double)width, bytes = deq_trial_bytes(model, width) + (norms ? norm_bytes(m) : 0);
    trial_plan plan = plan_of_trial(m, (double)model->points->n, (double)model->points->d);
    double *block = doubles_within_memory(plan.total, bytes, why);
    if (block == NULL) return DQ_MEMORY;
    double *work = block + (size_t)plan.work, *Z = Z_out != NULL ? Z_out : block + (size_t)plan.Z;

    network_t net;
    arb_t contraction, residual;
    network_init(net);
    arb_init(contraction);
    arb_init(residual);
    net->W = block;
    net->B = block + (size_t)plan.B;
    status = network_sample(net, work, model, width, trial, why);
    if (status == DQ_OK) {
        arb_t one;
        arb_init(one);
        arb_one(one);
        contraction_of_trial(contraction, out, model, net, norms);
        int contractive = arb_lt(contraction, one);
        arb_clear(one);
        /* Without a contraction the iteration proves nothing; it is run only for a caller who wants its last iterate.
         */
        if (contractive || Z_out != NULL) {
            int converged = solve_equilibrium(Z, residual, &out->iterations, net, model->phi, model->L, work);
            if (contractive && converged)
                certify(out, net, Z, residual, contraction, work);
            else if (contractive)
                out->outcome = TRIAL_NOT_CONVERGED;
        }
    }
    network_clear(net);
    arb_clear(contraction);
    arb_clear(residual);
    free(block);
    return status;
}
