/* Private to deq: the one block of doubles a trial works in. */
#ifndef DEQCERT_DEQ_PLAN_H
#define DEQCERT_DEQ_PLAN_H

#include "deq/solver.h"

/* Offsets into the block, in doubles; `bytes` includes what a certified norm allocates besides. */
typedef struct {
    double W, B, Z, Y, history, X, spectrum, singles, scratch, scratch_each, total, bytes;
    int weights_kept;
} space_plan;

/* A certified norm holds four m x m arrays of doubles (a scaled copy, its product, a factor, the factor's product). */
double norm_bytes(double m);
/* The plan for a team of `threads`; the doubles of W are kept when `bytes_left` allow it or a norm needs them. */
space_plan plan_space(const deq_model_t model, slong width, const deq_options *options, slong threads,
                      double bytes_left);
/* The solver's arrays in the block. */
void place_solver(solver_t s, double *block, const space_plan *plan, const deq_options *options);

#endif
