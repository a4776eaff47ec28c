/* csv_read: a byte-by-byte reader in bounded memory; nothing in it depends on the locale.
   A row is a line; fields are split at commas and trimmed of blanks; lines that are empty or start with '#' are
   skipped. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "verify/input/csv.h"
#include "verify/input/read_file.h"

typedef struct {
    const char *path;
    problems_struct *problems;
    file_rank rank;
    csv_limits limits;
    locale_t locale;
    slong line, column, field_column; /* 1-based; column of the byte being read */
    char field[CSV_MAX_FIELD + 1];
    slong length; /* of the field, blanks in front skipped; may exceed CSV_MAX_FIELD */
    slong fields; /* of this row, finished */
    slong rows, columns, values, allocated, rows_allocated;
    double *value;
    slong *row_line;
    slong errors;
    int stop;
} csv_state;

#define COMPLAIN(s, column, ...)                                                                                       \
    do {                                                                                                               \
        problem_add((s)->problems, (s)->rank, (s)->path, (s)->line, column, __VA_ARGS__);                              \
        if (++(s)->errors == CSV_MAX_PROBLEMS) {                                                                       \
            problem_add((s)->problems, (s)->rank, (s)->path, (s)->line, column, "reading stopped after %d errors",     \
                        CSV_MAX_PROBLEMS);                                                                             \
            (s)->stop = 1;                                                                                             \
        }                                                                                                              \
    } while (0)

static void push(csv_state *s, double x)
{
    if (s->values == s->allocated) {
        s->allocated = s->allocated ? 2 * s->allocated : 64;
        s->value = flint_realloc(s->value, (size_t)s->allocated * sizeof(double));
    }
    s->value[s->values++] = x;
}

/* Blanks behind the number go, and a carriage return before the line's end. */
static void trim(csv_state *s)
{
    while (s->length > 0 && s->length <= CSV_MAX_FIELD &&
           (s->field[s->length - 1] == ' ' || s->field[s->length - 1] == '\t' || s->field[s->length - 1] == '\r'))
        s->length--;
}

/* What decimal_double leaves goes to glibc's strtod, which rounds correctly as well. */
static void end_field(csv_state *s)
{
    quoted_t q;
    double x;
    decimal_kind kind;

    trim(s);
    s->fields++;
    if (s->length == 0) {
        COMPLAIN(s, s->column, "an empty field; each field holds one decimal number");
    } else if (s->length > CSV_MAX_FIELD) {
        COMPLAIN(s, s->field_column, "a field longer than %d bytes", CSV_MAX_FIELD);
    } else if (s->values == CSV_MAX_VALUES || s->fields > s->limits.columns) {
        COMPLAIN(s, s->field_column, "too many numbers; allowed are %ld in a row and %d in all",
                 (long)s->limits.columns, CSV_MAX_VALUES);
        s->stop = 1;
    } else {
        s->field[s->length] = '\0';
        kind = decimal_double(&x, s->field);
        if (kind == DECIMAL_NONE || memchr(s->field, '\0', (size_t)s->length) != NULL) {
            COMPLAIN(s, s->field_column, "%s is not a decimal number; comment lines start with '#'",
                     quote(q, s->field, s->length));
        } else {
            if (kind == DECIMAL_OTHER) x = strtod_l(s->field, NULL, s->locale);
            if (!isfinite(x))
                COMPLAIN(s, s->field_column, "%s is too large for a double; allowed is at most 1.797e308 in size",
                         quote(q, s->field, s->length));
            else if (kind == DECIMAL_OTHER && x == 0)
                COMPLAIN(s, s->field_column, "%s is too small for a double; allowed is 0 or at least 5e-324 in size",
                         quote(q, s->field, s->length));
            else
                push(s, x);
        }
    }
    s->length = 0;
}

