/* Blocks of doubles: every element goes to the piece that contains it, decided exactly, and through that piece's
 * program. */
#include <math.h>
#include <string.h>
#include "activation/block_program.h"
#include "activation/evaluate.h"

/* What a call needs to know about breakpoint k: x >= b_k exactly when x >= threshold (the least double >= b_k);
   is_double: the threshold is b_k itself, where phi takes the value at_break. */
typedef struct {
    double threshold, value, radius;
    int is_double;
} break_struct;

typedef struct {
    const activation_struct *phi;
    int order;
    break_struct *at;       /* pieces - 1 */
    block_program *program; /* per piece, compiled on first use */
    char *compiled;
} evaluator_struct;

static int compare_double(double d, const fmpq_t b)
{
    arf_t t;
    arf_init(t);
    arf_set_d(t, d);
    int order = arf_cmp_rational(t, b);
    arf_clear(t);
    return order;
}

static void break_init(break_struct *at, const fmpq_t b, const expr_struct *value)
{
    enum { CONSTANT_PRECISION = 192 };
    double d = fmpq_get_d(b);
    while (compare_double(d, b) < 0) d = nextafter(d, INFINITY);
    while (compare_double(nextafter(d, -INFINITY), b) >= 0) d = nextafter(d, -INFINITY);
    at->threshold = d;
    at->is_double = compare_double(d, b) == 0;
    at->value = 0;
    at->radius = INFINITY;
    if (!at->is_double) return;
    block_program p;
    const double zeros[BLOCK_STEP] = {0}, *y, *f;
    block_program_init(&p, value, 0);
    block_program_run(&y, &f, &p, zeros, 1);
    at->value = y[0];
    at->radius = f[0];
    block_program_clear(&p);
}

static void evaluator_init(evaluator_struct *w, const activation_struct *phi, int order)
{
    const size_t pieces = (size_t)phi->pieces;
    w->phi = phi;
    w->order = order;
    w->at = flint_malloc(pieces * sizeof(break_struct));
    w->program = flint_malloc(pieces * sizeof(block_program));
    w->compiled = flint_calloc(pieces, 1);
    for (slong k = 0; k < phi->pieces - 1; k++) break_init(w->at + k, phi->breakpoint + k, phi->at_break + k);
}

static void evaluator_clear(evaluator_struct *w)
{
    for (slong k = 0; k < w->phi->pieces; k++)
        if (w->compiled[k]) block_program_clear(w->program + k);
    flint_free(w->at);
    flint_free(w->program);
    flint_free(w->compiled);
}

static block_program *program_of(evaluator_struct *w, slong k)
{
    if (!w->compiled[k]) {
        block_program_init(w->program + k, w->phi->piece + k, w->order);
        w->compiled[k] = 1;
    }
    return w->program + k;
}

/* y = value where x >= low resp. where x == at.  Constant inner loops, restrict and both operands loaded first: so they
 * vectorise. */
static void select_from(double *restrict y, const double *restrict x, double low, const double *restrict value,
                        int padded)
{
    for (int start = 0; start < padded; start += BLOCK_STEP) {
        for (int i = start; i < start + BLOCK_STEP; i++) {
            const double v = value[i], old = y[i];
            y[i] = x[i] >= low ? v : old;
        }
    }
}

static void select_equal(double *restrict y, const double *restrict x, double at, double value, int padded)
{
    for (int start = 0; start < padded; start += BLOCK_STEP) {
        for (int i = start; i < start + BLOCK_STEP; i++) {
            const double old = y[i];
            y[i] = x[i] == at ? value : old;
        }
    }
}

static void finish(double *restrict bound, const double *restrict f, const double *restrict x, int padded)
{
    for (int start = 0; start < padded; start += BLOCK_STEP) {
        for (int i = start; i < start + BLOCK_STEP; i++) {
            const double inflated = f[i] * BLOCK_INFLATION + (x[i] - x[i]); /* NaN for infinite x */
            bound[i] = inflated >= 0 ? inflated : (double)INFINITY;
        }
    }
}

/* Elements of piece [low, high), pieces coming from left to right.  Without libm calls it is cheapest to evaluate all
   elements and to let later pieces overwrite those right of `high`; otherwise the piece's elements are gathered. */
static void piece_elements(double *restrict y, double *restrict f, block_program *p, const double *restrict x,
                           double low, double high, int padded)
{
    const double *value, *error;
    if (p->cheap) {
        block_program_run(&value, &error, p, x, padded);
        select_from(y, x, low, value, padded);
        select_from(f, x, low, error, padded);
        return;
    }
    double gathered[BLOCK + 1];
    int position[BLOCK + 1], count = 0;
    for (int i = 0; i < padded; i++) {
        gathered[count] = x[i];
        position[count] = i;
        count += (x[i] >= low) & (x[i] < high);
    }
    if (count == 0) return;
    for (int i = count; i % BLOCK_STEP != 0; i++) gathered[i] = gathered[0];
    block_program_run(&value, &error, p, gathered, count);
    for (int i = 0; i < count; i++) {
        y[position[i]] = value[i];
        f[position[i]] = error[i];
    }
}

/* One block; y and f have room for `padded` elements. */
static void block(double *y, double *f, evaluator_struct *w, const double *x, int padded)
{
    const slong last = w->phi->pieces - 1;
    memcpy(y, x,
           (size_t)padded * sizeof(double)); /* NaN belongs to no piece and stays; its bound becomes inf in the end */
    memset(f, 0, (size_t)padded * sizeof(double));
    for (slong k = 0; k <= last; k++) {
        const double low = k > 0 ? w->at[k - 1].threshold : -INFINITY, high = k < last ? w->at[k].threshold : INFINITY;
        piece_elements(y, f, program_of(w, k), x, low, high, padded);
    }
    for (slong k = 0; k < last && w->order == 0; k++) {
        if (!w->at[k].is_double) continue;
        select_equal(y, x, w->at[k].threshold, w->at[k].value, padded);
        select_equal(f, x, w->at[k].threshold, w->at[k].radius, padded);
    }
}

static void evaluate(double *y, double *error, const activation_struct *phi, int order, const double *x, size_t length)
{
    evaluator_struct w;
    evaluator_init(&w, phi, order);
    double point[BLOCK], value[BLOCK], radius[BLOCK], bound[BLOCK];
    for (size_t start = 0; start < length; start += BLOCK) {
        const int count = length - start < BLOCK ? (int)(length - start) : BLOCK;
        const int padded = (count + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;
        const double *v = value, *f = radius;
        memcpy(point, x + start, (size_t)count * sizeof(double));
        for (int i = count; i < padded; i++) point[i] = point[0];
        if (phi->pieces == 1)
            block_program_run(&v, &f, program_of(&w, 0), point, count);
        else
            block(value, radius, &w, point, padded);
        finish(bound, f, point, padded);
        memcpy(y + start, v, (size_t)count * sizeof(double));
        memcpy(error + start, bound, (size_t)count * sizeof(double));
    }
    evaluator_clear(&w);
}

void activation_eval_block(double *y, double *error, const activation_t phi, const double *x, size_t length)
{
    evaluate(y, error, phi, 0, x, length);
}

void activation_eval_derivative_block(double *y, double *error, const activation_t phi, const double *x, size_t length)
{
    evaluate(y, error, phi, 1, x, length);
}
