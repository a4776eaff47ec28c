/* Private to deq: how far the computed iterates can be from gradient descent in exact arithmetic. */
#ifndef DEQCERT_DEQ_DESCENT_DRIFT_H
#define DEQCERT_DEQ_DESCENT_DRIFT_H

#include "deq/deq.h"

/* Bounds that hold on the ball of radius `drift` around the parameters (Euclidean norm of (W, U, a)). */
typedef struct {
    double Z;      /* |Z(theta') - Z(theta)|_F */
    double e;      /* |e(theta') - e(theta)| */
    double factor; /* Lipschitz constant of theta -> theta - step dPhi(theta) */
} drift_bounds;
/* INFINITY where no bound is known. H_norm >= |H|_2, curvature >= |phi''| off the breakpoints. */
void drift_around(drift_bounds *out, const deq_gradient_t g, const deq_parameters_t p, const deq_model_t model,
                  double curvature, double H_norm, double drift, double step);

#endif
