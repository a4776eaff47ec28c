/* spline_properties: the minimum and the PL condition of a quadratic spline, piece by piece. */
#include "verify/claims/quadratic_spline.h"

/* The start of piece k (its finite end: the left one but for the first piece), and which way it runs. */
static slong piece_anchor(slong k)
{
    return k == 0 ? 0 : k - 1;
}

/* 1 iff x lies in the closed piece k. */
static int in_piece(const spline_t s, slong k, const fmpq_t x)
{
    return (k == 0 || fmpq_cmp(s->knot + k - 1, x) <= 0) && (k == s->knots || fmpq_cmp(x, s->knot + k) <= 0);
}

static void consider(fmpq_t x, fmpq_t least, int *found, const spline_t s, const fmpq_t at)
{
    fmpq_t y;
    fmpq_init(y);
    spline_value(y, s, at);
    if (!*found || fmpq_cmp(y, least) < 0) {
        fmpq_set(x, at);
        fmpq_set(least, y);
    }
    *found = 1;
    fmpq_clear(y);
}

/* Along the left end f -> inf iff f'' > 0 there, or f'' = 0 and f' < 0; f constant (f' = 0) is bounded and attained at
   the knot; mirrored on the right.  The minimum is then at a knot or a zero of f' inside a piece. */
int spline_minimum(fmpq_t x, fmpq_t least, const spline_t s)
{
    int found = 0, bounded;
    fmpq_t g, at;
    fmpq_init(g);
    fmpq_init(at);
    bounded = fmpq_sgn(s->slope) > 0 || (fmpq_sgn(s->slope) == 0 && fmpq_sgn(s->gradient) <= 0);
    spline_gradient(g, s, s->knot + s->knots - 1);
    if (!(fmpq_sgn(s->slope + s->knots) > 0 || (fmpq_sgn(s->slope + s->knots) == 0 && fmpq_sgn(g) >= 0))) bounded = 0;
    for (slong k = 0; bounded && k < s->knots; k++) consider(x, least, &found, s, s->knot + k);
    for (slong k = 0; bounded && k <= s->knots; k++) {
        const fmpq *from = s->knot + piece_anchor(k);
        if (fmpq_is_zero(s->slope + k)) continue;
        spline_gradient(g, s, from);
        fmpq_div(at, g, s->slope + k);
        fmpq_sub(at, from, at);
        if (in_piece(s, k, at)) consider(x, least, &found, s, at);
    }
    fmpq_clear(g);
    fmpq_clear(at);
    return bounded;
}

/* c0 + c1 t + c2 t^2 >= 0 at the vertex, if it lies in the piece (t from the anchor). */
static int vertex_is_nonnegative(const spline_t s, slong k, const fmpq_t c0, const fmpq_t c1, const fmpq_t c2)
{
    if (fmpq_sgn(c2) <= 0) return 1; /* concave or affine: the ends decide */
    fmpq_t t, at, square;
    fmpq_init(t);
    fmpq_init(at);
    fmpq_init(square);
    fmpq_div(t, c1, c2);
    fmpq_div_2exp(t, t, 1);
    fmpq_neg(t, t);
    fmpq_add(at, s->knot + piece_anchor(k), t);
    /* c0 - c1^2/(4 c2) = c0 + c1 t/2 at the vertex t = -c1/(2 c2) */
    fmpq_mul(square, c1, t);
    fmpq_div_2exp(square, square, 1);
    fmpq_add(square, square, c0);
    int holds = !in_piece(s, k, at) || fmpq_sgn(square) >= 0;
    fmpq_clear(t);
    fmpq_clear(at);
    fmpq_clear(square);
    return holds;
}

/* On a piece of slope a from f, g: f'^2 - mu f = (a^2 - mu a/2) t^2 + (2a - mu) g t + g^2 - mu f. */
int spline_is_pl(const spline_t s, const fmpq_t mu)
{
    fmpq_t x, least, f, g, c0, c1, c2;
    fmpq_init(x);
    fmpq_init(least);
    fmpq_init(f);
    fmpq_init(g);
    fmpq_init(c0);
    fmpq_init(c1);
    fmpq_init(c2);
    int holds = spline_minimum(x, least, s) && fmpq_sgn(least) >= 0;
    for (slong k = 0; holds && k <= s->knots; k++) {
        const fmpq *a = s->slope + k;
        spline_value(f, s, s->knot + piece_anchor(k));
        spline_gradient(g, s, s->knot + piece_anchor(k));
        fmpq_mul(c0, g, g);
        fmpq_submul(c0, mu, f);
        fmpq_mul_2exp(c1, a, 1);
        fmpq_sub(c1, c1, mu);
        fmpq_mul(c2, c1, a);
        fmpq_div_2exp(c2, c2, 1);
        fmpq_mul(c1, c1, g);
        int unbounded = k == 0 || k == s->knots, outward = k == 0 ? -1 : 1;
        holds = fmpq_sgn(c0) >= 0 && vertex_is_nonnegative(s, k, c0, c1, c2);
        /* Towards infinity the leading coefficient that is not zero decides. */
        if (unbounded && (fmpq_sgn(c2) < 0 || (fmpq_is_zero(c2) && outward * fmpq_sgn(c1) < 0))) holds = 0;
    }
    fmpq_clear(x);
    fmpq_clear(least);
    fmpq_clear(f);
    fmpq_clear(g);
    fmpq_clear(c0);
    fmpq_clear(c1);
    fmpq_clear(c2);
    return holds;
}
