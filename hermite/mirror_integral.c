/* E phi(y) phi(side y), y ~ N(0, q): the bivariate integral at correlation +-1, Gauss-Legendre on panels cut at the
   breakpoints and their mirror images.  |N(y + ib)| = N(y) e^{b^2/(2q)}; panel error l (64/15) M / ((1 - 1/9) 9^n) on
   the ellipse of parameter 3. */
#include <math.h>
#include <stdlib.h>
#include "hermite/strip.h"

#define BOUND_PREC 53
#define PANELS_MAX 20000

typedef struct {
    activation_t phi;
    const arb_struct *q;
    int side;
    slong points, prec, panels;
    arb_ptr value;
    mag_ptr error;
    reason_struct *why;
} mirror_t;

static int compare_rational(const void *a, const void *b)
{
    return fmpq_cmp((const fmpq *)a, (const fmpq *)b);
}

static slong piece_at(const activation_t phi, double x)
{
    fmpq_t t;
    fmpz_t e;
    arf_t f;
    fmpq_init(t);
    fmpz_init(e);
    arf_init(f);
    arf_set_d(f, x);
    arf_get_fmpq(t, f);
    slong k = 0;
    while (k < activation_pieces(phi) - 1 && fmpq_cmp(t, activation_breakpoint(phi, k)) >= 0) k++;
    fmpq_clear(t);
    fmpz_clear(e);
    arf_clear(f);
    return k;
}

/* sup over the ellipse's box of |phi(z) phi(side z)| e^{(b^2 - y^2)/(2q)} */
static void ellipse_supremum(mag_t M, const mirror_t *p, slong piece, slong other, double centre, double a, double b)
{
    acb_t z, v;
    arb_t t;
    mag_t m;
    acb_init(z);
    acb_init(v);
    arb_init(t);
    mag_init(m);
    arb_set_d(acb_realref(z), centre - a);
    arb_set_d(t, centre + a);
    arb_union(acb_realref(z), acb_realref(z), t, BOUND_PREC);
    arb_set_d(acb_imagref(z), -b);
    arb_set_d(t, b);
    arb_union(acb_imagref(z), acb_imagref(z), t, BOUND_PREC);
    arb_get_abs_lbound_arf(arb_midref(t), acb_realref(z), BOUND_PREC);
    mag_zero(arb_radref(t));
    arb_sqr(t, t, BOUND_PREC);
    arb_t b2;
    arb_init(b2);
    arb_set_d(b2, b);
    arb_sqr(b2, b2, BOUND_PREC);
    arb_sub(t, b2, t, BOUND_PREC);
    arb_div(t, t, p->q, BOUND_PREC);
    arb_mul_2exp_si(t, t, -1);
    arb_exp(t, t, BOUND_PREC);
    arb_get_mag(M, t);
    for (int k = 0; k < 2; k++) {
        activation_piece_eval_acb(v, p->phi, k == 0 ? piece : other, z, BOUND_PREC);
        if (acb_is_finite(v))
            acb_get_mag(m, v);
        else
            mag_inf(m);
        mag_mul(M, M, m);
        if (p->side < 0) acb_neg(z, z);
    }
    arb_clear(b2);
    acb_clear(z);
    acb_clear(v);
    arb_clear(t);
    mag_clear(m);
}

static void add_sum(mirror_t *p, slong piece, slong other, const arb_t begin, const arb_t end)
{
    arb_srcptr t, w;
    gauss_legendre(&t, &w, p->points, (p->prec + 63) / 64 * 64);
    arb_t c, h, y, f, g;
    arb_init(c);
    arb_init(h);
    arb_init(y);
    arb_init(f);
    arb_init(g);
    arb_add(c, begin, end, p->prec);
    arb_mul_2exp_si(c, c, -1);
    arb_sub(h, end, begin, p->prec);
    arb_mul_2exp_si(h, h, -1);
    for (slong k = 0; k < p->points; k++) {
        arb_mul(y, h, t + k, p->prec);
        arb_add(y, y, c, p->prec);
        activation_piece_eval_arb(f, p->phi, piece, y, p->prec);
        if (p->side < 0) {
            arb_neg(g, y);
            activation_piece_eval_arb(g, p->phi, other, g, p->prec);
            arb_mul(f, f, g, p->prec);
        } else {
            arb_sqr(f, f, p->prec);
        }
        arb_sqr(g, y, p->prec);
        arb_div(g, g, p->q, p->prec);
        arb_mul_2exp_si(g, g, -1);
        arb_neg(g, g);
        arb_exp(g, g, p->prec);
        arb_mul(f, f, g, p->prec);
        arb_mul(f, f, w + k, p->prec);
        arb_mul(f, f, h, p->prec);
        arb_add(p->value, p->value, f, p->prec);
    }
    arb_clear(c);
    arb_clear(h);
    arb_clear(y);
    arb_clear(f);
    arb_clear(g);
}

