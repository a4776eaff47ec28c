/* Nodes of one piece: equal nodes shared, rational constants folded exactly while they are small. */
#include <stdarg.h>

#include "activation/builder.h"

void builder_init(builder_t b, const cell_struct *cell, activation_error_struct *error)
{
    intern_init(b->table, SOURCE_MAX_NODES);
    b->polynomial = flint_malloc(SOURCE_MAX_NODES * sizeof(fmpq_poly_struct));
    b->known = flint_calloc(SOURCE_MAX_NODES, 1);
    b->constant = flint_calloc(SOURCE_MAX_NODES, 1);
    b->offset = flint_calloc(SOURCE_MAX_NODES, sizeof(slong));
    b->position = 0;
    b->cell = cell;
    b->failed = b->has_split = 0;
    b->error = error;
    fmpq_init(b->split);
    builder_integer(b, 0); /* node 0 exists, so a failed call can return it */
}

void builder_clear(builder_t b)
{
    for (slong i = 0; i < b->table->nodes->count; i++) fmpq_poly_clear(&b->polynomial[i]);
    flint_free(b->polynomial);
    flint_free(b->known);
    flint_free(b->constant);
    flint_free(b->offset);
    fmpq_clear(b->split);
    intern_clear(b->table);
}

void builder_fail(builder_t b, const char *format, ...)
{
    char text[sizeof b->error->why->text];
    va_list arguments;
    if (b->failed) return;
    b->failed = 1;
    b->error->offset = b->position;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    reason_set(b->error->why, "%s", text);
}

static slong make(builder_t b, expr_kind kind, slong left, slong right, slong exponent, const fmpq *value)
{
    expr_struct *e = b->table->nodes;
    slong before = e->count, i;
    if (b->failed) return 0;
    i = intern_node(b->table, kind, left, right, exponent, value);
    if (i < 0) {
        builder_fail(b, "the expression has more than %d nodes after expansion of its functions", SOURCE_MAX_NODES);
        return 0;
    }
    if (i == before) {
        fmpq_poly_init(&b->polynomial[i]);
        b->known[i] = (char)node_polynomial(&b->polynomial[i], &e->node[i],
                                            left >= 0 && b->known[left] ? &b->polynomial[left] : NULL,
                                            right >= 0 && b->known[right] ? &b->polynomial[right] : NULL);
        b->constant[i] = (char)(kind != EXPR_X && (left < 0 || b->constant[left]) && (right < 0 || b->constant[right]));
        b->offset[i] = b->position;
    }
    if (kind != EXPR_RATIONAL && b->known[i] && fmpq_poly_degree(&b->polynomial[i]) <= 0) { /* x - (x - 2) is 2 */
        fmpq_t c;
        fmpq_init(c);
        fmpq_poly_get_coeff_fmpq(c, &b->polynomial[i], 0);
        i = make(b, EXPR_RATIONAL, -1, -1, 0, c);
        fmpq_clear(c);
    }
    return i;
}

static const fmpq *rational_value(const builder_t b, slong u)
{
    const expr_node *n = &b->table->nodes->node[u];
    return n->kind == EXPR_RATIONAL ? &n->value : NULL;
}

static int is_integer(const builder_t b, slong u, slong value)
{
    const fmpq *r = rational_value(b, u);
    return r && fmpz_is_one(fmpq_denref(r)) && fmpz_equal_si(fmpq_numref(r), value);
}

static slong bits_of(const fmpq *r)
{
    slong p = (slong)fmpz_bits(fmpq_numref(r)), q = (slong)fmpz_bits(fmpq_denref(r));
    return p > q ? p : q;
}

slong builder_rational(builder_t b, const fmpq_t value)
{
    return make(b, EXPR_RATIONAL, -1, -1, 0, value);
}

slong builder_integer(builder_t b, slong value)
{
    fmpq_t r;
    slong i;
    fmpq_init(r);
    fmpq_set_si(r, value, 1);
    i = builder_rational(b, r);
    fmpq_clear(r);
    return i;
}

slong builder_leaf(builder_t b, expr_kind kind)
{
    return make(b, kind, -1, -1, 0, NULL);
}

/* Values that are exact: f(0), log(1), square roots of squares; and constants outside the domain. */
static int fold_unary(slong *result, builder_t b, expr_kind kind, const fmpq *r)
{
    int sign = fmpq_sgn(r);
    if (kind == EXPR_SQRT && sign >= 0 && fmpz_is_square(fmpq_numref(r)) && fmpz_is_square(fmpq_denref(r))) {
        fmpq_t root;
        fmpq_init(root);
        fmpz_sqrt(fmpq_numref(root), fmpq_numref(r));
        fmpz_sqrt(fmpq_denref(root), fmpq_denref(r));
        *result = builder_rational(b, root);
        fmpq_clear(root);
        return 1;
    }
    if (kind == EXPR_SQRT && sign < 0) builder_fail(b, "square root of a negative number");
    if (kind == EXPR_LOG && sign <= 0) builder_fail(b, "logarithm of a number that is not positive");
    if (kind == EXPR_LOG1P && fmpq_cmp_si(r, -1) <= 0) builder_fail(b, "log1p of a number that is not above -1");
    if (kind == EXPR_LOG && fmpq_is_one(r)) {
        *result = builder_integer(b, 0);
        return 1;
    }
    if (sign == 0) {
        *result = builder_integer(b, kind == EXPR_EXP || kind == EXPR_COS || kind == EXPR_COSH || kind == EXPR_ERFC);
        return 1;
    }
    return 0;
}

