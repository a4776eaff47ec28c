/* problems_t: collects errors while a case is read; every message is one line of printable ASCII plus the file's own
 * name. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "verify/input/problems.h"

enum { MAX_PROBLEMS = 100 };

char *copy_text(const char *bytes, size_t length)
{
    char *copy = flint_malloc(length + 1);

    if (length > 0) memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void case_errors_init(case_errors_t e)
{
    e->count = 0;
    e->line = NULL;
}

void case_errors_clear(case_errors_t e)
{
    for (slong i = 0; i < e->count; i++) flint_free(e->line[i]);
    flint_free(e->line);
    case_errors_init(e);
}

void problems_init(problems_t p)
{
    p->count = p->allocated = p->dropped = 0;
    p->item = NULL;
}

void problems_clear(problems_t p)
{
    for (slong i = 0; i < p->count; i++) flint_free(p->item[i].text);
    flint_free(p->item);
    problems_init(p);
}

/* `where` stands between the path and the message. */
static void add(problems_t p, file_rank file, const char *path, slong line, slong column, const char *where,
                const char *format, va_list arguments)
{
    char message[2048], *out;
    size_t path_length = strlen(path), where_length = strlen(where), length;
    problem_struct *item;

    if (p->count == MAX_PROBLEMS) {
        p->dropped++;
        return;
    }
    if (p->count == p->allocated) {
        p->allocated = p->allocated ? 2 * p->allocated : 8;
        p->item = flint_realloc(p->item, (size_t)p->allocated * sizeof(problem_struct));
    }
    vsnprintf(message, sizeof message, format, arguments);
    length = strlen(message);

    item = &p->item[p->count];
    item->file = file;
    item->line = line;
    item->column = column;
    item->order = p->count++;
    item->text = flint_malloc(path_length + where_length + 4 * length + 1);
    memcpy(item->text, path, path_length);
    memcpy(item->text + path_length, where, where_length);
    out = item->text + path_length + where_length;
    for (size_t i = 0; i < length; i++) out = put_escaped(out, message[i]);
    *out = '\0';
}

void problem_add(problems_t p, file_rank file, const char *path, slong line, slong column, const char *format, ...)
{
    char where[64];
    va_list arguments;

    snprintf(where, sizeof where, ":%ld:%ld: ", (long)line, (long)column);
    va_start(arguments, format);
    add(p, file, path, line, column, where, format, arguments);
    va_end(arguments);
}

void problem_add_byte(problems_t p, file_rank file, const char *path, size_t offset, const char *format, ...)
{
    char where[64];
    va_list arguments;

    snprintf(where, sizeof where, ": byte %zu: ", offset);
    va_start(arguments, format);
    add(p, file, path, 1, (slong)offset, where, format, arguments);
    va_end(arguments);
}

static int compare(const void *left, const void *right)
{
    const problem_struct *a = left, *b = right;

    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

void problems_move(case_errors_t errors, problems_t p)
{
    slong extra = p->dropped > 0;

    if (p->count == 0) return;
    qsort(p->item, (size_t)p->count, sizeof(problem_struct), compare);
    errors->line = flint_realloc(errors->line, (size_t)(errors->count + p->count + extra) * sizeof(char *));
    for (slong i = 0; i < p->count; i++) {
        errors->line[errors->count++] = p->item[i].text;
        p->item[i].text = NULL;
    }
    if (extra) {
        const char *last = errors->line[errors->count - 1];
        const char *end = strstr(last, ": ");
        char note[64];
        size_t at = end ? (size_t)(end - last) : 0;
        char *text;

        snprintf(note, sizeof note, ": %ld further errors are not shown", (long)p->dropped);
        text = flint_malloc(at + strlen(note) + 1);
        memcpy(text, last, at);
        memcpy(text + at, note, strlen(note) + 1);
        errors->line[errors->count++] = text;
    }
    p->count = 0;
    problems_clear(p);
}
