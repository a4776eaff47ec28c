/* audit: everything the claims of one case share, computed at most once and only when a claim asks for it.
   A failed computation is cached too, with its status and reason: every claim that needs it says the same. */
#include "verify/claims/audit.h"

#include <math.h>
#include <string.h>

/* Depth of the layers: the rate claims ask for 12 at least. */
#define AUDIT_LAYERS 12
/* From here on lambda_* is asked for to relative width 1e-2 (DESIGN.md). */
#define AUDIT_LARGE_N        500
#define AUDIT_LARGE_RELATIVE 1e-2
/* Pairs of more points than this are not searched for the largest |rho|. */
#define AUDIT_RHO_SEARCH_N 1000

typedef struct {
    int done;
    dq_status status;
    reason_t why;
} cached;

struct audit_struct {
    const case_struct *subject; /* borrowed */
    profile_kind profile;
    slong bits;
    trial_source trials;
    void *context;

    int model_done;
    gram_model_t model;

    struct {
        int done;
        sup_status status;
        reason_t why;
        arb_t value;
    } supremum[2];
    cached limit_state, lambda_state, layers_state, expansion_state, exact_state;
    gram_t limit;
    lambda_t lambda;
    gram_struct layer[AUDIT_LAYERS];
    hermite_t expansion, exact;
    void *slot;
    void (*slot_clear)(void *content);
};

audit_t audit_open(const case_t c, profile_kind profile, slong bits, trial_source trials, void *context)
{
    audit_t a = flint_calloc(1, sizeof(audit_struct));
    a->subject = c;
    a->profile = profile;
    a->bits = bits;
    a->trials = trials;
    a->context = context;
    for (int k = 0; k < 2; k++) {
        arb_init(a->supremum[k].value);
        reason_init(a->supremum[k].why);
    }
    cached *states[] = {&a->limit_state, &a->lambda_state, &a->layers_state, &a->expansion_state, &a->exact_state};
    for (size_t k = 0; k < sizeof states / sizeof states[0]; k++) reason_init(states[k]->why);
    gram_init(a->limit);
    lambda_init(a->lambda);
    for (int l = 0; l < AUDIT_LAYERS; l++) gram_init(a->layer + l);
    hermite_init(a->expansion);
    hermite_init(a->exact);
    return a;
}

void audit_close(audit_t a)
{
    if (a == NULL) return;
    if (a->model_done) gram_model_clear(a->model);
    for (int k = 0; k < 2; k++) arb_clear(a->supremum[k].value);
    gram_clear(a->limit);
    lambda_clear(a->lambda);
    for (int l = 0; l < AUDIT_LAYERS; l++) gram_clear(a->layer + l);
    hermite_clear(a->expansion);
    hermite_clear(a->exact);
    if (a->slot != NULL) a->slot_clear(a->slot);
    flint_free(a);
}

const case_struct *audit_case(const audit_t a)
{
    return a->subject;
}

profile_kind audit_profile(const audit_t a)
{
    return a->profile;
}

slong audit_bits(const audit_t a)
{
    return a->bits;
}

const gram_model_struct *audit_model(audit_t a)
{
    if (!a->model_done) {
        gram_model_init(a->model, a->subject->phi, &a->subject->points[0], a->subject->s, a->bits);
        a->model_done = 1;
    }
    return a->model;
}

static dq_status recall(const cached *state, reason_t why)
{
    reason_set(why, "%s", state->why->text);
    return state->status;
}

sup_status audit_supremum(const arb_struct **value, audit_t a, int order, reason_t why)
{
    int k = order == 2;
    if (!a->supremum[k].done) {
        const gram_model_struct *model = audit_model(a);
        if (k == 0 && model->lipschitz == SUP_FINITE) { /* the model has it already */
            arb_set(a->supremum[k].value, model->L);
            a->supremum[k].status = SUP_FINITE;
        } else {
            a->supremum[k].status =
                activation_supremum(a->supremum[k].value, a->subject->phi, order, a->bits, a->supremum[k].why);
        }
        a->supremum[k].done = 1;
    }
    *value = a->supremum[k].value;
    reason_set(why, "%s", a->supremum[k].why->text);
    return a->supremum[k].status;
}

dq_status audit_limit(const gram_struct **gram, audit_t a, reason_t why)
{
    cached *state = &a->limit_state;
    if (!state->done) {
        state->status = gram_limit(a->limit, audit_model(a), a->bits, state->why);
        state->done = 1;
    }
    *gram = a->limit;
    return recall(state, why);
}

dq_status audit_lambda(const lambda_struct **lambda, audit_t a, reason_t why)
{
    cached *state = &a->lambda_state;
    if (!state->done) {
        double relative = a->subject->points->n > AUDIT_LARGE_N ? AUDIT_LARGE_RELATIVE : 0;
        state->status = gram_lambda(a->lambda, audit_model(a), a->bits, relative, state->why);
        state->done = 1;
    }
    *lambda = a->lambda;
    return recall(state, why);
}

