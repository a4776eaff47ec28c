/* Nodes and values shared by every coefficient: cut the line at R, split each analytic piece into panels, one
   Gauss-Legendre rule each.

   Error ledger, for f = h_r N (r <= N) and f = phi N:
     cut tails, |y| > R          growth_tail_integral of the envelope of phi with |h_r(x)|^2 <= t^-N (1-t^2)^-1/2 e^{t
   x^2/(1+t)} (or Cramer's 1.09 e^{x^2/4}), resp. of phi^2            -> error, error_kappa (error_kappa also covers phi
   (x^2-1) N: the derivative of kappa) panels                      panel.c -> error, error_kappa phi, nodes, weights
   balls in `node` and `value`. */
#include <math.h>
#include "hermite/panel.h"
#include "hermite/quadrature.h"

#define PANELS_MAX 20000
#define TAIL_PREC  64
#define CUTS       200
#define LOG2_E     1.4426950408889634

void quadrature_init(quadrature_t rule)
{
    rule->count = rule->allocated = 0;
    rule->node = rule->value = rule->phi = NULL;
    mag_init(rule->error);
    mag_init(rule->error_kappa);
    rule->folded = 0;
}

void quadrature_clear(quadrature_t rule)
{
    if (rule->node != NULL) {
        _arb_vec_clear(rule->node, rule->allocated);
        _arb_vec_clear(rule->value, rule->allocated);
        _arb_vec_clear(rule->phi, rule->allocated);
    }
    mag_clear(rule->error);
    mag_clear(rule->error_kappa);
}

static void reserve(quadrature_t rule, slong count)
{
    if (count <= rule->allocated) return;
    slong wanted = FLINT_MAX(count, 2 * rule->allocated);
    arb_ptr *vector[3] = {&rule->node, &rule->value, &rule->phi};
    for (int k = 0; k < 3; k++) {
        *vector[k] = flint_realloc(*vector[k], (size_t)wanted * sizeof(arb_struct));
        for (slong i = rule->allocated; i < wanted; i++) arb_init(*vector[k] + i);
    }
    rule->allocated = wanted;
}

/* ---- the cut -------------------------------------------------------------------------------------- */

static const double mehler_parameter[] = {0.9, 0.6, 0.3, 0.1, 0.01};

/* int_R^inf of the upper envelope times exp(-y^2 b), divided by sqrt(2 pi q) */
static void gaussian_tail(arb_t bound, const growth_t growth, const arb_t q, const arb_t b, const arf_t R)
{
    arb_t zero, scale;
    arb_init(zero);
    arb_init(scale);
    growth_tail_integral(bound, growth, zero, b, R, TAIL_PREC);
    arb_const_pi(scale, TAIL_PREC);
    arb_mul_2exp_si(scale, scale, 1);
    arb_mul(scale, scale, q, TAIL_PREC);
    arb_rsqrt(scale, scale, TAIL_PREC);
    arb_mul(bound, bound, scale, TAIL_PREC);
    arb_clear(zero);
    arb_clear(scale);
}

/* Cramer: |h_r N| <= 1.09 e^{-y^2/(4q)} / sqrt(2 pi q), every r */
static void cramer_tail(mag_t tail, const growth_t growth, const arb_t q, const arf_t R)
{
    arb_t b;
    arb_init(b);
    arb_mul_2exp_si(b, q, 2);
    arb_inv(b, b, TAIL_PREC);
    gaussian_tail(b, growth, q, b, R);
    arb_get_mag(tail, b);
    mag_t c;
    mag_init(c);
    mag_set_d(c, 1.09);
    mag_mul(tail, tail, c);
    mag_clear(c);
    arb_clear(b);
}

/* Mehler: |h_r N| <= t^{-N/2} (1-t^2)^{-1/4} e^{-y^2/(2q(1+t))} / sqrt(2 pi q), r <= N; better than Cramer for few
 * terms */
