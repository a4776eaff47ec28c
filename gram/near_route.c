/* The dual activation of a kinked phi beyond the reach of its plain series: Price's formula where it applies, else the
   split phi = P + S (hermite.h), prepared by the first pair of a class that needs it.

   Where the split would need too many terms (a pole of phi next to a kink, many bits) the plain series serves as long
   as |rho|^HERMITE_MAX_TERMS <= 2^-bits: its expansion is made for |rho| <= 1 - 2^-k, so that few are made. */
#include <math.h>
#include "gram/dual.h"

struct near_struct {
    hermite_split_t split;
    slong failed; /* least number of bits the split was refused at */
    reason_t refusal;
    hermite_t series;
    arb_t reach; /* |rho| and bits that the series is good for; 0 before */
    slong series_bits;
};

near_struct *near_init(void)
{
    near_struct *near = flint_malloc(sizeof *near);

    hermite_split_init(near->split);
    hermite_init(near->series);
    arb_init(near->reach);
    near->failed = WORD_MAX;
    near->series_bits = 0;
    reason_init(near->refusal);
    return near;
}

void near_clear(near_struct *near)
{
    hermite_split_clear(near->split);
    hermite_clear(near->series);
    arb_clear(near->reach);
    flint_free(near);
}

/* The class's split at `bits` at least. */
static dq_status prepare(const profile_struct *p, activation_t phi, slong bits, reason_t why)
{
    near_struct *near = p->near;
    dq_status status;

    bits = FLINT_MAX(bits, p->bits);
    if (near->split->N >= 0 && near->split->bits >= bits) return DQ_OK;
    if (bits >= near->failed) {
        *why = *near->refusal;
        return DQ_INCONCLUSIVE;
    }
    status = hermite_split_coefficients(near->split, phi, p->at, bits, why);
    if (status == DQ_INCONCLUSIVE) {
        near->failed = bits;
        *near->refusal = *why;
    }
    return status;
}

/* The class's plain series for |rho| at `bits`; DQ_INCONCLUSIVE when it would need too many terms. */
static dq_status lengthen(const profile_struct *p, activation_t phi, const arb_t rho, slong bits, reason_t why)
{
    near_struct *near = p->near;
    arb_t size;
    double gap;
    dq_status status = DQ_INCONCLUSIVE;

    arb_init(size);
    arb_get_abs_ubound_arf(arb_midref(size), rho, 64);
    if (near->series_bits >= bits && arb_le(size, near->reach)) {
        status = DQ_OK;
    } else {
        gap = 1.0 - arf_get_d(arb_midref(size), ARF_RND_UP);
        if (gap * 1.4427 * HERMITE_MAX_TERMS > (double)bits) {
            arb_set_d(near->reach, 1.0 - exp2(floor(log2(gap))));
            status = hermite_coefficients_for(near->series, phi, p->at, near->reach, bits, why);
            near->series_bits = status == DQ_OK ? bits : 0;
        }
    }
    arb_clear(size);
    return status;
}

static dq_status by_series(arb_t value, const dual_struct *D, const arb_t rho, slong bits, reason_t why)
{
    dq_status status = lengthen(D->i, D->phi, rho, bits, why);

    if (status == DQ_OK && D->j != D->i) status = lengthen(D->j, D->phi, rho, bits, why);
    if (status == DQ_OK) hermite_dual(value, D->i->near->series, D->j->near->series, rho, bits + 20);
    return status;
}

dq_status near_dual(arb_t value, const dual_struct *D, const arb_t rho, slong bits, reason_t why)
{
    dq_status status;

    if (activation_has_price(D->phi)) return hermite_dual_price(value, D->phi, D->i->at, D->j->at, rho, bits, why);
    status = prepare(D->i, D->phi, bits, why);
    if (status == DQ_OK && D->j != D->i) status = prepare(D->j, D->phi, bits, why);
    if (status == DQ_OK) return hermite_split_dual(value, D->i->near->split, D->j->near->split, rho, bits, why);
    if (status == DQ_INCONCLUSIVE) {
        reason_t refusal = {*why};
        status = by_series(value, D, rho, bits, why);
        if (status == DQ_INCONCLUSIVE) *why = refusal[0];
    }
    return status;
}

int activation_has_near_route(const activation_t phi)
{
    return activation_pieces(phi) > 1;
}

const char *near_route_name(const activation_t phi)
{
    return activation_has_price(phi) ? "price" : "split";
}
