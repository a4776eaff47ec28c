/* kernel_gram: the limit of points of equal norm, entry by entry from their kernel. */
#include "gram/kernel_gram.h"
#include "gram/kernel.h"
#include "gram/result.h"

/* Announces the correlations rho0 = Sigma^(1)_ij / Sigma^(1)_ii of the pairs without a symmetry; their number and the
   least 1 - |rho0|. */
static slong announce(arf_t w, kernel_t k, const covariance_t c)
{
    slong i, j, count = 0;
    arb_t z, ignored;
    arf_t size;

    arb_init(z);
    arb_init(ignored);
    arf_init(size);
    arf_zero(w); /* largest |sigma| so far */
    for (i = 0; i < c->n; i++)
        for (j = 0; j < i; j++)
            if (!gram_symmetric_entry(ignored, c, i, j, k->parity, -1, ignored)) {
                arb_get_abs_ubound_arf(size, arb_mat_entry(c->sigma, i, j), 128);
                if (arf_cmp(size, w) > 0) arf_set(w, size);
                arb_div(z, arb_mat_entry(c->sigma, i, j), c->variance, 64);
                kernel_expect(k, z);
                count++;
            }
    arb_set_arf(z, w);
    arb_div(z, z, c->variance, 128);
    arb_sub_ui(z, z, 1, 128);
    arb_neg(z, z);
    arb_get_lbound_arf(w, z, 128);
    if (arf_sgn(w) < 0) arf_zero(w);
    arb_clear(z);
    arb_clear(ignored);
    arf_clear(size);
    return count;
}

static dq_status fill(gram_t g, kernel_t k, const covariance_t c, reason_t why)
{
    dq_status status = DQ_OK;
    slong i, j;
    arb_t z, K;

    arb_init(z);
    arb_init(K);
    for (i = 0; i < c->n && status == DQ_OK; i++)
        for (j = 0; j < i && status == DQ_OK; j++) {
            if (!gram_symmetric_entry(K, c, i, j, k->parity, -1, k->p->kappa)) {
                arb_div(z, arb_mat_entry(c->sigma, i, j), c->variance, k->work + 20);
                status = kernel_eval(K, k, z, why);
                if (status == DQ_INAPPLICABLE) {
                    reason_t local = {*why};
                    reason_set(why, "points %ld, %ld: %.400s", (long)i, (long)j, local->text);
                }
            }
            if (status == DQ_OK) gram_set_entry(g, i, j, K);
        }
    arb_clear(z);
    arb_clear(K);
    return status;
}

dq_status kernel_gram(gram_t g, const gram_model_t model, const covariance_t c, slong bits, slong accuracy,
                      reason_t why)
{
    kernel_t k;
    arf_t w;
    slong count;
    dq_status status;

    arf_init(w);
    status = kernel_init(k, model, c->variance, accuracy, why);
    if (status == DQ_OK) {
        gram_allocate(g, c, k->p, bits);
        count = announce(w, k, c);
        if (count > 0) status = kernel_plan(k, w, count, why);
        if (status == DQ_OK) status = fill(g, k, c, why);
        if (status == DQ_OK) {
            g->route = k->coupling ? LIMIT_COUPLING : LIMIT_LOCAL;
            g->terms = FLINT_MAX(0, k->p->expanded - 1);
            kernel_engine(g->engine, sizeof g->engine, k);
        }
    }
    kernel_clear(k);
    arf_clear(w);
    return status;
}
