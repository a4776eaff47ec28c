/* sup |phi'| and sup |phi''|: branch and bound on [-R, R], doubling R on each side until the growth domain shows that
   nothing beyond exceeds what has been attained. */
#include "activation/growth_envelope.h"
#include "activation/supremum_search.h"

typedef enum { TAIL_CLOSED, TAIL_OPEN, TAIL_UNBOUNDED, TAIL_UNKNOWN } tail_status;

/* Searches pieces on side*x in [from, to] (0 <= from <= to). */
static void search_shell(search_struct *s, int side, const arf_t from, const arf_t to)
{
    activation_struct *phi = s->phi;
    arf_t a, b, inner_a, inner_b, shell_a, shell_b;
    arb_t point;
    arf_init(a);
    arf_init(b);
    arf_init(inner_a);
    arf_init(inner_b);
    arf_init(shell_a);
    arf_init(shell_b);
    arb_init(point);
    arf_set(shell_a, side > 0 ? from : to);
    arf_set(shell_b, side > 0 ? to : from);
    if (side < 0) {
        arf_neg(shell_a, shell_a);
        arf_neg(shell_b, shell_b);
    }
    for (slong k = 0; k < phi->pieces; k++) {
        /* [inner_a, inner_b] lies in the piece's closed domain and [a, b] covers its part of the shell. */
        arf_set(a, shell_a);
        arf_set(inner_a, shell_a);
        arf_set(b, shell_b);
        arf_set(inner_b, shell_b);
        for (int end = 0; end < 2; end++) {
            if ((end == 0 && k == 0) || (end == 1 && k == phi->pieces - 1)) continue;
            arb_set_fmpq(point, phi->breakpoint + (end == 0 ? k - 1 : k), s->prec);
            arf_t low, high;
            arf_init(low);
            arf_init(high);
            arb_get_lbound_arf(low, point, s->prec);
            arb_get_ubound_arf(high, point, s->prec);
            if (end == 0 && arf_cmp(low, a) > 0) arf_set(a, low);
            if (end == 0 && arf_cmp(high, inner_a) > 0) arf_set(inner_a, high);
            if (end == 1 && arf_cmp(high, b) < 0) arf_set(b, high);
            if (end == 1 && arf_cmp(low, inner_b) < 0) arf_set(inner_b, low);
            int met = arf_cmp(high, shell_a) >= 0 && arf_cmp(low, shell_b) <= 0;
            if (met) search_point(s, k, point);
            arf_clear(low);
            arf_clear(high);
        }
        search_stretch(s, k, a, b, inner_a, inner_b);
    }
    arf_clear(a);
    arf_clear(b);
    arf_clear(inner_a);
    arf_clear(inner_b);
    arf_clear(shell_a);
    arf_clear(shell_b);
    arb_clear(point);
}

/* What the growth domain says about side*x >= R; raises `attained` by values approached there, `most` bounds |f|. */
static tail_status examine_tail(search_struct *s, arf_t most, int side, const arf_t R, reason_t why)
{
    growth_t g;
    arf_t least;
    tail_status status = TAIL_UNKNOWN;
    growth_init(g);
    arf_init(least);
    arf_pos_inf(most);
    dq_status known = activation_growth(g, s->phi, s->order, side, R, s->prec, why);
    if (known == DQ_OK || known == DQ_INCONCLUSIVE) {
        envelope_supremum(most, &g->upper, R, s->prec, ARF_RND_CEIL);
        envelope_supremum(least, &g->lower, R, s->prec, ARF_RND_FLOOR);
        if (arf_is_pos_inf(least))
            status = TAIL_UNBOUNDED;
        else {
            search_raise_attained(s, least);
            if (search_is_close(s, most))
                status = TAIL_CLOSED;
            else if (known == DQ_OK && arf_is_finite(most))
                status = TAIL_OPEN;
        }
    }
    growth_clear(g);
    arf_clear(least);
    return status;
}

/* A periodic tail repeats what [base, R] has shown once R - base is a period, base the outermost breakpoint on that
 * side. */