slong builder_unary(builder_t b, expr_kind kind, slong u)
{
    const expr_node *n = &b->table->nodes->node[u];
    const fmpq *r = rational_value(b, u);
    slong result;
    if (b->failed) return 0;
    if (kind == EXPR_NEG) {
        if (n->kind == EXPR_NEG) return n->left;
        if (r) {
            fmpq_t minus;
            fmpq_init(minus);
            fmpq_neg(minus, r);
            result = builder_rational(b, minus);
            fmpq_clear(minus);
            return result;
        }
    } else if (r) {
        fmpq_t copy; /* r points into the arena, which folding may move */
        int folded;
        fmpq_init(copy);
        fmpq_set(copy, r);
        folded = fold_unary(&result, b, kind, copy);
        fmpq_clear(copy);
        if (folded) return result;
    }
    return make(b, kind, u, -1, 0, NULL);
}

static slong fold_binary(builder_t b, expr_kind kind, slong u, slong v)
{
    const fmpq *p = rational_value(b, u), *q = rational_value(b, v);
    slong result = -1;
    fmpq_t r;
    if (!p || !q) return -1;
    fmpq_init(r);
    if (kind == EXPR_ADD)
        fmpq_add(r, p, q);
    else if (kind == EXPR_SUB)
        fmpq_sub(r, p, q);
    else if (kind == EXPR_MUL)
        fmpq_mul(r, p, q);
    else
        fmpq_div(r, p, q);
    if (bits_of(r) <= RATIONAL_MAX_BITS) result = builder_rational(b, r);
    fmpq_clear(r);
    return result;
}

slong builder_binary(builder_t b, expr_kind kind, slong u, slong v)
{
    slong folded;
    if (b->failed) return 0;
    if (kind == EXPR_DIV && is_integer(b, v, 0)) {
        builder_fail(b, "division by zero");
        return 0;
    }
    folded = fold_binary(b, kind, u, v);
    if (folded >= 0) return folded;
    switch (kind) {
    case EXPR_ADD:
        if (is_integer(b, u, 0)) return v;
        if (is_integer(b, v, 0)) return u;
        break;
    case EXPR_SUB:
        if (u == v) return builder_integer(b, 0);
        if (is_integer(b, u, 0)) return builder_unary(b, EXPR_NEG, v);
        if (is_integer(b, v, 0)) return u;
        break;
    case EXPR_MUL:
        if (is_integer(b, u, 0) || is_integer(b, v, 0)) return builder_integer(b, 0);
        if (is_integer(b, u, 1)) return v;
        if (is_integer(b, v, 1)) return u;
        if (is_integer(b, u, -1)) return builder_unary(b, EXPR_NEG, v);
        if (is_integer(b, v, -1)) return builder_unary(b, EXPR_NEG, u);
        break;
    default: /* EXPR_DIV */
        if (is_integer(b, u, 0)) {
            make(b, kind, u, v, 0, NULL); /* kept among the nodes, so that 0/log(x) is still checked */
            return builder_integer(b, 0);
        }
        if (is_integer(b, v, 1)) return u;
        if (is_integer(b, v, -1)) return builder_unary(b, EXPR_NEG, u);
    }
    return make(b, kind, u, v, 0, NULL);
}

static slong integer_power(builder_t b, slong u, slong k)
{
    const fmpq *r = rational_value(b, u);
    if (r && k < 0 && fmpq_is_zero(r)) {
        builder_fail(b, "division by zero");
        return 0;
    }
    if (k == 0) /* 0^0 = 1 as everywhere in polynomials */
        return builder_integer(b, 1);
    if (k == 1) return u;
    if (r && bits_of(r) * FLINT_ABS(k) <= RATIONAL_MAX_BITS) {
        fmpq_t power;
        slong result;
        fmpq_init(power);
        fmpq_pow_si(power, r, k);
        result = builder_rational(b, power);
        fmpq_clear(power);
        return result;
    }
    return make(b, EXPR_POWER, u, -1, k, NULL);
}

slong builder_power(builder_t b, slong u, slong v)
{
    const fmpq *base = rational_value(b, u), *exponent = rational_value(b, v);
    if (b->failed) return 0;
    if (b->table->nodes->node[u].kind == EXPR_E) return is_integer(b, v, 1) ? u : builder_unary(b, EXPR_EXP, v);
    if (exponent) {
        if (fmpq_cmp_si(exponent, EXPONENT_MAX) > 0 || fmpq_cmp_si(exponent, -EXPONENT_MAX) < 0) {
            builder_fail(b, "exponents lie between -%d and %d", EXPONENT_MAX, EXPONENT_MAX);
            return 0;
        }
        if (fmpz_is_one(fmpq_denref(exponent))) return integer_power(b, u, fmpz_get_si(fmpq_numref(exponent)));
        if (fmpz_is_one(fmpq_numref(exponent)) && fmpz_equal_si(fmpq_denref(exponent), 2))
            return builder_unary(b, EXPR_SQRT, u);
    }
    if (base && fmpq_sgn(base) <= 0) {
        builder_fail(b, "the base of a power that is not an integer must be positive");
        return 0;
    }
    if (base && fmpq_is_one(base)) return builder_integer(b, 1);
    return make(b, EXPR_POW, u, v, 0, NULL);
}
