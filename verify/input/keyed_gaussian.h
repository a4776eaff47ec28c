/* Private to verify/input: the numbers behind `sphere` and `labels: {gaussian: …}`. */
#ifndef DEQCERT_INPUT_KEYED_GAUSSIAN_H
#define DEQCERT_INPUT_KEYED_GAUSSIAN_H

#include <stddef.h>
#include <stdint.h>

typedef enum { STREAM_POINTS = 1, STREAM_LABELS = 2 } keyed_stream;

/* value[i] = number i of the stream keyed by (seed, stream): standard normal, a pure function of the key, bit-identical
   on every machine with IEEE doubles (only + - * / and sqrt are used). */
void keyed_gaussian(double *value, size_t count, uint64_t seed, keyed_stream stream);

/* log u for 0 < u <= 1, relative error below 2^-49 unless u is near 1, where the absolute error is below 2^-52. */
double keyed_log(double u);

#endif
