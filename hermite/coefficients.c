/* hermite_coefficients: every a_r(q), r <= N, from one set of nodes.

   The coefficients are computed at the exact midpoint q_0 of the ball q and moved to the ball by
     d a_r/dq = ( r a_r + sqrt((r+1)(r+2)) a_{r+2} ) / (2q)          (heat equation),   |a_r| <= sqrt(kappa),
   so |a_r(q) - a_r(q_0)| <= rad(q) (2r + 2) sqrt(kappa_max) / (2 q_min); kappa itself is computed on the ball. */
#include <math.h>
#include "hermite/grid.h"
#include "hermite/quadrature.h"

#define ATTEMPTS 6

dq_status hermite_check(const activation_t phi, const arb_t q, reason_t why)
{
    if (!arb_is_finite(q) || !arb_is_positive(q)) {
        reason_set(why, "the variance q must be a positive number");
        return DQ_INPUT;
    }
    int polynomial = 1;
    for (slong k = 0; k < activation_pieces(phi); k++) polynomial = polynomial && activation_piece_degree(phi, k) >= 0;
    if (polynomial) return DQ_OK;
    int finite = activation_square_integrable(phi, q, why);
    if (finite == 1) return DQ_OK;
    if (why->text[0] == '\0')
        reason_set(why,
                   finite == 0 ? "E phi(sqrt(q) g)^2 is infinite" : "E phi(sqrt(q) g)^2 is not certifiably finite");
    return DQ_INPUT;
}

static void reserve(hermite_t h, slong N)
{
    if (h->allocated < N + 1) {
        if (h->a != NULL) _arb_vec_clear(h->a, h->allocated);
        h->a = _arb_vec_init(N + 1);
        h->allocated = N + 1;
    }
    _arb_vec_zero(h->a, N + 1);
    h->N = N;
}

/* adds the analytic pieces' share: weights value_k N(y_k; 0, q_0), points y_k/sqrt(q_0) */
static void add_quadrature(arb_ptr a, slong N, const quadrature_t rule, int parity, const arb_t q0, slong absolute_bits,
                           slong prec)
{
    arb_ptr x = _arb_vec_init(rule->count), weight = _arb_vec_init(rule->count);
    arb_t root, scale, t;
    arb_init(root);
    arb_init(scale);
    arb_init(t);
    arb_rsqrt(root, q0, prec);
    arb_const_pi(scale, prec);
    arb_mul_2exp_si(scale, scale, 1);
    arb_rsqrt(scale, scale, prec);
    arb_mul(scale, scale, root, prec);
    if (rule->folded) arb_mul_2exp_si(scale, scale, 1);
    for (slong k = 0; k < rule->count; k++) {
        arb_mul(x + k, rule->node + k, root, prec);
        arb_sqr(t, x + k, prec);
        arb_mul_2exp_si(t, t, -1);
        arb_neg(t, t);
        arb_exp(t, t, prec);
        arb_mul(weight + k, rule->value + k, t, prec);
        arb_mul(weight + k, weight + k, scale, prec);
    }
    if (rule->folded)
        hermite_weighted_sums(a, N, parity < 0 ? 1 : 0, 2, x, weight, rule->count, absolute_bits);
    else
        hermite_weighted_sums(a, N, 0, 1, x, weight, rule->count, absolute_bits);
    for (slong r = 0; r <= N; r++) arb_add_error_mag(a + r, rule->error);
    _arb_vec_clear(x, rule->count);
    _arb_vec_clear(weight, rule->count);
    arb_clear(root);
    arb_clear(scale);
    arb_clear(t);
}

/* widens a_r from q_0 to the ball q */
static void add_sensitivity(hermite_t h, slong prec)
{
    if (arb_is_exact(h->q)) return;
    mag_t base, t;
    arb_t low, root;
    mag_init(base);
    mag_init(t);
    arb_init(low);
    arb_init(root);
    arb_get_lbound_arf(arb_midref(low), h->q, prec);
    arb_mul_2exp_si(low, low, 1);
    arb_sqrt(root, h->kappa, prec);
    arb_div(root, root, low, prec);
    arb_get_mag(base, root);
    mag_mul(base, base, arb_radref(h->q));
    for (slong r = 0; r <= h->N; r++) {
        mag_mul_ui(t, base, 2 * (ulong)r + 2);
        arb_add_error_mag(h->a + r, t);
    }
    mag_clear(base);
    mag_clear(t);
    arb_clear(low);
    arb_clear(root);
}

