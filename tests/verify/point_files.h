/* Shared by the tests of point files: the formats written byte by byte, and cases compared with CSV cases. */
#ifndef DEQCERT_TESTS_POINT_FILES_H
#define DEQCERT_TESTS_POINT_FILES_H

#include <inttypes.h>
#include <math.h>
#include <zlib.h>
#include "tests/verify/scratch_case.h"

enum { MAX_BYTES = 1 << 16 };
typedef struct {
    unsigned char byte[MAX_BYTES];
    size_t length;
} bytes_t;

/* An element type of either format. */
typedef struct {
    char kind; /* f, i, u */
    int size;
    unsigned char idx; /* its IDX code, 0: none */
} type_t;
static const type_t types[] = {{'f', 8, 0x0e}, {'f', 4, 0x0d}, {'u', 1, 0x08}, {'i', 1, 0x09}, {'i', 2, 0x0b},
                               {'i', 4, 0x0c}, {'i', 8, 0},    {'u', 2, 0},    {'u', 4, 0},    {'u', 8, 0}};
enum { TYPES = sizeof types / sizeof *types };

static inline void put(bytes_t *b, const void *data, size_t length)
{
    assert_true(b->length + length <= MAX_BYTES);
    memcpy(b->byte + b->length, data, length);
    b->length += length;
}

/* The low `size` bytes of a word. */
static inline void put_word(bytes_t *b, uint64_t word, int size, int big)
{
    for (int i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)(word >> 8 * (big ? size - 1 - i : i));
        put(b, &byte, 1);
    }
}

static inline void put_number(bytes_t *b, double x, const type_t *type, int big)
{
    uint64_t word = 0;

    if (type->kind == 'f' && type->size == 8) {
        memcpy(&word, &x, 8);
    } else if (type->kind == 'f') {
        float single = (float)x;
        memcpy(&word, &single, 4);
    } else {
        word = type->kind == 'u' ? (uint64_t)x : (uint64_t)(int64_t)x;
    }
    put_word(b, word, type->size, big);
}

static inline void npy_head(bytes_t *b, int version, const char *dictionary)
{
    unsigned char head[8] = {0x93, 'N', 'U', 'M', 'P', 'Y', (unsigned char)version, 0};

    b->length = 0;
    put(b, head, 8);
    put_word(b, strlen(dictionary), version == 1 ? 2 : 4, 0);
    put(b, dictionary, strlen(dictionary));
}

static inline void make_npy(bytes_t *b, const double *x, slong n, slong d, const type_t *type, int big, int fortran,
                            int version)
{
    char text[200];

    snprintf(text, sizeof text, "{'descr': '%c%c%d', 'fortran_order': %s, 'shape': (%ld, %ld), }     \n",
             type->size == 1 ? '|'
             : big           ? '>'
                             : '<',
             type->kind, type->size, fortran ? "True" : "False", (long)n, (long)d);
    npy_head(b, version, text);
    for (slong i = 0; i < n * d; i++) put_number(b, fortran ? x[i % n * d + i / n] : x[i], type, big);
}

/* rows x (columns split in two factors when `split` > 1) */
static inline void make_idx(bytes_t *b, const double *x, slong n, slong d, slong split, const type_t *type)
{
    unsigned char head[4] = {0, 0, type->idx, split > 1 ? 3 : 2};

    b->length = 0;
    put(b, head, 4);
    put_word(b, (uint64_t)n, 4, 1);
    if (split > 1) put_word(b, (uint64_t)split, 4, 1);
    put_word(b, (uint64_t)(d / split), 4, 1);
    for (slong i = 0; i < n * d; i++) put_number(b, x[i], type, 1);
}

static inline void make_labels(bytes_t *b, const unsigned char *label, slong n)
{
    unsigned char head[4] = {0, 0, 0x08, 1};

    b->length = 0;
    put(b, head, 4);
    put_word(b, (uint64_t)n, 4, 1);
    put(b, label, (size_t)n);
}

