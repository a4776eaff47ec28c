/* deq_descent: gradient descent on one network, a certified record of every step.

   Drift.  With theta the exact iterate, t the doubles, g the computed gradient, F(theta) = theta - step dPhi(theta):
     |t' - theta'| <= |fl(t - step g) - (t - step g)| + step |g - dPhi(t)| + |F(t) - F(theta)|,
     the first <= u |t'| + (u + u^2) step |g| (product and difference round once each), the last <= factor * drift. */
#include "deq/descent_record.h"
#include "deq/descent_bounds.h"
#include "deq/memory.h"
#include <stdlib.h>
#include <string.h>

#define STEP_SHARE 0.99

const char *descent_outcome_name(descent_outcome outcome)
{
    static const char *const name[] = {"completed",     "stopped",  "not-contractive",
                                       "not-converged", "diverged", "no-step-size"};
    return name[outcome];
}

void deq_descent_init(deq_descent_t out)
{
    memset(out, 0, sizeof *out);
    deq_condition_init(out->condition);
}

void deq_descent_clear(deq_descent_t out)
{
    deq_condition_clear(out->condition);
}

/* x := x - step g; returns the rounding bound's two norms in one number. */
static double move(double *x, const double *gradient, size_t count, double step)
{
    for (size_t k = 0; k < count; k++) x[k] -= step * gradient[k];
    return gamma_bound(1) * norm_bound_of(x, count) + gamma_bound(2) * step * norm_bound_of(gradient, count);
}

static void descend(descent_state *r, double factor)
{
    size_t m = (size_t)r->p->m, d = (size_t)r->p->d;
    double rounding = move(r->p->W, r->g->W, m * m, r->step) + move(r->p->U, r->g->U, m * d, r->step) +
                      move(r->p->a, r->g->a, m, r->step);
    double gradient = r->g->W_radius + r->g->U_radius + r->g->a_radius;
    r->drift = bound_or_infinity(closed(rounding + r->step * gradient + factor * r->drift));
}

static void set_interval(arb_t x, double lower, double upper)
{
    arf_t a, b;
    arf_init(a);
    arf_init(b);
    arf_set_d(a, lower);
    arf_set_d(b, upper);
    if (lower <= upper && upper < INFINITY)
        arb_set_interval_arf(x, a, b, 128);
    else
        arb_indeterminate(x);
    arf_clear(a);
    arf_clear(b);
}

static int at_least(const arb_t x, slong bound)
{
    arb_t y;
    arb_init(y);
    arb_set_si(y, bound);
    int answer = arb_ge(x, y);
    arb_clear(y);
    return answer;
}

/* x > 0 rounded down to 24 bits.  The last digits of a ball's end differ between versions of the library that made it; the run that a case
   means must not. */
static double leading_bits(double x)
{
    int exponent;
    double fraction = frexp(x, &exponent);
    return ldexp(floor(ldexp(fraction, 24)), exponent - 24);
}

/* Condition 1 of the ideal network, from step 0 and its drift; the step size of (10) unless the plan has one. */
static void start_condition(deq_descent_t out, const deq_step_t s, descent_state *r)
{
    deq_condition_struct *c = out->condition;
    const deq_parameters_struct *p = r->p;
    double drift = r->drift, X = p->X_rounding * norm_bound_of(p->X, (size_t)(p->n * p->d));
    arf_t error;
    arf_init(error);
    arf_set_d(error, drift);
    set_interval(c->W_norm, s->exact.norm.lower, s->exact.norm.upper);
    operator_norm(c->U_norm, p->U, p->m, p->d);
    arb_add_error_arf(c->U_norm, error);
    frobenius(c->a_norm, p->a, (size_t)p->m);
    arb_add_error_arf(c->a_norm, error);
    frobenius(c->X_norm, p->X, (size_t)(p->n * p->d));
    arf_set_d(error, closed(X));
    arb_add_error_arf(c->X_norm, error);
    arf_clear(error);
    set_interval(c->lambda0, s->exact.lambda.lower, s->exact.lambda.upper);
    set_interval(c->e0, s->exact.loss.lower, s->exact.loss.upper);
    arb_mul_2exp_si(c->e0, c->e0, 1);
    arb_nonnegative_part(c->e0, c->e0);
    arb_sqrt(c->e0, c->e0, 128);
    /* First a delta that serves the constant 8 in (9), else one that serves 4. */
    deq_condition_choose(c, 2, r->plan->model, p->m, p->n);
    if (!at_least(c->ratio7, 1) || !at_least(c->ratio8, 1) || !at_least(c->ratio9, 2))
        deq_condition_choose(c, 1, r->plan->model, p->m, p->n);
    out->condition_known = arb_is_finite(c->step_bound);
    if (!isnan(r->plan->step_size)) return;
    r->step = leading_bits(STEP_SHARE * arb_lower_double(c->step_bound));
    if (!(r->step > 0) || !(r->step < INFINITY)) r->step = NAN;
}

