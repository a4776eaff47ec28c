/* The random model of a case. */
#include "verify/schedule/schedule.h"

void deq_model_init_case(deq_model_t model, const case_struct *c)
{
    static const weight_law law[] = {[LAW_GAUSSIAN] = WEIGHTS_GAUSSIAN,
                                     [LAW_RADEMACHER] = WEIGHTS_RADEMACHER,
                                     [LAW_UNIFORM] = WEIGHTS_UNIFORM,
                                     [LAW_STUDENT5] = WEIGHTS_STUDENT5};
    arb_t L;
    arf_t upper;
    reason_t ignored;
    arb_init(L);
    arf_init(upper);
    reason_init(ignored);
    model->phi = c->phi;
    model->points = c->points;
    fmpq_init(model->s);
    fmpq_set(model->s, c->s);
    model->law = law[c->law];
    model->seed = c->seed;
    model->lipschitz_known = activation_supremum(L, c->phi, 1, 64, ignored) == SUP_FINITE;
    arb_get_ubound_arf(upper, L, 64);
    model->L = model->lipschitz_known ? arf_get_d(upper, ARF_RND_CEIL) : 0;
    arb_clear(L);
    arf_clear(upper);
}

void deq_model_clear_case(deq_model_t model)
{
    fmpq_clear(model->s);
}
