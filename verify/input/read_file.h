/* Private to verify/input: opening files that may be anything. */
#ifndef DEQCERT_INPUT_READ_FILE_H
#define DEQCERT_INPUT_READ_FILE_H

#include <stdio.h>
#include "ball/ball.h"

/* Opens a regular file of at most `limit` bytes for reading.  A directory, FIFO, socket or device is refused before it
   is opened (a FIFO would block, a terminal would wait).  NULL with the reason otherwise. */
FILE *open_regular_file(const char *path, size_t limit, reason_t why);
/* The whole file, flint_malloc'ed, NUL appended; NULL with the reason otherwise. */
char *read_whole_file(size_t *length, const char *path, size_t limit, reason_t why);

#endif
