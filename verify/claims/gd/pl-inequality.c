/* gd.pl-inequality: |dPhi|^2 >= 2 lambda_min(H) Phi >= 2 lambda_tau Phi.

   dPhi = J^T e with J the Jacobian of yhat in (a, W, U) and J J^T = H = G + R(G x I)R^T + R(X^T X x I)R^T, R = (I x
   a^T) J^-1 diag(D): all three terms are Gram matrices.  So |dPhi|^2 = e^T H e >= lambda_min(H) |e|^2 = 2
   lambda_min(H) Phi, and H - G >= 0 gives lambda_min(H) >= lambda_min(G) = lambda_tau.  The argument needs L|W| < 1
   (J invertible) and no more; where phi has a kink, dPhi is the formula with the derivative that the model uses. */
#include "verify/claims/rate_steps.h"
#include <math.h>

#define PREC 128

/* Counts steps whose intervals decide |dPhi|^2 >= factor lambda Phi: good certainly, bad certainly not. */
typedef struct {
    slong good, bad, open, first_bad;
} step_counts;

/* |dPhi|^2 and factor lambda_min(H) Phi. */
static void gradient_sides(arb_t left, arb_t right, const deq_step_struct *s, const arb_t factor)
{
    arb_t term;
    arb_init(term);
    arb_set_deq_interval(left, s->gradient);
    arb_sqr(left, left, PREC);
    arb_set_deq_interval(right, s->lambda_H);
    arb_set_deq_interval(term, s->loss);
    arb_mul(right, right, term, PREC);
    arb_mul(right, right, factor, PREC);
    arb_clear(term);
}

static void compare(step_counts *counts, const deq_step_struct *s, const arb_t factor, verdict_t v)
{
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    gradient_sides(left, right, s, factor);
    int good = arb_is_finite(left) && arb_ge(left, right), bad = arb_is_finite(right) && arb_lt(left, right);
    if (bad && counts->bad == 0) counts->first_bad = s->step;
    counts->good += good && !bad;
    counts->bad += bad;
    counts->open += !good && !bad;
    if (bad) verdict_violation(v, "gradient", 1, &s->step, left, right);
    arb_clear(left);
    arb_clear(right);
}

/* lambda_min(H) >= lambda_tau. */
static void eigenvalue_sides(arb_t left, arb_t right, const deq_step_struct *s)
{
    arb_set_deq_interval(left, s->lambda_H);
    arb_set_deq_interval(right, s->lambda);
}

static void compare_eigenvalues(step_counts *counts, const deq_step_struct *s, verdict_t v)
{
    int good = s->lambda_H.lower >= s->lambda.upper, bad = s->lambda_H.upper < s->lambda.lower;
    if (bad && counts->bad == 0) counts->first_bad = s->step;
    counts->good += good;
    counts->bad += bad;
    counts->open += !good && !bad;
    if (!bad) return;
    arb_t left, right;
    arb_init(left);
    arb_init(right);
    eigenvalue_sides(left, right, s);
    verdict_violation(v, "eigenvalue", 1, &s->step, left, right);
    arb_clear(left);
    arb_clear(right);
}

static void decide_run(verdict_t v, const descent_run_struct *run, const arb_t factor, int argument)
{
    step_counts first = {0}, second = {0};
    for (slong k = 0; k < run->count; k++) {
        compare(&first, &run->step[k], factor, v);
        compare_eigenvalues(&second, &run->step[k], v);
    }
    if (first.bad > 0 || second.bad > 0)
        verdict_refute(
            v, "counterexample",
            "Certified violations: the first inequality at %ld steps (first at step %ld), the second at %ld.",
            (long)first.bad, (long)first.first_bad, (long)second.bad);
    else
        verdict_set(v, argument ? VERDICT_PROVED : VERDICT_INCONCLUSIVE,
                    "%s Along the run no violation: of %ld steps the first inequality is certified by intervals at "
                    "%ld, the second at %ld "
                    "(equality is approached when $`e`$ turns into the least eigenvector of $`H`$).",
                    argument ? "$`\\Vert\\nabla\\Phi\\Vert^2=e^\\top He`$ and $`H-G\\succeq0`$, a sum of Gram "
                               "matrices, prove both for every network "
                               "with $`L\\Vert W\\Vert<1`$, which is certified at every step."
                             : "",
                    (long)run->count, (long)first.good, (long)second.good);
}

static int applies(verdict_t v, audit_t a)
{
    return training_run(v, a) != NULL;
}

static dq_status measure_gradient(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place,
                                  reason_t why)
{
    const descent_run_struct *run = audit_descent(a);
    arb_t two;
    (void)unused_width;
    if (!step_of_run(run, place[0], why)) return DQ_INPUT;
    arb_init(two);
    arb_set_si(two, 2);
    gradient_sides(quantity, bound, &run->step[place[0]], two);
    arb_clear(two);
    return DQ_OK;
}