/* The line is over: nothing on it, or one more row. */
static void end_line(csv_state *s)
{
    slong errors = s->errors;

    trim(s);
    if (s->fields == 0 && s->length == 0) return;
    end_field(s);
    if (s->stop) return;
    if (s->rows == s->limits.rows) {
        COMPLAIN(s, 1, "too many rows; allowed are %ld", (long)s->limits.rows);
        s->stop = 1;
        return;
    }
    if (s->rows == 0)
        s->columns = s->fields;
    else if (s->fields != s->columns && errors == s->errors)
        COMPLAIN(s, 1, "%ld numbers, but %ld in the first row (line %ld); all rows need as many", (long)s->fields,
                 (long)s->columns, (long)s->row_line[0]);
    if (s->rows == s->rows_allocated) {
        s->rows_allocated = s->rows_allocated ? 2 * s->rows_allocated : 16;
        s->row_line = flint_realloc(s->row_line, (size_t)s->rows_allocated * sizeof(slong));
    }
    s->row_line[s->rows++] = s->line;
    s->fields = 0;
}

static void read_bytes(csv_state *s, FILE *file)
{
    int c, comment = 0;
    char mark[3];

    if (fread(mark, 1, 3, file) != 3 || memcmp(mark, "\xef\xbb\xbf", 3) != 0) /* UTF-8 byte order mark */
        rewind(file);
    for (s->line = 1; !s->stop; s->line++) {
        s->column = s->field_column = 1;
        s->length = s->fields = comment = 0;
        while (!s->stop && (c = getc_unlocked(file)) != EOF && c != '\n') {
            if (comment) {
                ; /* up to the end of the line */
            } else if (c == '#' && s->fields == 0 && s->length == 0) {
                comment = 1;
            } else if (c == ',') {
                end_field(s);
            } else if (s->length > 0 || (c != ' ' && c != '\t')) {
                if (s->length == 0) s->field_column = s->column;
                if (s->length < CSV_MAX_FIELD) s->field[s->length] = (char)c;
                s->length += s->length <= CSV_MAX_FIELD;
            }
            s->column++;
        }
        if (!s->stop && !comment) end_line(s);
        if (feof(file) || ferror(file)) break;
    }
}

slong csv_read_lines(double **value, slong *columns, slong **line, const char *path, csv_limits limits,
                     problems_t problems, file_rank rank)
{
    csv_state *s = flint_calloc(1, sizeof(csv_state));
    reason_t why;
    FILE *file;
    slong rows = 0;

    *value = NULL;
    *columns = 0;
    *line = NULL;
    s->path = path;
    s->problems = problems;
    s->rank = rank;
    s->limits = limits;
    s->line = 1;
    reason_init(why);
    file = open_regular_file(path, CSV_MAX_BYTES, why);
    if (file == NULL) {
        COMPLAIN(s, 1, "cannot be read: %s", why->text);
        flint_free(s);
        return 0;
    }
    s->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    read_bytes(s, file);
    s->line = 1;
    if (ferror(file))
        COMPLAIN(s, 1, "cannot be read to its end");
    else if (s->rows == 0 && s->errors == 0)
        COMPLAIN(s, 1, "holds no numbers; one row per line is needed, numbers separated by commas");
    freelocale(s->locale);
    fclose(file);

    if (s->errors == 0) {
        rows = s->rows;
        *columns = s->columns;
        *value = s->value;
        *line = s->row_line;
    } else {
        flint_free(s->value);
        flint_free(s->row_line);
    }
    flint_free(s);
    return rows;
}

slong csv_read(double **value, slong *columns, const char *path, case_errors_t errors)
{
    csv_limits limits = {CSV_MAX_ROWS, CSV_MAX_COLUMNS};
    problems_t problems;
    slong *line, rows;

    problems_init(problems);
    rows = csv_read_lines(value, columns, &line, path, limits, problems, FILE_POINTS);
    problems_move(errors, problems);
    flint_free(line);
    return rows;
}
