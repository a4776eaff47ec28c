/* double_gram: the pairs' fixed points by Newton's method in doubles, BATCH pairs at a time, with one error bound for
   all of them.

   Ledger, u = 2^-53, c~_k the doubles of the products a_r^2 (r = offset + stride k), |rho~| <= beta, A = 2 s/q, B = 2/q
   (A kappa + B = 1): D(rho~)      Horner of length m in x~ = fl(rho~^stride): term k passes through at most 2 k + 2
   roundings of its own and k of x~; with the last product |error| <= 1.02 u sum_k (3 k + 4) |c~_k| beta^(stride k)
                  + sum_k |c_k - c~_k| + tail beta^(N+1) T_N + drift =: E_D T(rho~)      fl(fl(A~ D~ + B~ C~) - rho~):
   |A D|, |B C| <= 1 in sum, at most four roundings in A~, B~, four operations: 10 u so |T(rho~) - rho~| <= |fl
   residual| + 10 u + A E_D + B E_C, E_C the error of the cosines rho          |rho - rho~| <= that/(1 - theta^2)
   (pair.c: the map contracts by theta^2 on |rho| <= 1) K            |K_ij - D~| <= E_D + L^2 q |rho - rho~|. A pair
   whose computed residual exceeds 2^-50, or too close to +-1 for the series, is solved by balls (pair.c). */
#include <math.h>
#include "gram/covariance.h"
#include "gram/double_gram.h"
#include "gram/pair.h"
#include "gram/variance.h"

enum { BATCH = 8, NEWTON_STEPS = 8, BITS = 58 };
#define UNIT            0x1p-53
#define RESIDUAL        0x1p-50
#define NEARLY_PARALLEL 0.999999

typedef struct {
    const double *c;
    slong length;
    int stride, offset;
    double A, B, beta;
} scalar_map;

/* BATCH fixed points: value[t] = D~ at the last iterate; returns the largest residual. */
__attribute__((target_clones("avx2", "default"))) static double solve_batch(double *value, const double *cosine,
                                                                            const scalar_map *map)
{
    double rho[BATCH], x[BATCH], p[BATCH], dp[BATCH], worst = INFINITY;
    int step, t;
    slong k;

    for (t = 0; t < BATCH; t++) rho[t] = map->B * cosine[t];
    for (step = 0; step <= NEWTON_STEPS; step++) {
        for (t = 0; t < BATCH; t++) {
            x[t] = map->stride == 2 ? rho[t] * rho[t] : rho[t];
            p[t] = dp[t] = 0.0;
        }
        for (k = map->length - 1; k >= 0; k--) {
            double c = map->c[k];
            for (t = 0; t < BATCH; t++) {
                dp[t] = dp[t] * x[t] + p[t];
                p[t] = p[t] * x[t] + c;
            }
        }
        worst = 0.0;
        for (t = 0; t < BATCH; t++) {
            double derivative = map->stride == 2 ? 2.0 * rho[t] * dp[t] : dp[t], residual;
            if (map->offset) {
                derivative = p[t] + rho[t] * derivative;
                p[t] = rho[t] * p[t];
            }
            value[t] = p[t];
            residual = (map->A * p[t] + map->B * cosine[t]) - rho[t];
            if (!(fabs(residual) <= worst)) worst = fabs(residual);
            x[t] = rho[t] + residual / (1.0 - map->A * derivative);
            x[t] = x[t] > map->beta ? map->beta : x[t] < -map->beta ? -map->beta : x[t];
        }
        if (worst <= RESIDUAL || step == NEWTON_STEPS) break;
        for (t = 0; t < BATCH; t++) rho[t] = x[t];
    }
    return worst;
}

static double upper(const mag_t x)
{
    return mag_get_d(x) * (1.0 + 0x1p-40);
}

