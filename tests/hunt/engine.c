/* engine: reads commands, one per line with fields separated by tabs, and answers each by lines ended by "."; a refusal is the one
   line "no<TAB>reason".  Real numbers are printed exactly. */
#include <stdlib.h>
#include <string.h>

#include "tests/hunt/engine.h"

enum { FIELDS_MOST = 4096, PRINTED_BITS = 16384 };

static const engine_command *const tables[] = {engine_activation, engine_growth, engine_hermite,     engine_kernel,
                                               engine_linear,     engine_lambda, engine_probability, engine_exact};

dq_status engine_phi(activation_t *phi, const char *text, reason_t why)
{
    static activation_t kept;
    static char *name;
    activation_error_t error;
    if (name == NULL || strcmp(name, text) != 0) {
        if (name != NULL) activation_clear(kept);
        free(name);
        name = NULL;
        dq_status status = activation_init(&kept, text, error);
        if (status != DQ_OK) {
            *why = *error->why;
            return status;
        }
        name = strdup(text);
    }
    *phi = kept;
    return DQ_OK;
}

dq_status engine_number(arb_t x, const char *text, slong prec, reason_t why)
{
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        fmpq_t value;
        fmpq_init(value);
        dq_status status = fmpq_set_decimal(value, text, strlen(text), why);
        arb_set_fmpq(x, value, prec);
        fmpq_clear(value);
        return status;
    }
    fmpz_t mantissa, exponent;
    char digits[8192];
    fmpz_init(mantissa);
    fmpz_init(exponent);
    dq_status status = DQ_INPUT;
    if ((size_t)(colon - text) < sizeof digits) {
        memcpy(digits, text, (size_t)(colon - text));
        digits[colon - text] = '\0';
        if (fmpz_set_str(mantissa, digits, 10) == 0 && fmpz_set_str(exponent, colon + 1, 10) == 0) {
            arf_set_fmpz_2exp(arb_midref(x), mantissa, exponent);
            mag_zero(arb_radref(x));
            status = DQ_OK;
        }
    }
    if (status != DQ_OK) reason_set(why, "not a number: %.60s", text);
    fmpz_clear(mantissa);
    fmpz_clear(exponent);
    return status;
}

slong engine_integer(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    return *text != '\0' && *end == '\0' ? (slong)value : -1;
}

void engine_print_arf(FILE *out, const arf_t x)
{
    if (!arf_is_finite(x)) {
        fputs(arf_is_nan(x) ? "\tnan" : arf_is_pos_inf(x) ? "\tinf" : "\t-inf", out);
        return;
    }
    fmpz_t mantissa, exponent;
    fmpz_init(mantissa);
    fmpz_init(exponent);
    arf_get_fmpz_2exp(mantissa, exponent, x);
    fputc('\t', out);
    fmpz_fprint(out, mantissa);
    fputc(':', out);
    fmpz_fprint(out, exponent);
    fmpz_clear(mantissa);
    fmpz_clear(exponent);
}

void engine_print(FILE *out, const arb_t x)
{
    arf_t lower, upper;
    arf_init(lower);
    arf_init(upper);
    arb_get_interval_arf(lower, upper, x, PRINTED_BITS);
    engine_print_arf(out, lower);
    engine_print_arf(out, upper);
    arf_clear(lower);
    arf_clear(upper);
}

static const engine_command *find(const char *name)
{
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
        for (const engine_command *c = tables[t]; c->name != NULL; c++)
            if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

static void answer(char *line)
{
    static char *field[FIELDS_MOST];
    int fields = 0;
    reason_t why;
    reason_init(why);
    for (char *rest = line, *next; rest != NULL && fields < FIELDS_MOST; rest = next) {
        if ((next = strchr(rest, '\t')) != NULL) *next++ = '\0';
        field[fields++] = rest;
    }
    const engine_command *command = find(field[0]);
    char *text = NULL;
    size_t size = 0;
    dq_status status = DQ_INPUT;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) abort();
    if (command == NULL || fields - 1 < command->fields)
        reason_set(why, "no command %s with %d fields", field[0], fields - 1);
    else
        status = command->run(out, field + 1, fields - 1, why);
    fclose(out);
    if (status == DQ_OK)
        fputs(text, stdout);
    else
        printf("no\t%s\n", why->text[0] ? why->text : "no reason given");
    free(text);
    puts(".");
    fflush(stdout);
}

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, stdin)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = '\0';
        answer(line);
    }
    free(line);
    flint_cleanup();
    return 0;
}
