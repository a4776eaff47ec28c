#include "deq/block_loops.h"
#include "ball/ball.h"

#define PARTS 16

WIDEST_VECTORS void scale_doubles(double *x, double factor, size_t count)
{
    for (size_t i = 0; i < count; i++) x[i] *= factor;
}

WIDEST_VECTORS void narrow(float *restrict y, const double *restrict x, size_t count)
{
    for (size_t i = 0; i < count; i++) y[i] = (float)x[i];
}

WIDEST_VECTORS void widen(double *restrict y, const float *restrict x, size_t count)
{
    for (size_t i = 0; i < count; i++) y[i] = (double)x[i];
}

WIDEST_VECTORS void narrow_difference(float *restrict r, const double *restrict y, const double *restrict z,
                                      size_t count)
{
    for (size_t i = 0; i < count; i++) r[i] = (float)(y[i] - z[i]);
}

WIDEST_VECTORS void add_floats(double *restrict z, const float *restrict e, size_t count)
{
    for (size_t i = 0; i < count; i++) z[i] += (double)e[i];
}

static inline double closing_sum(const double *part)
{
    double sum = 0;
    for (int k = 0; k < PARTS; k++) sum += part[k];
    return sum;
}

WIDEST_VECTORS square_sums narrow_and_compare(float *restrict y, const double *restrict x, const float *restrict old,
                                              size_t count)
{
    double change[PARTS] = {0}, size[PARTS] = {0};
    size_t i = 0;
    for (; i + PARTS <= count; i += PARTS)
        for (size_t k = 0; k < PARTS; k++) {
            double difference = x[i + k] - (double)old[i + k];
            y[i + k] = (float)x[i + k];
            change[k] += difference * difference;
            size[k] += x[i + k] * x[i + k];
        }
    for (; i < count; i++) {
        double difference = x[i] - (double)old[i];
        y[i] = (float)x[i];
        change[0] += difference * difference;
        size[0] += x[i] * x[i];
    }
    return (square_sums){closing_sum(change), closing_sum(size)};
}

WIDEST_VECTORS square_sums update_and_compare(float *restrict y, const float *restrict r, const float *restrict d,
                                              const float *restrict p, const float *restrict old, size_t count)
{
    double change[PARTS] = {0}, size[PARTS] = {0};
    size_t i = 0;
    for (; i + PARTS <= count; i += PARTS)
        for (size_t k = 0; k < PARTS; k++) {
            float value = r[i + k] + d[i + k] * p[i + k];
            double difference = (double)value - (double)old[i + k];
            y[i + k] = value;
            change[k] += difference * difference;
            size[k] += (double)value * (double)value;
        }
    for (; i < count; i++) {
        float value = r[i] + d[i] * p[i];
        double difference = (double)value - (double)old[i];
        y[i] = value;
        change[0] += difference * difference;
        size[0] += (double)value * (double)value;
    }
    return (square_sums){closing_sum(change), closing_sum(size)};
}