static dq_status measure_eigenvalue(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place,
                                    reason_t why)
{
    const descent_run_struct *run = audit_descent(a);
    (void)unused_width;
    if (!step_of_run(run, place[0], why)) return DQ_INPUT;
    eigenvalue_sides(quantity, bound, &run->step[place[0]]);
    return DQ_OK;
}

static const witness_event events[] = {{.name = "gradient",
                                        .generator = "descent",
                                        .place = "step",
                                        .inequality = "|dPhi|^2 >= 2 lambda_min(H) Phi",
                                        .relation = EVENT_AT_LEAST,
                                        .applies = applies,
                                        .measure = measure_gradient},
                                       {.name = "eigenvalue",
                                        .generator = "descent",
                                        .place = "step",
                                        .inequality = "lambda_min(H) >= lambda_tau",
                                        .relation = EVENT_AT_LEAST,
                                        .applies = applies,
                                        .measure = measure_eigenvalue},
                                       {0}};

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const descent_run_struct *run = training_run(v, a);
    if (run == NULL) return;
    arb_t two, value, loss;
    arb_init(two);
    arb_init(value);
    arb_init(loss);
    arb_set_si(two, 2);
    decide_run(v, run, two, 1);
    describe_run(v, run, audit_case(a)->training_width);
    arb_set_deq_interval(value, run->step[0].lambda);
    verdict_number(v, "$`\\lambda_0`$", value, 10);
    arb_set_deq_interval(value, run->step[0].lambda_H);
    verdict_number(v, "$`\\lambda_{\\min}(H)`$ at step 0", value, 10);
    arb_set_deq_interval(value, run->step[0].gradient);
    arb_sqr(value, value, PREC);
    arb_set_deq_interval(loss, run->step[0].loss);
    arb_div(value, value, loss, PREC);
    arb_mul_2exp_si(value, value, -1);
    verdict_number(v, "$`\\Vert\\nabla\\Phi\\Vert^2/(2\\Phi)`$ at step 0", value, 10);
    arb_set_deq_interval(value, run->step[run->count - 1].lambda_H);
    verdict_number(v, "$`\\lambda_{\\min}(H)`$ at the last step", value, 10);
    arb_clear(two);
    arb_clear(value);
    arb_clear(loss);
}

/* ---- planted: one point, where |dPhi|^2 = 2 H Phi exactly ------------------------------------- */

static void decide_factor(verdict_t v, slong numerator)
{
    planted_run_t p;
    arb_t factor;
    if (!planted_run_init(p, 1, 5, NAN, v)) return;
    arb_init(factor);
    arb_set_si(factor, numerator);
    arb_div_si(factor, factor, 10, PREC);
    decide_run(v, p->run, factor, 0);
    arb_clear(factor);
    planted_run_clear(p);
}

static void planted_constant(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, 22);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_factor(v, 20);
}

static const planted_t planted[] = {
    {"constant-ten-per-cent-off",
     "$`\\Vert\\nabla\\Phi\\Vert^2\\ge2.2\\,\\lambda_{\\min}(H)\\Phi`$ (tanh, one point, $`m=64`$).", 0,
     planted_constant},
    {"true-offered-as-false",
     "$`\\Vert\\nabla\\Phi\\Vert^2\\ge2\\lambda_{\\min}(H)\\Phi`$ with equality (tanh, one point, $`m=64`$).", 1,
     planted_true},
    {0}};

const claim_t claims_gd_pl_inequality[] = {
    {.id = "gd.pl-inequality",
     .title = "Polyak-Lojasiewicz inequality along gradient descent",
     .source = "Ling, proof of Theorem 1; Truong, proof of Theorem 7",
     .statement = "$`\\Vert\\nabla\\Phi\\Vert^2\\ge2\\lambda_{\\min}(H)\\Phi\\ge2\\lambda_\\tau\\Phi`$, "
                  "$`H=G+R(G\\otimes I_m)R^\\top+R(X^\\top X\\otimes I_m)R^\\top`$.",
     .reading = "At every step $`\\tau`$ of the case's training run; $`R`$ as repaired in gd.gradient.",
     .hypotheses = "$`L\\Vert W(\\tau)\\Vert<1`$, certified at every step.",
     .method = "Proved by linear algebra (the claim's file), and compared with enclosures of both sides at every step.",
     .depends = "gd.gradient",
     .decide = decide,
     .events = events,
     .planted = planted,
     .file = "verify/claims/gd/pl-inequality.c"},
    {.id = NULL}};
