/* descent_run: the training run of a case, recorded. */
#include "verify/claims/descent_run.h"
#include "verify/claims/audit.h"
#include "verify/claims/planted.h"
#include "verify/claims/random_model.h"
#include <math.h>
#include <string.h>

static double *copied(const double *x, size_t count)
{
    double *copy = flint_malloc((count > 0 ? count : 1) * sizeof *copy);
    memcpy(copy, x, count * sizeof *copy);
    return copy;
}

static void take_snapshot(descent_snapshot *s, slong step, const deq_parameters_struct *p, const deq_gradient_struct *g)
{
    size_t m = (size_t)p->m, n = (size_t)p->n, d = (size_t)p->d;
    s->step = step;
    deq_parameters_init(s->p, p->m, p->n, p->d);
    memcpy(s->p->W, p->W, m * m * sizeof(double));
    memcpy(s->p->U, p->U, m * d * sizeof(double));
    memcpy(s->p->a, p->a, m * sizeof(double));
    s->Z = copied(g->Z, m * n);
    s->e = copied(g->e, n);
    s->Z_radius = g->Z_radius;
    s->e_radius = g->e_radius;
}

static int record(void *context, const deq_step_struct *step, const deq_parameters_struct *p,
                  const deq_gradient_struct *g)
{
    descent_run_struct *run = context;
    if (run->count == run->allocated) {
        run->allocated = 2 * run->allocated + 64;
        run->step = flint_realloc(run->step, (size_t)run->allocated * sizeof *run->step);
    }
    run->step[run->count++] = *step;
    if (run->snapshots < DESCENT_SNAPSHOTS &&
        (step->step <= 1 || step->step == run->last / 2 || step->step == run->last))
        take_snapshot(&run->snapshot[run->snapshots++], step->step, p, g);
    return 0;
}

descent_run_struct *descent_run_new(const deq_model_struct *model, const double *labels, const fmpq_t output_scale,
                                    slong width, slong steps, double step_size, int uncertified)
{
    descent_run_struct *run = flint_calloc(1, sizeof *run);
    *run->model = *model;
    run->last = steps;
    reason_init(run->why);
    deq_descent_init(run->done);
    deq_descent_plan plan = {.model = run->model,
                             .labels = labels,
                             .output_scale = output_scale,
                             .width = width,
                             .steps = steps,
                             .step_size = step_size,
                             .uncertified = uncertified};
    run->status = deq_descent(run->done, &plan, record, run, run->why);
    return run;
}

void descent_run_free(void *content)
{
    descent_run_struct *run = content;
    if (run == NULL) return;
    for (slong k = 0; k < run->snapshots; k++) {
        deq_parameters_clear(run->snapshot[k].p);
        flint_free(run->snapshot[k].Z);
        flint_free(run->snapshot[k].e);
    }
    deq_descent_clear(run->done);
    flint_free(run->step);
    flint_free(run);
}

static void clear_shared(void *content)
{
    descent_run_struct *run = content;
    random_model_clear(run->model);
    descent_run_free(run);
}

double case_step_size(const case_struct *c)
{
    arb_t ball;
    arb_init(ball);
    arb_set_fmpq(ball, c->step_size, 128);
    double value = c->step_theorem ? NAN : arf_get_d(arb_midref(ball), ARF_RND_NEAR);
    arb_clear(ball);
    return value;
}

const descent_run_struct *audit_descent(audit_t a)
{
    void **slot = audit_slot(a, clear_shared);
    if (*slot == NULL) {
        const case_struct *c = audit_case(a);
        deq_model_t model;
        random_model_init(model, a);
        *slot = descent_run_new(model, c->labels, c->output_scale, c->training_width, c->training_steps,
                                case_step_size(c), 0);
    }
    return *slot;
}

