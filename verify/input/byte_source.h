/* Private to verify/input: a binary file read from front to back, decompressed when it is gzip. */
#ifndef DEQCERT_INPUT_BYTE_SOURCE_H
#define DEQCERT_INPUT_BYTE_SOURCE_H

#include "verify/input/gunzip.h"
#include "verify/input/problems.h"

/* Of a file, and of what it decompresses to. */
#define SOURCE_MAX_BYTES ((size_t)1 << 30)

typedef struct {
    FILE *file;
    gunzip_t *gunzip; /* NULL: plain */
    const char *path; /* borrowed */
    problems_struct *problems;
    file_rank rank;
    size_t size;   /* plain: bytes of the file; gzip: SIZE_MAX, unknown */
    size_t offset; /* of the next byte, after decompression */
} byte_source_struct;
typedef byte_source_struct byte_source_t[1];

/* 1 and ready, gzip told by its first two bytes; 0 with the reason when the file cannot be opened (nothing added to
   `problems`, which takes the later complaints). */
int source_open(byte_source_t s, const char *path, problems_t problems, file_rank rank, reason_t why);
void source_close(byte_source_t s);
/* Exactly `length` bytes, resp. as many passed over; 0 with a complaint when the file ends before. `part` names what
   was being read. */
int source_read(void *out, byte_source_t s, size_t length, const char *part);
int source_skip(byte_source_t s, size_t length, const char *part);
/* 1 and the next byte, 0 at the end of the file, -1 with a complaint when it is damaged. */
int source_next(unsigned char *byte, byte_source_t s);
/* Demands the end; complains otherwise. */
int source_finish(byte_source_t s);
/* "path: byte N: message"; N counts from 0, after decompression. */
void source_complain(byte_source_t s, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
