/* Records over a pipe: a 32-bit length, a kind byte, strings each ended by a NUL. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ball/ball.h"
#include "verify/schedule/record.h"

#define CHUNK 65536

void record_send(int fd, record_kind kind, int count, const char *const *field)
{
    size_t length = 1;
    for (int k = 0; k < count; k++) length += strlen(field[k]) + 1;
    char *record = flint_malloc(length + sizeof(uint32_t)), *to = record;
    uint32_t prefix = (uint32_t)length;
    if (length > UINT32_MAX) _exit(1);
    memcpy(to, &prefix, sizeof prefix);
    to += sizeof prefix;
    *to++ = (char)kind;
    for (int k = 0; k < count; k++) to = stpcpy(to, field[k]) + 1;
    for (size_t sent = 0; sent < length + sizeof prefix;) {
        ssize_t step = write(fd, record + sent, length + sizeof prefix - sent);
        if (step < 0 && errno == EINTR) continue;
        if (step <= 0) _exit(1);
        sent += (size_t)step;
    }
    flint_free(record);
}

void record_buffer_clear(record_buffer *b)
{
    flint_free(b->bytes);
    *b = (record_buffer){NULL, 0, 0, 0};
}

/* Room for `more` bytes behind those not yet taken. */
static void make_room(record_buffer *b, size_t more)
{
    if (b->taken > 0) {
        memmove(b->bytes, b->bytes + b->taken, b->used - b->taken);
        b->used -= b->taken;
        b->taken = 0;
    }
    if (b->allocated - b->used < more) {
        b->allocated = 2 * b->used + more;
        b->bytes = flint_realloc(b->bytes, b->allocated);
    }
}

void record_append(record_buffer *b, const char *bytes, size_t size)
{
    make_room(b, size);
    memcpy(b->bytes + b->used, bytes, size);
    b->used += size;
}

long record_receive(record_buffer *b, int fd)
{
    make_room(b, CHUNK);
    ssize_t step = read(fd, b->bytes + b->used, b->allocated - b->used);
    if (step > 0) b->used += (size_t)step;
    return step;
}

int record_take(record_buffer *b, record_kind *kind, int *count, const char **field)
{
    uint32_t length;
    if (b->used - b->taken < sizeof length) return 0;
    memcpy(&length, b->bytes + b->taken, sizeof length);
    if (b->used - b->taken - sizeof length < length) return 0;
    const char *at = b->bytes + b->taken + sizeof length, *end = at + length;
    *kind = (record_kind)*at++;
    for (*count = 0; at < end && *count < RECORD_FIELDS; at += strlen(at) + 1) field[(*count)++] = at;
    b->taken += sizeof length + length;
    return 1;
}
