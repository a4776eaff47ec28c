/* variance_local: the limit of the orbit q^(1) = sigma0, q^(l+1) = F(q^(l)) when the coupling does not contract.

   Proof obligations, all in balls: (1) B = [c - r, c + r] with sup_B |F'| <= k < 1 and |F(c) - c| + k r <= r, so F maps
   B into itself and contracts it; (2) one iterate of the certified orbit lies in B.  Then the orbit converges to the
   unique fixed point q_* of F in B, and for any exact x in B |q_* - x| <= |F(x) - x|/(1 - k),   |kappa(q_*) - kappa(x)|
   <= k/(2 s) |q_* - x|. */
#include <math.h>
#include "gram/variance.h"
#include "gram/secant.h"

enum { ORBIT_BITS = 128, ORBIT_STEPS = 1000, HALVINGS = 30, SPLITS = 8 };

/* Upper bound of sup |F'| over [c - r, c + r] from SPLITS^2 pieces at most. */
static int derivative_bound(arb_t k, const gram_model_t model, const arf_t c, const arf_t r, reason_t why)
{
    arb_t piece, value, two_s;
    slong pieces, i, done = 0;

    arb_init(piece);
    arb_init(value);
    arb_init(two_s);
    arb_set_fmpq(two_s, model->s, 64);
    arb_mul_2exp_si(two_s, two_s, 1);
    for (pieces = 1; pieces <= SPLITS * SPLITS && !done; pieces *= SPLITS) {
        arb_zero(k);
        done = 1;
        for (i = 0; i < pieces && done; i++) {
            /* centre c + r (2 i + 1 - pieces)/pieces, radius r/pieces; pieces is a power of two */
            arb_set_arf(value, r);
            arb_div_si(value, value, pieces, 64);
            arb_mul_si(piece, value, 2 * i + 1 - pieces, 128);
            arb_add_arf(piece, piece, c, 128);
            arb_add_error(piece, value);
            if (hermite_kappa_derivative(value, model->phi, piece, 40, why) != DQ_OK || !arb_is_finite(value)) {
                done = 0;
                break;
            }
            arb_mul(value, value, two_s, 64);
            arb_abs(value, value);
            arb_max(k, k, value, 64);
            arb_sub_ui(value, k, 1, 64);
            if (!arb_is_negative(value)) done = 0;
        }
    }
    arb_clear(piece);
    arb_clear(value);
    arb_clear(two_s);
    return (int)done;
}

/* The numerical limit of the orbit: 1 when it settles. */
static int approx_limit(arf_t c, const gram_model_t model, const arb_t sigma0, reason_t why)
{
    arb_t q, image;
    arf_t change;
    slong step;
    int settled = 0;

    arb_init(q);
    arb_init(image);
    arf_init(change);
    arb_get_mid_arb(q, sigma0);
    for (step = 0; step < ORBIT_STEPS && !settled; step++) {
        if (variance_map(image, NULL, model, sigma0, q, NULL, 48, why) != DQ_OK || !arb_is_finite(image) ||
            arf_cmpabs_2exp_si(arb_midref(image), 60) > 0)
            break;
        arf_sub(change, arb_midref(image), arb_midref(q), 64, ARF_RND_NEAR);
        arf_mul_2exp_si(change, change, 34);
        settled = arf_cmpabs(change, arb_midref(image)) <= 0;
        arb_get_mid_arb(q, image);
    }
    arf_set(c, arb_midref(q));
    arb_clear(q);
    arb_clear(image);
    arf_clear(change);
    return settled;
}

/* A ball B around c as in the head of the file; k is its contraction. */
static int invariant_ball(arf_t r, arb_t k, const gram_model_t model, const arb_t sigma0, const arf_t c, reason_t why)
{
    arb_t point, image, need, radius;
    slong halving;
    int found = 0;

    arb_init(point);
    arb_init(image);
    arb_init(need);
    arb_init(radius);
    arb_set_arf(point, c);
    arf_mul_2exp_si(r, c, -3);
    if (variance_map(image, NULL, model, sigma0, point, NULL, 64, why) == DQ_OK) {
        arb_sub(image, image, point, 128);
        arb_abs(image, image);
        for (halving = 0; halving < HALVINGS && !found; halving++) {
            if (halving > 0) arf_mul_2exp_si(r, r, -1);
            if (!derivative_bound(k, model, c, r, why)) continue;
            arb_set_arf(radius, r);
            arb_mul(need, k, radius, 64);
            arb_add(need, need, image, 64);
            found = arb_le(need, radius);
            if (!found) break; /* smaller balls need an even smaller residual */
        }
    }
    arb_clear(point);
    arb_clear(image);
    arb_clear(need);
    arb_clear(radius);
    return found;
}

