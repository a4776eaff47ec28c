/* Private to deq: the network of one trial.  The ideal network has W = c_W g, U = c_U g' with the real numbers c_W =
   sqrt(2s/m), c_U = sqrt(2/d) and the sampled doubles g, g', and exactly normalised points; the doubles held here are
   roundings of it. */
#ifndef DEQCERT_DEQ_NETWORK_H
#define DEQCERT_DEQ_NETWORK_H

#include "deq/deq.h"
#include "deq/team.h"

typedef struct {
    slong m, n, d;
    double *W;         /* m x m row-major; |W_ij - ideal| <= gamma_4 |W_ij| */
    double *B;         /* m x n row-major: U X */
    arb_t W_frobenius; /* encloses |W|_F of the doubles */
    arb_t B_frobenius;
    arb_t B_error; /* upper bound of |B - ideal U X|_F */
} network_struct;
typedef network_struct network_t[1];

/* sqrt(2s/m) to one rounding: DQ_INCONCLUSIVE when it leaves the safe range of doubles. */
dq_status weight_scale(double *scale, const deq_model_t model, slong width, reason_t why);
/* Rows first .. first + count - 1 of W (width doubles each): the same doubles whenever and wherever they are asked for. */
void weight_rows(double *rows, const deq_model_t model, slong width, slong trial, double scale, slong first,
                 slong count);
/* W alone (m x m doubles): DQ_INCONCLUSIVE when sqrt(2s/m) leaves the safe range of doubles. */
dq_status network_weights(double *W, const deq_model_t model, slong width, slong trial, reason_t why);
/* Fills net->W (unless NULL: rows are then sampled again where they are needed) and net->B, which belong to the caller,
   by blocks of rows shared out among the team; W32 and B32: NULL, or roundings of them to floats.  X: n d doubles;
   scratch: per member scratch_each doubles, at least (rows per block) * (d, plus m without net->W). */
dq_status network_sample_rows(network_t net, float *W32, float *B32, double *X, double *scratch, size_t scratch_each,
                              const deq_model_t model, slong width, slong trial, team_t team, reason_t why);
/* The same on this thread; work holds m*d + n*d doubles. */
dq_status network_sample(network_t net, double *work, const deq_model_t model, slong width, slong trial, reason_t why);
void network_init(network_t net);
void network_clear(network_t net);

#endif
