/* dual_t: D(rho) = sum_r a_r(q_i) a_r(q_j) rho^r.

   Error ledger of the series cut after r = M <= min(N_i, N_j), |rho| <= 1:
     omitted terms   |rho|^(M+1) sqrt(T_M(q_i) T_M(q_j))        (Cauchy-Schwarz, MATH.md 3, Series tail)
     drift           drift_i sqrt(kappa_j) + sqrt(kappa~_i) drift_j, sqrt(kappa~_i) <= sqrt(kappa_i) + drift_i
   (profile.c) rounding        carried by the balls. */
#include <math.h>
#include "gram/dual.h"

enum { SERIES_TERMS = 2000 }; /* a kinked phi needing more goes to the near route */

int activation_has_price(const activation_t phi)
{
    slong k, pieces = activation_pieces(phi), degree = 0;
    int continuous = 1;

    if (pieces < 2) /* one affine piece has a finite series */
        return 0;
    for (k = 0; k < pieces; k++) {
        slong d = activation_piece_degree(phi, k);
        if (d < 0 || d > 1) return 0;
        degree = FLINT_MAX(degree, d);
    }
    for (k = 0; k + 1 < pieces && continuous; k++) continuous = activation_continuous_at(phi, k) == 1;
    return continuous || degree == 0;
}

void series_reach(arb_t reach, const activation_t phi, slong bits)
{
    arb_one(reach);
    if (activation_has_near_route(phi)) /* reach^SERIES_TERMS = 2^-bits */
        arb_set_d(reach, exp2(-(double)bits / SERIES_TERMS));
}

void dual_init(dual_t D)
{
    D->phi = NULL;
    D->i = D->j = NULL;
    D->stride = 1;
    D->offset = 0;
    D->length = D->allocated = 0;
    D->c = NULL;
    D->approx = NULL;
    arb_init(D->drift);
    arb_init(D->root);
    D->scale_log2 = 0.0;
}

void dual_clear(dual_t D)
{
    if (D->c != NULL) _arb_vec_clear(D->c, D->allocated);
    flint_free(D->approx);
    arb_clear(D->drift);
    arb_clear(D->root);
}

/* log2 of the bound of the terms omitted after M. */
static double omitted_log2(const dual_t D, slong M, double rho_log2)
{
    return D->i->tail_log2[M] + D->j->tail_log2[M] + (rho_log2 < 0.0 ? (double)(M + 1) * rho_log2 : 0.0);
}

/* Least M whose omitted terms are below 2^-bits sqrt(kappa_i kappa_j), else the largest known: a choice, the bound is
 * enclosed. */
