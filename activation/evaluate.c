/* The public evaluators: a piece's tree, and the union over the pieces a real ball meets. */
#include "activation/evaluate.h"

void activation_piece_eval_arb(arb_t y, const activation_t phi, slong k, const arb_t x, slong prec)
{
    expr_eval_arb(y, &phi->piece[k], x, prec);
}

void activation_piece_eval_acb(acb_t y, const activation_t phi, slong k, const acb_t z, slong prec)
{
    expr_eval_acb(y, &phi->piece[k], z, prec);
}

void activation_piece_eval_series(arb_ptr y, const activation_t phi, slong k, const arb_t x, slong length, slong prec)
{
    expr_eval_series(y, &phi->piece[k], x, length, prec);
}

typedef struct {
    arb_struct *y;
    int empty;
    slong prec;
} hull;

static void hull_add(hull *h, const arb_t part)
{
    if (h->empty)
        arb_set_round(h->y, part, h->prec);
    else
        arb_union(h->y, h->y, part, h->prec);
    h->empty = 0;
}

/* [max(lower, b_{k-1}), min(upper, b_k)], a breakpoint that is not dyadic rounded outward (the piece is analytic beyond
 * it). */
static void part_in_piece(arb_t part, const activation_t phi, slong k, const arf_t lower, const arf_t upper, slong prec)
{
    arf_t from, to;
    arb_t b;
    arf_init(from);
    arf_init(to);
    arb_init(b);
    arf_set(from, lower);
    arf_set(to, upper);
    if (k > 0 && arf_cmp_rational(lower, phi->breakpoint + k - 1) < 0) {
        arb_set_fmpq(b, phi->breakpoint + k - 1, prec);
        arb_get_lbound_arf(from, b, prec);
    }
    if (k + 1 < phi->pieces && arf_cmp_rational(upper, phi->breakpoint + k) > 0) {
        arb_set_fmpq(b, phi->breakpoint + k, prec);
        arb_get_ubound_arf(to, b, prec);
    }
    arb_set_interval_arf(part, from, to, prec);
    arf_clear(from);
    arf_clear(to);
    arb_clear(b);
}

static void eval_union(arb_t y, const activation_t phi, const arb_t x, slong prec)
{
    slong wp = prec + 64 + arb_bits(x); /* end points of x are exact at this precision in all ordinary cases */
    arf_t lower, upper;
    arb_t value, part;
    hull h = {value, 1, prec};
    arf_init(lower);
    arf_init(upper);
    arb_init(value);
    arb_init(part);
    arb_get_interval_arf(lower, upper, x, wp);
    for (slong k = 0; k < phi->pieces; k++) {
        /* piece k is met on its open interval, or the ball is a point inside it */
        int above = k == 0 || arf_cmp_rational(upper, phi->breakpoint + k - 1) > 0;
        int below = k + 1 == phi->pieces || arf_cmp_rational(lower, phi->breakpoint + k) < 0;
        if (above && below) {
            arb_t piece_value;
            arb_init(piece_value);
            if ((k == 0 || arf_cmp_rational(lower, phi->breakpoint + k - 1) >= 0) &&
                (k + 1 == phi->pieces || arf_cmp_rational(upper, phi->breakpoint + k) <= 0))
                arb_set(part, x);
            else
                part_in_piece(part, phi, k, lower, upper, wp);
            expr_eval_arb_tight(piece_value, &phi->piece[k], part, prec);
            hull_add(&h, piece_value);
            arb_clear(piece_value);
        }
        if (k + 1 < phi->pieces && arf_cmp_rational(lower, phi->breakpoint + k) <= 0 &&
            arf_cmp_rational(upper, phi->breakpoint + k) >= 0) {
            arb_t at;
            arb_init(at);
            expr_eval_constant(at, &phi->at_break[k], prec);
            hull_add(&h, at);
            arb_clear(at);
        }
    }
    arb_set(y, value);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(value);
    arb_clear(part);
}

void activation_eval_arb(arb_t y, const activation_t phi, const arb_t x, slong prec)
{
    if (!arb_is_finite(x))
        arb_indeterminate(y);
    else if (phi->pieces == 1)
        expr_eval_arb_tight(y, &phi->piece[0], x, prec);
    else
        eval_union(y, phi, x, prec);
}
