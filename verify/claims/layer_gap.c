/* layer_gap: the bound of deq.width-gap, and the events a violation of which has a witness. */
#include "verify/claims/layer_gap.h"
#include "verify/claims/hypotheses.h"
#include "verify/claims/random_model.h"
#include "verify/claims/witness.h"

#define PREC  128
#define DEPTH LAYER_GAP_DEPTH

void layer_gap_bounds(arb_ptr bound, const arb_t factor, slong n, const fmpq_t s, const arb_t L, slong exponent)
{
    arb_t rate;
    arb_init(rate);
    arb_set_fmpq(rate, s, PREC);
    arb_mul_2exp_si(rate, rate, 3);
    arb_sqrt(rate, rate, PREC);
    arb_mul(rate, rate, L, PREC);
    for (slong l = 1; l <= DEPTH; l++) {
        arb_pow_ui(bound + l - 1, rate, (ulong)(exponent * l), PREC);
        arb_mul_si(bound + l - 1, bound + l - 1, n, PREC);
        arb_mul(bound + l - 1, bound + l - 1, factor, PREC);
    }
    arb_clear(rate);
}

void layer_gap_kappa(arb_t kappa, const gram_struct *layer)
{
    arb_zero(kappa);
    for (slong i = 0; i < arb_mat_nrows(layer->K); i++) arb_max(kappa, kappa, arb_mat_entry(layer->K, i, i), PREC);
}

int layer_gap_applies(verdict_t v, audit_t a)
{
    return hypotheses_hold(v, a, HYPOTHESIS_RELU | HYPOTHESIS_ASSUMPTION_1 | HYPOTHESIS_NORMS);
}

static int applies_repaired(verdict_t v, audit_t a)
{
    const arb_struct *L;
    return assumption_1_holds(&L, v, a);
}

/* Both forms: the printed one's factor and L are 1. */
static dq_status measure_form(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, int repaired,
                              reason_t why)
{
    const gram_struct *layer;
    const arb_struct *L;
    layer_sample_t sample;
    deq_model_t model;
    arb_t one, factor;
    slong layers, l = place[1];
    if (!witness_trial(a, place[0], why)) return DQ_INPUT;
    if (l < 1 || l > DEPTH) {
        reason_set(why, "the layers are 1 to %d", DEPTH);
        return DQ_INPUT;
    }
    dq_status status = audit_case(a)->law == LAW_GAUSSIAN && audit_supremum(&L, a, 1, why) == SUP_FINITE
                           ? audit_layers(&layer, &layers, a, why)
                           : DQ_INAPPLICABLE;
    if (status != DQ_OK) return status;
    if (layers < DEPTH) return DQ_INCONCLUSIVE;
    arb_ptr bounds = _arb_vec_init(DEPTH);
    arb_init(one);
    arb_init(factor);
    arb_one(one);
    arb_one(factor);
    if (repaired) layer_gap_kappa(factor, layer);
    layer_gap_bounds(bounds, factor, audit_case(a)->points->n, audit_case(a)->s, repaired ? L : one, 1);
    arb_set(bound, bounds + l - 1);
    random_model_init(model, a);
    status = layer_sample_range(sample, model, layer, DEPTH, width, place[0], 1, LAYERS_TIED, why);
    if (status == DQ_OK) arb_set_double_interval(quantity, sample->deviation + l - 1);
    layer_sample_clear(sample);
    random_model_clear(model);
    _arb_vec_clear(bounds, DEPTH);
    arb_clear(one);
    arb_clear(factor);
    return status;
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why)
{
    return measure_form(quantity, bound, a, width, place, 0, why);
}

static dq_status measure_repaired(arb_t quantity, arb_t bound, audit_t a, slong width, const slong *place, reason_t why)
{
    return measure_form(quantity, bound, a, width, place, 1, why);
}

const witness_event layer_gap_events[] = {{.name = "layer",
                                           .generator = "layers of the network",
                                           .place = "trial layer",
                                           .inequality = "|G^(l)/m - K^(l)|_F <= n (2 sqrt 2 sigma_w)^l",
                                           .relation = EVENT_AT_MOST,
                                           .applies = layer_gap_applies,
                                           .measure = measure},
                                          {0}};

const witness_event layer_gap_events_repaired[] = {
    {.name = "layer",
     .generator = "layers of the network",
     .place = "trial layer",
     .inequality = "|G^(l)/m - K^(l)|_F <= n kappa_1 (2 sqrt 2 sigma_w L)^l",
     .relation = EVENT_AT_MOST,
     .applies = applies_repaired,
     .measure = measure_repaired},
    {0}};
