/* hermite: certified Hermite coefficients a_r(q) = E phi(sqrt(q) g) h_r(g), kappa(q) = E phi(sqrt(q) g)^2, the series
   tail T_N = kappa - sum_{r<=N} a_r^2, and the dual activation sum_r a_r(q_i) a_r(q_j) rho^r (MATH.md 2 and 3). */
#ifndef DEQCERT_HERMITE_H
#define DEQCERT_HERMITE_H

#include "activation/activation.h"

#define HERMITE_MAX_TERMS 65536 /* stated limit on N */

typedef struct {
    arb_t q;         /* the variance the expansion is at (the whole ball) */
    slong N;         /* a[0..N] are known; -1 when empty */
    arb_ptr a;       /* N + 1 enclosures */
    slong allocated; /* slots of a */
    arb_t kappa;     /* encloses E phi(sqrt(q) g)^2 */
    arb_t tail;      /* encloses T_N >= 0 */
    int parity;      /* as activation_parity: exact zeros in a when nonzero */
    slong prec;      /* working precision that reached the accuracy asked for */
} hermite_struct;
typedef hermite_struct hermite_t[1];
void hermite_init(hermite_t h);
void hermite_clear(hermite_t h);

/* Coefficients 0..N for every q of the ball q (q > 0), each of width <= 2^(4-bits) max(|a_r|, sqrt(kappa)) when q is
   exact (an inexact q adds its own sensitivity).  Precision is raised automatically; DQ_INCONCLUSIVE with the limit
   reached, DQ_INPUT when E phi^2 is not certifiably finite. */
dq_status hermite_coefficients(hermite_t h, const activation_t phi, const arb_t q, slong N, slong bits, reason_t why);

/* The same with N chosen so that |rho|^(N+1) T_N <= 2^-bits kappa for every |rho| <= rho_max < 1 (or T_N itself <=
   2^-bits kappa); N at most HERMITE_MAX_TERMS, DQ_INCONCLUSIVE beyond. */
dq_status hermite_coefficients_for(hermite_t h, const activation_t phi, const arb_t q, const arb_t rho_max, slong bits,
                                   reason_t why);

/* kappa(q) = E phi(sqrt(q) g)^2 alone, for every q of the ball; relative accuracy about `bits` when q is exact. */
dq_status hermite_kappa(arb_t kappa, const activation_t phi, const arb_t q, slong bits, reason_t why);
/* The same at many variances from one set of values of phi, made anew only when q leaves the range they serve (about 6%
   to either side of the first q) or needs more than `bits` bits.  Exact q.  Borrows phi; owned by the caller. */
typedef struct hermite_kappa_nodes_struct *hermite_kappa_nodes_t;
hermite_kappa_nodes_t hermite_kappa_nodes_init(const activation_t phi, slong bits);
void hermite_kappa_nodes_clear(hermite_kappa_nodes_t nodes);
dq_status hermite_kappa_at(arb_t kappa, hermite_kappa_nodes_t nodes, const arb_t q, slong bits, reason_t why);
/* d kappa / d q = E phi(y)^2 (y^2/q - 1)/(2 q), y ~ N(0, q), for every q of the ball. */
dq_status hermite_kappa_derivative(arb_t derivative, const activation_t phi, const arb_t q, slong bits, reason_t why);

/* sum_r a_r(q_i) a_r(q_j) rho^r including the tail bound |rho|^(N+1) sqrt(T_N(q_i) T_N(q_j)); |rho| <= 1.  With i = j
   and rho exactly 1 it is kappa. */
void hermite_dual(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec);
/* Its derivative in rho, |rho| < 1; tail sqrt(T_i T_j) max_{r>N} r |rho|^(r-1). */
void hermite_dual_derivative(arb_t value, const hermite_t hi, const hermite_t hj, const arb_t rho, slong prec);

/* The dual activation by the second route, quadrature of the bivariate integral E phi(u) phi(v), (u, v) ~ N(0, [[q_i,
   .], [., q_j]]) with correlation rho (exact q_i, q_j, rho advised; |rho| = 1 allowed).  Shares no algorithm with the
   series beyond the evaluators of activation/.  Absolute accuracy about 2^-bits sqrt(kappa_i kappa_j). */
dq_status hermite_dual_integral(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho,
                                slong bits, reason_t why);

/* The dual activation of a continuous piecewise-linear or a piecewise-constant phi through Price's theorem:
   one-dimensional integrals, valid for all |rho| <= 1 and the only route for kinks at |rho| near 1.  DQ_INAPPLICABLE
   for other activations.  Absolute accuracy about 2^-bits sqrt(kappa_i kappa_j). */
dq_status hermite_dual_price(arb_t value, const activation_t phi, const arb_t qi, const arb_t qj, const arb_t rho,
                             slong bits, reason_t why);

/* The split phi = P + S of a kinked phi at one variance: P carries the jumps of the derivatives of orders < J at every
   breakpoint in closed form, the series of S = phi - P converges like r^-(J/2+3/4). */
typedef struct {
    arb_t q;
    slong breaks, J, N;                      /* breakpoints; orders removed; terms 0..N, -1 before preparation */
    fmpq *b;                                 /* breaks breakpoints */
    arb_ptr jump;                            /* breaks * J exact numbers, order j of breakpoint s at s J + j */
    hermite_t h;                             /* a_r(phi), kappa */
    arb_ptr rest, power;                     /* a_r(S), a_r(P) */
    arb_ptr self;                            /* a_r(phi)^2 - a_r(P)^2 */
    mag_ptr tail_rest, tail_power, tail_phi; /* upper bounds of sqrt(T_M) of S, P, phi, M = 0..N */
    double scale_log2, power_log2;           /* log2 kappa and log2 E P^2, approximate: they choose precisions */
    slong bits;
} hermite_split_struct;
typedef hermite_split_struct hermite_split_t[1];
void hermite_split_init(hermite_split_t split);
void hermite_split_clear(hermite_split_t split);

/* Prepares the split at q for hermite_split_dual at every |rho| <= 1 (an inexact q is allowed and limits the accuracy
   to about half its bits).  DQ_INAPPLICABLE when phi has one piece; DQ_INCONCLUSIVE beyond HERMITE_MAX_TERMS terms;
   DQ_INPUT as hermite_coefficients. */
dq_status hermite_split_coefficients(hermite_split_t split, const activation_t phi, const arb_t q, slong bits,
                                     reason_t why);

/* E phi(u) phi(v) for the correlation rho, any ball that meets [-1, 1] (a correlation never leaves it), i and j
   prepared for one phi at `bits` or more.  Absolute accuracy about 2^-bits sqrt(kappa_i kappa_j) for exact rho, q_i,
   q_j; a ball rho adds the variation of the dual activation over it. */
dq_status hermite_split_dual(arb_t value, const hermite_split_t i, const hermite_split_t j, const arb_t rho, slong bits,
                             reason_t why);

#endif