static void mehler_tail(mag_t tail, const growth_t growth, const arb_t q, slong N, double parameter, const arf_t R)
{
    arb_t t, u, b;
    arb_init(t);
    arb_init(u);
    arb_init(b);
    arb_set_d(t, parameter);
    arb_add_ui(u, t, 1, TAIL_PREC);
    arb_mul(b, q, u, TAIL_PREC);
    arb_mul_2exp_si(b, b, 1);
    arb_inv(b, b, TAIL_PREC);
    gaussian_tail(b, growth, q, b, R);
    arb_pow_ui(u, t, (ulong)N, TAIL_PREC);
    arb_rsqrt(u, u, TAIL_PREC);
    arb_mul(b, b, u, TAIL_PREC);
    arb_sqr(u, t, TAIL_PREC);
    arb_sub_ui(u, u, 1, TAIL_PREC);
    arb_neg(u, u);
    arb_rsqrt(u, u, TAIL_PREC);
    arb_sqrt(u, u, TAIL_PREC);
    arb_mul(b, b, u, TAIL_PREC);
    arb_get_mag(tail, b);
    arb_clear(t);
    arb_clear(u);
    arb_clear(b);
}

/* bounds of the tails beyond R on one side; inf when the growth rules are missing */
static dq_status side_tail(mag_t tail, mag_t tail_kappa, const activation_t phi, const arb_t q, slong N, int side,
                           const arf_t R, reason_t why)
{
    growth_t growth;
    growth_init(growth);
    dq_status status = activation_growth(growth, phi, 0, side, R, TAIL_PREC, why);
    mag_inf(tail);
    mag_inf(tail_kappa);
    if (status == DQ_OK) {
        mag_t m;
        mag_init(m);
        cramer_tail(tail, growth, q, R);
        for (size_t k = 0; k < sizeof mehler_parameter / sizeof mehler_parameter[0]; k++) {
            mehler_tail(m, growth, q, N, mehler_parameter[k], R);
            mag_min(tail, tail, m);
        }
        /* phi^2 <= hi^2 t^{2p} e^{2ct + 2et^2}; sqrt(2) |h_r|, r <= 2, covers 1 and x^2 - 1 */
        envelope_struct *e = &growth->upper;
        arf_mul(e->coefficient, e->coefficient, e->coefficient, TAIL_PREC, ARF_RND_UP);
        arf_mul_2exp_si(e->p, e->p, 1);
        arf_mul_2exp_si(e->c, e->c, 1);
        arf_mul_2exp_si(e->e, e->e, 1);
        for (size_t k = 0; k < sizeof mehler_parameter / sizeof mehler_parameter[0]; k++) {
            mehler_tail(m, growth, q, 2, mehler_parameter[k], R);
            mag_mul_ui(m, m, 2);
            mag_min(tail_kappa, tail_kappa, m);
        }
        mag_clear(m);
    }
    growth_clear(growth);
    return status;
}

dq_status quadrature_cut(double *R, mag_t tail, mag_t tail_kappa, const activation_t phi, const arb_t q, slong N,
                         int side, double target, double target_kappa, reason_t why)
{
    slong pieces = activation_pieces(phi);
    double least = 1.0;
    if (pieces > 1) {
        arf_t b;
        arf_init(b);
        arf_set_fmpq(b, activation_breakpoint(phi, side > 0 ? pieces - 2 : 0), 53, ARF_RND_NEAR);
        double edge = side * arf_get_d(b, ARF_RND_NEAR);
        if (edge > 0.0) least = fmax(least, edge * (1.0 + 1e-9));
        arf_clear(b);
    }
    double root_q = sqrt(arf_get_d(arb_midref(q), ARF_RND_UP));
    arf_t cut;
    arf_init(cut);
    dq_status status = DQ_INCONCLUSIVE;
    /* the least of CUTS cuts that is certified small enough: by bisection, the last success computed once more where it
     * was not the last */
    int low = -1, high = CUTS, step = 7, at = -1;
    while (high - low > 1 || at != high) {
        if (high - low == 1) step = high;
        if (step == CUTS) break;
        *R = ldexp(ceil(ldexp(least + root_q * 0.5 * step * (1.0 + step / 40.0), 4)), -4);
        arf_set_d(cut, *R);
        at = step;
        status = side_tail(tail, tail_kappa, phi, q, N, side, cut, why);
        if (status != DQ_OK && status != DQ_INCONCLUSIVE) break;
        if (status == DQ_OK && mag_cmp_2exp_si(tail, (slong)floor(target)) <= 0 &&
            mag_cmp_2exp_si(tail_kappa, (slong)floor(target_kappa)) <= 0) {
            high = step;
        } else {
            low = step;
            if (status == DQ_OK) {
                status = DQ_INCONCLUSIVE;
                reason_set(why, "no cut of the %s half-line makes the discarded tail small enough (tried |x| up to %g)",
                           side > 0 ? "right" : "left", *R);
            }
        }
        step = high == CUTS ? (2 * step + 1 < CUTS ? 2 * step + 1 : (low + CUTS) / 2) : (low + high) / 2;
    }
    arf_clear(cut);
    if (status == DQ_OK) reason_init(why);
    return status;
}

