/* Private to verify/claims/: arguments for all layers at once about the increments K^(l) - K^(l-1). */
#ifndef DEQCERT_CLAIMS_INCREMENTS_H
#define DEQCERT_CLAIMS_INCREMENTS_H

#include "verify/claims/claims.h"

/* 1 and the argument when every increment K^(l) - K^(l-1), l >= 1, is certified positive semidefinite (then
   lambda_min(K^(l)) does not decrease either, by Weyl's inequality); 0 when none of the arguments applies. */
int increments_all_psd(reason_t argument, const gram_model_struct *model);

/* The layers at `bits`, computed by the caller's model and freed with increments_layers_free; NULL with the reason. */
gram_struct *increments_layers(const gram_model_struct *model, slong layers, slong bits, reason_t why);
void increments_layers_free(gram_struct *layer, slong layers);

#endif
