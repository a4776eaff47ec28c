/* strip_build: panels of one variable, with the suprema of |phi| that the error bounds of dual_integral.c need. */
#include <math.h>
#include "hermite/strip.h"

#define PANELS_MAX 4000
#define BOUND_PREC 53

static void interval_acb(acb_t z, double low, double high, double height)
{
    arb_t end;
    arb_init(end);
    arb_set_d(acb_realref(z), low);
    arb_set_d(end, high);
    arb_union(acb_realref(z), acb_realref(z), end, BOUND_PREC);
    arb_set_d(acb_imagref(z), -height);
    arb_set_d(end, height);
    arb_union(acb_imagref(z), acb_imagref(z), end, BOUND_PREC);
    arb_clear(end);
}

static void supremum(mag_t bound, const activation_t phi, slong piece, double low, double high, double height)
{
    acb_t z, value;
    acb_init(z);
    acb_init(value);
    interval_acb(z, low, high, height);
    activation_piece_eval_acb(value, phi, piece, z, BOUND_PREC);
    if (acb_is_finite(value))
        acb_get_mag(bound, value);
    else
        mag_inf(bound);
    acb_clear(z);
    acb_clear(value);
}

static dq_status add_panel(strip_t strip, const activation_t phi, slong piece, double low, double high,
                           const arb_t begin, const arb_t end, double half_most, slong prec, int depth, reason_t why)
{
    double centre = 0.5 * (low + high), half = 0.5 * (high - low);
    double a = half * 0.5 * (STRIP_ELLIPSE + 1.0 / STRIP_ELLIPSE) * (1.0 + 1e-9) + 1e-12 * (1.0 + fabs(centre));
    double b = half * 0.5 * (STRIP_ELLIPSE - 1.0 / STRIP_ELLIPSE) * (1.0 + 1e-9) + 1e-12 * (1.0 + fabs(centre));
    mag_t complex;
    mag_init(complex);
    if (half <= half_most) supremum(complex, phi, piece, centre - a, centre + a, b);
    if (half > half_most || !mag_is_finite(complex)) {
        mag_clear(complex);
        if (depth > 40 || strip->count >= PANELS_MAX) {
            reason_set(why, "the bivariate integral needs more than %d panels a side", PANELS_MAX);
            return DQ_INCONCLUSIVE;
        }
        arb_t middle;
        arb_init(middle);
        arb_set_d(middle, centre);
        dq_status status = add_panel(strip, phi, piece, low, centre, begin, middle, half_most, prec, depth + 1, why);
        if (status == DQ_OK)
            status = add_panel(strip, phi, piece, centre, high, middle, end, half_most, prec, depth + 1, why);
        arb_clear(middle);
        return status;
    }
    if (strip->count == strip->allocated) {
        strip->allocated = 2 * strip->allocated + 16;
        strip->panel = flint_realloc(strip->panel, (size_t)strip->allocated * sizeof(strip_panel));
    }
    strip_panel *p = &strip->panel[strip->count++];
    p->piece = piece;
    p->low = low - 1e-12 * (1.0 + fabs(low));
    p->high = high + 1e-12 * (1.0 + fabs(high));
    p->low_wide = centre - a;
    p->high_wide = centre + a;
    p->height = b;
    arb_init(&p->begin);
    arb_init(&p->end);
    arb_set(&p->begin, begin);
    arb_set(&p->end, end);
    mag_init(p->real);
    mag_init(p->complex);
    mag_swap(p->complex, complex);
    mag_clear(complex);
    supremum(p->real, phi, piece, p->low, p->high, 0.0);
    p->node = _arb_vec_init(strip->points);
    p->value = _arb_vec_init(strip->points);
    arb_srcptr t, w;
    gauss_legendre(&t, &w, strip->points, (prec + 63) / 64 * 64);
    arb_t c, h;
    arb_init(c);
    arb_init(h);
    arb_add(c, begin, end, prec);
    arb_mul_2exp_si(c, c, -1);
    arb_sub(h, end, begin, prec);
    arb_mul_2exp_si(h, h, -1);
    for (slong k = 0; k < strip->points; k++) {
        arb_mul(p->node + k, h, t + k, prec);
        arb_add(p->node + k, p->node + k, c, prec);
        activation_piece_eval_arb(p->value + k, phi, piece, p->node + k, prec);
        arb_mul(p->value + k, p->value + k, w + k, prec);
        arb_mul(p->value + k, p->value + k, h, prec);
    }
    arb_clear(c);
    arb_clear(h);
    return DQ_OK;
}

dq_status strip_build(strip_t strip, const activation_t phi, const double R[2], double half, slong points, slong prec,
                      reason_t why)
{
    strip->count = strip->allocated = 0;
    strip->points = points;
    strip->panel = NULL;
    slong pieces = activation_pieces(phi);
    arb_t begin, end;
    arb_init(begin);
    arb_init(end);
    dq_status status = DQ_OK;
    for (slong k = 0; k < pieces && status == DQ_OK; k++) {
        if (k == 0)
            arb_set_d(begin, -R[0]);
        else
            arb_set_fmpq(begin, activation_breakpoint(phi, k - 1), prec);
        if (k == pieces - 1)
            arb_set_d(end, R[1]);
        else
            arb_set_fmpq(end, activation_breakpoint(phi, k), prec);
        double low = arf_get_d(arb_midref(begin), ARF_RND_NEAR), high = arf_get_d(arb_midref(end), ARF_RND_NEAR);
        if (low < high) status = add_panel(strip, phi, k, low, high, begin, end, half, prec, 0, why);
    }
    arb_clear(begin);
    arb_clear(end);
    return status;
}

void strip_clear(strip_t strip)
{
    for (slong k = 0; k < strip->count; k++) {
        strip_panel *p = &strip->panel[k];
        arb_clear(&p->begin);
        arb_clear(&p->end);
        mag_clear(p->real);
        mag_clear(p->complex);
        _arb_vec_clear(p->node, strip->points);
        _arb_vec_clear(p->value, strip->points);
    }
    flint_free(strip->panel);
}
