/* deq: random deep equilibrium models Z = phi(W Z + U X) in doubles with an error radius: keyed sampling, equilibrium, lambda_0,
   operator norm (MATH.md 1 and 4).  Nothing here proves a statement about probability; intervals of one trial are certified. */
#ifndef DEQCERT_DEQ_H
#define DEQCERT_DEQ_H

#include <stdatomic.h>
#include "activation/activation.h"

typedef enum { WEIGHTS_GAUSSIAN, WEIGHTS_RADEMACHER, WEIGHTS_UNIFORM, WEIGHTS_STUDENT5 } weight_law;
/* Matrices of one network; part of the sampling key. */
typedef enum { MATRIX_W = 1, MATRIX_U = 2, MATRIX_A = 3, MATRIX_LABELS = 4, MATRIX_POINTS = 5, MATRIX_BIDIAGONAL = 16,
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

/* Encloses a number; both NaN when nothing is known about it. */
typedef struct { double lower, upper; } deq_interval;

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
    const atomic_int *stop;        /* NULL; nonzero, set by any thread or signal handler, ends the work soon: "interrupted" */
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

/* |W|_2 of the network of this trial: enclosed, *budget 0, up to a width of 2500 and for weights without a tail bound; beyond it the lower
   end is certified and the upper end holds with probability 1 - *budget, in m^2 doubles of memory.  Both NaN unless DQ_OK. */
dq_status deq_norm_draw(deq_interval *norm, double *budget, const deq_model_t model, slong width, slong trial, reason_t why);

/* Whether |G|_2^2 <= square for an m x m matrix G of independent N(0,1), m = width: *side = 1 certainly, -1 certainly not, 0 undecided.  G is
   sampled by its bidiagonal form, which has the law of its singular values (not the W of the trial), in m^2 variates and O(m) balls.
   DQ_INPUT for a width or trial that is no part of a key. */
dq_status deq_gaussian_norm(int *side, const arb_t square, uint64_t seed, slong width, slong trial, reason_t why);
/* Encloses |G|_2 of the same G to relative width about 2^-30, in twice the time and O(m) balls of memory. */
dq_status deq_gaussian_norm_enclose(arb_t norm, uint64_t seed, slong width, slong trial, reason_t why);

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

/* ---- gradient descent (MATH.md 5) --------------------------------------------------------------------------------------
   Loss Phi = |e|^2/2, e = Z^T a - y, parameters (W, U, a).  The iterates are doubles; X is the exactly normalised data.  With
   D = phi'(WZ + UX) (right derivative at a breakpoint) and the sensitivity S = D o (W^T S + a 1^T), the adjoint equilibrium of MATH.md 5
   is V = S diag(e), dPhi/da = Z e, dPhi/dW = V Z^T, dPhi/dU = V X^T and H = G + (G + X^T X) o S^T S. */

/* The parameters of one network and its data: W m x m, U m x d, a m, X n x d (a point a row), row-major, owned. */
typedef struct {
    slong m, n, d;
    double *W, *U, *a, *X;
    double X_rounding;          /* |X - ideal| <= X_rounding |X| entrywise */
} deq_parameters_struct;
typedef deq_parameters_struct deq_parameters_t[1];
/* Zeroed arrays; aborts via flint_malloc when out of memory (deq_descent plans first). */
void deq_parameters_init(deq_parameters_t p, slong m, slong n, slong d);
void deq_parameters_clear(deq_parameters_t p);
/* The W, U of deq_trial, and a ~ output_scale sqrt(1/m), keyed by (model->seed, p->m, trial), Assumption 1 with
   a_i ~ N(0, output_scale^2/m).  *rounding: upper bound of the Euclidean distance to the ideal parameters c_W g, c_U g', c_a g''. */
dq_status deq_parameters_sample(deq_parameters_t p, double *rounding, const deq_model_t model, const fmpq_t output_scale, slong trial,
                                reason_t why);

/* Equilibrium, sensitivity and gradient at given parameters, with radii that enclose the exact ones (INFINITY: not certified). */
typedef struct {
    slong m, n, d;
    double *Z, *S;              /* m x n */
    double *P, *D;              /* m x n: WZ + UX and phi' there */
    double *e;                  /* n: Z^T a - y */
    double *W, *U, *a;          /* gradients: m x m, m x d, m */
    double contraction;         /* upper bound of L|W|_2 */
    double Z_radius, P_radius, S_radius, e_radius, W_radius, U_radius, a_radius;   /* upper bounds of Frobenius distances */
    double Z_norm, X_norm, a_norm;      /* upper bounds of |Z*|_F, |X|_F, |a| */
    int equilibrium;            /* the equilibrium is certified (Z_radius finite) */
    int differentiable;         /* no breakpoint of phi within P_radius of an entry of P */
    slong iterations, adjoint_iterations;
    double *work;
} deq_gradient_struct;
typedef deq_gradient_struct deq_gradient_t[1];
/* Zero arrays of p's shape. */
void deq_gradient_init(deq_gradient_t g, const deq_parameters_t p);
void deq_gradient_clear(deq_gradient_t g);
/* Starts from the Z and S that g holds.  norm: upper bound of |W|_2; curvature: upper bound of |phi''| on the open pieces (INFINITY when
   unknown).  Returns 1 when both iterations converged; then every finite radius is a proof.  0: they did not, or left the doubles. */
int deq_gradient(deq_gradient_t g, const deq_parameters_t p, const double *labels, const deq_model_t model, double norm, double curvature);
/* Upper bound of |phi''| on the open pieces, INFINITY when none is known. */
double deq_curvature(activation_t phi);

/* lambda_min(G) for the exact equilibrium, lambda_min(H), and an upper bound of |H|_2 (NaN, INFINITY when not certified). */
void deq_spectrum(deq_interval *lambda, deq_interval *lambda_H, double *H_norm, const deq_gradient_t g, const deq_parameters_t p);

/* Condition 1 at given norms, with the Lipschitz constant L and |phi(0)| carried through Ling's bounds: with rho = norm + delta,
   q = L rho_w < 1, C_a = (L rho_u |X|_F + |phi(0)| sqrt(mn))/(1-q) >= |Z|_F, C_r = L rho_a/(1-q), C_w = C_r C_a, C_u = C_r |X|_F; for L = 1
   and phi(0) = 0 these are c_a |X|_F, c_u, c_w |X|_F, c_u |X|_F.  The conditions hold when the ratios (left side over right side) are
   >= 1; (9) with the constant 8 when ratio9 >= 2. */
typedef struct {
    double delta;
    arb_t W_norm, U_norm, a_norm, X_norm, lambda0, e0;   /* inputs: balls */
    arb_t rho_w, rho_u, rho_a, C_w, C_u, C_a, C_2;       /* C_2 = C_w^2 + C_u^2 */
    arb_t ratio7, ratio8, ratio9;
    arb_t step_bound;                                    /* right side of (10) */
} deq_condition_struct;
typedef deq_condition_struct deq_condition_t[1];
void deq_condition_init(deq_condition_t c);
void deq_condition_clear(deq_condition_t c);
/* Everything below the inputs, from the inputs and delta > 0.  Not finite when L(|W| + delta) < 1 is not certified. */
void deq_condition_set(deq_condition_t c, double delta, const deq_model_t model, slong m, slong n);
/* Doubles choose delta so that the least of ratio7, ratio8 and ratio9/constant9 (1, or 2 for the constant 8) is large. */
void deq_condition_choose(deq_condition_t c, double constant9, const deq_model_t model, slong m, slong n);

/* One step of a run.  Intervals are those of the network whose parameters are the doubles of this step; those of `exact` are of gradient
   descent in exact arithmetic from the ideal initialisation: the doubles are within `drift` of it (Euclidean distance in (W, U, a);
   INFINITY when no bound is known). */
typedef struct {
    slong step, iterations, adjoint_iterations;
    deq_interval loss, lambda, lambda_H, norm;           /* norm: |W|_2 */
    deq_interval gradient, gradient_W, gradient_U, gradient_a;  /* Frobenius norms */
    deq_interval Z_norm;                                 /* |Z|_F */
    deq_interval moved_W, moved_U, moved_a;              /* Frobenius distances from step 0 */
    double drift;
    struct { deq_interval loss, lambda, norm; } exact;
} deq_step_struct;
typedef deq_step_struct deq_step_t[1];

typedef enum {
    DESCENT_COMPLETED,
    DESCENT_STOPPED,            /* by the visitor */
    DESCENT_NOT_CONTRACTIVE,    /* L|W| < 1 could not be shown at the last step */
    DESCENT_NOT_CONVERGED,      /* an equilibrium or its adjoint was not found */
    DESCENT_DIVERGED,           /* the iterates left the doubles */
    DESCENT_NO_STEP_SIZE        /* (10) has no certified right side */
} descent_outcome;
const char *descent_outcome_name(descent_outcome outcome);      /* "completed", "stopped", ... */

typedef struct {
    const deq_model_struct *model;      /* borrowed */
    const double *labels;               /* n, borrowed, exact */
    const fmpq *output_scale;           /* borrowed */
    slong width, trial, steps;
    double step_size;                   /* NaN: 0.99 of the right side of (10), rounded down to 24 bits */
    int uncertified;                    /* go on when L|W| < 1 is not certified: the intervals are then NaN */
} deq_descent_plan;
typedef struct {
    descent_outcome outcome;
    slong steps;                        /* steps recorded - 1 */
    double step_size;
    int condition_known;
    deq_condition_t condition;          /* at step 0 */
} deq_descent_struct;
typedef deq_descent_struct deq_descent_t[1];
void deq_descent_init(deq_descent_t out);
void deq_descent_clear(deq_descent_t out);
/* Called at every step 0..steps with the step's record and state (borrowed, valid during the call); nonzero ends the run. */
typedef int (*deq_descent_visit)(void *context, const deq_step_struct *step, const deq_parameters_struct *p, const deq_gradient_struct *g);
/* Runs the plan.  DQ_MEMORY before anything is allocated; the outcome tells how the run ended. */
dq_status deq_descent(deq_descent_t out, const deq_descent_plan *plan, deq_descent_visit visit, void *context, reason_t why);

#endif