dq_status audit_layers(const gram_struct **layer, slong *layers, audit_t a, reason_t why)
{
    cached *state = &a->layers_state;
    if (!state->done) {
        state->status = gram_layers(a->layer, AUDIT_LAYERS, audit_model(a), a->bits, state->why);
        state->done = 1;
    }
    *layer = a->layer;
    *layers = AUDIT_LAYERS;
    return recall(state, why);
}

/* max |rho_ij| over the pairs i < j at the limit, clipped to [1/2, rho_max]; doubles choose. */
static double choose_rho(const gram_struct *limit, audit_t a)
{
    double cap = (double)AUDIT_RHO_MAX_NUMERATOR / AUDIT_RHO_MAX_DENOMINATOR, largest = 0.5;
    const points_struct *points = &a->subject->points[0];
    slong n = points->n;
    if (n > AUDIT_RHO_SEARCH_N) return cap;
    double two_s = 2 * fmpq_get_d(a->subject->s);
    arb_t sigma0;
    arb_init(sigma0);
    for (slong i = 0; i < n && largest < cap; i++) {
        double qi = arf_get_d(arb_midref(limit->q + (limit->equal_norms ? 0 : i)), ARF_RND_NEAR);
        for (slong j = i + 1; j < n && largest < cap; j++) {
            double qj = arf_get_d(arb_midref(limit->q + (limit->equal_norms ? 0 : j)), ARF_RND_NEAR);
            points_sigma0(sigma0, points, i, j, 53);
            double k = arf_get_d(arb_midref(arb_mat_entry(limit->K, i, j)), ARF_RND_NEAR);
            double rho = fabs(two_s * k + arf_get_d(arb_midref(sigma0), ARF_RND_NEAR)) / sqrt(qi * qj);
            /* a margin of 2^-20 lets the balls of |rho| themselves lie below it */
            if (rho > largest) largest = rho + ldexp(1, -20);
        }
    }
    arb_clear(sigma0);
    return largest < cap ? largest : cap;
}

dq_status audit_expansion(const hermite_struct **h, audit_t a, reason_t why)
{
    cached *state = &a->expansion_state;
    if (!state->done) {
        const gram_struct *limit;
        reason_t ignored;
        reason_init(ignored);
        arb_t q, rho;
        arb_init(q);
        arb_init(rho);
        double chosen = (double)AUDIT_RHO_MAX_NUMERATOR / AUDIT_RHO_MAX_DENOMINATOR;
        /* q_* is a ball of relative width 2^(4-bits): the coefficients inherit it, so fewer bits are asked for than it
         * has. */
        slong bits = a->bits;
        arb_set_si(q, 2);
        if (audit_limit(&limit, a, ignored) == DQ_OK) {
            arb_set(q, limit->q);
            chosen = choose_rho(limit, a);
            bits = a->bits > 40 ? a->bits - 16 : 24;
        }
        arb_set_d(rho, chosen);
        state->status = hermite_coefficients_for(a->expansion, a->subject->phi, q, rho, bits, state->why);
        arb_clear(q);
        arb_clear(rho);
        state->done = 1;
    }
    *h = a->expansion;
    return recall(state, why);
}

int audit_exact_variance(arb_t q, audit_t a)
{
    const gram_struct *limit;
    reason_t ignored;
    reason_init(ignored);
    if (audit_limit(&limit, a, ignored) != DQ_OK) {
        arb_set_si(q, 2);
        return 0;
    }
    arf_set_round(arb_midref(q), arb_midref(limit->q), 20, ARF_RND_NEAR);
    mag_zero(arb_radref(q));
    return 1;
}

dq_status audit_exact_expansion(const hermite_struct **h, audit_t a, reason_t why)
{
    cached *state = &a->exact_state;
    if (!state->done) {
        arb_t q, rho;
        arb_init(q);
        arb_init(rho);
        audit_exact_variance(q, a);
        arb_set_d(rho, 0.90625); /* >= 9/10, exact */
        state->status =
            hermite_coefficients_for(a->exact, a->subject->phi, q, rho, a->bits < 53 ? a->bits : 53, state->why);
        arb_clear(q);
        arb_clear(rho);
        state->done = 1;
    }
    *h = a->exact;
    return recall(state, why);
}

slong audit_trials(deq_trial_struct *out, audit_t a, slong width, slong count, int norms)
{
    return a->trials != NULL ? a->trials(a->context, out, width, count, norms, NULL) : 0;
}

slong audit_trials_deciding(deq_trial_struct *out, audit_t a, slong width, slong count, int norms,
                            const arb_t threshold)
{
    return a->trials != NULL ? a->trials(a->context, out, width, count, norms, threshold) : 0;
}

void **audit_slot(audit_t a, void (*clear)(void *content))
{
    a->slot_clear = clear;
    return &a->slot;
}
