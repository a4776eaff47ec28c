/* deqcert_activation_*: activations by their expression. */
#include "api/private.h"

deqcert_status deqcert_activation_parse(deqcert_activation **phi, const char *expression, char *message)
{
    activation_error_t error;
    activation_t parsed = NULL;

    if (phi == NULL || expression == NULL) return api_refuse(message, "expression: a text is needed, not NULL");
    reason_init(error->why);
    error->offset = -1;
    if (activation_init(&parsed, expression, error) != DQ_OK) {
        if (error->offset >= 0)
            return api_refuse(message, "expression, column %ld: %s", (long)error->offset + 1, error->why->text);
        return api_refuse(message, "expression: %s", error->why->text);
    }
    *phi = flint_malloc(sizeof **phi);
    (*phi)->phi = parsed;
    return api_end(message, DQ_OK, error->why);
}

const char *deqcert_activation_text(const deqcert_activation *phi)
{
    return activation_text(phi->phi);
}

void deqcert_activation_free(deqcert_activation *phi)
{
    if (phi == NULL) return;
    activation_clear(phi->phi);
    flint_free(phi);
}
