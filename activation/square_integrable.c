/* E phi(sqrt(q) g)^2 < inf: phi(y)^2 against exp(-y^2/(2q)) on both half-lines, from the growth domain. */
#include "activation/growth_envelope.h"
#include "activation/expr.h"

/* Sign of 4 e q - 1, i.e. of 2e - 1/(2q): -1, 0 (exactly zero), +1; 2 when undecided. */
static int against_weight(const arf_t e, const arb_t q, slong prec)
{
    arb_t s;
    arb_init(s);
    arb_mul_arf(s, q, e, prec);
    arb_mul_2exp_si(s, s, 2);
    arb_sub_ui(s, s, 1, prec);
    int sign = arb_is_negative(s) ? -1 : arb_is_positive(s) ? 1 : arb_is_zero(s) ? 0 : 2;
    arb_clear(s);
    return sign;
}

/* 1: finite for every q of the ball, 0: infinite, -1: undecided. */
static int half_line(const growth_t g, const arb_t q, slong prec)
{
    const envelope_struct *low = &g->lower, *high = &g->upper;
    if (!envelope_is_infinite(high)) {
        int sign = envelope_is_zero(high) ? -1 : against_weight(high->e, q, prec);
        if (sign == -1 || (sign == 0 && arf_sgn(high->c) < 0)) return 1;
        /* sign 0, c = 0: integral of t^(2p) converges for p < -1/2 */
        if (sign == 0 && arf_is_zero(high->c) && arf_cmpabs_d(high->p, 0.5) > 0 && arf_sgn(high->p) < 0) return 1;
    }
    if (!envelope_is_zero(low)) {
        int sign = against_weight(low->e, q, prec);
        if (sign == 1 || (sign == 0 && arf_sgn(low->c) > 0)) return 0;
        if (sign == 0 && arf_is_zero(low->c) && (arf_sgn(low->p) >= 0 || arf_cmpabs_d(low->p, 0.5) <= 0)) return 0;
    }
    return -1;
}

/* Pieces are certified analytic for |x| <= 2^20 when they are built, so R goes no further. */
int activation_square_integrable(const activation_t phi, const arb_t q, reason_t why)
{
    enum { PRECISION = 128, DOUBLINGS = 20 };
    int verdict = 1;
    arf_t R;
    growth_t g;
    if (!arb_is_positive(q)) {
        reason_set(why, "the variance q must be positive");
        return -1;
    }
    arf_init(R);
    growth_init(g);
    for (int side = -1; side <= 1 && verdict != 0; side += 2) {
        int half = -1;
        arf_set_ui(R, 2);
        for (int k = 0; k < DOUBLINGS && half < 0; k++, arf_mul_2exp_si(R, R, 1)) {
            reason_t detail;
            reason_init(detail);
            dq_status status = activation_growth(g, phi, 0, side, R, PRECISION, detail);
            if (status == DQ_OK || status == DQ_INCONCLUSIVE) half = half_line(g, q, PRECISION);
            if (half < 0 && status == DQ_OK)
                reason_set(why, "growth as x -> %sinf is too close to the weight's", side > 0 ? "+" : "-");
            else if (half < 0)
                *why = *detail;
        }
        if (half == 0) {
            reason_set(why, "phi(x)^2 exp(-x^2/(2q)) is not integrable as x -> %sinf", side > 0 ? "+" : "-");
            verdict = 0;
        } else if (half < 0) {
            verdict = -1;
            break;
        }
    }
    if (verdict == 1) reason_init(why);
    arf_clear(R);
    growth_clear(g);
    return verdict;
}
