/* Private to verify/claims/: the three conclusions of gd.linear-rate at one step of a run, and their events. */
#ifndef DEQCERT_CLAIMS_RATE_STEPS_H
#define DEQCERT_CLAIMS_RATE_STEPS_H

#include "verify/claims/descent_run.h"

/* L|W(tau)| against 1, lambda_tau against lambda_0/2, Phi(tau) against (1 - share eta lambda_0)^tau Phi(0). */
typedef enum { RATE_NORM, RATE_EIGENVALUE, RATE_LOSS } rate_part;
/* Both sides for exact gradient descent at the step k. */
void rate_sides(arb_t value, arb_t bound, const descent_run_struct *run, const arb_t share, slong k, rate_part part);
/* The event of a part, for a claim whose hypotheses are told by `hypotheses`; share is 1/2. */
#define RATE_EVENTS(hypotheses)                                                                                        \
    {.name = "norm",                                                                                                   \
     .generator = "descent",                                                                                           \
     .place = "step",                                                                                                  \
     .inequality = "L |W(tau)|_2 < 1",                                                                                 \
     .relation = EVENT_BELOW,                                                                                          \
     .applies = (hypotheses),                                                                                          \
     .measure = rate_measure_norm},                                                                                    \
        {.name = "eigenvalue",                                                                                         \
         .generator = "descent",                                                                                       \
         .place = "step",                                                                                              \
         .inequality = "lambda_tau > lambda_0/2",                                                                      \
         .relation = EVENT_ABOVE,                                                                                      \
         .applies = (hypotheses),                                                                                      \
         .measure = rate_measure_eigenvalue},                                                                          \
    {                                                                                                                  \
        .name = "loss", .generator = "descent", .place = "step",                                                       \
        .inequality = "Phi(tau) <= (1 - eta lambda_0/2)^tau Phi(0)", .relation = EVENT_AT_MOST,                        \
        .applies = (hypotheses), .measure = rate_measure_loss                                                          \
    }
dq_status rate_measure_norm(arb_t value, arb_t bound, audit_t a, slong width, const slong *place, reason_t why);
dq_status rate_measure_eigenvalue(arb_t value, arb_t bound, audit_t a, slong width, const slong *place, reason_t why);
dq_status rate_measure_loss(arb_t value, arb_t bound, audit_t a, slong width, const slong *place, reason_t why);
/* Whether a place, the number of a step, is one of the case's run: 1, or 0 with the reason. */
int step_of_run(const descent_run_struct *run, slong step, reason_t why);

#endif
