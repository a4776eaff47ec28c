/* mondeq_residual_layer: the residual layer (4.1) of the thesis on a small image. */
#include "verify/claims/mondeq_fixed_point.h"
#include "deq/deq.h"

#include <math.h>

#define SEED    4100
#define EPSILON 1e-5 /* added to the variance, as group norm is implemented */

void residual_layer_sample(residual_layer *layer, double deviation, uint32_t trial)
{
    deq_sample(layer->W1, LAYER_WEIGHTS, WEIGHTS_GAUSSIAN, SEED, LAYER_DIMENSION, trial, MATRIX_W, 0);
    deq_sample(layer->W2, LAYER_WEIGHTS, WEIGHTS_GAUSSIAN, SEED, LAYER_DIMENSION, trial, MATRIX_U, 0);
    deq_sample(layer->x, LAYER_DIMENSION, WEIGHTS_GAUSSIAN, SEED, LAYER_DIMENSION, trial, MATRIX_POINTS, 0);
    for (slong k = 0; k < LAYER_WEIGHTS; k++) {
        layer->W1[k] *= deviation;
        layer->W2[k] *= deviation;
    }
}

static double positive_part(double x)
{
    return x > 0 ? x : 0;
}

/* Mean 0 and variance 1 over each group of channels. */
static void group_norm(double *z)
{
    slong size = LAYER_DIMENSION / LAYER_GROUPS;
    for (double *group = z; group < z + LAYER_DIMENSION; group += size) {
        double mean = 0, variance = 0;
        for (slong i = 0; i < size; i++) mean += group[i] / (double)size;
        for (slong i = 0; i < size; i++) variance += (group[i] - mean) * (group[i] - mean) / (double)size;
        for (slong i = 0; i < size; i++) group[i] = (group[i] - mean) / sqrt(variance + EPSILON);
    }
}

/* out = W * z, zero padding. */
static void convolve(double *out, const double *W, const double *z)
{
    for (slong target = 0; target < LAYER_CHANNELS; target++)
        for (slong pixel = 0; pixel < LAYER_PIXELS; pixel++) {
            slong row = pixel / LAYER_SIDE, column = pixel % LAYER_SIDE;
            double sum = 0;
            for (slong i = -1; i <= 1; i++)
                for (slong j = -1; j <= 1; j++) {
                    slong r = row + i, c = column + j;
                    if (r < 0 || r >= LAYER_SIDE || c < 0 || c >= LAYER_SIDE) continue;
                    const double *w = W + target * LAYER_CHANNELS * 9 + (i + 1) * 3 + j + 1;
                    for (slong source = 0; source < LAYER_CHANNELS; source++)
                        sum += w[source * 9] * z[source * LAYER_PIXELS + r * LAYER_SIDE + c];
                }
            out[target * LAYER_PIXELS + pixel] = sum;
        }
}

void residual_layer_apply(double *out, const double *z, const void *context)
{
    const residual_layer *layer = context;
    double hidden[LAYER_DIMENSION];
    convolve(hidden, layer->W1, z);
    for (slong k = 0; k < LAYER_DIMENSION; k++) hidden[k] = positive_part(hidden[k]);
    group_norm(hidden);
    convolve(out, layer->W2, hidden);
    for (slong k = 0; k < LAYER_DIMENSION; k++) out[k] += layer->x[k];
    group_norm(out);
    for (slong k = 0; k < LAYER_DIMENSION; k++) out[k] = positive_part(out[k] + z[k]);
    group_norm(out);
}
