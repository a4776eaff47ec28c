/* gd.discontinuous: does gradient descent with a discontinuous activation converge linearly?

   For a piecewise constant phi the derivative is 0 off the breakpoints, so D = 0, J = I and W, U never move: gradient
   descent is least squares in a with the features Z fixed.  If Z is an equilibrium off the breakpoints,
     e(tau+1) = (I - eta G) e(tau),   Phi(tau+1) <= max(|1 - eta lambda_min(G)|, |1 - eta lambda_max(G)|)^2 Phi(tau),
   a linear rate as soon as lambda_min(G) > 0 and eta lambda_max(G) < 2.  Whether there is such an equilibrium is
   certified network by network. */
#include "verify/claims/descent_run.h"
#include "verify/claims/planted.h"
#include "verify/claims/random_model.h"
#include "verify/claims/step_equilibrium.h"
#include <string.h>

#define TRIALS 20

/* 1 when phi certifiably jumps somewhere; *constant: every piece is a constant. */
static int jumps(int *constant, const activation_t phi)
{
    int jump = 0;
    *constant = 1;
    for (slong k = 0; k < activation_pieces(phi); k++) *constant = *constant && activation_piece_degree(phi, k) == 0;
    for (slong k = 0; k + 1 < activation_pieces(phi); k++) jump = jump || activation_continuous_at(phi, k) == 0;
    return jump;
}

static void decide_least_squares(verdict_t v, const arb_mat_t Z, const fmpq_t step, slong trial)
{
    arb_t least, largest, low, one;
    arb_init(least);
    arb_init(largest);
    arb_init(low);
    arb_init(one);
    step_loss_factor(low, least, largest, Z, step);
    arb_one(one);
    int falls = arb_is_positive(least) && arb_lt(low, one);
    if (falls) verdict_violation(v, "loss-factor", 1, &trial, low, one);
    if (falls)
        verdict_refute(v, "counterexample",
                       "The network of trial %ld has an equilibrium off the breakpoints, certified. There "
                       "$`\\phi'=0`$: gradient descent moves $`a`$ alone "
                       "and $`\\Phi(\\tau)\\le r^\\tau\\Phi(0)`$ for all $`\\tau`$ with $`r\\in`$ %s: it **does** "
                       "converge linearly, as least squares on "
                       "fixed features.",
                       (long)trial, ball_as_text(low, 8).text);
    else if (!arb_is_positive(least))
        verdict_set(
            v, VERDICT_INCONCLUSIVE,
            "The equilibrium is certified, but $`\\lambda_{\\min}(G)>0`$ is not: $`\\lambda_{\\min}(G)\\in`$ %s.",
            ball_as_text(least, 8).text);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "The step size is not below $`2/\\lambda_{\\max}(G)`$, $`\\lambda_{\\max}(G)\\in`$ %s.",
                    ball_as_text(largest, 8).text);
    verdict_number(v, "$`\\lambda_{\\min}(G)`$", least, 10);
    verdict_number(v, "$`\\lambda_{\\max}(G)`$", largest, 10);
    verdict_number(v, "loss factor a step", low, 10);
    arb_clear(least);
    arb_clear(largest);
    arb_clear(low);
    arb_clear(one);
}

static void decide_constant_pieces(verdict_t v, const deq_model_t model, const fmpq_t output_scale, const fmpq_t step,
                                   slong width)
{
    arb_mat_t Z;
    reason_t why;
    int found = 0;
    slong trial = 0;
    reason_init(why);
    arb_mat_init(Z, width, model->points->n);
    dq_status status = DQ_OK;
    for (; trial < TRIALS && status == DQ_OK && !found; trial += !found)
        status = step_equilibrium(&found, Z, model, output_scale, trial, why);
    if (status != DQ_OK)
        verdict_from_status(v, status, why);
    else if (!found)
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "In none of %d networks of width %ld did the iteration come to rest off the breakpoints.", TRIALS,
                    (long)width);
    else
        decide_least_squares(v, Z, step, trial);
    arb_mat_clear(Z);
}

/* Slopes and jumps: run, and record what happened. */
static void report_run(verdict_t v, const deq_model_t model, const case_struct *c)
{
    descent_run_struct *run =
        descent_run_new(model, c->labels, c->output_scale, c->training_width, c->training_steps, case_step_size(c), 1);
    if (run->status != DQ_OK)
        verdict_from_status(v, run->status, run->why);
    else
        verdict_set(v, VERDICT_INCONCLUSIVE,
                    "$`L=\\infty`$: no equilibrium is certified and nothing about the rate is proved. The run of %ld "
                    "steps ended %s after %ld.",
                    (long)c->training_steps, descent_outcome_name(run->done->outcome), (long)run->count);
    descent_run_free(run);
}

static int applies(verdict_t v, audit_t a)
{
    const case_struct *c = audit_case(a);
    int constant;
    if (!c->training || c->step_theorem)
        verdict_set(v, VERDICT_INAPPLICABLE, "The case trains no network with a `step_size` of its own.");
    else if (!jumps(&constant, c->phi))
        verdict_set(v, VERDICT_INAPPLICABLE, "No breakpoint of $`\\phi`$ is a certified jump.");
    else
        return 1;
    return 0;
}

