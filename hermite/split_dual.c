/* hermite_split_dual: E phi(u) phi(v) for every |rho| <= 1 from two prepared splits.

   Error ledger at an exact rho, with M <= min(N_i, N_j) terms:
     E P P'             closed form, balls (split_products.c)
     terms r <= M       balls
     terms r > M        |rho|^(M+1) (sqrt(T_M(S_i) T_M(phi_j)) + sqrt(T_M(P_i) T_M(S_j)))          (split.c)
   A ball rho = m +- d, cut to [-1, 1]: with R = min(1, |m| + d) and every |rho|, |m| <= R, |rho - m| <= d,
   |rho^r - m^r| <= R^r - (R - d)^r for d <= 1 (convexity; across 0 it is at most d^r), so by Cauchy-Schwarz
     |D(rho) - D(m)|^2 <= (D_ii(R) - D_ii(R - d)) (D_jj(R) - D_jj(R - d)).   Beyond d = 1/2 just |D|^2 <= kappa_i
   kappa_j. */
#include <math.h>
#include "hermite/split.h"

enum { GUARD = 20, ATTEMPTS = 4 };

static double size_log2(const mag_t x)
{
    return mag_is_zero(x) ? -1e9 : mag_get_d_log2_approx(x);
}

/* the omitted terms' bound after M */
static void omitted(mag_t bound, const hermite_split_t i, const hermite_split_t j, slong M, const mag_t rho)
{
    mag_t t;
    mag_init(t);
    mag_mul(bound, i->tail_rest + M, j->tail_phi + M);
    mag_mul(t, i->tail_power + M, j->tail_rest + M);
    mag_add(bound, bound, t);
    mag_pow_ui(t, rho, (ulong)M + 1);
    mag_mul(bound, bound, t);
    mag_clear(t);
}

/* least M with omitted terms below 2^goal, else all: a choice */
static slong terms_needed(const hermite_split_t i, const hermite_split_t j, const mag_t rho, double goal)
{
    slong low = -1, high = FLINT_MIN(i->N, j->N);
    mag_t bound;
    mag_init(bound);
    while (high - low > 1) {
        slong middle = low + (high - low) / 2;
        omitted(bound, i, j, middle, rho);
        if (size_log2(bound) <= goal)
            high = middle;
        else
            low = middle;
    }
    mag_clear(bound);
    return high;
}

/* sum_{r<=M} (a_r(S_i) a_r(phi_j) + a_r(P_i) a_r(S_j)) rho^r */
static void series(arb_t value, const hermite_split_t i, const hermite_split_t j, slong M, const arb_t rho, slong prec)
{
    int parity = i->h->parity;
    slong first = parity < 0 ? 1 : 0, step = parity != 0 ? 2 : 1;
    arb_t x, t;
    arb_init(x);
    arb_init(t);
    if (step == 2)
        arb_sqr(x, rho, prec);
    else
        arb_set(x, rho);
    arb_zero(value);
    for (slong r = M < first ? -1 : M - (M - first) % step; r >= first; r -= step) {
        arb_mul(value, value, x, prec);
        if (i == j) {
            arb_add(value, value, i->self + r, prec);
        } else {
            arb_mul(t, i->rest + r, j->h->a + r, prec);
            arb_addmul(t, i->power + r, j->rest + r, prec);
            arb_add(value, value, t, prec);
        }
    }
    if (first == 1) arb_mul(value, value, rho, prec);
    arb_clear(x);
    arb_clear(t);
}

/* rho exact */
static void at_point(arb_t value, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong bits)
{
    double scale = 0.5 * (i->scale_log2 + j->scale_log2);
    slong larger = (slong)(0.5 * (i->power_log2 + j->power_log2) - scale) + 1;
    if (i == j && arb_is_one(rho)) {
        arb_set(value, i->h->kappa);
        return;
    }
    mag_t size, error, limit;
    arb_t terms;
    mag_init(size);
    mag_init(error);
    mag_init(limit);
    arb_init(terms);
    arb_get_mag(size, rho);
    slong M = terms_needed(i, j, size, scale - (double)bits - 1.0);
    omitted(error, i, j, M, size);
    mag_set_ui_2exp_si(limit, 1, (slong)floor(scale) - bits - 1);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        slong prec = bits + larger + GUARD + (attempt << 6);
        split_products(value, i, j, rho, prec);
        series(terms, i, j, M, rho, prec);
        arb_add(value, value, terms, prec);
        if (mag_cmp(arb_radref(value), limit) <= 0 || !arb_is_exact(i->q) || !arb_is_exact(j->q)) break;
    }
    arb_add_error_mag(value, error);
    mag_clear(size);
    mag_clear(error);
    mag_clear(limit);
    arb_clear(terms);
}

/* sqrt of D_ii(R) - D_ii(least) */
static void root_increase(arb_t root, const hermite_split_t i, const arb_t R, const arb_t least, slong bits)
{
    arb_t low;
    arb_init(low);
    at_point(root, i, i, R, bits);
    at_point(low, i, i, least, bits);
    arb_sub(root, root, low, bits + GUARD);
    arb_nonnegative_part(root, root);
    arb_sqrt(root, root, 64);
    arb_clear(low);
}

dq_status hermite_split_dual(arb_t value, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong bits,
                             reason_t why)
{
    if (i->N < 0 || j->N < 0) {
        reason_set(why, "the split expansion was not prepared");
        return DQ_INPUT;
    }
    arb_t cut, at, reach, error, other;
    arb_init(cut);
    arb_init(at);
    arb_init(reach);
    arb_init(error);
    arb_init(other);
    dq_status status = DQ_OK;
    mag_one(arb_radref(cut)); /* [-1, 1] */
    if (!arb_is_finite(rho) || !arb_intersection(cut, cut, rho, bits + 64)) {
        reason_set(why, "the correlation is not certified to meet [-1, 1]");
        status = DQ_INPUT;
    } else if (arb_is_exact(rho)) {
        at_point(value, i, j, rho, bits);
    } else if (mag_cmp_2exp_si(arb_radref(cut), -1) > 0) {
        arb_mul(error, i->h->kappa, j->h->kappa, 64);
        arb_sqrt(error, error, 64);
        arb_zero(value);
        arb_add_error(value, error);
    } else {
        arb_get_mid_arb(at, cut);
        if (arf_cmpabs_2exp_si(arb_midref(at), 0) > 0) arb_set_si(at, arf_sgn(arb_midref(at)));
        at_point(value, i, j, at, bits);
        /* R = min(1, |m| + d) and R - d rounded down */
        arb_get_rad_arb(other, cut);
        arb_abs(reach, at);
        arb_add(reach, reach, other, ARF_PREC_EXACT);
        if (arf_cmp_si(arb_midref(reach), 1) > 0) arb_one(reach);
        arb_sub(other, reach, other, ARF_PREC_EXACT);
        root_increase(error, i, reach, other, bits);
        if (i == j) {
            arb_sqr(error, error, 64);
        } else {
            arb_t second;
            arb_init(second);
            root_increase(second, j, reach, other, bits);
            arb_mul(error, error, second, 64);
            arb_clear(second);
        }
        arb_add_error(value, error);
    }
    arb_clear(cut);
    arb_clear(at);
    arb_clear(reach);
    arb_clear(error);
    arb_clear(other);
    return status;
}
