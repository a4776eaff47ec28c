/* gram_limit: q_* per class of equal norm, then one scalar fixed point per pair; points of one norm share a kernel
   (kernel_gram.c).

   Coupling (theta = sqrt(2 s) L < 1).  With q_i, q_j at the limit, sigma -> 2 s E phi(u) phi(v) + Sigma^(1)_ij maps
   |sigma| <= sqrt(q_i q_j) into itself (Cauchy-Schwarz twice) and |d/dsigma E phi(u) phi(v)| = |E phi'(u) phi'(v)| <=
   L^2, so in rho = sigma/sqrt(q_i q_j) it contracts by theta^2 and |D'| <= L^2 sqrt(q_i q_j).  Existence and uniqueness
   of the limit: limit_bound.c.

   Local (otherwise), given q^(l) -> q_* (variance_local.c).  |sigma^(l+1)| <= 2 s sqrt(kappa(q_i^(l)) kappa(q_j^(l))) +
   |Sigma^(1)_ij|, so the correlations end up in |rho| <= beta + eps, beta = (2 s sqrt(kappa_i kappa_j) +
   |Sigma^(1)_ij|)/sqrt(q_i q_j), for every eps > 0; the limit map sends |rho| <= beta into itself.  If c = 2 s
   sup_{|rho| <= beta} |D'|/sqrt(q_i q_j) < 1 at q_*, then by continuity of D' in (q, rho) the maps at q^(l) contract by
   some c' < 1 near beta for large l and converge to the limit map uniformly, so |sigma^(l+1) - sigma_*| <= c'
   |sigma^(l) - sigma_*| + o(1) -> 0:  the orbit converges to the map's unique fixed point. |D_ij'(rho)|^2 <=
   D_ii'(|rho|) D_jj'(|rho|) (Cauchy-Schwarz), and D_ii' increases on [0, 1): its coefficients r a_r^2 are >= 0. */
#include <math.h>
#include <string.h>
#include "gram/kernel_gram.h"
#include "gram/pair.h"
#include "gram/result.h"
#include "gram/variance.h"

enum { GUARD = 24, RETRIES = 4 };

typedef struct {
    const gram_model_struct *model;
    slong bits; /* working accuracy */
    covariance_t c;
    profile_struct *profile; /* per class */
    arb_t theta, two_s, reach;
    int coupling, price_used, series_used;
    arb_ptr slope; /* local route: sup |D_kk'| on |rho| <= rho_max, per class */
    arb_t rho_max; /* largest bound of a pair the series must serve */
    pair_map_t map;
} limit_work;

/* beta = (2 s sqrt(kappa_i kappa_j) + |Sigma^(1)_ij|)/sqrt(q_i q_j), at most 1: an exact upper bound. */
static void correlation_bound(arb_t beta, const limit_work *w, slong i, slong j)
{
    const profile_struct *a = w->profile + w->c->class_of[i], *b = w->profile + w->c->class_of[j];
    arb_t root;

    arb_init(root);
    arb_mul(beta, a->root_kappa, b->root_kappa, 128);
    arb_mul(beta, beta, w->two_s, 128);
    arb_abs(root, arb_mat_entry(w->c->sigma, i, j));
    arb_add(beta, beta, root, 128);
    arb_mul(root, a->root_q, b->root_q, 128);
    arb_div(beta, beta, root, 128);
    arb_get_ubound_arf(arb_midref(beta), beta, 128);
    mag_zero(arb_radref(beta));
    if (!arb_is_finite(beta) || arf_cmp_si(arb_midref(beta), 1) > 0) arb_one(beta);
    arb_clear(root);
}

