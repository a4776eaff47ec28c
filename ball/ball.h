/* ball: exact decimals in, outward-rounded decimals out, Gauss nodes, verified linear algebra,
   exact binomial tails.  Everything here returns an enclosure unless its name starts with approx_. */
#ifndef DEQCERT_BALL_H
#define DEQCERT_BALL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "ball/arb_headers.h"
#include "ball/double_double.h"
#include "ball/function_clones.h"

/* ---- outcomes -------------------------------------------------------------------------------- */

/* What every fallible function of the mathematics returns. */
typedef enum {
    DQ_OK = 0,
    DQ_INPUT,          /* the input is unusable; the reason says what is wrong and what is allowed */
    DQ_INCONCLUSIVE,   /* a stated limit (precision, terms, time, missing rule) was reached */
    DQ_INAPPLICABLE,   /* a hypothesis fails, certified */
    DQ_NONEXISTENT,    /* the object asked for certifiably does not exist */
    DQ_MEMORY          /* the plan does not fit in memory; nothing was allocated */
} dq_status;

/* A one-line reason in plain text, always NUL-terminated; empty when there is none. */
typedef struct { char text[512]; } reason_struct;
typedef reason_struct reason_t[1];
void reason_init(reason_t why);
void reason_set(reason_t why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- running out of memory ------------------------------------------------------------------- */

/* Ends the process with "deqcert: out of memory" on stderr and status 2; what stdio holds is not written. */
void out_of_memory(void) __attribute__((noreturn));
/* The memory itself; without any, out_of_memory. */
void *memory_or_end(void *memory);
/* A stream into *text (free() it), as open_memstream, and its end.  A text cut short is no result: out_of_memory then. */
FILE *text_open(char **text, size_t *size);
void text_close(FILE *out, char *const *text);

/* ---- exact decimals -------------------------------------------------------------------------- */

/* Parses the decimal [+-]digits[.digits][(e|E)[+-]digits] of `length` bytes exactly.  At most 4096 bytes,
   |exponent| <= 5000 (hostile input); anything else, "nan" and "inf" included, is DQ_INPUT. */
dq_status fmpq_set_decimal(fmpq_t x, const char *text, size_t length, reason_t why);

/* Decimal of at most `digits` significant digits, rounded down (lower) resp. up (upper): the printed number
   bounds x.  Plain notation for 1e-5 <= |x| < 1e15, else d.ddde-NN; "-inf"/"inf" for unbounded balls, NaN gives
   "-inf" (lower) and "inf" (upper).  Exact values that fit are printed without trailing zeros ("0", "2", "0.25").
   The caller frees the string with free(). */
char *arb_lower_decimal(const arb_t x, slong digits);
char *arb_upper_decimal(const arb_t x, slong digits);

/* Significant digits so that rounding outward widens an enclosure of `bits` relative bits negligibly. */
slong decimal_digits(slong bits);

/* 1 iff rad(x) <= 2^-bits * |x| for every number of the ball (0 for balls containing 0 unless exact). */
int arb_has_relative_bits(const arb_t x, slong bits);
/* 1 iff the width (twice the radius) of x is at most 2^(4-bits) * scale for every number of the ball `scale`. */
int arb_width_within(const arb_t x, slong bits, const arb_t scale);

/* ---- data points ----------------------------------------------------------------------------- */

/* n points of dimension d; the doubles are exact from here on.  Point i is x[i*d .. i*d+d-1].
   normalise: the model sees sqrt(d) x_i/|x_i| instead of x_i. */
typedef struct {
    slong n, d;
    double *x;
    int normalise;
} points_struct;
typedef points_struct points_t[1];
void points_init(points_t p, slong n, slong d);   /* zeroed; aborts via flint_malloc when out of memory */
void points_clear(points_t p);
/* <x_i, x_j> exactly (a sum of products of doubles is dyadic). */
void points_inner_product(arf_t value, const points_t p, slong i, slong j);
/* Cosine <x_i,x_j>/(|x_i||x_j|) as a ball; exactly 1 (resp. -1) when the points are parallel (antiparallel),
   decided exactly by Cauchy-Schwarz equality. */
void points_cosine(arb_t rho, const points_t p, slong i, slong j, slong prec);
/* The covariance of the first layer, (2/d) x_i^T x_j of the points the model sees: 2 cos for normalised points. */
void points_sigma0(arb_t sigma, const points_t p, slong i, slong j, slong prec);
/* Exact rank of the d x n matrix of the points (modulo primes, closed by the Hadamard bound when deficient). */
slong points_rank(const points_t p);

/* ---- quadrature nodes ------------------------------------------------------------------------ */

/* n-point Gauss-Legendre rule on [-1,1] as balls of `prec` bits; node k and weight k.  The arrays belong to a
   cache keyed by (n, prec) that lives as long as the process; do not clear them. */
void gauss_legendre(arb_srcptr *node, arb_srcptr *weight, slong n, slong prec);

/* ---- verified linear algebra (MATH.md 3: doubles choose, balls decide) ------------------------ */

/* Encloses the least eigenvalue of every symmetric matrix in the ball matrix A (n x n).
   Lower bound: approximate Cholesky of A - cI and an enclosed residual; upper bound: a Rayleigh quotient.
   Tries to reach relative width 2^(4-bits); DQ_INCONCLUSIVE when the entries' radii do not allow it, with the best
   enclosure found still in lambda. */
dq_status arb_mat_lambda_min(arb_t lambda, const arb_mat_t A, slong bits, reason_t why);
/* The same from double arithmetic where it can decide: relative width about `relative` (e.g. 1e-2) for large n. */
dq_status arb_mat_lambda_min_double(arb_t lambda, const arb_mat_t A, double relative, reason_t why);
/* The engine of the former: encloses the least eigenvalue of every symmetric S with |S - D|_2 <= deviation, D a symmetric
   n x n matrix of exact doubles (all n^2 entries stored, |D_ij| <= 1 or so).  Uses n^2 doubles beyond D; where doubles do not
   resolve the eigenvalue but the deviation would, it goes on in double-double with n^2 more. */
dq_status double_mat_lambda_min(arb_t lambda, const double *D, slong n, const mag_t deviation, double relative,
                                reason_t why);
/* The same for D = high + low, |low_ij| <= ulp(high_ij)/2, in double-double: resolves about n 2^-95 max |D_ii|.  Uses 2 n^2 doubles
   beyond D. */
dq_status dd_mat_lambda_min(arb_t lambda, const double *high, const double *low, slong n, const mag_t deviation,
                            double relative, reason_t why);
/* P[i n + j], j <= i, gets an approximation of y_i^T y_j, y_i = scale[i] x_i, X n x d row-major; returns g with every |error| <=
   g |y_i| |y_j| (plus d 2^-1074), d <= 2^40.  The scales are powers of two that scale exactly, |y_ik| <= 2^100.  This code's own
   arithmetic.  Uses 2 n d doubles. */
double double_row_products(double *P, const double *X, const double *scale, slong n, slong d);
/* The same in double-double, P = high + low, for max_k |y_ik| in [1/2, 1].  Uses 20000 n bytes. */
double dd_row_products(double *high, double *low, const double *X, const double *scale, slong n, slong d);
/* Encloses the largest singular value of the exact double matrix A (rows x cols, row-major, leading dimension cols); indeterminate
   when the bounds contradict each other, which only a BLAS that breaks its error bound can cause. */
void operator_norm(arb_t norm, const double *A, slong rows, slong cols);

/* The threads that work is shared out to: OpenBLAS's number, until parallel_keep_blas_to_one gives work its own and OpenBLAS one, so that
   its sums do not depend on how many there are.  parallel_set_threads changes whichever of the two it is. */
slong parallel_threads(void);
void parallel_set_threads(slong threads);
void parallel_keep_blas_to_one(slong threads);
/* work(i, context) for i = 0..count-1, in no order, on parallel_threads() threads; returns when all are done.
   flops: about what all of it costs; too little for a thread to be worth starting is done by the caller alone. */
typedef void parallel_work(slong i, void *context);
void parallel_for(slong count, parallel_work *work, void *context, double flops);

/* ---- exact binomial statistics --------------------------------------------------------------- */

/* P(Bin(trials, p) <= k) as a ball; p an exact dyadic in [0,1]. */
void binomial_cdf(arb_t tail, ulong k, ulong trials, const arf_t p, slong prec);
/* One-sided Clopper-Pearson limits at confidence 1 - alpha: lower = certified lower bound of the exact lower limit,
   upper = certified upper bound of the exact upper limit (each accurate to about 2^-40). */
void clopper_pearson(arf_t lower, arf_t upper, ulong successes, ulong trials, const fmpq_t alpha);

#endif
