/* mondeq: the monotone DEQ of Nguyen's thesis on exact rational instances (MATH.md 6), and its iterations in doubles.

   n hidden units, d inputs, N samples; mu is the thesis's m.  W = (1 - mu)I - A^T A + B - B^T, equilibrium
   Z = relu(WZ + UX), yhat = Z^T u, loss = |yhat - y|^2/2.  While no pre-activation is 0, Z and everything made from it
   are rational functions of the parameters, so values and derivatives are exact rationals.  vec stacks columns. */
#ifndef DEQCERT_MONDEQ_H
#define DEQCERT_MONDEQ_H

#include "ball/ball.h"

/* ---- parameters ------------------------------------------------------------------------------ */

typedef struct {
    slong n, d, N;
    fmpq_t mu;
    fmpq_mat_t A, B, U, u; /* n x n, n x n, n x d, n x 1 */
    fmpq_mat_t X, y;       /* d x N, N x 1 */
    fmpq_mat_t W;          /* n x n, made by mondeq_weights */
} mondeq_struct;
typedef mondeq_struct mondeq_t[1];
/* Zeroed, n, d, N >= 1. */
void mondeq_init(mondeq_t p, slong n, slong d, slong N);
void mondeq_clear(mondeq_t p);
/* q = p; q initialised with the same shapes. */
void mondeq_set(mondeq_t q, const mondeq_t p);
/* W = (1 - mu)I - A^T A + B - B^T: to be called after A, B or mu has changed. */
void mondeq_weights(mondeq_t p);

/* ---- the equilibrium ------------------------------------------------------------------------- */

/* A point Z and what the model makes of it. */
typedef struct {
    fmpq_mat_t Z, P, D; /* n x N: the point, P = WZ + UX, D = relu'(P) in {0, 1} (0 where P = 0) */
    fmpq_mat_t yhat, e; /* N x 1: Z^T u, yhat - y */
    fmpq_t loss;        /* |e|^2/2 */
} mondeq_state_struct;
typedef mondeq_state_struct mondeq_state_t[1];
void mondeq_state_init(mondeq_state_t s, const mondeq_t p);
void mondeq_state_clear(mondeq_state_t s);

typedef enum {
    MONDEQ_NO_EQUILIBRIUM = 0, /* not found; impossible for mu > 0 */
    MONDEQ_KINK,   /* an equilibrium with some pre-activation exactly 0: Z is right, derivatives may not exist */
    MONDEQ_REGULAR /* an equilibrium whose pre-activations are all nonzero */
} mondeq_outcome;
/* The equilibrium (unique for mu > 0), exactly: a ReLU pattern guessed by operator splitting in doubles and corrected in
   exact arithmetic until it verifies.  Fills every field of s.  Uses p->W. */
mondeq_outcome mondeq_solve(mondeq_state_t s, const mondeq_t p);
/* Every other field of s from s->Z, which need not be an equilibrium.  1 iff no entry of P is 0. */
int mondeq_evaluate(mondeq_state_t s, const mondeq_t p);
/* s = t; s initialised with the same shapes. */
void mondeq_state_set(mondeq_state_t s, const mondeq_state_t t);

/* ---- exact derivatives ----------------------------------------------------------------------- */

/* Blocks of parameters; MONDEQ_W is W as if it were free, MONDEQ_Z the point itself (partial derivatives only). */
typedef enum { MONDEQ_A, MONDEQ_B, MONDEQ_U, MONDEQ_OUTPUT, MONDEQ_W, MONDEQ_Z, MONDEQ_BLOCKS } mondeq_block;
/* Rows and columns of a block. */
void mondeq_block_shape(slong *rows, slong *columns, const mondeq_t p, mondeq_block block);
/* The block itself, borrowed; MONDEQ_Z is no parameter: abort. */
fmpq_mat_struct *mondeq_block_entries(mondeq_t p, mondeq_block block);

/* Column c is the derivative by the c-th entry of vec(block), found by perturbing that entry in the definitions
   (product rule for W; one n x n system per sample), without any Kronecker formula. */
typedef struct {
    fmpq_mat_t Z[MONDEQ_BLOCKS];    /* d vec(Z)/d vec(block), nN x size */
    fmpq_mat_t yhat[MONDEQ_BLOCKS]; /* d yhat/d vec(block), N x size */
    fmpq_mat_t loss[MONDEQ_BLOCKS]; /* d loss/d vec(block), 1 x size */
} mondeq_derivatives_struct;
typedef mondeq_derivatives_struct mondeq_derivatives_t[1];
/* By A, B, U, u and W at a regular equilibrium s of p; the entries of MONDEQ_Z are zero.  1; 0 when some I - D_j W is
   singular (impossible for mu > 0).  Clear in both cases. */
int mondeq_derivatives(mondeq_derivatives_t g, const mondeq_t p, const mondeq_state_t s);
void mondeq_derivatives_clear(mondeq_derivatives_t g);
/* G = d vec(g)/d vec(block) of g = Z - relu(WZ + UX) at the point s with P != 0, nN x size, entry by entry in the same way.
   G initialised. */
void mondeq_partial(fmpq_mat_t G, const mondeq_t p, const mondeq_state_t s, mondeq_block block);

/* ---- vec, Kronecker products (fmpq_mat_kronecker_product), commutation matrices --------------- */

