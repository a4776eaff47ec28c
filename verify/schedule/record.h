/* Private to verify/schedule: records from a worker to its parent, length-prefixed strings over a pipe. */
#ifndef DEQCERT_SCHEDULE_RECORD_H
#define DEQCERT_SCHEDULE_RECORD_H

#include <stddef.h>

#define RECORD_FIELDS 8

/* unit begun: index.  verdict: index, verdict, subkind, evidence, numbers, seconds, curves, witness.  trial: width, trial, kind, value.
   note: text for stderr. */
typedef enum { RECORD_BEGUN = 'b', RECORD_VERDICT = 'v', RECORD_TRIAL = 't', RECORD_NOTE = 'n' } record_kind;

/* Sends one record of `count` strings; ends the process when the parent is gone (a worker without a parent has no use). */
void record_send(int fd, record_kind kind, int count, const char *const *field);

/* Bytes received and not yet taken. */
typedef struct { char *bytes; size_t used, allocated, taken; } record_buffer;
void record_buffer_clear(record_buffer *b);
/* Reads what is there: bytes read, 0 at the end, -1 on an error (errno; EAGAIN when nothing is there). */
long record_receive(record_buffer *b, int fd);
/* Adds bytes that came another way. */
void record_append(record_buffer *b, const char *bytes, size_t size);
/* The next complete record: 1 and its kind and fields (valid until the next receive), 0 when there is none. */
int record_take(record_buffer *b, record_kind *kind, int *count, const char **field);

#endif
