/* activation: expression -> pieces -> evaluators (balls, complex balls, series, double blocks), growth,
   Lipschitz constants, parity, polynomial detection.  No list of known activations decides anything: named functions of
   the language (gelu, mish, ...) are expanded into primitives or treated by a general rule of their own. */
#ifndef DEQCERT_ACTIVATION_H
#define DEQCERT_ACTIVATION_H

#include "ball/ball.h"

/* An activation: pieces 0..P-1 split at exact rational breakpoints b_0 < ... < b_{P-2}; piece k lives on
   [b_{k-1}, b_k] (b_{-1} = -inf, b_{P-1} = +inf) and is an expression analytic near that closed interval. */
typedef struct activation_struct activation_struct;
typedef activation_struct *activation_t;          /* owned pointer; NULL before init */

/* Where and why an expression was refused: byte offset (0-based) into the text given, or -1. */
typedef struct { slong offset; reason_t why; } activation_error_struct;
typedef activation_error_struct activation_error_t[1];

/* Parses an expression of the language (DESIGN.md grammar; leaky_relu(x) means leaky_relu(x,0.01), elu(x) means elu(x,1)).
   Limits: 4096 bytes, depth 64, 2000 nodes, 64 pieces, exponents and polynomial degrees of at most 1000, constants of 4096 bits.
   Each piece is certified analytic near its closed interval, for an unbounded one where |x| <= 2^20 at least.
   DQ_INPUT with offset and reason, DQ_OK otherwise; *phi must be cleared with activation_clear. */
dq_status activation_init(activation_t *phi, const char *text, activation_error_t error);

/* One entry of `pieces:` in a case file: phi for x < until; until == NULL for the last one.  A breakpoint belongs to the
   piece on its right (as step(0) = 1). */
typedef struct { const fmpq *until; const char *text; } activation_piece_text;
/* As activation_init; *bad_piece is the index of the refused entry (error->offset counts inside its text). */
dq_status activation_init_pieces(activation_t *phi, const activation_piece_text *piece, slong count, slong *bad_piece,
                                 activation_error_t error);
void activation_clear(activation_t phi);
/* The activation as text, canonical: same text => same function.  Owned by phi. */
const char *activation_text(const activation_t phi);

/* ---- structure -------------------------------------------------------------------------------- */
slong activation_pieces(const activation_t phi);                          /* P >= 1 */
const fmpq *activation_breakpoint(const activation_t phi, slong k);       /* 0 <= k < P-1 */
/* Degree of piece k when it is a polynomial in x by structure (constants may be irrational), else -1.  An upper bound when an
   irrational leading coefficient may cancel, e.g. (sqrt(2)*x)^2 - 2*x^2. */
slong activation_piece_degree(const activation_t phi, slong k);
/* 1 iff the whole function is one polynomial, certified; *degree gets its degree (0 for constants, zero function included).
   0 means: certified not a polynomial when *degree == -1, undecided when *degree == -2. */
int activation_is_polynomial(slong *degree, const activation_t phi);
/* +1: certified even; -1: certified odd; 0: not known to be either. */
int activation_parity(const activation_t phi);
/* 1: continuous at breakpoint k, certified; 0: certified jump; -1: undecided at 4096 bits. */
int activation_continuous_at(const activation_t phi, slong k);

/* ---- evaluation ------------------------------------------------------------------------------- */
/* phi(x) on a real ball: union over the pieces it meets.  Never inaccurate by cancellation alone: intermediate precision is
   raised until the result has about `prec` bits or the input radius dominates. */
void activation_eval_arb(arb_t y, const activation_t phi, const arb_t x, slong prec);
/* Piece k, analytically continued, on a real ball / complex ball.  Indeterminate (non-finite) whenever the ball meets a branch
   cut or a pole of the expression, so a finite answer certifies holomorphy on the whole box. */
void activation_piece_eval_arb(arb_t y, const activation_t phi, slong k, const arb_t x, slong prec);
void activation_piece_eval_acb(acb_t y, const activation_t phi, slong k, const acb_t z, slong prec);
/* Taylor coefficients y[0..length-1] of piece k at the ball x (derivative / factorial), FLINT series arithmetic. */
void activation_piece_eval_series(arb_ptr y, const activation_t phi, slong k, const arb_t x, slong length, slong prec);
/* Blocks of doubles: |y[i] - phi(x[i])| <= error[i] for the exact doubles x[i] (running error analysis; the libm ulp bounds
   assumed are listed in the file).  error[i] may be inf, never NaN; y aliases x allowed. */
void activation_eval_block(double *y, double *error, const activation_t phi, const double *x, size_t length);
/* Values alone, without an error bound, several times faster: for iterations whose result is certified afterwards. */
void approx_activation_block(double *y, const activation_t phi, const double *x, size_t length);
/* The same for phi' (right derivative at a breakpoint). */
void activation_eval_derivative_block(double *y, double *error, const activation_t phi, const double *x, size_t length);

/* ---- growth ----------------------------------------------------------------------------------- */
/* Two-sided envelope of a function f on t = side*x >= R:
     lower: sign*f >= 0 and |f| >= lo * t^p e^(c t + e t^2)   (lo = 0 when nothing is known; sign = 0 unknown)
     upper: |f| <= hi * t^p e^(c t + e t^2)                   (hi = 0: identically zero)
   Exponents are exact arf numbers, rounded in the safe direction for t >= R >= 1. */
typedef struct { arf_t coefficient, p, c, e; } envelope_struct;
typedef struct { int sign; envelope_struct lower, upper; } growth_struct;
typedef growth_struct growth_t[1];
void growth_init(growth_t g);
void growth_clear(growth_t g);
/* Growth of the order-th derivative (0, 1, 2) of phi on side (+1: x >= R, -1: x <= -R); R >= 1 must lie beyond every
   breakpoint.  DQ_INCONCLUSIVE with the missing rule otherwise. */
dq_status activation_growth(growth_t g, const activation_t phi, int order, int side, const arf_t R, slong prec, reason_t why);
/* Finite upper bound for the integral over t >= R of |f(t)| e^(a t - b t^2) dt from f's upper envelope; b > 0.
   +inf when the envelope does not decay there. */
void growth_tail_integral(arb_t bound, const growth_t g, const arb_t a, const arb_t b, const arf_t R, slong prec);
/* 1 iff E phi(sqrt(q) g)^2 < inf is certified for every q in the ball; 0: certified infinite; -1: undecided. */
int activation_square_integrable(const activation_t phi, const arb_t q, reason_t why);

/* ---- suprema ---------------------------------------------------------------------------------- */
typedef enum {
    SUP_FINITE,        /* value encloses the supremum */
    SUP_UNBOUNDED,     /* certified: the supremum is +inf */
    SUP_NONEXISTENT,   /* certified: the derivative does not exist at some point (kink or jump; reason says where) */
    SUP_INCONCLUSIVE
} sup_status;
/* sup |phi^(order)| over the real line, order 1 or 2.  For order 1, kinks count by their one-sided derivatives (so the value is
   the Lipschitz constant L of a continuous phi); a jump makes L infinite: SUP_UNBOUNDED.  For order 2, a kink or jump is
   SUP_NONEXISTENT and `value` then encloses the supremum over the open pieces (may be +inf).
   `bits`: relative accuracy aimed at. */
sup_status activation_supremum(arb_t value, const activation_t phi, int order, slong bits, reason_t why);

#endif