static int tail_is_covered(const search_struct *s, int side, const arf_t R)
{
    const slong edge = side > 0 ? s->phi->pieces - 1 : 0;
    arf_t period, base;
    arb_t t;
    arf_init(period);
    arf_init(base);
    arb_init(t);
    int covered = piece_period(period, s->phi, edge, s->prec);
    if (covered) {
        if (s->phi->pieces > 1) {
            arb_set_fmpq(t, s->phi->breakpoint + (side > 0 ? edge - 1 : 0), s->prec);
            if (side < 0) arb_neg(t, t);
            arb_get_ubound_arf(base, t, s->prec);
        }
        if (arf_sgn(base) < 0) arf_zero(base);
        arf_add(base, base, period, s->prec, ARF_RND_CEIL);
        covered = arf_cmp(base, R) <= 0;
    }
    arf_clear(period);
    arf_clear(base);
    arb_clear(t);
    return covered;
}

/* Values approached far out are cheap to see in the growth domain and let the search prune early. */
static tail_status probe_far(search_struct *s, int side, const arf_t R)
{
    tail_status status = TAIL_OPEN;
    reason_t ignored;
    arf_t far, most;
    arf_init(far);
    arf_init(most);
    reason_init(ignored);
    for (slong shift = 4; shift <= 2 * s->bits && status != TAIL_UNBOUNDED && status != TAIL_CLOSED; shift *= 2) {
        arf_mul_2exp_si(far, R, shift);
        status = examine_tail(s, most, side, far, ignored);
    }
    arf_clear(far);
    arf_clear(most);
    return status;
}

/* One side, from radius R on (searched up to R already).  Gives up when neither the tail's bound nor the value attained
   has moved by one part in 2^10 during STALLED doublings, or when the work is spent; the tail's bound then closes it.
 */
static tail_status close_side(search_struct *s, int side, const arf_t start, reason_t why)
{
    enum { STALLED = 8 };
    arf_t R, next, most, least_most, gap, last_gap;
    tail_status status;
    int stalled = 0;
    arf_init(R);
    arf_init(next);
    arf_init(most);
    arf_init(least_most);
    arf_init(gap);
    arf_init(last_gap);
    arf_set(R, start);
    arf_pos_inf(least_most);
    arf_pos_inf(last_gap);
    const slong doublings = 2 * s->bits + 64;
    for (slong k = 0;; k++) {
        if (tail_is_covered(s, side, R)) {
            status = TAIL_CLOSED;
            break;
        }
        status = examine_tail(s, most, side, R, why);
        if (arf_cmp(most, least_most) < 0) arf_set(least_most, most);
        if (status == TAIL_CLOSED) search_raise_bound(s, most);
        if (status == TAIL_CLOSED || status == TAIL_UNBOUNDED) break;
        arf_sub(gap, least_most, s->attained, 30, ARF_RND_NEAR);
        arf_mul_ui(next, gap, 1024, 60, ARF_RND_NEAR);
        arf_div_ui(next, next, 1023, 60, ARF_RND_NEAR);
        if (arf_is_finite(gap) && arf_cmp(next, last_gap) >= 0)
            stalled++;
        else
            stalled = 0;
        arf_set(last_gap, gap);
        if (k >= doublings || s->work <= 0 || stalled >= STALLED) {
            if (arf_is_finite(least_most)) {
                s->accurate = 0;
                search_raise_bound(s, least_most);
                status = TAIL_CLOSED;
            }
            break;
        }
        arf_mul_2exp_si(next, R, 1);
        search_shell(s, side, R, next);
        arf_set(R, next);
    }
    arf_clear(R);
    arf_clear(next);
    arf_clear(most);
    arf_clear(least_most);
    arf_clear(gap);
    arf_clear(last_gap);
    return status;
}

static sup_status report_unbounded(reason_t why, int order, int side)
{
    reason_set(why, "the derivative of order %d grows without bound as x -> %sinf", order, side > 0 ? "+" : "-");
    return SUP_UNBOUNDED;
}

