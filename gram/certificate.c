/* gram_certificate: chooses the precision and the shift, and writes nothing unless the bound is as sharp as asked for.
   Everything here and in certificate_balls.c chooses; the checker proves. */
#include <math.h>
#include "gram/certificate.h"

enum { POINTS_MOST = 2000, PRECISION_MOST = 8192, RETRIES = 3 };

static double approx(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

static double log2_of(const arb_t x)
{
    mag_t size;
    double bits;

    mag_init(size);
    arb_get_mag(size, x);
    bits = mag_is_zero(size) ? -1e6 : mag_get_d_log2_approx(size);
    mag_clear(size);
    return bits;
}

/* What a certificate needs: equal norms, theta < 1, lambda_* > 0. */
static dq_status applicable(lambda_t lambda, const arb_t theta, const gram_model_t model, slong bits, reason_t why)
{
    arb_t gap;
    dq_status status;
    int below;

    if (model->points->n > POINTS_MOST) {
        reason_set(why, "%ld points; certificates are written for at most %d", (long)model->points->n, POINTS_MOST);
        return DQ_INCONCLUSIVE;
    }
    arb_init(gap);
    arb_sub_ui(gap, theta, 1, 64);
    below = arb_is_negative(gap);
    arb_clear(gap);
    status = gram_lambda(lambda, model, bits + 4, 0.0, why);
    if (status != DQ_OK) return status;
    status = DQ_INCONCLUSIVE;
    if (lambda->singular)
        reason_set(why, "lambda_* = 0: %.400s", lambda->reason->text);
    else if (!arb_is_positive(lambda->lambda))
        reason_set(why, "lambda_* > 0 was not certified");
    else if (!below)
        reason_set(why, "a certificate rests on theta = sqrt(2 sigma_w^2) L < 1, which was not certified");
    else if (!lambda->gram->equal_norms)
        reason_set(why, "the points have different norms; certificates are written for points of equal norm");
    else
        status = DQ_OK;
    return status;
}

/* L, shift and bound; 1 when the bound is as sharp as asked for. */
static int factor(certificate_t c, certificate_builder *b, const arb_t lambda)
{
    double residual = (double)b->n * (2.0 * (b->e_D + b->L * b->L * b->q * b->r) + 2.0 * sqrt(b->kappa) + 2.0) +
                      2.0 * fmpz_get_d(c->kappa_radius);
    arf_t end;
    fmpz_t margin;
    int sharp;

    arf_init(end);
    fmpz_init(margin);
    arb_get_lbound_arf(end, lambda, 64 + c->P);
    certificate_floor(c->shift, end, c->P);
    fmpz_fdiv_q_2exp(margin, c->shift, (ulong)b->bits);
    fmpz_sub(c->shift, c->shift, margin);
    sharp = fmpz_sgn(c->shift) > 0 && approx_certificate_factor(c->L, b->K, c->shift, b->n, c->P);
    fmpz_mul_2exp(margin, margin, 2); /* shift (1 - 2^(2-bits)) at least */
    fmpz_set_d(c->bound, ceil(fmin(residual, 1e300)));
    sharp = sharp && fmpz_cmp(c->bound, margin) <= 0;
    fmpz_sub(c->bound, c->shift, c->bound);
    arf_clear(end);
    fmpz_clear(margin);
    return sharp;
}

/* Approximate values for the ledger; 0 when they are no ordinary doubles. */
static int approximate(certificate_builder *b, const gram_t limit, const arb_t theta)
{
    b->L = approx(b->model->L);
    b->kappa = approx(limit->kappa);
    b->q = approx(limit->q);
    b->s2 = approx(b->two_s);
    b->variance = approx(b->v);
    b->one_minus_theta2 = 1.0 - approx(theta) * approx(theta);
    return b->L > 1e-100 && b->L < 1e100 && b->kappa > 1e-200 && b->kappa < 1e200 && b->q > 1e-200 && b->q < 1e200 &&
           b->one_minus_theta2 > 1e-9;
}

/* *done: the certificate is sharp enough and its balls lie where they must. */
static dq_status attempt(int *done, certificate_t c, certificate_builder *b, const lambda_t lambda, slong extra,
                         reason_t why)
{
    double size = log2_of(lambda->gram->kappa), gain = fmax(0.0, log2(b->L * b->L * b->q) - size);
    double loss = -log2(b->one_minus_theta2) + log2((double)b->n + 1.0) + size - log2_of(lambda->lambda);
    slong bits = b->bits + (slong)ceil(loss) + 16 + extra;
    arf_t end;
    fmpz_t unit, reach;
    slong k;
    double distance;
    dq_status status = DQ_OK;

    c->P = bits + (slong)ceil(gain + fabs(size) + fmax(0.0, -log2(b->q))) + 32;
    if (c->P > PRECISION_MOST) {
        reason_set(why, "lambda_* needs numbers of %ld bits; a certificate has at most %d", (long)c->P, PRECISION_MOST);
        return DQ_INCONCLUSIVE;
    }
    status = gram_limit(b->gram, b->model, bits + (slong)ceil(gain) + 8, why);
    if (status != DQ_OK) return status;
    arf_init(end);
    arb_get_ubound_arf(end, b->model->L, c->P);
    certificate_ceil(c->lipschitz, end, c->P);
    arf_clear(end);
    distance = certificate_limit(c, b);
    status = certificate_coefficients(c, b, bits, why);
    if (status != DQ_OK) return status;
    certificate_radii(c, b, distance);
    fmpz_init(unit);
    fmpz_init(reach);
    fmpz_one_2exp(unit, (ulong)c->P);
    for (k = 0; k < b->n * (b->n + 1) / 2; k++)
        if (fmpz_cmpabs(c->rho + k, reach) > 0) fmpz_abs(reach, c->rho + k);
    fmpz_add(reach, reach, c->rho_radius);
    *done = (b->n == 1 || fmpz_cmp(reach, unit) <= 0) && factor(c, b, lambda->lambda);
    fmpz_clear(unit);
    fmpz_clear(reach);
    return status;
}

dq_status gram_certificate(FILE *out, arb_t bound, const gram_model_t model, slong bits, reason_t why)
{
    slong entries = model->points->n * (model->points->n + 1) / 2, retry;
    certificate_builder b = {.model = model, .n = model->points->n, .bits = bits};
    lambda_t lambda;
    arb_t theta;
    dq_status status;
    int done = 0;

    lambda_init(lambda);
    arb_init(theta);
    arb_init(b.two_s);
    arb_init(b.v);
    arb_init(b.rho_max);
    gram_init(b.gram);
    hermite_init(b.h);
    gram_theta(theta, model, 64);
    arb_set_fmpq(b.two_s, model->s, PRECISION_MOST);
    arb_mul_2exp_si(b.two_s, b.two_s, 1);
    status = applicable(lambda, theta, model, bits, why);
    if (status == DQ_OK) {
        points_sigma0(b.v, model->points, 0, 0, PRECISION_MOST);
        if (!approximate(&b, lambda->gram, theta)) {
            reason_set(why, "the scale of the activation is extreme, or theta too close to 1");
            status = DQ_INCONCLUSIVE;
        }
    }
    for (retry = 0; retry < RETRIES && status == DQ_OK && !done; retry++) {
        certificate_t c;
        certificate_init(c, b.n);
        b.K = _fmpz_vec_init(entries);
        status = attempt(&done, c, &b, lambda, 40 * retry * retry, why);
        if (done) {
            certificate_write(out, c, model);
            arb_set_fmpz(bound, c->bound);
            arb_mul_2exp_si(bound, bound, -c->P);
        }
        _fmpz_vec_clear(b.K, entries);
        certificate_clear(c);
    }
    if (status == DQ_OK && !done) {
        reason_set(why, "the balls of a certificate do not resolve lambda_*");
        status = DQ_INCONCLUSIVE;
    }
    lambda_clear(lambda);
    arb_clear(theta);
    arb_clear(b.two_s);
    arb_clear(b.v);
    arb_clear(b.rho_max);
    gram_clear(b.gram);
    hermite_clear(b.h);
    return status;
}
