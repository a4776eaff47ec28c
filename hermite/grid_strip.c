/* The error of the midpoint rule h sum_k f(x_k), x_k = (k + 1/2) h, |x_k| < R = K h, for f analytic on |Re z| <= R, |Im z| <= b.

   Integrating f(z) tan(pi z/h) round the rectangle gives (Trefethen & Weideman 2014), with a = 2 pi b/h,
       |h sum f - int_{-R}^{R} f| <= (e^a - 1)^{-1} sum_{+-} int |f(x +- ib)| dx + int_{-b}^{b} |f(R + it)| + |f(-R + it)| dt,
   since |tan| <= 1 on the short sides.  With |n(x + ib)| = n(x) e^{b^2/2} and E|h_r(g + ib)|^2 <= e^{2 b sqrt r}, the long sides are at most
       f = phi h_r n                  e^{b^2/2 + b sqrt N} (int |phi(sqrt q (x + ib))|^2 n)^{1/2}      each,
       f = phi^2 (1 or x^2 - 1) n     e^{b^2/2} int |phi|^2 (1 + |z|^2) n.
   |phi| comes from complex balls on columns that cover the rectangle, whose finiteness certifies holomorphy.
   At a variance tau within `spread` of 1, n(x) <= e^{-x^2/(2 (1 + spread))} / sqrt(2 pi (1 - spread)) and
   |z^2/tau - 1| <= 1 + |z|^2/(1 - spread).  Doubles choose h and R; balls decide. */
#include <math.h>
#include "hermite/grid.h"
#include "hermite/panel.h"

enum { BOUND_PREC = 53, NODES_MAX = 100000, SPLITS = 6, STEP_BITS = 6 };
#define LOG2_E 1.4426950408889634

/* sup |phi(sqrt(q) z)| over [x0, x1] x [y0, y1], infinite unless certified holomorphic there */
static void box_supremum(mag_t supremum, const grid_problem *p, double x0, double x1, double y0, double y1)
{
    acb_t z, value;
    arb_t end;

    acb_init(z);
    acb_init(value);
    arb_init(end);
    arb_set_d(acb_realref(z), x0);
    arb_set_d(end, x1);
    arb_union(acb_realref(z), acb_realref(z), end, BOUND_PREC);
    arb_set_d(acb_imagref(z), y0);
    arb_set_d(end, y1);
    arb_union(acb_imagref(z), acb_imagref(z), end, BOUND_PREC);
    acb_mul_arb(z, z, p->root_q, BOUND_PREC);
    activation_piece_eval_acb(value, p->phi, 0, z, BOUND_PREC);
    if (acb_is_finite(value))
        acb_get_mag(supremum, value);
    else
        mag_inf(supremum);
    acb_clear(z);
    acb_clear(value);
    arb_clear(end);
}

/* The same over [x0, x1] x [0, b] and, without parity, its mirror image, split in height where that helps. */
static void column_supremum(mag_t supremum, const grid_problem *p, double x0, double x1, double b)
{
    mag_t box;
    int boxes, k, mirror, mirrors = p->parity == 0 ? 2 : 1;

    mag_init(box);
    for (boxes = 1; boxes <= 4; boxes *= 2) {
        mag_zero(supremum);
        for (mirror = 0; mirror < mirrors; mirror++)
            for (k = boxes - 1; k >= 0 && mag_is_finite(supremum); k--) { /* poles come first from above */
                box_supremum(box, p, mirror ? -x1 : x0, mirror ? -x0 : x1, b * k / boxes, b * (k + 1) / boxes);
                mag_max(supremum, supremum, box);
            }
        if (mag_is_finite(supremum)) break;
    }
    mag_clear(box);
}

typedef struct {
    mag_t square, kappa; /* int |phi|^2 n and int |phi|^2 (1 + |z|^2) n on Im z = b, over |x| <= R */
} strip_bounds;

