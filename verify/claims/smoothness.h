/* Private to verify/claims/: one-sided derivatives of an activation at its breakpoints. */
#ifndef DEQCERT_CLAIMS_SMOOTHNESS_H
#define DEQCERT_CLAIMS_SMOOTHNESS_H

#include "verify/claims/claims.h"

typedef enum { LIMITS_EQUAL, LIMITS_DIFFER, LIMITS_UNDECIDED } limits_kind;

/* Encloses the one-sided limits of the order-th derivative (order >= 0) of phi at breakpoint k and compares them.  Each piece is
   analytic near its closed interval, so its Taylor coefficients at the breakpoint are the one-sided limits.
   LIMITS_DIFFER: disjoint balls; LIMITS_EQUAL: both balls are the same exact number; else undecided at 1024 bits. */
limits_kind breakpoint_limits(arb_t left, arb_t right, const activation_t phi, slong k, int order);

/* The first breakpoint and the lowest order in 0..highest at which phi fails to be continuous resp. differentiable.
   LIMITS_DIFFER: *k, *order, left and right say where (order 0 includes the value at the breakpoint itself: then left and right
   may agree); LIMITS_EQUAL: phi is `highest` times continuously differentiable across every breakpoint;
   LIMITS_UNDECIDED: no certified failure, but *k, *order could not be shown equal. */
limits_kind first_roughness(slong *k, int *order, arb_t left, arb_t right, const activation_t phi, int highest);

/* A breakpoint as text ("1/3"), valid within the full expression that calls it. */
typedef struct { char text[128]; } breakpoint_text;
breakpoint_text breakpoint_as_text(const activation_t phi, slong k);

#endif
