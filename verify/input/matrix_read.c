/* matrix_read: elements of any size and byte order to doubles without rounding. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "verify/input/matrix_file.h"

enum { PIECE_ELEMENTS = 8192 };

int choice_admits(row_choice *choice, double label)
{
    for (slong i = 0; i < choice->classes; i++)
        if (choice->class_[i] == label) return choice->occurs[i] = 1;
    return choice->classes == 0;
}

int matrix_set_shape(matrix_layout *m, byte_source_t s, matrix_shape shape, const uint64_t *dimensions, slong count,
                     size_t place)
{
    uint64_t columns = 1;
    size_t bytes;

    if (shape == SHAPE_POINTS && count < 2) {
        source_complain(s, place, "%ld dimension%s; points need at least two, the first counts them", (long)count,
                        count == 1 ? "" : "s");
        return 0;
    }
    for (slong i = 0; i < count; i++) {
        if (dimensions[i] == 0) {
            source_complain(s, place, "dimension %ld is 0; the file holds no %s", (long)i + 1,
                            shape == SHAPE_POINTS ? "points" : "labels");
            return 0;
        }
        if (i > 0 && dimensions[i] > MATRIX_MAX_VALUES / columns) {
            source_complain(s, place, "a row has more than %d numbers", MATRIX_MAX_VALUES);
            return 0;
        }
        if (i > 0) columns *= dimensions[i];
    }
    if (shape == SHAPE_LABELS && columns != 1) {
        source_complain(s, place, "%" PRIu64 " labels in a row; a list of labels has one dimension", columns);
        return 0;
    }
    if (dimensions[0] > MATRIX_MAX_ROWS || dimensions[0] > MATRIX_MAX_VALUES / columns) {
        source_complain(s, place, "%" PRIu64 " rows of %" PRIu64 "; at most %d rows and %d numbers are read",
                        dimensions[0], columns, MATRIX_MAX_ROWS, MATRIX_MAX_VALUES);
        return 0;
    }
    m->rows = (slong)dimensions[0];
    m->columns = (slong)columns;
    bytes = (size_t)m->rows * (size_t)m->columns * (size_t)m->size;
    if (bytes > SOURCE_MAX_BYTES) {
        source_complain(s, place, "%zu bytes are announced; at most %zu are read", bytes, SOURCE_MAX_BYTES);
        return 0;
    }
    if (s->gunzip == NULL && s->size - s->offset != bytes) {
        source_complain(s, s->offset, "%ld x %ld numbers of %d bytes are announced, %zu bytes, but %zu follow",
                        (long)m->rows, (long)m->columns, m->size, bytes, s->size - s->offset);
        return 0;
    }
    return 1;
}

/* The element's bytes as a word, its sign extended when it has one. */
static inline uint64_t load_word(const unsigned char *byte, const matrix_layout *m)
{
    uint64_t word = 0;

    if (m->big_endian)
        for (int i = 0; i < m->size; i++) word = word << 8 | byte[i];
    else
        for (int i = m->size - 1; i >= 0; i--) word = word << 8 | byte[i];
    if (m->kind == ELEMENT_SIGNED && m->size < 8 && word >> (8 * m->size - 1)) word |= ~(uint64_t)0 << (8 * m->size);
    return word;
}

/* The number as a double; 0 when none equals it (NaN and infinities do not count as numbers). */
static inline int element_value(double *x, const unsigned char *byte, const matrix_layout *m)
{
    uint64_t word = load_word(byte, m), size;

    if (m->kind == ELEMENT_FLOAT && m->size == 8) {
        memcpy(x, &word, sizeof *x);
        return isfinite(*x);
    }
    if (m->kind == ELEMENT_FLOAT) {
        uint32_t half = (uint32_t)word;
        float single;
        memcpy(&single, &half, sizeof single);
        *x = single;
        return isfinite(*x);
    }
    /* exact iff at most 53 bits lie between the highest and the lowest one of |word| */
    size = m->kind == ELEMENT_SIGNED && word >> 63 ? -word : word;
    *x = m->kind == ELEMENT_SIGNED && word >> 63 ? -(double)size : (double)size;
    return size >> 53 == 0 || (size >> __builtin_ctzll(size)) >> 53 == 0;
}

