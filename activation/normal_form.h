/* Private to activation/: a normal form of expressions, so that equal normal forms prove equal functions. */
#ifndef DEQCERT_ACTIVATION_NORMAL_FORM_H
#define DEQCERT_ACTIVATION_NORMAL_FORM_H

#include "activation/arena.h"

/* Workspace shared by the expressions to be compared; it gives up (failed) when the forms grow too large. */
typedef struct { intern_t table; int failed; } normalizer_struct;
typedef normalizer_struct normalizer_t[1];
void normalizer_init(normalizer_t w);
void normalizer_clear(normalizer_t w);

/* What replaces x: x itself, -x, or the rational `at`. */
typedef enum { SUBSTITUTE_X, SUBSTITUTE_MINUS_X, SUBSTITUTE_VALUE } substitution;

/* coefficient * node, node = -1 for the constant 1.  Equal (coefficient, node) in one workspace => the functions are equal wherever
   both expressions are defined. */
typedef struct { fmpq_t coefficient; slong node; } normal_struct;
typedef normal_struct normal_t[1];
void normal_init(normal_t f);
void normal_clear(normal_t f);
void normal_form(normal_t f, normalizer_t w, const expr_t e, substitution what, const fmpq *at);

/* 1 iff certified identical: e with `what` substituted equals sign * f (sign +-1). */
int expr_identical(const expr_t e, substitution what, const fmpq *at, const expr_t f, int sign);

#endif
