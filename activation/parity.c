/* Parity from normal forms: piece k mirrored must be the sign times piece P-1-k, the breakpoints symmetric, and the
   values at the breakpoints too.  The zero function counts as even. */
#include "activation/normal_form.h"
#include "activation/structure.h"

static int breakpoints_symmetric(const activation_t phi)
{
    fmpq_t minus;
    int symmetric = 1;
    fmpq_init(minus);
    for (slong k = 0; k + 1 < phi->pieces && symmetric; k++) {
        fmpq_neg(minus, phi->breakpoint + k);
        symmetric = fmpq_equal(minus, phi->breakpoint + phi->pieces - 2 - k);
    }
    fmpq_clear(minus);
    return symmetric;
}

static int has_parity(const activation_t phi, int sign)
{
    slong last = phi->pieces - 1;
    for (slong k = 0; 2 * k <= last; k++) {
        if (!expr_identical(&phi->piece[k], SUBSTITUTE_MINUS_X, NULL, &phi->piece[last - k], sign)) return 0;
        if (k < last && !expr_identical(&phi->at_break[k], SUBSTITUTE_X, NULL, &phi->at_break[last - 1 - k], sign))
            return 0;
    }
    return 1;
}

int pieces_parity(const activation_t phi)
{
    if (!breakpoints_symmetric(phi)) return 0;
    return has_parity(phi, 1) ? 1 : has_parity(phi, -1) ? -1 : 0;
}
