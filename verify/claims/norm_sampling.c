/* norm_sampling: the matrices that deq.operator-norm samples, and the events a violation of which has a witness. */
#include "verify/claims/norm_sampling.h"

#define PREC 128

const norm_plan *norm_plan_of(profile_kind profile)
{
    static const norm_plan plan[] = {[PROFILE_QUICK] = {3, 200, {50, 100, 200}},
                                     [PROFILE_STANDARD] = {5, 200, {200, 500, 1000, 2000, 4000}},
                                     [PROFILE_FULL] = {5, 1000, {200, 500, 1000, 2000, 4000}}};
    return plan + profile;
}

void norm_slack(arb_t factor, const fmpq_t t, slong width)
{
    arb_set_fmpq(factor, t, PREC);
    arb_log(factor, factor, PREC);
    arb_neg(factor, factor);
    arb_div_si(factor, factor, 2 * width, PREC);
    arb_sqrt(factor, factor, PREC);
    arb_add_ui(factor, factor, 1, PREC);
}

int norm_gaussian_weights(verdict_t v, audit_t a)
{
    if (audit_case(a)->law == LAW_GAUSSIAN) return 1;
    verdict_set(v, VERDICT_INAPPLICABLE, "The lemma is about Gaussian weights; the case has %s ones.",
                law_as_text(audit_case(a)->law));
    return 0;
}

/* A place (width, trial) at which some profile samples. */
static int is_sampled(const slong *place, reason_t why)
{
    for (profile_kind profile = PROFILE_QUICK; profile <= PROFILE_FULL; profile++)
        for (slong k = 0; k < norm_plan_of(profile)->widths; k++)
            if (norm_plan_of(profile)->width[k] == place[0] && place[1] < norm_plan_of(profile)->trials) return 1;
    reason_set(why, "no profile samples trial %ld at width %ld", (long)place[1], (long)place[0]);
    return 0;
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    arb_t one;
    (void)unused_width;
    if (!is_sampled(place, why)) return DQ_INPUT;
    arb_init(one);
    arb_one(one);
    norm_event_root(bound, one, place[0]);
    arb_clear(one);
    return deq_gaussian_norm_enclose(quantity, audit_case(a)->seed, place[0], place[1], why);
}

const witness_event norm_events[] = {{.name = "gaussian-norm",
                                      .generator = "bidiagonal form",
                                      .place = "width trial",
                                      .inequality = "|G|_2 <= 2 sqrt m for an m x m matrix G of independent N(0,1)",
                                      .relation = EVENT_AT_MOST,
                                      .applies = norm_gaussian_weights,
                                      .measure = measure},
                                     {0}};

static dq_status measure_slack(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place,
                               reason_t why)
{
    deq_model_t model;
    fmpq_t t;
    arb_t factor;
    (void)unused_width;
    if (place[0] != NORM_SLACK_WIDTH || place[1] >= NORM_SLACK_TRIALS) {
        reason_set(why, "the trials 0 to %d of width %d are sampled", NORM_SLACK_TRIALS - 1, NORM_SLACK_WIDTH);
        return DQ_INPUT;
    }
    fmpq_init(t);
    arb_init(factor);
    fmpq_set_si(t, 1, 20);
    norm_slack(factor, t, NORM_SLACK_WIDTH);
    norm_event_bound(bound, audit_case(a)->s, factor);
    random_model_init(model, a);
    dq_status status = norm_event_measure(quantity, model, place[0], place[1], why);
    random_model_clear(model);
    fmpq_clear(t);
    arb_clear(factor);
    return status;
}

const witness_event norm_slack_events[] = {
    {.name = "operator-norm",
     .generator = "network",
     .place = "width trial",
     .inequality = "|W|_2 <= 2 sqrt 2 sigma_w (1 + epsilon), e^(-2 epsilon^2 m) = 1/20",
     .relation = EVENT_AT_MOST,
     .applies = norm_gaussian_weights,
     .measure = measure_slack},
    {0}};
