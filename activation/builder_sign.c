/* The sign of a kinked function's argument on a cell.  Affine arguments with rational coefficients (or such an argument
   times or over a constant of certified sign) change sign at one exact rational point; everything else is refused with
   the reason. */
#include <stdio.h>
#include <stdlib.h>

#include "activation/builder.h"
#include "activation/evaluate.h"

void cell_init(cell_t c)
{
    c->is_point = c->has_lower = c->has_upper = 0;
    fmpq_init(c->lower);
    fmpq_init(c->upper);
}

void cell_clear(cell_t c)
{
    fmpq_clear(c->lower);
    fmpq_clear(c->upper);
}

void cell_set(cell_t c, const cell_t d)
{
    c->is_point = d->is_point;
    c->has_lower = d->has_lower;
    c->has_upper = d->has_upper;
    fmpq_set(c->lower, d->lower);
    fmpq_set(c->upper, d->upper);
}

void cell_describe(char *text, size_t size, const cell_t c)
{
    char *lower = c->has_lower || c->is_point ? rational_text(c->lower) : NULL,
         *upper = c->has_upper ? rational_text(c->upper) : NULL;
    if (c->is_point)
        snprintf(text, size, "at x = %.60s", lower);
    else if (!lower && !upper)
        snprintf(text, size, "on the real line");
    else if (!lower)
        snprintf(text, size, "for x < %.60s", upper);
    else if (!upper)
        snprintf(text, size, "for x > %.60s", lower);
    else
        snprintf(text, size, "for %.60s < x < %.60s", lower, upper);
    free(lower);
    free(upper);
}

/* A point inside the open cell. */
static void inner_point(fmpq_t x, const cell_struct *c)
{
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    if (c->is_point) {
        fmpq_set(x, c->lower);
    } else if (c->has_lower && c->has_upper) {
        fmpq_add(x, c->lower, c->upper);
        fmpq_div_2exp(x, x, 1);
    } else if (c->has_lower) {
        fmpq_add(x, c->lower, one);
    } else if (c->has_upper) {
        fmpq_sub(x, c->upper, one);
    } else {
        fmpq_zero(x);
    }
    fmpq_clear(one);
}

static int constant_sign(builder_t b, slong u)
{
    expr_t e;
    int sign;
    expr_init(e);
    expr_extract(e, b->table->nodes, u);
    sign = expr_constant_sign(e);
    expr_clear(e);
    return sign;
}

/* Sign of the polynomial of degree <= 1 on the cell. */
static int affine_sign(builder_t b, const fmpq_poly_struct *p)
{
    fmpq_t slope, root, value;
    int sign;
    fmpq_init(slope);
    fmpq_init(root);
    fmpq_init(value);
    if (fmpq_poly_degree(p) == 1) {
        const cell_struct *c = b->cell;
        fmpq_poly_get_coeff_fmpq(slope, p, 1);
        fmpq_poly_get_coeff_fmpq(root, p, 0);
        fmpq_div(root, root, slope);
        fmpq_neg(root, root);
        if (!c->is_point && (!c->has_lower || fmpq_cmp(c->lower, root) < 0) &&
            (!c->has_upper || fmpq_cmp(root, c->upper) < 0)) {
            if (fmpz_bits(fmpq_numref(root)) > RATIONAL_MAX_BITS || fmpz_bits(fmpq_denref(root)) > RATIONAL_MAX_BITS)
                builder_fail(b, "a breakpoint needs more than %d bits", RATIONAL_MAX_BITS);
            b->has_split = 1;
            fmpq_set(b->split, root);
        }
    }
    inner_point(root, b->cell);
    fmpq_poly_evaluate_fmpq(value, p, root);
    sign = fmpq_sgn(value);
    fmpq_clear(slope);
    fmpq_clear(root);
    fmpq_clear(value);
    return sign;
}

int builder_sign(builder_t b, slong u, const char *function)
{
    int factor = 1;
    char where[160];
    if (b->failed || b->has_split) return 1;
    for (;;) { /* peel off signs and constants of certified sign */
        const expr_node *n = &b->table->nodes->node[u];
        if (b->known[u] && fmpq_poly_degree(&b->polynomial[u]) <= 1) return factor * affine_sign(b, &b->polynomial[u]);
        if (b->constant[u]) {
            int sign = constant_sign(b, u);
            if (sign != 2) return factor * sign;
            builder_fail(b, "the sign of the constant argument of %s cannot be decided with 4096 bits", function);
            return 1;
        }
        if (n->kind == EXPR_NEG) {
            factor = -factor;
            u = n->left;
        } else if ((n->kind == EXPR_MUL || n->kind == EXPR_DIV) && b->constant[n->right]) {
            int sign = constant_sign(b, n->right);
            if (sign == 2 || (sign == 0 && n->kind == EXPR_DIV)) break;
            factor *= sign;
            u = n->left;
        } else if (n->kind == EXPR_MUL && b->constant[n->left]) {
            int sign = constant_sign(b, n->left);
            if (sign == 2) break;
            factor *= sign;
            u = n->right;
        } else {
            break;
        }
    }
    cell_describe(where, sizeof where, b->cell);
    if (b->known[u])
        builder_fail(b,
                     "%s bends where a polynomial of degree %ld is zero (%s); breakpoints must come from arguments "
                     "a*x+b with exact "
                     "decimals a, b",
                     function, (long)fmpq_poly_degree(&b->polynomial[u]), where);
    else
        builder_fail(
            b,
            "the argument of %s %s is not of the form a*x+b with exact decimals a, b, so its breakpoints are not exact "
            "rational numbers",
            function, where);
    return 1;
}
