/* kernel_t: one class of points of equal norm in the limit, with v = Sigma^(1)_ii and q = 2 s kappa + v.

   Kernel lemma (MATH.md 2).  rho^(0) = 0, rho^(l+1)(z) = (2 s D(rho^(l)(z)) + v z)/q, D(x) = sum a_r(q)^2 x^r.  By
   induction the coefficients in z are >= 0, increase with l, and sum to rho^(l+1)(1) <= (2 s kappa + v)/q = 1 (D
   increases on [0, 1], D(1) = kappa): no hypothesis on theta.  Hence rho^(l) -> rho(z) = sum r_j z^j with r_j >= 0,
   sum r_j <= 1, coefficientwise and uniformly on the closed disc (dominated by r_j), rho satisfies the equation there,
   and k = D(rho) = sum c_j z^j, c_j >= 0, sum c_j = D(rho(1)) <= kappa.
   For theta < 1 the equation has one solution in |rho| <= 1 (limit.c), rho(1) = 1 and sum c_j = kappa.
   Otherwise |rho(z)| <= beta(|z|) = (2 s kappa + v |z|)/q; where the map contracts on |rho| <= beta its one solution is
   rho(z), and K_ij = k(z) (limit.c).  For z <= 0 a smaller interval serves: D(x) >= least := a_0^2 for an even phi, else
   a_0^2 - sum_{r >= 1} a_r^2 = 2 a_0^2 - kappa, so the map sends |rho| <= 1 into [(2 s least - v |z|)/q, 2 s kappa/q].

   Slope, theta < 1: |D'| <= L^2 q on |rho| <= 1 and rho' = v/q + (2 s/q) D' rho', so |k'| <= lipschitz := L^2 v/(1 -
   theta^2). */
#include <math.h>
#include <string.h>
#include "gram/kernel.h"
#include "gram/variance.h"

enum { GUARD = 24, PANEL_GUARD = 6, TOLERANCE = 3 };

static void set_scalars(kernel_t k)
{
    arb_t gap;

    arb_init(gap);
    gram_theta(k->theta, k->model, k->bits + 64);
    arb_sub_ui(gap, k->theta, 1, k->bits + 64);
    k->coupling = arb_is_negative(gap);
    k->work = k->bits + GUARD;
    if (k->coupling) /* the residuals are divided by 1 - theta and 1 - theta^2 */
        k->work += (slong)(-log2(fabs(arf_get_d(arb_midref(gap), ARF_RND_NEAR)) + 1e-300) + 1.0);
    arb_set_fmpq(k->two_s, k->model->s, k->work + 20);
    arb_mul_2exp_si(k->two_s, k->two_s, 1);
    arb_set(k->map->two_s, k->two_s);
    arb_pos_inf(k->lipschitz);
    if (k->coupling) {
        arb_sqr(gap, k->theta, 64);
        arb_sub_ui(gap, gap, 1, 64);
        arb_neg(gap, gap);
        arb_sqr(k->lipschitz, k->model->L, 64);
        arb_mul(k->lipschitz, k->lipschitz, k->variance, 64);
        arb_div(k->lipschitz, k->lipschitz, gap, 64);
    }
    arb_clear(gap);
}

/* A lower bound of D on [-1, 1]. */
static void set_least(kernel_t k)
{
    reason_t ignored;
    hermite_t h;

    arb_neg(k->least, k->p->kappa);
    if (k->coupling || k->parity < 0) return;
    reason_init(ignored);
    hermite_init(h);
    if (hermite_coefficients(h, k->model->phi, k->p->at, 0, 64, ignored) == DQ_OK) {
        arb_sqr(k->least, h->a, 64);
        if (k->parity == 0) {
            arb_mul_2exp_si(k->least, k->least, 1);
            arb_sub(k->least, k->least, k->p->kappa, 64);
        }
    }
    hermite_clear(h);
}

dq_status kernel_init(kernel_t k, const gram_model_t model, const arb_t variance, slong bits, reason_t why)
{
    dq_status status;
    slong side, number;

    memset(k, 0, sizeof *k);
    k->model = model;
    k->bits = bits;
    k->parity = activation_parity(model->phi);
    arb_init(k->theta);
    arb_init(k->two_s);
    arb_init(k->variance);
    arb_init(k->least);
    arb_init(k->lipschitz);
    arb_init(k->reach);
    arb_init(k->served);
    arb_init(k->unserved);
    mag_init(k->tolerance);
    arb_init(k->slope);
    reason_init(k->unserved_why);
    profile_init(k->p);
    dual_init(k->D);
    pair_map_init(k->map);
    panel_rule_init(k->rule, bits + PANEL_GUARD);
    for (side = 0; side < 2; side++) {
        k->panel[side] = flint_malloc(KERNEL_SIDE * sizeof(panel_struct));
        for (number = 0; number < KERNEL_SIDE; number++) panel_init(k->panel[side] + number);
    }
    arb_set(k->variance, variance);
    set_scalars(k);
    arb_pos_inf(k->unserved);
    status = k->coupling ? variance_coupling(k->p, model, k->theta, variance, 0.0, 0.0, k->work, why)
                         : variance_local(k->p, model, variance, k->work, why);
    if (status == DQ_OK) {
        arb_get_mag_lower(k->tolerance, k->p->kappa);
        mag_mul_2exp_si(k->tolerance, k->tolerance, TOLERANCE - bits);
        set_least(k);
    }
    series_reach(k->reach, model->phi, k->work);
    return status;
}

void kernel_clear(kernel_t k)
{
    slong side, number;

    arb_clear(k->theta);
    arb_clear(k->two_s);
    arb_clear(k->variance);
    arb_clear(k->least);
    arb_clear(k->lipschitz);
    arb_clear(k->reach);
    arb_clear(k->served);
    arb_clear(k->unserved);
    mag_clear(k->tolerance);
    arb_clear(k->slope);
    profile_clear(k->p);
    dual_clear(k->D);
    pair_map_clear(k->map);
    panel_rule_clear(k->rule);
    for (side = 0; side < 2; side++) {
        for (number = 0; number < KERNEL_SIDE; number++) panel_clear(k->panel[side] + number);
        flint_free(k->panel[side]);
    }
    flint_free(k->table);
}

void kernel_correlation(arb_t beta, const kernel_t k, const arb_t size, int side)
{
    arb_t other;

    arb_init(other);
    arb_mul(beta, k->two_s, k->p->kappa, 128);
    arb_mul(other, k->variance, size, 128);
    if (side < 0 && !k->coupling) {
        arb_submul(other, k->two_s, k->least, 128);
        arb_max(beta, beta, other, 128);
    } else {
        arb_add(beta, beta, other, 128);
    }
    arb_div(beta, beta, k->p->q, 128);
    arb_get_ubound_arf(arb_midref(beta), beta, 128);
    mag_zero(arb_radref(beta));
    if (!arb_is_finite(beta) || arf_cmp_si(arb_midref(beta), 1) > 0) arb_one(beta);
    arb_clear(other);
}

void kernel_engine(char *engine, size_t size, const kernel_t k)
{
    snprintf(engine, size, "%s%s%s%s+%s", k->series_used || !k->near_used ? "series" : "",
             k->series_used && k->near_used ? "+" : "", k->near_used ? near_route_name(k->model->phi) : "",
             k->panels_used ? "+panels" : "", k->coupling ? "banach" : "local banach");
}
