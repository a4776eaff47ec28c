/* Private to verify/claims/: inequalities between norms of monotone DEQs (MATH.md 6), searched for counterexamples on
   exact rational instances.  Every instance is exact and both sides are enclosed, so a violation is a proof. */
#ifndef DEQCERT_CLAIMS_MONDEQ_INEQUALITIES_H
#define DEQCERT_CLAIMS_MONDEQ_INEQUALITIES_H

#include "mondeq/mondeq.h"
#include "verify/claims/rational_matrix.h"

#define INEQUALITY_PREC 160

/* ---- norms as balls --------------------------------------------------------------------------- */

/* |M|_F, |M|_2 and the least of the min(rows, columns) singular values. */
void ball_frobenius(arb_t value, const fmpq_mat_t M);
void ball_norm(arb_t value, const fmpq_mat_t M);
void ball_sigma_min(arb_t value, const fmpq_mat_t M);
/* |A - B|_F and |A - B|_2, equal shapes. */
void ball_frobenius_distance(arb_t value, const fmpq_mat_t A, const fmpq_mat_t B);
void ball_norm_distance(arb_t value, const fmpq_mat_t A, const fmpq_mat_t B);

/* ---- what a search has seen ------------------------------------------------------------------- */

/* "left <= right", compared so far: violated is certified (left's ball above right's); open: the balls overlap, as they
   do where equality holds. */
typedef struct {
    slong compared, violated, open;
    double largest;       /* of left/right, approximate */
    const char *instances; /* what was compared, Markdown, and which inequality ("": the claim's): borrowed */
    const char *label;
    char violation[9000]; /* the first violation, Markdown; empty while there is none */
} inequality_struct;
typedef inequality_struct inequality_t[1];
void inequality_init(inequality_t q);
/* Compares two finite balls (others are not counted); p, and r unless NULL, describe a violation.  Returns left/right in
   doubles (0 when the right side is 0). */
double inequality_compare(inequality_t q, const arb_t left, const arb_t right, const mondeq_struct *p,
                          const mondeq_struct *r);
/* Refuted (counterexample) by a violation; inconclusive when nothing was compared or `proof` is NULL; else proved, the
   evidence being `proof` (Markdown) and what was compared.  The largest ratio becomes a number. */
void inequality_verdict(verdict_t v, const inequality_t q, const char *proof);
/* Appends what a search saw to the evidence of a verdict reached otherwise, and the largest ratio to the numbers. */
void inequality_report(verdict_t v, const inequality_t q);

/* An instance in one line of Markdown: m, A, B, U, u, X, y, rows separated by semicolons. */
typedef struct { char text[4096]; } instance_text;
instance_text instance_as_text(const mondeq_struct *p);
/* p of shapes (n, d, N) from texts as rational_matrix_set reads them, W made; initialises p. */
void instance_set(mondeq_t p, slong n, slong d, slong N, const char *mu, const char *A, const char *B, const char *U,
                  const char *u, const char *X, const char *y);

/* ---- the search ------------------------------------------------------------------------------- */

/* Two parameter sets with the same mu, X and y, and their equilibria, both regular. */
typedef struct {
    mondeq_t p, q;
    mondeq_state_t s, t;
} instance_pair_struct;
typedef instance_pair_struct instance_pair_t[1];
/* The pair (p, q): copies, solves; 0 when an equilibrium is not regular.  Clear in both cases. */
int instance_pair_init(instance_pair_t pair, const mondeq_t p, const mondeq_t q);
void instance_pair_clear(instance_pair_t pair);

/* Both sides of an inequality at a pair.  Returns how many of the parameter sets it is about: 1 (p, s alone) or 2; 0: not
   defined there. */
typedef int (*inequality_measure)(arb_t left, arb_t right, const instance_pair_struct *pair, int variant);
/* Compares on the fixed instances of mondeq/ (a second parameter set beside each: fresh, near, or near in U alone), then
   climbs from the two largest ratios with n <= 2 by changing one rational entry at a time. */
