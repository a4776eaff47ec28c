/* Private to deq: the state of a run and the certified record of one step. */
#ifndef DEQCERT_DEQ_DESCENT_RECORD_H
#define DEQCERT_DEQ_DESCENT_RECORD_H

#include "deq/deq.h"

typedef struct {
    const deq_descent_plan *plan;
    deq_parameters_t p, start;
    deq_gradient_t g;
    double *W_reference; /* where |W| was enclosed last */
    double reference_lower, reference_upper;
    double curvature, drift, step;
} descent_state;

/* Encloses |W|_2 of the current parameters: from the last enclosure and the distance moved since, or anew. */
deq_interval norm_of_W(descent_state *r);
/* Everything of step `step` but `drift` and `exact`, from the gradient r holds; *H_norm >= |H|_2. */
void record_step(deq_step_t s, double *H_norm, descent_state *r, slong step, deq_interval norm);
/* `drift` and `exact`; returns a Lipschitz constant of one step around the parameters, INFINITY when none is known. */
double record_exact(deq_step_t s, const descent_state *r, double H_norm);

#endif
