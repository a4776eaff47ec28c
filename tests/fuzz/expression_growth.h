/* Part of the target expression: its subject, and growth and suprema compared with values. */
#ifndef DEQCERT_TESTS_FUZZ_EXPRESSION_GROWTH_H
#define DEQCERT_TESTS_FUZZ_EXPRESSION_GROWTH_H

#include <math.h>
#include <stdint.h>
#include "activation/activation.h"
#include "tests/fuzz/fuzz.h"

enum { POINTS_MOST = 24, PIECES_MOST = 64, SERIES = 4, PREC = 96 };

typedef struct {
    double x[POINTS_MOST];
    size_t count;
    uint64_t random; /* FNV-1a of the text, then a multiplicative generator */
    const char *text;
    activation_t phi;
} subject;

static inline void say(const subject *s, const char *what, double x, const arb_t a, const arb_t b)
{
    char *left = arb_get_str(a, 25, ARB_STR_MORE), *right = arb_get_str(b, 25, ARB_STR_MORE);
    broken("expression", 0, "%s at x = %a: %s against %s\n%s\n%s", what, x, left, right, s->text,
           activation_text(s->phi));
}

static void agree(const subject *s, const char *what, double x, const arb_t a, const arb_t b)
{
    if (arb_is_finite(a) && arb_is_finite(b) && !arb_overlaps(a, b)) say(s, what, x, a, b);
}

/* The piece of x by the header's rule: a breakpoint belongs to the piece on its right. */
static slong piece_of(const subject *s, const arb_t x)
{
    slong k = 0;
    fmpq_t q;
    fmpq_init(q);
    arf_get_fmpq(q, arb_midref(x));
    while (k + 1 < activation_pieces(s->phi) && fmpq_cmp(q, activation_breakpoint(s->phi, k)) >= 0) k++;
    fmpq_clear(q);
    return k;
}

/* ---- growth ---------------------------------------------------------------------------------------- */

/* coefficient t^p e^(c t + e t^2) */
static void envelope_at(arb_t y, const envelope_struct *e, const arb_t t)
{
    arb_t part, exponent;
    arb_init(part);
    arb_init(exponent);
    arb_set_arf(part, e->c);
    arb_mul(exponent, part, t, PREC);
    arb_sqr(y, t, PREC);
    arb_set_arf(part, e->e);
    arb_addmul(exponent, part, y, PREC);
    arb_log(y, t, PREC);
    arb_set_arf(part, e->p);
    arb_addmul(exponent, part, y, PREC);
    arb_exp(y, exponent, PREC);
    arb_set_arf(part, e->coefficient);
    arb_mul(y, y, part, PREC);
    arb_clear(part);
    arb_clear(exponent);
}

static void check_growth(const subject *s, int order, int side, const arf_t R)
{
    arb_t x, t, f, size, envelope;
    arb_ptr series = _arb_vec_init(SERIES);
    reason_t why;
    growth_t g;

    arb_init(x);
    arb_init(t);
    arb_init(f);
    arb_init(size);
    arb_init(envelope);
    growth_init(g);
    reason_init(why);
    dq_status status = activation_growth(g, s->phi, order, side, R, 64, why);
    require(status == DQ_OK || why->text[0] != '\0', "growth without a reason");
    for (int k = 0; k < 4 && status == DQ_OK; k++) {
        arb_set_arf(t, R);
        arb_mul_ui(t, t, 1ul << 2 * k, PREC);
        arb_set_ui(f, (ulong)k);
        arb_mul_2exp_si(f, f, -2);
        arb_add(t, t, f, PREC);
        if (side > 0)
            arb_set(x, t);
        else
            arb_neg(x, t);
        activation_piece_eval_series(series, s->phi, side > 0 ? activation_pieces(s->phi) - 1 : 0, x, order + 1, PREC);
        arb_mul_ui(f, series + order, order == 2 ? 2 : 1, PREC);
        if (!arb_is_finite(f)) continue;
        double at = arf_get_d(arb_midref(x), ARF_RND_NEAR);
        arb_abs(size, f);
        envelope_at(envelope, &g->upper, t);
        if (arb_is_finite(envelope) && arb_gt(size, envelope)) say(s, "the upper envelope", at, size, envelope);
        envelope_at(envelope, &g->lower, t);
        if (arb_is_finite(envelope) && arb_lt(size, envelope)) say(s, "the lower envelope", at, size, envelope);
        if ((g->sign > 0 && arb_is_negative(f)) || (g->sign < 0 && arb_is_positive(f)))
            say(s, "the sign of the growth", at, f, f);
    }
    arb_clear(x);
    arb_clear(t);
    arb_clear(f);
    arb_clear(size);
    arb_clear(envelope);
    growth_clear(g);
    _arb_vec_clear(series, SERIES);
}

/* R: a power of two beyond every breakpoint. */
static void check_growths(const subject *s)
{
    arf_t R;
    arb_t q;
    reason_t why;
    double beyond = 1;
    for (slong k = 0; k + 1 < activation_pieces(s->phi); k++)
        beyond = fmax(beyond, fabs(fmpq_get_d(activation_breakpoint(s->phi, k))));
    if (!(beyond < 1e6)) return;
    arf_init(R);
    arf_set_d(R, exp2(ceil(log2(beyond)) + 1));
    for (int order = 0; order <= 2; order++)
        for (int side = -1; side <= 1; side += 2) check_growth(s, order, side, R);
    arf_clear(R);
    arb_init(q);
    arb_set_ui(q, 2);
    reason_init(why);
    int finite = activation_square_integrable(s->phi, q, why);
    require(finite >= -1 && finite <= 1, "square integrable: %d", finite);
    arb_clear(q);
}

/* ---- suprema --------------------------------------------------------------------------------------- */

/* No value of |phi'| or |phi''| inside a piece exceeds the supremum. */
static void check_supremum(const subject *s, int order)
{
    arb_t value, x, size;
    arb_ptr series = _arb_vec_init(SERIES);
    reason_t why;

    arb_init(value);
    arb_init(x);
    arb_init(size);
    reason_init(why);
    sup_status status = activation_supremum(value, s->phi, order, 20, why);
    for (size_t k = 0; k < s->count && status == SUP_FINITE; k++) {
        arb_set_d(x, s->x[k]);
        slong piece = piece_of(s, x);
        activation_piece_eval_series(series, s->phi, piece, x, order + 1, PREC);
        arb_abs(size, series + order);
        if (order == 2) arb_mul_2exp_si(size, size, 1);
        if (arb_is_finite(size) && arb_gt(size, value))
            say(s, order == 1 ? "sup |phi'|" : "sup |phi''|", s->x[k], size, value);
    }
    arb_clear(value);
    arb_clear(x);
    arb_clear(size);
    _arb_vec_clear(series, SERIES);
}

#endif
