/* profile_t: one variance class.

   Expanding at the exact midpoint q~ of a ball q costs the coupling constant only: with y = sqrt(q) g, y~ = sqrt(q~) g,
     |phi(y) - phi(y~)|_{L2} <= L |sqrt(q) - sqrt(q~)| =: drift,
     |E phi(y_i)phi(y_j) - E phi(y~_i)phi(y~_j)| <= drift_i sqrt(kappa_j) + sqrt(kappa~_i) drift_j     (same
   correlation), uniformly in the correlation and in the number of terms.  Without a Lipschitz constant the expansion is
   taken on the ball. */
#include "gram/dual.h"

void profile_init(profile_t p)
{
    arb_init(p->q);
    arb_init(p->root_q);
    arb_init(p->kappa);
    arb_init(p->root_kappa);
    arb_init(p->at);
    arb_init(p->drift);
    hermite_init(p->h);
    p->a = NULL;
    p->root_tail = NULL;
    p->tail_log2 = NULL;
    p->expanded = 0;
    p->bits = 0;
    p->near = near_init();
}

static void forget_expansion(profile_t p)
{
    flint_free(p->a);
    flint_free(p->tail_log2);
    if (p->root_tail != NULL) _mag_vec_clear(p->root_tail, p->expanded);
    p->a = NULL;
    p->tail_log2 = NULL;
    p->root_tail = NULL;
    p->expanded = 0;
}

void profile_clear(profile_t p)
{
    arb_clear(p->q);
    arb_clear(p->root_q);
    arb_clear(p->kappa);
    arb_clear(p->root_kappa);
    arb_clear(p->at);
    arb_clear(p->drift);
    hermite_clear(p->h);
    forget_expansion(p);
    near_clear(p->near);
}

profile_struct *profile_vec_init(slong length)
{
    profile_struct *p = flint_malloc((size_t)FLINT_MAX(length, 1) * sizeof(profile_struct));
    slong k;

    for (k = 0; k < length; k++) profile_init(p + k);
    return p;
}

void profile_vec_clear(profile_struct *p, slong length)
{
    slong k;

    for (k = 0; k < length; k++) profile_clear(p + k);
    flint_free(p);
}

void profile_set(profile_t p, const arb_t q, const arb_t kappa, const arb_t lipschitz, slong prec)
{
    arb_t difference;

    near_clear(p->near);
    p->near = near_init();
    arb_set(p->q, q);
    arb_sqrt(p->root_q, q, prec);
    arb_set(p->kappa, kappa);
    arb_sqrtpos(p->root_kappa, kappa, prec);
    arb_zero(p->drift);
    if (!arb_is_finite(lipschitz)) {
        arb_set(p->at, q);
        return;
    }
    /* |sqrt(q) - sqrt(q~)| <= rad(q) / sqrt(q~) for every q >= 0 of the ball: the difference is |q - q~|/(sqrt q + sqrt
     * q~). */
    arb_init(difference);
    arb_get_mid_arb(p->at, q);
    if (!arb_is_exact(q)) {
        arb_get_rad_arb(difference, q);
        arb_rsqrt(p->drift, p->at, 64);
        arb_mul(p->drift, p->drift, difference, 64);
        arb_mul(p->drift, p->drift, lipschitz, 64);
        arb_abs(p->drift, p->drift);
    }
    arb_clear(difference);
}

/* root_tail[M] from T_M = T_N + sum_{M<r<=N} a_r^2, rounded up. */
static void tails(profile_t p)
{
    mag_t sum, square;
    slong r;

    mag_init(sum);
    mag_init(square);
    arb_get_mag(sum, p->h->tail);
    for (r = p->h->N; r >= 0; r--) {
        mag_sqrt(p->root_tail + r, sum);
        p->tail_log2[r] = mag_is_zero(sum) ? -1e300 : 0.5 * mag_get_d_log2_approx(sum);
        arb_get_mag(square, p->h->a + r);
        mag_mul(square, square, square);
        mag_add(sum, sum, square);
    }
    mag_clear(sum);
    mag_clear(square);
}

/* |rho|^(N+1) T_N <= 2^-bits kappa or T_N <= 2^-bits kappa: a choice, the ledger of dual.c holds for every N. */
static int long_enough(const profile_t p, const arb_t rho_max, slong bits)
{
    double tail, rho, limit;
    mag_t size;

    mag_init(size);
    arb_get_mag(size, p->h->tail);
    tail = mag_is_zero(size) ? -1e9 : mag_get_d_log2_approx(size);
    arb_get_mag(size, rho_max);
    rho = mag_is_zero(size) ? -1e9 : mag_get_d_log2_approx(size);
    arb_get_mag(size, p->kappa);
    limit = (mag_is_zero(size) ? -1e9 : mag_get_d_log2_approx(size)) - (double)bits;
    mag_clear(size);
    return tail + (rho < 0.0 ? (double)(p->h->N + 1) * rho : 0.0) <= limit;
}

dq_status profile_expand(profile_t p, activation_t phi, const arb_t rho_max, slong hint, slong bits, reason_t why)
{
    dq_status status = DQ_INCONCLUSIVE;
    slong r;

    forget_expansion(p);
    p->bits = bits;
    if (hint > 0 && hint < HERMITE_MAX_TERMS) {
        status = hermite_coefficients(p->h, phi, p->at, hint, bits + 4, why);
        if (status == DQ_OK && !long_enough(p, rho_max, bits)) status = DQ_INCONCLUSIVE;
    }
    if (status != DQ_OK) status = hermite_coefficients_for(p->h, phi, p->at, rho_max, bits, why);
    if (status != DQ_OK) return status;
    p->expanded = p->h->N + 1;
    p->a = flint_malloc((size_t)p->expanded * sizeof(double));
    p->tail_log2 = flint_malloc((size_t)p->expanded * sizeof(double));
    p->root_tail = _mag_vec_init(p->expanded);
    for (r = 0; r < p->expanded; r++) p->a[r] = arf_get_d(arb_midref(p->h->a + r), ARF_RND_NEAR);
    tails(p);
    return DQ_OK;
}
