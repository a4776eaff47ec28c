/* approx_activation_block: values alone, for iterations whose result is certified afterwards.  The loops call the vector
   versions of libm (glibc's libmvec) at the widest vectors of the machine; nothing is claimed about their errors. */
#include <math.h>
#include <string.h>
#include "activation/block_program.h"
#include "activation/evaluate.h"
#include "ball/ball.h"

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__)
#if __GLIBC_PREREQ(2, 35)
#define VECTORISED(function) double function(double) __attribute__((simd("notinbranch"), const, nothrow));
VECTORISED(exp)
VECTORISED(log)
VECTORISED(log1p)
VECTORISED(expm1)
VECTORISED(sin)
VECTORISED(cos)
VECTORISED(tan)
VECTORISED(sinh)
VECTORISED(cosh)
VECTORISED(tanh)
VECTORISED(asinh)
VECTORISED(atan)
VECTORISED(erf)
VECTORISED(erfc)
#endif
#endif

/* One case of the switch: y[i] from a[i] and b[i]. */
#define CASE(kind, value)                                                                                              \
    case kind:                                                                                                         \
        for (int i = 0; i < BLOCK; i++) y[i] = value;                                                                  \
        break;

/* A whole block at a time: the loops have constant length. */
WIDEST_VECTORS static void operation(block_kind kind, double *restrict y, const double *restrict a,
                                     const double *restrict b)
{
    switch (kind) {
        CASE(BLOCK_X, a[i])
    case BLOCK_CONSTANT:
        break; /* filled by block_program_init */
        CASE(BLOCK_NEG, -a[i])
        CASE(BLOCK_ADD, a[i] + b[i])
        CASE(BLOCK_SUB, a[i] - b[i])
        CASE(BLOCK_MUL, a[i] * b[i])
        CASE(BLOCK_DIV, a[i] / b[i])
        CASE(BLOCK_SQRT, sqrt(a[i]))
        CASE(BLOCK_EXP, exp(a[i]))
        CASE(BLOCK_LOG, log(a[i]))
        CASE(BLOCK_LOG1P, log1p(a[i]))
        CASE(BLOCK_EXPM1, expm1(a[i]))
        CASE(BLOCK_SIN, sin(a[i]))
        CASE(BLOCK_COS, cos(a[i]))
        CASE(BLOCK_TAN, tan(a[i]))
        CASE(BLOCK_SINH, sinh(a[i]))
        CASE(BLOCK_COSH, cosh(a[i]))
        CASE(BLOCK_TANH, tanh(a[i]))
        CASE(BLOCK_ASINH, asinh(a[i]))
        CASE(BLOCK_ATAN, atan(a[i]))
        CASE(BLOCK_ERF, erf(a[i]))
        CASE(BLOCK_ERFC, erfc(a[i]))
        CASE(BLOCK_SIGMOID, 1 / (1 + exp(-a[i])))
        CASE(BLOCK_SOFTPLUS, (a[i] > 0 ? a[i] : 0) + log1p(exp(-fabs(a[i]))))
    }
}

static const double *run(block_program *p, const double *x)
{
    for (int i = 0; i <= p->result; i++) {
        const block_instruction *c = p->code + i;
        if (c->slot < 0 || c->kind == BLOCK_CONSTANT) continue;
        double *y = p->space + (size_t)c->slot * 2 * BLOCK;
        const double *a = c->left < 0 ? x : p->space + (size_t)p->code[c->left].slot * 2 * BLOCK;
        const double *b = c->right < 0 ? a : p->space + (size_t)p->code[c->right].slot * 2 * BLOCK;
        operation(c->kind, y, a, b);
    }
    return p->space + (size_t)p->code[p->result].slot * 2 * BLOCK;
}

WIDEST_VECTORS static void select_from(double *restrict y, const double *restrict x, double low,
                                       const double *restrict value)
{
    for (int i = 0; i < BLOCK; i++) {
        const double old = y[i];
        y[i] = x[i] >= low ? value[i] : old;
    }
}

void approx_activation_block(double *y, const activation_t phi, const double *x, size_t length)
{
    const slong pieces = phi->pieces;
    block_program *program = flint_malloc((size_t)pieces * sizeof(block_program));
    double *low = flint_malloc((size_t)pieces * sizeof(double));
    double point[BLOCK], value[BLOCK];
    for (slong k = 0; k < pieces; k++) {
        block_program_init(program + k, phi->piece + k, 0);
        low[k] = k > 0 ? fmpq_get_d(phi->breakpoint + k - 1) : -INFINITY;
    }
    for (size_t start = 0; start < length; start += BLOCK) {
        const size_t count = length - start < BLOCK ? length - start : BLOCK;
        memcpy(point, x + start, count * sizeof(double));
        for (size_t i = count; i < BLOCK; i++) point[i] = point[0];
        memcpy(value, run(program, point), sizeof value);
        for (slong k = 1; k < pieces; k++) select_from(value, point, low[k], run(program + k, point));
        memcpy(y + start, value, count * sizeof(double));
    }
    for (slong k = 0; k < pieces; k++) block_program_clear(program + k);
    flint_free(program);
    flint_free(low);
}
