/* planted: inputs of planted statements, built without a case. */
#include "verify/claims/planted.h"

int planted_activation(activation_t *phi, const char *text, verdict_t v)
{
    activation_error_t error;
    *phi = NULL;
    if (activation_init(phi, text, error) == DQ_OK) return 1;
    verdict_set(v, VERDICT_INCONCLUSIVE, "The planted activation `%s` was not understood: %s.", text, error->why->text);
    return 0;
}

int planted_expansion(hermite_t h, const char *text, slong q, slong N, slong bits, verdict_t v)
{
    activation_t phi;
    hermite_init(h);
    if (!planted_activation(&phi, text, v)) return 0;
    reason_t why;
    reason_init(why);
    arb_t variance;
    arb_init(variance);
    arb_set_si(variance, q);
    dq_status status = hermite_coefficients(h, phi, variance, N, bits, why);
    if (status != DQ_OK) verdict_from_status(v, status, why);
    arb_clear(variance);
    activation_clear(phi);
    return status == DQ_OK;
}