static int refuse_element(byte_source_t s, size_t offset, const unsigned char *byte, double x, const matrix_layout *m,
                          slong row, slong column)
{
    uint64_t word = load_word(byte, m);
    char text[32];

    if (m->kind == ELEMENT_FLOAT)
        snprintf(text, sizeof text, "%s", isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
    else if (m->kind == ELEMENT_SIGNED)
        snprintf(text, sizeof text, "%" PRId64, (int64_t)word);
    else
        snprintf(text, sizeof text, "%" PRIu64, word);
    source_complain(s, offset, "row %ld, column %ld is %s; %s", (long)row + 1, (long)column + 1, text,
                    m->kind == ELEMENT_FLOAT ? "numbers must be finite" : "no double equals it");
    return 0;
}

/* One row: `columns` neighbours in the file and in x. */
static int read_row(double *x, const matrix_layout *m, byte_source_t s, unsigned char *piece, slong row)
{
    size_t size = (size_t)m->size;

    for (slong at = 0, take; at < m->columns; at += take) {
        size_t start = s->offset;
        take = m->columns - at < PIECE_ELEMENTS ? m->columns - at : PIECE_ELEMENTS;
        if (!source_read(piece, s, (size_t)take * size, "the numbers")) return 0;
        for (slong k = 0; k < take; k++) {
            const unsigned char *byte = piece + (size_t)k * size;
            if (!element_value(&x[at + k], byte, m))
                return refuse_element(s, start + (size_t)k * size, byte, x[at + k], m, row, at + k);
        }
    }
    return 1;
}

/* One column of the chosen rows: every row stands in the file, the chosen ones in x, one row of x apart. */
static int read_column(double *x, const matrix_layout *m, byte_source_t s, unsigned char *piece, slong column,
                       const slong *chosen, slong count)
{
    size_t size = (size_t)m->size;
    slong next = 0;

    for (slong at = 0, take; at < m->rows; at += take) {
        size_t start = s->offset;
        take = m->rows - at < PIECE_ELEMENTS ? m->rows - at : PIECE_ELEMENTS;
        if (!source_read(piece, s, (size_t)take * size, "the numbers")) return 0;
        for (; next < count; next++) {
            slong row = chosen != NULL ? chosen[next] : next;
            const unsigned char *byte = piece + (size_t)(row - at) * size;
            if (row >= at + take) break;
            if (!element_value(&x[next * m->columns + column], byte, m))
                return refuse_element(s, start + (size_t)(row - at) * size, byte, x[next * m->columns + column], m, row,
                                      column);
        }
    }
    return 1;
}

int matrix_read(double *x, const matrix_layout *m, byte_source_t s, const slong *chosen, slong count)
{
    unsigned char *piece = flint_malloc((size_t)PIECE_ELEMENTS * 8);
    size_t row_bytes = (size_t)m->columns * (size_t)m->size;
    slong row = 0;
    int good = 1;

    if (m->by_columns) {
        for (slong column = 0; good && column < m->columns; column++)
            good = read_column(x, m, s, piece, column, chosen, count);
    } else {
        for (slong i = 0; good && i < count; i++) {
            slong wanted = chosen != NULL ? chosen[i] : i;
            good = source_skip(s, (size_t)(wanted - row) * row_bytes, "the numbers") &&
                   read_row(x + i * m->columns, m, s, piece, wanted);
            row = wanted + 1;
        }
        good = good && source_skip(s, (size_t)(m->rows - row) * row_bytes, "the numbers");
    }
    flint_free(piece);
    return good && source_finish(s);
}
