/* Accessors, the degree of a piece and the merging of equal neighbours. */
#include "activation/arena.h"
#include "activation/evaluate.h"
#include "activation/normal_form.h"
#include "activation/source.h"
#include "activation/structure.h"

slong activation_pieces(const activation_t phi)
{
    return phi->pieces;
}

const fmpq *activation_breakpoint(const activation_t phi, slong k)
{
    return phi->breakpoint + k;
}

slong activation_piece_degree(const activation_t phi, slong k)
{
    return phi->degree[k];
}

int activation_parity(const activation_t phi)
{
    return phi->parity;
}

const char *activation_text(const activation_t phi)
{
    return phi->text;
}

/* Upper bound of a node's degree from those of its operands; -1 when it is not a polynomial by structure. */
static slong node_degree(const expr_node *n, slong left, slong right, int is_constant)
{
    if (is_constant) return 0;
    if ((n->left >= 0 && left < 0) || (n->right >= 0 && right < 0)) return -1;
    switch (n->kind) {
    case EXPR_X:
        return 1;
    case EXPR_NEG:
        return left;
    case EXPR_ADD:
    case EXPR_SUB:
        return FLINT_MAX(left, right);
    case EXPR_MUL:
        return FLINT_MIN(left + right, EXPONENT_MAX + 1);
    case EXPR_DIV:
        return right == 0 ? left : -1;
    case EXPR_POWER:
        return n->exponent >= 0 ? FLINT_MIN(left * n->exponent, EXPONENT_MAX + 1) : left == 0 ? 0 : -1;
    default:
        return -1;
    }
}

static slong structural_bound(const expr_t e)
{
    slong *degree = flint_malloc((size_t)e->count * sizeof(slong)), bound;
    char *constant = flint_malloc((size_t)e->count);
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = &e->node[i];
        constant[i] =
            (char)(n->kind != EXPR_X && (n->left < 0 || constant[n->left]) && (n->right < 0 || constant[n->right]));
        degree[i] =
            node_degree(n, n->left >= 0 ? degree[n->left] : 0, n->right >= 0 ? degree[n->right] : 0, constant[i]);
        if (n->kind == EXPR_DIV && !constant[i] && !constant[n->right])
            degree[i] = -1; /* x/(pi*x - x*pi) has a divisor of no certain degree */
        if (n->kind == EXPR_POWER && n->exponent < 0 && !constant[i]) degree[i] = -1;
    }
    bound = degree[e->count - 1];
    flint_free(degree);
    flint_free(constant);
    return bound;
}

static int exact_degree(slong *degree, const expr_t e)
{
    fmpq_poly_struct *p = flint_malloc((size_t)e->count * sizeof(fmpq_poly_struct));
    char *known = flint_malloc((size_t)e->count);
    int is_known;
    for (slong i = 0; i < e->count; i++) fmpq_poly_init(&p[i]);
    expr_polynomials(p, known, e);
    is_known = known[e->count - 1];
    if (is_known) *degree = FLINT_MAX(fmpq_poly_degree(&p[e->count - 1]), 0);
    for (slong i = 0; i < e->count; i++) fmpq_poly_clear(&p[i]);
    flint_free(p);
    flint_free(known);
    return is_known;
}

slong expr_degree(const expr_t e)
{
    slong degree = 0, bound = structural_bound(e), length = bound + 1;
    arb_ptr c;
    arb_t zero;
    if (bound < 0 || bound > EXPONENT_MAX || exact_degree(&degree, e))
        return bound < 0 || bound > EXPONENT_MAX ? bound : degree;
    c = _arb_vec_init(length);
    arb_init(zero);
    if (bound * e->count <= 100000) { /* exact zeros (0*x^2 + pi*x) lower the bound */
        expr_eval_series(c, e, zero, length, 128);
        while (bound > 0 && arb_is_zero(c + bound)) bound--;
    }
    _arb_vec_clear(c, length);
    arb_clear(zero);
    return bound;
}

static void drop_breakpoint(activation_t phi, slong k, slong dropped_piece)
{
    fmpq_clear(phi->breakpoint + k);
    expr_clear(&phi->at_break[k]);
    expr_clear(&phi->piece[dropped_piece]);
    for (slong i = k; i + 2 < phi->pieces; i++) {
        phi->breakpoint[i] = phi->breakpoint[i + 1];
        phi->at_break[i] = phi->at_break[i + 1];
    }
    for (slong i = dropped_piece; i + 1 < phi->pieces; i++) phi->piece[i] = phi->piece[i + 1];
    phi->pieces--;
}

void merge_pieces(activation_t phi)
{
    for (slong k = 0; k + 1 < phi->pieces;) {
        expr_struct *left = &phi->piece[k], *right = &phi->piece[k + 1];
        if (expr_identical(left, SUBSTITUTE_X, NULL, right, 1) &&
            expr_identical(left, SUBSTITUTE_VALUE, phi->breakpoint + k, &phi->at_break[k], 1))
            drop_breakpoint(phi, k, right->count < left->count ? k : k + 1);
        else
            k++;
    }
}
