/* The balls of a certificate: how wide they must be for the checker's inclusions.

   Everything here chooses; the checker proves.  Ledger in units u = 2^-P, all radii inflated twofold, with s = sigma_w^2,
   v = Sigma^(1)_ii, theta^2 = 2 s L^2; the checker rounds 2 s, v, cosines and powers of rho to one unit each:
     kappa(q~)   radius e_k = sum of the radii of a_r^2 and T_N
     q           F(q~ +- d) lies in F(q~) +- (2 s e_k + kappa + mu d), mu = 2 s L sqrt(kappa/q) < theta:
                 d = 2 (2 s e_k + |F(q~) - q~| + kappa + 8)/(1 - mu)
     drift       L sqrt(kappa/q) d
     D(rho)      e_D = e_k + |rho|^(N+1) T_N + drift + L^2 q + 2 kappa + 4: the power of degree r is r units off, sum r
                 a_r^2 <= L^2 q; powers below a unit are cut off
     rho         T(rho~ +- r) lies in T(rho~) +- ((2 s e_D + kappa + v + d + 2)/q + theta^2 r):
                 r = 2 ((2 s e_D + kappa + v + d + 2)/q + |T(rho~) - rho~| + 4)/(1 - theta^2)
     K_ij        e_K = e_D + L^2 q r
     |E|         n (2 e_K + 2 sqrt(kappa) + 2) + 2 radius(kappa) */
#include <math.h>
#include "gram/certificate.h"

void certificate_floor(fmpz_t units, const arf_t x, slong P)
{
    arf_t y;

    arf_init(y);
    arf_mul_2exp_si(y, x, P);
    arf_get_fmpz(units, y, ARF_RND_FLOOR);
    arf_clear(y);
}

void certificate_ceil(fmpz_t units, const arf_t x, slong P)
{
    arf_t y;

    arf_init(y);
    arf_mul_2exp_si(y, x, P);
    arf_get_fmpz(units, y, ARF_RND_CEIL);
    arf_clear(y);
}

/* Radius or distance as a number of units, doubles being wide enough for what can still be certified. */
static double in_units(const mag_t x, slong P)
{
    return mag_is_zero(x) ? 0.0 : exp2(fmin(mag_get_d_log2_approx(x) + (double)P + 0.01, 1000.0));
}

static void set_units(fmpz_t radius, double units)
{
    fmpz_set_d(radius, ceil(fmin(units, 1e300)));
}

/* midpoint +- radius contains x, both in units. */
static void set_ball(fmpz_t midpoint, fmpz_t radius, const arb_t x, slong P)
{
    arf_t end;
    fmpz_t high;

    arf_init(end);
    fmpz_init(high);
    arb_get_lbound_arf(end, x, P + 128);
    certificate_floor(midpoint, end, P);
    arb_get_ubound_arf(end, x, P + 128);
    certificate_ceil(high, end, P);
    fmpz_sub(radius, high, midpoint);
    fmpz_cdiv_q_2exp(radius, radius, 1);
    fmpz_add(midpoint, midpoint, radius);
    arf_clear(end);
    fmpz_clear(high);
}

double certificate_limit(certificate_t c, certificate_builder *b)
{
    arb_t rho, sigma0;
    arf_t end;
    double distance = 0.0;
    slong i, j, at;

    arb_init(rho);
    arb_init(sigma0);
    arf_init(end);
    certificate_floor(c->q, arb_midref(b->gram->q), c->P);
    arb_zero(b->rho_max);
    for (i = 0; i < b->n; i++)
        for (j = 0; j < i; j++) {
            at = i * (i + 1) / 2 + j;
            certificate_floor(b->K + at, arb_midref(arb_mat_entry(b->gram->K, i, j)), c->P);
            arb_mul(rho, arb_mat_entry(b->gram->K, i, j), b->two_s, c->P + 64);
            points_sigma0(sigma0, b->model->points, i, j, c->P + 64);
            arb_add(rho, rho, sigma0, c->P + 64);
            arb_div(rho, rho, b->gram->q, c->P + 64);
            certificate_floor(c->rho + at, arb_midref(rho), c->P);
            distance = fmax(distance, in_units(arb_radref(rho), c->P) + 1.0);
            arb_get_abs_ubound_arf(end, rho, 64);
            if (arf_cmp(end, arb_midref(b->rho_max)) > 0) arf_set(arb_midref(b->rho_max), end);
        }
    b->largest = arf_get_d(arb_midref(b->rho_max), ARF_RND_UP);
    arb_clear(rho);
    arb_clear(sigma0);
    arf_clear(end);
    return distance;
}