/* T_N = kappa - sum a_r^2, intersected with [0, inf) */
static void set_tail(hermite_t h, slong prec)
{
    arb_set(h->tail, h->kappa);
    for (slong r = 0; r <= h->N; r++) arb_submul(h->tail, h->a + r, h->a + r, prec);
    arb_nonnegative_part(h->tail, h->tail);
}

/* one polynomial: a_r = 0 beyond its degree, and no tail */
static void set_polynomial_zeros(hermite_t h, const activation_t phi)
{
    slong degree = activation_pieces(phi) == 1 ? activation_piece_degree(phi, 0) : -1;
    if (degree < 0) return;
    for (slong r = degree + 1; r <= h->N; r++) arb_zero(h->a + r);
    if (h->N >= degree) arb_zero(h->tail);
}

static int accurate(const hermite_t h, slong bits)
{
    arb_t root, scale;
    arb_init(root);
    arb_init(scale);
    arb_sqrt(root, h->kappa, 64);
    int good = arb_rel_accuracy_bits(h->kappa) >= bits || arb_is_zero(h->kappa);
    for (slong r = 0; r <= h->N && good; r++) {
        arb_abs(scale, h->a + r);
        arb_max(scale, scale, root, 64);
        good = arb_width_within(h->a + r, bits, scale) || arb_is_zero(h->a + r);
    }
    arb_clear(root);
    arb_clear(scale);
    return good;
}

/* The pieces' way: panels for the analytic ones, closed forms for the polynomial ones. */
static dq_status by_pieces(hermite_t h, const activation_t phi, slong bits, double scale_log2, slong absolute,
                           slong prec, reason_t why)
{
    slong N = h->N, degree = 0;
    for (slong k = 0; k < activation_pieces(phi); k++) degree = FLINT_MAX(degree, activation_piece_degree(phi, k));
    arb_t q0;
    arb_init(q0);
    arf_set(arb_midref(q0), arb_midref(h->q));
    quadrature_t rule;
    quadrature_init(rule);
    dq_status status = quadrature_build(rule, phi, h->q, N, bits, scale_log2, why);
    if (status == DQ_OK) {
        if (rule->count > 0) add_quadrature(h->a, N, rule, h->parity, q0, absolute, prec);
        slong exact_prec = prec + (degree + 1) * (slong)FLINT_BIT_COUNT((ulong)N + (ulong)degree + 2) + 16;
        for (slong k = 0; k < activation_pieces(phi); k++)
            if (activation_piece_degree(phi, k) >= 0) hermite_polynomial_piece(h->a, N, phi, k, q0, exact_prec);
        hermite_kappa_from_rule(h->kappa, rule, phi, h->q, 0, prec);
        add_sensitivity(h, prec);
    }
    quadrature_clear(rule);
    arb_clear(q0);
    return status;
}

/* The whole line's way; the values are taken on the ball sqrt(q) x, so that nothing is left to move. */
static dq_status by_grid(hermite_t h, const activation_t phi, slong bits, double scale_log2, slong absolute, slong prec,
                         reason_t why)
{
    grid_t grid;
    grid_init(grid);
    dq_status status = grid_build(grid, phi, h->q, h->N, quadrature_target(scale_log2, bits),
                                  quadrature_target_kappa(scale_log2, bits), 0.0, prec, why);
    if (status == DQ_OK) {
        grid_sums(h->a, h->N, grid, h->parity, absolute);
        for (slong r = 0; r <= h->N; r++) arb_add_error_mag(h->a + r, grid->error);
        grid_kappa(h->kappa, grid, h->parity, 0, NULL, prec);
    }
    grid_clear(grid);
    return status;
}

