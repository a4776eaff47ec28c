/* replay: the violations of a witness file, computed again from the case's file. */
#include <string.h>
#include "verify/cli/cli.h"
#include "verify/store/store.h"

#define DIGITS 17

static const char *const sign_of[] = {
    [EVENT_AT_MOST] = ">", [EVENT_BELOW] = ">=", [EVENT_AT_LEAST] = "<", [EVENT_ABOVE] = "<="};

/* The word and its reason: one line on stderr, with --json on stdout too. */
static int unreadable(const invocation_t *in, const char *reason)
{
    if (option_value(in, "json") != NULL) {
        printf("{\"status\": \"unreadable\", \"reason\": ");
        json_string(stdout, reason);
        printf("}\n");
    }
    return cli_error("unreadable: %s", reason);
}

/* "trial 3, layer 2" */
static void print_place(const violation_struct *v)
{
    const char *word = v->event->place;
    for (int k = 0; *word != '\0'; k++) {
        size_t length = strcspn(word, " ");
        printf("%s%.*s %ld", k ? ", " : "", (int)length, word, (long)v->place[k]);
        word += length + (word[length] == ' ');
    }
}

static void print_text(const violation_struct *v, replay_kind kind, const arb_t quantity, const arb_t bound,
                       const reason_t why)
{
    print_place(v);
    printf(": %s: ", replay_name(kind));
    if (kind == REPLAY_REFUSED || (kind == REPLAY_OPEN && !arb_is_finite(quantity))) {
        printf("%s\n", why->text);
        return;
    }
    printf("quantity in ");
    print_text_enclosure(stdout, quantity, DIGITS);
    printf(" %s bound in ", kind == REPLAY_CONFIRMED ? sign_of[v->event->relation] : "against");
    print_text_enclosure(stdout, bound, DIGITS);
    if (kind == REPLAY_ELSEWHERE) printf("; recorded: %s", v->recorded);
    printf("\n");
}

static void print_json(const violation_struct *v, replay_kind kind, const arb_t quantity, const arb_t bound,
                       const reason_t why, int first)
{
    const char *word = v->event->place;
    printf("%s\n  {\"event\": \"%s\", \"place\": {", first ? "" : ",", v->event->name);
    for (int k = 0; *word != '\0'; k++) {
        size_t length = strcspn(word, " ");
        printf("%s\"%.*s\": %ld", k ? ", " : "", (int)length, word, (long)v->place[k]);
        word += length + (word[length] == ' ');
    }
    printf("}, \"result\": \"%s\"", replay_name(kind));
    const char *const name[] = {"quantity", "bound"};
    arb_srcptr value[] = {quantity, bound};
    for (int k = 0; k < 2; k++) {
        printf(", \"%s\": ", name[k]);
        if (arb_is_finite(value[k]))
            print_json_enclosure(stdout, value[k], DIGITS);
        else
            printf("null");
    }
    if (why->text[0] != '\0') {
        printf(", \"reason\": ");
        json_string(stdout, why->text);
    }
    printf("}");
}

static void print_summary(const witness_struct *w, slong confirmed, int json)
{
    const char *word = confirmed == w->listed ? "confirmed" : "unconfirmed";
    if (json) {
        printf("], \"status\": \"%s\", \"claim\": \"%s\", \"confirmed\": %ld, \"listed\": %ld, \"violations\": %ld}\n",
               word, w->claim->id, (long)confirmed, (long)w->listed, (long)w->violations);
        return;
    }
    printf("%s: %ld of %ld violations of %s", word, (long)confirmed, (long)w->listed, w->claim->id);
    if (w->width >= 0) printf(" at width %ld", (long)w->width);
    if (w->listed < w->violations)
        printf(" (the sampling found %ld, of which these are the first)", (long)w->violations);
    printf("\n");
}

static int replay(const invocation_t *in, const witness_struct *w, const case_t c)
{
    int json = option_value(in, "json") != NULL;
    slong confirmed = 0;
    audit_t audit = audit_open(c, PROFILE_QUICK, BITS_DEFAULT, NULL, NULL);
    arb_t quantity, bound;
    arb_init(quantity);
    arb_init(bound);
    if (json)
        printf("{\"trials\": [");
    else
        for (const witness_event *e = w->claim->events; e->name != NULL; e++)
            printf("%s: %s\n", e->name, e->inequality);
    for (slong k = 0; k < w->listed; k++) {
        const violation_struct *v = w->violation + k;
        reason_t why;
        replay_kind kind = witness_replay(quantity, bound, w, v, audit, why);
        confirmed += kind == REPLAY_CONFIRMED;
        if (json)
            print_json(v, kind, quantity, bound, why, k == 0);
        else
            print_text(v, kind, quantity, bound, why);
        fflush(stdout);
    }
    print_summary(w, confirmed, json);
    arb_clear(quantity);
    arb_clear(bound);
    audit_close(audit);
    return confirmed == w->listed ? EXIT_MET : EXIT_UNMET;
}

static int run(const invocation_t *in)
{
    witness_t w;
    reason_t why;
    case_t c = NULL;
    reason_init(why);
    int code = witness_read(w, in->operand[0], why) == 0 ? EXIT_MET : unreadable(in, why->text);
    if (code == EXIT_MET) {
        const char *path = option_value(in, "case");
        case_errors_t errors;
        case_errors_init(errors);
        if (case_load(&c, path != NULL ? path : w->path, known_claim, errors) != 0) {
            reason_set(why, "%.300s%s", errors->line[0],
                       path == NULL ? " (the case of the witness; --case FILE says where it is)" : "");
            code = unreadable(in, why->text);
        } else if (witness_concerns(w, c, why)) {
            code = unreadable(in, why->text);
        }
        case_errors_clear(errors);
    }
    if (code == EXIT_MET) code = replay(in, w, c);
    case_clear(c);
    witness_clear(w);
    return code;
}

const command_t command_replay = {
    "replay",
    "FILE",
    "The violations of a witness file computed again, and confirmed or not",
    "FILE is one of witnesses/ in the reports: the networks or steps in which sampling found that a claim's "
    "inequality\n"
    "fails.  Each of them, and nothing else, is generated again from its key and both sides are enclosed anew; of the\n"
    "numbers in the file nothing is used but to compare.  The last line says \"confirmed\" (exit code 0) when every\n"
    "listed violation is certified again and agrees with what was recorded, else \"unconfirmed\" (1); \"unreadable\" "
    "(2)\n"
    "is a file that is no witness, or one of another case.  docs/witness.md defines the file.",
    "deqcert replay build/reports/witnesses/relu-sphere-deq.lambda0-100.txt",
    1,
    1,
    {{"case", "CASE.yaml", "where the case is (default: the path in the file, from the working directory)"},
     OPTION_JSON},
    run};
