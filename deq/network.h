/* Private to deq: the network of one trial.  The ideal network has W = c_W g, U = c_U g' with the real numbers c_W =
   sqrt(2s/m), c_U = sqrt(2/d) and the sampled doubles g, g', and exactly normalised points; the doubles held here are
   roundings of it. */
#ifndef DEQCERT_DEQ_NETWORK_H
#define DEQCERT_DEQ_NETWORK_H

#include "deq/deq.h"

typedef struct {
    slong m, n, d;
    double *W;         /* m x m row-major; |W_ij - ideal| <= gamma_4 |W_ij| */
    double *B;         /* m x n row-major: U X */
    arb_t W_frobenius; /* encloses |W|_F of the doubles */
    arb_t B_frobenius;
    arb_t B_error; /* upper bound of |B - ideal U X|_F */
} network_struct;
typedef network_struct network_t[1];

/* W alone (m x m doubles): DQ_INCONCLUSIVE when sqrt(2s/m) leaves the safe range of doubles. */
dq_status network_weights(double *W, const deq_model_t model, slong width, slong trial, reason_t why);
/* net->W and net->B belong to the caller and are filled; work holds m*d + n*d doubles. */
dq_status network_sample(network_t net, double *work, const deq_model_t model, slong width, slong trial, reason_t why);
void network_init(network_t net);
void network_clear(network_t net);

#endif
