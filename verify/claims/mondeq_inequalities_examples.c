/* mondeq_inequalities_examples: the written counterexamples to the discrete-time proof, certified when they are used. */
#include "verify/claims/mondeq_inequalities_descent.h"

void descent_init_example(descent_t d, descent_example example)
{
    static const char *const overshoot[] = {"1/10", "1", "1/10", "1/20"};
    static const char *const frobenius[] = {"1/50", "1", "1/10", "1/10"};
    static const char *const rotation[] = {"1/10", "1", "1/50", "1/50"};
    mondeq_t p;
    switch (example) {
    case DESCENT_OVERSHOOT:
        instance_set(p, 1, 1, 1, "1/100", "0", "0", "1", "1/400", "1", "-1/4");
        descent_init(d, p, overshoot, "1/10000");
        break;
    case DESCENT_FROBENIUS:
        instance_set(p, 2, 1, 1, "1/64", "1/8 0 0 1/8", "0 0 0 0", "3/5 4/5", "0 0", "1", "1/100");
        descent_init(d, p, frobenius, "1/1024");
        break;
    default:
        instance_set(p, 2, 1, 1, "1/1000", "0 0 0 0", "0 0 0 0", "1/40 3/50", "1/250 -1/600", "1", "11/100");
        descent_init(d, p, rotation, "1/32000");
    }
    mondeq_clear(p);
}

int descent_report_hypotheses(verdict_t v, const descent_struct *d)
{
    static const char *const name[] = {"(3.16): $`\\lambda_0^2`$", "(3.17): $`\\lambda_0^3`$",
                                       "(3.18): $`\\lambda_0^2`$"};
    arb_t small, large;
    arb_init(small);
    arb_init(large);
    int holds = d->regular && descent_theorem_hypotheses(d);
    if (!holds) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "Condition 2 was not certified at the counterexample written down.");
    } else {
        verdict_add(v, "Condition 2 and the step size of Theorem 3.3.5 hold there, certified; left and right side:");
        for (int which = DESCENT_BALLS; which <= DESCENT_LOSS; which++) {
            descent_condition_sides(small, large, d, (descent_condition_kind)which);
            verdict_add(v, "%s $`=`$ %s $`\\ge`$ %s.", name[which], ball_as_text(large, 8).text,
                        ball_as_text(small, 8).text);
        }
    }
    arb_clear(small);
    arb_clear(large);
    return holds;
}

int descent_refute(verdict_t v, const descent_struct *d, descent_line line, const char *why)
{
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    int violated = d->regular && d->steps > 0 && descent_sides(left, right, d, line) && arb_gt(left, right);
    if (violated) {
        verdict_refute(v, "counterexample", "At %s: the left side is %s, the right side %s.", descent_as_text(d).text,
                       ball_as_text(left, 10).text, ball_as_text(right, 10).text);
        verdict_add(v, "By hand: %s", why);
    } else {
        verdict_set(v, VERDICT_INCONCLUSIVE, "The counterexample written down was not certified.");
    }
    arb_clear(left);
    arb_clear(right);
    return violated;
}

int descent_also_violated(verdict_t v, const char *intro, const char *const theta[7], const char *radius,
                          const char *eta, descent_line line)
{
    const char *const radii[] = {radius, radius, radius, radius};
    mondeq_t p;
    descent_t d;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    instance_set(p, 1, 1, 1, theta[0], theta[1], theta[2], theta[3], theta[4], theta[5], theta[6]);
    descent_init(d, p, radii, eta);
    int violated = descent_step(d) && descent_sides(left, right, d, line) && arb_gt(left, right);
    if (violated)
        verdict_add(v, "%s %s: the left side is %s, the right side %s.", intro, descent_as_text(d).text,
                    ball_as_text(left, 10).text, ball_as_text(right, 10).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE, "The second counterexample written down was not certified.");
    mondeq_clear(p);
    descent_clear(d);
    arb_clear(left);
    arb_clear(right);
    return violated;
}