static double approx(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

/* Start for class k from its neighbours (classes are ordered by norm): F' from a difference quotient, q_* from its
   derivative 1/(1 - F') in sigma0. */
static void approx_start(double *guess, double *slope, const limit_work *w, slong k)
{
    const profile_struct *p = w->profile + k - 1;

    *guess = *slope = 0.0;
    if (k < 1) return;
    if (k > 1) {
        double dq = approx(p->q) - approx(p[-1].q), dk = approx(p->kappa) - approx(p[-1].kappa);
        if (dq > 0.0) *slope = approx(w->two_s) * dk / dq;
    }
    if (!(*slope > -10.0 && *slope < 0.99)) *slope = 0.0;
    *guess = approx(p->q) + (approx(w->c->variance + k) - approx(w->c->variance + k - 1)) / (1.0 - *slope);
}

static dq_status variances(limit_work *w, reason_t why)
{
    dq_status status = DQ_OK;
    slong k;

    for (k = 0; k < w->c->classes && status == DQ_OK; k++) {
        arb_srcptr sigma0 = w->c->variance + k;
        if (w->coupling) {
            double guess, slope;
            approx_start(&guess, &slope, w, k);
            status = variance_coupling(w->profile + k, w->model, w->theta, sigma0, guess, slope, w->bits, why);
        } else {
            status = variance_local(w->profile + k, w->model, sigma0, w->bits, why);
        }
    }
    return status;
}

static dq_status expansions(limit_work *w, reason_t why)
{
    dq_status status = DQ_OK;
    arb_t beta, value;
    slong i, j, k;
    int any = 0;

    arb_init(beta);
    arb_init(value);
    series_reach(w->reach, w->model->phi, w->bits);
    arb_zero(w->rho_max);
    for (i = 0; i < w->c->n; i++)
        for (j = 0; j < i; j++)
            if (!gram_symmetric_entry(value, w->c, i, j, activation_parity(w->model->phi), -1, value)) {
                correlation_bound(beta, w, i, j);
                any = 1;
                if (arb_le(beta, w->reach) && arb_gt(beta, w->rho_max)) arb_set(w->rho_max, beta);
            }
    if (any && arb_is_zero(w->rho_max)) /* every pair goes to the near route; the series still starts them */
        arb_set(w->rho_max, w->reach);
    for (k = 0; k < w->c->classes && status == DQ_OK && any; k++)
        status = profile_expand(w->profile + k, w->model->phi, w->rho_max, k > 0 ? w->profile[k - 1].expanded - 1 : 0,
                                w->bits, why);
    arb_clear(beta);
    arb_clear(value);
    return status;
}

/* sup |D_kk'| on |rho| <= beta < 1: the series' derivative, or by convexity the chord (D(b) - D(beta))/(b - beta), b =
 * (1 + beta)/2. */
static dq_status slope_bound(arb_t slope, const limit_work *w, slong k, const arb_t beta, reason_t why)
{
    const profile_struct *p = w->profile + k;
    dq_status status = DQ_OK;

    if (arb_le(beta, w->rho_max)) {
        hermite_dual_derivative(slope, p->h, p->h, beta, 64);
    } else {
        dual_t D;
        arb_t right, value;
        dual_init(D);
        arb_init(right);
        arb_init(value);
        dual_set(D, w->model->phi, p, p, beta, 64);
        arb_add_ui(right, beta, 1, 128);
        arb_mul_2exp_si(right, right, -1);
        status = dual_eval(slope, D, right, 1, 64, why);
        if (status == DQ_OK) status = dual_eval(value, D, beta, 1, 64, why);
        arb_sub(slope, slope, value, 64);
        arb_sub(right, right, beta, 64);
        arb_div(slope, slope, right, 64);
        dual_clear(D);
        arb_clear(right);
        arb_clear(value);
    }
    arb_get_ubound_arf(arb_midref(slope), slope, 64);
    mag_zero(arb_radref(slope));
    return status;
}

/* The pair's contraction and slope in w->map; DQ_INAPPLICABLE when it is not certified below 1. */
static dq_status local_contraction(limit_work *w, const dual_t D, slong i, slong j, const arb_t beta, reason_t why)
{
    slong a = w->c->class_of[i], b = w->c->class_of[j], attempt;
    dq_status status = DQ_OK;
    arb_t other;
    int below = 0;

    arb_init(other);
    for (attempt = 0; attempt < 2 && !below && status == DQ_OK; attempt++) {
        if (attempt == 0) { /* shared bound at rho_max */
            if (!arb_le(beta, w->rho_max)) continue;
            arb_mul(w->map->slope, w->slope + a, w->slope + b, 64);
        } else {
            if (arf_cmp_si(arb_midref(beta), 1) >= 0) continue;
            status = slope_bound(w->map->slope, w, a, beta, why);
            if (status == DQ_OK && a != b)
                status = slope_bound(other, w, b, beta, why);
            else
                arb_set(other, w->map->slope);
            arb_mul(w->map->slope, w->map->slope, other, 64);
        }
        arb_sqrtpos(w->map->slope, w->map->slope, 64);
        arb_mul(w->map->contraction, w->map->slope, w->two_s, 64);
        arb_div(w->map->contraction, w->map->contraction, D->root, 64);
        arb_sub_ui(other, w->map->contraction, 1, 64);
        below = arb_is_negative(other);
    }
    arb_clear(other);
    if (status == DQ_OK && !below) {
        reason_set(why,
                   "theta = sqrt(2 s) L is not below 1 and no local contraction could be certified for the pair of "
                   "points %ld, %ld",
                   (long)i, (long)j);
        status = DQ_INAPPLICABLE;
    }
    return status;
}

static dq_status one_pair(arb_t K, limit_work *w, dual_t D, slong i, slong j, reason_t why)
{
    const profile_struct *a = w->profile + w->c->class_of[i], *b = w->profile + w->c->class_of[j];
    arb_t beta, rho, reach;
    dq_status status = DQ_OK;
    int price;

    if (gram_symmetric_entry(K, w->c, i, j, activation_parity(w->model->phi), -1, a->kappa)) return DQ_OK;
    arb_init(beta);
    arb_init(rho);
    arb_init(reach);
    correlation_bound(beta, w, i, j);
    price = !arb_le(beta, w->reach);
    if (D->i != a || D->j != b || !(a == b)) dual_set(D, w->model->phi, a, b, a == b ? w->rho_max : beta, w->bits);
    arb_one(reach);
    if (w->coupling) {
        arb_sqr(w->map->contraction, w->theta, 64);
        arb_sqr(w->map->slope, w->model->L, 64);
        arb_mul(w->map->slope, w->map->slope, D->root, 64);
    } else {
        arb_set(reach, beta);
        status = local_contraction(w, D, i, j, beta, why);
    }
    if (status == DQ_OK)
        status = pair_solve(K, rho, w->map, D, arb_mat_entry(w->c->sigma, i, j), reach, price, w->bits, why);
    w->price_used |= price;
    w->series_used |= !price;
    arb_clear(beta);
    arb_clear(rho);
    arb_clear(reach);
    return status;
}

static dq_status pairs(gram_t g, limit_work *w, reason_t why)
{
    dq_status status = DQ_OK;
    dual_t D;
    arb_t K;
    slong i, j, k;

    if (!w->coupling && w->profile[0].expanded > 0 && arf_cmp_si(arb_midref(w->rho_max), 1) < 0)
        for (k = 0; k < w->c->classes; k++) slope_bound(w->slope + k, w, k, w->rho_max, why);
    else
        for (k = 0; k < w->c->classes; k++) arb_pos_inf(w->slope + k);
    dual_init(D);
    arb_init(K);
    for (i = 0; i < w->c->n && status == DQ_OK; i++)
        for (j = 0; j < i && status == DQ_OK; j++) {
            status = one_pair(K, w, D, i, j, why);
            if (status == DQ_OK) gram_set_entry(g, i, j, K);
        }
    dual_clear(D);
    arb_clear(K);
    return status;
}

/* work: working bits, `extra` of them because an attempt before was not accurate enough. */
static dq_status attempt(gram_t g, const gram_model_t model, const arb_t theta, int coupling, slong bits, slong work,
                         slong extra, reason_t why)
{
    limit_work w;
    dq_status status;
    slong k;

    memset(&w, 0, sizeof w);
    w.model = model;
    w.bits = work;
    w.coupling = coupling;
    arb_init(w.theta);
    arb_set(w.theta, theta);
    arb_init(w.two_s);
    arb_set_fmpq(w.two_s, model->s, work + 20);
    arb_mul_2exp_si(w.two_s, w.two_s, 1);
    arb_init(w.reach);
    arb_init(w.rho_max);
    pair_map_init(w.map);
    arb_set(w.map->two_s, w.two_s);
    status = covariance_init(w.c, model->points, work + 20, why);
    w.profile = profile_vec_init(w.c->classes);
    w.slope = _arb_vec_init(w.c->classes);
    if (status == DQ_OK && w.c->classes == 1) {
        status = kernel_gram(g, model, w.c, bits, bits + extra, why);
    } else if (status == DQ_OK) {
        status = variances(&w, why);
        if (status == DQ_OK) status = expansions(&w, why);
        if (status == DQ_OK) {
            gram_allocate(g, w.c, w.profile, bits);
            status = pairs(g, &w, why);
        }
        g->route = coupling ? LIMIT_COUPLING : LIMIT_LOCAL;
        for (k = 0; k < w.c->classes; k++) g->terms = FLINT_MAX(g->terms, w.profile[k].expanded - 1);
        snprintf(g->engine, sizeof g->engine, "%s%s%s+%s", w.series_used || !w.price_used ? "series" : "",
                 w.series_used && w.price_used ? "+" : "", w.price_used ? near_route_name(model->phi) : "",
                 coupling ? "banach" : "local banach");
    }
    profile_vec_clear(w.profile, w.c->classes);
    _arb_vec_clear(w.slope, w.c->classes);
    covariance_clear(w.c);
    arb_clear(w.theta);
    arb_clear(w.two_s);
    arb_clear(w.reach);
    arb_clear(w.rho_max);
    pair_map_clear(w.map);
    return status;
}

dq_status gram_limit(gram_t g, const gram_model_t model, slong bits, reason_t why)
{
    arb_t theta, gap;
    dq_status status = DQ_INCONCLUSIVE;
    slong work, retry, extra = 0, more;
    int coupling;

    arb_init(theta);
    arb_init(gap);
    gram_theta(theta, model, bits + 64);
    arb_sub_ui(gap, theta, 1, bits + 64);
    coupling = arb_is_negative(gap);
    work = bits + GUARD;
    if (coupling) /* the residuals are divided by 1 - theta and 1 - theta^2 */
        work += (slong)(-log2(fabs(arf_get_d(arb_midref(gap), ARF_RND_NEAR)) + 1e-300) + 1.0);
    for (retry = 0; retry < RETRIES; retry++) {
        status = attempt(g, model, theta, coupling, bits, work, extra, why);
        if (status != DQ_OK) break;
        if (gram_widths_within(g, bits)) {
            reason_init(why);
            break;
        }
        status = DQ_INCONCLUSIVE;
        reason_set(why, "the enclosure of K did not reach %ld bits at %ld working bits", (long)bits, (long)work);
        more = (slong)(32 << retry) + bits / 4;
        work += more;
        extra += more;
    }
    arb_clear(theta);
    arb_clear(gap);
    return status;
}
