/* Private to hermite/: the one set of nodes that every coefficient of an expansion shares. */
#ifndef DEQCERT_HERMITE_QUADRATURE_H
#define DEQCERT_HERMITE_QUADRATURE_H

#include "hermite/hermite.h"

/* int phi(y) f(y) dy over the analytic (non-polynomial) pieces is sum_k value[k] f(node[k]) up to the bounds below, for
   the two families of f used here: f = h_r(y/sqrt q) N(y; 0, q) for every r <= N, and f = phi(y) N(y; 0, q) (1 or y^2/q
   - 1). */
typedef struct {
    slong count, allocated;
    arb_ptr node;      /* y_k, balls of the rule's precision */
    arb_ptr value;     /* weight_k phi(y_k) */
    arb_ptr phi;       /* phi(y_k) */
    mag_t error;       /* bounds panels + cut tails for f = h_r N, any r <= N */
    mag_t error_kappa; /* the same for f = phi N and for f = phi (y^2/q - 1) N */
    int folded;        /* 1: phi is even or odd and the nodes cover y > 0 only; the caller doubles */
} quadrature_struct;
typedef quadrature_struct quadrature_t[1];
void quadrature_init(quadrature_t rule);
void quadrature_clear(quadrature_t rule);

/* Builds the rule for all r <= N and every q of the ball, with errors aimed at 2^-bits sqrt(scale) resp. 2^-bits scale,
   where scale approximates kappa(q); node values are good for absolute errors of that size. */
dq_status quadrature_build(quadrature_t rule, const activation_t phi, const arb_t q, slong N, slong bits,
                           double scale_log2, reason_t why);

/* log2 of the errors aimed at: 2^-bits sqrt(scale) for coefficients, 2^-bits scale for kappa, each with its share for
 * the parts. */
double quadrature_target(double scale_log2, slong bits);
double quadrature_target_kappa(double scale_log2, slong bits);

/* Chooses R so that the tails of one side (|x| > R) are at most 2^target for f = h_r N, r <= N, and 2^target_kappa for
   phi N; the bounds themselves are returned. */
dq_status quadrature_cut(double *R, mag_t tail, mag_t tail_kappa, const activation_t phi, const arb_t q, slong N,
                         int side, double target, double target_kappa, reason_t why);

/* log2 of a rough kappa(q): only chooses tolerances. */
double approx_kappa_log2(const activation_t phi, const arb_t q);

/* Adds sum_k weight[k] h_r(x[k]) to sum[r], r = 0..N, with every error included; x and weight are balls.  Only r =
   first, first+step, ... are written (parity). absolute_bits: rounding errors are kept below about 2^-absolute_bits in
   total. */
void hermite_weighted_sums(arb_ptr sum, slong N, slong first, slong step, arb_srcptr x, arb_srcptr weight, slong count,
                           slong absolute_bits);
/* Upper bound of max_{r<=N} sum_{k<=r} |G(r,k)(x)| over |x - centre| <= radius, G the Green's function of the
 * normalised recurrence. */
void hermite_error_growth(mag_t bound, double centre, double radius, slong N);

/* Piece k of phi, a polynomial by structure, on its whole interval: adds its share of a_r(q), r <= N (exact q advised),
   resp. of kappa(q) (derivative = 0) or of E phi^2 (y^2/q - 1) (derivative = 1). */
void hermite_polynomial_piece(arb_ptr a, slong N, const activation_t phi, slong k, const arb_t q, slong prec);
void hermite_polynomial_piece_kappa(arb_t kappa, const activation_t phi, slong k, const arb_t q, int derivative,
                                    slong prec);

/* kappa(q) (derivative = 0) or kappa'(q) from a built rule and the polynomial pieces. */
void hermite_kappa_from_rule(arb_t kappa, const quadrature_t rule, const activation_t phi, const arb_t q,
                             int derivative, slong prec);

/* DQ_OK iff q > 0 and E phi(sqrt(q) g)^2 is certified finite over the ball. */
dq_status hermite_check(const activation_t phi, const arb_t q, reason_t why);

#endif
