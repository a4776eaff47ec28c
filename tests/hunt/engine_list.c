/* Lists of numbers in one field, separated by blanks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/hunt/engine.h"

/* The next word of *rest, NUL-terminated; NULL at the end. */
static char *word(char **rest)
{
    char *text = *rest + strspn(*rest, " ");
    if (*text == '\0') return NULL;
    *rest = text + strcspn(text, " ");
    if (**rest != '\0') *(*rest)++ = '\0';
    return text;
}

static dq_status wrong_count(slong found, slong count, reason_t why)
{
    reason_set(why, "a list of %ld numbers, or an unreadable one; %ld are needed", (long)found, (long)count);
    return DQ_INPUT;
}

double *engine_doubles(char *field, slong count, reason_t why)
{
    double *value = flint_malloc((size_t)(count > 0 ? count : 1) * sizeof *value);
    slong k = 0;
    for (char *text; k <= count && (text = word(&field)) != NULL; k++) {
        char *end;
        double x = strtod(text, &end);
        if (*end != '\0' || k == count) break;
        value[k] = x;
    }
    if (k == count && word(&field) == NULL) return value;
    wrong_count(k, count, why);
    flint_free(value);
    return NULL;
}

dq_status engine_numbers(arb_ptr value, char *field, slong count, reason_t why)
{
    slong k = 0;
    for (char *text; (text = word(&field)) != NULL; k++)
        if (k == count || engine_number(value + k, text, 64, why) != DQ_OK) return wrong_count(k, count, why);
    return k == count ? DQ_OK : wrong_count(k, count, why);
}

dq_status engine_rationals(fmpq_mat_t M, char *field, reason_t why)
{
    slong k = 0, columns = fmpq_mat_ncols(M), count = fmpq_mat_nrows(M) * columns;
    for (char *text; (text = word(&field)) != NULL; k++)
        if (k == count || fmpq_set_str(fmpq_mat_entry(M, k / columns, k % columns), text, 10) != 0)
            return wrong_count(k, count, why);
    return k == count ? DQ_OK : wrong_count(k, count, why);
}

void engine_print_rationals(FILE *out, const char *name, const fmpq_mat_t M)
{
    fputs(name, out);
    for (slong i = 0; i < fmpq_mat_nrows(M); i++)
        for (slong j = 0; j < fmpq_mat_ncols(M); j++) {
            char *text = fmpq_get_str(NULL, 10, fmpq_mat_entry(M, i, j));
            fprintf(out, "\t%s", text);
            flint_free(text);
        }
    fputc('\n', out);
}
