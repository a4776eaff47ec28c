/* Private to verify/claims/: the loss around a trained minimiser, of a monotone DEQ and of weight-tied networks that repeat its
   layer, in doubles (MATH.md 6; thesis 4.2).  No error bounds. */
#ifndef DEQCERT_CLAIMS_MONDEQ_LANDSCAPE_H
#define DEQCERT_CLAIMS_MONDEQ_LANDSCAPE_H

#include <flint/flint.h>
#include <stdint.h>

#define LANDSCAPE_UNITS   8
#define LANDSCAPE_INPUTS  4
#define LANDSCAPE_SAMPLES 16
#define LANDSCAPE_MU      0.25
#define LANDSCAPE_GRID    25 /* points along each direction, from -1 to 1 */
/* A, B (n x n), U (n x d), u (n), row-major, one after the other. */
#define LANDSCAPE_SQUARE     (LANDSCAPE_UNITS * LANDSCAPE_UNITS)
#define LANDSCAPE_PARAMETERS (2 * LANDSCAPE_SQUARE + LANDSCAPE_UNITS * LANDSCAPE_INPUTS + LANDSCAPE_UNITS)

typedef struct {
    double x[LANDSCAPE_SAMPLES][LANDSCAPE_INPUTS], y[LANDSCAPE_SAMPLES];
} landscape_data;
/* Standard normal inputs; y = x_1 x_2 + (x_3^2 - 1)/2 + x_4/2. */
void landscape_sample(landscape_data *data, uint32_t trial);
/* The common start of every model, N(0, 1/16) for A, B and N(0, 1/4) for U and u. */
void landscape_start(double *theta, uint32_t trial);

/* |yhat - y|^2/2; repeats = 0: at the equilibrium, else after that many applications of relu(Wz + Ux) from z = 0.  gradient
   (LANDSCAPE_PARAMETERS numbers, or NULL): its exact gradient, by the adjoint equation or backwards through the repetitions. */
double approx_landscape_loss(double *gradient, const double *theta, const landscape_data *data, slong repeats);
/* Gradient descent: a step that does not decrease the loss is refused and halves the step size, others lengthen it by a tenth.
   Returns the loss reached. */
double approx_landscape_train(double *theta, const landscape_data *data, slong repeats, slong steps);
/* A random direction with every row of A, B and U, and u, scaled to the norm of theta's (Li et al.'s filter normalisation). */
void landscape_direction(double *direction, const double *theta, uint32_t trial, int which);
/* loss[i][j] at theta + a_i d_1 + a_j d_2, a_i = -1 + 2i/(LANDSCAPE_GRID - 1). */
void approx_landscape_surface(double loss[LANDSCAPE_GRID][LANDSCAPE_GRID], const double *theta, const double *first,
                              const double *second, const landscape_data *data, slong repeats);

#endif
