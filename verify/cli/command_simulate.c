/* simulate: random networks of a case. */
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "verify/cli/cli.h"

#define WIDTH_MOST      1000000
#define TRIALS_MOST     1000000
#define DOUBLE_DIGITS   17
#define REFRESH_SECONDS 0.2

static atomic_int interrupted; /* read by the threads of the trials */

static void on_interrupt(int number)
{
    interrupted = number;
}

/* The trials of one run; finished[k]: trial[k] is there. */
typedef struct {
    deq_trial_struct *trial;
    char *finished;
    slong count, done, certified;
    int norms, terminal;
    double began, shown, seconds;
} run_struct;

static double seconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void show_progress(run_struct *r)
{
    double time = seconds_now();
    if (!r->terminal || time - r->shown < REFRESH_SECONDS) return;
    double each = (time - r->began) / (double)r->done;
    long left = (long)(each * (double)(r->count - r->done));
    fprintf(stderr, "\r\033[K[%ld/%ld] %.3g trials/s, %ldm%02lds left", (long)r->done, (long)r->count, 1 / each,
            left / 60, left % 60);
    r->shown = time;
}

static int finished(void *context, slong index, const deq_trial_struct *trial)
{
    run_struct *r = context;
    r->finished[index] = 1;
    r->done++;
    r->certified += trial->outcome == TRIAL_CERTIFIED;
    show_progress(r);
    return interrupted != 0;
}

static const char *outcome_name(trial_outcome outcome)
{
    switch (outcome) {
    case TRIAL_CERTIFIED:
        return "certified";
    case TRIAL_NOT_CONTRACTIVE:
        return "not-contractive";
    default:
        return "not-converged";
    }
}

/* The interval of two doubles as a ball that contains it; 0 when there is none. */
static int interval(arb_t x, double lower, double upper)
{
    if (!(lower <= upper)) return 0;
    arf_t a, b;
    arf_init(a);
    arf_init(b);
    arf_set_d(a, lower);
    arf_set_d(b, upper);
    arb_set_interval_arf(x, a, b, 128);
    arf_clear(a);
    arf_clear(b);
    return 1;
}

static void print_interval(double lower, double upper, int json)
{
    arb_t x;
    arb_init(x);
    if (!interval(x, lower, upper))
        printf(json ? "null" : "-");
    else if (json)
        print_json_enclosure(stdout, x, DOUBLE_DIGITS);
    else
        print_text_enclosure(stdout, x, DOUBLE_DIGITS);
    arb_clear(x);
}

static void print_trial(const deq_trial_struct *t, slong k, int norms, int json, int first)
{
    if (!json) {
        printf("trial %ld: %s, %ld iterations, lambda_0 in ", (long)k, outcome_name(t->outcome), (long)t->iterations);
        print_interval(t->lambda0_lower, t->lambda0_upper, 0);
        if (norms) {
            printf(", operator norm in ");
            print_interval(t->norm_lower, t->norm_upper, 0);
        }
        printf("\n");
        return;
    }
    printf("%s\n  {\"lambda0\": ", first ? "" : ",");
    print_interval(t->lambda0_lower, t->lambda0_upper, 1);
    printf(", \"iterations\": %ld, \"outcome\": \"%s\", \"operator_norm\": ", (long)t->iterations,
           outcome_name(t->outcome));
    if (norms)
        print_interval(t->norm_lower, t->norm_upper, 1);
    else
        printf("null");
    printf("}");
}

/* The same bytes in every run: the rate and the plan go to stderr. */
static void print_run(const run_struct *r, slong width, int json)
{
    slong printed = 0;
    if (json) printf("\"trials\": [");
    for (slong k = 0; k < r->count; k++)
        if (r->finished[k]) print_trial(&r->trial[k], k, r->norms, json, printed++ == 0);
    if (json) printf("], \"width\": %ld", (long)width);
}

static void print_rate(const run_struct *r, const deq_plan_t plan, slong width)
{
    double rate = (double)r->done / (r->seconds > 1e-9 ? r->seconds : 1e-9);
    fflush(stdout);
    fprintf(stderr, "width %ld: %.3g trials/s; %.3g GB planned for a trial%s\n", (long)width, rate, plan->bytes * 1e-9,
            plan->weights_kept ? "" : ", W sampled again for every residual");
}

/* Runs the trials: what deq_trials says, Ctrl-C and SIGTERM looked after. */
static dq_status run_trials(run_struct *r, const deq_model_t model, slong width, deq_options *options, reason_t why)
{
    struct sigaction handler = {.sa_handler = on_interrupt}, before[2];
    slong *number = flint_malloc((size_t)r->count * sizeof *number);
    for (slong k = 0; k < r->count; k++) number[k] = k;
    interrupted = 0;
    options->stop = &interrupted;
    sigaction(SIGINT, &handler, &before[0]);
    sigaction(SIGTERM, &handler, &before[1]);
    r->began = seconds_now();
    dq_status status = deq_trials(r->trial, model, width, number, r->count, options, finished, r, why);
    r->seconds = seconds_now() - r->began;
    sigaction(SIGINT, &before[0], NULL);
    sigaction(SIGTERM, &before[1], NULL);
    if (r->terminal) fputs("\r\033[K", stderr);
    flint_free(number);
    return status;
}

