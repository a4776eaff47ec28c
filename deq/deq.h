/* deq: random deep equilibrium models Z = phi(W Z + U X) in doubles with an error radius: keyed sampling, equilibrium, lambda_0,
   operator norm (MATH.md 1 and 4).  Nothing here proves a statement about probability; intervals of one trial are certified. */
#ifndef DEQCERT_DEQ_H
#define DEQCERT_DEQ_H

#include "activation/activation.h"

typedef enum { WEIGHTS_GAUSSIAN, WEIGHTS_RADEMACHER, WEIGHTS_UNIFORM, WEIGHTS_STUDENT5 } weight_law;
/* Matrices of one network; part of the sampling key. */
typedef enum { MATRIX_W = 1, MATRIX_U = 2, MATRIX_A = 3, MATRIX_LABELS = 4, MATRIX_POINTS = 5 } matrix_key;

/* Standardised variates (mean 0, variance 1) number start .. start+count-1 of the stream keyed by (seed, width, trial, matrix): pure
   function of the key, bit-identical on every machine (Philox4x32-10 bits; no libm in the transformation). */
void deq_sample(double *value, size_t count, weight_law law, uint64_t seed, uint32_t width, uint32_t trial, matrix_key matrix,
                uint64_t start);

typedef struct {
    activation_t phi;               /* borrowed */
    const points_struct *points;    /* borrowed */
    fmpq_t s;                       /* sigma_w^2 */
    weight_law law;
    int lipschitz_known;            /* L below is valid */
    double L;                       /* upper bound of sup|phi'| */
    uint64_t seed;
} deq_model_struct;
typedef deq_model_struct deq_model_t[1];

typedef enum {
    TRIAL_CERTIFIED,        /* L|W| < 1 (certified, or charged to the tail budget): [lambda0] encloses lambda_min(G) */
    TRIAL_NOT_CONTRACTIVE,  /* L|W| < 1 could not be shown: no certificate that the equilibrium exists */
    TRIAL_NOT_CONVERGED     /* the iteration did not reach its residual target, or left the doubles */
} trial_outcome;

typedef struct {
    trial_outcome outcome;
    slong iterations;
    double lambda0_lower, lambda0_upper;   /* of G = Z^T Z (not divided by m); NaN unless certified */
    double norm_lower, norm_upper;         /* operator norm of W; NaN unless asked for */
    double residual;                       /* upper bound of |Z - phi(WZ+UX)|_F */
    double radius;                         /* upper bound of |Z - Z*|_F */
    double norm_budget;                    /* probability charged for using the Gaussian tail bound of |W|, 0 when certified */
} deq_trial_struct;
typedef deq_trial_struct deq_trial_t[1];

/* Bytes a trial of this width needs at its peak. */
double deq_trial_bytes(const deq_model_t model, slong width);
/* One network: samples W ~ sqrt(2s/m), U ~ sqrt(2/d), solves, encloses lambda_0.  norms: enclose |W|_2 (certified).
   Z_out: NULL or an m x n row-major array that receives the approximate equilibrium.
   DQ_MEMORY when the plan exceeds the memory available. */
dq_status deq_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, int norms, double *Z_out, reason_t why);
/* The operator norm of W alone (no equilibrium): fills norm_lower, norm_upper only. */
dq_status deq_norm_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, reason_t why);

#endif
