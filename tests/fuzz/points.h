/* Shared by the targets of binary point files: a case about the file `points`, and what must hold of the points it gets. */
#ifndef DEQCERT_TESTS_FUZZ_POINTS_H
#define DEQCERT_TESTS_FUZZ_POINTS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include "tests/fuzz/fuzz.h"
#include "verify/input/input.h"

/* The case with this data section, NULL when it is refused; planted: parallel points are accepted. */
static inline case_t load_points(const char *data)
{
    char text[300];
    case_errors_t errors;
    case_t c;

    int length =
        snprintf(text, sizeof text, "planted: true\nactivation: {phi: x}\nmodel: {sigma_w2: 0.08}\ndata: {%s}\n", data);
    case_errors_init(errors);
    slong count = case_load(&c, scratch_write("case.yaml", text, (size_t)length), NULL, errors);
    require((count == 0) == (c != NULL) && count == errors->count, "%ld errors, case %p", (long)count, (void *)c);
    for (slong k = 0; k < errors->count; k++)
        for (const char *p = errors->line[k]; *p != '\0'; p++)
            require(*p >= ' ' && *p <= '~', "byte %d in the message %s", *p, errors->line[k]);
    case_errors_clear(errors);
    for (slong k = 0; c != NULL && k < c->points->n * c->points->d; k++)
        require(isfinite(c->points->x[k]), "a coordinate that is not finite");
    return c;
}

/* The bytes as one gzip member, stored without compression. */
static inline void write_gzip(const char *name, const uint8_t *data, size_t size)
{
    gzFile out = gzopen(scratch_path(name), "wb0");
    require(out != NULL && (size == 0 || gzwrite(out, data, (unsigned)size) == (int)size) && gzclose(out) == Z_OK,
            "no gzip file");
}

/* The plain file `points` and the same bytes in a gzip member are accepted or refused together, and are the same points.  data: the section
   with %s where the file's name stands. */
static inline void compare_with_gzip(const char *data, const uint8_t *bytes, size_t size)
{
    char section[200];
    if (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) return;
    snprintf(section, sizeof section, data, "points");
    case_t plain = load_points(section);
    write_gzip("points.gz", bytes, size);
    snprintf(section, sizeof section, data, "points.gz");
    case_t packed = load_points(section);
    require((plain == NULL) == (packed == NULL), "%s: only the %s file is accepted", data,
            plain == NULL ? "gzip" : "plain");
    if (plain != NULL) {
        size_t length = (size_t)(plain->points->n * plain->points->d) * sizeof(double);
        require(plain->points->n == packed->points->n && plain->points->d == packed->points->d &&
                    memcmp(plain->points->x, packed->points->x, length) == 0,
                "%s: the gzip file has other points", data);
    }
    case_clear(plain);
    case_clear(packed);
}

#endif
