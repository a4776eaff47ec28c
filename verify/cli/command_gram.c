/* gram: the layers K^(1) .. K^(L) and the limit of a case. */
#include "verify/cli/cli.h"

#define LAYERS_MOST 10000

typedef struct {
    gram_struct *layer;
    slong layers, bits;
    gram_t limit;
    dq_status layers_status, limit_status;
    reason_t layers_why, limit_why;
} result_t;

static void print_json_layers(const result_t *r, slong digits)
{
    if (r->layers_status != DQ_OK) {
        printf("\"layers\": null");
        return;
    }
    printf("\"layers\": [");
    for (slong l = 1; l <= r->layers; l++) {
        const gram_struct *g = &r->layer[l - 1];
        printf("%s\n {\"l\": %ld, \"q\": ", l > 1 ? "," : "", (long)l);
        print_json_norms(stdout, g, g->q, digits);
        printf(",\n  \"K\": ");
        print_json_matrix(stdout, g->K, digits);
        printf("}");
    }
    printf("]");
}

static void print_json(const result_t *r)
{
    slong digits = decimal_digits(r->bits);
    printf("{");
    if (r->limit_status != DQ_OK || r->layers_status != DQ_OK) {
        int limit = r->limit_status != DQ_OK;
        print_json_status(stdout, limit ? r->limit_status : r->layers_status, limit ? r->limit_why : r->layers_why);
        printf(",\n");
    }
    print_json_layers(r, digits);
    if (r->limit_status != DQ_OK) {
        printf(",\n \"limit\": {\"q\": null, \"kappa\": null, \"K\": null}, \"bits\": %ld}\n", (long)r->bits);
        return;
    }
    printf(",\n \"limit\": {\"q\": ");
    print_json_norms(stdout, r->limit, r->limit->q, digits);
    printf(",\n  \"kappa\": ");
    print_json_norms(stdout, r->limit, r->limit->kappa, digits);
    printf(",\n  \"K\": ");
    print_json_matrix(stdout, r->limit->K, digits);
    printf("},\n \"bits\": %ld, \"terms\": %ld, \"engine\": \"%s\"}\n", (long)r->bits, (long)r->limit->terms,
           r->limit->engine);
}

static void print_text_gram(const gram_struct *g, const char *name, slong digits)
{
    printf("%s\n", name);
    for (slong i = 0; i < g->norms; i++) {
        printf("  q");
        if (!g->equal_norms) printf("_%ld", (long)i + 1);
        printf(" in ");
        print_text_enclosure(stdout, g->q + i, digits);
        printf("\n");
    }
    for (slong i = 0; i < g->n; i++)
        for (slong j = 0; j <= i; j++) {
            printf("  K_%ld,%ld in ", (long)i + 1, (long)j + 1);
            print_text_enclosure(stdout, arb_mat_entry(g->K, i, j), digits);
            printf("\n");
        }
}

static void print_text(const result_t *r)
{
    char name[64];
    for (slong l = 1; l <= r->layers && r->layers_status == DQ_OK; l++) {
        snprintf(name, sizeof name, "layer %ld", (long)l);
        print_text_gram(&r->layer[l - 1], name, decimal_digits(r->bits));
    }
    if (r->limit_status == DQ_OK) print_text_gram(r->limit, "limit", decimal_digits(r->bits));
}

static int run(const invocation_t *in)
{
    result_t r = {.layers = 1, .bits = BITS_DEFAULT};
    case_t c;
    gram_model_t model;
    if (option_integer(&r.bits, in, "bits", BITS_LEAST, BITS_MOST) ||
        option_integer(&r.layers, in, "layers", 1, LAYERS_MOST) || load_case(&c, in->operand[0]))
        return EXIT_UNUSABLE;
    reason_init(r.layers_why);
    reason_init(r.limit_why);
    gram_model_init(model, c->phi, c->points, c->s, r.bits);
    r.layer = flint_malloc((size_t)r.layers * sizeof *r.layer);
    for (slong l = 0; l < r.layers; l++) gram_init(&r.layer[l]);
    gram_init(r.limit);
    r.layers_status = gram_layers(r.layer, r.layers, model, r.bits, r.layers_why);
    r.limit_status = gram_limit(r.limit, model, r.bits, r.limit_why);
    int code = EXIT_MET;
    if (option_value(in, "json") != NULL && r.layers_status != DQ_INPUT && r.limit_status != DQ_INPUT)
        print_json(&r);
    else
        print_text(&r);
    if (r.layers_status != DQ_OK) code = report_status(in, r.layers_status, r.layers_why);
    if (r.limit_status != DQ_OK && code != EXIT_UNUSABLE) code = report_status(in, r.limit_status, r.limit_why);
    for (slong l = 0; l < r.layers; l++) gram_clear(&r.layer[l]);
    flint_free(r.layer);
    gram_clear(r.limit);
    gram_model_clear(model);
    case_clear(c);
    return code;
}

const command_t command_gram = {"gram",
                                "CASE",
                                "The population Gram matrices of the layers and their limit",
                                "Encloses K^(1) .. K^(L) with their variances q, and the limit K with q_* and kappa.  "
                                "Exit status 1 when the limit could not be\n"
                                "certified.",
                                "deqcert gram cases/tanh-points.yaml --layers 3 --json",
                                1,
                                1,
                                {{"layers", "L", "how many layers (default 1)"}, OPTION_BITS, OPTION_JSON},
                                run};
