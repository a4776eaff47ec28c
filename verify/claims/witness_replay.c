/* witness_replay: the violations of a witness computed again from its case.  What the file says is compared with the result and never
   used in it: a confirmation rests on the case alone. */
#include <string.h>
#include "verify/claims/random_model.h"
#include "verify/claims/witness.h"

int witness_concerns(const witness_struct *w, case_t c, reason_t why)
{
    case_identify(c);
    if (strcmp(c->hash, w->hash) != 0)
        reason_set(why, "%.200s is another case, or was changed: its hash is %s, the witness's %s", c->path, c->hash,
                   w->hash);
    else if (c->law != w->law)
        reason_set(why, "the weights of %.200s are %s, those of the witness %s", c->path, law_as_text(c->law),
                   law_as_text(w->law));
    else if (c->seed != w->seed)
        reason_set(why, "the seed of %.200s is not the witness's", c->path);
    else if (w->width >= 0) {
        for (slong k = 0; k < c->widths; k++)
            if (c->width[k] == w->width) return 0;
        reason_set(why, "%.200s has no width %ld", c->path, (long)w->width);
    } else
        return 0;
    return -1;
}

int witness_trial(audit_t a, slong trial, reason_t why)
{
    slong most = 4 * audit_case(a)->trials;
    if (trial >= 0 && trial < most) return 1;
    reason_set(why, "no trial %ld: the profiles sample at most the trials 0 to %ld", (long)trial, (long)most - 1);
    return 0;
}

const char *replay_name(replay_kind kind)
{
    static const char *const name[] = {"confirmed", "elsewhere", "holds", "open", "refused"};
    return name[kind];
}

static int applies(const witness_event *e, audit_t a, reason_t why)
{
    verdict_t v;
    if (e->applies == NULL) return 1;
    verdict_init(v);
    int good = e->applies(v, a);
    if (!good) reason_set(why, "the claim does not apply: %.400s", v->evidence != NULL ? v->evidence : "");
    verdict_clear(v);
    return good;
}

/* Whether the recorded interval and the ball certainly have no number in common. */
static int apart(const arb_struct end[2], const arb_t x)
{
    return arb_lt(end + 1, x) || arb_gt(end, x);
}

replay_kind witness_replay(arb_t quantity, arb_t bound, const witness_struct *w, const violation_struct *violation,
                           audit_t a, reason_t why)
{
    const witness_event *e = violation->event;
    reason_init(why);
    arb_indeterminate(quantity);
    arb_indeterminate(bound);
    if (!applies(e, a, why)) return REPLAY_REFUSED;
    dq_status status = e->measure(quantity, bound, a, w->width, violation->place, why);
    if (status == DQ_INPUT || status == DQ_INAPPLICABLE) return REPLAY_REFUSED;
    int decided = status == DQ_OK ? event_decided(e->relation, quantity, bound) : 0;
    if (decided > 0) return REPLAY_HOLDS;
    if (decided == 0) {
        if (status == DQ_OK) reason_set(why, "the two sides could not be told apart");
        return REPLAY_OPEN;
    }
    /* The recorded bound, too, is violated by the quantity computed now. */
    int agrees = !apart(violation->quantity, quantity) && !apart(violation->bound, bound) &&
                 event_decided(e->relation, quantity, violation->bound) < 0 &&
                 event_decided(e->relation, quantity, violation->bound + 1) < 0;
    return agrees ? REPLAY_CONFIRMED : REPLAY_ELSEWHERE;
}
