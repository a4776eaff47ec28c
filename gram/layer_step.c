/* layer_variance, layer_correlation, layer_entry.

   The radius of rho enters through |D(rho) - D(mid)| <= L^2 sqrt(q_i q_j) |rho - mid| (E phi'(u) phi'(v) <= L^2) and
   the radius of q through the drift of profile.c, so for theta < 1 the radii contract from layer to layer; without a
   Lipschitz constant balls are used as they are. */
#include "gram/layer_step.h"

static int has_lipschitz(const gram_model_t model)
{
    return model->lipschitz == SUP_FINITE && arb_is_finite(model->L);
}

/* kappa at the ball q: at its midpoint with |sqrt kappa(q) - sqrt kappa(mid)| <= L |sqrt q - sqrt mid| <= L
 * rad/sqrt(mid). */
dq_status layer_variance(profile_t p, const gram_model_t model, const arb_t q, slong bits, reason_t why)
{
    arb_t kappa, at, radius;
    dq_status status;

    arb_init(kappa);
    arb_init(at);
    arb_init(radius);
    if (!has_lipschitz(model)) {
        status = hermite_kappa(kappa, model->phi, q, bits, why);
    } else {
        arb_get_mid_arb(at, q);
        status = hermite_kappa(kappa, model->phi, at, bits, why);
        if (status == DQ_OK && !arb_is_exact(q)) {
            arb_get_rad_arb(radius, q);
            arb_rsqrt(at, at, 64);
            arb_mul(radius, radius, at, 64);
            arb_mul(radius, radius, model->L, 64);
            arb_sqrtpos(kappa, kappa, bits + 20);
            arb_add_error(kappa, radius);
            arb_sqr(kappa, kappa, bits + 20);
        }
    }
    if (status == DQ_OK) profile_set(p, q, kappa, model->L, bits + 20);
    arb_clear(kappa);
    arb_clear(at);
    arb_clear(radius);
    return status;
}

void layer_correlation(arb_t rho, const arb_t sigma, const profile_struct *a, const profile_struct *b, slong prec)
{
    arb_t root, unit;

    arb_init(root);
    arb_init(unit);
    if (a == b)
        arb_set(root, a->q);
    else
        arb_mul(root, a->root_q, b->root_q, prec);
    arb_div(rho, sigma, root, prec);
    arb_one(unit);
    arb_neg(root, unit);
    arb_union(unit, unit, root, 64);
    if (!arb_contains(unit, rho) && arb_is_finite(rho) && !arb_intersection(rho, rho, unit, prec))
        arb_indeterminate(rho); /* cannot happen: Sigma is positive semidefinite */
    arb_clear(root);
    arb_clear(unit);
}

dq_status layer_entry(arb_t K, const gram_model_t model, const dual_t D, const arb_t rho, int near, slong bits,
                      reason_t why)
{
    arb_t at, radius;
    dq_status status;

    arb_init(at);
    arb_init(radius);
    arb_set(at, rho);
    if (has_lipschitz(model) && !arb_is_exact(rho)) {
        arb_get_mid_arb(at, rho);
        if (arf_cmpabs_2exp_si(arb_midref(at), 0) > 0) arb_set_si(at, arf_sgn(arb_midref(at)));
        arb_sub(radius, rho, at, 64);
        arb_abs(radius, radius);
        arb_mul(radius, radius, model->L, 64);
        arb_mul(radius, radius, model->L, 64);
        arb_mul(radius, radius, D->root, 64);
    }
    status = dual_eval(K, D, at, near, bits, why);
    if (status == DQ_OK && !arb_is_zero(radius)) arb_add_error(K, radius);
    arb_clear(at);
    arb_clear(radius);
    return status;
}
