/* Private to gram/: one step of the recursion Sigma^(l) = 2 s K^(l-1) + Sigma^(1), K^(l) = D_{q_i, q_j}(rho_ij). */
#ifndef DEQCERT_GRAM_LAYER_STEP_H
#define DEQCERT_GRAM_LAYER_STEP_H

#include "gram/covariance.h"
#include "gram/dual.h"

/* p gets the variance q and kappa(q). */
dq_status layer_variance(profile_t p, const gram_model_t model, const arb_t q, slong bits, reason_t why);
/* rho = sigma/sqrt(q_a q_b) within [-1, 1]; a and b may be one profile. */
void layer_correlation(arb_t rho, const arb_t sigma, const profile_struct *a, const profile_struct *b, slong prec);
/* D(rho) by the series or the near route. */
dq_status layer_entry(arb_t K, const gram_model_t model, const dual_t D, const arb_t rho, int near, slong bits,
                      reason_t why);

/* Called for every layer once its variance is known (index = -1) and then with K^(l) of every correlation. */
typedef void (*layer_sink)(void *context, slong layer, slong index, const arb_t value, const profile_struct *p);
/* The algorithms that were used. */
typedef struct {
    int near_used, series_used, panels_used;
    slong terms; /* of the last layer */
} layer_engines;
/* The layers of points of equal norm, variance = Sigma^(1)_ii: K^(l) = k^(l)(z) at count correlations z = rho0.  The
   recursion works with `work` bits, its panels are good for `bits`. */
dq_status layer_sweep(layer_sink sink, void *context, layer_engines *used, slong layers, arb_srcptr z, slong count,
                      const arb_t variance, const gram_model_t model, slong work, slong bits, reason_t why);
/* gram_layers for the one class of c. */
dq_status kernel_layers(gram_struct *layer, slong layers, const gram_model_t model, const covariance_t c, slong bits,
                        slong work, reason_t why);

#endif
