/* Shared by the tests of verify/input: cases written to a scratch directory. */
#ifndef DEQCERT_TESTS_SCRATCH_CASE_H
#define DEQCERT_TESTS_SCRATCH_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include "verify/input/case_parts.h"

#define PLAIN "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\n"

static char scratch[] = "/tmp/deqcert-input-XXXXXX";

static inline void place(char out[256], const char *name)
{
    snprintf(out, 256, "%s/%s", scratch, name);
}

static inline void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;

    place(path, name);
    remove(path); /* some file systems wait for the disk when a file is cut to nothing and written again */
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static inline int make_scratch(void **state)
{
    (void)state;
    return mkdtemp(scratch) == NULL;
}

static inline int remove_scratch(void **state)
{
    static const char *const names[] = {"case.yaml", "points.csv", "labels.csv", "below/inner.yaml", "below", ""};
    char path[256];

    (void)state;
    for (int i = 0; i < 6; i++) {
        place(path, names[i]);
        remove(path);
    }
    return 0;
}

/* The case, or a failure that prints every message and the text. */
static inline case_t load(const char *path, const char *text)
{
    case_errors_t errors;
    case_t c;

    case_errors_init(errors);
    case_load(&c, path, NULL, errors);
    for (slong i = 0; i < errors->count; i++) print_error("%s\n", errors->line[i]);
    if (c == NULL) fail_msg("%s refused\n%s", path, text);
    assert_int_equal(errors->count, 0);
    case_errors_clear(errors);
    return c;
}

static inline case_t load_text(const char *text)
{
    char path[256];

    write_file("case.yaml", text);
    place(path, "case.yaml");
    return load(path, text);
}

/* The number of errors of a text that must be refused. */
static inline slong refused(const char *text)
{
    case_errors_t errors;
    char path[256];
    case_t c;
    slong count;

    write_file("case.yaml", text);
    place(path, "case.yaml");
    case_errors_init(errors);
    count = case_load(&c, path, NULL, errors);
    case_errors_clear(errors);
    case_clear(c);
    return count;
}

#endif
