/* Private to verify/input: gzip members of a file, decompressed piece by piece in bounded memory. */
#ifndef DEQCERT_INPUT_GUNZIP_H
#define DEQCERT_INPUT_GUNZIP_H

#include <stdio.h>
#include "ball/ball.h"

typedef struct gunzip_struct gunzip_t;

/* Decompresses from the file's position on; the file stays the caller's and must outlive the result. */
gunzip_t *gunzip_open(FILE *file);
void gunzip_close(gunzip_t *g);
/* Fills at most `length` bytes of `out` and returns their number; fewer only at the end of the last member (checksums
   agree, nothing behind it) or, with the reason set, when the file is damaged. */
size_t gunzip_read(void *out, size_t length, gunzip_t *g, reason_t why);

#endif
