/* Real balls: one sweep over the arena, and the sharpened evaluation of wide or cancelling arguments. */
#include "activation/evaluate.h"

/* Guard bits of the sweep: the rounding of single operations stays below the last digit of the result. */
#define GUARD 10

slong expr_values_arb(arb_ptr value, const expr_t e, const arb_t x, slong prec)
{
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = &e->node[i];
        expr_node_arb(value + i, n, n->left >= 0 ? value + n->left : NULL, n->right >= 0 ? value + n->right : NULL, x,
                      prec);
        if (!arb_is_finite(value + i)) return i;
    }
    return -1;
}

void expr_eval_arb(arb_t y, const expr_t e, const arb_t x, slong prec)
{
    arb_ptr value = _arb_vec_init(e->count);
    if (expr_values_arb(value, e, x, prec + GUARD) >= 0)
        arb_indeterminate(y);
    else
        arb_set_round(y, value + e->count - 1, prec);
    _arb_vec_clear(value, e->count);
}

/* Cancellation: double the working precision while the result has fewer than prec bits and a doubling still halves its
   radius; when it does not, the radius of x dominates. */
static void against_cancellation(arb_t y, const expr_t e, const arb_t x, slong prec)
{
    slong most = 4 * prec + 256;
    arb_t again;
    expr_eval_arb(y, e, x, prec);
    if (arb_rel_accuracy_bits(y) >= prec - 2) return;
    arb_init(again);
    for (slong wp = 2 * prec + 32;; wp *= 2) {
        mag_t half;
        int better;
        wp = wp > most ? most : wp;
        expr_eval_arb(again, e, x, wp);
        mag_init(half);
        mag_mul_2exp_si(half, arb_radref(y), -1);
        better = !arb_is_finite(y) || mag_cmp(arb_radref(again), half) <= 0;
        mag_clear(half);
        arb_swap(y, again);
        if (!better || wp == most || arb_rel_accuracy_bits(y) >= prec - 2) break;
    }
    arb_set_round(y, y, prec);
    arb_clear(again);
}

static void end_point_hull(arb_t y, const expr_t e, const arb_t x, slong prec)
{
    arb_t lower, upper, f;
    arb_init(lower);
    arb_init(upper);
    arb_init(f);
    arb_get_interval_arf(arb_midref(lower), arb_midref(upper), x, prec + 2 * GUARD);
    against_cancellation(y, e, lower, prec);
    against_cancellation(f, e, upper, prec);
    arb_union(y, y, f, prec);
    arb_clear(lower);
    arb_clear(upper);
    arb_clear(f);
}

/* f(X) in f(m) + f'(X)(X - m). */
static void mean_value(arb_t y, const expr_t e, const arb_t x, const arb_t slope, slong prec)
{
    arb_t middle, offset;
    arb_init(middle);
    arb_init(offset);
    arb_get_mid_arb(middle, x);
    against_cancellation(y, e, middle, prec);
    arb_sub(offset, x, middle, prec); /* X - m, symmetric about 0 */
    arb_mul(offset, offset, slope, prec);
    arb_add(y, y, offset, prec);
    arb_clear(middle);
    arb_clear(offset);
}

/* A wide ball on which the dependency of the operands hides that the expression is finite: the union of the halves, at
   most 2^depth parts. */
static void bisected(arb_t y, const expr_t e, const arb_t x, int depth, slong prec)
{
    arb_t half, other;
    arf_t end[3];
    expr_eval_arb(y, e, x, prec);
    if (arb_is_finite(y) || depth == 0 || arb_is_exact(x)) return;
    arb_init(half);
    arb_init(other);
    for (int i = 0; i < 3; i++) arf_init(end[i]);
    arb_get_interval_arf(end[0], end[2], x, prec + 2 * GUARD);
    arf_set(end[1], arb_midref(x));
    arb_set_interval_arf(half, end[0], end[1], prec + 2 * GUARD);
    bisected(other, e, half, depth - 1, prec);
    if (arb_is_finite(other)) {
        arb_set_interval_arf(half, end[1], end[2], prec + 2 * GUARD);
        bisected(y, e, half, depth - 1, prec);
        arb_union(y, y, other, prec);
    }
    for (int i = 0; i < 3; i++) arf_clear(end[i]);
    arb_clear(half);
    arb_clear(other);
}

void expr_eval_arb_tight(arb_t y, const expr_t e, const arb_t x, slong prec)
{
    arb_struct taylor[2];
    arb_t box, other;
    if (!arb_is_finite(x)) {
        expr_eval_arb(y, e, x, prec);
        return;
    }
    arb_init(box);
    arb_set(box, x);
    against_cancellation(y, e, box, prec);
    if (arb_is_exact(box) || arb_rel_accuracy_bits(y) >= prec - 2 || !arb_is_finite(y)) {
        if (!arb_is_finite(y)) bisected(y, e, box, 8, prec);
        arb_clear(box);
        return;
    }
    arb_init(taylor);
    arb_init(taylor + 1);
    arb_init(other);
    expr_eval_series(taylor, e, box, 2, prec);
    if (arb_is_finite(taylor + 1)) {
        if (!arb_contains_zero(taylor + 1))
            end_point_hull(other, e, box, prec);
        else
            mean_value(other, e, box, taylor + 1, prec);
        if (arb_is_finite(other) && !arb_intersection(y, y, other, prec)) arb_indeterminate(y);
    }
    arb_clear(taylor);
    arb_clear(taylor + 1);
    arb_clear(other);
    arb_clear(box);
}

void expr_eval_constant(arb_t y, const expr_t e, slong prec)
{
    arb_t x;
    arb_init(x);
    for (slong wp = prec;; wp *= 2) {
        expr_eval_arb(y, e, x, wp);
        if (arb_rel_accuracy_bits(y) >= prec || wp >= 16 * prec) break;
    }
    arb_clear(x);
}

int expr_constant_sign(const expr_t e)
{
    arb_t x, y;
    int sign = 2;
    arb_init(x);
    arb_init(y);
    for (slong wp = 128; sign == 2 && wp <= 4096; wp *= 2) {
        expr_eval_arb(y, e, x, wp);
        if (arb_is_zero(y))
            sign = 0;
        else if (arb_is_positive(y))
            sign = 1;
        else if (arb_is_negative(y))
            sign = -1;
    }
    arb_clear(x);
    arb_clear(y);
    return sign;
}

int arf_cmp_rational(const arf_t a, const fmpq_t b)
{
    arf_t left, right;
    int sign;
    if (arf_is_inf(a)) return arf_sgn(a);
    arf_init(left);
    arf_init(right);
    arf_mul_fmpz(left, a, fmpq_denref(b), ARF_PREC_EXACT, ARF_RND_DOWN); /* exact: the denominator is positive */
    arf_set_fmpz(right, fmpq_numref(b));
    sign = arf_cmp(left, right);
    arf_clear(left);
    arf_clear(right);
    return sign;
}
