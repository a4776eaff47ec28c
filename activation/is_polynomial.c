/* Is the whole function one polynomial?  Sound arguments only:
   - a single piece that is a polynomial by structure, leading coefficient certified nonzero: yes;
   - several pieces: no as soon as, at some breakpoint, a Taylor coefficient of the left piece certifiably differs from
   the right piece's (the function is not analytic there) or the value at the breakpoint differs from a one-sided limit;
   - a single analytic piece f with |f| <= hi t^p e^(c t + e t^2) on a half-line: if (e, c) < 0 a polynomial would be
   zero, if c = e = 0 its degree would be at most floor(p); no when f, resp. its Taylor coefficient of order floor(p) +
   1 at some point, is certifiably not zero;
   - a single analytic piece growing at least like e^(c t + e t^2), (e, c) > 0: no. */
#include "activation/evaluate.h"

#define COEFFICIENTS 12 /* compared at a breakpoint */
#define ORDER_MAX    40

static int differs_at_breakpoint(const activation_t phi, slong k, slong prec)
{
    arb_ptr left = _arb_vec_init(COEFFICIENTS), right = _arb_vec_init(COEFFICIENTS);
    arb_t b, at;
    int differs;
    arb_init(b);
    arb_init(at);
    arb_set_fmpq(b, phi->breakpoint + k, prec);
    expr_eval_series(left, &phi->piece[k], b, COEFFICIENTS, prec);
    expr_eval_series(right, &phi->piece[k + 1], b, COEFFICIENTS, prec);
    expr_eval_arb(at, &phi->at_break[k], b, prec);
    differs = !arb_overlaps(at, left) || !arb_overlaps(at, right);
    for (slong j = 0; j < COEFFICIENTS && !differs; j++) differs = !arb_overlaps(left + j, right + j);
    _arb_vec_clear(left, COEFFICIENTS);
    _arb_vec_clear(right, COEFFICIENTS);
    arb_clear(b);
    arb_clear(at);
    return differs;
}

static int not_analytic(const activation_t phi)
{
    for (slong prec = 128; prec <= 2048; prec *= 4)
        for (slong k = 0; k + 1 < phi->pieces; k++)
            if (differs_at_breakpoint(phi, k, prec)) return 1;
    return 0;
}

/* Taylor coefficient of the given order of the only piece certifiably not zero at x? */
static int coefficient_nonzero(const activation_t phi, slong order, const arb_t x, slong prec)
{
    arb_ptr c = _arb_vec_init(order + 1);
    int nonzero;
    expr_eval_series(c, &phi->piece[0], x, order + 1, prec);
    nonzero = arb_is_finite(c + order) && !arb_contains_zero(c + order);
    _arb_vec_clear(c, order + 1);
    return nonzero;
}

static int some_coefficient_nonzero(const activation_t phi, slong order)
{
    static const double point[] = {0.25, -0.75, 0, 1.5, -2.5, 4};
    arb_t x;
    int nonzero = 0;
    arb_init(x);
    for (slong prec = 128; prec <= 512 && !nonzero; prec *= 4)
        for (size_t i = 0; i < sizeof point / sizeof point[0] && !nonzero; i++) {
            arb_set_d(x, point[i]);
            nonzero = coefficient_nonzero(phi, order, x, prec);
        }
    arb_clear(x);
    return nonzero;
}

/* Sign of the exponent c t + e t^2 for large t. */
static int exponential_sign(const envelope_struct *envelope)
{
    return arf_sgn(envelope->e) != 0 ? arf_sgn(envelope->e) : arf_sgn(envelope->c);
}

static int growth_forbids(const activation_t phi, int side)
{
    growth_t g;
    arf_t R;
    reason_t why;
    int forbids = 0;
    growth_init(g);
    arf_init(R);
    reason_init(why);
    arf_set_si(R, 32);
    if (activation_growth(g, phi, 0, side, R, 64, why) == DQ_OK) {
        if (arf_sgn(g->lower.coefficient) > 0 && exponential_sign(&g->lower) > 0) {
            forbids = 1;
        } else if (arf_is_finite(g->upper.coefficient) && exponential_sign(&g->upper) <= 0) {
            slong order = 0; /* of a coefficient every polynomial under the envelope has zero */
            if (exponential_sign(&g->upper) == 0 && arf_sgn(g->upper.p) >= 0)
                order = arf_cmp_si(g->upper.p, ORDER_MAX) < 0 ? arf_get_si(g->upper.p, ARF_RND_FLOOR) + 1 : -1;
            forbids = order >= 0 && some_coefficient_nonzero(phi, order);
        }
    }
    growth_clear(g);
    arf_clear(R);
    return forbids;
}

static int leading_nonzero(const activation_t phi, slong degree)
{
    arb_t zero;
    int nonzero = degree == 0;
    arb_init(zero);
    for (slong prec = 128; prec <= 2048 && !nonzero; prec *= 4) nonzero = coefficient_nonzero(phi, degree, zero, prec);
    arb_clear(zero);
    return nonzero;
}

int activation_is_polynomial(slong *degree, const activation_t phi)
{
    *degree = -2;
    if (phi->pieces > 1) {
        if (not_analytic(phi)) *degree = -1;
        return 0;
    }
    if (phi->degree[0] >= 0) {
        if (!leading_nonzero(phi, phi->degree[0])) return 0;
        *degree = phi->degree[0];
        return 1;
    }
    if (growth_forbids(phi, 1) || growth_forbids(phi, -1)) *degree = -1;
    return 0;
}
