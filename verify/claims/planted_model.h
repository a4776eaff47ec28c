/* Private to verify/claims/: population models of planted statements, built without a case. */
#ifndef DEQCERT_CLAIMS_PLANTED_MODEL_H
#define DEQCERT_CLAIMS_PLANTED_MODEL_H

#include "verify/claims/planted.h"

typedef struct {
    activation_t phi;
    points_t points;
    fmpq_t s;
    gram_model_t model;
} planted_model_struct;
typedef planted_model_struct planted_model_t[1];

/* sigma_w^2 = numerator/denominator on n points of dimension d, scaled to norm sqrt(d).  1, or 0 with v inconclusive
   and nothing to clear. */
int planted_model_init(planted_model_t p, const char *phi, slong numerator, ulong denominator, slong n, slong d,
                       const double *points, verdict_t v);
void planted_model_clear(planted_model_t p);

/* The limit, resp. `layers` layers, of the planted model; 1, or 0 with v telling why.  The results are initialised in
 * both cases. */
int planted_limit(gram_t g, const planted_model_t p, slong bits, verdict_t v);
gram_struct *planted_layers(const planted_model_t p, slong layers, slong bits, verdict_t v);
void planted_layers_free(gram_struct *layer, slong layers);

/* Four points of the plane, pairwise neither parallel nor orthogonal, and four orthogonal points in four dimensions. */
extern const double planted_plane[8], planted_orthogonal[16];

#endif
