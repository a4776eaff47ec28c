/* Bounds of probabilities, and the decisions made with them. */
#include <stdlib.h>
#include <string.h>

#include "deq/deq.h"
#include "deq/norm_bound.h"
#include "tests/hunt/engine.h"
#include "verify/statistics/statistics.h"

static dq_status rational(fmpq_t x, const char *text, reason_t why)
{
    if (fmpq_set_str(x, text, 10) == 0) return DQ_OK;
    reason_set(why, "not a rational: %.60s", text);
    return DQ_INPUT;
}

/* binomial K TRIALS P PREC: P(Bin(TRIALS, P) <= K), P dyadic. */
static dq_status binomial(FILE *out, char **field, int fields, reason_t why)
{
    arb_t p, tail;
    (void)fields;
    arb_init(p);
    arb_init(tail);
    dq_status status = engine_number(p, field[2], 64, why);
    if (status == DQ_OK) {
        binomial_cdf(tail, (ulong)engine_integer(field[0]), (ulong)engine_integer(field[1]), arb_midref(p),
                     engine_integer(field[3]));
        fputs("tail", out);
        engine_print(out, tail);
        fputc('\n', out);
    }
    arb_clear(p);
    arb_clear(tail);
    return status;
}

static void print_limits(FILE *out, const char *name, const arf_t lower, const arf_t upper)
{
    fputs(name, out);
    engine_print_arf(out, lower);
    engine_print_arf(out, upper);
    fputc('\n', out);
}

/* limits SUCCESSES TRIALS ALPHA: clopper_pearson. */
static dq_status limits(FILE *out, char **field, int fields, reason_t why)
{
    fmpq_t alpha;
    arf_t lower, upper;
    (void)fields;
    fmpq_init(alpha);
    arf_init(lower);
    arf_init(upper);
    dq_status status = rational(alpha, field[2], why);
    if (status == DQ_OK) {
        clopper_pearson(lower, upper, (ulong)engine_integer(field[0]), (ulong)engine_integer(field[1]), alpha);
        print_limits(out, "limits", lower, upper);
    }
    fmpq_clear(alpha);
    arf_clear(lower);
    arf_clear(upper);
    return status;
}

/* decide GOOD BAD TRIALS T BUDGET: the decision (0 supported, 1 rejected, 2 open) and its limits. */
static dq_status decide(FILE *out, char **field, int fields, reason_t why)
{
    static const char *const name[] = {"supported", "rejected", "open"};
    fmpq_t t;
    arf_t lower, upper;
    (void)fields;
    fmpq_init(t);
    arf_init(lower);
    arf_init(upper);
    double *budget = engine_doubles(field[4], 1, why);
    dq_status status = budget == NULL ? DQ_INPUT : rational(t, field[3], why);
    if (status == DQ_OK) {
        decision d = decide_probability(lower, upper, (ulong)engine_integer(field[0]), (ulong)engine_integer(field[1]),
                                        (ulong)engine_integer(field[2]), t, *budget);
        print_limits(out, name[d], lower, upper);
    }
    flint_free(budget);
    fmpq_clear(t);
    arf_clear(lower);
    arf_clear(upper);
    return status;
}

/* trials_needed T */
static dq_status needed(FILE *out, char **field, int fields, reason_t why)
{
    fmpq_t t;
    (void)fields;
    fmpq_init(t);
    dq_status status = rational(t, field[0], why);
    if (status == DQ_OK) fprintf(out, "trials\t%lu\n", (unsigned long)trials_needed(t));
    fmpq_clear(t);
    return status;
}

/* fit COUNT X Y: slope and the ends of its interval. */
static dq_status fit(FILE *out, char **field, int fields, reason_t why)
{
    slong count = engine_integer(field[0]);
    double *x = engine_doubles(field[1], count, why), *y = engine_doubles(field[2], count, why);
    approx_fit f;
    (void)fields;
    int usable = x != NULL && y != NULL;
    if (usable && approx_loglog_fit(&f, x, y, count))
        fprintf(out, "fit\t%a\t%a\t%a\n", f.slope, f.low, f.high);
    else if (usable)
        fputs("none\n", out);
    flint_free(x);
    flint_free(y);
    return usable ? DQ_OK : DQ_INPUT;
}

/* The model of the commands below: Gaussian weights, no points. */
static dq_status set_model(deq_model_t model, const char *s, double L, const char *seed, reason_t why)
{
    fmpq_t value;
    memset(model, 0, sizeof *model);
    model->law = WEIGHTS_GAUSSIAN;
    model->seed = (uint64_t)engine_integer(seed);
    model->lipschitz_known = 1;
    model->L = L;
    fmpq_init(model->s);
    fmpq_init(value);
    dq_status status = rational(value, s, why);
    fmpq_set(model->s, value);
    fmpq_clear(value);
    return status;
}