/* Adds the columns of [x0, x1] to the bounds; 0 where holomorphy is not certified. */
static int add_columns(strip_bounds *s, const grid_problem *p, double x0, double x1, double b, int depth)
{
    mag_t supremum, weight, size;
    int good;

    mag_init(supremum);
    mag_init(weight);
    mag_init(size);
    column_supremum(supremum, p, x0, x1, b);
    good = mag_is_finite(supremum);
    if (good) { /* (x1 - x0) n(x0) on both sides, 1/(1 - spread) for its root */
        mag_set_d(weight, 0.7978845608028655 * (1.0 + 1e-12) * (x1 - x0) * exp(-0.5 * x0 * x0 / (1.0 + p->spread)) /
                                  (1.0 - p->spread) +
                              1e-300);
        mag_mul(supremum, supremum, supremum);
        mag_mul(weight, weight, supremum);
        mag_add(s->square, s->square, weight);
        mag_set_d(size, (1.0 + (x1 * x1 + b * b) / (1.0 - p->spread)) * (1.0 + 1e-12));
        mag_addmul(s->kappa, weight, size);
    }
    mag_clear(supremum);
    mag_clear(weight);
    mag_clear(size);
    if (good) return 1;
    if (depth == SPLITS) return 0;
    return add_columns(s, p, x0, 0.5 * (x0 + x1), b, depth + 1) && add_columns(s, p, 0.5 * (x0 + x1), x1, b, depth + 1);
}

/* The rectangle |x| <= R: columns of about half a unit where the Gaussian has its mass. */
static int strip_supremum(strip_bounds *s, const grid_problem *p, double R, double b)
{
    double x = 0.0, width;

    mag_zero(s->square);
    mag_zero(s->kappa);
    while (x < R) {
        width = fmin(x < 6.0 ? 0.5 : x < 12.0 ? 1.0 : 2.0, R - x);
        if (!add_columns(s, p, x, x + width, b, 0)) return 0;
        x += width;
    }
    return 1;
}

/* log(1 + 2 M/2^target): the exponent 2 pi b/h that the long sides ask for */
static double exponent_needed(const mag_t M, double target)
{
    double bits = (mag_is_zero(M) ? 0.0 : mag_get_d_log2_approx(M)) + 1.0 - target;

    return bits > 40.0 ? bits / LOG2_E + 1e-9 : log1p(exp2(bits)) + 1e-9;
}

/* M e^{b^2/2 + b sqrt N} resp. e^{b^2/2} */
static void long_sides(mag_t coefficients, mag_t kappa, const strip_bounds *s, const grid_problem *p, double b)
{
    arb_t t;
    mag_t scale;

    arb_init(t);
    mag_init(scale);
    arb_set_d(t, b * (0.5 * b + sqrt((double)p->N)) * (1.0 + 1e-14));
    arb_exp(t, t, BOUND_PREC);
    arb_get_mag(scale, t);
    mag_sqrt(coefficients, s->square);
    mag_mul(coefficients, coefficients, scale);
    arb_set_d(t, 0.5 * b * b / (1.0 - p->spread) * (1.0 + 1e-14));
    arb_exp(t, t, BOUND_PREC);
    arb_get_mag(scale, t);
    mag_mul(kappa, s->kappa, scale);
    arb_clear(t);
    mag_clear(scale);
}

/* 4 b sup over the sides at R of |f|: both short sides, both signs of t */
static void short_sides(mag_t coefficients, mag_t kappa, const grid_problem *p, double R, double b)
{
    mag_t supremum, weight;
    double near = 1e-9 * R;

    mag_init(supremum);
    mag_init(weight);
    column_supremum(supremum, p, R - near, R + near, b);
    mag_set_d(weight, 4.0 * b * 0.3989422804014328 / (1.0 - p->spread) * (1.0 + 1e-12)); /* 1/sqrt(2 pi tau) */
    mag_mul(weight, weight, supremum);
    panel_mehler_bound(coefficients, R - near, b, p->tau, p->N);
    mag_mul(coefficients, coefficients, weight);
    panel_mehler_bound(kappa, R - near, b, p->tau, 2); /* x^2 - 1 = sqrt(2) h_2 */
    mag_mul(kappa, kappa, weight);
    mag_mul(kappa, kappa, supremum);
    mag_mul_2exp_si(kappa, kappa, 1);
    mag_clear(supremum);
    mag_clear(weight);
}

