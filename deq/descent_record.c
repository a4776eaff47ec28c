/* descent_record: the certified numbers of one step. */
#include "deq/descent_record.h"
#include "deq/descent_bounds.h"
#include "deq/descent_drift.h"
#include <string.h>

/* |W| is enclosed again when W has moved this far, relative to |W|, since the last time. */
#define NORM_REFRESH 5e-3

static size_t entries_of_W(const descent_state *r)
{
    return (size_t)(r->p->m * r->p->m);
}

/* |W|_2 from the last enclosure and the distance moved since. */
deq_interval norm_of_W(descent_state *r)
{
    double moved = distance_bound(r->p->W, r->W_reference, entries_of_W(r));
    if (!(moved <= NORM_REFRESH * r->reference_lower)) {
        arb_t norm;
        arb_init(norm);
        operator_norm(norm, r->p->W, r->p->m, r->p->m);
        r->reference_lower = arb_lower_double(norm);
        r->reference_upper = arb_upper_double(norm);
        arb_clear(norm);
        memcpy(r->W_reference, r->p->W, entries_of_W(r) * sizeof(double));
        moved = 0;
    }
    return (deq_interval){(r->reference_lower - moved) * (r->reference_lower > moved ? 1 - 0x1p-50 : 1 + 0x1p-50),
                          closed(r->reference_upper + moved)};
}

/* The interval of |x|_F, known to within radius. */
static deq_interval norm_interval(const double *x, size_t count, double radius)
{
    arb_t norm;
    arb_init(norm);
    frobenius(norm, x, count);
    deq_interval i = {arb_lower_double(norm) - radius, arb_upper_double(norm) + radius};
    i.lower = i.lower > 0 ? i.lower * (1 - 0x1p-50) : 0;
    i.upper = closed(i.upper);
    arb_clear(norm);
    return radius < INFINITY && i.upper < INFINITY ? i : (deq_interval){NAN, NAN};
}

static deq_interval moved_interval(const double *x, const double *y, size_t count)
{
    arb_t norm;
    if (memcmp(x, y, count * sizeof(double)) == 0) return (deq_interval){0, 0};
    arb_init(norm);
    frobenius_distance(norm, x, y, count);
    deq_interval i = {arb_lower_double(norm), arb_upper_double(norm)};
    arb_clear(norm);
    if (!(i.lower > 0)) i.lower = 0;
    return i;
}

/* half the square, and the root of the sum of three squares, outward; hypot's error is within the slack */
static deq_interval half_square(deq_interval e)
{
    return (deq_interval){0.5 * e.lower * e.lower * (1 - 0x1p-50), closed(0.5 * e.upper * e.upper)};
}

static deq_interval root_of_three(deq_interval x, deq_interval y, deq_interval z)
{
    return (deq_interval){hypot(hypot(x.lower, y.lower), z.lower) * (1 - 0x1p-45),
                          closed(hypot(hypot(x.upper, y.upper), z.upper))};
}

/* sqrt(lambda) +- r, squared */
static deq_interval moved_square(deq_interval lambda, double r)
{
    double low = sqrt(lambda.lower) * (1 - 0x1p-50) - r, high = closed(sqrt(lambda.upper) + r);
    if (!(r < INFINITY) || !(lambda.lower <= lambda.upper)) return (deq_interval){NAN, NAN};
    return (deq_interval){low > 0 ? low * low * (1 - 0x1p-48) : 0, closed(high * high)};
}

void record_step(deq_step_t s, double *H_norm, descent_state *r, slong step, deq_interval norm)
{
    const deq_gradient_struct *g = r->g;
    size_t m = (size_t)r->p->m, n = (size_t)r->p->n, d = (size_t)r->p->d;
    memset(s, 0, sizeof *s);
    s->step = step;
    s->iterations = g->iterations;
    s->adjoint_iterations = g->adjoint_iterations;
    s->norm = norm;
    s->loss = half_square(norm_interval(g->e, n, g->e_radius));
    s->Z_norm = norm_interval(g->Z, m * n, g->Z_radius);
    s->gradient_W = norm_interval(g->W, m * m, g->W_radius);
    s->gradient_U = norm_interval(g->U, m * d, g->U_radius);
    s->gradient_a = norm_interval(g->a, m, g->a_radius);
    s->gradient = root_of_three(s->gradient_W, s->gradient_U, s->gradient_a);
    s->moved_W = moved_interval(r->p->W, r->start->W, m * m);
    s->moved_U = moved_interval(r->p->U, r->start->U, m * d);
    s->moved_a = moved_interval(r->p->a, r->start->a, m);
    deq_spectrum(&s->lambda, &s->lambda_H, H_norm, g, r->p);
}

/* The numbers of exact gradient descent; returns the Lipschitz constant of a step. */
double record_exact(deq_step_t s, const descent_state *r, double H_norm)
{
    const deq_gradient_struct *g = r->g;
    drift_bounds around;
    drift_around(&around, g, r->p, r->plan->model, r->curvature, H_norm, r->drift, r->step);
    s->drift = r->drift;
    s->exact.loss = half_square(norm_interval(g->e, (size_t)g->n, closed(g->e_radius + around.e)));
    s->exact.lambda = g->m >= g->n ? moved_square(s->lambda, around.Z) : s->lambda;
    s->exact.norm = (deq_interval){s->norm.lower - closed(r->drift), closed(s->norm.upper + r->drift)};
    if (!(r->drift < INFINITY)) s->exact.norm = (deq_interval){NAN, NAN};
    return around.factor;
}
