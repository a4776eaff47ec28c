/* layer_sample: |G^(l)/m - K^(l)|_F and traces of sampled networks, as intervals.

   Ledger, u = 2^-53, per entry x = fl(fl(G_ij/m) - k), k the double nearest to the middle of K_ij:
     |x - (exact G_ij/m - K_ij)| <= radius/m + |k - K_ij| + 2u(|G_ij|/m + |x|) =: e;
   a Frobenius norm of n^2 entries within e is within n e, and its computed value within (n^2 + 4) u relative; a trace of n
   within n e + n u sum|x_ii|.  Every bound is evaluated in doubles and enlarged by SAFETY, which covers its own roundings
   (fewer than 2^30 operations on numbers >= 0). */
#include "verify/claims/layer_sample.h"
#include "verify/claims/descent_run.h"
#include <math.h>

#define SAFETY (1 + 0x1p-20)
#define UNIT   0x1p-53

/* The middles of one layer's K, and a bound of |middle - K_ij| for all entries. */
static double centres(double *K, const arb_mat_t exact)
{
    slong n = arb_mat_nrows(exact);
    mag_t largest, error;
    arf_t difference;
    mag_init(largest);
    mag_init(error);
    arf_init(difference);
    for (slong k = 0; k < n * n; k++) {
        arb_srcptr entry = arb_mat_entry(exact, k / n, k % n);
        K[k] = arf_get_d(arb_midref(entry), ARF_RND_NEAR);
        arf_set_d(difference, K[k]);
        arf_sub(difference, arb_midref(entry), difference, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_get_mag(error, difference);
        mag_add(error, error, arb_radref(entry));
        mag_max(largest, largest, error);
    }
    double bound = mag_get_d(largest) * SAFETY;
    mag_clear(largest);
    mag_clear(error);
    arf_clear(difference);
    return bound;
}

static void compare(double_interval *deviation, double_interval *trace, const double *G, double radius, const double *K,
                    double K_radius, slong n, double m)
{
    double squares = 0, sum = 0, diagonal = 0, largest = 0;
    for (slong i = 0; i < n; i++)
        for (slong j = 0; j < n; j++) {
            double x = G[i * n + j] / m - K[i * n + j];
            squares += x * x;
            if (i == j) sum += x;
            if (i == j) diagonal += fabs(x);
            double scale = fabs(G[i * n + j]) / m + fabs(x);
            if (!(scale <= largest)) largest = scale;
        }
    double count = (double)n, error = radius / m + K_radius + 2 * UNIT * largest, norm = sqrt(squares);
    double norm_error = (count * error + (count * count + 4) * UNIT * norm) * SAFETY + 0x1p-500;
    double trace_error = (count * error + count * UNIT * diagonal) * SAFETY + 0x1p-500;
    *deviation = (double_interval){(norm - norm_error) * (1 - UNIT), (norm + norm_error) * (1 + 2 * UNIT)};
    if (deviation->low < 0) deviation->low = 0;
    *trace = (double_interval){nextafter(sum - trace_error, -INFINITY), nextafter(sum + trace_error, INFINITY)};
}

dq_status layer_sample_range(layer_sample_t out, const deq_model_t model, const gram_struct *layer, slong depth,
                             slong width, slong first, slong trials, weight_sharing sharing, reason_t why)
{
    slong n = model->points->n;
    size_t entries = (size_t)(n * n), values = (size_t)(trials * depth);
    double *K = flint_malloc((size_t)depth * (entries + 1) * sizeof(double)), *K_radius = K + (size_t)depth * entries;
    deq_layers_t layers;
    dq_status status = DQ_OK;
    *out = (layer_sample_struct){.trials = trials, .depth = depth};
    out->deviation = flint_malloc((values + 1) * sizeof *out->deviation);
    out->trace = flint_malloc((values + 1) * sizeof *out->trace);
    for (slong l = 0; l < depth; l++) K_radius[l] = centres(K + (size_t)l * entries, layer[l].K);
    deq_layers_init(layers, depth, n);
    for (slong k = 0; k < trials && status == DQ_OK; k++) {
        status = deq_layers(layers, model, width, first + k, sharing, NAN, why);
        if (!(layers->norm_budget <= out->budget)) out->budget = layers->norm_budget;
        for (slong l = 0; l < depth && status == DQ_OK; l++)
            compare(out->deviation + k * depth + l, out->trace + k * depth + l, layers->G + (size_t)l * entries,
                    layers->radius[l], K + (size_t)l * entries, K_radius[l], n, (double)width);
    }
    deq_layers_clear(layers);
    flint_free(K);
    return status;
}

dq_status layer_sample_draw(layer_sample_t out, const deq_model_t model, const gram_struct *layer, slong depth,
                            slong width, slong trials, weight_sharing sharing, reason_t why)
{
    return layer_sample_range(out, model, layer, depth, width, 0, trials, sharing, why);
}

void arb_set_double_interval(arb_t x, const double_interval *i)
{
    arb_set_deq_interval(x, (deq_interval){i->low, i->high});
}

void layer_sample_clear(layer_sample_t out)
{
    flint_free(out->deviation);
    flint_free(out->trace);
}

double approx_layer_mean(const layer_sample_t sample, const double_interval *which, slong l)
{
    double sum = 0;
    for (slong k = 0; k < sample->trials; k++) {
        double_interval x = which[k * sample->depth + l - 1];
        sum += 0.5 * (x.low + x.high);
    }
    return sum / (double)sample->trials;
}
