/* kernel_eval: the fixed point or a panel.

   A panel costs degree + 1 fixed points.  It is built once as many points have been asked for in it: the work is never
   more than twice that of the better choice, whatever comes.  Where the points are announced it is the better choice.
   Slope.  k is convex and increasing on [0, 1] and |k'(z)| <= k'(|z|), so for |z| <= x < 1
     |k'(z)| <= k'(x) <= (k(1) - k(x))/(1 - x) <= (kappa - k(x))/(1 - x),    and k(x) >= k(y) >= |k(-y)| for y <= x;
   also |k'| <= lipschitz (kernel.c). */
#include "gram/kernel.h"

enum { MARGIN = 10 };

/* min(lipschitz, (kappa - |value|)/w). */
static void chord(mag_t slope, const kernel_t k, const arb_t value, const arb_t w)
{
    arb_t bound;
    mag_t other;

    arb_init(bound);
    mag_init(other);
    arb_abs(bound, value);
    arb_sub(bound, k->p->kappa, bound, k->work);
    arb_div(bound, bound, w, 64);
    arb_get_mag(slope, bound);
    arb_get_mag(other, k->lipschitz);
    mag_min(slope, slope, other);
    arb_clear(bound);
    mag_clear(other);
}

dq_status kernel_slope(mag_t slope, kernel_t k, const arf_t w, reason_t why)
{
    arb_t z, value, width;
    dq_status status;

    arb_init(z);
    arb_init(value);
    arb_init(width);
    arb_set_arf(width, w);
    arb_sub_ui(z, width, 1, ARF_PREC_EXACT);
    arb_neg(z, z);
    status = kernel_direct(value, k, z, why);
    if (status == DQ_OK)
        chord(slope, k, value, width);
    else if (arb_is_finite(k->lipschitz)) {
        arb_get_mag(slope, k->lipschitz);
        status = DQ_OK;
    }
    arb_clear(z);
    arb_clear(value);
    arb_clear(width);
    return status;
}

/* Places the panel and interpolates there; the whole panel with its margin must be one of contraction. */
static dq_status interpolate(panel_t panel, kernel_t k, reason_t why)
{
    slong N = k->rule->degree + 1, j;
    arb_ptr z = _arb_vec_init(N), value = _arb_vec_init(N);
    arb_t edge, beta;
    mag_t M;
    dq_status status;

    arb_init(edge);
    arb_init(beta);
    mag_init(M);
    arb_set_d(edge, panel->centre - panel->half); /* exact: w at the end nearest to +-1 */
    arb_mul_2exp_si(beta, edge, -MARGIN);
    arb_sub(edge, edge, beta, 128); /* with the margin */
    arb_sub_ui(beta, edge, 1, 256);
    arb_neg(z, beta);
    kernel_correlation(beta, k, z, panel->side);
    status = kernel_serve(k, beta, why);
    if (status == DQ_OK) status = kernel_contraction(k, beta, why);
    panel_nodes(z, panel, k->rule);
    for (j = 0; j < N && status == DQ_OK; j++) status = kernel_direct(value + j, k, z + j, why);
    if (status == DQ_OK) {
        arf_t w;
        arf_init(w);
        arf_set_d(w, panel->centre - panel->half);
        arb_get_mag(M, k->p->kappa);
        panel_interpolate(panel, k->rule, value, M);
        panel_eval(value, panel, w, k->rule->prec);
        chord(panel->slope, k, value, edge);
        arf_clear(w);
    }
    _arb_vec_clear(z, N);
    _arb_vec_clear(value, N);
    arb_clear(edge);
    arb_clear(beta);
    mag_clear(M);
    return status;
}

/* k is odd when phi is: the panel of -z with the sign changed. */
static void reflect(panel_t panel, const panel_t other)
{
    slong j;

    panel->degree = other->degree;
    panel->c = _arb_vec_init(other->degree + 1);
    for (j = 0; j <= other->degree; j++) arb_neg(panel->c + j, other->c + j);
    mag_set(panel->error, other->error);
    mag_set(panel->slope, other->slope);
    panel->state = PANEL_READY;
}

static const panel_struct *build(kernel_t k, slong number, int side)
{
    panel_struct *panel = k->panel[side < 0] + number;
    reason_t ignored;

    if (panel->state == PANEL_COUNTING) {
        reason_init(ignored);
        panel_place(panel, number, side);
        if (side < 0 && k->parity < 0) {
            if (build(k, number, 1) != NULL) reflect(panel, k->panel[0] + number);
        } else if (interpolate(panel, k, ignored) == DQ_OK && mag_cmp(panel->error, k->tolerance) <= 0) {
            panel->state = PANEL_READY;
        }
        if (panel->state != PANEL_READY) panel->state = PANEL_FAILED;
        k->panels_used |= panel->state == PANEL_READY;
    }
    return panel->state == PANEL_READY ? panel : NULL;
}

const panel_struct *kernel_panel(kernel_t k, const arf_t w, int side)
{
    slong number = panel_number(w);

    return number < 0 ? NULL : build(k, number, side);
}

/* w = 1 - |mid z|; the number of its panel or -1. */
static slong locate(arf_t w, const arb_t z)
{
    arf_abs(w, arb_midref(z));
    arf_sub_ui(w, w, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_neg(w, w);
    return panel_number(w);
}

void kernel_expect(kernel_t k, const arb_t z)
{
    arf_t w;
    slong number;

    arf_init(w);
    number = locate(w, z);
    if (number >= 0) k->panel[arf_sgn(arb_midref(z)) < 0][number].queries++;
    k->announced = 1;
    arf_clear(w);
}

/* The panel to evaluate z by, or NULL: the fixed point. */
static const panel_struct *choose(kernel_t k, const arb_t z, slong number, int side)
{
    panel_struct *panel;
    mag_t room;
    int fits;

    if (number < 0) return NULL;
    panel = k->panel[side < 0] + number;
    if (!k->announced) panel->queries++;
    if (panel->queries > k->rule->degree + 1) build(k, number, side);
    if (panel->state != PANEL_READY) return NULL;
    mag_init(room); /* the ball stays where the slope holds */
    mag_set_d_lower(room, panel->centre - panel->half);
    mag_mul_2exp_si(room, room, -MARGIN);
    fits = mag_cmp(arb_radref(z), room) <= 0;
    mag_clear(room);
    return fits ? panel : NULL;
}

dq_status kernel_eval(arb_t value, kernel_t k, const arb_t z, reason_t why)
{
    const panel_struct *panel;
    arf_t w;
    dq_status status = DQ_OK;
    int side = arf_sgn(arb_midref(z)) < 0 ? -1 : 1;

    arf_init(w);
    panel = choose(k, z, locate(w, z), side);
    if (panel == NULL) {
        status = kernel_direct(value, k, z, why);
    } else {
        mag_t spread;
        mag_init(spread);
        mag_mul(spread, panel->slope, arb_radref(z));
        panel_eval(value, panel, w, k->bits + 20);
        arb_add_error_mag(value, spread);
        mag_clear(spread);
    }
    arf_clear(w);
    return status;
}
