#include "verify/statistics/statistics.h"
#include <math.h>

/* Pr(|T| > x) for Student's t with `freedom` degrees: I_{f/(f+x^2)}(f/2, 1/2). */
static double approx_student_tail(double x, double freedom)
{
    arb_t p, a, b, z;
    arb_init(p);
    arb_init(a);
    arb_init(b);
    arb_init(z);
    arb_set_d(a, freedom / 2);
    arb_set_d(b, 0.5);
    arb_set_d(z, freedom / (freedom + x * x));
    arb_hypgeom_beta_lower(p, a, b, z, 1, 64);
    double value = arf_get_d(arb_midref(p), ARF_RND_NEAR);
    arb_clear(p);
    arb_clear(a);
    arb_clear(b);
    arb_clear(z);
    return value;
}

/* The x with Pr(|T| > x) = 0.01; 63.66 for one degree. */
static double approx_student_quantile(double freedom)
{
    double low = 0, high = 64;
    for (int k = 0; k < 50; k++) {
        double middle = (low + high) / 2;
        if (approx_student_tail(middle, freedom) > 0.01)
            low = middle;
        else
            high = middle;
    }
    return high;
}

int approx_loglog_fit(approx_fit *fit, const double *x, const double *y, slong count)
{
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0, residual = 0;
    if (count < 3) return 0;
    for (slong i = 0; i < count; i++) {
        if (!(x[i] > 0 && y[i] > 0 && isfinite(x[i]) && isfinite(y[i]))) return 0;
        mean_x += log(x[i]) / (double)count;
        mean_y += log(y[i]) / (double)count;
    }
    for (slong i = 0; i < count; i++) {
        xx += (log(x[i]) - mean_x) * (log(x[i]) - mean_x);
        xy += (log(x[i]) - mean_x) * (log(y[i]) - mean_y);
    }
    if (!(xx > 1e-12)) return 0;
    fit->slope = xy / xx;
    for (slong i = 0; i < count; i++) {
        double e = log(y[i]) - mean_y - fit->slope * (log(x[i]) - mean_x);
        residual += e * e;
    }
    double half = approx_student_quantile((double)count - 2) * sqrt(residual / ((double)count - 2) / xx);
    fit->low = fit->slope - half;
    fit->high = fit->slope + half;
    return 1;
}
