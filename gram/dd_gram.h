/* Private to gram/: the limit of normalised points as double-doubles with one error bound: where doubles do not resolve
   lambda_*. */
#ifndef DEQCERT_GRAM_DD_GRAM_H
#define DEQCERT_GRAM_DD_GRAM_H

#include "gram/kernel.h"

/* (high, low)[i n + j], j < i, gets the cosine of points i and j; returns a bound of every error, +inf when a point is zero
   or not finite. */
double dd_cosines(double *high, double *low, const points_struct *points);

/* The panels of a kernel as double-doubles. */
typedef struct {
    kernel_struct *kernel; /* borrowed */
    slong length;          /* numbers of a row */
    double *table;         /* a row for each panel; kernel_block.c has the same in doubles */
    mag_t error;           /* |value - k(z)| <= error for every row filled and every double-double z */
} dd_kernel_struct;
typedef dd_kernel_struct dd_kernel_t[1];
void dd_kernel_init(dd_kernel_t t, kernel_t k);
void dd_kernel_clear(dd_kernel_t t);
/* The row of z: 0 <= row < DD_KERNEL_ROWS, or -1 when z is too close to +-1 for a panel (NaN included). */
enum { DD_KERNEL_ROWS = 2 * KERNEL_SIDE };
slong dd_kernel_row(dd_t z);
/* Builds the panel of a row; 0 when there is none.  One thread at a time. */
int dd_kernel_fill(dd_kernel_t t, slong row);
/* z -> k(z) in place where the row of z is filled; other numbers stay as they are. */
void dd_kernel_eval(const dd_kernel_t t, double *high, double *low, slong count);
/* |x| nearest double-double to x, and what is left of the ball. */
dd_t dd_from_arb(mag_t error, const arb_t x);

/* K = high + low (n x n, every entry) up to `error`, as double_gram. */
dq_status dd_gram(double *high, double *low, mag_t error, profile_t p, const gram_model_t model, reason_t why);

#endif