/* ---- panels -------------------------------------------------------------------------------------- */

typedef struct {
    quadrature_struct *rule;
    panel_problem problem;
    double target, target_kappa;
    slong most, bits, panels;
    arb_struct begin, end; /* true ends of the piece within the cut */
    double low, high;
} builder_t;

/* adds the nodes of one panel whose true ends are the balls begin, end */
static void add_nodes(builder_t *b, const panel_struct *panel, const arb_t begin, const arb_t end)
{
    quadrature_struct *rule = b->rule;
    slong prec = (b->bits + 64 + 63) / 64 * 64;
    arb_srcptr t, w;
    gauss_legendre(&t, &w, panel->points, prec);
    reserve(rule, rule->count + panel->points);
    arb_t centre, half;
    arb_init(centre);
    arb_init(half);
    arb_add(centre, begin, end, prec);
    arb_mul_2exp_si(centre, centre, -1);
    arb_sub(half, end, begin, prec);
    arb_mul_2exp_si(half, half, -1);
    double q = arf_get_d(arb_midref(b->problem.q), ARF_RND_NEAR);
    for (slong k = 0; k < panel->points; k++) {
        arb_ptr y = rule->node + rule->count, v = rule->value + rule->count, f = rule->phi + rule->count;
        arb_mul(y, half, t + k, prec);
        arb_add(y, y, centre, prec);
        /* far nodes are weighed down by e^{-x^2/4} beyond what the recurrence can grow: fewer bits do */
        double x = arf_get_d(arb_midref(y), ARF_RND_NEAR);
        slong enough = prec - (slong)fmin(x * x / (4.0 * q) * LOG2_E, (double)prec - 64.0);
        activation_piece_eval_arb(f, b->problem.phi, b->problem.piece, y, FLINT_MAX(enough, 64));
        arb_mul(v, w + k, half, prec);
        arb_mul(v, v, f, prec);
        rule->count++;
    }
    mag_add(rule->error, rule->error, panel->error);
    mag_add(rule->error_kappa, rule->error_kappa, panel->error_kappa);
    arb_clear(centre);
    arb_clear(half);
}

static dq_status split(builder_t *b, double low, double high, int depth, reason_t why)
{
    if (++b->panels > PANELS_MAX || depth > 60) {
        reason_set(why, "more than %d quadrature panels are needed near x = %.6g", PANELS_MAX, low);
        return DQ_INCONCLUSIVE;
    }
    panel_t panel;
    panel->low = low;
    panel->high = high;
    mag_init(panel->error);
    mag_init(panel->error_kappa);
    panel_plan(panel, &b->problem, b->target, b->target_kappa, b->most);
    dq_status status = DQ_OK;
    if (panel->points > 0) {
        arb_t begin, end;
        arb_init(begin);
        arb_init(end);
        arb_set_d(begin, low);
        arb_set_d(end, high);
        if (low <= b->low) arb_set(begin, &b->begin);
        if (high >= b->high) arb_set(end, &b->end);
        add_nodes(b, panel, begin, end);
        arb_clear(begin);
        arb_clear(end);
    } else {
        double middle = 0.5 * (low + high);
        status = split(b, low, middle, depth + 1, why);
        if (status == DQ_OK) status = split(b, middle, high, depth + 1, why);
    }
    mag_clear(panel->error);
    mag_clear(panel->error_kappa);
    return status;
}

