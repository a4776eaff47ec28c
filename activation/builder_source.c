/* The parsed expression on one cell, where every kinked function is one of its branches. */
#include "activation/builder.h"

static slong sigmoid(builder_t b, slong u)
{
    slong e = builder_unary(b, EXPR_EXP, builder_unary(b, EXPR_NEG, u));
    slong one = builder_integer(b, 1);
    return builder_binary(b, EXPR_DIV, one, builder_binary(b, EXPR_ADD, one, e));
}

static slong softplus(builder_t b, slong u)
{
    return builder_unary(b, EXPR_LOG1P, builder_unary(b, EXPR_EXP, u));
}

/* u*Phi(u) = u*erfc(-u/sqrt(2))/2 keeps its relative accuracy for u -> -inf. */
static slong gelu(builder_t b, slong u)
{
    slong two = builder_integer(b, 2), root = builder_unary(b, EXPR_SQRT, two);
    slong scaled = builder_binary(b, EXPR_DIV, builder_unary(b, EXPR_NEG, u), root);
    return builder_binary(b, EXPR_DIV, builder_binary(b, EXPR_MUL, u, builder_unary(b, EXPR_ERFC, scaled)), two);
}

static slong softsign(builder_t b, slong u)
{
    int sign = builder_sign(b, u, "softsign");
    slong one = builder_integer(b, 1);
    return builder_binary(b, EXPR_DIV, u, builder_binary(b, sign < 0 ? EXPR_SUB : EXPR_ADD, one, u));
}

/* max(u, v), or min for direction -1 */
static slong extremum(builder_t b, slong u, slong v, int direction, const char *function)
{
    slong difference = builder_binary(b, EXPR_SUB, u, v);
    return direction * builder_sign(b, difference, function) >= 0 ? u : v;
}

static slong clip(builder_t b, slong u, slong lower, slong upper)
{
    if (b->constant[lower] && b->constant[upper] && !b->failed &&
        builder_sign(b, builder_binary(b, EXPR_SUB, upper, lower), "clip") < 0) {
        builder_fail(b, "clip(x,lo,hi) needs lo <= hi");
        return 0;
    }
    return extremum(b, extremum(b, u, lower, 1, "clip"), upper, -1, "clip");
}

static int constant_parameter(builder_t b, slong a, const char *function)
{
    if (!b->failed && !b->constant[a]) builder_fail(b, "the parameter a of %s(x,a) must be a constant", function);
    return !b->failed;
}

static slong leaky_relu(builder_t b, slong u, slong a)
{
    if (!constant_parameter(b, a, "leaky_relu")) return 0;
    return builder_sign(b, u, "leaky_relu") >= 0 ? u : builder_binary(b, EXPR_MUL, a, u);
}

static slong elu(builder_t b, slong u, slong a)
{
    if (!constant_parameter(b, a, "elu")) return 0;
    return builder_sign(b, u, "elu") >= 0 ? u : builder_binary(b, EXPR_MUL, a, builder_unary(b, EXPR_EXPM1, u));
}

static slong default_slope(builder_t b)
{
    fmpq_t hundredth;
    slong a;
    fmpq_init(hundredth);
    fmpq_set_si(hundredth, 1, 100);
    a = builder_rational(b, hundredth);
    fmpq_clear(hundredth);
    return a;
}

static slong call(builder_t b, const source_node *n, const slong *made)
{
    const function_struct *f = n->function;
    slong u = made[n->operand[0]], v = n->operands > 1 ? made[n->operand[1]] : -1,
          w = n->operands > 2 ? made[n->operand[2]] : -1;
    switch (f->id) {
    case FUNCTION_PRIMITIVE:
        return builder_unary(b, f->primitive, u);
    case FUNCTION_SIGMOID:
        return sigmoid(b, u);
    case FUNCTION_SOFTPLUS:
        return softplus(b, u);
    case FUNCTION_GELU:
        return gelu(b, u);
    case FUNCTION_SILU:
        return builder_binary(b, EXPR_MUL, u, sigmoid(b, u));
    case FUNCTION_MISH:
        return builder_binary(b, EXPR_MUL, u, builder_unary(b, EXPR_TANH, softplus(b, u)));
    case FUNCTION_SOFTSIGN:
        return softsign(b, u);
    case FUNCTION_RELU:
        return builder_sign(b, u, f->name) > 0 ? u : builder_integer(b, 0);
    case FUNCTION_LEAKY_RELU:
        return leaky_relu(b, u, v >= 0 ? v : default_slope(b));
    case FUNCTION_ELU:
        return elu(b, u, v >= 0 ? v : builder_integer(b, 1));
    case FUNCTION_ABS:
        return builder_sign(b, u, f->name) < 0 ? builder_unary(b, EXPR_NEG, u) : u;
    case FUNCTION_SIGN:
        return builder_integer(b, builder_sign(b, u, f->name));
    case FUNCTION_STEP:
        return builder_integer(b, builder_sign(b, u, f->name) >= 0);
    case FUNCTION_MIN:
        return extremum(b, u, v, -1, f->name);
    case FUNCTION_MAX:
        return extremum(b, u, v, 1, f->name);
    case FUNCTION_CLIP:
        return clip(b, u, v, w);
    }
    return 0;
}

slong builder_source(builder_t b, const source_t s)
{
    static const expr_kind binary[] = {
        [SOURCE_ADD] = EXPR_ADD, [SOURCE_SUB] = EXPR_SUB, [SOURCE_MUL] = EXPR_MUL, [SOURCE_DIV] = EXPR_DIV};
    slong *made = flint_malloc((size_t)s->count * sizeof(slong)), root;
    for (slong i = 0; i < s->count && !b->failed && !b->has_split; i++) {
        const source_node *n = &s->node[i];
        slong u = n->operands > 0 ? made[n->operand[0]] : -1, v = n->operands > 1 ? made[n->operand[1]] : -1;
        b->position = n->offset;
        switch (n->kind) {
        case SOURCE_NUMBER:
            made[i] = builder_rational(b, &n->value);
            break;
        case SOURCE_X:
            made[i] = b->cell->is_point ? builder_rational(b, b->cell->lower) : builder_leaf(b, EXPR_X);
            break;
        case SOURCE_PI:
            made[i] = builder_leaf(b, EXPR_PI);
            break;
        case SOURCE_E:
            made[i] = builder_leaf(b, EXPR_E);
            break;
        case SOURCE_NEG:
            made[i] = builder_unary(b, EXPR_NEG, u);
            break;
        case SOURCE_POW:
            made[i] = builder_power(b, u, v);
            break;
        case SOURCE_CALL:
            made[i] = call(b, n, made);
            break;
        default:
            made[i] = builder_binary(b, binary[n->kind], u, v);
        }
    }
    root = b->failed || b->has_split ? 0 : made[s->count - 1];
    flint_free(made);
    return root;
}
