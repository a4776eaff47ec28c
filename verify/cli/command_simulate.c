/* simulate: random networks of a case. */
#include "verify/cli/cli.h"

#define WIDTH_MOST    1000000
#define TRIALS_MOST   1000000
#define DOUBLE_DIGITS 17

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

static void print_trial(const deq_trial_struct *t, slong k, int norms, int json)
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
    printf("%s\n  {\"lambda0\": ", k ? "," : "");
    print_interval(t->lambda0_lower, t->lambda0_upper, 1);
    printf(", \"iterations\": %ld, \"outcome\": \"%s\", \"operator_norm\": ", (long)t->iterations,
           outcome_name(t->outcome));
    if (norms)
        print_interval(t->norm_lower, t->norm_upper, 1);
    else
        printf("null");
    printf("}");
}

/* Runs the trials into `trial`: how many came out certified, or -1 with the status and reason. */
static slong run_trials(deq_trial_struct *trial, slong count, const case_struct *c, slong width, int norms,
                        dq_status *status, reason_t why)
{
    deq_model_t model;
    slong certified = 0;
    deq_model_init_case(model, c);
    *status = DQ_OK;
    for (slong k = 0; k < count && *status == DQ_OK; k++) {
        *status = deq_trial(&trial[k], model, width, k, norms, NULL, why);
        certified += *status == DQ_OK && trial[k].outcome == TRIAL_CERTIFIED;
    }
    deq_model_clear_case(model);
    return *status == DQ_OK ? certified : -1;
}

static int run(const invocation_t *in)
{
    slong width = 0, count = 0;
    int norms = option_value(in, "norms") != NULL, json = option_value(in, "json") != NULL;
    dq_status status;
    reason_t why;
    case_t c;
    if (option_value(in, "width") == NULL || option_value(in, "trials") == NULL)
        return cli_error("simulate: --width M and --trials T are needed (see deqcert simulate --help)");
    if (option_integer(&width, in, "width", 1, WIDTH_MOST) || option_integer(&count, in, "trials", 1, TRIALS_MOST) ||
        load_case(&c, in->operand[0]))
        return EXIT_UNUSABLE;
    reason_init(why);
    deq_trial_struct *trial = flint_calloc((size_t)count, sizeof *trial);
    slong certified = run_trials(trial, count, c, width, norms, &status, why);
    if (certified == 0) {
        status = DQ_INCONCLUSIVE;
        reason_set(why, "no trial was certified: %s",
                   trial[0].outcome == TRIAL_NOT_CONTRACTIVE ? "L|W| < 1 could not be shown"
                                                             : "the iteration did not reach its residual");
    }
    if (json) {
        printf("{");
        if (status != DQ_OK) {
            print_json_status(stdout, status, why);
            printf(", ");
        }
        printf("\"trials\": %s", certified >= 0 ? "[" : "null");
    }
    for (slong k = 0; k < count && certified >= 0; k++) print_trial(&trial[k], k, norms, json);
    if (json) printf("%s, \"width\": %ld}\n", certified >= 0 ? "]" : "", (long)width);
    flint_free(trial);
    case_clear(c);
    return status == DQ_OK ? EXIT_MET : report_status(in, status, why);
}

const command_t command_simulate = {
    "simulate",
    "CASE",
    "Random networks of a case: lambda_0 enclosed trial by trial",
    "Samples W and U (the seed of the case, trials 0 .. T-1), solves for the equilibrium and encloses lambda_0 = "
    "lambda_min(Z^T Z).\n"
    "Outcomes: certified; not-contractive (L|W| < 1 could not be shown); not-converged.",
    "deqcert simulate cases/tanh.yaml --width 400 --trials 5 --norms",
    1,
    1,
    {{"width", "M", "width of the networks"},
     {"trials", "T", "how many networks"},
     {"norms", NULL, "enclose the operator norm of W too"},
     OPTION_JSON},
    run};
