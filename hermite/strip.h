/* Private to hermite/: panels of one variable for the bivariate integral of the second route. */
#ifndef DEQCERT_HERMITE_STRIP_H
#define DEQCERT_HERMITE_STRIP_H

#include "hermite/hermite.h"

#define STRIP_ELLIPSE 3.0 /* Bernstein parameter of every panel */

typedef struct {
    slong piece;
    double low, high;                   /* an interval containing the panel */
    double low_wide, high_wide, height; /* a box containing the ellipse */
    arb_struct begin, end;              /* the true ends */
    mag_t real, complex;                /* sup |phi| on the panel and on the ellipse's box */
    arb_ptr node, value;                /* y_k and w_k phi(y_k) (half-length included) */
} strip_panel;

typedef struct {
    slong count, allocated, points;
    strip_panel *panel;
} strip_struct;
typedef strip_struct strip_t[1];

/* Panels of half-length at most `half` over [-R[0], R[1]], cut at the breakpoints, every one small enough for phi to be
   bounded on its ellipse; `points` Gauss nodes each. */
dq_status strip_build(strip_t strip, const activation_t phi, const double R[2], double half, slong points, slong prec,
                      reason_t why);
void strip_clear(strip_t strip);

/* value += int_{-R[0]}^{R[1]} phi(y) phi(side y) N(y; 0, q) dy, error += its error bound (side = +-1). */
dq_status hermite_mirror_integral(arb_t value, mag_t error, const activation_t phi, const arb_t q, int side,
                                  const double R[2], slong points, slong prec, reason_t why);

#endif
