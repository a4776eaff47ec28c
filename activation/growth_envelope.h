/* Private to activation/: envelopes coefficient * t^p * exp(c t + e t^2) on t >= R >= 1.
   Since t >= 1, the monomial increases with each of p, c, e: an upper envelope rounds everything up (ARF_RND_CEIL), a
   lower one everything down (ARF_RND_FLOOR).  Upper coefficient +inf: nothing known; lower coefficient 0: nothing
   known. */
#ifndef DEQCERT_ACTIVATION_GROWTH_ENVELOPE_H
#define DEQCERT_ACTIVATION_GROWTH_ENVELOPE_H

#include "activation/activation.h"

typedef envelope_struct envelope_t[1];

void envelope_init(envelope_struct *x); /* the zero envelope */
void envelope_clear(envelope_struct *x);
void envelope_set(envelope_struct *z, const envelope_struct *x);
void envelope_set_constant(envelope_struct *z, const arf_t coefficient);
/* Sign of the exponents (e, c, p) in lexicographic order: +1 grows to infinity, 0 constant, -1 decays to zero. */
int envelope_order(const envelope_struct *x);
/* Lexicographic comparison of the exponents. */
int envelope_compare(const envelope_struct *x, const envelope_struct *y);
int envelope_is_zero(const envelope_struct *x);
int envelope_is_infinite(const envelope_struct *x);
void envelope_mul(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec, arf_rnd_t rnd);
/* x / y, y's coefficient positive and finite. */
void envelope_div(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec, arf_rnd_t rnd);
void envelope_scale(envelope_struct *z, const envelope_struct *x, const arf_t factor, slong prec, arf_rnd_t rnd);
/* x^a for a positive finite coefficient and any real ball a (the caller picks the right side of x when a < 0). */
void envelope_pow(envelope_struct *z, const envelope_struct *x, const arb_t a, slong prec, arf_rnd_t rnd);
/* Bound (rounded by rnd) for the supremum resp. infimum over t >= R. */
void envelope_supremum(arf_t value, const envelope_struct *x, const arf_t R, slong prec, arf_rnd_t rnd);
void envelope_infimum(arf_t value, const envelope_struct *x, const arf_t R, slong prec, arf_rnd_t rnd);
/* Upper envelopes of x + y and of max(x, y). */
void envelope_add_upper(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, const arf_t R,
                        slong prec);
void envelope_max_upper(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, const arf_t R,
                        slong prec);
/* Lower envelope of x + y. */
void envelope_add_lower(envelope_struct *z, const envelope_struct *x, const envelope_struct *y, slong prec);
/* z = envelope (lower if rnd is ARF_RND_FLOOR, upper if ARF_RND_CEIL) of x (1 - s) resp. 0 when s >= 1. */
void envelope_remove_share(envelope_struct *z, const envelope_struct *x, const arf_t s, slong prec, arf_rnd_t rnd);

#endif