static int parse_method(deq_method *method, const char *name)
{
    static const char *const names[] = {
        [METHOD_MIXED] = "mixed", [METHOD_PLAIN] = "plain", [METHOD_ANDERSON] = "anderson"};
    *method = METHOD_MIXED;
    if (name == NULL) return 0;
    for (int k = METHOD_MIXED; k <= METHOD_ANDERSON; k++)
        if (strcmp(name, names[k]) == 0) {
            *method = (deq_method)k;
            return 0;
        }
    return cli_error("simulate: --method %s: allowed are mixed, plain and anderson", name);
}

static int parse_threshold(arb_t threshold, const char *text)
{
    if (text == NULL) return 0;
    fmpq_t value;
    reason_t why;
    fmpq_init(value);
    reason_init(why);
    dq_status status = fmpq_set_decimal(value, text, strlen(text), why);
    arb_set_fmpq(threshold, value, 128);
    fmpq_clear(value);
    return status == DQ_OK ? 0 : cli_error("simulate: --threshold %s: %s", text, why->text);
}

/* Runs and prints; the exit code. */
static int simulate(const invocation_t *in, const case_struct *c, slong width, slong count, deq_options *options)
{
    int json = option_value(in, "json") != NULL, code = EXIT_MET;
    run_struct r = {.count = count, .norms = options->norms, .terminal = isatty(STDERR_FILENO)};
    deq_model_t model;
    deq_plan_t plan;
    reason_t why;
    reason_init(why);
    r.trial = flint_calloc((size_t)count, sizeof *r.trial);
    r.finished = flint_calloc((size_t)count, 1);
    deq_model_init_case(model, c);
    deq_plan(plan, model, width, options);
    dq_status status = run_trials(&r, model, width, options, why);
    deq_model_clear_case(model);
    int results = status == DQ_OK || interrupted != 0;
    if (status == DQ_OK && r.certified == 0 && interrupted == 0) {
        status = DQ_INCONCLUSIVE;
        reason_set(why, "no trial was certified: %s",
                   r.trial[0].outcome == TRIAL_NOT_CONTRACTIVE ? "L|W| < 1 could not be shown"
                                                               : "the iteration did not reach its residual");
    }
    if (json) {
        printf("{");
        if (interrupted != 0)
            printf("\"status\": \"interrupted\", ");
        else if (status != DQ_OK) {
            print_json_status(stdout, status, why);
            printf(", ");
        }
        if (!results) printf("\"trials\": null, \"width\": %ld", (long)width);
    }
    if (results) print_run(&r, width, json);
    if (json)
        printf("}\n");
    else if (results)
        print_rate(&r, plan, width);
    if (interrupted != 0) {
        fprintf(stderr, "deqcert: interrupted after %ld of %ld trials\n", (long)r.done, (long)count);
        code = EXIT_INTERRUPTED;
    } else if (status != DQ_OK) {
        code = report_status(in, status, why);
    }
    flint_free(r.trial);
    flint_free(r.finished);
    return code;
}

static int run(const invocation_t *in)
{
    slong width = 0, count = 0;
    deq_options options = {.norms = option_value(in, "norms") != NULL};
    case_t c;
    arb_t threshold;
    if (option_value(in, "width") == NULL || option_value(in, "trials") == NULL)
        return cli_error("simulate: --width M and --trials T are needed (see deqcert simulate --help)");
    if (option_integer(&width, in, "width", 1, WIDTH_MOST) || option_integer(&count, in, "trials", 1, TRIALS_MOST) ||
        parse_method(&options.method, option_value(in, "method")))
        return EXIT_UNUSABLE;
    arb_init(threshold);
    int code = parse_threshold(threshold, option_value(in, "threshold"));
    if (code == EXIT_MET) code = load_case(&c, in->operand[0]);
    if (code == EXIT_MET) {
        if (option_value(in, "threshold") != NULL) options.threshold = threshold;
        code = simulate(in, c, width, count, &options);
        case_clear(c);
    }
    arb_clear(threshold);
    return code;
}

const command_t command_simulate = {
    "simulate",
    "CASE",
    "Random networks of a case: lambda_0 enclosed trial by trial",
    "Samples W and U (the seed of the case, trials 0 .. T-1), solves for the equilibrium and encloses lambda_0 = "
    "lambda_min(Z^T Z).\n"
    "Outcomes: certified; not-contractive (L|W| < 1 could not be shown); not-converged.  The memory of a trial is "
    "planned "
    "before it is\n"
    "allocated; a width beyond it is refused.  Ctrl-C prints what is finished and ends with exit code 3.",
    "deqcert simulate cases/tanh-points.yaml --width 400 --trials 5 --norms",
    1,
    1,
    {{"width", "M", "width of the networks"},
     {"trials", "T", "how many networks"},
     {"norms", NULL, "enclose the operator norm of W too"},
     {"threshold", "C", "stop each trial as soon as its interval lies above or below C"},
     {"method", "NAME", "mixed (single and double precision, default), plain or anderson"},
     OPTION_JSON},
    run};
