/* Private to verify/input: the CSV reader under csv_read. */
#ifndef DEQCERT_INPUT_CSV_H
#define DEQCERT_INPUT_CSV_H

#include "verify/input/problems.h"

#define CSV_MAX_BYTES    ((size_t)1 << 30)
#define CSV_MAX_ROWS     1000000
#define CSV_MAX_COLUMNS  1000000
#define CSV_MAX_VALUES   100000000
#define CSV_MAX_FIELD    1024
#define CSV_MAX_PROBLEMS 20

typedef struct {
    slong rows, columns;
} csv_limits;

/* As csv_read, with the line of each row (flint_malloc'ed) and problems filed under `rank`. */
slong csv_read_lines(double **value, slong *columns, slong **line, const char *path, csv_limits limits,
                     problems_t problems, file_rank rank);

/* A decimal, [+-](digits[.digits*] | .digits)[(e|E)[+-]digits] up to the NUL: what strtod reads, without its
   hexadecimal, inf and nan.  DECIMAL_READ: *x is the nearest double, ties to even.  DECIMAL_OTHER: a decimal that is not
   0, with more than 19 digits or a power of ten beyond 10^27; *x is not set.  DECIMAL_NONE: anything else. */
typedef enum { DECIMAL_NONE, DECIMAL_OTHER, DECIMAL_READ } decimal_kind;
decimal_kind decimal_double(double *x, const char *text);

#endif
