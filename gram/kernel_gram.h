/* Private to gram/: the limit of points of equal norm. */
#ifndef DEQCERT_GRAM_KERNEL_GRAM_H
#define DEQCERT_GRAM_KERNEL_GRAM_H

#include "gram/covariance.h"

/* Fills g for the points of c (one class), whose entries the caller checks against `bits`; accuracy: bits of the kernel.
   Status as gram_limit. */
dq_status kernel_gram(gram_t g, const gram_model_t model, const covariance_t c, slong bits, slong accuracy,
                      reason_t why);

#endif
