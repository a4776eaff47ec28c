/* Private to verify/claims/: the search for the smallest width at which lambda_0 >= m lambda_star/2 with probability 1 - t. */
#ifndef DEQCERT_CLAIMS_WIDTH_SEARCH_H
#define DEQCERT_CLAIMS_WIDTH_SEARCH_H

#include "verify/claims/lambda0_sampling.h"

#define WIDTH_GRID_MAX 64

/* A model with its lambda_star; trials from the case's audit (a not NULL) or computed here. */
typedef struct {
    audit_t a;
    const deq_model_struct *model;
    const arb_struct *lambda;
    const fmpq *t;
    slong trials;
    dq_status status; /* of the sampling */
    verdict_struct *witness; /* receives networks below the threshold, and counts the decisions; NULL: nobody does */
    reason_t why;
} width_search;

/* The width_question of a width_search (its context). */
decision width_search_ask(void *context, slong width);
/* Increasing widths from about n to `most` by steps of 2^(1/steps), the `owns` widths own[] of that range among them; returns their
   number, at most WIDTH_GRID_MAX. */
slong width_search_grid(slong *grid, slong n, slong most, int steps, const slong *own, slong owns);
/* Truong: n^2/lambda^2 log(n^2/t); Ling: n^2/lambda^2 log(n/(lambda t)). */
void width_search_bounds(arb_t truong, arb_t ling, slong n, const arb_t lambda, const fmpq_t t);

#endif
