/* claims: the claims deqcert decides. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "verify/cli/cli.h"

#define COLUMNS 100 /* where text is wrapped when standard output is no terminal, and the widest on one */

/* ---- JSON ----------------------------------------------------------------------------------------- */

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
    printf(", \"per_width\": %s, \"planted\": [", c->per_width ? "true" : "false");
    for (const planted_t *p = c->planted; p != NULL && p->name != NULL; p++) {
        printf("%s{\"name\": ", p == c->planted ? "" : ", ");
        json_string(stdout, p->name);
        member("statement", p->statement);
        printf(", \"truth\": %s}", p->truth ? "true" : "false");
    }
    printf("]}");
}

static void list_json(const claim_t *c, void *context)
{
    const char **separator = context;
    fputs(*separator, stdout);
    *separator = ",\n ";
    print_json(c);
}

/* ---- text ----------------------------------------------------------------------------------------- */

static void widest_id(const claim_t *c, void *context)
{
    int *wide = context, length = (int)strlen(c->id);
    if (length > *wide) *wide = length;
}

static void list_text(const claim_t *c, void *context)
{
    const int *wide = context;
    printf("%-*s  %s\n", *wide, c->id, c->title);
}

static int columns(void)
{
    struct winsize size;
    int wide = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : COLUMNS;
    return wide < COLUMNS ? wide : COLUMNS;
}

static int is_mark(const char *text)
{
    return (text[0] == '$' && text[1] == '`') || (text[0] == '`' && text[1] == '$');
}

/* Words without the marks of Markdown's mathematics; returns how many columns they take. */
static int put_words(const char *words, size_t length, int print)
{
    int shown = 0;
    for (size_t k = 0; k < length; k++) {
        if (is_mark(words + k)) {
            k++;
            continue;
        }
        shown += ((unsigned char)words[k] & 0xc0) != 0x80;
        if (print) putchar(words[k]);
    }
    return shown;
}

/* The text of a claim, indented and wrapped; the mathematics as it is printed, line ends kept. */
static void print_wrapped(const char *text)
{
    int wide = columns(), at = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        int shown = put_words(text, length, 0);
        if (at > 0 && at + 1 + shown > wide) {
            printf("\n");
            at = 0;
        }
        printf(at == 0 ? "  " : " ");
        at += (at == 0 ? 2 : 1) + put_words(text, length, 1);
        text += length;
        text += strspn(text, " ");
        for (; *text == '\n'; text++) {
            printf("\n");
            at = 0;
        }
    }
    if (at > 0) printf("\n");
}

static void section(const char *title, const char *text)
{
    if (*text == '\0') return;
    printf("\n%s:\n", title);
    print_wrapped(text);
}

/* The printed form and its variants stand in one file. */
static void print_variant(const claim_t *c, void *context)
{
    const claim_t *shown = context;
    if (strcmp(c->file, shown->file) == 0 && strcmp(c->id, shown->id) != 0) printf("Other form: %s\n", c->id);
}

static void print_text(const claim_t *c)
{
    printf("%s: ", c->id);
    put_words(c->title, strlen(c->title), 1);
    printf("\nSource: ");
    put_words(c->source, strlen(c->source), 1);
    printf("\n");
    section("Statement", c->statement);
    section("Reading", c->reading);
    section("Hypotheses", c->hypotheses);
    section("Method", c->method);
    section("Its source's proof uses", c->depends);
    for (const planted_t *p = c->planted; p != NULL && p->name != NULL; p++) {
        printf("\nPlanted %s, %s:\n", p->truth ? "truth" : "falsehood", p->name);
        print_wrapped(p->statement);
    }
    printf("\nVerdicts: %s\n", c->standalone  ? "one in a run, about no case"
                               : c->per_width ? "one per width of the case"
                                              : "one per case");
    claim_visit(print_variant, (void *)(uintptr_t)c);
    printf("Decided by: %s\nRun it: deqcert verify %s--claims %s\n", c->file, c->standalone ? "" : "CASE ", c->id);
}

static int run(const invocation_t *in)
{
    int json = option_value(in, "json") != NULL;
    if (in->operands == 0) {
        const char *separator = "\n ";
        int wide = 0;
        claim_visit(widest_id, &wide);
        if (json) printf("{\"claims\": [");
        claim_visit(json ? list_json : list_text, json ? (void *)&separator : (void *)&wide);
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

const command_t command_claims = {
    "claims",
    "[ID]",
    "Lists the claims, or explains one",
    "With ID: the statement exactly as its source prints it, how the print is read, the hypotheses, how the claim is "
    "decided, the\n"
    "claims its source's proof uses, the planted falsehoods that every run must catch, and the file that decides it.  "
    "Mathematics\n"
    "is LaTeX.",
    "deqcert claims gram.positive-definite",
    0,
    1,
    {OPTION_JSON},
    run};
