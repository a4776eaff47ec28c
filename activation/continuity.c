/* Continuity at a breakpoint: both one-sided limits and the value there, compared as balls (a jump) and as normal forms
 * (none). */
#include "activation/evaluate.h"
#include "activation/normal_form.h"

static int certified_jump(const activation_t phi, slong k, slong prec)
{
    arb_t b, left, right, at;
    int jump;
    arb_init(b);
    arb_init(left);
    arb_init(right);
    arb_init(at);
    arb_set_fmpq(b, phi->breakpoint + k, prec);
    expr_eval_arb(left, &phi->piece[k], b, prec);
    expr_eval_arb(right, &phi->piece[k + 1], b, prec);
    expr_eval_arb(at, &phi->at_break[k], b, prec);
    jump = !arb_overlaps(left, right) || !arb_overlaps(left, at) || !arb_overlaps(right, at);
    arb_clear(b);
    arb_clear(left);
    arb_clear(right);
    arb_clear(at);
    return jump;
}

int activation_continuous_at(const activation_t phi, slong k)
{
    const fmpq *b = phi->breakpoint + k;
    if (expr_identical(&phi->piece[k], SUBSTITUTE_VALUE, b, &phi->at_break[k], 1) &&
        expr_identical(&phi->piece[k + 1], SUBSTITUTE_VALUE, b, &phi->at_break[k], 1))
        return 1;
    for (slong prec = 64; prec <= 4096; prec *= 2)
        if (certified_jump(phi, k, prec)) return 0;
    return -1;
}
