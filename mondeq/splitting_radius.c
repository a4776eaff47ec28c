/* splitting_radius: how far any z is from the equilibrium z*.

   Let p = relu(Wz + c).  Then Wz + c - p is in the normal cone G(p) of the nonnegative orthant, so
   E = F(p) + (Wz + c - p) = (p - Wp - c) + (Wz + c - p) = W(z - p) is in (F + G)(p), while 0 is in (F + G)(z*).  F + G is
   strongly monotone with mu:  mu|p - z*|^2 <= <E, p - z*>, hence |p - z*| <= |W(z - p)|/mu and
       |z - z*| <= |z - p| + |W(z - p)|/mu.
   Ledger: W, z, c are exact doubles and everything above is computed in balls, so no rounding is left out. */
#include "mondeq/mondeq.h"

#define PREC 128

/* out_i = start_i + sum_j W_ij x_j, start NULL for 0. */
static void image(arb_ptr out, const mondeq_double *m, const double *start, arb_srcptr x)
{
    arb_t w;
    arb_init(w);
    for (slong i = 0; i < m->n; i++) {
        arb_zero(out + i);
        if (start != NULL) arb_set_d(out + i, start[i]);
        for (slong j = 0; j < m->n; j++) {
            arb_set_d(w, m->W[i * m->n + j]);
            arb_addmul(out + i, w, x + j, PREC);
        }
    }
    arb_clear(w);
}

static void norm(arb_t value, arb_srcptr x, slong n)
{
    arb_zero(value);
    for (slong i = 0; i < n; i++) arb_addmul(value, x + i, x + i, PREC);
    arb_sqrtpos(value, value, PREC);
}

void mondeq_radius(arb_t radius, const double *z, const mondeq_double *m, const arb_t mu)
{
    arb_ptr x = _arb_vec_init(m->n), p = _arb_vec_init(m->n);
    arb_t zero, second;
    arb_init(zero);
    arb_init(second);
    for (slong i = 0; i < m->n; i++) arb_set_d(x + i, z[i]);
    image(p, m, m->c, x);
    for (slong i = 0; i < m->n; i++) {
        arb_max(p + i, p + i, zero, PREC);
        arb_sub(x + i, x + i, p + i, PREC); /* z - p */
    }
    image(p, m, NULL, x);
    norm(radius, x, m->n);
    norm(second, p, m->n);
    arb_div(second, second, mu, PREC);
    arb_add(radius, radius, second, PREC);
    if (!arb_is_positive(mu) || !arb_is_finite(radius))
        arb_pos_inf(radius);
    else {
        arf_t upper;
        arf_init(upper);
        arb_get_ubound_arf(upper, radius, PREC);
        arb_set_arf(radius, upper);
        arf_clear(upper);
    }
    _arb_vec_clear(x, m->n);
    _arb_vec_clear(p, m->n);
    arb_clear(zero);
    arb_clear(second);
}