static dq_status run_steps(deq_descent_t out, descent_state *r, deq_descent_visit visit, void *context)
{
    const deq_descent_plan *plan = r->plan;
    deq_step_t s;
    for (slong step = 0;; step++) {
        deq_interval norm = norm_of_W(r);
        int converged = deq_gradient(r->g, r->p, plan->labels, plan->model, norm.upper, r->curvature);
        int contractive = r->g->contraction < 1;
        int refused = !contractive && !plan->uncertified;
        if (!converged || refused) {
            size_t m = (size_t)r->p->m;
            int finite = norm_bound_of(r->p->W, m * m) < INFINITY && norm_bound_of(r->p->a, m) < INFINITY;
            out->outcome = !finite ? DESCENT_DIVERGED : refused ? DESCENT_NOT_CONTRACTIVE : DESCENT_NOT_CONVERGED;
            return DQ_OK;
        }
        double H_norm, factor;
        record_step(s, &H_norm, r, step, norm);
        factor = record_exact(s, r, H_norm);
        if (step == 0) {
            start_condition(out, s, r);
            out->step_size = r->step;
            if (isnan(r->step)) {
                out->outcome = DESCENT_NO_STEP_SIZE;
                return DQ_OK;
            }
            factor = record_exact(s, r, H_norm);
        }
        out->steps = step;
        if (visit != NULL && visit(context, s, r->p, r->g)) {
            out->outcome = DESCENT_STOPPED;
            return DQ_OK;
        }
        if (step == plan->steps) {
            out->outcome = DESCENT_COMPLETED;
            return DQ_OK;
        }
        descend(r, factor);
    }
}

/* W, its gradient, its start and its reference, the work of operator_norm; the rest is of the order of m (n + d). */
static double bytes_of_run(double m, double n, double d)
{
    return 8 * (8 * m * m + 12 * m * n + 3 * m * d + n * d + 6 * n * n + 4 * m);
}

dq_status deq_descent(deq_descent_t out, const deq_descent_plan *plan, deq_descent_visit visit, void *context,
                      reason_t why)
{
    slong m = plan->width, n = plan->model->points->n, d = plan->model->points->d;
    if (m < 1 || m > INT32_MAX / 64 || plan->trial < 0 || plan->trial > INT32_MAX || plan->steps < 0) {
        reason_set(why, "width %ld, trial %ld, %ld steps are out of range", (long)m, (long)plan->trial,
                   (long)plan->steps);
        return DQ_INPUT;
    }
    double *room = doubles_within_memory(1, bytes_of_run((double)m, (double)n, (double)d), why);
    if (room == NULL) return DQ_MEMORY;
    free(room);
    descent_state r = {.plan = plan, .step = plan->step_size, .curvature = deq_curvature(plan->model->phi)};
    deq_parameters_init(r.p, m, n, d);
    deq_parameters_init(r.start, m, n, d);
    deq_gradient_init(r.g, r.p);
    r.W_reference = flint_calloc((size_t)(m * m), sizeof(double));
    dq_status status = deq_parameters_sample(r.p, &r.drift, plan->model, plan->output_scale, plan->trial, why);
    if (status == DQ_OK) {
        memcpy(r.start->W, r.p->W, (size_t)(m * m) * sizeof(double));
        memcpy(r.start->U, r.p->U, (size_t)(m * d) * sizeof(double));
        memcpy(r.start->a, r.p->a, (size_t)m * sizeof(double));
        status = run_steps(out, &r, visit, context);
    }
    flint_free(r.W_reference);
    deq_gradient_clear(r.g);
    deq_parameters_clear(r.start);
    deq_parameters_clear(r.p);
    return status;
}
