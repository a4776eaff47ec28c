/* random_model: cases as random networks; hypotheses and decisions the deq claims share. */
#include "verify/claims/random_model.h"
#include <math.h>

#define PREC 128

/* L: certified supremum of |phi'|, NULL when it is not finite */
static void model_of(deq_model_t model, const case_struct *c, const arb_struct *L)
{
    static const weight_law law[] = {[LAW_GAUSSIAN] = WEIGHTS_GAUSSIAN,
                                     [LAW_RADEMACHER] = WEIGHTS_RADEMACHER,
                                     [LAW_UNIFORM] = WEIGHTS_UNIFORM,
                                     [LAW_STUDENT5] = WEIGHTS_STUDENT5};
    model->phi = c->phi;
    model->points = c->points;
    fmpq_init(model->s);
    fmpq_set(model->s, c->s);
    model->law = law[c->law];
    model->seed = c->seed;
    model->lipschitz_known = L != NULL && arb_is_finite(L);
    model->L = NAN;
    if (model->lipschitz_known) {
        arf_t bound;
        arf_init(bound);
        arb_get_ubound_arf(bound, L, 64);
        model->L = arf_get_d(bound, ARF_RND_CEIL);
        arf_clear(bound);
    }
}

void deq_model_init_case(deq_model_t model, const case_struct *c)
{
    arb_t L;
    reason_t ignored;
    arb_init(L);
    reason_init(ignored);
    model_of(model, c, activation_supremum(L, c->phi, 1, 64, ignored) == SUP_FINITE ? L : NULL);
    arb_clear(L);
}

void deq_model_clear_case(deq_model_t model)
{
    fmpq_clear(model->s);
}

void random_model_init(deq_model_t model, audit_t a)
{
    const arb_struct *L;
    reason_t ignored;
    reason_init(ignored);
    model_of(model, audit_case(a), audit_supremum(&L, a, 1, ignored) == SUP_FINITE ? L : NULL);
}

void random_model_clear(deq_model_t model)
{
    fmpq_clear(model->s);
}

const char *law_as_text(case_law law)
{
    static const char *const name[] = {[LAW_GAUSSIAN] = "gaussian",
                                       [LAW_RADEMACHER] = "rademacher",
                                       [LAW_UNIFORM] = "uniform",
                                       [LAW_STUDENT5] = "student5"};
    return name[law];
}

int lipschitz_holds(const arb_struct **L, verdict_t v, audit_t a)
{
    reason_t why;
    reason_init(why);
    sup_status status = audit_supremum(L, a, 1, why);
    if (status == SUP_FINITE && arb_is_finite(*L)) return 1;
    if (status == SUP_UNBOUNDED)
        verdict_set(v, VERDICT_INAPPLICABLE, "$`L=\\sup|\\phi'|=\\infty`$, certified: %s.", why->text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`L=\\sup|\\phi'|`$ could not be enclosed: %s.", why->text);
    return 0;
}

int assumption_1_holds(const arb_struct **L, verdict_t v, audit_t a)
{
    if (!lipschitz_holds(L, v, a)) return 0;
    arb_t x, one;
    arb_init(x);
    arb_init(one);
    arb_one(one);
    arb_set_fmpq(x, audit_case(a)->s, PREC);
    arb_mul_2exp_si(x, x, 3);
    arb_mul(x, x, *L, PREC);
    arb_mul(x, x, *L, PREC);
    int holds = arb_lt(x, one);
    if (!holds)
        verdict_set(v, arb_ge(x, one) ? VERDICT_INAPPLICABLE : VERDICT_INCONCLUSIVE,
                    "Assumption 1, $`\\sigma_w^2<1/(8L^2)`$, %s: $`8\\sigma_w^2L^2\\in`$ %s.",
                    arb_ge(x, one) ? "fails, certified" : "could not be decided", ball_as_text(x, 15).text);
    arb_clear(x);
    arb_clear(one);
    return holds;
}

int lambda_star_positive(const arb_struct **lambda, verdict_t v, audit_t a)
{
    const lambda_struct *least;
    reason_t why;
    reason_init(why);
    dq_status status = audit_lambda(&least, a, why);
    *lambda = least->lambda;
    if (status == DQ_OK && least->singular) {
        verdict_set(v, VERDICT_INAPPLICABLE, "$`\\lambda_*=0`$, certified: %s.", least->reason->text);
        return 0;
    }
    /* An enclosure wider than asked for still decides when it is positive. */
    if ((status == DQ_OK || status == DQ_INCONCLUSIVE) && arb_is_finite(least->lambda) &&
        arb_is_positive(least->lambda))
        return 1;
    if (status == DQ_OK)
        verdict_set(v, VERDICT_INCONCLUSIVE, "$`\\lambda_*>0`$ could not be certified: $`\\lambda_*\\in`$ %s.",
                    ball_as_text(least->lambda, 15).text);
    else
        verdict_from_status(v, status, why);
    return 0;
}

void counts_violation(const trial_counts *counts, const char *event, const arb_t quantity, const arb_t bound)
{
    slong place[] = {counts->width, (slong)counts->trials - 1};
    int first = counts->width == 0;
    if (counts->witness != NULL) verdict_violation(counts->witness, event, 2 - first, place + first, quantity, bound);
}

void decide_counts(verdict_t v, const trial_counts *counts, const fmpq_t t, const char *event)
{
    arf_t lower, upper;
    arf_init(lower);
    arf_init(upper);
    decision decided = verdict_decide(v, lower, upper, counts->good, counts->bad, counts->trials, t, counts->budget);
    verdict_kind kind = decided == DECIDED_SUPPORTED  ? VERDICT_SUPPORTED
                        : decided == DECIDED_REJECTED ? VERDICT_REJECTED
                                                      : VERDICT_INCONCLUSIVE;
    char *required = fmpq_get_str(NULL, 10, t);
    ulong undecided = counts->trials - counts->good - counts->bad;
    verdict_set(
        v, kind,
        "%s: %lu of %lu sampled networks certainly, %lu certainly not, %lu undecided (%lu of them without a certified "
        "equilibrium).",
        event, counts->good, counts->trials, counts->bad, undecided, counts->not_certified);
    verdict_add(v,
                "Asked: probability at least $`1-t`$, $`t=%s`$. Exact one-sided Clopper-Pearson limits at level "
                "$`10^{-6}`$ each, "
                "undecided trials counted against either direction, moved outwards by the tail budget %.2e a trial.",
                required, counts->budget);
    if (kind == VERDICT_INCONCLUSIVE && undecided == 0 && counts->bad == 0)
        verdict_add(v, "Too few trials: without a failure %lu are needed.", trials_needed(t));
    verdict_confidence(v, "probability", lower, upper, 8);
    flint_free(required);
    arf_clear(lower);
    arf_clear(upper);
}
