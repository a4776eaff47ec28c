/* points: data points as exact doubles, their inner products, cosines and first covariance. */
#include "ball/ball.h"
#include "ball/exact_dot.h"

void points_init(points_t p, slong n, slong d)
{
    if (n < 0 || d < 0 || (d > 0 && n > WORD_MAX / (slong)sizeof(double) / d)) flint_abort();
    p->n = n;
    p->d = d;
    p->x = flint_calloc((size_t)(n * d > 0 ? n * d : 1), sizeof(double));
    p->normalise = 1;
}

void points_clear(points_t p)
{
    flint_free(p->x);
    p->x = NULL;
    p->n = p->d = 0;
}

static const double *point(const points_t p, slong i)
{
    return p->x + i * p->d;
}

void points_inner_product(arf_t value, const points_t p, slong i, slong j)
{
    exact_dot(value, point(p, i), point(p, j), p->d);
}

void points_cosine(arb_t rho, const points_t p, slong i, slong j, slong prec)
{
    arf_t xy, xx, yy;
    arb_t product;

    arf_init(xy);
    arf_init(xx);
    arf_init(yy);
    arb_init(product);
    points_inner_product(xy, p, i, j);
    points_inner_product(xx, p, i, i);
    points_inner_product(yy, p, j, j);

    if (arf_sgn(xx) <= 0 || arf_sgn(yy) <= 0 || !arf_is_finite(xy) || !arf_is_finite(xx) || !arf_is_finite(yy)) {
        arb_indeterminate(rho); /* a zero or non-finite point has no direction; NaN has sign 0 here */
    } else {
        /* |rho| = 1 iff <x,y>^2 = <x,x><y,y>; asked exactly only when the ball leaves it open. */
        arb_set_arf(product, xx);
        arb_mul_arf(product, product, yy, prec + 10);
        arb_rsqrt(product, product, prec + 10);
        arb_mul_arf(product, product, xy, prec + 10);
        arb_set_round(rho, product, prec);
        arb_abs(product, product);
        arb_sub_ui(product, product, 1, prec + 10);
        if (arb_contains_zero(product)) {
            int sign = arf_sgn(xy);
            arf_mul(xy, xy, xy, ARF_PREC_EXACT, ARF_RND_DOWN);
            arf_mul(xx, xx, yy, ARF_PREC_EXACT, ARF_RND_DOWN);
            if (arf_equal(xy, xx)) arb_set_si(rho, sign);
        }
    }
    arf_clear(xy);
    arf_clear(xx);
    arf_clear(yy);
    arb_clear(product);
}

void points_sigma0(arb_t sigma, const points_t p, slong i, slong j, slong prec)
{
    if (p->normalise) { /* (2/d) d <x_i,x_j>/(|x_i||x_j|) */
        points_cosine(sigma, p, i, j, prec);
        arb_mul_2exp_si(sigma, sigma, 1);
    } else {
        points_inner_product(arb_midref(sigma), p, i, j);
        mag_zero(arb_radref(sigma));
        arb_mul_2exp_si(sigma, sigma, 1);
        arb_div_si(sigma, sigma, p->d, prec);
    }
}
