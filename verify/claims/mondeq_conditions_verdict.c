/* mondeq_conditions_verdict: what the lines of a condition amount to, and the step sizes of Theorem 3.3.5. */
#include "verify/claims/mondeq_conditions.h"
#include "verify/claims/mondeq_inequalities.h"

#define PREC INEQUALITY_PREC

void condition_verdict(verdict_t v, const condition_t c, condition_kind kind)
{
    int holds = condition_holds(c, kind);
    if (holds > 0)
        verdict_set(v, VERDICT_PROVED, "Every line holds, certified, at %s.", instance_as_text(c->p).text);
    else if (holds < 0)
        verdict_refute(v, "counterexample", "A line certainly fails at %s.", instance_as_text(c->p).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "No line certainly fails, and not every one is certified.");
}

void condition_report(verdict_t v, const condition_t c, condition_kind kind, const char *prefix)
{
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    slong lines = condition_lines(left, right, c, kind);
    for (slong k = 0; k < lines; k++) {
        char name[128];
        snprintf(name, sizeof name, "%s, line %ld: left/right", prefix, (long)k + 1);
        arb_div(left + k, left + k, right + k, PREC);
        verdict_number(v, name, left + k, 6);
    }
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

void condition_largest_residual(arb_t value, const condition_t c, condition_kind kind)
{
    arb_ptr left = _arb_vec_init(CONDITION_LINES), right = _arb_vec_init(CONDITION_LINES);
    condition_t unit = {*c}; /* the same balls, with residual 1 */
    arb_init(unit->residual);
    arb_one(unit->residual);
    condition_lines(left, right, unit, kind);
    arb_div(value, left, right, PREC);
    arb_div(left + 1, left + 1, right + 1, PREC);
    arb_min(value, value, left + 1, PREC);
    arb_clear(unit->residual);
    _arb_vec_clear(left, CONDITION_LINES);
    _arb_vec_clear(right, CONDITION_LINES);
}

void condition_move_labels(condition_t c, condition_kind kind, slong percent)
{
    arb_t largest;
    fmpq_t t, part;
    arb_init(largest);
    fmpq_init(t);
    fmpq_init(part);
    condition_largest_residual(largest, c, kind);
    arf_set_round(arb_midref(largest), arb_midref(largest), 40, ARF_RND_NEAR);
    arf_get_fmpq(t, arb_midref(largest));
    fmpq_set_si(part, percent, 100);
    fmpq_mul(t, t, part);
    fmpq_mat_set(c->p->y, c->s->yhat);
    fmpq_sub(fmpq_mat_entry(c->p->y, 0, 0), fmpq_mat_entry(c->p->y, 0, 0), t);
    condition_refresh(c);
    arb_clear(largest);
    fmpq_clear(t);
    fmpq_clear(part);
}

/* bound = eta factor; whether bound <= limit is certified. */
static int at_most(arb_t bound, const fmpq_t eta, ulong limit)
{
    arb_t step;
    arb_init(step);
    arb_set_fmpq(step, eta, PREC);
    arb_mul(bound, bound, step, PREC);
    arb_sub_ui(bound, bound, limit, PREC);
    arb_clear(step);
    return arb_is_nonpositive(bound);
}

void condition_step_size(fmpq_t eta, const condition_t c)
{
    arb_t bound;
    arf_t below;
    arb_init(bound);
    arf_init(below);
    arb_mul(bound, c->inputs, c->bar_U, PREC);
    arb_div(bound, c->mu, bound, PREC);
    arb_sqr(bound, bound, PREC);
    arb_mul_2exp_si(bound, bound, -2);
    arb_get_lbound_arf(below, bound, 30);
    arf_get_fmpq(eta, below);
    arb_clear(bound);
    arf_clear(below);
}

int condition_printed_step(const condition_t c, const fmpq_t eta)
{
    arb_t bound, Uu, uA, UuA;
    arb_init(bound);
    arb_init(Uu);
    arb_init(uA);
    arb_init(UuA);
    arb_mul(Uu, c->bar_U, c->bar_u, PREC);
    arb_mul(uA, c->bar_u, c->bar_A, PREC);
    arb_mul(UuA, Uu, c->bar_A, PREC);
    arb_sqr(bound, c->lambda0, PREC);
    int holds = at_most(bound, eta, 4);
    arb_sqr(bound, Uu, PREC);
    arb_addmul(bound, UuA, UuA, PREC);
    arb_mul_2exp_si(bound, bound, 2);
    arb_addmul(bound, c->bar_u, c->bar_u, PREC);
    arb_addmul(bound, c->bar_U, c->bar_U, PREC);
    arb_mul(bound, bound, c->inputs, PREC);
    arb_mul(bound, bound, c->inputs, PREC);
    holds = at_most(bound, eta, 1) && holds;
    arb_mul(bound, c->inputs, c->lambda0, PREC);
    arb_mul(bound, bound, UuA, PREC);
    arb_mul_2exp_si(bound, bound, 1);
    holds = at_most(bound, eta, 1) && holds;
    arb_mul(bound, c->lambda0, uA, PREC);
    arb_sqr(bound, bound, PREC);
    arb_mul_ui(bound, bound, 6, PREC);
    holds = at_most(bound, eta, 1) && holds;
    arb_clear(bound);
    arb_clear(Uu);
    arb_clear(uA);
    arb_clear(UuA);
    return holds;
}
