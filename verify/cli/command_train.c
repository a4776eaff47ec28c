/* train: gradient descent on the network of a case, every step certified. */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "verify/cli/cli.h"

#define WIDTH_MOST      100000
#define STEPS_MOST      1000000
#define TEXT_DIGITS     6
#define JSON_DIGITS     17
#define ROWS_SHOWN      20
#define REFRESH_SECONDS 0.2

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
    interrupted = number;
}

typedef struct {
    deq_step_struct *step;
    slong count, allocated, steps;
    int terminal;
    double shown;
} recording_struct;

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int keep_step(void *context, const deq_step_struct *step, const deq_parameters_struct *p,
                     const deq_gradient_struct *g)
{
    recording_struct *r = context;
    (void)p;
    (void)g;
    if (r->count == r->allocated) {
        r->allocated = 2 * r->allocated + 64;
        r->step = flint_realloc(r->step, (size_t)r->allocated * sizeof *r->step);
    }
    r->step[r->count++] = *step;
    double now = seconds_now();
    if (r->terminal && now - r->shown >= REFRESH_SECONDS) {
        fprintf(stderr, "\r\033[K[%ld/%ld] loss %.3g", (long)step->step, (long)r->steps, step->loss.upper);
        r->shown = now;
    }
    return interrupted != 0;
}

/* The ends themselves are rounded outward: a ball of the interval would be wider. */
static void print_interval(deq_interval i, int json)
{
    arb_t end;
    if (!(i.lower <= i.upper && i.upper < INFINITY)) {
        printf(json ? "null" : "-");
        return;
    }
    arb_init(end);
    arb_set_d(end, i.lower);
    char *lower = arb_lower_decimal(end, json ? JSON_DIGITS : TEXT_DIGITS);
    arb_set_d(end, i.upper);
    char *upper = arb_upper_decimal(end, json ? JSON_DIGITS : TEXT_DIGITS);
    printf(json ? "{\"lower\": \"%s\", \"upper\": \"%s\"}" : "[%s, %s]", lower, upper);
    free(lower);
    free(upper);
    arb_clear(end);
}

static void print_named(const char *name, deq_interval i)
{
    printf(", \"%s\": ", name);
    print_interval(i, 1);
}

static void print_step(const deq_step_struct *s, int json)
{
    if (!json) {
        printf("step %ld: loss in ", (long)s->step);
        print_interval(s->loss, 0);
        printf(", lambda in ");
        print_interval(s->lambda, 0);
        printf(", |W| in ");
        print_interval(s->norm, 0);
        printf(", |gradient| in ");
        print_interval(s->gradient, 0);
        printf(", moved %.3g %.3g %.3g\n", s->moved_W.upper, s->moved_U.upper, s->moved_a.upper);
        return;
    }
    printf("{\"step\": %ld, \"iterations\": %ld, \"adjoint_iterations\": %ld", (long)s->step, (long)s->iterations,
           (long)s->adjoint_iterations);
    print_named("loss", s->loss);
    print_named("lambda", s->lambda);
    print_named("lambda_H", s->lambda_H);
    print_named("operator_norm", s->norm);
    print_named("gradient", s->gradient);
    print_named("gradient_W", s->gradient_W);
    print_named("gradient_U", s->gradient_U);
    print_named("gradient_a", s->gradient_a);
    print_named("moved_W", s->moved_W);
    print_named("moved_U", s->moved_U);
    print_named("moved_a", s->moved_a);
    if (s->drift < INFINITY)
        printf(", \"drift\": %.17g", s->drift);
    else
        printf(", \"drift\": null");
    print_named("exact_loss", s->exact.loss);
    print_named("exact_lambda", s->exact.lambda);
    print_named("exact_operator_norm", s->exact.norm);
    printf("}");
}

static void print_ratio(const char *name, const arb_t ratio, int json)
{
    printf(json ? ", \"%s\": " : ", %s in ", name);
    if (!arb_is_finite(ratio))
        printf(json ? "null" : "-");
    else if (json)
        print_json_enclosure(stdout, ratio, JSON_DIGITS);
    else
        print_text_enclosure(stdout, ratio, TEXT_DIGITS);
}