const descent_run_struct *training_run(verdict_t v, audit_t a)
{
    const arb_struct *L;
    if (!audit_case(a)->training) {
        verdict_set(v, VERDICT_INAPPLICABLE, "The case trains no network: it has no `training` section.");
        return NULL;
    }
    if (!lipschitz_holds(&L, v, a)) return NULL;
    const descent_run_struct *run = audit_descent(a);
    if (run->status != DQ_OK) {
        verdict_from_status(v, run->status, run->why);
        return NULL;
    }
    if (run->count == 0) {
        verdict_set(v, VERDICT_INCONCLUSIVE, "No step of the training run is certified: it ended %s at the start.",
                    descent_outcome_name(run->done->outcome));
        return NULL;
    }
    return run;
}

void arb_set_deq_interval(arb_t x, deq_interval i)
{
    arf_t lower, upper;
    arf_init(lower);
    arf_init(upper);
    arf_set_d(lower, i.lower);
    arf_set_d(upper, i.upper);
    if (i.lower <= i.upper && i.upper < INFINITY)
        arb_set_interval_arf(x, lower, upper, 128);
    else
        arb_indeterminate(x);
    arf_clear(lower);
    arf_clear(upper);
}

void describe_run(verdict_t v, const descent_run_struct *run, slong width)
{
    verdict_add(v, "The run: width %ld, step size %.6g, %ld steps, %s; %ld points.", (long)width, run->done->step_size,
                (long)(run->count - 1), descent_outcome_name(run->done->outcome), (long)run->model->points->n);
}

int condition_certified(const descent_run_struct *run, slong constant9)
{
    const deq_condition_struct *c = run->done->condition;
    arb_t bound, step;
    arb_init(bound);
    arb_init(step);
    arb_one(bound);
    arb_set_d(step, run->done->step_size);
    int holds = arb_ge(c->ratio7, bound) && arb_ge(c->ratio8, bound) && arb_lt(step, c->step_bound);
    arb_set_si(bound, constant9);
    holds = holds && arb_ge(c->ratio9, bound);
    if (!holds) {
        deq_condition_t smallest; /* C_2 grows with delta */
        deq_condition_init(smallest);
        arb_set(smallest->W_norm, c->W_norm);
        arb_set(smallest->U_norm, c->U_norm);
        arb_set(smallest->a_norm, c->a_norm);
        arb_set(smallest->X_norm, c->X_norm);
        arb_set(smallest->lambda0, c->lambda0);
        arb_set(smallest->e0, c->e0);
        deq_condition_set(smallest, 0x1p-200, run->model, run->snapshot[0].p->m, run->model->points->n);
        if (arb_lt(smallest->ratio9, bound)) holds = -1;
        deq_condition_clear(smallest);
    }
    arb_clear(bound);
    arb_clear(step);
    return holds;
}

int planted_run_init(planted_run_t p, slong n, slong steps, double step_size, verdict_t v)
{
    static const double label[] = {0.01, -0.01};
    fmpq_t scale;
    memset(p, 0, sizeof *p);
    if (!planted_activation(&p->phi, "tanh(x)", v)) return 0;
    points_init(p->points, n, 2);
    for (slong i = 0; i < n; i++) p->points->x[3 * i] = 1;
    p->points->normalise = 1;
    p->model->phi = p->phi;
    p->model->points = p->points;
    fmpq_init(p->model->s);
    fmpq_set_si(p->model->s, 1, 1000);
    p->model->law = WEIGHTS_GAUSSIAN;
    p->model->lipschitz_known = 1;
    p->model->L = 1;
    p->model->seed = 20220527;
    fmpq_init(scale);
    fmpq_set_si(scale, 1, 1000);
    p->run = descent_run_new(p->model, label, scale, 64, steps, step_size, 0);
    fmpq_clear(scale);
    if (p->run->status == DQ_OK && p->run->count == steps + 1) return 1;
    verdict_set(v, VERDICT_INCONCLUSIVE, "The planted run ended early.");
    planted_run_clear(p);
    return 0;
}

void planted_run_clear(planted_run_t p)
{
    descent_run_free(p->run);
    fmpq_clear(p->model->s);
    points_clear(p->points);
    activation_clear(p->phi);
}
