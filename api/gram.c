/* deqcert_lambda_star, deqcert_gram_limit: the limit Gram matrix of points in memory. */
#include "api/private.h"

deqcert_status deqcert_lambda_star(deqcert_enclosure *lambda, const deqcert_model *model, long bits, double relative,
                                   char *message)
{
    dq_status status;
    api_model m;
    lambda_t l;
    reason_t why;

    if (lambda == NULL) return api_refuse(message, "lambda is needed, not NULL");
    if (!(relative >= 0 && relative < 1))
        return api_refuse(message, "relative: %g; allowed are 0 and numbers below 1", relative);
    if (api_model_init(&m, model, bits, message) != DEQCERT_OK) return DEQCERT_INPUT;
    reason_init(why);
    lambda_init(l);
    status = gram_lambda(l, m.model, bits, relative, why);
    if (status == DQ_OK) api_enclose(lambda, l->lambda, relative > 0 ? l->gram->bits : bits);
    lambda_clear(l);
    api_model_clear(&m);
    return api_end(message, status, why);
}

deqcert_status deqcert_gram_limit(double *lower, double *upper, double *q_lower, double *q_upper,
                                  const deqcert_model *model, long bits, char *message)
{
    dq_status status;
    api_model m;
    gram_t g;
    reason_t why;

    if (lower == NULL || upper == NULL || (q_lower == NULL) != (q_upper == NULL))
        return api_refuse(message, "lower and upper are needed, q_lower and q_upper both or neither");
    if (api_model_init(&m, model, bits, message) != DEQCERT_OK) return DEQCERT_INPUT;
    reason_init(why);
    gram_init(g);
    status = gram_limit(g, m.model, bits, why);
    if (status == DQ_OK) {
        for (slong i = 0; i < g->n; i++) {
            for (slong j = 0; j < g->n; j++)
                api_doubles(lower + i * g->n + j, upper + i * g->n + j, arb_mat_entry(g->K, i, j));
            if (q_lower != NULL) api_doubles(q_lower + i, q_upper + i, g->q + (g->equal_norms ? 0 : i));
        }
    }
    gram_clear(g);
    api_model_clear(&m);
    return api_end(message, status, why);
}