static dq_status measure(arb_t quantity, arb_t bound, audit_t a, slong unused_width, const slong *place, reason_t why)
{
    const case_struct *c = audit_case(a);
    deq_model_t model;
    arb_mat_t Z;
    arb_t least, largest;
    int constant, found;
    (void)unused_width;
    if (place[0] >= TRIALS || !jumps(&constant, c->phi) || !constant) {
        reason_set(why, "the trials are 0 to %d, of a piecewise constant activation", TRIALS - 1);
        return DQ_INPUT;
    }
    arb_mat_init(Z, c->training_width, c->points->n);
    arb_init(least);
    arb_init(largest);
    random_model_init(model, a);
    dq_status status = step_equilibrium(&found, Z, model, c->output_scale, place[0], why);
    if (status == DQ_OK && found) step_loss_factor(quantity, least, largest, Z, c->step_size);
    if (status == DQ_OK && !arb_is_positive(least)) {
        status = DQ_INCONCLUSIVE; /* no equilibrium was certified, or nothing falls */
        reason_set(why, "no certified equilibrium with lambda_min(G) > 0");
    }
    arb_one(bound);
    random_model_clear(model);
    arb_clear(least);
    arb_clear(largest);
    arb_mat_clear(Z);
    return status;
}

static const witness_event events[] = {{.name = "loss-factor",
                                        .generator = "network",
                                        .place = "trial",
                                        .inequality = "r >= 1 for every r with Phi(tau) <= r^tau Phi(0)",
                                        .relation = EVENT_AT_LEAST,
                                        .applies = applies,
                                        .measure = measure},
                                       {0}};

static void decide(verdict_t v, audit_t a, slong width)
{
    (void)width;
    const case_struct *c = audit_case(a);
    int constant;
    if (!applies(v, a)) return;
    jumps(&constant, c->phi);
    deq_model_t model;
    random_model_init(model, a);
    if (constant)
        decide_constant_pieces(v, model, c->output_scale, c->step_size, c->training_width);
    else
        report_run(v, model, c);
    random_model_clear(model);
}

/* ---- planted: the binary step on two orthogonal points ------------------------------------------------- */

static void decide_step_size(verdict_t v, slong numerator, ulong denominator)
{
    points_t points;
    deq_model_t model;
    fmpq_t step, one;
    activation_t phi;
    if (!planted_activation(&phi, "step(x)", v)) return;
    points_init(points, 2, 2);
    points->x[0] = points->x[3] = 1;
    points->normalise = 1;
    memset(model, 0, sizeof model);
    model->phi = phi;
    model->points = points;
    fmpq_init(model->s);
    fmpq_set_si(model->s, 1, 1000);
    model->law = WEIGHTS_GAUSSIAN;
    model->seed = 3;
    fmpq_init(step);
    fmpq_init(one);
    fmpq_one(one);
    fmpq_set_si(step, numerator, denominator);
    decide_constant_pieces(v, model, one, step, 40);
    fmpq_clear(step);
    fmpq_clear(one);
    fmpq_clear(model->s);
    points_clear(points);
    activation_clear(phi);
}

static void planted_false(verdict_t v, void *unused)
{
    (void)unused;
    decide_step_size(v, 1, 40);
}

static void planted_true(verdict_t v, void *unused)
{
    (void)unused;
    decide_step_size(v, 1, 1);
}

static const planted_t planted[] = {
    {"step-function-small-step-size",
     "Gradient descent with the binary step does not converge linearly ($`m=40`$, two points, $`\\eta=1/40`$).", 0,
     planted_false},
    {"step-size-too-large",
     "Gradient descent with the binary step does not converge linearly at $`\\eta=1`$, beyond "
     "$`2/\\lambda_{\\max}(G)`$.",
     1, planted_true},
    {0}};

const claim_t claims_gd_discontinuous[] = {
    {.id = "gd.discontinuous",
     .title = "Gradient descent with a discontinuous activation",
     .source = "seed document, experiment 3",
     .statement = "Implement a DEQ with an activation function that does not have bounded first and second derivatives "
                  "(e.g., a discontinuous function). "
                  "Observe that gradient descent does not converge at a linear rate.",
     .reading = "The gradient is the formula of gd.gradient.repaired with the derivative $`\\phi'`$ off the "
                "breakpoints (0 for a step function). The first of "
                "20 networks of the case whose equilibrium is certified decides.",
     .hypotheses = "$`\\phi`$ has a jump, certified; the case has a `training` section with a decimal step size.",
     .method = "Piecewise constant $`\\phi`$: certified in balls, all entries off the breakpoints, eigenvalues of "
               "$`G`$ enclosed. Otherwise the run is "
               "recorded and nothing is decided.",
     .depends = "",
     .decide = decide,
     .events = events,
     .planted = planted,
     .file = "verify/claims/gd/discontinuous.c"},
    {.id = NULL}};
