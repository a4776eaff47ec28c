/* double_cosines, dd_cosines: the cosines of all pairs of rows with one a-priori bound.

   Rows y_i = 2^-e_i x_i with max |y_ik| in [1/2, 1) (exact but for entries below 2^-1022 of the largest).  u the unit of the
   arithmetic, 2^-53 resp. DD_UNIT; g the bound of double_row_products resp. dd_row_products:
     p_ij = fl(<y_i, y_j>)              |error| <= g |y_i| |y_j|
     r_i = fl(1/fl(sqrt(p_ii)))         relative error <= g/2 + 2 u  to first order
     fl(fl(p_ij r_i) r_j)               two more roundings
   sum:  |fl(cos) - cos| <= (2 g + 6 u)(1 + small) <= 1.01 (2 g + 16 u), the underflows (d 2^-1074) included. */
#include <math.h>
#include <stdlib.h>
#include "gram/dd_gram.h"
#include "gram/double_gram.h"

typedef struct {
    double *high, *low; /* low: NULL in doubles */
    dd_t *inverse;      /* 1/|y_i| */
    slong n;
} scaling;

static void scale_row(slong i, void *context)
{
    const scaling *s = context;
    double *high = s->high + i * s->n, *low = s->low + i * s->n;

    for (slong j = 0; j < i; j++) {
        dd_t c = dd_mul(dd_mul((dd_t){high[j], low[j]}, s->inverse[i]), s->inverse[j]);
        high[j] = c.high;
        low[j] = c.low;
    }
}

static void scale_row_of_doubles(slong i, void *context)
{
    const scaling *s = context;
    double *row = s->high + i * s->n;

    for (slong j = 0; j < i; j++) row[j] = row[j] * s->inverse[i].high * s->inverse[j].high;
}

/* max |x_k|, NaN and infinity kept. */
static double largest_of(const double *x, slong d)
{
    double largest = 0.0;
    slong k;

    for (k = 0; k < d; k++)
        if (!(fabs(x[k]) <= largest)) largest = fabs(x[k]);
    return largest;
}

/* scale[i] = 2^-e_i; *copy gets NULL, or rows scaled already (scales 1) where an e_i is beyond the doubles' range.  0 when a point
   is zero or not finite. */
static int set_scales(double *scale, double **copy, const points_struct *points)
{
    slong n = points->n, d = points->d, i, k;
    int exponent;

    *copy = NULL;
    for (i = 0; i < n; i++) {
        double largest = largest_of(points->x + i * d, d);
        if (!(largest > 0.0) || !isfinite(largest)) return 0;
        frexp(largest, &exponent);
        if (abs(exponent) > 1000 && *copy == NULL) {
            *copy = flint_malloc((size_t)(n * d) * sizeof(double));
            i = -1; /* once more from the first row */
            continue;
        }
        scale[i] = *copy == NULL ? ldexp(1.0, -exponent) : 1.0;
        for (k = 0; k < d && *copy != NULL; k++) (*copy)[i * d + k] = ldexp(points->x[i * d + k], -exponent);
    }
    return d <= (WORD(1) << 30);
}

static double cosines(double *high, double *low, const points_struct *points)
{
    slong n = points->n, d = points->d, i;
    double *scale = flint_malloc((size_t)n * sizeof(double)), *copy, error = INFINITY;
    scaling s = {high, low, flint_malloc((size_t)n * sizeof(dd_t)), n};

    if (set_scales(scale, &copy, points)) {
        const double *X = copy == NULL ? points->x : copy;
        error = low == NULL ? double_row_products(high, X, scale, n, d) : dd_row_products(high, low, X, scale, n, d);
        for (i = 0; i < n; i++) {
            if (low == NULL)
                s.inverse[i] = (dd_t){1.0 / sqrt(high[i * n + i]), 0.0};
            else
                s.inverse[i] = dd_div((dd_t){1.0, 0.0}, dd_sqrt((dd_t){high[i * n + i], low[i * n + i]}));
        }
        parallel_for(n, low == NULL ? scale_row_of_doubles : scale_row, &s,
                     (double)n * (double)n * (low == NULL ? 1.0 : 20.0));
        error = 1.01 * (2.0 * error + 16.0 * (low == NULL ? 0x1p-53 : DD_UNIT));
    }
    flint_free(scale);
    flint_free(copy);
    flint_free(s.inverse);
    return error;
}

double double_cosines(double *C, const points_struct *points)
{
    return cosines(C, NULL, points);
}

double dd_cosines(double *high, double *low, const points_struct *points)
{
    return cosines(high, low, points);
}
