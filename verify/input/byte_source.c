/* source_*: one reader for plain and compressed bytes; it never reads further than it is asked to. */
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include "verify/input/byte_source.h"
#include "verify/input/read_file.h"

int source_open(byte_source_t s, const char *path, problems_t problems, file_rank rank, reason_t why)
{
    struct stat status;
    unsigned char magic[2];

    memset(s, 0, sizeof *s);
    s->path = path;
    s->problems = problems;
    s->rank = rank;
    s->file = open_regular_file(path, SOURCE_MAX_BYTES, why);
    if (s->file == NULL) return 0;
    s->size = fstat(fileno(s->file), &status) == 0 && status.st_size >= 0 ? (size_t)status.st_size : 0;
    if (fread(magic, 1, 2, s->file) == 2 && magic[0] == 0x1f && magic[1] == 0x8b) {
        s->gunzip = gunzip_open(s->file);
        s->size = SIZE_MAX;
    }
    rewind(s->file);
    return 1;
}

void source_close(byte_source_t s)
{
    gunzip_close(s->gunzip);
    if (s->file != NULL) fclose(s->file);
    s->file = NULL;
    s->gunzip = NULL;
}

void source_complain(byte_source_t s, size_t offset, const char *format, ...)
{
    char message[1600];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    problem_add_byte(s->problems, s->rank, s->path, offset, "%s%s", message,
                     s->gunzip != NULL ? " (bytes are counted after decompression)" : "");
}

/* Up to `length` bytes; 0 with a complaint on damage. */
static int read_some(size_t *filled, void *out, byte_source_t s, size_t length)
{
    reason_t why;

    reason_init(why);
    if (s->gunzip != NULL)
        *filled = gunzip_read(out, length, s->gunzip, why);
    else if ((*filled = fread(out, 1, length, s->file)) < length && ferror(s->file))
        reason_set(why, "the file cannot be read to its end");
    s->offset += *filled;
    if (why->text[0] == '\0') return 1;
    source_complain(s, s->offset, "%s", why->text);
    return 0;
}

int source_read(void *out, byte_source_t s, size_t length, const char *part)
{
    size_t filled;

    if (!read_some(&filled, out, s, length)) return 0;
    if (filled == length) return 1;
    source_complain(s, s->offset, "the file ends inside %s", part);
    return 0;
}

int source_skip(byte_source_t s, size_t length, const char *part)
{
    unsigned char piece[1 << 14];

    for (size_t take; length > 0; length -= take) {
        take = length < sizeof piece ? length : sizeof piece;
        if (!source_read(piece, s, take, part)) return 0;
    }
    return 1;
}

int source_next(unsigned char *byte, byte_source_t s)
{
    size_t filled;

    if (!read_some(&filled, byte, s, 1)) return -1;
    return filled == 1;
}

int source_finish(byte_source_t s)
{
    size_t end = s->offset;
    unsigned char byte;
    int more = source_next(&byte, s);

    if (more == 1) source_complain(s, end, "the file goes on, but its contents end here");
    return more == 0;
}