dq_status certificate_coefficients(certificate_t c, certificate_builder *b, slong bits, reason_t why)
{
    arb_t x;
    double terms = 0.0;
    dq_status status = DQ_INCONCLUSIVE;
    slong k;

    arb_init(x);
    arf_set_fmpz(arb_midref(x), c->q);
    arb_mul_2exp_si(x, x, -c->P);
    /* A kinked phi has a_r^2 of slow decay: rho^N = 2^-bits, and much less never suffices. */
    if (activation_pieces(b->model->phi) > 1) terms = 0.5 * (double)bits / -log2(fmin(b->largest, 1.0));
    if (terms <= CERTIFICATE_TERMS) {
        status = hermite_coefficients_for(b->h, b->model->phi, x, b->rho_max, bits, why);
        terms = (double)b->h->N;
    }
    if (!(terms <= CERTIFICATE_TERMS)) {
        reason_set(why,
                   "the largest correlation %.9g needs more than %d terms of the Hermite series, the certificate's "
                   "limit",
                   b->largest, CERTIFICATE_TERMS);
        status = DQ_INCONCLUSIVE;
    }
    if (status == DQ_OK) {
        c->terms = b->h->N;
        c->a2 = _fmpz_vec_init(c->terms + 1);
        c->a2_radius = _fmpz_vec_init(c->terms + 1);
        for (k = 0; k <= c->terms; k++) {
            arb_sqr(x, b->h->a + k, c->P + 64);
            set_ball(c->a2 + k, c->a2_radius + k, x, c->P);
        }
        set_ball(c->tail, c->tail_radius, b->h->tail, c->P);
        if (fmpz_cmp(c->tail, c->tail_radius) < 0) { /* [0, upper]: the tail is a sum of squares */
            fmpz_add(c->tail, c->tail, c->tail_radius);
            fmpz_cdiv_q_2exp(c->tail, c->tail, 1);
            fmpz_set(c->tail_radius, c->tail);
        }
    }
    arb_clear(x);
    return status;
}

void certificate_radii(certificate_t c, certificate_builder *b, double distance)
{
    arb_t kappa, image;
    mag_t size, tail;
    double slope = b->L * sqrt(b->kappa / b->q); /* |d kappa/d q| <= slope */
    slong k;

    arb_init(kappa);
    arb_init(image);
    mag_init(size);
    mag_init(tail);
    b->e_kappa = fmpz_get_d(c->tail_radius);
    fmpz_set(c->kappa, c->tail);
    for (k = 0; k <= c->terms; k++) {
        b->e_kappa += fmpz_get_d(c->a2_radius + k);
        fmpz_add(c->kappa, c->kappa, c->a2 + k);
    }
    for (k = 0; k < b->n; k++) fmpz_set(b->K + k * (k + 1) / 2 + k, c->kappa);
    arb_set_fmpz(kappa, c->kappa); /* F(q~) - q~ in units */
    arb_mul(image, kappa, b->two_s, c->P + 64);
    arb_mul_2exp_si(kappa, b->v, c->P);
    arb_add(image, image, kappa, c->P + 64);
    arb_sub_fmpz(image, image, c->q, c->P + 64);
    arb_get_mag(size, image);
    b->d = 2.0 * (b->s2 * b->e_kappa + in_units(size, 0) + b->kappa + 8.0) / (1.0 - b->s2 * slope);
    set_units(c->q_radius, b->d);
    set_units(c->kappa_radius, 1.001 * (b->e_kappa + slope * b->d) + 8.0);

    arb_get_mag(size, b->rho_max);
    mag_pow_ui(size, size, (ulong)c->terms + 1);
    arb_get_mag(tail, b->h->tail);
    mag_mul(tail, tail, size);
    b->e_D = b->e_kappa + in_units(tail, c->P) + slope * b->d + b->L * b->L * b->q + 2.0 * b->kappa + 4.0;
    b->r = 2.0 * ((b->s2 * b->e_D + b->kappa + b->variance + b->d + 2.0) / b->q + 2.0 * distance + 4.0) /
           b->one_minus_theta2;
    set_units(c->rho_radius, b->r);
    arb_clear(kappa);
    arb_clear(image);
    mag_clear(size);
    mag_clear(tail);
}
