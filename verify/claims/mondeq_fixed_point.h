/* Private to verify/claims/: fixed points z = f(z) of maps in doubles, and the residual layer (4.1) of the thesis.  No error bounds:
   everything here describes experiments. */
#ifndef DEQCERT_CLAIMS_MONDEQ_FIXED_POINT_H
#define DEQCERT_CLAIMS_MONDEQ_FIXED_POINT_H

#include <flint/flint.h>
#include <stdint.h>

/* out = f(z), both `dimension` numbers. */
typedef struct {
    slong dimension;
    void (*apply)(double *out, const double *z, const void *context);
    const void *context;
} fixed_point_map;

/* trace[k], k < steps, gets the residual of the k-th iterate z_k (z_0 = 0): (4.2), |f(z_k) - z_k|/|f(z_k)|, for scale = 0, else
   |f(z_k) - z_k|/scale.  Plain iteration z <- f(z). */
void approx_plain(double *trace, const fixed_point_map *f, slong steps, double scale);
/* Anderson acceleration of memory 5, mixing 1 and Tikhonov regularisation 1e-4 (type II, as in the deep implicit layers
   tutorial). */
void approx_anderson(double *trace, const fixed_point_map *f, slong steps, double scale);
/* The first k with trace[k] <= tolerance, `steps` when there is none. */
slong trace_reaches(const double *trace, slong steps, double tolerance);

/* (4.1): f(z) = norm(relu(z + norm(x + W_2 * norm(relu(W_1 * z))))), 3 x 3 convolutions with zero padding, group norm without
   affine part. */
#define LAYER_CHANNELS  8
#define LAYER_GROUPS    4
#define LAYER_SIDE      8
#define LAYER_PIXELS    (LAYER_SIDE * LAYER_SIDE)
#define LAYER_DIMENSION (LAYER_CHANNELS * LAYER_PIXELS)
#define LAYER_WEIGHTS   (LAYER_CHANNELS * LAYER_CHANNELS * 9)
typedef struct {
    double W1[LAYER_WEIGHTS], W2[LAYER_WEIGHTS], x[LAYER_DIMENSION];
} residual_layer;
/* Weights of standard deviation `deviation` and a standard normal input, from the key (trial). */
void residual_layer_sample(residual_layer *layer, double deviation, uint32_t trial);
void residual_layer_apply(double *out, const double *z, const void *layer);

#endif
