/* deqcert_version, deqcert_status_name, deqcert_thread_end, and how every function ends. */
#include <stdarg.h>
#include <stdio.h>
#include "api/private.h"

const char *deqcert_version(void)
{
    return DEQCERT_VERSION;
}

const char *deqcert_status_name(deqcert_status status)
{
    switch (status) {
    case DEQCERT_OK:
        return "ok";
    case DEQCERT_INPUT:
        return "input";
    case DEQCERT_INCONCLUSIVE:
        return "inconclusive";
    case DEQCERT_INAPPLICABLE:
        return "inapplicable";
    case DEQCERT_NONEXISTENT:
        return "nonexistent";
    case DEQCERT_MEMORY:
        return "memory";
    }
    return "unknown";
}

void deqcert_thread_end(void)
{
    flint_cleanup();
}

static deqcert_status public_status(dq_status status)
{
    switch (status) {
    case DQ_OK:
        return DEQCERT_OK;
    case DQ_INPUT:
        return DEQCERT_INPUT;
    case DQ_INAPPLICABLE:
        return DEQCERT_INAPPLICABLE;
    case DQ_NONEXISTENT:
        return DEQCERT_NONEXISTENT;
    case DQ_MEMORY:
        return DEQCERT_MEMORY;
    case DQ_INCONCLUSIVE:
        break;
    }
    return DEQCERT_INCONCLUSIVE;
}

deqcert_status api_end(char *message, dq_status status, const reason_t why)
{
    if (message != NULL) snprintf(message, DEQCERT_MESSAGE, "%s", status == DQ_OK ? "" : why->text);
    return public_status(status);
}

deqcert_status api_refuse(char *message, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (message != NULL) vsnprintf(message, DEQCERT_MESSAGE, format, arguments);
    va_end(arguments);
    return DEQCERT_INPUT;
}

int api_bad_bits(char *message, long bits)
{
    if (bits >= DEQCERT_BITS_LEAST && bits <= DEQCERT_BITS_MOST) return 0;
    api_refuse(message, "bits: %ld; allowed are whole numbers from %d to %d", bits, DEQCERT_BITS_LEAST,
               DEQCERT_BITS_MOST);
    return 1;
}
