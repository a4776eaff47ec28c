/* Private to hermite/: the midpoint rule on the whole line for an activation of one analytic piece. */
#ifndef DEQCERT_HERMITE_GRID_H
#define DEQCERT_HERMITE_GRID_H

#include "hermite/hermite.h"

/* int phi(sqrt(q) x) f(x) n(x) dx, n the standard normal density, is sum_k gauss[k] (plus[k] f(x_k) + minus[k] f(-x_k))
   up to `error` for f = h_r, r <= N, and, with squared values, up to `error_kappa` for phi^2 and phi^2 (x^2 - 1), for
   every q of the ball. Built with spread > 0 the nodes serve kappa only, but at every variance tau q, |tau - 1| <=
   spread. */
typedef struct {
    slong count;
    ulong multiplier; /* x_k = (2k + 1) multiplier 2^-exponent, exact and short */
    slong exponent;
    arb_ptr gauss;       /* h n(x_k), h = 2 multiplier 2^-exponent */
    arb_ptr plus, minus; /* phi(sqrt(q) x_k), phi(-sqrt(q) x_k) */
    mag_t error, error_kappa;
} grid_struct;
typedef grid_struct grid_t[1];
void grid_init(grid_t grid);
void grid_clear(grid_t grid);

/* Errors are aimed at 2^target for the coefficients and 2^target_kappa for kappa; the values carry `prec` bits near 0,
   fewer where the Gaussian weighs them down.  0 <= spread <= 1/8.  DQ_INAPPLICABLE when phi has several pieces or no
   strip about the real axis is certified holomorphic: the panels of quadrature.c serve those. */
dq_status grid_build(grid_t grid, const activation_t phi, const arb_t q, slong N, double target, double target_kappa,
                     double spread, slong prec, reason_t why);

/* What a choice of step and height is for; filled by grid_build. */
typedef struct {
    activation_t phi;
    int parity;
    arb_t root_q; /* sqrt(q) */
    double spread;
    arb_t tau; /* [1 - spread, 1 + spread] */
    slong N;
    double target, target_kappa;
    double cut;             /* sqrt(q) cut lies beyond the R of quadrature_cut on every side */
    mag_t tail, tail_kappa; /* what lies beyond */
} grid_problem;

typedef struct {
    double b, step, R; /* R = count * step */
    slong count, exponent;
    ulong multiplier;
    mag_t error, error_kappa;
} grid_choice;

/* Certifies the rule on the strip of height b and fills the choice; 0 when holomorphy is not certified or too many
 * nodes are needed. */
int grid_try_height(grid_choice *c, const grid_problem *p, double b);

/* Adds sum_k gauss[k] (plus[k] h_r(x_k) + minus[k] h_r(-x_k)) to sum[r], r <= N, every error but grid->error included;
   rounding errors are kept below about 2^-absolute_bits in total. */
void grid_sums(arb_ptr sum, slong N, const grid_t grid, int parity, slong absolute_bits);

/* E phi^2 (1 or x^2/tau - 1) at the variance tau q, error_kappa included; tau == NULL: 1. */
void grid_kappa(arb_t kappa, const grid_t grid, int parity, int derivative, arb_srcptr tau, slong prec);

#endif
