/* reason: the one-line explanation that accompanies every status but DQ_OK. */
#include <stdarg.h>
#include <stdio.h>
#include "ball/ball.h"

void reason_init(reason_t why)
{
    why->text[0] = '\0';
}

void reason_set(reason_t why, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (vsnprintf(why->text, sizeof why->text, format, arguments) < 0) why->text[0] = '\0';
    va_end(arguments);

    /* Reasons quote hostile input: control bytes must not break the line or drive a terminal. */
    for (char *c = why->text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
}