/* sup over the open pieces, with one-sided limits. */
static sup_status supremum_of_pieces(arb_t value, const activation_t phi, int order, slong bits, reason_t why)
{
    search_t s;
    arf_t zero, R;
    sup_status result = SUP_FINITE;
    /* |phi'| and |phi''| of an even or odd function are even. */
    const int first_side = phi->parity != 0 ? 1 : -1;
    search_init(s, phi, order, bits);
    arf_init(zero);
    arf_init(R);
    arf_set_ui(R, 4);
    for (slong k = 0; k < phi->pieces - 1; k++) {
        arb_t b;
        arb_init(b);
        arb_set_fmpq(b, phi->breakpoint + k, 64);
        arb_get_abs_ubound_arf(zero, b, 64);
        while (arf_cmp(R, zero) <= 0) arf_mul_2exp_si(R, R, 1);
        arb_clear(b);
    }
    arf_zero(zero);
    for (int side = first_side; side <= 1; side += 2)
        if (probe_far(s, side, R) == TAIL_UNBOUNDED) result = report_unbounded(why, order, side);
    for (int side = first_side; side <= 1 && result == SUP_FINITE; side += 2) search_shell(s, side, zero, R);
    for (int side = first_side; side <= 1 && result == SUP_FINITE; side += 2) {
        reason_t detail;
        reason_init(detail);
        tail_status tail = close_side(s, side, R, detail);
        if (tail == TAIL_UNBOUNDED) {
            result = report_unbounded(why, order, side);
        } else if (tail != TAIL_CLOSED) {
            result = SUP_INCONCLUSIVE;
            *why = *detail;
            if (why->text[0] == '\0')
                reason_set(why, "no bound of the derivative of order %d as x -> %sinf was found", order,
                           side > 0 ? "+" : "-");
        }
    }
    if (result == SUP_FINITE && !arf_is_finite(s->bound)) {
        result = SUP_INCONCLUSIVE;
        reason_set(why, "the derivative of order %d could not be bounded on a compact stretch", order);
    }
    if (result == SUP_FINITE) {
        arb_set_interval_arf(value, s->attained, s->bound, s->prec);
        if (!s->accurate)
            reason_set(why, "enclosed less accurately than asked: the work limit of the search was reached");
    } else if (result == SUP_UNBOUNDED) {
        arb_pos_inf(value);
    } else {
        arb_zero_pm_inf(value);
    }
    search_clear(s);
    arf_clear(zero);
    arf_clear(R);
    return result;
}

static void describe_breakpoint(reason_t why, const char *format, const activation_t phi, slong k)
{
    char *text = fmpq_get_str(NULL, 10, phi->breakpoint + k);
    reason_set(why, format, text);
    flint_free(text);
}

/* At most one unfavourable fact about the breakpoints is reported, certified ones first. */
static sup_status examine_breakpoints(const activation_t phi, int order, reason_t why)
{
    sup_status result = SUP_FINITE;
    for (slong k = 0; k < phi->pieces - 1; k++) {
        int continuous = activation_continuous_at(phi, k);
        if (continuous == 0) {
            describe_breakpoint(
                why, order == 1 ? "phi jumps at x = %s" : "phi jumps at x = %s, so it has no derivatives there", phi,
                k);
            return order == 1 ? SUP_UNBOUNDED : SUP_NONEXISTENT;
        }
        if (continuous < 0 && result == SUP_FINITE) {
            describe_breakpoint(why, "undecided whether phi is continuous at x = %s", phi, k);
            result = SUP_INCONCLUSIVE;
        }
    }
    if (order == 1) return result;
    for (slong k = 0; k < phi->pieces - 1; k++) {
        for (int d = 1; d <= 2; d++) {
            int agree = derivatives_agree(phi, k, d);
            if (agree == 0) {
                describe_breakpoint(
                    why, d == 1 ? "phi has a kink at x = %s" : "the one-sided second derivatives differ at x = %s", phi,
                    k);
                return SUP_NONEXISTENT;
            }
            if (agree < 0 && result == SUP_FINITE) {
                describe_breakpoint(why, "undecided whether the one-sided derivatives agree at x = %s", phi, k);
                result = SUP_INCONCLUSIVE;
            }
        }
    }
    return result;
}

sup_status activation_supremum(arb_t value, const activation_t phi, int order, slong bits, reason_t why)
{
    reason_t detail;
    reason_init(detail);
    reason_init(why);
    sup_status at_breakpoints = examine_breakpoints(phi, order, why);
    if (at_breakpoints == SUP_UNBOUNDED) {
        arb_pos_inf(value);
        return SUP_UNBOUNDED;
    }
    sup_status inside = supremum_of_pieces(value, phi, order, bits, detail);
    if (at_breakpoints == SUP_FINITE) {
        *why = *detail;
        return inside;
    }
    /* an unbounded first derivative needs no continuity at the breakpoints */
    if (at_breakpoints == SUP_INCONCLUSIVE && order == 1 && inside == SUP_UNBOUNDED) {
        *why = *detail;
        return SUP_UNBOUNDED;
    }
    return at_breakpoints;
}
