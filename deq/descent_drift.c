/* drift_around.  With L, M bounds of |phi'|, |phi''|, q = L|W| < 1 and a unit direction (dW, dU, da), per sample:
     dp = (I - WD)^-1 (dW z + dU x),  dz = D dp,  d2z = (I - DW)^-1 (phi'' dp^2 + 2 D dW dz);
     sum_i |dp_i|^2 <= sigma^2,  sigma = sqrt(|Z|^2 + |X|^2)/(1-q),  sum_i |dz_i|^2 <= (L sigma)^2;
     d2 yhat_i = 2 da^T dz_i + a^T d2z_i, so   |sum_i u_i d2 yhat_i| <= |u| K,
     K = 2 L sigma + |a|/(1-q) (M sigma^2 + 2 L^2 sigma).
   The Hessian is J^T J + sum_i e_i d2 yhat_i with |J|^2 = |H|, J^T J >= 0, so on the ball
     |I - step Hessian| <= max(1, step |J|^2 - 1) + step |e| K,   |J| <= sqrt|H| + K drift,   |e| <= |e(theta)| + |J|
     drift.
   For a phi with breakpoints the ball must keep every pre-activation on its side: |p - b| > |P - P*| + |dP|. */
#include "deq/descent_drift.h"
#include "deq/adjoint.h"
#include "deq/descent_bounds.h"

void drift_around(drift_bounds *out, const deq_gradient_t g, const deq_parameters_t p, const deq_model_t model,
                  double curvature, double H_norm, double drift, double step)
{
    *out = (drift_bounds){INFINITY, INFINITY, INFINITY};
    double L = model->lipschitz_known ? model->L : (double)INFINITY, q = closed(g->contraction + L * drift),
           gap = gap_below(q);
    if (!g->equilibrium || !(q < 1) || !(drift < INFINITY) || !(gap > 0)) return;
    double Z = g->Z_norm, X = g->X_norm, a = closed(g->a_norm + drift);
    out->Z = closed(L / gap * (Z + X) * drift);
    Z = closed(Z + out->Z);
    /* hypot's error is below one ulp, within the slack of `closed` */
    double sigma = closed(hypot(Z, X) / gap);
    if (!off_breakpoints(g, model->phi, closed(g->P_radius + sigma * drift))) {
        out->e = closed(a * out->Z + Z * drift);
        return;
    }
    double bend = curvature == 0 ? 0 : curvature * sigma * sigma;
    double K = closed(2 * L * sigma + a / gap * (bend + 2 * L * L * sigma));
    double J = closed(sqrt(H_norm) + K * drift);
    out->e = bound_or_infinity(closed(J * drift));
    double e = closed(norm_bound_of(g->e, (size_t)p->n) + g->e_radius + out->e);
    out->factor = bound_or_infinity(closed(fmax(1, step * J * J - 1) + step * e * K));
}
