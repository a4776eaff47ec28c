/* Private to hermite/: one Gauss-Legendre panel and the certified bound of its error. */
#ifndef DEQCERT_HERMITE_PANEL_H
#define DEQCERT_HERMITE_PANEL_H

#include "hermite/hermite.h"

/* The integrands of a panel [centre - half, centre + half] (exact dyadic numbers enclosing the true panel to 2^-40
   relative; the ends that are breakpoints are used as balls by the rule itself). */
typedef struct {
    activation_t phi;
    slong piece;
    arb_t q; /* enclosure of the variance */
    slong N; /* f = h_r N for r <= N */
} panel_problem;

typedef struct {
    double low, high; /* an interval containing the panel */
    slong points;     /* n of the rule; 0: no admissible rule */
    mag_t error, error_kappa;
} panel_struct;
typedef panel_struct panel_t[1];

/* Chooses the smallest rule whose certified errors are at most 2^target resp. 2^target_kappa, among at most `most`
 * points. */
void panel_plan(panel_t panel, const panel_problem *problem, double target, double target_kappa, slong most);

/* Bound of |h_r(z/sqrt q) N(z; 0, q)| sqrt(2 pi q), r <= N, for |Re z| >= y_least, |Im z| <= b_most (Mehler, see the
 * file's head). */
void panel_mehler_bound(mag_t weight, double y_least, double b_most, const arb_t q, slong N);

#endif