/* x_k = (2k+1) multiplier 2^-exponent with 2 multiplier 2^-exponent <= h; 0 when the chains' words do not hold it */
static int short_step(grid_choice *c, double h, slong N)
{
    int e;
    double f = frexp(0.5 * h, &e);

    c->multiplier = (ulong)ldexp(f, STEP_BITS);
    c->exponent = STEP_BITS - e;
    while (2 * c->exponent < (slong)FLINT_BIT_COUNT((ulong)N) + 3) { /* grid_sums scales by 2^(2 exponent) / r */
        c->multiplier *= 2;
        c->exponent++;
    }
    c->step = ldexp((double)c->multiplier, (int)(1 - c->exponent));
    return 2 * c->exponent + (slong)FLINT_BIT_COUNT((ulong)N) + 3 < 62;
}

/* 2/(e^a - 1), a = 2 pi b/h */
static void long_side_factor(mag_t factor, double b, double h)
{
    arb_t a, t;

    arb_init(a);
    arb_init(t);
    arb_const_pi(a, BOUND_PREC);
    arb_set_d(t, 2.0 * b);
    arb_mul(a, a, t, BOUND_PREC);
    arb_set_d(t, h);
    arb_div(a, a, t, BOUND_PREC);
    arb_expm1(a, a, BOUND_PREC);
    arb_inv(a, a, BOUND_PREC);
    arb_mul_2exp_si(a, a, 1);
    arb_get_mag(factor, a);
    arb_clear(a);
    arb_clear(t);
}

int grid_try_height(grid_choice *c, const grid_problem *p, double b)
{
    double farthest = sqrt(p->cut * p->cut + 2.0 * b * b) + 4.0, R;
    strip_bounds s;
    mag_t M, M_kappa, side, side_kappa, t;
    int good;

    mag_init(s.square);
    mag_init(s.kappa);
    mag_init(M);
    mag_init(M_kappa);
    mag_init(side);
    mag_init(side_kappa);
    mag_init(t);
    c->b = b;
    good = strip_supremum(&s, p, farthest, b);
    if (good) {
        long_sides(M, M_kappa, &s, p, b);
        good = short_step(
            c, 2.0 * M_PI * b / fmax(exponent_needed(M, p->target), exponent_needed(M_kappa, p->target_kappa)), p->N);
    }
    good = good && p->cut / c->step < NODES_MAX;
    for (R = p->cut; good; R += 0.5) {
        c->count = (slong)ceil(R / c->step * (1.0 + 1e-12));
        c->R = (double)c->count * c->step;
        good = c->R < farthest * (1.0 - 1e-8) && c->count < NODES_MAX;
        if (!good) break;
        short_sides(side, side_kappa, p, c->R, b);
        if (mag_cmp_2exp_si(side, (slong)floor(p->target)) <= 0 &&
            mag_cmp_2exp_si(side_kappa, (slong)floor(p->target_kappa)) <= 0)
            break;
    }
    if (good) {
        long_side_factor(t, b, c->step);
        mag_mul(c->error, M, t);
        mag_mul(c->error_kappa, M_kappa, t);
        mag_add(c->error, c->error, side);
        mag_add(c->error_kappa, c->error_kappa, side_kappa);
        mag_add(c->error, c->error, p->tail);
        mag_add(c->error_kappa, c->error_kappa, p->tail_kappa);
    }
    mag_clear(s.square);
    mag_clear(s.kappa);
    mag_clear(M);
    mag_clear(M_kappa);
    mag_clear(side);
    mag_clear(side_kappa);
    mag_clear(t);
    return good;
}
