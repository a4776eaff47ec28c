/* Exact rational polynomials of small degree: they decide which arguments are affine, which pieces are equal, and
 * parity. */
#include "activation/arena.h"
#include "activation/source.h"

#define DEGREE_MAX 32

static int small(const fmpq_poly_t p)
{
    /* The common denominator may be as large as the coefficients' together; one bound on both keeps the work bounded.
     */
    return fmpq_poly_degree(p) <= DEGREE_MAX && fmpz_bits(fmpq_poly_denref(p)) <= RATIONAL_MAX_BITS &&
           FLINT_ABS(_fmpz_vec_max_bits(p->coeffs, p->length)) <= RATIONAL_MAX_BITS;
}

static int power(fmpq_poly_t p, const fmpq_poly_struct *base, slong k)
{
    slong degree = fmpq_poly_degree(base);
    if (k < 0) {
        fmpq_t c;
        if (degree != 0) return 0;
        fmpq_init(c);
        fmpq_poly_get_coeff_fmpq(c, base, 0);
        if (-k * (slong)fmpz_bits(fmpq_numref(c)) > RATIONAL_MAX_BITS ||
            -k * (slong)fmpz_bits(fmpq_denref(c)) > RATIONAL_MAX_BITS) {
            fmpq_clear(c);
            return 0;
        }
        fmpq_pow_si(c, c, k);
        fmpq_poly_set_fmpq(p, c);
        fmpq_clear(c);
        return 1;
    }
    if (degree * k > DEGREE_MAX) return 0;
    slong bits = FLINT_ABS(_fmpz_vec_max_bits(base->coeffs, base->length)) + (slong)fmpz_bits(fmpq_poly_denref(base));
    if (bits * k > 4 * RATIONAL_MAX_BITS) return 0;
    fmpq_poly_pow(p, base, (ulong)k);
    return 1;
}

int node_polynomial(fmpq_poly_t p, const expr_node *n, const fmpq_poly_struct *left, const fmpq_poly_struct *right)
{
    if ((n->left >= 0 && !left) || (n->right >= 0 && !right)) return 0;
    switch (n->kind) {
    case EXPR_X:
        fmpq_poly_zero(p);
        fmpq_poly_set_coeff_ui(p, 1, 1);
        return 1;
    case EXPR_RATIONAL:
        fmpq_poly_set_fmpq(p, &n->value);
        return small(p);
    case EXPR_NEG:
        fmpq_poly_neg(p, left);
        return 1;
    case EXPR_ADD:
        fmpq_poly_add(p, left, right);
        return small(p);
    case EXPR_SUB:
        fmpq_poly_sub(p, left, right);
        return small(p);
    case EXPR_MUL:
        if (fmpq_poly_degree(left) + fmpq_poly_degree(right) > DEGREE_MAX) return 0;
        fmpq_poly_mul(p, left, right);
        return small(p);
    case EXPR_DIV: {
        fmpq_t c;
        if (fmpq_poly_degree(right) != 0) return 0;
        fmpq_init(c);
        fmpq_poly_get_coeff_fmpq(c, right, 0);
        fmpq_poly_scalar_div_fmpq(p, left, c);
        fmpq_clear(c);
        return small(p);
    }
    case EXPR_POWER:
        return power(p, left, n->exponent) && small(p);
    default:
        return 0;
    }
}

void expr_polynomials(fmpq_poly_struct *p, char *known, const expr_t e)
{
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = &e->node[i];
        known[i] = (char)node_polynomial(&p[i], n, n->left >= 0 && known[n->left] ? &p[n->left] : NULL,
                                         n->right >= 0 && known[n->right] ? &p[n->right] : NULL);
    }
}
