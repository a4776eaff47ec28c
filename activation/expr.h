/* Private to activation/: the expression tree after kinks have become pieces. */
#ifndef DEQCERT_ACTIVATION_EXPR_H
#define DEQCERT_ACTIVATION_EXPR_H

#include "activation/activation.h"

/* Primitive operations left inside a piece.  sigmoid, softplus, gelu, silu, mish, ... are expanded into these by the parser:
   sigmoid(u) = 1/(1+exp(-u)), softplus(u) = log1p(exp(u)), gelu(u) = u*Phi(u) = u*erfc(-u/sqrt(2))/2,
   silu(u) = u*sigmoid(u), mish(u) = u*tanh(softplus(u)), elu/relu/abs/... become pieces. */
typedef enum {
    EXPR_X,        /* the variable */
    EXPR_RATIONAL, /* exact constant `value` */
    EXPR_PI, EXPR_E,
    EXPR_NEG, EXPR_ADD, EXPR_SUB, EXPR_MUL, EXPR_DIV,
    EXPR_POWER,    /* left ^ value, integer exponent (may be negative), held in `exponent` */
    EXPR_POW,      /* left ^ right otherwise: exp(right*log(left)) with left > 0 */
    EXPR_EXP, EXPR_LOG, EXPR_LOG1P, EXPR_EXPM1, EXPR_SQRT, EXPR_SIN, EXPR_COS, EXPR_TAN, EXPR_SINH, EXPR_COSH, EXPR_TANH,
    EXPR_ASINH, EXPR_ATAN, EXPR_ERF, EXPR_ERFC
} expr_kind;

/* A tree in an arena; children come before parents, so a loop over the arena is a post-order evaluation.  Equal subtrees are
   stored once (operands may be shared: mish(u) holds u once), so walk the arena by a loop, never by recursion. */
typedef struct {
    expr_kind kind;
    slong left, right;   /* indices of operands in the arena, -1 when absent */
    slong exponent;      /* EXPR_POWER */
    fmpq value;          /* EXPR_RATIONAL */
} expr_node;

typedef struct { expr_node *node; slong count, allocated; } expr_struct;   /* root = node[count-1] */
typedef expr_struct expr_t[1];

struct activation_struct {
    slong pieces;
    fmpq *breakpoint;        /* pieces - 1, increasing */
    expr_struct *piece;      /* pieces */
    expr_struct *at_break;   /* pieces - 1 constant expressions: the value AT breakpoint k (step(0)=1, sign(0)=0) */
    slong *degree;           /* per piece: polynomial degree by structure or -1 */
    int parity;              /* see activation_parity */
    char *text;              /* canonical text */
};

#endif