/* norm_tail S L WIDTH: gaussian_norm_bound: the bound and the probability charged. */
static dq_status norm_tail(FILE *out, char **field, int fields, reason_t why)
{
    deq_model_t model;
    arb_t bound;
    double budget;
    (void)fields;
    arb_init(bound);
    double *L = engine_doubles(field[1], 1, why);
    dq_status status = set_model(model, field[0], L == NULL ? 1 : *L, "0", why);
    if (L == NULL) status = DQ_INPUT;
    if (status == DQ_OK) {
        if (gaussian_norm_bound(bound, &budget, model, engine_integer(field[2]))) {
            fputs("bound", out);
            engine_print(out, bound);
            fprintf(out, "\nbudget\t%a\n", budget);
        } else {
            fputs("none\n", out);
        }
    }
    arb_clear(bound);
    flint_free(L);
    fmpq_clear(model->s);
    return status;
}

/* norm_draw S SEED WIDTH TRIAL SQUARE: the variates of W and of the bidiagonal form, deq_norm_draw, deq_gaussian_norm_enclose and
   deq_gaussian_norm for the square. */
static dq_status norm_draw(FILE *out, char **field, int fields, reason_t why)
{
    slong width = engine_integer(field[2]), trial = engine_integer(field[3]), count = width * width;
    deq_model_t model;
    deq_interval drawn;
    double budget, *variate = flint_malloc((size_t)count * sizeof *variate);
    arb_t value;
    int side;
    (void)fields;
    arb_init(value);
    dq_status status = set_model(model, field[0], 1, field[1], why);
    for (int bidiagonal = 0; bidiagonal < 2 && status == DQ_OK; bidiagonal++) {
        deq_sample(variate, (size_t)count, WEIGHTS_GAUSSIAN, model->seed, (uint32_t)width, (uint32_t)trial,
                   bidiagonal ? MATRIX_BIDIAGONAL : MATRIX_W, 0);
        for (slong k = 0; k < count; k++) fprintf(out, k == 0 ? "%a" : "\t%a", variate[k]);
        fputc('\n', out);
    }
    if (status == DQ_OK) status = deq_norm_draw(&drawn, &budget, model, width, trial, why);
    if (status == DQ_OK) {
        fprintf(out, "drawn\t%a\t%a\t%a\n", drawn.lower, drawn.upper, budget);
        status = deq_gaussian_norm_enclose(value, model->seed, width, trial, why);
    }
    if (status == DQ_OK) {
        fputs("enclosed", out);
        engine_print(out, value);
        fputc('\n', out);
        status = engine_number(value, field[4], 64, why);
    }
    if (status == DQ_OK) status = deq_gaussian_norm(&side, value, model->seed, width, trial, why);
    if (status == DQ_OK) fprintf(out, "side\t%d\n", side);
    arb_clear(value);
    fmpq_clear(model->s);
    flint_free(variate);
    return status;
}

typedef struct {
    const char *answers;
    const slong *width;
} question_context;
static decision answer_question(void *context, slong width)
{
    const question_context *q = context;
    slong k = 0;
    while (q->width[k] != width) k++;
    return q->answers[k] == 's' ? DECIDED_SUPPORTED : q->answers[k] == 'r' ? DECIDED_REJECTED : DECIDED_OPEN;
}

/* smallest_width ANSWERS: a letter (s, r, o) for each of the widths 10, 20, ... */
static dq_status search(FILE *out, char **field, int fields, reason_t why)
{
    slong count = (slong)strlen(field[0]), *width = flint_malloc((size_t)(count + 1) * sizeof *width);
    question_context q = {field[0], width};
    width_bracket found;
    (void)fields;
    (void)why;
    for (slong k = 0; k < count; k++) width[k] = 10 * (k + 1);
    int consistent = smallest_width(&found, width, count, answer_question, &q);
    fprintf(out, "%d\t%ld\t%ld\t%ld\n", consistent, (long)found.above, (long)found.at_most, (long)found.decisions);
    flint_free(width);
    return DQ_OK;
}

const engine_command engine_probability[] = {{"binomial", 4, binomial},
                                             {"limits", 3, limits},
                                             {"decide", 5, decide},
                                             {"trials_needed", 1, needed},
                                             {"fit", 3, fit},
                                             {"norm_tail", 3, norm_tail},
                                             {"norm_draw", 5, norm_draw},
                                             {"smallest_width", 1, search},
                                             {NULL, 0, NULL}};
