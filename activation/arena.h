/* Private to activation/: arenas of nodes without duplicates, and the exact polynomials some nodes are. */
#ifndef DEQCERT_ACTIVATION_ARENA_H
#define DEQCERT_ACTIVATION_ARENA_H

#include "activation/expr.h"

void expr_init(expr_t e);
void expr_clear(expr_t e);
/* Appends a node (value may be NULL) and returns its index. */
slong expr_append(expr_t e, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value);
/* out = the part of e below root, root last. */
void expr_extract(expr_t out, const expr_t e, slong root);

/* An arena in which equal nodes have equal indices (hash table with open addressing). */
typedef struct {
    expr_t nodes;
    slong *slot, slots, limit;
} intern_struct;
typedef intern_struct intern_t[1];
void intern_init(intern_t t, slong limit);
void intern_clear(intern_t t);
/* Index of the node, appended if new; -1 when that would exceed the limit. */
slong intern_node(intern_t t, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value);

/* Polynomials with rational coefficients of degree <= 32 and coefficients of <= RATIONAL_MAX_BITS bits are kept
   exactly. Returns 1 and the polynomial of a node from those of its operands (NULL where an operand has none), else 0.
 */
int node_polynomial(fmpq_poly_t p, const expr_node *n, const fmpq_poly_struct *left, const fmpq_poly_struct *right);
/* Polynomials of all nodes of e: known[i] says whether p[i] holds one.  p has e->count initialised entries. */
void expr_polynomials(fmpq_poly_struct *p, char *known, const expr_t e);

#endif