/* Left side over right side of (7), (8), (9): Condition 1 holds when all are >= 1. */
static void print_condition(const deq_descent_t done, int json)
{
    const deq_condition_struct *c = done->condition;
    if (!done->condition_known) {
        printf(json ? "null" : "Condition 1: not decided\n");
        return;
    }
    arb_t one;
    arb_init(one);
    arb_one(one);
    int holds = arb_ge(c->ratio7, one) && arb_ge(c->ratio8, one) && arb_ge(c->ratio9, one);
    int fails = arb_lt(c->ratio7, one) || arb_lt(c->ratio8, one) || arb_lt(c->ratio9, one);
    const char *answer = holds ? "holds" : fails ? "fails at this delta" : "undecided";
    arb_clear(one);
    if (json)
        printf("{\"delta\": %.17g, \"answer\": \"%s\"", c->delta, answer);
    else
        printf("Condition 1 %s (delta %.3g", answer, c->delta);
    print_ratio(json ? "ratio7" : "ratio of (7)", c->ratio7, json);
    print_ratio(json ? "ratio8" : "(8)", c->ratio8, json);
    print_ratio(json ? "ratio9" : "(9)", c->ratio9, json);
    print_ratio(json ? "step_bound" : "(10)", c->step_bound, json);
    printf(json ? "}" : ")\n");
}

static void explain(reason_t why, const deq_descent_t done, slong recorded)
{
    static const char *const text[] = {
        [DESCENT_COMPLETED] = "",
        [DESCENT_STOPPED] = "interrupted",
        [DESCENT_NOT_CONTRACTIVE] = "L|W| < 1 could not be shown, so the equilibrium is not certified",
        [DESCENT_NOT_CONVERGED] = "the equilibrium or its adjoint was not found",
        [DESCENT_DIVERGED] = "the iterates left the doubles",
        [DESCENT_NO_STEP_SIZE] = "the step size of the theorem is not certified; give one with --step-size"};
    reason_set(why, "%s at step %ld", text[done->outcome],
               (long)(recorded > 0 && done->outcome == DESCENT_STOPPED ? recorded - 1 : recorded));
}

static int print_run(const invocation_t *in, const recording_struct *r, const deq_descent_t done, slong width,
                     dq_status status, reason_t why)
{
    int json = option_value(in, "json") != NULL;
    if (status == DQ_OK && done->outcome != DESCENT_COMPLETED) {
        explain(why, done, r->count);
        if (done->outcome != DESCENT_STOPPED) status = DQ_INCONCLUSIVE;
    }
    if (json) {
        printf("{");
        if (status != DQ_OK) {
            print_json_status(stdout, status, why);
            printf(", ");
        }
        printf("\"outcome\": \"%s\", \"width\": %ld, ", descent_outcome_name(done->outcome), (long)width);
        if (done->step_size > 0)
            printf("\"step_size\": %.17g", done->step_size);
        else
            printf("\"step_size\": null");
        printf(", \"condition\": ");
        print_condition(done, 1);
        printf(", \"steps\": [");
        for (slong k = 0; k < r->count; k++) {
            printf(k > 0 ? ",\n  " : "\n  ");
            print_step(&r->step[k], 1);
        }
        printf("]}\n");
    } else if (r->count > 0) {
        printf("width %ld, step size %.6g\n", (long)width, done->step_size);
        print_condition(done, 0);
        slong stride = (r->count + ROWS_SHOWN - 2) / ROWS_SHOWN;
        for (slong k = 0; k < r->count; k++)
            if (k == r->count - 1 || k % (stride > 0 ? stride : 1) == 0) print_step(&r->step[k], 0);
        if (r->count > 0 && r->step[r->count - 1].drift < INFINITY)
            printf("exact gradient descent is within %.3g of the last step\n", r->step[r->count - 1].drift);
    }
    if (status != DQ_OK) return report_status(in, status, why);
    if (done->outcome != DESCENT_STOPPED) return EXIT_MET;
    cli_error("train: %s", why->text);
    return EXIT_INTERRUPTED;
}

