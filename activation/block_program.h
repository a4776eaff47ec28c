/* Private to activation/: a piece (or its derivative) as straight-line code over blocks of doubles with running error
 * bounds. */
#ifndef DEQCERT_ACTIVATION_BLOCK_PROGRAM_H
#define DEQCERT_ACTIVATION_BLOCK_PROGRAM_H

#include "activation/expr.h"

enum { BLOCK = 256, BLOCK_STEP = 8 }; /* arrays are padded to a multiple of BLOCK_STEP */

typedef enum {
    BLOCK_X,
    BLOCK_CONSTANT,
    BLOCK_NEG,
    BLOCK_ADD,
    BLOCK_SUB,
    BLOCK_MUL,
    BLOCK_DIV,
    BLOCK_SQRT,
    BLOCK_FIRST_LIBM, /* operations from here on call libm */
    BLOCK_EXP = BLOCK_FIRST_LIBM,
    BLOCK_LOG,
    BLOCK_LOG1P,
    BLOCK_EXPM1,
    BLOCK_SIN,
    BLOCK_COS,
    BLOCK_TAN,
    BLOCK_SINH,
    BLOCK_COSH,
    BLOCK_TANH,
    BLOCK_ASINH,
    BLOCK_ATAN,
    BLOCK_ERF,
    BLOCK_ERFC,
    BLOCK_SIGMOID, /* 1/(1+exp(-u)) without overflow */
    BLOCK_SOFTPLUS /* log(1+exp(u)) without overflow */
} block_kind;

/* Instruction i computes value i from values left and right (-1 absent), kept in slot `slot` of the work space. */
typedef struct {
    block_kind kind;
    int left, right, slot;
    double constant, radius;
} block_instruction;

typedef struct {
    block_instruction *code;
    int count, allocated, slots, result;
    int cheap;     /* no libm calls */
    double *space; /* slots * 2 * BLOCK doubles: values, then error bounds */
} block_program;

/* order 0: the expression; order 1: its derivative. */
void block_program_init(block_program *p, const expr_struct *e, int order);
void block_program_clear(block_program *p);
/* Evaluates at x[0..length-1] (padded); *value and *error point into the work space. */
void block_program_run(const double **value, const double **error, block_program *p, const double *x, int length);

/* Emission: indices of values; equal instructions are shared. */
int block_emit(block_program *p, block_kind kind, int left, int right);
int block_emit_constant(block_program *p, const arb_t value);
int block_emit_integer(block_program *p, slong value);
int block_emit_power(block_program *p, int u, slong n);
/* Appends the derivative of the result and makes it the new result. */
void block_differentiate(block_program *p);

/* One instruction: values y with bounds f from operands (a, ea), (b, eb); arrays do not overlap. */
void block_operation(block_kind kind, double *y, double *f, const double *a, const double *ea, const double *b,
                     const double *eb, int length);
/* Error bounds are multiplied by this at the end: it covers the rounding errors of the bounds themselves. */
#define BLOCK_INFLATION (1 + 0x1p-36)

#endif