/* E_D of the ledger. */
static void series_error(mag_t error, const scalar_map *map, const dual_t D, double beta)
{
    mag_t term, size;
    arb_t x;
    double sum = 0.0, power = 1.0, ratio = map->stride == 2 ? beta * beta : beta;
    slong k, M = FLINT_MIN(map->offset + map->stride * map->length, D->i->expanded) - 1; /* the last term kept */

    mag_init(term);
    mag_init(size);
    arb_init(x);
    mag_set_d(size, beta);
    if (M >= 0) {
        mag_pow_ui(error, size, (ulong)M + 1);
        mag_mul(error, error, D->i->root_tail + M);
        mag_mul(error, error, D->i->root_tail + M);
    } else {
        arb_get_mag(error, D->i->kappa);
    }
    arb_get_mag(term, D->drift);
    mag_add(error, error, term);
    for (k = 0; k < map->length; k++) {
        arb_set_d(x, map->c[k]);
        arb_sub(x, x, D->c + k, 64);
        arb_get_mag(term, x);
        mag_add(error, error, term);
        sum += (3.0 * (double)k + 4.0) * fabs(map->c[k]) * power;
        power *= ratio;
    }
    mag_set_d(term, 1.03 * UNIT * sum); /* 1.02 and the roundings of this sum */
    mag_add(error, error, term);
    mag_clear(term);
    mag_clear(size);
    arb_clear(x);
}

/* The bound of the ledger's last line for residuals up to RESIDUAL. */
static void entry_error(mag_t error, const mag_t series, double cosine_error, const scalar_map *map, const arb_t theta,
                        const arb_t slope)
{
    arb_t r, gap;

    arb_init(r);
    arb_init(gap);
    arb_set_d(r, 1.01 * (map->A * upper(series) + map->B * cosine_error) + RESIDUAL + 10.0 * UNIT);
    arb_sqr(gap, theta, 64);
    arb_sub_ui(gap, gap, 1, 64);
    arb_neg(gap, gap);
    arb_div(r, r, gap, 64);
    arb_mul(r, r, slope, 64);
    arb_get_mag(error, r);
    mag_add(error, error, series);
    arb_clear(r);
    arb_clear(gap);
}

typedef struct {
    const gram_model_struct *model;
    const profile_struct *p;
    dual_struct *D;
    pair_map_struct *map;
    int parity;
} ball_route;

/* One pair by balls; error grows to its radius where needed. */
static dq_status entry_by_balls(double *value, mag_t error, const ball_route *b, slong i, slong j, reason_t why)
{
    int relation = points_relation(b->model->points, i, j);
    arb_t K, rho, sigma, one;
    dq_status status = DQ_OK;

    arb_init(K);
    arb_init(rho);
    arb_init(sigma);
    arb_init(one);
    if (relation == 1 || (relation == -1 && b->parity == -1)) {
        arb_mul_si(K, b->p->kappa, relation, 64);
    } else {
        points_sigma0(sigma, b->model->points, i, j, 128);
        arb_one(one); /* the series beyond beta is served with its larger tail */
        status = pair_solve(K, rho, b->map, b->D, sigma, one, activation_has_price(b->model->phi), BITS, why);
    }
    if (status == DQ_OK) {
        mag_t size;
        mag_init(size);
        *value = arf_get_d(arb_midref(K), ARF_RND_NEAR);
        arb_set_d(rho, *value);
        arb_sub(K, K, rho, 64);
        arb_get_mag(size, K);
        mag_max(error, error, size);
        mag_clear(size);
    }
    arb_clear(K);
    arb_clear(rho);
    arb_clear(sigma);
    arb_clear(one);
    return status;
}

/* Replaces the cosines below the diagonal of D by the entries of K, and fills the rest. */
static dq_status solve_pairs(double *D, mag_t error, slong n, double cut, const scalar_map *map,
                             const ball_route *balls, reason_t why)
{
    double cosine[BATCH], value[BATCH];
    dq_status status = DQ_OK;
    slong i, j, t;

    for (i = 0; i < n && status == DQ_OK; i++)
        for (j = 0; j < i && status == DQ_OK; j += BATCH) {
            slong count = FLINT_MIN(BATCH, i - j);
            int good;
            for (t = 0; t < BATCH; t++) {
                cosine[t] = t < count ? D[i * n + j + t] : 0.0;
                value[t] = 0.0;
                if (!(fabs(cosine[t]) <= cut)) cosine[t] = 0.0;
            }
            good = solve_batch(value, cosine, map) <= RESIDUAL;
            for (t = 0; t < count && status == DQ_OK; t++) {
                if (!good || !(fabs(D[i * n + j + t]) <= cut))
                    status = entry_by_balls(value + t, error, balls, i, j + t, why);
                D[i * n + j + t] = value[t];
            }
        }
    for (i = 0; i < n; i++)
        for (j = 0; j < i; j++) D[j * n + i] = D[i * n + j];
    return status;
}

