/* Shared by the tests of stores and reports: a directory of their own, and calls that must succeed. */
#ifndef DEQCERT_TESTS_WORK_FOLDER_H
#define DEQCERT_TESTS_WORK_FOLDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "verify/store/store.h"

static char directory[256];

/* The path of a file of the folder; the last four stay valid. */
static inline const char *file_of(const char *name)
{
    static char path[4][600];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", directory, name);
    return path[next];
}

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if ((call) != 0) fail_msg("%s: %s", #call, error->text);                                                       \
    } while (0)

/* The whole file, which must be there; the caller frees it. */
static inline char *text_of(const char *name)
{
    enum { TEXT_MOST = 200000 };
    FILE *in = fopen(file_of(name), "r");
    if (in == NULL) fail_msg("%s is missing", name);
    char *text = calloc(1, TEXT_MOST);
    assert_non_null(text);
    assert_true(fread(text, 1, TEXT_MOST - 1, in) < TEXT_MOST - 1);
    fclose(in);
    return text;
}

static inline int make_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    snprintf(directory, sizeof directory, "%.200s/deqcert-test-XXXXXX", base);
    return mkdtemp(directory) == NULL;
}

static inline int remove_folder(void **state)
{
    char command[512];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    return system(command);
}

#endif
