/* Private to verify/claims/: the training run of a case, shared by the gd claims. */
#ifndef DEQCERT_CLAIMS_DESCENT_RUN_H
#define DEQCERT_CLAIMS_DESCENT_RUN_H

#include "verify/claims/claims.h"

#define DESCENT_SNAPSHOTS 4

/* Parameters and equilibrium of one step, copied. */
typedef struct {
    slong step;
    deq_parameters_t p;
    double *Z, *e;
    double Z_radius, e_radius;
} descent_snapshot;

typedef struct {
    deq_model_t model; /* borrows from the case */
    deq_descent_t done;
    deq_step_struct *step; /* count records, steps 0 .. count - 1 */
    slong count, allocated;
    descent_snapshot snapshot[DESCENT_SNAPSHOTS]; /* steps 0, 1, half and all of the plan, as far as it came */
    slong snapshots, last;                        /* last: the plan's steps */
    dq_status status;
    reason_t why;
} descent_run_struct;

/* A run that records everything.  Clear with descent_run_free. */
descent_run_struct *descent_run_new(const deq_model_struct *model, const double *labels, const fmpq_t output_scale,
                                    slong width, slong steps, double step_size, int uncertified);
void descent_run_free(void *run);

/* The double nearest to the case's step size, NaN for "theorem". */
double case_step_size(const case_struct *c);
/* The training run of the audit's case, computed once. */
const descent_run_struct *audit_descent(audit_t a);
/* The same for a claim that needs at least one certified step: NULL with v inapplicable when the case has no
   `training` section or L = inf, inconclusive when nothing was certified. */
const descent_run_struct *training_run(verdict_t v, audit_t a);

/* Condition 1 at the run's delta: 1 when (7), (8), (9) with 4 constant9 in place of 4, and eta < (10) are certified;
   -1 when (9) certifiably fails for every delta > 0; else 0. */
int condition_certified(const descent_run_struct *run, slong constant9);
/* A ball from an interval of doubles, indeterminate when it is not known. */
void arb_set_deq_interval(arb_t x, deq_interval i);
/* One sentence about the run for the evidence. */
void describe_run(verdict_t v, const descent_run_struct *run, slong width);

/* The network of planted statements: tanh, one point or two orthogonal points, small output weights and labels, width
   64, the step of the theorem; NULL with v inconclusive.  Clear with planted_run_free. */
typedef struct {
    activation_t phi;
    points_t points;
    deq_model_t model;
    descent_run_struct *run;
} planted_run_struct;
typedef planted_run_struct planted_run_t[1];
int planted_run_init(planted_run_t p, slong n, slong steps, double step_size, verdict_t v);
void planted_run_clear(planted_run_t p);

#endif
