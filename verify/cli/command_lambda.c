/* lambda: the least eigenvalue of the limit Gram matrix of a case. */
#include <unistd.h>
#include "verify/cli/cli.h"

/* From here on an eigenvalue to full precision takes long; without --bits it is enclosed to 1e-2. */
#define LARGE_N        500
#define LARGE_RELATIVE 1e-2
#define LARGE_DIGITS   8
/* Seconds from which an engine is announced. */
#define LONG_RUN 2.0

static void print_json(const lambda_t l, dq_status status, slong n, slong bits, slong digits_of_lambda,
                       const reason_t why)
{
    slong digits = decimal_digits(bits);
    printf("{");
    if (status != DQ_OK) {
        print_json_status(stdout, status, why);
        printf(", \"q\": null, \"kappa\": null, \"lambda_star\": null, \"n\": %ld, \"bits\": %ld, \"terms\": null, "
               "\"engine\": null, \"predicted_seconds\": null}\n",
               (long)n, (long)bits);
        return;
    }
    printf("\"q\": ");
    print_json_norms(stdout, l->gram, l->gram->q, digits);
    printf(",\n \"kappa\": ");
    print_json_norms(stdout, l->gram, l->gram->kappa, digits);
    printf(",\n \"lambda_star\": ");
    print_json_enclosure(stdout, l->lambda, digits_of_lambda);
    printf(",\n \"n\": %ld, \"bits\": %ld, \"terms\": %ld, \"engine\": \"%s; %s\"", (long)n, (long)bits,
           (long)l->gram->terms, l->gram->engine, l->engine);
    printf(",\n \"predicted_seconds\": %.2g", l->predicted);
    if (l->singular) {
        printf(",\n \"singular\": ");
        json_string(stdout, l->reason->text);
    }
    printf("}\n");
}

static void print_text(const lambda_t l, slong n, slong bits, slong digits_of_lambda)
{
    slong digits = decimal_digits(bits);
    printf("q           in ");
    print_text_enclosure(stdout, l->gram->q, digits);
    printf("%s\nkappa       in ", l->gram->equal_norms ? "" : "  (first point)");
    print_text_enclosure(stdout, l->gram->kappa, digits);
    printf("%s\nlambda_star in ", l->gram->equal_norms ? "" : "  (first point)");
    print_text_enclosure(stdout, l->lambda, digits_of_lambda);
    printf("\nn %ld, bits %ld, terms %ld, engine %s; %s (predicted %.2g s)\n", (long)n, (long)bits,
           (long)l->gram->terms, l->gram->engine, l->engine, l->predicted);
    if (l->singular) printf("exactly singular: %s\n", l->reason->text);
}

/* One line before an engine that will take long, on a terminal only. */
static void show_engine(const char *engine, double seconds, void *context)
{
    (void)context;
    if (seconds >= LONG_RUN && isatty(STDERR_FILENO)) fprintf(stderr, "deqcert: %s, about %.2g s\n", engine, seconds);
}

static int run(const invocation_t *in)
{
    slong bits = BITS_DEFAULT;
    case_t c;
    reason_t why;
    gram_model_t model;
    lambda_t l;
    if (option_integer(&bits, in, "bits", BITS_LEAST, BITS_MOST) || load_case(&c, in->operand[0])) return EXIT_UNUSABLE;
    reason_init(why);
    gram_model_init(model, c->phi, c->points, c->s, bits);
    lambda_init(l);
    l->progress = show_engine;
    double relative = c->points->n > LARGE_N && option_value(in, "bits") == NULL ? LARGE_RELATIVE : 0;
    dq_status status = gram_lambda(l, model, bits, relative, why);
    slong digits_of_lambda = relative > 0 ? LARGE_DIGITS : decimal_digits(bits);
    if (relative > 0 && status == DQ_OK) bits = l->gram->bits;
    if (option_value(in, "json") != NULL && status != DQ_INPUT)
        print_json(l, status, c->points->n, bits, digits_of_lambda, why);
    else if (status == DQ_OK)
        print_text(l, c->points->n, bits, digits_of_lambda);
    int code = status == DQ_OK ? EXIT_MET : report_status(in, status, why);
    lambda_clear(l);
    gram_model_clear(model);
    case_clear(c);
    return code;
}

const command_t command_lambda = {"lambda",
                                  "CASE",
                                  "The least eigenvalue lambda_* of the limit Gram matrix",
                                  "Encloses q_*, kappa = K_ii and lambda_* = lambda_min(K).  With more than 500 points "
                                  "and no --bits, lambda_* is enclosed to a\n"
                                  "relative width of 1e-2 by doubles, where these do not resolve it by "
                                  "double-doubles, then by balls; the engine used and\n"
                                  "the seconds it was predicted to take are named.",
                                  "deqcert lambda cases/tanh-points.yaml --bits 128",
                                  1,
                                  1,
                                  {OPTION_BITS, OPTION_JSON},
                                  run};
