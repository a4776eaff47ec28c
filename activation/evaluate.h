/* Private to activation/: evaluation of one expression tree.  In all of these a node that is not finite (pole, branch
   cut, overflow) makes the result indeterminate even where a bounded function of it would be finite, so a finite result
   certifies that every operation is holomorphic on the whole ball. */
#ifndef DEQCERT_ACTIVATION_EVALUATE_H
#define DEQCERT_ACTIVATION_EVALUATE_H

#include "activation/expr.h"

/* y = the operation of node n on its operands a (left) and b (right); x is the variable.  Monotone functions of wide
   balls are evaluated at the end points. */
void expr_node_arb(arb_t y, const expr_node *n, const arb_t a, const arb_t b, const arb_t x, slong prec);
void expr_node_acb(acb_t y, const expr_node *n, const acb_t a, const acb_t b, const acb_t z, slong prec);

/* First Taylor coefficient of node `index` from the values and slopes of its operands. */
void expr_node_slope(arb_t d, const expr_t e, slong index, arb_srcptr value, arb_srcptr slope, slong prec);

/* Fills value[0..e->count-1] and returns -1, or stops at the first node that is not finite and returns its index. */
slong expr_values_arb(arb_ptr value, const expr_t e, const arb_t x, slong prec);
void expr_eval_arb(arb_t y, const expr_t e, const arb_t x, slong prec);
void expr_eval_acb(acb_t y, const expr_t e, const acb_t z, slong prec);
void expr_eval_series(arb_ptr y, const expr_t e, const arb_t x, slong length, slong prec);
/* A constant expression to about prec bits (less only when 16*prec bits of working precision do not suffice). */
void expr_eval_constant(arb_t y, const expr_t e, slong prec);

/* As expr_eval_arb, but with the precision raised against cancellation and, for wide x, the first-order mean value
   form: the narrower of f(X) and f(m) + f'(X)(X - m), or the hull of f at the end points when f' has one sign on X. */
void expr_eval_arb_tight(arb_t y, const expr_t e, const arb_t x, slong prec);

/* -1, 0, +1: certified sign of the constant expression; 2: undecided at 4096 bits or not finite. */
int expr_constant_sign(const expr_t e);

/* Exact comparison of an end point with a rational: sign of a - b; a may be infinite but not NaN. */
int arf_cmp_rational(const arf_t a, const fmpq_t b);

#endif