static slong terms_needed(const dual_t D, const mag_t rho, slong bits)
{
    slong low = -1, high = FLINT_MIN(D->i->expanded, D->j->expanded) - 1;
    double rho_log2 = mag_is_zero(rho) ? -1e6 : mag_get_d_log2_approx(rho), target = D->scale_log2 - (double)bits;

    while (high - low > 1) {
        slong middle = low + (high - low) / 2;
        if (omitted_log2(D, middle, rho_log2) <= target)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void set_drift(dual_t D)
{
    arb_t term;

    arb_zero(D->drift);
    if (arb_is_zero(D->i->drift) && arb_is_zero(D->j->drift)) return;
    arb_init(term);
    arb_mul(D->drift, D->i->drift, D->j->root_kappa, 64);
    arb_add(term, D->i->root_kappa, D->i->drift, 64);
    arb_mul(term, term, D->j->drift, 64);
    arb_add(D->drift, D->drift, term, 64);
    arb_clear(term);
}

/* log2 |x| roughly, also beyond the range of doubles. */
static double size_log2(const arb_t x)
{
    mag_t size;
    double bits;

    mag_init(size);
    arb_get_mag(size, x);
    bits = mag_is_zero(size) ? -1e5 : mag_get_d_log2_approx(size);
    mag_clear(size);
    return bits;
}

void dual_set(dual_t D, activation_t phi, const profile_struct *i, const profile_struct *j, const arb_t rho_bound,
              slong bits)
{
    slong M, k, prec = bits + 20;
    mag_t rho, one;

    D->phi = phi;
    D->i = i;
    D->j = j;
    D->stride = i->h->parity != 0 ? 2 : 1;
    D->offset = i->h->parity < 0 ? 1 : 0;
    set_drift(D);
    if (i == j)
        arb_set(D->root, i->q);
    else
        arb_mul(D->root, i->root_q, j->root_q, prec);
    D->scale_log2 = 0.5 * (size_log2(i->kappa) + size_log2(j->kappa));

    mag_init(rho);
    mag_init(one);
    mag_one(one);
    arb_get_mag(rho, rho_bound);
    mag_min(rho, rho, one);
    M = terms_needed(D, rho, bits);
    mag_clear(rho);
    mag_clear(one);
    D->length = M < D->offset ? 0 : (M - D->offset) / D->stride + 1;
    if (D->length > D->allocated) {
        if (D->c != NULL) _arb_vec_clear(D->c, D->allocated);
        flint_free(D->approx);
        D->c = _arb_vec_init(D->length);
        D->approx = flint_malloc((size_t)D->length * sizeof(double));
        D->allocated = D->length;
    }
    for (k = 0; k < D->length; k++) {
        slong r = D->offset + D->stride * k;
        arb_mul(D->c + k, i->h->a + r, j->h->a + r, prec);
        D->approx[k] = i->a[r] * j->a[r];
    }
}

static void series(arb_t value, const dual_t D, const arb_t rho, slong bits)
{
    slong prec = bits + 20, M, length;
    mag_t size, one, error;
    arb_t x;

    mag_init(size);
    mag_init(one);
    mag_init(error);
    arb_init(x);
    mag_one(one);
    arb_get_mag(size, rho);
    mag_min(size, size, one); /* |rho| <= 1 is the caller's */
    M = terms_needed(D, size, bits);
    length = M < D->offset ? 0 : (M - D->offset) / D->stride + 1;
    if (length > D->length) { /* beyond the bound given to dual_set: use what is there, the ledger stays valid */
        length = D->length;
        M = D->offset + D->stride * length - 1;
        M = FLINT_MIN(M, FLINT_MIN(D->i->expanded, D->j->expanded) - 1);
    }
    if (D->stride == 2)
        arb_sqr(x, rho, prec);
    else
        arb_set(x, rho);
    _arb_poly_evaluate(value, D->c, length, x, prec);
    if (D->offset == 1) arb_mul(value, value, rho, prec);

    if (M < 0) { /* no term known: |D| <= sqrt(kappa_i kappa_j) */
        arb_t bound;
        arb_init(bound);
        arb_mul(bound, D->i->root_kappa, D->j->root_kappa, 64);
        arb_get_mag(error, bound);
        arb_clear(bound);
    } else {
        mag_pow_ui(error, size, (ulong)M + 1);
        mag_mul(error, error, D->i->root_tail + M);
        mag_mul(error, error, D->j->root_tail + M);
    }
    arb_add_error_mag(value, error);
    mag_clear(size);
    mag_clear(one);
    mag_clear(error);
    arb_clear(x);
}

dq_status dual_eval(arb_t value, const dual_t D, const arb_t rho, int near, slong bits, reason_t why)
{
    if (near) {
        dq_status status = near_dual(value, D, rho, bits, why);
        if (status != DQ_OK) return status;
    } else {
        series(value, D, rho, bits);
    }
    if (!arb_is_zero(D->drift)) arb_add_error(value, D->drift);
    return DQ_OK;
}

void approx_dual(double *value, double *derivative, const dual_t D, double rho)
{
    double x = D->stride == 2 ? rho * rho : rho, p = 0.0, dp = 0.0;
    slong k;

    for (k = D->length - 1; k >= 0; k--) {
        dp = dp * x + p;
        p = p * x + D->approx[k];
    }
    if (D->stride == 2) dp *= 2.0 * rho;
    *value = D->offset == 1 ? rho * p : p;
    *derivative = D->offset == 1 ? p + rho * dp : dp;
}
