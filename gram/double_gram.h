/* Private to gram/: the limit of normalised points as doubles with one error bound, for many points. */
#ifndef DEQCERT_GRAM_DOUBLE_GRAM_H
#define DEQCERT_GRAM_DOUBLE_GRAM_H

#include "gram/dual.h"

/* C[i n + j], j < i, gets the cosine of points i and j; returns a bound of every error, +inf when a point is zero or
 * not finite. */
double double_cosines(double *C, const points_struct *points);

/* D (n x n, every entry) with |K_ij - D_ij| <= error for all i, j; p gets q_* and kappa with the expansion used.
   Normalised points and theta < 1 (DQ_INAPPLICABLE otherwise). */
dq_status double_gram(double *D, mag_t error, profile_t p, const gram_model_t model, reason_t why);

#endif
