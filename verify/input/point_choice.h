/* Private to verify/input: what the sources npy, idx and cifar10 share. */
#ifndef DEQCERT_INPUT_POINT_CHOICE_H
#define DEQCERT_INPUT_POINT_CHOICE_H

#include "verify/input/case_parts.h"

/* The file named by a scalar of the case, open; `path` is flint_malloc'ed and must outlive the source.  0 with a
   complaint at the scalar when it cannot be opened; then there is nothing to close or free. */
int open_named(byte_source_t s, char **path, reading_t r, const node_t *node, const char *what, file_rank rank);

/* The optional keys classes and count of the mapping `node`; 1 or 0 with complaints. */
int read_choice(row_choice *choice, reading_t r, const node_t *node, const char *what);
/* 1 iff the n points of dimension d that are left can be used: each class occurs, no point is missing, and they fit the
   limits and the memory.  Nothing has been allocated for them yet. */
int check_choice(reading_t r, const node_t *node, const char *what, const row_choice *choice, slong n, slong d);
/* Of two classes: -1 for a point with the first label, 1 for the others. */
double choice_sign(const row_choice *choice, double label);
/* Sets the case's one line about its points: "images.gz, classes 3 8, first 100: n = 100, d = 784". */
void describe_choice(reading_t r, const char *file, const row_choice *choice, slong n, slong d);

#endif