static dq_status attempt_at(hermite_t h, const activation_t phi, slong bits, double scale_log2, reason_t why)
{
    slong N = h->N, absolute = FLINT_MAX(bits - (slong)floor(0.5 * scale_log2), 32),
          prec = FLINT_MAX(bits, absolute) + 64;
    _arb_vec_zero(h->a, N + 1);
    dq_status status = by_grid(h, phi, bits, scale_log2, absolute, prec, why);
    if (status != DQ_OK) {
        reason_init(why);
        _arb_vec_zero(h->a, N + 1);
        status = by_pieces(h, phi, bits, scale_log2, absolute, prec, why);
    }
    if (status == DQ_OK) {
        if (h->parity != 0)
            for (slong r = h->parity > 0 ? 1 : 0; r <= N; r += 2) arb_zero(h->a + r);
        set_tail(h, prec);
        set_polynomial_zeros(h, phi);
        h->prec = prec;
    }
    return status;
}

dq_status hermite_coefficients(hermite_t h, const activation_t phi, const arb_t q, slong N, slong bits, reason_t why)
{
    if (N < 0 || N > HERMITE_MAX_TERMS) {
        reason_set(why, "%ld terms asked for; 0 to %d are allowed", (long)N, HERMITE_MAX_TERMS);
        return DQ_INPUT;
    }
    dq_status status = hermite_check(phi, q, why);
    if (status != DQ_OK) return status;
    arb_set(h->q, q);
    h->parity = activation_parity(phi);
    reserve(h, N);
    double scale_log2 = approx_kappa_log2(phi, q);
    slong work = bits;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        work = bits + 8 + (attempt == 0 ? 0 : (16 << attempt));
        status = attempt_at(h, phi, work, scale_log2, why);
        if (status != DQ_OK) return status;
        if (!arb_is_exact(q) || accurate(h, bits)) return DQ_OK;
    }
    reason_set(why, "the coefficients did not reach %ld bits at %ld bits of working precision", (long)bits, (long)work);
    return DQ_INCONCLUSIVE;
}

/* 1 iff rho^(n+1) tail <= 2^-bits kappa or tail <= 2^-bits kappa */
static int tail_small(const arb_t tail, const arb_t kappa, const arb_t rho, slong n, slong bits)
{
    arb_t t, limit;
    arb_init(t);
    arb_init(limit);
    arb_mul_2exp_si(limit, kappa, -bits);
    arb_pow_ui(t, rho, (ulong)n + 1, 64);
    arb_mul(t, t, tail, 64);
    int small = arb_le(t, limit) || arb_le(tail, limit);
    arb_clear(t);
    arb_clear(limit);
    return small;
}

/* drops the terms beyond the smallest n that is good enough */
static void shorten(hermite_t h, const arb_t rho, slong bits)
{
    slong prec = h->prec, N = h->N;
    arb_t sum, tail;
    arb_init(sum);
    arb_init(tail);
    for (slong n = 0; n < N; n++) {
        arb_addmul(sum, h->a + n, h->a + n, prec);
        arb_sub(tail, h->kappa, sum, prec);
        arb_nonnegative_part(tail, tail);
        if (tail_small(tail, h->kappa, rho, n, bits)) {
            h->N = n;
            arb_set(h->tail, tail);
            break;
        }
    }
    arb_clear(sum);
    arb_clear(tail);
}

dq_status hermite_coefficients_for(hermite_t h, const activation_t phi, const arb_t q, const arb_t rho_max, slong bits,
                                   reason_t why)
{
    arb_t rho;
    arb_init(rho);
    arb_get_abs_ubound_arf(arb_midref(rho), rho_max, 64);
    /* an inexact q limits what the tail can show: its own width is the floor of T_N */
    slong floor_bits = arb_is_exact(q) ? bits : FLINT_MIN(bits, arb_rel_accuracy_bits(q) - 8);
    dq_status status = DQ_INCONCLUSIVE;
    slong N = 32;
    for (;; N *= 2) {
        status = hermite_coefficients(h, phi, q, N, bits + 4, why);
        if (status != DQ_OK) break;
        if (tail_small(h->tail, h->kappa, rho, N, bits)) {
            shorten(h, rho, bits);
            break;
        }
        if (2 * N > HERMITE_MAX_TERMS) {
            reason_set(why, "%d Hermite terms leave a tail above 2^-%ld kappa at |rho| = %.17g", HERMITE_MAX_TERMS,
                       (long)floor_bits, arf_get_d(arb_midref(rho), ARF_RND_NEAR));
            status = DQ_INCONCLUSIVE;
            break;
        }
    }
    arb_clear(rho);
    return status;
}
