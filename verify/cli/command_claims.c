/* claims: the claims deqcert decides. */
#include "verify/cli/cli.h"

static void member(const char *key, const char *value)
{
    printf(", \"%s\": ", key);
    json_string(stdout, value);
}

static void print_json(const claim_t *c)
{
    printf("{\"id\": ");
    json_string(stdout, c->id);
    member("title", c->title);
    member("source", c->source);
    member("statement", c->statement);
    member("reading", c->reading);
    member("hypotheses", c->hypotheses);
    member("method", c->method);
    member("depends", c->depends);
    member("file", c->file);
    printf(", \"per_width\": %s}", c->per_width ? "true" : "false");
}

static void list_json(const claim_t *c, void *context)
{
    const char **separator = context;
    fputs(*separator, stdout);
    *separator = ",\n ";
    print_json(c);
}

static void list_text(const claim_t *c, void *context)
{
    (void)context;
    printf("%-36s %s\n", c->id, c->title);
}

static void section(const char *title, const char *text)
{
    if (*text) printf("\n%s:\n%s\n", title, text);
}

static void print_text(const claim_t *c)
{
    printf("%s: %s\nSource: %s\n", c->id, c->title, c->source);
    section("Statement", c->statement);
    section("Reading", c->reading);
    section("Hypotheses", c->hypotheses);
    section("Method", c->method);
    section("Its source's proof uses", c->depends);
    if (c->per_width) printf("\nOne verdict per width of the case.\n");
    for (const planted_t *p = c->planted; p != NULL && p->name != NULL; p++)
        printf("\nPlanted %s, %s:\n%s\n", p->truth ? "truth" : "falsehood", p->name, p->statement);
    printf("\nDecided by %s\n", c->file);
}

static int run(const invocation_t *in)
{
    int json = option_value(in, "json") != NULL;
    if (in->operands == 0) {
        const char *separator = "\n ";
        if (json) printf("{\"claims\": [");
        claim_visit(json ? list_json : list_text, &separator);
        if (json) printf("]}\n");
        return EXIT_MET;
    }
    const claim_t *claim = claim_find(in->operand[0]);
    if (claim == NULL) {
        const char *near = suggested_claim(in->operand[0]);
        return cli_error("claims: unknown claim \"%.200s\"%s%s%s (deqcert claims lists them)", in->operand[0],
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    if (json) {
        print_json(claim);
        printf("\n");
    } else {
        print_text(claim);
    }
    return EXIT_MET;
}

const command_t command_claims = {"claims",
                                  "[ID]",
                                  "Lists the claims, or shows one with its statement and method",
                                  "",
                                  "deqcert claims gram.positive-definite",
                                  0,
                                  1,
                                  {OPTION_JSON},
                                  run};