static double approx(const arb_t x)
{
    return arf_get_d(arb_midref(x), ARF_RND_NEAR);
}

static dq_status with_expansion(double *D, mag_t error, profile_t p, const gram_model_t model, const arb_t theta,
                                double cosine_error, reason_t why)
{
    slong n = model->points->n, i, j;
    double cut, largest = 0.0, kappa, q, two_s = 2.0 * fmpq_get_d(model->s);
    arb_t reach, beta;
    dual_t dual;
    pair_map_t pair;
    mag_t series, diagonal;
    scalar_map map;
    ball_route balls;
    dq_status status;

    arb_init(reach);
    arb_init(beta);
    dual_init(dual);
    pair_map_init(pair);
    mag_init(series);
    mag_init(diagonal);
    arb_set(beta, p->kappa);
    kappa = approx(beta);
    arb_set(beta, p->q);
    q = approx(beta);
    /* The pairs of the double route: |cos| <= cut, hence |rho| <= (2 s kappa + 2 (|cos| + E_C))/q <= beta <= reach. */
    series_reach(reach, model->phi, BITS);
    cut = fmin(NEARLY_PARALLEL, 0.5 * (approx(reach) * q - two_s * kappa) - 1e-9);
    for (i = 0; i < n; i++)
        for (j = 0; j < i; j++)
            if (fabs(D[i * n + j]) <= cut && fabs(D[i * n + j]) > largest) largest = fabs(D[i * n + j]);
    map.beta = fmin(1.0, ((two_s * kappa + 2.0 * (largest + cosine_error)) / q) * (1.0 + 1e-13));
    arb_set_d(beta, map.beta);
    status = profile_expand(p, model->phi, beta, 0, BITS, why);
    if (status == DQ_OK) {
        dual_set(dual, model->phi, p, p, beta, BITS);
        map.length = dual->length;
        map.c = dual->approx;
        map.stride = (int)dual->stride;
        map.offset = (int)dual->offset;
        map.A = two_s / q;
        map.B = 2.0 / q;
        for (i = 0; i < dual->length; i++) dual->approx[i] = approx(dual->c + i);
        arb_set_fmpq(pair->two_s, model->s, 128);
        arb_mul_2exp_si(pair->two_s, pair->two_s, 1);
        arb_sqr(pair->contraction, theta, 64);
        arb_sqr(pair->slope, model->L, 64);
        arb_mul(pair->slope, pair->slope, p->q, 64);
        series_error(series, &map, dual, map.beta);
        entry_error(error, series, cosine_error, &map, theta, pair->slope);
        balls.model = model;
        balls.p = p;
        balls.D = dual;
        balls.map = pair;
        balls.parity = activation_parity(model->phi);
        status = solve_pairs(D, error, n, cut, &map, &balls, why);
        arb_set_d(beta, kappa);
        arb_sub(beta, beta, p->kappa, 64);
        arb_get_mag(diagonal, beta);
        mag_max(error, error, diagonal);
        for (i = 0; i < n; i++) D[i * n + i] = kappa;
    }
    arb_clear(reach);
    arb_clear(beta);
    dual_clear(dual);
    pair_map_clear(pair);
    mag_clear(series);
    mag_clear(diagonal);
    return status;
}

dq_status double_gram(double *D, mag_t error, profile_t p, const gram_model_t model, reason_t why)
{
    arb_t theta, gap, sigma0;
    double cosine_error;
    dq_status status;

    arb_init(theta);
    arb_init(gap);
    arb_init(sigma0);
    gram_theta(theta, model, 64);
    arb_sub_ui(gap, theta, 1, 64);
    if (!model->points->normalise || !arb_is_negative(gap)) {
        reason_set(why, "doubles serve normalised points with theta < 1 only");
        status = DQ_INAPPLICABLE;
    } else {
        arb_set_ui(sigma0, 2);
        status = variance_coupling(p, model, theta, sigma0, 0.0, 0.0, 80, why);
        cosine_error = status == DQ_OK ? double_cosines(D, model->points) : INFINITY;
        if (status == DQ_OK && !isfinite(cosine_error)) {
            reason_set(why, "a point is zero or not finite; only nonzero finite points are allowed");
            status = DQ_INPUT;
        }
        if (status == DQ_OK) status = with_expansion(D, error, p, model, theta, cosine_error, why);
    }
    arb_clear(theta);
    arb_clear(gap);
    arb_clear(sigma0);
    return status;
}
