/* gram: the population Gram matrices K^(l), the fixed point q_*, the limit K = lim K^(l), lambda_* (MATH.md 2 and 3). */
#ifndef DEQCERT_GRAM_H
#define DEQCERT_GRAM_H

#include <stdio.h>
#include "hermite/hermite.h"

/* The model whose Gram matrix is asked for; borrows phi and points. */
typedef struct {
    activation_t phi;
    const points_struct *points;
    fmpq_t s;                 /* sigma_w^2 > 0 */
    sup_status lipschitz;     /* of activation_supremum(order 1) */
    arb_t L;                  /* encloses sup|phi'| when lipschitz == SUP_FINITE */
} gram_model_struct;
typedef gram_model_struct gram_model_t[1];
/* Computes L at `bits`; borrows phi and points for the life of the model. */
void gram_model_init(gram_model_t model, activation_t phi, const points_struct *points, const fmpq_t s, slong bits);
void gram_model_clear(gram_model_t model);
/* theta = sqrt(2 s) L, the coupling's contraction; +inf ball when L is not finite. */
void gram_theta(arb_t theta, const gram_model_t model, slong prec);

/* How the limit's existence was certified. */
typedef enum { LIMIT_COUPLING, LIMIT_LOCAL } limit_route;

typedef struct {
    slong n;
    int equal_norms;     /* 1: q and kappa have one entry; 0: one per point */
    slong norms;         /* entries of q and kappa */
    arb_ptr q, kappa;    /* Sigma_ii and K_ii */
    arb_mat_t K;         /* n x n, symmetric */
    slong terms;         /* largest N used */
    slong bits;
    limit_route route;   /* limits only */
    char engine[48];     /* names the algorithm, e.g. "series+banach" */
} gram_struct;
typedef gram_struct gram_t[1];
void gram_init(gram_t g);
void gram_clear(gram_t g);

/* The limit, certified to exist and to be unique (the limit of the orbit from K^(0) = 0); every entry of width <= 2^(4-bits)
   max(|value|, kappa), q and kappa of relative width <= 2^(4-bits).
   DQ_NONEXISTENT: q_* certifiably does not exist (reason says why); DQ_INAPPLICABLE: theta >= 1 or L = inf and no local
   contraction could be certified; DQ_INCONCLUSIVE: a stated limit. */
dq_status gram_limit(gram_t g, const gram_model_t model, slong bits, reason_t why);

/* layer[l-1] gets K^(l) and q^(l) = Sigma^(l)_ii for l = 1..layers; the caller has initialised `layers` gram_t. */
dq_status gram_layers(gram_struct *layer, slong layers, const gram_model_t model, slong bits, reason_t why);

/* |K_ij - K^(l)_ij| <= 2 sqrt(kbar kappa_1) theta^l/(1-theta) for all i, j (MATH.md 3, Limit); +inf when theta >= 1.
   kappa1 = max_i K^(1)_ii. */
void gram_limit_bound(arb_t bound, const arb_t theta, const arb_t kappa1, slong l, slong prec);

/* ---- the kernel of points of equal norm ------------------------------------------------------------ */

/* K_ij = k(rho0_ij) for points of equal norm, rho0 the correlation of the first layer; k(z) = sum_j c_j z^j with c_j >= 0 and
   sum_j c_j <= kappa (MATH.md 2, Kernel lemma).  Evaluations are shared through certified polynomials built on demand: not for
   two threads at once. */
typedef struct gram_kernel_struct *gram_kernel_t;
/* Borrows the model.  Status as gram_limit; DQ_INAPPLICABLE when the points have different norms.  *kernel is NULL unless DQ_OK. */
dq_status gram_kernel_init(gram_kernel_t *kernel, const gram_model_t model, slong bits, reason_t why);
void gram_kernel_clear(gram_kernel_t kernel);   /* NULL allowed */
void gram_kernel_variance(arb_t q, arb_t kappa, const gram_kernel_t kernel);   /* q_* and kappa = k(1) */
/* k on the ball rho0, which must meet [-1, 1] (a correlation never leaves it); accuracy about 2^-bits kappa for exact rho0.
   DQ_INAPPLICABLE where theta >= 1 and no local contraction could be certified. */
dq_status gram_kernel_eval(arb_t k, gram_kernel_t kernel, const arb_t rho0, reason_t why);
/* |p(z) - k(z)| <= error on the whole of [-1, 1] for the piecewise polynomial p in doubles that large Gram matrices are made with;
   pieces and degree describe p.  Takes about a second. */
dq_status gram_kernel_uniform(mag_t error, slong *pieces, slong *degree, const gram_model_t model, reason_t why);
/* The kernels k^(1), ..., k^(layers) of the layers at count correlations: value[(l - 1) count + i] encloses k^(l)(rho0[i]), q[l - 1]
   and kappa[l - 1] the layer's variance and K^(l)_ii, to the accuracy of gram_layers. */
dq_status gram_layer_kernels(arb_ptr value, arb_ptr q, arb_ptr kappa, slong layers, arb_srcptr rho0, slong count,
                             const gram_model_t model, slong bits, reason_t why);

typedef struct {
    arb_t lambda;        /* encloses lambda_min(K) */
    int singular;        /* 1: certified exactly 0, `reason` gives the argument */
    reason_t reason;
    gram_t gram;         /* the K it was decided on */
    char engine[48];     /* "exact singularity", "double cholesky", "double-double cholesky", "ball cholesky" */
    double predicted;    /* seconds the engines used were predicted to take, all together (gram/lambda_cost.c) */
    /* Called before each engine starts, unless NULL, with its name and the seconds predicted; the caller sets it after lambda_init. */
    void (*progress)(const char *engine, double seconds, void *context);
    void *progress_context;
} lambda_struct;
typedef lambda_struct lambda_t[1];
void lambda_init(lambda_t l);
void lambda_clear(lambda_t l);
/* lambda_* = lambda_min(K) with relative width <= 2^(4-bits): precision of K is raised until the eigenvalue is resolved (lambda_* may
   be 1e-30), or an exact argument shows K singular (rank of an affine kernel, equal or antiparallel points).
   relative > 0 replaces bits (large n: 1e-2): doubles first, double-doubles where doubles do not resolve lambda_*, then balls, each
   only when its memory and half an hour suffice (DQ_MEMORY, DQ_INCONCLUSIVE with the reason); gram->K is then left empty (0 x 0)
   beyond 4000 points.  Status as gram_limit; DQ_INCONCLUSIVE leaves the best enclosure. */
dq_status gram_lambda(lambda_t l, const gram_model_t model, slong bits, double relative, reason_t why);
/* Exact argument that the matrix K^(layer) (layer = -1: the limit) is singular: returns 1 and the argument, else 0. */
int gram_singular(reason_t argument, const gram_model_t model, slong layer);

/* Writes a certificate of lambda_* >= bound > 0 (checker/FORMAT.md) with bound >= (1 - 2^(4-bits)) lambda_*, for at most 2000
   points of equal norm and theta < 1.  Unless DQ_OK nothing is written; DQ_INCONCLUSIVE also where lambda_* = 0.  What writing
   to `out` met is left to ferror(out). */
dq_status gram_certificate(FILE *out, arb_t bound, const gram_model_t model, slong bits, reason_t why);

#endif
