/* Private to activation/: a normal form of expressions, so that equal normal forms prove equal functions. */
#ifndef DEQCERT_ACTIVATION_NORMAL_FORM_H
#define DEQCERT_ACTIVATION_NORMAL_FORM_H

#include "activation/arena.h"

/* Workspace shared by the expressions to be compared; it gives up (failed) when the forms grow too large. */
typedef struct {
    intern_t table;
    int failed;
} normalizer_struct;
typedef normalizer_struct normalizer_t[1];
void normalizer_init(normalizer_t w);
void normalizer_clear(normalizer_t w);

/* What replaces x: x itself, -x, or the rational `at`. */
typedef enum { SUBSTITUTE_X, SUBSTITUTE_MINUS_X, SUBSTITUTE_VALUE } substitution;

/* coefficient * node, node = -1 for the constant 1.  Equal (coefficient, node) in one workspace => the functions are
   equal wherever both expressions are defined. */
typedef struct {
    fmpq_t coefficient;
    slong node;
} normal_struct;
typedef normal_struct normal_t[1];
void normal_init(normal_t f);
void normal_clear(normal_t f);
void normal_form(normal_t f, normalizer_t w, const expr_t e, substitution what, const fmpq *at);

/* ---- building blocks (normal_algebra.c) ---- */
/* A sum under construction: constant + sum of coefficient * node. */
typedef struct {
    fmpq_t coefficient;
    slong node;
} term;
typedef struct {
    term *t;
    slong count, allocated;
    fmpq_t constant;
} term_list;
slong normal_node(normalizer_t w, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value);
slong normal_as_node(normalizer_t w, const normal_t f);         /* coefficient * node as one node */
void normal_check_size(normalizer_t w, const fmpq_t c);         /* failed when c has grown too large */
void normal_add_term(term_list *s, const fmpq_t c, slong node); /* node = -1: the constant */
void normal_sum(normal_t f, normalizer_t w, term_list *s);
void normal_terms_clear(term_list *s);
void normal_add(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v, int sign); /* u + sign*v */
void normal_multiply(normal_t f, normalizer_t w, const normal_struct *u, const normal_struct *v,
                     int sign); /* u * v^sign */
void normal_power(normal_t f, normalizer_t w, const normal_struct *u, slong k);

/* 1 iff certified identical: e with `what` substituted equals sign * f (sign +-1). */
int expr_identical(const expr_t e, substitution what, const fmpq *at, const expr_t f, int sign);

#endif
