/* Private to activation/: what init computes once about the pieces. */
#ifndef DEQCERT_ACTIVATION_STRUCTURE_H
#define DEQCERT_ACTIVATION_STRUCTURE_H

#include "activation/expr.h"

/* Degree when the expression is a polynomial by structure, else -1: exact when the coefficients are rational or the
   leading one is certified nonzero, an upper bound otherwise.  Degrees above EXPONENT_MAX are reported as EXPONENT_MAX
   + 1. */
slong expr_degree(const expr_t e);
/* +1, -1 or 0 from the pieces' normal forms. */
int pieces_parity(const activation_t phi);
/* Drops breakpoints across which both pieces and the value at the break are identical. */
void merge_pieces(activation_t phi);

#endif