void inequality_search(inequality_t q, inequality_measure measure, int variant);
/* The climb alone, from the fixed instance of that index. */
void inequality_climb(inequality_t q, inequality_measure measure, int variant, slong index);
/* Searches and decides: inequality_verdict of the search. */
void inequality_decide(verdict_t v, inequality_measure measure, int variant, const char *proof);
/* Refutes by the pair (p, r) (r = NULL: p twice), certified here, with `why` (Markdown) as the calculation by hand; and
   reports the search of the same inequality.  Inconclusive when the violation is not certified. */
void inequality_refute_at(verdict_t v, inequality_measure measure, int variant, const mondeq_t p,
                          const mondeq_struct *r, const char *why);

/* ---- measures --------------------------------------------------------------------------------- */

/* |T_alpha|_2 against sqrt(1 - 2 alpha m + alpha^2 |I - W|_2^2), T_alpha = I - alpha(I - W). */
enum {
    SPLITTING_BOUND,       /* the largest ratio among alpha = 1/8, 1, 3 and alpha = m/|I - W|_F^2 */
    SPLITTING_FIRST_ORDER, /* right: |1 - alpha m|, alpha as before */
    SPLITTING_CLOSED_END   /* alpha = 2m/|I - W|_2^2, n = 1; right: something below 1, 1 - 2^-20 */
};
int measure_splitting(arb_t left, arb_t right, const instance_pair_struct *pair, int variant);

/* Norms of inverses of Q = I - D(I_N x W) and of its blocks I - D_j W. */
enum {
    JACOBIAN_PRINTED,         /* |(u^T x I_N) Q^-1| <= |u|/m */
    JACOBIAN_SAMPLES,         /* |(I_N x u^T) Q^-1| <= |u|/m */
    JACOBIAN_PRINTED_MASKED,  /* |(u^T x I_N) Q^-1 D| <= |u|/m */
    JACOBIAN_SAMPLES_MASKED,  /* |(I_N x u^T) Q^-1 D| <= |u|/m */
    JACOBIAN_SAMPLES_HALF,    /* |(I_N x u^T) Q^-1 D| <= |u|/2m */
    JACOBIAN_UNMASKED_LARGER, /* |(I_N x u^T) Q^-1| <= |u|(1 + |W|/m) */
    JACOBIAN_VECTOR,          /* max_j |(I - W^T D_j)^-1 u| <= |u|/m */
    JACOBIAN_VECTOR_MASKED,   /* max_j |D_j (I - W^T D_j)^-1 u| <= |u|/m */
    JACOBIAN_VECTOR_SYMMETRIC /* max_j |(I - W^T D_j)^-1 u| <= |u|/m where m <= 1 and W is diagonal */
};
int measure_jacobian(arb_t left, arb_t right, const instance_pair_struct *pair, int variant);

/* Size and change of the equilibrium and of the outputs. */
enum {
    FEATURES_BOUND,          /* |Z|_F <= |X|_F |U|_2/m */
    FEATURES_SPECTRAL_X,     /* |Z|_F <= |X|_2 |U|_2/m */
    FEATURES_PRODUCT,        /* |Z|_F <= |UX|_F/m */
    FEATURES_CHANGE,         /* (3.15) */
    FEATURES_CHANGE_M,       /* (3.15) with 1/m for 1/m^2 */
    FEATURES_CHANGE_SWAPPED, /* (3.15) with U(k) for U(s) on the right */
    OUTPUTS_CHANGE,          /* |yhat(k) - yhat(s)|, three terms */
    OUTPUTS_LABELS,          /* |yhat(k) - y| against the same */
    WEIGHTS_CHANGE,          /* Lemma 3.3.6 */
    WEIGHTS_CHANGE_SIGNS,    /* the same with the weights' true change on the left */
    WEIGHTS_CHANGE_HALF      /* |A||dA| instead of 2|A||dA| */
};
int measure_features(arb_t left, arb_t right, const instance_pair_struct *pair, int variant);

#endif
