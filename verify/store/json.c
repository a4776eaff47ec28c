/* JSON strings out; objects and lists of the columns in, read by SQLite. */
#include <string.h>
#include "verify/store/private.h"

size_t utf8_length(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    if (p[0] < 0x80) return 1;
    size_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4) return 0;
    for (size_t k = 1; k < length; k++)
        if ((p[k] & 0xc0) != 0x80) return 0;
    if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f)) return 0;
    if ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f)) return 0;
    return length;
}

void json_string(FILE *out, const char *text)
{
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0';) {
        size_t length = utf8_length((const char *)p);
        if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else if (*p == '\n')
            fputs("\\n", out);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(out, "\\u%04x", *p);
        else if (length == 0)
            fputs("\\ufffd", out);
        else
            fwrite(p, 1, length, out);
        p += length == 0 ? 1 : length;
    }
    fputc('"', out);
}

int store_each_field(store_t s, const char *fields, void (*row)(void *context, const char *key, const char *value),
                     void *context, store_error_t error)
{
    sqlite3_stmt *select = store_bound(s, error, "SELECT key, value FROM json_each(?) ORDER BY id", "s", fields);
    int state;
    while ((state = store_row(s, select, error)) == 1) row(context, store_text(select, 0), store_text(select, 1));
    return state;
}

int store_each_number(store_t s, const char *numbers,
                      void (*row)(void *context, const char *name, const char *lower, const char *upper,
                                  const char *kind),
                      void *context, store_error_t error)
{
    sqlite3_stmt *select =
        store_bound(s, error,
                    "SELECT json_extract(value, '$.name'), json_extract(value, '$.lower'),"
                    " json_extract(value, '$.upper'), json_extract(value, '$.kind') FROM json_each(?)"
                    " ORDER BY id",
                    "s", numbers);
    int state;
    while ((state = store_row(s, select, error)) == 1)
        row(context, store_text(select, 0), store_text(select, 1), store_text(select, 2), store_text(select, 3));
    return state;
}

int store_each_curve(store_t s, const char *curves, void (*row)(void *context, const store_curve *c), void *context,
                     store_error_t error)
{
    sqlite3_stmt *select =
        store_bound(s, error,
                    "SELECT json_extract(value, '$.name'), json_extract(value, '$.x'), json_extract(value, '$.y'),"
                    " json_extract(value, '$.kind'), json_extract(value, '$.points') FROM json_each(?) ORDER BY id",
                    "s", curves);
    int state;
    while ((state = store_row(s, select, error)) == 1) {
        store_curve c = {store_text(select, 0), store_text(select, 1), store_text(select, 2), store_text(select, 3),
                         store_text(select, 4)};
        row(context, &c);
    }
    return state;
}
