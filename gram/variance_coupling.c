/* variance_coupling: q_* for theta = sqrt(2 s) L < 1.

   In t = sqrt(q), a(t) = sqrt(kappa(t^2)) = |phi(t g)|_{L2} satisfies |a(t) - a(t')| <= |phi(t g) - phi(t' g)|_{L2} <=
   L |t - t'|, and x -> sqrt(2 s x^2 + sigma0) is sqrt(2 s)-Lipschitz, so g(t) = sqrt(2 s kappa(t^2) + sigma0) is
   globally theta-Lipschitz.  By Banach q_* exists, is unique and, for ANY t~ >= 0, |t_* - t~| <= |g(t~) - t~|/(1 -
   theta) =: r,   g(t~) - t~ = (F(q~) - q~)/(sqrt F(q~) + sqrt q~),   q~ = t~^2, |q_* - q~| <= 2 sqrt(q~) r + r^2, |sqrt
   kappa(q_*) - sqrt kappa(q~)| <= L r. q~ is an exact dyadic found by the secant method; kappa is evaluated at exact
   points only. */
#include "gram/variance.h"
#include "gram/secant.h"

dq_status variance_map(arb_t image, arb_t kappa, const gram_model_t model, const arb_t sigma0, const arb_t q,
                       hermite_kappa_nodes_t nodes, slong bits, reason_t why)
{
    arb_t value, two_s;
    dq_status status;

    arb_init(value);
    arb_init(two_s);
    status =
        nodes != NULL ? hermite_kappa_at(value, nodes, q, bits, why) : hermite_kappa(value, model->phi, q, bits, why);
    if (status == DQ_OK) {
        arb_set_fmpq(two_s, model->s, bits + 20);
        arb_mul_2exp_si(two_s, two_s, 1);
        if (kappa != NULL) arb_set(kappa, value);
        arb_mul(value, value, two_s, bits + 20);
        arb_add(image, value, sigma0, bits + 20);
    }
    arb_clear(value);
    arb_clear(two_s);
    return status;
}

typedef struct {
    const gram_model_struct *model;
    arb_srcptr sigma0;
    hermite_kappa_nodes_t nodes;
    arb_t kappa, image, point; /* at the last point asked for */
} variance_residual;

static dq_status residual_at(arb_t residual, const arf_t q, slong bits, void *context, reason_t why)
{
    variance_residual *v = context;
    dq_status status;

    arb_set_arf(v->point, q);
    status = variance_map(v->image, v->kappa, v->model, v->sigma0, v->point, v->nodes, bits, why);
    if (status == DQ_OK) arb_sub(residual, v->image, v->point, bits + 20);
    return status;
}

/* From the residual at q~ to q_*, kappa(q_*) as in the head of the file. */
static void certify(profile_t p, const gram_model_t model, const arb_t theta, const arf_t q, const variance_residual *v,
                    const arb_t residual, slong prec)
{
    arb_t r, root, other, radius;

    arb_init(r);
    arb_init(root);
    arb_init(other);
    arb_init(radius);
    arb_set_arf(p->q, q);
    arb_sqrt(root, p->q, prec);
    arb_sqrt(other, v->image, prec);
    arb_add(other, other, root, 64);
    arb_div(r, residual, other, 64);
    arb_abs(r, r);
    arb_sub_ui(other, theta, 1, 64);
    arb_neg(other, other);
    arb_div(r, r, other, 64);

    arb_mul_2exp_si(radius, root, 1);
    arb_add(radius, radius, r, 64);
    arb_mul(radius, radius, r, 64);
    arb_add_error(p->q, radius);

    arb_sqrtpos(other, v->kappa, prec);
    arb_mul(radius, r, model->L, 64);
    arb_add_error(other, radius);
    arb_sqr(other, other, prec);
    profile_set(p, p->q, other, model->L, prec);
    arb_clear(r);
    arb_clear(root);
    arb_clear(other);
    arb_clear(radius);
}

dq_status variance_coupling(profile_t p, const gram_model_t model, const arb_t theta, const arb_t sigma0, double guess,
                            double slope, slong bits, reason_t why)
{
    variance_residual context;
    arf_t q, lower, upper;
    arb_t residual;
    dq_status status;

    context.model = model;
    context.sigma0 = sigma0;
    context.nodes = hermite_kappa_nodes_init(model->phi, bits);
    arb_init(context.kappa);
    arb_init(context.image);
    arb_init(context.point);
    arf_init(q);
    arf_init(lower);
    arf_init(upper);
    arb_init(residual);
    arf_set(lower, arb_midref(sigma0)); /* F >= sigma0 */
    arf_pos_inf(upper);
    if (guess > 0.0)
        arf_set_d(q, guess);
    else
        arf_set_round(q, arb_midref(sigma0), 53, ARF_RND_CEIL);
    status = approx_secant(q, residual, residual_at, &context, slope, lower, upper, arf_get_d(lower, ARF_RND_NEAR),
                           bits, why);
    if (status == DQ_OK) certify(p, model, theta, q, &context, residual, bits + 20);
    hermite_kappa_nodes_clear(context.nodes);
    arb_clear(context.kappa);
    arb_clear(context.image);
    arb_clear(context.point);
    arf_clear(q);
    arf_clear(lower);
    arf_clear(upper);
    arb_clear(residual);
    return status;
}
