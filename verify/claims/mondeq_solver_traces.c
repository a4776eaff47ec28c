/* mondeq_solver_traces: splitting methods and Anderson acceleration on random monotone DEQs in doubles. */
#include "verify/claims/mondeq_solver_traces.h"
#include "deq/deq.h"
#include "mondeq/mondeq.h"

#include <math.h>
#include <string.h>

#define UNITS           16
#define INPUTS          8
#define MU              1.0
#define SEED            4101
#define REFERENCE_STEPS 20000

static void sample(double *W, double *c, double deviation, uint32_t trial)
{
    double A[UNITS * UNITS], B[UNITS * UNITS], U[UNITS * INPUTS], x[INPUTS];
    deq_sample(A, UNITS * UNITS, WEIGHTS_GAUSSIAN, SEED, UNITS, trial, MATRIX_W, 0);
    deq_sample(B, UNITS * UNITS, WEIGHTS_GAUSSIAN, SEED, UNITS, trial, MATRIX_W, UNITS * UNITS);
    deq_sample(U, UNITS * INPUTS, WEIGHTS_GAUSSIAN, SEED, UNITS, trial, MATRIX_U, 0);
    deq_sample(x, INPUTS, WEIGHTS_GAUSSIAN, SEED, UNITS, trial, MATRIX_POINTS, 0);
    for (slong i = 0; i < UNITS; i++) {
        c[i] = 0;
        for (slong k = 0; k < INPUTS; k++) c[i] += deviation * U[i * INPUTS + k] * x[k];
        for (slong j = 0; j < UNITS; j++) {
            double gram = 0;
            for (slong k = 0; k < UNITS; k++) gram += A[k * UNITS + i] * A[k * UNITS + j];
            W[i * UNITS + j] = (i == j ? 1 - MU : 0) - deviation * deviation * gram +
                               deviation * (B[i * UNITS + j] - B[j * UNITS + i]);
        }
    }
}

static void layer(double *out, const double *z, const void *context)
{
    const mondeq_double *m = context;
    for (slong i = 0; i < m->n; i++) {
        double sum = m->c[i];
        for (slong k = 0; k < m->n; k++) sum += m->W[i * m->n + k] * z[k];
        out[i] = sum > 0 ? sum : 0;
    }
}

static double norm(const double *z)
{
    double sum = 0;
    for (slong i = 0; i < UNITS; i++) sum += z[i] * z[i];
    return sqrt(sum);
}

/* m/|I - W|_2^2, the norm rounded up. */
static double small_step(const double *W)
{
    double F[UNITS * UNITS];
    arb_t bound;
    arb_init(bound);
    for (slong k = 0; k < UNITS * UNITS; k++) F[k] = (k % (UNITS + 1) == 0) - W[k];
    operator_norm(bound, F, UNITS, UNITS);
    double largest = arf_get_d(arb_midref(bound), ARF_RND_UP);
    arb_clear(bound);
    return MU / (largest * largest);
}

void approx_solver_trace(double *trace, double deviation, uint32_t trial, trace_solver solver)
{
    double W[UNITS * UNITS], c[UNITS], z[UNITS] = {0}, residual[TRACE_STEPS];
    mondeq_double m = {UNITS, W, c};
    fixed_point_map f = {UNITS, layer, &m};
    sample(W, c, deviation, trial);
    approx_peaceman_rachford(z, NULL, &m, 1, REFERENCE_STEPS, 1e-13 * norm(c));
    double scale = norm(z);
    memset(z, 0, sizeof z);
    for (slong k = 0; k < TRACE_STEPS; k++) residual[k] = 0; /* of iterates behind one that solves exactly */
    if (solver == SOLVER_ANDERSON || solver == SOLVER_PLAIN) {
        (solver == SOLVER_PLAIN ? approx_plain : approx_anderson)(trace, &f, TRACE_STEPS, scale);
        return;
    }
    if (solver == SOLVER_SMALL_STEP)
        approx_forward_backward(z, residual, &m, small_step(W), TRACE_STEPS - 1, 0);
    else
        approx_peaceman_rachford(z, residual, &m, 1, TRACE_STEPS - 1, 0);
    for (slong k = 0; k < TRACE_STEPS; k++) trace[k] = residual[k] / scale;
}