/* Follows the orbit by balls until it lies in [c - r, c + r]. */
static int orbit_enters(const gram_model_t model, const arb_t sigma0, const arf_t c, const arf_t r, reason_t why)
{
    arb_t q, gap, radius;
    slong step;
    int inside = 0;

    arb_init(q);
    arb_init(gap);
    arb_init(radius);
    arb_set(q, sigma0);
    arb_set_arf(radius, r);
    for (step = 0; step < ORBIT_STEPS; step++) {
        arb_sub_arf(gap, q, c, ORBIT_BITS);
        arb_abs(gap, gap);
        inside = arb_le(gap, radius);
        if (inside || variance_map(q, NULL, model, sigma0, q, NULL, ORBIT_BITS, why) != DQ_OK || !arb_is_finite(q))
            break;
    }
    arb_clear(q);
    arb_clear(gap);
    arb_clear(radius);
    return inside;
}

typedef struct {
    const gram_model_struct *model;
    arb_srcptr sigma0;
    hermite_kappa_nodes_t nodes;
    arb_t kappa, point;
} local_residual;

static dq_status residual_at(arb_t residual, const arf_t q, slong bits, void *context, reason_t why)
{
    local_residual *v = context;
    dq_status status;

    arb_set_arf(v->point, q);
    status = variance_map(residual, v->kappa, v->model, v->sigma0, v->point, v->nodes, bits, why);
    if (status == DQ_OK) arb_sub(residual, residual, v->point, bits + 20);
    return status;
}

/* Refines q_* inside B. */
static dq_status refine(profile_t p, const gram_model_t model, const arb_t sigma0, const arf_t c, const arf_t r,
                        const arb_t k, slong bits, reason_t why)
{
    local_residual context;
    arf_t x, lower, upper;
    arb_t residual, gap, infinite, two_s;
    slong prec = bits + 20;
    dq_status status;

    context.model = model;
    context.sigma0 = sigma0;
    context.nodes = hermite_kappa_nodes_init(model->phi, bits);
    arb_init(context.kappa);
    arb_init(context.point);
    arf_init(x);
    arf_init(lower);
    arf_init(upper);
    arb_init(residual);
    arb_init(gap);
    arb_init(infinite);
    arb_init(two_s);
    arf_set(x, c);
    arf_sub(lower, c, r, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_add(upper, c, r, ARF_PREC_EXACT, ARF_RND_DOWN);
    status =
        approx_secant(x, residual, residual_at, &context, 0.0, lower, upper, arf_get_d(c, ARF_RND_NEAR), bits, why);
    if (status == DQ_OK) {
        arb_sub_ui(gap, k, 1, 64);
        arb_neg(gap, gap);
        arb_abs(residual, residual);
        arb_div(residual, residual, gap, 64);
        arb_set_arf(gap, x);
        arb_add_error(gap, residual);
        arb_set_fmpq(two_s, model->s, 64);
        arb_mul_2exp_si(two_s, two_s, 1);
        arb_mul(residual, residual, k, 64);
        arb_div(residual, residual, two_s, 64);
        arb_add_error(context.kappa, residual);
        arb_pos_inf(infinite);
        profile_set(p, gap, context.kappa, infinite, prec);
    }
    hermite_kappa_nodes_clear(context.nodes);
    arb_clear(context.kappa);
    arb_clear(context.point);
    arf_clear(x);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(residual);
    arb_clear(gap);
    arb_clear(infinite);
    arb_clear(two_s);
    return status;
}

dq_status variance_local(profile_t p, const gram_model_t model, const arb_t sigma0, slong bits, reason_t why)
{
    arf_t c, r;
    arb_t k;
    dq_status status = DQ_INAPPLICABLE;

    arf_init(c);
    arf_init(r);
    arb_init(k);
    if (!approx_limit(c, model, sigma0, why)) {
        if (variance_nonexistent(model, sigma0, why))
            status = DQ_NONEXISTENT;
        else
            reason_set(
                why, "theta = sqrt(2 s) L is not below 1, the orbit of the variance does not settle and its divergence "
                     "could not be certified");
    } else if (!invariant_ball(r, k, model, sigma0, c, why)) {
        reason_set(
            why, "theta = sqrt(2 s) L is not below 1 and no local contraction of the variance map could be certified");
    } else if (!orbit_enters(model, sigma0, c, r, why)) {
        reason_set(
            why,
            "theta = sqrt(2 s) L is not below 1 and the orbit of the variance was not certified to reach the local "
            "contraction");
    } else {
        status = refine(p, model, sigma0, c, r, k, bits, why);
    }
    arf_clear(c);
    arf_clear(r);
    arb_clear(k);
    return status;
}
