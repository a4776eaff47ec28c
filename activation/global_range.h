/* Private to activation/: bounds of a node over an interval, possibly unbounded. */
#ifndef DEQCERT_ACTIVATION_GLOBAL_RANGE_H
#define DEQCERT_ACTIVATION_GLOBAL_RANGE_H

#include "activation/expr.h"

/* lower <= node <= upper for all x of the interval, infinite ends allowed; sign +1 (-1): the node is > 0 (< 0) at every x
   even where an end is 0 (exp), 0: not known. */
typedef struct { arf_struct lower, upper; int sign; } range_struct;
void range_init(range_struct *r);
void range_clear(range_struct *r);
/* r = range of node n for from <= x <= to, from those of its operands. */
void node_range(range_struct *r, const expr_node *n, const range_struct *left, const range_struct *right, const arf_t from,
                const arf_t to);

#endif
