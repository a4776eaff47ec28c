/* Compiling a piece into straight-line code: constants folded by balls, dead code dropped, slots reused. */
#include <float.h>
#include <math.h>
#include <string.h>
#include "activation/block_program.h"
#include "activation/evaluate.h"

enum { LOOK_BACK = 64 }; /* how far back equal instructions are looked for */

static int append(block_program *p, block_kind kind, int left, int right, double constant, double radius)
{
    for (int i = p->count - 1; i >= 0 && i >= p->count - LOOK_BACK; i--) {
        const block_instruction *c = p->code + i;
        if (c->kind == kind && c->left == left && c->right == right && c->constant == constant && c->radius == radius)
            return i;
    }
    if (p->count == p->allocated) {
        p->allocated = 2 * p->allocated + 16;
        p->code = flint_realloc(p->code, (size_t)p->allocated * sizeof(block_instruction));
    }
    p->code[p->count] = (block_instruction){kind, left, right, -1, constant, radius};
    return p->count++;
}

int block_emit(block_program *p, block_kind kind, int left, int right)
{
    if (kind == BLOCK_NEG && p->code[left].kind == BLOCK_NEG) return p->code[left].left;
    if (kind == BLOCK_MUL && p->code[left].kind == BLOCK_CONSTANT && p->code[left].constant == 1 &&
        p->code[left].radius == 0)
        return right;
    if (kind == BLOCK_MUL && p->code[right].kind == BLOCK_CONSTANT && p->code[right].constant == 1 &&
        p->code[right].radius == 0)
        return left;
    return append(p, kind, left, right, 0, 0);
}

int block_emit_constant(block_program *p, const arb_t value)
{
    double constant = 0, radius = INFINITY;
    if (arb_is_finite(value)) {
        constant = arf_get_d(arb_midref(value), ARF_RND_NEAR);
        if (fabs(constant) <= DBL_MAX) {
            arb_t error;
            arf_t bound;
            arb_init(error);
            arf_init(bound);
            arf_set_d(arb_midref(error), constant);
            arb_sub(error, value, error, 128);
            arb_get_abs_ubound_arf(bound, error, 53);
            radius = arf_get_d(bound, ARF_RND_UP);
            arb_clear(error);
            arf_clear(bound);
        } else {
            constant = 0;
        }
    }
    return append(p, BLOCK_CONSTANT, -1, -1, constant, radius);
}

int block_emit_integer(block_program *p, slong value)
{
    arb_t ball;
    arb_init(ball);
    arb_set_si(ball, value);
    int index = block_emit_constant(p, ball);
    arb_clear(ball);
    return index;
}

int block_emit_power(block_program *p, int u, slong n)
{
    int result = -1;
    ulong rest = n < 0 ? -(ulong)n : (ulong)n;
    for (int square = u; rest != 0; rest >>= 1) {
        if (rest & 1) result = result < 0 ? square : block_emit(p, BLOCK_MUL, result, square);
        if (rest > 1) square = block_emit(p, BLOCK_MUL, square, square);
    }
    if (result < 0) result = block_emit_integer(p, 1);
    return n < 0 ? block_emit(p, BLOCK_DIV, block_emit_integer(p, 1), result) : result;
}

static block_kind unary(expr_kind kind)
{
    switch (kind) {
    case EXPR_NEG:
        return BLOCK_NEG;
    case EXPR_EXP:
        return BLOCK_EXP;
    case EXPR_LOG:
        return BLOCK_LOG;
    case EXPR_LOG1P:
        return BLOCK_LOG1P;
    case EXPR_EXPM1:
        return BLOCK_EXPM1;
    case EXPR_SQRT:
        return BLOCK_SQRT;
    case EXPR_SIN:
        return BLOCK_SIN;
    case EXPR_COS:
        return BLOCK_COS;
    case EXPR_TAN:
        return BLOCK_TAN;
    case EXPR_SINH:
        return BLOCK_SINH;
    case EXPR_COSH:
        return BLOCK_COSH;
    case EXPR_TANH:
        return BLOCK_TANH;
    case EXPR_ASINH:
        return BLOCK_ASINH;
    case EXPR_ATAN:
        return BLOCK_ATAN;
    case EXPR_ERF:
        return BLOCK_ERF;
    case EXPR_ERFC:
        return BLOCK_ERFC;
    default:
        return BLOCK_CONSTANT;
    }
}

static int is_one(const block_instruction *c)
{
    return c->kind == BLOCK_CONSTANT && c->constant == 1 && c->radius == 0;
}

/* 1 + exp(w) or exp(w) + 1: the index of w, else -1. */
static int one_plus_exponential(const block_program *p, int index)
{
    const block_instruction *sum = p->code + index;
    if (sum->kind != BLOCK_ADD) return -1;
    const block_instruction *a = p->code + sum->left, *b = p->code + sum->right;
    if (is_one(a) && b->kind == BLOCK_EXP) return b->left;
    if (is_one(b) && a->kind == BLOCK_EXP) return a->left;
    return -1;
}

