/* gram_model_init, gram_theta: the model and the contraction theta = sqrt(2 s) L of the coupling (MATH.md 3, Limit). */
#include "gram/gram.h"

void gram_model_init(gram_model_t model, activation_t phi, const points_struct *points, const fmpq_t s, slong bits)
{
    reason_t why;

    model->phi = phi;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set(model->s, s);
    arb_init(model->L);
    reason_init(why);
    model->lipschitz = activation_supremum(model->L, phi, 1, bits, why);
    if (model->lipschitz != SUP_FINITE) arb_pos_inf(model->L);
}

void gram_model_clear(gram_model_t model)
{
    fmpq_clear(model->s);
    arb_clear(model->L);
}

void gram_theta(arb_t theta, const gram_model_t model, slong prec)
{
    if (model->lipschitz != SUP_FINITE || !arb_is_finite(model->L)) {
        arb_pos_inf(theta);
        return;
    }
    arb_set_fmpq(theta, model->s, prec + 4);
    arb_mul_2exp_si(theta, theta, 1);
    arb_sqrt(theta, theta, prec + 4);
    arb_mul(theta, theta, model->L, prec);
}
