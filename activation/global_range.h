/* Private to activation/: bounds of a node over an interval, possibly unbounded. */
#ifndef DEQCERT_ACTIVATION_GLOBAL_RANGE_H
#define DEQCERT_ACTIVATION_GLOBAL_RANGE_H

#include "activation/expr.h"

/* lower <= node <= upper for all x of the interval, infinite ends allowed; sign +1 (-1): the node is > 0 (< 0) at every
   x even where an end is 0 (exp), 0: not known. */
typedef struct {
    arf_struct lower, upper;
    int sign;
} range_struct;
void global_range_init(range_struct *r);
void global_range_clear(range_struct *r);

#define RANGE_BITS 64
void global_range_unknown(range_struct *r); /* (-inf, inf) */
void global_range_add(range_struct *r, const range_struct *u, const range_struct *v);
void global_range_negate(range_struct *r, const range_struct *u);
void global_range_multiply(range_struct *r, const range_struct *u, const range_struct *v);
void global_range_invert(range_struct *r, const range_struct *u); /* 1/u; unknown unless u has one sign */
void global_range_abs(range_struct *r, const range_struct *u);
void global_range_power(range_struct *r, const range_struct *u, slong k); /* k >= 1 */

/* r = range of node n for from <= x <= to, from those of its operands. */
void node_range(range_struct *r, const expr_node *n, const range_struct *left, const range_struct *right,
                const arf_t from, const arf_t to);

#endif