double quadrature_target(double scale_log2, slong bits)
{
    return 0.5 * scale_log2 - (double)bits - 4.0;
}

double quadrature_target_kappa(double scale_log2, slong bits)
{
    return scale_log2 - (double)bits - 4.0;
}

dq_status quadrature_build(quadrature_t rule, const activation_t phi, const arb_t q, slong N, slong bits,
                           double scale_log2, reason_t why)
{
    slong pieces = activation_pieces(phi);
    rule->count = 0;
    mag_zero(rule->error);
    mag_zero(rule->error_kappa);
    rule->folded = activation_parity(phi) != 0 && (pieces == 1 || activation_piece_degree(phi, pieces / 2) < 0);
    for (slong k = 0; k < pieces && rule->folded; k++)
        if (activation_piece_degree(phi, k) >= 0) rule->folded = 0; /* mixed with exact pieces: not worth folding */

    double target = quadrature_target(scale_log2, bits), target_kappa = quadrature_target_kappa(scale_log2, bits);
    double cut[2] = {1.0, 1.0};
    mag_t tail, tail_kappa;
    mag_init(tail);
    mag_init(tail_kappa);
    dq_status status = DQ_OK;
    for (int e = 0; e < 2 && status == DQ_OK; e++) {
        slong piece = e == 0 ? 0 : pieces - 1;
        if (activation_piece_degree(phi, piece) >= 0 || (rule->folded && e == 0)) continue;
        status = quadrature_cut(&cut[e], tail, tail_kappa, phi, q, N, e == 0 ? -1 : 1, target, target_kappa, why);
        mag_add(rule->error, rule->error, tail);
        mag_add(rule->error_kappa, rule->error_kappa, tail_kappa);
    }
    mag_clear(tail);
    mag_clear(tail_kappa);

    builder_t b;
    b.rule = rule;
    b.problem.phi = phi;
    arb_init(b.problem.q);
    arb_set(b.problem.q, q);
    b.problem.N = N;
    b.target = target - 6.0;
    b.target_kappa = target_kappa - 6.0;
    b.most = FLINT_MIN(512, FLINT_MAX(32, (slong)(0.85 * (double)bits + 24.0)));
    b.bits = bits;
    b.panels = 0;
    arb_init(&b.begin);
    arb_init(&b.end);
    for (slong k = 0; k < pieces && status == DQ_OK; k++) {
        if (activation_piece_degree(phi, k) >= 0) continue;
        b.problem.piece = k;
        if (k == 0)
            arb_set_d(&b.begin, -cut[0]);
        else
            arb_set_fmpq(&b.begin, activation_breakpoint(phi, k - 1), bits + 128);
        if (k == pieces - 1)
            arb_set_d(&b.end, cut[1]);
        else
            arb_set_fmpq(&b.end, activation_breakpoint(phi, k), bits + 128);
        if (rule->folded) {
            if (!arb_is_positive(&b.end)) continue;
            if (!arb_is_nonnegative(&b.begin)) arb_zero(&b.begin);
        }
        b.low = arf_get_d(arb_midref(&b.begin), ARF_RND_NEAR);
        b.high = arf_get_d(arb_midref(&b.end), ARF_RND_NEAR);
        if (b.low >= b.high) continue;
        status = split(&b, b.low, b.high, 0, why);
    }
    arb_clear(&b.begin);
    arb_clear(&b.end);
    arb_clear(b.problem.q);
    if (rule->folded) {
        mag_mul_2exp_si(rule->error, rule->error, 1);
        mag_mul_2exp_si(rule->error_kappa, rule->error_kappa, 1);
    }
    return status;
}
