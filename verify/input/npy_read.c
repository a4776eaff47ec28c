/* npy_header: NumPy's .npy files, formats 1.0 to 3.0.  "\x93NUMPY", two bytes of version, the length of the header
   (2 bytes, from 2.0 on 4, least significant first), and a Python dictionary
       {'descr': '<f8', 'fortran_order': False, 'shape': (6, 4), }
   padded with blanks; then the elements.  Nothing is ever unpickled. */
#include <string.h>
#include "verify/input/matrix_file.h"

enum { MAX_HEADER = 1 << 16, MAX_WORD = 32 };

typedef struct {
    char text[MAX_HEADER + 1]; /* NUL behind its end */
    slong at, length;
    size_t start; /* of the text in the file */
    byte_source_struct *source;
} header_text;

static int fail(header_text *h, const char *message)
{
    source_complain(h->source, h->start + (size_t)h->at, "%s", message);
    return 0;
}

static void skip_blanks(header_text *h)
{
    while (h->text[h->at] == ' ' || h->text[h->at] == '\t' || h->text[h->at] == '\r' || h->text[h->at] == '\n') h->at++;
}

/* Passes over blanks, then over c if it stands there. */
static int accept(header_text *h, char c)
{
    skip_blanks(h);
    if (h->text[h->at] != c) return 0;
    h->at++;
    return 1;
}

/* A quoted word without escapes. */
static int read_quoted(char word[MAX_WORD], header_text *h)
{
    slong length = 0;
    char quote = accept(h, '\'') ? '\'' : accept(h, '"') ? '"' : '\0';

    if (quote == '\0') return fail(h, "a quoted word is needed in the .npy header");
    while (h->at < h->length && h->text[h->at] != quote) {
        if (length == MAX_WORD - 1) return fail(h, "a word of the .npy header is too long");
        word[length++] = h->text[h->at++];
    }
    if (h->at == h->length) return fail(h, "a word of the .npy header has no closing quote");
    h->at++;
    word[length] = '\0';
    return 1;
}

/* '<f8' and its kin. */
static int read_descr(matrix_layout *m, header_text *h)
{
    char word[MAX_WORD] = "";
    slong place;
    quoted_t q;

    if (accept(h, '[')) {
        h->at--;
        return fail(h, "descr is a record type; allowed are floats of 4 and 8 bytes and whole numbers");
    }
    skip_blanks(h);
    place = h->at;
    if (!read_quoted(word, h)) return 0;
    if (strlen(word) == 3 && strchr("<>|=", word[0]) != NULL && strchr("fiu", word[1]) != NULL &&
        strchr(word[1] == 'f' ? "48" : "1248", word[2]) != NULL && (word[2] == '1' || strchr("<>", word[0]) != NULL)) {
        m->big_endian = word[0] == '>';
        m->kind = word[1] == 'f' ? ELEMENT_FLOAT : word[1] == 'i' ? ELEMENT_SIGNED : ELEMENT_UNSIGNED;
        m->size = word[2] - '0';
        return 1;
    }
    h->at = place;
    source_complain(h->source, h->start + (size_t)place,
                    "descr is %s%s; allowed are f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 after < or >",
                    quote(q, word, (slong)strlen(word)),
                    strchr(word, 'O') != NULL ? ", pickled Python objects, which are never read" : "");
    return 0;
}

static int read_order(matrix_layout *m, header_text *h)
{
    static const char *const word[] = {"False", "True"};

    skip_blanks(h);
    for (int i = 0; i < 2; i++)
        if (strncmp(h->text + h->at, word[i], strlen(word[i])) == 0) {
            m->by_columns = i;
            h->at += (slong)strlen(word[i]);
            return 1;
        }
    return fail(h, "fortran_order is needed as True or False");
}

