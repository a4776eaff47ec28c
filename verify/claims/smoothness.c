/* smoothness: one-sided derivatives at breakpoints, compared as balls. */
#include "verify/claims/smoothness.h"

limits_kind breakpoint_limits(arb_t left, arb_t right, const activation_t phi, slong k, int order)
{
    limits_kind kind = LIMITS_UNDECIDED;
    arb_t b;
    arb_init(b);
    arb_ptr y = _arb_vec_init(order + 1);
    fmpz_t factorial;
    fmpz_init(factorial);
    fmpz_fac_ui(factorial, (ulong)order);
    for (slong prec = 64; prec <= 1024 && kind == LIMITS_UNDECIDED; prec *= 4) {
        arb_set_fmpq(b, activation_breakpoint(phi, k), prec);
        activation_piece_eval_series(y, phi, k, b, order + 1, prec);
        arb_mul_fmpz(left, y + order, factorial, prec);
        activation_piece_eval_series(y, phi, k + 1, b, order + 1, prec);
        arb_mul_fmpz(right, y + order, factorial, prec);
        if (arb_is_finite(left) && arb_is_finite(right)) {
            if (!arb_overlaps(left, right))
                kind = LIMITS_DIFFER;
            else if (arb_is_exact(left) && arb_is_exact(right) && arb_equal(left, right))
                kind = LIMITS_EQUAL;
        }
    }
    fmpz_clear(factorial);
    _arb_vec_clear(y, order + 1);
    arb_clear(b);
    return kind;
}

limits_kind first_roughness(slong *k, int *order, arb_t left, arb_t right, const activation_t phi, int highest)
{
    limits_kind found = LIMITS_EQUAL;
    arb_t l, r;
    arb_init(l);
    arb_init(r);
    for (int o = 0; o <= highest && found != LIMITS_DIFFER; o++)
        for (slong b = 0; b < activation_pieces(phi) - 1 && found != LIMITS_DIFFER; b++) {
            limits_kind here = breakpoint_limits(l, r, phi, b, o);
            if (o == 0) { /* the value at the breakpoint counts too, and continuity may be known exactly */
                int continuous = activation_continuous_at(phi, b);
                here = continuous == 1 ? LIMITS_EQUAL : continuous == 0 ? LIMITS_DIFFER : LIMITS_UNDECIDED;
            }
            if (here == LIMITS_DIFFER || (here == LIMITS_UNDECIDED && found == LIMITS_EQUAL)) {
                found = here;
                *k = b;
                *order = o;
                arb_set(left, l);
                arb_set(right, r);
            }
        }
    arb_clear(l);
    arb_clear(r);
    return found;
}

breakpoint_text breakpoint_as_text(const activation_t phi, slong k)
{
    breakpoint_text out;
    char *text = fmpq_get_str(NULL, 10, activation_breakpoint(phi, k));
    snprintf(out.text, sizeof out.text, "%s", text);
    flint_free(text);
    return out;
}