static inline void write_bytes(const char *name, const void *byte, size_t length)
{
    char path[256];
    FILE *file;

    place(path, name);
    remove(path); /* some file systems wait for the disk when a file is cut to nothing and written again */
    file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(byte, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void write_gzip(const char *name, const bytes_t *b)
{
    char path[256];
    gzFile file;

    place(path, name);
    file = gzopen(path, "wb9");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, b->byte, (unsigned)b->length), b->length);
    assert_int_equal(gzclose(file), Z_OK);
}

#define HEAD "activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {"

/* Second route: the chosen rows written as decimals. */
static inline case_t csv_case(const double *x, slong d, const slong *row, slong count)
{
    char path[256];
    FILE *file;

    place(path, "points.csv");
    file = fopen(path, "w");
    assert_non_null(file);
    for (slong i = 0; i < count; i++)
        for (slong k = 0; k < d; k++) fprintf(file, "%.17g%c", x[(row ? row[i] : i) * d + k], k == d - 1 ? '\n' : ',');
    fclose(file);
    return load_text(HEAD "csv: points.csv}\n");
}

/* The case with this data section has the points of the other one. */
static inline void expect_same(const char *data, case_t expected, const char *what)
{
    char text[600];
    case_t c;

    snprintf(text, sizeof text, HEAD "%s}\n", data);
    c = load_text(text);
    if (c->points->n != expected->points->n || c->points->d != expected->points->d)
        fail_msg("%s, %s: %ld x %ld", what, data, (long)c->points->n, (long)c->points->d);
    if (memcmp(c->points->x, expected->points->x, (size_t)(c->points->n * c->points->d) * sizeof(double)) != 0)
        fail_msg("%s, %s: other points", what, data);
    case_identify(c);
    case_identify(expected);
    assert_string_equal(c->canonical, expected->canonical);
    assert_string_equal(c->hash, expected->hash);
    case_clear(c);
}

/* Exactly one error, which starts (after the scratch directory) with `expected`; NULL: any text. */
static inline void expect_refusal(const char *data, const char *expected, const char *what)
{
    char text[600], path[256];
    case_errors_t errors;
    const char *line;
    case_t c;

    snprintf(text, sizeof text, HEAD "%s}\n", data);
    write_file("case.yaml", text);
    place(path, "case.yaml");
    case_errors_init(errors);
    if (case_load(&c, path, NULL, errors) != 1 || c != NULL)
        fail_msg("%s, %s: %ld errors", what, data, (long)errors->count);
    line = errors->line[0];
    assert_null(strchr(line, '\n'));
    assert_int_equal(strncmp(line, scratch, strlen(scratch)), 0);
    line += strlen(scratch) + 1;
    if (expected != NULL && strncmp(line, expected, strlen(expected)) != 0)
        fail_msg("%s, %s\n--- expected\n%s\n--- found\n%s", what, data, expected, line);
    case_errors_clear(errors);
}

/* Small numbers that the type holds exactly: signs where it has them, fractions where it has those. */
static inline void fill(double *x, slong count, const type_t *type, uint64_t seed)
{
    uint64_t random = seed;

    for (slong i = 0; i < count; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        x[i] = (double)(random >> 33 & 127);
        if (type->kind != 'u' && (random >> 50 & 1)) x[i] = -x[i];
        if (type->kind == 'f') x[i] = ldexp(x[i] + 1 / 1024.0, (int)(random >> 45 & 15) - 8);
    }
    if (type->kind == 'f') x[1] = -0.0;
    if (type->kind == 'f' && type->size == 8) x[2] = 0x1.fffffffffffffp-1;
    if (type->kind == 'i') x[2] = -ldexp(1, 8 * type->size - 1); /* the least one */
    if (type->kind == 'u') x[2] = type->size == 8 ? 0x1.fffffffffffffp63 : ldexp(1, 8 * type->size) - 1;
}

/* Tears the scratch directory down with the files of these tests. */
static inline int clean(void **state)
{
    static const char *const names[] = {"points", "labels", "first", "second"};
    char path[256];

    for (int i = 0; i < 4; i++) {
        place(path, names[i]);
        remove(path);
    }
    return remove_scratch(state);
}

#endif
