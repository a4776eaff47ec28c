/* Private to verify/input: the errors of one load, collected in any order and handed out sorted by file, line and
 * column. */
#ifndef DEQCERT_INPUT_PROBLEMS_H
#define DEQCERT_INPUT_PROBLEMS_H

#include "verify/input/input.h"

/* Which file an error is in: the case file's errors come first. */
typedef enum { FILE_CASE, FILE_POINTS, FILE_LABELS } file_rank;

typedef struct {
    file_rank file;
    slong line, column, order;
    char *text;
} problem_struct;
typedef struct {
    slong count, allocated, dropped;
    problem_struct *item;
} problems_struct;
typedef problems_struct problems_t[1];

void problems_init(problems_t p);
void problems_clear(problems_t p);
/* Adds "path:line:column: message".  Past 100 errors only their number is kept. */
void problem_add(problems_t p, file_rank file, const char *path, slong line, slong column, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* The same as "path: byte N: message" for binary files; N counts from 0. */
void problem_add_byte(problems_t p, file_rank file, const char *path, size_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Sorts the errors and moves them to the end of `errors`. */
void problems_move(case_errors_t errors, problems_t p);

/* Writes a byte, everything but printable ASCII as \xNN (messages reach terminals); returns the place after it. */
char *put_escaped(char *out, char byte);

/* Room for a quoted piece of the input inside a message. */
typedef struct {
    char text[200];
} quoted_struct;
typedef quoted_struct quoted_t[1];
/* "bytes" in double quotes, at most 40 of them, escaped. */
const char *quote(quoted_t q, const char *bytes, slong length);

/* " did you mean "gelu"?" or "" into a message. */
const char *did_you_mean(quoted_t q, const char *nearest);
/* "a, b, c" of a NULL-ended list. */
typedef struct {
    char text[600];
} listed_struct;
typedef listed_struct listed_t[1];
const char *list_words(listed_t out, const char *const *list);

/* flint_malloc'ed copy of `length` bytes, NUL appended. */
char *copy_text(const char *bytes, size_t length);

#endif
