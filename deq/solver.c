/* solver_run: cheap iterations until the residual should be small enough, then the residual enclosed in doubles.

   Method mixed.  Single-precision iterations come down to about 1e-6 |Z|; from there Newton's equation
     E = R + D (W E),   R = phi(WZ+B) - Z,  D = phi'(WZ+B),
   is solved by single-precision iterations too, and Z + E has a residual of about 1e-6 |R| + sup|phi''| |W E|^2: two
   double products for full accuracy where plain iteration takes 25.  When a correction does not halve the residual
   (a kink is crossed, floats overflow or underflow) plain double iterations take over. */
#include "deq/solver.h"
#include <math.h>
#include <string.h>
#include "deq/block_loops.h"

/* Relative residual at which double iterations stop. */
#define RESIDUAL_TARGET 1e-13
/* A residual that stopped falling counts as converged below this relative size. */
#define RESIDUAL_STAGNATION 1e-9
/* Single precision resolves changes down to about this relative size. */
#define SINGLE_RESOLUTION 1e-6
/* Iterates smaller than this are too near the underflow of floats. */
#define SINGLE_LEAST 1e-30
/* Relative accuracy of E. */
#define CORRECTION_RESOLUTION 1e-6

/* Z^(1) = phi(B): the first iterate after Z^(0) = 0 needs no product. */
static void first_iterate(slong block, slong member, void *context)
{
    const solver_struct *s = context;
    row_range rows = rows_of_block(s->net->m, block);
    size_t n = (size_t)s->net->n, from = (size_t)rows.first * n, count = (size_t)rows.count * n;
    (void)member;
    approx_activation_block(s->Z + from, s->model->phi, s->net->B + from, count);
    if (s->Z32 != NULL) narrow(s->Z32 + from, s->Z + from, count);
}

void solver_init(solver_t s)
{
    arb_init(s->residual);
    arb_pos_inf(s->residual);
    s->iterations = s->remembered = 0;
    s->distance = s->estimate = s->previous = INFINITY;
    s->size = s->rounding = 0;
    s->linearised = 0;
    s->stage = STAGE_SINGLE;
    team_run(s->team, first_iterate, s, row_blocks(s->net->m));
}

void solver_clear(solver_t s)
{
    arb_clear(s->residual);
}

static void trace(solver_t s, double residual, trace_kind kind)
{
    deq_trace_struct *t = s->trace;
    if (t == NULL) return;
    if (t->count == t->allocated) {
        t->allocated = 2 * t->allocated + 64;
        t->entry = flint_realloc(t->entry, (size_t)t->allocated * sizeof *t->entry);
    }
    t->entry[t->count++] = (trace_entry){residual, kind};
}

static int enclose_residual(solver_t s, int linearise)
{
    int finite = solver_residual(s, linearise);
    trace(s, s->distance / s->size, TRACE_DOUBLE);
    return finite;
}

/* Small enough: for the caller, or for doubles. */
static int reached(const solver_struct *s, double target)
{
    double least = fmax(RESIDUAL_TARGET * s->size, 0.5 * s->rounding);
    return s->distance < INFINITY && s->distance <= fmax(target, least) && !solver_stopped(s);
}

/* Iterates in floats until the residual is estimated at half the target or the floats are exhausted; 0 when they are
   unusable here. */
static int single_iterations(solver_t s, double target)
{
    double change, size, ratio;
    while (s->iterations < ITERATIONS_MAX && !solver_stopped(s)) {
        solver_single_step(&change, &size, s, 0);
        change = sqrt(change);
        s->size = sqrt(size);
        trace(s, change / s->size, TRACE_SINGLE);
        if (!(change < INFINITY) || !(s->size < INFINITY) || !(s->size > SINGLE_LEAST)) return 0;
        ratio = s->previous < INFINITY ? fmin(change / s->previous, 1) : 1;
        s->previous = change;
        s->estimate = change * ratio;
        if (change <= SINGLE_RESOLUTION * s->size || (change <= 1e-4 * s->size && ratio > 0.9)) {
            s->stage = STAGE_CORRECTION;
            return 1;
        }
        if (s->estimate <= 0.5 * target) return 1;
    }
    return 0;
}

/* Z := Z + E. */
static int correct(solver_t s)
{
    size_t length = (size_t)s->net->m * (size_t)s->net->n;
    double change, size, previous = INFINITY;
    narrow_difference(s->B32, s->Y, s->Z, length);
    memcpy(s->Z32, s->B32, length * sizeof(float));
    do {
        solver_single_step(&change, &size, s, 1);
        change = sqrt(change);
        size = sqrt(size);
        trace(s, change / s->size, TRACE_CORRECTION);
        if (!(change < INFINITY) || !(size < INFINITY)) return 0;
        if (change <= CORRECTION_RESOLUTION * size || change > 0.9 * previous) break;
        previous = change;
    } while (s->iterations < ITERATIONS_MAX && !solver_stopped(s));
    add_floats(s->Z, s->Z32, length);
    return 1;
}

static int mixed(solver_t s, double target)
{
    size_t length = (size_t)s->net->m * (size_t)s->net->n;
    while (s->stage == STAGE_SINGLE && !solver_stopped(s)) {
        int usable = single_iterations(s, target);
        if (usable) {
            widen(s->Z, s->Z32, length);
            usable = enclose_residual(s, s->stage == STAGE_CORRECTION);
        }
        if (!usable) { /* nothing of the floats is kept */
            s->stage = STAGE_DOUBLE;
            team_run(s->team, first_iterate, s, row_blocks(s->net->m));
            return enclose_residual(s, 0) ? 0 : -1;
        }
        if (reached(s, target)) return 1;
        target *= 0.25; /* the estimate was too hopeful */
    }
    while (s->stage == STAGE_CORRECTION && !solver_stopped(s)) {
        double before = s->distance;
        if (reached(s, target)) return 1;
        if (!s->linearised && !enclose_residual(s, 1)) return -1;
        /* The last correction needs no derivative: 1e-5 of the residual is below the target. */
        if (!correct(s) || !enclose_residual(s, 1e-5 * before > fmax(target, RESIDUAL_TARGET * s->size))) return -1;
        if (reached(s, target)) return 1;
        if (!(s->distance <= 0.5 * before)) s->stage = STAGE_DOUBLE;
    }
    return 0;
}

/* Plain or mixed double steps from the present Z. */
static int double_iterations(solver_t s, deq_method method, double target)
{
    double previous = INFINITY;
    if (!(s->distance < INFINITY) && !enclose_residual(s, 0)) return 0;
    for (;;) {
        if (reached(s, target)) return 1;
        if (s->distance <= RESIDUAL_STAGNATION * s->size && s->distance > 0.9 * previous) return 1;
        if (s->iterations >= ITERATIONS_MAX || solver_stopped(s)) return 0;
        previous = s->distance;
        solver_double_step(s, method);
        if (!enclose_residual(s, 0)) return 0;
    }
}

int solver_run(solver_t s, deq_method method, double target)
{
    if (reached(s, target)) return 1;
    if (method == METHOD_MIXED && s->stage != STAGE_DOUBLE) {
        int state = mixed(s, target);
        if (state != 0) return state > 0;
    }
    return double_iterations(s, method, target);
}
