/* Forward-mode derivatives as further instructions of the same program, so they share its error analysis. */
#include "activation/block_program.h"

enum { ZERO = -1 }; /* stands for a derivative that vanishes identically */

static int product(block_program *p, int u, int v)
{
    return u == ZERO || v == ZERO ? ZERO : block_emit(p, BLOCK_MUL, u, v);
}

static int quotient(block_program *p, int u, int v)
{
    return u == ZERO ? ZERO : block_emit(p, BLOCK_DIV, u, v);
}

static int negative(block_program *p, int u)
{
    return u == ZERO ? ZERO : block_emit(p, BLOCK_NEG, u, -1);
}

static int sum(block_program *p, int u, int v)
{
    if (u == ZERO) return v;
    return v == ZERO ? u : block_emit(p, BLOCK_ADD, u, v);
}

static int one_plus_square(block_program *p, int u)
{
    return block_emit(p, BLOCK_ADD, block_emit_integer(p, 1), block_emit(p, BLOCK_MUL, u, u));
}

/* (2/sqrt(pi)) exp(-u^2) */
static int bell(block_program *p, int u)
{
    arb_t factor;
    arb_init(factor);
    arb_const_pi(factor, 192);
    arb_rsqrt(factor, factor, 192);
    arb_mul_2exp_si(factor, factor, 1);
    int constant = block_emit_constant(p, factor);
    arb_clear(factor);
    int exponent = block_emit(p, BLOCK_NEG, block_emit(p, BLOCK_MUL, u, u), -1);
    return block_emit(p, BLOCK_MUL, constant, block_emit(p, BLOCK_EXP, exponent, -1));
}

/* Derivative of value i, an operation on u and v with derivatives du and dv. */
static int slope(block_program *p, int i, int du, int dv)
{
    const int u = p->code[i].left, v = p->code[i].right;
    switch (p->code[i].kind) {
    case BLOCK_X:
        return block_emit_integer(p, 1);
    case BLOCK_CONSTANT:
        return ZERO;
    case BLOCK_NEG:
        return negative(p, du);
    case BLOCK_ADD:
        return sum(p, du, dv);
    case BLOCK_SUB:
        return sum(p, du, negative(p, dv));
    case BLOCK_MUL:
        if (u == v) return product(p, block_emit(p, BLOCK_ADD, u, u), du);
        return sum(p, product(p, du, v), product(p, u, dv));
    case BLOCK_DIV:
        return quotient(p, sum(p, du, negative(p, product(p, i, dv))), v);
    case BLOCK_SQRT:
        return quotient(p, du, block_emit(p, BLOCK_ADD, i, i));
    case BLOCK_EXP:
        return product(p, i, du);
    case BLOCK_LOG:
        return quotient(p, du, u);
    case BLOCK_LOG1P:
        return quotient(p, du, block_emit(p, BLOCK_ADD, block_emit_integer(p, 1), u));
    case BLOCK_EXPM1:
        return product(p, block_emit(p, BLOCK_EXP, u, -1), du);
    case BLOCK_SIN:
        return product(p, block_emit(p, BLOCK_COS, u, -1), du);
    case BLOCK_COS:
        return negative(p, product(p, block_emit(p, BLOCK_SIN, u, -1), du));
    case BLOCK_TAN:
        return product(p, one_plus_square(p, i), du);
    case BLOCK_SINH:
        return product(p, block_emit(p, BLOCK_COSH, u, -1), du);
    case BLOCK_COSH:
        return product(p, block_emit(p, BLOCK_SINH, u, -1), du);
    case BLOCK_TANH:
        return product(p, block_emit(p, BLOCK_SUB, block_emit_integer(p, 1), block_emit(p, BLOCK_MUL, i, i)), du);
    case BLOCK_ASINH:
        return quotient(p, du, block_emit(p, BLOCK_SQRT, one_plus_square(p, u), -1));
    case BLOCK_ATAN:
        return quotient(p, du, one_plus_square(p, u));
    case BLOCK_ERF:
        return product(p, bell(p, u), du);
    case BLOCK_ERFC:
        return negative(p, product(p, bell(p, u), du));
    case BLOCK_SIGMOID: { /* sigmoid(u) sigmoid(-u) u' */
        int mirrored = block_emit(p, BLOCK_SIGMOID, block_emit(p, BLOCK_NEG, u, -1), -1);
        return product(p, block_emit(p, BLOCK_MUL, i, mirrored), du);
    }
    case BLOCK_SOFTPLUS:
        return product(p, block_emit(p, BLOCK_SIGMOID, u, -1), du);
    }
    return ZERO;
}

void block_differentiate(block_program *p)
{
    const int values = p->result + 1;
    char *needed = flint_calloc((size_t)values, 1);
    int *d = flint_malloc((size_t)values * sizeof(int));
    needed[p->result] = 1;
    for (int i = p->result; i >= 0; i--) {
        if (!needed[i]) continue;
        if (p->code[i].left >= 0) needed[p->code[i].left] = 1;
        if (p->code[i].right >= 0) needed[p->code[i].right] = 1;
    }
    for (int i = 0; i < values; i++) {
        if (!needed[i]) continue;
        const int u = p->code[i].left, v = p->code[i].right;
        d[i] = slope(p, i, u < 0 ? ZERO : d[u], v < 0 ? ZERO : d[v]);
    }
    p->result = d[values - 1] == ZERO ? block_emit_integer(p, 0) : d[values - 1];
    flint_free(needed);
    flint_free(d);
}
