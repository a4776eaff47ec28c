/* Private to deq: elementwise loops at the machine's widest vectors.  Sums go into a fixed number of partial sums, so
   every vector width gives the same bits. */
#ifndef DEQCERT_DEQ_BLOCK_LOOPS_H
#define DEQCERT_DEQ_BLOCK_LOOPS_H

#include <stddef.h>

/* Approximate |new - old|^2 and |new|^2. */
typedef struct {
    double change, size;
} square_sums;

void scale_doubles(double *x, double factor, size_t count);
void narrow(float *y, const double *x, size_t count);
void widen(double *y, const float *x, size_t count);
/* y := x in floats, compared with old. */
square_sums narrow_and_compare(float *y, const double *x, const float *old, size_t count);
/* y := r + d p (entrywise), compared with old. */
square_sums update_and_compare(float *y, const float *r, const float *d, const float *p, const float *old,
                               size_t count);
/* r := y - z in floats. */
void narrow_difference(float *r, const double *y, const double *z, size_t count);
/* z := z + e. */
void add_floats(double *z, const float *e, size_t count);

#endif
