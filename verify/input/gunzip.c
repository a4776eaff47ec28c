/* gunzip_*: zlib's inflate behind a reader.  Nothing is decompressed that is not asked for, so that a file which would
   expand without end costs no more than the bytes its reader wants. */
#define ZLIB_CONST
#include <string.h>
#include <zlib.h>
#include "verify/input/gunzip.h"

enum { PIECE = 1 << 16, GZIP_WINDOW = 15 + 16 /* a gzip header is demanded */ };

struct gunzip_struct {
    FILE *file;
    z_stream stream;
    int member_ended, broken;
    unsigned char piece[PIECE];
};

gunzip_t *gunzip_open(FILE *file)
{
    gunzip_t *g = flint_calloc(1, sizeof *g);

    g->file = file;
    if (inflateInit2(&g->stream, GZIP_WINDOW) != Z_OK) flint_abort();
    return g;
}

void gunzip_close(gunzip_t *g)
{
    if (g == NULL) return;
    inflateEnd(&g->stream);
    flint_free(g);
}

/* 1 iff compressed bytes are at hand. */
static int refill(gunzip_t *g)
{
    if (g->stream.avail_in == 0) {
        g->stream.next_in = g->piece;
        g->stream.avail_in = (uInt)fread(g->piece, 1, PIECE, g->file);
    }
    return g->stream.avail_in > 0;
}

static size_t fail(gunzip_t *g, reason_t why, const char *message, size_t filled)
{
    reason_set(why, "%s", message);
    g->broken = 1;
    return filled;
}

size_t gunzip_read(void *out, size_t length, gunzip_t *g, reason_t why)
{
    size_t filled = 0;

    if (g->broken) return fail(g, why, "the compressed data are damaged", 0);
    while (filled < length) {
        size_t room = length - filled < ((size_t)1 << 30) ? length - filled : (size_t)1 << 30;
        int state;
        if (!refill(g)) {
            if (g->member_ended && !ferror(g->file)) return filled; /* the regular end */
            return fail(g, why, "the compressed data end early", filled);
        }
        if (g->member_ended) { /* a further member: gzip files may be joined */
            inflateReset(&g->stream);
            g->member_ended = 0;
        }
        g->stream.next_out = (unsigned char *)out + filled;
        g->stream.avail_out = (uInt)room;
        state = inflate(&g->stream, Z_NO_FLUSH);
        filled += room - g->stream.avail_out;
        if (state == Z_STREAM_END)
            g->member_ended = 1;
        else if (state != Z_OK && state != Z_BUF_ERROR)
            return fail(g, why, "the compressed data are damaged", filled);
    }
    return filled;
}
