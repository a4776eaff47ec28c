/* The grid of the whole line: its step, its height and the values of phi on it. */
#include <math.h>
#include "hermite/grid.h"
#include "hermite/quadrature.h"

enum { HALVINGS = 10, REFINEMENTS = 3 };
#define LOG2_E 1.4426950408889634

void grid_init(grid_t grid)
{
    grid->count = 0;
    grid->multiplier = 0;
    grid->exponent = 0;
    grid->gauss = grid->plus = grid->minus = NULL;
    mag_init(grid->error);
    mag_init(grid->error_kappa);
}

void grid_clear(grid_t grid)
{
    if (grid->gauss != NULL) {
        _arb_vec_clear(grid->gauss, grid->count);
        _arb_vec_clear(grid->plus, grid->count);
        _arb_vec_clear(grid->minus, grid->count);
    }
    mag_clear(grid->error);
    mag_clear(grid->error_kappa);
}

/* 1 and *best replaced when height b needs fewer nodes. */
static int improve(grid_choice *best, const grid_problem *p, double b)
{
    grid_choice c;
    int better;

    mag_init(c.error);
    mag_init(c.error_kappa);
    better = grid_try_height(&c, p, b) && (best->count == 0 || c.count < best->count);
    if (better) {
        grid_choice t = *best;
        *best = c;
        c = t;
    }
    mag_clear(c.error);
    mag_clear(c.error_kappa);
    return better;
}

/* Heights from 1 by factors of 2, then between the best and the next above it that failed. */
static void choose_height(grid_choice *best, const grid_problem *p)
{
    double b = 1.0, high;
    int k;

    best->count = 0;
    if (improve(best, p, b)) {
        do b *= 2.0;
        while (b < 64.0 && improve(best, p, b));
        high = b;
    } else {
        for (k = 0; k < HALVINGS && best->count == 0; k++) {
            b *= 0.5;
            improve(best, p, b);
        }
        high = 2.0 * b;
    }
    for (k = 0; k < REFINEMENTS && best->count > 0; k++) {
        b = sqrt(best->b * high);
        if (!improve(best, p, b)) high = b;
    }
}

/* h N(x_k; 0, tau): each from the one before by s^(k+1), s = e^{-h^2/tau}, in the precision its size deserves.
 */
static void set_gauss(arb_ptr gauss, const grid_t grid, arb_srcptr tau, slong prec)
{
    slong k, work = prec + 2 * (slong)FLINT_BIT_COUNT((ulong)grid->count) + 8;
    double step = ldexp((double)grid->multiplier, (int)(1 - grid->exponent));
    arb_t ratio, s, t;

    arb_init(ratio);
    arb_init(s);
    arb_init(t);
    arb_set_ui(t, grid->multiplier); /* h/2 = x_0 */
    arb_mul_2exp_si(t, t, -grid->exponent);
    arb_sqr(s, t, work);
    arb_neg(s, s);
    if (tau != NULL) arb_div(s, s, tau, work);
    arb_mul_2exp_si(ratio, s, -1);
    arb_exp(gauss, ratio, work);
    arb_const_pi(ratio, work);
    arb_mul_2exp_si(ratio, ratio, 1);
    if (tau != NULL) arb_mul(ratio, ratio, tau, work);
    arb_rsqrt(ratio, ratio, work);
    arb_mul(gauss, gauss, ratio, work);
    arb_mul(gauss, gauss, t, work);
    arb_mul_2exp_si(gauss, gauss, 1);
    arb_mul_2exp_si(s, s, 2);
    arb_exp(s, s, work);
    arb_set(ratio, s);
    for (k = 1; k < grid->count; k++) {
        double x = ((double)k + 0.5) * step;
        slong enough = FLINT_MAX(work - (slong)(x * x / 4.0 * LOG2_E), 64);
        arb_mul(gauss + k, gauss + k - 1, ratio, enough);
        arb_mul(ratio, ratio, s, enough);
    }
    arb_clear(ratio);
    arb_clear(s);
    arb_clear(t);
}

static void set_values(grid_t grid, const grid_problem *p, slong prec)
{
    double step = ldexp((double)grid->multiplier, (int)(1 - grid->exponent));
    arb_t x, y;
    slong k;

    arb_init(x);
    arb_init(y);
    for (k = 0; k < grid->count; k++) {
        double size = ((double)k + 0.5) * step;
        slong enough = FLINT_MAX(prec - (slong)(size * size / 4.0 * LOG2_E), 64);
        arb_set_ui(x, (2 * (ulong)k + 1) * grid->multiplier);
        arb_mul_2exp_si(x, x, -grid->exponent);
        arb_mul(y, p->root_q, x, enough + 8);
        activation_piece_eval_arb(grid->plus + k, p->phi, 0, y, enough);
        if (p->parity == 0) {
            arb_neg(y, y);
            activation_piece_eval_arb(grid->minus + k, p->phi, 0, y, enough);
        }
    }
    arb_clear(x);
    arb_clear(y);
}

