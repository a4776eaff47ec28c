/* Private to activation/: conditions of analyticity (divisor not 0, argument of log > 0, ...) and their check on an
 * interval. */
#ifndef DEQCERT_ACTIVATION_CONDITIONS_H
#define DEQCERT_ACTIVATION_CONDITIONS_H

#include "activation/builder.h"
#include "activation/global_range.h"

#define CHECK_BITS 128

/* The operand whose value the condition of node n restricts; -1 when there is no condition. */
slong condition_operand(const expr_node *n);
/* Marks the nodes with a condition not already certain from exact constants, and everything below them; 0 when there
 * are none. */
int conditions_mark(char *needed, const builder_t b);

/* Enclosures of every node for lower <= x <= upper: a ball and an end-point interval, kept consistent. */
typedef struct {
    slong count;
    arb_ptr ball;
    range_struct *range;
} enclosures;
void enclosures_init(enclosures *v, slong count);
void enclosures_clear(enclosures *v);
/* First needed node whose condition is not certified for lower <= x <= upper (infinite ends allowed), or -1; *work
 * counts nodes. */
slong conditions_first_failure(enclosures *v, const builder_t b, const char *needed, const arf_t lower,
                               const arf_t upper, slong *work);

#endif
