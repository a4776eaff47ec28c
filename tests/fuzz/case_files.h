/* Shared by the targets of case and topic files: files that an input may name, and inputs that are only slow. */
#ifndef DEQCERT_TESTS_FUZZ_CASE_FILES_H
#define DEQCERT_TESTS_FUZZ_CASE_FILES_H

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include "tests/fuzz/fuzz.h"
#include "verify/claims/claims.h"

/* points.csv, labels.csv, points.npy, points.idx, labels.idx beside the input. */
static inline void write_companions(void)
{
    static const char csv[] = "1,0.25\n0.5,1\n-0.75,0.5\n", labels[] = "1\n-1\n0.5\n";
    static const char npy[] =
        "\x93NUMPY\x01\x00\x36\x00{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2)}\1\2\3\5";
    static const uint8_t idx[] = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 5},
                         named[] = {0, 0, 8, 1, 0, 0, 0, 2, 1, 3};
    static int done;
    if (done) return;
    done = 1;
    scratch_write("points.csv", csv, sizeof csv - 1);
    scratch_write("labels.csv", labels, sizeof labels - 1);
    scratch_write("points.npy", npy, sizeof npy - 1);
    scratch_write("points.idx", idx, sizeof idx);
    scratch_write("labels.idx", named, sizeof named);
}

/* The largest number that stands behind the key (a letter) anywhere in the text. */
static inline unsigned long long key_number(const uint8_t *text, size_t size, char key)
{
    unsigned long long most = 0;
    for (size_t k = 0; k < size; k++) {
        size_t at = k + 1;
        unsigned long long number = 0;
        if (text[k] != (uint8_t)key) continue;
        while (at < size && strchr("'\": \t\r\n+", text[at]) != NULL) at++;
        for (; at < size && text[at] >= '0' && text[at] <= '9' && number < 1000000000; at++)
            number = 10 * number + text[at] - '0';
        if (number > most) most = number;
    }
    return most;
}

/* 1 for a generator of many points: 1e8 coordinates are allowed and take their time. */
static inline int makes_many_points(const uint8_t *text, size_t size)
{
    return key_number(text, size, 'n') * key_number(text, size, 'd') > 20000;
}

static inline int known_claim(const char *id)
{
    return claim_find(id) != NULL;
}

static inline void match_claim(const claim_t *claim, void *context)
{
    const char **glob = context;
    if (*glob != NULL && fnmatch(*glob, claim->id, 0) == 0) *glob = NULL;
}

static inline int known_glob(const char *glob)
{
    claim_visit(match_claim, &glob);
    return glob == NULL;
}

/* Messages are single lines of printable ASCII; they reach terminals. */
static inline void check_messages(const case_errors_struct *errors)
{
    for (slong k = 0; k < errors->count; k++)
        for (const char *p = errors->line[k]; *p != '\0'; p++)
            require(*p >= ' ' && *p <= '~', "byte %d in the message %s", *p, errors->line[k]);
}

#endif