static int emit_node(block_program *p, const expr_node *n, int u, int v)
{
    int w;
    switch (n->kind) {
    case EXPR_X:
        return 0;
    case EXPR_ADD:
        return block_emit(p, BLOCK_ADD, u, v);
    case EXPR_SUB:
        return block_emit(p, BLOCK_SUB, u, v);
    case EXPR_MUL:
        return block_emit(p, BLOCK_MUL, u, v);
    case EXPR_DIV: /* a/(1 + exp(w)) = a sigmoid(-w): no overflow, fewer roundings */
        w = one_plus_exponential(p, v);
        if (w < 0) return block_emit(p, BLOCK_DIV, u, v);
        return block_emit(p, BLOCK_MUL, u, block_emit(p, BLOCK_SIGMOID, block_emit(p, BLOCK_NEG, w, -1), -1));
    case EXPR_POWER:
        return block_emit_power(p, u, n->exponent);
    case EXPR_POW:
        return block_emit(p, BLOCK_EXP, block_emit(p, BLOCK_MUL, v, block_emit(p, BLOCK_LOG, u, -1)), -1);
    case EXPR_LOG1P:
        if (p->code[u].kind == BLOCK_EXP) return block_emit(p, BLOCK_SOFTPLUS, p->code[u].left, -1);
        return block_emit(p, BLOCK_LOG1P, u, -1);
    default:
        return block_emit(p, unary(n->kind), u, -1);
    }
}

/* Keeps what the result needs and gives every value a slot; an operand's slot is free again after its last use. */
static void allocate_slots(block_program *p)
{
    int *last = flint_malloc((size_t)p->count * sizeof(int)), *free_slot = flint_malloc((size_t)p->count * sizeof(int));
    int free_count = 0;
    for (int i = 0; i < p->count; i++) last[i] = -1; /* -1: not needed */
    last[p->result] = p->count;
    for (int i = p->result; i >= 0; i--) {
        const block_instruction *c = p->code + i;
        if (last[i] < 0) continue;
        if (c->left >= 0 && last[c->left] < 0) last[c->left] = i;
        if (c->right >= 0 && last[c->right] < 0) last[c->right] = i;
    }
    p->slots = 0;
    p->cheap = 1;
    for (int i = 0; i <= p->result; i++) {
        block_instruction *c = p->code + i;
        if (last[i] < 0) continue;
        c->slot = free_count > 0 && c->kind > BLOCK_CONSTANT ? free_slot[--free_count] : p->slots++;
        if (c->kind >= BLOCK_FIRST_LIBM) p->cheap = 0;
        const int operand[2] = {c->left, c->right == c->left ? -1 : c->right};
        for (int k = 0; k < 2; k++)
            if (operand[k] >= 0 && last[operand[k]] == i && p->code[operand[k]].kind > BLOCK_CONSTANT)
                free_slot[free_count++] = p->code[operand[k]].slot;
    }
    flint_free(last);
    flint_free(free_slot);
}

void block_program_init(block_program *p, const expr_struct *e, int order)
{
    enum { CONSTANT_PRECISION = 192 };
    int *value = flint_malloc((size_t)e->count * sizeof(int));
    char *constant = flint_malloc((size_t)e->count);
    arb_ptr ball = _arb_vec_init(e->count);
    arb_t x;
    arb_init(x);
    *p = (block_program){NULL, 0, 0, 0, 0, 0, NULL};
    append(p, BLOCK_X, -1, -1, 0, 0);
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = e->node + i;
        slong l = n->left, r = n->right;
        constant[i] = n->kind != EXPR_X && (l < 0 || constant[l]) && (r < 0 || constant[r]);
        if (constant[i]) {
            expr_node_arb(ball + i, n, l < 0 ? x : ball + l, r < 0 ? x : ball + r, x, CONSTANT_PRECISION);
            value[i] = block_emit_constant(p, ball + i);
            continue;
        }
        value[i] = emit_node(p, n, l < 0 ? -1 : value[l], r < 0 ? -1 : value[r]);
    }
    p->result = value[e->count - 1];
    if (order > 0) block_differentiate(p);
    allocate_slots(p);
    p->space = flint_malloc((size_t)p->slots * 2 * BLOCK * sizeof(double));
    for (int i = 0; i <= p->result; i++) {
        const block_instruction *c = p->code + i;
        if (c->slot < 0 || c->kind > BLOCK_CONSTANT) continue;
        double *y = p->space + (size_t)c->slot * 2 * BLOCK;
        for (int k = 0; k < BLOCK; k++) {
            y[k] = c->constant;
            y[BLOCK + k] = c->radius;
        }
    }
    flint_free(value);
    flint_free(constant);
    _arb_vec_clear(ball, e->count);
    arb_clear(x);
}

void block_program_clear(block_program *p)
{
    flint_free(p->code);
    flint_free(p->space);
}

void block_program_run(const double **value, const double **error, block_program *p, const double *x, int length)
{
    const int padded = (length + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;
    for (int i = 0; i <= p->result; i++) {
        const block_instruction *c = p->code + i;
        if (c->slot < 0 || c->kind == BLOCK_CONSTANT) continue;
        double *y = p->space + (size_t)c->slot * 2 * BLOCK;
        if (c->kind == BLOCK_X) {
            memcpy(y, x, (size_t)padded * sizeof(double));
            continue;
        }
        const double *a = p->space + (size_t)p->code[c->left].slot * 2 * BLOCK;
        const double *b = c->right < 0 ? a : p->space + (size_t)p->code[c->right].slot * 2 * BLOCK;
        block_operation(c->kind, y, y + BLOCK, a, a + BLOCK, b, b + BLOCK, padded);
    }
    *value = p->space + (size_t)p->code[p->result].slot * 2 * BLOCK;
    *error = *value + BLOCK;
}
