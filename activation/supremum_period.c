/* Pieces that depend on x through sin, cos, tan of commensurable affine arguments are periodic: one period decides all.
 */
#include "activation/arena.h"
#include "activation/supremum_search.h"

/* unit <- gcd of the rationals unit and r. */
static void combine(fmpq_t unit, const fmpq_t r)
{
    if (fmpq_is_zero(unit))
        fmpq_abs(unit, r);
    else
        fmpq_gcd(unit, unit, r);
}

int piece_period(arf_t period, const activation_struct *phi, slong k, slong prec)
{
    const expr_struct *e = phi->piece + k;
    fmpq_poly_struct *p = flint_malloc((size_t)e->count * sizeof(fmpq_poly_struct));
    char *known = flint_malloc((size_t)e->count), *depends = flint_malloc((size_t)e->count);
    char *periodic = flint_malloc((size_t)e->count); /* node is a constant or has the period found so far */
    fmpq_t unit, r;
    fmpq_init(unit);
    fmpq_init(r);
    for (slong i = 0; i < e->count; i++) fmpq_poly_init(p + i);
    expr_polynomials(p, known, e);
    for (slong i = 0; i < e->count; i++) {
        const expr_node *n = e->node + i;
        depends[i] = n->kind == EXPR_X;
        if (n->left >= 0) depends[i] = (char)(depends[i] | depends[n->left]);
        if (n->right >= 0) depends[i] = (char)(depends[i] | depends[n->right]);
        periodic[i] = n->kind != EXPR_X;
        if (n->left >= 0 && !periodic[n->left]) periodic[i] = 0;
        if (n->right >= 0 && !periodic[n->right]) periodic[i] = 0;
        int wave = n->kind == EXPR_SIN || n->kind == EXPR_COS || n->kind == EXPR_TAN;
        if (wave && depends[i] && !periodic[n->left] && known[n->left] && fmpq_poly_degree(p + n->left) == 1) {
            fmpq_poly_get_coeff_fmpq(r, p + n->left, 1);
            combine(unit, r);
            periodic[i] = 1;
        }
    }
    int found = periodic[e->count - 1] && !fmpq_is_zero(unit);
    if (found) { /* every r is an integer multiple of unit, so 2 pi/unit is a period */
        arb_t t, u;
        arb_init(t);
        arb_init(u);
        arb_const_pi(t, prec);
        arb_mul_2exp_si(t, t, 1);
        arb_set_fmpq(u, unit, prec);
        arb_div(t, t, u, prec);
        arb_get_ubound_arf(period, t, prec);
        arb_clear(t);
        arb_clear(u);
    }
    for (slong i = 0; i < e->count; i++) fmpq_poly_clear(p + i);
    flint_free(p);
    flint_free(known);
    flint_free(depends);
    flint_free(periodic);
    fmpq_clear(unit);
    fmpq_clear(r);
    return found;
}
