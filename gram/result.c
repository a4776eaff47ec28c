/* gram_allocate, gram_set_entry, gram_widths_within: the result of a computation. */
#include "gram/result.h"

enum { GUARD = 20 };

void gram_allocate(gram_t g, const covariance_t c, const profile_struct *profile, slong bits)
{
    slong i;

    gram_clear(g);
    gram_init(g);
    g->n = c->n;
    g->equal_norms = c->classes == 1;
    g->norms = g->equal_norms ? 1 : c->n;
    g->bits = bits;
    g->q = _arb_vec_init(g->norms);
    g->kappa = _arb_vec_init(g->norms);
    arb_mat_init(g->K, c->n, c->n);
    for (i = 0; i < g->norms; i++) {
        arb_set_round(g->q + i, profile[c->class_of[i]].q, bits + GUARD);
        arb_set_round(g->kappa + i, profile[c->class_of[i]].kappa, bits + GUARD);
    }
    for (i = 0; i < c->n; i++) arb_set(arb_mat_entry(g->K, i, i), g->kappa + (g->equal_norms ? 0 : i));
}

void gram_set_entry(gram_t g, slong i, slong j, const arb_t value)
{
    arb_set_round(arb_mat_entry(g->K, i, j), value, g->bits + GUARD);
    arb_set(arb_mat_entry(g->K, j, i), arb_mat_entry(g->K, i, j));
}

/* Widths are asked relative to max(|value|, kappa); with general norms kappa is the smaller one of the two points. */
int gram_widths_within(const gram_t g, slong bits)
{
    slong i, j;

    for (i = 0; i < g->norms; i++)
        if (!arb_width_within(g->q + i, bits, g->q + i) || !arb_width_within(g->kappa + i, bits, g->kappa + i))
            return 0;
    for (i = 0; i < g->n; i++)
        for (j = 0; j < i; j++) {
            arb_srcptr entry = arb_mat_entry(g->K, i, j), a = g->kappa, b = g->kappa;
            if (!g->equal_norms) {
                a += i;
                b += j;
            }
            if (!arb_width_within(entry, bits, arf_cmp(arb_midref(a), arb_midref(b)) < 0 ? a : b)) return 0;
        }
    return 1;
}

int gram_symmetric_entry(arb_t value, const covariance_t c, slong i, slong j, int parity, slong layer,
                         const arb_t kappa)
{
    int relation = c->relation[i * c->n + j];

    if (relation == 1 || (relation == -1 && parity == 1 && layer == 1))
        arb_set(value, kappa);
    else if (relation == -1 && parity == -1)
        arb_neg(value, kappa);
    else
        return 0;
    return 1;
}
