/* deq: random deep equilibrium models Z = phi(W Z + U X) in doubles with an error radius: keyed sampling, equilibrium, lambda_0,
   operator norm (MATH.md 1 and 4).  Nothing here proves a statement about probability; intervals of one trial are certified. */
#ifndef DEQCERT_DEQ_H
#define DEQCERT_DEQ_H

#include <signal.h>
#include "activation/activation.h"

typedef enum { WEIGHTS_GAUSSIAN, WEIGHTS_RADEMACHER, WEIGHTS_UNIFORM, WEIGHTS_STUDENT5 } weight_law;
/* Matrices of one network; part of the sampling key. */
typedef enum { MATRIX_W = 1, MATRIX_U = 2, MATRIX_A = 3, MATRIX_LABELS = 4, MATRIX_POINTS = 5,
    MATRIX_LAYER = 32 /* + l: W of layer l = 3, 4, .. of untied weights */ } matrix_key;

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
    int decided_early;                     /* the trial stopped because [lambda0] decided the threshold: the interval may be wide */
} deq_trial_struct;
typedef deq_trial_struct deq_trial_t[1];

/* ---- how a trial is computed -------------------------------------------------------------------------------------------- */

typedef enum {
    METHOD_MIXED,    /* single-precision iterations, then Newton corrections in single precision with residuals in doubles */
    METHOD_PLAIN,    /* Z <- phi(WZ + UX) in doubles */
    METHOD_ANDERSON  /* the same with Anderson acceleration */
} deq_method;

/* The residual of every iteration, relative to |Z|_F: of the iterate before it in single precision (approximate), the change of the
   correction (approximate), or an upper bound of |Z - fl(phi(WZ + UX))|_F in doubles. */
typedef enum { TRACE_SINGLE, TRACE_CORRECTION, TRACE_DOUBLE } trace_kind;
typedef struct { double residual; trace_kind kind; } trace_entry;
typedef struct { trace_entry *entry; slong count, allocated; } deq_trace_struct;
typedef deq_trace_struct deq_trace_t[1];
void deq_trace_init(deq_trace_t trace);
void deq_trace_clear(deq_trace_t trace);

/* Wall times of the parts of trials, added up. */
typedef struct { double sampling, solving, spectrum; } deq_seconds;

/* Zeroed: full accuracy, method mixed, no norm. */
typedef struct {
    deq_method method;
    int norms;                     /* enclose |W|_2 (certified) instead of charging the Gaussian tail */
    const arb_struct *threshold;   /* stop as soon as [lambda0] lies above or below every number of this ball; NULL: never */
    double *Z;                     /* m x n row-major, receives the approximate equilibrium; NULL; one trial only */
    deq_trace_struct *trace;       /* appended to; NULL; one trial only */
    deq_seconds *seconds;          /* added to; NULL; one trial only */
    const volatile sig_atomic_t *stop; /* NULL; nonzero ends the work soon: DQ_INCONCLUSIVE, "interrupted" */
} deq_options;

/* What one trial of this width allocates at its peak, decided before anything is: the doubles of W are kept when they fit and else
   sampled again, row block by row block, for every residual. */
typedef struct { double bytes, available; int weights_kept; } deq_plan_struct;
typedef deq_plan_struct deq_plan_t[1];
void deq_plan(deq_plan_t plan, const deq_model_t model, slong width, const deq_options *options);
/* Bytes a trial of this width needs at its peak. */
double deq_trial_bytes(const deq_model_t model, slong width);

/* 1 when the certified interval of the trial lies above the threshold, -1 below every number of it, 0 otherwise. */
int deq_trial_decides(const deq_trial_struct *trial, const arb_t threshold);

/* One network: samples W ~ sqrt(2s/m), U ~ sqrt(2/d), solves, encloses lambda_0.  norms: enclose |W|_2 (certified).
   Z_out: NULL or an m x n row-major array that receives the approximate equilibrium.
   DQ_MEMORY when the plan exceeds the memory available. */
dq_status deq_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, int norms, double *Z_out, reason_t why);

/* Called after each finished trial, one call at a time (from any thread): index into the list.  Nonzero: start no further trial. */
typedef int deq_trial_done(void *context, slong index, const deq_trial_struct *out);
/* The trials trial[0 .. count-1] of one width into out[], on as many threads as OpenBLAS is set to use: one trial a thread below
   DEQ_WIDE, all threads on each trial from there on.  Results are the same bits whatever the number of threads.
   done: NULL or called as above.  The first status that is not DQ_OK ends the batch. */
#define DEQ_WIDE 1500
dq_status deq_trials(deq_trial_struct *out, const deq_model_t model, slong width, const slong *trial, slong count,
                     const deq_options *options, deq_trial_done *done, void *context, reason_t why);

/* The operator norm of W alone (no equilibrium): fills norm_lower, norm_upper only. */
dq_status deq_norm_trial(deq_trial_t out, const deq_model_t model, slong width, slong trial, reason_t why);

/* ---- layers ------------------------------------------------------------------------------------------------------------- */

/* Z^(0) = 0, Z^(l) = phi(W_l Z^(l-1) + U X) of one network.  Tied: every W_l is the W of the trial.  Untied: W_2 is that W, and W_3, W_4,
   .. are sampled afresh; U is the same in every layer (W_1 multiplies 0). */
typedef enum { LAYERS_TIED, LAYERS_UNTIED } weight_sharing;
#define DEQ_LAYERS_MAX 200

typedef struct {
    slong depth, n;
    double *G;          /* depth n x n matrices: G[((l-1) n + i) n + j] approximates <z_i^(l), z_j^(l)>, not divided by the width */
    double *radius;     /* depth: |G - exact| <= radius[l-1] for every entry of layer l; may be inf, never NaN */
    double *distance;   /* depth: |Z^(l) - the doubles its Gram matrix was formed of|_F <= distance[l-1] */
    double norm_budget; /* probability charged for Gaussian tail bounds of |W_l| inside the radii, 0 when certified */
} deq_layers_struct;
typedef deq_layers_struct deq_layers_t[1];
void deq_layers_init(deq_layers_t out, slong depth, slong n);
void deq_layers_clear(deq_layers_t out);
/* The layers 1 .. out->depth of the network of this trial.  norm >= |W|_2 of its W (deq_trial with norms), or NaN: Gaussian weights
   charge a tail of e^-72 for each matrix, others are certified.  DQ_INPUT for a depth beyond DEQ_LAYERS_MAX, DQ_INAPPLICABLE without a
   Lipschitz constant, DQ_MEMORY, else DQ_OK (radii may still be infinite). */
dq_status deq_layers(deq_layers_t out, const deq_model_t model, slong width, slong trial, weight_sharing sharing, double norm,
                     reason_t why);
/* G[i n + j] approximates <z_i, z_j> for the columns of the m x n row-major Z; returns e with |G[i n + j] - <z'_i, z'_j>| <= e for every
   Z' with |Z' - Z|_F <= distance (+inf when there is none). */
double deq_gram(double *G, const double *Z, slong m, slong n, double distance);

#endif
