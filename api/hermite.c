/* deqcert_hermite: Hermite coefficients at a decimal variance. */
#include <string.h>
#include "api/private.h"

#define VARIANCE_PRECISIONS 4 /* doublings of the precision of a variance that is not dyadic */

/* Every coefficient of width <= 2^(4-bits) max(|a_r|, sqrt(kappa)), and kappa of relative width <= 2^(4-bits)? */
static int accurate(const hermite_t h, slong bits)
{
    arb_t root, value;
    int good = arb_width_within(h->kappa, bits, h->kappa);

    arb_init(root);
    arb_init(value);
    arb_sqrt(root, h->kappa, bits + 64);
    for (slong r = 0; r <= h->N && good; r++) {
        arb_abs(value, h->a + r);
        good = arb_width_within(h->a + r, bits, root) || arb_width_within(h->a + r, bits, value);
    }
    arb_clear(root);
    arb_clear(value);
    return good;
}

/* A variance like 0.1 is a ball: its precision is raised until the coefficients are as narrow as promised. */
static dq_status expand(hermite_t h, const activation_t phi, const fmpq_t q, slong N, slong bits, reason_t why)
{
    dq_status status = DQ_INCONCLUSIVE;
    slong prec = 2 * bits + 64;
    arb_t variance;

    arb_init(variance);
    for (int k = 0; k < VARIANCE_PRECISIONS; k++, prec *= 2) {
        arb_set_fmpq(variance, q, prec);
        status = hermite_coefficients(h, phi, variance, N, bits, why);
        if (status != DQ_OK || accurate(h, bits)) break;
        status = DQ_INCONCLUSIVE;
        reason_set(why, "the coefficients stay wider than 2^(4-%ld) with the variance at %ld bits", (long)bits,
                   (long)prec);
    }
    arb_clear(variance);
    return status;
}

deqcert_status deqcert_hermite(deqcert_enclosure *a, deqcert_enclosure *tail, deqcert_enclosure *kappa,
                               const deqcert_activation *phi, const char *q, long terms, long bits, char *message)
{
    dq_status status = DQ_INPUT;
    fmpq_t variance;
    hermite_t h;
    reason_t why;

    if (phi == NULL || q == NULL || a == NULL) return api_refuse(message, "a, phi and q are needed, not NULL");
    if (terms < 1 || terms > HERMITE_MAX_TERMS)
        return api_refuse(message, "terms: %ld; allowed are whole numbers from 1 to %d", terms, HERMITE_MAX_TERMS);
    if (api_bad_bits(message, bits)) return DEQCERT_INPUT;
    reason_init(why);
    fmpq_init(variance);
    hermite_init(h);
    if (fmpq_set_decimal(variance, q, strlen(q), why) == DQ_OK) {
        if (fmpq_sgn(variance) > 0)
            status = expand(h, phi->phi, variance, terms - 1, bits, why);
        else
            reason_set(why, "q: \"%.100s\" must be > 0", q);
    }
    if (status == DQ_OK) {
        for (slong r = 0; r < terms; r++) api_enclose(a + r, h->a + r, bits);
        if (tail != NULL) api_enclose(tail, h->tail, bits);
        if (kappa != NULL) api_enclose(kappa, h->kappa, bits);
    }
    hermite_clear(h);
    fmpq_clear(variance);
    return api_end(message, status, why);
}