/* (6, 4) into `dimension`; the ends of Python 2's long integers (6L) are passed over. */
static int read_shape(uint64_t dimension[2], slong *count, header_text *h)
{
    *count = 0;
    if (!accept(h, '(')) return fail(h, "shape is needed as (n, d)");
    while (!accept(h, ')')) {
        uint64_t value = 0;
        slong digits = 0;
        for (; h->text[h->at] >= '0' && h->text[h->at] <= '9'; h->at++, digits++) {
            if (value > (uint64_t)1 << 50) return fail(h, "a dimension is too large");
            value = 10 * value + (uint64_t)(h->text[h->at] - '0');
        }
        if (digits == 0) return fail(h, "shape is needed as (n, d)");
        if (h->text[h->at] == 'L') h->at++;
        if (*count == 2) return fail(h, "more than two dimensions; points need the shape (n, d)");
        dimension[(*count)++] = value;
        if (!accept(h, ',')) {
            if (accept(h, ')')) return 1;
            return fail(h, "shape is needed as (n, d)");
        }
    }
    return 1;
}

/* The dictionary: three keys, each once, in any order. */
static int read_dictionary(matrix_layout *m, uint64_t dimension[2], slong *count, slong *place, header_text *h)
{
    static const char *const keys[] = {"descr", "fortran_order", "shape"};
    int seen[3] = {0, 0, 0}, key, good;
    char word[MAX_WORD];

    if (!accept(h, '{')) return fail(h, "the .npy header is not a dictionary");
    while (!accept(h, '}')) {
        if (!read_quoted(word, h)) return 0;
        for (key = 0; key < 3 && strcmp(word, keys[key]) != 0; key++)
            ;
        if (key == 3 || seen[key])
            return fail(h, "the keys of the .npy header are descr, fortran_order, shape, each once");
        seen[key] = 1;
        if (!accept(h, ':')) return fail(h, "a colon is needed in the .npy header");
        skip_blanks(h);
        if (key == 2) *place = h->at;
        good = key == 0 ? read_descr(m, h) : key == 1 ? read_order(m, h) : read_shape(dimension, count, h);
        if (!good) return 0;
        if (accept(h, ',')) continue;
        if (accept(h, '}')) break;
        return fail(h, "a comma or } is needed in the .npy header");
    }
    if (!seen[0] || !seen[1] || !seen[2]) return fail(h, "the .npy header needs the keys descr, fortran_order, shape");
    skip_blanks(h);
    return h->at == h->length || fail(h, "something follows the dictionary of the .npy header");
}

static int read_text(header_text *h, byte_source_t s)
{
    unsigned char head[8], size[4] = {0, 0, 0, 0};
    size_t length;

    if (!source_read(head, s, 8, "the .npy header")) return 0;
    if (memcmp(head, "\x93NUMPY", 6) != 0) {
        source_complain(s, 0, "not an .npy file: it does not start with \\x93NUMPY");
        return 0;
    }
    if (head[6] < 1 || head[6] > 3 || head[7] != 0) {
        source_complain(s, 6, ".npy format %d.%d; 1.0, 2.0 and 3.0 are read", head[6], head[7]);
        return 0;
    }
    if (!source_read(size, s, head[6] == 1 ? 2 : 4, "the .npy header")) return 0;
    length = (size_t)size[0] | (size_t)size[1] << 8 | (size_t)size[2] << 16 | (size_t)size[3] << 24;
    if (length > MAX_HEADER) {
        source_complain(s, 8, "the .npy header has %zu bytes; at most %d are read", length, MAX_HEADER);
        return 0;
    }
    h->start = s->offset;
    h->length = (slong)length;
    return source_read(h->text, s, length, "the .npy header");
}

int npy_header(matrix_layout *m, byte_source_t s, matrix_shape shape)
{
    header_text *h = flint_calloc(1, sizeof *h);
    uint64_t dimension[2] = {0, 0};
    slong count = 0, place = 0;
    int good;

    h->source = s;
    good = read_text(h, s) && read_dictionary(m, dimension, &count, &place, h);
    h->at = place;
    if (good && count == 0) good = fail(h, "shape () is a single number; points need the shape (n, d)");
    good = good && matrix_set_shape(m, s, shape, dimension, count, h->start + (size_t)place);
    flint_free(h);
    return good;
}
