/* Integral over t >= R of an upper envelope against exp(a t - b t^2). */
#include "activation/growth_envelope.h"

/* -d/dt log of the monomial is at least  delta = -(max(p,0)/T + c + 2 e T)  for all t >= T when e <= 0; returns a lower
 * bound. */
static void decay_rate(arf_t delta, const envelope_struct *x, const arf_t T, slong prec)
{
    arb_t s, t;
    arb_init(s);
    arb_init(t);
    arb_set_arf(s, x->e);
    arb_mul_2exp_si(s, s, 1);
    arb_mul_arf(s, s, T, prec);
    arb_add_arf(s, s, x->c, prec);
    if (arf_sgn(x->p) > 0) {
        arb_set_arf(t, x->p);
        arb_div_arf(t, t, T, prec);
        arb_add(s, s, t, prec);
    }
    arb_neg(s, s);
    arb_get_lbound_arf(delta, s, prec);
    arb_clear(s);
    arb_clear(t);
}

/* From T on the integrand is below f(T) exp(-delta (t - T)), so its integral is at most f(T)/delta.  When delta > 0
   fails at R, the stretch [R, T] with T = 2^k R is bounded by its length times the supremum. */
void growth_tail_integral(arb_t bound, const growth_t g, const arb_t a, const arb_t b, const arf_t R, slong prec)
{
    envelope_t f;
    arf_t T, delta, height, stretch;
    arb_t total;
    if (envelope_is_zero(&g->upper)) {
        arb_zero(bound);
        return;
    }
    envelope_init(f);
    arf_init(T);
    arf_init(delta);
    arf_init(height);
    arf_init(stretch);
    arb_init(total);
    envelope_set(f, &g->upper);
    /* t > 0: the integrand increases with a and decreases with b */
    arb_get_ubound_arf(delta, a, prec);
    arf_add(f->c, f->c, delta, prec, ARF_RND_CEIL);
    arb_get_lbound_arf(delta, b, prec);
    arf_sub(f->e, f->e, delta, prec, ARF_RND_CEIL);
    int decays = !envelope_is_infinite(f) && !arf_is_nan(f->c) && !arf_is_nan(f->e) && arf_sgn(f->e) <= 0 &&
                 (arf_sgn(f->e) < 0 || arf_sgn(f->c) < 0);
    if (decays) {
        arf_set(T, R);
        decay_rate(delta, f, T, prec);
        for (int doublings = 0; doublings < 256 && !(arf_sgn(delta) > 0); doublings++) {
            arf_mul_2exp_si(T, T, 1);
            decay_rate(delta, f, T, prec);
        }
        decays = arf_sgn(delta) > 0;
    }
    if (decays) {
        if (arf_cmp(T, R) > 0) {
            envelope_supremum(height, f, R, prec, ARF_RND_CEIL);
            arf_sub(stretch, T, R, prec, ARF_RND_CEIL);
            arb_set_arf(total, stretch);
            arb_mul_arf(total, total, height, prec);
        }
        envelope_supremum(height, f, T, prec, ARF_RND_CEIL);
        arf_div(height, height, delta, prec, ARF_RND_CEIL);
        arb_add_arf(total, total, height, prec);
        arb_get_ubound_arf(height, total, prec);
        arb_set_arf(bound, height);
    } else {
        arb_pos_inf(bound);
    }
    envelope_clear(f);
    arf_clear(T);
    arf_clear(delta);
    arf_clear(height);
    arf_clear(stretch);
    arb_clear(total);
}