static dq_status add_panel(mirror_t *p, double low, double high, const arb_t begin, const arb_t end, int depth)
{
    double centre = 0.5 * (low + high), half = 0.5 * (high - low);
    double a = half * 0.5 * (STRIP_ELLIPSE + 1.0 / STRIP_ELLIPSE) * (1.0 + 1e-9) + 1e-12 * (1.0 + fabs(centre));
    double b = half * 0.5 * (STRIP_ELLIPSE - 1.0 / STRIP_ELLIPSE) * (1.0 + 1e-9) + 1e-12 * (1.0 + fabs(centre));
    slong piece = piece_at(p->phi, centre), other = piece_at(p->phi, p->side * centre);
    double root_q = sqrt(arf_get_d(arb_midref(p->q), ARF_RND_NEAR));
    mag_t M, g;
    mag_init(M);
    mag_init(g);
    mag_inf(M);
    if (half <= root_q) ellipse_supremum(M, p, piece, other, centre, a, b);
    dq_status status = DQ_OK;
    if (!mag_is_finite(M)) {
        if (depth > 40 || ++p->panels > PANELS_MAX) {
            reason_set(p->why, "the integral at |rho| = 1 needs too many panels near x = %.6g", centre);
            status = DQ_INCONCLUSIVE;
        } else {
            arb_t middle;
            arb_init(middle);
            arb_set_d(middle, centre);
            status = add_panel(p, low, centre, begin, middle, depth + 1);
            if (status == DQ_OK) status = add_panel(p, centre, high, middle, end, depth + 1);
            arb_clear(middle);
        }
    } else {
        add_sum(p, piece, other, begin, end);
        arb_t t;
        arb_init(t);
        arb_set_ui(t, 9);
        arb_pow_ui(t, t, (ulong)p->points, BOUND_PREC);
        arb_mul_ui(t, t, 15 * 8, BOUND_PREC);
        arb_ui_div(t, 64 * 9, t, BOUND_PREC);
        arb_get_mag(g, t);
        mag_mul(M, M, g);
        mag_set_d(g, half * (1.0 + 1e-9) + 1e-12 * (1.0 + fabs(centre)));
        mag_addmul(p->error, M, g);
        arb_clear(t);
    }
    mag_clear(M);
    mag_clear(g);
    return status;
}

dq_status hermite_mirror_integral(arb_t value, mag_t error, const activation_t phi, const arb_t q, int side,
                                  const double R[2], slong points, slong prec, reason_t why)
{
    mag_t part;
    arb_t begin, end, scale;
    arb_ptr sum = _arb_vec_init(1);
    mag_init(part);
    arb_init(begin);
    arb_init(end);
    arb_init(scale);
    mirror_t p = {phi, q, side, points, prec, 0, sum, part, why};

    slong breaks = activation_pieces(phi) - 1, count = 0;
    fmpq *cut = _fmpq_vec_init(2 * breaks + 1);
    for (slong k = 0; k < breaks; k++) {
        fmpq_set(cut + count++, activation_breakpoint(phi, k));
        if (side < 0) fmpq_neg(cut + count++, activation_breakpoint(phi, k));
    }
    if (count > 0) qsort(cut, (size_t)count, sizeof(fmpq), compare_rational);

    dq_status status = DQ_OK;
    arb_set_d(begin, -R[0]);
    for (slong k = 0; k <= count && status == DQ_OK; k++) {
        if (k < count)
            arb_set_fmpq(end, cut + k, prec);
        else
            arb_set_d(end, R[1]);
        double low = arf_get_d(arb_midref(begin), ARF_RND_NEAR), high = arf_get_d(arb_midref(end), ARF_RND_NEAR);
        if (low < high) status = add_panel(&p, low, high, begin, end, 0);
        arb_set(begin, end);
    }
    _fmpq_vec_clear(cut, 2 * breaks + 1);

    arb_const_pi(scale, prec);
    arb_mul_2exp_si(scale, scale, 1);
    arb_mul(scale, scale, q, prec);
    arb_rsqrt(scale, scale, prec);
    arb_mul(sum, sum, scale, prec);
    arb_add(value, value, sum, prec);
    mag_t s;
    mag_init(s);
    arb_get_mag(s, scale);
    mag_addmul(error, part, s);
    mag_clear(s);
    _arb_vec_clear(sum, 1);
    mag_clear(part);
    arb_clear(begin);
    arb_clear(end);
    arb_clear(scale);
    return status;
}
