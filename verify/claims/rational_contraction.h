/* Private to verify/claims/: maps of the line with a known contraction constant, in exact rationals. */
#ifndef DEQCERT_CLAIMS_RATIONAL_CONTRACTION_H
#define DEQCERT_CLAIMS_RATIONAL_CONTRACTION_H

#include "verify/claims/exact_verdict.h"

/* f(z) = c + a z + b z^2/(1+z^2), with c chosen so that f(fixed) = fixed.  |d/dz z^2/(1+z^2)| = 2|z|/(1+z^2)^2 <= 1, so f
   is Lipschitz with mu = |a| + |b|, a contraction when mu < 1. */
typedef struct {
    fmpq_t a, b, c, fixed, mu;
} contraction_struct;
typedef contraction_struct contraction_t[1];
void contraction_init(contraction_t f, const char *a, const char *b, const char *fixed);
void contraction_clear(contraction_t f);
void contraction_value(fmpq_t y, const contraction_t f, const fmpq_t z);
void contraction_derivative(fmpq_t y, const contraction_t f, const fmpq_t z);

#endif
