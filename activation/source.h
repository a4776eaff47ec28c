/* Private to activation/: the parsed expression as the user wrote it, before kinks become pieces. */
#ifndef DEQCERT_ACTIVATION_SOURCE_H
#define DEQCERT_ACTIVATION_SOURCE_H

#include "activation/expr.h"

#define SOURCE_MAX_BYTES 4096
#define SOURCE_MAX_DEPTH 64
#define SOURCE_MAX_NODES 2000
/* Exact rational constants have numerator and denominator of at most this many bits (about 1200 digits). */
#define RATIONAL_MAX_BITS 4096
/* Largest |exponent| of a rational power, and largest degree of a polynomial. */
#define EXPONENT_MAX 1000

typedef enum {
    FUNCTION_PRIMITIVE, /* one node of the kind `primitive` */
    /* expanded into primitives */
    FUNCTION_SIGMOID,
    FUNCTION_SOFTPLUS,
    FUNCTION_GELU,
    FUNCTION_SILU,
    FUNCTION_MISH,
    /* kinked: one branch on each piece */
    FUNCTION_SOFTSIGN,
    FUNCTION_RELU,
    FUNCTION_LEAKY_RELU,
    FUNCTION_ELU,
    FUNCTION_ABS,
    FUNCTION_SIGN,
    FUNCTION_STEP,
    FUNCTION_MIN,
    FUNCTION_MAX,
    FUNCTION_CLIP
} function_id;

typedef struct {
    const char *name, *usage;
    function_id id;
    expr_kind primitive;
    int min_arguments, max_arguments;
} function_struct;

/* The function called name[0..length-1], or NULL. */
const function_struct *function_find(const char *name, size_t length);
/* Writes "unknown name '...'; did you mean ...?" and the list of known names. */
void function_unknown(reason_t why, const char *name, size_t length);

typedef enum {
    SOURCE_NUMBER,
    SOURCE_X,
    SOURCE_PI,
    SOURCE_E,
    SOURCE_NEG,
    SOURCE_ADD,
    SOURCE_SUB,
    SOURCE_MUL,
    SOURCE_DIV,
    SOURCE_POW,
    SOURCE_CALL
} source_kind;

typedef struct {
    source_kind kind;
    const function_struct *function; /* SOURCE_CALL */
    int operands;
    slong operand[3]; /* indices of earlier nodes */
    slong offset;     /* byte of the operator, name or number */
    fmpq value;       /* SOURCE_NUMBER */
} source_node;

/* Operands come before their operators; the root is the last node. */
typedef struct {
    source_node *node;
    slong count, allocated;
} source_struct;
typedef source_struct source_t[1];

void source_init(source_t s);
void source_clear(source_t s);
dq_status source_parse(source_t s, const char *text, activation_error_t error);
/* Canonical text with the fewest parentheses; source_parse gives the same tree back.  The caller frees it with free().
 */
char *source_text(const source_t s);
/* Shortest exact notation of a rational: a decimal when it is one, else p/q.  The caller frees it with free(). */
char *rational_text(const fmpq_t value);

#endif
