/* Private to verify/claims/: Conditions 1 and 2 of the thesis at exact instances of monotone DEQs (MATH.md 6). */
#ifndef DEQCERT_CLAIMS_MONDEQ_CONDITIONS_H
#define DEQCERT_CLAIMS_MONDEQ_CONDITIONS_H

#include "mondeq/mondeq.h"
#include "verify/claims/claims.h"

/* ---- instances -------------------------------------------------------------------------------- */

/* Parameters, data and the radii R_A, R_B, R_U, R_u as texts of rationals ("1 -1/2 0 3", row by row). */
typedef struct {
    const char *name;
    slong n, d, N;
    const char *mu, *A, *B, *U, *u, *X, *y;
    const char *radius[4];
} condition_instance;
/* Labels of ordinary size; for Condition 1 alone, and for the repaired Condition 2 as well. */
extern const condition_instance instance_labels, instance_wide_labels;
/* n > N, u(0) != 0, labels near the outputs. */
extern const condition_instance instance_near;
/* n = N = d = 1, A(0) != 0. */
extern const condition_instance instance_scalar;
/* m = 1/8, n = N = 2: the printed Condition 2. */
extern const condition_instance instance_small_m;
/* n = N = d = 1: the printed Condition 2 holds, the printed Theorem 3.3.5 does not; by its step, and by its powers of m. */
extern const condition_instance instance_long_step, instance_lost_powers;

/* An instance, its equilibrium and the quantities of the conditions as balls. */
typedef struct {
    mondeq_t p;
    mondeq_state_t s;
    mondeq_outcome outcome;
    fmpq_t radius[4];                /* R_A, R_B, R_U, R_u */
    arb_t lambda0, inputs, residual; /* sigma_min(Z(0)), |X|_F, |yhat(0) - y| = sqrt(2 L(theta_0)) */
    arb_t bar_A, bar_U, bar_u, mu;   /* |A(0)|_2 + R_A, ... */
} condition_struct;
typedef condition_struct condition_t[1];
/* c from an instance, or from p (copied) with the radii as texts.  Clear in every case. */
void condition_init(condition_t c, const condition_instance *instance);
void condition_init_model(condition_t c, const mondeq_t p, const char *const radius[4]);
void condition_clear(condition_t c);
/* After p has been changed: W, the equilibrium and every quantity anew. */
void condition_refresh(condition_t c);

/* ---- the conditions --------------------------------------------------------------------------- */

typedef enum {
    CONDITION_1,        /* (3.8), (3.9) */
    CONDITION_2,        /* (3.16), (3.17), (3.18) as printed */
    CONDITION_2_POWERS, /* the same with the powers of m of Lemmas 3.3.4 and 3.3.7 restored */
    CONDITION_2_REPAIRED /* (3.16), 16 and powers of m in (3.17), (3.18) with powers of m and without its term in U alone */
} condition_kind;
#define CONDITION_LINES 3
/* left[k] >= right[k] are the lines of the condition; returns how many.  Arrays of CONDITION_LINES initialised balls. */
slong condition_lines(arb_struct *left, arb_struct *right, const condition_t c, condition_kind kind);
/* 1: a regular equilibrium and every line certified; -1: a line certainly fails; 0: neither. */
int condition_holds(const condition_t c, condition_kind kind);
/* The left sides over the right sides appended to the numbers as "<prefix>, line k: left/right". */
void condition_report(verdict_t v, const condition_t c, condition_kind kind, const char *prefix);
/* Proved where it holds, refuted (counterexample) where a line certainly fails, else inconclusive. */
void condition_verdict(verdict_t v, const condition_t c, condition_kind kind);
/* Encloses the largest |yhat(0) - y| for which the lines in which it occurs hold at these parameters (lambda_0 > 0). */
void condition_largest_residual(arb_t value, const condition_t c, condition_kind kind);
/* Moves the labels to yhat(0) - (t, 0, ..., 0), t = percent/100 of the largest residual. */
void condition_move_labels(condition_t c, condition_kind kind, slong percent);

/* eta_max of the repaired Theorem 3.3.5, m^2/(4 |X|_F^2 bar_U^2), rounded down to a rational. */
void condition_step_size(fmpq_t eta, const condition_t c);
/* The four bounds of the printed Theorem 3.3.5 on eta; 1 when eta <= all of them is certified. */
int condition_printed_step(const condition_t c, const fmpq_t eta);

#endif
