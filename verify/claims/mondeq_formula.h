/* Private to verify/claims/: printed derivative formulas of the monotone DEQ against exact derivatives. */
#ifndef DEQCERT_CLAIMS_MONDEQ_FORMULA_H
#define DEQCERT_CLAIMS_MONDEQ_FORMULA_H

#include "mondeq/mondeq.h"
#include "verify/claims/rational_matrix.h"

/* An instance and the matrices the formulas are made of; vec stacks columns. */
typedef struct {
    mondeq_t p;
    mondeq_state_t s;       /* the equilibrium, or a point away from it */
    mondeq_derivatives_t g; /* of the equilibrium of p, also when s is away from it */
    int away;
    fmpq_mat_t D, Q, QD; /* diag(vec(D)), I - D(I_N x W), Q^-1 D: nN x nN */
    fmpq_mat_t ZI, XI;   /* Z^T x I_n, X^T x I_n */
    fmpq_mat_t P_A, P_B; /* -(I + K)(I_n x A^T), I - K, K = K^(n): n^2 x n^2 */
    fmpq_mat_t uI, Iu;   /* u^T x I_N, I_N x u^T: N x nN */
    fmpq_mat_t e;        /* (yhat - y)^T */
    /* the same network with samples as rows: Z' = Z^T = relu(Z'W' + X'U'), W' = W^T from A' = A, B' = -B */
    fmpq_mat_t rows_D, rows_QD;  /* D' = diag(vec(D^T)), Q'^-1 D' with Q' = I - D'(W'^T x I_N) */
    fmpq_mat_t rows_IZ, rows_IX; /* I_n x Z^T, I_n x X^T */
} formula_case_struct;
typedef formula_case_struct formula_case_t[1];
/* The index-th instance of mondeq_instance; away = 1: s is another point Z with no pre-activation 0. */
void formula_case_init(formula_case_t c, slong index, int away);
void formula_case_clear(formula_case_t c);

/* What is differentiated: g = Z - relu(WZ + UX), Z, the loss, or Z' with samples as rows (by W' for MONDEQ_W, ...), each as d vec/d
   vec(block); g with vec stacking rows, by Z only; FLOW: d yhat/dt under dtheta/dt = -grad loss (block unused). */
typedef enum { OF_G, OF_Z, OF_LOSS, OF_Z_ROWS, OF_G_STACKING_ROWS, FLOW } derived_t;
typedef struct {
    const char *name; /* Markdown; NULL ends a list */
    derived_t of;
    mondeq_block by;
    /* out (initialised with the true shape) = the formula; 0 when it is not conformable or has another shape. */
    int (*assemble)(fmpq_mat_t out, const formula_case_t c);
} formula_t;

/* out = sign * the product of the `count` matrices; 0 (out untouched) when they do not conform or the product's shape is not out's. */
int formula_product(fmpq_mat_t out, int sign, int count, ...);

/* How one list of formulas fared: instances on which all conformed, and the first (smallest) instance with a difference, in full. */
typedef struct {
    slong instances, conformable, entries, differing; /* differing: instances with a difference */
    char untyped[160];                                /* the first not conformable: formula and shapes; empty if none */
    char difference[6000];                            /* Markdown, empty if none */
    char failing[512];                                /* names of the formulas that differ somewhere */
} comparison_struct;
typedef comparison_struct comparison_t[1];
/* Over the instance list; formulas of OF_G also away from the equilibrium. */
enum {
    ALL_INSTANCES = 0,
    ONE_SAMPLE = 1,      /* those with N = 1 only */
    FIRST_DIFFERENCE = 2 /* up to the first instance with a difference, where the counts do not matter */
};
void formulas_compare(comparison_t c, const formula_t *formulas, int options);
/* proved (with the written proof and what was compared; supported without a proof), refuted (counterexample with the instance in
   full, or ill-typed when no difference was met but a formula did not conform), inconclusive when nothing conformed. */
void formulas_verdict(verdict_t v, const formula_t *formulas, int options, const char *proof);

#endif