/* v = vec(M), the columns of M on top of each other; v rows*columns x 1. */
void mondeq_vec(fmpq_mat_t v, const fmpq_mat_t M);
/* K^(m,n), mn x mn: K vec(M) = vec(M^T) for every m x n matrix M. */
void mondeq_commutation(fmpq_mat_t K, slong m, slong n);
/* E = diag(vec(D)), nN x nN. */
void mondeq_diagonal(fmpq_mat_t E, const fmpq_mat_t D);

/* ---- exact decisions about rational matrices -------------------------------------------------- */

/* Numbers of positive, zero and negative eigenvalues of the symmetric S, from a congruence S = L M L^T (Sylvester's law). */
typedef struct {
    slong positive, zero, negative;
} exact_inertia_t;
exact_inertia_t exact_inertia(const fmpq_mat_t S);
/* 1 iff the symmetric S is positive semidefinite, resp. definite. */
int exact_is_psd(const fmpq_mat_t S);
int exact_is_pd(const fmpq_mat_t S);
/* 1 and a vector v (n x 1) with v^T S v < 0; or 0 when S is positive semidefinite. */
int exact_negative_direction(fmpq_mat_t v, const fmpq_mat_t S);
/* q = x^T M y, x and y columns. */
void exact_form(fmpq_t q, const fmpq_mat_t x, const fmpq_mat_t M, const fmpq_mat_t y);
/* S = (M + M^T)/2 - c I. */
void exact_symmetric_part(fmpq_mat_t S, const fmpq_mat_t M, const fmpq_t c);
/* |M|_F^2, M of any shape. */
void exact_frobenius2(fmpq_t value, const fmpq_mat_t M);
/* 1 iff |M|_2^2 <= c, resp. sigma_min(M)^2 >= c, sigma_min the least of the min(rows, columns) singular values. */
int exact_norm2_at_most(const fmpq_mat_t M, const fmpq_t c);
int exact_sigma_min2_at_least(const fmpq_mat_t M, const fmpq_t c);
/* Enclosures by bisection with exact decisions, of width at most 2^-bits max(1, 2|M|_F) (a value that is 0 gives the ball 0):
   |M|_2, sigma_min(M), and the least eigenvalue of the symmetric S. */
void exact_norm(arb_t value, const fmpq_mat_t M, slong bits);
void exact_sigma_min(arb_t value, const fmpq_mat_t M, slong bits);
void exact_lambda_min(arb_t value, const fmpq_mat_t S, slong bits);

/* ---- deterministic instances ----------------------------------------------------------------- */

typedef enum {
    MONDEQ_UNIT,     /* entries in {-1, 0, 1}, mu = 1: short to print */
    MONDEQ_PLAIN,    /* entries k/l, |k| <= 4, l <= 3, a quarter of them zero; mu in {1/4, 1/2, 1, 2} */
    MONDEQ_SKEW,     /* B times 8: B - B^T dominates W */
    MONDEQ_SMALL_MU, /* mu = 1/64 */
    MONDEQ_NO_A,     /* A = 0: W = (1 - mu)I plus a skew part */
    MONDEQ_FAMILIES
} mondeq_family;
/* Fills p (shapes of p) from the key (family, shapes, seed); the same on every machine. */
void mondeq_random(mondeq_t p, mondeq_family family, ulong seed);
/* M's entries from the same generator, key of the caller's choice; scale multiplies them. */
void mondeq_random_matrix(fmpq_mat_t M, ulong key, slong scale);
/* The fixed list of small instances with a regular equilibrium and Z != 0: index 0 .. mondeq_instances() - 1, scalar ones
   first, then by growing size (n != d, N > n, N < n, N = 1, n = 1, every family).  Initialises p and s (clear both); s is the
   equilibrium. */
slong mondeq_instances(void);
void mondeq_instance(mondeq_t p, mondeq_state_t s, slong index);

/* ---- iterations in doubles -------------------------------------------------------------------- */

/* One sample: z = relu(Wz + c), W n x n row-major and c = Ux exact doubles from here on. */
typedef struct {
    slong n;
    const double *W, *c;
} mondeq_double;
/* At most `steps` steps from z (n, in and out), stopping once |z - relu(Wz + c)|_2 <= tolerance; trace[k] (steps + 1 numbers, or
   NULL) gets that residual of the k-th iterate.  Returns the steps done.  No error bound.
   forward_backward: z <- relu(z - alpha((I - W)z - c)), converges for 0 < alpha < 2 mu/|I - W|^2; alpha = 1 is the plain
   iteration.  peaceman_rachford: z = relu(v), v <- 2 V(2z - v + alpha c) - (2z - v), V = (I + alpha(I - W))^-1, converges for
   every alpha > 0; -1 when that matrix is singular in doubles. */
slong approx_forward_backward(double *z, double *trace, const mondeq_double *m, double alpha, slong steps,
                              double tolerance);
slong approx_peaceman_rachford(double *z, double *trace, const mondeq_double *m, double alpha, slong steps,
                               double tolerance);
/* radius >= |z - z*|_2 for the only equilibrium z*, if I - (W + W^T)/2 >= mu I (mu > 0, the caller's hypothesis; a lower bound of
   its least eigenvalue comes from arb_mat_lambda_min).  z any doubles; infinite when they are not finite. */
void mondeq_radius(arb_t radius, const double *z, const mondeq_double *m, const arb_t mu);

#endif