/* The cut and its tails, in units of sqrt(q). */
static dq_status set_cut(grid_problem *p, const arb_t q, reason_t why)
{
    dq_status status = DQ_OK;
    mag_t tail, tail_kappa;
    arb_t low;
    int side;

    mag_init(tail);
    mag_init(tail_kappa);
    arb_init(low);
    p->cut = 0.0;
    for (side = 0; side < (p->parity == 0 ? 2 : 1) && status == DQ_OK; side++) {
        double R;
        status =
            quadrature_cut(&R, tail, tail_kappa, p->phi, q, p->N, side == 0 ? 1 : -1, p->target, p->target_kappa, why);
        p->cut = fmax(p->cut, R);
        mag_add(p->tail, p->tail, tail);
        mag_add(p->tail_kappa, p->tail_kappa, tail_kappa);
    }
    if (p->parity != 0) {
        mag_mul_2exp_si(p->tail, p->tail, 1);
        mag_mul_2exp_si(p->tail_kappa, p->tail_kappa, 1);
    }
    arb_get_lbound_arf(arb_midref(low), p->root_q, 53);
    p->cut = p->cut / arf_get_d(arb_midref(low), ARF_RND_DOWN) * (1.0 + 1e-12);
    mag_clear(tail);
    mag_clear(tail_kappa);
    arb_clear(low);
    return status;
}

dq_status grid_build(grid_t grid, const activation_t phi, const arb_t q, slong N, double target, double target_kappa,
                     double spread, slong prec, reason_t why)
{
    grid_problem p;
    grid_choice choice;
    arb_t wide;
    dq_status status;

    if (activation_pieces(phi) != 1 || activation_piece_degree(phi, 0) >= 0) {
        reason_set(why, "the grid serves one analytic piece");
        return DQ_INAPPLICABLE;
    }
    p.phi = phi;
    p.parity = activation_parity(phi);
    p.N = N;
    p.target = target;
    p.target_kappa = target_kappa;
    arb_init(p.root_q);
    arb_init(p.tau);
    mag_init(p.tail);
    mag_init(p.tail_kappa);
    arb_init(wide);
    mag_init(choice.error);
    mag_init(choice.error_kappa);
    arb_sqrt(p.root_q, q, prec + 16);
    arb_one(p.tau);
    mag_set_d(arb_radref(p.tau), spread);
    p.spread = spread;
    arb_mul(wide, q, p.tau, 64);
    status = set_cut(&p, wide, why);
    if (status == DQ_OK) {
        choose_height(&choice, &p);
        if (choice.count == 0) {
            reason_set(why, "no strip about the real axis is certified holomorphic");
            status = DQ_INAPPLICABLE;
        }
    }
    if (status == DQ_OK) {
        grid->count = choice.count;
        grid->multiplier = choice.multiplier;
        grid->exponent = choice.exponent;
        grid->gauss = _arb_vec_init(grid->count);
        grid->plus = _arb_vec_init(grid->count);
        grid->minus = _arb_vec_init(grid->count);
        mag_set(grid->error, choice.error);
        mag_set(grid->error_kappa, choice.error_kappa);
        set_gauss(grid->gauss, grid, NULL, prec);
        set_values(grid, &p, prec);
    }
    mag_clear(choice.error);
    mag_clear(choice.error_kappa);
    arb_clear(wide);
    arb_clear(p.root_q);
    arb_clear(p.tau);
    mag_clear(p.tail);
    mag_clear(p.tail_kappa);
    return status;
}

void grid_kappa(arb_t kappa, const grid_t grid, int parity, int derivative, arb_srcptr tau, slong prec)
{
    arb_ptr gauss = grid->gauss;
    arb_t t, x;
    slong k;

    if (tau != NULL) {
        gauss = _arb_vec_init(grid->count);
        set_gauss(gauss, grid, tau, prec);
    }
    arb_init(t);
    arb_init(x);
    arb_zero(kappa);
    for (k = 0; k < grid->count; k++) {
        arb_sqr(t, grid->plus + k, prec);
        if (parity != 0)
            arb_mul_2exp_si(t, t, 1);
        else
            arb_addmul(t, grid->minus + k, grid->minus + k, prec);
        arb_mul(t, t, gauss + k, prec);
        if (derivative) {
            arb_set_ui(x, (2 * (ulong)k + 1) * grid->multiplier);
            arb_mul_2exp_si(x, x, -grid->exponent);
            arb_sqr(x, x, prec);
            if (tau != NULL) arb_div(x, x, tau, prec);
            arb_sub_ui(x, x, 1, prec);
            arb_mul(t, t, x, prec);
        }
        arb_add(kappa, kappa, t, prec);
    }
    arb_add_error_mag(kappa, grid->error_kappa);
    if (tau != NULL) _arb_vec_clear(gauss, grid->count);
    arb_clear(t);
    arb_clear(x);
}
