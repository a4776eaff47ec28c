/* Private to deq: the equilibrium Z = phi(W Z + U X) of one sampled network, to an asked-for residual. */
#ifndef DEQCERT_DEQ_SOLVER_H
#define DEQCERT_DEQ_SOLVER_H

#include "deq/network.h"
#include "deq/rows.h"

#define ITERATIONS_MAX 1000
/* Iterates and residuals Anderson's method remembers. */
#define ANDERSON_DEPTH 5

/* The arrays are the caller's (m x n row-major; W32 m x m).  Residuals are of the network held in doubles. */
typedef struct {
    const deq_model_struct *model;
    network_struct *net;
    team_struct *team;
    slong trial;
    double scale;                       /* of W, to sample its rows again where net->W is NULL */
    double *Z, *Y;                      /* the iterate; phi(W Z + B) after solver_residual */
    float *W32, *B32, *Z32, *Y32, *D32; /* single-precision iterations; unused by the others */
    double *history;                    /* Anderson: 2 ANDERSON_DEPTH + 2 arrays */
    double *scratch;                    /* per member: solver_scratch() doubles */
    size_t scratch_each;
    deq_trace_struct *trace;           /* NULL: none is kept */
    const atomic_int *stop; /* NULL, or as in deq_options */
    /* results */
    slong iterations; /* products with W so far, any precision */
    arb_t residual;   /* upper bound of |Z - phi(WZ + UX)|_F of the ideal network; see solver_residual */
    double distance;  /* upper bound of |Z - Y|_F, inf before the first residual */
    double size;      /* about |Z|_F */
    double rounding;  /* about the part of the residual that no iteration removes */
    /* how far the present method came */
    enum { STAGE_SINGLE, STAGE_CORRECTION, STAGE_DOUBLE } stage;
    int linearised;   /* D32 = phi'(WZ + B) of the present Z */
    double estimate;  /* about the residual of the single-precision iterate */
    double previous;  /* the change before the last */
    slong remembered; /* Anderson */
} solver_struct;
typedef solver_struct solver_t[1];

/* The caller wants no result any more. */
static inline int solver_stopped(const solver_struct *s)
{
    return s->stop != NULL && atomic_load(s->stop) != 0;
}
/* Doubles each member needs. */
double solver_scratch(double m, double n, double d, int weights_kept);
/* Z = phi(B), nothing known.  net and the arrays are filled before. */
void solver_init(solver_t s);
void solver_clear(solver_t s);
/* Iterates until the residual is at most `target` (about; 0: as small as doubles can show), by the method asked for.
   0 when it is not reached or the iterates leave the doubles.  On success s->residual belongs to s->Z. */
int solver_run(solver_t s, deq_method method, double target);

/* Y := phi(W Z + B), and the enclosed residual: |Z - Y| + |Y - phi(P)| + L |P - (WZ + UX)|, with L of the model (+inf
   when unknown).  linearise: D32 := phi'(WZ + B) too.  0 when it is not finite. */
int solver_residual(solver_t s, int linearise);
/* One single-precision iteration Z32 := phi(W32 Z32 + B32) resp. E := R + D32 (W32 E) with E in Z32 and R in B32; the
   squares of its change and of its size. */
void solver_single_step(double *change, double *size, solver_t s, int correction);
/* One double step from Z and Y = phi(WZ + B) to the next Z: plain, or with Anderson's mixing. */
void solver_double_step(solver_t s, deq_method method);

#endif
