/* Private to verify/claims/: Ling's Lemma 8 along a recorded run. */
#ifndef DEQCERT_CLAIMS_NORM_BOUNDS_H
#define DEQCERT_CLAIMS_NORM_BOUNDS_H

#include "verify/claims/descent_run.h"

/* Comparisons made, those certified by intervals, certified violations and the first one found. */
typedef struct {
    slong checks, certified, violations;
    reason_t first;
    verdict_struct *witness; /* receives the violations; NULL: nobody does */
    const slong *sought;     /* NULL, or (part, s, tau): only this comparison is made (checks = 1), its sides to left and right */
    arb_struct *left, *right;
} bound_counts;
/* The parts of a place: (15), the three gradients of (16), (17), (18). */
enum { PART_Z = 1, PART_W, PART_U, PART_A, PART_Z_MOVED, PART_E_MOVED };
/* Compares (15), (16) at every step and, with pairs, (17), (18) between three pairs of recorded steps.  printed: (16)
   with the error at the later step where it is least.  per_cent of the constants are used (100, or less in a
   falsehood).  c receives the constants; 0, and no comparison, unless the largest |W| of the run has L|W| < 1. */
int check_norm_bounds(bound_counts *counts, deq_condition_t c, const descent_run_struct *run, int printed, int pairs,
                      slong per_cent);

#endif
