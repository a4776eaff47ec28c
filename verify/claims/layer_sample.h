/* Private to verify/claims/: the first layers of sampled networks against the population Gram matrices. */
#ifndef DEQCERT_CLAIMS_LAYER_SAMPLE_H
#define DEQCERT_CLAIMS_LAYER_SAMPLE_H

#include "verify/claims/claims.h"

/* Bounds of a number, in doubles; NaN fails both. */
typedef struct {
    double low, high;
} double_interval;

/* For trial k and layer l = 1 .. depth, at [k depth + l - 1]. */
typedef struct {
    slong trials, depth;
    double_interval *deviation; /* |G^(l)/m - K^(l)|_F */
    double_interval *trace;     /* tr G^(l)/m - tr K^(l) */
    double budget;              /* largest norm_budget of a trial */
} layer_sample_struct;
typedef layer_sample_struct layer_sample_t[1];

/* Trials 0 .. trials-1 of this width against layer[l-1].K; layer_sample_clear in every case. */
dq_status layer_sample_draw(layer_sample_t out, const deq_model_t model, const gram_struct *layer, slong depth,
                            slong width, slong trials, weight_sharing sharing, reason_t why);
/* Trials first .. first + trials - 1. */
dq_status layer_sample_range(layer_sample_t out, const deq_model_t model, const gram_struct *layer, slong depth,
                             slong width, slong first, slong trials, weight_sharing sharing, reason_t why);
void layer_sample_clear(layer_sample_t out);
/* A ball from the interval, indeterminate when it is not known. */
void arb_set_double_interval(arb_t x, const double_interval *i);
/* Mean over the trials of the middles of one layer's intervals. */
double approx_layer_mean(const layer_sample_t sample, const double_interval *which, slong l);

#endif