/* The double nearest to a decimal, infinite or 0 outside their range. */
static double nearest(const fmpq_t x)
{
    arb_t ball;
    arb_init(ball);
    arb_set_fmpq(ball, x, 128);
    double value = arf_get_d(arb_midref(ball), ARF_RND_NEAR);
    arb_clear(ball);
    return value;
}

/* --step-size S|theorem over the case's: 0, or EXIT_UNUSABLE after a complaint. */
static int read_step_size(double *step, const invocation_t *in, const case_struct *c)
{
    const char *text = option_value(in, "step-size");
    fmpq_t value;
    reason_t why;
    fmpq_init(value);
    reason_init(why);
    *step = NAN;
    int theorem = text != NULL ? strcmp(text, "theorem") == 0 : c->step_theorem, bad = 0;
    if (!theorem && text == NULL) {
        *step = nearest(c->step_size);
    } else if (!theorem) {
        bad = fmpq_set_decimal(value, text, strlen(text), why) != DQ_OK || fmpq_sgn(value) <= 0;
        if (!bad) *step = nearest(value);
        bad = bad || !(*step > 0) || !(*step < INFINITY);
    }
    fmpq_clear(value);
    return bad ? cli_error("train: --step-size \"%.100s\" must be \"theorem\" or a positive decimal", text) : 0;
}

static int run(const invocation_t *in)
{
    case_t c;
    deq_model_t model;
    deq_descent_t done;
    reason_t why;
    slong width = 0, steps = -1;
    recording_struct r = {.terminal = isatty(STDERR_FILENO)};
    if (option_integer(&width, in, "width", 1, WIDTH_MOST) || option_integer(&steps, in, "steps", 0, STEPS_MOST) ||
        load_case(&c, in->operand[0]))
        return EXIT_UNUSABLE;
    deq_descent_plan plan = {.model = model,
                             .labels = c->labels,
                             .output_scale = c->output_scale,
                             .width = width > 0 ? width : c->training_width,
                             .steps = steps >= 0 ? steps : c->training_steps};
    if (read_step_size(&plan.step_size, in, c)) {
        case_clear(c);
        return EXIT_UNUSABLE;
    }
    struct sigaction handler = {.sa_handler = on_interrupt}, before[2];
    reason_init(why);
    deq_model_init_case(model, c);
    deq_descent_init(done);
    r.steps = plan.steps;
    interrupted = 0;
    sigaction(SIGINT, &handler, &before[0]);
    sigaction(SIGTERM, &handler, &before[1]);
    dq_status status = deq_descent(done, &plan, keep_step, &r, why);
    sigaction(SIGINT, &before[0], NULL);
    sigaction(SIGTERM, &before[1], NULL);
    if (r.terminal) fputs("\r\033[K", stderr);
    int code = print_run(in, &r, done, plan.width, status, why);
    flint_free(r.step);
    deq_descent_clear(done);
    deq_model_clear_case(model);
    case_clear(c);
    return code;
}

const command_t command_train = {
    "train",
    "CASE",
    "Gradient descent on a case, every step certified",
    "Trains the network of the case's `training` (width, steps, step_size) from its initialisation, and prints what "
    "is\n"
    "certified at every step: the loss, lambda = lambda_min(Z^T Z), |W|, the norm of the gradient, the distances W, U "
    "and a moved,\n"
    "and how far exact gradient descent can be from the computed one.  Stops, saying so, when L|W| < 1 can no longer "
    "be\n"
    "shown.  The table shows about twenty steps, the JSON all of them.  Ctrl-C prints what there is (exit status 3).",
    "deqcert train cases/gd-tanh.yaml --steps 100",
    1,
    1,
    {{"steps", "N", "gradient steps, 0 to 1000000 (default: the case's)"},
     {"width", "M", "width of the network (default: the case's)"},
     {"step-size", "S", "a positive decimal, or \"theorem\": 0.99 of the right side of (10) (default: the case's)"},
     OPTION_JSON},
    run};
